"""The parts of a planted case: materials, places, processes, hauls, demands, and everything else one has to know of them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import Law
from tests.planted.horizon import Horizon
from tests.planted.ledger import Column, Ledger, Row
from tests.planted.sheet import Sheet

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOME = "KE"
MINERALS = ("niobium", "cerium")


@dataclass(frozen=True)
class Material:
    """A material.

    Attributes:
        id: Name.
        stage: Stage.
        value: What a unit is worth, roughly: the size of its shadow prices.
        code: HS code.
        tonnes: Tonnes per unit.
        unit: Unit.
        raw: Whether exporting it is exporting raw.
        fractions: Tonnes of minerals per tonne.
        reference: Reference value, over nodes.
        discardable: Whether a surplus may be thrown away.
    """

    id: str
    stage: str
    value: float
    code: str = ""
    tonnes: float = 1.0
    unit: str = "t"
    raw: bool = False
    fractions: dict[str, float] = field(default_factory=dict)
    reference: Floats | None = None
    discardable: bool = False

    def contained(self, mineral: str) -> float:
        """Return tonnes of a mineral per unit."""
        return self.fractions.get(mineral, 0.0) * self.tonnes


@dataclass(eq=False)
class Process:
    """A process: flows out (> 0) and in (< 0) per unit of feed, over nodes, and what it uses of resources."""

    id: str
    site: str
    feed: str
    column: Column
    share: Floats
    flows: dict[str, Floats]
    uses: dict[str, Floats]
    local: float
    jobs: Floats


@dataclass(eq=False)
class Supply:
    """A supply."""

    id: str
    site: str
    material: str
    column: Column
    share: Floats
    origin: str
    mined: bool
    local: float
    jobs: Floats


@dataclass(eq=False)
class Lane:
    """A lane: `listed` if `lane_materials` says what it carries; `dock` if its inland freight follows from the plan."""

    id: str
    start: str
    end: str
    share: Floats
    listed: bool
    local: float = 0.0
    transit: int = 0
    parcel: float = float("nan")
    inland: float = 0.0
    dock: bool = False


@dataclass(eq=False)
class Haul:
    """A material on a lane: a column `ship`, or sales with their amount in all."""

    lane: Lane
    material: Material
    arriving: Floats
    parcel: float
    ship: Column | None = None
    sales: list["Sale"] = field(default_factory=list)
    amounts: Floats = field(default_factory=lambda: np.zeros(0))
    freight: Floats = field(default_factory=lambda: np.zeros(0))
    inland: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def columns(self) -> list[Column]:
        """Columns that carry the material over the lane."""
        return [self.ship] if self.ship is not None else [sale.column for sale in self.sales]

    @property
    def shipped(self) -> Floats:
        """Units shipped in the plan."""
        return self.ship.amounts if self.ship is not None else self.amounts


@dataclass(eq=False)
class Tier:
    """A tier of a demand, with its rows, its price, and its price relative to the tier from which prices are set."""

    id: str
    share: Floats
    ratio: float
    most: Row | None = None
    least: Row | None = None
    price: Floats = field(default_factory=lambda: np.zeros(0))
    appraised: Floats | None = None


@dataclass(eq=False)
class Demand:
    """A demand: one material in one market."""

    id: str
    market: "Market"
    material: Material
    basis: str
    one_price: bool
    tiers: list[Tier]
    hauls: list[Haul] = field(default_factory=list)


@dataclass(frozen=True)
class Market:
    """A market."""

    id: str
    country: str
    on_cif: bool
    insurance: Floats
    incidence: Floats


@dataclass(eq=False)
class Sale:
    """A haul into a tier under a programme or none."""

    column: Column
    tier: int
    claim: str


@dataclass(eq=False)
class Stock:
    """A stock: initial amount, and what must be left at leaves."""

    site: str
    material: str
    column: Column
    initial: float = 0.0
    keeps: bool = False


@dataclass(eq=False)
class World:
    """A planted case under construction."""

    rng: np.random.Generator
    horizon: Horizon
    ledger: Ledger
    sheet: Sheet
    law: Law
    features: set[str]
    materials: dict[str, Material] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    supplies: list[Supply] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    hauls: list[Haul] = field(default_factory=list)
    demands: dict[str, Demand] = field(default_factory=dict)
    stocks: dict[tuple[str, str], Stock] = field(default_factory=dict)
    discards: dict[tuple[str, str], Column] = field(default_factory=dict)
    balances: dict[tuple[str, str], Row] = field(default_factory=dict)
    expanded: dict[str, Row | None] = field(default_factory=dict)
    royalties: list[Any] = field(default_factory=list)
    limits: list[tuple[Any, Row, Flags]] = field(default_factory=list)
    banned: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.horizon)

    def has(self, feature: str) -> bool:
        """Return whether the case shows a feature."""
        return feature in self.features

    def draw(self, low: float, high: float) -> float:
        """Return a number between two."""
        return float(self.rng.uniform(low, high))

    def vector(self, low: float, high: float, *, varies: bool = True) -> Floats:
        """Return numbers over nodes between two, all alike in some cases."""
        if varies and self.has("by_node"):
            return self.rng.uniform(low, high, self.nodes)
        return np.full(self.nodes, self.draw(low, high))

    def chance(self, probability: float) -> bool:
        """Return true with a probability."""
        return bool(self.rng.random() < probability)

    def window(self) -> tuple[str, str]:
        """Return a window that leaves out some days, if cases may have windows and this one draws it."""
        if not self.has("windows") or self.chance(0.6):
            return "", ""
        days = [int(self.horizon.first.min()), int(self.horizon.last.max())]
        day = int(self.rng.integers(days[0] + 1, days[1]))
        text = np.datetime64("0001-01-01", "D") + (day - 1)
        return (str(text), "") if self.chance(0.5) else ("", str(text))

    def size(self, material: str) -> Floats:
        """Return the size of a material's shadow prices at each node."""
        return abs(self.materials[material].value) * self.horizon.money
