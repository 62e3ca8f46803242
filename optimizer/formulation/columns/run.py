"""Columns `run[p, n]`: level of a process."""

import numpy as np

from optimizer.formulation.formulation import Formulation


def add_run_columns(formulation: Formulation) -> None:
    """Add `run[p, n] >= 0`, units of principal feed in node n, wherever the process can run for part of n.

    Contributes per unit: processing, resource (sum of use x price); at home also jobs, processed and tailings (contained tonnes);
    and as constants the fixed cost of standing plants.
    """
    case, processes, program = formulation.case, formulation.streams.processes, formulation.program
    table = case["processes"]
    in_force = case.shares_in_force("processes")[processes]
    feed = case.position("processes", "feed")[processes]
    units = [case["materials"]["unit"][row] if row >= 0 else "run" for row in feed]
    keys = [(table.keys[row],) for row in processes]
    columns = program.add_columns("run", keys, in_force > 0, units)
    formulation.columns["run"] = columns
    cost = case.numbers("processes", "operating_cost_per_unit")[processes]
    program.contribute("processing", columns, cost)
    home = formulation.at_home("processes")[processes][:, np.newaxis]
    program.contribute("local_cost", columns, np.nan_to_num(case.numbers("processes", "local_share")[processes]) * cost)
    program.contribute("jobs", columns, home * case.numbers("processes", "jobs_per_unit")[processes])
    fixed = case.numbers("processes", "fixed_cost_per_year")[processes] * in_force
    program.contribute_constant("fixed", fixed.sum(axis=0) * formulation.years)
    _contribute_resources(formulation)
    raw_line = formulation.streams.raw_line
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"processed[{mineral}]", columns, home * raw_line.processed[processes, position])
        program.contribute(f"tailings[{mineral}]", columns, home * raw_line.tailings[processes, position])


def _contribute_resources(formulation: Formulation) -> None:
    case, program = formulation.case, formulation.program
    rows, columns, resource = resource_uses(formulation)
    use = case.numbers("resource_uses", "amount_per_unit")[rows]
    cost = use * case.numbers("resources", "cost_per_unit")[resource]
    program.contribute("resource", columns, cost)
    program.contribute("local_cost", columns, cost * np.nan_to_num(case.numbers("resources", "local_share")[resource]))


def resource_uses(formulation: Formulation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, per use of an active resource by an active process: row of the table, columns over nodes, resource."""
    case, processes = formulation.case, formulation.streams.processes
    entry_of_process = np.full(len(case["processes"]) + 1, -1, dtype=np.int64)
    entry_of_process[processes] = np.arange(len(processes))
    active = np.zeros(len(case["resources"]) + 1, dtype=bool)
    active[case.active_rows("resources")] = True
    entry = entry_of_process[case.position("resource_uses", "process")]
    resource = case.position("resource_uses", "resource")
    rows = np.flatnonzero((entry >= 0) & active[resource])
    return rows, formulation.columns["run"][entry[rows]], resource[rows]
