"""One table of what every number of the case does to the objective: its derivative, column by column and node by node."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tracing import UP, Traced, plain
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.matrix import Short
from optimizer.formulation.measure_sums import node_weights, parts_of
from optimizer.formulation.program import Program
from optimizer.formulation.trace import trace

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# In place of a column: what the objective changes by whatever the plan.
CONSTANT = -1


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the case: row and column of a table."""

    table: str
    row: int
    column: str


@dataclass(frozen=True)
class ColumnFigures:
    """Derivatives of the objective by the numbers of one column of a table, one entry per number, node and LP column.

    Attributes:
        row: Row of the number.
        node: Node at which it stands.
        column: Column of the program, or `CONSTANT`.
        slope: Change of that column's objective coefficient, as a function to be maximised, per +1 of the number.
    """

    row: Ints
    node: Ints
    column: Ints
    slope: Floats

    def of_row(self, row: int, nodes: NDArray[np.bool_] | None = None) -> "ColumnFigures":
        """Return the entries of one row of the table, at all nodes or at some."""
        keep = self.row == row
        if nodes is not None:
            keep &= nodes[self.node]
        return ColumnFigures(self.row[keep], self.node[keep], self.column[keep], self.slope[keep])

    def and_also(self, other: "ColumnFigures") -> "ColumnFigures":
        """Return the entries of both."""
        pairs = ((self.row, other.row), (self.node, other.node), (self.column, other.column))
        row, node, column = (np.concatenate(pair) for pair in pairs)
        return ColumnFigures(row, node, column, np.concatenate((self.slope, other.slope)))

    def at(self, x: Floats) -> Floats:
        """Return what each entry comes to in plan x: slope times the amount of its column."""
        return self.slope * np.where(self.column == CONSTANT, 1.0, x[self.column])


class MoneyFigures:
    """The derivatives of a program's objective by all numbers of its case.

    Numbers of the tables `case` and `nodes` (the discount rate, lengths, weights, probabilities) move all money at once and
    are not traced; nor are whole days of transit.
    """

    def __init__(self, formulation: Formulation, program: Program, direction: float = UP) -> None:
        """Keep a traced program; `read` makes one."""
        self.formulation = formulation
        self.program = program
        self.direction = direction

    @classmethod
    def read(cls, formulation: Formulation, also: frozenset[str] = frozenset(), direction: float = UP) -> "MoneyFigures":
        """Trace what the objective consists of, and further measures that are asked for."""
        parts = {part for name, _ in formulation.problem.objective.weights for part in parts_of(name)}
        return cls(formulation, trace(formulation, frozenset(parts) | also, direction), direction)

    @property
    def case(self) -> Case:
        """The case."""
        return self.formulation.case

    @cached_property
    def by_column(self) -> dict[tuple[str, str], ColumnFigures]:
        """Derivatives by table and column; columns whose numbers move nothing are left out."""
        found: dict[tuple[str, str], list[tuple[Ints, Short, Floats]]] = {}
        problem = self.formulation.problem
        sign = 1.0 if problem.objective.maximise else -1.0
        for name, weight in problem.objective.weights:
            per_node = node_weights(self.case.timeline, problem.measures[name])
            for part, factor in parts_of(name).items():
                self._collect(part, sign * weight * factor * per_node, found)
        return {what: self._summed(parts) for what, parts in sorted(found.items())}

    def _collect(self, part: str, weights: Floats, found: dict[tuple[str, str], list[tuple[Ints, Short, Floats]]]) -> None:
        for columns, nodes, amounts in self.program.entries(part):
            for term in amounts.terms if isinstance(amounts, Traced) else ():
                found.setdefault(term.what, []).append((term.at, columns, term.slope * weights[nodes]))
        constant: Any = self.program.constant(part)
        for term in constant.terms if isinstance(constant, Traced) else ():
            nowhere = np.full(len(weights), CONSTANT, dtype=np.int32)
            found.setdefault(term.what, []).append((term.at, nowhere, term.slope * weights))

    def _summed(self, parts: list[tuple[Ints, Short, Floats]]) -> ColumnFigures:
        """Return one entry per number, node and column, in that order."""
        at, column, slope = (np.concatenate(part) for part in zip(*parts, strict=True))
        used = slope != 0.0
        at = at[used]
        column = column[used]
        slope = slope[used]
        keys, place = np.unique(np.stack([at, column]), axis=1, return_inverse=True)
        total = np.bincount(place.ravel(), slope, minlength=keys.shape[1]).astype(np.float64)
        row, node = np.divmod(keys[0], len(self.case.timeline))
        return ColumnFigures(row, node, keys[1], total)

    def of(self, number: Number) -> ColumnFigures:
        """Return the derivatives by one number, at the nodes that have no value of their own."""
        found = self.by_column.get((number.table, number.column))
        if found is None:
            nothing = np.zeros(0, dtype=np.int64)
            return ColumnFigures(nothing, nothing, nothing, np.zeros(0))
        return found.of_row(number.row, self.own_nodes(number))

    def own_nodes(self, number: Number) -> NDArray[np.bool_]:
        """Return the nodes at which the row's own value holds."""
        given = self.case.node_values.get((number.table, number.column), {})
        timeline = self.case.timeline
        return np.array([(number.row, node) not in given for node in timeline.ids], dtype=bool)

    def value(self, number: Number) -> float:
        """Return the row's own value, NaN if blank."""
        return float(plain(self.case[number.table][number.column])[number.row])
