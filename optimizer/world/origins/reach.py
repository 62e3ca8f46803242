"""Spreads origins from where goods come in, over lanes and through processes, until nothing new is reached."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows
from optimizer.law.origin import HOME, Origin, OriginLaw
from optimizer.law.schedule import Schedule
from optimizer.world.network import Network, Place
from optimizer.world.origins.claims import ClaimBook
from optimizer.world.origins.eyes import Eyes, LawEyes, SharpEyes
from optimizer.world.origins.lots import Lot, LotMaker
from optimizer.world.origins.questions import Books
from optimizer.world.origins.recipe import Recipe, read_recipes
from optimizer.world.origins.sources import Source, read_sources


@dataclass(frozen=True, slots=True)
class Reach:
    """Which origins can be where, and the lots that make them.

    Attributes:
        recipes: The process of every lot by its position.
        at: Every origin that can be at a place, in order; where nothing can be had, nothing is said.
        lots: The lots; first the one of home goods alone of every process that takes part, in their order.
        of_supply: Origin of each active supply by its row.
        of_stock: Origin of what each active stock holds at the very beginning by its row.
        surplus: (material, origin) pairs that may be left over where they are claimed; others that have earned something are
            made for a claim, since the same lots can as well be run without one.
    """

    recipes: Mapping[int, Recipe]
    at: Mapping[Place, tuple[Origin, ...]]
    lots: tuple[Lot, ...]
    of_supply: Mapping[int, Origin]
    of_stock: Mapping[int, Origin]
    surplus: frozenset[tuple[int, Origin]]

    def anywhere(self, site: int, material: int) -> tuple[Origin, ...]:
        """Return every origin that can be at a place: home where nothing can be had."""
        return self.at.get(Place(site, material), (HOME,))


def spread_origins(
    case: Case, law: OriginLaw, contents: Contents, flows: Flows, network: Network, *, sharp: bool = False
) -> Reach:
    """Return everything that can be reached.

    Args:
        case: The case.
        law: Its rules of origin.
        contents: What its materials hold.
        flows: Flows of the processes that take part.
        network: Lanes and outlets.
        sharp: Whether to tell all origins apart, also those of which nothing in the case can see the difference.
    """
    recipes = read_recipes(case, law, contents, flows)
    sources = read_sources(case, law)
    schedule = Schedule(case)
    claims = ClaimBook(case, law, schedule, recipes.values())
    books = Books(case, law, schedule, claims, recipes)
    eyes: Eyes = SharpEyes() if sharp else LawEyes(books, network, contents, recipes)
    spread = _Spread(case, law, LotMaker(case, law, claims, eyes), eyes, recipes, network.onward())
    return spread.run(sources)


class _Spread:
    """What is reached so far."""

    def __init__(
        self,
        case: Case,
        law: OriginLaw,
        maker: LotMaker,
        eyes: Eyes,
        recipes: Mapping[int, Recipe],
        onward: Mapping[Place, list[int]],
    ) -> None:
        self._case = case
        self._law = law
        self._maker = maker
        self._eyes = eyes
        self._recipes = recipes
        self._onward = onward
        self._at: dict[Place, set[Origin]] = {}
        self._surplus: set[tuple[int, Origin]] = set()
        self._users: dict[Place, list[int]] = {}
        for process, recipe in recipes.items():
            for one in recipe.ingredients:
                self._users.setdefault(Place(recipe.site, one.material), []).append(process)

    def run(self, sources: list[Source]) -> Reach:
        seen = {source: self._eyes.seen(source.place.material, source.origin) for source in sources}
        foreign = any(origin != HOME for origin in seen.values())
        if foreign or any(self._makes_foreign(recipe) for recipe in self._recipes.values()):
            self._spread([(source.place, origin) for source, origin in seen.items()])
        lots = [self._lots(process) for process in self._recipes]
        return Reach(
            recipes=self._recipes,
            at={place: self._ordered(origins) for place, origins in self._at.items()},
            lots=(*(first for first, _ in lots), *(lot for _, others in lots for lot in others)),
            of_supply={source.row: origin for source, origin in seen.items() if source.table == "supplies"},
            of_stock={source.row: origin for source, origin in seen.items() if source.table == "stocks"},
            surplus=frozenset(self._surplus),
        )

    def _makes_foreign(self, recipe: Recipe) -> bool:
        return any(self._eyes.seen(one.material, recipe.made_of_home) != HOME for one in recipe.products)

    def _spread(self, arriving: list[tuple[Place, Origin]]) -> None:
        """Take in what arrives, then run a process that it reaches, until nothing is left to do."""
        ready = dict.fromkeys(process for process, recipe in self._recipes.items() if not recipe.ingredients)
        while arriving or ready:
            while arriving:
                ready |= dict.fromkeys(self._take_in(*arriving.pop(), arriving))
            if ready:
                process = next(iter(ready))
                surplus = len(self._surplus)
                del ready[process]
                arriving += self._make(self._recipes[process])
                if len(self._surplus) > surplus:  # Other processes may now take in what they left to claims.
                    ready |= dict.fromkeys(self._recipes)

    def _take_in(self, place: Place, origin: Origin, arriving: list[tuple[Place, Origin]]) -> list[int]:
        """Note an origin at a place; return the processes that may use it there, none if it was there before."""
        here = self._at.setdefault(place, set())
        if origin in here:
            return []
        here.add(origin)
        if origin.earned and len(self._case.timeline.leaves()) > 1:
            self._surplus.add((place.material, origin))  # What was made for a claim may be left over on another branch.
        arriving += [(Place(end, place.material), origin) for end in self._onward.get(place, ())]
        return self._users.get(place, [])

    def _make(self, recipe: Recipe) -> list[tuple[Place, Origin]]:
        """Return what the process can make of what has reached it."""
        made = []
        for lot in self._maker.lots(recipe, self._within_reach(recipe), frozenset(self._surplus)):
            spots = [(product.material, lot.products[product.flow]) for product in recipe.products]
            earned = {(material, origin) for material, origin in spots if origin.earned}
            if len(earned) > 1 or not recipe.transforms:
                self._surplus |= earned
            made += [(Place(recipe.site, material), origin) for material, origin in spots]
        return made

    def _within_reach(self, recipe: Recipe) -> dict[int, tuple[Origin, ...]]:
        found = {one.flow: self._at.get(Place(recipe.site, one.material), ()) for one in recipe.ingredients}
        return {flow: self._ordered(origins) for flow, origins in found.items()}

    def _lots(self, process: int) -> tuple[Lot, list[Lot]]:
        """Return the lot of home goods alone, which stands for the process even if they cannot be had, and all others."""
        recipe = self._recipes[process]
        if not self._at:
            return self._maker.home_lot(recipe), []
        lots = self._maker.lots(recipe, self._within_reach(recipe), frozenset(self._surplus))
        if not lots or lots[0].key:
            return self._maker.home_lot(recipe), lots
        return lots[0], lots[1:]

    def _ordered(self, origins: set[Origin] | tuple[Origin, ...]) -> tuple[Origin, ...]:
        return tuple(sorted(origins, key=self._law.rank))
