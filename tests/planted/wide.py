"""Wide networks whose optimum is known: many sites, countries and lanes in general position, sized by a number of columns.

Costs, rents and yields are drawn first. The cheapest way to every place then gives the value of every material there, sales take
what pays at these values along the cheapest ways, and each limit with a rent is what the plan uses of it. So plan and values
satisfy complementary slackness. No law: which countries the sites lie in changes neither the optimum nor what must be decided.
Distances are Euclidean and every number is drawn from a continuum, so there is next to no tie and no structure to be lucky with.
"""

import numpy as np
from numpy.typing import NDArray

from tests.planted.generator import PlantedCase, finish
from tests.planted.horizon import PRICE_YEAR, draw_horizon
from tests.planted.ledger import Ledger
from tests.planted.sheet import Sheet
from tests.planted.wide_map import COUNTRIES, Map, draw_map
from tests.planted.wide_plan import plan_network
from tests.planted.wide_tables import write_network

NODES = 12
COLUMNS_PER_SITE = 450.0
"""About: what one more site adds with its lanes, plants and share of a market."""
LEAST_SITES = 8
COSTS = ("extraction", "purchase", "processing", "resource", "freight", "storage", "disposal")


def wide_network(seed: int, columns: int, *, countries: int = 1, raw: bool = False) -> PlantedCase:
    """Return a network of about so many columns.

    Args:
        seed: What it is drawn from; it fixes everything but what the other arguments say.
        columns: About how many columns its program has.
        countries: Over how many countries the sites and markets are spread; the home country is one of them.
        raw: Whether the ores are raw, so that there are minerals, decisions on them and verdicts.
    """
    rng = np.random.default_rng(seed)
    horizon = draw_horizon(rng, "uneven", NODES)
    ledger, sheet = Ledger(horizon), Sheet(horizon.ids)
    sheet.add(
        "case", id=f"wide-{seed}", name=f"Wide {seed}", currency="USD", price_year=float(PRICE_YEAR), home_country=COUNTRIES[0],
        real_discount_rate=horizon.rate,
    )  # fmt: skip
    for row in horizon.rows:
        sheet.add("nodes", **row)
    drawn = draw_map(rng, max(LEAST_SITES, round(columns / COLUMNS_PER_SITE)))
    _write_places(sheet, drawn, countries, raw=raw)
    ledger.aim({"revenue": 1.0, **dict.fromkeys(COSTS, -1.0)}, horizon.money)
    write_network(plan_network(rng, drawn, horizon), ledger, sheet)
    return finish(ledger, sheet, seed, "profit")


def _write_places(sheet: Sheet, drawn: Map, countries: int, *, raw: bool) -> None:
    capitals = drawn.capitals[:countries]
    for name, point in zip(drawn.sites, drawn.points, strict=True):
        sheet.add("sites", id=name, country=COUNTRIES[_nearest(capitals, point)])
    for market in drawn.markets:
        sheet.add("markets", id=market.name, country=COUNTRIES[_nearest(capitals, market.point)])
    for material in drawn.materials:
        sheet.add(
            "materials", id=material.name, stage=material.stage, raw=raw and material.stage == "ore",
            discardable=material.discard_cost > 0, discard_cost_per_unit=material.discard_cost,
        )  # fmt: skip


def _nearest(points: NDArray[np.float64], point: NDArray[np.float64]) -> int:
    return int(np.argmin(((points - point) ** 2).sum(axis=1)))
