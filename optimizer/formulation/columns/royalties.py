"""Royalties per unit extracted, and per unit sold."""

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.formulation import Formulation

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def extraction_royalties(formulation: Formulation, material: Ints) -> Floats:
    """Return royalty per unit extracted of each material: (entries, nodes).

    rate x reference value; or, with `at_material` m', rate x reference value of m' x contained(m) / contained(m').
    """
    case = formulation.case
    table, total = case["royalties"], np.zeros((len(material), len(case.timeline)))
    reference = np.nan_to_num(case.numbers("materials", "reference_value_per_unit"))
    contained = formulation.streams.contents.contained
    at, mineral = case.position("royalties", "at_material"), case.position("royalties", "mineral")
    for row in case.active_rows("royalties"):
        if table["basis"][row] != "extracted":
            continue
        value = reference[material]
        if at[row] >= 0:
            counted = mineral[row] if mineral[row] >= 0 else int(np.argmax(contained[at[row], :, 0]))
            there = contained[at[row], counted]
            equivalent = np.divide(contained[material, counted], there, out=np.zeros(value.shape), where=there > 0)
            value = reference[at[row]] * equivalent
        total += _rate(formulation, int(row)) * np.where(_bears(formulation, int(row), material)[:, np.newaxis], value, 0.0)
    return total


def sale_royalties(formulation: Formulation, material: Ints, border_value: Floats) -> Floats:
    """Return royalty per unit sold of each material: rate x border value, (entries, nodes)."""
    case, total = formulation.case, np.zeros(border_value.shape)
    for row in case.active_rows("royalties"):
        if case["royalties"]["basis"][row] == "sold":
            bears = _bears(formulation, int(row), material)[:, np.newaxis]
            total += _rate(formulation, int(row)) * np.where(bears, np.maximum(border_value, 0.0), 0.0)
    return total


def _rate(formulation: Formulation, row: int) -> Floats:
    case = formulation.case
    return np.asarray(case.numbers("royalties", "rate")[row] * case.shares_in_force("royalties")[row])


def _bears(formulation: Formulation, row: int, material: Ints) -> NDArray[np.bool_]:
    """Return which materials a royalty row is due on; a row that names a material goes before one that names a mineral."""
    case = formulation.case
    table = case["royalties"]
    own = case.position("royalties", "material")
    if own[row] >= 0:
        return np.asarray(material == own[row])
    basis = table["basis"][row]
    active = case.active_rows("royalties")
    named = {int(own[other]) for other in active if own[other] >= 0 and table["basis"][other] == basis}
    mineral = case.position("royalties", "mineral")[row]
    holds = formulation.streams.contents.holds[material, mineral]
    return np.asarray(holds & ~np.isin(material, sorted(named)))
