"""The lots in which a process can run, given the origins of which its inputs can be had: what modes are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.law.origin import ANOTHER_WAY, HOME, Origin, OriginLaw
from optimizer.law.origin_rules import ROLLED_UP
from optimizer.world.origins.claims import Claim, ClaimBook
from optimizer.world.origins.eyes import Eyes
from optimizer.world.origins.recipe import Ingredient, Recipe

Flags = NDArray[np.bool_]
# Origins of what may go in, by position of the flow.
Taken = Mapping[int, tuple[Origin, ...]]

# Key of lots abroad of home and foreign goods: their products have the origin of those of home goods alone.
MIXED = ("mixed",)


@dataclass(frozen=True, slots=True)
class Lot:
    """A way to run a process: what origins may go in together, and what they give.

    Attributes:
        recipe: The process.
        key: What tells the lot in the keys of columns; empty for home goods alone.
        made: Origin of what is made, with all that the lot has earned.
        taken: Per input the origins that may go in.
        products: Per output the origin that the law's eyes see: what it remembers of what was earned.
        claims: Programmes whose rules the lot must pass.
        closed: Per (input, origin) the nodes at which a rule forbids it.
    """

    recipe: Recipe
    key: tuple[str, ...]
    made: Origin
    taken: Taken
    products: Mapping[int, Origin]
    claims: tuple[Claim, ...] = ()
    closed: Mapping[tuple[int, Origin], Flags] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        """Whether everything that goes in can be had of some origin."""
        return all(self.taken.values())

    @property
    def mixes(self) -> bool:
        """Whether its inputs are told apart by origin.

        They are where there is a choice, where a rule tests them, and where home ore loses its name at home.
        """
        choice = any(len(origins) > 1 for origins in self.taken.values())
        parts = (origin for one in self.recipe.constituents for origin in self.taken[one.flow])
        loses = not self.made.home_ore and any(origin.home_ore for origin in parts)
        return choice or bool(self.claims) or (loses and self.recipe.at_home)


class LotMaker:
    """Makes lots from the law of origin."""

    def __init__(self, case: Case, law: OriginLaw, claims: ClaimBook, eyes: Eyes) -> None:
        """Keep what they follow from."""
        self._case = case
        self._law = law
        self._claims = claims
        self._eyes = eyes
        self._forbidden: dict[tuple[int, int, Origin, tuple[Claim, ...]], Flags] = {}

    def lots(self, recipe: Recipe, taken: Taken, surplus: frozenset[tuple[int, Origin]]) -> list[Lot]:
        """Return every kind of lot that can be made, home goods alone first; none whose inputs cannot all be had.

        Args:
            recipe: The process.
            taken: Per input every origin of which it can be had, in order.
            surplus: (material, origin) pairs that have earned a programme and may be used without claiming it.
        """
        found = [self._home_lot(recipe, taken)]
        if recipe.transforms:
            found += self._transformed(recipe, taken, surplus)
        else:
            found += self._ore_lot(recipe, taken)
            found += self._kept(recipe, taken)
            found += self._blends(recipe, taken)
        return united([lot for lot in found if lot.is_possible])

    def home_lot(self, recipe: Recipe) -> Lot:
        """Return the lot of home goods alone, whether they can be had or not."""
        return self._home_lot(recipe, {one.flow: (HOME,) for one in recipe.ingredients})

    def _home_lot(self, recipe: Recipe, taken: Taken) -> Lot:
        alone = {one.flow: _home(taken[one.flow]) if one.constituent else taken[one.flow] for one in recipe.ingredients}
        return self._lot(recipe, (), recipe.made_of_home, alone)

    def _transformed(self, recipe: Recipe, taken: Taken, surplus: frozenset[tuple[int, Origin]]) -> Iterator[Lot]:
        """Yield lots of anything, which earn nothing, and lots made to earn programmes."""
        foreign = any(not origin.is_home for one in recipe.constituents for origin in taken[one.flow])
        if foreign:
            key = recipe.made.key if recipe.at_home else MIXED
            fitting = self._fitting((), recipe, taken, surplus)
            yield self._lot(recipe, key, recipe.made, fitting)
        if not foreign and recipe.at_home:
            return
        seen: dict[str, int] = {}
        for claims in self._claims.sets_for(recipe):
            lot = self._earning(recipe, claims, self._fitting(claims, recipe, taken, surplus))
            if lot.is_possible:
                seen[lot.made.name] = count = seen.get(lot.made.name, 0) + 1
                name = lot.made.name if count == 1 else f"{lot.made.name}{ANOTHER_WAY}{count}"
                yield replace(lot, key=(name,))

    def _earning(self, recipe: Recipe, claims: tuple[Claim, ...], fitting: Taken) -> Lot:
        made = replace(recipe.made, earned=tuple(claim.programme for claim in claims))
        taken = dict(fitting)
        closed = dict[tuple[int, Origin], Flags]()
        for one in recipe.constituents:
            for origin in fitting[one.flow]:
                closed[one.flow, origin] = self._closed(recipe, one, origin, claims)
            taken[one.flow] = tuple(o for o in fitting[one.flow] if not closed[one.flow, o].all())
        lot = self._lot(recipe, (), made, taken)
        return replace(lot, claims=claims, closed=closed)

    def _ore_lot(self, recipe: Recipe, taken: Taken) -> Iterator[Lot]:
        """Yield the lot of home ore with foreign inputs, where there is any."""
        made = self._law.home_ore_with_foreign
        with_foreign = {**taken, **_those(taken, recipe.carriers, {HOME, made})}
        parts = _every(with_foreign, recipe.constituents)
        if any(not origin.is_home for origin in parts):
            yield self._lot(recipe, made.key, made, with_foreign)

    def _kept(self, recipe: Recipe, taken: Taken) -> Iterator[Lot]:
        """Yield a lot per origin that products keep: goods of that origin, with home goods if these count for as much."""
        principal = recipe.principal
        if principal is None:
            return
        for kept in taken[principal.flow]:
            if kept.home_ore:
                continue
            home = set() if self._law.home_counts_for_less(kept) else {HOME}
            alike = {origin for origin in _every(taken, recipe.carriers) if self._look_alike(recipe, origin, kept)}
            beside = _those(taken, recipe.carriers, alike | home)
            pure = _those(taken, recipe.additives, home)
            yield self._lot(recipe, kept.key, kept, {**taken, **pure, **beside, principal.flow: (kept,)})

    def _look_alike(self, recipe: Recipe, one: Origin, other: Origin) -> bool:
        if one == other or one.home_ore:
            return one == other
        return all(self._eyes.alike(product.material, one, other) for product in recipe.products)

    def _blends(self, recipe: Recipe, taken: Taken) -> Iterator[Lot]:
        """Yield a lot of anything per country of the principal input that can go in beside what does not keep its name."""
        if recipe.principal is None:
            return
        by_country: dict[str, list[Origin]] = {}
        for origin in taken[recipe.principal.flow]:
            by_country.setdefault(self._law.country_of(origin), []).append(origin)
        for origins in by_country.values():
            if any(self._may_blend(recipe, origin, taken) for origin in origins):
                made = self._law.blend_of(origins[0])
                yield self._lot(recipe, made.key, made, {**taken, recipe.principal.flow: tuple(origins)})

    def _may_blend(self, recipe: Recipe, principal: Origin, taken: Taken) -> bool:
        """Return whether the principal input can lose its name to some of the others."""
        others = _every(taken, [one for one in recipe.carriers if one is not recipe.principal])
        if principal.home_ore:
            return any(not origin.home_ore for origin in others)
        additives = _every(taken, recipe.additives)
        if any(not origin.is_home for origin in additives):
            return True
        if HOME in others | additives and self._law.home_counts_for_less(principal):
            return True
        return any(not self._look_alike(recipe, origin, principal) for origin in others - {HOME})

    def _lot(self, recipe: Recipe, key: tuple[str, ...], made: Origin, taken: Taken) -> Lot:
        products = {product.flow: self._remembered(product.material, made) for product in recipe.products}
        return Lot(recipe, key, made, taken, products)

    def _remembered(self, material: int, made: Origin) -> Origin:
        """Return what a product remembers of its origin: what it has earned where that is of use, and what the law can see."""
        earned = self._claims.kept(material, made.earned) if made.earned else ()
        return self._eyes.seen(material, replace(made, earned=earned))

    def _fitting(
        self, claims: tuple[Claim, ...], recipe: Recipe, taken: Taken, surplus: frozenset[tuple[int, Origin]]
    ) -> dict[int, tuple[Origin, ...]]:
        """Return inputs without those made for another claim: the same lots can as well be run without earning it."""
        names = {claim.programme for claim in claims}

        def fits(material: int, origin: Origin) -> bool:
            return not origin.earned or bool(names & set(origin.earned)) or (material, origin) in surplus

        return {one.flow: tuple(origin for origin in taken[one.flow] if fits(one.material, origin)) for one in recipe.ingredients}

    def _closed(self, recipe: Recipe, one: Ingredient, origin: Origin, claims: tuple[Claim, ...]) -> Flags:
        """Return at which nodes some test forbids an input outright."""
        key = (recipe.process, one.flow, origin, claims)
        if key not in self._forbidden:
            found = np.zeros(len(self._case.timeline), dtype=bool)
            for claim in claims:
                for rule in claim.rules:
                    found |= self._forbids(recipe, one, origin, claim.programme, rule)
            self._forbidden[key] = found
        return self._forbidden[key]

    def _forbids(self, recipe: Recipe, one: Ingredient, origin: Origin, programme: str, rule: int) -> Flags:
        """Return at which nodes a test forbids an input: anything foreign, or what is foreign and does not shift."""
        test = self._law.rules.test(rule)
        if test not in ("wholly_obtained", "tariff_shift"):
            return np.zeros(len(self._case.timeline), dtype=bool)
        foreign = ~self._law.originates(programme, origin, rolled_up=test in ROLLED_UP)
        if test == "wholly_obtained":
            return foreign
        codes = self._case["materials"]["hs_code"]
        made = [str(codes[product.material]) for product in recipe.products]
        shifted = np.array([self._law.rules.shifts(rule, str(codes[one.material]), code) for code in made], dtype=bool)
        return foreign & ~shifted.all(axis=0) & ~(self._law.rules.number(rule, "de_minimis") > 0)


def united(lots: list[Lot]) -> list[Lot]:
    """Return lots of one process without those that others make needless, in their order.

    Lots that give the same, and count the same, are one where one allows all that the other does, or where they differ in one
    input: a lot of either is a sum of lots of both.
    """
    found: dict[object, list[Lot]] = {}
    for lot in lots:
        counted = lot.made.home_ore if lot.recipe.crosses_raw_line else None
        same = (lot.claims, lot.key if lot.claims else "", tuple(lot.products.items()), counted)
        found.setdefault(same, []).append(lot)
    return [lot for alike in found.values() for lot in _united(alike)]


def _united(lots: list[Lot]) -> list[Lot]:
    for first, one in enumerate(lots):
        for second, other in enumerate(lots[first + 1 :], first + 1):
            taken = _joined(one.taken, other.taken)
            if taken is not None:
                rest = [lot for at, lot in enumerate(lots) if at not in (first, second)]
                return _united([*rest[:first], replace(one, taken=taken), *rest[first:]])
    return lots


def _joined(one: Taken, other: Taken) -> Taken | None:
    """Return what either of two lots may take in, if that is no more than their sums; None if it is."""
    differing = [flow for flow, origins in one.items() if set(origins) != set(other[flow])]
    if all(set(one[flow]) >= set(other[flow]) for flow in differing):
        return one
    if all(set(one[flow]) <= set(other[flow]) for flow in differing):
        return other
    if len(differing) > 1:
        return None
    return {flow: tuple(dict.fromkeys([*origins, *other[flow]])) for flow, origins in one.items()}


def _home(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    return tuple(origin for origin in origins if origin.is_home)


def _every(taken: Taken, ingredients: Iterable[Ingredient]) -> set[Origin]:
    return {origin for one in ingredients for origin in taken[one.flow]}


def _those(taken: Taken, ingredients: Iterable[Ingredient], wanted: Collection[Origin]) -> dict[int, tuple[Origin, ...]]:
    """Return, per ingredient, its origins that are among those wanted."""
    return {one.flow: tuple(o for o in taken[one.flow] if o in wanted) for one in ingredients}
