"""Where figures come from and how far they may be off: rows' own source and confidence, refined by `figures`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from optimizer.domain.addresses import BadAddress, resolve
from optimizer.domain.case import Case

TABLE_NAME = re.compile(r"[\[.]")
"""What ends the name of the table in an address."""
KEPT = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """Confidence and range of one number."""

    confidence: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """Provenance of one table.

    Attributes:
        confidence: Per row its own confidence, `""` if not stated.
        figures: (row, column) -> what `figures` says of that number.
        sourced: Per row, whether `figures` names a source for one of its numbers.
        ranged: Per row, whether `figures` gives a range for one of its numbers.
    """

    confidence: tuple[str, ...]
    figures: Mapping[tuple[int, str], Figure]
    sourced: tuple[bool, ...]
    ranged: tuple[bool, ...]

    def figure(self, row: int, column: str) -> Figure:
        """Return what is known of one number: its own entry, or the row's confidence and no range."""
        found = self.figures.get((row, column))
        if found is None:
            return Figure(self.confidence[row] if self.confidence else "", np.nan, np.nan)
        return found


@lru_cache(maxsize=KEPT)
def _rows_by_table(addresses: tuple[str, ...]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(addresses):
        rows.setdefault(TABLE_NAME.split(text, maxsplit=1)[0], []).append(row)
    return rows


def read_provenance(case: Case, table: str) -> Provenance:
    """Return the provenance of one table; rows of `figures` that name nothing are left out."""
    data, figures = case[table], case["figures"]
    confidence = tuple(data["confidence"]) if data.table.has_column("confidence") else ("",) * len(data)
    found: dict[tuple[int, str], Figure] = {}
    sourced, ranged = [False] * len(data), [False] * len(data)
    for row in _rows_by_table(tuple(figures["address"])).get(table, ()):
        try:
            place = resolve(case, figures["address"][row])
        except BadAddress:
            continue
        low, high = float(figures["low"][row]), float(figures["high"][row])
        for at in place.rows.tolist():
            found[at, place.column.name] = Figure(str(figures["confidence"][row]) or confidence[at], low, high)
            sourced[at] = sourced[at] or bool(figures["source"][row])
            ranged[at] = ranged[at] or (low == low and high == high)
    return Provenance(confidence, found, tuple(sourced), tuple(ranged))
