"""What a basis stands for: plans and prices worked out by hand, and those of second opinions to the last digits."""

import numpy as np
import pytest

from optimizer.domain.plan import Termination
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.solver.basis import Basis, Corner, corner_of
from optimizer.solver.certificate import certify
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.scaling import ScaledProgram, choose_scales
from optimizer.solver.session import Session
from tests.solver.file_solvers_here import HERE
from tests.solver.random_programs import make_program, random_program

CENT = 0.01


def corner(lp: LinearProgram, columns: list[bool], rows: list[bool]) -> Corner | None:
    """Return what the basis of these columns and rows stands for."""
    return corner_of(ScaledProgram(lp, *choose_scales(lp)), Basis(np.array(columns), np.array(rows)))


def two_crops() -> LinearProgram:
    """Return: maximise 3 x + 2 y, x + y <= 4, x + 3 y <= 6."""
    return make_program(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([LE, LE]), np.array([4.0, 6.0]), np.array([3.0, 2.0]))


class TestByHand:
    """Bases whose plan and prices are a line of arithmetic."""

    def test_a_basic_row_leaves_its_side_and_has_no_price(self) -> None:
        """With x and the second row basic: x = 4, 2 of 6 are left, and one more of 4 is worth 3; one more y would lose 1."""
        found = corner(two_crops(), [True, False], [False, True])

        assert found is not None
        assert [4.0, 0.0] == found.amounts.tolist()
        assert [3.0, 0.0] == found.prices.tolist()
        assert found.worst_amount() == found.worst_price() == ""

    def test_what_would_still_earn_is_named(self) -> None:
        """With x and y basic: x = 3, y = 1, prices 7/2 and -1/2, so the second row asks for more than it should."""
        found = corner(two_crops(), [True, True], [False, False])

        assert found is not None
        assert found.amounts == pytest.approx([3.0, 1.0], rel=1e-15)
        assert found.prices == pytest.approx([3.5, -0.5], rel=1e-15)
        assert "limit[r1,1]" in found.worst_price()
        assert "5.0e-01" in found.worst_price()

    def test_nothing_basic_but_rows_is_doing_nothing(self) -> None:
        """With both rows basic nothing is done, and one more x would earn 3."""
        found = corner(two_crops(), [False, False], [True, True])

        assert found is not None
        assert [0.0, 0.0] == found.amounts.tolist()
        assert "run[c0,1] would still earn 3.0e+00" in found.worst_price()

    def test_an_amount_below_zero_and_a_row_missed_are_named(self) -> None:
        """With y and the first row basic on x + 3 y = -6: y = -2; with x and the second row: x = 4 misses a side of 3 by 1."""
        below = make_program(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([LE, EQ]), np.array([4.0, -6.0]), np.array([3.0, 2.0]))
        missed = make_program(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([LE, LE]), np.array([4.0, 3.0]), np.array([3.0, 2.0]))

        found = corner(below, [False, True], [True, False]), corner(missed, [True, False], [False, True])

        assert all(found)
        assert "run[c1,1] lies 2.0e+00 below 0" in found[0].worst_amount()  # type: ignore[union-attr]
        assert "limit[r1,1] is missed by 1.0e+00" in found[1].worst_amount()  # type: ignore[union-attr]

    def test_equations_and_demands(self) -> None:
        """Least cost 2 x + 5 y of x + y = 10, y >= 4: x = 6, y = 4; one more of the ten costs 2, one more of the four 3."""
        lp = make_program(np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([EQ, GE]), np.array([10.0, 4.0]), np.array([-2.0, -5.0]))

        found = corner(lp, [True, True], [False, False])

        assert found is not None
        assert [6.0, 4.0] == found.amounts.tolist()
        assert [-2.0, -3.0] == found.prices.tolist()
        assert found.worst_amount() == found.worst_price() == ""

    def test_columns_that_depend_on_one_another_stand_for_nothing(self) -> None:
        """Two columns that are the same in both rows leave the plan open; so do more or fewer than there are rows."""
        lp = make_program(np.array([[1.0, 1.0], [2.0, 2.0]]), np.array([LE, LE]), np.array([4.0, 6.0]), np.array([3.0, 2.0]))

        assert corner(lp, [True, True], [False, False]) is None
        assert corner(lp, [True, True], [True, False]) is None
        assert corner(lp, [True, False], [False, False]) is None

    def test_a_corner_where_more_rows_meet_than_are_needed(self) -> None:
        """Where x <= 1, y <= 1 and x + y <= 2 meet, each choice of two rows gives the plan; the prices differ, and hold."""
        dense = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        lp = make_program(dense, np.array([LE, LE, LE]), np.array([1.0, 1.0, 2.0]), np.array([3.0, 2.0]))
        for rows, prices in (([False, False, True], [3.0, 2.0, 0.0]), ([False, True, False], [1.0, 0.0, 2.0])):
            found = corner(lp, [True, True], rows)

            assert found is not None
            assert ([1.0, 1.0], prices) == (found.amounts.tolist(), found.prices.tolist())
            assert certify(lp, found.plans()[0], found.prices, 1e-15, 0.0).passed


@pytest.mark.parametrize("solver", HERE)
class TestSecondOpinions:
    """Answers that come through text files have all their digits."""

    @pytest.mark.parametrize("batch", range(4))
    def test_random_programs_are_right_to_the_digits_of_a_double(self, solver: str, batch: int) -> None:
        """On degenerate programs of all senses the objective is that of HiGHS to 1e-12 of the turnover, proven at 1e-11."""
        for seed in range(1000 + batch * 15, 1015 + batch * 15):
            lp = random_program(seed, columns=25, rows=18)

            ours, second = Session(lp, CENT).solve(), solve_with(solver, lp, CENT)

            assert Termination.OPTIMAL is ours.termination is second.termination, seed
            assert second.x is not None
            assert second.y is not None
            turnover = max(1.0, float(np.abs(lp.costs * second.x).sum()))
            assert abs(ours.objective - second.objective) <= 1e-12 * turnover, seed
            certificate = certify(lp, second.x, second.y, 1e-11, CENT)
            assert certificate.passed, (seed, certificate)

    def test_a_third_is_a_third(self, solver: str) -> None:
        """Of 3 x <= 1 the plan is 1/3 and of prices 1/7 to the last bit, of which a text file holds half."""
        lp = make_program(np.array([[3.0, 0.0], [0.0, 7.0]]), np.array([LE, LE]), np.array([1.0, 1.0]), np.array([3.0, 1.0]))

        found = solve_with(solver, lp, CENT)

        assert found.x is not None
        assert found.y is not None
        assert [1.0 / 3.0, 1.0 / 7.0] == found.x.tolist()
        assert [1.0, 1.0 / 7.0] == found.y.tolist()

    def test_programs_with_next_to_nothing_in_them(self, solver: str) -> None:
        """Nothing that is worth anything, a row of nothing, no rows, no columns: each has its optimum, 3 of the second."""
        one, two = np.array([LE]), np.array([LE, LE])
        programs = (
            make_program(np.array([[1.0, 1.0]]), np.array([GE]), np.array([3.0]), np.array([0.0, 0.0])),
            make_program(np.array([[1.0, 1.0], [0.0, 0.0]]), two, np.array([3.0, 1.0]), np.array([1.0, 0.0])),
            make_program(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros(0), np.array([-1.0, 0.0])),
            make_program(np.zeros((1, 0)), one, np.array([1.0]), np.zeros(0)),
        )

        found = [solve_with(solver, lp, CENT) for lp in programs]

        assert [Termination.OPTIMAL] * 4 == [solution.termination for solution in found]
        assert [0.0, 3.0, 0.0, 0.0] == [solution.objective for solution in found]
