"""Rows `expansion[e, leaf]`: how much can be added in all."""

import numpy as np

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import LE, Limit


def add_expansion_rows(formulation: Formulation) -> None:
    """Limit what every expansion adds, along every path of the node tree.

        sum over n on the path to leaf of build[e, n] <= max_added_per_year                                              (1)

    Rows: "expansion[e, leaf]", units of yearly capacity.
    """
    case, expansions, program = formulation.case, formulation.streams.expansions, formulation.program
    largest, table = case.limits("expansions", "max_added_per_year"), case["expansions"]
    keys = [(table.keys[row],) for row in expansions]
    for leaf in case.timeline.leaves():
        limited = np.flatnonzero(np.isfinite(largest[expansions, leaf]))
        rows = program.add_rows("expansion", keys, limited, np.full(len(limited), leaf), LE, largest[expansions[limited], leaf])
        path = np.array(case.timeline.path_to(leaf))
        program.add_terms(rows[:, np.newaxis], formulation.columns["build"][np.ix_(limited, path)], 1.0)
        for position, entry in zip(rows.tolist(), limited.tolist(), strict=True):
            program.link_limit(position, Limit("expansions", int(expansions[entry]), "max_added_per_year", 1.0))
