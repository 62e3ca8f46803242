"""Rows of stocks: the largest amount kept, and what must be or may be left at the end."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.rows.limits import add_limit_rows


def add_stock_rows(formulation: Formulation) -> None:
    """Limit stocks at every node, and at the leaves of the node tree between final_min and final_max.

        sum over origins of stock[site, m, n] <= max ;    final_min <= stock[site, m, leaf] <= final_max              (1)

    Rows: "stock[site, m, n]", "stock_final_minimum[..]" and "stock_final[..]", units; not multiplied by years.
    """
    case = formulation.case
    columns = formulation.columns["stock"]
    stocks, entry = np.unique(formulation.streams.stocks, return_inverse=True)
    ones = np.ones((len(stocks), len(case.timeline)))
    at_leaf = np.zeros(ones.shape, dtype=bool)
    at_leaf[:, list(case.timeline.leaves())] = True
    everywhere = np.ones(ones.shape, dtype=bool)
    families = (
        ("stock", "max", everywhere),
        ("stock_final_minimum", "final_min", at_leaf),
        ("stock_final", "final_max", at_leaf),
    )
    for family, column, wanted in families:
        rows = add_limit_rows(formulation, family, "stocks", column, stocks, ones, wanted=wanted)
        formulation.program.add_terms(rows[entry], columns, 1.0)
