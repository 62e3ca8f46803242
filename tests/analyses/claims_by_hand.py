"""Every claim of origin of a plan, judged from the feed: written from the law's text and the plan's activities alone.

Goods are what is in them. A part is home's (nothing foreign ever entered it), mined in a country, or made in one by a process
that transforms substantially and makes nothing raw; what is made has passed the rules that its lot passed. What a simple process
puts together has the parts of everything that ends up in it, and the country of its principal input.

A lot passes a programme if of every product that has rules one alternative holds in full. Parts count as the countries' own where
they are from a beneficiary, a cumulation or a former country; in tests other than build-up what was made counts only if it
passed. Goods count only if all their parts do. Goods may be claimed if all their parts are home's or have passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import inf
from typing import NamedTuple

from tests.analyses.plan_books import BookKeeper, Lot, Pool, Row, Rows

OWN = ("beneficiary", "cumulation", "former")
SLACK = 1e-6
"""Share of a lot's value by which a test may be missed: plans are found to solver accuracy."""


class Part(NamedTuple):
    """What goods consist of.

    Attributes:
        country: Where it is from; "" = home, and nothing foreign ever entered it.
        made: Whether it was made there, by a process of the case.
        passed: Programmes whose rules its lot has passed.
    """

    country: str = ""
    made: bool = False
    passed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Goods:
    """What may lie in a pool: its parts, and the countries that it may be of."""

    parts: frozenset[Part] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """A sale under a claim, and why it is not lawful; "" if it is."""

    pool: Pool
    claim: str
    wrong: str


def digits(code: object) -> str:
    """Return an HS code without dots."""
    return str(code or "").replace(".", "")


def number(value: object) -> float:
    """Return a number of a table, 0 where blank."""
    return float(str(value)) if value not in ("", None) else 0.0


def days(start: object, end: object) -> tuple[int, int]:
    """Return a window as ordinal days, both included."""
    first = date.fromisoformat(str(start)).toordinal() if start else -(10**9)
    last = date.fromisoformat(str(end)).toordinal() if end else 10**9
    return first, last


class Judge:
    """Judges the claims of one plan."""

    def __init__(self, rows: Rows, activities: Iterable[tuple[str, float]]) -> None:
        """Open the books."""
        self.rows = rows
        keeper = BookKeeper(rows, activities)
        self.home, self.books = keeper.home, keeper.books()
        self.material = {str(row["id"]): row for row in rows["materials"]}
        self.process = {str(row["id"]): row for row in rows["processes"]}
        self.lane = {str(row["id"]): row for row in rows["lanes"]}
        self.programme = {str(row["id"]): row for row in rows.get("programmes", [])}
        self.site_country = {str(row["id"]): str(row.get("country", "") or self.home) for row in rows["sites"]}
        self.market_country = {str(row["id"]): str(row.get("country", "") or str(row["id"]).upper()) for row in rows["markets"]}
        self.node = {str(row["id"]): days(row["start"], row["end"]) for row in rows["nodes"]}
        self.holding = {str(row["material"]) for row in rows.get("contents", []) if number(row["fraction"])}
        self.goods: dict[Pool, Goods] = {}
        for pool, source in self.books.sources:
            country = keeper.country(source)
            self._add(pool, Goods(frozenset({Part("" if country == self.home else country)}), frozenset({country})))
        self._settle()

    def judge(self) -> list[Judgement]:
        """Return a judgement of every sale under a claim."""
        return [
            Judgement(pool, claim, self._wrong(pool, claim, lane))
            for pool, claim, _, _, lane in self.books.sales
            if claim != "ordinary"
        ]

    def _add(self, pool: Pool, goods: Goods) -> bool:
        """Put goods into a pool; return whether anything is new there."""
        here = self.goods.get(pool, Goods())
        both = Goods(here.parts | goods.parts, here.countries | goods.countries)
        self.goods[pool] = both
        return both != here

    def _settle(self) -> None:
        """Follow goods until nothing new lies anywhere. What a lot passed at first, with less in it, is only ever too good."""
        changed = True
        while changed:
            changed = any([self._add(end, self.goods.get(start, Goods())) for start, end in self.books.moves])
            for lot in self.books.lots:
                goods = self._made(lot)
                changed |= any([self._add(pool, goods) for pool in lot.given.values()])

    # What a process makes.

    def _flows(self, process: str, direction: str) -> list[Row]:
        return [row for row in self.rows["process_flows"] if row["process"] == process and row["direction"] == direction]

    def _is_constituent(self, flow: Row) -> bool:
        return flow.get("constituent", True) in (True, "") or str(flow["material"]) in self.holding

    def _within(self, lot: Lot, material: str) -> Goods:
        """Return what goes into a lot under one input."""
        found = [self.goods.get(pool, Goods()) for pool in lot.taken.get(material, {})]
        parts, countries = frozenset(), frozenset()
        for goods in found:
            parts, countries = parts | goods.parts, countries | goods.countries
        return Goods(parts, countries)

    def _made(self, lot: Lot) -> Goods:
        row, country = self.process[lot.process], self.site_country[str(self.process[lot.process]["site"])]
        inputs = [flow for flow in self._flows(lot.process, "in") if self._is_constituent(flow)]
        parts = frozenset().union(*(self._within(lot, str(flow["material"])).parts for flow in inputs))
        substantial, abroad = row.get("substantial") is True, country != self.home
        made = Goods(frozenset({Part(country, made=True, passed=self._passed(lot))}), frozenset({country}))
        if inputs and not parts:
            return Goods()  # Nothing has come in yet.
        if parts <= {Part()}:
            return made if abroad and (substantial or not inputs) else Goods(frozenset({Part()}), frozenset({self.home}))
        outputs = [str(flow["material"]) for flow in self._flows(lot.process, "out")]
        makes_raw = any(self.material[name].get("raw") is True and name in self.holding for name in outputs)
        if substantial and not makes_raw:
            return made
        return Goods(parts, self._within(lot, self._principal(lot.process, inputs)).countries)

    def _principal(self, process: str, inputs: list[Row]) -> str:
        """Return the input that gives a simple process's product its country: the feed, if it carries origin, else the first."""
        names = sorted(str(flow["material"]) for flow in inputs)
        feed = str(self.process[process].get("feed", ""))
        carrying = [name for name in names if name in self.holding] or [name for name in names if name == feed] or names
        return feed if feed in carrying else carrying[0]

    # What a lot passes.

    def _passed(self, lot: Lot) -> frozenset[str]:
        country = self.site_country[str(self.process[lot.process]["site"])]
        products = [str(flow["material"]) for flow in self._flows(lot.process, "out")]
        found = set()
        for name in self.programme:
            if any(self._has_role(name, country, node, ("beneficiary",)) for node in self.node):
                rules = [found_rules for one in products if (found_rules := self._alternatives(name, one))]
                choices = list(product(*(list(one.values()) for one in rules))) if rules else []
                if any(all(self._holds(lot, name, rule) for rows in choice for rule in rows) for choice in choices):
                    found.add(name)
        return frozenset(found)

    def _alternatives(self, programme: str, material: str) -> dict[str, list[Row]]:
        code = digits(self.material[material].get("hs_code"))
        mine = [
            row
            for row in self.rows.get("origin_rules", [])
            if row["programme"] == programme and code.startswith(digits(row["hs_prefix"]))
        ]
        longest = max((len(digits(row["hs_prefix"])) for row in mine), default=0)
        found: dict[str, list[Row]] = {}
        for row in mine:
            if len(digits(row["hs_prefix"])) == longest:
                found.setdefault(str(row["alternative"]), []).append(row)
        return found

    def _holds(self, lot: Lot, programme: str, rule: Row) -> bool:
        test = rule["test"]
        if test == "content_min":
            return self._content(lot, programme, rule)
        least = self._appraised(lot, programme, smallest=True)
        allowed = {"foreign_max": number(rule.get("threshold")), "tariff_shift": number(rule.get("de_minimis"))}.get(
            str(test), 0.0
        )
        foreign = 0.0
        for flow, pool, amount in self._feed(lot):
            if self._counts(self.goods.get(pool, Goods()), programme, lot.node, rolled_up=True):
                continue
            if test == "tariff_shift" and self._shifts(lot, str(flow["material"]), int(number(rule["shift_digits"]))):
                continue
            if test == "wholly_obtained" or (test == "tariff_shift" and not allowed):
                if amount > SLACK * max(1.0, lot.runs):
                    return False
            else:
                foreign += amount * self._value(programme, pool, most=True)
        return foreign <= allowed * least + SLACK * max(1.0, least)

    def _content(self, lot: Lot, programme: str, rule: Row) -> bool:
        appraised, own, given = self._appraised(lot, programme, smallest=False), 0.0, 0.0
        for _, pool, amount in self._feed(lot):
            goods = self.goods.get(pool, Goods())
            if self._counts(goods, programme, lot.node, rolled_up=False):
                own += amount * self._value(programme, pool, most=False)
            elif all(self._has_role(programme, part.country or self.home, lot.node, ("donor",)) for part in goods.parts):
                given += amount * self._value(programme, pool, most=False)
        direct = number(self.process[lot.process].get("direct_cost_per_unit")) * lot.runs
        given = min(given, number(rule.get("donor_cap")) * appraised)
        return own + direct + given >= number(rule["threshold"]) * appraised - SLACK * max(1.0, appraised)

    def _feed(self, lot: Lot) -> list[tuple[Row, Pool, float]]:
        return [
            (flow, pool, amount)
            for flow in self._flows(lot.process, "in")
            if self._is_constituent(flow)
            for pool, amount in lot.taken.get(str(flow["material"]), {}).items()
        ]

    def _shifts(self, lot: Lot, material: str, count: int) -> bool:
        taken = digits(self.material[material].get("hs_code"))
        made = [digits(self.material[str(flow["material"])].get("hs_code")) for flow in self._flows(lot.process, "out")]
        return all(min(len(taken), len(code)) >= count and taken[:count] != code[:count] for code in made)

    def _counts(self, goods: Goods, programme: str, node: str, *, rolled_up: bool) -> bool:
        for part in goods.parts:
            if rolled_up and part.made and programme not in part.passed:
                return False
            if not self._has_role(programme, part.country or self.home, node, OWN):
                return False
        return True

    def _value(self, programme: str, pool: Pool, *, most: bool) -> float:
        """Return the value per unit at which goods count at a plant, the hardest on the lot where it is not known which.

        Of goods that have not come in yet it is the easiest.
        """
        rows = {
            str(row["origin"]): number(row["value_per_unit"])
            for row in self.rows.get("origin_values", [])
            if (row["programme"], row["material"], row["site"]) == (programme, pool.material, pool.site)
        }
        countries = self.goods.get(pool, Goods()).countries
        found = [rows.get(country, inf if most else 0.0) for country in countries]
        return max(found, default=0.0) if most else min(found, default=inf)

    def _appraised(self, lot: Lot, programme: str, *, smallest: bool) -> float:
        total = 0.0
        for flow in self._flows(lot.process, "out"):
            row, wanted = self.material[str(flow["material"])], self.programme[programme]["destination"]
            given = [
                number(demand["appraised_value_per_unit"])
                for demand in self.rows["demands"]
                if demand["material"] == flow["material"]
                and self.market_country[str(demand["market"])] == wanted
                and demand.get("appraised_value_per_unit", "") not in ("", None)
            ]
            reference = (
                [number(row["reference_value_per_unit"])] if row.get("reference_value_per_unit", "") not in ("", None) else []
            )
            values = [*given, *reference] if smallest else given or reference
            if values:
                total += lot.runs * number(flow["amount_per_unit"]) * (min(values) if smallest else max(values))
        return total

    # Who may claim.

    def _has_role(self, programme: str, country: str, node: str, roles: tuple[str, ...]) -> bool:
        """Return whether a country has a role on all days of a node on which the programme is in force; if on none, on all."""
        mine = [row for row in self.rows.get("programme_countries", []) if row["programme"] == programme]
        if not mine:
            return country == self.home and "beneficiary" in roles
        row = self.programme[programme]
        window = days(row.get("start"), row.get("end"))
        first, last = (max(self.node[node][0], window[0]), min(self.node[node][1], window[1]))
        if first > last:
            first, last = self.node[node]
        for entry in mine:
            start, end = days(entry.get("start"), entry.get("end"))
            if entry["country"] == country and entry["role"] in roles and start <= first and last <= end:
                return True
        return False

    def _wrong(self, pool: Pool, claim: str, lane: str) -> str:
        """Return why goods may not be claimed; "" if they may."""
        goods = self.goods.get(pool, Goods())
        unproven = [part for part in goods.parts if part != Part() and claim not in part.passed]
        if unproven or not goods.parts:
            return f"holds {sorted(unproven)}"
        if goods.parts != {Part()} and not self._alternatives(claim, pool.material):
            return "no rule says how to earn it"
        transit = int(number(self.lane[lane].get("transit_days")))
        first, last = (day + transit for day in self.node[pool.node])
        for country in goods.countries:
            windows = self._beneficiary(claim, country)
            if not any(start <= last and first <= end for start, end in windows):
                return f"{country} is no beneficiary then"
        return ""

    def _beneficiary(self, programme: str, country: str) -> list[tuple[int, int]]:
        row = self.programme[programme]
        start, end = days(row.get("start"), row.get("end"))
        mine = [entry for entry in self.rows.get("programme_countries", []) if entry["programme"] == programme]
        if not mine:
            return [(start, end)] if country == self.home else []
        windows = [
            days(entry.get("start"), entry.get("end"))
            for entry in mine
            if (entry["country"], entry["role"]) == (country, "beneficiary")
        ]
        return [(max(start, one), min(end, other)) for one, other in windows]
