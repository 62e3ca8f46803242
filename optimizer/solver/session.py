"""A program loaded in the engine: solved once, then asked what small changes would do, warm."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.columns import ORDINARY
from optimizer.domain.errors import SolverFailure, TimedOut
from optimizer.domain.plan import Termination
from optimizer.formulation.model import collector_paused, state_model
from optimizer.formulation.program import GE, LE, LinearProgram
from optimizer.solver.certificate import certify
from optimizer.solver.highs import INFINITE, LoadedHighs
from optimizer.solver.scaling import choose_scales
from optimizer.solver.solution import Solution

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TOLERANCE = 1e-9
"""Relative tolerance of the certificate for HiGHS, and of "this reduced cost is zero"."""
ZERO_AMOUNT = 1e-9
"""Amounts below this, in the engine's units, are zero."""
NOISE = 1e-14
"""So are amounts below this share of the largest, and dual values: what rounding leaves where things cancel one another."""
ROUNDING = 1e-11
"""Changes below this share of the largest are rounding errors of the basis."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """Where the first solve ended, in the engine's units.

    Attributes:
        basic: Basic variables in the engine's order: columns by position, the activity of row i as -1 - i.
        amounts: What each of them is: a column's amount, or how far a row is from the side it could reach.
        held: Whether each row's activity is not basic, so that it stays at the row's side.
        toward: Per row +1 if a rising activity nears its side (<=), -1 if a falling one does (>=), 0 for =.
    """

    basic: Ints
    amounts: Floats
    held: NDArray[np.bool_]
    toward: Ints


@dataclass(frozen=True, slots=True)
class Response:
    """What a changed program answers: objective, one admissible dual vector, and amounts."""

    objective: float
    x: Floats
    y: Floats


class Session:
    """One program in one engine.

    Every answer depends on the program alone: the first solve is cold, what follows starts from its basis.
    """

    def __init__(self, lp: LinearProgram, cent: float) -> None:
        """Load the program; `cent` is one hundredth of the currency in units of money.

        Set `deadline` to the `time.monotonic()` at which to stop.
        """
        self.lp, self._cent = lp, cent
        self.deadline: float | None = None
        self._column_scale, self._row_scale = choose_scales(lp)
        self._engine = LoadedHighs()
        with collector_paused():
            model = state_model(lp, self._column_scale, self._row_scale)
            self._engine.load(model.lp, model.variables, model.constraints)
            del model
        self._costs = lp.costs * self._column_scale
        lower, upper = lp.row_bounds
        self._row_lower = np.where(np.isinf(lower), -INFINITE, lower * self._row_scale)
        self._row_upper = np.where(np.isinf(upper), INFINITE, upper * self._row_scale)
        self._basis: Any = None
        self._vertex: Vertex | None = None

    def solve(self) -> Solution:
        """Return the certified solution, the one among all optimal ones that content alone fixes.

        An answer that fails the certificate is computed once more without presolve.

        Raises:
            SolverFailure: The engine gives no answer, or none that passes the certificate.
        """
        for presolve in (True, False):
            termination = self._engine.run(self._time_left(), presolve=presolve)
            raw = self._engine.raw_status
            if termination in (Termination.INFEASIBLE, Termination.UNBOUNDED) and presolve:
                continue
            if termination is not None and termination is not Termination.OPTIMAL:
                return Solution(termination, raw)
            solution = self._certified(raw) if termination is Termination.OPTIMAL else None
            if solution is not None:
                return solution
        raise SolverFailure(f"no answer of the solver passes the certificate (its last word: {self._engine.raw_status})")

    def _certified(self, raw: str) -> Solution | None:
        iterations = self._engine.iteration_count
        z, dual = self._engine.solution()
        y = np.where(np.abs(dual) < NOISE * np.abs(dual).max(initial=0.0), 0.0, dual) * self._row_scale
        self._basis, self._vertex = self._engine.basis(), None
        chosen = self._choose_among_optimal(z, dual)
        if chosen is None:
            return Solution(Termination.TIME_LIMIT, "Time limit reached")
        for candidate in (chosen, z):
            x = self._amounts(candidate)
            certificate = certify(self.lp, x, y, TOLERANCE, self._cent)
            if certificate.passed:
                objective = float(self.lp.costs @ x) + self.lp.constant
                return Solution(Termination.OPTIMAL, raw, x, y, objective, certificate, iterations)
        return None

    def _amounts(self, z: Floats) -> Floats:
        least = max(ZERO_AMOUNT, NOISE * float(z.max(initial=0.0)))
        return np.where(z < least, 0.0, z) * self._column_scale

    def _choose_among_optimal(self, z: Floats, dual: Floats) -> Floats | None:
        """Return the point of least weighted activity on the optimal face; None if time runs out.

        Columns with a reduced cost and rows with a dual stay where they are: this is the face of all optimal plans, whichever
        dual was found. Least activity is always bounded, and prefers an ordinary sale to a claim that earns no more.
        """
        reduced = self._engine.reduced_costs()
        held = np.abs(reduced) > TOLERANCE * (1.0 + np.abs(self._costs))
        fixed, free = np.flatnonzero(held), np.flatnonzero(~held)
        tight = np.flatnonzero(np.abs(dual) > TOLERANCE)
        if not len(free):
            return z
        side = np.where(dual > 0, self._row_upper, self._row_lower)[tight]
        equal = self._row_lower[tight] == self._row_upper[tight]
        rows = tight[~equal]
        weights = np.zeros(len(z))
        weights[free] = self._preference_weights(free)
        self._engine.change_costs(-weights)
        self._engine.change_columns(fixed, np.zeros(len(fixed)), np.zeros(len(fixed)))
        self._engine.change_rows(rows, side[~equal], side[~equal])
        with self._engine.primal_simplex():
            termination = self._engine.run(self._time_left(), presolve=False, cold=False)
        chosen, _ = self._engine.solution()
        self._restore(fixed, rows)
        if termination is Termination.TIME_LIMIT:
            return None
        return chosen if termination is Termination.OPTIMAL else z

    def _restore(self, columns: Ints, rows: Ints) -> None:
        self._engine.change_costs(self._costs)
        self._engine.change_columns(columns, np.zeros(len(columns)), np.full(len(columns), INFINITE))
        self._engine.change_rows(rows, self._row_lower[rows], self._row_upper[rows])
        self._engine.restore(self._basis)

    def _preference_weights(self, columns: Ints) -> Floats:
        """Return 1 + SHA-256(address) / 2^32 per column, and 1 more for sales under a claim."""
        names = [self.lp.column_names[column] for column in columns]
        hashes = (hashlib.sha256(name.encode()).digest()[:4] for name in names)
        weights = np.array([1.0 + int.from_bytes(digest, "big") / 2.0**32 for digest in hashes])
        claimed = np.array([name.startswith("sell[") and name.split(",")[3] != ORDINARY for name in names], dtype=bool)
        return np.asarray(weights + claimed, dtype=np.float64)

    def reach(self, rows: Ints, changes: Floats) -> float:
        """Return the largest t for which sides + t x changes keeps the basis of the solution feasible, and so its duals optimal.

        One step of the simplex method without taking it: B dz = db, t = min z / -dz. Zero where the basis is degenerate that way.
        Cheap as long as nothing was re-solved since the last call.
        """
        vertex = self._vertex or self._return_to_vertex()
        if vertex is None:
            return 0.0
        sides = np.zeros(len(self._row_scale))
        sides[rows] = changes * self._row_scale[rows]
        change = self._engine.change_of_basics(np.where(vertex.held, sides, 0.0))
        of_row = np.flatnonzero(vertex.basic < 0)
        row = -1 - vertex.basic[of_row]
        change[of_row] = (change[of_row] + sides[row]) * vertex.toward[row]
        falling = np.flatnonzero(change < -ROUNDING * np.abs(change).max(initial=0.0))
        return float((np.maximum(vertex.amounts[falling], 0.0) / -change[falling]).min(initial=np.inf))

    def _return_to_vertex(self) -> Vertex | None:
        """Load the basis of the solution again and describe it; None if the engine moves away from it."""
        self._engine.restore(self._basis)
        if self._engine.run(self._time_left(), presolve=False, cold=False) is not Termination.OPTIMAL:
            return None
        if self._engine.iteration_count:
            return None
        z, _ = self._engine.solution()
        basic = self._engine.basic_variables()
        of_row = basic < 0
        toward = -self.lp.senses
        activity = self.lp.matrix.times(z * self._column_scale) * self._row_scale
        sides = self.lp.sides * self._row_scale
        away = np.where(toward == 0, np.inf, (sides - activity) * toward)
        amounts = np.where(of_row, away[np.where(of_row, -1 - basic, 0)], z[np.where(of_row, 0, basic)])
        held = np.ones(len(sides), dtype=bool)
        held[-1 - basic[of_row]] = False
        self._vertex = Vertex(basic, amounts, held, toward)
        return self._vertex

    def with_sides(self, rows: Ints, sides: Floats) -> Response | None:
        """Return the answer with other right-hand sides for some rows; None if there is none.

        Raises:
            TimedOut: The deadline passed.
        """
        scaled = sides * self._row_scale[rows]
        lower = np.where(self.lp.senses[rows] == LE, -INFINITE, scaled)
        upper = np.where(self.lp.senses[rows] == GE, INFINITE, scaled)
        self._engine.change_rows(rows, lower, upper)
        try:
            return self._rerun()
        finally:
            self._engine.change_rows(rows, self._row_lower[rows], self._row_upper[rows])

    @contextmanager
    def without(self, columns: Ints) -> Iterator["Session"]:
        """Hold columns at zero for the length of the context; `resolve` then answers for the program without them."""
        zeros = np.zeros(len(columns))
        self._engine.change_columns(columns, zeros, zeros)
        try:
            yield self
        finally:
            self._engine.change_columns(columns, zeros, np.full(len(columns), INFINITE))
            self._engine.restore(self._basis)
            self._vertex = None

    @contextmanager
    def lifting(self, rows: Ints) -> Iterator["Session"]:
        """Let rows bound nothing for the length of the context; `resolve` and `forcing` then answer without them."""
        unlimited = np.full(len(rows), INFINITE)
        self._engine.change_rows(rows, -unlimited, unlimited)
        try:
            yield self
        finally:
            self._engine.change_rows(rows, self._row_lower[rows], self._row_upper[rows])
            self._engine.restore(self._basis)
            self._vertex = None

    def resolve(self) -> Response | None:
        """Return the answer of the program as it now stands, from the last basis; None if there is none.

        Raises:
            TimedOut: The deadline passed.
        """
        return self._rerun()

    @contextmanager
    def forcing(self, columns: Ints, coefficients: Floats) -> Iterator["Forcing"]:
        """Add a free row sum(coefficients x columns) for the length of the context, to be pushed up or down."""
        size = float(np.abs(coefficients * self._column_scale[columns]).max(initial=1.0))
        factor = 2.0 ** -round(np.log2(size)) if size > 0 else 1.0
        scaled = coefficients * self._column_scale[columns] * factor
        with self._engine.extra_row(columns, scaled, -INFINITE, INFINITE) as row:
            yield Forcing(self, row, factor)
        self._engine.restore(self._basis)
        self._vertex = None

    def push(self, row: int, lower: float, upper: float) -> Response | None:
        """Return the answer with bounds on an extra row; None if there is none."""
        self._engine.change_rows(np.array([row]), np.array([lower]), np.array([upper]))
        return self._rerun()

    def _rerun(self) -> Response | None:
        self._vertex = None
        termination = self._engine.run(self._time_left(), presolve=False, cold=False)
        if termination is Termination.TIME_LIMIT:
            raise TimedOut("the time limit passed while rates were computed")
        if termination is not Termination.OPTIMAL:
            self._engine.restore(self._basis)
            return None
        z, dual = self._engine.solution()
        x = self._amounts(z)
        scale = np.concatenate([self._row_scale, np.ones(len(dual) - len(self._row_scale))])
        return Response(float(self.lp.costs @ x) + self.lp.constant, x, dual * scale)

    def _time_left(self) -> float | None:
        return None if self.deadline is None else max(self.deadline - time.monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class Forcing:
    """An extra row of a session that can be pushed."""

    session: Session
    row: int
    factor: float

    def at_least(self, amount: float) -> tuple[Response, float] | None:
        """Return the answer with the row at `amount` or more, and the objective's change per +1; None if impossible."""
        return self._pushed(amount * self.factor, INFINITE)

    def at_most(self, amount: float) -> tuple[Response, float] | None:
        """Return the answer with the row at `amount` or less, and the objective's change per +1; None if impossible."""
        return self._pushed(-INFINITE, amount * self.factor)

    def _pushed(self, lower: float, upper: float) -> tuple[Response, float] | None:
        response = self.session.push(self.row, lower, upper)
        return None if response is None else (response, float(response.y[self.row]) * self.factor)
