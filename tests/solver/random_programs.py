"""Random linear programs, feasible and bounded by construction, with all three row senses."""

import numpy as np

from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.program import EQ, GE, LE, LinearProgram, Program


def random_program(seed: int, columns: int = 12, rows: int = 9) -> LinearProgram:
    """Return: maximise c'x s.t. A x (<=, =, >=) b, x >= 0, feasible at a random point and bounded by a row over all columns.

    Coefficients span several orders of magnitude; many are zero, and some rows bind at the feasible point, so that optima are
    often degenerate.
    """
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(rows, columns)) * (rng.random((rows, columns)) < 0.5) * 10.0 ** rng.integers(-2, 3, (rows, 1))
    dense = np.vstack([np.round(dense, 3), np.ones(columns)])
    point = np.where(rng.random(columns) < 0.6, np.round(rng.uniform(0, 50, columns), 2), 0.0)
    senses = np.append(rng.choice([LE, EQ, GE], rows, p=[0.5, 0.2, 0.3]), LE)
    slack = np.where(rng.random(rows + 1) < 0.5, 0.0, rng.uniform(0, 20, rows + 1))
    sides = dense @ point + np.where(senses == LE, slack, np.where(senses == GE, -slack, 0.0))
    sides[-1] = max(sides[-1], 1.0)
    costs = np.round(rng.normal(size=columns) * 10.0 ** rng.integers(0, 3, columns), 2)
    return make_program(dense, senses, sides, costs)


def make_program(dense: np.ndarray, senses: np.ndarray, sides: np.ndarray, costs: np.ndarray) -> LinearProgram:
    """Return a program without names of its own: columns `run[c0]`.., rows `limit[r0]`.. at one node."""
    program = Program(("1",))
    program.add_columns(
        "run", [(f"c{j}",) for j in range(dense.shape[1])], np.ones((dense.shape[1], 1), bool), ["t"] * dense.shape[1]
    )
    for row, (sense, side) in enumerate(zip(senses, sides, strict=True)):
        program.add_rows("limit", [(f"r{row}",)], [0], [0], int(sense), [float(side)])
    row, column = np.nonzero(dense)
    matrix = SparseMatrix.from_triples(row, column, dense[row, column], dense.shape)
    return LinearProgram(program, matrix, np.asarray(senses), np.asarray(sides, dtype=float), np.asarray(costs, dtype=float), 0.0)
