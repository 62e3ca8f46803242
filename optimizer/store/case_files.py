"""Cases as folders of CSV files."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.domain.case import is_implied
from optimizer.domain.cells import number_text, shown
from optimizer.domain.deadline import in_time
from optimizer.domain.errors import Violation
from optimizer.domain.suggestions import Names
from optimizer.domain.table_data import TableData, read_table
from optimizer.domain.tables import TABLES, Kind, Table
from optimizer.problem.build import ReadCase, assemble_case
from optimizer.store.csv_text import Sheet, UnreadableText, read_sheet
from optimizer.store.names import check_is_file, is_there, lost_link, printable

# Files named in one message.
NAMED = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """What reading files finds wrong, and which of them are saved in another form than they should be."""

    violations: list[Violation]
    forms: dict[tuple[tuple[str, str], ...], list[str]]


def read_case_folder(folder: Path) -> ReadCase:
    """Return the case in a folder, with everything that reading found wrong.

    Every file is read to its end whatever is wrong with it or with others. Nothing is written.
    """
    found = _Found([], {})
    if problem := lost_link(folder):
        fix = "put the folder back, or remove the link"
        found.violations.append(Violation(printable(folder.name), "unreadable-folder", "", problem, fix))
    files = Names(f"{name}.csv" for name in TABLES)
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in TABLES:
            fix = files.question(
                printable(path.name), "rename it to one of the tables in the data dictionary, or move it elsewhere"
            )
            found.violations.append(Violation(printable(path.name), "unknown-table", "", "no table has this name", fix))
    tables: dict[str, TableData] = {}
    for name, table in in_time(TABLES.items()):
        path = folder / f"{name}.csv"
        if is_there(path):
            tables[name] = _read_file(path, table, found)
    return assemble_case(tables, [*_forms(found), *found.violations])


def _forms(found: _Found) -> Iterator[Violation]:
    """Yield a violation per form in which files are saved that is not theirs; files alike are named together."""
    for oddities, files in found.forms.items():
        named = ", ".join(files[:NAMED]) + (f" and {len(files) - NAMED} more" if len(files) > NAMED else "")
        problem = ", and ".join(problem for problem, _ in oddities)
        fix = ", and ".join(dict.fromkeys(fix for _, fix in oddities))
        yield Violation(named, "file-form", "", problem, fix)


def _read_file(path: Path, table: Table, found: _Found) -> TableData:
    names = [column.name for column in table.columns]
    try:
        with_points = [column.name for column in table.columns if column.kind in (Kind.NUMBER, Kind.HS_CODE)]
        check_is_file(path)
        sheet = read_sheet(path.read_bytes(), names, with_points)
    except UnreadableText as error:
        found.violations.append(Violation(path.name, "unreadable-file", "", error.problem, error.fix))
        return read_table(table, {}, (), [])
    except OSError as error:
        problem = f"the file cannot be read: {error.strerror or error}"
        found.violations.append(Violation(path.name, "unreadable-file", "", problem, "put a file that can be read in its place"))
        return read_table(table, {}, (), [])
    if sheet.oddities:
        found.forms.setdefault(sheet.oddities, []).append(path.name)
    places = [f"{path.name} line {number}" for number, _ in sheet.rows]
    columns = _columns(path.name, sheet, places, found.violations)
    _check_header(path.name, table, list(columns), sheet.header, found.violations)
    cells = {name: values for name, values in columns.items() if table.has_column(name)}
    return read_table(table, cells, places, found.violations)


def _columns(file: str, sheet: Sheet, places: Sequence[str], violations: list[Violation]) -> dict[str, list[str]]:
    """Return the cells of every named column, of the last one if a name stands twice; what stands under no name is reported."""
    least = max(position for position, name in enumerate(["", *sheet.header]) if name or not position)
    rows = [
        _row(cells, least, len(sheet.header), place, violations) for (_, cells), place in zip(sheet.rows, places, strict=True)
    ]
    columns: dict[str, list[str]] = {}
    for position, name in enumerate(sheet.header):
        values = [row[position] for row in rows]
        if name:
            columns[name] = values
        elif any(values):
            problem = f"column {position + 1} holds cells and has no name"
            value = next(filter(None, values))
            violations.append(Violation(file, "unnamed-column", shown(value), problem, "name it, or empty its cells"))
    return columns


def _row(cells: Sequence[str], least: int, width: int, place: str, violations: list[Violation]) -> list[str]:
    """Return a row of `width` cells; one that does not reach the last name, or goes on beyond the header, is reported."""
    value = f"{len(cells)} cells, {least} columns"
    if any(cells[width:]):
        fix = "put text with commas in double quotes, and write numbers without thousands separators"
        violations.append(Violation(place, "too-many-cells", value, "the line has more cells than the header", fix))
    elif len(cells) < least:
        fix = "end the line with a comma for each cell that is blank"
        violations.append(Violation(place, "too-few-cells", value, "the line has fewer cells than the header", fix))
    return [*cells[:width], *[""] * (width - len(cells))]


def _check_header(file: str, table: Table, names: Sequence[str], header: list[str], violations: list[Violation]) -> None:
    known = [column.name for column in table.columns]
    suggestions = Names(known)
    for name in names:
        if not table.has_column(name):
            fix = suggestions.question(name, f"use {', '.join(known)}")
            violations.append(Violation(file, "unknown-column", shown(name), "the table has no such column", fix))
        elif header.count(name) > 1:
            violations.append(Violation(file, "duplicate-column", name, "the column stands twice", "delete one"))
    for column in table.columns:
        if column.required and column.name not in names:
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
        if value:
            return "true"
        return "false"
    if str(value) == "NaT":
        return ""
    return str(value)
