"""Rules of origin tested once more on the lots of a plan: at the appraised value they were planned at, and as invoiced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.assessment import units_sold
from optimizer.domain.audit import OriginTest
from optimizer.domain.law.origin import DONOR, ROLLED_UP
from optimizer.domain.plan import Reason, rounded
from optimizer.formulation.build import Built

Floats = NDArray[np.float64]
TOLERANCE = 1e-7
"""A share that misses its threshold by less is that of a plan at the threshold, found to solver accuracy."""
LEAST = "content_min"


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots of one mode in one node under one of its claims.

    Attributes:
        mode: Position of the mode.
        programme: Programme claimed.
        rules: Rule rows, all of which must hold.
        node: Position of the node.
        runs: Level of the mode.
        feed: Per constituent input of one origin its position in the feed columns.
        money: Value of each of them, as material: amount x value per unit; 0 where none is given.
    """

    mode: int
    programme: str
    rules: tuple[int, ...]
    node: int
    runs: float
    feed: tuple[int, ...]
    money: tuple[float, ...]


def origin_tests(built: Built, x: Floats) -> tuple[OriginTest, ...]:
    """Return a test per rule row, claim, mode and node with lots in plan x; empty where no lot of mixed feed is claimed.

        content_min   (counted + direct + min(donors, donor_cap A)) / A >= threshold
        foreign_max   foreign / A <= threshold
        tariff_shift  foreign without the shift / A <= de_minimis
        wholly_obtained  foreign / A <= 0

    with A the value of the products of the lots: appraised, then at the largest border value per unit arriving (for a ceiling the
    smallest) at which goods of their origin are sold under the claim, in the lots' node or in those that stocks of them reach.
    Co-products that are not sold so keep their appraised value.
    """
    if not any(built.formulation.streams.modes.claims):
        return ()
    invoices = Invoices(built, x)
    return tuple(test for lots in _lots(built, x) for test in _test(built, invoices, lots))


def _test(built: Built, invoices: "Invoices", lots: Lots) -> Iterator[OriginTest]:
    case, modes = built.formulation.case, built.formulation.streams.modes
    for rule in lots.rules:
        test = built.formulation.streams.law.test(rule)
        appraised, invoiced = _values(built, invoices, lots, test)
        threshold = _threshold(built, rule, lots.node)
        shares = [None if value is None else _share(built, lots, rule, value) for value in (appraised, invoiced)]
        passed = all(share is None or _holds(test, share, threshold) for share in shares)
        key = modes.key[lots.mode]
        yield OriginTest(
            case["processes"].keys[modes.process[lots.mode]], key[0] if key else "", lots.programme,
            case["origin_rules"].address(rule), test, case.timeline.ids[lots.node], threshold,
            rounded(shares[0] or 0.0), None if shares[1] is None else rounded(shares[1]), passed,
        )  # fmt: skip


def _holds(test: str, share: float, threshold: float) -> bool:
    return share >= threshold - TOLERANCE if test == LEAST else share <= threshold + TOLERANCE


def _threshold(built: Built, rule: int, node: int) -> float:
    law = built.formulation.streams.law
    column = {LEAST: "threshold", "foreign_max": "threshold", "tariff_shift": "de_minimis"}.get(law.test(rule))
    return float(law.number(rule, column)[node]) if column else 0.0


def _lots(built: Built, x: Floats) -> Iterator[Lots]:
    formulation = built.formulation
    modes, streams = formulation.streams.modes, formulation.streams
    materials, feed = formulation.case["materials"].keys, formulation.columns["feed"]
    for mode in (mode for mode, claims in enumerate(modes.claims) if claims):
        run = formulation.columns["run"][mode]
        level = np.where(run >= 0, x[np.maximum(run, 0)], 0.0)
        if not (level > 0).any():
            continue
        feeds = np.flatnonzero((modes.feed_mode == mode) & streams.constituent[modes.feed]).tolist()
        site = str(formulation.case["processes"]["site"][modes.process[mode]])
        for claim in modes.claims[mode]:
            values = np.zeros((len(feeds), len(level)))
            for place, entry in enumerate(feeds):
                country = streams.origins[modes.feed_origin[entry]].country or formulation.case.home_country
                material = materials[streams.flows.material[modes.feed[entry]]]
                values[place] = np.nan_to_num(streams.law.material_value(claim.programme, material, country, site))
            amounts = np.where(feed[feeds] >= 0, x[np.maximum(feed[feeds], 0)], 0.0)
            for node in np.flatnonzero(level > 0).tolist():
                money = tuple((values[:, node] * amounts[:, node]).tolist())
                yield Lots(mode, claim.programme, claim.rules, node, float(level[node]), tuple(feeds), money)


def _share(built: Built, lots: Lots, rule: int, value: float) -> float:
    """Return the share of the lots' value that a rule row tests."""
    streams, case = built.formulation.streams, built.formulation.case
    law, modes, programme, node = streams.law, streams.modes, lots.programme, lots.node
    test = law.test(rule)
    origins = [streams.origins[modes.feed_origin[feed]] for feed in lots.feed]
    counted = [bool(law.originates(programme, origin, rolled_up=test in ROLLED_UP)[node]) for origin in origins]
    if test != LEAST:
        tested = [_keeps_code(built, lots, rule, feed) if test == "tariff_shift" else True for feed in lots.feed]
        part = sum(money for money, own, bad in zip(lots.money, counted, tested, strict=True) if bad and not own)
        return part / value if value > 0 else 0.0
    direct = float(np.nan_to_num(case.numbers("processes", "direct_cost_per_unit")[modes.process[lots.mode], node]))
    donors = [bool(law.has_role(programme, origin.country or case.home_country, (DONOR,))[node]) for origin in origins]
    given = sum(money for money, own, gives in zip(lots.money, counted, donors, strict=True) if gives and not own)
    own_part = sum(money for money, own in zip(lots.money, counted, strict=True) if own)
    cap = float(law.number(rule, "donor_cap")[node]) * value
    return (own_part + direct * lots.runs + min(given, cap)) / value if value > 0 else 0.0


def _keeps_code(built: Built, lots: Lots, rule: int, feed: int) -> bool:
    """Return whether an input has the HS code of a product in the digits that must change."""
    streams, codes = built.formulation.streams, built.formulation.case["materials"]["hs_code"]
    taken = str(codes[streams.flows.material[streams.modes.feed[feed]]])
    made = (str(codes[streams.flows.material[flow]]) for flow in _products(built, lots.mode))
    return any(not streams.law.shifts(rule, taken, code)[lots.node] for code in made)


def _products(built: Built, mode: int) -> list[int]:
    flows, process = built.formulation.streams.flows, built.formulation.streams.modes.process[mode]
    return np.flatnonzero((flows.process == process) & (flows.amount > 0).any(axis=1)).tolist()


def _values(built: Built, invoices: "Invoices", lots: Lots, test: str) -> tuple[float, float | None]:
    """Return the value of the lots' products, appraised and as invoiced; None if none of them is sold under the claim."""
    streams, materials = built.formulation.streams, built.formulation.case["materials"].keys
    programme, origin = lots.programme, int(streams.modes.output[lots.mode])
    appraised, invoiced, any_sold = 0.0, 0.0, False
    for flow in _products(built, lots.mode):
        material = int(streams.flows.material[flow])
        units = float(streams.flows.amount[flow, lots.node]) * lots.runs
        value = units * float(np.nan_to_num(streams.law.appraised_value(programme, materials[material], test)[lots.node]))
        price = invoices.strictest(test, programme, material, origin, lots.node)
        any_sold = any_sold or price is not None
        appraised += value
        invoiced += value if price is None else units * price
    return appraised, invoiced if any_sold else None


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
    return tuple(_remark(group) for _, group in sorted(failed.items()))


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
