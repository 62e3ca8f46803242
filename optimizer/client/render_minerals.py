"""What happens to each mineral: one table of verdicts, then the figures and the reasons behind each."""

from collections.abc import Sequence

from optimizer.client.amounts import ObjectiveUnit, amount, with_unit
from optimizer.client.layout import Column, Lines, heading, labelled, paragraph, table
from optimizer.client.titles import Titles
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import Decision, Verdict

VERDICTS: dict[Verdict, str] = {
    plan_pb2.VERDICT_UNSPECIFIED: "no verdict",
    plan_pb2.VERDICT_PROCESS: "process at home",
    plan_pb2.VERDICT_EXPORT_RAW: "export raw",
    plan_pb2.VERDICT_LEAVE: "leave",
    plan_pb2.VERDICT_NOT_AVAILABLE: "not available",
    plan_pb2.VERDICT_SELL_RAW_AT_HOME: "sell raw at home",
}
DECIDED_AMOUNT = {
    plan_pb2.VERDICT_PROCESS: "processed",
    plan_pb2.VERDICT_EXPORT_RAW: "exported_raw",
    plan_pb2.VERDICT_SELL_RAW_AT_HOME: "sold_raw_at_home",
}
ESTIMATES_SHOWN = 3


def render_minerals(decisions: Sequence[Decision], unit: ObjectiveUnit, titles: Titles, width: int) -> Lines:
    """Return the table of verdicts and one block per mineral; minerals that cannot be mined share one line."""
    if not decisions:
        return ["", *paragraph("The case names no minerals, so there is nothing to decide about them.", width)]
    available = [decision for decision in decisions if decision.verdict != plan_pb2.VERDICT_NOT_AVAILABLE]
    absent = [_name(decision, titles) for decision in decisions if decision not in available]
    columns = [Column("Mineral"), Column("Verdict"), Column("Amount, contained"), Column("Best sale")]
    rows = [
        [
            _name(decision, titles),
            VERDICTS[decision.verdict],
            _how_much(decision),
            _sale(decision, titles) if decision.mined else "none",
        ]
        for decision in available
    ]
    lines = [*heading("What to do with each mineral", width), *table(columns, rows, width)]
    if absent:
        lines += paragraph(f"No supply is switched on for: {', '.join(absent)}.", width)
    for decision in available:
        lines += _block(decision, unit, titles, width)
    return lines


def _name(decision: Decision, titles: Titles) -> str:
    """Return the title of a mineral; one that no table names is called as its raw material."""
    named = decision.name and decision.name != decision.mineral
    return decision.name if named else titles.of("materials", decision.mineral)


def _how_much(decision: Decision) -> str:
    field = DECIDED_AMOUNT.get(decision.verdict)
    if field is None:
        return with_unit(decision.left, decision.unit) + " left" if decision.HasField("left") else "nothing mined"
    decided = getattr(decision, field)
    if amount(decided) == amount(decision.mined):
        return f"all {with_unit(decision.mined, decision.unit)}"
    return f"{amount(decided)} of {with_unit(decision.mined, decision.unit)}"


def _sale(decision: Decision, titles: Titles) -> str:
    """Return what is sold where; nothing is of what is not mined, whatever it could have been."""
    if not decision.product or not decision.mined:
        return "none"
    product, market = titles.of("materials", decision.product), titles.of("markets", decision.market)
    return f"{product} to {market}" if market else product


def _block(decision: Decision, unit: ObjectiveUnit, titles: Titles, width: int) -> Lines:
    name = _name(decision, titles)
    rows = [
        ("Amounts", _amounts(decision)),
        ("Best sale", _sale(decision, titles)),
        ("Route", " > ".join(titles.of("processes", process) for process in decision.route if decision.mined)),
        ("Why", decision.reasons[0].text if decision.reasons else "no reason was given"),
        *(("Also", reason.text) for reason in decision.reasons[1:]),
        ("Next best", _next_best(decision, unit)),
        *_estimates(decision),
    ]
    return [*heading(f"{name}: {VERDICTS[decision.verdict]}", width), *labelled(rows, width)]


def _amounts(decision: Decision) -> str:
    """Return where the mineral goes, with what does not happen left out."""
    parts = [
        ("mined", decision.mined),
        ("processed at home", decision.processed),
        ("exported raw", decision.exported_raw),
        ("sold raw at home", decision.sold_raw_at_home),
        ("lost to tailings", decision.tailings),
    ]
    texts = [f"{with_unit(value, decision.unit)} {what}" for what, value in parts if value]
    if decision.HasField("left"):
        texts.append(f"{with_unit(decision.left, decision.unit)} left in the ground")
    return ", ".join(texts)


def _next_best(decision: Decision, unit: ObjectiveUnit) -> str:
    if not _was_compared(decision):
        return "not computed"
    if not decision.HasField("margin_per_unit"):
        return "no other fate is possible" if decision.mined else ""
    other = VERDICTS[decision.alternative]
    if not decision.margin_per_unit:
        return f"{other}, equally good"
    return f"{other}, {unit.of(decision.margin_per_unit)} per {decision.unit or 'unit'} worse"


def _was_compared(decision: Decision) -> bool:
    return all(reason.code != "NOT_COMPARED" for reason in decision.reasons)


def _estimates(decision: Decision) -> list[tuple[str, str]]:
    addresses = decision.deciding_estimates
    if not _was_compared(decision):
        return []
    if not addresses:
        return [("Estimates", "none could overturn this alone within its own range")]
    more = len(addresses) - ESTIMATES_SHOWN
    heads = "this could overturn it" if len(addresses) == 1 else "each of these could overturn it"
    rows = [("Estimates", f"{heads} within its own range:"), *(("", address) for address in addresses[:ESTIMATES_SHOWN])]
    return [*rows, ("", f"and {more} more (--csv or --json lists all)")] if more > 0 else rows
