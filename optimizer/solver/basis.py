"""The plan and the prices that a basis stands for, computed here from the program's own arrays to all digits.

Of  maximise c'x, A x (<=, =, >=) b, x >= 0  with m rows, a basis names m columns and rows that may differ from zero and from
their sides; every other column stays at 0, and every other row at its side. With B their columns of [A, I]:

    B w = b       w holds the amounts of the basic columns, and what basic rows leave of their sides                    (1)
    B'y = c_B     y holds the prices of the rows, 0 where a row is basic                                                (2)
    d = c - A'y   reduced costs, 0 on basic columns                                                                     (3)

It is optimal iff the amounts and what rows leave are >= 0, d <= 0, and y has the signs of the rows. Then c'x = b'y.

A basis is a choice, without digits to lose: another solver can hand it over in a text file. HiGHS factors B here and does nothing
else. No iteration of the simplex method is made, so the choice, and with it the opinion, stays the other solver's.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.program import EQ, LE
from optimizer.solver.certificate import right_signed
from optimizer.solver.highs import LoadedHighs
from optimizer.solver.scaling import ScaledProgram, without_noise

Floats = NDArray[np.float64]

# What is wrong by no more than this, in the engine's units, is not worth telling.
UNSEEN = 1e-12
# Times that what (1) and (2) leave over is solved for again: so small amounts beside large ones get digits of their own.
CORRECTIONS = 1


@dataclass(frozen=True, slots=True)
class Basis:
    """Which columns and which rows are basic.

    Attributes:
        columns: Per column whether its amount may differ from 0.
        rows: Per row whether it may leave its side.
    """

    columns: NDArray[np.bool_]
    rows: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Corner:
    """What (1) and (2) give, in the engine's units, wrong signs and all.

    Attributes:
        scaled: The program.
        amounts: Per column.
        prices: Per row.
    """

    scaled: ScaledProgram
    amounts: Floats
    prices: Floats

    def plans(self) -> tuple[Floats, Floats]:
        """Return the amounts in the program's own units, as `ScaledProgram.plans` does."""
        return self.scaled.plans(self.amounts)

    def worst_amount(self) -> str:
        """Return which amount is furthest below 0, or which row misses its side by most; "" if none does."""
        lp = self.scaled.lp
        scaled = self.scaled
        left = lp.sides * scaled.row_scale - scaled.matrix.times(self.amounts)
        missed = np.where(lp.senses == EQ, np.abs(left), np.where(lp.senses == LE, -left, left))
        return _worst(
            ("{} lies {:.1e} below 0", -self.amounts, lp.column_name, scaled.column_scale),
            ("{} is missed by {:.1e}", missed, lp.row_name, 1.0 / scaled.row_scale),
        )

    def worst_price(self) -> str:
        """Return which column would still earn most by one more, or which price has most of a wrong sign; "" if none."""
        lp = self.scaled.lp
        scaled = self.scaled
        reduced = scaled.costs - scaled.matrix.transpose_times(self.prices)
        wrong = np.abs(self.prices - right_signed(lp, self.prices))
        return _worst(
            ("one more of {} would still earn {:.1e}", reduced, lp.column_name, 1.0 / scaled.column_scale),
            ("the price of {} has the wrong sign, by {:.1e}", wrong, lp.row_name, scaled.row_scale),
        )


def corner_of(scaled: ScaledProgram, basis: Basis) -> Corner | None:
    """Return what a basis stands for; None if its columns do not determine it."""
    engine = LoadedHighs()
    engine.load(scaled.costs, scaled.matrix, *scaled.row_bounds(np.arange(len(scaled.lp.sides)), scaled.lp.sides))
    if not engine.factor(basis.columns, basis.rows):
        return None
    return Corner(scaled, _amounts(engine, scaled, basis), _prices(engine, scaled, basis))


def _amounts(engine: LoadedHighs, scaled: ScaledProgram, basis: Basis) -> Floats:
    """Return the amounts of all columns by (1)."""
    basic = engine.basic_variables()
    of_column = basic >= 0
    matrix = scaled.matrix
    sides = scaled.lp.sides * scaled.row_scale
    z = np.zeros(matrix.shape[1])
    for _ in range(1 + CORRECTIONS):
        # The first round starts from nothing, so that it gives w itself; the next corrects what rounding left.
        change = engine.change_of_basics(np.where(basis.rows, 0.0, sides - matrix.times(z)))
        z[basic[of_column]] += change[of_column]
    return z


def _prices(engine: LoadedHighs, scaled: ScaledProgram, basis: Basis) -> Floats:
    """Return the prices of all rows by (2)."""
    basic = engine.basic_variables()
    of_column = basic >= 0
    matrix = scaled.matrix
    costs = scaled.costs
    y = np.zeros(matrix.shape[0])
    wanted = np.zeros(matrix.shape[0])
    for _ in range(1 + CORRECTIONS):
        wanted[of_column] = (costs - matrix.transpose_times(y))[basic[of_column]]
        y += engine.prices_of_basics(wanted)
        y[basis.rows] = 0.0
    return without_noise(y)


def _worst(*parts: tuple[str, Floats, Callable[[int], str], Floats]) -> str:
    """Return what is largest, in the engine's units, of several kinds: (words, values, name of each, own units per engine's)."""
    words, values, name, units = max(parts, key=lambda part: float(part[1].max(initial=0.0)))
    largest = float(values.max(initial=0.0))
    if largest <= UNSEEN:
        return ""
    at = int(np.argmax(values))
    return f"{words.format(name(at), largest * units[at])} ({largest:.1e} in the units that the solver is given)"
