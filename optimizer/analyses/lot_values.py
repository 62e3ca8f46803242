"""What went into the lots of a plan and what came out, at the values at which a rule of origin tests them."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.assessment import units_sold
from optimizer.analyses.feed import Contents, Feed, LotRun, Pool
from optimizer.formulation.build import Built
from optimizer.law.origin_rules import ROLLED_UP
from optimizer.world.origins.claims import Claim

Floats = NDArray[np.float64]
LEAST = "content_min"


class LotValues:
    """Values of lots, in money of the case."""

    def __init__(self, built: Built, x: Floats, feed: Feed) -> None:
        """Keep plan x and the feed that was followed in it."""
        self._built = built
        self._x = x
        self._feed = feed
        self._case = built.formulation.case
        self._flows = built.formulation.streams.flows
        self._materials = self._case["materials"]
        self._direct = np.nan_to_num(self._case.numbers("processes", "direct_cost_per_unit"))

    @cached_property
    def _invoices(self) -> "Invoices":
        return Invoices(self._built, self._x)

    def share_at(self, lot: LotRun, claim: Claim, rule: int, value: float) -> float:
        """Return the share of the lots' value that a rule row tests; of a value of nothing, 0."""
        if value <= 0:
            return 0.0
        if self._feed.law.rules.test(rule) != LEAST:
            return self._foreign(lot, claim.programme, rule) / value
        own, given = self._content(lot, claim.programme)
        cap = float(self._feed.law.rules.number(rule, "donor_cap")[lot.node]) * value
        direct = float(self._direct[lot.recipe.process, lot.node]) * lot.level
        return (own + direct + min(given, cap)) / value

    def _foreign(self, lot: LotRun, programme: str, rule: int) -> float:
        """Return the value of what is foreign and, for a shift, does not shift; more than any if it has none."""
        law = self._feed.law
        total = 0.0
        test = law.rules.test(rule)
        for material, origins, amount in self.parts(lot):
            own = all(law.originates(programme, one, rolled_up=test in ROLLED_UP)[lot.node] for one in origins)
            if own or (test == "tariff_shift" and self._shifts(lot, rule, material)):
                continue
            total += amount * self._value(lot, programme, material, origins, lacking=np.inf, most=True)
        return total

    def _content(self, lot: LotRun, programme: str) -> tuple[float, float]:
        """Return the value of the countries' own materials, and of donors'."""
        law = self._feed.law
        own = 0.0
        given = 0.0
        for material, origins, amount in self.parts(lot):
            worth = amount * self._value(lot, programme, material, origins, lacking=0.0, most=False)
            if all(law.originates(programme, one, rolled_up=False)[lot.node] for one in origins):
                own += worth
            elif all(law.is_donated(programme, one)[lot.node] for one in origins):
                given += worth
        return own, given

    def parts(self, lot: LotRun) -> Iterator[tuple[int, Contents, float]]:
        """Yield what goes into lots and ends up in products: material, origins, amount."""
        materials = {one.flow: one.material for one in lot.recipe.constituents}
        for one in lot.fed:
            if one.flow in materials:
                yield materials[one.flow], self._feed.origins(one.pool), one.amount

    def _value(self, lot: LotRun, programme: str, material: int, origins: Contents, *, lacking: float, most: bool) -> float:
        """Return the value per unit at which goods count at the plant: of several the one that is hardest on the lot.

        Of goods that are not known yet it is the easiest.
        """
        law = self._feed.law
        site = self._case["sites"].keys[lot.recipe.site]
        countries = {law.country_of(origin) for origin in origins}
        name = self._materials.keys[material]
        found = [float(law.values.material_value(programme, name, country, site)[lot.node]) for country in sorted(countries)]
        known = [lacking if np.isnan(value) else value for value in found]
        if most:
            return max(known, default=0.0)
        return min(known, default=np.inf)

    def _shifts(self, lot: LotRun, rule: int, material: int) -> bool:
        """Return whether an input has another HS code than every product in the digits that must change."""
        codes = self._materials["hs_code"]
        law = self._feed.law
        made = (str(codes[product.material]) for product in lot.recipe.products)
        return all(bool(law.rules.shifts(rule, str(codes[material]), code)[lot.node]) for code in made)

    def appraised(self, lot: LotRun, claim: Claim, rule: int) -> float:
        """Return the appraised value of what the lots make."""
        law = self._feed.law
        total = 0.0
        for product in lot.recipe.products:
            name = self._materials.keys[product.material]
            units = self._units(lot, product.flow)
            total += units * float(
                np.nan_to_num(law.values.appraised_value(claim.programme, name, law.rules.test(rule))[lot.node])
            )
        return total

    def invoiced(self, lot: LotRun, claim: Claim, rule: int) -> float | None:
        """Return the value of what the lots make as invoiced; None if nothing of it is sold under the claim."""
        law = self._feed.law
        total = 0.0
        any_sold = False
        for product, pool in zip(lot.recipe.products, self._pools(lot), strict=True):
            name = self._materials.keys[product.material]
            units = self._units(lot, product.flow)
            price = self._invoices.strictest(law.rules.test(rule), claim.programme, product.material, pool.origin, lot.node)
            if price is None:
                price = float(np.nan_to_num(law.values.appraised_value(claim.programme, name, law.rules.test(rule))[lot.node]))
            else:
                any_sold = True
            total += units * price
        if any_sold:
            return total
        return None

    def _units(self, lot: LotRun, flow: int) -> float:
        return float(self._flows.amount[flow, lot.node]) * lot.level

    def _pools(self, lot: LotRun) -> list[Pool]:
        """Return where each product goes; one of which nothing is made in this node is in no pool."""
        made = {pool.material: pool for pool in lot.made}
        nowhere = Pool(-1, -1, -1, lot.node)
        return [made.get(product.material, nowhere) for product in lot.recipe.products]


class Invoices:
    """The largest and smallest border values per unit arriving at which goods of an origin are sold under a claim."""

    def __init__(self, built: Built, x: Floats) -> None:
        """Go through the sales and stocks of plan x once."""
        formulation = built.formulation
        sales = formulation.streams.sales
        sold = units_sold(built, x)
        self._parents = formulation.case.timeline.parents.tolist()
        self._largest: dict[tuple[str, int, int], Floats] = {}
        self._smallest: dict[tuple[str, int, int], Floats] = {}
        for sale in np.flatnonzero((sold > 0).any(axis=1)).tolist():
            key = (sales.claim[sale], int(sales.hauls.material[sale]), int(sales.hauls.origin[sale]))
            price = np.where(sold[sale] > 0, sales.border_value[sale] / sales.hauls.arriving[sale], np.nan)
            self._largest[key] = np.fmax(self._largest.get(key, price), price)
            self._smallest[key] = np.fmin(self._smallest.get(key, price), price)
        stocks = formulation.streams.stocks
        columns = formulation.columns["stock"]
        kept = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0)
        self._kept: dict[tuple[int, int], Floats] = {}
        materials = formulation.case.position("stocks", "material")[stocks].tolist()
        for entry, stock in enumerate(zip(materials, formulation.streams.stock_origin.tolist(), strict=True)):
            self._kept[stock] = kept[entry] + self._kept.get(stock, 0.0)

    def strictest(self, test: str, claim: str, material: int, origin: int, node: int) -> float | None:
        """Return the one that a test finds hardest, for goods made in a node.

        They are sold there, or later as long as a stock of them is kept; None if never.
        """
        found = self._largest if test == LEAST else self._smallest
        prices = found.get((claim, material, origin))
        kept = self._kept.get((material, origin))
        if prices is None:
            return None
        reached = {node}
        for later, parent in enumerate(self._parents):  # Parents come first.
            if kept is not None and parent in reached and kept[parent] > 0:
                reached.add(later)
        hardest = float((np.fmax if test == LEAST else np.fmin).reduce(prices[sorted(reached)]))
        if np.isnan(hardest):
            return None
        return hardest
