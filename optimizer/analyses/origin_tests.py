"""Rules of origin tested once more on the lots of a plan: at the appraised value they were planned at, and as invoiced.

What goes into the lots is followed from the supplies (`feed`), and the law is applied to it as the tables state it. No
coefficient of the program is used, nor what it takes the goods of its accounts to be.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.assessment import units_sold
from optimizer.analyses.feed import Contents, Feed, LotRun, Pool
from optimizer.domain.audit import OriginTest
from optimizer.domain.columns import ORDINARY
from optimizer.domain.plan import Reason, rounded
from optimizer.formulation.build import Built
from optimizer.law.origin import OriginLaw
from optimizer.law.origin_rules import ROLLED_UP
from optimizer.world.network import countries_of_sites
from optimizer.world.origins.claims import Claim
from optimizer.world.origins.sources import read_sources

Floats = NDArray[np.float64]
TOLERANCE = 1e-7
"""A share that misses its threshold by less is that of a plan at the threshold, found to solver accuracy."""
LEAST = "content_min"
PROVEN = "proven"
"""Test of goods sold under a claim that no lot of theirs has earned; listed where it fails."""


def origin_tests(built: Built, x: Floats) -> tuple[OriginTest, ...]:
    """Return a test per rule row, claim, mode and node with lots in plan x; empty where no lot of mixed feed is claimed.

        content_min   (counted + direct + min(donors, donor_cap A)) / A >= threshold
        foreign_max   foreign / A <= threshold
        tariff_shift  foreign without the shift / A <= de_minimis
        wholly_obtained  foreign / A <= 0
        proven        goods sold under a claim that hold something which is not from home and has not earned it

    with A the value of the products of the lots: appraised, then at the largest border value per unit arriving (for a ceiling the
    smallest) at which goods of their origin are sold under the claim, in the lots' node or in those that stocks of them reach.
    Co-products that are not sold so keep their appraised value. Goods of several origins that lie together count as their own
    only if all do, and at the value that is hardest on the lot; what counts and has no value fails.
    """
    if not _has_foreign(built) or not (_claims(built, x) or any(built.formulation.streams.modes.claims)):
        return ()
    audit = Audit(built, x)
    return (*audit.of_lots(), *audit.of_sales())


def _has_foreign(built: Built) -> bool:
    """Return whether the tables know goods or sites of another country."""
    case = built.formulation.case
    sources = read_sources(case, OriginLaw(case))
    return any(not source.origin.is_home for source in sources) or set(countries_of_sites(case)) != {case.home_country}


def _claims(built: Built, x: Floats) -> bool:
    """Return whether anything is sold under a programme."""
    claimed = [claim != ORDINARY for claim in built.formulation.streams.sales.claim]
    return bool((units_sold(built, x)[np.array(claimed, dtype=bool)] > 0).any())


class Audit:
    """The rules of origin and the goods of one plan."""

    def __init__(self, built: Built, x: Floats) -> None:
        """Follow the goods of plan x."""
        self._built, self._x, self._case = built, x, built.formulation.case
        self._modes, self._flows = built.formulation.streams.modes, built.formulation.streams.flows
        self._materials = self._case["materials"]
        self._direct = np.nan_to_num(self._case.numbers("processes", "direct_cost_per_unit"))
        self._feed = Feed(built, x)
        self._feed.follow(self._passed)

    @cached_property
    def _invoices(self) -> "Invoices":
        return Invoices(self._built, self._x)

    def of_lots(self) -> Iterator[OriginTest]:
        """Yield the tests of every lot that is to earn something."""
        of_mode: dict[int, list[LotRun]] = {}
        for lot in self._feed.lots:
            of_mode.setdefault(lot.mode, []).append(lot)
        for mode, lots in sorted(of_mode.items()):
            for claim in self._modes.claims[mode]:
                yield from (self._test(lot, claim, rule) for lot in lots for rule in claim.rules)

    def of_sales(self) -> Iterator[OriginTest]:
        """Yield a failed test per programme, material and node in which goods are claimed that have not earned it."""
        sales, found = self._built.formulation.streams.sales, dict[tuple[str, str, int], OriginTest]()
        starts = self._case.position("lanes", "from_site")[sales.hauls.lane]
        for sale, node in zip(*np.nonzero(units_sold(self._built, self._x) > 0), strict=True):
            claim, material = sales.claim[sale], int(sales.hauls.material[sale])
            pool = Pool(int(starts[sale]), material, int(sales.hauls.origin[sale]), int(node))
            if claim == ORDINARY or self._is_proven(claim, pool):
                continue
            name, at = self._materials.keys[material], self._case.timeline.ids[node]
            rule = self._case["programmes"].address(self._case["programmes"].rows[claim])
            found[claim, name, int(node)] = OriginTest("", name, claim, rule, PROVEN, at, 0.0, 1.0, None, passed=False)
        yield from (found[key] for key in sorted(found))

    def _is_proven(self, claim: str, pool: Pool) -> bool:
        origins, law = self._feed.origins(pool), self._feed.law
        has_rule = bool(law.rules.alternatives(claim, str(self._materials["hs_code"][pool.material])))
        return bool(origins) and all(o.is_home or (o.may_claim(claim) and has_rule) for o in origins)

    def _passed(self, lot: LotRun) -> tuple[str, ...]:
        """Return the programmes of which a lot passes all the rules, at the appraised value."""
        return tuple(
            claim.programme
            for claim in self._modes.claims[lot.mode]
            if all(
                self._holds(rule, self._share_at(lot, claim, rule, self._appraised(lot, claim, rule)), lot)
                for rule in claim.rules
            )
        )

    def _test(self, lot: LotRun, claim: Claim, rule: int) -> OriginTest:
        law, key = self._feed.law, self._modes.key[lot.mode]
        values = self._appraised(lot, claim, rule), self._invoiced(lot, claim, rule)
        shares = [None if value is None else self._share_at(lot, claim, rule, value) for value in values]
        holds = all(share is None or self._holds(rule, share, lot) for share in shares)
        from_somewhere = all(origins for _, origins, _ in self._parts(lot))
        return OriginTest(
            process=self._case["processes"].keys[lot.recipe.process],
            mode=key[0] if key else "",
            programme=claim.programme,
            rule=self._case["origin_rules"].address(rule),
            test=law.rules.test(rule),
            node=self._case.timeline.ids[lot.node],
            threshold=self._threshold(rule, lot.node),
            appraised=_published(shares[0] or 0.0),
            invoiced=None if shares[1] is None else _published(shares[1]),
            passed=holds and from_somewhere,
        )

    def _holds(self, rule: int, share: float, lot: LotRun) -> bool:
        threshold = self._threshold(rule, lot.node)
        if self._feed.law.rules.test(rule) == LEAST:
            return share >= threshold - TOLERANCE
        return share <= threshold + TOLERANCE

    def _threshold(self, rule: int, node: int) -> float:
        law = self._feed.law
        column = {LEAST: "threshold", "foreign_max": "threshold", "tariff_shift": "de_minimis"}.get(law.rules.test(rule))
        return float(law.rules.number(rule, column)[node]) if column else 0.0

    def _share_at(self, lot: LotRun, claim: Claim, rule: int, value: float) -> float:
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
        law, total = self._feed.law, 0.0
        test = law.rules.test(rule)
        for material, origins, amount in self._parts(lot):
            own = all(law.originates(programme, one, rolled_up=test in ROLLED_UP)[lot.node] for one in origins)
            if own or (test == "tariff_shift" and self._shifts(lot, rule, material)):
                continue
            total += amount * self._value(lot, programme, material, origins, lacking=np.inf, most=True)
        return total

    def _content(self, lot: LotRun, programme: str) -> tuple[float, float]:
        """Return the value of the countries' own materials, and of donors'."""
        law, own, given = self._feed.law, 0.0, 0.0
        for material, origins, amount in self._parts(lot):
            worth = amount * self._value(lot, programme, material, origins, lacking=0.0, most=False)
            if all(law.originates(programme, one, rolled_up=False)[lot.node] for one in origins):
                own += worth
            elif all(law.is_donated(programme, one)[lot.node] for one in origins):
                given += worth
        return own, given

    def _parts(self, lot: LotRun) -> Iterator[tuple[int, Contents, float]]:
        """Yield what goes into lots and ends up in products: material, origins, amount."""
        materials = {one.flow: one.material for one in lot.recipe.constituents}
        for one in lot.fed:
            if one.flow in materials:
                yield materials[one.flow], self._feed.origins(one.pool), one.amount

    def _value(self, lot: LotRun, programme: str, material: int, origins: Contents, *, lacking: float, most: bool) -> float:
        """Return the value per unit at which goods count at the plant: of several the one that is hardest on the lot.

        Of goods that are not known yet it is the easiest.
        """
        law, site = self._feed.law, self._case["sites"].keys[lot.recipe.site]
        countries = {law.country_of(origin) for origin in origins}
        name = self._materials.keys[material]
        found = [float(law.values.material_value(programme, name, country, site)[lot.node]) for country in sorted(countries)]
        known = [lacking if np.isnan(value) else value for value in found]
        return max(known, default=0.0) if most else min(known, default=np.inf)

    def _shifts(self, lot: LotRun, rule: int, material: int) -> bool:
        """Return whether an input has another HS code than every product in the digits that must change."""
        codes, law = self._materials["hs_code"], self._feed.law
        made = (str(codes[product.material]) for product in lot.recipe.products)
        return all(bool(law.rules.shifts(rule, str(codes[material]), code)[lot.node]) for code in made)

    def _appraised(self, lot: LotRun, claim: Claim, rule: int) -> float:
        """Return the appraised value of what the lots make."""
        law, total = self._feed.law, 0.0
        for product in lot.recipe.products:
            name, units = self._materials.keys[product.material], self._units(lot, product.flow)
            total += units * float(
                np.nan_to_num(law.values.appraised_value(claim.programme, name, law.rules.test(rule))[lot.node])
            )
        return total

    def _invoiced(self, lot: LotRun, claim: Claim, rule: int) -> float | None:
        """Return the value of what the lots make as invoiced; None if nothing of it is sold under the claim."""
        law, total, any_sold = self._feed.law, 0.0, False
        for product, pool in zip(lot.recipe.products, self._pools(lot), strict=True):
            name, units = self._materials.keys[product.material], self._units(lot, product.flow)
            price = self._invoices.strictest(law.rules.test(rule), claim.programme, product.material, pool.origin, lot.node)
            if price is None:
                price = float(np.nan_to_num(law.values.appraised_value(claim.programme, name, law.rules.test(rule))[lot.node]))
            else:
                any_sold = True
            total += units * price
        return total if any_sold else None

    def _units(self, lot: LotRun, flow: int) -> float:
        return float(self._flows.amount[flow, lot.node]) * lot.level

    def _pools(self, lot: LotRun) -> list[Pool]:
        """Return where each product goes; one of which nothing is made in this node is in no pool."""
        made = {pool.material: pool for pool in lot.made}
        nowhere = Pool(-1, -1, -1, lot.node)
        return [made.get(product.material, nowhere) for product in lot.recipe.products]


def _published(share: float) -> float:
    """Return a share as published; one of feed without a value is all of it."""
    return rounded(share) if np.isfinite(share) else 1.0


class Invoices:
    """The largest and smallest border values per unit arriving at which goods of an origin are sold under a claim."""

    def __init__(self, built: Built, x: Floats) -> None:
        """Go through the sales and stocks of plan x once."""
        formulation = built.formulation
        sales, sold = formulation.streams.sales, units_sold(built, x)
        self._parents = formulation.case.timeline.parents.tolist()
        self._largest: dict[tuple[str, int, int], Floats] = {}
        self._smallest: dict[tuple[str, int, int], Floats] = {}
        for sale in np.flatnonzero((sold > 0).any(axis=1)).tolist():
            key = (sales.claim[sale], int(sales.hauls.material[sale]), int(sales.hauls.origin[sale]))
            price = np.where(sold[sale] > 0, sales.border_value[sale] / sales.hauls.arriving[sale], np.nan)
            self._largest[key] = np.fmax(self._largest.get(key, price), price)
            self._smallest[key] = np.fmin(self._smallest.get(key, price), price)
        stocks, columns = formulation.streams.stocks, formulation.columns["stock"]
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
        prices, kept = found.get((claim, material, origin)), self._kept.get((material, origin))
        if prices is None:
            return None
        reached = {node}
        for later, parent in enumerate(self._parents):  # Parents come first.
            if kept is not None and parent in reached and kept[parent] > 0:
                reached.add(later)
        hardest = float((np.fmax if test == LEAST else np.fmin).reduce(prices[sorted(reached)]))
        return None if np.isnan(hardest) else hardest


def failed_at_invoice(tests: Sequence[OriginTest]) -> tuple[Reason, ...]:
    """Return a remark per rule row and mode that some lots fail, naming the nodes; none if all pass."""
    failed: dict[tuple[str, str, str], list[OriginTest]] = {}
    for test in tests:
        if not test.passed:
            failed.setdefault((test.process, test.mode, test.rule), []).append(test)
    return tuple(_unproven(group) if group[0].test == PROVEN else _remark(group) for _, group in sorted(failed.items()))


def _unproven(group: Sequence[OriginTest]) -> Reason:
    first, nodes = group[0], ", ".join(test.node for test in group)
    text = f"{first.mode} is sold under {first.programme} in {nodes} though it holds goods that have not earned it"
    parameters = (("address", first.rule), ("material", first.mode), ("nodes", nodes))
    return Reason("ORIGIN_NOT_PROVEN", parameters, text)


def _remark(group: Sequence[OriginTest]) -> Reason:
    first = group[0]
    share = first.appraised if first.invoiced is None else first.invoiced
    asked = "at least" if first.test == LEAST else "no more than"
    nodes = ", ".join(test.node for test in group)
    text = (
        f"goods of {first.process} claimed under {first.programme} fail {first.rule} at the value invoiced in {nodes}: "
        f"{share:.1%} of it where {asked} {first.threshold:.1%} is asked"
    )
    parameters = (
        ("address", first.rule), ("process", first.process), ("programme", first.programme), ("nodes", nodes),
        ("share", share), ("threshold", first.threshold),
    )  # fmt: skip
    return Reason("ORIGIN_AT_INVOICE", parameters, text)
