"""Columns `supply[s, n]`: material mined or bought."""

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.columns.royalties import extraction_royalties
from optimizer.formulation.formulation import Formulation
from optimizer.law.charges import Charges, Shipments
from optimizer.law.schedule import Goods, Schedule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def add_supply_columns(formulation: Formulation) -> None:
    """Add `supply[s, n] >= 0`, units of the material in node n, wherever the supply is available for part of n.

    Contributes per unit: extraction (mined) or purchase (bought), royalty on extraction, import duty on bought goods of foreign
    origin, jobs, mined (contained tonnes), and the terminal value of what it takes from a reserve.
    """
    case = formulation.case
    supplies = formulation.streams.supplies
    table = case["supplies"]
    material = case.position("supplies", "material")[supplies]
    offered = case.shares_in_force("supplies")[supplies] > 0
    keys = [(table.keys[row],) for row in supplies]
    columns = formulation.program.add_columns("supply", keys, offered, formulation.units(material))
    formulation.columns["supply"] = columns
    cost = case.numbers("supplies", "cost_per_unit")[supplies]
    mined = (table["acquisition"][supplies] == "mined")[:, np.newaxis]
    program = formulation.program
    program.contribute("extraction", columns, np.where(mined, cost, 0.0))
    program.contribute("purchase", columns, np.where(mined, 0.0, cost))
    program.contribute("local_cost", columns, np.nan_to_num(case.numbers("supplies", "local_share")[supplies]) * cost)
    home = formulation.at_home("supplies")[supplies][:, np.newaxis]
    program.contribute("jobs", columns, home * case.numbers("supplies", "jobs_per_unit")[supplies])
    program.contribute("royalty", columns, np.where(mined & home, extraction_royalties(formulation, material), 0.0))
    program.contribute("import_duty", columns, _import_duty(formulation, supplies, material, cost))
    contained = formulation.streams.contents.contained[material]
    ours = (formulation.streams.supply_origin == 0)[:, np.newaxis]
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"mined[{mineral}]", columns, np.where(mined & home & ours, contained[:, position], 0.0))
    _add_terminal_value(formulation, supplies, columns)


def _import_duty(formulation: Formulation, supplies: Ints, material: Ints, cost: Floats) -> Floats:
    """Return home import charges per unit of goods bought abroad: on the price paid."""
    case = formulation.case
    home = formulation.case.home_country
    table = case["supplies"]
    countries = formulation.country_of_sites()
    site = case.position("supplies", "site")[supplies]
    schedule = Schedule(case)
    charges = Charges(case)
    duty = np.zeros_like(cost)
    for entry, row in enumerate(supplies):
        origin = str(table["origin_country"][row])
        if origin in ("", home) or countries[site[entry]] != home or table["acquisition"][row] != "bought":
            continue
        goods = Goods(str(case["materials"]["hs_code"][material[entry]]), origin, home)
        tonnes = case.numbers("materials", "tonnes_per_unit")[material[[entry]]]
        contained = np.moveaxis(formulation.streams.contents.contained[material[[entry]]], 1, 0)
        shipments = Shipments(cost[[entry]], tonnes, contained, np.full(cost[[entry]].shape, np.nan))
        segments = schedule.segments(goods, "ordinary", 0.0, ("import_charge",))
        for amount in charges.amounts(segments, shipments).values():
            duty[entry] += amount[0]
    return duty


def _add_terminal_value(formulation: Formulation, supplies: Ints, columns: Ints) -> None:
    case = formulation.case
    timeline = formulation.case.timeline
    program = formulation.program
    values = case.numbers("supplies", "terminal_value_per_unit")[supplies]
    reserves = case.limits("supplies", "reserve")[supplies]
    for leaf in timeline.leaves():
        limited = np.flatnonzero(np.isfinite(reserves[:, leaf]))
        if not len(limited):
            continue
        path = np.array(timeline.path_to(leaf))
        value = values[limited, leaf]
        program.contribute("terminal_value", columns[np.ix_(limited, path)], -value[:, np.newaxis], np.full(len(path), leaf))
        per_node = np.zeros_like(values[0])
        per_node[leaf] = (value * reserves[limited, leaf]).sum(axis=0)
        program.contribute_constant("terminal_value", per_node)
