"""Origin: what the law remembers of a tonne, and whose goods count under a programme."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.law.origin_rules import OriginRules
from optimizer.law.origin_values import OriginValues

Flags = NDArray[np.bool_]

COUNTING_ROLES = ("beneficiary", "cumulation", "former")
DONOR = "donor"
SHARE_TOLERANCE = 1e-12
HOME_NAME = "home"
EARNED_MARK = "#"
# In the name of a mode: another alternative by which its lots earn the same programmes.
ANOTHER_WAY = ";"


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
        if self.country:
            return (self.name,)
        return ()

    def may_claim(self, programme: str) -> bool:
        """Return whether its lot has passed the rule of a programme."""
        return not self.country or programme in self.earned


HOME = Origin()


def _is_put_together(origin: Origin) -> bool:
    """Return whether a simple process put goods of several origins together, or foreign inputs into home ore."""
    return origin.blended or (origin.home_ore and not origin.is_home)


class OriginLaw:
    """Whose goods count under the programmes of a case.

    Attributes:
        rules: What a lot must pass.
        values: At which values it is tested.
    """

    def __init__(self, case: Case) -> None:
        """Read the tables once."""
        self.rules = OriginRules(case)
        self.values = OriginValues(case, self.rules)
        self._case = case
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
        supplies = case["supplies"]
        sites = case["sites"]
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
        return (table, *(str(data[name][row]) for name in ("programme", "material", "site")), *self.values.per_unit[row])

    def has_role(self, programme: str, country: str, roles: tuple[str, ...] = COUNTING_ROLES) -> Flags:
        """Return, per node, whether a country has one of these roles on every day on which the programme is in force.

        A programme without countries benefits the home country.
        """
        key = (programme, country, roles)
        if key not in self._roles:
            self._roles[key] = self._read_role(*key)
        return self._roles[key]

    def _read_role(self, programme: str, country: str, roles: tuple[str, ...]) -> Flags:
        case = self._case
        table = self._case["programme_countries"]
        rows = [row for row in case.active_rows("programme_countries") if table["programme"][row] == programme]
        always = np.ones(len(case.timeline), dtype=bool)
        if not rows:
            return always & (country == case.home_country and roles != (DONOR,))
        programmes = case["programmes"]
        at = case["programmes"].rows[programme]
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
        named = ""
        if site >= 0:
            named = str(self._case["sites"]["country"][site])
        return self.classes.get(named, self._case.home_country)

    def rank(self, origin: Origin) -> tuple[int, str, int, tuple[str, ...]]:
        """Return what origins are put in order by: home, mined abroad, made at home, made abroad, put together."""
        made_at_home = origin.country == self._case.home_country
        kinds = (origin.is_home, origin.blended, origin.home_ore, origin.made_abroad, made_at_home)
        kind = 1
        if any(kinds):
            kind = (0, 5, 4, 3, 2)[kinds.index(True)]
        return (kind, origin.country, len(origin.earned), origin.earned)

    def mined_in(self, country: str) -> Origin:
        """Return the origin of goods that come from a country; "" is home."""
        country = self.classes.get(country, country)
        if country == self._case.home_country:
            return HOME
        return Origin(country, home_ore=False)

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
