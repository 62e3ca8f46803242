"""What the front must know of a request before a worker reads it: the case it names and the time it asks for.

The front must never parse a message of many megabytes, so this walks over the few top-level fields and skips their content.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError

from optimizer.v1 import service_pb2

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # Wire types of the protobuf encoding.
SHORT = 4096  # No case name and no duration is longer.
ABOUT_PROBLEMS = ("Solve", "ValidateCase", "LookUpDuty", "ListTariffLines")
MANY = 1000  # Fields looked at; a message of a million tiny ones must not hold up the front.


@dataclass(frozen=True, slots=True)
class Envelope:
    """The case that a request names, "" if none, and the time limit it asks for, if any."""

    case_name: str = ""
    time_limit_seconds: float | None = None


def read_envelope(method: str, request: bytes) -> Envelope:
    """Return the envelope of a request; an empty one if it is malformed, which the worker then reports."""
    try:
        if method == "GetCase":
            return Envelope(_text(_field(memoryview(request), service_pb2.GetCaseRequest.NAME_FIELD_NUMBER)))
        if method in ABOUT_PROBLEMS:
            # All of them hold their source in the same field; a test keeps it so.
            source = _field(memoryview(request), service_pb2.SolveRequest.SOURCE_FIELD_NUMBER)
            name = _text(_field(source, service_pb2.ProblemSource.CASE_NAME_FIELD_NUMBER))
            return Envelope(name, _time_limit(request) if method == "Solve" else None)
    except (ValueError, IndexError, DecodeError):
        pass
    return Envelope()


def has_field(message: bytes, number: int) -> bool:
    """Return whether a well-formed message has a field of variable length of this number."""
    return any(found == number for found, _ in _fields(memoryview(message)))


def _time_limit(request: bytes) -> float | None:
    content = _field(memoryview(request), service_pb2.SolveRequest.TIME_LIMIT_FIELD_NUMBER)
    limit = Duration.FromString(bytes(content[:SHORT])).ToNanoseconds() / 1e9
    return limit if limit > 0 else None


def _text(content: memoryview) -> str:
    return bytes(content[:SHORT]).decode()


def _field(message: memoryview, wanted: int) -> memoryview:
    """Return the content of a field of variable length, the last one if it occurs more than once; empty if absent."""
    found = memoryview(b"")
    for number, content in _fields(message):
        if number == wanted:
            found = content
    return found


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield number and content of each field of variable length; skip the others."""
    position = 0
    for _ in range(MANY):
        if position >= len(message):
            return
        key, position = _varint(message, position)
        kind = key & 7
        if kind == BYTES:
            length, position = _varint(message, position)
            yield key >> 3, message[position : position + length]
            position += length
        elif kind == VARINT:
            _, position = _varint(message, position)
        elif kind in (FIXED64, FIXED32):
            position += 8 if kind == FIXED64 else 4
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
