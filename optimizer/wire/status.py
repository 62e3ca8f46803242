"""The one table of domain errors and RPC statuses, both ways: a client raises the class that the server raised.

Nothing here imports grpc: codes are the numbers of `google.rpc.Code`, which are gRPC's own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from optimizer.domain.errors import (
    Cancelled,
    Draining,
    InvalidCase,
    NotFound,
    OptimizerError,
    QueueFull,
    SolverFailure,
    TimedOut,
    TooLarge,
    Unreachable,
    Violation,
    WorkerLost,
)
from optimizer.wire.names import COLLECTIONS

DOMAIN = "madini.optimizer"
DETAILS_KEY = "grpc-status-details-bin"
PUSHBACK_KEY = "grpc-retry-pushback-ms"

MAX_VIOLATIONS = 25
# A caller's gRPC begins to refuse trailers of 8 KiB. Details travel as base64 (4/3 of their size),
# the message in percent encoding (3 bytes for each that is not plain ASCII).
MAX_STATUS_BYTES = 4096
MAX_MESSAGE_BYTES = 1500
MAX_TEXT = 1000
MAX_PART = 160
ELLIPSIS = "..."
SEPARATOR = "\n"

# Every error with its code; its reason in `ErrorInfo` is the class's own `reason`.
CODES: Mapping[type[OptimizerError], int] = {
    OptimizerError: code_pb2.INTERNAL,
    InvalidCase: code_pb2.INVALID_ARGUMENT,
    NotFound: code_pb2.NOT_FOUND,
    TooLarge: code_pb2.RESOURCE_EXHAUSTED,
    SolverFailure: code_pb2.INTERNAL,
    QueueFull: code_pb2.RESOURCE_EXHAUSTED,
    Draining: code_pb2.UNAVAILABLE,
    Unreachable: code_pb2.UNAVAILABLE,
    TimedOut: code_pb2.DEADLINE_EXCEEDED,
    Cancelled: code_pb2.CANCELLED,
    WorkerLost: code_pb2.INTERNAL,
}

CLASSES = {error.reason: error for error in CODES}

# What a code means when gRPC itself, not a Madini server, ends the call.
PLAIN: Mapping[int, type[OptimizerError]] = {
    code_pb2.UNAVAILABLE: Unreachable,
    code_pb2.DEADLINE_EXCEEDED: TimedOut,
    code_pb2.CANCELLED: Cancelled,
}

# What gRPC itself says of a message, or of what goes before and after it, that is too large.
TOO_LARGE = ("larger than max", "metadata size exceeds")

AnyMessage = TypeVar("AnyMessage", bound=Message)


def status_of(error: OptimizerError) -> status_pb2.Status:
    """Return the status that carries an error over the wire.

    Its details are `ErrorInfo` (domain `madini.optimizer`, reason of the class) and, where they apply,
    `BadRequest`, `ResourceInfo` or `RetryInfo`. At most 25 violations travel, and no more than fit
    into 4 KB; `ErrorInfo.metadata` holds their `total` and how many were `omitted`. For what does
    not exist it holds the `known` names, a line each, and how many of them were `omitted`.
    """
    if isinstance(error, InvalidCase):
        return _status_of_violations(error)
    if isinstance(error, NotFound):
        return _status_of_missing(error)
    status = _new_status(error, str(error))
    if isinstance(error, QueueFull):
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(round(error.retry_after_seconds * 1000))
        _add(status, retry)
    return status


def encoded_status(error: OptimizerError) -> tuple[status_pb2.Status, bytes]:
    """Return the status of an error and its encoding; never fails, whatever the error's texts hold."""
    try:
        status = status_of(error)
        return status, status.SerializeToString()
    except Exception as unwritten:
        kind = type(error).__name__
        why = type(unwritten).__name__
        status = status_of(OptimizerError(f"{kind}, which cannot be written down ({why})"))
        return status, status.SerializeToString()


def error_of(status: status_pb2.Status) -> OptimizerError:
    """Return the error that a status carries; a status without our details becomes the nearest class."""
    info = _detail(status, error_details_pb2.ErrorInfo)
    if info is None or info.domain != DOMAIN:
        return _error_of_plain(status)
    error = CLASSES.get(info.reason, OptimizerError)
    if issubclass(error, InvalidCase):
        total = info.metadata["total"]
        return InvalidCase(_violations(status), int(total) if total.isdecimal() else None)
    if issubclass(error, NotFound):
        resource = _detail(status, error_details_pb2.ResourceInfo) or error_details_pb2.ResourceInfo()
        known = info.metadata["known"].split(SEPARATOR) if info.metadata["known"] else ()
        prefix = COLLECTIONS.get(resource.resource_type, "")
        name = resource.resource_name.removeprefix(prefix)
        return NotFound(resource.resource_type, name, known)
    if issubclass(error, QueueFull):
        retry = _detail(status, error_details_pb2.RetryInfo)
        return error(status.message, 1.0 if retry is None else retry.retry_delay.ToMilliseconds() / 1000)
    return error(status.message)


def error_of_call(code: int, message: str, trailing_metadata: Iterable[tuple[str, str | bytes]] | None) -> OptimizerError:
    """Return the error of a failed call from what gRPC tells of it: code number, message and trailing metadata."""
    for key, value in trailing_metadata or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            try:
                return error_of(status_pb2.Status.FromString(value))
            except DecodeError:
                break
    return error_of(status_pb2.Status(code=code, message=message))


def pushback_of(error: OptimizerError) -> tuple[tuple[str, str], ...]:
    """Return the trailing metadata that makes gRPC's own retries wait as long as the error asks for, or not try at all."""
    if isinstance(error, QueueFull):
        return ((PUSHBACK_KEY, str(round(error.retry_after_seconds * 1000))),)
    if isinstance(error, TooLarge):
        return ((PUSHBACK_KEY, "-1"),)
    return ()


def _new_status(error: OptimizerError, message: str, **metadata: str) -> status_pb2.Status:
    code = CODES.get(type(error), code_pb2.INTERNAL)
    status = status_pb2.Status(code=code, message=_clipped_message(message))
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    _add(status, info)
    return status


def _status_of_missing(error: NotFound) -> status_pb2.Status:
    known = [_encodable(name) for name in error.known]
    told = list(_within(known, MAX_TEXT))
    metadata = {"known": SEPARATOR.join(told)} if told else {}
    if len(told) < len(known):
        metadata["omitted"] = str(len(known) - len(told))
    status = _new_status(error, str(error), **metadata)
    resource = error_details_pb2.ResourceInfo(
        resource_type=error.kind,
        resource_name=COLLECTIONS.get(error.kind, "") + _clipped(error.name, MAX_TEXT),
        description=f"no {error.kind} has this name",
    )
    _add(status, resource)
    return status


def _add(status: status_pb2.Status, detail: Message) -> None:
    status.details.add().Pack(detail)


def _detail(status: status_pb2.Status, kind: Callable[[], AnyMessage]) -> AnyMessage | None:
    for packed in status.details:
        detail = kind()
        if packed.Unpack(detail):
            return detail
    return None


def _status_of_violations(error: InvalidCase) -> status_pb2.Status:
    """Return a status with the first violations: as many as may travel and fit."""
    for count in range(min(MAX_VIOLATIONS, len(error.violations)), 0, -1):
        status = _bad_request(error, error.violations[:count])
        if status.ByteSize() <= MAX_STATUS_BYTES:
            return status
    return _bad_request(error, ())


def _bad_request(error: InvalidCase, violations: Sequence[Violation]) -> status_pb2.Status:
    # The violations themselves are in the details; the client writes them out again from there.
    rules = "1 rule" if error.total == 1 else f"{error.total} rules"
    omitted = str(error.total - len(violations))
    status = _new_status(error, f"the input breaks {rules}", total=str(error.total), omitted=omitted)
    _add(status, error_details_pb2.BadRequest(field_violations=[_field_violation(violation) for violation in violations]))
    return status


def _field_violation(violation: Violation) -> error_details_pb2.BadRequest.FieldViolation:
    """Return a violation as `BadRequest` has it: address, rule in upper case, and problem, value and fix a line each."""
    value = [f"got {violation.value[:MAX_PART]}"] if violation.value else []
    lines = [violation.problem[: 2 * MAX_PART], *value, violation.fix[: 2 * MAX_PART]]
    return error_details_pb2.BadRequest.FieldViolation(
        field=_clipped(violation.address, MAX_PART),
        reason=violation.rule.upper().replace("-", "_"),
        description="\n".join(_clipped(" ".join(line.splitlines()), MAX_PART) for line in lines),
    )


def _violations(status: status_pb2.Status) -> Iterator[Violation]:
    request = _detail(status, error_details_pb2.BadRequest) or error_details_pb2.BadRequest()
    for field in request.field_violations:
        problem, *value, fix = field.description.split("\n") if "\n" in field.description else (field.description, "")
        got = ""
        if value:
            got = value[0].removeprefix("got ")
        yield Violation(field.field, field.reason.lower().replace("_", "-"), got, problem, fix)


def _error_of_plain(status: status_pb2.Status) -> OptimizerError:
    if status.code == code_pb2.RESOURCE_EXHAUSTED:
        too_large = any(words in status.message for words in TOO_LARGE)
        if too_large:
            return TooLarge(status.message)
        return QueueFull(status.message)
    known = PLAIN.get(status.code)
    if known:
        return known(status.message)
    return OptimizerError(f"{code_pb2.Code.Name(status.code)}: {status.message}")


def _encodable(text: str) -> str:
    """Return a text without lone surrogates, which stand for bytes of a file name that is not UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def _clipped(text: str, most_bytes: int) -> str:
    """Return a text that takes no more than so many bytes in UTF-8."""
    whole = _encodable(text[: most_bytes + 1]).encode()
    if len(whole) <= most_bytes:
        return whole.decode()
    return whole[: most_bytes - len(ELLIPSIS)].decode(errors="ignore") + ELLIPSIS


def _clipped_message(text: str) -> str:
    """Return a message that takes no more than MAX_MESSAGE_BYTES in percent encoding."""
    whole = _clipped(text, MAX_TEXT)
    room = MAX_MESSAGE_BYTES - len(ELLIPSIS)
    for position, character in enumerate(whole):
        plain = " " <= character <= "~" and character != "%"
        room -= 1 if plain else 3 * len(character.encode())
        if room < 0:
            return whole[:position] + ELLIPSIS
    return whole


def _within(names: Iterable[str], most_bytes: int) -> Iterator[str]:
    """Yield the names that fit into so many bytes together."""
    for name in names:
        most_bytes -= len(name.encode()) + len(SEPARATOR)
        if most_bytes < 0:
            return
        yield name
