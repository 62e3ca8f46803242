"""Retries, against a server that is full on purpose."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import grpc
import pytest

from optimizer.client.channel import IDEMPOTENT_METHODS
from optimizer.client.client import Client
from optimizer.domain.errors import OptimizerError, QueueFull, TooLarge
from optimizer.v1 import service_pb2
from optimizer.wire.status import DETAILS_KEY, PUSHBACK_KEY, status_of


class FullServer(grpc.GenericRpcHandler):
    """Refuses the first calls with an error, then answers; counts what it was asked."""

    def __init__(self, error: OptimizerError, refusals: int, pushback: str) -> None:
        """Refuse `refusals` calls."""
        self.error, self.refusals, self.pushback, self.calls = error, refusals, pushback, 0

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:  # noqa: ARG002 - gRPC's
        """Answer every method alike."""
        return grpc.unary_unary_rpc_method_handler(self._answer)

    def _answer(self, request: bytes, context: grpc.ServicerContext) -> bytes:  # noqa: ARG002 - gRPC's
        self.calls += 1
        if self.calls <= self.refusals:
            status = status_of(self.error)
            context.set_trailing_metadata(((PUSHBACK_KEY, self.pushback), (DETAILS_KEY, status.SerializeToString())))
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, status.message)
        return service_pb2.ListCasesResponse().SerializeToString()


@contextmanager
def _served(handler: FullServer) -> Iterator[Client]:
    server = grpc.server(ThreadPoolExecutor(2), handlers=(handler,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with Client(f"127.0.0.1:{port}", timeout=20) as client:
            yield client
    finally:
        server.stop(None).wait()


def test_a_full_server_is_asked_again_when_it_says() -> None:
    """The call succeeds once there is room."""
    handler = FullServer(QueueFull("full"), refusals=3, pushback="1")
    with _served(handler) as client:
        assert client.cases() == []

    assert handler.calls == 4


def test_after_five_attempts_the_error_is_raised() -> None:
    """A server that stays full is an error of the class that it raised."""
    handler = FullServer(QueueFull("full", 7.0), refusals=100, pushback="1")
    with _served(handler) as client, pytest.raises(QueueFull) as caught:
        client.cases()

    assert (handler.calls, caught.value.retry_after_seconds) == (5, 7.0)


def test_what_is_too_large_stays_too_large() -> None:
    """A server that forbids retries is asked once."""
    handler = FullServer(TooLarge("2,000,001 columns"), refusals=100, pushback="-1")
    with _served(handler) as client, pytest.raises(TooLarge):
        client.cases()

    assert handler.calls == 1


def test_only_calls_of_the_contract_are_tried_again() -> None:
    """Every method named in the policy exists; a new one must be judged before it is added."""
    services = service_pb2.DESCRIPTOR.services_by_name.values()
    methods = {service.full_name: tuple(method.name for method in service.methods) for service in services}

    assert methods == IDEMPOTENT_METHODS
