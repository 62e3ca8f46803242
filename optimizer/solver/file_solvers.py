"""Solvers that PuLP runs as programs of their own: second opinions. They answer through text files.

What a text file rounds is not taken from it. The program is asked for its basis, which is a choice and has no digits; the plan
and the prices that the basis stands for are computed from our own arrays (`basis.py`) and held to the tolerance of HiGHS. A basis
that is optimal only as far as the program looks is asked for again with a closer look.
"""

import math
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.formulation.model import Model, state_model
from optimizer.formulation.program import LinearProgram
from optimizer.solver.basis import Basis, Corner, corner_of
from optimizer.solver.certificate import certify
from optimizer.solver.opinions import TOLERANCE, ended, in_its_units, refuted
from optimizer.solver.pulp_programs import Cbc, Glpk
from optimizer.solver.solution import Solution, Solved, Unsolved


def _cbc(time_limit: float | None, options: Sequence[str]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Cbc(msg=False, mip=False, timeLimit=time_limit, threads=1, options=list(options))


def _glpk(time_limit: float | None, options: Sequence[str]) -> Any:
    whole = None if time_limit is None else math.ceil(time_limit)
    # Its presolver ends an infeasible program without a status.
    return Glpk(msg=False, mip=False, timeLimit=whole, options=["--nopresol", *options])


@dataclass(frozen=True, slots=True)
class FileSolver:
    """A solver that PuLP runs as a program.

    Attributes:
        title: Name for people.
        start: Returns the PuLP solver with a time limit in seconds and further options of its program.
        looks: Options to solve with, in this order until the basis is proven optimal: its own first, then a closer look.
        fix: What to do where the program is missing.
    """

    title: str
    start: Callable[[float | None, Sequence[str]], Any] = field(repr=False)
    looks: tuple[tuple[str, ...], ...]
    fix: str


FILE_SOLVERS = {
    "cbc": FileSolver(
        "CBC",
        _cbc,
        # Its presolve can leave a basis whose columns depend on one another but for rounding: its point is one of many.
        ((), ("primalTolerance 1e-9", "dualTolerance 1e-9", "presolve off")),
        "reinstall pulp, which brings it along",
    ),
    # Its second look goes on from the basis of the first in fractions; they stand for the numbers to about 1e-10.
    "glpk": FileSolver("GLPK", _glpk, ((), ("--xcheck",)), "install glpk-utils, or use another solver"),
}


def missing_program(name: str) -> str:
    """Return what to do if a solver's program is not on this machine; "" if it is there."""
    solver = FILE_SOLVERS.get(name)
    if solver is None or solver.start(None, ()).available():
        return ""
    return solver.fix


def solve_with(name: str, lp: LinearProgram, cent: float, time_limit: float | None = None) -> Solution:
    """Return the certified solution of a solver in `FILE_SOLVERS`; among several optimal plans it is any.

    Raises:
        SolverFailure: The program is missing, or gives no basis whose plan and prices pass the certificate, or calls a program
            infeasible or unbounded of which neither can be proven.
    """
    solver = FILE_SOLVERS[name]
    if fix := missing_program(name):
        raise SolverFailure(f"the program of {solver.title} is not on this machine: {fix}")
    deadline = None if time_limit is None else time.monotonic() + time_limit
    scaled = in_its_units(lp)
    model = state_model(lp, scaled.column_scale, scaled.row_scale)

    def time_left() -> float | None:
        if deadline is None:
            return None
        return max(deadline - time.monotonic(), 0.1)

    cause = ""
    found: Solution | None
    for options in solver.looks:
        termination, raw, basis = _ask(solver, options, model, time_left())
        if termination is Termination.TIME_LIMIT and deadline is not None:
            return Unsolved(termination, raw)
        if termination is Termination.OPTIMAL:
            corner = corner_of(scaled, basis)
            found = None if corner is None else _certified(corner, cent, raw)
            wrong = f"{solver.title} calls a basis optimal that is not, even at its closest look: {_what_is_wrong(corner)}"
        elif termination is Termination.TIME_LIMIT:
            found = None
            wrong = cause or f"{solver.title} gives no answer, although no time limit was set (its last word: {raw})"
        else:
            found = refuted(scaled, termination, raw, time_left)
            wrong = cause or f"{solver.title} calls the program {termination.value}, which cannot be proven"
        if found is not None:
            return found
        cause = wrong
    raise SolverFailure(cause)


def _ask(solver: FileSolver, options: Sequence[str], model: Model, time_limit: float | None) -> tuple[Termination, str, Basis]:
    """Return how the program ends, its own words for it, and its basis, which means something where it ends optimal."""
    program = solver.start(time_limit, options)
    model.lp.solve(program)
    termination, raw = ended(model.lp)
    columns = np.array([variable.name in program.basic_columns for variable in model.variables], dtype=bool)
    rows = np.array([row.name in program.basic_rows for row in model.constraints], dtype=bool)
    return termination, raw, Basis(columns, rows)


def _certified(corner: Corner, cent: float, raw: str) -> Solved | None:
    """Return what a basis stands for as a solution, if it is proven to be one."""
    lp = corner.scaled.lp
    y = corner.prices * corner.scaled.row_scale
    for x in corner.plans():
        certificate = certify(lp, x, y, TOLERANCE, cent)
        if certificate.passed:
            return Solved(raw, x, y, float(lp.costs @ x) + lp.constant, certificate)
    return None


def _what_is_wrong(corner: Corner | None) -> str:
    """Return what keeps a basis from being optimal: the worst amount and the worst price, whichever there are."""
    if corner is None:
        return "its columns depend on one another, so that no plan follows from it"
    wrongs = [wrong for wrong in (corner.worst_amount(), corner.worst_price()) if wrong]
    return "; ".join(wrongs) or "its amounts and prices are right, but for rounding that adds up to too much money"
