"""Cases as folders of CSV files."""

import csv
from pathlib import Path

from optimizer.domain.case import is_implied
from optimizer.domain.cells import TableData, number_text, read_table
from optimizer.domain.errors import Violation
from optimizer.domain.problem import ReadCase, assemble_case
from optimizer.domain.tables import TABLES, Kind, Table
from optimizer.store.names import check_is_file, is_there, lost_link, printable

ENCODING = "utf-8-sig"


def read_case_folder(folder: Path) -> ReadCase:
    """Return the case in a folder, with everything that reading found wrong.

    Every file is read to its end whatever is wrong with it or with others. Nothing is written.
    """
    violations: list[Violation] = []
    if problem := lost_link(folder):
        fix = "put the folder back, or remove the link"
        violations.append(Violation(printable(folder.name), "unreadable-folder", "", problem, fix))
    known = {f"{name}.csv" for name in TABLES}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            fix = "rename it to one of the tables in the data dictionary, or move it elsewhere"
            violations.append(Violation(printable(path.name), "unknown-table", "", "no table has this name", fix))
    tables: dict[str, TableData] = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if is_there(path):
            tables[name] = _read_file(path, table, violations)
    return assemble_case(tables, violations)


def _read_file(path: Path, table: Table, violations: list[Violation]) -> TableData:
    try:
        check_is_file(path)
        with path.open(newline="", encoding=ENCODING) as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fix = "save it as comma-separated UTF-8 text"
        violations.append(Violation(path.name, "unreadable-file", "", f"the file cannot be read: {_reason(error)}", fix))
        return read_table(table, {}, (), [])
    if not lines:
        violations.append(
            Violation(path.name, "unreadable-file", "", "the file has no header", "write the column names in its first line")
        )
        return read_table(table, {}, (), [])
    header = [name.strip() for name in lines[0][1]]
    _check_header(path.name, table, header, violations)
    rows: list[list[str]] = []
    places: list[str] = []
    for number, cells in lines[1:]:
        place = f"{path.name} line {number}"
        if len(cells) > len(header):
            value = f"{len(cells)} cells, {len(header)} columns"
            fix = "put text with commas in double quotes"
            violations.append(Violation(place, "too-many-cells", value, "the line has more cells than the header", fix))
        elif len(cells) < len(header):
            value = f"{len(cells)} cells, {len(header)} columns"
            fix = "end the line with a comma for each cell that is blank"
            violations.append(Violation(place, "too-few-cells", value, "the line has fewer cells than the header", fix))
        rows.append([cell.strip() for cell in cells[: len(header)]] + [""] * (len(header) - len(cells)))
        places.append(place)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    cells_of = {name: values for name, values in zip(header, columns, strict=True) if table.has_column(name)}
    return read_table(table, cells_of, places, violations)


def _reason(error: Exception) -> str:
    """Return what is wrong with a file; what the system says of it without its number and path."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _check_header(file: str, table: Table, header: list[str], violations: list[Violation]) -> None:
    for position, name in enumerate(header):
        if not table.has_column(name):
            known = ", ".join(column.name for column in table.columns)
            violations.append(Violation(file, "unknown-column", name, "the table has no such column", f"use {known}"))
        elif name in header[:position]:
            violations.append(Violation(file, "duplicate-column", name, "the column stands twice", "delete one"))
    for column in table.columns:
        if column.required and column.name not in header:
            violations.append(
                Violation(file, "missing-column", column.name, "a required column is missing", f"add column {column.name}")
            )


def write_case_folder(folder: Path, tables: dict[str, TableData]) -> None:
    """Write tables as CSV files into a new folder; tables without rows, or that only stand for an absent one, are left out.

    Raises:
        FileExistsError: The folder exists already; nothing is overwritten.
    """
    folder.mkdir(parents=True)
    for name, data in tables.items():
        if len(data) and not is_implied(data):
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                columns = [column for column in data.table.columns]
                writer.writerow([column.name for column in columns])
                for row in range(len(data)):
                    writer.writerow([_cell(column.kind, data[column.name][row]) for column in columns])


def _cell(kind: Kind, value: object) -> str:
    if kind is Kind.NUMBER:
        return "" if value != value else number_text(value)  # type: ignore[arg-type]
    if kind is Kind.FLAG:
        return "true" if value else "false"
    return "" if str(value) == "NaT" else str(value)
