"""Royalties of planted cases, on extraction at reference value and on sale at border value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import window
from tests.planted.world import Material, World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Royalty:
    """A row of `royalties`, in force from the first of two ordinals and before the second."""

    mineral: str
    material: str
    basis: str
    at: str
    rate: Floats
    days: tuple[float, float]
    instrument: str


def draw_royalties(world: World) -> list[Royalty]:
    """Add royalties: on one mineral where it is sold, on named materials, on extraction, and a levy beside them."""
    if not world.has("royalties"):
        return []
    rows = [("niobium-sold", "niobium", "", "sold", "", ""), ("oxide-sold", "", "oxide", "sold", "", "")]
    rows += [("ore-sold", "", "ore", "sold", "", "")] if world.chance(0.5) else []
    if world.chance(0.5):
        rows.append(("cerium-mined", "cerium", "", "extracted", "conc", ""))
    else:
        rows.append(("ore-mined", "", "ore", "extracted", "", ""))
    rows += [("niobium-levy", "niobium", "", "sold", "", "levy"), ("oxide-levy", "", "oxide", "sold", "", "levy")]
    royalties = []
    for name, mineral, material, basis, at, instrument in rows:
        start, end = world.window()
        key = world.sheet.add(
            "royalties",
            id=name,
            mineral=mineral,
            material=material,
            basis=basis,
            at_material=at,
            start=start,
            end=end,
            instrument=instrument,
        )
        rate = world.vector(0.01, 0.06)
        world.sheet.number("royalties", key, "rate", rate)
        royalties.append(Royalty(mineral, material, basis, at, rate, window(start, end), instrument))
    return royalties


def sale_royalty(world: World, material: Material) -> Floats:
    """Return the royalty on a material sold, as a share of its border value."""
    return sum((row.rate * share for row, share in _due(world, material, "sold")), np.zeros(world.nodes))


def extraction_royalty(world: World, material: Material) -> Floats:
    """Return the royalty per unit of a material extracted."""
    total = np.zeros(world.nodes)
    for row, share in _due(world, material, "extracted"):
        assert material.reference is not None
        value = material.reference
        if row.at:
            at = world.materials[row.at]
            assert at.reference is not None
            value = at.reference * material.contained(row.mineral) / at.contained(row.mineral)
        total = total + row.rate * share * value
    return total


def _due(world: World, material: Material, basis: str) -> list[tuple[Royalty, Floats]]:
    """Return the royalties on a material with the share of each node in which they are due.

    On days on which one that names the material is in force, those of its instrument that name a mineral in it are not due.
    """
    between = world.horizon.entries_between
    rows = [row for row in world.royalties if row.basis == basis]
    named = [row for row in rows if row.material == material.id]
    due = [(row, between(*row.days)) for row in named]
    for row in rows:
        if row.mineral and material.contained(row.mineral) > 0:
            share = between(*row.days)
            for other in (other for other in named if other.instrument == row.instrument):
                share = share - between(max(row.days[0], other.days[0]), min(row.days[1], other.days[1]))
            due.append((row, share))
    return due
