"""Rows `supply_rate[s, n]` and `reserve[s]`: what can be mined or bought."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import LE
from optimizer.formulation.rows.limits import add_limit_rows


def add_supply_rate_rows(formulation: Formulation) -> None:
    """Limit every supply by its rates.

        min_per_year x years x share in force <= supply[s, n] <= max_per_year x years x share in force                 (1)

    Rows: "supply_rate[s, n]" and "supply_minimum[s, n]", units of the material.
    """
    supplies = formulation.streams.supplies
    columns = formulation.columns["supply"]
    factors = formulation.case.shares_in_force("supplies")[supplies] * formulation.years
    for family, column in (("supply_rate", "max_per_year"), ("supply_minimum", "min_per_year")):
        rows = add_limit_rows(formulation, family, "supplies", column, supplies, factors, wanted=factors > 0)
        formulation.program.add_terms(rows, columns, 1.0)


def add_reserve_rows(formulation: Formulation) -> None:
    """Limit what is taken from a reserve over time, along every path of the node tree.

        sum over n on the path to leaf of supply[s, n] <= reserve                                                       (1)

    Rows: "reserve[s, leaf]", units of the material, not multiplied by years. Shadow price: rent of one unit in the ground.
    """
    case = formulation.case
    supplies = formulation.streams.supplies
    program = formulation.program
    reserves = case.limits("supplies", "reserve")
    columns = formulation.columns["supply"]
    table = case["supplies"]
    keys = [(table.keys[row],) for row in supplies]
    for leaf in case.timeline.leaves():
        limited = np.flatnonzero(np.isfinite(reserves[supplies, leaf]))
        sides = reserves[supplies[limited], leaf]
        rows = program.add_rows("reserve", keys, limited, np.full(len(limited), leaf), LE, sides)
        path = np.array(case.timeline.path_to(leaf))
        program.add_terms(rows[:, np.newaxis], columns[np.ix_(limited, path)], 1.0)
        program.link_limits("supplies", "reserve", rows, supplies[limited], np.ones(len(rows)))
