"""How far a right-hand side can move on the optimal basis, against solving again."""

import numpy as np
import pytest

from optimizer.formulation.build import build
from optimizer.solver.session import Session
from optimizer.solver.solution import Response
from tests.made_cases import make_problem, random_case


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_the_objective_is_a_line_with_the_slope_of_the_duals_up_to_the_reach(seed: int, direction: float) -> None:
    """For every limit that a random plan meets: solved anew at the reach, the objective is the one that the duals foretell."""
    lp = build(make_problem(random_case(seed))).lp
    session = Session(lp, 0.01)
    solution = session.solve()
    assert solution.x is not None
    assert solution.y is not None
    tight = np.flatnonzero((np.abs(lp.matrix.times(solution.x) - lp.sides) < 1e-9 * np.abs(lp.sides)) & (lp.sides > 0))
    ends = [(row, min(session.reach(tight[[at]], np.array([direction])), lp.sides[row])) for at, row in enumerate(tight)]

    assert sum(end > 0 for _, end in ends) > len(ends) / 2
    for row, end in ends:
        foretold = solution.objective + direction * end * solution.y[row]
        response = session.with_sides(np.array([row]), lp.sides[[row]] + direction * end * (1.0 - 1e-9))
        assert isinstance(response, Response)
        assert response.objective == pytest.approx(foretold, rel=1e-9, abs=0.01)


def test_what_was_solved_in_between_does_not_change_the_reach() -> None:
    """The reach is that of the solution's basis, wherever the engine went since."""
    lp = build(make_problem(random_case(3))).lp
    session = Session(lp, 0.01)
    session.solve()
    rows = np.flatnonzero(lp.sides > 0)
    before = [session.reach(rows[[at]], np.array([-1.0])) for at in range(len(rows))]
    for row in rows:
        session.with_sides(np.array([row]), lp.sides[[row]] / 2)
        session.with_sides(np.array([row]), lp.sides[[row]] * 2)

    assert before == [session.reach(rows[[at]], np.array([-1.0])) for at in range(len(rows))]
