"""Cases as rows of text cells, so that a test shows exactly what it changes."""

import csv
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.domain.table_data import read_table
from optimizer.domain.tables import TABLES
from optimizer.problem.build import ReadCase, assemble_case, check_case

DATA = Path(__file__).resolve().parents[2] / "data"
CELL = re.compile(r"(?P<table>[a-z_]+)(?:\[(?P<key>.*)\])?\.(?P<column>[a-z_]+)\Z")

Rows = dict[str, list[dict[str, str]]]


def folder_rows(name: str) -> Rows:
    """Return the tables of a shipped case."""
    rows: Rows = {}
    for path in sorted((DATA / name).glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows[path.stem] = list(csv.DictReader(file))
    return rows


TUTORIAL = folder_rows("tutorial")


def edited(rows: Rows, cells: Mapping[str, str] | None = None, added: Mapping[str, list[dict[str, str]]] | None = None) -> Rows:
    """Return a copy with `table[key].column` cells exchanged and rows added."""
    changed = deepcopy(rows)
    for name, more in (added or {}).items():
        changed.setdefault(name, []).extend(deepcopy(more))
    for address, text in (cells or {}).items():
        match = CELL.match(address)
        assert match is not None, address
        table = TABLES[match["table"]]
        found = [
            row
            for row in changed[table.name]
            if table.single_row or ",".join(row.get(name, "") for name in table.key) == match["key"]
        ]
        assert len(found) == 1, address
        found[0][match["column"]] = text
    return changed


def read_rows(rows: Rows) -> ReadCase:
    """Return the case of these rows as the reader of files would."""
    violations: list[Violation] = []
    tables = {}
    for name, lines in rows.items():
        columns = list(dict.fromkeys(column for row in lines for column in row))
        cells = {column: [row.get(column, "") for row in lines] for column in columns}
        places = [f"{name}.csv line {number}" for number in range(2, len(lines) + 2)]
        tables[name] = read_table(TABLES[name], cells, places, violations)
    return assemble_case(tables, violations)


def sound_case(rows: Rows) -> Case:
    """Return the case of rows that break no rule."""
    read = read_rows(rows)
    violations, _ = check_case(read)
    assert () == violations
    return read.case


def write_rows(folder: Path, rows: Rows) -> Path:
    """Write rows as files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in rows.items():
        columns = list(dict.fromkeys(column for row in lines for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    return folder
