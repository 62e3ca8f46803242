"""Values of enums from the words of the domain: `estimate` -> CONFIDENCE_ESTIMATE."""

from typing import Any


def enum_number(enum: Any, word: str) -> Any:
    """Return the value of an enum whose name ends in a word; that of UNSPECIFIED for "".

    Raises:
        ValueError: There is none.
    """
    first: str = enum.DESCRIPTOR.values_by_number[0].name
    return enum.Value(f"{first.removesuffix('UNSPECIFIED')}{word.upper()}" if word else first)
