"""Arrays with the terms that their derivatives consist of."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.tracing.terms import Term

Floats = NDArray[np.float64]

UP = 1.0
# Directions in which figures are moved where the two sides of a kink differ.
DOWN = -1.0
# Table and column of what an equation is solved for.
UNKNOWN = ("", "")
UFUNCS: dict[Any, Callable[..., Any]] = {}
# What numpy's functions do with such arrays: filled in `rules`.
FUNCTIONS: dict[Any, Callable[..., Any]] = {}
SCATTER: list[Callable[..., None]] = []
# What is asked of values alone, for choices.
PREDICATES = frozenset(
    {
        np.isnan,
        np.isfinite,
        np.isinf,
        np.equal,
        np.not_equal,
        np.less,
        np.less_equal,
        np.greater,
        np.greater_equal,
    }
)
FORGETS = "this would forget the figures it was computed from; ask for plain(...)"


class Traced:
    """An array of numbers with the terms that its derivatives consist of, each of its own shape."""

    __slots__ = ("direction", "terms", "value")

    def __init__(self, value: Any, terms: Iterable[Term] = (), direction: float = UP) -> None:
        """Keep the values; terms without any slope are left out."""
        self.value: Floats = np.asarray(value, dtype=np.float64)
        self.terms = tuple(term for term in terms if term.slope.any())
        self.direction = direction

    @classmethod
    def numbers(cls, values: Floats, table: str, column: str, direction: float = UP) -> "Traced":
        """Return the numbers of a column over rows and nodes, each resting on itself."""
        at = np.arange(values.size).reshape(values.shape)
        return cls(values, (Term(table, column, at, np.ones(values.shape)),), direction)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the array."""
        return self.value.shape

    def __len__(self) -> int:
        return len(self.value)

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(FORGETS)

    def __float__(self) -> float:
        raise TypeError(FORGETS)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method == "at":
            return SCATTER[0](UFUNCS[ufunc], *inputs)
        if method != "__call__" or set(options) - {"out"}:
            return NotImplemented
        if ufunc in PREDICATES:
            return ufunc(*map(plain, inputs))
        rule = UFUNCS.get(ufunc)
        if rule is None:
            return NotImplemented
        return rule(*inputs)

    def __array_function__(self, function: Any, _types: Any, inputs: Any, options: Any) -> Any:
        rule = FUNCTIONS.get(function)
        if rule is None:
            return NotImplemented
        return rule(*inputs, **options)

    def rearranged(self, arrange: Callable[[Any], Any]) -> "Traced":
        """Return the array after an operation that only moves, repeats or drops entries."""
        terms = [Term(*term.what, arrange(term.at), arrange(term.slope)) for term in self.terms]
        return Traced(arrange(self.value), terms, self.direction)

    def __getitem__(self, key: Any) -> "Traced":
        return self.rearranged(lambda part: part[key])

    def __setitem__(self, key: Any, new: Any) -> None:
        """Set entries: a term of what is set goes into one of the same column, or is added."""
        self.value = self.value.copy()
        self.value[key] = plain(new)
        slots = [(term.what, term.at.copy(), term.slope.copy()) for term in self.terms]
        for _, _, slope in slots:
            slope[key] = 0.0
        free = list(range(len(slots)))
        for term in new.terms if isinstance(new, Traced) else ():
            place = next((at for at in free if slots[at][0] == term.what), None)
            if place is None:
                slots.append((term.what, np.full(self.shape, -1), np.zeros(self.shape)))
                place = len(slots) - 1
            else:
                free.remove(place)
            slots[place][1][key] = term.at
            slots[place][2][key] = term.slope
        self.terms = tuple(Term(*what, at, slope) for what, at, slope in slots if slope.any())

    def copy(self) -> "Traced":
        """Return an array that can be changed without changing this one."""
        return Traced(self.value.copy(), self.terms, self.direction)

    def reshape(self, *shape: Any) -> "Traced":
        """Return the entries in another shape."""
        return self.rearranged(lambda part: part.reshape(*shape))

    def sum(self, axis: int) -> Any:
        """Return the sum along an axis."""
        return np.sum(self, axis=axis)

    def any(self, axis: int | None = None) -> Any:
        """Return whether any value is not 0."""
        return self.value.any(axis=axis)

    # Operators are numpy's functions, whose rules are in `rules`.

    def __add__(self, other: Any) -> Any:
        return UFUNCS[np.add](self, other)

    __radd__ = __iadd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return UFUNCS[np.subtract](self, other)

    __isub__ = __sub__

    def __rsub__(self, other: Any) -> Any:
        return UFUNCS[np.subtract](other, self)

    def __mul__(self, other: Any) -> Any:
        return UFUNCS[np.multiply](self, other)

    __rmul__ = __imul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return UFUNCS[np.true_divide](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return UFUNCS[np.true_divide](other, self)

    def __neg__(self) -> Any:
        return UFUNCS[np.negative](self)

    # Comparisons look at values alone: they choose, they are no money.

    def __eq__(self, other: object) -> Any:
        return self.value == plain(other)

    def __ne__(self, other: object) -> Any:
        return self.value != plain(other)

    def __lt__(self, other: Any) -> Any:
        return self.value < plain(other)

    def __le__(self, other: Any) -> Any:
        return self.value <= plain(other)

    def __gt__(self, other: Any) -> Any:
        return self.value > plain(other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= plain(other)

    __hash__ = None  # type: ignore[assignment]


def is_traced(array: Any) -> bool:
    """Return whether an array remembers its figures."""
    return isinstance(array, Traced)


def plain(array: Any) -> Any:
    """Return the values of an array, traced or not."""
    if isinstance(array, Traced):
        return array.value
    return array


def alike(one: Any, other: Any) -> bool:
    """Return whether two arrays have the same values, and change alike with every figure."""
    if not np.array_equal(plain(one), plain(other)):
        return False
    terms = [array.terms if isinstance(array, Traced) else () for array in (one, other)]
    return len(terms[0]) == len(terms[1]) and all(
        mine.what == theirs.what and np.array_equal(mine.at, theirs.at) and np.array_equal(mine.slope, theirs.slope)
        for mine, theirs in zip(*terms, strict=True)
    )
