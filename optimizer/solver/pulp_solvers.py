"""Any solver that PuLP finds on this machine, commercial ones too, held to the proof of HiGHS.

PuLP knows no basis, so a solver hands over amounts, and prices if it has them. They are tried as they are, then on the basis
that the amounts point to: what is above 0, and what rows leave, is basic. Where its prices prove nothing, or it has none, those
of HiGHS do: any optimal prices prove any optimal plan. The plan stays the solver's own, and who gave the prices is told.
"""

import contextlib
import inspect
import io
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.formulation.model import Model, state_model
from optimizer.formulation.program import EQ, LinearProgram
from optimizer.solver.basis import Basis, Corner, corner_of
from optimizer.solver.certificate import certify
from optimizer.solver.cold import ColdSolver
from optimizer.solver.file_solvers import FILE_SOLVERS, missing_program
from optimizer.solver.highs import completed_basis
from optimizer.solver.loaded import TimeLeft
from optimizer.solver.opinions import TOLERANCE, ended, in_its_units, refuted
from optimizer.solver.scaling import ScaledProgram, without_noise
from optimizer.solver.solution import Solution, Solved, Unsolved

Floats = NDArray[np.float64]

OWN = "highs"
# Programs that Madini runs itself, by PuLP's names: with all digits, and asked for their basis.
OURS = {"PULP_CBC_CMD": "cbc", "GLPK_CMD": "glpk"}
# Amounts, in the engine's units, and what rows leave of what passes through them, from which they are taken for basic.
ABOVE_ZERO = 1e-7
LEFT_OVER = 1e-6


@dataclass(frozen=True, slots=True)
class Said:
    """What a solver hands over, in the engine's units.

    Attributes:
        amounts: Per column, none below 0.
        prices: Per row, in whichever sign PuLP leaves them; None if the solver has none.
    """

    amounts: Floats
    prices: Floats | None


def solver_called(name: str) -> str:
    """Return Madini's name of a solver that it runs itself, `cbc` for `PULP_CBC_CMD`; any other name as it is."""
    return OURS.get(name, name)


def solvers_here(*, others: bool = True) -> list[str]:
    """Return what a plan can be asked of on this machine: Madini's own names first, then `others` by those of PuLP."""
    own = [OWN, *(name for name in FILE_SOLVERS if not missing_program(name))]
    if not others:
        return own
    with _quietly():
        return [*own, *sorted(set(pulp.listSolvers(onlyAvailable=True)) - set(OURS))]


def is_here(name: str) -> bool:
    """Return whether PuLP knows a solver by this name and finds it on this machine, with its licence if it needs one."""
    with _quietly():
        try:
            return bool(pulp.getSolver(name, msg=False).available())
        except Exception:  # Each of PuLP's solvers fails in its own way where it is not installed.
            return False


def solve_by_pulp(name: str, lp: LinearProgram, cent: float, time_limit: float | None = None) -> Solution:
    """Return the certified solution of a solver by PuLP's name; among several optimal plans it is any.

    Raises:
        SolverFailure: The solver is not here, or fails, or its plan is not proven, or it calls a program infeasible or unbounded
            of which neither can be proven.
    """
    if not is_here(name):
        raise SolverFailure(f"PuLP finds no solver {name} on this machine: use one of {', '.join(solvers_here())}")
    deadline = None if time_limit is None else time.monotonic() + time_limit
    scaled = in_its_units(lp)
    model = state_model(lp, scaled.column_scale, scaled.row_scale)

    def time_left() -> float | None:
        if deadline is None:
            return None
        return max(deadline - time.monotonic(), 0.1)

    termination, raw = _ask(name, model, time_left())
    if termination is Termination.OPTIMAL:
        return proven(name, scaled, _said(model), Proof(raw, cent, time_left))
    if termination is Termination.TIME_LIMIT:
        if deadline is not None:
            return Unsolved(termination, raw)
        raise SolverFailure(f"{name} gives no answer, although no time limit was set (its last word: {raw})")
    found = refuted(scaled, termination, raw, time_left)
    if found is None:
        raise SolverFailure(f"{name} calls the program {termination.value}, which cannot be proven")
    return found


def _ask(name: str, model: Model, time_limit: float | None) -> tuple[Termination, str]:
    """Have a solver of PuLP's solve a model; return how it ended, and its own words for it."""
    kind = type(pulp.getSolver(name, msg=False))
    options: dict[str, Any] = {"msg": False, "timeLimit": time_limit}
    # One thread, as everything in a worker; HiGHS, once it has more, refuses to run on one in the same process.
    if "threads" in inspect.signature(kind.__init__).parameters:
        options["threads"] = 1
    with _quietly():
        try:
            model.lp.solve(kind(**options))
        except MemoryError:
            raise
        except Exception as error:
            raise SolverFailure(f"{name} could not be run by PuLP ({type(error).__name__}: {error})") from error
    return ended(model.lp)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Drop what solvers print and warn of: standard output is not theirs."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _said(model: Model) -> Said:
    amounts = np.array([variable.varValue or 0.0 for variable in model.variables], dtype=np.float64)
    prices = [row.pi for row in model.constraints]
    if None in prices:
        return Said(np.maximum(amounts, 0.0), None)
    return Said(np.maximum(amounts, 0.0), np.array(prices, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof of a plan needs besides the plan.

    Attributes:
        raw: The solver's own words for how it ended.
        cent: One hundredth of the currency in units of money.
        time_left: Seconds that are left.
    """

    raw: str
    cent: float
    time_left: TimeLeft

    def of(self, lp: LinearProgram, plans: list[Floats], y: Floats, *, own_prices: bool) -> Solved | str:
        """Return the first plan that these prices prove to be optimal; else where the last of them falls short."""
        worst = ""
        for x in plans:
            certificate = certify(lp, x, y, TOLERANCE, self.cent)
            if certificate.passed:
                objective = float(lp.costs @ x) + lp.constant
                return Solved(self.raw, x, y, objective, certificate, own_prices=own_prices)
            worst = certificate.worst
        return worst


def proven(name: str, scaled: ScaledProgram, said: Said, proof: Proof) -> Solution:
    """Return what a solver calls optimal with its proof.

    Raises:
        SolverFailure: It is not optimal, or not to as many digits.
    """
    lp = scaled.lp
    pointed = _corner_of_plan(scaled, said.amounts)
    plans = [*scaled.plans(said.amounts)]
    prices: list[tuple[Floats, bool]] = []
    if said.prices is not None:
        # Solvers differ in the sign of prices where something is maximised; the proof knows the right one.
        found = without_noise(said.prices) * scaled.row_scale
        prices += [(found, True), (-found, True)]
    if pointed is not None:
        prices.append((pointed.corner.prices * scaled.row_scale, pointed.fixes_prices))
    if pointed is not None and pointed.holds_plan:
        plans = [*pointed.corner.plans(), *plans]
    for y, own_prices in prices:
        solved = proof.of(lp, plans, y, own_prices=own_prices)
        if isinstance(solved, Solved):
            return solved
    ours = ColdSolver(lp, proof.cent, proof.time_left).solve()
    if isinstance(ours, Unsolved):
        return ours
    solved = proof.of(lp, plans, ours.y, own_prices=False)
    if isinstance(solved, Solved):
        return solved
    raise SolverFailure(f"{name} calls a plan optimal that misses its proof, worst at {solved}")


@dataclass(frozen=True, slots=True)
class _Pointed:
    """The corner that amounts point to, its digits computed anew.

    Attributes:
        corner: The corner.
        holds_plan: Whether it has everything basic that the amounts have above 0, so that its plan is theirs.
        fixes_prices: Whether it has nothing else basic, so that its prices follow from the amounts alone.
    """

    corner: Corner
    holds_plan: bool
    fixes_prices: bool


def _corner_of_plan(scaled: ScaledProgram, amounts: Floats) -> _Pointed | None:
    """Return the corner that amounts point to; None if there is none.

    Where fewer columns and rows than a basis needs are above 0, HiGHS completes it: the amounts stay as they are, and the prices
    are a choice of its own. Amounts between corners have more above 0, of which it leaves some out.
    """
    lp = scaled.lp
    sides = lp.sides * scaled.row_scale
    left = np.abs(scaled.matrix.times(amounts) - sides)
    passing = np.maximum(scaled.matrix.absolute().times(amounts), np.abs(sides))
    columns = amounts > ABOVE_ZERO
    rows = (lp.senses != EQ) & (left > LEFT_OVER * np.maximum(passing, 1.0))
    bounds = scaled.row_bounds(np.arange(len(lp.sides)), lp.sides)
    basis = completed_basis(scaled.costs, scaled.matrix, bounds, (columns, rows))
    corner = None if basis is None else corner_of(scaled, Basis(*basis))
    if basis is None or corner is None:
        return None
    missing = np.concatenate([columns & ~basis[0], rows & ~basis[1]])
    added = np.concatenate([basis[0] & ~columns, basis[1] & ~rows])
    return _Pointed(corner, not missing.any(), not (missing.any() or added.any()))
