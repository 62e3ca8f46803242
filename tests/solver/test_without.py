"""A program without some of its columns, warm, against the same program made without them; and the session after it."""

import numpy as np
import pytest

from optimizer.solver.session import Session
from optimizer.solver.solution import Response, Unsolved
from tests.solver.random_programs import make_program, random_program


@pytest.mark.parametrize("seed", range(20))
def test_columns_held_at_zero_are_columns_that_are_not_there(seed: int) -> None:
    """Two columns that the plan uses, held at zero or emptied before a fresh solve: both answer alike, or neither does."""
    lp = random_program(seed)
    session = Session(lp, 0.01)
    solution = session.solve()
    assert solution.x is not None
    used = np.flatnonzero(solution.x > 0)[:2]
    with session.without(used) as held:
        response = held.resolve()
    columns = np.eye(len(lp.costs))
    dense = np.array([lp.matrix.times(column) for column in columns]).T
    dense[:, used] = 0.0
    costs = np.where(columns[used].sum(axis=0) > 0, 0.0, lp.costs)
    cold = Session(make_program(dense, lp.senses, lp.sides, costs), 0.01).solve()

    if not isinstance(response, Response):
        assert isinstance(cold, Unsolved)
    else:
        assert response.objective == pytest.approx(cold.objective, rel=1e-9, abs=1e-9)
        assert not response.x[used].any()


@pytest.mark.parametrize("seed", range(5))
def test_the_session_is_as_it_was(seed: int) -> None:
    """Bounds and basis are restored: reaches and the optimum are those of before."""
    lp = random_program(seed)
    session = Session(lp, 0.01)
    solution = session.solve()
    rows = np.arange(len(lp.sides))
    before = [session.reach(rows[[at]], np.array([1.0])) for at in rows]
    assert solution.x is not None
    with session.without(np.flatnonzero(solution.x > 0)) as held:
        held.resolve()
    again = session.resolve()

    assert before == [session.reach(rows[[at]], np.array([1.0])) for at in rows]
    assert isinstance(again, Response)
    assert again.objective == pytest.approx(solution.objective, rel=1e-12)


def test_no_columns_change_nothing() -> None:
    """The empty case."""
    session = Session(random_program(1), 0.01)
    solution = session.solve()
    with session.without(np.array([], dtype=np.int64)) as held:
        response = held.resolve()

    assert isinstance(response, Response)
    assert response.objective == pytest.approx(solution.objective, rel=1e-12)
