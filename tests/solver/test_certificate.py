"""The certificate accepts what is optimal and refuses what has been tampered with."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from optimizer.formulation.program import EQ, LE, LinearProgram
from optimizer.solver.certificate import certify
from optimizer.solver.session import Session
from optimizer.solver.upper_bounds import UpperBounds, implied_upper_bounds
from tests.solver.random_programs import make_program, random_program

Arrays = tuple[np.ndarray, np.ndarray]


def _solved(seed: int) -> tuple[LinearProgram, Arrays]:
    lp = random_program(seed, columns=20, rows=14)
    solution = Session(lp, 0.01).solve()
    assert solution.x is not None
    assert solution.y is not None
    return lp, (solution.x, solution.y)


def _largest(values: np.ndarray) -> int:
    return int(np.argmax(np.abs(values)))


def _more_flow(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[_largest(x * lp.costs)] *= 1.001
    return x, y


def _slightly_more_flow(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[_largest(x * lp.costs)] *= 1.000001
    return x, y


def _less_flow(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[_largest(x * lp.costs)] *= 0.99
    return x, y


def _dropped(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[_largest(x * lp.costs)] = 0.0
    return x, y


def _negative(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[_largest(lp.costs)] = -1.0
    return x, y


def _no_duals(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    return x, np.zeros_like(y)


def _flipped_duals(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    return x, -y


def _larger_duals(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    return x, y * 1.01


def _not_a_number(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    x = x.copy()
    x[0] = np.nan
    return x, y


def _halved_plan(lp: LinearProgram, x: np.ndarray, y: np.ndarray) -> Arrays:
    return x / 2.0, y


DOCTORS: list[Callable[[LinearProgram, np.ndarray, np.ndarray], Arrays]] = [
    _more_flow, _slightly_more_flow, _less_flow, _dropped, _negative,
    _no_duals, _flipped_duals, _larger_duals, _not_a_number, _halved_plan,
]  # fmt: skip


@pytest.mark.parametrize("doctor", DOCTORS, ids=lambda doctor: doctor.__name__.strip("_"))
def test_doctored_answers_are_refused(doctor: Callable[[LinearProgram, np.ndarray, np.ndarray], Arrays]) -> None:
    """Ten ways to tamper with an optimal answer are each refused, on every program whose optimum is not zero."""
    tried = 0
    for seed in range(40):
        lp, (x, y) = _solved(seed)
        if abs(float(lp.costs @ x)) < 1.0:
            continue
        tried += 1

        doctored = doctor(lp, x, y)

        assert certify(lp, x, y, 1e-9, 0.01).passed
        assert not certify(lp, *doctored, 1e-9, 0.01).passed, seed
    assert tried > 20


def test_an_edited_price_is_refused() -> None:
    """A plan that was optimal at other prices does not pass at these."""
    lp, (x, y) = _solved(3)
    costs = lp.costs.copy()
    costs[_largest(x * lp.costs)] *= 1.05
    edited = LinearProgram(lp.program, lp.matrix, lp.senses, lp.sides, costs, 0.0)

    assert not certify(edited, x, y, 1e-9, 0.01).passed


def test_the_bound_in_money_is_not_smaller_than_the_true_distance() -> None:
    """For a feasible plan below the optimum, money_bound is at least what is lost: 2 of 10 here."""
    lp = make_program(np.array([[1.0]]), np.array([-1]), np.array([10.0]), np.array([1.0]))

    certificate = certify(lp, np.array([8.0]), np.array([1.0]), 1e-9, 0.01)

    assert certificate.money_bound == pytest.approx(2.0)
    assert not certificate.passed


def test_bounds_follow_along_a_chain() -> None:
    """From x <= 10 and y = 0.5 x, z = 2 y follow y <= 5 and z <= 10."""
    dense = np.array([[1.0, 0.0, 0.0], [0.5, -1.0, 0.0], [0.0, 2.0, -1.0]])
    lp = make_program(dense, np.array([-1, 0, 0]), np.array([10.0, 0.0, 0.0]), np.array([1.0, 1.0, 1.0]))

    assert [10.0, 5.0, 10.0] == implied_upper_bounds(lp).tolist()


@pytest.mark.parametrize("seed", range(40))
def test_bounds_with_room_hold_for_every_program_that_allows_less(seed: int) -> None:
    """Where they are said to hold they are no smaller than bounds computed anew, and sides beyond the room are not covered."""
    lp = random_program(seed)
    known = UpperBounds.with_room(lp, 0.02)
    generator = np.random.default_rng(seed)
    within = np.where(lp.senses == EQ, lp.sides, lp.sides * (1.0 + 0.02 * generator.uniform(-1.0, 1.0, len(lp.sides))))
    changed = replace(lp, sides=within)
    wider = replace(
        changed,
        matrix=lp.matrix.with_row(np.array([0]), np.array([1.0])),
        senses=np.append(lp.senses, LE),
        sides=np.append(within, 1.0),
    )

    for program in (lp, changed, wider):
        assert known.hold_for(program)
        assert np.all(implied_upper_bounds(program) <= known.implied * (1.0 + 1e-12))
    limits = np.flatnonzero((lp.senses != EQ) & (lp.sides != 0.0))
    for row in limits[:3]:
        loose = lp.sides.copy()
        loose[row] += (0.05 if lp.senses[row] == LE else -0.05) * abs(loose[row])
        assert not known.hold_for(replace(lp, sides=loose))
    assert not known.hold_for(replace(lp, matrix=replace(lp.matrix, value=2.0 * lp.matrix.value)))
    assert not known.hold_for(lp.without_rows(np.array([0])))
