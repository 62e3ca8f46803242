"""A case whose numbers remember where they stand, so that all that is computed from them does."""

from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from optimizer.domain.case import UNLIMITED, Case
from optimizer.domain.tracing import UP, Traced


@dataclass(frozen=True, eq=False)
class TracedCase(Case):
    """The same case, read through `Traced` arrays: tables and time are plain.

    Attributes:
        direction: Side on which derivatives are taken where the two sides differ.
    """

    direction: float = UP
    _traced: dict[tuple[str, str], Traced] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, case: Case, direction: float = UP) -> Self:
        """Return a case with its numbers traced."""
        return cls(case.tables, case.node_values, case.absent, direction)

    def numbers(self, table: str, column: str) -> Any:
        """Return a number column over time, each number resting on itself: (rows, nodes)."""
        key = (table, column)
        if key not in self._traced:
            values = super().numbers(table, column)
            self._traced[key] = Traced.numbers(values, table, column, self.direction)
        return self._traced[key]

    def limits(self, table: str, column: str) -> Any:
        """Return a limit column over time, infinite where not given: (rows, nodes)."""
        values = self.numbers(table, column)
        return np.where(np.isnan(values), UNLIMITED, values)
