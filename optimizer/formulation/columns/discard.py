"""Columns `discard[site, m, n]`: surplus thrown away."""

import numpy as np

from optimizer.formulation.formulation import Formulation


def add_discard_columns(formulation: Formulation) -> None:
    """Add `discard[site, m, n] >= 0` for every balance of a material that may be thrown away. Contributes per unit: disposal."""
    case = formulation.case
    places = formulation.streams.places
    program = formulation.program
    materials = case["materials"]
    rows = [row for row, (_, material, _) in enumerate(places) if materials["discardable"][material]]
    material = np.array([places[row][1] for row in rows], dtype=np.int64)
    origins = formulation.streams.origins
    chosen = [places[row] for row in rows]
    keys = [(case["sites"].keys[site], materials.keys[what], *origins[origin].key) for site, what, origin in chosen]
    offered = np.ones((len(rows), len(case.timeline)), dtype=bool)
    found = program.add_columns("discard", keys, offered, formulation.units(material))
    columns = np.full((len(places), offered.shape[1]), -1, dtype=np.int64)
    columns[rows] = found
    formulation.columns["discard"] = columns
    program.contribute("disposal", found, case.numbers("materials", "discard_cost_per_unit")[material])
