"""What is in the goods of a plan: followed from where they came in, through lanes, stocks and lots, by the tables alone.

The program keeps accounts of goods by origin. They are read here as accounts only: what lies in each is found from the origin of
the supplies that fill it and from what the law of origin says of every lot that was run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.build import Built
from optimizer.law.origin import HOME, Origin, OriginLaw
from optimizer.world.origins.recipe import Recipe, made_of, read_recipes
from optimizer.world.origins.sources import read_sources

Floats = NDArray[np.float64]
Contents = frozenset[Origin]


class Pool(NamedTuple):
    """An account: goods at a site in a node, of one origin as the program names it. All are positions."""

    site: int
    material: int
    origin: int
    node: int


class Fed(NamedTuple):
    """An amount that goes from a pool into an input of a lot.

    Attributes:
        flow: Position of the input's flow.
        pool: Where it comes from.
        amount: How much.
    """

    flow: int
    pool: Pool
    amount: float


@dataclass(frozen=True, slots=True)
class LotRun:
    """The lots of one mode in one node.

    Attributes:
        mode: Position of the mode.
        node: Position of the node.
        recipe: The process, as the law of origin sees it.
        level: How often it runs.
        fed: What goes in.
        made: Pool of each product.
    """

    mode: int
    node: int
    recipe: Recipe
    level: float
    fed: tuple[Fed, ...]
    made: tuple[Pool, ...]


@dataclass(slots=True)
class _Ways:
    """Where goods go on to from each pool: other pools, and lots."""

    pools: dict[Pool, list[Pool]] = field(default_factory=dict)
    lots: dict[Pool, list[int]] = field(default_factory=dict)


class Feed:
    """The origins of the goods in every pool of a plan, and its lots."""

    def __init__(self, built: Built, x: Floats) -> None:
        """Read where goods go on to in plan x; nothing is in any pool before they are followed."""
        self._built = built
        self._x = x
        case = built.formulation.case
        streams = built.formulation.streams
        self.law = OriginLaw(case)
        self._recipes = read_recipes(case, self.law, streams.contents, streams.flows)
        self._starts = case.position("lanes", "from_site").tolist()
        self._ends = [case["sites"].rows.get(end, -1) for end in case["lanes"]["to"]]
        self.lots = tuple(self._runs())
        self._given: dict[Pool, dict[object, Contents]] = {}
        self._contents: dict[Pool, Contents] = {}
        self._ways = self._read_ways()

    def origins(self, pool: Pool) -> Contents:
        """Return the origins of which goods of a pool are; empty if nothing comes in there."""
        return self._contents.get(pool, frozenset())

    def _amounts(self, family: str) -> Floats:
        columns = self._built.formulation.columns[family]
        return np.where(columns >= 0, self._x[np.maximum(columns, 0)], 0.0)

    def _positive(self, family: str) -> Iterator[tuple[int, int]]:
        entities, nodes = np.nonzero(self._amounts(family) > 0)
        return zip(entities.tolist(), nodes.tolist(), strict=True)

    def _runs(self) -> Iterator[LotRun]:
        streams = self._built.formulation.streams
        modes = streams.modes
        flows = streams.flows
        level = self._amounts("run")
        feed = self._amounts("feed")
        moved = _by_mode(modes.flow_mode)
        fed_to = _by_mode(modes.feed_mode)
        for mode, node in self._positive("run"):
            recipe = self._recipes[int(modes.process[mode])]
            fed = []
            made = []
            for entry in moved.get(mode, ()):
                flow = int(modes.flow[entry])
                pool = Pool(recipe.site, int(flows.material[flow]), int(modes.flow_origin[entry]), node)
                amount = float(flows.amount[flow, node] * level[mode, node])
                # A flow in fixed proportion goes in if it is negative, out if it is positive.
                if amount > 0:
                    made.append(pool)
                elif amount < 0:
                    fed.append(Fed(flow, pool, -amount))
            for entry in fed_to.get(mode, ()):
                flow = int(modes.feed[entry])
                amount = float(feed[entry, node])
                pool = Pool(recipe.site, int(flows.material[flow]), int(modes.feed_origin[entry]), node)
                if amount > 0:
                    fed.append(Fed(flow, pool, amount))
            yield LotRun(mode, node, recipe, float(level[mode, node]), tuple(fed), tuple(made))

    def _read_ways(self) -> _Ways:
        ways = _Ways()
        for start, end in (*self._hauls(), *self._kept()):
            ways.pools.setdefault(start, []).append(end)
        for at, lot in enumerate(self.lots):
            for pool in {one.pool for one in lot.fed}:
                ways.lots.setdefault(pool, []).append(at)
        return ways

    def _hauls(self) -> Iterator[tuple[Pool, Pool]]:
        hauls = self._built.formulation.streams.transfers
        for haul, node in self._positive("ship"):
            lane = int(hauls.lane[haul])
            goods = (int(hauls.material[haul]), int(hauls.origin[haul]), node)
            yield Pool(self._starts[lane], *goods), Pool(self._ends[lane], *goods)

    def _kept(self) -> Iterator[tuple[Pool, Pool]]:
        case = self._built.formulation.case
        streams = self._built.formulation.streams
        sites, materials = (case.position("stocks", name).tolist() for name in ("site", "material"))
        parents = case.timeline.parents.tolist()
        for entry, node in self._positive("stock"):
            row = int(streams.stocks[entry])
            pool = Pool(sites[row], materials[row], int(streams.stock_origin[entry]), node)
            yield from ((pool, pool._replace(node=later)) for later, parent in enumerate(parents) if parent == node)

    def _sources(self) -> Iterator[tuple[Pool, Origin]]:
        """Yield what comes in where: supplies that are used, and what stocks hold at the very beginning."""
        case = self._built.formulation.case
        streams = self._built.formulation.streams
        sources = {(source.table, source.row): source for source in read_sources(case, self.law)}
        for entry, node in self._positive("supply"):
            source = sources["supplies", int(streams.supplies[entry])]
            yield Pool(*source.place, int(streams.supply_origin[entry]), node), source.origin
        roots = np.flatnonzero(case.timeline.parents < 0).tolist()
        for (table, row), source in sources.items():
            if table == "stocks":
                yield from ((Pool(*source.place, int(streams.initial_origin[row]), node), source.origin) for node in roots)

    def follow(self, earned: Callable[[LotRun], tuple[str, ...]]) -> None:
        """Pass on what is in each pool until nothing changes.

        Args:
            earned: Says which programmes' rules a lot passes, given what is known of its inputs so far. With more in them it
                passes no more.
        """
        waiting: list[Pool] = []
        for at, (pool, origin) in enumerate(self._sources()):
            self._put(pool, at, frozenset({origin}), waiting)
        # Lots of nothing that is told apart run at once; the others when something comes in.
        for at, lot in enumerate(self.lots):
            if not lot.recipe.constituents:
                self._run(at, earned, waiting)
        # Contents only grow and what lots earn only shrinks, so this ends.
        while waiting:
            pool = waiting.pop()
            here = self._contents[pool]
            for end in self._ways.pools.get(pool, ()):
                self._put(end, pool, here, waiting)
            for at in self._ways.lots.get(pool, ()):
                self._run(at, earned, waiting)

    def _put(self, pool: Pool, giver: object, contents: Contents, waiting: list[Pool]) -> None:
        """Note what a pool gets from one giver; if its contents change, it waits to be passed on."""
        given = self._given.setdefault(pool, {})
        given[giver] = contents
        every = together(origin for part in given.values() for origin in part)
        if every != self._contents.get(pool):
            self._contents[pool] = every
            waiting.append(pool)

    def _run(self, at: int, earned: Callable[[LotRun], tuple[str, ...]], waiting: list[Pool]) -> None:
        lot = self.lots[at]
        taken: dict[int, set[Origin]] = {one.flow: set() for one in lot.recipe.ingredients}
        for one in lot.fed:
            taken[one.flow] |= self.origins(one.pool)
        if not all(taken[one.flow] for one in lot.recipe.constituents):
            return  # Not everything has come in yet.
        made = made_of(lot.recipe, taken, self.law)
        if lot.recipe.transforms and made != {HOME}:
            made = frozenset(replace(origin, earned=earned(lot)) for origin in made)
        for pool in lot.made:
            self._put(pool, ("lot", at), made, waiting)


def together(origins: Iterable[Origin]) -> Contents:
    """Return origins of goods that lie together; of those that differ in what they earned only what all have earned counts."""
    found: dict[Origin, tuple[str, ...]] = {}
    for origin in origins:
        kind = replace(origin, earned=())
        earned = found.get(kind, origin.earned)
        found[kind] = tuple(name for name in earned if name in origin.earned)
    return frozenset(replace(kind, earned=earned) for kind, earned in found.items())


def _by_mode(modes: NDArray[np.int64]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry, mode in enumerate(modes.tolist()):
        found.setdefault(mode, []).append(entry)
    return found
