"""Origins of which nothing can tell one from another: replacing one by the other changes nothing that can be asked later."""

from itertools import product

import pytest

from optimizer.domain.contents import read_contents, read_flows
from optimizer.law.origin import OriginLaw
from optimizer.law.schedule import Schedule
from optimizer.world.network import Place, read_network
from optimizer.world.origins.claims import ClaimBook
from optimizer.world.origins.eyes import LawEyes
from optimizer.world.origins.questions import Books
from optimizer.world.origins.reach import spread_origins
from optimizer.world.origins.recipe import made_of, read_recipes
from tests.analyses.blending_networks import blending_network
from tests.made_cases import read_rows

MOST = 400
"""Lots tried per process."""


@pytest.mark.parametrize("first", range(0, 14, 7))
def test_what_looks_alike_makes_what_looks_alike(first: int) -> None:
    """In a lot of one origin per input, any input's origin may be replaced by one that looks alike: so do the products then."""
    tried = 0
    for seed in range(first, first + 7):
        case = read_rows(blending_network(seed)).case
        law, contents, flows, schedule = OriginLaw(case), read_contents(case), read_flows(case), Schedule(case)
        network, recipes = read_network(case, flows), read_recipes(case, law, contents, flows)
        claims = ClaimBook(case, law, schedule, recipes.values())
        eyes = LawEyes(Books(case, law, schedule, claims, recipes), network, contents, recipes)
        reach = spread_origins(case, law, contents, flows, network, sharp=True)
        for recipe in recipes.values():
            parts = recipe.constituents
            available = [reach.at.get(Place(recipe.site, one.material), ()) for one in parts]
            for _, chosen in zip(range(MOST), product(*available), strict=False):
                taken = {one.flow: (origin,) for one, origin in zip(parts, chosen, strict=True)}
                (made,) = made_of(recipe, taken, law)
                for one, origins in zip(parts, available, strict=True):
                    alike = [origin for origin in origins if eyes.alike(one.material, origin, taken[one.flow][0])]
                    for other in alike:
                        (instead,) = made_of(recipe, {**taken, one.flow: (other,)}, law)
                        seen = [eyes.alike(product.material, made, instead) for product in recipe.products]
                        assert all(seen), (seed, recipe.process, taken, other, made, instead)
                        tried += len(alike) > 1
    assert tried > 20


def test_the_origin_that_stands_for_others_looks_like_them() -> None:
    """Names are given within what looks alike, once: the name of a name is itself."""
    renamed = 0
    for seed in range(8):
        case = read_rows(blending_network(seed)).case
        law, contents, flows, schedule = OriginLaw(case), read_contents(case), read_flows(case), Schedule(case)
        network, recipes = read_network(case, flows), read_recipes(case, law, contents, flows)
        claims = ClaimBook(case, law, schedule, recipes.values())
        eyes = LawEyes(Books(case, law, schedule, claims, recipes), network, contents, recipes)
        reach = spread_origins(case, law, contents, flows, network, sharp=True)
        for place, origins in reach.at.items():
            for origin in origins:
                name = eyes.seen(place.material, origin)
                assert eyes.alike(place.material, name, origin)
                assert name == eyes.seen(place.material, name)
                renamed += name != origin
    assert renamed > 50


def test_the_program_reaches_what_rules_on_data_see() -> None:
    """At every place the merged origins are the names of those that are told apart, no more and no fewer."""
    for seed in range(6):
        case = read_rows(blending_network(seed)).case
        law, contents, flows, schedule = OriginLaw(case), read_contents(case), read_flows(case), Schedule(case)
        network, recipes = read_network(case, flows), read_recipes(case, law, contents, flows)
        claims = ClaimBook(case, law, schedule, recipes.values())
        eyes = LawEyes(Books(case, law, schedule, claims, recipes), network, contents, recipes)
        sharp, merged = (spread_origins(case, law, contents, flows, network, sharp=told_apart) for told_apart in (True, False))
        named = {place: {eyes.seen(place.material, origin) for origin in origins} for place, origins in sharp.at.items()}

        assert {place: set(origins) for place, origins in merged.at.items()} == named
