"""HiGHS: the program's arrays are passed in one call and stay loaded for warm re-solves.

It is not run through PuLP, whose interface to it, measured on PuLP 3.3.2 and highspy 1.16.0, returns duals of maximisation with
the wrong sign, calls a time-limited infeasible point optimal, leaves numbers behind after failure and cannot re-solve. Stating a
large program in PuLP takes a third of the time of solving it, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import SolverFailure
from optimizer.domain.plan import Termination
from optimizer.formulation.matrix import SparseMatrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEASIBILITY_TOLERANCE = 1e-9
# HiGHS drops matrix entries of this size and below; it accepts no smaller limit. Its own default is 1e-9.
SMALLEST_ENTRY = 1e-12
INFINITE = highspy.kHighsInf
PRIMAL_SIMPLEX = 4
CHOOSE_SIMPLEX = 1
ENGINE_SCALING = 2
NO_SCALING = 0

OPTIONS: dict[str, float] = {
    "threads": 1,
    "random_seed": 0,
    "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE,
    "dual_feasibility_tolerance": FEASIBILITY_TOLERANCE,
    "small_matrix_value": SMALLEST_ENTRY,
}

TERMINATIONS = {
    highspy.HighsModelStatus.kOptimal: Termination.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: Termination.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Termination.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Termination.UNBOUNDED,
    highspy.HighsModelStatus.kTimeLimit: Termination.TIME_LIMIT,
}


@dataclass(frozen=True, slots=True)
class KeptBasis:
    """A basis as the engine gives it.

    Attributes:
        basis: What the engine calls it.
        row_count: How many rows it has; to ask it for them would copy the status of each.
    """

    basis: highspy.HighsBasis
    row_count: int


class LoadedHighs:
    """An engine that keeps its program loaded.

    The engine minimises; costs and duals are turned round here and nowhere else, so that callers see a maximisation in
    theory's signs: y >= 0 on <= rows, reduced cost d = c - A'y <= 0 on columns at 0. One thread, no callbacks.
    """

    def __init__(self) -> None:
        """Start an engine without a model."""
        self._engine = highspy.Highs()
        self._engine.silent()
        for option, value in OPTIONS.items():
            self.set_option(option, value)

    def set_option(self, option: str, value: float | str) -> None:
        """Set an option of the engine, which would say only by its return value that it knows no such option or value."""
        _check(self._engine.setOptionValue(option, value), f"option {option} = {value}")

    def load(self, costs: Floats, matrix: SparseMatrix, lower: Floats, upper: Floats) -> None:
        """Pass a program: maximise costs'x with lower <= A x <= upper, x >= 0.

        Raises:
            SolverFailure: The engine would hold another one: entries dropped, sides taken for infinite.
        """
        model = highspy.HighsLp()
        model.num_col_ = matrix.shape[1]
        model.num_row_ = matrix.shape[0]
        model.col_cost_ = -costs
        model.col_lower_ = np.zeros(len(costs))
        model.col_upper_ = np.full(len(costs), INFINITE)
        model.row_lower_ = lower
        model.row_upper_ = upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.start
        model.a_matrix_.index_ = matrix.index
        model.a_matrix_.value_ = matrix.value
        _check(self._engine.passModel(model), "the program as it stands")

    def run(self, time_limit: float | None = None, *, presolve: bool = True, cold: bool = True) -> Termination | None:
        """Solve what is loaded; None if the engine gave no answer that means anything.

        Args:
            time_limit: Seconds from now.
            presolve: Whether to presolve; off when a basis is to be used.
            cold: Whether to forget what earlier solves left, so that the answer depends on the model alone.

        Raises:
            MemoryError: The engine had too little; what it holds then means nothing, and asking it for a ray ends the process.
        """
        engine = self._engine
        if cold:
            _check(engine.clearSolver(), "to forget earlier solves")
        self.set_option("presolve", "choose" if presolve else "off")
        self.set_option("time_limit", INFINITE if time_limit is None else engine.getRunTime() + max(time_limit, 1e-3))
        result = engine.run()
        status = engine.getModelStatus()
        if status == highspy.HighsModelStatus.kMemoryLimit:
            raise MemoryError("the engine had too little memory")
        if result == highspy.HighsStatus.kError:
            return None
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible and presolve:
            return self.run(time_limit, presolve=False, cold=True)
        return TERMINATIONS.get(status)

    @property
    def raw_status(self) -> str:
        """The engine's own word for how it ended."""
        return str(self._engine.modelStatusToString(self._engine.getModelStatus()))

    @property
    def iteration_count(self) -> int:
        """Simplex iterations of the last run."""
        return int(self._engine.getInfo().simplex_iteration_count)

    def solution(self) -> tuple[Floats, Floats]:
        """Return (x, y) of the last run."""
        found = self._engine.getSolution()
        return np.array(found.col_value), -np.array(found.row_dual)

    def reduced_costs(self) -> Floats:
        """Return d = c - A'y of the last run."""
        return -np.array(self._engine.getSolution().col_dual)

    def change_costs(self, costs: Floats) -> None:
        """Set all objective coefficients, to be maximised."""
        _check(self._engine.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), -costs), "other costs")

    def change_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Set bounds of some columns."""
        if len(columns):
            _check(self._engine.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "other bounds of columns")

    def change_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Set bounds of some rows."""
        if len(rows):
            _check(self._engine.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper), "other right-hand sides")

    def change_entries(self, matrix: SparseMatrix, entries: Ints) -> None:
        """Set the coefficients at some entries of a matrix of the same shape to those of the matrix."""
        rows = matrix.row_of_entry[entries]
        columns = matrix.index[entries]
        values = matrix.value[entries]
        for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
            _check(self._engine.changeCoeff(row, column, value), "another coefficient")

    @contextmanager
    def extra_row(self, columns: Ints, coefficients: Floats, lower: float, upper: float) -> Iterator[int]:
        """Add a row for the length of the context; yield its position."""
        position = self._engine.getNumRow()
        _check(self._engine.addRow(lower, upper, len(columns), columns.astype(np.int32), coefficients), "one more row")
        try:
            yield position
        finally:
            _check(self._engine.deleteRows(1, np.array([position], dtype=np.int32)), "to take a row away")

    @contextmanager
    def primal_simplex(self) -> Iterator[None]:
        """Prefer the primal simplex, for a change of costs at a feasible basis."""
        self.set_option("simplex_strategy", PRIMAL_SIMPLEX)
        try:
            yield
        finally:
            self.set_option("simplex_strategy", CHOOSE_SIMPLEX)

    def basis(self) -> KeptBasis:
        """Return the basis of the last run, for `restore`."""
        return KeptBasis(self._engine.getBasis(), self._engine.getNumRow())

    def basic_variables(self) -> Ints:
        """Return the variables of the basis of the last run: columns by position, the activity of row i as -1 - i."""
        return np.asarray(self._engine.getBasicVariables()[1], dtype=np.int64)

    def change_of_basics(self, sides: Floats) -> Floats:
        """Return how the basic variables change with the right-hand sides while the basis stays, in their order."""
        return np.asarray(self._engine.getBasisSolve(sides)[1], dtype=np.float64)

    def factor(self, columns: NDArray[np.bool_], rows: NDArray[np.bool_]) -> bool:
        """Take the basis in which these columns and rows are basic, and invert it as it is; return whether that can be done.

        For `change_of_basics` and `prices_of_basics`, without a run. Which bound the others are at does not enter either.
        """
        basis = _basis_of(columns, rows)
        if self._engine.setBasis(basis) != highspy.HighsStatus.kOk:
            return False
        return bool(self._engine.getBasicVariables()[0] == highspy.HighsStatus.kOk)

    def prices_of_basics(self, costs: Floats) -> Floats:
        """Return y of B'y = costs: prices of rows at which basic variables with these costs, in their order, break even."""
        return np.asarray(self._engine.getBasisTransposeSolve(costs)[1], dtype=np.float64)

    def restore(self, kept: KeptBasis) -> None:
        """Make the next warm run start from a basis; rows added since are basic, as if nothing held them."""
        rows_since = self._engine.getNumRow() - kept.row_count
        wider = _with_basic_rows(kept.basis, rows_since) if rows_since else kept.basis
        _check(self._engine.setBasis(wider), "the basis of the solution")

    def infeasible_combination(self, row_scale: Floats) -> Floats | None:
        """Return the multipliers of rows by which the last run, without presolve, saw that no plan exists; None if it kept none.

        In the signs of duals and the units of the rows before their scale: y >= 0 on <= rows, and b'y < 0 <= A'y if it is right,
        which nobody may take for granted.
        """
        _, found, ray = self._engine.getDualRay()
        if found:
            return -np.array(ray) * row_scale
        return None

    def unbounded_direction(self, column_scale: Floats) -> Floats | None:
        """Return the direction in which the last run, without presolve, saw the objective rise for ever; None if it kept none."""
        _, found, ray = self._engine.getPrimalRay()
        if found:
            return np.array(ray) * column_scale
        return None


def _check(status: highspy.HighsStatus, what: str) -> None:
    """Refuse to go on after a call that the engine did not carry out to the letter; it raises nothing by itself."""
    if status != highspy.HighsStatus.kOk:
        word = "changes by itself"
        if status == highspy.HighsStatus.kError:
            word = "refuses"
        raise SolverFailure(f"the engine {word} {what}, so it would answer another question")


def _with_basic_rows(basis: highspy.HighsBasis, count: int) -> highspy.HighsBasis:
    wider = highspy.HighsBasis()
    wider.col_status = basis.col_status
    wider.row_status = [*basis.row_status, *[highspy.HighsBasisStatus.kBasic] * count]
    wider.valid = True
    return wider


def _basis_of(columns: NDArray[np.bool_], rows: NDArray[np.bool_]) -> highspy.HighsBasis:
    statuses = (highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic)
    basis = highspy.HighsBasis()
    basis.col_status = [statuses[basic] for basic in columns.tolist()]
    basis.row_status = [statuses[basic] for basic in rows.tolist()]
    basis.valid = True
    basis.alien = False  # An alien one the engine would fix by itself where it cannot be inverted.
    return basis


def completed_basis(
    costs: Floats, matrix: SparseMatrix, bounds: tuple[Floats, Floats], basic: tuple[Flags, Flags]
) -> tuple[Flags, Flags] | None:
    """Return a basis with as many of these columns and rows as can be basic together, and rows where it needs more.

    Args:
        costs: Objective per column, to be maximised.
        matrix: Coefficients.
        bounds: Lower and upper bound of every row.
        basic: Per column, and per row, whether it is to be basic.

    Returns:
        Per column, and per row, whether it is basic; None if the engine makes no basis of them.

    Raises:
        SolverFailure: The engine would hold another program.
    """
    engine = LoadedHighs()
    engine.load(costs, matrix, *bounds)
    basis = _basis_of(*basic)
    # What HiGHS calls alien it repairs: columns that depend on others leave, rows come in.
    basis.alien = True
    if engine._engine.setBasis(basis) != highspy.HighsStatus.kOk:
        return None
    found = engine.basis().basis
    columns, rows = (
        np.array([status == highspy.HighsBasisStatus.kBasic for status in statuses], dtype=bool)
        for statuses in (found.col_status, found.row_status)
    )
    return columns, rows
