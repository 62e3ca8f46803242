"""Lots against the law of a single lot: every lot that can be made is of some kind, and no kind calls it better than it is."""

from collections.abc import Iterator
from itertools import product

import pytest

from optimizer.domain.contents import read_contents, read_flows
from optimizer.law.origin import HOME, Origin, OriginLaw
from optimizer.world.network import Place, read_network
from optimizer.world.origins.lots import Lot
from optimizer.world.origins.reach import Reach, spread_origins
from optimizer.world.origins.recipe import Recipe, made_of
from tests.analyses.blending_networks import blending_network
from tests.made_cases import read_rows

MOST = 3_000
"""Combinations tried per process."""


def spread(seed: int, *, sharp: bool) -> tuple[OriginLaw, Reach]:
    """Return what a random network can reach."""
    case = read_rows(blending_network(seed)).case
    law, flows = OriginLaw(case), read_flows(case)
    return law, spread_origins(case, law, read_contents(case), flows, read_network(case, flows), sharp=sharp)


def combinations(recipe: Recipe, reach: Reach) -> Iterator[dict[int, tuple[Origin, ...]]]:
    """Yield lots with one origin per constituent."""
    parts = recipe.constituents
    available = [reach.at.get(Place(recipe.site, one.material), ()) for one in parts]
    for count, chosen in enumerate(product(*available)):
        if count == MOST:
            break
        yield {one.flow: (origin,) for one, origin in zip(parts, chosen, strict=True)}


def takes(lot: Lot, taken: dict[int, tuple[Origin, ...]]) -> bool:
    """Return whether a lot allows all this."""
    return all(origin in lot.taken[flow] for flow, origins in taken.items() for origin in origins)


def is_no_better(label: Origin, true: Origin, law: OriginLaw) -> bool:
    """Return whether calling goods `label` promises no more than they are, before any rule is passed."""
    if label == true or true == HOME:
        return True
    return label.blended and law.country_of(label) == law.country_of(true)


@pytest.mark.parametrize("first", range(0, 20, 10))
def test_every_lot_is_of_a_kind_that_the_law_calls_by_its_name(first: int) -> None:
    """Whatever goes in, some kind of lot has the origin that the law gives it, and none that allows it has a better one."""
    tried = 0
    for seed in range(first, first + 10):
        law, reach = spread(seed, sharp=True)
        for recipe in reach.recipes.values():
            unclaimed = [lot for lot in reach.lots if lot.recipe is recipe and not lot.claims]
            for taken in combinations(recipe, reach):
                if any(origin.earned for origins in taken.values() for origin in origins):
                    continue  # Goods made for a claim are kept for it, see the next test.
                (true,) = made_of(recipe, taken, law)
                names = {lot.made for lot in unclaimed if takes(lot, taken)}
                assert true in names, (seed, recipe, taken)
                assert all(is_no_better(name, true, law) for name in names), (seed, recipe, taken, names)
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("first", range(0, 20, 10))
def test_earned_goods_keep_their_name_only_where_the_law_says_so(first: int) -> None:
    """A kind of lot without claims that passes on something earned has nothing else foreign in it."""
    seen = 0
    for seed in range(first, first + 10):
        law, reach = spread(seed, sharp=True)
        for lot in reach.lots:
            if lot.made.earned and not lot.claims:
                assert not lot.recipe.transforms
                for taken in combinations(lot.recipe, reach):
                    if takes(lot, taken):
                        assert {lot.made} == made_of(lot.recipe, taken, law)
                        seen += 1
    assert first or seen > 0


def test_every_origin_at_a_place_is_brought_or_made_there() -> None:
    """Each is that of a source, of goods a lane brings, or of what a lot makes of what there is; nothing else is reached."""
    for seed in range(8):
        case = read_rows(blending_network(seed)).case
        law, flows = OriginLaw(case), read_flows(case)
        network = read_network(case, flows)
        reach = spread_origins(case, law, read_contents(case), flows, network, sharp=False)
        sites = case.position("supplies", "site"), case.position("supplies", "material")
        stocks = case.position("stocks", "site"), case.position("stocks", "material")
        brought = {(Place(int(sites[0][row]), int(sites[1][row])), origin) for row, origin in reach.of_supply.items()}
        brought |= {(Place(int(stocks[0][row]), int(stocks[1][row])), origin) for row, origin in reach.of_stock.items()}
        for start, ends in network.onward().items():
            brought |= {(Place(end, start.material), origin) for end in ends for origin in reach.at.get(start, ())}
        for lot in reach.lots:
            here = {
                flow: set(reach.at.get(Place(lot.recipe.site, material), ())) for flow, material, _, _ in lot.recipe.ingredients
            }
            if all(here[flow] & set(origins) for flow, origins in lot.taken.items()):
                brought |= {(Place(lot.recipe.site, one.material), lot.products[one.flow]) for one in lot.recipe.products}

        assert {(place, origin) for place, origins in reach.at.items() for origin in origins} == brought
