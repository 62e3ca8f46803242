"""Rows `balance[site, m, n]`: nothing appears or vanishes."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import EQ


def add_balance_rows(formulation: Formulation) -> None:
    """Balance every material of every origin at every site and node.

        supply + sum_p a[p, m, n] run[p, n] + sum_l rho[l, m, n] ship[l, m, n] (arriving) + stock[parent(n)]
            = ship[l, m, n] (leaving) + sell + stock[n] + discard + feed                                               (1)

    with a > 0 out of and a < 0 into a process, and at the root the initial stock in place of stock[parent(n)]. Exact: a surplus
    needs a `discard` column. Rows: "balance[site, material, node]", units of the material. Shadow price: value of one more unit.
    """
    case = formulation.case
    streams = formulation.streams
    program = formulation.program
    columns = formulation.columns
    nodes = len(case.timeline)
    entity, node = (axis.ravel() for axis in np.indices((len(streams.places), nodes)))
    origins = streams.origins
    keys = [
        (case["sites"].keys[site], case["materials"].keys[material], *origins[origin].key)
        for site, material, origin in streams.places
    ]
    sides = _initial_stock(formulation)
    rows = program.add_rows("balance", keys, entity, node, EQ, sides.ravel()).reshape(len(streams.places), nodes)
    supplies = streams.supplies
    flows = streams.flows
    site, material = (case.position("supplies", name)[supplies] for name in ("site", "material"))
    program.add_terms(rows[formulation.places(site, material, streams.supply_origin)], columns["supply"], 1.0)
    modes = streams.modes
    site_of_process = case.position("processes", "site")
    at = formulation.places(site_of_process[flows.process[modes.flow]], flows.material[modes.flow], modes.flow_origin)
    program.add_terms(rows[at], columns["run"][modes.flow_mode], flows.amount[modes.flow])
    at = formulation.places(site_of_process[flows.process[modes.feed]], flows.material[modes.feed], modes.feed_origin)
    program.add_terms(rows[at], columns["feed"], -1.0)
    _add_transport_terms(formulation, rows)
    program.add_terms(rows, columns["discard"], -1.0)
    _add_stock_terms(formulation, rows)


def _add_transport_terms(formulation: Formulation, rows: np.ndarray) -> None:
    """Add what leaves and arrives over lanes; what is sold leaves, too."""
    case = formulation.case
    streams = formulation.streams
    sites = case["sites"].rows
    starts = case.position("lanes", "from_site")
    ends = np.array([sites.get(to, -1) for to in case["lanes"]["to"]], dtype=np.int64)
    for hauls, sites_at, family, amount in (
        (streams.transfers, starts, "ship", -1.0),
        (streams.transfers, ends, "ship", streams.transfers.arriving),
        (streams.sales.hauls, starts, "sell", -1.0),
    ):
        at = formulation.places(sites_at[hauls.lane], hauls.material, hauls.origin)
        formulation.program.add_terms(rows[at], formulation.columns[family], amount)


def _initial_stock(formulation: Formulation) -> np.ndarray:
    case = formulation.case
    streams = formulation.streams
    first = streams.stock_origin == streams.initial_origin[streams.stocks]
    stocks = streams.stocks[first]
    site, material = (case.position("stocks", name)[stocks] for name in ("site", "material"))
    at = formulation.places(site, material, streams.stock_origin[first])
    sides = np.zeros((len(formulation.streams.places), len(case.timeline)))
    roots = np.flatnonzero(case.timeline.parents < 0)
    sides[np.ix_(at, roots)] = -case.numbers("stocks", "initial")[np.ix_(stocks, roots)]
    return sides


def _add_stock_terms(formulation: Formulation, rows: np.ndarray) -> None:
    case = formulation.case
    streams = formulation.streams
    program = formulation.program
    stocks = streams.stocks
    site, material = (case.position("stocks", name)[stocks] for name in ("site", "material"))
    at = formulation.places(site, material, streams.stock_origin)
    columns = formulation.columns["stock"]
    parents = case.timeline.parents
    program.add_terms(rows[at], columns, -1.0)
    later = np.flatnonzero(parents >= 0)
    program.add_terms(rows[at][:, later], columns[:, parents[later]], 1.0)
