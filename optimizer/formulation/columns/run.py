"""Columns `run[p, mode, n]`: level of a process in each of its modes."""

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.formulation import Formulation


def add_run_columns(formulation: Formulation) -> None:
    """Add `run[p, mode, n] >= 0`, units of principal feed in node n, wherever the process can run for part of n.

    The home mode has no name. A mode that earns programmes exists up to the last node in which each of them can be claimed.
    Contributes per unit: processing, resource (sum of use x price); at home also jobs, and of home ore alone processed and
    tailings (contained tonnes); and as constants the fixed cost of standing plants.
    """
    case = formulation.case
    processes = formulation.streams.processes
    program = formulation.program
    table = case["processes"]
    modes = formulation.streams.modes
    in_force = case.shares_in_force("processes")[modes.process]
    feed = case.position("processes", "feed")[modes.process]
    units = [case["materials"]["unit"][row] if row >= 0 else "run" for row in feed]
    keys = [(table.keys[row], *key) for row, key in zip(modes.process, modes.key, strict=True)]
    columns = program.add_columns("run", keys, (in_force > 0) & _claimable(formulation), units)
    formulation.columns["run"] = columns
    cost = case.numbers("processes", "operating_cost_per_unit")[modes.process]
    program.contribute("processing", columns, cost)
    home = formulation.at_home("processes")[modes.process][:, np.newaxis]
    program.contribute("local_cost", columns, np.nan_to_num(case.numbers("processes", "local_share")[modes.process]) * cost)
    program.contribute("jobs", columns, home * case.numbers("processes", "jobs_per_unit")[modes.process])
    fixed = case.numbers("processes", "fixed_cost_per_year")[processes] * case.shares_in_force("processes")[processes]
    program.contribute_constant("fixed", fixed.sum(axis=0) * formulation.years)
    _contribute_resources(formulation)
    raw_line = formulation.streams.raw_line
    ours = home & formulation.streams.home_ore[modes.output][:, np.newaxis]
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"processed[{mineral}]", columns, ours * raw_line.processed[modes.process, position])
        program.contribute(f"tailings[{mineral}]", columns, ours * raw_line.tailings[modes.process, position])


def _claimable(formulation: Formulation) -> NDArray[np.bool_]:
    """Return at which nodes goods of each mode may be claimed, then or later, under each of its programmes: (modes, nodes)."""
    modes = formulation.streams.modes
    sales = formulation.streams.sales
    parents = formulation.case.timeline.parents
    names = np.array(sales.claim, dtype=object)
    later: dict[str, NDArray[np.bool_]] = {}
    for name in {claim.programme for claims in modes.claims for claim in claims}:
        later[name] = np.asarray(sales.offered[names == name].any(axis=0))
        for node in range(len(parents) - 1, 0, -1):  # Parents come first.
            if parents[node] >= 0:
                later[name][parents[node]] |= later[name][node]
    result = np.ones((len(modes.process), len(parents)), dtype=bool)
    for mode, claims in enumerate(modes.claims):
        for claim in claims:
            result[mode] &= later[claim.programme]
    return result


def _contribute_resources(formulation: Formulation) -> None:
    case = formulation.case
    program = formulation.program
    rows, columns, resource = resource_uses(formulation)
    use = case.numbers("resource_uses", "amount_per_unit")[rows]
    cost = use * case.numbers("resources", "cost_per_unit")[resource]
    program.contribute("resource", columns, cost)
    program.contribute("local_cost", columns, cost * np.nan_to_num(case.numbers("resources", "local_share")[resource]))


def resource_uses(formulation: Formulation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, per use of an active resource by a mode of an active process: row of the table, columns over nodes, resource."""
    case = formulation.case
    modes = formulation.streams.modes
    active = np.zeros(len(case["resources"]) + 1, dtype=bool)
    active[case.active_rows("resources")] = True
    process = case.position("resource_uses", "process")
    resource = case.position("resource_uses", "resource")
    used = np.flatnonzero((process >= 0) & active[resource])
    pairs = [(int(row), mode) for row in used for mode in modes.of_process.get(int(process[row]), ())]
    rows, mode = (np.array([pair[part] for pair in pairs], dtype=np.int64) for part in (0, 1))
    return rows, formulation.columns["run"][mode], resource[rows]
