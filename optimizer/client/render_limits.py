"""Limits that bind and what one more of each is worth."""

import re
from collections.abc import Sequence

from optimizer.client.amounts import ObjectiveUnit, amount
from optimizer.client.layout import UNBROKEN, Blocks, Heading, Paragraph
from optimizer.v1.plan_pb2 import BindingLimit

LIMITS_SHOWN = 12
YEAR = re.compile(r"[12]\d{3}")
FRACTION = "fraction"
"""Unit of shares and rates; one whole more is out of reach, so they are told per percentage point."""


def render_limits(limits: Sequence[BindingLimit], unit: ObjectiveUnit) -> Blocks:
    """Return the limits most worth raising, each with what one more and one less of it changes in the objective."""
    valued = [limit for limit in limits if limit.HasField("rate_up") or limit.HasField("rate_down")]
    title = Heading("Limits that bind, those worth raising first" if valued else "Limits that bind")
    if not limits:
        return [title, Paragraph("None.")]
    shown = sorted(valued or limits, key=lambda limit: limit.rate_up == 0)[:LIMITS_SHOWN]
    blocks: Blocks = [title]
    for limit in shown:
        blocks.append(Paragraph(f"{limit.address}, {when(limit.nodes)}"))
        blocks += [Paragraph(_worth(limit, unit), deep=True)] if valued else []
    if len(limits) > len(shown):
        blocks.append(Paragraph(f"and {len(limits) - len(shown)} more (--csv or --json lists all)"))
    if not valued:
        blocks.append(Paragraph("What one more of each is worth was not asked for (--rates)."))
    return blocks


def _worth(limit: BindingLimit, unit: ObjectiveUnit) -> str:
    """Return `one more t/year is worth 21.70 USD (for at least 350 more); one less costs 21.70 USD`."""
    step, name = (0.01, "percentage point") if limit.unit == FRACTION else (1.0, limit.unit)
    parts = []
    if limit.HasField("rate_up"):
        reach = _reach(limit.rate_up and limit.holds_up / step, "more")
        parts.append(f"one more {name} {_effect(limit.rate_up * step, unit)}{reach}")
    if limit.HasField("rate_down"):
        reach = _reach(limit.rate_down and limit.holds_down / step, "less")
        parts.append(f"one less {_effect(limit.rate_down * step, unit)}{reach}")
    return "; ".join(parts)


def _reach(amount_held: float, direction: str) -> str:
    """Return how far a rate was seen to hold, if that is known and matters."""
    return f" (for at least {amount(amount_held)} {direction})" if amount_held else ""


def _effect(rate: float, unit: ObjectiveUnit) -> str:
    if rate == 0:
        return "changes nothing"
    return f"{'is worth' if rate > 0 else 'costs'}{UNBROKEN}{unit.of(rate)}"


def when(nodes: Sequence[str]) -> str:
    """Return the nodes in short: runs of years as `2027-2030`, other names in full or, if many, counted."""
    if not nodes:
        return "over all time"
    if not all(YEAR.fullmatch(node) for node in nodes):
        return f"node {nodes[0]}" if len(nodes) == 1 else f"{len(nodes)} nodes"
    runs: list[list[int]] = []
    for year in sorted(map(int, nodes)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
