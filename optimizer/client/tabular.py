"""Answers as pandas frames, one per repeated part."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
from google.protobuf.message import Message

from optimizer.v1 import plan_pb2
from optimizer.v1.service_pb2 import SolveResponse

BETWEEN = "; "
"""Between the items of a list that stands in one cell."""

NESTED = ("fates", "ore_shares", "overturned")
"""Lists of messages within a row, which are frames of their own."""
DECISION_COLUMNS = tuple(field.name for field in plan_pb2.Decision.DESCRIPTOR.fields if field.name not in NESTED)
SHARE_COLUMNS = tuple(field.name for field in plan_pb2.ConfidenceShare.DESCRIPTOR.fields)
FIGURE_TEST_COLUMNS = tuple(field.name for field in plan_pb2.FigureTest.DESCRIPTOR.fields if field.name not in NESTED)
OVERTURNED_COLUMNS = ("address", *(field.name for field in plan_pb2.Overturned.DESCRIPTOR.fields))
FATE_COLUMNS = ("mineral", *(field.name for field in plan_pb2.Fate.DESCRIPTOR.fields))
NAME_COLUMNS = tuple(field.name for field in plan_pb2.Name.DESCRIPTOR.fields)
DUTY_COLUMNS = tuple(field.name for field in plan_pb2.DutyTotal.DESCRIPTOR.fields)
PROGRAMME_COLUMNS = tuple(field.name for field in plan_pb2.ProgrammeTotal.DESCRIPTOR.fields)
ORIGIN_TEST_COLUMNS = tuple(field.name for field in plan_pb2.OriginTest.DESCRIPTOR.fields)
LEDGER_COLUMNS = tuple(field.name for field in plan_pb2.LedgerEntry.DESCRIPTOR.fields)
LIMIT_COLUMNS = tuple(field.name for field in plan_pb2.BindingLimit.DESCRIPTOR.fields)
BUILD_COLUMNS = tuple(field.name for field in plan_pb2.Build.DESCRIPTOR.fields)
PERIOD_COLUMNS = tuple(field.name for field in plan_pb2.PeriodTotal.DESCRIPTOR.fields)
ACTIVITY_COLUMNS = tuple(field.name for field in plan_pb2.Activity.DESCRIPTOR.fields)
NOT_COMPUTED_COLUMNS = tuple(field.name for field in plan_pb2.NotComputed.DESCRIPTOR.fields)
REMARK_COLUMNS = ("code", "text")
VIOLATION_COLUMNS = ("address", "rule", "value", "problem", "fix", "changed", "count")


def frames(response: SolveResponse) -> dict[str, pd.DataFrame]:
    """Return the repeated parts of an answer as frames; an answer without a plan has the same frames, empty.

    - `decisions`: one row per mineral; lists in one cell, separated by `; `.
    - `fates`: one row per mineral and thing that happens to it, or could.
    - `money_shares`, `ore_shares`: shares by how good the figures are, of all money moved and of what is mined of each mineral.
    - `figure_tests`: one row per figure that was moved over its range; `overturned`: the verdicts that changed.
    - `measures`: long, one row per measure and node: measure, unit, node, amount (undiscounted).
    - `totals`: one row per measure: measure, unit, total (discounted for money but `investment`).
    - `builds`, `periods`, `duties`, `programmes`, `ledger`, `origin_tests`, `limits`, `activities`, `warnings`: one row each,
      columns named as in the contract.
    - `remarks`: code, text.
    - `not_computed`: what there was no time for: kind, count, code, text.
    - `names`: what people call the rows and numbers that the answer mentions, by address.

    Values that are absent are missing (NaN), never zero.
    """
    plan = response.plan
    measures = [(measure.measure, measure.unit, node.node, node.amount) for measure in plan.measures for node in measure.nodes]
    totals = [(measure.measure, measure.unit, measure.total) for measure in plan.measures]
    return {
        "decisions": _frame(map(_decision, plan.decisions), DECISION_COLUMNS),
        "fates": _frame((row for decision in plan.decisions for row in _fates_of(decision)), FATE_COLUMNS),
        "money_shares": _frame_of(plan.money_shares, SHARE_COLUMNS),
        "ore_shares": _frame((row for decision in plan.decisions for row in _ore_of(decision)), ("mineral", *SHARE_COLUMNS)),
        "figure_tests": _frame_of(plan.figure_tests, FIGURE_TEST_COLUMNS),
        "overturned": _frame((row for test in plan.figure_tests for row in _overturned_by(test)), OVERTURNED_COLUMNS),
        "measures": pd.DataFrame(measures, columns=["measure", "unit", "node", "amount"]),
        "totals": pd.DataFrame(totals, columns=["measure", "unit", "total"]),
        "builds": _frame_of(plan.builds, BUILD_COLUMNS),
        "periods": _frame_of(plan.periods, PERIOD_COLUMNS),
        "duties": _frame_of(plan.duties, DUTY_COLUMNS),
        "programmes": _frame_of(plan.programmes, PROGRAMME_COLUMNS),
        "ledger": _frame_of(plan.ledger, LEDGER_COLUMNS),
        "origin_tests": _frame_of(plan.origin_tests, ORIGIN_TEST_COLUMNS),
        "limits": _frame_of(plan.limits, LIMIT_COLUMNS),
        "activities": _frame_of(plan.activities, ACTIVITY_COLUMNS),
        "warnings": _frame_of(response.warnings, VIOLATION_COLUMNS),
        "remarks": _frame_of(plan.remarks, REMARK_COLUMNS),
        "not_computed": _frame_of(response.not_computed, NOT_COMPUTED_COLUMNS),
        "names": _frame_of(response.names, NAME_COLUMNS),
    }


def _frame_of(rows: Iterable[Message], columns: Sequence[str]) -> pd.DataFrame:
    return _frame((_values(row, columns) for row in rows), columns)


def _frame(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def _decision(decision: plan_pb2.Decision) -> dict[str, Any]:
    values = _values(decision, tuple(name for name in DECISION_COLUMNS if name != "reasons"))
    alternative = None if values["margin_per_unit"] is None else _word(decision.alternative)
    parts = {"verdict": _word(decision.verdict), "alternative": alternative}
    return {**values, **parts, "reasons": BETWEEN.join(reason.text for reason in decision.reasons)}


def _fates_of(decision: plan_pb2.Decision) -> Iterator[dict[str, Any]]:
    for fate in decision.fates:
        values = _values(fate, FATE_COLUMNS[1:])
        instead = None if values["average_gain"] is None else _word(fate.instead)
        yield {"mineral": decision.mineral, **values, "fate": _word(fate.fate), "instead": instead}


def _ore_of(decision: plan_pb2.Decision) -> Iterator[dict[str, Any]]:
    yield from ({"mineral": decision.mineral, **_values(share, SHARE_COLUMNS)} for share in decision.ore_shares)


def _overturned_by(test: plan_pb2.FigureTest) -> Iterator[dict[str, Any]]:
    for turned in test.overturned:
        yield {"address": test.address, "mineral": turned.mineral, "value": turned.value, "verdict": _word(turned.verdict)}


def _word(verdict: plan_pb2.Verdict) -> str:
    """Return `export_raw`; nothing for a verdict that this version does not know."""
    return plan_pb2.Verdict.Name(verdict).removeprefix("VERDICT_").lower() if verdict in plan_pb2.Verdict.values() else ""


def _values(message: Message, columns: Sequence[str]) -> dict[str, Any]:
    """Return plain values by field: None for what is absent, lists as one text."""
    values: dict[str, Any] = {}
    for name in columns:
        field = message.DESCRIPTOR.fields_by_name[name]
        value = getattr(message, name)
        if field.has_presence and not message.HasField(name):
            values[name] = None
        else:
            values[name] = value if isinstance(value, str | float | int) else BETWEEN.join(value)
    return values
