"""Any solver of PuLP's: its plans are those of HiGHS to the last digits, proven, and it is told who gave the prices."""

import numpy as np
import pulp
import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.problem.build import build_problem
from optimizer.solver import pulp_solvers
from optimizer.solver.certificate import certify
from optimizer.solver.highs import completed_basis
from optimizer.solver.pulp_solvers import is_here, solve_by_pulp, solver_called, solvers_here
from optimizer.solver.session import Session
from optimizer.solver.solution import Solved, Unsolved
from optimizer.store.case_files import read_case_folder
from tests.domain.rows import DATA
from tests.solver.pulp_solvers_here import OTHERS_HERE
from tests.solver.random_programs import make_program, random_program

CENT = 0.01


def cheap_and_dear() -> LinearProgram:
    """Return: maximise 3 x + 2 y, x + y <= 4, x + 3 y <= 6: x = 4 is worth 12."""
    return make_program(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([LE, LE]), np.array([4.0, 6.0]), np.array([3.0, 2.0]))


@pytest.mark.parametrize("solver", OTHERS_HERE)
class TestEverySolver:
    """What holds of each."""

    @pytest.mark.parametrize("batch", range(3))
    def test_random_programs_have_their_optimum(self, solver: str, batch: int) -> None:
        """On degenerate programs of all senses the objective is that of HiGHS to 1e-12 of the turnover, and proven."""
        for seed in range(2000 + batch * 15, 2015 + batch * 15):
            lp = random_program(seed, columns=25, rows=18)

            ours, found = Session(lp, CENT).solve(), solve_by_pulp(solver, lp, CENT)

            assert isinstance(ours, Solved), seed
            assert isinstance(found, Solved), seed
            turnover = max(1.0, float(np.abs(lp.costs * found.x).sum()))
            assert abs(ours.objective - found.objective) <= 1e-12 * turnover, seed
            assert certify(lp, found.x, found.y, 1e-9, CENT).passed, seed

    def test_prices_have_the_sign_of_theory(self, solver: str) -> None:
        """PuLP gives prices of a maximum with either sign, by solver: one more of the first side is worth 3."""
        found = solve_by_pulp(solver, cheap_and_dear(), CENT)

        assert isinstance(found, Solved)
        assert [4.0, 0.0] == pytest.approx(found.x.tolist())
        assert [3.0, 0.0] == pytest.approx(found.y.tolist())
        assert found.own_prices

    def test_that_there_is_no_plan_is_proven(self, solver: str) -> None:
        """x <= 1 and x >= 2; and a gain without a limit."""
        impossible = make_program(np.array([[1.0], [1.0]]), np.array([LE, GE]), np.array([1.0, 2.0]), np.array([1.0]))
        endless = make_program(np.array([[1.0, -1.0]]), np.array([LE]), np.array([1.0]), np.array([1.0, 0.0]))

        none, more = solve_by_pulp(solver, impossible, CENT), solve_by_pulp(solver, endless, CENT)

        assert isinstance(none, Unsolved)
        assert isinstance(more, Unsolved)
        assert isinstance(none.refutation, InfeasibleCertificate)
        assert isinstance(more.refutation, UnboundedCertificate)

    @pytest.mark.parametrize("name", ["tutorial", "kenya"])
    def test_a_case_is_answered_as_by_highs(self, solver: str, name: str) -> None:
        """With the objective of HiGHS, and the solver's name beside the digest."""
        problem = build_problem(read_case_folder(DATA / name))
        ours, found = (answer(problem, AnswerOptions(solver=solver_)) for solver_ in ("highs", solver))

        assert ours.plan is not None
        assert found.plan is not None
        assert found.plan.objective == ours.plan.objective
        assert found.provenance.solver.startswith(f"{solver} by PuLP {pulp.__version__}")

    def test_madini_solves_on_after_it(self, solver: str) -> None:
        """A solver that takes every thread keeps HiGHS from running on one in the same process."""
        solve_by_pulp(solver, random_program(5), CENT)

        assert Session(random_program(5), CENT).solve().termination is Termination.OPTIMAL


def test_a_plan_without_prices_is_proven_by_those_of_highs_and_says_so() -> None:
    """A degenerate plan, of which a solver tells amounts alone: x = y = 1 where x <= 1, y <= 1 and x + y <= 2 meet."""
    dense = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    lp = make_program(dense, np.array([LE, LE, LE]), np.array([1.0, 1.0, 2.0]), np.array([3.0, 2.0]))
    scaled = pulp_solvers.in_its_units(lp)
    amounts = np.array([1.0, 1.0]) / scaled.column_scale
    proof = pulp_solvers.Proof("Optimal", CENT, lambda: None)

    found = pulp_solvers.proven("SILENT", scaled, pulp_solvers.Said(amounts, None), proof)

    assert isinstance(found, Solved)
    assert [1.0, 1.0] == found.x.tolist()
    assert not found.own_prices


def test_a_plan_that_is_not_optimal_is_refused() -> None:
    """Whatever the solver calls it; the refusal names where it falls short."""
    lp = cheap_and_dear()
    scaled = pulp_solvers.in_its_units(lp)
    proof = pulp_solvers.Proof("Optimal", CENT, lambda: None)

    with pytest.raises(SolverFailure, match=r"BOASTER calls a plan optimal that misses its proof"):
        pulp_solvers.proven("BOASTER", scaled, pulp_solvers.Said(np.array([3.0, 1.0]) / scaled.column_scale, None), proof)


def test_amounts_rounded_by_a_text_file_get_their_digits_back() -> None:
    """Of 3 x <= 1 and x = y a file says 0.3333333: the corner that it points to has all digits of a third."""
    lp = make_program(np.array([[3.0, 0.0], [1.0, -1.0]]), np.array([LE, EQ]), np.array([1.0, 0.0]), np.array([3.0, 1.0]))
    scaled = pulp_solvers.in_its_units(lp)
    said = pulp_solvers.Said(np.array([0.3333333, 0.3333333]) / scaled.column_scale, None)

    found = pulp_solvers.proven("ROUNDER", scaled, said, pulp_solvers.Proof("Optimal", CENT, lambda: None))

    assert isinstance(found, Solved)
    assert [1.0 / 3.0] * 2 == found.x.tolist()


def test_a_plan_between_corners_stays_as_it_is() -> None:
    """x + y <= 4, both worth 1: x = 1, y = 3 lies between two corners, of which neither is what the solver chose."""
    lp = make_program(np.array([[1.0, 1.0]]), np.array([LE]), np.array([4.0]), np.array([1.0, 1.0]))
    scaled = pulp_solvers.in_its_units(lp)
    said = pulp_solvers.Said(np.array([1.0, 3.0]) / scaled.column_scale, None)

    found = pulp_solvers.proven("BETWEEN", scaled, said, pulp_solvers.Proof("Optimal", CENT, lambda: None))

    assert isinstance(found, Solved)
    assert [1.0, 3.0] == found.x.tolist()
    assert not found.own_prices


def test_a_basis_is_completed_and_thinned() -> None:
    """Of too few basic columns and rows rows are added; of too many, as many as can be basic together are kept."""
    lp = cheap_and_dear()
    bounds = lp.row_bounds
    few = completed_basis(lp.costs, lp.matrix, bounds, (np.array([False, False]), np.array([False, False])))
    many = completed_basis(lp.costs, lp.matrix, bounds, (np.array([True, True]), np.array([True, True])))

    assert few is not None
    assert [[False, False], [True, True]] == [part.tolist() for part in few]
    assert many is not None
    assert sum(int(part.sum()) for part in many) == 2


def test_names() -> None:
    """Programs that Madini runs itself are known by PuLP's names too, and an unknown one is refused with those there are."""
    assert ["cbc", "glpk", "HiGHS"] == [solver_called(name) for name in ("PULP_CBC_CMD", "GLPK_CMD", "HiGHS")]
    assert {"highs", "cbc", "HiGHS"} <= set(solvers_here())
    assert {"highs", "cbc"} <= set(solvers_here(others=False)) <= {"highs", "cbc", "glpk"}
    assert is_here("HiGHS")
    assert not is_here("nonsense")
    with pytest.raises(SolverFailure, match=r"PuLP finds no solver nonsense on this machine: use one of highs, cbc, .*HiGHS"):
        solve_by_pulp("nonsense", cheap_and_dear(), CENT)
