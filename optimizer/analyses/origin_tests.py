"""Rules of origin tested once more on the lots of a plan: at the appraised value they were planned at, and as invoiced.

What goes into the lots is followed from the supplies (`feed`), and the law is applied to it as the tables state it. No
coefficient of the program is used, nor what it takes the goods of its accounts to be.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.assessment import units_sold
from optimizer.analyses.feed import Feed, LotRun, Pool
from optimizer.analyses.lot_values import LEAST, LotValues
from optimizer.domain.audit import OriginTest
from optimizer.domain.columns import ORDINARY
from optimizer.domain.plan import Reason, rounded
from optimizer.formulation.build import Built
from optimizer.law.origin import OriginLaw
from optimizer.world.network import countries_of_sites
from optimizer.world.origins.claims import Claim
from optimizer.world.origins.sources import read_sources

Floats = NDArray[np.float64]
# A share that misses its threshold by less is that of a plan at the threshold, found to solver accuracy.
TOLERANCE = 1e-7
# Test of goods sold under a claim that no lot of theirs has earned; listed where it fails.
PROVEN = "proven"


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
        self._built = built
        self._x = x
        self._case = built.formulation.case
        self._modes = built.formulation.streams.modes
        self._materials = self._case["materials"]
        self._feed = Feed(built, x)
        self._values = LotValues(built, x, self._feed)
        self._feed.follow(self._passed)

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
        sales = self._built.formulation.streams.sales
        found = dict[tuple[str, str, int], OriginTest]()
        starts = self._case.position("lanes", "from_site")[sales.hauls.lane]
        for sale, node in zip(*np.nonzero(units_sold(self._built, self._x) > 0), strict=True):
            claim = sales.claim[sale]
            material = int(sales.hauls.material[sale])
            pool = Pool(int(starts[sale]), material, int(sales.hauls.origin[sale]), int(node))
            if claim == ORDINARY or self._is_proven(claim, pool):
                continue
            name = self._materials.keys[material]
            at = self._case.timeline.ids[node]
            rule = self._case["programmes"].address(self._case["programmes"].rows[claim])
            found[claim, name, int(node)] = OriginTest("", name, claim, rule, PROVEN, at, 0.0, 1.0, None, passed=False)
        yield from (found[key] for key in sorted(found))

    def _is_proven(self, claim: str, pool: Pool) -> bool:
        origins = self._feed.origins(pool)
        law = self._feed.law
        has_rule = bool(law.rules.alternatives(claim, str(self._materials["hs_code"][pool.material])))
        return bool(origins) and all(o.is_home or (o.may_claim(claim) and has_rule) for o in origins)

    def _passed(self, lot: LotRun) -> tuple[str, ...]:
        """Return the programmes of which a lot passes all the rules, at the appraised value."""
        return tuple(
            claim.programme
            for claim in self._modes.claims[lot.mode]
            if all(
                self._holds(rule, self._values.share_at(lot, claim, rule, self._values.appraised(lot, claim, rule)), lot)
                for rule in claim.rules
            )
        )

    def _test(self, lot: LotRun, claim: Claim, rule: int) -> OriginTest:
        law = self._feed.law
        key = self._modes.key[lot.mode]
        values = self._values.appraised(lot, claim, rule), self._values.invoiced(lot, claim, rule)
        shares = [None if value is None else self._values.share_at(lot, claim, rule, value) for value in values]
        holds = all(share is None or self._holds(rule, share, lot) for share in shares)
        from_somewhere = all(origins for _, origins, _ in self._values.parts(lot))
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
        if column:
            return float(law.rules.number(rule, column)[node])
        return 0.0


def _published(share: float) -> float:
    """Return a share as published; one of feed without a value is all of it."""
    if np.isfinite(share):
        return rounded(share)
    return 1.0


def failed_at_invoice(tests: Sequence[OriginTest]) -> tuple[Reason, ...]:
    """Return a remark per rule row and mode that some lots fail, naming the nodes; none if all pass."""
    failed: dict[tuple[str, str, str], list[OriginTest]] = {}
    for test in tests:
        if not test.passed:
            failed.setdefault((test.process, test.mode, test.rule), []).append(test)
    return tuple(_unproven(group) if group[0].test == PROVEN else _remark(group) for _, group in sorted(failed.items()))


def _unproven(group: Sequence[OriginTest]) -> Reason:
    first = group[0]
    nodes = ", ".join(test.node for test in group)
    text = f"{first.mode} is sold under {first.programme} in {nodes} though it holds goods that have not earned it"
    parameters = (("address", first.rule), ("material", first.mode), ("nodes", nodes))
    return Reason("ORIGIN_NOT_PROVEN", parameters, text)


def _remark(group: Sequence[OriginTest]) -> Reason:
    first = group[0]
    share = first.appraised if first.invoiced is None else first.invoiced
    asked = "no more than"
    if first.test == LEAST:
        asked = "at least"
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
