"""Rows of capacity: processes, resources, lanes, and single materials on lanes."""

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.columns.build import Standing
from optimizer.formulation.columns.run import resource_uses
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.rows.limits import add_limit_rows

Ints = NDArray[np.int64]


def add_process_capacity_rows(formulation: Formulation) -> None:
    """Limit every process by what stands and what ancestors built.

        sum over modes of run[p, n] <= max_per_year x years x share in force
                                       + sum_e sum_m standing[e, m, n] x available_share x build[e, m]                   (1)

    Rows: "process_capacity[p, n]", units of feed; none where `max_per_year` is blank. Shadow price: worth of one more unit.
    """
    processes = formulation.streams.processes
    factors = formulation.case.shares_in_force("processes")[processes] * formulation.years
    wanted = formulation.columns["run"][: len(processes)] >= 0
    rows = add_limit_rows(formulation, "process_capacity", "processes", "max_per_year", processes, factors, wanted=wanted)
    formulation.program.add_terms(rows[formulation.streams.modes.entry], formulation.columns["run"], 1.0)
    _add_build_terms(formulation, "process", processes, rows)


def add_process_minimum_rows(formulation: Formulation) -> None:
    """Keep every process at its least level: run[p, n] >= min_per_year x years x share in force.

    Rows: "process_minimum[p, n]", units of feed.
    """
    processes = formulation.streams.processes
    factors = formulation.case.shares_in_force("processes")[processes] * formulation.years
    rows = add_limit_rows(formulation, "process_minimum", "processes", "min_per_year", processes, factors, wanted=factors > 0)
    formulation.program.add_terms(rows[formulation.streams.modes.entry], formulation.columns["run"], 1.0)


def add_resource_rows(formulation: Formulation) -> None:
    """Limit the use of every resource.

        min_per_year x years <= sum_p use[p, r, n] run[p, n] <= max_per_year x years + capacity built                    (1)

    Rows: "resource[r, n]" and "resource_minimum[r, n]", units of the resource.
    """
    case = formulation.case
    program = formulation.program
    resources = case.active_rows("resources")
    entry = np.full(len(case["resources"]), -1, dtype=np.int64)
    entry[resources] = np.arange(len(resources))
    factors = np.broadcast_to(formulation.years, (len(resources), len(formulation.years)))
    use_rows, columns, resource = resource_uses(formulation)
    amounts = case.numbers("resource_uses", "amount_per_unit")[use_rows]
    for family, column in (("resource", "max_per_year"), ("resource_minimum", "min_per_year")):
        rows = add_limit_rows(formulation, family, "resources", column, resources, factors)
        program.add_terms(rows[entry[resource]], columns, amounts)
        if column == "max_per_year":
            _add_build_terms(formulation, "resource", resources, rows)


def add_lane_capacity_rows(formulation: Formulation) -> None:
    """Limit the tonnes shipped over every lane, all materials together.

        sum_m tonnes_per_unit[m] (ship[l, m, n] + sell[l, .., n]) <= max_tonnes_per_year x years x share in force + built  (1)

    Rows: "lane_capacity[l, n]", tonnes.
    """
    case = formulation.case
    program = formulation.program
    streams = formulation.streams
    lanes = case.active_rows("lanes")
    entry = np.full(len(case["lanes"]), -1, dtype=np.int64)
    entry[lanes] = np.arange(len(lanes))
    factors = case.shares_in_force("lanes")[lanes] * formulation.years
    rows = add_limit_rows(formulation, "lane_capacity", "lanes", "max_tonnes_per_year", lanes, factors, wanted=factors > 0)
    tonnes = case.numbers("materials", "tonnes_per_unit")
    for family, hauls in (("ship", streams.transfers), ("sell", streams.sales.hauls)):
        program.add_terms(rows[entry[hauls.lane]], formulation.columns[family], tonnes[hauls.material])
    _add_build_terms(formulation, "lane", lanes, rows)


def add_lane_material_rows(formulation: Formulation) -> None:
    """Limit single materials on open lanes: min_per_year x years x share in force <= amount shipped <= max_per_year x ...

    Rows: "lane_material[l, m, n]" and "lane_material_minimum[l, m, n]", units shipped.
    """
    case = formulation.case
    program = formulation.program
    streams = formulation.streams
    terms = case.active_rows("lane_materials")
    entry = np.full(len(case["lane_materials"]) + 1, -1, dtype=np.int64)
    entry[terms] = np.arange(len(terms))
    lane = case.position("lane_materials", "lane")[terms]
    factors = (case.shares_in_force("lanes") * case["lanes"]["active"][:, np.newaxis])[lane] * formulation.years
    for family, column in (("lane_material", "max_per_year"), ("lane_material_minimum", "min_per_year")):
        rows = add_limit_rows(formulation, family, "lane_materials", column, terms, factors, wanted=factors > 0)
        # Hauls without terms of their own point at this last row, where there is none.
        rows = np.vstack([rows, np.full((1, rows.shape[1]), -1)])
        for name, hauls in (("ship", streams.transfers), ("sell", streams.sales.hauls)):
            program.add_terms(rows[entry[hauls.terms]], formulation.columns[name], 1.0)


def _add_build_terms(formulation: Formulation, kind: str, targets: Ints, rows: Ints) -> None:
    case = formulation.case
    expansions = formulation.streams.steps.expansion
    entry = {int(row): position for position, row in enumerate(targets)}
    target = case.position("expansions", kind)
    share = case.numbers("expansions", "available_share")
    standing = Standing(formulation)
    for position, row in enumerate(expansions):
        if int(target[row]) in entry:
            added = standing.years(int(row)) * share[row]
            columns = formulation.columns["build"][position]
            formulation.program.add_terms(rows[entry[int(target[row])]][np.newaxis, :], columns[:, np.newaxis], -added)
