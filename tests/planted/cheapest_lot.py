"""The cheapest feed of a lot that keeps within conditions, with what each condition costs: a small simplex method.

    minimise  cost x      of every input:  sum of its feeds = what the recipe takes      conditions:  rows x <= sides,  x >= 0

A fine on breaking any of the conditions keeps every lot possible; one that no feed can bring within them pays it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CLOSE, NOTHING, ROUNDING, FAINT = 1e-11, 1e-14, 1e-13, 1e-15
STEPS = 500


@dataclass(frozen=True)
class CheapestLot:
    """What goes into a lot, and what things cost there.

    Attributes:
        cost: Cost of the lot.
        feed: Amount of every feed.
        inputs: What one more unit of each input costs.
        conditions: What one unit more of each side saves.
        broken: Whether the conditions cannot be kept.
    """

    cost: float
    feed: Floats
    inputs: Floats
    conditions: Floats
    broken: bool


def cheapest_lot(costs: Floats, input_of: list[int], taken: Floats, rows: Floats, sides: Floats, fine: float) -> CheapestLot:
    """Return the cheapest lot.

    Args:
        costs: Cost per unit of each feed.
        input_of: Position of the input that each feed is of; -1 for what is no feed but counts in conditions.
        taken: What the recipe takes of each input.
        rows: Coefficients of the feeds in each condition: (conditions, feeds).
        sides: Sides of the conditions.
        fine: Cost of breaking all conditions by one.
    """
    inputs, conditions, feeds = len(taken), len(sides), len(costs)
    mix = np.array([[float(of == one) for of in input_of] for one in range(inputs)]).reshape(inputs, feeds)
    table = np.zeros((inputs + conditions, feeds + 1 + conditions))
    table[:inputs, :feeds], table[inputs:, :feeds] = mix, rows
    table[inputs:, feeds] = -1.0
    table[inputs:, feeds + 1 :] = np.eye(conditions)
    whole = np.concatenate([costs, [fine], np.zeros(conditions)])
    right = np.concatenate([taken, sides])
    basis = [input_of.index(one) for one in range(inputs)] + list(range(feeds + 1, feeds + 1 + conditions))
    basis = _first_basis(table, right, basis, feeds, inputs)
    basis = _improve(table, right, whole, basis)
    square = table[:, basis]
    amounts = np.zeros(len(whole))
    amounts[basis] = np.linalg.solve(square, right)
    duals = np.linalg.solve(square.T, whole[basis])
    broken = bool(amounts[feeds] > CLOSE * max(1.0, float(np.abs(sides).max(initial=0.0))))
    feed = np.where(amounts[:feeds] > CLOSE * taken.max(initial=1.0), amounts[:feeds], 0.0)
    saved = np.where(-duals[inputs:] > NOTHING * np.abs(duals).max(), -duals[inputs:], 0.0)
    return CheapestLot(float(duals @ right), feed, duals[:inputs], saved, broken)


def _first_basis(table: Floats, right: Floats, basis: list[int], fine: int, inputs: int) -> list[int]:
    """Let the fine take the place of the condition that is broken most."""
    values = np.linalg.solve(table[:, basis], right)
    worst = inputs + int(np.argmin(values[inputs:])) if len(values) > inputs else -1
    if worst < 0 or values[worst] >= 0:
        return basis
    return [fine if place == worst else column for place, column in enumerate(basis)]


def _improve(table: Floats, right: Floats, costs: Floats, basis: list[int]) -> list[int]:
    """Exchange columns, the first that improves (Bland), until none does."""
    for _ in range(STEPS):
        square = table[:, basis]
        duals = np.linalg.solve(square.T, costs[basis])
        noise = ROUNDING * (np.abs(costs) + np.abs(duals) @ np.abs(table)) + FAINT * np.abs(duals).max()
        entering = np.flatnonzero(costs - duals @ table < -noise)
        entering = entering[~np.isin(entering, basis)]
        if not len(entering):
            return basis
        column = np.linalg.solve(square, table[:, entering[0]])
        values = np.maximum(np.linalg.solve(square, right), 0.0)
        up = column > CLOSE
        assert up.any(), "a lot without a cheapest feed"
        ratios = np.where(up, values / np.where(up, column, 1.0), np.inf)
        ties = np.flatnonzero(ratios <= ratios.min() * (1.0 + CLOSE)).tolist()
        leaving = min(ties, key=lambda place: basis[place])
        basis = [int(entering[0]) if place == leaving else old for place, old in enumerate(basis)]
    raise AssertionError("the cheapest lot was not found")
