"""What could happen to a mineral instead, each by a re-solve: one more unit of another fate, or none at all of a fate it has.

For each other fate a row is pushed by a small step h and the program solved again, warm:

    processed, exported raw or sold raw  sum of contained tonnes >= what the plan does + h
    left in the ground                   sum of contained tonnes mined <= what the plan does - h

The fall of the objective per unit is exact on the step iff z(h) - h s = z(0) for the slope s found; else h shrinks. The change of
the plan on the step shows which money moves, and so which estimates could overturn the decision.

These are margins: they tell what the last unit earns. What a fate earns as a whole is told by holding its sum at zero:

    average = (z - z(sum = 0)) / sum
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Verdict
from optimizer.formulation.build import Built
from optimizer.formulation.measure_sums import measure_by_node, measure_terms
from optimizer.solver.forcing import Forcing
from optimizer.solver.session import Session
from optimizer.solver.solution import NoAnswer, Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# First step, as a share of what is mined.
STEP = 1e-3
# First step in contained tonnes where nothing is mined.
FIRST_STEP = 1.0
TRIES = 6
SLOPE_TOLERANCE = 1e-9
# Measure that counts what meets each fate; what is left in the ground is counted by `mined` falling.
FATES = {Verdict.PROCESS: "processed", Verdict.EXPORT_RAW: "exported_raw", Verdict.SELL_RAW_AT_HOME: "sold_raw_at_home"}
MINED = "mined"
TAILINGS = "tailings"

# Contained tonnes by measure.
Amounts = dict[str, float]


@dataclass(frozen=True, slots=True)
class Move:
    """One more contained tonne of a fate.

    Attributes:
        fate: The fate.
        loss_per_tonne: Fall of the objective per contained tonne.
        change: Change of the plan per contained tonne.
    """

    fate: Verdict
    loss_per_tonne: float
    change: Floats


@dataclass(frozen=True, slots=True)
class Without:
    """The best plan in which nothing meets a fate.

    Attributes:
        average_gain: What the plan's own amount earns more than that, per contained tonne; None if there is no such plan, or
            none that is proven.
        instead: What happens there to most of it.
        is_needed: Whether it is proven that there is no such plan.
    """

    average_gain: float | None = None
    instead: Verdict | None = None
    is_needed: bool = False


def amounts_in(built: Built, x: Floats, mineral: str) -> Amounts:
    """Return the contained tonnes of a mineral that meet each fate in plan x, expected over the tree."""
    probabilities = built.formulation.case.timeline.probabilities
    names = (MINED, *FATES.values(), TAILINGS)
    return {name: float(measure_by_node(built.lp.program, f"{name}[{mineral}]", x) @ probabilities) for name in names}


def verdict_of(built: Built, amounts: Amounts, mineral: str) -> Verdict:
    """Return what happens to most of a mineral, given what meets each fate."""
    if not len(built.lp.program.contributions(f"{MINED}[{mineral}]")[0]):
        return Verdict.NOT_AVAILABLE
    fate = max(FATES, key=lambda verdict: amounts[FATES[verdict]])
    if amounts[FATES[fate]] > 0:
        return fate
    return Verdict.LEAVE


class Fates:
    """Asks an engine what else could be done with the minerals of one optimal plan."""

    def __init__(self, built: Built, solution: Solved, session: Session) -> None:
        """Keep the plan and the engine it is loaded in."""
        self._built = built
        self._solution = solution
        self._session = session
        self._x = solution.x

    @property
    def tolerance(self) -> float:
        """Differences of the objective below this are rounding errors."""
        return SLOPE_TOLERANCE * max(1.0, float(np.abs(self._built.lp.costs * self._x).sum()))

    def one_more(self, mineral: str, fate: Verdict, amounts: Amounts) -> Move | NoAnswer:
        """Return what one more unit of a fate would change."""
        leave = fate is Verdict.LEAVE
        name = MINED if leave else FATES[fate]
        mined = amounts[MINED]
        with self.forcing(f"{name}[{mineral}]") as forcing:
            if forcing is None:
                return NoAnswer.IMPOSSIBLE
            return self._settle(forcing, fate, amounts[name], STEP * mined if mined else FIRST_STEP, up=not leave)

    def without(self, mineral: str, fate: Verdict, amounts: Amounts) -> Without:
        """Return what the plan earns by a fate that some of the mineral meets, against the best plan without it."""
        name = FATES[fate]
        with self.forcing(f"{name}[{mineral}]") as forcing:
            pushed = NoAnswer.UNPROVEN if forcing is None else forcing.at_most(0.0)
        if isinstance(pushed, NoAnswer):
            return Without(is_needed=pushed is NoAnswer.IMPOSSIBLE)
        response = pushed[0]
        fall = self._solution.objective - response.objective
        gain = 0.0
        if fall > self.tolerance:
            gain = fall / amounts[name]
        return Without(gain, rises_most(amounts, amounts_in(self._built, response.x, mineral)))

    @contextmanager
    def forcing(self, measure: str) -> Iterator[Forcing | None]:
        """Yield a row of a measure's expected sum, to be pushed; None where no column contributes to it."""
        columns, nodes, amounts, _ = measure_terms(self._built.lp.program, measure)
        if not len(columns):
            yield None
            return
        amounts = amounts * self._built.formulation.case.timeline.probabilities[nodes]
        used, position = np.unique(columns, return_inverse=True)
        with self._session.forcing(used, np.bincount(position, amounts).astype(np.float64)) as forcing:
            yield forcing

    def _settle(self, forcing: Forcing, fate: Verdict, now: float, step: float, *, up: bool) -> Move | NoAnswer:
        none = NoAnswer.IMPOSSIBLE
        for _ in range(TRIES):
            pushed = forcing.at_least(now + step) if up else forcing.at_most(now - step)
            if isinstance(pushed, NoAnswer):
                none = NoAnswer.UNPROVEN if pushed is NoAnswer.UNPROVEN else none
            else:
                none = NoAnswer.UNPROVEN
                response, slope = pushed
                loss = -slope if up else slope
                if abs(response.objective + loss * step - self._solution.objective) <= self.tolerance:
                    return Move(fate, max(loss, 0.0), (response.x - self._x) / step)
            step /= 10.0
        return none


def rises_most(before: Amounts, after: Amounts) -> Verdict:
    """Return the fate whose amount rises most from one plan to another; leaving it in the ground rises as mining falls."""
    rises = {fate: after[name] - before[name] for fate, name in FATES.items()}
    rises[Verdict.LEAVE] = before[MINED] - after[MINED]
    return max(rises, key=lambda fate: rises[fate])
