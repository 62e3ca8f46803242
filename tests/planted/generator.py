"""Cases whose optimum is known before anyone solves them, by complementary slackness.

A plan that satisfies every balance is drawn, then a value of every material at every place and node and a rent for every limit
that is to bind. Each cost, freight and price is then the one at which its column, if used, earns exactly what it uses up, and, if
unused, less; each limit is the plan's own activity where it has a rent, and more where it has none. So the plan is optimal, and
its objective is the sum of rents times right-hand sides. Nothing here calls the formulation: two solvers can agree on a wrong
program, this cannot.
"""

import math
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from optimizer.problem.build import ReadCase
from tests.planted.bounds import draw_limits, draw_values, write_limits
from tests.planted.builds import add_expansions, choose_expanded
from tests.planted.charter import draw_programmes, draw_tariffs, write_law
from tests.planted.decoys import add_decoys
from tests.planted.duties import Law
from tests.planted.flows import plant_flows
from tests.planted.horizon import KINDS, PRICE_YEAR, draw_horizon
from tests.planted.ledger import Column, Ledger
from tests.planted.measures import count_physical, draw_objective, draw_policies, settle_policies
from tests.planted.network import add_discards, draw_markets, draw_materials
from tests.planted.prices import price_processes, price_stocks, price_supplies, price_transfers
from tests.planted.refinery import Plan, Redraw, Section, Verdict, add_refinery
from tests.planted.region import add_hub, add_region
from tests.planted.royalties import draw_royalties
from tests.planted.sales import Seller, write_demand
from tests.planted.sheet import Sheet, Tables, typed_case
from tests.planted.user_limits import draw_user_limits, write_user_limits
from tests.planted.world import HOME, World

FEATURES = (
    "acid-by-lane", "bake", "ban", "by_node", "cross-lanes", "decoys", "dig", "expansions", "home-sale", "hub", "import-charges",
    "levy", "limits", "losses", "magnet", "minimums", "objectives", "plant-abroad", "points", "policies", "programmes",
    "reserves", "royalties", "scenario", "second-mine", "steam", "stocks", "tariffs", "terminal", "windows",
)  # fmt: skip
LIKELY = 0.65
AGREEMENT, NOISE = 1e-12, 1e-15
ROUNDING = 1e-10
LARGE_NODES = 24


@dataclass(frozen=True)
class PlantedCase:
    """A case with its optimum.

    Attributes:
        seed: What it was drawn from.
        features: What it shows.
        tables: Rows by table.
        objective: Text of its objective.
        expected_objective: Its largest value; of a loss to be minimised the opposite.
        turnover: Sum of |cost x amount| over the columns of the plan.
        plan: Amounts of the columns that the plan uses, by address.
        prices: Duals of the rows that have one, by address: >= 0 on limits from above, <= 0 from below.
        column_count: Number of columns it should have.
        verdicts: Tests of rules of origin, and how lots with foreign feed met them.
    """

    seed: int
    features: frozenset[str]
    tables: Tables
    objective: str
    expected_objective: float
    turnover: float
    plan: dict[str, float]
    prices: dict[str, float]
    column_count: int
    verdicts: frozenset[Verdict] = frozenset()

    def read(self) -> ReadCase:
        """Return the case as it would be read from files."""
        return typed_case(self.tables)


def planted_case(seed: int, columns: int = 0) -> PlantedCase:
    """Return a case drawn from a seed: small, with some of all features; or with all of them and more than so many columns."""
    rng = np.random.default_rng(seed)
    features = set(FEATURES) if columns else {name for name in FEATURES if rng.random() < LIKELY}
    world, objective = _draw_world(rng, features, seed, columns)
    _plan(world)
    return finish(world.ledger, world.sheet, seed, objective, frozenset(world.features))


def planted_refinery(seed: int) -> PlantedCase:
    """Return a small case with a refinery in it whose feed is from several countries, under rules of origin.

    The rest of the case shares its objective, its policies and its money with the refinery. Where the numbers drawn for the
    refinery allow no plan others are drawn.
    """
    for attempt in count():
        rng = np.random.default_rng([seed, attempt])
        features = {name for name in FEATURES if rng.random() < LIKELY}
        world, _ = _draw_world(rng, features, seed, 0, most_regions=1)
        section = add_refinery(world)
        try:
            plan = _plan(world, section)
        except Redraw:
            continue
        objective = str(world.sheet.tables["case"][0]["objective"])
        case = finish(world.ledger, world.sheet, seed, objective, frozenset({*world.features, *section.refinery.traits}))
        return replace(case, verdicts=frozenset(plan.verdicts if plan else ()))
    raise AssertionError


def _draw_world(
    rng: np.random.Generator, features: set[str], seed: int, columns: int, most_regions: int = 3
) -> tuple[World, str]:
    kind = ("uneven", "tree", "weights")[seed % 3] if columns else KINDS[seed % len(KINDS)]
    horizon = draw_horizon(rng, kind, LARGE_NODES if columns else int(rng.integers(1, 7)))
    sheet, ledger = Sheet(horizon.ids), Ledger(horizon)
    sheet.add(
        "case", id=f"planted-{seed}", name=f"Planted {seed}", currency="USD", price_year=float(PRICE_YEAR), home_country=HOME,
        real_discount_rate=horizon.rate, money_unit=float(rng.choice([1.0, 1000.0])),
    )  # fmt: skip
    for row in horizon.rows:
        sheet.add("nodes", **row)
    law = Law(horizon, draw_tariffs(rng, horizon, features), draw_programmes(rng, horizon, features))
    write_law(sheet, law.tariffs, law.programmes)
    world = World(rng, horizon, ledger, sheet, law, features, banned=np.zeros(len(horizon), dtype=bool))
    if world.has("ban") and world.chance(0.5):
        world.banned = horizon.first >= horizon.first[int(rng.integers(0, world.nodes))]
    draw_materials(world)
    draw_markets(world)
    if world.has("hub"):
        add_hub(world)
    regions = 0
    while regions < (1 if columns else int(rng.integers(1, most_regions + 1))) or _count(ledger) <= columns:
        regions += 1
        add_region(world, regions)
    add_discards(world)
    world.royalties = draw_royalties(world)
    objective = draw_objective(world)
    sheet.cells("case", f"planted-{seed}")["objective"] = objective
    return world, objective


def _count(ledger: Ledger) -> int:
    return sum(int(column.there.sum()) for column in ledger.columns)


def _plan(world: World, section: Section | None = None) -> Plan | None:
    """Draw plan, values and rents; then every number that makes them optimal. Return the plan of the refinery, if any."""
    plant_flows(world)
    count_physical(world)
    demanded = draw_policies(world)
    choose_expanded(world)
    draw_values(world)
    plan = Plan(section) if section else None
    draw_limits(world)
    add_expansions(world)
    user_limits = draw_user_limits(world)
    price_supplies(world)
    price_processes(world)
    price_stocks(world)
    price_transfers(world)
    for demand in world.demands.values():
        if demand.hauls:
            Seller(world, demand).plan()
        write_demand(world, demand)
    for demand in section.refinery.demands if section else ():
        write_demand(world, demand)
    write_limits(world)
    write_user_limits(world, user_limits)
    settle_policies(world, demanded)
    if world.has("decoys"):
        add_decoys(world)
    if world.has("scenario"):
        world.sheet.hide(world.rng, 9, "as-planted")
    return plan


def finish(ledger: Ledger, sheet: Sheet, seed: int, objective: str, features: frozenset[str] = frozenset()) -> PlantedCase:
    """Check both sides of the optimum against each other and return the case."""
    nodes = ledger.horizon.ids
    _check_rows(ledger)
    earned, plan = [], {}
    for column in ledger.columns:
        _check_column(ledger, column)
        value = np.zeros(len(nodes))
        for measure, amount in column.gains:
            goal = ledger.goal.get(measure)
            if goal is not None:
                value = value + (amount @ goal if amount.ndim == 2 else amount * goal)
        earned += (value * column.amounts)[column.there].tolist()
        plan.update({column.address(nodes[at]): float(column.amounts[at]) for at in np.flatnonzero(column.used)})
    prices = {row.address(nodes, at): float(row.rents[at]) for row in ledger.rows for at in np.flatnonzero(row.rents)}
    paid = [value for row in ledger.rows for value in (row.rents * row.sides).tolist()]
    constant = [value for name, amounts in ledger.constants.items() for value in (amounts * ledger.goal[name]).tolist()]
    primal, dual = math.fsum([*earned, *constant]), math.fsum([*paid, *constant])
    turnover = math.fsum(abs(value) for value in earned)
    assert abs(primal - dual) <= AGREEMENT * abs(dual) + NOISE * turnover, (seed, primal, dual, turnover)
    return PlantedCase(seed, features, sheet.tables, objective, dual, turnover, plan, prices, _count(ledger))


def _check_rows(ledger: Ledger) -> None:
    """Assert that the plan meets every balance and every limit that has a rent, and keeps the others."""
    sizes = ledger.activities(gross=True)
    for row, activity in ledger.activities().items():
        if row.family in ("measure", "processed_share", "raw_export_ban"):
            continue
        allowed = ROUNDING * (sizes[row] + np.abs(row.sides) + 1.0)
        exact = (row.rents != 0.0) | (row.family == "balance")
        assert (np.abs(activity - row.sides)[exact] <= allowed[exact]).all(), (row.family, row.key, activity, row.sides)


def _check_column(ledger: Ledger, column: Column) -> None:
    """Assert that no column earns more than it uses up, and those that are used no less."""
    reduced, there, used = ledger.reduced(column), column.there, column.used
    size = sum((np.abs(ledger.worth([gain])) for gain in column.gains), np.ones(len(ledger.horizon)))
    if column.family in ("feed", "donor"):  # They earn next to nothing, and what they use up is all between rows.
        size = size + sum(np.abs(amount * row.rents) for row, amount in column.terms)
    allowed = ROUNDING * size
    assert not (used & ~there).any(), (column.family, column.key)
    assert (reduced[there] <= allowed[there]).all(), (column.family, column.key, reduced)
    assert (np.abs(reduced[used]) <= allowed[used]).all(), (column.family, column.key, reduced)
