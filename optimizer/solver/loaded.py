"""A program as it stands in an engine: in one choice of units, with the basis that every question begins from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Termination
from optimizer.solver.highs import INFINITE, LoadedHighs
from optimizer.solver.outcomes import point_violation
from optimizer.solver.scaling import ScaledProgram
from optimizer.solver.vertex import Vertex

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Seconds that are left; None = no limit.
TimeLeft = Callable[[], float | None]

# Rows that are missed by more than this, relatively, are worth a correction.
REFINED = 1e-12


@dataclass(eq=False)
class LoadedProgram:
    """A program in an engine.

    Attributes:
        scaled: The program in the engine's units.
        engine: The engine.
        row_lower: Lower bound of each row, in the engine's units.
        row_upper: Upper bound of each row, likewise.
        basis: The basis of the solution, once there is one.
    """

    scaled: ScaledProgram
    engine: LoadedHighs
    row_lower: Floats
    row_upper: Floats
    basis: Any = None
    _vertex: Vertex | None = None

    @classmethod
    def load(cls, scaled: ScaledProgram) -> "LoadedProgram":
        """Pass a program to an engine of its own."""
        lower, upper = scaled.row_bounds(np.arange(len(scaled.lp.sides)), scaled.lp.sides)
        engine = LoadedHighs()
        engine.load(scaled.costs, scaled.matrix, lower, upper)
        return cls(scaled, engine, lower, upper)

    def keep_basis(self) -> None:
        """Take the basis of the last run for that of the solution."""
        self.basis = self.engine.basis()
        self._vertex = None

    def go_back(self) -> None:
        """Make the next run start from the basis of the solution."""
        self.engine.restore(self.basis)
        self._vertex = None

    def forget_vertex(self) -> None:
        """Say that the engine has moved from where it was last described."""
        self._vertex = None

    def restore_columns(self, columns: Ints) -> None:
        """Let columns be 0 or more again."""
        self.engine.change_columns(columns, np.zeros(len(columns)), np.full(len(columns), INFINITE))

    def restore_rows(self, rows: Ints) -> None:
        """Give rows their bounds back."""
        self.engine.change_rows(rows, self.row_lower[rows], self.row_upper[rows])

    def refined(self, scaled: ScaledProgram, z: Floats) -> Floats:
        """Return the amounts of the last run, corrected on its basis where a row shows that they need it."""
        if point_violation(scaled.lp, scaled.plans(z)[0]) <= REFINED:
            return z
        return Vertex.of(scaled, self.engine).refined(self.engine, scaled, z)

    def reach(self, rows: Ints, changes: Floats, time_left: TimeLeft) -> float:
        """Return the largest t for which sides + t x changes keeps the basis of the solution feasible.

        Its duals stay optimal as long. Cheap as long as nothing was re-solved since the last call.
        """
        vertex = self._vertex or self._return_to_vertex(time_left)
        if vertex is None:
            return 0.0
        return vertex.reach(self.engine, rows, changes)

    def plan_on_basis(self, rows: Ints, changes: Floats, t: float, time_left: TimeLeft) -> tuple[Floats, float] | None:
        """Return the plan for sides + t x changes on the basis of the solution, and by how much it misses them, relatively.

        As the duals of the solution stay admissible whatever the sides, it is optimal iff it misses nothing and its worth is
        theirs, b'y. None if the engine cannot go back to the basis.
        """
        vertex = self._vertex or self._return_to_vertex(time_left)
        if vertex is None:
            return None
        lp = self.scaled.lp
        sides = lp.sides.copy()
        sides[rows] += t * changes
        x = self.scaled.plans(vertex.amounts_after(self.engine, rows, t * changes))[0]
        return x, point_violation(replace(lp, sides=sides), x)

    def _return_to_vertex(self, time_left: TimeLeft) -> Vertex | None:
        """Load the basis of the solution again and describe it; None if the engine moves away from it."""
        self.engine.restore(self.basis)
        if self.engine.run(time_left(), presolve=False, cold=False) is not Termination.OPTIMAL:
            return None
        if self.engine.iteration_count:
            return None
        self._vertex = Vertex.of(self.scaled, self.engine)
        return self._vertex
