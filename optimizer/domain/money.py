"""Money to the cent: amounts rounded so that what is printed adds up to what is printed as its total."""

import math
from collections.abc import Sequence


def to_cents(amounts: Sequence[float], cent: float = 0.01, total: int | None = None) -> list[int]:
    """Return amounts as whole cents whose sum is the exact sum, rounded, or a total that was rounded before.

    Every amount is rounded down, and the cents still missing go to the largest remainders, the first of equals first; so
    no amount is off by a cent or more. No amounts sum to nothing, whatever the total.

    Args:
        amounts: Amounts of one group, in any signs.
        cent: One hundredth of the currency in units of money.
        total: Whole cents to add up to, if they were published elsewhere.
    """
    total = round(math.fsum(amounts) / cent) if total is None else total
    scaled = [amount / cent for amount in amounts]
    whole = [math.floor(amount) for amount in scaled]
    order = sorted(range(len(amounts)), key=lambda at: (whole[at] - scaled[at], at))
    each, over = divmod(total - sum(whole), len(whole)) if whole else (0, 0)
    for rank, at in enumerate(order):
        whole[at] += each + (rank < over)
    return whole


def from_cents(cents: int, cent: float = 0.01) -> float:
    """Return whole cents as the nearest amount of money; never -0."""
    if cent != 0.01:
        return cents * cent
    return cents / 100
