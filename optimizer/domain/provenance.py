"""Where figures come from and how far they may be off: rows' own source and confidence, refined by `figures`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.domain.addresses import BadAddress, Place, resolve
from optimizer.domain.case import Case, once_per_case


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


@once_per_case
def resolved_figures(case: Case) -> tuple[Place | BadAddress, ...]:
    """Return, per row of `figures`, the numbers it is about, or why it names none."""
    found: list[Place | BadAddress] = []
    for text in case["figures"]["address"]:
        try:
            found.append(resolve(case, text))
        except BadAddress as error:
            found.append(error.with_traceback(None))  # Its frames hold the case, which would then never go.
    return tuple(found)


@once_per_case
def _rows_by_table(case: Case) -> dict[str, list[tuple[int, Place]]]:
    rows: dict[str, list[tuple[int, Place]]] = {}
    for row, place in enumerate(resolved_figures(case)):
        if isinstance(place, Place):
            rows.setdefault(place.table.table.name, []).append((row, place))
    return rows


def read_provenance(case: Case, table: str) -> Provenance:
    """Return the provenance of one table; rows of `figures` that name nothing are left out."""
    data = case[table]
    figures = case["figures"]
    confidence = tuple(data["confidence"]) if data.table.has_column("confidence") else ("",) * len(data)
    found: dict[tuple[int, str], Figure] = {}
    sourced = [False] * len(data)
    ranged = [False] * len(data)
    for row, place in _rows_by_table(case).get(table, ()):
        low = float(figures["low"][row])
        high = float(figures["high"][row])
        for at in place.rows.tolist():
            found[at, place.column.name] = Figure(str(figures["confidence"][row]) or confidence[at], low, high)
            sourced[at] = sourced[at] or bool(figures["source"][row])
            ranged[at] = ranged[at] or (low == low and high == high)
    return Provenance(confidence, found, tuple(sourced), tuple(ranged))
