"""HiGHS and its second opinions on the same programs: equal objectives, certificates that hold, theory's signs."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.plan import Termination
from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.program import GE, LE, LinearProgram
from optimizer.solver.certificate import certify
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.highs import LoadedHighs
from optimizer.solver.session import Session
from tests.solver.file_solvers_here import HERE
from tests.solver.random_programs import random_program

CENT = 0.01


def turnover(lp: LinearProgram, x: np.ndarray | None) -> float:
    """Return the sum of |c_j x_j|, the scale of the objective: gains and losses may cancel in the objective itself."""
    return max(1.0, float(np.abs(lp.costs * x).sum()))


@pytest.mark.parametrize("batch", range(10))
@pytest.mark.parametrize("solver", HERE)
def test_solvers_agree_on_generated_programs(solver: str, batch: int) -> None:
    """On 300 programs HiGHS and the others agree in the objective to 1e-12 of the turnover and all certificates hold."""
    for seed in range(batch * 30, batch * 30 + 30):
        lp = random_program(seed)

        ours, second = Session(lp, CENT).solve(), solve_with(solver, lp, CENT)

        assert Termination.OPTIMAL is ours.termination is second.termination, seed
        assert abs(ours.objective - second.objective) <= 1e-12 * turnover(lp, ours.x), seed
        assert ours.certificate is not None
        assert ours.certificate.passed, (seed, ours.certificate)
        assert second.certificate is not None
        assert second.certificate.passed, (seed, second.certificate)


@pytest.mark.parametrize("seed", range(300, 360))
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["maximum", "minimum"])
def test_duals_have_the_sign_of_theory(seed: int, sign: float) -> None:
    """Duals are d objective / d right-hand side, also where what is maximised is a cost with its sign turned round."""
    lp = random_program(seed)
    lp = replace(lp, costs=sign * lp.costs, constant=0.0)
    lower, upper = np.where(lp.senses == LE, -np.inf, lp.sides), np.where(lp.senses == GE, np.inf, lp.sides)
    engine = LoadedHighs()
    engine.load(lp.costs, lp.matrix, lower, upper)
    assert engine.run() is Termination.OPTIMAL
    x, y = engine.solution()

    certificate = certify(lp, x, y, 1e-9, CENT)

    assert certificate.passed, certificate
    assert float(lp.costs @ x) == pytest.approx(float(y @ lp.sides), rel=1e-7, abs=1e-6)


def test_a_worked_maximum_has_the_duals_that_the_hand_gives() -> None:
    """max 3x + y, x + y <= 5 has the dual 3 and the reduced cost -2 of y."""
    engine = LoadedHighs()
    both = SparseMatrix.from_triples(np.array([0, 0]), np.array([0, 1]), np.array([1.0, 1.0]), (1, 2))
    engine.load(np.array([3.0, 1.0]), both, np.array([-np.inf]), np.array([5.0]))

    assert engine.run() is Termination.OPTIMAL

    x, y = engine.solution()
    assert [5.0, 0.0] == x.tolist()
    assert [3.0] == y.tolist()
    assert [0.0, -2.0] == engine.reduced_costs().tolist()
