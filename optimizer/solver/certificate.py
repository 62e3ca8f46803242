"""Proof of optimality, recomputed from the program's own arrays; the solver's word counts for nothing here.

With y of the right signs (a wrong one counts as 0), d = c - A'y, S_i = max(sum_j |a_ij x_j|, |b_i|),
D_j = |c_j| + sum_i |a_ij y_i|, G = sum_j |c_j x_j|:

    primal   viol_i / max(S_i, 1e-6), and -x_j / max(|x_j|, 1e-6)                                  <= tolerance
    dual     positive part of d_j / max(D_j, 1e-9)                                                  <= tolerance
             a thousandth of that where no row bounds x_j: there a gain too small to see has no end
    money    sum |y_i| viol_i + sum |d_j| (-x_j) + sum (positive part of d_j) X_j                   <= max(0.01, tolerance G)
    gap      |c'x - b'y|                                                                            <= max(0.01, tolerance G)

X_j is an upper bound on x_j implied by the rows. By weak duality money + gap bounds how far the plan can be from the optimum.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.proofs import Certificate
from optimizer.formulation.program import GE, LE, LinearProgram

Floats = NDArray[np.float64]

CENT = 0.01
SMALL_AMOUNT, SMALL_MONEY = 1e-6, 1e-9
WHERE_FREE = 1e-3
"""Share of the tolerance that a column without an upper bound is held to."""
ROUNDING = 1e-14
"""What a sum may be wrong by, as a share of the absolute sum of its terms, for no other reason than its own rounding."""
LAST_RESORT = 1e3
"""Times the largest amount of the plan: the bound of a column that no chain of rows leads to a bound of."""
PROPAGATION_ROUNDS = 30


def certify(
    lp: LinearProgram,
    x: Floats,
    y: Floats,
    tolerance: float,
    cent: float = CENT,
    *,
    held: NDArray[np.bool_] | None = None,
    quick: bool = False,
) -> Certificate:
    """Return the certificate of a primal and dual pair.

    Args:
        lp: The program.
        x: Amounts per column.
        y: Dual value per row.
        tolerance: Relative tolerance: 1e-9 for an engine that answers in binary, 1e-5 through a text file.
        cent: One hundredth of the currency in units of money, the absolute tolerance.
        held: Columns held at zero, which the program is to be read without.
        quick: Whether to leave out what takes longest on a large program: the name of the worst place, and what parts of d_j
            that are rounding of their own terms could be worth.
    """
    y = right_signed(lp, y)
    size = lp.matrix.absolute()
    reduced = lp.costs - lp.matrix.transpose_times(y)
    missed = row_violations(lp.senses, lp.matrix.times(x), lp.sides)
    below = np.maximum(-x, 0.0)
    wrong = np.maximum(reduced, 0.0)
    if held is not None:
        below, wrong = np.where(held, np.abs(x), below), np.where(held, 0.0, wrong)
    terms = np.abs(lp.costs) + size.transpose_times(np.abs(y))
    if quick:
        wrong = np.where(wrong > ROUNDING * terms, wrong, 0.0)
    scaled_rows = missed / np.maximum(np.maximum(size.times(np.abs(x)), np.abs(lp.sides)), SMALL_AMOUNT)
    scaled_below = below / np.maximum(np.abs(x), SMALL_AMOUNT)
    scaled_wrong = wrong / np.maximum(terms, SMALL_MONEY)
    money = float((np.abs(y) * missed).sum() + (np.abs(reduced) * below).sum())
    at = np.flatnonzero(wrong)
    if len(at):
        most, free = most_amounts(lp, x)
        money += float((wrong[at] * most[at]).sum())
        scaled_wrong[at] /= np.where(free[at], WHERE_FREE, 1.0)
    gap = abs(float(lp.costs @ x) - float(lp.sides @ y))
    primal = float(max(scaled_rows.max(initial=0.0), scaled_below.max(initial=0.0)))
    dual = float(scaled_wrong.max(initial=0.0))
    allowed = max(cent, tolerance * float(np.abs(lp.costs * x).sum()))
    passed = bool(np.isfinite(x).all() and np.isfinite(y).all())
    passed = passed and primal <= tolerance and dual <= tolerance and money <= allowed and gap <= allowed
    worst = _worst(lp, scaled_rows, np.maximum(scaled_below, scaled_wrong)) if not quick else ""
    return Certificate(primal, dual, money, gap, 2.0 * allowed, worst, passed)


def right_signed(lp: LinearProgram, y: Floats) -> Floats:
    """Return multipliers of rows with 0 in place of a wrong sign: y >= 0 on <= rows, y <= 0 on >= rows."""
    return np.where(lp.senses == LE, np.maximum(y, 0.0), np.where(lp.senses == GE, np.minimum(y, 0.0), y))


def row_violations(senses: NDArray[np.int64], activity: Floats, sides: Floats | float) -> Floats:
    """Return by how much rows of these senses miss their sides, in their own units."""
    over, under = np.maximum(activity - sides, 0.0), np.maximum(sides - activity, 0.0)
    return np.where(senses == LE, over, np.where(senses == GE, under, over + under))


def _worst(lp: LinearProgram, rows: Floats, columns: Floats) -> str:
    if max(rows.max(initial=0.0), columns.max(initial=0.0)) == 0.0:
        return ""
    if rows.max(initial=0.0) >= columns.max(initial=0.0):
        return lp.row_names[int(np.argmax(rows))]
    return lp.column_names[int(np.argmax(columns))]


def most_amounts(lp: LinearProgram, x: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the most that each column can come to, and of which columns no row says so."""
    implied = implied_upper_bounds(lp)
    bounds = _likely_upper_bounds(lp, implied)
    most = np.where(np.isfinite(bounds), bounds, LAST_RESORT * max(1.0, float(np.abs(x).max(initial=0.0))))
    return most, ~np.isfinite(implied)


def implied_upper_bounds(lp: LinearProgram) -> Floats:
    """Return upper bounds on the columns that follow from rows and x >= 0; infinite where none does.

    From a row  sum_j a_j x_j <= b:  a_j x_j <= b + sum over a_k < 0 of |a_k| X_k  for a_j > 0;  and likewise for >= rows.
    """
    bounds = np.full(lp.matrix.shape[1], np.inf)
    for _ in range(PROPAGATION_ROUNDS):
        tighter = _tightened(lp, bounds, np.inf)
        if np.array_equal(tighter, bounds):
            break
        bounds = tighter
    return bounds


def _likely_upper_bounds(lp: LinearProgram, bounds: Floats) -> Floats:
    """Return implied upper bounds, and where none follows what a plan without pointless circles can come to.

    A column without a bound, such as a lane on a circle, which could be travelled for ever, takes what columns with a bound
    bring to or take from its rows; infinite only where a chain of rows leads to no bound at all.
    """
    for _ in range(PROPAGATION_ROUNDS):
        free = ~np.isfinite(bounds)
        if not free.any():
            break
        found = _tightened(lp, bounds, 0.0)
        fresh = free & np.isfinite(found) & (found > 0)
        if not fresh.any():
            break
        bounds = np.where(fresh, found, bounds)
    return bounds


def _tightened(lp: LinearProgram, bounds: Floats, of_free: float) -> Floats:
    """Return the bounds that one look at every row gives; a column without a bound counts `of_free` on the other side."""
    matrix = lp.matrix
    row, value, index = matrix.row_of_entry, matrix.value, matrix.index
    at_most, at_least = (lp.senses != GE)[row] & (value > 0), (lp.senses != LE)[row] & (value < 0)
    other = np.where(np.isfinite(bounds), bounds, of_free)[index]
    reach = np.multiply(np.abs(value), other)
    positive = np.bincount(row, np.where(value > 0, reach, 0.0), minlength=matrix.shape[0])
    negative = np.bincount(row, np.where(value < 0, reach, 0.0), minlength=matrix.shape[0])
    tighter = bounds.copy()
    for chosen, room in ((at_most, lp.sides + negative), (at_least, positive - lp.sides)):
        np.minimum.at(tighter, index[chosen], np.maximum(room[row[chosen]], 0.0) / np.abs(value[chosen]))
    return tighter
