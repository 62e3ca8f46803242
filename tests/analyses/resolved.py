"""Published rates against the case solved anew with the number changed: what a reader with no trust would do."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.addresses import resolve
from optimizer.domain.binding import BindingLimit
from optimizer.domain.case import Case
from optimizer.domain.plan import Plan, Termination
from optimizer.domain.scenario import Change
from optimizer.formulation.build import build
from optimizer.problem.build import ReadCase, build_problem
from optimizer.solver.session import Session
from optimizer.solver.solution import Unsolved

CENT = 0.01
SHARES = (1.0, 0.3)
"""Of the published reach: a rate holds on all of it, so also on a part."""
RATE_ERROR = 1e-6
"""Relative error of a rate that is let pass; rates are published at ten digits."""
NOISE = 1e-12
"""Share of all money moved below which a difference of two objectives is rounding."""


@dataclass(frozen=True)
class Checked:
    """A rate and what solving anew gives.

    Attributes:
        limit: The limit.
        direction: +1 or -1.
        step: How far the number was moved.
        foretold: Change of the objective by the rate.
        found: Change of the objective by the re-solve; NaN if there is no plan.
        allowed: Largest difference let pass.
    """

    limit: BindingLimit
    direction: float
    step: float
    foretold: float
    found: float
    allowed: float

    @property
    def wrong(self) -> bool:
        """Whether the re-solve contradicts the rate."""
        return not abs(self.foretold - self.found) <= self.allowed


def plan_with_rates(read: ReadCase, scenario: str | None = None) -> Plan:
    """Return the plan of a case with rates."""
    found = answer(build_problem(read, scenario), AnswerOptions(rates=True, explain_seconds=600.0))
    assert found.termination is Termination.OPTIMAL, found.text
    assert found.plan is not None
    return found.plan


def check_rates(read: ReadCase, scenario: str | None = None) -> list[Checked]:
    """Return every published rate of a case, both directions, at the whole and at 0.3 of its reach, against a re-solve."""
    problem = build_problem(read, scenario)
    here, money = objective_of(read, scenario, [])
    assert here is not None
    checks = []
    for limit in plan_with_rates(read, scenario).limits:
        for direction, rate, reach in _published(limit):
            for share in SHARES:
                there, _ = objective_of(read, scenario, _moved(problem.case, limit, direction * reach * share))
                foretold = rate * reach * share
                found = float("nan") if there is None else there - here
                allowed = RATE_ERROR * abs(foretold) + NOISE * money
                checks.append(Checked(limit, direction, direction * reach * share, foretold, found, allowed))
    return checks


def _published(limit: BindingLimit) -> Iterator[tuple[float, float, float]]:
    """Yield (direction, change of the objective per 1 that way, reach) of the rates that a limit has."""
    for direction, rate, reach in ((1.0, limit.rate_up, limit.holds_up), (-1.0, limit.rate_down, limit.holds_down)):
        if rate is not None:
            assert reach is not None
            yield direction, rate, reach


def _moved(case: Case, limit: BindingLimit, step: float) -> list[Change]:
    """Return what a user would write to move a number wherever it is given: `add`, and `set` where it is blank throughout."""
    place = resolve(case, limit.address)
    table, column, row = place.table.table.name, place.column.name, int(place.rows[0])
    values = dict(zip(case.timeline.ids, case.numbers(table, column)[row].tolist(), strict=True))
    nodes = [node for node, value in values.items() if not np.isnan(value)]
    if not nodes:
        return [Change(limit.address, "set", repr(step))]
    if row not in {spot for spot, _ in case.node_values.get((table, column), {})}:
        return [Change(limit.address, "add", repr(step))]
    return [Change(f"{limit.address}@{node}", "add", repr(step)) for node in nodes]


def objective_of(read: ReadCase, scenario: str | None, changes: list[Change]) -> tuple[float | None, float]:
    """Return the objective in the case's own sense, to the last digit, and all money moved; None without a plan."""
    problem = build_problem(read, scenario, changes)
    lp = build(problem).lp
    solution = Session(lp, CENT).solve()
    if isinstance(solution, Unsolved):
        return None, 0.0
    sign = 1.0 if problem.objective.maximise else -1.0
    return sign * solution.objective, float(np.abs(lp.costs * solution.x).sum())
