"""Sales of planted cases: prices at which the chosen hauls just pay, under the claims that pay best, and no other sale pays.

For a unit shipped with share rho arriving, at price P, with freight F, F_in of it inland, b = (F - F_in) / rho, and a premium
i = 1.1 rate CIF abroad:

    cif:  CIF = P                      V = CIF - b - i    exporter pays F and rho i
    fob:  CIF = (P + b) / (1 - 1.1 r)  V = P              exporter pays F_in
    ddp:  CIF + duty = P               V = CIF - b - i    exporter pays F, rho i and all duty
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import AT_ENTRY, Programme
from tests.planted.horizon import ordinal
from tests.planted.ledger import Column
from tests.planted.measures import leaves_home
from tests.planted.network import goods_sold
from tests.planted.prices import write_freight
from tests.planted.roots import rising_root
from tests.planted.royalties import sale_royalty
from tests.planted.world import HOME, Demand, Haul, World

Floats = NDArray[np.float64]
Gains = list[tuple[str, Floats]]


@dataclass(eq=False)
class Terms:
    """What a haul into a demand earns under a claim, as a function of price and freight; home ore alone bears royalties."""

    world: World
    demand: Demand
    haul: Haul
    claim: Programme | None
    home_ore: bool = True

    def __post_init__(self) -> None:
        """Look up what does not hang on price and freight."""
        haul, world = self.haul, self.world
        self.goods, self.levied = goods_sold(haul, self.demand), goods_sold(haul, self.demand, 0)
        self.leaving = leaves_home(world, haul.lane.start, haul.lane.end)
        self.abroad = self.demand.market.country != HOME
        self.loading = 1.1 * self.demand.market.insurance * self.abroad
        self.royalty = sale_royalty(world, haul.material) * self.home_ore

    def gains(self, price: Floats, freight: Floats, inland: Floats) -> Gains:
        """Return the amounts per unit shipped."""
        world, haul, market = self.world, self.haul, self.demand.market
        rho = haul.arriving
        cif, border = self._values(price, (freight - inland) / rho)
        paid = inland if self.demand.basis == "fob" else freight
        gains = [("revenue", rho * price), ("freight", paid), ("local_cost", haul.lane.local * paid)]
        if self.abroad and self.demand.basis != "fob":
            gains.append(("insurance", rho * self.loading * cif))
        if self.abroad:
            gains += self._duty(np.maximum(cif if market.on_cif else border, 0.0))
        if self.leaving or not self.abroad:
            gains.append(("royalty", rho * np.maximum(border, 0.0) * self.royalty))
        if self.leaving:
            worth = np.maximum(border, 0.0)
            levies = world.law.charges(self.levied, worth, kinds=("export_levy",))
            gains += [("export_levy", rho * levies["export_levy"]), ("export_value", rho * worth)]
        if self.claim is not None:
            gains.append(("claim_cost", np.full(world.nodes, self.claim.claim_cost * haul.material.tonnes)))
        return gains

    def border(self, price: Floats, freight: Floats, inland: Floats) -> Floats:
        """Return the border value per unit arriving."""
        return self._values(price, (freight - inland) / self.haul.arriving)[1]

    def _values(self, price: Floats, carriage: Floats) -> tuple[Floats, Floats]:
        """Return CIF and border value per unit arriving."""
        loading = self.loading
        if self.demand.basis == "fob":
            return (price + carriage) / (1.0 - loading), price
        cif = price
        if self.demand.basis == "ddp":

            def excess(value: Floats) -> Floats:
                customs = value if self.demand.market.on_cif else value * (1.0 - loading) - carriage
                return value + self._charged(np.maximum(customs, 0.0)) - price

            cif = rising_root(excess, price / 2.0, np.abs(price) / 2.0)
        return cif, cif * (1.0 - loading) - carriage

    def _charged(self, value: Floats, *, claimed: bool = True) -> Floats:
        """Return all charges on entry per unit arriving."""
        charges = self.world.law.charges(self.goods, value, self.claim if claimed else None)
        return sum(charges.values(), np.zeros(value.shape))

    def _duty(self, value: Floats) -> Gains:
        """Return what is charged on entry, and what the exporter bears of it; a refund comes back where its day falls."""
        world, rho = self.world, self.haul.arriving
        share = rho * (1.0 if self.demand.basis == "ddp" else self.demand.market.incidence)
        charges = world.law.charges(self.goods, value, self.claim)
        gains = [("fees" if kind == "fee" else "duty", share * charges[kind]) for kind in AT_ENTRY]
        gains += [("duty_assessed", rho * charges[kind]) for kind in AT_ENTRY]
        if self.claim is not None and self.claim.refund:
            saved = self._charged(value, claimed=False) - sum(charges.values(), np.zeros(value.shape))
            later = saved * world.law.refunded(self.claim, self.goods)
            day = ordinal(self.claim.refund)
            back = world.horizon.under & (world.horizon.first <= day) & (day <= world.horizon.last)
            for measure, part in (("duty", share), ("duty_assessed", rho)):
                gains += [(measure, part * later), (measure, -(part * later)[:, np.newaxis] * back)]
        return gains


class Seller:
    """Prices one demand."""

    def __init__(self, world: World, demand: Demand) -> None:
        """Collect hauls, claims and columns."""
        self.world, self.demand = world, demand
        self.hauls, self.ledger = demand.hauls, world.ledger
        self.anchor = next(at for at, tier in enumerate(demand.tiers) if tier.ratio == 1.0)
        programmes = {programme.id: programme for programme in world.law.programmes}
        self.options: dict[tuple[Haul, int], list[tuple[Terms, Column]]] = {}
        for haul in self.hauls:
            for sale in haul.sales:
                terms = Terms(world, demand, haul, programmes.get(sale.claim))
                self.options.setdefault((haul, sale.tier), []).append((terms, sale.column))
        self.open = np.array([haul.lane.share > 0 for haul in self.hauls])
        self.used = np.array([haul.amounts > 0 for haul in self.hauls])
        self.left = np.array([haul.amounts for haul in self.hauls])
        self.busy = self.used.any(axis=0)
        self.size = world.size(demand.material.id)

    def plan(self) -> None:
        """Set prices and freights, split hauls over tiers and claims, and write the numbers."""
        for haul in self.hauls:
            self._draw_freight(haul)
        anchor = self.demand.tiers[self.anchor]
        assert anchor.most is not None
        binding = self.busy & (self.world.rng.random(self.world.nodes) < 0.5)
        anchor.most.rents = np.where(binding, self.world.rng.uniform(0.02, 0.1, self.world.nodes) * self.size, 0.0)
        base = self._base_price()
        for tier in self.demand.tiers:
            tier.price = base * tier.ratio
        for position, haul in enumerate(self.hauls):
            self._raise_freight(haul, self.used[position], (self.anchor,), np.zeros(self.world.nodes))
        for at, _ in enumerate(self.demand.tiers):
            if at != self.anchor:
                self._fill(at)
        self._price_out_idle()
        self._sell_rest()
        self._settle_gains()

    def _price_out_idle(self) -> None:
        """Raise the freight of hauls that are not used until no tier pays for them."""
        margin = 0.05 * self.world.rng.uniform(0.1, 1.0, self.world.nodes) * self.size
        for position, haul in enumerate(self.hauls):
            idle = self.busy & self.open[position] & ~self.used[position]
            self._raise_freight(haul, idle, tuple(range(len(self.demand.tiers))), margin)

    def _settle_gains(self) -> None:
        """Give every sale what it earns at the prices and freights found."""
        for (haul, at), options in self.options.items():
            for terms, column in options:
                price = self.demand.tiers[at].price
                column.gains += terms.gains(price, haul.freight, haul.inland)

    def _draw_freight(self, haul: Haul) -> None:
        draw, material = self.world.vector, haul.material
        inland = (
            draw(1.0, 4.0) * material.tonnes if haul.lane.dock else np.full(self.world.nodes, haul.lane.inland * material.tonnes)
        )
        haul.inland = inland
        haul.freight = inland * draw(1.1, 1.5) + draw(0.01, 0.05) * abs(material.value)

    def _surplus(self, haul: Haul, at: int, price: Floats, more: Floats) -> list[Floats]:
        """Return the reduced cost of each claim at a price, with `more` freight; -inf where it does not exist."""
        inland = haul.inland + more if haul.lane.dock else haul.inland
        result = []
        for terms, column in self.options[haul, at]:
            gains = terms.gains(price, haul.freight + more, inland)
            surplus = self.ledger.worth(column.gains) + self.ledger.worth(gains) - self.ledger.rent(column)
            result.append(np.where(column.there, surplus, -np.inf))
        return result

    def _base_price(self) -> Floats:
        """Return the price at which every used haul pays, or, where none is used, nobody's does."""
        nothing, value = np.zeros(self.world.nodes), np.full(self.world.nodes, self.demand.material.value)
        even = np.full((len(self.hauls), self.world.nodes), np.inf)
        for position, haul in enumerate(self.hauls):

            def best(price: Floats, haul: Haul = haul) -> Floats:
                surplus = np.max(self._surplus(haul, self.anchor, price, nothing), axis=0)
                return np.where(np.isfinite(surplus), surplus, price - value)

            even[position] = rising_root(best, 2.0 * value, 0.5 * value)
        price = np.where(self.used, even, -np.inf).max(axis=0)
        cheapest = np.where(self.open, even, np.inf).min(axis=0)
        dearest = max(tier.ratio for tier in self.demand.tiers)
        low = np.where(np.isfinite(cheapest), cheapest, value) * self.world.rng.uniform(0.8, 0.99, self.world.nodes) / dearest
        return np.where(self.busy, price, low)

    def _raise_freight(self, haul: Haul, where: NDArray[np.bool_], tiers: tuple[int, ...], margin: Floats) -> None:
        """Raise the freight until the best of these sales is at -margin, where it is above."""
        nothing = np.zeros(self.world.nodes)
        prices = {at: self.demand.tiers[at].price for at in tiers}

        def shortfall(more: Floats) -> Floats:
            return -(np.max([s for at in tiers for s in self._surplus(haul, at, prices[at], more)], axis=0) + margin)

        active = where & (shortfall(nothing) < 0)
        if not active.any():
            return
        step = np.maximum(haul.freight, 1e-3 * self.demand.material.value)
        more = rising_root(lambda value: np.where(active, shortfall(np.where(active, value, 0.0)), value), nothing, step)
        haul.freight = haul.freight + np.where(active, more, 0.0)
        haul.inland = haul.inland + np.where(active, more, 0.0) if haul.lane.dock else haul.inland

    def _fill(self, at: int) -> None:
        """Fill a tier through the haul and claim that earn most there; where none earns, perhaps with its least amount."""
        tier, nodes = self.demand.tiers[at], np.arange(self.world.nodes)
        assert tier.most is not None
        assert tier.least is not None
        nothing, choices = np.zeros(self.world.nodes), []
        for position, haul in enumerate(self.hauls):
            surpluses = self._surplus(haul, at, tier.price, nothing)
            for (_, column), surplus in zip(self.options[haul, at], surpluses, strict=True):
                choices.append((position, column, np.where(self.used[position], surplus / haul.arriving, -np.inf)))
        worth = np.array([surplus for _, _, surplus in choices])
        best = np.argmax(worth, axis=0)
        most = worth[best, nodes]
        forced = self.world.has("minimums") & (self.world.rng.random(self.world.nodes) < 0.5)
        filled = np.isfinite(most) & ((most > 0) | forced)
        tier.most.rents = np.where(filled & (most > 0), most, 0.0)
        tier.least.rents = np.where(filled & (most <= 0), most, 0.0)
        for number, (position, column, _) in enumerate(choices):
            mine = filled & (best == number)
            column.amounts = np.where(mine, self.left[position] * self.world.rng.uniform(0.1, 0.6, self.world.nodes), 0.0)
            self.left[position] -= column.amounts

    def _sell_rest(self) -> None:
        """Sell what is left of each haul into the tier that sets prices, under the claim that pays best there."""
        price, nothing = self.demand.tiers[self.anchor].price, np.zeros(self.world.nodes)
        for position, haul in enumerate(self.hauls):
            best = np.argmax(self._surplus(haul, self.anchor, price, nothing), axis=0)
            for number, (_, column) in enumerate(self.options[haul, self.anchor]):
                column.amounts = np.where(best == number, self.left[position], 0.0)


def write_demand(world: World, demand: Demand) -> None:
    """Write prices and limits of a demand; tiers of one price are averages, so that each one's marginal revenue is its price."""
    sold, turnover = np.zeros(world.nodes), np.zeros(world.nodes)
    for at, tier in enumerate(demand.tiers):
        key, factors = f"{demand.id},{tier.id}", tier.share * world.horizon.years
        delivered = np.zeros(world.nodes)
        for haul in demand.hauls:
            delivered += sum(
                (sale.column.amounts * haul.arriving for sale in haul.sales if sale.tier == at), np.zeros(world.nodes)
            )
        assert tier.most is not None
        assert tier.least is not None
        most = _number(world, tier.most.rents != 0.0, delivered, factors, world.rng.uniform(1.1, 2.0, world.nodes), 10.0)
        given = np.ones(world.nodes, dtype=bool)
        if not demand.one_price and not tier.most.rents.any() and world.chance(0.5):
            given = ~given
        tier.most.sides = np.where(given, most * factors, 0.0)
        world.sheet.number("demands", key, "max_per_year", most, given)
        least = _number(world, tier.least.rents != 0.0, delivered, factors, world.rng.uniform(0.0, 0.9, world.nodes), 0.0)
        if tier.least.rents.any() or world.has("minimums"):
            tier.least.sides = least * factors
            world.sheet.number("demands", key, "min_per_year", least)
        price = tier.price
        if demand.one_price:
            sold, turnover = sold + most, turnover + tier.price * most
            price = turnover / sold
        world.sheet.number("demands", key, "price_per_unit", price)
    for haul in demand.hauls:
        lane = haul.lane
        write_freight(world, haul, haul.freight)
        if lane.dock:
            world.sheet.number("lanes", lane.id, "inland_freight_per_tonne", haul.inland / haul.material.tonnes)


def _number(world: World, binding: NDArray[np.bool_], delivered: Floats, factors: Floats, looser: Floats, least: float) -> Floats:
    """Return a yearly limit: what is delivered where it binds, looser elsewhere."""
    sides = np.where(binding, delivered, delivered * looser + least)
    return np.where(factors > 0, sides / np.where(factors > 0, factors, 1.0), least)
