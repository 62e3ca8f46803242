"""Numbers, units and years in words for people, so that every sentence of Madini prints a figure alike."""

import math
import re
from collections.abc import Sequence

MILLION = 1e6
UNIT_WORDS = {"t": "tonne", "ct": "carat"}
# Unit of shares and rates; one whole more is out of reach, so they are told per percentage point.
SHARE = "fraction"
YEAR = re.compile(r"[12]\d{3}")


def amount(value: float) -> str:
    """Return an amount: whole above 1000, else about three significant digits."""
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if size == 0:
        return "0"
    decimals = 0 if size >= 999.5 else min(max(2 - math.floor(math.log10(size)), 0), 12)
    text = f"{value:,.{decimals}f}"
    if "." in text:
        return text.rstrip("0").rstrip(".")
    return text


def price(value: float) -> str:
    """Return money per unit: to the cent, finer below one."""
    size = abs(value)
    if size == 0 or size >= 1:
        return f"{value:,.2f}"
    return amount(value)


def rate(value: float) -> str:
    """Return money per unit in a sentence: whole from a thousand upwards, else as a price."""
    if abs(value) >= 999.995:
        return f"{value:,.0f}"
    return price(value)


def money(value: float, currency: str) -> str:
    """Return a sum of money in a sentence: in millions where there are any, else whole, with cents below a thousand."""
    if abs(value) >= MILLION:
        return f"{value / MILLION:,.2f} million {currency}"
    return f"{rate(value)} {currency}"


def unit_word(unit: str) -> str:
    """Return a unit as it is said of one of it: `tonne` for `t`; `unit` for none."""
    return UNIT_WORDS.get(unit, unit) or "unit"


def one_more(address: str, unit: str, nodes: Sequence[str], direction: str = "more") -> str:
    """Return one more (or less) of a number in words: `one more tonne in each year 2027 to 2036`.

    Args:
        address: Where the number stands; what may be built is a yearly capacity, not an amount in each year.
        unit: Unit of the number, `t/year`; a share is told per percentage point.
        nodes: Nodes at which it binds; none for a number over all time.
        direction: `more` or `less`.
    """
    if unit == SHARE:
        return f"one percentage point {direction}"
    bare = unit.removesuffix("/year")
    word = f"one {direction} {unit_word(bare)}"
    if bare == unit:
        return word
    if is_capacity_to_build(address):
        return f"{word} of yearly capacity"
    if len(nodes) > 1 and all(YEAR.fullmatch(node) for node in nodes):
        return f"{word} in each year {years_of(nodes)}"
    if len(nodes) == 1 and YEAR.fullmatch(nodes[0]):
        return f"{word} in {nodes[0]}"
    return f"{word} a year"


def is_capacity_to_build(address: str) -> bool:
    """Return whether the number at an address limits what may be built, once for all years."""
    return address.startswith("expansions[")


def years_of(nodes: Sequence[str]) -> str:
    """Return years in short: `2027 to 2030, 2033`."""
    runs: list[list[int]] = []
    for year in sorted(map(int, nodes)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
