"""What a wide network is made of, drawn at random: places, lanes between near ones, mines, plants, markets."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COUNTRIES = (
    "KE", "UG", "TZ", "RW", "BI", "ET", "SS", "SO", "CD", "ZM", "MW", "MZ", "ZW", "AO", "NA", "BW", "ZA", "MG", "SD", "ER", "DJ",
    "CG",
)  # fmt: skip
SIDE_KM = 1000.0
NEAR, NEAR_MARKET = 4, 3
CHAINS = 3
CARRIED = 0.6
"""Share of the materials that a lane carries beside the lanes that hold the map together, which carry all."""


@dataclass(frozen=True)
class Material:
    """A material.

    Attributes:
        name: Its id.
        stage: Its stage.
        discard_cost: Cost of throwing one unit away; 0 = it cannot be thrown away, and is carried and sold.
    """

    name: str
    stage: str
    discard_cost: float = 0.0


@dataclass(frozen=True)
class Market:
    """A market and where it is."""

    name: str
    point: Floats


@dataclass(frozen=True)
class Lane:
    """A lane, one way.

    Attributes:
        name: Its id.
        start: Position of the site it starts from.
        end: Position of the site, or of the market, where it ends.
        to: Id of what it ends at.
        km: Its length.
        carries: Positions of the materials it carries.
    """

    name: str
    start: int
    end: int
    to: str
    km: float
    carries: tuple[int, ...]


@dataclass(frozen=True)
class Supply:
    """A mine, or a seller, of one material at a site."""

    name: str
    site: int
    material: int
    mined: bool
    cost: float


@dataclass(frozen=True)
class Plant:
    """A process at a site: one unit of feed, and what else goes in (< 0) and comes out (> 0) per unit.

    Attributes:
        name: Its id.
        site: Position of its site.
        feed: Position of its principal feed.
        product: Position of what it makes.
        amount: Amount of the product per unit of feed.
        others: Other materials by position.
        cost: Operating cost per unit of feed.
        power: Power per unit of feed.
    """

    name: str
    site: int
    feed: int
    product: int
    amount: float
    others: dict[int, float]
    cost: float
    power: float


@dataclass
class Map:
    """All of it."""

    sites: list[str]
    points: Floats
    capitals: Floats
    materials: list[Material]
    markets: list[Market]
    lanes: list[Lane] = field(default_factory=list)
    deliveries: list[Lane] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    plants: list[Plant] = field(default_factory=list)

    def at(self, name: str) -> int:
        """Return the position of a material."""
        return next(row for row, material in enumerate(self.materials) if material.name == name)

    @property
    def carried(self) -> list[int]:
        """Positions of the materials that lanes carry."""
        return [row for row, material in enumerate(self.materials) if not material.discard_cost]


def draw_map(rng: np.random.Generator, count: int) -> Map:
    """Return a map of so many sites."""
    materials = [Material("acid", "input")]
    for chain in range(1, CHAINS + 1):
        materials += [
            Material(f"ore{chain}", "ore"),
            Material(f"conc{chain}", "concentrate"),
            Material(f"metal{chain}", "refined"),
            Material(f"tails{chain}", "intermediate", round(float(rng.uniform(0.5, 3.0)), 4)),
        ]
    points, capitals = rng.random((count, 2)) * SIDE_KM, rng.random((len(COUNTRIES), 2)) * SIDE_KM
    buyers = [Market(f"m{number:03}", rng.random(2) * SIDE_KM) for number in range(max(2, count // 8))]
    drawn = Map([f"s{number:04}" for number in range(count)], points, capitals, materials, buyers)
    _draw_lanes(rng, drawn)
    _draw_deliveries(rng, drawn)
    _draw_supplies(rng, drawn)
    drawn.capitals[0] = points[drawn.supplies[0].site]  # So that there is something to mine at home.
    _draw_plants(rng, drawn)
    return drawn


def _draw_lanes(rng: np.random.Generator, drawn: Map) -> None:
    """Join every site with its nearest ones, both ways, and all sites by the shortest tree."""
    km = np.sqrt(((drawn.points[:, np.newaxis] - drawn.points) ** 2).sum(axis=2))
    tree = _shortest_tree(km)
    near = np.argsort(km, axis=1)[:, 1 : NEAR + 1]
    pairs = {(min(a, b), max(a, b)) for a, row in enumerate(near.tolist()) for b in row} | tree
    for a, b in sorted(pairs):
        for start, end in ((a, b), (b, a)):
            some = [row for row in drawn.carried if (a, b) in tree or rng.random() < CARRIED] or drawn.carried[:1]
            to = drawn.sites[end]
            drawn.lanes.append(Lane(f"{drawn.sites[start]}-{to}", start, end, to, float(km[start, end]), tuple(some)))


def _shortest_tree(km: Floats) -> set[tuple[int, int]]:
    """Return the pairs of a shortest spanning tree (Prim)."""
    nearest, away, pairs = np.zeros(len(km), dtype=np.int64), km[0].copy(), set[tuple[int, int]]()
    away[0] = np.inf
    for _ in range(len(km) - 1):
        new = int(np.argmin(away))
        pairs.add((min(new, int(nearest[new])), max(new, int(nearest[new]))))
        closer = (km[new] < away) & np.isfinite(away)
        nearest[closer], away[closer] = new, km[new][closer]
        away[new] = np.inf
    return pairs


def _draw_deliveries(rng: np.random.Generator, drawn: Map) -> None:
    """Let every market be served from the sites nearest to it; two lanes of a market carry all, so that all can be sold."""
    for number, market in enumerate(drawn.markets):
        km = np.sqrt(((drawn.points - market.point) ** 2).sum(axis=1))
        bought = [row for row in drawn.carried if row and rng.random() < 0.7] or drawn.carried[1:2]
        for rank, start in enumerate(np.argsort(km)[:NEAR_MARKET].tolist()):
            some = [row for row in bought if rank < 2 or rng.random() < CARRIED] or bought[:1]
            name = f"{drawn.sites[start]}-{market.name}"
            drawn.deliveries.append(Lane(name, start, number, market.name, float(km[start]) + 20.0, tuple(some)))


def _draw_supplies(rng: np.random.Generator, drawn: Map) -> None:
    """Let a third of the sites mine an ore, and a tenth sell acid."""
    for site in rng.permutation(len(drawn.sites))[: max(CHAINS, len(drawn.sites) // 3)].tolist():
        chain = 1 + sum(supply.mined for supply in drawn.supplies) % CHAINS
        ore = drawn.at(f"ore{chain}")
        drawn.supplies.append(Supply(f"pit-{drawn.sites[site]}", site, ore, True, float(rng.uniform(15.0, 60.0))))
    for site in rng.permutation(len(drawn.sites))[: max(2, len(drawn.sites) // 10)].tolist():
        drawn.supplies.append(Supply(f"acid-{drawn.sites[site]}", site, 0, False, float(rng.uniform(60.0, 150.0))))


def _draw_plants(rng: np.random.Generator, drawn: Map) -> None:
    """Let a third of the sites have a mill and a smelter, each of a chain of its own."""
    for number, site in enumerate(rng.permutation(len(drawn.sites))[: max(CHAINS, len(drawn.sites) // 3)].tolist()):
        for kind, chain in (("mill", 1 + number % CHAINS), ("smelter", 1 + (number + number // CHAINS) % CHAINS)):
            name = f"{kind}-{drawn.sites[site]}"
            if kind == "mill":
                feed, product, amount = f"ore{chain}", f"conc{chain}", round(float(rng.uniform(0.08, 0.14)), 4)
                others = {drawn.at(f"tails{chain}"): round(1.0 - amount, 4)}
                cost, power = float(rng.uniform(4.0, 12.0)), 0.03
            else:
                feed, product, amount = f"conc{chain}", f"metal{chain}", round(float(rng.uniform(0.35, 0.45)), 4)
                others = {0: -round(float(rng.uniform(0.1, 0.3)), 4)}
                cost, power = float(rng.uniform(120.0, 300.0)), round(float(rng.uniform(2.0, 6.0)), 3)
            drawn.plants.append(Plant(name, site, drawn.at(feed), drawn.at(product), amount, others, round(cost, 3), power))
