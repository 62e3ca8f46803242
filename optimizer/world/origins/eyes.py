"""Which origins of a material something can tell apart; goods of all others count as goods of one origin."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Protocol

from optimizer.domain.contents import Contents
from optimizer.law.origin import HOME, Origin
from optimizer.world.network import Network, countries_of_markets, countries_of_sites
from optimizer.world.origins.questions import (
    AtMarket,
    Books,
    Entering,
    HomeOre,
    InLot,
    Leaving,
    NothingForeign,
    Question,
)
from optimizer.world.origins.recipe import Recipe
from optimizer.world.origins.sources import read_sources


class Eyes(Protocol):
    """What tells the origins of a material apart."""

    def seen(self, material: int, origin: Origin) -> Origin:
        """Return the origin that stands for all of which nothing can tell this one."""

    def alike(self, material: int, one: Origin, other: Origin) -> bool:
        """Return whether nothing can tell two origins of a material apart."""


class SharpEyes:
    """Tell every origin from every other, whether anything asks or not."""

    def seen(self, material: int, origin: Origin) -> Origin:  # noqa: ARG002 (what Eyes ask for)
        """Return the origin itself."""
        return origin

    def alike(self, material: int, one: Origin, other: Origin) -> bool:  # noqa: ARG002
        """Return whether they are the same."""
        return one == other


class LawEyes:
    """Tell apart what a question that reaches the goods, or what is made of them, answers differently.

    Questions travel against the goods: what is asked of a product is asked of what gives it its origin.

    - A simple process hands the questions on its products to every input that carries origin; to the others whether anything
      foreign is in them, if more is asked than whether the product is home ore.
    - One that transforms asks whether an input is foreign, if goods made of foreign inputs are told from home goods, and how it
      counts, if lots can earn a programme.
    """

    def __init__(self, books: Books, network: Network, contents: Contents, recipes: Mapping[int, Recipe]) -> None:
        """Collect the questions on every material."""
        self._books = books
        self._network = network
        self._contents = contents
        self._recipes = list(recipes.values())
        self._sources = self._countries_of_sources()
        self._made = _made_of_each_material(self._recipes)
        self._candidates = self._every_origin()
        self._answers: dict[tuple[Question, Origin], Hashable] = {}
        self._dividing: dict[Question, bool] = {}
        self._views: dict[tuple[int, Origin], Hashable] = {}
        self._first: dict[int, dict[Hashable, Origin]] = {}
        self._questions: dict[int, set[Question]] = {}
        self._ask()

    def seen(self, material: int, origin: Origin) -> Origin:
        """Return the origin that stands for all of which nothing can tell this one: home, else the most natural name."""
        if origin == HOME or material not in self._questions:
            return HOME
        if material not in self._first:
            first: dict[Hashable, Origin] = {}
            for one in self._in_order(material):
                first.setdefault(self._view(material, one), one)
            self._first[material] = first
        return self._first[material].get(self._view(material, origin), origin)

    def alike(self, material: int, one: Origin, other: Origin) -> bool:
        """Return whether nothing can tell two origins of a material apart."""
        return self._view(material, one) == self._view(material, other)

    def _view(self, material: int, origin: Origin) -> Hashable:
        """Return everything that is found out about an origin: goods that have earned a programme are told apart in any case."""
        key = (material, origin)
        if key not in self._views:
            questions = self._questions.get(material, set())
            answers = frozenset((question, self._answer(question, origin)) for question in questions)
            self._views[key] = (answers, origin if origin.earned else None)
        return self._views[key]

    def _answer(self, question: Question, origin: Origin) -> Hashable:
        key = (question, origin)
        if key not in self._answers:
            self._answers[key] = question.answer(origin, self._books)
        return self._answers[key]

    def _ask(self) -> None:
        """Collect questions until none travels on."""
        asked: dict[int, set[Question]] = {}
        waiting = list(self._asked_directly())
        while waiting:
            for material, question in waiting:
                if self._divides(question):
                    asked.setdefault(material, set()).add(question)
            waiting = [
                (material, question)
                for recipe in self._recipes
                for material, question in self._handed_on(recipe, asked)
                if question not in asked.get(material, ()) and self._divides(question)
            ]
        self._questions = asked

    def _divides(self, question: Question) -> bool:
        """Return whether a question has more than one answer in this case."""
        if question not in self._dividing:
            self._dividing[question] = len({self._answer(question, origin) for origin in self._candidates}) > 1
        return self._dividing[question]

    def _asked_directly(self) -> Iterator[tuple[int, Question]]:
        """Yield what law and measures ask of each material itself."""
        case = self._books.case
        for material in range(len(case["materials"])):
            if self._contents.holds[material].any():
                yield material, HomeOre()
            if self._books.claims.is_of_use(material):
                yield material, NothingForeign()
        royal = case.position("royalties", "material")
        for row in case.active_rows("royalties").tolist():
            if case["royalties"]["basis"][row] == "sold":
                yield int(royal[row]), HomeOre()
        yield from set(self._asked_at_borders())

    def _asked_at_borders(self) -> Iterator[tuple[int, Question]]:
        """Yield what customs ask, the same question of a material as often as it crosses a border."""
        case = self._books.case
        home = self._books.case.home_country
        network = self._network
        codes = [str(code) for code in case["materials"]["hs_code"]]
        at_site = countries_of_sites(case)
        at_market = countries_of_markets(case)
        markets = case.position("demands", "market").tolist()
        for lane, material, demand in network.outlets:
            destination = at_market[markets[demand]]
            if destination != home:
                yield material, AtMarket(codes[material], destination)
            if destination != home and at_site[network.starts[lane]] == home:
                yield material, Leaving(codes[material], destination)
        for lane, material in network.moves:
            start = at_site[network.starts[lane]]
            end = at_site[network.ends[lane]]
            if start == home != end:
                yield material, Leaving(codes[material], end)
            if start != end:
                yield material, Entering(codes[material], end)

    def _handed_on(self, recipe: Recipe, asked: Mapping[int, set[Question]]) -> Iterator[tuple[int, Question]]:
        """Yield what a process asks of its inputs, given what is asked of its products."""
        on_products = {question for product in recipe.products for question in asked.get(product.material, ())}
        if recipe.transforms:
            earning = bool(self._books.claims.sets_for(recipe))
            tells_home = False
            if recipe.at_home:
                tells_home = any(self._answer(one, HOME) != self._answer(one, recipe.made) for one in on_products)
            for one in recipe.constituents:
                yield from ((one.material, question) for question in [InLot(recipe.process, one.material)] if earning)
                yield from ((one.material, question) for question in [NothingForeign()] if tells_home)
            return
        for one in recipe.carriers:
            yield from ((one.material, question) for question in on_products)
        if on_products - {HomeOre()}:
            renamed = recipe.constituents if recipe.made_of_home != HOME else recipe.additives
            yield from ((one.material, NothingForeign()) for one in renamed)

    def _countries_of_sources(self) -> dict[int, set[str]]:
        """Return, per material, the countries from which it or what it is simply made of comes."""
        case = self._books.case
        law = self._books.law
        found: dict[int, set[str]] = {}
        for source in read_sources(case, law):
            found.setdefault(source.place.material, set()).add(source.origin.country)
        size = -1
        while size < (size := sum(map(len, found.values()))):
            for recipe in self._recipes:
                if not recipe.transforms:
                    given = set().union(*(found.get(one.material, set()) for one in recipe.carriers))
                    for product in recipe.products:
                        found.setdefault(product.material, set()).update(given)
        return found

    def _every_origin(self) -> list[Origin]:
        """Return every origin that goods can have before any rule is passed, in order."""
        case = self._books.case
        law = self._books.law
        columns = (("supplies", "origin_country"), ("stocks", "origin_country"), ("sites", "country"))
        countries = {str(name) for table, column in columns for name in case[table][column]} | {case.home_country}
        mined = {law.mined_in(name) for name in countries}
        made = {recipe.made for recipe in self._recipes}
        blends = {law.blend_of(origin) for origin in mined}
        return sorted(mined | made | blends | {HOME, law.home_ore_with_foreign}, key=law.rank)

    def _in_order(self, material: int) -> list[Origin]:
        """Return every origin, those first that goods of this material are most naturally called by."""
        countries = self._sources.get(material, set())
        made = self._made.get(material, set())

        def order(origin: Origin) -> tuple[int, object]:
            mined = origin == self._books.law.mined_in(origin.country) and origin.country in countries
            naturalness = (origin == HOME, mined, origin in made, True)
            return naturalness.index(True), self._books.law.rank(origin)

        return sorted(self._candidates, key=order)


def _made_of_each_material(recipes: Sequence[Recipe]) -> dict[int, set[Origin]]:
    """Return, per material, the origins given by the processes that make it and transform."""
    found: dict[int, set[Origin]] = {}
    for recipe in recipes:
        for product in recipe.products if recipe.transforms else ():
            found.setdefault(product.material, set()).add(recipe.made)
    return found
