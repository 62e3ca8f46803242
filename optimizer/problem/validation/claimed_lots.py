"""Lots with foreign feed, or made abroad, that may be claimed under a programme with rules of origin for what they make."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from optimizer.domain.case import Case
from optimizer.domain.contents import read_contents, read_flows
from optimizer.law.origin import Origin, OriginLaw
from optimizer.world.network import Place, countries_of_markets, read_network
from optimizer.world.origins.reach import Reach, spread_origins
from optimizer.world.origins.recipe import Ingredient, Recipe


@dataclass(frozen=True, slots=True)
class ClaimedLot:
    """What a process makes of mixed feed, claimed under a programme.

    Attributes:
        recipe: The process.
        programme: Programme.
        rules: Per product that has rules of origin its rule rows, all alternatives together.
    """

    recipe: Recipe
    programme: str
    rules: dict[str, tuple[int, ...]]

    @property
    def tests(self) -> list[tuple[str, int]]:
        """Every (product, rule row)."""
        return [(product, rule) for product, rules in self.rules.items() for rule in rules]


def has_foreign_places(case: Case) -> bool:
    """Return whether a site, or the origin of a supply or stock, is in another country; if not, all goods are home's."""
    home = case.home_country
    columns = (("sites", "country"), ("supplies", "origin_country"), ("stocks", "origin_country"))
    return any(country not in ("", home) for table, column in columns for country in case[table][column])


class ClaimedLots:
    """The lots of a case that may be claimed, and the origins of which their inputs can be had."""

    def __init__(self, case: Case) -> None:
        """Read what takes part."""
        self.case = case
        self.law = OriginLaw(case)
        materials = case["materials"]
        self.names = materials.keys
        self._countries = countries_of_markets(case)

    @cached_property
    def _reach(self) -> Reach:
        """Which origins can be where: the same spread that makes the program, with all origins told apart."""
        case = self.case
        flows = read_flows(self.case)
        return spread_origins(case, self.law, read_contents(case), flows, read_network(case, flows), sharp=True)

    @cached_property
    def recipes(self) -> list[Recipe]:
        """The processes whose site the case has."""
        return [recipe for recipe in self._reach.recipes.values() if recipe.site >= 0]

    def site(self, recipe: Recipe) -> str:
        """Return where a process runs."""
        return self.case["sites"].keys[recipe.site]

    def origins(self, recipe: Recipe, taken: Ingredient) -> tuple[Origin, ...]:
        """Return the origins of which an input can be had where the process runs; empty if it cannot be had."""
        return self._reach.at.get(Place(recipe.site, taken.material), ())

    def __iter__(self) -> Iterator[ClaimedLot]:
        """Yield the lots of processes that transform, where a programme has a rule for a product."""
        for recipe in self.recipes:
            if recipe.transforms and self._is_tested(recipe):
                for programme in self.programmes_of(recipe):
                    rules = self._rules(recipe, programme)
                    if rules:
                        yield ClaimedLot(recipe, programme, rules)

    def _is_tested(self, recipe: Recipe) -> bool:
        """Return whether lots must pass a rule: something foreign can go in, or they are made abroad."""
        origins = {origin for one in recipe.constituents for origin in self.origins(recipe, one)}
        foreign = any(not origin.is_home for origin in origins)
        return foreign or (bool(recipe.constituents) and not recipe.at_home)

    def _rules(self, recipe: Recipe, programme: str) -> dict[str, tuple[int, ...]]:
        found = {}
        for product in recipe.products:
            alternatives = self.law.rules.alternatives(programme, self.hs_code(product.material))
            if alternatives:
                rows = tuple(row for rows in alternatives.values() for row in rows)
                found[self.names[product.material]] = rows
        return found

    def programmes_of(self, recipe: Recipe) -> list[str]:
        """Return the active programmes that benefit the country in which a process runs."""
        names = [self.case["programmes"].keys[row] for row in self.case.active_rows("programmes")]
        return [name for name in names if self.law.has_role(name, recipe.country, ("beneficiary",)).any()]

    def hs_code(self, material: int) -> str:
        """Return the HS code of a material."""
        return str(self.case["materials"]["hs_code"][material])

    def buyers(self, programme: str, material: str) -> list[int]:
        """Return the active demands for a material where a programme is granted."""
        demands = self.case["demands"]
        active = self.case.active_rows("demands")
        markets = self.case.position("demands", "market")
        granted = str(self.case["programmes"]["destination"][self.case["programmes"].rows[programme]])
        return [
            int(row)
            for row in active[demands["material"][active] == material]
            if markets[row] >= 0 and self._countries[markets[row]] == granted
        ]
