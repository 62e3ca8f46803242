"""The cheapest way to have a unit of one material at every place in every node: by lane, from stock or from a source.

    value[p, n] = min( source[p, n],  (value[q, n] + length) / arriving  over lanes q -> p,  value[p, n - 1] + keeping )

with everything in discounted money. The values are what one more unit is worth, so they are the duals of balances of a plan
that takes what it needs along these ways, and no other way is cheaper.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Spot = tuple[int, int]

SOURCE = -1
"""How a unit came to a spot: from the spot's own source."""


@dataclass(frozen=True)
class Leg:
    """A way from place to place within a node.

    Attributes:
        start: Place where it starts.
        end: Place where it ends.
        length: Cost of one unit that leaves, rents included: per node.
        arriving: Share that arrives.
    """

    start: int
    end: int
    length: Floats
    arriving: float


@dataclass(frozen=True)
class Keep:
    """A way from a node to the next one at the same place.

    Attributes:
        place: The place.
        length: Cost of keeping one unit to the next node, rents included: per node.
    """

    place: int
    length: Floats


@dataclass(frozen=True)
class Ways:
    """The cheapest ways to all spots.

    Attributes:
        value: What a unit costs at each spot: (places, nodes).
        order: All spots, the cheapest first: a unit comes from a spot that stands before its own.
        by: Per spot the leg, or the number of legs plus the keep, or SOURCE.
        legs: The legs.
        keeps: The keeps.
    """

    value: Floats
    order: tuple[Spot, ...]
    by: dict[Spot, int]
    legs: tuple[Leg, ...]
    keeps: tuple[Keep, ...]

    def bring(self, wanted: Floats) -> tuple[Floats, Floats, Floats]:
        """Return what sources give (places, nodes), legs carry (legs, nodes) and keeps keep (keeps, nodes) for these amounts."""
        need = wanted.copy()
        given, kept = np.zeros(need.shape), np.zeros((len(self.keeps), need.shape[1]))
        carried = np.zeros((len(self.legs), need.shape[1]))
        for place, node in reversed(self.order):
            amount, way = need[place, node], self.by[place, node]
            if way == SOURCE:
                given[place, node] = amount
            elif way < len(self.legs):
                leg = self.legs[way]
                carried[way, node] = amount / leg.arriving
                need[leg.start, node] += amount / leg.arriving
            else:
                kept[way - len(self.legs), node - 1] = amount
                need[place, node - 1] += amount
        return given, carried, kept


def cheapest_ways(sources: Floats, legs: tuple[Leg, ...], keeps: tuple[Keep, ...]) -> Ways:
    """Return the cheapest ways from sources, whose cost is infinite where there is none; every spot must be within reach."""
    leaving: list[list[int]] = [[] for _ in range(len(sources))]
    for at, leg in enumerate(legs):
        leaving[leg.start].append(at)
    keep_of = {keep.place: at for at, keep in enumerate(keeps)}
    value, by = np.full(sources.shape, np.inf), dict[Spot, int]()
    order: list[Spot] = []
    waiting = [
        (float(sources[place, node]), place, node, SOURCE) for place, node in zip(*np.nonzero(np.isfinite(sources)), strict=True)
    ]
    heapq.heapify(waiting)
    while waiting:
        cost, place, node, way = heapq.heappop(waiting)
        if (place, node) in by:
            continue
        value[place, node], by[place, node] = cost, way
        order.append((place, node))
        for at in leaving[place]:
            leg = legs[at]
            heapq.heappush(waiting, ((cost + float(leg.length[node])) / leg.arriving, leg.end, node, at))
        if place in keep_of and node + 1 < sources.shape[1]:
            at = keep_of[place]
            heapq.heappush(waiting, (cost + float(keeps[at].length[node]), place, node + 1, len(legs) + at))
    assert len(order) == sources.size, "a place is out of reach"
    return Ways(value, tuple(order), by, legs, keeps)
