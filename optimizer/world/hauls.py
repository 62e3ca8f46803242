"""Terms of carrying materials over lanes: freight, share arriving, parcels, days open."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Haul:
    """Terms of carrying materials over lanes, one entry per (lane, material, origin).

    Attributes:
        lane: Position of the lane.
        material: Position of the material.
        origin: Position of its origin.
        terms: Position in `lane_materials`, -1 if the lane's general terms hold.
        freight: Freight and handling per unit shipped: (hauls, nodes).
        inland: Part of it before the border is left: (hauls, nodes).
        arriving: Share that arrives: (hauls, nodes).
        parcel_tonnes: Size of one customs entry, NaN if not given: (hauls, nodes).
        open_share: Share of the node's days on which the lane can be used: (hauls, nodes).
    """

    lane: Ints
    material: Ints
    origin: Ints
    terms: Ints
    freight: Floats
    inland: Floats
    arriving: Floats
    parcel_tonnes: Floats
    open_share: Floats


def read_hauls(case: Case, carried: list[tuple[int, int, int]]) -> Haul:
    """Return the terms of carrying each (lane, material, origin)."""
    lanes = case["lanes"]
    materials = case["materials"]
    terms_table = case["lane_materials"]
    lane, material, origin = (np.array([entry[part] for entry in carried], dtype=np.int64) for part in range(3))
    keys = [f"{lanes.keys[a]},{materials.keys[b]}" for a, b, _ in carried]
    terms = np.array([terms_table.rows.get(key, -1) for key in keys], dtype=np.int64)
    weight = case.numbers("materials", "tonnes_per_unit")[material]
    freight = case.numbers("lanes", "freight_per_tonne")[lane] * weight
    arriving = np.ones_like(freight)
    parcel = case.numbers("lanes", "parcel_tonnes")[lane]
    own = terms >= 0
    if own.any():
        given = case.numbers("lane_materials", "freight_per_unit")[terms[own]]
        freight[own] = np.where(np.isnan(given), freight[own], given)
        arriving[own] = case.numbers("lane_materials", "share_arriving")[terms[own]]
        given = case.numbers("lane_materials", "parcel_tonnes")[terms[own]]
        parcel[own] = np.where(np.isnan(given), parcel[own], given)
    inland = np.minimum(case.numbers("lanes", "inland_freight_per_tonne")[lane] * weight, freight)
    return Haul(lane, material, origin, terms, freight, inland, arriving, parcel, case.shares_in_force("lanes")[lane])
