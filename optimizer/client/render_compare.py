"""Comparisons as text: a table that answers first, then for each alternative what differs and why."""

from collections.abc import Sequence

from optimizer.client.amounts import Money, money_of, with_unit
from optimizer.client.layout import Block, Blocks, Column, Gap, Heading, Paragraph, Table, Title, to_text
from optimizer.client.render_minerals import VERDICTS
from optimizer.client.render_money import COMPONENT_NAMES
from optimizer.client.words import words_of
from optimizer.domain.columns import ORDINARY
from optimizer.domain.wording import price
from optimizer.v1.compare_pb2 import (
    BridgeStep,
    ComparedAlternative,
    ComparedOutcome,
    CompareScenariosResponse,
    InputDifference,
    InputGroup,
)
from optimizer.v1.plan_pb2 import Provenance

FEW = 8
ENDS = {"infeasible": "no plan", "unbounded": "no bound", "time_limit": "not finished"}
BLANK = "blank"
AS_IT_IS = "the case as it is"


def render_comparison(response: CompareScenariosResponse, width: int, *, full: bool = False) -> str:
    """Return alternatives beside their base; `full` tells every input and the bridge by parts of money."""
    money = money_of(response.provenance)
    base = response.provenance.scenario or AS_IT_IS
    of_profit = response.provenance.objective == "profit"
    blocks: Blocks = [Title(f"{response.provenance.case_id}: {len(response.alternatives)} beside {base}"), Gap()]
    blocks += _answers(response, base, money, of_profit)
    for item in response.alternatives:
        blocks += _alternative(item, _name(item, response.provenance), money, full)
    blocks += [Paragraph(f"{part.text}.") for part in response.not_computed]
    return to_text(blocks, width)


def _answers(response: CompareScenariosResponse, base: str, money: Money, of_profit: bool) -> Blocks:
    """Return the table that answers first, money of all rows in one unit, and what its columns count."""
    sides = [(base, response.base)] + [(_name(item, response.provenance), item.outcome) for item in response.alternatives]
    scale = money.scale(outcome.plan.objective for _, outcome in sides)
    columns = [Column("Scenario"), Column("Profit" if of_profit else "Objective", number=True)]
    columns += [Column(name, number=True) for name in ("Change", "State", "Jobs")]
    before = response.base.plan.objective if response.base.HasField("plan") else None
    rows = [_row(*sides[0], None, money, scale), *(_row(*side, before, money, scale) for side in sides[1:])]
    told = "Profit is before income tax, present value" if of_profit else f"Objective: {response.provenance.objective}"
    return [Table(columns, rows), Paragraph(f"{told}. Money is in {money.name(scale)}, jobs are job-years.")]


def _row(name: str, outcome: ComparedOutcome, before: float | None, money: Money, scale: float) -> list[str]:
    if not outcome.HasField("plan"):
        return [name, ENDS[outcome.WhichOneof("outcome") or "time_limit"], "", "", ""]
    totals = {measure.measure: measure.total for measure in outcome.plan.measures}
    objective = outcome.plan.objective
    change = "" if before is None else _signed((objective - before) / scale, money)
    state = price(totals["government_revenue"] * money.unit / scale)
    return [name, price(objective * money.unit / scale), change, state, with_unit(totals["jobs"], "")]


def _signed(value: float, money: Money) -> str:
    cents = round(value * money.unit * 100)
    sign = "+" if cents > 0 else "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _name(item: ComparedAlternative, base: Provenance) -> str:
    """Return what an alternative is called: its scenario, and that it has changes of its own if it has."""
    scenario = item.scenario or AS_IT_IS
    if len(item.provenance.changes) > len(base.changes):
        return f"{scenario}, changed"
    return scenario


def _alternative(item: ComparedAlternative, name: str, money: Money, full: bool) -> Blocks:
    blocks: Blocks = [Heading(f"{name}: {item.title}" if item.title else name)]
    if item.outcome.WhichOneof("outcome") != "plan":
        ending = item.outcome.infeasible.text or item.outcome.unbounded.text or "the time limit passed before it was solved"
        blocks.append(Paragraph(f"{ending[:1].upper()}{ending[1:]}."))
    if not item.inputs:
        return [*blocks, Paragraph("Nothing differs.")]
    blocks += _inputs(item.inputs, full)
    if item.bridge:
        blocks += _bridge(item.bridge, money, full)
        if not item.decisions and not item.sales:
            blocks.append(Paragraph("Nothing need be done differently: the plan of the base is one of the best here, too."))
    return [*blocks, *_decisions(item), *_sales(item)]


def _inputs(inputs: Sequence[InputDifference], full: bool) -> Blocks:
    shown = inputs if full else inputs[:FEW]
    return [Paragraph("Goes in:"), inputs_table(shown), *_more(len(inputs) - len(shown))]


def inputs_table(inputs: Sequence[InputDifference]) -> Block:
    """Return values that differ, by name, with their addresses last."""
    rows = [[item.title, item.before or BLANK, item.after or BLANK, item.address] for item in inputs]
    return Table([Column("What"), Column("From"), Column("To"), Column("Address")], rows)


def _more(count: int) -> Blocks:
    return [Paragraph(f"and {count} more; --full tells them.")] if count > 0 else []


def _bridge(bridge: Sequence[BridgeStep], money: Money, full: bool) -> Blocks:
    rows = []
    for step in bridge:
        groups = " and ".join(words_of(InputGroup.DESCRIPTOR)[group] for group in step.groups)
        if step.HasField("effect"):
            rows.append([f"{groups}: to the plan before", _signed(step.effect, money)])
            rows += _parts(step.effect_parts, money) if full else []
            rows.append([f"{groups}: by planning anew", _signed(step.response, money)])
            rows += _parts(step.response_parts, money) if full else []
        else:
            rows.append([f"{groups}: the plan before is no longer possible", _signed(step.change, money)])
    rows.append(["Together", _signed(sum(step.change for step in bridge), money)])
    return [Paragraph("Why the objective changes:"), Table([Column("By"), Column(money.currency, number=True)], rows)]


def _parts(parts: Sequence[object], money: Money) -> list[list[str]]:
    return [[f"- {COMPONENT_NAMES[part.measure]}", _signed(part.amount, money)] for part in parts]  # type: ignore[attr-defined]


def _decisions(item: ComparedAlternative) -> Blocks:
    blocks: Blocks = []
    for decision in item.decisions:
        verdict = VERDICTS[decision.verdict_before]
        if decision.verdict_after != decision.verdict_before:
            verdict = f"{verdict} -> {VERDICTS[decision.verdict_after]}"
        amounts = [
            f"{amount.measure.replace('_', ' ')} {with_unit(amount.before, '')} -> {with_unit(amount.after, decision.unit)}"
            for amount in decision.amounts
        ]
        blocks.append(Paragraph(f"{decision.title}: {'; '.join([verdict, *amounts])}", deep=True))
    return [Paragraph("Minerals that are treated differently:"), *blocks] if blocks else []


def _sales(item: ComparedAlternative) -> Blocks:
    """Return what is sold differently: what ends first, then what is sold instead."""
    # What ends or shrinks comes before what is sold instead.
    ordered = sorted(item.sales, key=lambda sale: (sale.after > sale.before, sale.title, sale.market))
    rows = []
    for sale in ordered:
        claim = "" if sale.claim == ORDINARY else f" under {sale.claim}"
        how = "ends" if not sale.after else "new" if not sale.before else "more" if sale.after > sale.before else "less"
        rows.append([f"{sale.title} to {sale.market}{claim}", how, with_unit(sale.before, ""), with_unit(sale.after, sale.unit)])
    if not rows:
        return []
    columns = [Column("Sales that differ"), Column(""), Column("From", number=True), Column("To", number=True)]
    return [Gap(), Table(columns, rows)]
