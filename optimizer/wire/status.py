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

DOMAIN = "madini"
DETAILS_KEY = "grpc-status-details-bin"
PUSHBACK_KEY = "grpc-retry-pushback-ms"

MAX_VIOLATIONS = 25
MAX_STATUS_BYTES = 4096  # Larger details get lost in trailers.
MAX_TEXT = 1000
MAX_PART = 160

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
"""Every error with its code; its reason in `ErrorInfo` is the class's own `reason`."""

CLASSES = {error.reason: error for error in CODES}

PLAIN: Mapping[int, type[OptimizerError]] = {
    code_pb2.UNAVAILABLE: Unreachable,
    code_pb2.DEADLINE_EXCEEDED: TimedOut,
    code_pb2.CANCELLED: Cancelled,
}
"""What a code means when gRPC itself, not a Madini server, ends the call."""

AnyMessage = TypeVar("AnyMessage", bound=Message)


def status_of(error: OptimizerError) -> status_pb2.Status:
    """Return the status that carries an error over the wire.

    Its details are `ErrorInfo` (domain `madini`, reason of the class) and, where they apply, `BadRequest`, `ResourceInfo`
    or `RetryInfo`. At most 25 violations travel, and no more than fit into 4 KB; `ErrorInfo.metadata` holds their `total`
    and how many were `omitted`.
    """
    if isinstance(error, InvalidCase):
        return _status_of_violations(error)
    status = _new_status(error, str(error))
    if isinstance(error, NotFound):
        name = error.name[:MAX_TEXT]
        known = ", ".join(_within(error.known, MAX_TEXT))
        _add(status, error_details_pb2.ResourceInfo(resource_type=error.kind, resource_name=name, description=known))
    if isinstance(error, QueueFull):
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(round(error.retry_after_seconds * 1000))
        _add(status, retry)
    return status


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
        known = resource.description.split(", ") if resource.description else ()
        return NotFound(resource.resource_type, resource.resource_name, known)
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
    return ((PUSHBACK_KEY, "-1"),) if isinstance(error, TooLarge) else ()


def _new_status(error: OptimizerError, message: str, **metadata: str) -> status_pb2.Status:
    status = status_pb2.Status(code=CODES.get(type(error), code_pb2.INTERNAL), message=_clipped(message, MAX_TEXT))
    _add(status, error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata))
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
    value = [f"got {violation.value}"] if violation.value else []
    lines = [violation.problem, *value, violation.fix]
    return error_details_pb2.BadRequest.FieldViolation(
        field=_clipped(violation.address, MAX_PART),
        reason=violation.rule.upper().replace("-", "_"),
        description="\n".join(_clipped(" ".join(line.splitlines()), MAX_PART) for line in lines),
    )


def _violations(status: status_pb2.Status) -> Iterator[Violation]:
    request = _detail(status, error_details_pb2.BadRequest) or error_details_pb2.BadRequest()
    for field in request.field_violations:
        problem, *value, fix = field.description.split("\n") if "\n" in field.description else (field.description, "")
        got = value[0].removeprefix("got ") if value else ""
        yield Violation(field.field, field.reason.lower().replace("_", "-"), got, problem, fix)


def _error_of_plain(status: status_pb2.Status) -> OptimizerError:
    if status.code == code_pb2.RESOURCE_EXHAUSTED:
        return TooLarge(status.message) if "larger than max" in status.message else QueueFull(status.message)
    known = PLAIN.get(status.code)
    return known(status.message) if known else OptimizerError(f"{code_pb2.Code.Name(status.code)}: {status.message}")


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _within(names: Iterable[str], length: int) -> Iterator[str]:
    """Yield the names that fit into so many characters together."""
    for name in names:
        length -= len(name) + 2
        if length < 0:
            return
        yield name
