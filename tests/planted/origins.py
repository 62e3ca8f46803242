"""Rules of origin, worked out here from what docs/duty.md states: what goods count as, and what a lot of given feed passes.

    build-up      value of own feed + direct cost + min(value of donors' feed, donor_cap A)  >=  threshold A
    build-down    value of foreign feed  <=  threshold A
    tariff shift  value of foreign feed whose code stays that of a product  <=  de_minimis A
    wholly        no foreign feed

A is the appraised value of what a lot makes. For a build-up all that is mined or made in the countries is their own; in the other
tests what is made of foreign feed is foreign, unless its lot has earned origin itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import Programme, bare
from tests.planted.horizon import Horizon, window

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

OWN = ("beneficiary", "cumulation", "former")
BUILD_UP, BUILD_DOWN, SHIFT, WHOLLY = "content_min", "foreign_max", "tariff_shift", "wholly_obtained"
TESTS = (BUILD_UP, BUILD_DOWN, SHIFT, WHOLLY)
EXACT, ROOM, FAILS = "exact", "room", "fails"
EVEN = 1e-9
"""Part of a lot's value by which a test that is met exactly may be missed by rounding."""


@dataclass(frozen=True)
class Origin:
    """Where goods are from, as far as the law remembers.

    Attributes:
        country: Country; "" for home goods that nothing foreign ever entered.
        made: Whether they were made there by a process that transforms, of foreign feed or abroad.
        mixed: Whether a simple process put goods of several origins together.
        earned: Programmes whose rule their lot has passed.
    """

    country: str = ""
    made: bool = False
    mixed: bool = False
    earned: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name in addresses: `home`, `ug`, `ke`, `ke#accord`; made abroad `tz-made`; mixed at home `ke-ore`, else `tz-blend`."""
        if not self.country:
            return "home"
        at_home = self.country == "KE"
        suffix = ("-ore" if at_home else "-blend") if self.mixed else "-made" if self.made and not at_home else ""
        return "#".join([self.country.lower() + suffix, *self.earned])

    @property
    def is_home_ore(self) -> bool:
        """Whether they count as home ore: home goods do, also with foreign additives."""
        return not self.country or (self.mixed and self.country == "KE")

    @property
    def key(self) -> tuple[str, ...]:
        """What is appended to a key: nothing for home goods."""
        return (self.name,) if self.country else ()


HOME_GOODS = Origin()


@dataclass(frozen=True)
class Rule:
    """A row of `origin_rules`; numbers over nodes."""

    prefix: str
    alternative: str
    test: str
    threshold: Floats
    digits: int
    de_minimis: Floats
    donor_cap: Floats

    @property
    def order(self) -> tuple[str, str, str]:
        """What the rows of a programme are put in order by."""
        return bare(self.prefix), self.alternative, self.test

    @property
    def has_limit(self) -> bool:
        """Whether the test compares values; one that does not forbids feed outright."""
        return self.test in (BUILD_UP, BUILD_DOWN) or (self.test == SHIFT and bool(self.de_minimis.any()))


@dataclass(frozen=True)
class Fed:
    """A unit of feed in a lot: the material with its HS code, and where it is from."""

    material: str
    code: str
    origin: Origin


@dataclass(frozen=True)
class Made:
    """A product of a lot: HS code, amount per unit of the process, appraised values for floors and for ceilings."""

    code: str
    amount: Floats
    highest: Floats
    lowest: Floats


@dataclass(frozen=True)
class Accord:
    """A programme with its rules of origin.

    Attributes:
        programme: The programme, with the parts that countries have in it.
        rules: Its rules of origin; without any nothing with foreign feed can be claimed.
        values: Value of feed by (material, country, site).
        horizon: Nodes.
    """

    programme: Programme
    rules: tuple[Rule, ...]
    values: dict[tuple[str, str, str], Floats]
    horizon: Horizon

    def holds(self, country: str, roles: tuple[str, ...]) -> Flags:
        """Return the nodes in which a country has one of these roles."""
        return holds(self.programme, self.horizon, country, roles)

    def is_own(self, origin: Origin, test: str) -> Flags:
        """Return the nodes in which a test takes feed as the countries' own."""
        remembered = self.programme.id in origin.earned or not origin.made
        if origin.mixed or (test != BUILD_UP and not remembered):
            return np.zeros(len(self.horizon), dtype=bool)
        return self.holds(origin.country or "KE", OWN)

    def is_donated(self, origin: Origin) -> Flags:
        """Return the nodes in which feed is a donor's."""
        if origin.mixed:
            return np.zeros(len(self.horizon), dtype=bool)
        return self.holds(origin.country or "KE", ("donor",)) & ~self.is_own(origin, BUILD_UP)

    def value(self, fed: Fed, site: str) -> Floats:
        """Return the value of a unit of feed."""
        return self.values[fed.material, fed.origin.country or "KE", site]

    def alternatives(self, code: str) -> list[tuple[Rule, ...]]:
        """Return the alternatives for goods, those of the longest prefix that fits."""
        fitting = [rule for rule in self.rules if bare(code).startswith(bare(rule.prefix))]
        longest = max((len(bare(rule.prefix)) for rule in fitting), default=0)
        fitting = [rule for rule in fitting if len(bare(rule.prefix)) == longest]
        names = sorted({rule.alternative for rule in fitting})
        return [tuple(sorted((r for r in fitting if r.alternative == name), key=lambda r: r.order)) for name in names]

    def is_tested(self, rule: Rule, fed: Fed, made: list[Made]) -> Flags:
        """Return the nodes in which feed is what a test other than a build-up looks at: foreign and, if need be, not shifted."""
        foreign = ~self.is_own(fed.origin, rule.test)
        if rule.test == SHIFT and all(shifts(rule.digits, fed.code, product.code) for product in made):
            return np.zeros(len(self.horizon), dtype=bool)
        return foreign

    def forbids(self, rule: Rule, fed: Fed, made: list[Made]) -> Flags:
        """Return the nodes in which a test allows none of a feed."""
        never = np.zeros(len(self.horizon), dtype=bool)
        if rule.test == WHOLLY:
            return self.is_tested(rule, fed, made)
        return self.is_tested(rule, fed, made) & ~(rule.de_minimis > 0) if rule.test == SHIFT else never


def holds(programme: Programme, horizon: Horizon, country: str, roles: tuple[str, ...]) -> Flags:
    """Return the nodes in which a country has a role on all days on which the programme is in force; if on none, on all."""
    if not programme.roles:
        return np.full(len(horizon), country == "KE" and "beneficiary" in roles)
    begin, stop = window(programme.start, programme.end)
    in_force = horizon.entries_between(begin, stop)
    result = np.zeros(len(horizon), dtype=bool)
    for row in programme.roles:
        if row.country == country and row.role in roles:
            opens, closes = window(row.start, row.end)
            together = horizon.entries_between(max(begin, opens), min(stop, closes))
            alone = horizon.entries_between(opens, closes)
            result |= np.where(in_force > 0, together >= in_force, alone >= 1.0)
    return result


def counts_for_more(programme: Programme, horizon: Horizon, country: str) -> bool:
    """Return whether feed of a country counts somewhere where home feed does not."""
    own, home = (holds(programme, horizon, one, OWN) for one in (country, "KE"))
    given = holds(programme, horizon, country, ("donor",)) & ~own
    home_given = holds(programme, horizon, "KE", ("donor",))
    return bool((own & ~home).any() or (given & ~home & ~home_given).any())


def shifts(count: int, fed: str, made: str) -> bool:
    """Return whether an HS code differs from a product's in the first digits; one that is too short shows no change."""
    one, other = bare(fed), bare(made)
    return min(len(one), len(other)) >= count and one[:count] != other[:count]


def allowed(rule: Rule, made: list[Made]) -> Floats:
    """Return what a test compares with, per unit of the process: the least own value, or the largest foreign one."""
    share = rule.de_minimis if rule.test == SHIFT else rule.threshold
    values = [product.amount * (product.highest if rule.test == BUILD_UP else product.lowest) for product in made]
    return share * sum(values)


@dataclass(frozen=True)
class Batch:
    """A lot: what goes into a unit of a process at a site and node, what it makes and its direct cost."""

    site: str
    node: int
    feed: dict[Fed, float]
    made: list[Made]
    direct: float

    def verdict(self, accord: Accord, rule: Rule) -> str:
        """Return whether the lot meets a rule exactly, with room, or not at all."""
        counted = [fed for fed, amount in self.feed.items() if amount > 0]
        if any(accord.forbids(rule, fed, self.made)[self.node] for fed in counted):
            return FAILS
        if not rule.has_limit:
            return ROOM
        limit = float(allowed(rule, self.made)[self.node])
        room = self._built_up(accord, rule) - limit if rule.test == BUILD_UP else limit - self._tested(accord, rule)
        even = EVEN * max(limit, 1.0)
        return FAILS if room < -even else EXACT if room <= even else ROOM

    def _worth(self, accord: Accord, fed: Fed) -> float:
        return self.feed[fed] * float(accord.value(fed, self.site)[self.node])

    def _built_up(self, accord: Accord, rule: Rule) -> float:
        own = sum(self._worth(accord, fed) for fed in self.feed if accord.is_own(fed.origin, BUILD_UP)[self.node])
        return own + self.direct + min(self._given(accord), self._cap(rule))

    def donors_capped(self, accord: Accord, rules: tuple[Rule, ...]) -> set[bool]:
        """Return, of the rules to which donors' feed in the lot adds, whether there is as much of it as the cap allows."""
        given = self._given(accord)
        caps = [self._cap(rule) for rule in rules if rule.test == BUILD_UP and self._cap(rule) > 0]
        return {given >= cap * (1.0 - EVEN) for cap in caps if given > 0}

    def _given(self, accord: Accord) -> float:
        return sum(self._worth(accord, fed) for fed in self.feed if accord.is_donated(fed.origin)[self.node])

    def _cap(self, rule: Rule) -> float:
        return float(rule.donor_cap[self.node]) * sum(float((one.amount * one.highest)[self.node]) for one in self.made)

    def _tested(self, accord: Accord, rule: Rule) -> float:
        return sum(self._worth(accord, fed) for fed in self.feed if accord.is_tested(rule, fed, self.made)[self.node])
