"""Linear rows of the user's own in planted cases, over columns that patterns name."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from tests.planted.ledger import Column, Row
from tests.planted.world import World

Floats = NDArray[np.float64]

Pattern = tuple[str, tuple[str, ...], dict[str, str]]

CANDIDATES: tuple[tuple[str, str, tuple[tuple[Pattern, float], ...]], ...] = (
    ("quota", "alloy", ((("sell", (), {"material": "alloy"}), 1.0),)),
    ("blend", "ore", ((("run", ("mill*",), {}), 1.0), (("run", ("smelt1",), {}), -2.0))),
    ("fleet", "conc", ((("ship", ("*", "conc"), {}), 1.0), (("ship", ("road*",), {}), 0.5))),
    ("mines", "ore", ((("supply", ("*",), {"site": "mine*"}), 1.0),)),
    ("orders", "oxide", ((("sell", ("sea1-us", "us-oxide"), {}), 1.0), (("run", (), {"site": "plant1"}), -0.2))),
    ("kept", "", ((("stock", (), {}), 1.0), (("discard", ("*", "slag"), {}), 1.0))),
    ("works", "", ((("build", ("*", "*"), {}), 1.0), (("supply", ("pit1",), {}), 0.1))),
)
"""Name, material whose worth sizes the rents (none: always slack), and terms: family, parts of the key, filters; coefficient."""


@dataclass(eq=False)
class UserLimit:
    """A row of `limits` and its rows in the program."""

    id: str
    row: Row


def draw_user_limits(world: World) -> list[UserLimit]:
    """Add rows of the user's own, some of which bind."""
    if not world.has("limits"):
        return []
    limits = []
    for number in sorted(world.rng.choice(len(CANDIDATES), 3, replace=False).tolist()):
        name, material, terms = CANDIDATES[number]
        members = [(pattern, [c for c in world.ledger.columns if _matches(c, pattern)], factor) for pattern, factor in terms]
        members = [entry for entry in members if any(column.there.any() for column in entry[1])]
        if members:
            limits.append(_add(world, name, material, members))
    return limits


def _matches(column: Column, pattern: Pattern) -> bool:
    family, parts, filters = pattern
    return (
        column.family == family
        and all(fnmatchcase(own, wanted) for own, wanted in zip(column.key, parts, strict=False))
        and all(fnmatchcase(column.names.get(name, ""), wanted) for name, wanted in filters.items())
    )


def _add(world: World, name: str, material: str, members: list[tuple[Pattern, list[Column], float]]) -> UserLimit:
    rng, nodes = world.rng, world.nodes
    total, sense = world.chance(0.4), str(rng.choice(["le", "ge", "eq"])) if material else "le"
    row = world.ledger.row("user_limit", (name,), sense, once=total)
    world.sheet.add("limits", id=name, sense=sense, scope="total" if total else "per_period", name=f"Limit {name}")
    for pattern, columns, factor in members:
        coefficient = factor * world.draw(0.5, 2.0)
        world.sheet.add("limit_terms", limit=name, columns=_written(pattern), coefficient=coefficient)
        for column in columns:
            column.terms.append((row, _coefficients(world, coefficient, total)))
    if material:
        signs = {"le": 1.0, "ge": -1.0, "eq": rng.choice([-1.0, 1.0])}
        binding = (rng.random(nodes) < 0.6) | (sense == "eq")
        size = np.full(nodes, world.size(material).mean()) if total else world.size(material)
        row.rents = np.where(binding, signs[sense] * rng.uniform(0.01, 0.06, nodes) * size, 0.0)
        row.rents[1:] = 0.0 if total else row.rents[1:]
    return UserLimit(name, row)


def _coefficients(world: World, coefficient: float, total: bool) -> Floats:
    if not total:
        return np.full(world.nodes, coefficient)
    result = np.zeros((world.nodes, world.nodes))
    result[:, 0] = coefficient * world.horizon.chances
    return result


def _written(pattern: Pattern) -> str:
    family, parts, filters = pattern
    return f"{family}[{','.join([*parts, *(f'{name}={wanted}' for name, wanted in filters.items())]) or '*'}]"


def write_user_limits(world: World, limits: list[UserLimit]) -> None:
    """Set the amounts of the user's limits: at the activity where they bind, some way off where they do not."""
    activities = world.ledger.activities()
    for limit in limits:
        row, activity = limit.row, activities[limit.row]
        room = (np.abs(activity) + 10.0) * world.rng.uniform(0.1, 0.5, world.nodes) * (-1.0 if row.sense == "ge" else 1.0)
        row.sides = np.where((row.rents != 0.0) | (row.sense == "eq"), activity, activity + room)
        factors = np.ones(world.nodes) if row.once else world.horizon.years
        numbers = np.full(world.nodes, row.sides[0]) if row.once else row.sides / factors
        world.sheet.number("limits", limit.id, "amount", numbers)
