"""A refinery as a section of a planted case: feed from home and abroad, and rules of origin that say what its goods may claim.

    origins             the law: what goods count as, and what a lot of given feed passes
    refinery_law        draws tariffs, programmes and rules          refinery_map    draws plants, feed and buyers
    refinery_lots       which modes there are, of which origins      refinery_ore    what home ore counts for, and its royalty
    refinery_columns    what these are in the program                cheapest_lot    the cheapest feed that keeps a lot's rules
    refinery_values     values of feed, cheapest lots                refinery_sales  values of products, cost of the last plant
    refinery_plan       amounts, and what the lots earned

All is proven by complementary slackness: values come first, and every cost and limit is set so that what the plan does just pays.
"""

from tests.planted.refinery_columns import Section
from tests.planted.refinery_lots import LotBook
from tests.planted.refinery_map import EXCLUDING, TRAITS, draw_refinery
from tests.planted.refinery_ore import count_ore, draw_ore_law
from tests.planted.refinery_plan import Plan, Verdict
from tests.planted.refinery_values import Redraw
from tests.planted.world import World

__all__ = ["Plan", "Redraw", "Section", "Verdict", "add_refinery"]

LIKELY = 0.5


def add_refinery(world: World) -> Section:
    """Add a refinery with some of all traits to a case: its tables, columns and rows, without a plan."""
    traits = {name for name in TRAITS if world.chance(LIKELY)}
    if not world.has("hub") or "ore" in traits:
        traits.discard("abroad")  # Without a table of sites all are at home; and what is done abroad to home ore does not count.
    traits |= {"two-stages"} if "abroad" in traits else set()
    for one, other in EXCLUDING:
        if {one, other} <= traits:
            needed = one == "two-stages" and "abroad" in traits
            traits -= {other} if needed or world.chance(0.5) else {one}
    refinery = draw_refinery(world, traits)
    if "ore" in traits:
        draw_ore_law(world)
    section = Section(refinery, LotBook(refinery))
    if "ore" in traits:
        count_ore(section)
    return section
