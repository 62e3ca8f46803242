"""What a plan rests on: the figures its money is counted at, the ore it digs, and the figures that could overturn it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.analyses.budget import Budget
from optimizer.analyses.fates import Move
from optimizer.analyses.figure_tests import FigureTester, candidates, overturning, usual_number_of_tests
from optimizer.analyses.figures import NOT_STATED, Confidence, money_shares, ore_shares
from optimizer.domain.measures import COMPONENTS
from optimizer.domain.plan import ConfidenceShare, Decision, FigureTest
from optimizer.formulation.build import Built
from optimizer.formulation.money_figures import MoneyFigures
from optimizer.solver.solution import Solved

ALL_NOT_STATED = (ConfidenceShare(NOT_STATED, 1.0),)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a plan rests on.

    Attributes:
        money_shares: Of all money received and paid, the share counted at figures of each confidence.
        ore_shares: The same of what is mined, by mineral.
        ranged: Figures with a range, in rows that take part.
        tests: Those that were moved to an end of it.
    """

    money_shares: tuple[ConfidenceShare, ...]
    ore_shares: dict[str, tuple[ConfidenceShare, ...]]
    ranged: int
    tests: tuple[FigureTest, ...]

    def complete(self, decision: Decision) -> Decision:
        """Return a decision with what it rests on."""
        mineral = decision.mineral
        return replace(decision, ore_shares=self.ore_shares[mineral], deciding_estimates=overturning(self.tests, mineral))


def what_it_rests_on(built: Built, solution: Solved, moves: Sequence[Move], tests: int | None, budget: Budget | None) -> Grounds:
    """Return what a plan rests on.

    Args:
        built: The program.
        solution: The plan.
        moves: One more unit of other fates.
        tests: How many figures to move over their ranges at most; None = the usual number, at the likelier end alone.
        budget: The time that there is; None = no figure is tried.

    The trace of figures is read only where the case says how good they are or how far they may be off.
    """
    confidence = Confidence(built.formulation.case)
    x = solution.x
    ranged = len(confidence.ranged)
    most = usual_number_of_tests(built.lp) if tests is None else tests
    trying = budget is not None and bool(moves) and bool(ranged) and most > 0
    stated = confidence.is_stated
    figures = MoneyFigures.read(built.formulation, frozenset(COMPONENTS)) if stated or trying else None
    found: tuple[FigureTest, ...] = ()
    if trying and figures is not None and budget is not None:
        tried = candidates(built, figures, confidence, moves, solution.y)
        tester = FigureTester(built, solution, confidence, budget)
        found = tester.tests(tried, most, both_ends=tests is not None)
    minerals = built.formulation.case["minerals"].keys
    return Grounds(
        money_shares=ALL_NOT_STATED if figures is None or not stated else money_shares(figures, confidence, x),
        ore_shares={mineral: ore_shares(built, confidence, x, row) for row, mineral in enumerate(minerals)},
        ranged=ranged,
        tests=found,
    )
