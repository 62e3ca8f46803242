"""The one-sided rate of a number that right-hand sides follow: how the objective changes on a step that way, proven on the step.

The objective z is concave in the right-hand sides, and admissible duals y bound it: z(v + t db) <= z(v) + t y'db. So where both

    z(v + h db) = z(v) + h s     and     duals with y'db = s are admissible,

z is a line of slope s on the whole step [0, h]. The duals of the plan are tried first: the plan that their basis gives at the end
of the step is checked on our arrays, without a solve. Else the program is solved at the end of the step, and its own duals are
tried; h shrinks until they fit. A raw dual at a kink is never published: it would be right on one side at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.binding import NoRate
from optimizer.formulation.build import Built
from optimizer.solver.session import Session
from optimizer.solver.solution import NoAnswer, Response, Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# First step, as a share of the number; rates are exact on the step, so it may be large.
STEP = 0.01
# First step of a number that is zero.
STEP_OF_ZERO = 1.0
# Shortest step, as a share of what passes the rows: limits are kept to 1e-9, so shorter ones are not told from rounding.
SHORTEST = 1e-6
# A reach of the plan's own basis below this share of the first step is not worth having; the program is solved again.
LEAST_REACH = 1e-4
# Differences of the objective below this share of all money moved are rounding.
NOISE = 1e-12
TRIES = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """A slope that holds on a step.

    Attributes:
        slope: Change of the objective, to be maximised, per +1 of the number.
        reach: How far from the number it holds, >= 0.
    """

    slope: float
    reach: float


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the case that moves right-hand sides.

    Attributes:
        rows: The rows.
        factors: Change of each row's right-hand side per +1 of the number.
        size: Largest absolute value of the number over the nodes.
        room: How far it may fall, and rise, within its declared range at every node.
    """

    rows: Ints
    factors: Floats
    size: float
    room: tuple[float, float]

    def room_of(self, direction: float) -> float:
        """Return how far the number may move."""
        return self.room[int(direction > 0)]


class OneSided:
    """Finds rates around one optimal plan."""

    def __init__(self, built: Built, solution: Solved, session: Session) -> None:
        """Keep the plan and the engine it is loaded in."""
        self._lp = built.lp
        self._session = session
        self._x = solution.x
        self._y = solution.y
        self._objective = solution.objective
        self._sizes = np.maximum(built.lp.matrix.absolute().times(np.abs(self._x)), np.abs(built.lp.sides))
        bound = solution.certificate.money_bound
        self._bound = bound
        self.noise = NOISE * max(1.0, float(np.abs(built.lp.costs * self._x).sum()))

    def steps(self, number: Number, direction: float) -> tuple[float, float] | NoRate:
        """Return the first and the shortest step."""
        room = number.room_of(direction)
        if room <= 0.0:
            return NoRate.IMPOSSIBLE
        shortest = SHORTEST * float((self._sizes[number.rows] / np.abs(number.factors)).max())
        first = min(max(STEP * number.size if number.size else STEP_OF_ZERO, shortest), room)
        if first >= shortest:
            return (first, shortest)
        return NoRate.TOO_SHORT

    def of_basis(self, number: Number, direction: float) -> Rate | None:
        """Return the rate by the duals of the plan if its basis bears a step; None if only a re-solve can tell."""
        steps = self.steps(number, direction)
        if isinstance(steps, NoRate):
            return None
        first, shortest = steps
        changes = direction * number.factors
        reach = min(self._session.reach(number.rows, changes), first)
        if reach < max(shortest, LEAST_REACH * first):
            return None
        x = self._session.plan_on_basis(number.rows, changes, reach)
        if x is None:
            return None
        slope = self._slope(self._y, number)
        worth = float(self._lp.costs @ x) + self._lp.constant
        fits = abs(worth - self._objective - direction * reach * slope) <= self.noise
        if fits:
            return Rate(slope, reach)
        return None

    def of_solve(self, number: Number, direction: float) -> Rate | NoRate:
        """Return the rate by solving at the end of a step, which shrinks until the objective is a line on it.

        Raises:
            TimedOut: The deadline passed.
        """
        steps = self.steps(number, direction)
        if isinstance(steps, NoRate):
            return steps
        first, shortest = steps
        step = first
        why = NoRate.TOO_SHORT
        for _ in range(TRIES):
            sides = self._lp.sides[number.rows] + direction * step * number.factors
            response = self._session.with_sides(number.rows, sides)
            if isinstance(response, Response):
                slope = self._slope(response.y, number)
                miss = response.objective - direction * step * slope - self._objective
                if abs(miss) <= max(self.noise, self._bound + response.money_bound):
                    seen = step == first or abs(slope) * step > self.noise
                    if seen:
                        return Rate(slope, step)
                    return NoRate.TOO_SHORT
                why = NoRate.TOO_SHORT
                shorter = self._crossing(number, direction, step, slope, miss)
            else:
                why = NoRate.IMPOSSIBLE if response is NoAnswer.IMPOSSIBLE else NoRate.NOT_PROVEN
                shorter = step / 10.0
            if step <= shortest:
                break
            step = max(shorter, shortest)
        return why

    def _crossing(self, number: Number, direction: float, step: float, slope: float, miss: float) -> float:
        """Return where the line of the plan's duals meets that of the end of the step; a tenth of the step if nowhere on it."""
        here = self._slope(self._y, number)
        crossing = 0.0
        if here != slope:
            crossing = miss / (direction * (here - slope))
        if 0.0 < crossing < step * (1.0 - 1e-6):
            return crossing
        return step / 10.0

    def _slope(self, y: Floats, number: Number) -> float:
        return float(y[number.rows] @ number.factors)
