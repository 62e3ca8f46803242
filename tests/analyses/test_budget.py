"""A proven plan is always given; what time cut short is marked and counted; what is given does not depend on the time."""

import math
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.analyses.budget import MOST_CUT, Budget, Cut, Question, kept_seconds
from optimizer.domain.errors import TimedOut
from optimizer.domain.plan import Answer, Decision, Plan, Termination
from optimizer.formulation.build import build
from optimizer.problem.build import Problem, build_problem
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder
from tests.planted.wide import wide_network

KENYA = Path(__file__).parents[2] / "data" / "kenya"
UNHURRIED = math.inf
KINDS = ["verdicts", "policies", "gains", "rates", "figures", "averages"]
"""In the order in which they are asked."""


@cache
def kenya() -> Problem:
    """The shipped case: minerals with several fates, programmes and limits."""
    return build_problem(read_case_folder(KENYA))


@cache
def solved(explain_seconds: float | None) -> Answer:
    """Kenya with rates and ledger in so many seconds of explaining."""
    return answer(kenya(), AnswerOptions(rates=True, ledger=True, explain_seconds=explain_seconds))


def plan_of(result: Answer) -> Plan:
    """The plan of an answer."""
    assert result.termination is Termination.OPTIMAL
    assert result.plan is not None
    return result.plan


def is_compared(decision: Decision) -> bool:
    """Whether other fates were tried."""
    return all(reason.code != "NOT_COMPARED" for reason in decision.reasons)


def counts(result: Answer) -> dict[str, int]:
    """What was left out, by kind."""
    return {part.kind: part.count for part in result.not_computed}


def without_what_is_asked(plan: Plan) -> Plan:
    """The same plan without anything that the engine is asked after it is proven."""
    return replace(
        plan,
        decisions=(),
        limits=(),
        figures_tested=0,
        figure_tests=(),
        duties=tuple(replace(duty, gain=None) for duty in plan.duties),
        programmes=tuple(replace(programme, gain=None) for programme in plan.programmes),
    )


def compared_alone(decision: Decision) -> Decision:
    """The decision without what is asked after it: reasons name limits by their rates, estimates and averages come last."""
    fates = tuple(replace(fate, average_gain=None, instead=None, is_needed=False) for fate in decision.fates)
    return replace(decision, reasons=(), deciding_estimates=(), ore_shares=(), fates=fates)


def test_with_no_time_the_plan_is_given_and_all_else_is_marked() -> None:
    """No time for explaining costs verdicts, gains and rates, and nothing that is read off the plan."""
    hurried, full = solved(0.0), solved(UNHURRIED)
    plan, whole = plan_of(hurried), plan_of(full)

    assert without_what_is_asked(whole) == without_what_is_asked(plan)
    available = [decision for decision in whole.decisions if decision.verdict.value != "not_available"]
    assert [decision.verdict for decision in whole.decisions] == [decision.verdict for decision in plan.decisions]
    assert len(available) == counts(hurried)["verdicts"]
    assert sum(limit.left_out for limit in plan.limits) == counts(hurried)["rates"] > 0
    assert ["verdicts", "gains", "rates"] == list(counts(hurried))  # The others are asked about minerals that were compared.
    assert {"TIME_BUDGET"} == {part.code for part in hurried.not_computed}
    assert "verdicts not compared with other fates: " in hurried.not_computed[0].text
    for decision in plan.decisions:
        if decision.verdict.value != "not_available":
            assert [("NOT_COMPARED", "time")] == [
                (reason.code, dict(reason.parameters)["because"]) for reason in decision.reasons
            ]
            assert decision.margin_per_unit is None
    assert all(limit.rate_up is None and limit.rate_down is None for limit in plan.limits)


def test_by_default_nothing_is_left_out() -> None:
    """A case that solves in a moment has seconds to explain itself, and then time changes nothing."""
    assert solved(None).not_computed == ()
    assert solved(None).plan == solved(UNHURRIED).plan


def kenya_seconds() -> float:
    """How long explaining takes."""
    return solved(UNHURRIED).statistics.explain_seconds


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_what_is_given_does_not_depend_on_the_time(share: float) -> None:
    """Cut anywhere, each part is either that of the full answer or marked as left out."""
    hurried, full = solved(share * kenya_seconds()), solved(UNHURRIED)
    plan, whole = plan_of(hurried), plan_of(full)

    assert without_what_is_asked(whole) == without_what_is_asked(plan)
    left_out = 0
    for decision, other in zip(plan.decisions, whole.decisions, strict=True):
        if is_compared(decision):
            assert compared_alone(other) == compared_alone(decision)
            averages = zip(decision.fates, other.fates, strict=True)
            assert all(mine.average_gain in (None, fate.average_gain) for mine, fate in averages)
        else:
            left_out += 1
    assert left_out == counts(hurried).get("verdicts", 0)
    known = {limit.address: limit for limit in whole.limits}
    cut = [limit for limit in plan.limits if limit.left_out]
    assert len(cut) == counts(hurried).get("rates", 0)
    assert all(known[limit.address] == limit for limit in plan.limits if not limit.left_out)
    gains = zip((*plan.duties, *plan.programmes), (*whole.duties, *whole.programmes), strict=True)
    assert all(mine.gain in (None, other.gain) for mine, other in gains)
    kinds = list(counts(hurried))
    assert kinds == [kind for kind in KINDS if kind in kinds]


def test_one_question_gets_half_of_the_time_left_and_does_not_silence_the_next() -> None:
    """A question that is a solve of its own is cut, the next is still asked; after a few such nothing more is."""
    session = Session(build(kenya()).lp, 0.01)
    session.solve()
    budget = Budget.after(session, 8.0, None)
    given: list[float] = []

    def cut_short() -> None:
        assert session.deadline is not None
        given.append(session.deadline - time.monotonic())
        raise TimedOut("the time limit passed")

    def quick() -> str:
        return "answered"

    assert budget.ask(Question.VERDICTS, cut_short) is Cut.FOR_TIME
    assert budget.ask(Question.RATES, quick) == "answered"
    assert 0.0 < given[0] <= 4.0
    for _ in range(MOST_CUT):
        assert budget.ask(Question.AVERAGES, cut_short) is Cut.FOR_TIME
    assert MOST_CUT == len(given)
    assert budget.ask(Question.AVERAGES, quick) is Cut.FOR_TIME
    assert {"verdicts": 1, "averages": MOST_CUT + 1} == {part.kind: part.count for part in budget.left_out()}


def test_without_rates_nothing_but_verdicts_is_asked_or_left_out() -> None:
    """What was not asked for is not said to be left out."""
    result = answer(kenya(), AnswerOptions(explain_seconds=0.0))

    assert ["verdicts"] == list(counts(result))  # Policies and averages are asked about minerals that were compared.
    assert not any(limit.left_out for limit in plan_of(result).limits)


def test_a_second_solver_is_not_asked() -> None:
    """It has no engine to be asked, and that is not for want of time."""
    result = answer(kenya(), AnswerOptions(solver="cbc", rates=True, explain_seconds=0.0))

    assert result.not_computed == ()


def test_time_is_kept_for_writing_the_answer_down() -> None:
    """A large program keeps more of a time limit than a small one, and never more than a fifth."""
    assert kept_seconds(1000, 60.0) < kept_seconds(100_000, 60.0) < kept_seconds(10**9, 60.0) == 12.0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_time_limit_of_a_call_loses_no_proven_plan() -> None:
    """Whatever the limit, there is no plan only if solving alone used it up; else what is missing is said."""
    problem = build_problem(wide_network(0, 9000, raw=True).read())
    full = answer(problem, AnswerOptions(rates=True, explain_seconds=UNHURRIED))
    known = {limit.address: limit for limit in plan_of(full).limits}
    took = full.statistics
    columns, outcomes = took.column_count, set[tuple[bool, bool]]()
    to_proof = took.build_seconds + took.solve_seconds
    for share in (-0.9, -0.5, 0.02, 0.1, 0.3, 0.5, 0.8, 3.0):
        limit = to_proof + share * (to_proof if share < 0 else took.explain_seconds)
        result = answer(problem, AnswerOptions(rates=True, time_limit_seconds=limit, explain_seconds=UNHURRIED))
        spent = result.statistics.build_seconds + result.statistics.solve_seconds
        outcomes.add((result.plan is not None, bool(result.not_computed)))
        if result.plan is None:
            assert result.termination is Termination.TIME_LIMIT
            assert spent >= limit - kept_seconds(columns, limit) - 0.05
        else:
            assert full.plan is not None
            assert result.plan.objective == full.plan.objective
            assert {"TIME_LIMIT"} >= {part.code for part in result.not_computed}
            assert all(known[item.address] == item for item in result.plan.limits if not item.left_out)
    assert (False, False) in outcomes
    assert (True, True) in outcomes
