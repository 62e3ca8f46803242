"""Price tiers of a demand: separate buyers, or one price that falls for all as more is sold."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case

Floats = NDArray[np.float64]


def marginal_prices(case: Case) -> Floats:
    """Return the price of each tier over nodes; for tiers of one price, the marginal revenue of each.

    MR_k = (P_k Q_k - P_(k-1) Q_(k-1)) / (Q_k - Q_(k-1)), with Q_k the cumulative amount up to tier k.
    """
    table = case["demands"]
    prices, largest = case.numbers("demands", "price_per_unit"), case.numbers("demands", "max_per_year")
    groups: dict[str, list[int]] = {}
    for row in case.active_rows("demands"):
        if table["tier_meaning"][row] == "one_price":
            groups.setdefault(str(table["id"][row]), []).append(int(row))
    result = prices.copy()
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: (-prices[row, 0], table.keys[row]))
        sold = np.cumsum(largest[ordered], axis=0)
        turnover = prices[ordered] * sold
        below = np.vstack([np.zeros(turnover.shape[1]), turnover[:-1]])
        with np.errstate(invalid="ignore", divide="ignore"):
            marginal = (turnover - below) / largest[ordered]
        result[ordered] = np.where(largest[ordered] > 0, marginal, prices[ordered])
    return result
