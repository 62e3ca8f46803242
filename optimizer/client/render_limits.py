"""Limits that bind: what raising or lowering each of them would bring, those worth most first."""

from collections.abc import Sequence

from optimizer.client.amounts import ObjectiveUnit, amount
from optimizer.client.layout import Blocks, Heading, Paragraph
from optimizer.client.titles import Titles
from optimizer.domain.wording import SHARE, YEAR, is_capacity_to_build, one_more, years_of
from optimizer.v1.plan_pb2 import BindingLimit

LIMITS_SHOWN = 12


def render_limits(limits: Sequence[BindingLimit], unit: ObjectiveUnit, titles: Titles, omitted: int = 0) -> Blocks:
    """Return the limits worth raising, those worth lowering, and those that hold the plan without a gain either way.

    `omitted` more bind that the answer does not list at all.
    """
    if not limits:
        return [Heading("Limits that bind"), Paragraph("None.")]
    valued = [limit for limit in limits if limit.HasField("rate_up") or limit.HasField("rate_down")]
    raise_ = [limit for limit in valued if _gain_up(limit, unit) > 0]
    lower = [limit for limit in valued if _gain_down(limit, unit) > 0]
    others = [limit for limit in limits if limit not in raise_ and limit not in lower]
    groups = (("Limits worth raising", raise_), ("Limits worth lowering", lower), ("Other limits that bind", others))
    blocks: Blocks = []
    for title, members in groups:
        blocks += _group(title, members, unit, titles) if members else []
    if omitted:
        blocks.append(Paragraph(f"{omitted:,} more limits bind and are left out of this answer."))
    cut = sum(limit.left_out for limit in limits)
    if cut:
        blocks.append(Paragraph(f"For {cut} of them there was no time to find what one more is worth (--explain-limit)."))
    elif not valued:
        blocks.append(Paragraph("What one more of each is worth was not asked for (--rates)."))
    return blocks


def _gain_up(limit: BindingLimit, unit: ObjectiveUnit) -> float:
    return unit.gain(limit.rate_up)


def _gain_down(limit: BindingLimit, unit: ObjectiveUnit) -> float:
    return unit.gain(limit.rate_down)


def _group(title: str, limits: Sequence[BindingLimit], unit: ObjectiveUnit, titles: Titles) -> Blocks:
    blocks: Blocks = [Heading(title)]
    for limit in limits[:LIMITS_SHOWN]:
        name = titles.number(limit.address)
        address = "" if name == limit.address else f" ({limit.address})"
        moment = "" if is_capacity_to_build(limit.address) else f", {when(limit.nodes)}"
        blocks.append(Paragraph(f"{name}{address}{moment}"))
        worth = _worth(limit, unit)
        blocks += [Paragraph(worth, deep=True)] if worth else []
    more = len(limits) - LIMITS_SHOWN
    if more > 0:
        return [*blocks, Paragraph(f"and {more} more (--csv or --json lists all)")]
    return blocks


def _worth(limit: BindingLimit, unit: ObjectiveUnit) -> str:
    """Return `one more tonne in each year 2027 to 2036 is worth 21.70 USD (for at least 350 more); one less costs 21.70 USD`."""
    step = 1.0
    if limit.unit == SHARE:
        step = 0.01
    parts = []
    if limit.HasField("rate_up"):
        reach = _reach(limit.rate_up and limit.holds_up / step, "more")
        parts.append(f"{one_more(limit.address, limit.unit, limit.nodes)} {_effect(limit.rate_up * step, unit)}{reach}")
    if limit.HasField("rate_down"):
        reach = _reach(limit.rate_down and limit.holds_down / step, "less")
        less = "one less" if parts else one_more(limit.address, limit.unit, limit.nodes, "less")
        parts.append(f"{less} {_effect(limit.rate_down * step, unit)}{reach}")
    return "; ".join(parts)


def _reach(amount_held: float, direction: str) -> str:
    """Return how far a rate was seen to hold, if that is known and matters."""
    if amount_held:
        return f" (for at least {amount(amount_held)} {direction})"
    return ""


def _effect(rate: float, unit: ObjectiveUnit) -> str:
    if rate == 0:
        return "changes nothing"
    return f"{'is worth' if unit.gain(rate) > 0 else 'costs'} {unit.of(rate)}"


def when(nodes: Sequence[str]) -> str:
    """Return the nodes in short: runs of years as `2027 to 2030`, other names in full or, if many, counted."""
    if not nodes:
        return "over all time"
    if all(YEAR.fullmatch(node) for node in nodes):
        return years_of(nodes)
    if len(nodes) == 1:
        return f"period {nodes[0]}"
    return f"{len(nodes)} periods"
