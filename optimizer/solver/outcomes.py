"""Proofs that there is no plan, or no best one, recomputed from the program's own arrays; the engine's word counts for nothing.

Of  maximise c'x  subject to  A x (<=, =, >=) b, x >= 0:

    no plan       y with y >= 0 on <= rows, y <= 0 on >= rows, A'y >= 0 and b'y < 0. For any plan x then
                  0 <= (A'y)'x = y'A x <= y'b < 0: none exists.                                                        (1)
    no best plan  a plan x, and a direction r >= 0 with A r <= 0 on <= rows, = 0 on = rows, >= 0 on >= rows, c'r > 0:
                  x + t r is a plan for every t >= 0, and its objective rises without end.                             (2)

In floating numbers "A'y >= 0" is to be read up to rounding: an entry of A'y may be wrong by ROUNDING of the terms it is made of,
which is what cancelling leaves behind and nothing else; and "b'y < 0" by more than CLEAR of its terms. A coefficient of 1e-10
beside others of 1, which an engine drops, is a whole column of A'y or a whole row of A r, so it shows.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate
from optimizer.formulation.program import LinearProgram
from optimizer.solver.certificate import SMALL_AMOUNT, right_signed, row_violations
from optimizer.solver.upper_bounds import implied_upper_bounds

Floats = NDArray[np.float64]

# Largest error of a sum, as a share of the absolute sum of its terms, that is taken for rounding.
ROUNDING = 1e-13
# Smallest share by which a contradiction or a gain must stand out of the terms that it is the sum of.
CLEAR = 1e-9
# How far the plan that a direction starts from may miss its limits, relatively: as far as any plan may.
POINT_TOLERANCE = 1e-9


def certify_infeasible(lp: LinearProgram, y: Floats, held: NDArray[np.bool_] | None = None) -> InfeasibleCertificate:
    """Return the certificate of (1) for multipliers of rows; `passed` says whether it holds. Columns `held` are at zero.

    Where an entry of A'y is negative and the rows bound its column by X_j, the most that it could be worth, X_j times the
    entry, is taken off the contradiction; where nothing bounds the column, it must be rounding.
    """
    y = right_signed(lp, np.nan_to_num(y))
    if not y.any():
        return InfeasibleCertificate(0.0, 0.0, 0, passed=False)
    y = y / float(np.abs(y).max())
    terms = lp.matrix.absolute().transpose_times(np.abs(y))
    wrong = np.maximum(-lp.matrix.transpose_times(y), 0.0)
    if held is not None:
        wrong[held] = 0.0
    at = np.flatnonzero(wrong)
    reach = implied_upper_bounds(lp)[at] if len(at) else np.zeros(0)
    bounded = np.isfinite(reach)
    violation = float(_share(wrong, terms)[at[~bounded]].max(initial=0.0))
    size = float(np.abs(lp.sides * y).sum())
    lacking = -float(lp.sides @ y) - float((wrong[at[bounded]] * reach[bounded]).sum())
    contradiction = 0.0
    if size > 0:
        contradiction = lacking / size
    passed = bool(violation <= ROUNDING and contradiction > CLEAR)
    return InfeasibleCertificate(contradiction, violation, int(np.count_nonzero(y)), passed)


def certify_unbounded(lp: LinearProgram, point: Floats, ray: Floats) -> UnboundedCertificate:
    """Return the certificate of (2) for a plan and a direction; `passed` says whether it holds."""
    ray = np.maximum(np.nan_to_num(ray), 0.0)
    failed = UnboundedCertificate(0.0, 0.0, 0.0, 0, passed=False)
    if not ray.any() or not np.isfinite(point).all():
        return failed
    ray = ray / float(ray.max())
    violation = float(
        _share(row_violations(lp.senses, lp.matrix.times(ray), 0.0), lp.matrix.absolute().times(ray)).max(initial=0.0)
    )
    size = float(np.abs(lp.costs * ray).sum())
    gain = 0.0
    if size > 0:
        gain = float(lp.costs @ ray) / size
    missed = point_violation(lp, point)
    bounded = np.isfinite(implied_upper_bounds(lp)[ray > 0]).any()
    passed = bool(violation <= ROUNDING and gain > CLEAR and missed <= POINT_TOLERANCE and not bounded)
    return UnboundedCertificate(gain, violation, missed, int(np.count_nonzero(ray)), passed)


def point_violation(lp: LinearProgram, x: Floats) -> float:
    """Return by how much a plan misses its limits at most, relatively, as the certificate of a plan measures it."""
    size = np.maximum(lp.matrix.absolute().times(np.abs(x)), np.abs(lp.sides))
    missed = row_violations(lp.senses, lp.matrix.times(x), lp.sides) / np.maximum(size, SMALL_AMOUNT)
    below = np.maximum(-x, 0.0) / np.maximum(np.abs(x), SMALL_AMOUNT)
    return float(max(missed.max(initial=0.0), below.max(initial=0.0)))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
