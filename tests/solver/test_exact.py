"""The exact simplex method itself, on programs whose answers the hand gives, and beside the engine on ordinary ones."""

from fractions import Fraction

import numpy as np
import pytest

from optimizer.domain.plan import Termination
from optimizer.formulation.program import EQ, GE, LE
from optimizer.solver.session import Session
from tests.solver.exact import solve_exactly
from tests.solver.random_programs import make_program, random_program


def test_the_hand_and_the_exact_method_agree() -> None:
    """max 3x + y with x + y <= 5 is 15; x >= 2 with x <= 1 has no plan; x >= 1 alone has no bound; x = 3 at -2 is -6."""
    worked = make_program(np.array([[1.0, 1.0]]), np.array([LE]), np.array([5.0]), np.array([3.0, 1.0]))
    contradiction = make_program(np.array([[1.0], [1.0]]), np.array([GE, LE]), np.array([2.0, 1.0]), np.array([1.0]))
    endless = make_program(np.array([[1.0]]), np.array([GE]), np.array([1.0]), np.array([1.0]))
    fixed = make_program(np.array([[1.0]]), np.array([EQ]), np.array([3.0]), np.array([-2.0]))

    assert Fraction(15) == solve_exactly(worked).objective
    assert Termination.INFEASIBLE is solve_exactly(contradiction).termination
    assert Termination.UNBOUNDED is solve_exactly(endless).termination
    assert Fraction(-6) == solve_exactly(fixed).objective


@pytest.mark.parametrize("seed", range(20))
def test_the_engine_finds_the_exact_optimum_of_ordinary_programs(seed: int) -> None:
    """On programs of an ordinary scale both give one objective to 1e-9 of the money that moves."""
    lp = random_program(seed, columns=8, rows=5)
    exact, found = solve_exactly(lp), Session(lp, 0.01).solve()

    assert exact.objective is not None
    assert found.x is not None
    assert abs(found.objective - float(exact.objective)) <= 1e-9 * max(1.0, float(np.abs(lp.costs * found.x).sum()))
