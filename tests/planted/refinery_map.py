"""What a planted refinery consists of: feed from home and abroad, plants that transform it, lanes and buyers."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tests.planted.network import add_site
from tests.planted.origins import Accord
from tests.planted.refinery_law import FOREIGN, add_law
from tests.planted.sales import Terms
from tests.planted.world import Demand, Haul, Lane, Market, Material, Tier, World

Floats = NDArray[np.float64]

WORKS, MILL = "works", "mill"
"""Where plants stand; the first one stands in Tanzania where the refinery has a plant abroad."""
TRAITS = (
    "abroad", "cast", "donors", "flux", "kept", "ore", "powder", "scarce", "second-accord", "shipped", "soda", "two-stages",
    "wash",
)  # fmt: skip
MINERAL = "tantalum"
HELD = {"salt": 0.12, "wash": 0.1, "cake": 0.2, "metal": 0.24, "ingot": 0.24, "powder": 0.1}
"""Tonnes of the mineral in a tonne of what holds it, where the refinery works ore."""
EXCLUDING = (("two-stages", "wash"), ("cast", "powder"))
"""Traits of which a refinery shows one at most."""


@dataclass(frozen=True)
class Plant:
    """A process whose lots the law looks at.

    Attributes:
        id: Name.
        site: Where it stands.
        inputs: What a unit takes of each material.
        outputs: What it makes of each material.
        parts: Inputs that end up in products.
        direct: Direct cost of processing.
        transforms: Whether it transforms substantially; else it is a simple process, whose products keep the origin of its feed.
        local: Share of its cost that stays in the country.
        jobs: Jobs per unit.
        share: Share of each node in which it runs.
    """

    id: str
    site: str
    inputs: dict[str, Floats]
    outputs: dict[str, Floats]
    parts: frozenset[str]
    direct: Floats
    transforms: bool
    local: float
    jobs: Floats
    share: Floats

    @property
    def feed(self) -> str:
        """The principal input."""
        return next(iter(self.inputs))

    @property
    def country(self) -> str:
        """Where it stands."""
        return "TZ" if self.site == MILL else "KE"


@dataclass(frozen=True)
class Bought:
    """A supply: what comes from which country, "" = home."""

    id: str
    material: str
    country: str
    mined: bool


@dataclass
class Refinery:
    """A refinery under construction.

    Attributes:
        world: The case that it is part of.
        traits: What it shows.
        outlet: Site from which products are sold.
        accords: Programmes with their rules of origin, in the order of their names.
        plants: In the order in which goods pass them.
        supplies: Where feed is from.
        demands: Buyers.
    """

    world: World
    traits: set[str]
    outlet: str
    accords: list[Accord] = field(default_factory=list)
    plants: list[Plant] = field(default_factory=list)
    supplies: list[Bought] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)

    @property
    def stock(self) -> str:
        """The material of which a stock is kept where it is sold; "" if there is none."""
        return self.main if "kept" in self.traits else ""

    def taken_at(self, material: str) -> str:
        """Return the site at which feed is taken in."""
        return MILL if "abroad" in self.traits and material == "salt" else WORKS

    @property
    def main(self) -> str:
        """The product that the last plant is there for."""
        return "ingot" if "cast" in self.traits else "metal"


def draw_refinery(world: World, traits: set[str]) -> Refinery:
    """Add a refinery with its law to a case: rows of tables, nothing of the program yet."""
    refinery = Refinery(world, traits, "quay" if "shipped" in traits else WORKS)
    for site in dict.fromkeys((WORKS, refinery.outlet)):
        add_site(world, site, "plant" if site == WORKS else "port")
    if "abroad" in traits:
        add_site(world, MILL, "plant", "TZ")
    _add_materials(world, traits)
    _add_plants(refinery)
    _add_supplies(refinery)
    parts = {name: None for plant in refinery.plants if plant.transforms for name in plant.inputs if name in plant.parts}
    refinery.accords = add_law(world, traits, [(material, refinery.taken_at(material)) for material in parts])
    _add_buyers(refinery)
    return refinery


def _add_materials(world: World, traits: set[str]) -> None:
    same = world.chance(0.4)
    rows = [
        Material("salt", "concentrate", 1500.0, "8112.31" if same else "2805.30"),
        Material("metal", "refined", 10000.0, "8112.99"),
    ]
    if "flux" in traits:
        rows.append(Material("flux", "input", 1000.0, "8112.21" if world.chance(0.4) else "2530.90"))
    if "soda" in traits:
        rows.append(Material("soda", "input", 300.0, "2836.20"))
    if "powder" in traits:
        rows.append(Material("powder", "refined", 8000.0, "8110.20"))
    if "wash" in traits:
        rows += [Material("sand", "input", 400.0, "2505.10"), Material("wash", "concentrate", 2000.0, rows[0].code)]
    if "cast" in traits:
        rows.append(Material("ingot", "refined", 11000.0, "8112.99.50"))
    if "two-stages" in traits:
        rows.append(Material("cake", "intermediate", 3600.0, "8112.29" if world.chance(0.3) else "2846.90"))
    for material in rows:
        is_sold = material.id in ("ingot", "powder") or (material.id == "metal" and "cast" not in traits)
        is_made = material.id in ("cake", "ingot", "metal", "powder")
        value = material.value * world.vector(*((0.5, 0.7) if is_sold else (0.9, 1.2)))
        fractions = {MINERAL: HELD[material.id]} if "ore" in traits and material.id in HELD else {}
        raw = bool(fractions) and material.id in ("salt", "wash")
        _add_material(world, replace(material, raw=raw, fractions=fractions, reference=value if is_made else None))
    if "ore" in traits:
        world.sheet.add("minerals", id=MINERAL)


def _add_material(world: World, material: Material) -> None:
    world.materials[material.id] = material
    key = world.sheet.add(
        "materials", id=material.id, stage=material.stage, raw=material.raw, hs_code=material.code, unit="t", tonnes_per_unit=1.0
    )
    if material.reference is not None:
        world.sheet.number("materials", key, "reference_value_per_unit", material.reference)
    for mineral, fraction in material.fractions.items():
        world.sheet.add("contents", material=material.id, mineral=mineral, fraction=fraction)


def _add_plants(refinery: Refinery) -> None:
    world, traits = refinery.world, refinery.traits
    beside: dict[str, tuple[float, float]] = {}
    beside |= {"flux": (0.15, 0.3)} if "flux" in traits else {}
    beside |= {"soda": (0.05, 0.2)} if "soda" in traits else {}
    made: dict[str, tuple[float, float]] = {"powder": (0.02, 0.06)} if "powder" in traits else {}
    plants, feed, yields, cost = refinery.plants, "salt", (0.32, 0.38), 250.0
    first = refinery.taken_at("salt")
    if "wash" in traits:
        plants.append(
            _plant(world, WORKS, "wash", {"salt": (1.0, 1.0), "sand": (0.1, 0.3)}, {"wash": (0.9, 1.1)}, 100.0, simple=True)
        )
        feed = "wash"
    if "two-stages" in traits:
        plants.append(_plant(world, first, "crack", {"salt": (1.0, 1.0)}, {"cake": (0.45, 0.55)}, 200.0))
        feed, yields, cost = "cake", (0.65, 0.75), 500.0
    plants.append(_plant(world, WORKS, "refine", {feed: (1.0, 1.0), **beside}, {"metal": yields, **made}, cost))
    if "cast" in traits:
        plants.append(_plant(world, WORKS, "cast", {"metal": (1.0, 1.0)}, {"ingot": (0.95, 1.0)}, 200.0, simple=True))


def _plant(
    world: World,
    site: str,
    name: str,
    taken: dict[str, tuple[float, float]],
    made: dict[str, tuple[float, float]],
    cost: float,
    *,
    simple: bool = False,
) -> Plant:
    """Add a plant that takes and makes amounts between two numbers, its feed first."""
    inputs = {material: world.vector(*amount, varies=amount != (1.0, 1.0)) for material, amount in taken.items()}
    outputs = {material: world.vector(*amount) for material, amount in made.items()}
    plant = Plant(
        name, site, inputs, outputs, frozenset(inputs) - {"soda"}, cost * world.vector(0.3, 1.0), not simple, world.draw(0, 0.8),
        world.vector(0, 0.1), np.ones(world.nodes),
    )  # fmt: skip
    sheet = world.sheet
    key = sheet.add("processes", id=name, site=site, feed=plant.feed, local_share=plant.local, substantial=not simple)
    sheet.number("processes", key, "jobs_per_unit", plant.jobs)
    sheet.number("processes", key, "direct_cost_per_unit", plant.direct)
    for direction, amounts in (("in", inputs), ("out", outputs)):
        for material, amount in amounts.items():
            part = direction == "out" or material in plant.parts
            flow = sheet.add("process_flows", process=name, material=material, direction=direction, constituent=part)
            sheet.number("process_flows", flow, "amount_per_unit", amount)
    return plant


def _add_supplies(refinery: Refinery) -> None:
    world = refinery.world
    for material in ("salt", "sand", "flux", "soda", "cake"):
        if material not in world.materials:
            continue
        most = {"salt": 3, "sand": 2, "flux": 2, "soda": 1, "cake": 1}[material]
        least = 1 if material in ("salt", "sand", "flux") else 0
        abroad = sorted(world.rng.choice(FOREIGN, int(world.rng.integers(least, most + 1)), replace=False).tolist())
        home = [""] if material in ("salt", "soda") or (material in ("flux", "sand") and world.chance(0.6)) else []
        for country in [*home, *abroad]:
            mined = material == "salt" and not country and refinery.taken_at(material) == WORKS
            refinery.supplies.append(Bought(f"{material}-{country.lower() or 'home'}", material, country, mined))


def _add_buyers(refinery: Refinery) -> None:
    world, lanes = refinery.world, dict[str, Lane]()
    markets = {name: Market(name, code, on_cif, world.vector(0, 0.01), world.vector(0.4, 1)) for name, code, on_cif in (
        ("london", "GB", False), ("osaka", "JP", True), ("arusha", "EAC", world.chance(0.5)),
    )}  # fmt: skip
    bases = world.rng.choice(["cif", "fob", "ddp"], 5).tolist()
    wanted = [("london", refinery.main, 2), ("osaka", refinery.main, 1), ("arusha", refinery.main, 1)]
    wanted += [("london", "powder", 1), ("osaka", "powder", 1)] if "powder" in refinery.traits else []
    for market in markets.values():
        key = world.sheet.add("markets", id=market.id, country=market.country, customs_basis="cif" if market.on_cif else "fob")
        world.sheet.number("markets", key, "insurance_rate", market.insurance)
        world.sheet.number("markets", key, "duty_incidence", market.incidence)
        lanes[market.id] = _add_lane(world, refinery.outlet, market.id)
    for (market_id, material, tiers), basis in zip(wanted, bases, strict=False):
        demand = Demand(f"{market_id}-{material}", markets[market_id], world.materials[material], basis, False, [])
        for rank in range(1, tiers + 1):
            demand.tiers.append(_tier(world, demand, str(rank)))
        arriving = world.vector(0.95, 1.0)
        key = world.sheet.add("lane_materials", lane=lanes[market_id].id, material=material)
        world.sheet.number("lane_materials", key, "share_arriving", arriving)
        inland = np.full(world.nodes, lanes[market_id].inland)
        freight = inland + world.vector(0.01, 0.04) * demand.material.value
        demand.hauls.append(Haul(lanes[market_id], demand.material, arriving, np.nan, freight=freight, inland=inland))
        _appraise(refinery, demand)
        refinery.demands.append(demand)


def _appraise(refinery: Refinery, demand: Demand) -> None:
    """Enter what the goods are worth to customs where a programme may be claimed, sometimes less than they turn out to be."""
    world, haul = refinery.world, demand.hauls[0]
    programmes = [a.programme for a in refinery.accords if a.programme.destination == demand.market.country]
    for tier in demand.tiers if programmes else ():
        terms = [Terms(world, demand, haul, programme) for programme in programmes]
        borders = [term.border(tier.price, haul.freight, haul.inland) for term in terms]
        value = np.max(borders, axis=0)
        if refinery.stock == demand.material.id:
            value = np.full(world.nodes, value.max())
        share = np.where(world.rng.random(world.nodes) < 0.1, 0.9, 1.0) * world.vector(1.0, 1.15)
        tier.appraised = value * share
        world.sheet.number("demands", f"{demand.id},{tier.id}", "appraised_value_per_unit", tier.appraised)


def _add_lane(world: World, start: str, market: str) -> Lane:
    local, transit, inland = world.draw(0, 0.1), int(world.rng.integers(0, 60)), world.draw(1, 40)
    lane = Lane(f"boat-{market}", start, market, np.ones(world.nodes), True, local, transit, inland=inland)
    world.sheet.add(
        "lanes", id=lane.id, from_site=start, to=market, transit_days=float(transit), local_share=local,
        inland_freight_per_tonne=inland,
    )  # fmt: skip
    return lane


def _tier(world: World, demand: Demand, rank: str) -> Tier:
    key = (demand.id, rank)
    most, least = world.ledger.row("demand", key, "le"), world.ledger.row("demand_minimum", key, "ge")
    price = demand.material.value * world.vector(0.85, 1.15)
    world.sheet.add(
        "demands", id=demand.id, tier=rank, market=demand.market.id, material=demand.material.id, price_basis=demand.basis,
        tier_meaning="separate_buyers",
    )  # fmt: skip
    return Tier(rank, np.ones(world.nodes), 1.0, most, least, price)
