"""What products of a planted refinery are worth, by origin, and the cost at which the best mode of the last plant just pays.

value of a product    the best that it is sold for, less the rent of the buyer's limit; or what it is kept for
rent of a limit       up to where another mode, or another buyer, is just as good: both are then used
cost of keeping       what goods of some origin gain by being kept
"""

import numpy as np
from numpy.typing import NDArray

from tests.planted.origins import Origin
from tests.planted.refinery_columns import Lots, Outlet
from tests.planted.refinery_map import WORKS
from tests.planted.refinery_values import LIKE, Redraw, Values

Floats = NDArray[np.float64]
Goods = tuple[str, Origin]


class Products:
    """Values of products, from the last nodes to the first."""

    def __init__(self, values: Values) -> None:
        """Value everything, and find what each node does best."""
        self.values, self.section, self.world = values, values.section, values.world
        self.refinery, self.book = values.refinery, values.book
        self.plant = self.refinery.plants[-1]
        self.net = {outlet: self.world.ledger.worth(outlet.column.gains) for outlet in self.section.outlets}
        self.best: dict[int, list[Lots]] = {}
        self.kept: dict[int, list[Origin]] = {}
        cost, keeping = np.zeros(self.world.nodes), np.zeros(self.world.nodes)
        for node in reversed(range(self.world.nodes)):
            self._value_all(node)
            if self.world.chance(0.6):
                self._rent_best_buyer(node)
            keeping[node] = self._keep(node)
            cost[node] = self._settle(node)
        self._write(cost, keeping)

    @property
    def goods(self) -> list[Goods]:
        """Every product with every origin that it can have where it is sold."""
        materials = dict.fromkeys(demand.material.id for demand in self.refinery.demands)
        return [(name, origin) for name in materials for origin in self.book.at.get((self.refinery.outlet, name), [])]

    def outlets(self, goods: Goods, node: int) -> list[tuple[float, Outlet]]:
        """Return what a unit of goods brings in every way in which it can be sold, the best first."""
        found = []
        for outlet in self.section.outlets:
            if (outlet.demand.material.id, outlet.origin) == goods and outlet.column.there[node]:
                assert outlet.tier.most is not None
                rent = float(outlet.tier.most.rents[node] * outlet.haul.arriving[node])
                found.append((float(self.net[outlet][node]) - rent, outlet))
        return sorted(found, key=lambda pair: -pair[0])

    def best_outlets(self, goods: Goods, node: int) -> list[Outlet]:
        """Return the ways to sell goods that bring most."""
        found = self.outlets(goods, node)
        return [outlet for worth, outlet in found if worth >= found[0][0] - LIKE * abs(found[0][0])]

    # Values.

    def _value_all(self, node: int) -> None:
        for goods in self.goods:
            found = self.outlets(goods, node)
            self._value(goods, node, found[0][0] if found else 0.0)

    def _value(self, goods: Goods, node: int, value: float) -> None:
        """Value goods where they are sold, and where they come from at what then remains."""
        self.section.row(self.refinery.outlet, *goods).rents[node] = -value
        if self.refinery.outlet != WORKS:
            ship = self.section.ships[goods]
            carriage = float(self.world.ledger.worth(ship.gains)[node])
            arriving = float(self.section.cart_arriving[node])
            self.section.row(WORKS, *goods).rents[node] = -(arriving * value + carriage)

    def _made(self, lots: Lots, material: str) -> Goods:
        return material, self.book.remembered(material, lots.mode.made)

    def _worth(self, lots: Lots, node: int) -> float:
        """Return what the products of a unit are worth."""
        made = self.plant.outputs.items()
        return sum(float(a[node]) * self.values.of(*self._made(lots, material), node) for material, a in made)

    def _margin(self, lots: Lots, node: int) -> float:
        return self._worth(lots, node) - self.values.full_cost(lots, node)

    def _running(self, node: int) -> list[Lots]:
        """Return the modes that can run at a node."""
        found = [lots for lots in self.values.of_plant(self.plant) if lots.run.there[node]]
        return [lots for lots in found if not self.values.chosen[lots, node].broken]

    def _rent_best_buyer(self, node: int) -> None:
        """Let the limit of the tier that takes the best mode's main product bind, up to where something else is as good."""
        best = max(self._running(node), key=lambda lots: self._margin(lots, node))
        found = self.outlets(self._made(best, self.refinery.main), node)
        if not found:
            return
        tier, per_unit = found[0][1].tier, float(self.plant.outputs[self.refinery.main][node] * found[0][1].haul.arriving[node])
        per_unit *= float(self.section.cart_arriving[node])
        instead = [self._margin_elsewhere(lots, node, tier) for lots in self._running(node)]
        rent = (self._margin(best, node) - max(instead)) / per_unit
        if np.isfinite(rent) and rent > 0:
            assert tier.most is not None
            tier.most.rents[node] = rent
            self._value_all(node)

    def _margin_elsewhere(self, lots: Lots, node: int, full: object) -> float:
        """Return the margin of a mode whose main product is not sold into a tier."""
        goods = self._made(lots, self.refinery.main)
        other = [worth for worth, outlet in self.outlets(goods, node) if outlet.tier is not full]
        if not other:
            return -np.inf
        now = -float(self.section.row(self.refinery.outlet, *goods).rents[node])
        amount = float(self.plant.outputs[self.refinery.main][node] * self.section.cart_arriving[node])
        return self._margin(lots, node) - amount * (now - other[0])

    # Stocks.

    def can_be_kept(self, origin: Origin, node: int) -> bool:
        """Return whether goods may be kept to the next nodes and be sold, or kept, in all of them."""
        after = np.flatnonzero(self.world.horizon.children[node])
        goods = self.refinery.stock, origin
        return len(after) > 0 and all(self.outlets(goods, n) or self.can_be_kept(origin, n) for n in after.tolist())

    def _keep(self, node: int) -> float:
        """Return what keeping costs: as much as goods of some origin gain by it; goods not sold now are worth what is left."""
        material, outlet = self.refinery.stock, self.refinery.outlet
        if not material:
            return 0.0
        later, now = dict[Origin, float](), dict[Origin, float]()
        for origin in self.section.stocks:
            rents = self.section.row(outlet, material, origin).rents
            later[origin], now[origin] = -float(self.world.horizon.children[node] @ rents), -float(rents[node])
        waiting = [o for o in later if not self.outlets((material, o), node) and self.can_be_kept(o, node)]
        cost = self.world.draw(0.001, 0.03) * float(self.world.size(material)[node])
        cost = max([cost, *(later[o] - now[o] for o in later if o not in waiting)])
        for origin in waiting:
            now[origin] = max(later[origin] - cost, 0.0)
            self._value((material, origin), node, now[origin])
        alike = LIKE * float(self.world.size(material)[node])
        gaining = [o for o in later if abs(later[o] - now[o] - cost) <= alike and later[o] > 0]
        self.kept[node] = [origin for origin in gaining if self.can_be_kept(origin, node)]
        return cost

    # The last plant.

    def _settle(self, node: int) -> float:
        """Return the cost per unit of the last plant, in what it is worth, at which the best of its modes just pays."""
        running = self._running(node)
        margins = [self._margin(lots, node) for lots in running]
        most = max(margins)
        alike = 10.0 * LIKE * max(abs(self._worth(lots, node)) for lots in running)
        self.best[node] = [lots for lots, margin in zip(running, margins, strict=True) if margin >= most - alike]
        for lots in self.values.of_plant(self.plant):
            if lots.run.there[node] and lots not in running:
                self.values.hold(lots, node, self._worth(lots, node) - most)
        return most

    def _write(self, cost: Floats, keeping: Floats) -> None:
        """Set the numbers of the last plant and of the stock."""
        per_unit = -self.world.ledger.worth(self.values.per_unit(self.plant))
        if (per_unit <= 0).any():
            raise Redraw
        self.values.spend(self.plant, cost / per_unit)
        if self.refinery.stock:
            years = [("storage", self.world.horizon.years)]
            rate = keeping / -self.world.ledger.worth(years)
            key = f"{self.refinery.outlet},{self.refinery.stock}"
            self.world.sheet.number("stocks", key, "cost_per_unit_year", rate)
            for column in self.section.stocks.values():
                column.gains.append(("storage", rate * self.world.horizon.years))
