"""Where a solve ended, and how far right-hand sides can move before its basis breaks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.solver.highs import LoadedHighs
from optimizer.solver.scaling import ScaledProgram

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Changes below this share of the largest are rounding errors of the basis.
ROUNDING = 1e-11


@dataclass(frozen=True, slots=True)
class Vertex:
    """Where the first solve ended, in the engine's units.

    Attributes:
        column_count: Number of columns of the program.
        row_scale: Factor on each row.
        basic: Basic variables in the engine's order: columns by position, the activity of row i as -1 - i.
        amounts: What each of them is: a column's amount, or how far a row is from the side it could reach (0 for = rows).
        held: Whether each row's activity is not basic, so that it stays at the row's side.
        toward: Per row +1 if a rising activity nears its side (<=), -1 if a falling one does (>=), 0 for =.
    """

    column_count: int
    row_scale: Floats
    basic: Ints
    amounts: Floats
    held: NDArray[np.bool_]
    toward: Ints

    @classmethod
    def of(cls, scaled: ScaledProgram, engine: LoadedHighs) -> "Vertex":
        """Describe where the engine's last run ended."""
        z, _ = engine.solution()
        basic = engine.basic_variables()
        of_row = basic < 0
        toward = -scaled.lp.senses
        activity = scaled.lp.matrix.times(z * scaled.column_scale) * scaled.row_scale
        # How far each row is from the side that it could reach; 0 for = rows, which are at theirs.
        away = (scaled.lp.sides * scaled.row_scale - activity) * toward
        amounts = np.where(of_row, away[np.where(of_row, -1 - basic, 0)], z[np.where(of_row, 0, basic)])
        held = np.ones(len(toward), dtype=bool)
        held[-1 - basic[of_row]] = False
        return cls(len(z), scaled.row_scale, basic, amounts, held, toward)

    def reach(self, engine: LoadedHighs, rows: Ints, changes: Floats) -> float:
        """Return the largest t for which sides + t x changes keeps the basis feasible; infinite if nothing ends it.

        One step of the simplex method without taking it: B dz = db, t = min z / -dz. Zero where the basis is degenerate that way.
        The activity of an = row can be basic too, at its side by chance; then any move of it, or of its side, breaks the row.
        """
        sides, change = self._change(engine, rows, changes)
        of_row = np.flatnonzero(self.basic < 0)
        row = -1 - self.basic[of_row]
        # A basic row moves by its own activity, and its side may move with it.
        away = change[of_row] + sides[row]
        change[of_row] = np.where(self.toward[row] == 0, -np.abs(away), away * self.toward[row])
        # What falls no faster than rounding does not end the step.
        falling = np.flatnonzero(change < -ROUNDING * np.abs(change).max(initial=0.0))
        return float((np.maximum(self.amounts[falling], 0.0) / -change[falling]).min(initial=np.inf))

    def refined(self, engine: LoadedHighs, scaled: ScaledProgram, z: Floats) -> Floats:
        """Return the amounts with what rounding left in the rows corrected on this basis: z + B^-1 (b - A z), once.

        A small flow that is the difference of large ones is right to 1e-16 of the large ones only. What it misses its own rows
        by is known to more digits than that, so one correction gives it digits of its own.
        """
        missing = scaled.lp.sides - scaled.lp.matrix.times(z * scaled.column_scale)
        _, change = self._change(engine, np.arange(len(missing)), missing)
        of_column = self.basic >= 0
        better = np.zeros(self.column_count)
        better[self.basic[of_column]] = z[self.basic[of_column]] + change[of_column]
        return better

    def amounts_after(self, engine: LoadedHighs, rows: Ints, changes: Floats) -> Floats:
        """Return the amounts of all columns, in the engine's units, when the sides of some rows have changed on this basis."""
        _, change = self._change(engine, rows, changes)
        of_column = self.basic >= 0
        z = np.zeros(self.column_count)
        z[self.basic[of_column]] = (self.amounts + change)[of_column]
        return z

    def _change(self, engine: LoadedHighs, rows: Ints, changes: Floats) -> tuple[Floats, Floats]:
        """Return the changes of all sides, scaled, and of the basic variables in their order."""
        sides = np.zeros(len(self.row_scale))
        sides[rows] = changes * self.row_scale[rows]
        # Only rows that are held at their sides hand a change of these on to the basis.
        return sides, engine.change_of_basics(np.where(self.held, sides, 0.0))
