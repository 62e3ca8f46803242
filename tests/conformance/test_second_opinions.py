"""CBC and GLPK on programs whose optimum is known: whatever a text file or a tolerance of theirs would hide, they reach it."""

import re
from functools import cache

import numpy as np
import pytest

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.formulation.build import build
from optimizer.formulation.program import GE, LinearProgram
from optimizer.problem.build import build_problem
from optimizer.solver.certificate import certify
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.session import Session
from optimizer.solver.upper_bounds import implied_upper_bounds
from tests.planted.generator import PlantedCase, planted_case
from tests.planted.wide import wide_network
from tests.solver.file_solvers_here import HERE
from tests.solver.random_programs import make_program

CENT = 0.01
PLANTED = (*range(12), 49, 54, 82, 169)
"""At 82 and 169 CBC's presolve leaves a basis that stands for many plans; 49 and 54 have none if rounded to 12 digits."""


@cache
def planted(seed: int) -> tuple[PlantedCase, LinearProgram]:
    """Return a planted case and its program."""
    case = planted_case(seed)
    return case, build(build_problem(case.read())).lp


@pytest.mark.parametrize("seed", PLANTED)
@pytest.mark.parametrize("solver", HERE)
def test_planted_networks(solver: str, seed: int) -> None:
    """The planted optimum is found to 1e-11 of the money that moves, and proven as tightly as by HiGHS."""
    case, lp = planted(seed)

    found = solve_with(solver, lp, CENT)

    assert Termination.OPTIMAL is found.termination
    assert abs(found.objective - case.expected_objective) <= 1e-11 * case.turnover
    assert found.x is not None
    assert found.y is not None
    assert certify(lp, found.x, found.y, 1e-9, CENT).passed


@pytest.mark.parametrize("solver", HERE)
def test_a_wide_network(solver: str) -> None:
    """A network of some 4000 columns over many years has a second opinion, the same to 1e-12."""
    lp = build(build_problem(wide_network(0, 2000, raw=True).read())).lp

    ours, found = Session(lp, CENT).solve(), solve_with(solver, lp, CENT)

    assert Termination.OPTIMAL is found.termination
    assert found.objective == pytest.approx(ours.objective, rel=1e-12)


def diet(seed: int, foods: int = 15, needs: int = 8) -> LinearProgram:
    """Return: least cost of foods that cover needs, in which no row says how much of a food there can be."""
    rng = np.random.default_rng(seed)
    dense = np.round(rng.uniform(0, 10, (needs, foods)) * (rng.random((needs, foods)) < 0.6), 3)
    dense[:, 0] = np.round(rng.uniform(1, 3, needs), 3)
    sides = np.round(rng.uniform(1e3, 1e6, needs), 2)
    return make_program(dense, np.full(needs, GE), sides, -np.round(rng.uniform(1, 900, foods), 2))


@pytest.mark.parametrize("solver", HERE)
def test_columns_without_a_bound(solver: str) -> None:
    """On 40 diets without any bound on a food, what a food would still earn is rounding of its terms, so no bound decides."""
    for seed in range(40):
        lp = diet(seed)

        ours, found = Session(lp, CENT).solve(), solve_with(solver, lp, CENT)

        assert not np.isfinite(implied_upper_bounds(lp)).any()
        assert found.y is not None
        assert found.objective == pytest.approx(ours.objective, rel=1e-13), seed
        still_earns = lp.costs - lp.matrix.transpose_times(found.y)
        terms = np.abs(lp.costs) + lp.matrix.absolute().transpose_times(np.abs(found.y))
        assert (still_earns / terms).max() <= 1e-14, seed


def diet_of_triplets(seed: int) -> LinearProgram:
    """Return a diet in which every food comes three times, at prices that differ by less than 1e-10 of themselves."""
    rng = np.random.default_rng(seed)
    foods = np.round(rng.uniform(1, 10, (12, 20)), 3)
    price = np.round(rng.uniform(1, 20, 20), 2)
    costs = -np.concatenate([price, *(price * (1.0 - 1e-10 * rng.uniform(0, 1, 20)) for _ in range(2))])
    order = rng.permutation(60)
    dense = np.hstack([foods, foods, foods])[:, order]
    return make_program(dense, np.full(12, GE), np.round(rng.uniform(1e3, 1e6, 12), 2), costs[order])


@pytest.mark.parametrize("solver", HERE)
def test_what_is_refused_has_its_cause_named(solver: str) -> None:
    """Foods cheaper by less than a solver looks at are used, or one that would still earn is named, with how much."""
    cause = re.compile(
        r"one more of run\[c\d+,1\] would still earn \d\.\de-1\d \(\d\.\de-1\d in the units that the solver is given\)"
    )
    refusals = 0
    for seed in range(20):
        lp = diet_of_triplets(seed)
        refused = ""
        try:
            found = solve_with(solver, lp, CENT)
        except SolverFailure as failure:
            refused = str(failure)
        if refused:
            refusals += 1
            assert cause.search(refused), refused
        else:
            assert found.y is not None
            still_earns = lp.costs - lp.matrix.transpose_times(found.y)
            assert (still_earns / np.abs(lp.costs)).max() <= 1e-12, seed
    assert refusals <= 10
