"""Rows `expansion[e, leaf]` and `expansion_step[e, step, leaf]`: how much can be added in all, and at each cost."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import LE


def add_expansion_rows(formulation: Formulation) -> None:
    """Limit what every expansion, and every step of its cost curve, adds along every path of the node tree.

        sum over steps k and n on the path to leaf of build[e, k, n] <= max_added_per_year                               (1)
        sum over n on the path to leaf of build[e, k, n] <= width of step k                                              (2)

    Rows: "expansion[e, leaf]" and, for expansions with points, "expansion_step[e, k, leaf]"; units of yearly capacity.
    """
    case = formulation.case
    steps = formulation.streams.steps
    program = formulation.program
    largest = case.limits("expansions", "max_added_per_year")
    table = case["expansions"]
    active = case.active_rows("expansions")
    columns = formulation.columns["build"]
    entry = {int(row): position for position, row in enumerate(active)}
    group = np.array([entry[int(row)] for row in steps.expansion], dtype=np.int64)
    keys = [(table.keys[row],) for row in active]
    step_keys = [(table.keys[row], name) for row, name in zip(steps.expansion, steps.name, strict=True)]
    for leaf in case.timeline.leaves():
        path = np.array(case.timeline.path_to(leaf))
        limited = np.flatnonzero(np.isfinite(largest[active, leaf]))
        rows = np.full(len(active), -1, dtype=np.int64)
        rows[limited] = program.add_rows(
            "expansion", keys, limited, np.full(len(limited), leaf), LE, largest[active[limited], leaf]
        )
        program.add_terms(rows[group][:, np.newaxis], columns[:, path], 1.0)
        program.link_limits("expansions", "max_added_per_year", rows[limited], active[limited], np.ones(len(limited)))
        narrow = np.flatnonzero(np.isfinite(steps.width[:, leaf]))
        found = program.add_rows("expansion_step", step_keys, narrow, np.full(len(narrow), leaf), LE, steps.width[narrow, leaf])
        program.add_terms(found[:, np.newaxis], columns[np.ix_(narrow, path)], 1.0)
