"""Limits of planted cases: which of them bind, at what rent, and the numbers that make them so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.planted.ledger import Column
from tests.planted.world import Haul, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Limit:
    """A number of a table that is a right-hand side: its place, the side per +1 of it, and whether it may not be blank."""

    table: str
    key: str
    column: str
    factors: Floats
    always: bool = False


def draw_values(world: World) -> None:
    """Draw what a unit of every material is worth at every place and node: the duals of the balances, turned round.

    Where a stock carries something over, the value is less than what the children's values add up to, which leaves room for the
    cost of keeping it; where something is thrown away, the value is what that costs, alike at all places of the material.
    """
    rng, horizon = world.rng, world.horizon
    costs = {name: world.vector(0.5, 6.0) for name, material in world.materials.items() if material.discardable}
    for name, cost in costs.items():
        world.sheet.number("materials", name, "discard_cost_per_unit", cost)
    for (site, name), row in world.balances.items():
        level = world.materials[name].value * (0.9 if site.startswith(("mine", "quarry")) else 1.0) * rng.uniform(0.9, 1.1)
        level *= 1.3 if site.startswith("port") else 1.5 if site == "hub" else 1.0
        values = level * rng.uniform(0.9, 1.1, world.nodes) * horizon.money
        stock, discard = world.stocks.get((site, name)), world.discards.get((site, name))
        if stock is not None:
            for node in np.flatnonzero(stock.column.used & ~horizon.leaves)[::-1]:
                later = float(horizon.children[node] @ values)
                values[node] = min(values[node], later / rng.uniform(1.002, 1.08))
        if discard is not None:
            least = costs[name] * world.ledger.weight("disposal")
            discard.gains.append(("disposal", costs[name]))
            spared = np.maximum(values, least) + rng.uniform(0.1, 1.0, world.nodes) * horizon.money
            values = np.where(discard.used, least, spared if stock is None else values)
        row.rents = -values


def draw_limits(world: World) -> None:
    """Draw the limits of supplies, processes, resources, lanes and single materials on lanes."""
    expandable = set(world.expanded)
    years, money = world.horizon.years, world.horizon.money
    for supply in world.supplies:
        members = [(supply.column, np.ones(world.nodes))]
        for column, family in (("max_per_year", "supply_rate"), ("min_per_year", "supply_minimum")):
            limit = Limit("supplies", supply.id, column, supply.share * years)
            _draw(world, limit, family, (supply.id,), members, supply.column.amounts, world.size(supply.material))
    for process in world.processes:
        members = [(process.column, np.ones(world.nodes))]
        size = sum((abs(amount) * world.size(m) for m, amount in process.flows.items()), np.zeros(world.nodes))
        for column, family in (("max_per_year", "process_capacity"), ("min_per_year", "process_minimum")):
            limit = Limit(
                "processes", process.id, column, process.share * years, column.startswith("max") and process.id in expandable
            )
            _draw(world, limit, family, (process.id,), members, process.column.amounts, size)
    uses: dict[str, list[tuple[Column, Floats]]] = {}
    for process in world.processes:
        for resource, amount in process.uses.items():
            uses.setdefault(resource, []).append((process.column, amount))
    for resource in world.resources:
        members = uses[resource]
        activity = sum((member.amounts * amount for member, amount in members), np.zeros(world.nodes))
        for column, family in (("max_per_year", "resource"), ("min_per_year", "resource_minimum")):
            limit = Limit("resources", resource, column, years, column.startswith("max") and resource in expandable)
            _draw(world, limit, family, (resource,), members, activity, 60.0 * money)
    _draw_lane_limits(world, expandable)


def _draw_lane_limits(world: World, expandable: set[str]) -> None:
    carried: dict[str, list[Haul]] = {}
    for haul in world.hauls:
        carried.setdefault(haul.lane.id, []).append(haul)
    for lane in world.lanes:
        hauls, factors = carried[lane.id], lane.share * world.horizon.years
        weighed = [(column, np.full(world.nodes, haul.material.tonnes)) for haul in hauls for column in haul.columns]
        activity = sum((haul.shipped * haul.material.tonnes for haul in hauls), np.zeros(world.nodes))
        size = world.size(hauls[0].material.id) / hauls[0].material.tonnes
        limit = Limit("lanes", lane.id, "max_tonnes_per_year", factors, lane.id in expandable)
        _draw(world, limit, "lane_capacity", (lane.id,), weighed, activity, size)
        for haul in hauls if lane.listed else ():
            members = [(column, np.ones(world.nodes)) for column in haul.columns]
            key = (lane.id, haul.material.id)
            for column, family in (("max_per_year", "lane_material"), ("min_per_year", "lane_material_minimum")):
                limit = Limit("lane_materials", ",".join(key), column, factors)
                _draw(world, limit, family, key, members, haul.shipped, world.size(haul.material.id))


def _draw(
    world: World,
    limit: Limit,
    family: str,
    key: tuple[str, ...],
    members: list[tuple[Column, Floats]],
    activity: Floats,
    size: Floats,
) -> None:
    """Draw where a limit is given and where it binds, with rents that are a part of `size`, the worth of one unit."""
    rng, least = world.rng, limit.column.startswith("min")
    if least and (key[0] in world.expanded or not world.has("minimums")):
        return  # What stands today must allow the least amount, whatever is built.
    if world.chance(0.6 if least else 0.3) and not limit.always:
        return
    row = world.ledger.row(family, key, "ge" if least else "le")
    for member, coefficients in members:
        member.terms.append((row, coefficients))
    given = np.ones(world.nodes, dtype=bool)
    if not least and not limit.always and world.has("by_node") and world.chance(0.4):
        given = rng.random(world.nodes) < 0.6
    binding = given & (activity > 1e-6) & (limit.factors > 0) & (rng.random(world.nodes) < (0.2 if least else 0.5))
    row.rents = np.where(binding, rng.uniform(0.02, 0.2, world.nodes) * size, 0.0) * (-1.0 if least else 1.0)
    world.limits.append((limit, row, given))
    if limit.always:
        world.expanded[key[0]] = row


def write_limits(world: World) -> None:
    """Set the numbers of the limits from the plan: at the activity where they bind, some way off where they do not."""
    activities, rng = world.ledger.activities(), world.rng
    for limit, row, given in world.limits:
        activity, binding, factors = activities[row], row.rents != 0.0, limit.factors
        if row.sense == "ge":
            sides = np.where(binding, activity, np.maximum(activity, 0.0) * rng.uniform(0.0, 0.9, world.nodes))
        else:
            room = np.maximum(activity, 0.1 * max(float(np.abs(activity).max(initial=0.0)), 10.0))
            sides = np.where(binding, activity, np.maximum(activity, 0.0) + room * rng.uniform(0.1, 1.0, world.nodes))
        numbers = np.where(factors > 0, np.maximum(sides, 0.0) / np.where(factors > 0, factors, 1.0), 0.0)
        numbers = np.where((factors > 0) | (row.sense == "ge"), numbers, 1e12)
        row.sides = np.where(given & (factors > 0), sides, 0.0)
        world.sheet.number(limit.table, limit.key, limit.column, numbers, given)
