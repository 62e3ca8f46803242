"""CBC through PuLP: the second opinion. It answers through a text file, so amounts and duals are good to about 1e-5."""

import warnings

import numpy as np
import pulp

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.formulation.model import state_model
from optimizer.formulation.program import LinearProgram
from optimizer.solver.certificate import certify
from optimizer.solver.scaling import choose_scales
from optimizer.solver.solution import Solution

TOLERANCE = 1e-5
ZERO_AMOUNT = 1e-9
"""Amounts below this are noise of the text file; a negative amount beyond it fails the certificate."""

TERMINATIONS = {
    (pulp.LpStatusOptimal, pulp.LpSolutionOptimal): Termination.OPTIMAL,
    (pulp.LpStatusInfeasible, pulp.LpSolutionInfeasible): Termination.INFEASIBLE,
    (pulp.LpStatusUnbounded, pulp.LpSolutionUnbounded): Termination.UNBOUNDED,
}


def solve_with_cbc(lp: LinearProgram, cent: float, time_limit: float | None = None) -> Solution:
    """Return the certified solution of CBC; among several optimal plans it is any.

    Raises:
        SolverFailure: CBC gives no answer that passes the certificate.
    """
    column_scale, row_scale = choose_scales(lp)
    model = state_model(lp, column_scale, row_scale)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        solver = pulp.PULP_CBC_CMD(msg=False, mip=False, timeLimit=time_limit, threads=1)
        model.lp.solve(solver)
    raw = f"{pulp.LpStatus[model.lp.status]}, {pulp.LpSolution[model.lp.sol_status]}"
    termination = TERMINATIONS.get((model.lp.status, model.lp.sol_status), Termination.TIME_LIMIT)
    if termination is not Termination.OPTIMAL:
        return Solution(termination, raw)
    amounts = np.array([variable.varValue or 0.0 for variable in model.variables])
    x = np.where(np.abs(amounts) < ZERO_AMOUNT, 0.0, amounts) * column_scale
    y = np.array([constraint.pi or 0.0 for constraint in model.constraints]) * row_scale
    certificate = certify(lp, x, y, TOLERANCE, cent)
    if not certificate.passed:
        raise SolverFailure(f"the answer of CBC fails the certificate, worst at {certificate.worst}")
    return Solution(termination, raw, x, y, float(lp.costs @ x) + lp.constant, certificate)
