"""Price tiers of a demand: separate buyers, or one price that falls for all as more is sold."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tracing import added_up, plain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def marginal_prices(case: Case) -> Floats:
    """Return the price of each tier over nodes; for tiers of one price, the marginal revenue of each.

    MR_k = (P_k Q_k - P_(k-1) Q_(k-1)) / (Q_k - Q_(k-1)), with Q_k the cumulative amount up to tier k.
    """
    table = case["demands"]
    prices = case.numbers("demands", "price_per_unit")
    largest = case.numbers("demands", "max_per_year")
    groups: dict[str, list[int]] = {}
    for row in case.active_rows("demands"):
        if table["tier_meaning"][row] == "one_price":
            groups.setdefault(str(table["id"][row]), []).append(int(row))
    parts: list[tuple[Ints, Floats]] = []
    shared = np.zeros((len(table), 1), dtype=bool)
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: (-plain(prices)[row, 0], table.keys[row]))
        sold = np.cumsum(largest[ordered], axis=0)
        turnover = prices[ordered] * sold
        below = np.zeros_like(turnover)
        below[1:] = turnover[:-1]
        with np.errstate(invalid="ignore", divide="ignore"):
            marginal = (turnover - below) / largest[ordered]
        parts.append((np.array(ordered), np.where(largest[ordered] > 0, marginal, prices[ordered])))
        shared[ordered] = True
    return np.where(shared, added_up(prices.shape, parts), prices)
