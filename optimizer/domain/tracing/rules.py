"""The rules of differentiation, for every function of numpy that formulas use."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.tracing.array import (
    DOWN,
    FUNCTIONS,
    SCATTER,
    UFUNCS,
    UNKNOWN,
    UP,
    Traced,
    plain,
)
from optimizer.domain.tracing.terms import Term, merged

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


def ratio(above: Any, below: Any) -> Any:
    """Return above / below, 0 where `below` is not positive."""
    positive = below > 0
    return np.where(positive, above / np.where(positive, below, 1.0), 0.0)


def chained(argument: Any, function: Callable[[Floats], Floats], slope: Callable[[Floats, float], Floats]) -> Any:
    """Return function(argument) entry by entry.

    Args:
        argument: An array, traced or not.
        function: What is computed of its values.
        slope: Its derivative at some values on the side of a direction; a figure whose rise lowers the argument goes down.
    """
    if not isinstance(argument, Traced):
        return function(argument)
    up, down = (slope(argument.value, direction) for direction in (UP, DOWN))
    terms = [
        Term(*term.what, term.at, term.slope * np.where(term.slope * argument.direction > 0, up, down)) for term in argument.terms
    ]
    return Traced(function(argument.value), terms, argument.direction)


def root(found: Floats, equation: Callable[[Any], Any]) -> Any:
    """Return x with equation(x) = 0 as it depends on figures, given its value.

    dx = -d equation / (d equation / dx), by the theorem on implicit functions.
    """
    missed = equation(Traced.numbers(found, *UNKNOWN))
    others = [term for term in missed.terms if term.what != UNKNOWN]
    by_itself = np.zeros(found.shape)
    for term in missed.terms:
        by_itself += term.slope if term.what == UNKNOWN else 0.0
    terms = [term.scaled(-1.0 / by_itself) for term in others]
    if terms:
        return Traced(found, terms, missed.direction)
    return found


def added_up(shape: tuple[int, ...], parts: Sequence[tuple[Ints, Any]], axis: int = 0) -> Any:
    """Return the sum of parts that are each spread over some positions along an axis; 0 elsewhere."""
    before = (slice(None),) * axis
    value = np.zeros(shape)
    terms: list[Term] = []
    for at, part in parts:
        spot: Any = (*before, at)
        value[spot] += plain(part)
        for term in part.terms if isinstance(part, Traced) else ():
            spread = Term(*term.what, np.full(shape, -1), np.zeros(shape))
            spread.at[spot] = term.at
            spread.slope[spot] = term.slope
            terms.append(spread)
    traced = next((part for _, part in parts if isinstance(part, Traced)), None)
    if traced is None:
        return value
    return Traced(value, merged(terms), traced.direction)


def _shape(*arrays: Any) -> tuple[int, ...]:
    return np.broadcast_shapes(*(np.shape(plain(array)) for array in arrays))


def _values(shape: tuple[int, ...], *arrays: Any) -> tuple[Floats, ...]:
    return tuple(_spread(np.asarray(plain(array), dtype=np.float64), shape) for array in arrays)


def _spread(array: Floats, shape: tuple[int, ...]) -> Floats:
    if array.shape == shape:
        return array
    return np.broadcast_to(array, shape)


def _terms(array: Any, shape: tuple[int, ...]) -> list[Term]:
    if isinstance(array, Traced):
        return [term.to(shape) for term in array.terms]
    return []


def _direction(*arrays: Any) -> float:
    return next((array.direction for array in arrays if isinstance(array, Traced)), UP)


def _add(one: Any, other: Any) -> Traced:
    shape = _shape(one, other)
    first, second = _values(shape, one, other)
    terms = merged([*_terms(one, shape), *_terms(other, shape)])
    return Traced(first + second, terms, _direction(one, other))


def _negative(array: Any) -> Any:
    if not isinstance(array, Traced):
        return np.negative(array)
    terms = [Term(*term.what, term.at, -term.slope) for term in array.terms]
    return Traced(-array.value, terms, array.direction)


def _subtract(one: Any, other: Any) -> Traced:
    return _add(one, _negative(other))


def _multiply(one: Any, other: Any) -> Traced:
    shape = _shape(one, other)
    first, second = _values(shape, one, other)
    terms = [term.scaled(second) for term in _terms(one, shape)]
    terms += [term.scaled(first) for term in _terms(other, shape)]
    return Traced(first * second, merged(terms), _direction(one, other))


def _divide(one: Any, other: Any) -> Traced:
    shape = _shape(one, other)
    above, below = _values(shape, one, other)
    value = above / below
    with np.errstate(all="ignore"):  # Where the value itself is none, its slope is never used.
        each = 1.0 / below
        fall = -value / below
    terms = [term.scaled(each) for term in _terms(one, shape)]
    terms += [term.scaled(fall) for term in _terms(other, shape)]
    return Traced(value, merged(terms), _direction(one, other))


def _extreme(ufunc: Any, sign: float) -> Callable[[Any, Any], Traced]:
    """Return the rule of a maximum (sign 1) or a minimum (-1): the slopes of the side chosen."""

    def rule(one: Any, other: Any) -> Traced:
        shape = _shape(one, other)
        direction = _direction(one, other)
        first, second = _values(shape, one, other)
        value = ufunc(first, second)
        tie = first == second
        ahead = ~tie & ((sign * first > sign * second) | np.isnan(second))
        mine = _terms(one, shape)
        theirs = _terms(other, shape)
        terms = [term.where(ahead) for term in mine]
        terms += [term.where(~ahead & ~tie) for term in theirs]
        if tie.any() and (mine or theirs):
            terms += _at_tie(mine, theirs, tie, sign * direction)
        return Traced(value, merged(terms), direction)

    return rule


def _at_tie(mine: list[Term], theirs: list[Term], tie: Flags, sign: float) -> list[Term]:
    """Return the slopes where both sides are equal.

    A figure that moves alone moves the value by the larger (sign 1) or smaller (-1) of what it
    does to each side.
    """
    better = np.maximum if sign > 0 else np.minimum
    terms = []
    for term in mine:
        met, _ = _met(term, theirs)
        moved = Term(*term.what, term.at, better(term.slope, met))
        terms.append(moved.where(tie & (term.slope != 0)))  # Places without slope name no figure.
    for term in theirs:
        _, seen = _met(term, mine)  # What moves both sides was counted above.
        terms.append(Term(*term.what, term.at, better(term.slope, 0.0)).where(tie & ~seen))
    return terms


def _met(term: Term, others: list[Term]) -> tuple[Floats, Flags]:
    """Return what the same figures do on the other side, and where they do anything there."""
    met = np.zeros(term.slope.shape)
    seen = np.zeros(term.slope.shape, dtype=bool)
    for other in others:
        if other.what == term.what:
            same = (other.at == term.at) & (other.slope != 0)
            met = met + np.where(same, other.slope, 0.0)
            seen = seen | same
    return met, seen


def _where(chosen: Any, one: Any, other: Any) -> Traced:
    shape = _shape(chosen, one, other)
    mask = np.broadcast_to(np.asarray(plain(chosen), dtype=bool), shape)
    terms = [term.where(mask) for term in _terms(one, shape)]
    terms += [term.where(~mask) for term in _terms(other, shape)]
    value = np.where(mask, plain(one), plain(other))
    return Traced(value, merged(terms), _direction(one, other))


def _nan_to_num(array: Traced) -> Traced:
    known = ~np.isnan(array.value)
    terms = [term.where(known) for term in array.terms]
    return Traced(np.nan_to_num(array.value), terms, array.direction)


def _zeros_like(array: Traced, shape: tuple[int, ...] | None = None) -> Traced:
    return Traced(np.zeros(array.shape if shape is None else shape), (), array.direction)


def _ones_like(array: Traced, shape: tuple[int, ...] | None = None) -> Traced:
    return Traced(np.ones(array.shape if shape is None else shape), (), array.direction)


def _stack(arrays: Sequence[Any]) -> Traced:
    shape = np.shape(plain(arrays[0]))
    result = Traced(np.zeros((len(arrays), *shape)), (), _direction(*arrays))
    for place, part in enumerate(arrays):
        result[place] = part
    return result


def _slices(array: Traced, axis: int) -> list[Traced]:
    return [array.rearranged(partial(np.take, indices=at, axis=axis)) for at in range(array.shape[axis])]


def _sum(array: Traced, axis: int) -> Traced:
    """Return the sum along an axis; every entry of a slice keeps terms of its own."""
    parts = _slices(array, axis)
    terms = [term for part in parts for term in part.terms]
    return Traced(array.value.sum(axis=axis), terms, array.direction)


def _cumsum(array: Traced, axis: int) -> Traced:
    parts = _slices(array, axis)
    for place in range(1, len(parts)):
        parts[place] = _add(parts[place - 1], parts[place])
    moved = _stack(parts)
    return moved.rearranged(lambda part: np.moveaxis(part, 0, axis))


def _diagonal(array: Traced) -> Traced:
    return _where(np.eye(len(array), dtype=bool), array[:, np.newaxis], 0.0)


def _scatter(rule: Callable[..., Any], target: Traced, index: Ints, values: Any) -> None:
    """Apply a rule along the first axis, one pass per repetition of an index: add.at, maximum.at."""
    order = np.argsort(index, kind="stable")
    first = np.searchsorted(index[order], index[order])
    repetition = np.arange(len(order)) - first
    for turn in range(int(repetition.max(initial=-1)) + 1):
        chosen = order[repetition == turn]
        target[index[chosen]] = rule(target[index[chosen]], values[chosen])


def _rearranging(function: Any) -> Callable[..., Traced]:
    return lambda array, *others, **options: array.rearranged(lambda part: function(part, *others, **options))


SCATTER.append(_scatter)
UFUNCS.update(
    {
        np.add: _add,
        np.subtract: _subtract,
        np.multiply: _multiply,
        np.true_divide: _divide,
        np.negative: _negative,
        np.maximum: _extreme(np.maximum, 1.0),
        np.fmax: _extreme(np.fmax, 1.0),
        np.minimum: _extreme(np.minimum, -1.0),
        np.fmin: _extreme(np.fmin, -1.0),
    }
)
FUNCTIONS.update(
    {
        np.where: _where,
        np.nan_to_num: _nan_to_num,
        np.zeros_like: _zeros_like,
        np.ones_like: _ones_like,
        np.stack: _stack,
        np.diag: _diagonal,
        np.sum: _sum,
        np.cumsum: _cumsum,
        np.moveaxis: _rearranging(np.moveaxis),
        np.broadcast_to: _rearranging(np.broadcast_to),
        np.argmax: lambda array, **options: np.argmax(array.value, **options),
        np.shape: lambda array: array.shape,
    }
)
