"""A program loaded in the engine: solved once, then asked what small changes would do, warm; every answer proven or refused."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import SolverFailure, TimedOut
from optimizer.domain.plan import Termination
from optimizer.formulation.program import LinearProgram
from optimizer.solver.cold import TOLERANCE, ColdSolver
from optimizer.solver.forcing import Forcing
from optimizer.solver.highs import INFINITE
from optimizer.solver.loaded import LoadedProgram
from optimizer.solver.scaling import ScaledProgram, what_is_lost
from optimizer.solver.solution import NoAnswer, Response, Solution, Unsolved
from optimizer.solver.warm import OUT_OF_TIME, WarmSolver

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Session:
    """One program in one engine.

    Every answer depends on the program alone: the first solve is cold, what follows starts from its basis.

    Attributes:
        lp: The program.
        deadline: The `time.monotonic()` at which to stop; None = never.
    """

    def __init__(self, lp: LinearProgram, cent: float) -> None:
        """Keep a program; `cent` is one hundredth of the currency in units of money."""
        self.lp = lp
        self.deadline: float | None = None
        self._cent = cent
        self._cold = ColdSolver(lp, cent, self._time_left)
        self._warm = WarmSolver(lp, cent, self._time_left)
        self._lifted: ScaledProgram | None = None

    def solve(self) -> Solution:
        """Return the proven outcome; of several optimal plans the one that content alone fixes.

        Raises:
            SolverFailure: No outcome can be proven; it says why, as far as numbers show it.
        """
        self._warm.solves = 0
        self._warm.cold_again = 0
        return self._cold.solve()

    @property
    def warm_solves(self) -> int:
        """Solves since the first one, which started from its basis."""
        return self._warm.solves

    @property
    def solved_cold_again(self) -> int:
        """Those of them whose warm answer failed its proof, so that they were solved from nothing."""
        return self._warm.cold_again

    @property
    def _loaded(self) -> LoadedProgram:
        loaded = self._cold.loaded
        assert loaded is not None  # noqa: S101 (questions are asked after an optimum was found)
        return loaded

    @property
    def _now(self) -> ScaledProgram:
        """The program as it stands: without the rows that are lifted, if any are."""
        return self._lifted or self._loaded.scaled

    def _time_left(self) -> float | None:
        if self.deadline is None:
            return None
        return max(self.deadline - time.monotonic(), 0.0)

    def reach(self, rows: Ints, changes: Floats) -> float:
        """Return the largest t for which sides + t x changes keeps the basis feasible, and so the duals optimal."""
        return self._loaded.reach(rows, changes, self._time_left)

    def plan_on_basis(self, rows: Ints, changes: Floats, t: float) -> Floats | None:
        """Return the plan for sides + t x changes on the basis of the solution, if it keeps all limits; checked on our arrays."""
        found = self._loaded.plan_on_basis(rows, changes, t, self._time_left)
        if found is None or found[1] > TOLERANCE:
            return None
        return found[0]

    def of_program(self, lp: LinearProgram) -> Response | NoAnswer:
        """Return the answer of another program, warm if it differs in numbers alone, else solved from nothing.

        Raises:
            TimedOut: The deadline passed.
        """
        loaded = self._loaded
        scaled = replace(loaded.scaled, lp=lp)
        # Another shape is another program: nothing that is loaded fits it.
        if not self.lp.has_shape_of(lp):
            return self._solve_apart(lp)
        if what_is_lost(scaled):
            return NoAnswer.UNPROVEN
        rows = np.flatnonzero(lp.sides != self.lp.sides)
        entries = np.flatnonzero(lp.matrix.value != self.lp.matrix.value)
        loaded.engine.change_costs(scaled.costs)
        loaded.engine.change_rows(rows, *scaled.row_bounds(rows, lp.sides[rows]))
        loaded.engine.change_entries(scaled.matrix, entries)
        try:
            return self._warm.solve(loaded, scaled)
        finally:
            loaded.engine.change_entries(loaded.scaled.matrix, entries)
            loaded.engine.change_costs(loaded.scaled.costs)
            loaded.restore_rows(rows)
            loaded.go_back()

    def _solve_apart(self, lp: LinearProgram) -> Response | NoAnswer:
        apart = Session(lp, self._cent)
        apart.deadline = self.deadline
        self._warm.solves += 1
        self._warm.cold_again += 1
        try:
            found = apart.solve()
        except SolverFailure:
            return NoAnswer.UNPROVEN
        if found.termination is Termination.TIME_LIMIT:
            raise TimedOut(OUT_OF_TIME)
        if isinstance(found, Unsolved):
            if found.termination is Termination.INFEASIBLE:
                return NoAnswer.IMPOSSIBLE
            return NoAnswer.UNPROVEN
        return Response(found.objective, found.x, found.y, found.certificate.money_bound)

    def with_sides(self, rows: Ints, sides: Floats) -> Response | NoAnswer:
        """Return the answer with other right-hand sides for some rows.

        Raises:
            TimedOut: The deadline passed.
        """
        loaded = self._loaded
        changed = self.lp.sides.copy()
        changed[rows] = sides
        loaded.engine.change_rows(rows, *loaded.scaled.row_bounds(rows, sides))
        try:
            return self._warm.solve(self._loaded, replace(loaded.scaled, lp=replace(self.lp, sides=changed)))
        finally:
            loaded.restore_rows(rows)

    @contextmanager
    def without(self, columns: Ints) -> Iterator["Session"]:
        """Hold columns at zero for the length of the context; `resolve` then answers for the program without them."""
        zeros = np.zeros(len(columns))
        self._loaded.engine.change_columns(columns, zeros, zeros)
        held = np.zeros(len(self.lp.costs), dtype=bool)
        held[columns] = True
        self._warm.held = held
        try:
            yield self
        finally:
            self._warm.held = None
            self._loaded.restore_columns(columns)
            self._loaded.go_back()

    @contextmanager
    def lifting(self, rows: Ints) -> Iterator["Session"]:
        """Let rows bound nothing for the length of the context; `resolve` and `forcing` then answer without them."""
        unlimited = np.full(len(rows), INFINITE)
        self._loaded.engine.change_rows(rows, -unlimited, unlimited)
        self._lifted = replace(self._loaded.scaled, lp=self.lp.without_rows(rows))
        try:
            yield self
        finally:
            self._lifted = None
            self._loaded.restore_rows(rows)
            self._loaded.go_back()

    def recover(self) -> None:
        """Go back to the basis of the solution, after a question that time cut short."""
        self._loaded.go_back()

    def resolve(self) -> Response | NoAnswer:
        """Return the answer of the program as it now stands, from the last basis.

        Raises:
            TimedOut: The deadline passed.
        """
        return self._warm.solve(self._loaded, self._now)

    @contextmanager
    def forcing(self, columns: Ints, coefficients: Floats) -> Iterator[Forcing]:
        """Add a free row sum(coefficients x columns) for the length of the context, to be pushed up or down."""
        now = self._now
        size = float(np.abs(coefficients * now.column_scale[columns]).max(initial=1.0))
        # The engine sees the row with its largest coefficient near 1.
        factor = 1.0
        if size > 0:
            factor = 2.0 ** -round(np.log2(size))
        lp = replace(now.lp, matrix=now.lp.matrix.with_row(columns, coefficients))
        wider = ScaledProgram(lp, now.column_scale, np.append(now.row_scale, factor))
        scaled = coefficients * now.column_scale[columns] * factor
        with self._loaded.engine.extra_row(columns, scaled, -INFINITE, INFINITE) as row:
            yield Forcing(row, lambda sense, amount: self._push(wider, row, sense, amount))
        self._loaded.go_back()

    def _push(self, wider: ScaledProgram, row: int, sense: int, amount: float) -> Response | NoAnswer:
        """Return the answer with a bound on an extra row of a program."""
        now = self._now.lp
        sides = np.append(now.sides, amount)
        pushed = replace(wider, lp=replace(wider.lp, senses=np.append(now.senses, sense), sides=sides))
        self._loaded.engine.change_rows(np.array([row]), *pushed.row_bounds(np.array([row]), sides[[row]]))
        return self._warm.solve(self._loaded, pushed)
