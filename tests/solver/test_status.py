"""What happened is told as it was: infeasible, unbounded, out of time; numbers are never left behind."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from optimizer.domain.plan import Termination
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.session import Session
from optimizer.solver.solution import Solution, Unsolved
from tests.solver.file_solvers_here import HERE
from tests.solver.random_programs import make_program, random_program

Solve = Callable[[LinearProgram], Solution]


def _highs(lp: LinearProgram) -> Solution:
    return Session(lp, 0.01).solve()


@pytest.fixture(params=["highs", *HERE])
def solve(request: pytest.FixtureRequest) -> Solve:
    """How each solver solves."""
    name: str = request.param
    return _highs if name == "highs" else lambda lp: solve_with(name, lp, 0.01)


class TestStatus:
    """All solvers tell the same."""

    def test_contradicting_rows_are_infeasible(self, solve: Solve) -> None:
        """x >= 2 and x <= 1 is infeasible, and there are no amounts."""
        lp = make_program(np.array([[1.0], [1.0]]), np.array([GE, LE]), np.array([2.0, 1.0]), np.array([1.0]))

        solution = solve(lp)

        assert Termination.INFEASIBLE is solution.termination
        assert isinstance(solution, Unsolved)

    def test_a_free_gain_is_unbounded(self, solve: Solve) -> None:
        """Max x - y with x - y >= 0 alone has no bound."""
        lp = make_program(np.array([[1.0, -1.0]]), np.array([GE]), np.array([0.0]), np.array([1.0, -1.0]))

        solution = solve(lp)

        assert Termination.UNBOUNDED is solution.termination
        assert isinstance(solution, Unsolved)

    def test_a_program_that_is_both_is_infeasible(self, solve: Solve) -> None:
        """Infeasible rows win over a ray that would be unbounded."""
        dense = np.array([[1.0, 0.0], [1.0, 0.0]])
        lp = make_program(dense, np.array([GE, LE]), np.array([2.0, 1.0]), np.array([0.0, 1.0]))

        assert Termination.INFEASIBLE is solve(lp).termination

    def test_nothing_to_do_is_optimal(self, solve: Solve) -> None:
        """A program whose best plan is zero is optimal with objective 0."""
        lp = make_program(np.array([[1.0]]), np.array([LE]), np.array([5.0]), np.array([-1.0]))

        solution = solve(lp)

        assert Termination.OPTIMAL is solution.termination
        assert 0.0 == solution.objective
        assert [0.0] == list(solution.x)

    def test_an_equation_fixes_the_plan(self, solve: Solve) -> None:
        """X = 3 at a loss of 2 each is optimal at -6."""
        lp = make_program(np.array([[1.0]]), np.array([EQ]), np.array([3.0]), np.array([-2.0]))

        assert solve(lp).objective == pytest.approx(-6.0)


def test_a_passed_deadline_is_a_time_limit_and_never_optimal() -> None:
    """A session whose deadline has passed reports the time limit and no amounts."""
    lp = random_program(1, columns=900, rows=700)
    session = Session(lp, 0.01)
    session.deadline = time.monotonic()

    solution = session.solve()

    assert Termination.TIME_LIMIT is solution.termination
    assert isinstance(solution, Unsolved)
