"""Answers as pandas frames, one per repeated part: titles beside ids, units and currency beside amounts, no lists in cells."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from google.protobuf.message import Message

from optimizer.client.amounts import money_of, objective_unit
from optimizer.client.tabular_run import changes_frame, run_frame
from optimizer.client.titles import Titles, titles_of
from optimizer.client.words import word
from optimizer.domain.addresses import parse_address
from optimizer.domain.columns import COLUMN_FAMILIES, ORIGIN_PART
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import Activity, BindingLimit, Decision, FigureTest, LedgerEntry, MeasureTotal
from optimizer.v1.service_pb2 import SolveResponse

# Between the items of a list that stands in one cell, in frames of charges and tariffs.
BETWEEN = "; "
# Columns that hold ids, with the table that gives them a title.
TITLED = {"product": "materials", "market": "markets", "claim": "programmes", "programme": "programmes", "process": "processes"}
MONEY = "money"
# Parts of the addresses of activities, each a column of its own.
PARTS = tuple(dict.fromkeys(part for parts in (*COLUMN_FAMILIES.values(), tuple(ORIGIN_PART.values())) for part in parts))
OF_MINERAL = re.compile(r"[a-z_]+\[(?P<mineral>[^\]]+)\]")


def columns_of(message: type[Message], *without: str) -> tuple[str, ...]:
    """Return the plain fields of a message: no lists, no messages, none of those named."""
    fields = message.DESCRIPTOR.fields
    return tuple(
        field.name for field in fields if not field.is_repeated and field.message_type is None and field.name not in without
    )


DECISION_COLUMNS = columns_of(Decision)
FATE_COLUMNS = columns_of(plan_pb2.Fate)
SHARE_COLUMNS = columns_of(plan_pb2.ConfidenceShare)
FIGURE_TEST_COLUMNS = columns_of(FigureTest)
OVERTURNED_COLUMNS = ("address", "title", *columns_of(plan_pb2.Overturned))
TITLE_COLUMNS = columns_of(plan_pb2.AddressTitle)
DUTY_COLUMNS = columns_of(plan_pb2.DutyTotal)
PROGRAMME_COLUMNS = columns_of(plan_pb2.ProgrammeTotal)
ORIGIN_TEST_COLUMNS = columns_of(plan_pb2.OriginTest)
LEDGER_COLUMNS = columns_of(LedgerEntry)
LIMIT_COLUMNS = columns_of(BindingLimit)
BUILD_COLUMNS = columns_of(plan_pb2.Build)
PERIOD_COLUMNS = columns_of(plan_pb2.PeriodTotal)
ACTIVITY_COLUMNS = columns_of(Activity)
NOT_COMPUTED_COLUMNS = columns_of(plan_pb2.NotComputed)
REMARK_COLUMNS = ("code", "text")
VIOLATION_COLUMNS = ("address", "rule", "value", "problem", "fix", "changed", "count")


def frames(response: SolveResponse) -> dict[str, pd.DataFrame]:
    """Return the parts of an answer as frames; an answer without a plan has the same frames, those of the plan empty.

    - `run`: what was asked and of what: case, scenario, objective, currency, digest, versions, each with its value.
    - `changes`: the changes that came with the request, and how many rows and values each reached.
    - `decisions`: one row per mineral; `reasons`, `routes`, `fates`, `ore_shares`: one row per mineral and item.
    - `money_shares`: shares of all money moved by how good the figures are that it is counted at.
    - `figure_tests`: one row per figure that was moved over its range; `overturned`: the verdicts that changed.
    - `measures`: one row per measure and node, not discounted; `totals`: one per measure, discounted for money but
      `investment`. Those of a mineral are in its own unit, as in `decisions`.
    - `limits`: one row per number that limits; `limit_nodes`: at which nodes.
    - `ledger`: one row per entry, numbered; `ledger_sales`, `ledger_sources`: one row per entry and item.
    - `activities`: the parts of the address are columns of their own.
    - `builds`, `periods`, `duties`, `programmes`, `origin_tests`, `warnings`, `not_computed`, `remarks`: one row each.
    - `titles`: what people call the rows and numbers that the answer mentions, by address.

    Ids that have a title are followed by it (`market`, `market_title`). Money is in the unit that `currency` or `unit` says.
    Values that are absent are missing (NaN), never zero.
    """
    plan = response.plan
    titles = titles_of(response)
    money = _money_name(response)
    return {
        "run": run_frame(response),
        "changes": changes_frame(response.provenance),
        **_decision_frames(response, titles),
        **_measure_frames(plan, money),
        "money_shares": _frame_of(plan.money_shares, SHARE_COLUMNS),
        **_figure_frames(plan, titles),
        "builds": _money_frame(plan.builds, BUILD_COLUMNS, money, titles),
        "periods": _money_frame(plan.periods, PERIOD_COLUMNS, money, titles),
        "duties": _money_frame(plan.duties, DUTY_COLUMNS, money, titles),
        "programmes": _money_frame(plan.programmes, PROGRAMME_COLUMNS, money, titles),
        "origin_tests": _titled_frame(plan.origin_tests, ORIGIN_TEST_COLUMNS, titles),
        **_ledger_frames(plan, money, titles),
        **_limit_frames(plan, titles),
        "activities": _frame(map(_activity, plan.activities), ("family", *PARTS, "node", "amount", "unit", "address")),
        "warnings": _frame_of(response.warnings, VIOLATION_COLUMNS),
        "remarks": _frame_of(plan.remarks, REMARK_COLUMNS),
        "not_computed": _frame_of(response.not_computed, NOT_COMPUTED_COLUMNS),
        "titles": _frame_of(response.titles, TITLE_COLUMNS),
    }


def _money_name(response: SolveResponse) -> str:
    """Return what money is counted in: `USD`, or `1,000 USD`."""
    money = money_of(response.provenance)
    if money.unit == 1.0:
        return money.currency
    return f"{money.unit:,g} {money.currency}"


def _decision_frames(response: SolveResponse, titles: Titles) -> dict[str, pd.DataFrame]:
    plan = response.plan
    unit = objective_unit(plan, money_of(response.provenance)).name
    rows = (_decision(decision, unit, titles) for decision in plan.decisions)
    columns = (*_with_titles(DECISION_COLUMNS), "margin_unit")
    reasons = ((d.mineral, at, why.code, why.text) for d in plan.decisions for at, why in enumerate(d.reasons, 1))
    routes = (
        (d.mineral, at, process, titles.of("processes", process)) for d in plan.decisions for at, process in enumerate(d.route, 1)
    )
    ore = ({"mineral": d.mineral, **_values(share, SHARE_COLUMNS)} for d in plan.decisions for share in d.ore_shares)
    return {
        "decisions": _frame(rows, columns),
        "reasons": pd.DataFrame(list(reasons), columns=["mineral", "position", "code", "text"]),
        "routes": pd.DataFrame(list(routes), columns=["mineral", "step", "process", "process_title"]),
        "fates": _frame((row for decision in plan.decisions for row in _fates_of(decision)), ("mineral", "unit", *FATE_COLUMNS)),
        "ore_shares": _frame(ore, ("mineral", *SHARE_COLUMNS)),
    }


def _decision(decision: Decision, unit: str, titles: Titles) -> dict[str, Any]:
    values = _titled(_values(decision, DECISION_COLUMNS), titles)
    known = values["margin_per_unit"] is not None
    alternative = values["alternative"] if known else None
    return {**values, "alternative": alternative, "margin_unit": f"{unit}/{decision.unit}" if known else None}


def _fates_of(decision: Decision) -> Iterator[dict[str, Any]]:
    for fate in decision.fates:
        values = _values(fate, FATE_COLUMNS)
        instead = None if values["average_gain"] is None else values["instead"]
        yield {"mineral": decision.mineral, "unit": decision.unit, **values, "instead": instead}


def _figure_frames(plan: plan_pb2.Plan, titles: Titles) -> dict[str, pd.DataFrame]:
    tests = (_numbered(test, FIGURE_TEST_COLUMNS, titles) for test in plan.figure_tests)
    overturned = (row for test in plan.figure_tests for row in _overturned_by(test, titles))
    return {
        "figure_tests": _frame(tests, ("address", "title", *FIGURE_TEST_COLUMNS[1:])),
        "overturned": _frame(overturned, OVERTURNED_COLUMNS),
    }


def _overturned_by(test: FigureTest, titles: Titles) -> Iterator[dict[str, Any]]:
    for turned in test.overturned:
        values = _values(turned, OVERTURNED_COLUMNS[2:])
        yield {"address": test.address, "title": titles.number(test.address), **values}


def _measure_frames(plan: plan_pb2.Plan, money: str) -> dict[str, pd.DataFrame]:
    """Return measures by node and in total; those of minerals that are not available are left out."""
    minerals = {decision.mineral: decision for decision in plan.decisions}
    by_node: list[tuple[str, str, str, float]] = []
    totals: list[tuple[str, str, float]] = []
    for measure in plan.measures:
        counted = _counted(measure, minerals, money)
        if counted is not None:
            unit, size = counted
            by_node += [(measure.measure, unit, node.node, node.amount / size) for node in measure.nodes]
            totals.append((measure.measure, unit, measure.total / size))
    return {
        "measures": pd.DataFrame(by_node, columns=["measure", "unit", "node", "amount"]),
        "totals": pd.DataFrame(totals, columns=["measure", "unit", "total"]),
    }


def _counted(measure: MeasureTotal, minerals: Mapping[str, Decision], money: str) -> tuple[str, float] | None:
    """Return unit and size of what a measure is told in; None if it is not told."""
    if measure.unit == MONEY:
        return money, 1.0
    match = OF_MINERAL.fullmatch(measure.measure)
    decision = minerals.get(match["mineral"]) if match else None
    if decision is None:
        return measure.unit, 1.0
    if decision.verdict == plan_pb2.VERDICT_NOT_AVAILABLE:
        return None
    if decision.tonnes_per_unit:
        return (decision.unit, decision.tonnes_per_unit)
    return (measure.unit, 1.0)


def _ledger_frames(plan: plan_pb2.Plan, money: str, titles: Titles) -> dict[str, pd.DataFrame]:
    rows = (
        {"entry": at, **_titled(_values(entry, LEDGER_COLUMNS), titles), "currency": money}
        for at, entry in enumerate(plan.ledger, 1)
    )
    sales = [(at, column) for at, entry in enumerate(plan.ledger, 1) for column in entry.columns]
    sources = [(at, source) for at, entry in enumerate(plan.ledger, 1) for source in entry.sources]
    return {
        "ledger": _frame(rows, ("entry", *_with_titles(LEDGER_COLUMNS), "currency")),
        "ledger_sales": pd.DataFrame(sales, columns=["entry", "address"]),
        "ledger_sources": pd.DataFrame(sources, columns=["entry", "source"]),
    }


def _limit_frames(plan: plan_pb2.Plan, titles: Titles) -> dict[str, pd.DataFrame]:
    rows = (
        {**_numbered(limit, LIMIT_COLUMNS, titles), "first_node": limit.nodes[0] if limit.nodes else None,
         "last_node": limit.nodes[-1] if limit.nodes else None}
        for limit in plan.limits
    )  # fmt: skip
    nodes = [(limit.address, node) for limit in plan.limits for node in limit.nodes]
    columns = ("address", "title", *LIMIT_COLUMNS[1:], "first_node", "last_node")
    return {"limits": _frame(rows, columns), "limit_nodes": pd.DataFrame(nodes, columns=["address", "node"])}


def _activity(activity: Activity) -> dict[str, Any]:
    """Return an activity with the parts of its address: `ship[likoni-us,femn,2029]` -> lane, material, node."""
    address = parse_address(activity.address)
    family = address.head
    parts = address.key[:-1]
    node = address.key[-1]
    names = (*COLUMN_FAMILIES.get(family, ()), ORIGIN_PART.get(family, "origin"))
    return {"family": family, **dict(zip(names, parts, strict=False)), "node": node, **_values(activity, ACTIVITY_COLUMNS)}


def _frame_of(rows: Iterable[Message], columns: Sequence[str]) -> pd.DataFrame:
    return _frame((_values(row, columns) for row in rows), columns)


def _titled_frame(rows: Iterable[Message], columns: Sequence[str], titles: Titles) -> pd.DataFrame:
    return _frame((_titled(_values(row, columns), titles) for row in rows), _with_titles(columns))


def _money_frame(rows: Iterable[Message], columns: Sequence[str], money: str, titles: Titles) -> pd.DataFrame:
    told = ({**_titled(_values(row, columns), titles), "currency": money} for row in rows)
    return _frame(told, (*_with_titles(columns), "currency"))


def _frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def _with_titles(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns, each that holds ids with a title followed by one for the title."""
    return tuple(name for column in columns for name in ((column, f"{column}_title") if column in TITLED else (column,)))


def _titled(values: dict[str, Any], titles: Titles) -> dict[str, Any]:
    names = {f"{column}_title": titles.of(table, values[column]) for column, table in TITLED.items() if values.get(column)}
    return {**values, **names}


def _numbered(message: Message, columns: Sequence[str], titles: Titles) -> dict[str, Any]:
    """Return values of a message about a number, with the title of the number."""
    values = _values(message, columns)
    return {**values, "title": titles.number(values["address"])}


def _values(message: Message, columns: Sequence[str]) -> dict[str, Any]:
    """Return plain values by field: None for what is absent, words for values of enums."""
    return {name: _value(message, name) for name in columns}


def _value(message: Message, name: str) -> Any:
    """Return the value of a field; `export_raw` for `VERDICT_EXPORT_RAW`, None if unspecified or not known to this version."""
    field = message.DESCRIPTOR.fields_by_name[name]
    if field.has_presence and not message.HasField(name):
        return None
    if field.enum_type is None:
        return getattr(message, name)
    return word(message, name) or None
