"""What is doubtful in a case, told once for all the places that it is true of, and first what was just changed."""

from collections.abc import Iterable
from dataclasses import replace

from optimizer.domain.errors import Violation

# Warnings alike from which on they are told together.
LEAST_GROUP = 3
# Further places that are named then.
MOST_OTHERS = 1000


def told_together(warnings: Iterable[Violation]) -> tuple[Violation, ...]:
    """Return warnings with those that say the same of several rows made one, those of changed values first.

    Alike are warnings of one rule about rows, or one column, of one table. A group is named by its first address, counts its
    places and names the others. What concerns a value that was just changed stays by itself.
    """
    groups: dict[tuple[object, ...], list[Violation]] = {}
    for warning in sorted(set(warnings)):
        alike = (warning.address,) if warning.changed else _table_and_column(warning.address)
        groups.setdefault((warning.changed, alike, warning.rule, warning.problem, warning.fix), []).append(warning)
    told = [
        warning for members in groups.values() for warning in ([_together(members)] if len(members) >= LEAST_GROUP else members)
    ]
    return tuple(sorted(told, key=lambda warning: (not warning.changed, warning)))


def _table_and_column(address: str) -> tuple[str, str]:
    """Return table and column of an address, whatever its key holds; the column is "" for a row."""
    table, _, rest = address.partition("[")
    column = rest.rpartition("]")[2] if rest else table.partition(".")[2]
    return table.partition(".")[0], column.partition("@")[0].removeprefix(".")


def _together(members: list[Violation]) -> Violation:
    first, *others = members
    value = ""
    if all(member.value == first.value for member in others):
        value = first.value
    return replace(first, value=value, count=len(members), others=tuple(member.address for member in others[:MOST_OTHERS]))
