"""From text cells or wire values to typed columns; every unreadable cell is one violation and hides no other."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.codes import NotACode, read_country, read_hs
from optimizer.domain.errors import Violation
from optimizer.domain.tables import TABLES, Column, Kind, Table

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
DATE_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
DAYS = np.dtype("datetime64[D]")
EARLIEST, LATEST = date(1800, 1, 1), date(8999, 12, 31)
ABSURD = 1e15
"""No number of a case is as large as this: sums of such numbers would not be exact to the cent."""
LONGEST = {Kind.ID: 100, Kind.REFERENCE: 100, Kind.ADDRESS: 1000}
LONGEST_TEXT = 10_000
"""Most letters of a cell, by its kind, and of any other text."""
SHOWN = 160
"""Most letters of a cell in a message."""
SEVERAL_LINES = {"note", "description", "citation"}
"""Columns of text that a line break may stand in; others reach names and headings."""

Array = NDArray[Any]


class Unreadable(ValueError):
    """A cell that cannot be read: the rule it breaks, what is wrong and how to fix it."""

    def __init__(self, rule: str, problem: str, fix: str) -> None:
        """Keep the three parts."""
        self.rule, self.problem, self.fix = rule, problem, fix
        super().__init__(problem)


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
        return f"{head}.{column}" if column else head

    def key_parts(self, rows: Sequence[int] | Array) -> list[tuple[str, ...]]:
        """Return the parts of the keys of some rows, in the order in which the table declares them."""
        parts = [_key_texts(self.table.column(name), self.columns[name][rows].tolist()) for name in self.table.key]
        return list(zip(*parts, strict=True))

    def replace(self, column: str, values: Array) -> "TableData":
        """Return the same rows with one non-key column exchanged."""
        return TableData(self.table, {**self.columns, column: values}, self.keys, self.rows)


def read_number(cell: str, column: Column) -> float:
    """Read a finite decimal number."""
    if cell.endswith("%"):
        example = _percent_as_fraction(cell)
        raise Unreadable("percent-sign", "a number must not carry a percent sign", f"write it as a fraction{example}")
    try:
        if "_" in cell or not cell.isascii():  # Python would read 1_000 and digits of other scripts.
            raise ValueError
        value = float(cell)
    except ValueError:
        raise Unreadable("not-a-number", "not a number", "write digits with a decimal point, such as 1250.5") from None
    return finite(value, column)


def finite(value: float, column: Column) -> float:  # noqa: ARG001
    """Return a finite number; raise Unreadable otherwise."""
    if math.isnan(value):
        raise Unreadable("nan", "NaN is not a number", "leave the cell blank if the value is not known")
    if math.isinf(value):
        raise Unreadable("infinite", "infinity is not a number", "leave the cell blank for no limit")
    if abs(value) >= ABSURD:
        problem = f"no number of a case can be as large as {ABSURD:g}"
        raise Unreadable("absurd-number", problem, "check the number and its unit, or leave the cell blank for no limit")
    return value + 0.0  # Never -0, which would be another number in a digest.


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the number."""
    return repr(float(value)).removesuffix(".0")


def _percent_as_fraction(cell: str) -> str:
    try:
        return f", {float(cell[:-1]) / 100:g}"
    except ValueError:
        return ""


def read_date(cell: str, column: Column) -> np.datetime64:  # noqa: ARG001
    """Read an ISO 8601 calendar date."""
    try:
        if not DATE_PATTERN.match(cell):  # Python would read 20270131 and 2027-W05-7.
            raise ValueError
        day = date.fromisoformat(cell)
    except ValueError:
        raise Unreadable("not-a-date", "not a date", "write year-month-day, such as 2027-01-31") from None
    if not EARLIEST <= day <= LATEST:
        raise Unreadable("not-a-date", "date out of range", f"use a year from {EARLIEST.year} to {LATEST.year}")
    return np.datetime64(day, "D")


def read_flag(cell: str, column: Column) -> bool:  # noqa: ARG001
    """Read `true` or `false`."""
    lowered = cell.lower()
    if lowered not in ("true", "false"):
        raise Unreadable("not-a-flag", "neither true nor false", "write true or false")
    return lowered == "true"


def read_text(cell: str, column: Column) -> str:
    """Read text, checking its length, identifiers and choices."""
    check_length(cell, LONGEST.get(column.kind, LONGEST_TEXT))
    if column.kind is Kind.TEXT:
        _check_characters(cell, column)
    if column.kind is Kind.ID and not ID_PATTERN.match(cell):
        fix = "use small letters, digits, '.', '_' and '-', beginning with a letter or digit"
        raise Unreadable("bad-id", "not a valid identifier", fix)
    if column.kind is Kind.CHOICE and cell not in column.choices:
        raise Unreadable("unknown-choice", "not one of the choices", f"use one of {', '.join(column.choices)}")
    return cell


def read_hs_code(cell: str, column: Column) -> str:
    """Read an HS code or prefix of as many digits as the column takes."""
    try:
        return read_hs(cell, int(column.low or 0), int(column.high or 0))
    except NotACode as error:
        raise Unreadable(error.rule, error.problem, error.fix) from None


def read_country_code(cell: str, column: Column) -> str:  # noqa: ARG001
    """Read the code of a country, or of what may be a customs union."""
    try:
        return read_country(cell)
    except NotACode as error:
        raise Unreadable(error.rule, error.problem, error.fix) from None


def shown(text: str) -> str:
    """Return a text as messages show it: its first letters, if there are many."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


def check_length(text: str, most: int) -> None:
    """Refuse a text of more letters than `most`."""
    if len(text) > most:
        problem = f"the text has {len(text)} letters, and at most {most} are read here"
        raise Unreadable("too-long", problem, "shorten it")


def _check_characters(cell: str, column: Column) -> None:
    """Refuse characters that cannot be printed, and line breaks but in notes."""
    if cell.isprintable():
        return
    if any(sign in cell for sign in "\r\n\t") and column.name not in SEVERAL_LINES:
        raise Unreadable("line-break", "the cell holds a line break or a tab", "write it in one line")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in cell):
        raise Unreadable("control-character", "the cell holds a character that cannot be printed", "type the text anew")


READERS: dict[Kind, Callable[[str, Column], Any]] = {
    Kind.NUMBER: read_number,
    Kind.DATE: read_date,
    Kind.FLAG: read_flag,
    Kind.HS_CODE: read_hs_code,
    Kind.COUNTRY: read_country_code,
}


def read_cell(cell: str, column: Column) -> Any:
    """Read one non-blank cell as the column's kind; raise Unreadable."""
    return READERS.get(column.kind, read_text)(cell, column)


def blank(column: Column) -> Any:
    """Return the stored value of a blank cell: the default, or the kind's own "not given"."""
    if column.default is not None:
        return column.default
    if column.kind is Kind.NUMBER:
        return math.nan
    if column.kind is Kind.DATE:
        return np.datetime64("NaT", "D")
    return False if column.kind is Kind.FLAG else ""


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
