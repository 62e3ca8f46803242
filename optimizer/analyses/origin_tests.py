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
from optimizer.formulation.origins import Claim

Floats = NDArray[np.float64]
TOLERANCE = 1e-7
"""A share that misses its threshold by less is that of a plan at the threshold, found to solver accuracy."""
LEAST = "content_min"


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots of one mode in one node under one of its claims.

    Attributes:
        mode: Position of the mode.
        claim: Programme and rule rows.
        node: Position of the node.
        runs: Level of the mode.
        feed: Per constituent input of one origin its position in the feed columns.
        money: Value of each of them, as material: amount x value per unit; 0 where none is given.
    """

    mode: int
    claim: Claim
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

    with A the value of the products of the lots: appraised, then at the largest border value per unit arriving at which goods of
    their origin are sold under the claim, in the lots' node or in those that stocks of them reach. Co-products that are not sold
    so keep their appraised value.
    """
    return tuple(test for lots in _lots(built, x) for test in _test(built, x, lots))


def _test(built: Built, x: Floats, lots: Lots) -> Iterator[OriginTest]:
    case, modes = built.formulation.case, built.formulation.streams.modes
    appraised, invoiced = _values(built, x, lots)
    for rule in lots.claim.rules:
        test = built.formulation.streams.law.test(rule)
        threshold = _threshold(built, rule, lots.node)
        shares = [None if value is None else _share(built, lots, rule, value) for value in (appraised, invoiced)]
        passed = all(share is None or _holds(test, share, threshold) for share in shares)
        key = modes.key[lots.mode]
        yield OriginTest(
            case["processes"].keys[modes.process[lots.mode]], key[0] if key else "", lots.claim.programme,
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
                yield Lots(mode, claim, node, float(level[node]), tuple(feeds), money)


def _share(built: Built, lots: Lots, rule: int, value: float) -> float:
    """Return the share of the lots' value that a rule row tests."""
    streams, case = built.formulation.streams, built.formulation.case
    law, modes, programme, node = streams.law, streams.modes, lots.claim.programme, lots.node
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


def _values(built: Built, x: Floats, lots: Lots) -> tuple[float, float | None]:
    """Return the value of the lots' products, appraised and as invoiced; None if none of them is sold under the claim."""
    streams, materials = built.formulation.streams, built.formulation.case["materials"].keys
    appraised, invoiced, any_sold = 0.0, 0.0, False
    for flow in _products(built, lots.mode):
        material = int(streams.flows.material[flow])
        units = float(streams.flows.amount[flow, lots.node]) * lots.runs
        value = units * float(np.nan_to_num(streams.law.appraised_value(lots.claim.programme, materials[material])[lots.node]))
        price = _largest_border_value(built, x, lots, material)
        any_sold = any_sold or price is not None
        appraised += value
        invoiced += value if price is None else units * price
    return appraised, invoiced if any_sold else None


def _largest_border_value(built: Built, x: Floats, lots: Lots, material: int) -> float | None:
    formulation = built.formulation
    sales, origin = formulation.streams.sales, int(formulation.streams.modes.output[lots.mode])
    claimed = np.array([claim == lots.claim.programme for claim in sales.claim], dtype=bool)
    mine = claimed & (sales.hauls.material == material) & (sales.hauls.origin == origin)
    sold = (units_sold(built, x)[mine] > 0) & _reached(built, x, lots.node, material, origin)
    prices = (sales.border_value / sales.hauls.arriving)[mine][sold]
    return float(prices.max()) if len(prices) else None


def _reached(built: Built, x: Floats, node: int, material: int, origin: int) -> NDArray[np.bool_]:
    """Return the nodes in which goods made in a node may be sold: it, and those after it as long as a stock is kept."""
    formulation = built.formulation
    case, streams = formulation.case, formulation.streams
    mine = (case.position("stocks", "material")[streams.stocks] == material) & (streams.stock_origin == origin)
    columns = formulation.columns["stock"][mine]
    kept = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0).sum(axis=0).tolist()
    reached = np.zeros(len(case.timeline), dtype=bool)
    reached[node] = True
    for later, parent in enumerate(case.timeline.parents.tolist()):  # Parents come first.
        if parent >= 0 and reached[parent] and kept[parent] > 0:
            reached[later] = True
    return reached


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
        f"lots of {first.process} claimed under {first.programme} fail {first.rule} at the value invoiced in {nodes}: "
        f"{share:.1%} of it where {asked} {first.threshold:.1%} is asked"
    )
    parameters = (
        ("address", first.rule), ("process", first.process), ("programme", first.programme), ("nodes", nodes),
        ("share", share), ("threshold", first.threshold),
    )  # fmt: skip
    return Reason("ORIGIN_AT_INVOICE", parameters, text)
