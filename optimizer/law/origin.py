"""Rules of origin: what the law remembers of a tonne, whose goods count under a programme, and what a lot must pass."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.codes import digits

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COUNTING_ROLES = ("beneficiary", "cumulation", "former")
DONOR = "donor"
ROLLED_UP = ("foreign_max", "tariff_shift", "wholly_obtained")
"""Tests in which a material counts only if it has earned origin itself; build-up counts all that is made in the countries."""
SHARE_TOLERANCE = 1e-12
FLOORS, CEILINGS = ("content_min",), ("foreign_max", "tariff_shift")
HOME_NAME = "home"
EARNED_MARK = "#"
ANOTHER_WAY = ";"
"""In the name of a mode: another alternative by which its lots earn the same programmes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the law remembers of a tonne.

    Attributes:
        country: Country of the last substantial transformation, or of mining; "" = home ore that never met anything foreign.
        home_ore: Whether it counts as home ore for policies and royalties.
        earned: Programmes whose rule of origin its lot has passed; home ore that never met anything foreign has passed all.
        made_abroad: Whether it was made at a site of the case abroad; then only a rule that it passed makes it originate there.
        blended: Whether a simple process put goods of several origins together; it is of the country of the principal input,
            and counts as nobody's own.
    """

    country: str = ""
    home_ore: bool = True
    earned: tuple[str, ...] = ()
    made_abroad: bool = False
    blended: bool = False

    @property
    def is_home(self) -> bool:
        """Whether nothing foreign ever entered it."""
        return not self.country

    @property
    def name(self) -> str:
        """Name in keys of columns and rows: `home`, `tz`, `tz-made`, `ke`, `ke#agoa`; `ke-ore`: home ore with foreign inputs."""
        if not self.country:
            return HOME_NAME
        suffix = "-ore" if self.home_ore else "-made" if self.made_abroad else "-blend" if self.blended else ""
        return EARNED_MARK.join([self.country.lower() + suffix, *self.earned])

    @property
    def key(self) -> tuple[str, ...]:
        """What is appended to the key of a column or row: nothing for home."""
        return (self.name,) if self.country else ()

    def may_claim(self, programme: str) -> bool:
        """Return whether its lot has passed the rule of a programme."""
        return not self.country or programme in self.earned


HOME = Origin()


def _is_put_together(origin: Origin) -> bool:
    """Return whether a simple process put goods of several origins together, or foreign inputs into home ore."""
    return origin.blended or (origin.home_ore and not origin.is_home)


class OriginLaw:
    """The rules of origin of a case."""

    def __init__(self, case: Case) -> None:
        """Read the tables once."""
        self._case = case
        self._rules = case["origin_rules"]
        self._active_rules = case.active_rows("origin_rules")
        self._thresholds = {
            name: case.numbers("origin_rules", name) for name in ("threshold", "de_minimis", "donor_cap", "shift_digits")
        }
        self._values = case.numbers("origin_values", "value_per_unit")
        self._appraised: dict[tuple[str, str, bool], Floats] = {}
        self._roles: dict[tuple[str, str, tuple[str, ...]], Flags] = {}
        self._worth_less: dict[Origin, bool] = {}

    @cached_property
    def classes(self) -> dict[str, str]:
        """The first country, in alphabetical order, of those that the law treats like each country; the home country is apart.

        Countries are alike if the same tariffs, programme roles and values name them and neither has a market, nor a site where
        goods from elsewhere are charged and its own are not.
        """
        case = self._case
        markets = case["markets"]
        named: dict[str, list[object]] = {}
        for table, column in (("tariffs", "origin"), ("programme_countries", "country"), ("origin_values", "origin")):
            data = case[table]
            for row in case.active_rows(table):
                named.setdefault(str(data[column][row]), []).append(self._treatment(table, int(row)))
        for key, country in zip(markets.keys, markets["country"], strict=True):
            named.setdefault(str(country) or key.upper(), []).append(key)
        charged = {str(case["tariffs"]["destination"][row]) for row in case.active_rows("tariffs")}
        for country in set(case["sites"]["country"]) - {""}:
            if charged & {"", country}:
                named.setdefault(str(country), []).append(f"site in {country}")
        supplies, sites = case["supplies"], case["sites"]
        countries = set(supplies["origin_country"]) | set(sites["country"]) | set(case["stocks"]["origin_country"])
        first: dict[tuple[str, ...], str] = {}
        found: dict[str, str] = {"": case.home_country, case.home_country: case.home_country}
        for country in sorted(countries - set(found)):
            treatment = tuple(sorted(map(repr, named.get(country, []))))
            found[country] = first.setdefault(treatment, country)
        return found

    def _treatment(self, table: str, row: int) -> tuple[object, ...]:
        data = self._case[table]
        if table == "tariffs":
            return (table, data.keys[row])
        if table == "programme_countries":
            return (table, *(str(data[name][row]) for name in ("programme", "role", "start", "end")))
        return (table, *(str(data[name][row]) for name in ("programme", "material", "site")), *self._values[row])

    def alternatives(self, programme: str, hs_code: str) -> dict[str, tuple[int, ...]]:
        """Return the rule rows of each alternative for goods under a programme, the most specific HS prefix; empty if none."""
        code, best, found = digits(hs_code), -1, dict[str, list[int]]()
        for row in self._active_rules:
            if self._rules["programme"][row] != programme:
                continue
            prefix = digits(str(self._rules["hs_prefix"][row]))
            if not code.startswith(prefix) or len(prefix) < best:
                continue
            if len(prefix) > best:
                best, found = len(prefix), {}
            found.setdefault(str(self._rules["alternative"][row]), []).append(int(row))
        return {name: tuple(rows) for name, rows in sorted(found.items())}

    def test(self, rule: int) -> str:
        """Return what a rule row tests."""
        return str(self._rules["test"][rule])

    def is_floor(self, rule: int) -> bool:
        """Return whether a rule row asks for a least share of the appraised value."""
        return self.test(rule) in FLOORS

    def is_ceiling(self, rule: int) -> bool:
        """Return whether a rule row allows a largest share of the appraised value; a shift does if something need not shift."""
        return self.test(rule) in CEILINGS and (self.test(rule) != "tariff_shift" or bool(self.number(rule, "de_minimis").any()))

    def counts_inputs(self, rule: int) -> bool:
        """Return whether a row is a build-up that counts anything: a least share of nothing is passed by lots of no value."""
        return self.is_floor(rule) and bool(self.number(rule, "threshold").any())

    def takes_donors(self, rule: int) -> bool:
        """Return whether a row is a build-up to which donor countries' materials may be added."""
        return self.counts_inputs(rule) and bool(self.number(rule, "donor_cap").any())

    def number(self, rule: int, column: str) -> Floats:
        """Return a number of a rule row per node, 0 where blank."""
        return np.asarray(np.nan_to_num(self._thresholds[column][rule]))

    def has_role(self, programme: str, country: str, roles: tuple[str, ...] = COUNTING_ROLES) -> Flags:
        """Return, per node, whether a country has one of these roles on every day on which the programme is in force.

        A programme without countries benefits the home country.
        """
        key = (programme, country, roles)
        if key not in self._roles:
            self._roles[key] = self._read_role(*key)
        return self._roles[key]

    def _read_role(self, programme: str, country: str, roles: tuple[str, ...]) -> Flags:
        case, table = self._case, self._case["programme_countries"]
        rows = [row for row in case.active_rows("programme_countries") if table["programme"][row] == programme]
        always = np.ones(len(case.timeline), dtype=bool)
        if not rows:
            return always & (country == case.home_country and roles != (DONOR,))
        programmes, at = case["programmes"], case["programmes"].rows[programme]
        whole = case.shares_in_force("programmes")[at]
        result = ~always
        for row in rows:
            if table["country"][row] != country or table["role"][row] not in roles:
                continue
            start = np.array([np.fmax(table["start"][row], programmes["start"][at])])
            end = np.array([np.fmin(table["end"][row], programmes["end"][at])])
            together = case.timeline.shares_in_force(start, end)[0]
            role_alone = case.shares_in_force("programme_countries")[row]
            result |= np.where(whole > 0, together >= whole - SHARE_TOLERANCE, role_alone >= 1.0 - SHARE_TOLERANCE)
        return result

    @property
    def home_ore_with_foreign(self) -> Origin:
        """Origin of what a simple process makes of home ore and something foreign: home ore, of which nothing can be claimed."""
        return Origin(self._case.home_country, home_ore=True)

    def country_of(self, origin: Origin) -> str:
        """Return the country of goods of an origin."""
        return origin.country or self._case.home_country

    def country_of_site(self, site: int) -> str:
        """Return the country of a site, as the law tells countries apart; home if there is no such site."""
        named = str(self._case["sites"]["country"][site]) if site >= 0 else ""
        return self.classes.get(named, self._case.home_country)

    def rank(self, origin: Origin) -> tuple[int, str, int, tuple[str, ...]]:
        """Return what origins are put in order by: home, mined abroad, made at home, made abroad, put together."""
        made_at_home = origin.country == self._case.home_country
        kinds = (origin.is_home, origin.blended, origin.home_ore, origin.made_abroad, made_at_home)
        kind = (0, 5, 4, 3, 2)[kinds.index(True)] if any(kinds) else 1
        return (kind, origin.country, len(origin.earned), origin.earned)

    def mined_in(self, country: str) -> Origin:
        """Return the origin of goods that come from a country; "" is home."""
        country = self.classes.get(country, country)
        return HOME if country == self._case.home_country else Origin(country, home_ore=False)

    def blend_of(self, origin: Origin) -> Origin:
        """Return the origin of a blend whose principal part has this origin."""
        return Origin(self.country_of(origin), home_ore=False, blended=True)

    def originates(self, programme: str, origin: Origin, *, rolled_up: bool) -> Flags:
        """Return, per node, whether material of an origin counts as the countries' own under a programme.

        Build-up counts whatever was mined or substantially transformed in the countries; a rolled-up test counts what is mined
        there, and what was made there only if it has earned origin. What a simple process put together counts as nobody's own.
        """
        made = origin.country == self._case.home_country or origin.made_abroad
        if _is_put_together(origin) or (rolled_up and made and programme not in origin.earned):
            return np.zeros(len(self._case.timeline), dtype=bool)
        return self.has_role(programme, self.country_of(origin))

    def is_donated(self, programme: str, origin: Origin) -> Flags:
        """Return, per node, whether material of an origin may be added to a build-up as that of a donor country."""
        if _is_put_together(origin):
            return np.zeros(len(self._case.timeline), dtype=bool)
        own = self.originates(programme, origin, rolled_up=False)
        return self.has_role(programme, self.country_of(origin), (DONOR,)) & ~own

    def home_counts_for_less(self, origin: Origin) -> bool:
        """Return whether goods of an origin count somewhere for more than home goods, so that these would borrow its name."""
        if origin not in self._worth_less:
            names = [self._case["programmes"].keys[row] for row in self._case.active_rows("programmes")]
            self._worth_less[origin] = any(self._counts_for_more(name, origin) for name in names)
        return self._worth_less[origin]

    def _counts_for_more(self, programme: str, origin: Origin) -> bool:
        own, home = (self.has_role(programme, self.country_of(one)) for one in (origin, HOME))
        given, home_given = (self.is_donated(programme, one) for one in (origin, HOME))
        counts = not _is_put_together(origin) and bool((own & ~home).any())
        return counts or bool((given & ~(home | home_given)).any())

    def shifts(self, rule: int, input_hs: str, product_hs: str) -> Flags:
        """Return, per node, whether the HS code of an input differs from the product's in the digits that must change.

        A code that has fewer digits shows no change.
        """
        count = self.number(rule, "shift_digits").astype(int)
        codes = digits(input_hs), digits(product_hs)
        return np.array(
            [min(map(len, codes)) >= length and codes[0][:length] != codes[1][:length] for length in count], dtype=bool
        )

    def material_value(self, programme: str, material: str, country: str, site: str) -> Floats:
        """Return the value per unit at which an input of a country counts at a plant, NaN where none is given: (nodes,)."""
        row = self._case["origin_values"].rows.get(f"{programme},{material},{country},{site}")
        return np.full(len(self._case.timeline), np.nan) if row is None else np.asarray(self._values[row])

    def appraised_value(self, programme: str, material: str, test: str = FLOORS[0]) -> Floats:
        """Return the appraised value per unit at which a test takes a product under a programme, NaN if none is given: (nodes,).

        The largest `appraised_value_per_unit` of the demands for it where the programme holds, else its reference value; for a
        ceiling on foreign value the smallest of these and the reference value, so that no sale has less value than was tested.
        It is data, apart from prices.
        """
        key = (programme, material, test in CEILINGS)
        if key not in self._appraised:
            self._appraised[key] = self._read_appraised(*key)
        return self._appraised[key]

    def _read_appraised(self, programme: str, material: str, smallest: bool) -> Floats:
        case, demands, markets = self._case, self._case["demands"], self._case["markets"]
        country = {key: str(value) or key.upper() for key, value in zip(markets.keys, markets["country"], strict=True)}
        destination = case["programmes"]["destination"][case["programmes"].rows[programme]]
        rows = [
            row
            for row in case.active_rows("demands")
            if demands["material"][row] == material and country.get(str(demands["market"][row])) == destination
        ]
        given = case.numbers("demands", "appraised_value_per_unit")[rows]
        reference = case.numbers("materials", "reference_value_per_unit")[case["materials"].rows[material]]
        if smallest:
            return np.asarray(np.fmin(np.fmin.reduce(given, axis=0, initial=np.nan), reference), dtype=np.float64)
        largest = np.fmax.reduce(given, axis=0, initial=np.nan)
        return np.asarray(np.where(np.isnan(largest), reference, largest), dtype=np.float64)

    def claimable_values(self, programme: str, material: str, *, kept: bool) -> tuple[Floats, Floats]:
        """Return the border values between which goods with foreign feed may be claimed: at what floors and ceilings took them.

        A lot is tested with all its products, so every rule of the programme counts; a product without a value adds none to a lot
        and has no bounds.

        Args:
            programme: Programme claimed.
            material: Product.
            kept: Whether goods may be claimed in a later node than they were tested in; then the strictest value of all holds.
        """
        rules = [int(row) for row in self._active_rules if self._rules["programme"][row] == programme]
        nodes = len(self._case.timeline)
        low, high = np.zeros(nodes), np.full(nodes, np.inf)
        if any(self.is_ceiling(rule) for rule in rules):
            low = np.nan_to_num(self.appraised_value(programme, material, CEILINGS[0]), nan=0.0)
        if any(self.is_floor(rule) for rule in rules):
            high = np.nan_to_num(self.appraised_value(programme, material), nan=np.inf)
        return (np.full(nodes, low.max()), np.full(nodes, high.min())) if kept else (low, high)
