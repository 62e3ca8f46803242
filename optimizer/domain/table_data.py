"""The rows of a table as typed columns; every unreadable cell is one violation and hides no other."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.domain.cells import DAYS, READERS, Array, Unreadable, blank, number_text, read_text, shown
from optimizer.domain.errors import Violation
from optimizer.domain.tables import TABLES, Column, Kind, Table


@dataclass(frozen=True, slots=True)
class TableData:
    """The rows of one table as typed columns, in the order of their keys.

    Attributes:
        table: The declaration.
        columns: Per declared column one array: float64 (NaN blank), datetime64[D] (NaT blank), bool, or object (`""` blank).
        keys: Per row its key as written in addresses, for example `us-femn,2`.
        rows: Position of each key.
    """

    table: Table
    columns: Mapping[str, Array]
    keys: tuple[str, ...]
    rows: Mapping[str, int]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.keys)

    def __getitem__(self, column: str) -> Array:
        """Return the array of one column."""
        return self.columns[column]

    def address(self, row: int, column: str = "") -> str:
        """Return the address of a row or of one of its values."""
        head = self.table.name if self.table.single_row else f"{self.table.name}[{self.keys[row]}]"
        if column:
            return f"{head}.{column}"
        return head

    def key_parts(self, rows: Sequence[int] | Array) -> list[tuple[str, ...]]:
        """Return the parts of the keys of some rows, in the order in which the table declares them."""
        parts = [_key_texts(self.table.column(name), self.columns[name][rows].tolist()) for name in self.table.key]
        return list(zip(*parts, strict=True))

    def replace(self, column: str, values: Array) -> "TableData":
        """Return the same rows with one non-key column exchanged."""
        return TableData(self.table, {**self.columns, column: values}, self.keys, self.rows)


def column_array(column: Column, values: Sequence[Any]) -> Array:
    """Return typed storage for the values of one column."""
    if column.kind is Kind.NUMBER:
        return np.array(values, dtype=np.float64)
    if column.kind is Kind.DATE:
        return np.array(values, dtype=DAYS)
    if column.kind is Kind.FLAG:
        return np.array(values, dtype=np.bool_)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def read_table(table: Table, cells: Mapping[str, Sequence[str]], places: Sequence[str], violations: list[Violation]) -> TableData:
    """Read text cells, column by column.

    Args:
        table: Declaration.
        cells: Per column present its cells, all of one length.
        places: Per row where it stands, for example `tariffs.csv line 7`; used where a row has no readable key.
        violations: Gains one entry per unreadable or missing cell and per duplicate key.

    Returns:
        The rows in the order of their keys; unreadable cells hold the blank value, unreadable ids their own text.
    """
    addresses = _row_addresses(table, cells, places)
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        if column.name in cells:
            columns[column.name] = _read_column(table, column, cells[column.name], addresses, violations)
        else:
            columns[column.name] = [blank(column)] * len(places)
    return sort_rows(table, columns, addresses, violations)


def _row_addresses(table: Table, cells: Mapping[str, Sequence[str]], places: Sequence[str]) -> list[str]:
    if table.single_row:
        return [table.name] * len(places)
    if not all(name in cells for name in table.key):
        return list(places)
    parts = [cells[name] for name in table.key]
    return [
        f"{table.name}[{','.join(map(shown, key))}]" if all(key) or len(key) > 1 else place
        for place, key in zip(places, zip(*parts, strict=True), strict=True)
    ]


def _read_column(
    table: Table, column: Column, cells: Sequence[str], addresses: Sequence[str], violations: list[Violation]
) -> list[Any]:
    reader = READERS.get(column.kind, read_text)
    if_blank = blank(column)
    values: list[Any] = []
    for cell, address in zip(cells, addresses, strict=True):
        value = if_blank
        if cell:
            try:
                value = reader(cell, column)
            except Unreadable as unreadable:
                value = cell if column.kind is Kind.ID else if_blank
                place = address if column.name in table.key and not table.single_row else f"{address}.{column.name}"
                violations.append(Violation(place, unreadable.rule, shown(cell), unreadable.problem, unreadable.fix))
        elif not may_be_blank(table, column):
            fix = f"give {column.description[0].lower()}{column.description[1:].rstrip('.')}"
            violations.append(Violation(f"{address}.{column.name}", "missing-value", "", "a value is required", fix))
        values.append(value)
    return values


def sort_rows(
    table: Table, columns: Mapping[str, Sequence[Any]], addresses: Sequence[str], violations: list[Violation]
) -> TableData:
    """Return the rows in the order of their keys; report keys that stand twice.

    No row is dropped, so that nothing in it stays hidden: a second row of one key is called `key (2)` in addresses, a row
    without a key by its place.
    """
    parts = [_key_texts(table.column(name), columns[name]) for name in table.key]
    written = list(zip(*parts, strict=True)) if len(addresses) else []
    keys = [",".join(key) if any(key) or len(key) > 1 else place for key, place in zip(written, addresses, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    names: list[str] = []
    seen: dict[str, int] = {}
    for position in order:
        key = keys[position]
        seen[key] = seen.get(key, 0) + 1
        names.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
        if seen[key] > 1 and _is_complete(table, written[position]):
            fix = "give each row a key of its own, or delete one"
            violations.append(Violation(addresses[position], "duplicate-key", key, "the key stands twice", fix))
    arrays = {column.name: column_array(column, [columns[column.name][i] for i in order]) for column in table.columns}
    return TableData(table, arrays, tuple(names), {name: row for row, name in enumerate(names)})


def _is_complete(table: Table, key: Sequence[str]) -> bool:
    """Return whether no part of a key is missing; blank text is a key like any other."""
    return all(part or may_be_blank(table, table.column(name)) for name, part in zip(table.key, key, strict=True))


def may_be_blank(table: Table, column: Column) -> bool:
    """Return whether a cell may be blank; in a key, blank text is a value like any other."""
    return not column.required or (column.kind is Kind.TEXT and column.name in table.key)


def _key_texts(column: Column, values: Sequence[Any]) -> list[str]:
    if column.kind is Kind.NUMBER:
        return ["" if math.isnan(value) else number_text(value) for value in values]
    return [str(value) for value in values]


def empty_table(name: str) -> TableData:
    """Return a table without rows."""
    return read_table(TABLES[name], {}, (), [])
