"""What people call what an answer names by id or address."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.v1.service_pb2 import SolveResponse


@dataclass(frozen=True, slots=True)
class Titles:
    """Names by address; what has none is called by its id or address.

    Attributes:
        case: Title of the case itself, "" if unknown.
        names: Name of each row, `materials[ferroniobium]`, and of each number, `supplies[mrima].reserve`.
    """

    case: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: str, identifier: str) -> str:
        """Return the title of one row."""
        return self.names.get(f"{table}[{identifier}]") or identifier

    def number(self, address: str) -> str:
        """Return what the number at an address is called."""
        return self.names.get(address) or address


def titles_of(response: SolveResponse) -> Titles:
    """Return the names that an answer brings along."""
    names = {found.address: found.title for found in response.titles}
    return Titles(names.get(f"case[{response.provenance.case_id}]", ""), names)
