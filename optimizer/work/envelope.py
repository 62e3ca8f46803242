"""What the front must know of a request before a worker reads it: the case it names and the time it asks for.

The front must never parse a message of many megabytes, so this walks over the few top-level fields and skips their content.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError

from optimizer.work.methods import METHODS

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # Wire types of the protobuf encoding.
SHORT = 4096  # No case name and no duration is longer.
MANY = 1000  # Fields looked at; a message of a million tiny ones must not hold up the front.


@dataclass(frozen=True, slots=True)
class Envelope:
    """The case that a request names, "" if none, and the time limit it asks for, if any."""

    case_name: str = ""
    time_limit_seconds: float | None = None


def read_envelope(method: str, request: bytes) -> Envelope:
    """Return the envelope of a request; an empty one if it is malformed, which the worker then reports."""
    known = METHODS[method]
    try:
        part = memoryview(request)
        for number in known.case_name:
            part = _field(part, number)
        name = ""
        if known.case_name:
            name = _text(part)
        return Envelope(name, None if known.time_limit is None else _time_limit(request, known.time_limit))
    except (ValueError, IndexError, DecodeError):
        return Envelope()


def count_rows(method: str, request: bytes, most: int) -> int:
    """Return how many rows a request brings in all tables, changes included; counts no further than `most` + 1.

    Each field of the request, of its source and of the case counts, whatever it holds: a reader would
    make an object of each, hundreds of bytes for one that takes two on the wire.

    Raises:
        ValueError: The bytes are no message that a reader of ours would take.
        IndexError: They end too early.
    """
    found = 0
    messages = [memoryview(request)]
    for number in METHODS[method].inline_case:
        within: list[memoryview] = []
        for message in messages:
            for field, content in _fields(message, most + 1 - found):
                found += 1
                if field == number and content is not None:
                    within.append(content)
            if found > most:
                return found
        messages = within
    for message in messages:
        found += sum(1 for _ in _fields(message, most + 1 - found))
    return found


def has_field(message: bytes, number: int) -> bool:
    """Return whether a well-formed message has a field of variable length of this number."""
    fields = _fields(memoryview(message), MANY)
    return any(found == number and content is not None for found, content in fields)


def _time_limit(request: bytes, number: int) -> float | None:
    content = _field(memoryview(request), number)
    limit = Duration.FromString(bytes(content[:SHORT])).ToNanoseconds() / 1e9
    if limit > 0:
        return limit
    return None


def _text(content: memoryview) -> str:
    return bytes(content[:SHORT]).decode()


def _field(message: memoryview, wanted: int) -> memoryview:
    """Return the content of a field of variable length, the last one if it occurs more than once; empty if absent."""
    found = memoryview(b"")
    for number, content in _fields(message, MANY):
        if number == wanted and content is not None:
            found = content
    return found


def _fields(message: memoryview, most: int) -> Iterator[tuple[int, memoryview | None]]:
    """Yield number and content of each field, up to so many; the content of a number is None."""
    position = 0
    for _ in range(most):
        if position >= len(message):
            return
        # A field is a key, which holds number and kind, and its content.
        key, position = _varint(message, position)
        kind = key & 7
        if kind == BYTES:
            length, position = _varint(message, position)
            yield key >> 3, message[position : position + length]
            position += length
        elif kind == VARINT:
            _, position = _varint(message, position)
            yield key >> 3, None
        elif kind in (FIXED64, FIXED32):
            position += 8 if kind == FIXED64 else 4
            yield key >> 3, None
        else:
            raise ValueError("groups are not used")


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    """Return a number of variable length and the position after it."""
    value = 0
    for place in range(10):
        byte = message[position + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, position + place + 1
    raise ValueError("a number has at most ten bytes")
