"""Titles for people of what a case names by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.v1 import case_pb2

TITLED = ("materials", "markets", "processes", "programmes", "scenarios")
"""Tables whose rows have a title and appear in an answer by id."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by table and id; an id without a title stands for itself.

    Attributes:
        case: Title of the case itself, "" if unknown.
        rows: Per table the title of each id.
    """

    case: str = ""
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, table: str, identifier: str) -> str:
        """Return the title of one row."""
        return self.rows.get(table, {}).get(identifier) or identifier


def titles_of(case: case_pb2.Case) -> Titles:
    """Return the titles that a case gives."""
    rows = {table: {row.id: row.name for row in getattr(case, table)} for table in TITLED}
    return Titles(case.case[0].name if case.case else "", rows)
