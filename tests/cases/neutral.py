"""Reads a model in the neutral format of `tests/cases/README.md`: plain tables, one value per period where they say so."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Row = dict[str, str]
EVERY = "*"


class NotInTheFormat(ValueError):
    """Something that the neutral format allows and no model here has used so far."""


def number(cell: str | None) -> float | None:
    """Return the number in a cell; None if it is blank."""
    return float(cell) if cell else None


@dataclass(frozen=True)
class Model:
    """A model as it was published.

    Attributes:
        tables: Rows of each file, by its name without `.csv`.
        settings: Content of `case.json`.
    """

    tables: Mapping[str, list[Row]]
    settings: Mapping[str, Any]

    def __getitem__(self, table: str) -> list[Row]:
        """Return the rows of a table; none if the model has no such file."""
        return self.tables.get(table, [])

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Periods in order; one called `1` if the model is static."""
        return tuple(row["period"] for row in self["periods"]) or ("1",)

    @cached_property
    def years(self) -> dict[str, float]:
        """Length of each period."""
        return {row["period"]: float(row["years"]) for row in self["periods"]} or {"1": 1.0}

    def series(self, table: str, key: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, Row]]:
        """Return the rows of a table by key and period; a row for every period stands in each of them."""
        found: dict[tuple[str, ...], dict[str, Row]] = {}
        for row in self[table]:
            periods = self.periods if row["period"] == EVERY else (row["period"],)
            of_key = found.setdefault(tuple(row[name] for name in key), {})
            for period in periods:
                if period in of_key:
                    raise NotInTheFormat(f"{table}: {row} says something else of period {period} than an earlier row")
                of_key[period] = row
        return found


def read_model(folder: Path) -> Model:
    """Return the model in a folder."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return Model(tables, json.loads((folder / "case.json").read_text(encoding="utf-8")))
