"""Solves of the Kenya case, each done once."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Decision, Plan, Termination
from optimizer.domain.scenario import Change
from optimizer.problem.build import Problem, ReadCase, build_problem

FOLDER = Path(__file__).parents[2] / "data" / "kenya"
MILLION = 1e6
KEPT = 32
"""Problems kept: a row asks for the same few again and again, and each holds all tables."""

Sets = tuple[tuple[str, str], ...]


class Kenya:
    """The case as read, with every plan asked of it so far and the last problems."""

    def __init__(self, case: ReadCase) -> None:
        """Keep the case."""
        self.read = case
        self.plan = lru_cache(maxsize=None)(self._plan)
        self.problem = lru_cache(maxsize=KEPT)(self._problem)

    def _problem(self, scenario: str = "", sets: Sets = ()) -> Problem:
        """Return the validated problem of a scenario and some values set."""
        return build_problem(self.read, scenario, [Change(address, "set", value) for address, value in sets])

    def _plan(self, scenario: str = "", sets: Sets = ()) -> Plan:
        found = answer(self.problem(scenario, sets), AnswerOptions(rates=False, activities=True))
        assert found.termination is Termination.OPTIMAL, (scenario, sets, found.text)
        assert found.plan is not None
        return found.plan


def decision(plan: Plan, mineral: str) -> Decision:
    """Return the decision on a mineral."""
    return next(made for made in plan.decisions if made.mineral == mineral)


def total(plan: Plan, measure: str) -> float:
    """Return a measure's total."""
    return next(found.total for found in plan.measures if found.measure == measure)


def amounts(plan: Plan, family: str) -> dict[tuple[str, ...], float]:
    """Return the amounts of one family of columns, by the parts of their names."""
    head = f"{family}["
    return {tuple(a.address[len(head) : -1].split(",")): a.amount for a in plan.activities if a.address.startswith(head)}


def level(plan: Plan, process: str) -> float:
    """Return how much a process treats over the horizon."""
    return sum(amount for (name, *_), amount in amounts(plan, "run").items() if name == process)


def sold(plan: Plan) -> dict[str, float]:
    """Return what each demand takes over the horizon."""
    taken: defaultdict[str, float] = defaultdict(float)
    for (_, demand, *_), amount in amounts(plan, "sell").items():
        taken[demand] += amount
    return taken


def millions(values: Iterable[float]) -> float:
    """Return a sum of money in millions."""
    return sum(values) / MILLION
