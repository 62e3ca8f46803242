"""Cases whose optimum is known by construction, not by a solver: the program must find it."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan
from optimizer.domain.problem import Problem, build_problem
from optimizer.domain.tables import TABLES
from optimizer.domain.validation.law import NOT_YET_PLANNED
from optimizer.formulation.build import build
from optimizer.solver.session import Session
from tests.planted.generator import PlantedCase, planted_case

BATCH = 10
CENT = 0.01
NOT_PLANTED = {*NOT_YET_PLANNED, "sources", "figures", "scenarios", "changes"}
"""Tables that the linear program does not read: rules of origin, and tables about other tables."""


def _problem(case: PlantedCase) -> Problem:
    return build_problem(case.read(), objective=case.objective)


def _plan(case: PlantedCase, solver: str) -> Plan:
    plan = answer(_problem(case), AnswerOptions(solver=solver)).plan
    assert plan is not None
    return plan


@pytest.mark.parametrize("batch", range(20))
def test_the_planted_optimum_is_found(batch: int) -> None:
    """On 200 cases the certified objective is the planted one to 1e-9 relative."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        case = planted_case(seed)

        solution = Session(build(_problem(case)).lp, CENT).solve()

        assert solution.objective == pytest.approx(case.expected_objective, rel=1e-9, abs=1e-9), (seed, sorted(case.features))


@pytest.mark.parametrize("seed", range(200, 220))
def test_the_second_solver_finds_it_too(seed: int) -> None:
    """CBC finds the planted optimum to 1e-7 of the money that moves, through its text file."""
    case = planted_case(seed)

    plan = _plan(case, "cbc")

    assert abs(abs(plan.objective) - abs(case.expected_objective)) <= 1e-7 * max(1.0, case.turnover)


def test_every_table_that_the_program_reads_is_planted() -> None:
    """Over the seeds every table occurs that the linear program reads."""
    seen: set[str] = set()
    for seed in range(40):
        seen |= {name for name, rows in planted_case(seed).tables.items() if rows}

    assert set(TABLES) - NOT_PLANTED <= seen


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1000, 1001, 1002])
def test_large_planted_optima_are_found(seed: int) -> None:
    """Three cases of more than 100,000 columns are found to 1e-9 relative."""
    case = planted_case(seed, columns=105_000)
    lp = build(_problem(case)).lp

    solution = Session(lp, CENT).solve()

    assert lp.matrix.shape[1] > 100_000
    assert solution.objective == pytest.approx(case.expected_objective, rel=1e-9)
