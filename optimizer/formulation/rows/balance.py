"""Rows `balance[site, m, n]`: nothing appears or vanishes."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import EQ


def add_balance_rows(formulation: Formulation) -> None:
    """Balance every material at every site and node.

        supply + sum_p a[p, m, n] run[p, n] + sum_l rho[l, m, n] ship[l, m, n] (arriving) + stock[parent(n)]
            = ship[l, m, n] (leaving) + sell + stock[n] + discard                                                      (1)

    with a > 0 out of and a < 0 into a process, and at the root the initial stock in place of stock[parent(n)]. Exact: a surplus
    needs a `discard` column. Rows: "balance[site, material, node]", units of the material. Shadow price: value of one more unit.
    """
    case, streams, program, columns = formulation.case, formulation.streams, formulation.program, formulation.columns
    nodes = len(case.timeline)
    entity, node = (axis.ravel() for axis in np.indices((len(streams.places), nodes)))
    keys = [(case["sites"].keys[site], case["materials"].keys[material]) for site, material in streams.places]
    sides = _initial_stock(formulation)
    rows = program.add_rows("balance", keys, entity, node, EQ, sides.ravel()).reshape(len(streams.places), nodes)
    supplies, flows, transfers, sales = streams.supplies, streams.flows, streams.transfers, streams.sales
    site, material = (case.position("supplies", name)[supplies] for name in ("site", "material"))
    program.add_terms(rows[formulation.places(site, material)], columns["supply"], 1.0)
    entry = np.full(len(case["processes"]), -1, dtype=np.int64)
    entry[streams.processes] = np.arange(len(streams.processes))
    at = formulation.places(case.position("processes", "site")[flows.process], flows.material)
    program.add_terms(rows[at], columns["run"][entry[flows.process]], flows.amount)
    starts, sites = case.position("lanes", "from_site"), case["sites"].rows
    ends = np.array([sites.get(to, -1) for to in case["lanes"]["to"]], dtype=np.int64)
    program.add_terms(rows[formulation.places(starts[transfers.lane], transfers.material)], columns["ship"], -1.0)
    program.add_terms(rows[formulation.places(ends[transfers.lane], transfers.material)], columns["ship"], transfers.arriving)
    program.add_terms(rows[formulation.places(starts[sales.hauls.lane], sales.hauls.material)], columns["sell"], -1.0)
    program.add_terms(rows, columns["discard"], -1.0)
    _add_stock_terms(formulation, rows)


def _initial_stock(formulation: Formulation) -> np.ndarray:
    case, stocks = formulation.case, formulation.streams.stocks
    at = formulation.places(*(case.position("stocks", name)[stocks] for name in ("site", "material")))
    sides = np.zeros((len(formulation.streams.places), len(case.timeline)))
    roots = np.flatnonzero(case.timeline.parents < 0)
    sides[np.ix_(at, roots)] = -case.numbers("stocks", "initial")[np.ix_(stocks, roots)]
    return sides


def _add_stock_terms(formulation: Formulation, rows: np.ndarray) -> None:
    case, stocks, program = formulation.case, formulation.streams.stocks, formulation.program
    at = formulation.places(*(case.position("stocks", name)[stocks] for name in ("site", "material")))
    columns, parents = formulation.columns["stock"], case.timeline.parents
    program.add_terms(rows[at], columns, -1.0)
    later = np.flatnonzero(parents >= 0)
    program.add_terms(rows[at][:, later], columns[:, parents[later]], 1.0)
