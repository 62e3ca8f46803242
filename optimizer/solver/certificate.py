"""Proof of optimality, recomputed from the program's own arrays; the solver's word counts for nothing here.

With d = c - A'y, S_i = max(sum_j |a_ij x_j|, |b_i|), D_j = |c_j| + sum_i |a_ij y_i|, G = sum_j |c_j x_j|:

    primal   viol_i / max(S_i, 1e-6), and -x_j / max(|x_j|, 1e-6)                                  <= tolerance
    dual     wrong-signed part of d_j / max(D_j, 1e-9), of y_i / max over entries                   <= tolerance
    money    sum |y_i| viol_i + sum |d_j| (-x_j) + sum (wrong-signed d_j) X_j                       <= max(0.01, tolerance G)
    gap      |c'x - b'y|                                                                            <= max(0.01, tolerance G)

X_j is an upper bound on x_j implied by the rows. By weak duality money + gap bounds how far the plan can be from the optimum.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Certificate
from optimizer.formulation.program import GE, LE, LinearProgram

Floats = NDArray[np.float64]

CENT = 0.01
SMALL_AMOUNT, SMALL_MONEY = 1e-6, 1e-9
PROPAGATION_ROUNDS = 30


def certify(lp: LinearProgram, x: Floats, y: Floats, tolerance: float, cent: float = CENT) -> Certificate:
    """Return the certificate of a primal and dual pair.

    Args:
        lp: The program.
        x: Amounts per column.
        y: Dual value per row.
        tolerance: Relative tolerance: 1e-9 for an engine that answers in binary, 1e-5 through a text file.
        cent: One hundredth of the currency in units of money, the absolute tolerance.
    """
    size = lp.matrix.absolute()
    reduced = lp.costs - lp.matrix.transpose_times(y)
    row_violation = _row_violations(lp, lp.matrix.times(x))
    scaled_rows = row_violation / np.maximum(np.maximum(size.times(np.abs(x)), np.abs(lp.sides)), SMALL_AMOUNT)
    bound_violation = np.maximum(-x, 0.0)
    scaled_bounds = bound_violation / np.maximum(np.abs(x), SMALL_AMOUNT)
    wrong_cost = np.maximum(reduced, 0.0)
    scaled_costs = wrong_cost / np.maximum(np.abs(lp.costs) + size.transpose_times(np.abs(y)), SMALL_MONEY)
    wrong_dual = np.where(lp.senses == LE, np.maximum(-y, 0.0), np.where(lp.senses == GE, np.maximum(y, 0.0), 0.0))
    scaled_duals = wrong_dual / np.maximum(np.abs(y), max(float(np.abs(y).max(initial=0.0)) * SMALL_MONEY, SMALL_MONEY))
    scaled_duals = np.where(wrong_dual > SMALL_MONEY * max(1.0, float(np.abs(y).max(initial=0.0))), scaled_duals, 0.0)
    turnover = float(np.abs(lp.costs * x).sum())
    money = float((np.abs(y) * row_violation).sum() + (np.abs(reduced) * bound_violation).sum())
    wrong = np.flatnonzero(wrong_cost)
    if len(wrong):
        money += float((wrong_cost[wrong] * implied_upper_bounds(lp, x)[wrong]).sum())
    gap = abs(float(lp.costs @ x) - float(lp.sides @ y))
    primal = float(max(scaled_rows.max(initial=0.0), scaled_bounds.max(initial=0.0)))
    dual = float(max(scaled_costs.max(initial=0.0), scaled_duals.max(initial=0.0)))
    allowed = max(cent, tolerance * turnover)
    passed = bool(np.isfinite(x).all() and np.isfinite(y).all())
    passed = passed and primal <= tolerance and dual <= tolerance and money <= allowed and gap <= allowed
    worst = _worst(lp, scaled_rows, np.maximum(scaled_bounds, scaled_costs))
    return Certificate(primal, dual, money, gap, 2.0 * allowed, worst, passed)


def _row_violations(lp: LinearProgram, activity: Floats) -> Floats:
    over, under = np.maximum(activity - lp.sides, 0.0), np.maximum(lp.sides - activity, 0.0)
    return np.where(lp.senses == LE, over, np.where(lp.senses == GE, under, over + under))


def _worst(lp: LinearProgram, rows: Floats, columns: Floats) -> str:
    if max(rows.max(initial=0.0), columns.max(initial=0.0)) == 0.0:
        return ""
    if rows.max(initial=0.0) >= columns.max(initial=0.0):
        return lp.row_names[int(np.argmax(rows))]
    return lp.column_names[int(np.argmax(columns))]


def implied_upper_bounds(lp: LinearProgram, x: Floats) -> Floats:
    """Return upper bounds on the columns that follow from rows and x >= 0; a thousand times the largest amount where none does.

    From a row  sum_j a_j x_j <= b:  a_j x_j <= b + sum over a_k < 0 of |a_k| X_k  for a_j > 0;  and likewise for >= rows.
    """
    matrix = lp.matrix
    bounds = np.full(matrix.shape[1], np.inf)
    row, value, index = matrix.row_of_entry, matrix.value, matrix.index
    at_most, at_least = (lp.senses != GE)[row] & (value > 0), (lp.senses != LE)[row] & (value < 0)
    for _ in range(PROPAGATION_ROUNDS):
        reach = np.abs(value) * bounds[index]
        positive = np.bincount(row, np.where(value > 0, reach, 0.0), minlength=matrix.shape[0])
        negative = np.bincount(row, np.where(value < 0, reach, 0.0), minlength=matrix.shape[0])
        tighter = bounds.copy()
        for chosen, room in ((at_most, lp.sides + negative), (at_least, positive - lp.sides)):
            np.minimum.at(tighter, index[chosen], np.maximum(room[row[chosen]], 0.0) / np.abs(value[chosen]))
        if np.array_equal(tighter, bounds):
            break
        bounds = tighter
    return np.where(np.isfinite(bounds), bounds, 1e3 * max(1.0, float(np.abs(x).max(initial=0.0))))
