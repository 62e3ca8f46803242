"""What arrays change by with the figures they were computed from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Term:
    """What an array changes by per +1 of numbers of one column of the case.

    Attributes:
        table: Table of the numbers.
        column: Their column.
        at: Position, for each entry of the array, of the number in (rows, nodes); -1 where none.
        slope: Derivative of each entry by that number.
    """

    table: str
    column: str
    at: Ints
    slope: Floats

    @property
    def what(self) -> tuple[str, str]:
        """Table and column."""
        return self.table, self.column

    def scaled(self, factor: Floats) -> "Term":
        """Return the term of this times a plain factor; what is no number was never used."""
        with np.errstate(all="ignore"):
            return Term(self.table, self.column, self.at, self.slope * factor)

    def where(self, chosen: NDArray[np.bool_]) -> "Term":
        """Return the term where `chosen`, nothing elsewhere; slopes that are not numbers do no harm there."""
        return Term(self.table, self.column, self.at, np.where(chosen, self.slope, 0.0))

    def to(self, shape: tuple[int, ...]) -> "Term":
        """Return the term broadcast to a shape."""
        if self.slope.shape == shape:
            return self
        at = np.broadcast_to(self.at, shape)
        slope = np.broadcast_to(self.slope, shape)
        return Term(self.table, self.column, at, slope)


def merged(terms: Iterable[Term]) -> list[Term]:
    """Return the terms in as few as can be: those of one column that no entry needs two of are one."""
    kept: list[Term] = []
    for term in terms:
        for place, other in enumerate(kept):
            joined = _joined(other, term) if other.what == term.what else None
            if joined is not None:
                kept[place] = joined
                break
        else:
            kept.append(term)
    return kept


def _joined(one: Term, other: Term) -> Term | None:
    """Return two terms as one; None if an entry rests on two different numbers."""
    if one.at is other.at:
        return Term(*one.what, one.at, one.slope + other.slope)
    used = other.slope != 0.0
    if (used & (one.slope != 0.0) & (one.at != other.at)).any():
        return None
    return Term(*one.what, np.where(used, other.at, one.at), one.slope + other.slope)
