"""The linear program as arrays: columns and rows with their names, coefficients, and contributions to measures."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimizer.domain.columns import COLUMN_FAMILIES, ORDINARY
from optimizer.domain.errors import TooLarge
from optimizer.domain.tracing import Traced
from optimizer.formulation.matrix import Short, SparseMatrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


# Places that are fewer take less memory than time to compare.
WORTH_COMPARING = 1_000

LE = -1
GE = 1
EQ = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive columns or rows of one family.

    Attributes:
        family: Name of the family.
        keys: Per entity the parts of its key, without the node.
        entity: Position in `keys` of each column or row.
        node: Node of each column or row; -1 where it spans all nodes.
        first: Position of the first one in the program.
    """

    family: str
    keys: Sequence[tuple[str, ...]]
    entity: Short
    node: Short
    first: int

    def __len__(self) -> int:
        """Return the number of columns or rows."""
        return len(self.entity)

    def places(self, positions: Ints) -> Ints:
        """Return where in the block some positions of the program are, which ascend; those in other blocks are left out."""
        first, end = np.searchsorted(positions, (self.first, self.first + len(self)))
        return np.asarray(positions[first:end] - self.first)

    def is_named_as(self, other: "Block") -> bool:
        """Return whether the names of another block are made of the same parts."""
        return bool(
            self.family == other.family
            and self.keys == other.keys
            and np.array_equal(self.entity, other.entity)
            and np.array_equal(self.node, other.node)
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The number of the case that a row's right-hand side comes from.

    Attributes:
        table: Its table.
        row: Position of its row in the table.
        column: Its column.
        factor: Change of the right-hand side per +1 of the number.
    """

    table: str
    row: int
    column: str
    factor: float


@dataclass(frozen=True, slots=True)
class LimitedRows:
    """Rows whose right-hand sides come from numbers of one column of the case.

    Attributes:
        table: The table.
        column: Its column.
        rows: Positions of the rows in the program.
        entries: Position in the table of the number of each.
        factors: Change of each right-hand side per +1 of its number.
    """

    table: str
    column: str
    rows: Short
    entries: Short
    factors: Floats


@dataclass(slots=True)
class Program:
    """A linear program under construction: maximise c'x + constant, rows of three senses, x >= 0.

    Amounts are in the node's whole period. Money in contributions is undiscounted and positive; signs and weights come
    with the measures that add them up.
    """

    node_ids: tuple[str, ...]
    max_columns: int = 2_000_000
    columns: list[Block] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)
    units: list[Sequence[str]] = field(default_factory=list)
    column_count: int = 0
    row_count: int = 0
    _terms: list[tuple[Short, Short, Floats]] = field(default_factory=list)
    _senses: list[Ints] = field(default_factory=list)
    _sides: list[Floats] = field(default_factory=list)
    limits: list[LimitedRows] = field(default_factory=list)
    _contributions: dict[str, list[tuple[Short, Short, Floats]]] = field(default_factory=dict)
    _constants: dict[str, Floats] = field(default_factory=dict)
    _places: dict[int, tuple[Short, Short]] = field(default_factory=dict)
    counted: frozenset[str] | None = None

    def add_columns(self, family: str, keys: Sequence[tuple[str, ...]], offered: NDArray[np.bool_], units: Sequence[str]) -> Ints:
        """Add a column per entity and node where `offered`; return their positions, -1 elsewhere: (entities, nodes).

        Raises:
            TooLarge: The program would have more than `max_columns` columns.
        """
        entity, node = np.nonzero(offered)
        positions = np.full(offered.shape, -1, dtype=np.int64)
        positions[entity, node] = self.column_count + np.arange(len(entity))
        self.columns.append(Block(family, keys, entity.astype(np.int32), node.astype(np.int32), self.column_count))
        self.units.append(units)
        self.column_count += len(entity)
        if self.column_count > self.max_columns:
            raise TooLarge(f"the linear program needs more than {self.max_columns} columns; use fewer lanes, tiers or nodes")
        return positions

    def add_rows(
        self, family: str, keys: Sequence[tuple[str, ...]], entity: ArrayLike, node: ArrayLike, sense: int, side: ArrayLike
    ) -> Ints:
        """Add rows of one sense with their right-hand sides; return their positions."""
        entity = np.asarray(entity, dtype=np.int32)
        node = np.asarray(node, dtype=np.int32)
        self.rows.append(Block(family, keys, entity, node, self.row_count))
        self._senses.append(np.full(len(entity), sense, dtype=np.int64))
        self._sides.append(np.asarray(np.broadcast_to(np.asarray(side, dtype=np.float64), entity.shape)))
        self.row_count += len(entity)
        return np.arange(self.row_count - len(entity), self.row_count)

    def add_terms(self, rows: ArrayLike, columns: ArrayLike, coefficients: ArrayLike) -> None:
        """Add coefficients; entries with row or column -1 are left out, entries of one cell add up."""
        row, column, value = np.broadcast_arrays(rows, columns, np.asarray(coefficients, dtype=np.float64))
        keep = (row >= 0) & (column >= 0) & (value != 0.0)
        if keep.any():
            self._terms.append((row[keep].astype(np.int32), column[keep].astype(np.int32), value[keep]))

    def link_limit(self, row: int, limit: Limit) -> None:
        """Record which number of the case a row's right-hand side comes from."""
        self.link_limits(limit.table, limit.column, np.array([row]), np.array([limit.row]), np.array([limit.factor]))

    def link_limits(self, table: str, column: str, rows: Ints, entries: Ints, factors: Floats) -> None:
        """Record which numbers of a column of the case the right-hand sides of rows come from."""
        self.limits.append(LimitedRows(table, column, rows.astype(np.int32), entries.astype(np.int32), factors))

    def contribute(self, measure: str, columns: ArrayLike, amounts: ArrayLike | Traced, nodes: ArrayLike | None = None) -> None:
        """Add an amount per unit of each column to a measure, at the column's node or at `nodes`."""
        if self.counted is not None and measure not in self.counted:
            return
        shape = np.broadcast_shapes(np.shape(columns), np.shape(amounts))
        column = np.broadcast_to(columns, shape)
        amount = np.broadcast_to(amounts if isinstance(amounts, Traced) else np.asarray(amounts, dtype=np.float64), shape)
        if nodes is None:
            nodes = np.arange(shape[-1])
        node = np.broadcast_to(nodes, shape)
        keep = (column >= 0) & (node >= 0) & self._counts(amount)
        if keep.any():
            entry = (*self._kept_once(column[keep].astype(np.int32), node[keep].astype(np.int32)), amount[keep])
            self._contributions.setdefault(measure, []).append(entry)

    def _kept_once(self, columns: Short, nodes: Short) -> tuple[Short, Short]:
        """Return the same places, as already kept if the last of this number were the same: most measures share theirs."""
        fresh = (columns, nodes)
        if len(columns) < WORTH_COMPARING:
            return fresh
        known = self._places.setdefault(len(columns), fresh)
        if not all(map(np.array_equal, known, fresh)):
            known = self._places[len(columns)] = fresh
        return known

    @staticmethod
    def _counts(amount: Any) -> NDArray[np.bool_]:
        """Return where an amount is not 0, or rests on a figure that could make it so."""
        counts: NDArray[np.bool_] = amount != 0.0
        for term in amount.terms if isinstance(amount, Traced) else ():
            counts = counts | (term.slope != 0.0)
        return counts

    def contribute_constant(self, measure: str, per_node: Floats) -> None:
        """Add an amount per node that does not depend on the plan."""
        if self.counted is not None and measure not in self.counted:
            return
        self._constants[measure] = self._constants.get(measure, np.zeros(len(self.node_ids))) + per_node

    def entries(self, measure: str) -> list[tuple[Short, Short, Any]]:
        """Return what was contributed to a measure, part by part: (columns, nodes, amounts), amounts traced if the case is."""
        return self._contributions.get(measure, [])

    def contributions(self, measure: str) -> tuple[Short, Short, Floats]:
        """Return (columns, nodes, amounts) of one measure."""
        entries = self._contributions.get(measure, [])
        if not entries:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0)
        return tuple(np.concatenate(parts) for parts in zip(*entries, strict=True))  # type: ignore[return-value]

    def constant(self, measure: str) -> Floats:
        """Return the amounts per node that do not depend on the plan."""
        return self._constants.get(measure, np.zeros(len(self.node_ids)))

    def contributed_measures(self) -> tuple[str, ...]:
        """Return every measure that something contributes to."""
        return tuple(sorted({*self._contributions, *self._constants}))

    def finish(self, costs: Floats, constant: float) -> "LinearProgram":
        """Return the finished program, once: maximise costs'x + constant. Its arrays take the place of the parts added so far."""
        none = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0))
        rows, columns, values = (np.concatenate(parts) for parts in zip(*[none, *self._terms], strict=True))
        self._terms.clear()
        matrix = SparseMatrix.from_triples(rows, columns, values, (self.row_count, self.column_count))
        senses = np.concatenate(self._senses) if self._senses else np.zeros(0, dtype=np.int64)
        sides = np.concatenate(self._sides) if self._sides else np.zeros(0)
        self._senses.clear()
        self._sides.clear()
        return LinearProgram(self, matrix, senses, sides, costs, constant)


@dataclass(frozen=True)
class LinearProgram:
    """maximise costs'x + constant, subject to A x (<=, =, >=) sides, x >= 0.

    Attributes:
        program: Names, limits and contributions.
        matrix: A.
        senses: LE, EQ or GE per row.
        sides: Right-hand side per row.
        costs: Objective per column, in money, always to be maximised.
        constant: Objective of doing nothing.
    """

    program: Program
    matrix: SparseMatrix
    senses: Ints
    sides: Floats
    costs: Floats
    constant: float

    def has_shape_of(self, other: "LinearProgram") -> bool:
        """Return whether another program differs from this one in nothing but numbers: the same rows, columns and places."""
        return bool(
            self.matrix.shape == other.matrix.shape
            and np.array_equal(self.matrix.start, other.matrix.start)
            and np.array_equal(self.matrix.index, other.matrix.index)
            and np.array_equal(self.senses, other.senses)
            and self._is_named_as(other)
        )

    def _is_named_as(self, other: "LinearProgram") -> bool:
        """Return whether rows and columns have the same names, without writing them where their parts are the same."""
        if self.program.node_ids == other.program.node_ids:
            mine = [*self.program.columns, *self.program.rows]
            others = [*other.program.columns, *other.program.rows]
            if len(mine) == len(others) and all(map(Block.is_named_as, mine, others)):
                return True
        return self.column_names == other.column_names and self.row_names == other.row_names

    def without_rows(self, rows: Ints) -> "LinearProgram":
        """Return the program in which these rows say nothing: no coefficients, and a side of zero."""
        sides = self.sides.copy()
        sides[rows] = 0.0
        return replace(self, matrix=self.matrix.without_rows(rows), sides=sides)

    @property
    def column_names(self) -> list[str]:
        """Address of every column, written anew: names take as much room as the matrix, and few are ever read."""
        return self.names_of_columns(np.arange(len(self.costs)))

    @property
    def row_names(self) -> list[str]:
        """Address of every row, likewise."""
        return self.names_of_rows(np.arange(len(self.sides)))

    def names_of_columns(self, columns: Ints) -> list[str]:
        """Return the addresses of some columns, whose positions ascend."""
        return _names(self.program.columns, self.program.node_ids, columns)

    def names_of_rows(self, rows: Ints) -> list[str]:
        """Return the addresses of some rows, whose positions ascend."""
        return _names(self.program.rows, self.program.node_ids, rows)

    def column_name(self, column: int) -> str:
        """Return the address of one column."""
        return self.names_of_columns(np.array([column]))[0]

    def row_name(self, row: int) -> str:
        """Return the address of one row."""
        return self.names_of_rows(np.array([row]))[0]

    @cached_property
    def is_claimed(self) -> NDArray[np.bool_]:
        """Whether each column is a sale under a programme."""
        part = COLUMN_FAMILIES["sell"].index("claim")
        claimed = np.zeros(len(self.costs), dtype=bool)
        for block in self.program.columns:
            if block.family == "sell" and len(block):
                under = np.array([key[part] != ORDINARY for key in block.keys], dtype=bool)
                claimed[block.first : block.first + len(block)] = under[block.entity]
        return claimed

    @cached_property
    def row_bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bound of every row."""
        lower = np.where(self.senses == LE, -np.inf, self.sides)
        upper = np.where(self.senses == GE, np.inf, self.sides)
        return lower, upper

    def units_of_columns(self, columns: Ints) -> list[str]:
        """Return the units of some columns, whose positions ascend."""
        found: list[str] = []
        for block, units in zip(self.program.columns, self.program.units, strict=True):
            found += [units[entity] for entity in block.entity[block.places(columns)].tolist()]
        return found


def _names(blocks: Sequence[Block], node_ids: tuple[str, ...], positions: Ints) -> list[str]:
    """Return the names at some positions, which ascend, in columns or rows that blocks describe."""
    names: list[str] = []
    for block in blocks:
        at = block.places(positions)
        entities = block.entity[at].tolist()
        heads = {entity: f"{block.family}[{','.join(block.keys[entity])}" for entity in set(entities)}
        for entity, node in zip(entities, block.node[at].tolist(), strict=True):
            names.append(f"{heads[entity]},{node_ids[node]}]" if node >= 0 else f"{heads[entity]}]")
    return names
