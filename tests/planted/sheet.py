"""The tables of a planted case while they are written: rows, numbers over nodes, and a scenario that sets numbers right."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.cells import blank, number_text, read_cell
from optimizer.domain.table_data import TableData, sort_rows
from optimizer.domain.tables import TABLES, Kind
from optimizer.problem.build import ReadCase, assemble_case

Floats = NDArray[np.float64]
Row = dict[str, object]
Tables = dict[str, list[Row]]

OPERATIONS = ("set", "scale", "add")


class Sheet:
    """Rows by table, with numbers that may vary over nodes."""

    def __init__(self, nodes: list[str]) -> None:
        """Start without rows."""
        self._nodes = nodes
        self.tables: Tables = {}
        self._rows: dict[tuple[str, str], Row] = {}
        self._varying: set[tuple[str, str, str]] = set()

    def add(self, table: str, **cells: object) -> str:
        """Add a row; return its key as written in addresses."""
        key = ",".join(str(cells[name]) for name in TABLES[table].key)
        row = {name: cell for name, cell in cells.items() if cell not in ("", None)}
        assert (table, key) not in self._rows, (table, key)
        self.tables.setdefault(table, []).append(row)
        self._rows[table, key] = row
        return key

    def cells(self, table: str, key: str) -> Row:
        """Return a row, to be read or written."""
        return self._rows[table, key]

    def number(self, table: str, key: str, column: str, values: Floats, given: NDArray[np.bool_] | None = None) -> None:
        """Set a number at every node, or where it is given; elsewhere it is blank."""
        everywhere = given is None or bool(given.all())
        if not everywhere and not given.any():
            return
        row = self._rows[table, key]
        own = float(values[0]) if everywhere else None
        if own is not None:
            row[column] = own
        for node, value in enumerate(values.tolist()):
            if value != own and (everywhere or given[node]):
                self._varying.add((table, key, column))
                self.add("by_node", address=f"{table}[{key}].{column}", node=self._nodes[node], value=value)

    def hide(self, rng: np.random.Generator, count: int, name: str) -> None:
        """Falsify some numbers in the rows, and let a scenario that the case names put them right."""
        spots = [
            (table, key, column, value)
            for (table, key), row in self._rows.items()
            for column, value in row.items()
            if table in HIDEABLE and column in HIDEABLE[table] and isinstance(value, float) and value > 0
            if (table, key, column) not in self._varying
        ]
        chosen = rng.choice(len(spots), min(count, len(spots)), replace=False)
        self.add("scenarios", id=f"{name}-base")
        self.add("scenarios", id=name, extends=f"{name}-base", description="Numbers as they were planted.")
        for step, spot in enumerate(sorted(chosen.tolist()), 1):
            table, key, column, value = spots[spot]
            operation = OPERATIONS[step % 3]
            right, wrong = {"set": (value, 1.5 * value), "scale": (0.5, 2.0 * value), "add": (value / 2, value / 2)}[operation]
            self._rows[table, key][column] = wrong
            owner = name if step % 2 else f"{name}-base"
            address = f"{table}[{key}].{column}"
            self.add("changes", scenario=owner, step=step, address=address, operation=operation, value=number_text(right))
        self.tables["case"][0]["scenario"] = name


HIDEABLE = {
    "supplies": ("max_per_year", "cost_per_unit"),
    "processes": ("max_per_year", "operating_cost_per_unit", "fixed_cost_per_year"),
    "resources": ("cost_per_unit", "max_per_year"),
    "demands": ("max_per_year", "price_per_unit"),
    "lane_materials": ("freight_per_unit",),
    "stocks": ("cost_per_unit_year",),
    "tariffs": ("ad_valorem",),
    "limits": ("amount",),
}
"""Numbers that a scenario may put right: all that only prices and sides hang on."""


def typed_case(tables: Tables) -> ReadCase:
    """Return the case of these rows without going through text, for the large ones."""
    data: dict[str, TableData] = {}
    for name, rows in tables.items():
        columns = {}
        for column in TABLES[name].columns:
            if_blank, numeric = blank(column), column.kind is Kind.NUMBER
            cells = (row.get(column.name, "") for row in rows)
            columns[column.name] = [
                if_blank if cell == "" else cell if numeric or isinstance(cell, bool) else read_cell(str(cell), column)
                for cell in cells
            ]
        data[name] = sort_rows(TABLES[name], columns, [f"{name} row {row}" for row, _ in enumerate(rows, 1)], [])
    return assemble_case(data)


def write_folder(tables: Tables, folder: Path) -> None:
    """Write the rows as a case folder, one CSV file per table."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        columns = [column.name for column in TABLES[name].columns if any(column.name in row for row in rows)]
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _text(cell) for name, cell in row.items()} for row in rows)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return number_text(cell) if isinstance(cell, float) else str(cell)
