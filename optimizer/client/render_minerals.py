"""What happens to each mineral: one table of verdicts, why in short, and the figures and reasons behind each."""

from collections.abc import Sequence

from optimizer.client.amounts import ObjectiveUnit, percent, with_unit
from optimizer.client.layout import Blocks, Column, Gap, Heading, Labelled, Paragraph, Table
from optimizer.client.titles import Titles
from optimizer.domain.wording import rate, unit_word
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import Decision, Fate, Verdict

VERDICTS: dict[Verdict, str] = {
    plan_pb2.VERDICT_UNSPECIFIED: "no verdict",
    plan_pb2.VERDICT_PROCESS: "process",
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
NOT_COMPARED = "NOT_COMPARED"
# Codes of reasons that are told in full only: they say what more would bring, not what decides.
LESSER_REASONS = {"LIMITED_BY", "PROCESSING_LOSES"}


def render_verdicts(decisions: Sequence[Decision], titles: Titles) -> Blocks:
    """Return the table of verdicts; minerals that cannot be mined share one line."""
    if not decisions:
        return [Gap(), Paragraph("The case names no minerals, so there is nothing to decide about them.")]
    shown = available(decisions)
    absent = [mineral_name(decision, titles) for decision in decisions if decision not in shown]
    columns = [Column("Mineral"), Column("Verdict"), Column("Mined", number=True), Column("Best sale")]
    rows = [
        [mineral_name(decision, titles), headline(decision), _mined(decision), best_sale(decision, titles)] for decision in shown
    ]
    blocks: Blocks = [Gap(), Table(columns, rows)]
    if absent:
        return [*blocks, Paragraph(f"Not available: {', '.join(absent)}.")]
    return blocks


def available(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions on minerals of which some supply is switched on."""
    return [decision for decision in decisions if decision.verdict != plan_pb2.VERDICT_NOT_AVAILABLE]


def headline(decision: Decision) -> str:
    """Return the verdict; `split: 44 % processed, 56 % exported raw` of a mineral that meets more than one fate."""
    parts = _parts(decision)
    if len(parts) < 2:
        return VERDICTS[decision.verdict]
    return "split: " + ", ".join(f"{percent(part.share)} {DONE[part.fate]}" for part in parts)


def _parts(decision: Decision) -> list[Fate]:
    """Return the fates that some of the mineral meets above the ground."""
    return [fate for fate in decision.fates if fate.share > 0 and fate.fate in DONE]


def mineral_name(decision: Decision, titles: Titles) -> str:
    """Return the title of a mineral; one that no table names is called as its raw material."""
    named = decision.title and decision.title != decision.mineral
    if named:
        return decision.title
    return titles.of("materials", decision.mineral)


def _mined(decision: Decision) -> str:
    if decision.mined:
        return with_unit(decision.mined, decision.unit)
    return "none"


def best_sale(decision: Decision, titles: Titles) -> str:
    """Return what is sold where; nothing is of what is not mined, whatever it could have been."""
    if not decision.product or not decision.mined:
        return "none"
    product = titles.of("materials", decision.product)
    market = titles.of("markets", decision.market)
    if market:
        return f"{product} to {market}"
    return product


def render_why(decisions: Sequence[Decision], titles: Titles) -> Blocks:
    """Return why each mineral's fate is what it is, in two or three lines each."""
    told = [Paragraph(f"{mineral_name(decision, titles)}: {_why(decision)}") for decision in available(decisions)]
    if told:
        return [Heading("Why"), *told]
    return []


def _why(decision: Decision) -> str:
    """Return what decides: policies, what holds processing back, and what each part that meets a fate of its own earns."""
    told = [reason.text for reason in decision.reasons if reason.code not in LESSER_REASONS]
    if told:
        return ". ".join(_capital(text, at) for at, text in enumerate(told)) + "."
    return "no reason was given."


def _capital(text: str, at: int) -> str:
    """Return a clause that begins a sentence, unless it is the first one, which a name precedes."""
    if at == 0:
        return text.rstrip(".")
    return f"{text[:1].upper()}{text[1:]}".rstrip(".")


def render_minerals(decisions: Sequence[Decision], unit: ObjectiveUnit, titles: Titles) -> Blocks:
    """Return one block per mineral: where all of it goes, how it is sold, every reason, and what else could be done."""
    blocks: Blocks = []
    for decision in available(decisions):
        rows = [
            ("Amounts", amounts(decision)),
            ("Best sale", best_sale(decision, titles)),
            ("Route", " > ".join(titles.of("processes", process) for process in decision.route if decision.mined)),
            ("Why", decision.reasons[0].text if decision.reasons else "no reason was given"),
            *(("Also", reason.text) for reason in decision.reasons[1:]),
            ("Other fates", _other_fates(decision, unit)),
            *_estimates(decision, titles),
        ]
        blocks += [Heading(f"{mineral_name(decision, titles)}: {headline(decision)}"), Labelled(rows)]
    return blocks


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


def _other_fates(decision: Decision, unit: ObjectiveUnit) -> str:
    """Return what one more unit of each possible fate would lose that no reason has told: `one more t exported raw ...`."""
    if not was_compared(decision):
        return "not computed"
    known = [fate for fate in decision.fates if fate.HasField("loss_of_one_more")]
    told = {decision.alternative, *(fate.fate for fate in _parts(decision))}
    if any(reason.code == "PROCESSING_LOSES" for reason in decision.reasons):
        told.add(plan_pb2.VERDICT_PROCESS)
    losses = [_loss(fate, unit_word(decision.unit), unit) for fate in known if fate.fate not in told]
    if known:
        return "; ".join(losses)
    return "none is possible"


def _loss(fate: Fate, of: str, unit: ObjectiveUnit) -> str:
    more = f"one {of} less mined" if fate.fate == plan_pb2.VERDICT_LEAVE else f"one more {of} {DONE[fate.fate]}"
    loss = "change nothing"
    if fate.loss_of_one_more:
        loss = f"lose {rate(fate.loss_of_one_more * unit.factor)} {unit.name}"
    return f"{more} would {loss}"


def was_compared(decision: Decision) -> bool:
    """Return whether other fates were tried."""
    return all(reason.code != NOT_COMPARED for reason in decision.reasons)


def _estimates(decision: Decision, titles: Titles) -> list[tuple[str, str]]:
    addresses = list(decision.deciding_estimates)
    if not addresses:
        return []
    heads = "each of these alone overturns it"
    if len(addresses) == 1:
        heads = "this overturns it"
    named = [f"{titles.number(address)} ({address})" if titles.number(address) != address else address for address in addresses]
    return [("Figures", f"{heads} at an end of its own range:"), *(("", text) for text in named)]
