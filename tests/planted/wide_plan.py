"""Values, rents and the plan of a wide network, and the numbers of its tables.

    value of ore and acid     by the cheapest ways from their mines and sellers
    value of what is made     (value of the feed + cost + rents + what the others are worth) / amount, then by the cheapest ways
    sale                      in full where the price beats the cheapest delivery, in part where it equals it, else none

A rent at a node where nothing uses the limit is no rent but a cost, and is made one.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.planted.cheapest import Keep, Leg, Ways, cheapest_ways
from tests.planted.horizon import Horizon
from tests.planted.wide_map import Lane, Map, Plant, Supply

Floats = NDArray[np.float64]

STAGES = ("input", "ore", "concentrate", "refined")
"""Materials that are carried, in the order in which they are made."""
VARIES = 0.3
"""Share of the numbers that differ from node to node."""
LIMITED, WITH_RENT = 0.1, 0.5
"""Share of things that have a limit, and of the nodes at which such a limit binds."""
LOSING = 0.2
"""Share of materials on lanes that lose something under way."""
STORES = 0.15
"""Share of the sites at which a material is kept."""
MARGINAL, FORCED = 0.1, 0.1
"""Share of the nodes at which a tier is sold in part, and of tiers of which an amount is due whatever it costs."""
FREIGHT_PER_KM = 0.05


@dataclass(eq=False)
class Number:
    """A cost per node, and the limit that may go with it.

    Attributes:
        value: The cost, undiscounted: per node.
        rent: Discounted rent of the limit: per node; 0 where it does not bind.
        limited: Whether there is a limit.
        used: What the plan uses of it: per node.
    """

    value: Floats
    rent: Floats
    limited: bool
    used: Floats

    def settle(self, money: Floats) -> None:
        """Make rents of what is not used part of the cost."""
        idle = (self.used == 0) & (self.rent > 0)
        self.value = np.where(idle, self.value + self.rent / money, self.value)
        self.rent = np.where(idle, 0.0, self.rent)


@dataclass(eq=False)
class Carriage:
    """One material on one lane."""

    lane: Lane
    material: int
    number: Number
    joint: Number
    arriving: float

    def use(self, amount: Floats) -> None:
        """Let the plan send so much off."""
        self.number.used = self.number.used + amount
        self.joint.used = self.joint.used + amount

    def length(self, money: Floats) -> Floats:
        """Return what it costs to send one unit off, rents included, discounted."""
        return money * self.number.value + self.number.rent + self.joint.rent


@dataclass(eq=False)
class Store:
    """A place where a material is kept."""

    site: int
    material: int
    number: Number


@dataclass(eq=False)
class Tier:
    """A tier of a demand.

    Attributes:
        name: Its key: demand and tier.
        market: Id of the market.
        material: Position of the material.
        price: Price per node.
        most: Largest amount per year.
        least: Least amount per year.
        sold: What is sold per node.
        rent: Dual of the limit from above, or if negative of the least amount, discounted.
    """

    name: tuple[str, str]
    market: str
    material: int
    price: Floats
    most: float
    least: float
    sold: Floats
    rent: Floats


@dataclass
class Planner:
    """Everything that is planned, while it is planned.

    Attributes:
        rng: Source of all numbers.
        drawn: The map.
        horizon: The nodes.
        carriages: Every material on every lane.
        joints: What all materials of a lane share, by lane.
        supplies: Supplies with their cost and the discounted rent of their reserve.
        plants: Plants with their cost.
        power: Price of power by site.
        stores: Where something is kept.
        tiers: Tiers of demands.
        sent: What leaves for a tier over a lane: per node.
        ways: Cheapest ways of each material that is carried.
        legs: Carriages that the legs of these ways are.
        wanted: What is to be had of each material: (sites, nodes).
    """

    rng: np.random.Generator
    drawn: Map
    horizon: Horizon
    carriages: list[Carriage] = field(default_factory=list)
    joints: dict[str, Number] = field(default_factory=dict)
    supplies: list[tuple[Supply, Number, float]] = field(default_factory=list)
    plants: list[tuple[Plant, Number]] = field(default_factory=list)
    power: dict[int, Number] = field(default_factory=dict)
    stores: list[Store] = field(default_factory=list)
    tiers: list[Tier] = field(default_factory=list)
    sent: dict[tuple[tuple[str, str], str], Floats] = field(default_factory=dict)
    ways: dict[int, Ways] = field(default_factory=dict)
    legs: dict[int, list[Carriage]] = field(default_factory=dict)
    wanted: dict[int, Floats] = field(default_factory=dict)

    @property
    def money(self) -> Floats:
        """What money of each node weighs."""
        return self.horizon.money

    def draw(self, base: float, *, rent: float = 0.0, varies: float = VARIES) -> Number:
        """Return a cost around a base, and perhaps a limit whose rent is up to a share of it."""
        nodes, chance = len(self.horizon), self.rng.random
        varying = chance() < varies
        shape = self.rng.uniform(0.8, 1.25, nodes) if varying else np.full(nodes, self.rng.uniform(0.8, 1.25))
        limited = rent > 0 and chance() < LIMITED
        rents = self.rng.uniform(0.0, 1.0, nodes) * rent * base * self.money
        binding = self.rng.random(nodes) < WITH_RENT
        return Number(np.round(base * shape, 5), np.where(limited & binding, rents, 0.0), limited, np.zeros(nodes))

    def value(self, site: int, material: int) -> Floats:
        """Return the value of a material at a site: per node. What can be thrown away is worth minus the cost of that."""
        discard = self.drawn.materials[material].discard_cost
        return -discard * self.money if discard else self.ways[material].value[site]

    def offers(self) -> dict[tuple[str, int], list[Carriage]]:
        """Return the carriages to every market by market and material."""
        markets, found = {market.name for market in self.drawn.markets}, dict[tuple[str, int], list[Carriage]]()
        for item in self.carriages:
            if item.lane.to in markets:
                found.setdefault((item.lane.to, item.material), []).append(item)
        return found

    def cost_delivered(self, item: Carriage) -> Floats:
        """Return what one unit that arrives costs over a carriage to a market, discounted: per node."""
        return (self.value(item.lane.start, item.material) + item.length(self.money)) / item.arriving


def plan_network(rng: np.random.Generator, drawn: Map, horizon: Horizon) -> Planner:
    """Draw costs and rents, and return them with the values and the plan that follow."""
    planner = Planner(rng, drawn, horizon)
    _draw_costs(planner)
    by_stage = {stage: [row for row, item in enumerate(drawn.materials) if item.stage == stage] for stage in STAGES}
    for stage in STAGES:
        for material in by_stage[stage]:
            _find_ways(planner, material)
            planner.wanted[material] = np.zeros(planner.ways[material].value.shape)
    for (market, material), offers in sorted(planner.offers().items()):
        _sell(planner, market, material, offers)
    for stage in reversed(STAGES):
        for material in by_stage[stage]:
            _bring(planner, material)
    _settle(planner)
    return planner


def _draw_costs(planner: Planner) -> None:
    drawn, rng = planner.drawn, planner.rng
    for lane in (*drawn.lanes, *drawn.deliveries):
        base = 1.0 + FREIGHT_PER_KM * lane.km
        planner.joints[lane.name] = joint = planner.draw(base, rent=0.3)
        for material in lane.carries:
            arriving = round(float(rng.uniform(0.96, 0.999)), 4) if rng.random() < LOSING else 1.0
            planner.carriages.append(Carriage(lane, material, planner.draw(base, rent=0.2), joint, arriving))
    for supply in drawn.supplies:
        reserve = float(rng.uniform(0.0, 0.2)) * supply.cost * float(planner.money[-1])
        limited = supply.mined and rng.random() < LIMITED
        planner.supplies.append((supply, planner.draw(supply.cost, rent=0.5, varies=1.0), reserve if limited else 0.0))
    for plant in drawn.plants:
        planner.plants.append((plant, planner.draw(plant.cost, rent=0.5)))
        if plant.site not in planner.power:
            planner.power[plant.site] = planner.draw(60.0, rent=0.4)
    for site in range(len(drawn.sites)):
        if rng.random() < STORES:
            material = int(rng.choice(drawn.carried))
            planner.stores.append(Store(site, material, planner.draw(float(rng.uniform(0.1, 2.0)), rent=0.5)))


def _find_ways(planner: Planner, material: int) -> None:
    """Find what a unit costs everywhere at the least."""
    drawn, money = planner.drawn, planner.money
    sources = np.full((len(drawn.sites), len(money)), np.inf)
    for supply, number, reserve in planner.supplies:
        if supply.material == material:
            sources[supply.site] = money * number.value + number.rent + reserve
    for plant, number in planner.plants:
        if plant.product == material:
            sources[plant.site] = _cost_of_run(planner, plant, number) / plant.amount
    mine = [item for item in planner.carriages if item.material == material and item.lane.to in drawn.sites]
    keeps = [
        Keep(store.site, money * planner.horizon.years * store.number.value + store.number.rent)
        for store in planner.stores
        if store.material == material
    ]
    legs = [Leg(item.lane.start, item.lane.end, item.length(money), item.arriving) for item in mine]
    planner.legs[material], planner.ways[material] = mine, cheapest_ways(sources, tuple(legs), tuple(keeps))


def _cost_of_run(planner: Planner, plant: Plant, number: Number) -> Floats:
    money, power = planner.money, planner.power[plant.site]
    cost = planner.value(plant.site, plant.feed) + money * number.value + number.rent
    cost = cost + plant.power * (money * power.value + power.rent)
    for material, amount in plant.others.items():
        cost = cost - amount * planner.value(plant.site, material)
    return np.asarray(cost)


def _sell(planner: Planner, market: str, material: int, offers: list[Carriage]) -> None:
    """Draw the tiers of a demand and sell what pays, over the cheapest delivery of each node."""
    rng, money = planner.rng, planner.money
    costs = [planner.cost_delivered(item) for item in offers]
    cheapest, best = np.minimum.reduce(costs), np.argmin(costs, axis=0)
    for rank in (1, 2):
        middle = float(np.median(cheapest / money)) * float(rng.uniform(0.95, 1.3)) * (1.1 - 0.1 * rank)
        marginal = rng.random(len(money)) < MARGINAL
        price = np.where(marginal, cheapest / money, planner.draw(middle, varies=0.5).value)
        most = round(float(rng.uniform(50.0, 500.0)), 2)
        least = round(most * float(rng.uniform(0.1, 0.5)), 3) if rng.random() < FORCED else 0.0
        gain = np.where(marginal, 0.0, price * money - cheapest)
        part = np.maximum(most * rng.uniform(0.2, 0.8, len(money)), least)
        yearly = np.where(marginal, part, np.where(gain > 0, most, least))
        rent = np.where((gain > 0) | (least > 0), gain, 0.0)
        name = (f"{market}-{planner.drawn.materials[material].name}", str(rank))
        tier = Tier(name, market, material, price, most, least, yearly * planner.horizon.years, rent)
        planner.tiers.append(tier)
        for at, item in enumerate(offers):
            sent = np.where(best == at, tier.sold / item.arriving, 0.0)
            planner.sent[name, item.lane.name] = sent
            planner.wanted[material][item.lane.start] += sent
            item.use(sent)


def _bring(planner: Planner, material: int) -> None:
    """Trace what is wanted of a material back to its sources, and want what these take in."""
    given, carried, kept = planner.ways[material].bring(planner.wanted[material])
    for item, amount in zip(planner.legs[material], carried, strict=True):
        item.use(amount)
    for store, amount in zip([store for store in planner.stores if store.material == material], kept, strict=True):
        store.number.used = amount
    for supply, number, _ in planner.supplies:
        if supply.material == material:
            number.used = given[supply.site]
    for plant, number in planner.plants:
        if plant.product == material:
            number.used = given[plant.site] / plant.amount
            planner.power[plant.site].used = planner.power[plant.site].used + plant.power * number.used
            planner.wanted[plant.feed][plant.site] += number.used
            for other, amount in plant.others.items():
                if amount < 0:
                    planner.wanted[other][plant.site] -= amount * number.used


def _settle(planner: Planner) -> None:
    """Make costs of rents of what nothing uses; a lane's goes to each material that it carries."""
    money, years = planner.money, planner.horizon.years
    for item in planner.carriages:
        idle = item.joint.used == 0
        item.number.value = item.number.value + np.where(idle, item.joint.rent / money, 0.0)
    for joint in planner.joints.values():
        joint.rent = np.where(joint.used == 0, 0.0, joint.rent)
    for number in (
        *(item.number for item in planner.carriages),
        *(number for _, number, _ in planner.supplies),
        *(number for _, number in planner.plants),
        *planner.power.values(),
    ):
        number.settle(money)
    for store in planner.stores:
        store.number.settle(money * years)
    for at, (supply, number, reserve) in enumerate(planner.supplies):
        if reserve and not number.used.any():
            number.value = number.value + reserve / money
            planner.supplies[at] = (supply, number, 0.0)
