"""What a row of law, a policy, a measure or a verdict can ask about the origin of goods.

A question is a function of an origin. Goods of which every question that reaches them has the same answer can be counted as goods
of one origin without changing any plan.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from optimizer.domain.case import Case
from optimizer.law.origin import Origin, OriginLaw
from optimizer.law.schedule import AT_IMPORT, INTO_HOME, Goods, Schedule
from optimizer.world.origins.claims import ClaimBook
from optimizer.world.origins.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Books:
    """What questions are answered from."""

    case: Case
    law: OriginLaw
    schedule: Schedule
    claims: ClaimBook
    recipes: Mapping[int, Recipe]


class Question(Protocol):
    """Something that can be asked about an origin; equal questions are asked once."""

    def answer(self, origin: Origin, books: Books) -> Hashable:
        """Return what is found out about goods of this origin."""


@dataclass(frozen=True, slots=True)
class HomeOre:
    """Asked by royalties on sale, by policies on raw exports and processed shares, and by verdicts on minerals."""

    def answer(self, origin: Origin, books: Books) -> Hashable:  # noqa: ARG002 (every question has the same form)
        """Return whether the goods count as home ore."""
        return origin.home_ore


@dataclass(frozen=True, slots=True)
class NothingForeign:
    """Asked by processes whose products are told apart, and of goods that can earn a programme."""

    def answer(self, origin: Origin, books: Books) -> Hashable:  # noqa: ARG002
        """Return whether nothing foreign ever entered the goods."""
        return origin.is_home


@dataclass(frozen=True, slots=True)
class AtMarket:
    """Asked by customs where a material is sold.

    Attributes:
        hs_code: HS code of the material.
        destination: Country of the market, not home.
    """

    hs_code: str
    destination: str

    def answer(self, origin: Origin, books: Books) -> Hashable:
        """Return the tariff rows that reach the goods, and what can be claimed for them when."""
        case = books.case
        schedule = books.schedule
        goods = Goods(self.hs_code, books.law.country_of(origin), self.destination)
        if goods.origin == goods.destination:
            return (), (), False
        claims = []
        for row in case.active_rows("programmes").tolist():
            name = case["programmes"].keys[row]
            window = schedule.programmes.window(row, goods.origin)
            granted = case["programmes"]["destination"][row] == goods.destination
            if not granted or window is None or not schedule.covers(row, goods):
                continue
            if origin.is_home or (origin.may_claim(name) and books.law.rules.alternatives(name, self.hs_code)):
                claims.append((row, *map(str, window)))
        return tuple(schedule.reaching(goods)), tuple(claims), bool(claims) and origin.is_home


@dataclass(frozen=True, slots=True)
class Leaving:
    """Asked where a material leaves the home country: export levies.

    Attributes:
        hs_code: HS code of the material.
        destination: Country that it enters.
    """

    hs_code: str
    destination: str

    def answer(self, origin: Origin, books: Books) -> Hashable:
        """Return the levies that reach the goods."""
        goods = Goods(self.hs_code, books.law.country_of(origin), self.destination)
        return tuple(books.schedule.reaching(goods, ("export_levy",)))


@dataclass(frozen=True, slots=True)
class Entering:
    """Asked where a material enters a country over a lane between sites: charges on goods that come from elsewhere.

    Attributes:
        hs_code: HS code of the material.
        destination: Country that it enters, home or another.
    """

    hs_code: str
    destination: str

    def answer(self, origin: Origin, books: Books) -> Hashable:
        """Return the charges that reach the goods."""
        country = books.law.country_of(origin)
        if country == self.destination:
            return ()
        kinds = INTO_HOME if self.destination == books.case.home_country else AT_IMPORT
        return tuple(books.schedule.reaching(Goods(self.hs_code, country, self.destination), kinds))


@dataclass(frozen=True, slots=True)
class InLot:
    """Asked of what goes into a lot that can earn a programme.

    Attributes:
        process: Position of the process.
        material: Position of the input.
    """

    process: int
    material: int

    def answer(self, origin: Origin, books: Books) -> Hashable:
        """Return how the goods count under each programme, and at which value.

        Goods that count, or that a donor gives, are of their country alone: two such origins blended are nobody's own.
        """
        law = books.law
        recipe = books.recipes[self.process]
        found = []
        material = books.case["materials"].keys[self.material]
        site = books.case["sites"].keys[recipe.site]
        country = law.country_of(origin)
        names = {claim.programme for claims in books.claims.sets_for(recipe) for claim in claims}
        for name in sorted(names):
            counts = (
                law.originates(name, origin, rolled_up=False),
                law.originates(name, origin, rolled_up=True),
                law.is_donated(name, origin),
            )
            alone = ""
            if any(flags.any() for flags in counts):
                alone = country
            value = law.values.material_value(name, material, country, site)
            found.append((alone, *(flags.tobytes() for flags in counts), value.tobytes()))
        return tuple(found)
