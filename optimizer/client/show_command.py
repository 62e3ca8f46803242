"""`madini show`: what a case holds, or one of its tables, whole or the part that is asked for."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.client import exit_codes
from optimizer.client.commands import Connection, connected, local_tables
from optimizer.client.output import width, write_tables, write_text
from optimizer.client.render_cases import cell, render_case, render_table
from optimizer.domain.addresses import matches
from optimizer.domain.errors import InvalidCase, NotFound, Violation
from optimizer.domain.tables import TABLES, Column, Table
from optimizer.v1 import case_pb2
from optimizer.wire.case import rows_of
from optimizer.wire.names import COLLECTIONS


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a case is asked for, as typed.

    Attributes:
        table: Table to print; None = what the case holds.
        where: `COLUMN=VALUE` texts that rows must match.
        columns: Names of columns, separated by commas; "" = as many as fit.
        csv: Whether to print CSV.
        json: Whether to print JSON.
    """

    table: str | None = None
    where: Sequence[str] = ()
    columns: str = ""
    csv: bool = False
    json: bool = False


def show(case: str, asked: Asked, connection: Connection) -> int:
    """Print what a case covers, or one of its tables."""
    if asked.table is not None and asked.table not in TABLES:
        raise NotFound("table", asked.table, TABLES)
    chosen, conditions = _read(asked)
    found = local_tables(case)
    if found is None:
        with connected(connection) as client:
            found = client.case(case)
    if asked.table is None:
        called = found.name.removeprefix(COLLECTIONS["case"]) or case
        write_tables(found) if asked.json else write_text(render_case(found, called, width()))
        return exit_codes.OK
    part = _only(found, asked.table, conditions)
    if asked.json:
        write_tables(part)
    elif asked.csv:
        sys.stdout.write(_as_csv(part, TABLES[asked.table], chosen))
    else:
        write_text(render_table(part, asked.table, width(), chosen))
    return exit_codes.OK


def _read(asked: Asked) -> tuple[list[Column], list[tuple[Column, str]]]:
    """Return the columns asked for and the conditions on rows.

    Raises:
        InvalidCase: A column does not exist, a condition cannot be read, or no table is named.
    """
    if asked.table is None:
        if asked.where or asked.columns or asked.csv:
            fix = "name a table: madini show CASE TABLE"
            raise InvalidCase([Violation("madini show", "no-table", "", "--where, --columns and --csv need a table", fix)])
        return [], []
    table = TABLES[asked.table]
    violations: list[Violation] = []
    names = [name.strip() for name in next(csv.reader([asked.columns]), []) if name.strip()]
    columns = [column for name in names if (column := _column(table, name, "--columns", violations)) is not None]
    conditions: list[tuple[Column, str]] = []
    for text in asked.where:
        name, equals, value = text.partition("=")
        if not equals:
            fix = "write COLUMN=VALUE, for example destination=US"
            violations.append(Violation("--where", "bad-condition", text, "this names no value", fix))
            continue
        found = _column(table, name.strip(), "--where", violations)
        if found is not None:
            conditions.append((found, value.strip()))
    if violations:
        raise InvalidCase(violations)
    return columns, conditions


def _column(table: Table, name: str, where: str, violations: list[Violation]) -> Column | None:
    if table.has_column(name):
        return table.column(name)
    fix = f"use one of {', '.join(column.name for column in table.columns)}"
    violations.append(Violation(where, "unknown-column", name, f"table '{table.name}' has no such column", fix))
    return None


def _only(tables: case_pb2.Case, table: str, conditions: Sequence[tuple[Column, str]]) -> case_pb2.Case:
    """Return a case with the rows of one table that meet every condition."""
    part = case_pb2.Case()
    declared = TABLES[table]
    for row in rows_of(tables, declared):
        if all(matches(value, cell(row, column)) for column, value in conditions):
            kept = getattr(part, table) if declared.single_row else getattr(part, table).add()
            kept.CopyFrom(row)
    return part


def _as_csv(part: case_pb2.Case, table: Table, chosen: Sequence[Column]) -> str:
    """Return the rows as CSV, defaults filled in: every column, or the key and those that are asked for."""
    keys = [column for column in table.columns if column.name in table.key]
    columns = [*keys, *(column for column in chosen if column not in keys)] if chosen else list(table.columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([cell(row, column) for column in columns] for row in rows_of(part, table))
    return text.getvalue()
