"""The error table, both ways."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from google.rpc import code_pb2, error_details_pb2, status_pb2

from optimizer.domain.errors import (
    Cancelled,
    Draining,
    InvalidCase,
    NotFound,
    OptimizerError,
    QueueFull,
    TimedOut,
    TooLarge,
    Unreachable,
    Violation,
)
from optimizer.wire.status import (
    CLASSES,
    CODES,
    DETAILS_KEY,
    MAX_STATUS_BYTES,
    encoded_status,
    error_of,
    error_of_call,
    status_of,
)


def _all_errors(root: type[OptimizerError] = OptimizerError) -> Iterator[type[OptimizerError]]:
    yield root
    for error in root.__subclasses__():
        yield from _all_errors(error)


def _example(error: type[OptimizerError]) -> OptimizerError:
    if issubclass(error, InvalidCase):
        return error(
            [
                Violation("a[b].c", "rate-above-5", "25", "a rate must not exceed 5", "write 0.25"),
                Violation("d", "e", "", "f", "g"),
            ]
        )
    if issubclass(error, NotFound):
        return error("case", "kenia", ["kenya", "tutorial"])
    return (
        error("something, in words: 1 % of \u00e9l\u00e8ves", 2.5)
        if issubclass(error, QueueFull)
        else error("something, in words")
    )


@pytest.mark.parametrize("error", list(_all_errors()))
def test_every_error_comes_back_as_itself(error: type[OptimizerError]) -> None:
    """Class, message and content survive the wire, for every class there is."""
    raised = _example(error)
    received = error_of(status_pb2.Status.FromString(status_of(raised).SerializeToString()))

    assert type(received) is error
    assert str(received) == str(raised)
    assert vars(received) == vars(raised)


@pytest.mark.parametrize(
    "error",
    [
        NotFound("case", "caf\udce9", ["x\udc80"]),
        InvalidCase([Violation("caf\udce9.csv", "a-b", "\ud800", "\udfff", "\udce9")]),
        TooLarge("\udce9" * 5000),
        OptimizerError("\ud800"),
    ],
)
def test_texts_that_are_not_unicode_do_not_get_in_the_way(error: OptimizerError) -> None:
    """Names on disk may hold any bytes; they are told as far as they can be, under the error's own code."""
    status, encoded = encoded_status(error)
    received = error_of(status_pb2.Status.FromString(encoded))

    assert status.code == CODES[type(error)]
    assert type(received) is type(error)
    assert "\\u" in str(received)


class Unspeakable:
    """What cannot even say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def test_an_error_that_cannot_be_written_down_is_internal() -> None:
    """Whatever is raised, there is a status."""
    status, encoded = encoded_status(OptimizerError(Unspeakable()))

    assert status.code == code_pb2.INTERNAL
    assert str(error_of(status_pb2.Status.FromString(encoded))) == "OptimizerError, which cannot be written down (RuntimeError)"


@pytest.mark.parametrize("text", ["\U0001f600", "%", "\n", "x", "\u00e9"])
def test_a_status_fits_into_the_metadata_that_grpc_takes(text: str) -> None:
    """Message in percent encoding, details in base64, and what else comes along, below 8 KiB."""
    for error in (NotFound("case", text * 9000, [text * 50] * 100), TooLarge(text * 9000), _many(99, text * 500)):
        status, encoded = encoded_status(error)
        message = quote(status.message, safe=" !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~")

        assert len(message) + 4 * len(encoded) / 3 < 8 * 1024 - 500


def test_names_of_resources_are_whole_and_the_list_is_apart() -> None:
    """A client that is not ours finds `cases/nope`, and the names there are a line each."""
    status = status_of(NotFound("case", "nope", ["kenya", "tutorial"]))
    info, resource = error_details_pb2.ErrorInfo(), error_details_pb2.ResourceInfo()

    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(resource)
    assert (resource.resource_type, resource.resource_name) == ("case", "cases/nope")
    assert resource.description == "no case has this name"
    assert dict(info.metadata) == {"known": "kenya\ntutorial"}
    many = error_details_pb2.ErrorInfo()
    assert status_of(NotFound("case", "nope", ["x" * 99] * 30)).details[0].Unpack(many)
    assert many.metadata["omitted"] == "20"


def test_every_error_is_in_the_table_and_no_reason_twice() -> None:
    """A new error cannot be forgotten."""
    assert set(CODES) == set(_all_errors())
    assert len(CLASSES) == len(CODES)


def _many(count: int, text: str) -> InvalidCase:
    return InvalidCase(
        Violation(f"demands[d{number:03},1].price_per_unit", "negative", "-1", text, text) for number in range(count)
    )


def test_at_most_25_violations_travel() -> None:
    """The rest is counted."""
    status = status_of(_many(200, "must be at least 0"))
    received = error_of(status)
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()

    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(request)
    assert dict(info.metadata) == {"total": "200", "omitted": "175"}
    assert isinstance(received, InvalidCase)
    assert (received.total, len(received.violations), len(request.field_violations)) == (200, 25, 25)
    assert request.field_violations[0].reason == "NEGATIVE"
    assert status.message == "the input breaks 200 rules"


@pytest.mark.parametrize("text", ["x" * 300, "\u9271" * 300, "x" * 100_000, "two\nlines"])
def test_long_violations_do_not_make_a_long_status(text: str) -> None:
    """No more violations travel than fit into 4 KB, and at least one does."""
    status = status_of(_many(30, text))
    received = error_of(status)

    assert status.ByteSize() <= MAX_STATUS_BYTES
    assert isinstance(received, InvalidCase)
    assert received.total == 30
    assert received.violations


@pytest.mark.parametrize(
    "error", [NotFound("scenario", "x" * 5000, [f"scenario-{number}" for number in range(1000)]), TooLarge("x" * 9000)]
)
def test_long_errors_do_not_make_a_long_status(error: OptimizerError) -> None:
    """Names and messages are cut as well."""
    status = status_of(error)

    assert status.ByteSize() <= MAX_STATUS_BYTES
    assert type(error_of(status)) is type(error)


@pytest.mark.parametrize(
    ("code", "message", "error"),
    [
        (code_pb2.UNAVAILABLE, "failed to connect", Unreachable),
        (code_pb2.DEADLINE_EXCEEDED, "Deadline Exceeded", TimedOut),
        (code_pb2.CANCELLED, "Locally cancelled", Cancelled),
        (code_pb2.RESOURCE_EXHAUSTED, "SERVER: Received message larger than max (70 vs. 60)", TooLarge),
        (code_pb2.RESOURCE_EXHAUSTED, "Concurrent RPC limit exceeded!", QueueFull),
        (code_pb2.UNIMPLEMENTED, "Method not found!", OptimizerError),
        (code_pb2.INTERNAL, "oops", OptimizerError),
    ],
)
def test_what_grpc_itself_says_becomes_an_error_too(code: int, message: str, error: type[OptimizerError]) -> None:
    """A status without our details becomes the nearest class."""
    received = error_of_call(code, message, (("x-request-id", "1"),))

    assert type(received) is error
    assert message in str(received)


def test_draining_is_a_reason_to_try_elsewhere() -> None:
    """A server that drains and one that is full differ in code, so that balancers act on it."""
    assert status_of(Draining("")).code == code_pb2.UNAVAILABLE
    assert status_of(QueueFull("")).code == code_pb2.RESOURCE_EXHAUSTED


def test_spoilt_details_leave_the_code() -> None:
    """Details that cannot be read, or of another domain, do not hide the error."""
    foreign = status_pb2.Status(code=code_pb2.UNAVAILABLE, message="m")
    foreign.details.add().Pack(error_details_pb2.ErrorInfo(domain="elsewhere", reason="NOT_FOUND"))

    assert type(error_of_call(code_pb2.UNAVAILABLE, "m", ((DETAILS_KEY, b"\xff\xff"),))) is Unreachable
    assert type(error_of(foreign)) is Unreachable


def test_a_reason_that_is_not_known_yet_is_an_error_all_the_same() -> None:
    """An older client copes with a newer server."""
    status = status_pb2.Status(code=code_pb2.INTERNAL, message="news")
    status.details.add().Pack(error_details_pb2.ErrorInfo(domain="madini.optimizer", reason="SOMETHING_NEW"))

    assert type(error_of(status)) is OptimizerError
    assert str(error_of(status)) == "news"
