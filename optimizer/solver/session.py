"""A program loaded in the engine: solved once, then asked what small changes would do, warm; every answer proven or refused."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.columns import ORDINARY
from optimizer.domain.errors import SolverFailure, TimedOut
from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate
from optimizer.formulation.program import LinearProgram
from optimizer.solver.attempts import ATTEMPTS, Attempt
from optimizer.solver.certificate import certify
from optimizer.solver.forcing import Forcing
from optimizer.solver.highs import ENGINE_SCALING, INFINITE, NO_SCALING, LoadedHighs
from optimizer.solver.outcomes import certify_infeasible, point_violation
from optimizer.solver.phases import prove_no_plan
from optimizer.solver.scaling import ScaledProgram, span, what_is_lost
from optimizer.solver.solution import NoAnswer, Response, Solution
from optimizer.solver.upper_bounds import UpperBounds
from optimizer.solver.vertex import Vertex

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TOLERANCE = 1e-9
"""Relative tolerance of the certificate for HiGHS, and of "this reduced cost is zero"."""
ZERO_AMOUNT = 1e-9
"""Amounts below this, in the engine's units, are zero."""
REFINED = 1e-12
"""Rows that are missed by more than this, relatively, are worth a correction."""
NOISE = 1e-14
"""So are amounts below this share of the largest, and dual values: what rounding leaves where things cancel one another."""


ROOM = 0.02
"""Bounds are computed once for all changes of right-hand sides up to this share of themselves: rates move them by half of it."""


class Session:
    """One program in one engine.

    Every answer depends on the program alone: the first solve is cold, what follows starts from its basis.

    Attributes:
        lp: The program.
        deadline: The `time.monotonic()` at which to stop; None = never.
        warm_solves: Solves since the first one, which started from its basis.
        solved_cold_again: Those of them whose warm answer failed its proof, so that they were solved from nothing.
    """

    def __init__(self, lp: LinearProgram, cent: float) -> None:
        """Keep a program; `cent` is one hundredth of the currency in units of money."""
        self.lp, self._cent = lp, cent
        self.deadline: float | None = None
        self.warm_solves, self.solved_cold_again = 0, 0
        self._cause = ""
        self._loaded: Attempt | None = None
        self._held: NDArray[np.bool_] | None = None
        self._vertex: Vertex | None = None
        self._basis: Any = None

    def solve(self) -> Solution:
        """Return the proven outcome; of several optimal plans the one that content alone fixes.

        Raises:
            SolverFailure: No outcome can be proven; it says why, as far as numbers show it.
        """
        self.warm_solves, self.solved_cold_again = 0, 0
        self._cause = ""
        for attempt in ATTEMPTS:
            if not self._load(attempt):
                continue
            found = self._try(attempt)
            if found is not None:
                return found
        raise SolverFailure(f"no answer can be proven, because {self._cause or 'the engine gives none'}")

    def _load(self, attempt: Attempt) -> bool:
        """Load the program in the units of an attempt; return whether the engine can see all of it in them."""
        if self._loaded is None or self._loaded.scales is not attempt.scales:
            scaled = ScaledProgram(self.lp, *attempt.scales(self.lp))
            lost = what_is_lost(scaled)
            if lost:
                self._cause = self._cause or lost
                return False
            self._scaled, self._now, self._costs = scaled, scaled, scaled.costs
            self._row_lower, self._row_upper = scaled.row_bounds(np.arange(len(self.lp.sides)), self.lp.sides)
            self._engine = LoadedHighs()
            self._engine.load(scaled.costs, scaled.matrix, self._row_lower, self._row_upper)
        self._loaded = attempt
        self._engine.set_option("simplex_scale_strategy", ENGINE_SCALING if attempt.engine_scaling else NO_SCALING)
        return True

    def _try(self, attempt: Attempt) -> Solution | None:
        """Return the outcome if it can be proven, whatever the engine calls it."""
        termination = self._engine.run(self._time_left(), presolve=attempt.presolve)
        raw = self._engine.raw_status
        if termination is Termination.TIME_LIMIT:
            return Solution(termination, raw)
        if termination is Termination.OPTIMAL:
            return self._certified(raw)
        if attempt.presolve:  # It leaves nothing behind that could prove such an outcome.
            return None
        proof = prove_no_plan(self._scaled, self._engine, self._time_left, first=termination)
        if proof is None:
            self._cause = (
                self._cause or f"neither a plan nor what speaks against one stands out of rounding; {span(self._scaled)}"
            )
            return None
        infeasible = isinstance(proof, InfeasibleCertificate)
        return Solution(Termination.INFEASIBLE if infeasible else Termination.UNBOUNDED, raw, refutation=proof)

    def _certified(self, raw: str) -> Solution | None:
        iterations = self._engine.iteration_count
        z, dual = self._engine.solution()
        z = self._refined(self._scaled, z)
        y = _without_noise(dual) * self._scaled.row_scale
        self._basis, self._vertex = self._engine.basis(), None
        chosen = self._choose_among_optimal(z, dual)
        if chosen is None:
            return Solution(Termination.TIME_LIMIT, "Time limit reached")
        for x in (self._amounts(chosen), self._amounts(z), self._all_amounts(chosen), self._all_amounts(z)):
            certificate = certify(self.lp, x, y, TOLERANCE, self._cent)
            if certificate.passed:
                objective = float(self.lp.costs @ x) + self.lp.constant
                return Solution(Termination.OPTIMAL, raw, x, y, objective, certificate, iterations)
        self._cause = self._cause or f"the best plan found misses its proof, worst at {certificate.worst}; {span(self._scaled)}"
        return None

    def _refined(self, scaled: ScaledProgram, z: Floats) -> Floats:
        """Return the amounts of the last run, corrected on its basis where a row shows that they need it."""
        if point_violation(scaled.lp, self._amounts(z)) <= REFINED:
            return z
        return Vertex.of(scaled, self._engine).refined(self._engine, scaled, z)

    def _all_amounts(self, z: Floats) -> Floats:
        """Return every amount, where a tiny one is no noise: in a row of tiny amounts it is missed."""
        return np.maximum(z, 0.0) * self._scaled.column_scale

    def _amounts(self, z: Floats) -> Floats:
        least = max(ZERO_AMOUNT, NOISE * float(z.max(initial=0.0)))
        return np.where(z < least, 0.0, z) * self._scaled.column_scale

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
        chosen = self._refined(self._scaled, self._engine.solution()[0])
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

        Cheap as long as nothing was re-solved since the last call.
        """
        vertex = self._vertex or self._return_to_vertex()
        return 0.0 if vertex is None else vertex.reach(self._engine, rows, changes)

    def plan_on_basis(self, rows: Ints, changes: Floats, t: float) -> Floats | None:
        """Return the plan for sides + t x changes on the basis of the solution, if it keeps all limits; checked on our arrays.

        As the duals of the solution stay admissible whatever the sides, it is optimal iff its worth is theirs, b'y.
        """
        vertex = self._vertex or self._return_to_vertex()
        if vertex is None:
            return None
        sides = self.lp.sides.copy()
        sides[rows] += t * changes
        x = self._amounts(vertex.amounts_after(self._engine, rows, t * changes))
        return x if point_violation(replace(self.lp, sides=sides), x) <= TOLERANCE else None

    def of_program(self, lp: LinearProgram) -> Response | NoAnswer:
        """Return the answer of another program, warm if it differs in numbers alone, else solved from nothing.

        Raises:
            TimedOut: The deadline passed.
        """
        scaled = replace(self._scaled, lp=lp)
        if not self.lp.has_shape_of(lp):
            return self._solve_apart(lp)
        if what_is_lost(scaled):
            return NoAnswer.UNPROVEN
        rows = np.flatnonzero(lp.sides != self.lp.sides)
        entries = np.flatnonzero(lp.matrix.value != self.lp.matrix.value)
        self._engine.change_costs(scaled.costs)
        self._engine.change_rows(rows, *scaled.row_bounds(rows, lp.sides[rows]))
        self._engine.change_entries(scaled.matrix, entries)
        try:
            return self._rerun(scaled)
        finally:
            self._engine.change_entries(self._scaled.matrix, entries)
            self._restore(np.zeros(0, dtype=np.int64), rows)

    def _solve_apart(self, lp: LinearProgram) -> Response | NoAnswer:
        apart = Session(lp, self._cent)
        apart.deadline = self.deadline
        self.warm_solves += 1
        self.solved_cold_again += 1
        try:
            found = apart.solve()
        except SolverFailure:
            return NoAnswer.UNPROVEN
        if found.termination is Termination.TIME_LIMIT:
            raise TimedOut("the time limit passed while rates were computed")
        if found.x is None or found.y is None or found.certificate is None:
            return NoAnswer.IMPOSSIBLE if found.termination is Termination.INFEASIBLE else NoAnswer.UNPROVEN
        return Response(found.objective, found.x, found.y, found.certificate.money_bound)

    def _return_to_vertex(self) -> Vertex | None:
        """Load the basis of the solution again and describe it; None if the engine moves away from it."""
        self._engine.restore(self._basis)
        if self._engine.run(self._time_left(), presolve=False, cold=False) is not Termination.OPTIMAL:
            return None
        if self._engine.iteration_count:
            return None
        self._vertex = Vertex.of(self._scaled, self._engine)
        return self._vertex

    def with_sides(self, rows: Ints, sides: Floats) -> Response | NoAnswer:
        """Return the answer with other right-hand sides for some rows.

        Raises:
            TimedOut: The deadline passed.
        """
        changed = self.lp.sides.copy()
        changed[rows] = sides
        self._engine.change_rows(rows, *self._scaled.row_bounds(rows, sides))
        try:
            return self._rerun(replace(self._scaled, lp=replace(self.lp, sides=changed)))
        finally:
            self._engine.change_rows(rows, self._row_lower[rows], self._row_upper[rows])

    @contextmanager
    def without(self, columns: Ints) -> Iterator["Session"]:
        """Hold columns at zero for the length of the context; `resolve` then answers for the program without them."""
        zeros = np.zeros(len(columns))
        self._engine.change_columns(columns, zeros, zeros)
        self._held = np.zeros(len(self.lp.costs), dtype=bool)
        self._held[columns] = True
        try:
            yield self
        finally:
            self._held = None
            self._engine.change_columns(columns, zeros, np.full(len(columns), INFINITE))
            self._engine.restore(self._basis)
            self._vertex = None

    @contextmanager
    def lifting(self, rows: Ints) -> Iterator["Session"]:
        """Let rows bound nothing for the length of the context; `resolve` and `forcing` then answer without them."""
        unlimited = np.full(len(rows), INFINITE)
        self._engine.change_rows(rows, -unlimited, unlimited)
        self._now = replace(self._scaled, lp=self.lp.without_rows(rows))
        try:
            yield self
        finally:
            self._now = self._scaled
            self._engine.change_rows(rows, self._row_lower[rows], self._row_upper[rows])
            self._engine.restore(self._basis)
            self._vertex = None

    def recover(self) -> None:
        """Go back to the basis of the solution, after a question that time cut short."""
        self._engine.restore(self._basis)
        self._vertex = None

    def resolve(self) -> Response | NoAnswer:
        """Return the answer of the program as it now stands, from the last basis.

        Raises:
            TimedOut: The deadline passed.
        """
        return self._rerun(self._now)

    @contextmanager
    def forcing(self, columns: Ints, coefficients: Floats) -> Iterator[Forcing]:
        """Add a free row sum(coefficients x columns) for the length of the context, to be pushed up or down."""
        size = float(np.abs(coefficients * self._scaled.column_scale[columns]).max(initial=1.0))
        factor = 2.0 ** -round(np.log2(size)) if size > 0 else 1.0
        scaled = coefficients * self._scaled.column_scale[columns] * factor
        lp = replace(self._now.lp, matrix=self._now.lp.matrix.with_row(columns, coefficients))
        wider = ScaledProgram(lp, self._scaled.column_scale, np.append(self._scaled.row_scale, factor))
        with self._engine.extra_row(columns, scaled, -INFINITE, INFINITE) as row:
            yield Forcing(row, lambda sense, amount: self._push(wider, row, sense, amount))
        self._engine.restore(self._basis)
        self._vertex = None

    def _push(self, wider: ScaledProgram, row: int, sense: int, amount: float) -> Response | NoAnswer:
        """Return the answer with a bound on an extra row of a program."""
        senses, sides = np.append(self._now.lp.senses, sense), np.append(self._now.lp.sides, amount)
        pushed = replace(wider, lp=replace(wider.lp, senses=senses, sides=sides))
        self._engine.change_rows(np.array([row]), *pushed.row_bounds(np.array([row]), sides[[row]]))
        return self._rerun(pushed)

    def _rerun(self, scaled: ScaledProgram) -> Response | NoAnswer:
        """Return the proven answer of what is loaded, warm or, where its proof fails, solved from nothing.

        HiGHS has open faults on warm starts, so no warm answer is taken at its word.
        """
        self._vertex = None
        self.warm_solves += 1
        for cold in (False, True):
            termination = self._engine.run(self._time_left(), presolve=False, cold=cold)
            if termination is Termination.TIME_LIMIT:
                raise TimedOut("the time limit passed while rates were computed")
            if termination is Termination.OPTIMAL:
                response = self._proven_response(scaled)
                if response is not None:
                    return response
            elif self._is_impossible(scaled):
                self._engine.restore(self._basis)
                return NoAnswer.IMPOSSIBLE
            self.solved_cold_again += not cold
        self._engine.restore(self._basis)
        return NoAnswer.UNPROVEN

    def _proven_response(self, scaled: ScaledProgram) -> Response | None:
        z, dual = self._engine.solution()
        z, y = self._refined(scaled, z), _without_noise(dual) * scaled.row_scale
        for x in (self._amounts(z), self._all_amounts(z)):
            certificate = certify(scaled.lp, x, y, TOLERANCE, self._cent, held=self._held, quick=True, known=self._bounds)
            if certificate.passed:
                return Response(float(scaled.lp.costs @ x) + scaled.lp.constant, x, y, certificate.money_bound)
        return None

    @cached_property
    def _bounds(self) -> UpperBounds:
        """Bounds for the certificates of small changes of the program."""
        return UpperBounds.with_room(self.lp, ROOM)

    def _is_impossible(self, scaled: ScaledProgram) -> bool:
        y = self._engine.infeasible_combination(scaled.row_scale)
        return y is not None and certify_infeasible(scaled.lp, y, held=self._held).passed

    def _time_left(self) -> float | None:
        return None if self.deadline is None else max(self.deadline - time.monotonic(), 0.0)


def _without_noise(dual: Floats) -> Floats:
    """Return dual values with 0 in place of what rounding leaves."""
    return np.where(np.abs(dual) < NOISE * np.abs(dual).max(initial=0.0), 0.0, dual)
