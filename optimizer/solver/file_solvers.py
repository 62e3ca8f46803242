"""Solvers that PuLP runs as programs of their own: second opinions. They answer through text files, good to about 1e-7."""

import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pulp
from pulp import constants

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
    (constants.LpStatusOptimal, constants.LpSolutionOptimal): Termination.OPTIMAL,
    (constants.LpStatusInfeasible, constants.LpSolutionInfeasible): Termination.INFEASIBLE,
    (constants.LpStatusUnbounded, constants.LpSolutionUnbounded): Termination.UNBOUNDED,
}


class GlpkWithDuals(pulp.GLPK_CMD):  # type: ignore[misc] # PuLP ships no types.
    """PuLP's GLPK, which also reads the duals and the exact status from the solution file.

    PuLP 3.3 leaves the duals unread, and fails an assertion on unbounded programs, which one of its two files calls optimal.
    """

    STATUSES: ClassVar = {
        "ff": constants.LpStatusOptimal,
        **dict.fromkeys(("nf", "ni", "nn", "nu"), constants.LpStatusInfeasible),
        "fn": constants.LpStatusUnbounded,
    }
    """Status by the letters of the primal and the dual solution: f feasible, n none exists, i not feasible, u undefined."""

    def actualSolve(self, lp: pulp.LpProblem) -> int:  # noqa: N802 (PuLP's name)
        """Solve a PuLP model, and write amounts and duals into it."""
        self._duals: dict[str, float] = {}
        status = super().actualSolve(lp)
        for constraint in lp.constraints():
            constraint.pi = self._duals.get(constraint.name, 0.0)
        return int(status)

    def readsol(self, outFile: str, solFile: str) -> tuple[int, dict[str, str]]:  # noqa: N803 (PuLP's names)
        """Return status and amounts by name, and keep the duals: names are in the report, numbers in the solution file."""
        report = Path(outFile).read_text(encoding="utf-8").partition("Column name")
        Path(outFile).unlink()  # PuLP deletes the other two files only.
        rows, columns = (re.findall(r"^ *\d+ (\S+)", part, re.MULTILINE) for part in (report[0], report[2]))
        status, values = constants.LpStatusNotSolved, {}
        for line in Path(solFile).read_text(encoding="utf-8").splitlines():
            kind, *cells = line.split()
            if kind == "s":
                status = self.STATUSES.get(cells[3] + cells[4], constants.LpStatusNotSolved)
            elif kind == "i":
                self._duals[rows[int(cells[0]) - 1]] = float(cells[3])
            elif kind == "j":
                values[columns[int(cells[0]) - 1]] = cells[2]
        return status, values


def _cbc(time_limit: float | None) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return pulp.PULP_CBC_CMD(msg=False, mip=False, timeLimit=time_limit, threads=1)


def _glpk(time_limit: float | None) -> Any:
    whole = None if time_limit is None else math.ceil(time_limit)
    # Its presolver ends an infeasible program without a status.
    return GlpkWithDuals(msg=False, mip=False, timeLimit=whole, options=["--nopresol"])


@dataclass(frozen=True, slots=True)
class FileSolver:
    """A solver that PuLP runs as a program.

    Attributes:
        title: Name for people.
        start: Returns the PuLP solver with a time limit in seconds.
        fix: What to do where the program is missing.
    """

    title: str
    start: Callable[[float | None], Any] = field(repr=False)
    fix: str


FILE_SOLVERS = {
    "cbc": FileSolver("CBC", _cbc, "reinstall pulp, which brings it along"),
    "glpk": FileSolver("GLPK", _glpk, "install glpk-utils, or use another solver"),
}


def missing_program(name: str) -> str:
    """Return what to do if a solver's program is not on this machine; "" if it is there."""
    solver = FILE_SOLVERS.get(name)
    return "" if solver is None or solver.start(None).available() else solver.fix


def solve_with(name: str, lp: LinearProgram, cent: float, time_limit: float | None = None) -> Solution:
    """Return the certified solution of a solver in `FILE_SOLVERS`; among several optimal plans it is any.

    Raises:
        SolverFailure: The program is missing, or gives no answer that passes the certificate.
    """
    solver = FILE_SOLVERS[name]
    if fix := missing_program(name):
        raise SolverFailure(f"the program of {solver.title} is not on this machine: {fix}")
    column_scale, row_scale = choose_scales(lp)
    model = state_model(lp, column_scale, row_scale)
    model.lp.solve(solver.start(time_limit))
    raw = f"{pulp.LpStatus[model.lp.status]}, {pulp.LpSolution[model.lp.sol_status]}"
    termination = TERMINATIONS.get((model.lp.status, model.lp.sol_status), Termination.TIME_LIMIT)
    if termination is Termination.TIME_LIMIT and time_limit is None:
        raise SolverFailure(f"{solver.title} gives no answer, although no time limit was set (its last word: {raw})")
    if termination is not Termination.OPTIMAL:
        return Solution(termination, raw)
    amounts = np.array([variable.varValue or 0.0 for variable in model.variables])
    x = np.where(np.abs(amounts) < ZERO_AMOUNT, 0.0, amounts) * column_scale
    y = np.array([constraint.pi or 0.0 for constraint in model.constraints]) * row_scale
    certificate = certify(lp, x, y, TOLERANCE, cent)
    if not certificate.passed:
        raise SolverFailure(f"the answer of {solver.title} fails the certificate, worst at {certificate.worst}")
    return Solution(termination, raw, x, y, float(lp.costs @ x) + lp.constant, certificate)
