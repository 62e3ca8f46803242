"""Two programs of our own that find what proves the other outcomes: nothing of the engine's verdict on the program enters them.

Of  lower <= A z <= upper, z >= 0  in the engine's units:

    least shortfall   minimise sum_i s_i  subject to  A z + s (where too little) - s (where too much) within the bounds,   (1)
                      s >= 0. It always has an optimum; above zero there is no plan, and its duals are the y of
                      `outcomes.certify_infeasible`.
    steepest gain     maximise c'r  subject to  A r <= 0, >= 0, = 0 as the rows are, sum_j r_j <= 1, r >= 0. It always     (2)
                      has an optimum; above zero it is the direction of `outcomes.certify_unbounded`.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate
from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.program import GE, LE
from optimizer.solver.highs import INFINITE, LoadedHighs
from optimizer.solver.loaded import TimeLeft
from optimizer.solver.outcomes import POINT_TOLERANCE, certify_infeasible, certify_unbounded, point_violation
from optimizer.solver.scaling import ScaledProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


Proof = InfeasibleCertificate | UnboundedCertificate


def prove_no_plan(
    scaled: ScaledProgram, engine: LoadedHighs | None, time_left: TimeLeft, first: Termination | None
) -> Proof | None:
    """Return the proof that there is no plan, or no best one, whichever holds; the one that a solver names is tried first.

    `engine` is what the solver left; None where it left nothing.
    """
    infeasible = prove_infeasible
    unbounded = prove_unbounded
    for prove in (unbounded, infeasible) if first is Termination.UNBOUNDED else (infeasible, unbounded):
        proof = prove(scaled, engine, time_left)
        if proof is not None:
            return proof
    return None


def prove_infeasible(scaled: ScaledProgram, engine: LoadedHighs | None, time_left: TimeLeft) -> InfeasibleCertificate | None:
    """Return the proof that there is no plan, from what the engine's last run leaves or by (1); None if neither holds."""
    found = None if engine is None else engine.infeasible_combination(scaled.row_scale)
    for own in (False, True):
        y = least_shortfall(scaled, time_left()) if own else found
        certificate = None if y is None else certify_infeasible(scaled.lp, y)
        if certificate is not None and certificate.passed:
            return certificate
    return None


def prove_unbounded(scaled: ScaledProgram, engine: LoadedHighs | None, time_left: TimeLeft) -> UnboundedCertificate | None:
    """Return the proof that no plan is the best, from what the engine's last run leaves or by (2); None if neither holds."""
    found = None if engine is None else engine.unbounded_direction(scaled.column_scale)
    point = None if engine is None else engine.solution()[0] * scaled.column_scale
    if point is None or point_violation(scaled.lp, point) > POINT_TOLERANCE:
        point = some_plan(scaled, time_left())
    if point is None:
        return None
    for own in (False, True):
        ray = steepest_gain(scaled, time_left()) if own else found
        certificate = None if ray is None else certify_unbounded(scaled.lp, point, ray)
        if certificate is not None and certificate.passed:
            return certificate
    return None


def least_shortfall(scaled: ScaledProgram, time_limit: float | None) -> Floats | None:
    """Return the multipliers of rows, in the program's own units, that (1) gives; None if it has no answer in time."""
    lp = scaled.lp
    rows, width = scaled.matrix.shape
    short = np.flatnonzero(lp.senses != LE)
    over = np.flatnonzero(lp.senses != GE)
    entries = np.concatenate([np.ones(len(short)), -np.ones(len(over))])
    matrix = _beside(scaled.matrix, np.concatenate([short, over]), entries)
    costs = np.concatenate([np.zeros(width), -np.ones(len(entries))])
    solved = _solve(costs, matrix, *scaled.row_bounds(np.arange(rows), lp.sides), time_limit)
    if solved is None:
        return None
    return solved[1] * scaled.row_scale


def steepest_gain(scaled: ScaledProgram, time_limit: float | None) -> Floats | None:
    """Return the direction, in the program's own units, that (2) gives; None if it has no answer in time."""
    rows, width = scaled.matrix.shape
    matrix = scaled.matrix.with_row(np.arange(width), np.ones(width))
    lower, upper = scaled.row_bounds(np.arange(rows), np.zeros(rows))
    solved = _solve(scaled.costs, matrix, np.append(lower, -INFINITE), np.append(upper, 1.0), time_limit)
    if solved is None:
        return None
    return solved[0] * scaled.column_scale


def some_plan(scaled: ScaledProgram, time_limit: float | None) -> Floats | None:
    """Return amounts, in the program's own units, that keep all limits, whatever they earn; None if none is found in time."""
    rows, width = scaled.matrix.shape
    solved = _solve(np.zeros(width), scaled.matrix, *scaled.row_bounds(np.arange(rows), scaled.lp.sides), time_limit)
    if solved is None:
        return None
    return solved[0] * scaled.column_scale


def _solve(
    costs: Floats, matrix: SparseMatrix, lower: Floats, upper: Floats, limit: float | None
) -> tuple[Floats, Floats] | None:
    engine = LoadedHighs()
    engine.load(costs, matrix, lower, upper)
    for presolve in (True, False):
        if engine.run(limit, presolve=presolve) is Termination.OPTIMAL:
            return engine.solution()
    return None


def _beside(matrix: SparseMatrix, rows: Ints, values: Floats) -> SparseMatrix:
    """Return a matrix with one more column per value, each with an entry in one row."""
    columns = matrix.shape[1] + np.arange(len(rows))
    entries = np.concatenate([matrix.row_of_entry, rows]), np.concatenate([matrix.index, columns])
    shape = (matrix.shape[0], matrix.shape[1] + len(rows))
    return SparseMatrix.from_triples(*entries, np.concatenate([matrix.value, values]), shape)
