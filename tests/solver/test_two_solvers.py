"""HiGHS and its second opinions on the same programs: equal objectives, certificates that hold, theory's signs."""

import warnings

import numpy as np
import pulp
import pytest

from optimizer.domain.plan import Termination
from optimizer.formulation.model import state_model
from optimizer.formulation.program import LinearProgram
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
    """On 300 programs HiGHS and the others agree in the objective to 1e-7 and all certificates hold."""
    for seed in range(batch * 30, batch * 30 + 30):
        lp = random_program(seed)

        ours, second = Session(lp, CENT).solve(), solve_with(solver, lp, CENT)

        assert Termination.OPTIMAL is ours.termination is second.termination, seed
        assert abs(ours.objective - second.objective) <= 1e-7 * turnover(lp, ours.x), seed
        assert ours.certificate is not None
        assert ours.certificate.passed, (seed, ours.certificate)
        assert second.certificate is not None
        assert second.certificate.passed, (seed, second.certificate)


@pytest.mark.parametrize("seed", range(300, 360))
@pytest.mark.parametrize("sense", [pulp.LpMaximize, pulp.LpMinimize])
def test_duals_have_the_sign_of_the_users_own_sense(seed: int, sense: int) -> None:
    """Duals of the PuLP solver are d objective / d right-hand side in both senses, as CBC gives them where they are unique."""
    lp = random_program(seed)
    ones = np.ones(lp.matrix.shape[1]), np.ones(lp.matrix.shape[0])
    model = state_model(lp, *ones)
    model.lp.sense = sense
    model.lp.solve(LoadedHighs())
    x = np.array([variable.varValue for variable in model.variables])
    y = np.array([constraint.pi for constraint in model.constraints])

    sign = 1.0 if sense == pulp.LpMaximize else -1.0
    maximised = lp if sign > 0 else type(lp)(lp.program, lp.matrix, lp.senses, lp.sides, -lp.costs, 0.0)
    certificate = certify(maximised, x, sign * y, 1e-9, CENT)

    assert certificate.passed, certificate
    assert model.lp.objective.value() == pytest.approx(float(y @ lp.sides), rel=1e-7, abs=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        model.lp.solve(pulp.PULP_CBC_CMD(msg=False))
    assert abs(model.lp.objective.value() - float(lp.costs @ x)) <= 1e-6 * turnover(lp, x)


def test_a_worked_maximum_has_the_duals_that_the_hand_gives() -> None:
    """max 3x + y, x + y <= 5 has the dual 3 and the reduced cost -2 of y."""
    lp = pulp.LpProblem("worked", pulp.LpMaximize)
    x, y = lp.add_variable("x", 0), lp.add_variable("y", 0)
    lp += 3 * x + y
    lp += x + y <= 5, "limit"

    lp.solve(LoadedHighs())

    assert (5.0, 0.0) == (x.varValue, y.varValue)
    assert [3.0] == [constraint.pi for constraint in lp.constraints()]
    assert y.dj == pytest.approx(-2.0)
