"""Costs of planted cases, each set so that the plan just pays: nothing lost where a column is used, something where it is not."""

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import Goods
from tests.planted.measures import leaves_home
from tests.planted.royalties import extraction_royalty, sale_royalty
from tests.planted.world import HOME, MINERALS, Haul, Process, Stock, Supply, World

Floats = NDArray[np.float64]


def price_supplies(world: World) -> None:
    """Set reserves, and what mining or buying costs."""
    for supply in world.supplies:
        if supply.mined and world.has("reserves") and world.chance(0.7):
            _add_reserve(world, supply)
        column, material = supply.column, world.materials[supply.material]
        per_unit = [
            ("extraction" if supply.mined else "purchase", np.ones(world.nodes)),
            ("local_cost", np.full(world.nodes, supply.local)),
        ]
        if supply.mined:
            column.gains.append(("royalty", extraction_royalty(world, material)))
        elif supply.origin:
            goods = Goods(material.code, supply.origin, HOME, material.tonnes, {})
            specific = _total(world, goods, np.zeros(world.nodes), "import_charge")
            column.gains.append(("import_duty", specific))
            per_unit.append(("import_duty", _total(world, goods, np.ones(world.nodes), "import_charge") - specific))
        cost = world.ledger.settle(column, per_unit, 0.2 * world.rng.uniform(0.1, 1, world.nodes) * world.size(supply.material))
        world.sheet.number("supplies", supply.id, "cost_per_unit", cost)


def _total(world: World, goods: Goods, value: Floats, kind: str) -> Floats:
    return world.law.charges(goods, value, kinds=(kind,))[kind]


def _add_reserve(world: World, supply: Supply) -> None:
    """Limit what a supply gives along every path; what is left may be worth something at the end."""
    horizon, column = world.horizon, supply.column
    paths = (horizon.under & horizon.leaves[np.newaxis, :]).astype(float)
    row = world.ledger.row("reserve", (supply.id,), "le")
    column.terms.append((row, paths))
    taken = column.amounts @ paths
    binding = world.chance(0.6) and taken.max() > 0
    reserve = float(taken.max()) * (1.0 if binding else 1.5) + (0.0 if binding else 100.0)
    tight = binding & horizon.leaves & (taken == taken.max())
    row.rents = np.where(tight, world.rng.uniform(0.01, 0.1, world.nodes) * world.size(supply.material), 0.0)
    row.sides = np.where(horizon.leaves, reserve, 0.0)
    world.sheet.cells("supplies", supply.id)["reserve"] = reserve
    if world.has("terminal"):
        value = world.vector(0.0, 2.0)
        world.sheet.number("supplies", supply.id, "terminal_value_per_unit", value)
        column.gains.append(("terminal_value", -paths * value))
        world.ledger.add_constant("terminal_value", np.where(horizon.leaves, value * reserve, 0.0))


def price_processes(world: World) -> None:
    """Set prices of resources, and what processes cost."""
    costs = {}
    for resource in world.resources:
        costs[resource] = world.vector(20.0, 90.0), world.draw(0, 0.8)
        world.sheet.number("resources", resource, "cost_per_unit", costs[resource][0])
        world.sheet.cells("resources", resource)["local_share"] = costs[resource][1]
    for process in world.processes:
        _price_process(world, process, costs)
        if process.id not in world.expanded and world.chance(0.5):
            yearly = world.vector(0.0, 5e3)
            world.sheet.number("processes", process.id, "fixed_cost_per_year", yearly)
            world.ledger.add_constant("fixed", yearly * process.share * world.horizon.years)


def _price_process(world: World, process: Process, costs: dict[str, tuple[Floats, float]]) -> None:
    for resource, amount in process.uses.items():
        price, local = costs[resource]
        process.column.gains += [("resource", amount * price), ("local_cost", amount * price * local)]
    per_unit = [("processing", np.ones(world.nodes)), ("local_cost", np.full(world.nodes, process.local))]
    margin = world.rng.uniform(0.5, 20.0, world.nodes) * world.horizon.money
    world.sheet.number("processes", process.id, "operating_cost_per_unit", world.ledger.settle(process.column, per_unit, margin))


def price_stocks(world: World) -> None:
    """Set the limits of stocks, and what keeping costs."""
    horizon = world.horizon
    for (site, material), stock in world.stocks.items():
        key = f"{site},{material}"
        column, row = stock.column, world.balances[site, material]
        if stock.initial:
            world.sheet.cells("stocks", key)["initial"] = stock.initial
            row.sides = np.where(np.array(horizon.parents) < 0, -stock.initial, 0.0)
        _limit_stock(world, stock, key)
        margin = world.rng.uniform(0.01, 0.1, world.nodes) * world.size(material)
        cost = world.ledger.settle(column, [("storage", horizon.years)], margin, 0.0)
        world.sheet.number("stocks", key, "cost_per_unit_year", cost)


def _limit_stock(world: World, stock: Stock, key: str) -> None:
    """Limit a stock at every node and at the end: what is kept at leaves is what must be."""
    horizon, column = world.horizon, stock.column
    ones, amounts, reduced = np.ones(world.nodes), stock.column.amounts, world.ledger.reduced(stock.column)
    if stock.keeps and amounts[horizon.leaves].any():
        row = world.ledger.row("stock_final_minimum", column.key, "ge")
        column.terms.append((row, ones))
        row.sides = np.where(horizon.leaves, amounts, 0.0)
        row.rents = np.where(horizon.leaves & column.used, reduced * world.rng.uniform(1.0, 1.2, world.nodes), 0.0)
        world.sheet.number("stocks", key, "final_min", amounts)
    if world.chance(0.3):
        most = float(amounts.max()) * 1.5 + 5.0
        row = world.ledger.row("stock_final", column.key, "le")
        row.sides = np.where(horizon.leaves, most, 0.0)
        column.terms.append((row, ones))
        world.sheet.cells("stocks", key)["final_max"] = most
    if world.chance(0.6):
        row = world.ledger.row("stock", column.key, "le")
        column.terms.append((row, ones))
        free = np.maximum(world.ledger.reduced(column), 0.0)
        binding = column.used & (world.rng.random(world.nodes) < 0.5)
        row.rents = np.where(binding, free * world.rng.uniform(0.1, 0.8, world.nodes), 0.0)
        row.sides = np.where(row.rents > 0, amounts, amounts * 1.5 + 10.0)
        world.sheet.number("stocks", key, "max", row.sides)


def price_transfers(world: World) -> None:
    """Set the freight of everything moved between sites, with what the border takes on the way out."""
    for haul in world.hauls:
        if haul.ship is None:
            continue
        if leaves_home(world, haul.lane.start, haul.lane.end):
            _charge_border(world, haul)
        size = world.size(haul.material.id)
        slope = [("freight", np.ones(world.nodes)), ("local_cost", np.full(world.nodes, haul.lane.local))]
        freight = world.ledger.settle(haul.ship, slope, 0.1 * world.rng.uniform(0.1, 1, world.nodes) * size)
        write_freight(world, haul, freight)


def write_freight(world: World, haul: Haul, freight: Floats) -> None:
    """Write the freight of a haul: its own per unit, or its lane's per tonne."""
    if haul.lane.listed:
        world.sheet.number("lane_materials", f"{haul.lane.id},{haul.material.id}", "freight_per_unit", freight)
    else:
        world.sheet.number("lanes", haul.lane.id, "freight_per_tonne", freight / haul.material.tonnes)


def _charge_border(world: World, haul: Haul) -> None:
    """Let goods that leave over a lane between sites count as exports at their reference value."""
    assert haul.ship is not None
    material, country = haul.material, world.countries[haul.lane.end]
    value = material.reference if material.reference is not None else np.zeros(world.nodes)
    contained = {mineral: material.contained(mineral) for mineral in MINERALS}
    goods = Goods(material.code, HOME, country, material.tonnes, contained, haul.parcel)
    haul.ship.gains += [
        ("export_value", value),
        ("royalty", sale_royalty(world, material) * value),
        ("export_levy", _total(world, goods, value, "export_levy")),
        ("transfer_duty", _total(world, goods, value, "duty")),  # Into Tanzania it is by weight alone.
    ]
