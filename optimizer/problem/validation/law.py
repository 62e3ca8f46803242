"""Rules on policies, tiers and limits, and on values that charges need."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.addresses import BadAddress, parse_address
from optimizer.domain.case import Case
from optimizer.domain.columns import COLUMN_FAMILIES
from optimizer.domain.errors import Violation
from optimizer.domain.measures import known_measures, measure_meant
from optimizer.law.schedule import AT_IMPORT
from optimizer.world.network import materials_per_lane
from optimizer.world.tiers import marginal_prices

TIER_TOLERANCE = 1e-9


def border_values(case: Case) -> Iterator[Violation]:
    """Yield violations where a lane between sites crosses a border and charges on value would be lost there."""
    yield from _sales_from_abroad(case)
    lanes = case["lanes"]
    materials = case["materials"]
    countries = dict(zip(case["sites"].keys, case.site_countries, strict=True))
    carried = materials_per_lane(case)
    unvalued = np.asarray(np.isnan(case.numbers("materials", "reference_value_per_unit")).any(axis=1))
    charging = _Charging(case)
    for row in case.active_rows("lanes").tolist():
        start = countries.get(str(lanes["from_site"][row]))
        end = countries.get(str(lanes["to"][row]))
        if start is None or end is None or start == end:
            continue
        for material in sorted(carried.get(lanes.keys[row], set())) or materials.keys:
            at = materials.rows.get(material, -1)
            if at >= 0 and unvalued[at] and (what := charging.on_the_way(str(materials["hs_code"][at]), start, end)):
                fix = "give the material a reference value, or list what the lane carries in lane_materials"
                problem = f"goods {what.format(material)}"
                yield Violation(lanes.address(row, "to"), "no-border-value", material, problem, fix)


class _Charging:
    """Which borders charge goods on their value."""

    def __init__(self, case: Case) -> None:
        """Read the tariffs in use."""
        self._home = case.home_country
        tariffs = case["tariffs"]
        rows = case.active_rows("tariffs").tolist()
        self._kinds = {str(tariffs["kind"][row]) for row in rows}
        self._sold = any(case["royalties"]["basis"][row] == "sold" for row in case.active_rows("royalties"))
        rates = case.numbers("tariffs", "ad_valorem")
        self._abroad = [
            (str(tariffs["hs_prefix"][row]), str(tariffs["destination"][row]))
            for row in rows
            if tariffs["kind"][row] in AT_IMPORT and (rates[row] > 0).any()
        ]

    def on_the_way(self, code: str, start: str, end: str) -> str:
        """Return what is charged on the value of goods on their way from one country to another; "" if nothing is."""
        if start == self._home and (self._sold or "export_levy" in self._kinds):
            return "leave the country here and '{}' has no value to charge levies and royalties on"
        if end == self._home:
            charged = "import_charge" in self._kinds
        else:
            charged = any(code.startswith(prefix) and destination in ("", end) for prefix, destination in self._abroad)
        where = "the country" if end == self._home else end
        if charged:
            return f"enter {where} here and '{{}}' has no value to charge duty on"
        return ""


def _sales_from_abroad(case: Case) -> Iterator[Violation]:
    """Yield a violation per lane from a site abroad straight into a home market where imports are charged."""
    lanes = case["lanes"]
    sites = case["sites"]
    markets = case["markets"]
    if "import_charge" not in {str(case["tariffs"]["kind"][row]) for row in case.active_rows("tariffs")}:
        return
    for row in case.active_rows("lanes"):
        site = sites.rows.get(str(lanes["from_site"][row]))
        market = markets.rows.get(str(lanes["to"][row]))
        if site is None or market is None:
            continue
        start = case.site_countries[site]
        end = case.market_countries[market]
        if start != case.home_country and end == case.home_country:
            problem = "goods from abroad would be sold at home without the import charges of the case"
            fix = "let the lane end at a home site, and sell from there"
            yield Violation(lanes.address(int(row), "to"), "not-supported", str(lanes["to"][row]), problem, fix)


def policies(case: Case) -> Iterator[Violation]:
    """Yield a violation per policy that says too little or bounds a measure that does not exist."""
    table = case["policies"]
    measures = known_measures(case["minerals"].keys)
    minimum = case.numbers("policies", "minimum")
    maximum = case.numbers("policies", "maximum")
    for row in range(len(table)):
        kind = table["kind"][row]
        if kind == "measure_bound":
            if table["measure"][row] not in measures:
                yield Violation(
                    table.address(row, "measure"),
                    "unknown-measure",
                    str(table["measure"][row]),
                    "there is no such measure",
                    measure_meant(str(table["measure"][row]), measures),
                )
            if np.isnan(minimum[row]).all() and np.isnan(maximum[row]).all():
                yield Violation(table.address(row), "empty-policy", "", "the policy bounds nothing", "fill minimum or maximum")
        elif kind == "processed_share" and (bad := np.flatnonzero(~((minimum[row] >= 0.0) & (minimum[row] <= 1.0)))).size:
            node = case.timeline.ids[int(bad[0])]
            at = ""
            if (row, node) in case.node_values.get(("policies", "minimum"), {}):
                at = f"@{node}"
            yield Violation(
                table.address(row, "minimum") + at,
                "bad-share",
                f"{minimum[row, bad[0]]:g}",
                "a processed share needs a minimum between 0 and 1",
                "write 0.6 for 60 %",
            )


def totals_hold_once(case: Case) -> Iterator[Violation]:
    """Yield a violation per bound over the horizon that is given a value at one node: it has one value in all."""
    for name, column in (("policies", "minimum"), ("policies", "maximum"), ("limits", "amount")):
        for (row, node), value in sorted(case.node_values.get((name, column), {}).items()):
            if case[name]["scope"][row] == "total":
                address = f"{case[name].address(row, column)}@{node}"
                problem = "a bound over the horizon has one value"
                fix = "leave out the node, or let it hold per_period"
                yield Violation(address, "total-varies", f"{value:g}", problem, fix)


def tiers(case: Case) -> Iterator[Violation]:
    """Yield a violation per tier of a one-price demand without a maximum, or dearer than the tier before it."""
    table = case["demands"]
    prices = case.numbers("demands", "price_per_unit")
    groups: dict[str, list[int]] = {}
    for row in case.active_rows("demands"):
        if table["tier_meaning"][row] == "one_price":
            groups.setdefault(str(table["id"][row]), []).append(int(row))
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: (-prices[row, 0], table.keys[row]))
        yield from _open_tiers(case, ordered)
        yield from _mixed_tiers(case, ordered)
        yield from _rising_tiers(case, ordered)


def _open_tiers(case: Case, tiers: list[int]) -> Iterator[Violation]:
    largest = case.numbers("demands", "max_per_year")
    problem = "a tier of one price needs a maximum, from which its marginal revenue follows"
    fix = "give the amount sold before the price falls"
    for row in tiers:
        if np.isnan(largest[row]).any():
            yield Violation(case["demands"].address(row, "max_per_year"), "open-tier", "", problem, fix)


def _mixed_tiers(case: Case, tiers: list[int]) -> Iterator[Violation]:
    table = case["demands"]
    shared = ("market", "material", "price_basis", "start", "end")
    if len({tuple(str(table[name][row]) for name in shared) for row in tiers}) > 1:
        problem = "tiers of one price differ"
        fix = "give all tiers of the demand the same market, material, price basis and dates"
        yield Violation(table.address(tiers[0]), "mixed-tiers", str(table["id"][tiers[0]]), problem, fix)


def _rising_tiers(case: Case, tiers: list[int]) -> Iterator[Violation]:
    prices = case.numbers("demands", "price_per_unit")[tiers]
    marginal = marginal_prices(case)[tiers]
    rises = np.diff(marginal, axis=0) > TIER_TOLERANCE * np.abs(marginal[:-1])
    if (np.diff(prices, axis=0) > 0).any() or rises.any():
        problem = "price and marginal revenue of one price must not rise with volume, at any node"
        fix = "order the prices, or use separate_buyers"
        yield Violation(case["demands"].address(tiers[0], "price_per_unit"), "rising-tiers", "", problem, fix)


def limit_patterns(case: Case) -> Iterator[Violation]:
    """Yield a violation per term of a limit that does not name a family of columns."""
    table = case["limit_terms"]
    for row in range(len(table)):
        text = str(table["columns"][row])
        try:
            head = parse_address(text).head
        except BadAddress as error:
            yield Violation(table.address(row, "columns"), error.rule, text, error.problem, error.fix)
            continue
        if head not in COLUMN_FAMILIES:
            fix = f"begin with one of {', '.join(COLUMN_FAMILIES)}"
            yield Violation(table.address(row, "columns"), "unknown-address", text, f"there are no columns '{head}'", fix)


RULES = (border_values, policies, totals_hold_once, tiers, limit_patterns)
