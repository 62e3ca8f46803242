"""What happens to each mineral: one table of verdicts, then the figures and the reasons behind each."""

from collections.abc import Sequence

from optimizer.client.amounts import ObjectiveUnit, amount, percent, with_unit
from optimizer.client.layout import Blocks, Column, Gap, Heading, Labelled, Paragraph, Table
from optimizer.client.titles import Titles
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import Decision, Fate, Verdict

VERDICTS: dict[Verdict, str] = {
    plan_pb2.VERDICT_UNSPECIFIED: "no verdict",
    plan_pb2.VERDICT_PROCESS: "process at home",
    plan_pb2.VERDICT_EXPORT_RAW: "export raw",
    plan_pb2.VERDICT_LEAVE: "leave in the ground",
    plan_pb2.VERDICT_NOT_AVAILABLE: "not available",
    plan_pb2.VERDICT_SELL_RAW_AT_HOME: "sell raw at home",
}
DONE: dict[Verdict, str] = {
    plan_pb2.VERDICT_PROCESS: "processed",
    plan_pb2.VERDICT_EXPORT_RAW: "exported raw",
    plan_pb2.VERDICT_SELL_RAW_AT_HOME: "sold raw at home",
}
ESTIMATES_SHOWN = 3


def render_minerals(decisions: Sequence[Decision], unit: ObjectiveUnit, titles: Titles) -> Blocks:
    """Return the table of verdicts and one block per mineral; minerals that cannot be mined share one line."""
    if not decisions:
        return [Gap(), Paragraph("The case names no minerals, so there is nothing to decide about them.")]
    available = [decision for decision in decisions if decision.verdict != plan_pb2.VERDICT_NOT_AVAILABLE]
    absent = [_name(decision, titles) for decision in decisions if decision not in available]
    columns = [Column("Mineral"), Column("Verdict"), Column("Mined, contained"), Column("Best sale")]
    rows = [[_name(decision, titles), headline(decision), _mined(decision), _sale(decision, titles)] for decision in available]
    blocks: Blocks = [Heading("What to do with each mineral"), Table(columns, rows)]
    if absent:
        blocks.append(Paragraph(f"No supply is switched on for: {', '.join(absent)}."))
    for decision in available:
        blocks += _block(decision, unit, titles)
    return blocks


def headline(decision: Decision) -> str:
    """Return the verdict; `split: 44 % processed, 56 % exported raw` of a mineral that meets more than one fate."""
    parts = _parts(decision)
    if len(parts) < 2:
        return VERDICTS[decision.verdict]
    return "split: " + ", ".join(f"{percent(part.share)} {DONE[part.fate]}" for part in parts)


def _parts(decision: Decision) -> list[Fate]:
    """Return the fates that some of the mineral meets above the ground."""
    return [fate for fate in decision.fates if fate.share > 0 and fate.fate in DONE]


def _name(decision: Decision, titles: Titles) -> str:
    """Return the title of a mineral; one that no table names is called as its raw material."""
    named = decision.name and decision.name != decision.mineral
    return decision.name if named else titles.of("materials", decision.mineral)


def _mined(decision: Decision) -> str:
    """Return what is mined and what of it is lost; what is left of a mineral that is not mined at all."""
    if not decision.mined:
        return with_unit(decision.left, decision.unit) + " left" if decision.HasField("left") else "nothing"
    lost = f", {amount(decision.tailings)} lost in tailings" if decision.tailings else ""
    return f"{with_unit(decision.mined, decision.unit)}{lost}"


def _sale(decision: Decision, titles: Titles) -> str:
    """Return what is sold where; nothing is of what is not mined, whatever it could have been."""
    if not decision.product or not decision.mined:
        return "none"
    product, market = titles.of("materials", decision.product), titles.of("markets", decision.market)
    return f"{product} to {market}" if market else product


def _block(decision: Decision, unit: ObjectiveUnit, titles: Titles) -> Blocks:
    name = _name(decision, titles)
    rows = [
        ("Amounts", amounts(decision)),
        ("Best sale", _sale(decision, titles)),
        ("Route", " > ".join(titles.of("processes", process) for process in decision.route if decision.mined)),
        ("Why", decision.reasons[0].text if decision.reasons else "no reason was given"),
        *(("Also", reason.text) for reason in decision.reasons[1:]),
        ("Next best", _next_best(decision, unit)),
        *_estimates(decision, titles),
    ]
    return [Heading(f"{name}: {headline(decision)}"), Labelled(rows)]


def amounts(decision: Decision) -> str:
    """Return where the mineral goes: `23,870 t mined, all processed; 11,935 t recovered, 11,935 t lost in tailings`."""
    parts = _parts(decision)
    if len(parts) == 1:
        fates = f"all {DONE[parts[0].fate]}"
    else:
        fates = ", ".join(f"{with_unit(part.amount, decision.unit)} {DONE[part.fate]}" for part in parts)
    texts = [f"{with_unit(decision.mined, decision.unit)} mined{', ' if fates else ''}{fates}"] if decision.mined else []
    if decision.tailings:
        recovered = with_unit(sum(part.amount for part in parts), decision.unit)
        texts.append(f"{recovered} recovered, {with_unit(decision.tailings, decision.unit)} lost in tailings")
    if decision.HasField("left"):
        texts.append(f"{with_unit(decision.left, decision.unit)} left in the ground")
    return "; ".join(texts)


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


def _estimates(decision: Decision, titles: Titles) -> list[tuple[str, str]]:
    addresses = [titles.number(address) for address in decision.deciding_estimates]
    if not _was_compared(decision):
        return []
    if not addresses:
        return [("Estimates", "none could overturn this alone within its own range")]
    more = len(addresses) - ESTIMATES_SHOWN
    heads = "this could overturn it" if len(addresses) == 1 else "each of these could overturn it"
    rows = [("Estimates", f"{heads} within its own range:"), *(("", address) for address in addresses[:ESTIMATES_SHOWN])]
    return [*rows, ("", f"and {more} more (--csv or --json lists all)")] if more > 0 else rows
