"""One-sided rates of numbers that enter prices or coefficients: by building the program anew with the numbers moved.

The size of a tier of one price is part of the marginal revenue of this tier and the next, a demanded share is a coefficient, and
what is left of a reserve at the end may have a value of its own. The
objective need not be a line in such a number. It is taken for one on a step if on half the step it changes by half as much:

    z(v + h) - z(v) = 2 (z(v + h / 2) - z(v))                                                                            (1)

Building takes longer than solving warm. So numbers with nothing in common are moved together in one build, and each is then given
what is its own of the new program: the cells that it can touch, in its columns and its rows, and the right-hand sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.one_sided import STEP, STEP_OF_ZERO, Number, OneSided, Rate
from optimizer.domain.addresses import resolve
from optimizer.domain.binding import NoRate
from optimizer.domain.case import Case
from optimizer.domain.scenario import Change, apply_changes
from optimizer.formulation.build import Built, build
from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.program import LinearProgram
from optimizer.problem.validation import validate
from optimizer.solver.session import Session
from optimizer.solver.solution import NoAnswer, Response, Solved

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Columns of the program times numbers asked about: beyond that a large program is not built anew for rates.
MOST_COLUMNS = 120_000
# Largest share by which the two sides of (1) may differ.
STRAIGHT = 1e-7
# How often a step on which the objective is no line is made ten times shorter.
SHRINKS = 1


@dataclass(frozen=True, slots=True)
class Movable:
    """A number that no right-hand side follows alone.

    Attributes:
        address: Where it stands.
        number: What is known of it.
        columns: Columns whose costs and coefficients it can touch.
        rows: Rows whose sides and coefficients it can touch.
        sides: Further rows of which it can touch the sides, but no coefficient.
        moves_constant: Whether it is worth something whatever the plan does.
    """

    address: str
    number: Number
    columns: Ints
    rows: Ints
    sides: Ints
    moves_constant: bool = False

    def cells_of(self, matrix: SparseMatrix) -> Flags:
        """Return which entries it can touch."""
        return _among(matrix.shape[1], self.columns)[matrix.index] | _among(matrix.shape[0], self.rows)[matrix.row_of_entry]

    def sides_of(self, matrix: SparseMatrix) -> Flags:
        """Return of which rows it can touch the right-hand side."""
        return _among(matrix.shape[0], self.rows, self.sides)


# What was found on one side, by address.
Found = dict[str, Rate | NoRate]


def moved_by(case: Case, address: str, step: float) -> list[Change]:
    """Return the changes that add a step to a number wherever it is given; one that is blank throughout becomes the step."""
    place = resolve(case, address)
    table = place.table.table.name
    column = place.column.name
    row = int(place.rows[0])
    given = ~np.isnan(case.numbers(table, column)[row])
    if not given.any():
        return [Change(address, "set", repr(step))]
    if all(spot != row for spot, _ in case.node_values.get((table, column), {})):
        return [Change(address, "add", repr(step))]
    return [Change(f"{address}@{case.timeline.ids[node]}", "add", repr(step)) for node in np.flatnonzero(given).tolist()]


class Rebuilt:
    """Finds rates of numbers that no right-hand side follows alone, around one optimal plan."""

    def __init__(self, built: Built, solution: Solved, session: Session, one_sided: OneSided) -> None:
        """Keep the plan, the engine it is loaded in and what is known of rounding."""
        self._built = built
        self._solution = solution
        self._session = session
        self._one_sided = one_sided
        self._problem = built.formulation.problem
        self.most_numbers = MOST_COLUMNS // max(1, len(built.lp.costs))

    def rates(self, movables: Sequence[Movable], direction: float) -> Found:
        """Return the rates of numbers on one side, or why there is none.

        Raises:
            TimedOut: The deadline passed.
        """
        found: Found = {}
        steps = {movable.address: _first_step(movable.number, direction) for movable in movables}
        for group in _apart(self._built.lp.matrix, movables):
            # What was no line on a step may be one on a tenth of it.
            for _ in range(1 + SHRINKS):
                asked = [movable for movable in group if not isinstance(found.get(movable.address), Rate)]
                signed = {movable.address: direction * steps[movable.address] for movable in asked}
                found |= self._try(asked, signed)
                steps |= {movable.address: steps[movable.address] / 10.0 for movable in asked}
        return found

    def _try(self, movables: list[Movable], steps: dict[str, float]) -> Found:
        """Return what (1) says of numbers that have nothing in common, each moved by its step."""
        found: Found = {movable.address: NoRate.IMPOSSIBLE for movable in movables}
        lawful = self._lawful([movable for movable in movables if steps[movable.address] != 0.0], steps)
        whole, half = (self._changes(lawful, {key: step / cut for key, step in steps.items()}) for cut in (1.0, 2.0))
        for address, change in whole.items():
            found[address] = self._judge(change, half[address], steps[address])
        return found

    def _judge(self, whole: float | NoRate, half: float | NoRate, step: float) -> Rate | NoRate:
        for change in (half, whole):
            if isinstance(change, NoRate):
                return change
        assert not isinstance(whole, NoRate)  # noqa: S101 (returned above)
        assert not isinstance(half, NoRate)  # noqa: S101 (likewise)
        if abs(whole - 2.0 * half) > STRAIGHT * abs(whole) + self._one_sided.noise:
            return NoRate.NOT_A_LINE
        return Rate(whole / step, abs(step))

    def _lawful(self, movables: list[Movable], steps: dict[str, float]) -> list[Movable]:
        """Return those numbers that can be moved while the case keeps its rules; asked of all at once first."""
        if not movables or not any(
            not violation.warning for violation in validate(self._moved(movables, steps), scenarios=False)
        ):
            return movables
        if len(movables) == 1:
            return []
        return [each for movable in movables for each in self._lawful([movable], steps)]

    def _moved(self, movables: list[Movable], steps: dict[str, float]) -> Case:
        case = self._problem.case
        changes = [change for movable in movables for change in moved_by(case, movable.address, steps[movable.address])]
        return apply_changes(case, changes)

    def _changes(self, movables: list[Movable], steps: dict[str, float]) -> dict[str, float | NoRate]:
        """Return the change of the objective where each number alone is moved by its step.

        Raises:
            TimedOut: The deadline passed.
        """
        if not movables:
            return {}
        # One build for all of them, then each is given what is its own of it.
        together = build(replace(self._problem, case=self._moved(movables, steps))).lp
        alone = len(movables) == 1
        if not alone and not self._built.lp.has_shape_of(together):
            return {key: change for movable in movables for key, change in self._changes([movable], steps).items()}
        return {
            movable.address: self._change(together if alone else _own_part(self._built.lp, together, movable))
            for movable in movables
        }

    def _change(self, lp: LinearProgram) -> float | NoRate:
        response = self._session.of_program(lp)
        if isinstance(response, Response):
            return response.objective - self._solution.objective
        if response is NoAnswer.IMPOSSIBLE:
            return NoRate.IMPOSSIBLE
        return NoRate.NOT_PROVEN


def _first_step(number: Number, direction: float) -> float:
    return max(0.0, min(STEP * number.size if number.size else STEP_OF_ZERO, number.room_of(direction)))


def _among(count: int, *positions: Ints) -> Flags:
    """Return which of so many positions are named."""
    flags = np.zeros(count, dtype=bool)
    flags[np.concatenate(positions)] = True
    return flags


def _apart(matrix: SparseMatrix, movables: Sequence[Movable]) -> Iterator[list[Movable]]:
    """Yield groups of numbers of which no two touch the same costs, right-hand sides or entries.

    Columns of one and rows of another that cross in an entry are not apart: a share that is to be processed is a coefficient of
    the sales whose price moves with a tier.
    """
    left = list(movables)
    while left:
        group: list[Movable] = []
        taken = [np.zeros(count, dtype=bool) for count in (matrix.shape[1], matrix.shape[0], len(matrix.index))]
        for movable in left:
            touched = [_among(matrix.shape[1], movable.columns), movable.sides_of(matrix), movable.cells_of(matrix)]
            crosses = any((mine & theirs).any() for mine, theirs in zip(touched, taken, strict=True))
            if not crosses and not (movable.moves_constant and any(other.moves_constant for other in group)):
                group.append(movable)
                taken = [mine | theirs for mine, theirs in zip(touched, taken, strict=True)]
        yield group
        left = [movable for movable in left if movable not in group]


def _own_part(lp: LinearProgram, moved: LinearProgram, movable: Movable) -> LinearProgram:
    """Return the program with what a number can touch taken from one in which it is moved together with others."""
    matrix = replace(lp.matrix, value=np.where(movable.cells_of(lp.matrix), moved.matrix.value, lp.matrix.value))
    return replace(
        lp,
        matrix=matrix,
        costs=np.where(_among(len(lp.costs), movable.columns), moved.costs, lp.costs),
        sides=np.where(movable.sides_of(lp.matrix), moved.sides, lp.sides),
        constant=moved.constant if movable.moves_constant else lp.constant,
    )
