"""Which programmes a lot of a process may be made to earn, and for which of its products that is of any use."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from optimizer.domain.case import Case
from optimizer.law.origin import OriginLaw
from optimizer.law.origin_rules import ROLLED_UP
from optimizer.law.programme_terms import Waiver
from optimizer.law.schedule import Goods, Schedule
from optimizer.world.origins.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Claim:
    """What a lot of a mode must pass to earn a programme: rule rows, all of which must hold."""

    programme: str
    rules: tuple[int, ...]


class ClaimBook:
    """The claims that lots may be made to earn."""

    def __init__(self, case: Case, law: OriginLaw, schedule: Schedule, recipes: Iterable[Recipe]) -> None:
        """Find out for which materials each programme is of use."""
        self._case = case
        self._law = law
        self._schedule = schedule
        names = ("ad_valorem", "specific_per_tonne")
        self._own = np.stack([np.nan_to_num(case.numbers("tariffs", name)) for name in names])
        self._charged = np.asarray((self._own > 0).any(axis=(0, 2)))
        self._preferential = np.stack([np.nan_to_num(case.numbers("programme_rates", name)) for name in names])
        self._sets: dict[tuple[tuple[int, ...], str], tuple[tuple[Claim, ...], ...]] = {}
        self._useful: dict[str, set[int]] = {}
        recipes = list(recipes)
        for row in case.active_rows("programmes"):
            name = str(case["programmes"].keys[row])
            if self._rules_of(name):
                self._useful[name] = self._spread(name, recipes)

    def _rules_of(self, programme: str) -> list[int]:
        rules = self._case["origin_rules"]
        return [int(row) for row in self._case.active_rows("origin_rules") if rules["programme"][row] == programme]

    def _spread(self, programme: str, recipes: Sequence[Recipe]) -> set[int]:
        """Return the materials that save duty under a programme, or make such goods while these keep what they earned.

        Goods keep it in simple processes, and are counted as originating in others where a rolled-up test asks for it.
        """
        useful = self._saving(programme)
        rolled_up = any(self._law.rules.test(row) in ROLLED_UP for row in self._rules_of(programme))
        size = -1
        while size < len(useful):
            size = len(useful)
            for recipe in recipes:
                if useful.isdisjoint(product.material for product in recipe.products):
                    continue
                if not recipe.transforms:
                    useful |= {one.material for one in recipe.carriers}
                elif rolled_up:
                    useful |= {one.material for one in recipe.constituents}
        return useful

    def _saving(self, programme: str) -> set[int]:
        case = self._case
        demands = self._case["demands"]
        markets = self._case["markets"]
        row = case["programmes"].rows[programme]
        destination = str(case["programmes"]["destination"][row])
        country = {key: str(value) or key.upper() for key, value in zip(markets.keys, markets["country"], strict=True)}
        countries = {case.home_country, *(str(name) for name in case["sites"]["country"] if name)}
        sold = {
            str(demands["material"][at])
            for at in case.active_rows("demands")
            if country.get(str(demands["market"][at])) == destination
        }
        found = set()
        for material in sorted(sold & set(case["materials"].rows)):
            code = str(case["materials"]["hs_code"][case["materials"].rows[material]])
            if any(self._saves(row, Goods(code, origin, destination)) for origin in countries):
                found.add(case["materials"].rows[material])
        return found

    def _saves(self, programme: int, goods: Goods) -> bool:
        """Return whether a claim lowers any charge on goods, whatever the date."""
        schedule = self._schedule
        if goods.origin == goods.destination or schedule.programmes.window(programme, goods.origin) is None:
            return False
        for row in filter(self._charged.__getitem__, schedule.reaching(goods)):
            preference = schedule.programmes.preference(programme, str(self._case["tariffs"]["instrument"][row]), goods.hs_code)
            if preference is Waiver.FREE:
                return True
            if preference is not None and (self._own[:, row] > self._preferential[:, preference]).any():
                return True
        return False

    def is_of_use(self, material: int) -> bool:
        """Return whether having earned some programme is of use for a material."""
        return any(material in useful for useful in self._useful.values())

    def kept(self, material: int, earned: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a product remembers of what its lot has earned: the programmes that are of use for it."""
        return tuple(name for name in earned if material in self._useful.get(name, ()))

    def sets_for(self, recipe: Recipe) -> tuple[tuple[Claim, ...], ...]:
        """Return every set of programmes, under every choice of alternatives, that a lot may be made to earn.

        A set has no more programmes than there are products to sell under them; none in a process that does not transform.
        """
        if not recipe.transforms:
            return ()
        key = (tuple(product.material for product in recipe.products), recipe.country)
        if key not in self._sets:
            self._sets[key] = tuple(self._enumerate(*key))
        return self._sets[key]

    def _enumerate(self, products: Sequence[int], country: str) -> Iterator[tuple[Claim, ...]]:
        eligible = []
        for name, useful in self._useful.items():
            if not useful.isdisjoint(products) and self._law.has_role(name, country, ("beneficiary",)).any():
                choices = self._choices(name, products)
                eligible.append([claim for claim in choices if self._valued(claim, products)])
        eligible = [choices for choices in eligible if choices]
        sold = sum(self.is_of_use(material) for material in products)
        for size in range(1, min(sold, len(eligible)) + 1):
            for chosen in combinations(eligible, size):
                yield from product(*chosen)

    def _valued(self, claim: Claim, products: Sequence[int]) -> bool:
        """Return whether every product that somebody buys has a value, without which no share of a lot's value is known."""
        case = self._case
        law = self._law
        materials = self._case["materials"].keys
        if not any(law.rules.is_floor(rule) or law.rules.is_ceiling(rule) for rule in claim.rules):
            return True
        sold = {str(case["demands"]["material"][row]) for row in case.active_rows("demands")}
        mine = [materials[product] for product in products if materials[product] in sold]
        return not any(np.isnan(law.values.appraised_value(claim.programme, material)).all() for material in mine)

    def _choices(self, programme: str, products: Sequence[int]) -> list[Claim]:
        codes = sorted({str(self._case["materials"]["hs_code"][material]) for material in products})
        rules = [found for code in codes if (found := self._law.rules.alternatives(programme, code))]
        alternatives = [[rows for _, rows in sorted(found.items())] for found in rules]
        claims = [Claim(programme, tuple(sorted(set(sum(rows, ()))))) for rows in product(*alternatives)] if rules else []
        return list(dict.fromkeys(claims))
