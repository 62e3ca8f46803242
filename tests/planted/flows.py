"""The planted plan: amounts of every column that satisfy all balances, with zeros scattered among them."""

import numpy as np
from numpy.typing import NDArray

from tests.planted.ledger import Column
from tests.planted.network import RANKS
from tests.planted.world import Haul, Process, World

Floats = NDArray[np.float64]
Place = tuple[str, str]
"""A site and a material."""

SITES = {"m": 0, "q": 0, "p": 1, "o": 2, "h": 3}
BOUGHT = 9


def rank(place: Place) -> tuple[int, int]:
    """Return where a place stands in the order in which materials are made and moved."""
    site, material = place
    letter = "o" if site.startswith("port") else site[0]
    return RANKS[material], SITES[letter]


def plant_flows(world: World) -> None:
    """Fill in the amounts of all columns but builds; sales as totals of their hauls."""
    for supply in world.supplies:
        if RANKS[supply.material] < BOUGHT:
            amounts = world.rng.uniform(2e3, 5e4, world.nodes) * world.horizon.years * supply.share
            idle = world.rng.random(world.nodes) < (0.15 if supply.id.startswith("pit") else 0.5)
            supply.column.amounts = np.where(idle, 0.0, amounts)
    sinks, sources, needs = _sinks(world), _sources(world), _needs(world)
    for place in sorted((place for place in world.balances if RANKS[place[1]] < BOUGHT), key=rank):
        arriving = sum((column.amounts * share for column, share in sources.get(place, ())), np.zeros(world.nodes))
        _push(world, place, arriving, sinks.get(place, []))
    for place in sorted((place for place in world.balances if RANKS[place[1]] == BOUGHT), key=rank):
        _pull(world, needs.get(place, []), sources[place])


def _sources(world: World) -> dict[Place, list[tuple[Column, Floats]]]:
    """Return the columns that bring something to each place, with the amount per unit."""
    result: dict[Place, list[tuple[Column, Floats]]] = {}
    for supply in world.supplies:
        result.setdefault((supply.site, supply.material), []).append((supply.column, np.ones(world.nodes)))
    for process in world.processes:
        for material, amount in process.flows.items():
            if amount[0] > 0:
                result.setdefault((process.site, material), []).append((process.column, amount))
    for haul in world.hauls:
        if haul.ship is not None:
            result.setdefault((haul.lane.end, haul.material.id), []).append((haul.ship, haul.arriving))
    return result


def _sinks(world: World) -> dict[Place, list[Process | Haul]]:
    """Return what draws on each place, the first of them able to take everything at any time."""
    result: dict[Place, list[Process | Haul]] = {}
    for process in world.processes:
        if process.feed:
            result.setdefault((process.site, process.feed), []).append(process)
    for haul in world.hauls:
        end = (haul.lane.end, haul.material.id)
        if RANKS[haul.material.id] < BOUGHT and (haul.ship is None or rank(end) > rank((haul.lane.start, haul.material.id))):
            result.setdefault((haul.lane.start, haul.material.id), []).append(haul)
    return result


def _push(world: World, place: Place, arriving: Floats, sinks: list[Process | Haul]) -> None:
    """Share out what there is at a place among what draws on it, its stock and its discard."""
    count = max(len(sinks), 1)
    may = np.array([_open(world, sink) for sink in sinks]) if sinks else np.ones((1, world.nodes), dtype=bool)
    shares = world.rng.dirichlet(np.ones(count), world.nodes).T * (world.rng.random((count, world.nodes)) < 0.6) * may
    first_open = np.argmax(may, axis=0), np.arange(world.nodes)
    shares[first_open] = np.where(shares.sum(axis=0) > 0.0, shares[first_open], may.any(axis=0))
    totals = shares.sum(axis=0)
    shares = shares / np.where(totals > 0, totals, 1.0)
    available = _keep_some(world, place, arriving)
    assert not available[totals == 0.0].any(), place
    for at, sink in enumerate(sinks):
        amounts = available * shares[at]
        if isinstance(sink, Process):
            sink.column.amounts = amounts
        elif sink.ship is not None:
            sink.ship.amounts = amounts
        else:
            sink.amounts = amounts
    if not sinks:
        assert place in world.discards, place
        world.discards[place].amounts = available


def _open(world: World, sink: Process | Haul) -> NDArray[np.bool_]:
    """Return the nodes at which something can be drawn; raw material does not leave the country where that is banned."""
    if isinstance(sink, Process):
        return sink.share > 0
    end = sink.lane.end
    abroad = world.countries.get(end, "") == "TZ" if sink.ship is not None else end != "nairobi"
    exported = sink.material.raw and abroad and world.countries[sink.lane.start] != "TZ"
    to_port = sink.lane.id.startswith("rail")
    return (sink.lane.share > 0) & ~(world.banned & (exported or to_port))


def _keep_some(world: World, place: Place, arriving: Floats) -> Floats:
    """Let the stock of a place, if it has one, carry some over; return what is left to share out at each node."""
    stock, parents, leaves = world.stocks.get(place), world.horizon.parents, world.horizon.leaves
    if stock is None:
        return arriving
    forbidden = world.banned.any() and place[1] == "conc" and place[0].startswith("port")
    some = 0.0 if forbidden else 0.5
    shares = np.where(world.rng.random(world.nodes) < some, world.rng.uniform(0.05, 0.5, world.nodes), 0.0)
    stock.keeps = world.chance(some)
    shares = np.where(leaves, np.where(stock.keeps, world.rng.uniform(0.1, 0.4, world.nodes), 0.0), shares)
    stock.initial = world.draw(10, 1000) if world.chance(some) else 0.0
    available = arriving.copy()
    for node, parent in enumerate(parents):
        available[node] += stock.column.amounts[parent] if parent >= 0 else stock.initial
        stock.column.amounts[node] = available[node] * shares[node]
        available[node] -= stock.column.amounts[node]
    return available


def _needs(world: World) -> dict[Place, list[tuple[Column, Floats]]]:
    """Return, per place of a bought material, the columns that take it away, with the amount per unit."""
    result: dict[Place, list[tuple[Column, Floats]]] = {}
    for process in world.processes:
        for material, amount in process.flows.items():
            if amount[0] < 0 and RANKS[material] == BOUGHT:
                result.setdefault((process.site, material), []).append((process.column, -amount))
    for haul in world.hauls:
        if haul.ship is not None and RANKS[haul.material.id] == BOUGHT:
            result.setdefault((haul.lane.start, haul.material.id), []).append((haul.ship, np.ones(world.nodes)))
    return result


def _pull(world: World, needs: list[tuple[Column, Floats]], bringers: list[tuple[Column, Floats]]) -> None:
    """Bring to a place what is taken away from it, from all that can bring it, the first of them always."""
    needed = sum((column.amounts * amount for column, amount in needs), np.zeros(world.nodes))
    shares = np.array([world.rng.exponential(1.0, world.nodes) * column.there for column, _ in bringers])
    shares *= world.rng.random(shares.shape) < 0.6
    shares[0] = np.where(shares.sum(axis=0) > 0.0, shares[0], 1.0)
    shares /= shares.sum(axis=0)
    for (column, amount), share in zip(bringers, shares, strict=True):
        column.amounts = needed * share / amount
