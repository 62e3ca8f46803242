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
from optimizer.solver.upper_bounds import UpperBounds

Floats = NDArray[np.float64]

CENT = 0.01
SMALL_AMOUNT = 1e-6
SMALL_MONEY = 1e-9
# Share of the tolerance that a column without an upper bound is held to.
WHERE_FREE = 1e-3
# What a sum may be wrong by, as a share of the absolute sum of its terms, for no other reason than its own rounding.
ROUNDING = 1e-14


def certify(
    lp: LinearProgram,
    x: Floats,
    y: Floats,
    tolerance: float,
    cent: float = CENT,
    *,
    held: NDArray[np.bool_] | None = None,
    quick: bool = False,
    known: UpperBounds | None = None,
) -> Certificate:
    """Return the certificate of a primal and dual pair.

    Args:
        lp: The program.
        x: Amounts per column.
        y: Dual value per row.
        tolerance: Relative tolerance: 1e-9 for every solver.
        cent: One hundredth of the currency in units of money, the absolute tolerance.
        held: Columns held at zero, which the program is to be read without.
        quick: Whether to leave out what takes longest on a large program: the name of the worst place, and what parts of d_j
            that are rounding of their own terms could be worth.
        known: Upper bounds of a program that allows at least as much; computed where they are needed if there are none.
    """
    y = right_signed(lp, y)
    size = lp.matrix.absolute()
    # d = c - A'y: what one more of each column would earn at these prices.
    reduced = lp.costs - lp.matrix.transpose_times(y)
    missed = row_violations(lp.senses, lp.matrix.times(x), lp.sides)
    below = np.maximum(-x, 0.0)
    wrong = np.maximum(reduced, 0.0)
    # A column that is held may not move at all, and may earn as much as it likes.
    if held is not None:
        below = np.where(held, np.abs(x), below)
        wrong = np.where(held, 0.0, wrong)
    terms = np.abs(lp.costs) + size.transpose_times(np.abs(y))
    if quick:
        wrong = np.where(wrong > ROUNDING * terms, wrong, 0.0)
    # Each miss is compared with what passes through its own row or column: a tonne is nothing of a million.
    scaled_rows = missed / np.maximum(np.maximum(size.times(np.abs(x)), np.abs(lp.sides)), SMALL_AMOUNT)
    scaled_below = below / np.maximum(np.abs(x), SMALL_AMOUNT)
    scaled_wrong = wrong / np.maximum(terms, SMALL_MONEY)
    # What the misses are worth at the prices that are claimed for them.
    money = float((np.abs(y) * missed).sum() + (np.abs(reduced) * below).sum())
    at = np.flatnonzero(wrong)
    if len(at):
        # A gain that is left matters as much as its column could still grow.
        bounds = known if known is not None and known.hold_for(lp) else UpperBounds.of(lp)
        money += float((wrong[at] * bounds.most_amounts(x)[at]).sum())
        scaled_wrong[at] /= np.where(bounds.is_free[at], WHERE_FREE, 1.0)
    # Weak duality: no plan can be worth more than b'y, and this one is worth c'x.
    gap = abs(float(lp.costs @ x) - float(lp.sides @ y))
    primal = float(max(scaled_rows.max(initial=0.0), scaled_below.max(initial=0.0)))
    dual = float(scaled_wrong.max(initial=0.0))
    allowed = max(cent, tolerance * float(np.abs(lp.costs * x).sum()))
    passed = bool(np.isfinite(x).all() and np.isfinite(y).all())
    passed = passed and primal <= tolerance and dual <= tolerance and money <= allowed and gap <= allowed
    worst = ""
    if not quick:
        worst = _worst(lp, scaled_rows, np.maximum(scaled_below, scaled_wrong))
    return Certificate(primal, dual, money, gap, 2.0 * allowed, worst, passed)


def right_signed(lp: LinearProgram, y: Floats) -> Floats:
    """Return multipliers of rows with 0 in place of a wrong sign: y >= 0 on <= rows, y <= 0 on >= rows."""
    return np.where(lp.senses == LE, np.maximum(y, 0.0), np.where(lp.senses == GE, np.minimum(y, 0.0), y))


def row_violations(senses: NDArray[np.int64], activity: Floats, sides: Floats | float) -> Floats:
    """Return by how much rows of these senses miss their sides, in their own units."""
    over = np.maximum(activity - sides, 0.0)
    under = np.maximum(sides - activity, 0.0)
    return np.where(senses == LE, over, np.where(senses == GE, under, over + under))


def _worst(lp: LinearProgram, rows: Floats, columns: Floats) -> str:
    if max(rows.max(initial=0.0), columns.max(initial=0.0)) == 0.0:
        return ""
    if rows.max(initial=0.0) >= columns.max(initial=0.0):
        return lp.row_name(int(np.argmax(rows)))
    return lp.column_name(int(np.argmax(columns)))
