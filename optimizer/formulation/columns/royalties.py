"""Royalties per unit extracted, and per unit sold."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tracing import ratio
from optimizer.formulation.formulation import Formulation

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def extraction_royalties(formulation: Formulation, material: Ints) -> Floats:
    """Return royalty per unit extracted of each material: (entries, nodes).

    rate x reference value; or, with `at_material` m', rate x reference value of m' x contained(m) / contained(m').
    """
    case = formulation.case
    table = case["royalties"]
    total = np.zeros((len(material), len(case.timeline)))
    reference = np.nan_to_num(case.numbers("materials", "reference_value_per_unit"))
    contained = formulation.streams.contents.contained
    at = case.position("royalties", "at_material")
    mineral = case.position("royalties", "mineral")
    for row in case.active_rows("royalties"):
        if table["basis"][row] != "extracted":
            continue
        value = reference[material]
        if at[row] >= 0:
            counted = mineral[row] if mineral[row] >= 0 else int(np.argmax(contained[at[row], :, 0]))
            there = contained[at[row], counted]
            value = reference[at[row]] * ratio(contained[material, counted], there)
        total += case.numbers("royalties", "rate")[row] * _share_bearing(formulation, int(row), material) * value
    return total


def sale_royalties(formulation: Formulation, material: Ints, border_value: Floats) -> Floats:
    """Return royalty per unit sold of each material: rate x border value, (entries, nodes)."""
    case = formulation.case
    total = np.zeros_like(border_value)
    for row in case.active_rows("royalties"):
        if case["royalties"]["basis"][row] == "sold":
            share = _share_bearing(formulation, int(row), material)
            total += case.numbers("royalties", "rate")[row] * share * np.maximum(border_value, 0.0)
    return total


def _share_bearing(formulation: Formulation, row: int, material: Ints) -> Floats:
    """Return the share of each node in which each material bears a royalty row: (entries, nodes).

    Of one instrument, a row that names a material goes before one that names a mineral it holds, on the days on which both are
    in force.
    """
    case = formulation.case
    table = case["royalties"]
    own = case.position("royalties", "material")
    in_force = case.shares_in_force("royalties")
    if own[row] >= 0:
        return np.asarray((material == own[row])[:, np.newaxis] * in_force[row])
    mineral = case.position("royalties", "mineral")[row]
    share = formulation.streams.contents.holds[material, mineral][:, np.newaxis] * in_force[row]
    for other in case.active_rows("royalties"):
        alike = all(table[name][other] == table[name][row] for name in ("basis", "instrument"))
        if own[other] >= 0 and alike:
            both = _both_in_force(case, row, int(other))
            share = share - (material == own[other])[:, np.newaxis] * both
    return np.asarray(np.maximum(share, 0.0))


def _both_in_force(case: Case, one: int, other: int) -> Floats:
    table = case["royalties"]
    start = np.fmax(table["start"][one], table["start"][other])
    end = np.fmin(table["end"][one], table["end"][other])
    return np.asarray(case.timeline.shares_in_force(np.array([start]), np.array([end]))[0])
