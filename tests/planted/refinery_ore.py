"""Home ore in a planted refinery: what counts as mined and processed, and the royalty that it pays.

Home ore keeps its name in lots of home goods, and with foreign additives in a simple process. In any other lot it loses it: it is
counted there, and pays on entering the largest royalty that its products, or what is made of them, could bear. All of it is the
feed that holds the mineral, so the whole royalty is on it.

    largest[k] = rate x max(reference value of k, border values at which k is sold)
    royalty of feed = sum over products k of amount[k] max(largest[k], royalty of k as feed of the next plant)
"""

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import window
from tests.planted.ledger import Column
from tests.planted.refinery_columns import Section
from tests.planted.refinery_map import HELD, MINERAL, Plant
from tests.planted.royalties import Royalty, sale_royalty
from tests.planted.world import World

Floats = NDArray[np.float64]

AIM = 40.0
"""Money that the objective puts on a tonne of the mineral processed."""


def draw_ore_law(world: World) -> None:
    """Add a royalty on the mineral, and let the objective count what is processed of it."""
    start, end = world.window()
    key = world.sheet.add("royalties", id="tantalum-sold", mineral=MINERAL, basis="sold", start=start, end=end)
    rate = world.vector(0.01, 0.06)
    world.sheet.number("royalties", key, "rate", rate)
    world.royalties.append(Royalty(MINERAL, "", "sold", "", rate, window(start, end), ""))
    setting = world.sheet.tables["case"][0]
    sign = "-" if str(setting["objective"]).startswith("minimise") else "+"
    setting["objective"] = f"{setting['objective']} {sign} {AIM:g} processed[{MINERAL}]"
    world.ledger.aim({f"processed[{MINERAL}]": AIM}, world.horizon.chances)


def count_ore(section: Section) -> None:
    """Let columns count home ore, and let what loses its name pay its royalty."""
    ones = np.ones(section.world.nodes)
    for found in section.supplies.values():
        for supply in found:
            if supply.mined:
                supply.column.gains.append((f"mined[{MINERAL}]", HELD[supply.material] * ones))
    due = _royalties(section)
    for lots in section.lots:
        plant = lots.mode.plant
        if lots.mode.made.is_home_ore:
            _count_crossing(section, plant, lots.run)
            continue
        for fed, column in lots.feed.items():
            if fed.origin.is_home_ore and fed.material in HELD:
                raw = section.world.materials[fed.material].raw
                column.gains.append((f"processed[{MINERAL}]", HELD[fed.material] * raw * ones))
                column.gains.append(("royalty", due[fed.material]))


def _count_crossing(section: Section, plant: Plant, run: Column) -> None:
    """Count what crosses the raw line as processed where something is made that is no longer raw, else as lost."""
    materials = section.world.materials
    taken = sum(amount * HELD[name] for name, amount in plant.inputs.items() if materials[name].raw)
    left = sum(amount * HELD[name] for name, amount in plant.outputs.items() if materials[name].raw)
    processes = any(name in HELD and not materials[name].raw for name in plant.outputs)
    run.gains.append((f"{'processed' if processes else 'tailings'}[{MINERAL}]", (taken - left) * np.ones(section.world.nodes)))


def _royalties(section: Section) -> dict[str, Floats]:
    """Return the royalty on a unit of what holds the mineral where it loses its name."""
    world = section.world
    due: dict[str, Floats] = {}
    for plant in reversed(section.refinery.plants):
        total = np.zeros(world.nodes)
        for name, amount in plant.outputs.items():
            if name in HELD:
                largest = sale_royalty(world, world.materials[name]) * _largest_value(section, name)
                total = total + amount * np.maximum(largest, due.get(name, np.zeros(world.nodes)))
        due[plant.feed] = total
    return due


def _largest_value(section: Section, material: str) -> Floats:
    reference = section.world.materials[material].reference
    value = reference if reference is not None else np.zeros(section.world.nodes)
    for outlet in section.outlets:
        if outlet.demand.material.id == material:
            value = np.maximum(value, np.where(outlet.column.there, outlet.border, 0.0))
    return value
