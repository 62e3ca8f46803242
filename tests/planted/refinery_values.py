"""What feed and lots are worth in a planted refinery: values are drawn, then the cheapest lot of every mode is found.

value of feed    drawn; where home feed is scarce that of some foreign feed
value of cake    what the cheapest of the modes that make it of that origin spends on it
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tests.planted.cheapest_lot import CheapestLot, cheapest_lot
from tests.planted.ledger import Column
from tests.planted.origins import HOME_GOODS, Fed, Origin
from tests.planted.refinery_columns import Lots, Section
from tests.planted.refinery_map import WORKS, Plant

Floats = NDArray[np.float64]

FINE, HARDER = 100.0, (30.0, 1e3, 1e5)
"""Cost, in products of a lot, of missing a rule by their whole worth; and where that is not enough."""
UNWANTED = 3.0
"""How much more than usual that is worth which cannot be had."""
LIKE = 1e-12
NUDGE = 1e-7


class Redraw(Exception):
    """The numbers drawn allow no plan: others are drawn."""


@dataclass(frozen=True)
class Chosen:
    """The cheapest lot of a mode at a node, per unit of the plant.

    Attributes:
        cost: What it costs.
        broken: Whether no feed keeps its rules.
        feed: Feed.
        donated: What counts as donated by programme.
    """

    cost: float
    broken: bool
    feed: dict[Fed, float]
    donated: dict[str, float] = field(default_factory=dict)


class Values:
    """Values of feed, and the cheapest lots at these."""

    def __init__(self, section: Section) -> None:
        """Value feed, then what all plants but the last make."""
        self.section, self.world = section, section.world
        self.book, self.refinery = section.book, section.refinery
        self.chosen: dict[tuple[Lots, int], Chosen] = {}
        self.makers: dict[tuple[str, Origin, int], Lots] = {}
        self._value_feed()
        for plant in self.refinery.plants:
            self._rent_capacity(plant)
        for plant in self.refinery.plants[:-1]:
            self._value_made(plant)
        self.choose(self.refinery.plants[-1])

    def of(self, material: str, origin: Origin, node: int) -> float:
        """Return what a unit is worth where it is taken in, or sold from."""
        return -float(self.section.row(self.refinery.taken_at(material), material, origin).rents[node])

    def of_plant(self, plant: Plant) -> list[Lots]:
        """Return the modes of a plant."""
        return [lots for lots in self.section.lots if lots.mode.plant is plant]

    def _value_feed(self) -> None:
        world, section = self.world, self.section
        fed = {name for plant in self.refinery.plants for name in plant.inputs}
        for (site, material, origin), row in section.rows.items():
            if material in fed:
                row.rents = -world.size(material) * world.rng.uniform(0.7, 1.2, world.nodes)
                if (site, material, origin) not in section.supplies:
                    row.rents = -world.size(material) * UNWANTED
        abroad = [origin for _, name, origin in section.supplies if name == "salt" and origin != HOME_GOODS]
        where = self.refinery.taken_at("salt")
        if "scarce" in self.refinery.traits and abroad:
            like = section.row(where, "salt", abroad[int(world.rng.integers(0, len(abroad)))])
            home = section.row(where, "salt", HOME_GOODS)
            home.rents = np.where(world.rng.random(world.nodes) < 0.5, like.rents, home.rents)

    # Lots.

    def choose(self, plant: Plant) -> None:
        """Find the cheapest lots of a plant."""
        for lots in self.of_plant(plant):
            for node in np.flatnonzero(lots.run.there).tolist():
                self._choose(lots, node, FINE)

    def _choose(self, lots: Lots, node: int, fine: float) -> None:
        if lots.mode.mixes:
            self._choose_mixed(lots, node, fine)
            return
        amounts = {material: float(amount[node]) for material, amount in lots.mode.plant.inputs.items()}
        taken = {material: next(iter(origins), HOME_GOODS) for material, origins in lots.mode.taken.items()}
        cost = sum(amount * self.of(material, taken[material], node) for material, amount in amounts.items())
        feed = {self.book.fed(material, taken[material]): amount for material, amount in amounts.items()}
        self.chosen[lots, node] = Chosen(cost, not lots.mode.is_possible, feed)

    def _choose_mixed(self, lots: Lots, node: int, fine: float) -> None:
        """Find the cheapest lot of a mode that mixes, and set the rents of its rows."""
        costs = self._costs(lots, node)
        lot = self._cheapest(lots, node, costs, fine)
        for at, row in enumerate(lots.mixes.values()):
            row.rents[node] = -lot.inputs[at]
        for at, condition in enumerate(lots.conditions):
            condition.row.rents[node] = condition.sign * lot.conditions[at] / self._scale(lots, node)
        amounts = self._between(lots, node, costs, lot)
        of_feed = {column: fed for fed, column in lots.feed.items()}
        of_donor = {column: programme for programme, column in lots.donors.items()}
        amount_of = dict(zip(self._open(lots, node), amounts.tolist(), strict=True))
        feed = {of_feed[column]: amount for column, amount in amount_of.items() if column in of_feed}
        donated = {of_donor[column]: amount for column, amount in amount_of.items() if column in of_donor}
        self.chosen[lots, node] = Chosen(lot.cost, lot.broken, feed, donated)

    def _open(self, lots: Lots, node: int) -> list[Column]:
        return [column for column in (*lots.feed.values(), *lots.donors.values()) if column.there[node]]

    def _costs(self, lots: Lots, node: int) -> Floats:
        """Return what a unit of every feed costs: its value, and what is due on its entering a lot."""
        fed = {column: one for one, column in lots.feed.items()}
        values = [self.of(fed[c].material, fed[c].origin, node) if c in fed else 0.0 for c in self._open(lots, node)]
        due = [float(self.world.ledger.worth(column.gains)[node]) for column in self._open(lots, node)]
        return np.array(values) - np.array(due)

    def _scale(self, lots: Lots, node: int) -> float:
        """Return about what the products of a lot are worth, in money."""
        return sum(float(a[node]) * self.world.materials[m].value for m, a in lots.mode.plant.outputs.items())

    def _cheapest(self, lots: Lots, node: int, costs: Floats, fine: float) -> CheapestLot:
        """Return the cheapest lot; an input of which everything is forbidden is had for the fine."""
        columns, scale = self._open(lots, node), self._scale(lots, node)
        fed, inputs = {column: one for one, column in lots.feed.items()}, list(lots.mixes)
        input_of = [inputs.index(fed[column].material) if column in fed else -1 for column in columns]
        units = np.array([scale if column in fed else 1.0 for column in columns])  # What is donated is counted in scales.
        shut = [at for at in range(len(inputs)) if at not in input_of]
        taken = np.array([lots.mode.plant.inputs[material][node] for material in inputs])
        rows, sides = np.zeros((len(lots.conditions), len(columns) + len(shut))), np.zeros(len(lots.conditions))
        for at, condition in enumerate(lots.conditions):
            found = [float(condition.of_feed[column][node]) if column in condition.of_feed else 0.0 for column in columns]
            rows[at, : len(columns)] = condition.sign * np.array(found) / units
            sides[at] = -condition.sign * condition.of_run[node] / scale
        whole = fine * scale * float(self.world.horizon.money[node])
        costs = np.concatenate([costs, np.full(len(shut), whole)])
        lot = cheapest_lot(costs, [*input_of, *shut], taken, rows, sides, whole)
        feed = lot.feed[: len(columns)] * np.where(units == 1.0, scale, 1.0)
        return replace(lot, feed=feed, broken=lot.broken or bool(shut))

    def _between(self, lots: Lots, node: int, costs: Floats, lot: CheapestLot) -> Floats:
        """Return what goes in: where home feed is as cheap as other, something between the cheapest lots."""
        home = lots.feed.get(self.book.fed("salt", HOME_GOODS))
        if home is None or lot.broken:
            return lot.feed
        nudge = NUDGE * costs * np.array([float(column is home) for column in self._open(lots, node)])
        ends = [self._cheapest(lots, node, costs + sign * nudge, FINE).feed for sign in (-1.0, 1.0)]
        share = self.world.draw(0.2, 0.8)
        mixed = share * ends[0] + (1.0 - share) * ends[1]
        as_cheap = abs(float(costs @ (mixed - lot.feed))) <= LIKE * float(costs @ lot.feed)
        return np.asarray(mixed) if as_cheap else lot.feed

    # Plants.

    def _rent_capacity(self, plant: Plant) -> None:
        size, random = 0.02 * self.world.size("metal"), self.world.rng
        binding = random.random(self.world.nodes) < 0.4
        self.section.capacity[plant.id].rents = np.where(binding, random.uniform(0.1, 1.0, self.world.nodes) * size, 0.0)

    def per_unit(self, plant: Plant) -> list[tuple[str, Floats]]:
        """Return what a plant's cost per unit adds to measures."""
        return [("processing", np.ones(self.world.nodes)), ("local_cost", np.full(self.world.nodes, plant.local))]

    def spend(self, plant: Plant, cost: Floats) -> None:
        """Let a unit of a plant cost so much."""
        if (cost < plant.direct).any():
            raise Redraw
        self.world.sheet.number("processes", plant.id, "operating_cost_per_unit", cost)
        for lots in self.of_plant(plant):
            lots.run.gains += [(measure, amount * cost) for measure, amount in self.per_unit(plant)]

    def full_cost(self, lots: Lots, node: int) -> float:
        """Return what a unit of a mode costs: its feed, its plant as far as that is known, and the rent of the plant."""
        rent = float(self.section.capacity[lots.mode.plant.id].rents[node])
        return self.chosen[lots, node].cost + rent - float(self.world.ledger.worth(lots.run.gains)[node])

    def hold(self, lots: Lots, node: int, value: float) -> None:
        """Raise the fine on lots that cannot keep their rules until their products, worth so much, do not pay for them."""
        for harder in HARDER if self.chosen[lots, node].broken and lots.mode.mixes else ():
            if self.full_cost(lots, node) < value:
                self._choose(lots, node, FINE * harder)
        if self.full_cost(lots, node) < value * (1.0 - LIKE):
            raise Redraw

    def _value_made(self, plant: Plant) -> None:
        """Value what a plant makes, of each origin, at what the cheapest of the modes that make it so spends."""
        self.choose(plant)
        self.spend(plant, plant.direct * self.world.vector(1.0, 1.5))
        ((material, amount),) = plant.outputs.items()
        making: dict[Origin, list[Lots]] = {}
        for lots in self.of_plant(plant):
            making.setdefault(self.book.remembered(material, lots.mode.made), []).append(lots)
        for origin, all_lots in making.items():
            row = self.section.row(plant.site, material, origin)
            for node in range(self.world.nodes):
                there = [lots for lots in all_lots if lots.run.there[node]]
                sound = [lots for lots in there if not self.chosen[lots, node].broken]
                costs = [self.full_cost(lots, node) for lots in sound]
                value = min(costs, default=UNWANTED * float(self.world.size(material)[node] * amount[node]))
                row.rents[node] = -value / amount[node]
                if sound:
                    self.makers[material, origin, node] = sound[int(np.argmin(costs))]
                for lots in there:
                    self.hold(lots, node, value)
            if plant.site != WORKS:
                carriage = self.world.ledger.worth(self.section.ferries[material, origin].gains)
                self.section.row(WORKS, material, origin).rents = row.rents + carriage
