"""Expansions of planted cases: capacity that pays, because it stands where capacity is scarce, at a price that just repays."""

import math

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import window
from tests.planted.ledger import Column, Row
from tests.planted.world import World

Floats = NDArray[np.float64]


def choose_expanded(world: World) -> None:
    """Choose what may be expanded, before limits are drawn: such a capacity may not be blank."""
    if not world.has("expansions"):
        return
    for process in world.processes:
        if process.id.startswith(("smelt", "mill")) and world.chance(0.6):
            world.expanded[process.id] = None
    for name in world.resources:
        if name.startswith("power") and world.has("bake") and world.chance(0.5):
            world.expanded[name] = None
    for lane in world.lanes:
        if lane.id.startswith("truck") and world.chance(0.5):
            world.expanded[lane.id] = None


def add_expansions(world: World) -> None:
    """Add an expansion of everything chosen."""
    activities = world.ledger.activities()
    for target, row in world.expanded.items():
        assert row is not None
        _add_expansion(world, target, row, activities[row])


def _add_expansion(world: World, target: str, row: Row, activity: Floats) -> None:
    horizon, sheet, name = world.horizon, world.sheet, f"{target}-more"
    kind = {"process_capacity": "process", "resource": "resource", "lane_capacity": "lane"}[row.family]
    lead, life = _drawn(world, (0.0, 1.0, 0.5)), _drawn(world, (2.0, 3.5, 20.0, math.inf))
    once, curved = world.chance(0.5), world.has("points") and world.chance(0.5)
    available, local = world.draw(0.5, 1.0), world.draw(0, 0.8)
    start, end = world.window()
    sheet.add(
        "expansions", id=name, **{kind: target}, payment="once" if once else "annuity", available_share=available,
        local_share=local, start=start, end=end,
    )  # fmt: skip
    sheet.number("expansions", name, "lead_time_years", lead)
    sheet.number("expansions", name, "life_years", life, np.isfinite(life))
    standing = horizon.standing(lead, life)
    opens, after = window(start, end)
    there = (opens <= horizon.first) & (horizon.first < after) & (standing.sum(axis=1) > 0)
    gross = (standing * available) @ row.rents
    paid = _payment(world, standing, once, lead, life)
    per_unit = [("capital", paid), ("local_cost", local * paid), ("investment", np.eye(world.nodes))]
    slope = np.where(there, -world.ledger.worth(per_unit), 1.0)
    fixed = _fixed_cost(world, name, gross, standing)
    net = np.where(there, gross + world.ledger.worth([("fixed", standing * fixed)]), 0.0)
    steps = _steps(world, name, curved, there, [("fixed", standing * fixed)], row, standing * available)
    _plan(world, steps, row, standing * available, net, activity)
    _limit_total(world, name, steps, net)
    if curved:
        _price_curve(world, name, steps, net, slope, per_unit)
    else:
        cost = world.ledger.settle(steps[0], per_unit, _margin(world, slope), 0.0)
        sheet.number("expansions", name, "capital_cost_per_unit", np.where(there, cost, cost.max(initial=1.0)))


def _drawn(world: World, values: tuple[float, ...]) -> Floats:
    """Return one of some values, or one for each node."""
    each = world.has("by_node") and world.chance(0.3)
    return world.rng.choice(values, world.nodes) if each else np.full(world.nodes, world.rng.choice(values))


def _payment(world: World, standing: Floats, once: bool, lead: Floats, life: Floats) -> Floats:
    """Return what is paid at each node per unit of capital cost decided at each node: (decided, paid)."""
    horizon, left = world.horizon, world.horizon.years_left(lead)
    if once:
        return np.diag([_used_up(world, years, whole) for years, whole in zip(left, life, strict=True)])
    whole = [horizon.present_value(own if own < math.inf else years) for years, own in zip(left, life, strict=True)]
    yearly = np.array([1.0 / value if value > 0 else 0.0 for value in whole])
    return standing * yearly[:, np.newaxis]


def _used_up(world: World, within: float, life: float) -> float:
    """Return the share of a capital that the years within the horizon use up."""
    value = world.horizon.present_value
    return value(min(within, life)) / value(life) if life < math.inf else 1.0


def _fixed_cost(world: World, name: str, gross: Floats, standing: Floats) -> float:
    """Draw a yearly cost per unit of capacity that leaves something of what capacity is worth, where it is worth anything."""
    each = -world.ledger.worth([("fixed", standing)])
    worthwhile = (gross > 0) & (each > 0)
    most = float((gross[worthwhile] / each[worthwhile]).min()) if worthwhile.any() else 1.0
    cost = world.draw(0, 0.5) * most
    world.sheet.cells("expansions", name)["fixed_cost_per_unit_year"] = cost
    return cost


def _steps(
    world: World, name: str, curved: bool, there: NDArray[np.bool_], gains: list[tuple[str, Floats]], row: Row, capacity: Floats
) -> list[Column]:
    """Add the columns of an expansion: one, or one per step of its cost curve."""
    steps = []
    for point in ("p1", "p2", "p3") if curved else ("1",):
        column = world.ledger.column("build", (name, point), there, expansion=name, step=point)
        column.gains += gains
        column.terms.append((row, -capacity))
        steps.append(column)
    return steps


def _plan(world: World, steps: list[Column], row: Row, capacity: Floats, net: Floats, activity: Floats) -> None:
    """Build where it pays, no more than what binding rows can take up; sometimes exactly all of it at one node."""
    pays = net > 1e-9 * np.abs(net).max()
    worth = np.where(pays & (world.rng.random(world.nodes) < 0.6), world.rng.uniform(0.1, 1.0, world.nodes), 0.0)
    for step in steps[:2]:
        step.amounts = worth * world.draw(0.3, 1.0)
    built = sum((step.amounts for step in steps), np.zeros(world.nodes)) @ capacity
    held = (row.rents != 0.0) & (built > 0)
    scale = float((activity[held] / built[held]).min()) if held.any() else 0.0
    scale *= 1.0 if world.chance(0.4) else world.draw(0.1, 0.9)
    for step in steps:
        step.amounts = step.amounts * scale


def _limit_total(world: World, name: str, steps: list[Column], net: Floats) -> None:
    """Limit what an expansion, and each step of its curve, adds along the paths to leaves."""
    horizon = world.horizon
    paths = horizon.under & horizon.leaves[np.newaxis, :]
    used = sum((step.amounts for step in steps), np.zeros(world.nodes)) > 0
    spare = 0.25 * float((net[used] / np.maximum(paths[used].sum(axis=1), 1)).min()) if used.any() else 0.0
    limited: list[tuple[tuple[str, ...], list[Column], bool]] = []
    if len(steps) == 1 or world.chance(0.5):
        limited.append(((name,), steps, world.chance(0.6)))
    if len(steps) > 1:
        limited += [((name, step.key[1]), [step], number == 0) for number, step in enumerate(steps)]
    before = 0.0
    for key, members, binding in limited:
        row = world.ledger.row("expansion" if len(key) == 1 else "expansion_step", key, "le")
        for member in members:
            member.terms.append((row, paths.astype(float)))
        added = sum((member.amounts for member in members), np.zeros(world.nodes)) @ paths
        most = float(added.max())
        full = binding and most > 0
        side = most if full else most * 1.5 + 1.0
        row.rents = np.where((added == most) & full & horizon.leaves, world.draw(0.1, 1.0) * spare, 0.0)
        if len(key) == 1:
            world.sheet.number("expansions", name, "max_added_per_year", np.full(world.nodes, side))
        else:
            world.sheet.add("expansion_points", expansion=name, point=key[1], added_per_year=before + side)
            before, side = before + side, before + side - before
        row.sides = np.where(horizon.leaves, side, 0.0)


def _price_curve(
    world: World, name: str, steps: list[Column], net: Floats, slope: Floats, per_unit: list[tuple[str, Floats]]
) -> None:
    """Price the steps, each dearer than the last, so that the first two just repay what they cost and the last does not."""
    floor = np.zeros(world.nodes)
    total, before = np.zeros(world.nodes), 0.0
    for number, step in enumerate(steps):
        points = world.sheet.cells("expansion_points", f"{name},{step.key[1]}")
        margin = _margin(world, slope) * (1 + number)
        cost = world.ledger.reduced(step) / slope
        cost = np.maximum(np.where(step.used, cost, cost + margin / slope), floor)
        step.gains += [(measure, (amount.T * cost).T) for measure, amount in per_unit]
        width = float(points["added_per_year"]) - before
        before = float(points["added_per_year"])
        total = total + cost * width
        world.sheet.number("expansion_points", f"{name},{step.key[1]}", "capital_cost", total)
        floor = cost


def _margin(world: World, slope: Floats) -> Floats:
    return world.rng.uniform(0.05, 0.5, world.nodes) * np.maximum(slope, 1e-9)
