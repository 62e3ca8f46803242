"""Calls that are made again, against servers that are full, away or odd on purpose."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import grpc
import pytest
from google.rpc import code_pb2

from optimizer.client.caller import UNCHANGING
from optimizer.client.client import Client
from optimizer.client.patience import ATTEMPTS, PUBLISHED, SPREAD, Patience
from optimizer.client.service_config import FILE, protos_folder, service_config
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
    WorkerLost,
)
from optimizer.v1 import service_pb2
from optimizer.wire.status import CODES, DETAILS_KEY, PUSHBACK_KEY, status_of

Refusal = Callable[[grpc.ServicerContext], None]


class OddServer(grpc.GenericRpcHandler):
    """Refuses the first calls, then answers; counts what it was asked."""

    def __init__(self, refuse: Refusal, refusals: int) -> None:
        """Refuse so many calls."""
        self.refuse = refuse
        self.refusals = refusals
        self.calls = 0

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:  # noqa: ARG002 - gRPC's
        """Answer every method alike."""
        return grpc.unary_unary_rpc_method_handler(self._answer)

    def _answer(self, request: bytes, context: grpc.ServicerContext) -> bytes:  # noqa: ARG002 - gRPC's
        self.calls += 1
        if self.calls <= self.refusals:
            self.refuse(context)
        return service_pb2.ListCasesResponse().SerializeToString()


def _with(error: OptimizerError, code: grpc.StatusCode, pushback: str = "1") -> Refusal:
    """Return what refuses calls with one of our errors."""

    def refuse(context: grpc.ServicerContext) -> None:
        status = status_of(error)
        context.set_trailing_metadata(((PUSHBACK_KEY, pushback), (DETAILS_KEY, status.SerializeToString())))
        context.abort(code, status.message)

    return refuse


def _full(seconds: float) -> Refusal:
    return _with(QueueFull("full", seconds), grpc.StatusCode.RESOURCE_EXHAUSTED)


@contextmanager
def _served(handler: OddServer, timeout: float = 20.0) -> Iterator[Client]:
    server = grpc.server(ThreadPoolExecutor(2), handlers=(handler,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with Client(f"127.0.0.1:{port}", timeout=timeout) as client:
            yield client
    finally:
        server.stop(None).wait()


def test_a_full_server_is_asked_until_there_is_room() -> None:
    """However often; not sooner than it says, and by no more than half later."""
    handler = OddServer(_full(0.02), refusals=20)
    started = time.monotonic()
    with _served(handler) as client:
        assert client.cases() == []

    assert handler.calls == 21
    assert time.monotonic() - started > 20 * 0.02


def test_a_server_that_stays_full_is_given_up_at_the_deadline() -> None:
    """The error is the server's own, and comes when the next attempt would be too late."""
    handler = OddServer(_full(0.2), refusals=1000)
    started = time.monotonic()
    with _served(handler, timeout=0.5) as client, pytest.raises(QueueFull) as caught:
        client.cases()

    assert caught.value.retry_after_seconds == 0.2
    assert handler.calls in (2, 3)
    assert time.monotonic() - started < 0.6


def test_what_is_too_large_stays_too_large() -> None:
    """A server that forbids retries is asked once."""
    handler = OddServer(_with(TooLarge("2,000,001 columns"), grpc.StatusCode.RESOURCE_EXHAUSTED, "-1"), refusals=100)
    with _served(handler) as client, pytest.raises(TooLarge):
        client.cases()

    assert handler.calls == 1


@pytest.mark.parametrize("code", [grpc.StatusCode.CANCELLED, grpc.StatusCode.UNAVAILABLE])
def test_a_call_that_somebody_else_ended_is_made_again(code: grpc.StatusCode) -> None:
    """CANCELLED by a server or a proxy is none of the caller's doing."""
    handler = OddServer(lambda context: context.abort(code, "going away"), refusals=3)
    with _served(handler) as client:
        assert client.cases() == []

    assert handler.calls == 4


def test_closing_the_client_ends_the_wait() -> None:
    """Nobody waits half a minute for a client that is gone, and nothing is sent any more."""
    handler = OddServer(_full(30.0), refusals=1000)
    with _served(handler, timeout=100) as client:
        closer = threading.Timer(0.3, client.close)
        closer.start()
        started = time.monotonic()
        with pytest.raises(Cancelled, match="its client was closed"):
            client.cases()
        closer.join()
        with pytest.raises(Cancelled, match="its client was closed"):
            client.cases()

    assert handler.calls == 1
    assert time.monotonic() - started < 5


def _attempts(error: OptimizerError) -> int:
    """Return how often a call is made that always fails with an error."""
    patience = Patience()
    waits = [patience.wait_after(error)]
    while waits[-1] is not None and len(waits) < 50:
        waits.append(patience.wait_after(error))
    assert all(wait is None or 0 < wait <= PUBLISHED.longest_seconds * SPREAD[1] for wait in waits)
    return len(waits)


def test_only_what_passes_is_tried_again() -> None:
    """A server that is full without end, one that is away some times, all else once."""
    assert _attempts(QueueFull("")) == 50
    assert {kind: _attempts(kind("")) for kind in ATTEMPTS} == ATTEMPTS
    once = [
        InvalidCase([]),
        NotFound("case", "x"),
        TooLarge(""),
        SolverFailure(""),
        TimedOut(""),
        WorkerLost(""),
        OptimizerError(""),
    ]
    assert [_attempts(error) for error in once] == [1] * len(once)


def test_a_server_that_was_there_gets_time_to_start_again() -> None:
    """After it said that it shuts down, nobody answering is no reason to give up as soon as otherwise."""
    patience = Patience()
    patience.wait_after(Draining(""))
    waits = [patience.wait_after(Unreachable("")) for _ in range(9)]

    assert None not in waits[:8]
    assert waits[8] is None
    assert sum(wait or 0 for wait in waits) > 15


def test_waits_differ() -> None:
    """Callers that were refused together do not return together."""
    waits = {Patience().wait_after(QueueFull("", 8.0)) for _ in range(20)}

    assert len(waits) == 20
    assert all(8.0 <= (wait or 0) <= 12.0 for wait in waits)


def test_only_calls_of_the_contract_are_tried_again() -> None:
    """Every method of today changes nothing; a new one must be judged before it is added."""
    services = service_pb2.DESCRIPTOR.services_by_name.values()

    assert {f"{service.name}/{method.name}" for service in services for method in service.methods} == UNCHANGING


def test_the_published_policy_is_for_these_calls() -> None:
    """The file lists each of them, and the statuses after which our client calls again; CANCELLED gRPC never tries again."""
    published = service_config()

    assert published.methods == UNCHANGING
    again = {CODES[kind] for kind in (*ATTEMPTS, QueueFull)} - {CODES[Cancelled]}
    assert published.codes == {code_pb2.Code.Name(code) for code in again}
    assert published.timeout_seconds == Client("127.0.0.1:1").timeout == 600


def test_grpc_itself_follows_the_published_policy() -> None:
    """A client without a line of ours hands the file to its channel, and waits as long as the server says."""
    handler = OddServer(_with(QueueFull("full"), grpc.StatusCode.RESOURCE_EXHAUSTED, "300"), refusals=2)
    text = (protos_folder() / FILE).read_text(encoding="utf-8")
    with _served(handler) as client, grpc.insecure_channel(client.address, [("grpc.service_config", text)]) as channel:
        started = time.monotonic()
        channel.unary_unary("/optimizer.v1.CaseService/ListCases")(b"", timeout=20)
        waited = time.monotonic() - started
        handler.calls = 0
        with pytest.raises(grpc.RpcError):
            channel.unary_unary("/optimizer.v1.CaseService/DropCase")(b"", timeout=20)

    assert waited >= 0.6
    assert handler.calls == 1
