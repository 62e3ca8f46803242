"""Case tables to protobuf and back, walked from the declarations."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, cast

import numpy as np

from optimizer.domain.case import Case, is_implied
from optimizer.domain.cells import Unreadable, blank, finite, number_text, read_cell, shown
from optimizer.domain.deadline import in_time
from optimizer.domain.errors import Violation
from optimizer.domain.scenario import Change
from optimizer.domain.table_data import may_be_blank, sort_rows
from optimizer.domain.tables import TABLES, Column, Kind, Table
from optimizer.problem.build import ReadCase, assemble_case
from optimizer.v1 import case_pb2
from optimizer.wire.names import enum_name, enum_value

OPERATIONS = TABLES["changes"].column("operation")


def case_from_proto(message: case_pb2.Case) -> ReadCase:
    """Return the case in a message, with everything that reading found wrong.

    Absent fields are blank. Numbers that are not finite, dates, ids and choices that cannot be read are violations.
    """
    violations: list[Violation] = []
    tables = {}
    for name, table in in_time(TABLES.items()):
        rows = rows_of(message, table)
        if rows:
            tables[name] = _read_rows(table, rows, violations)
    return assemble_case(tables, violations)


def rows_of(message: case_pb2.Case, table: Table) -> Sequence[Any]:
    """Return the rows of one table, one that holds a single row included."""
    if not table.single_row:
        return cast(Sequence[Any], getattr(message, table.name))
    if message.HasField(cast(Any, table.name)):
        return [getattr(message, table.name)]
    return []


def etag_of(message: case_pb2.Case) -> str:
    """Return what tells whether the tables of a case have changed, in quotes as such tags are written."""
    return f'"{sha256(message.SerializeToString(deterministic=True)).hexdigest()}"'


def _read_rows(table: Table, rows: Any, violations: list[Violation]) -> Any:
    addresses = [_address(table, row, position) for position, row in enumerate(rows)]
    columns = {column.name: _read_column(table, column, rows, addresses, violations) for column in in_time(table.columns)}
    return sort_rows(table, columns, addresses, violations)


def _address(table: Table, row: Any, position: int) -> str:
    if table.single_row:
        return table.name
    parts = [getattr(row, name) for name in table.key]
    texts = [
        number_text(part) if isinstance(part, float) else _enum_text(table, name, part)
        for name, part in zip(table.key, parts, strict=True)
    ]
    if all(texts) or len(texts) > 1:
        return f"{table.name}[{','.join(map(shown, texts))}]"
    return f"{table.name} row {position + 1}"


def _enum_text(table: Table, name: str, value: Any) -> str:
    column = table.column(name)
    if column.kind is Kind.CHOICE:
        return str(column.choices[value - 1]) if 1 <= value <= len(column.choices) else ""
    return str(value)


def _read_column(table: Table, column: Column, rows: Any, addresses: list[str], violations: list[Violation]) -> list[Any]:
    if_blank = blank(column)
    name = column.name
    optional = column.kind in (Kind.NUMBER, Kind.FLAG)
    values: list[Any] = []
    for row, address in zip(rows, addresses, strict=True):
        given = row.HasField(name) if optional else getattr(row, name)
        value = if_blank
        if given:
            raw = getattr(row, name)
            try:
                value = _read_value(table, column, raw)
            except Unreadable as bad:
                value = raw if column.kind is Kind.ID else if_blank
                place = address if name in table.key and not table.single_row else f"{address}.{name}"
                violations.append(Violation(place, bad.rule, shown(str(raw)), bad.problem, bad.fix))
        elif not may_be_blank(table, column):
            fix = f"give {column.description[0].lower()}{column.description[1:].rstrip('.')}"
            violations.append(Violation(f"{address}.{name}", "missing-value", "", "a value is required", fix))
        values.append(value)
    return values


def _read_value(table: Table, column: Column, value: Any) -> Any:
    if column.kind is Kind.NUMBER:
        return finite(value, column)
    if column.kind is Kind.FLAG:
        return bool(value)
    if column.kind is Kind.CHOICE:
        return read_cell(_enum_text(table, column.name, value), column)
    return read_cell(value, column)


def case_to_proto(case: Case) -> case_pb2.Case:
    """Return the tables of a case as a message; blanks become absent fields, completed tables are written out."""
    message = case_pb2.Case()
    for name, table in TABLES.items():
        data = case[name]
        if is_implied(data) or (name == "sites" and name in case.absent):
            continue  # The reader fills them in again, and knows that they were not given.
        for row in range(min(len(data), 1) if table.single_row else len(data)):
            target = getattr(message, name) if table.single_row else getattr(message, name).add()
            target.SetInParent()
            for column in table.columns:
                _write_value(table, column, target, data[column.name][row])
    return message


def _write_value(table: Table, column: Column, target: Any, value: Any) -> None:
    if column.kind is Kind.NUMBER:
        if not math.isnan(value):
            setattr(target, column.name, float(value))
    elif column.kind is Kind.DATE:
        if not np.isnat(value):
            setattr(target, column.name, date.isoformat(value.item()))
    elif column.kind is Kind.FLAG:
        setattr(target, column.name, bool(value))
    elif column.kind is Kind.CHOICE:
        if value:
            enum = getattr(case_pb2, enum_name(table, column))
            setattr(target, column.name, enum.Value(enum_value(table, column, value)))
    elif value:
        setattr(target, column.name, value)


def changes_from_proto(messages: Iterable[case_pb2.Change]) -> list[Change]:
    """Return changes; an absent operation means `set`, an unknown one is refused when the changes are applied."""
    known = dict(enumerate(("set", *OPERATIONS.choices)))
    return [Change(message.address, known.get(message.operation, str(message.operation)), message.value) for message in messages]


def changes_to_proto(changes: Iterable[Change]) -> list[case_pb2.Change]:
    """Return changes as messages."""
    table = TABLES["changes"]
    enum = getattr(case_pb2, enum_name(table, OPERATIONS))
    return [
        case_pb2.Change(
            address=change.address, operation=enum.Value(enum_value(table, OPERATIONS, change.operation)), value=change.value
        )
        for change in changes
    ]


__all__ = ["case_from_proto", "case_to_proto", "changes_from_proto", "changes_to_proto", "etag_of", "rows_of"]
