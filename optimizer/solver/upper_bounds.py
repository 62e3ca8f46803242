"""How much each column of a program can come to at most, by what its rows say."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.matrix import Short
from optimizer.formulation.program import GE, LE, LinearProgram

Floats = NDArray[np.float64]

# Times the largest amount of the plan: the bound of a column that no chain of rows leads to a bound of.
#
# Where y comes from a basis, d_j > 0 is rounding of its own terms, 1e-14 of them, and a guess of this kind decides nothing.
LAST_RESORT = 1e3
PROPAGATION_ROUNDS = 30


@dataclass(frozen=True)
class UpperBounds:
    """Upper bounds on the columns of a program.

    Attributes:
        lp: The program.
        implied: What follows from its rows and x >= 0; infinite where nothing does.
        likely: The same, with what a plan without pointless circles can come to where nothing follows.
    """

    lp: LinearProgram
    implied: Floats
    likely: Floats

    @classmethod
    def of(cls, lp: LinearProgram) -> "UpperBounds":
        """Return the bounds of a program."""
        implied = implied_upper_bounds(lp)
        return cls(lp, implied, _likely_upper_bounds(lp, implied))

    @classmethod
    def with_room(cls, lp: LinearProgram, room: float) -> "UpperBounds":
        """Return bounds that still hold when every right-hand side moves by this share of itself."""
        move = room * np.abs(lp.sides)
        # A row that may move both ways bounds x on both sides, each less tightly; = rows cannot say so, and stay where they are.
        sides = lp.sides + np.where(lp.senses == LE, move, np.where(lp.senses == GE, -move, 0.0))
        return cls.of(replace(lp, sides=sides))

    @property
    def is_free(self) -> NDArray[np.bool_]:
        """Whether no row bounds each column."""
        return ~np.isfinite(self.implied)

    def most_amounts(self, x: Floats) -> Floats:
        """Return the most that each column can come to, in the last resort a multiple of the largest amount of plan x."""
        last_resort = LAST_RESORT * max(1.0, float(np.abs(x).max(initial=0.0)))
        return np.where(np.isfinite(self.likely), self.likely, last_resort)

    def hold_for(self, lp: LinearProgram) -> bool:
        """Return whether another program allows no more: the same rows with sides as tight or tighter, maybe with more rows."""
        mine = self.lp.matrix
        rows = self.lp.matrix.shape[0]
        entries = len(self.lp.matrix.value)
        if lp.matrix.shape[0] < rows or lp.matrix.shape[1] != mine.shape[1]:
            return False
        change = lp.sides[:rows] - self.lp.sides
        looser = np.where(self.lp.senses == LE, change > 0.0, np.where(self.lp.senses == GE, change < 0.0, change != 0.0))
        return bool(
            not looser.any()
            and np.array_equal(lp.senses[:rows], self.lp.senses)
            and np.array_equal(lp.matrix.start[: rows + 1], mine.start)
            and np.array_equal(lp.matrix.index[:entries], mine.index)
            and np.array_equal(lp.matrix.value[:entries], mine.value)
        )


def implied_upper_bounds(lp: LinearProgram) -> Floats:
    """Return upper bounds on the columns that follow from rows and x >= 0; infinite where none does.

    From a row  sum_j a_j x_j <= b:  a_j x_j <= b + sum over a_k < 0 of |a_k| X_k  for a_j > 0;  and likewise for >= rows.
    """
    bounds = np.full(lp.matrix.shape[1], np.inf)
    look = _Look.at(lp)
    for _ in range(PROPAGATION_ROUNDS):
        tighter = look.tightened(bounds, np.inf)
        if np.array_equal(tighter, bounds):
            break
        bounds = tighter
    return bounds


def _likely_upper_bounds(lp: LinearProgram, bounds: Floats) -> Floats:
    """Return implied upper bounds, and where none follows what a plan without pointless circles can come to.

    A column without a bound, such as a lane on a circle, which could be travelled for ever, takes what columns with a bound
    bring to or take from its rows; infinite only where a chain of rows leads to no bound at all.
    """
    look = _Look.at(lp)
    for _ in range(PROPAGATION_ROUNDS):
        # Columns on a circle bound one another only if something from outside the circle does.
        free = ~np.isfinite(bounds)
        if not free.any():
            break
        found = look.tightened(bounds, 0.0)
        fresh = free & np.isfinite(found) & (found > 0)
        if not fresh.any():
            break
        bounds = np.where(fresh, found, bounds)
    return bounds


@dataclass(frozen=True, slots=True)
class _Side:
    """Entries through which rows bound their columns from one side.

    Attributes:
        row: Row of each.
        column: Column of each.
        size: Absolute value of each.
    """

    row: Short
    column: Short
    size: Floats


@dataclass(frozen=True, slots=True)
class _Look:
    """What every look at the rows of a program needs, whatever the bounds are by then.

    Attributes:
        lp: The program.
        positive: Entries above 0.
        negative: Entries below 0.
        at_most: Those above 0 in rows that may not go over their side.
        at_least: Those below 0 in rows that may not go under it.
    """

    lp: LinearProgram
    positive: _Side
    negative: _Side
    at_most: _Side
    at_least: _Side

    @classmethod
    def at(cls, lp: LinearProgram) -> "_Look":
        """Sort the entries of a program."""
        matrix = lp.matrix
        above = matrix.value > 0
        below = matrix.value < 0

        def side(chosen: NDArray[np.bool_]) -> _Side:
            return _Side(matrix.row_of_entry[chosen], matrix.index[chosen], np.abs(matrix.value[chosen]))

        senses = lp.senses[matrix.row_of_entry]
        return cls(lp, side(above), side(below), side(above & (senses != GE)), side(below & (senses != LE)))

    def tightened(self, bounds: Floats, of_free: float) -> Floats:
        """Return the bounds that one look at every row gives; a column without a bound counts `of_free` on the other side."""
        others = np.where(np.isfinite(bounds), bounds, of_free)
        # What the other columns of each row can add to it, and take from it, at most.
        adding, taking = (
            np.bincount(part.row, part.size * others[part.column], minlength=self.lp.matrix.shape[0])
            for part in (self.positive, self.negative)
        )
        tighter = bounds.copy()
        for part, room in ((self.at_most, self.lp.sides + taking), (self.at_least, adding - self.lp.sides)):
            np.minimum.at(tighter, part.column, np.maximum(room, 0.0)[part.row] / part.size)
        return tighter
