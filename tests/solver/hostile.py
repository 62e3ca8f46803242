"""Small programs at scales that an engine in binary numbers cannot see through: the outcome must be right, or refused.

An ordinary program is drawn; then its rows and columns are counted in other units, over many orders of magnitude, and single
coefficients and sides are made tiny or huge in the ways that once gave false outcomes. Every kind of outcome occurs.
"""

from collections.abc import Callable

import numpy as np

from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from tests.solver.random_programs import make_program

Parts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Matrix, senses, sides, costs."""


def hostile_program(seed: int) -> LinearProgram:
    """Return the program of a seed; seeds go round the kinds in `KINDS`."""
    rng = np.random.default_rng(seed)
    parts = KINDS[seed % len(KINDS)](rng, _ordinary(rng))
    return make_program(*parts)


def _ordinary(rng: np.random.Generator) -> Parts:
    columns, rows = int(rng.integers(3, 8)), int(rng.integers(2, 6))
    dense = _eighths(rng.normal(size=(rows, columns)) * 4) * (rng.random((rows, columns)) < 0.6)
    point = np.where(rng.random(columns) < 0.6, _eighths(rng.uniform(0, 50, columns)), 0.0)
    senses = rng.choice([LE, EQ, GE], rows, p=[0.5, 0.2, 0.3])
    slack = np.where(rng.random(rows) < 0.5, 0.0, _eighths(rng.uniform(0, 20, rows)))
    sides = dense @ point + np.where(senses == LE, slack, np.where(senses == GE, -slack, 0.0))
    if rng.random() < 0.8:
        dense, senses = np.vstack([dense, np.ones(columns)]), np.append(senses, LE)
        sides = np.append(sides, max(1.0, np.ceil(point.sum())))
    return dense, senses, sides, _eighths(rng.normal(size=columns) * 20)


def _eighths(values: np.ndarray) -> np.ndarray:
    """Return multiples of 1/8: sums and products of them have no rounding, so a redundant row stays one, exactly."""
    return np.round(values * 8.0) / 8.0


def _other_units(rng: np.random.Generator, parts: Parts, most: int) -> Parts:
    """Count rows and columns in units up to 2 to the power `most` larger or smaller: the same program to a person."""
    dense, senses, sides, costs = parts
    row, column = (np.exp2(rng.integers(-most, most + 1, size)) for size in (len(sides), len(costs)))
    return dense * row[:, np.newaxis] * column, senses, sides * row, costs * column


def _mild_units(rng: np.random.Generator, parts: Parts) -> Parts:
    return _other_units(rng, parts, 10)


def _wild_units(rng: np.random.Generator, parts: Parts) -> Parts:
    return _other_units(rng, parts, 23)


def _tiny_entries(rng: np.random.Generator, parts: Parts) -> Parts:
    """Make some entries 1e-7 to 1e-12 of what they are: where one alone bounds a column, dropping it frees the column."""
    dense, senses, sides, costs = parts
    tiny = rng.random(dense.shape) < 0.3
    return np.where(tiny, dense * 10.0 ** rng.uniform(-12, -7, dense.shape), dense), senses, sides, costs


def _tiny_alone(rng: np.random.Generator, parts: Parts) -> Parts:
    """Let the most profitable column be bounded by one tiny entry alone, beside an ordinary one."""
    dense, senses, sides, costs = parts
    best = int(np.argmax(costs))
    dense = dense.copy()
    dense[:, best] = 0.0
    limit = np.zeros(len(costs))
    limit[best], limit[(best + 1) % len(costs)] = 10.0 ** rng.uniform(-12, -7), 1.0
    return np.vstack([dense, limit]), np.append(senses, LE), np.append(sides, 400.0), np.append(costs[:-1], abs(costs[-1]))


def _tiny_yield(rng: np.random.Generator, parts: Parts) -> Parts:
    """Demand one unit of what a costly column yields 1e-7 to 1e-12 of."""
    dense, senses, sides, costs = parts
    made = np.zeros((2, len(costs) + 2))
    made[0, -2], made[0, -1], made[1, -1] = 10.0 ** rng.uniform(-12, -7), -1.0, 1.0
    dense = np.vstack([np.hstack([dense, np.zeros((len(sides), 2))]), made])
    return dense, np.append(senses, [EQ, GE]), np.append(sides, [0.0, 1.0]), np.append(costs, [-1e-3, 5.0])


def _huge_sides(rng: np.random.Generator, parts: Parts) -> Parts:
    """Make some sides 1e9 to 1e24 of what they are: beyond 1e20 an engine takes them for none."""
    dense, senses, sides, costs = parts
    huge = (rng.random(len(sides)) < 0.4) & (senses == LE) & (sides > 0)
    return dense, senses, np.where(huge, sides * 10.0 ** rng.uniform(9, 24, len(sides)), sides), costs


def _contradiction(rng: np.random.Generator, parts: Parts) -> Parts:
    """Ask for a little more than there is, in other units."""
    dense, senses, sides, costs = parts
    line = _eighths(rng.uniform(0.5, 4.0, len(costs)))
    dense = np.vstack([dense, line, line])
    sides = np.append(sides, [100.0, 100.0 * (1.0 + 10.0 ** rng.uniform(-5, 0))])
    return _other_units(rng, (dense, np.append(senses, [LE, GE]), sides, costs), 13)


def _nearly_parallel(rng: np.random.Generator, parts: Parts) -> Parts:
    """Two equations that differ by 1e-7 to 1e-4 in one coefficient, so that one column is nothing but zero."""
    dense, senses, sides, costs = parts
    line = _eighths(rng.uniform(0.5, 4.0, len(costs)))
    other = line.copy()
    other[0] *= 1.0 + 10.0 ** rng.uniform(-7, -4)
    return np.vstack([dense, line, other]), np.append(senses, [EQ, EQ]), np.append(sides, [10.0, 10.0]), costs


def _free_gain(rng: np.random.Generator, parts: Parts) -> Parts:
    """Give two columns that earn together and use up nothing, in other units."""
    dense, senses, sides, costs = parts
    loop = np.zeros((1, len(costs) + 2))
    loop[0, -2], loop[0, -1] = 1.0, -1.0
    dense = np.vstack([np.hstack([dense, np.zeros((len(sides), 2))]), loop])
    gain = float(np.round(10.0 ** rng.uniform(-4, 1), 5))
    return _other_units(rng, (dense, np.append(senses, EQ), np.append(sides, 0.0), np.append(costs, [gain - 3.0, 3.0])), 13)


def _small_money(rng: np.random.Generator, parts: Parts) -> Parts:
    """Margins down to 1e-12 on amounts up to 1e12."""
    dense, senses, sides, costs = parts
    factor = np.exp2(rng.integers(20, 41))
    return dense, senses, sides * factor, costs / factor


KINDS: list[Callable[[np.random.Generator, Parts], Parts]] = [
    _mild_units, _wild_units, _tiny_entries, _tiny_alone, _tiny_yield,
    _huge_sides, _contradiction, _nearly_parallel, _free_gain, _small_money,
]  # fmt: skip
