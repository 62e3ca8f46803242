"""What is aimed at and what is demanded in planted cases: the objective, policies, and the physical amounts that they count."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import window
from tests.planted.ledger import Row
from tests.planted.world import HOME, MINERALS, Process, World

Floats = NDArray[np.float64]

INCOMES = ("revenue", "terminal_value")
COSTS = (
    "extraction", "purchase", "processing", "resource", "freight", "insurance", "storage", "disposal", "claim_cost", "duty",
    "fees", "transfer_duty", "import_duty", "export_levy", "royalty", "capital", "fixed",
)  # fmt: skip
PROFIT = {**dict.fromkeys(INCOMES, 1.0), **dict.fromkeys(COSTS, -1.0)}
GOVERNMENT = dict.fromkeys(("royalty", "export_levy", "import_duty"), 1.0)
KEPT = {name: factor for name, factor in PROFIT.items() if name not in GOVERNMENT}
PARTS = {"profit": PROFIT, "government_revenue": GOVERNMENT, "local_value_added": {**KEPT, "local_cost": 1.0}}
"""Measures that are sums of others: what the government takes stays in the country, so it is no loss of local value."""

LOSS = "minimise " + " + ".join(COSTS) + "".join(f" - {name}" for name in INCOMES)
OBJECTIVES = (
    ("profit", (("profit", 1.0),)),
    ("profit + 150 jobs", (("profit", 1.0), ("jobs", 150.0))),
    ("local_value_added", (("local_value_added", 1.0),)),
    ("profit + 0.25 government_revenue", (("profit", 1.0), ("government_revenue", 0.25))),
    (LOSS, (("profit", 1.0),)),
    ("profit - 30 exported_raw[niobium]", (("profit", 1.0), ("exported_raw[niobium]", -30.0))),
)
PHYSICAL = ("jobs", "mined", "processed", "exported_raw", "sold_raw_at_home", "tailings")

BOUNDS: dict[str, tuple[str, float]] = {
    "jobs": ("minimum", 60.0),
    "freight": ("maximum", 0.2),
    "government_revenue": ("minimum", 0.2),
    "export_value": ("minimum", 0.03),
    "duty_assessed": ("maximum", 0.2),
    "profit": ("minimum", 0.3),
    "revenue": ("minimum", 0.05),
    "local_value_added": ("minimum", 0.1),
    "mined[niobium]": ("maximum", 30.0),
    "tailings[cerium]": ("maximum", 20.0),
    "capital": ("maximum", 0.1),
    "investment": ("maximum", 0.1),
    "exported_raw[cerium]": ("maximum", 20.0),
}
"""Measures that policies bound, on which side, and how much a unit of the bound is worth at most."""


@dataclass(eq=False)
class Demanded:
    """Rows of a policy: coefficients of measures per node, and where its number is written.

    Attributes:
        row: The rows.
        terms: Coefficient of each measure at each node.
        bound: Whether the right-hand side is a number of the policy; a share's is 0.
        within: Nodes in force.
        policy: Its key.
        column: Column of its number.
    """

    row: Row
    terms: dict[str, Floats]
    bound: bool
    within: NDArray[np.bool_]
    policy: str
    column: str


def count_physical(world: World) -> None:
    """Give every column its amounts in measures that are not money; what happens abroad does not count."""
    for supply in world.supplies:
        material = world.materials[supply.material]
        if world.countries[supply.site] != HOME:
            continue
        supply.column.gains.append(("jobs", supply.jobs))
        if supply.mined:
            supply.column.gains += [(f"mined[{k}]", np.full(world.nodes, material.contained(k))) for k in MINERALS]
    for process in world.processes:
        if world.countries[process.site] != HOME:
            continue
        process.column.gains.append(("jobs", process.jobs))
        for mineral in MINERALS:
            processed, tailings = crossing(world, process, mineral)
            process.column.gains += [(f"processed[{mineral}]", processed), (f"tailings[{mineral}]", tailings)]
    _count_raw(world)


def _count_raw(world: World) -> None:
    for haul in world.hauls:
        if haul.material.raw:
            measure = "exported_raw" if leaves_home(world, haul.lane.start, haul.lane.end) else ""
            measure = "sold_raw_at_home" if haul.lane.end == "nairobi" else measure
            for column in haul.columns if measure else ():
                column.gains += [(f"{measure}[{k}]", np.full(world.nodes, haul.material.contained(k))) for k in MINERALS]


def crossing(world: World, process: Process, mineral: str) -> tuple[Floats, Floats]:
    """Return contained tonnes per unit of feed that cross the raw line, and those lost at it."""
    lost, makes = np.zeros(world.nodes), False
    for name, amount in process.flows.items():
        material = world.materials[name]
        if material.raw:
            lost = lost - amount * material.contained(mineral)
        elif amount[0] > 0 and material.contained(mineral) > 0:
            makes = True
    return (lost, np.zeros(world.nodes)) if makes else (np.zeros(world.nodes), lost)


def leaves_home(world: World, start: str, end: str) -> bool:
    """Return whether a lane crosses the home border outwards."""
    abroad = world.countries[end] != HOME if end in world.countries else end != "nairobi"
    return world.countries[start] == HOME and abroad


def draw_objective(world: World) -> str:
    """Aim at an objective; return its text."""
    text, parts = OBJECTIVES[int(world.rng.integers(0, len(OBJECTIVES)))] if world.has("objectives") else OBJECTIVES[0]
    for measure, weight in parts:
        per_node = world.horizon.chances if measure.partition("[")[0] in PHYSICAL else world.horizon.money
        world.ledger.aim({name: weight * factor for name, factor in PARTS.get(measure, {measure: 1.0}).items()}, per_node)
    return text


def draw_policies(world: World) -> list[Demanded]:
    """Demand things of the plan, some of which bind; their rents weigh on everything that is priced later."""
    demanded: list[Demanded] = []
    if world.banned.any():
        first = int(np.flatnonzero(world.banned)[0])
        start = str(np.datetime64("0001-01-01", "D") + int(world.horizon.first[first] - 1))
        world.sheet.add("policies", id="ban", kind="raw_export_ban", mineral="niobium", start=start)
        row = world.ledger.row("raw_export_ban", ("ban", "niobium"), "le")
        row.rents = np.where(world.banned, world.rng.uniform(0, 900, world.nodes) * world.horizon.money, 0.0)
        world.ledger.charge({"exported_raw[niobium]": 1.0}, row.rents, 1.0)
    if world.has("policies"):
        for number, measure in enumerate(world.rng.choice(sorted(BOUNDS), 3, replace=False)):
            demanded.append(_bound(world, f"bound{number}", str(measure)))
        for mineral in ("niobium", "") if world.chance(0.5) else ("cerium",):
            demanded += _share(world, f"share-{mineral or 'every'}", mineral)
    return demanded


def _scope(world: World) -> tuple[bool, str, str, NDArray[np.bool_]]:
    """Return whether a policy holds in total, its window and the nodes in force: sometimes the latest alone."""
    start, end = world.window()
    if world.has("windows") and world.chance(0.4):
        start, end = str(np.datetime64("0001-01-01", "D") + int(world.horizon.first.max() - 1)), ""
    within = world.horizon.entries_between(*window(start, end)) > 0
    return world.chance(0.4), start, end, within


def _bound(world: World, name: str, measure: str) -> Demanded:
    total, start, end, within = _scope(world)
    column, most = BOUNDS[measure]
    scope = "total" if total else "per_period"
    world.sheet.add("policies", id=name, kind="measure_bound", measure=measure, scope=scope, start=start, end=end)
    row = world.ledger.row("measure", (name, column), "ge" if column == "minimum" else "le", once=total)
    row.only = int(np.flatnonzero(within)[0]) if within.sum() == 1 else -1
    sign = -1.0 if column == "minimum" else 1.0
    weights = np.where(within, world.horizon.chances if total else 1.0, 0.0)
    terms = {part: factor * weights for part, factor in PARTS.get(measure, {measure: 1.0}).items()}
    demand = Demanded(row, terms, True, within, name, column)
    _charge(world, demand, sign * most)
    return demand


def _charge(world: World, demand: Demanded, most: float) -> None:
    """Draw the rents of a policy's rows, up to `most` times the node's money weight."""
    row, nodes = demand.row, world.nodes
    if row.once:
        binding = world.chance(0.6) and demand.within.any()
        row.rents[0] = most * world.draw(0.1, 1) * float(world.horizon.weights.min()) if binding else 0.0
        rents = np.full(nodes, row.rents[0])
    else:
        binding = (world.rng.random(nodes) < 0.6) & demand.within
        row.rents = rents = np.where(binding, most * world.rng.uniform(0.1, 1, nodes) * world.horizon.money, 0.0)
    for measure, coefficients in demand.terms.items():
        world.ledger.charge({measure: 1.0}, coefficients * rents, 1.0)


def _share(world: World, name: str, mineral: str) -> list[Demanded]:
    """Demand a processed share that binds where the plan processes something and exports something raw."""
    total, start, end, within = _scope(world)
    scope = "total" if total else "per_period"
    key = world.sheet.add("policies", id=name, kind="processed_share", mineral=mineral, scope=scope, start=start, end=end)
    minerals = (mineral,) if mineral else MINERALS
    weights = np.where(within, world.horizon.chances if total else 1.0, 0.0)
    sums = [
        tuple(np.dot(amount, weights) * np.ones(world.nodes) if total else amount for amount in _fates(world, k))
        for k in minerals
    ]
    shares = np.array([np.where(done + raw > 0, done / np.where(done + raw > 0, done + raw, 1.0), 1.0) for done, raw in sums])
    strictest = np.argmin(shares, axis=0)
    least = np.where(world.rng.random(world.nodes) < 0.7, 1.0, 0.7) * shares.min(axis=0)
    least = np.full(world.nodes, least[0]) if total else np.where(within, least, 0.0)
    world.sheet.number("policies", key, "minimum", least)
    demanded = []
    for position, k in enumerate(minerals):
        row = world.ledger.row("processed_share", (name, k), "ge", once=total)
        row.only = int(np.flatnonzero(within)[0]) if within.sum() == 1 else -1
        terms = {f"processed[{k}]": (1.0 - least) * weights, f"exported_raw[{k}]": -least * weights}
        demand = Demanded(row, terms, False, within & (strictest == position) & (least == shares.min(axis=0)), name, "minimum")
        _charge(world, demand, -60.0)
        demanded.append(demand)
    return demanded


def _fates(world: World, mineral: str) -> tuple[Floats, Floats]:
    """Return the contained tonnes processed and exported raw in the plan."""
    home = [process for process in world.processes if world.countries[process.site] == HOME]
    done = sum((process.column.amounts * crossing(world, process, mineral)[0] for process in home), np.zeros(world.nodes))
    raw = sum(
        (
            haul.shipped * haul.material.contained(mineral)
            for haul in world.hauls
            if haul.material.raw and leaves_home(world, haul.lane.start, haul.lane.end)
        ),
        np.zeros(world.nodes),
    )
    return done, raw


def settle_policies(world: World, demanded: list[Demanded]) -> None:
    """Set the numbers of policies from the totals of the plan: at the total where a row binds, some way off where it does not."""
    totals = world.ledger.totals()
    for demand in demanded:
        if not demand.bound:
            continue
        row, nothing = demand.row, np.zeros(world.nodes)
        weighted = sum((factor * totals.get(name, nothing) for name, factor in demand.terms.items()), nothing)
        fixed = sum((factor * world.ledger.constants.get(name, nothing) for name, factor in demand.terms.items()), nothing)
        if row.once:
            weighted, fixed = np.full(world.nodes, weighted.sum()), np.full(world.nodes, fixed.sum())
        slack = (np.abs(weighted) + 1.0) * world.rng.uniform(0.1, 0.5) * (-1.0 if row.sense == "ge" else 1.0)
        binding = np.full(world.nodes, row.rents[0] != 0.0) if row.once else row.rents != 0.0
        row.sides = np.where(binding, weighted, weighted + slack)
        numbers = np.where(demand.within | row.once, row.sides + fixed, 0.0)
        world.sheet.number("policies", demand.policy, demand.column, numbers)
