"""What other solvers say of the Kenya case: the same to the digits of a double, base and scenarios."""

import numpy as np
import pytest

from optimizer.analyses.answer import cent_of
from optimizer.domain.plan import Termination
from optimizer.formulation.build import build
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder
from tests.kenya.solving import FOLDER, Kenya
from tests.solver.file_solvers_here import HERE

NAMES = read_case_folder(FOLDER).case["scenarios"].keys
FEW = ("", "ban-wide", "us-bilateral-zero")
"""The base, a scenario of law, and one on which GLPK looks twice."""


def the_same_is_said(kenya: Kenya, scenario: str, solver: str) -> None:
    """Check that a second opinion has the objective of HiGHS to 1e-12, and a proof as tight."""
    built = build(kenya.problem(scenario))
    cent = cent_of(built)

    ours, second = Session(built.lp, cent).solve(), solve_with(solver, built.lp, cent)

    assert Termination.OPTIMAL is ours.termination is second.termination
    assert ours.x is not None
    assert abs(second.objective - ours.objective) <= 1e-12 * float(np.abs(built.lp.costs * ours.x).sum())
    assert second.certificate is not None
    assert second.certificate.passed
    assert max(second.certificate.primal_violation, second.certificate.dual_violation) <= 1e-9


@pytest.mark.parametrize("scenario", FEW)
@pytest.mark.parametrize("solver", HERE)
def test_base_and_scenarios_have_a_second_opinion(kenya: Kenya, solver: str, scenario: str) -> None:
    """The base and two scenarios."""
    the_same_is_said(kenya, scenario, solver)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", NAMES)
@pytest.mark.parametrize("solver", HERE)
def test_every_scenario_has_a_second_opinion(kenya: Kenya, solver: str, scenario: str) -> None:
    """All scenarios."""
    the_same_is_said(kenya, scenario, solver)
