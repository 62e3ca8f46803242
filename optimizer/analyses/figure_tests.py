"""Which figures could overturn a verdict: those most likely to are moved to an end of their range and the plan solved again.

A figure is tried in the order of how much of the loss of another fate its range could make up, at the derivatives of the plan:

    likely = (end - value) d(change of the plan per tonne of the fate) / loss per tonne

That chooses what to try; what is said rests on solves alone, each as if the number had been set to the end of its range.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import Budget, Cut, Question
from optimizer.analyses.fates import Move, amounts_in, verdict_of
from optimizer.analyses.figures import Confidence, Ranged
from optimizer.analyses.totals import cent_of, publish_change
from optimizer.domain.case import Case
from optimizer.domain.errors import InvalidCase, SolverFailure, TimedOut
from optimizer.domain.plan import FigureTest, Overturned, Termination, Verdict, rounded
from optimizer.formulation.build import Built, build
from optimizer.formulation.money_figures import ColumnFigures, MoneyFigures, Number
from optimizer.formulation.program import LinearProgram
from optimizer.problem.build import Problem
from optimizer.problem.validation import validate
from optimizer.solver.session import Session
from optimizer.solver.solution import Solved

Floats = NDArray[np.float64]

MOST_TESTS = 12
# Figures tried if nobody says how many: fewer where columns and coefficients times tests would exceed the work.
WORK = 60_000
# Losses of another fate below this count as this, so that what is equally good is easily overturned.
LEAST_LOSS = 1e-9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure worth trying, and the end of its range that favours another fate."""

    ranged: Ranged
    end: float
    likely: float


def usual_number_of_tests(lp: LinearProgram) -> int:
    """Return how many figures are tried unless somebody asks for more: none where one solve is much work already."""
    return min(MOST_TESTS, WORK // (lp.matrix.shape[1] + len(lp.matrix.value)))


def candidates(built: Built, figures: MoneyFigures, confidence: Confidence, moves: Sequence[Move], y: Floats) -> list[Candidate]:
    """Return the ranged figures that could make up some of the loss of another fate, the likeliest first."""
    by_column = {**figures.by_column}
    flows = yield_figures(built, y)
    of_flows = ("process_flows", "amount_per_unit")
    by_column[of_flows] = flows.and_also(by_column[of_flows]) if of_flows in by_column else flows
    found: list[Candidate] = []
    for ranged in confidence.ranged:
        number = ranged.number
        entries = by_column.get((number.table, number.column))
        if entries is not None:
            mine = entries.of_row(number.row, figures.own_nodes(number))
            found += _candidate(ranged, mine, moves)
    return sorted(found, key=lambda candidate: (-candidate.likely, confidence.address(candidate.ranged.number)))


def _candidate(ranged: Ranged, mine: ColumnFigures, moves: Sequence[Move]) -> Iterator[Candidate]:
    """Yield the candidate of one figure, if any move depends on it."""
    slope = [float(mine.slope @ np.where(mine.column < 0, 0.0, move.change[mine.column])) for move in moves]
    best = 0.0, ranged.value
    for per_one, move in zip(slope, moves, strict=True):
        loss = max(move.loss_per_tonne, LEAST_LOSS)
        best = max(best, *(((end - ranged.value) * per_one / loss, end) for end in (ranged.low, ranged.high)))
    if best[0] > 0.0:
        yield Candidate(ranged, best[1], best[0])


def yield_figures(built: Built, y: Floats) -> ColumnFigures:
    """Return what one more unit in or out of a process is worth per run, at the plan's own prices: minus the row's dual.

    A flow in fixed proportion stands in the balance of its material, one told apart by origin in the row of its recipe.
    """
    formulation = built.formulation
    streams = formulation.streams
    case = formulation.case
    columns = formulation.columns["run"]
    modes = streams.modes
    flows = streams.flows
    blocks = {block.family: block for block in built.lp.program.rows}
    balance = blocks["balance"]
    worth = -y[balance.first : balance.first + len(balance)].reshape(len(streams.places), len(case.timeline))
    site = case.position("processes", "site")
    at = formulation.places(site[flows.process[modes.flow]], flows.material[modes.flow], modes.flow_origin)
    parts = [(flows.row[modes.flow], columns[modes.flow_mode], worth[at], np.sign(flows.amount[modes.flow]))]
    recipes = sorted(set(zip(modes.feed_mode.tolist(), modes.feed.tolist(), strict=True)))
    if recipes:
        mode, flow = (np.array(part, dtype=np.int64) for part in zip(*recipes, strict=True))
        mix = blocks["feed_mix"]
        each = np.zeros((len(recipes), len(case.timeline)))
        each[mix.entity, mix.node] = -y[mix.first : mix.first + len(mix)]
        parts.append((flows.row[flow], columns[mode], each, np.sign(flows.amount[flow])))
    nodes = np.arange(len(case.timeline))
    entries = []
    for rows, runs, each, sign in parts:
        row, node = np.broadcast_arrays(rows[:, np.newaxis], nodes)
        keep = runs >= 0
        entries.append((row[keep], node[keep], runs[keep], (each * sign)[keep]))
    return ColumnFigures(*(np.concatenate(part) for part in zip(*entries, strict=True)))


class FigureTester:
    """Tries figures of one solved problem, a solve for each end of a range."""

    def __init__(self, built: Built, solution: Solved, confidence: Confidence, budget: Budget) -> None:
        """Keep the plan that verdicts are compared with, and the time that there is."""
        self._built = built
        self._confidence = confidence
        self._budget = budget
        self._problem: Problem = built.formulation.problem
        self._objective = solution.objective
        self._verdicts = verdicts(built, solution.x)

    def tests(self, tried: Sequence[Candidate], most: int, *, both_ends: bool) -> tuple[FigureTest, ...]:
        """Return what came of the first figures, in their order; those that cannot be moved alone are passed over."""
        found: list[FigureTest | Cut] = []
        for candidate in tried:
            if len(found) >= most:
                break
            test = self._budget.ask(Question.FIGURES, partial(self._test, candidate, both_ends=both_ends))
            found += [] if test is None else [test]
        return tuple(test for test in found if isinstance(test, FigureTest))

    def _test(self, candidate: Candidate, *, both_ends: bool) -> FigureTest | None:
        """Return what came of one figure; None if no end of it could be solved, or breaks a rule of the case."""
        ranged = candidate.ranged
        ends = (ranged.low, ranged.high) if both_ends else (candidate.end,)
        changes: dict[float, float | None] = {}
        overturned: list[Overturned] = []
        for end in ends:
            answered = self._solved(ranged.number, end)
            if answered is None:
                continue
            changes[end], found = answered
            overturned += [
                Overturned(mineral, rounded(end), verdict)
                for mineral, verdict in found.items()
                if verdict is not self._verdicts[mineral]
            ]
        if not changes:
            return None
        return FigureTest(
            address=self._confidence.address(ranged.number),
            confidence=self._confidence.of(ranged.number),
            value=rounded(ranged.value),
            low=rounded(ranged.low),
            high=rounded(ranged.high),
            change_low=changes.get(ranged.low),
            change_high=changes.get(ranged.high),
            overturned=tuple(overturned),
        )

    def _solved(self, number: Number, value: float) -> tuple[float | None, Mapping[str, Verdict]] | None:
        """Return change of the objective and verdicts with a number set; None if that is no case, or was not proven."""
        case = with_number(self._built.formulation.case, number, value)
        if any(not violation.warning for violation in validate(case, scenarios=False)):
            return None
        try:
            built = build(replace(self._problem, case=case))
            session = Session(built.lp, cent_of(built))
            session.deadline = self._budget.session.deadline
            solution = session.solve()
        except (InvalidCase, SolverFailure):  # A limit of the user's that names no column there, or no proof: not tested.
            return None
        if solution.termination is Termination.TIME_LIMIT:
            raise TimedOut("the time for explaining passed while figures were moved")
        if not isinstance(solution, Solved):
            return None
        sign = 1.0 if self._problem.objective.maximise else -1.0
        change = publish_change(built, sign * (solution.objective - self._objective))
        return change, verdicts(built, solution.x)


def verdicts(built: Built, x: Floats) -> dict[str, Verdict]:
    """Return what happens to most of each mineral in plan x."""
    minerals = built.formulation.case["minerals"].keys
    return {mineral: verdict_of(built, amounts_in(built, x, mineral), mineral) for mineral in minerals}


def with_number(case: Case, number: Number, value: float) -> Case:
    """Return the case with a row's own number changed; its values at single nodes stay."""
    data = case[number.table]
    values = data[number.column].copy()
    values[number.row] = value
    return Case({**case.tables, number.table: data.replace(number.column, values)}, case.node_values)


def overturning(tests: Sequence[FigureTest], mineral: str) -> tuple[str, ...]:
    """Return the figures that overturn the verdict on one mineral, the likeliest first."""
    return tuple(test.address for test in tests if any(found.mineral == mineral for found in test.overturned))
