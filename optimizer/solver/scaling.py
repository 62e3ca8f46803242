"""Units that the engine works in: columns worth 1 to 1e5 of money, rows with a largest coefficient near 1; powers of two only."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.program import GE, LE, LinearProgram
from optimizer.solver.highs import INFINITE, SMALLEST_ENTRY

Floats = NDArray[np.float64]

LEAST_WORTH = 1.0
LARGEST_WORTH = 1e5
# Rows whose largest coefficient is within 2 to this power of 1 are left alone, and columns whose worth is as near its range.
#
# Scaling them gains no digit, and costs time: a matrix of 1 and -1 is one that the engine's presolve knows what to do with. On
# the arrays of a network of 83,160 columns, a twentieth of them counted in units of 2 to 16, HiGHS took 18 s in place of 10.
LEAST_EXPONENT = 5
# The engine takes a side of 1e20 for no limit, and a double has 15 digits: what is larger in its units is refused.
LARGEST_NUMBER = 1e15
# Amounts below this, in the engine's units, are zero.
ZERO_AMOUNT = 1e-9
# So are amounts below this share of the largest, and dual values: what rounding leaves where things cancel one another.
NOISE = 1e-14
EVEN_ROUNDS = 6
LARGEST_EXPONENT = 300


@dataclass(frozen=True)
class ScaledProgram:
    """A program in the engine's units: x = column_scale z, scaled row = row_scale row.

    Attributes:
        lp: The program in its own units.
        column_scale: Units of the program per unit of the engine, per column.
        row_scale: Factor on each row.
    """

    lp: LinearProgram
    column_scale: Floats
    row_scale: Floats

    @property
    def costs(self) -> Floats:
        """Objective per column."""
        return self.lp.costs * self.column_scale

    @property
    def matrix(self) -> SparseMatrix:
        """Coefficients."""
        matrix = self.lp.matrix
        value = matrix.value * self.column_scale[matrix.index] * self.row_scale[matrix.row_of_entry]
        return replace(matrix, value=value)

    def plans(self, z: Floats) -> tuple[Floats, Floats]:
        """Return amounts in the program's own units: without what rounding leaves of 0, and with all that is above 0.

        In a row of tiny amounts a tiny one is no noise. What lies below 0 is cut off: if it was more than noise, a row shows it.
        """
        least = max(ZERO_AMOUNT, NOISE * float(z.max(initial=0.0)))
        return np.where(z < least, 0.0, z) * self.column_scale, np.maximum(z, 0.0) * self.column_scale

    def row_bounds(self, rows: NDArray[np.int64], sides: Floats) -> tuple[Floats, Floats]:
        """Return lower and upper bounds of some rows whose right-hand sides, in the program's units, are these."""
        scaled = sides * self.row_scale[rows]
        senses = self.lp.senses[rows]
        return np.where(senses == LE, -INFINITE, scaled), np.where(senses == GE, INFINITE, scaled)


def without_noise(dual: Floats) -> Floats:
    """Return dual values with 0 in place of what rounding leaves."""
    return np.where(np.abs(dual) < NOISE * np.abs(dual).max(initial=0.0), 0.0, dual)


def choose_scales(lp: LinearProgram) -> tuple[Floats, Floats]:
    """Return (column scale, row scale): x = column_scale z, scaled row = row_scale row.

    A column whose worth per unit |c| is far outside [1, 1e5] is counted in larger or smaller units; powers of two make the
    conversion back exact.
    """
    worth = np.abs(lp.costs)
    # Worth is moved no further than to the nearer end of the range.
    target = np.clip(worth, LEAST_WORTH, LARGEST_WORTH)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.where(worth > 0, np.round(np.log2(target / np.where(worth > 0, worth, 1.0))), 0.0)
    exponent = np.where(np.abs(exponent) < LEAST_EXPONENT, 0.0, exponent)
    column_scale = np.exp2(np.clip(exponent, -20, 20))
    sizes = np.abs(lp.matrix.value) * column_scale[lp.matrix.index]
    # Rows are scaled after columns, by what columns left.
    largest = np.zeros(lp.matrix.shape[0])
    np.maximum.at(largest, lp.matrix.row_of_entry, sizes)
    row_exponent = -np.round(np.log2(np.where(largest > 0, largest, 1.0)))
    row_scale = np.exp2(np.where(np.abs(row_exponent) < LEAST_EXPONENT, 0.0, row_exponent))
    return column_scale, row_scale


def even_scales(lp: LinearProgram) -> tuple[Floats, Floats]:
    """Return scales under which the entries of every row and column lie evenly about 1, whatever they are worth.

    Rounds of dividing by the geometric mean of the smallest and the largest entry: the second choice, for programs whose units
    lie so far apart that those of `choose_scales` leave entries that the engine drops.
    """
    matrix = lp.matrix
    sizes = np.log2(np.abs(matrix.value))
    column = np.zeros(matrix.shape[1])
    row = np.zeros(matrix.shape[0])
    for _ in range(EVEN_ROUNDS):
        row = -_middle(sizes + column[matrix.index], matrix.row_of_entry, matrix.shape[0])
        column = -_middle(sizes + row[matrix.row_of_entry], matrix.index, matrix.shape[1])
    return tuple(np.exp2(np.clip(np.round(part), -LARGEST_EXPONENT, LARGEST_EXPONENT)) for part in (column, row))  # type: ignore[return-value]


def _middle(values: Floats, group: NDArray[np.int32], count: int) -> Floats:
    """Return the mean of the smallest and the largest value of each group; 0 for a group without any."""
    least = np.full(count, np.inf)
    largest = np.full(count, -np.inf)
    np.minimum.at(least, group, values)
    np.maximum.at(largest, group, values)
    return np.where(np.isfinite(least), (least + np.where(np.isfinite(largest), largest, 0.0)) / 2.0, 0.0)


def what_is_lost(scaled: ScaledProgram) -> str:
    """Return what the engine would drop, or take for infinite, of a program in these units; "" if nothing."""
    lp = scaled.lp
    matrix = scaled.matrix
    size = np.abs(matrix.value)
    if size.min(initial=np.inf) <= SMALLEST_ENTRY:
        at = int(np.argmin(size))
        column = lp.column_name(int(matrix.index[at]))
        row = lp.row_name(int(matrix.row_of_entry[at]))
        return (
            f"{column} counts {lp.matrix.value[at]:g} in {row}, {size[at]:.0e} in the engine's units, where it sees nothing"
            f" below {SMALLEST_ENTRY:g}; count one of the two in another unit, or leave the figure out if it means nothing"
        )
    sides = np.abs(lp.sides * scaled.row_scale)
    if sides.max(initial=0.0) >= LARGEST_NUMBER:
        at = int(np.argmax(sides))
        return (
            f"the right-hand side of {lp.row_name(at)} is {lp.sides[at]:g}, too large to be told from no limit; leave the limit"
            " blank if there is none, or count in a larger unit"
        )
    worth = np.abs(scaled.costs)
    largest = float(size.max(initial=0.0))
    if worth.max(initial=0.0) >= LARGEST_NUMBER or largest >= LARGEST_NUMBER:
        at = int(np.argmax(worth))
        what = f"{lp.column_name(at)} is worth {lp.costs[at]:g} a unit" if largest < LARGEST_NUMBER else span(scaled)
        return f"{what}, more than the engine can count; use a larger unit of money or of the amount"
    return ""


def span(scaled: ScaledProgram) -> str:
    """Return how far the coefficients of a program lie apart in the engine's units, with the two places; "" without any."""
    lp = scaled.lp
    matrix = scaled.matrix
    if not len(matrix.value):
        return ""
    size = np.abs(matrix.value)
    places = []
    for at in (int(np.argmin(size)), int(np.argmax(size))):
        column = lp.column_name(int(matrix.index[at]))
        row = lp.row_name(int(matrix.row_of_entry[at]))
        places.append(f"{size[at]:.0e} ({column} in {row})")
    return f"the coefficients span from {places[0]} to {places[1]} in the engine's units"
