"""The rules of differentiation against differences of values, and what must not be forgotten."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optimizer.domain.tracing import (
    DOWN,
    UP,
    Traced,
    added_up,
    chained,
    is_traced,
    plain,
    ratio,
    root,
)

Function = Callable[[Any, Any], Any]

A = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.0]])
B = np.array([[2.0, 5.0, -4.0], [1.0, 3.0, 8.0]])
ROWS = np.array([0, 1, 0])
STEP = 1e-6


def scattered(ufunc: Any, values: Any) -> Any:
    """Return values scattered over a row of each of three targets, two of them meeting in one."""
    target = np.zeros_like(values, shape=(2, 3))
    ufunc.at(target, ROWS[:2], values)
    ufunc.at(target, np.array([0]), values[1:])
    return target


def entered(values: Any) -> Any:
    """Return a copy with some entries exchanged: by others, and by a plain number."""
    changed = values.copy()
    changed[0] = values[1] * 2.0
    changed[1, 2] = 7.0
    return changed


def in_place(a: Any, b: Any) -> Any:
    """Return a result made by assignments to one name."""
    total = np.zeros(A.shape)
    total += a * b
    total -= b
    total *= a
    return total


def grown(a: Any, b: Any) -> Any:
    """Return the largest of an array and of parts of itself, taken again and again: ties at every turn."""
    for _ in range(4):
        raised = a.copy()
        np.maximum.at(raised, np.array([0]), added_up((1,), [(np.array([0]), a)]))
        a = np.maximum(raised, np.where(b > 0, raised, b))
    return a


FUNCTIONS: dict[str, Function] = {
    "sum": lambda a, b: a + b + 3.0,
    "difference": lambda a, b: 3.0 - a - b,
    "product": lambda a, b: a * b * a,
    "quotient": lambda a, b: a / b,
    "reciprocal": lambda a, b: a - 2.0 / b,
    "negative": lambda a, b: -a + b,
    "plain array first": lambda a, b: B * a - A / b,
    "in place": in_place,
    "maximum": lambda a, b: np.maximum(a * 2.0, b),
    "minimum": lambda a, b: np.minimum(a * 2.0, b),
    "minimum without numbers": lambda a, b: np.fmin(a, np.where(b > 2.5, b, np.nan)),
    "maximum without numbers": lambda a, b: np.fmax(np.where(b > 2.5, b, np.nan), a),
    "choice": lambda a, b: np.where(A > 0, a * b, b),
    "blank is nothing": lambda a, b: np.nan_to_num(np.where(B > 2.5, a * b, np.nan)),
    "rows": lambda a, b: a[ROWS] * b[1],
    "turned": lambda a, b: np.moveaxis(a, 0, 1)[:2, :2] + b[:, :2],
    "spread": lambda a, b: np.broadcast_to(a[0], (4, 3)) * np.broadcast_to(b[1], (4, 3)),
    "reshaped": lambda a, b: a.reshape(3, 2) + b.reshape(3, 2),
    "stacked": lambda a, b: np.stack([a, b, A]),
    "diagonal": lambda a, b: np.diag(a[0] * b[0]),
    "total": lambda a, b: (a * b).sum(axis=0) + np.sum(a, axis=0),
    "running total": lambda a, b: np.cumsum(a * b, axis=0) + np.cumsum(a, axis=1),
    "entries exchanged": lambda a, b: entered(a * b),
    "added at": lambda a, b: scattered(np.add, a * b),
    "largest at": lambda a, b: scattered(np.maximum, a * b),
    "subtracted at": lambda a, b: scattered(np.subtract, a * b),
    "parts": lambda a, b: added_up((3, 3), [(np.array([0, 2]), a), (np.array([2, 1]), b)]),
    "parts of columns": lambda a, b: added_up((2, 9), [(np.array([0, 4, 7]), a * b)], axis=1),
    "ratio": ratio,
    "function of": lambda a, b: chained(a * b, np.exp, lambda values, _: np.exp(values)),
    "ones": lambda a, b: np.ones_like(a) * b,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slopes_are_what_values_change_by(name: str) -> None:
    """Every function, moved in each number of both arguments: the difference is the slope."""
    function = FUNCTIONS[name]
    with np.errstate(invalid="ignore"):
        value = function(A, B)
    traced = function(Traced.numbers(A, "one", "a"), Traced.numbers(B, "other", "b"))

    assert np.array_equal(traced.value, value, equal_nan=True)
    for what, at in [(what, at) for what in ("one", "other") for at in range(A.size)]:
        moved = {"one": A.copy(), "other": B.copy()}
        moved[what].flat[at] += STEP
        difference = (function(moved["one"], moved["other"]) - value) / STEP
        slope = sum(np.where((term.at == at) & (term.table == what), term.slope, 0.0) for term in traced.terms)
        assert np.nan_to_num(difference) == pytest.approx(np.zeros(value.shape) + slope, rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize(
    "function",
    [
        np.maximum,
        np.minimum,
        lambda a, b: np.fmax(a * b, a * 2.0),
        lambda a, b: -np.minimum(3.0 * a, a + b),
        lambda a, b: np.maximum(np.minimum(a, b), 2.0),
        lambda a, b: 5.0 - np.maximum(b - a, 0.0),
        lambda a, b: np.maximum(-a + np.where(a > 5.0, b, 0.0), -a),
        lambda a, b: grown(-a, b),
    ],
)
def test_at_a_tie_the_slope_is_that_of_the_side_moved_to(function: Function, direction: float) -> None:
    """Both arguments are 2: what a rise and what a fall of one number alone do are told apart."""
    a, b = np.array([2.0]), np.array([2.0])
    traced = function(Traced.numbers(a, "one", "a", direction), Traced.numbers(b, "other", "b", direction))
    for what in ("one", "other"):
        step = direction * STEP
        moved = function(a + step * (what == "one"), b + step * (what == "other"))
        slope = sum(float(term.slope.sum()) for term in traced.terms if term.table == what)
        assert slope == pytest.approx(((moved - function(a, b)) / step).item(), abs=1e-5)


def test_the_root_of_an_equation_moves_with_its_figures() -> None:
    """x + a x^2 = b: at a = 0.5 and b = 4 x is 2; dx/da = -x^2 / (1 + 2 a x), dx/db = 1 / (1 + 2 a x)."""
    a = Traced.numbers(np.array([0.5]), "one", "a")
    b = Traced.numbers(np.array([4.0]), "other", "b")
    x = root(np.array([2.0]), lambda x: x + a * x * x - b)

    assert {term.table: term.slope.item() for term in x.terms} == pytest.approx({"one": -4.0 / 3.0, "other": 1.0 / 3.0})
    assert not is_traced(root(np.array([2.0]), lambda x: x * 3.0 - 6.0))


def test_what_would_forget_the_figures_is_refused() -> None:
    """Conversions to plain arrays and numbers, and numpy functions that have no rule."""
    traced = Traced.numbers(A, "one", "a")
    room = np.zeros(A.shape)

    for forget in (
        lambda: np.asarray(traced),
        lambda: float(traced[0, 0]),
        lambda: room.__setitem__(0, traced[0]),
        lambda: np.exp(traced),
        lambda: np.median(traced),
        lambda: np.array([traced, traced]),
        lambda: np.add.reduce(traced),
    ):
        with pytest.raises(TypeError):
            forget()
    assert plain(traced) is traced.value


def test_comparisons_and_questions_look_at_values() -> None:
    """They choose: a boolean has no figure."""
    traced = Traced.numbers(A, "one", "a")

    for answer, expected in (
        (traced > 0, A > 0),
        (B < traced, B < A),
        (traced == A, A == A),
        (traced != A, A != A),
        (traced >= 1.5, A >= 1.5),
        (traced <= 1.5, A <= 1.5),
        (np.isnan(traced), np.isnan(A)),
        (np.isfinite(traced), np.isfinite(A)),
        (traced.any(axis=1), A.any(axis=1)),
        (np.argmax(traced), np.argmax(A)),
    ):
        assert not is_traced(answer)
        assert np.array_equal(answer, expected)
    assert (len(traced), np.shape(traced)) == (2, (2, 3))


def test_terms_of_one_column_stay_few() -> None:
    """Sums over rows that rest on different numbers of one column are told by one term."""
    traced = Traced.numbers(np.arange(40.0).reshape(20, 2), "one", "a")
    parts = [(np.array([row]), traced[[row]]) for row in range(20)]

    assert len(added_up((20, 2), parts).terms) == 1
    assert len((traced * traced + 3.0 * traced).terms) == 1
