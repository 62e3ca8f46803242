"""One way to every method of a server: call, wait while it is full or away, and raise what it raised."""

import threading
import time
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message

from optimizer.client.channel import open_channel
from optimizer.client.patience import Patience
from optimizer.domain.errors import Cancelled, OptimizerError, Unreachable
from optimizer.wire.status import error_of_call
from optimizer.work.methods import METHODS

Response = TypeVar("Response", bound=Message)
# Calls that change nothing, so that making one again is harmless; only these are made again.
UNCHANGING = {method.path for method in METHODS.values() if method.is_unchanging}
CLOSED = "the call was cancelled because its client was closed"


class Caller:
    """Calls the methods of one server."""

    def __init__(self, address: str) -> None:
        """Prepare to call the server at `address`, `host:port`; nothing is sent yet."""
        self._address = address
        self._channel = open_channel(address)
        self._closed = threading.Event()

    def close(self) -> None:
        """Close the connection; calls that are under way or wait are cancelled."""
        self._closed.set()
        self._channel.close()

    def call(
        self,
        method: str,
        request: Message,
        response: type[Response],
        seconds: float,
    ) -> Response:
        """Return the answer to a request.

        Args:
            method: Service and method, `OptimizerService/Solve`.
            request: What to ask.
            response: Kind of the answer.
            seconds: Longest time in all, further attempts and the waits between them included.

        Raises:
            OptimizerError: What the server raised; or Unreachable, TimedOut or Cancelled.
        """
        end = time.monotonic() + seconds
        patience = Patience()
        while True:
            try:
                return self._attempt(method, request, response, end - time.monotonic())
            except OptimizerError as error:
                wait = patience.wait_after(error)
                late = wait is None or time.monotonic() + wait >= end
                if late or method not in UNCHANGING or self._closed.is_set():
                    raise
            if self._closed.wait(wait):
                raise Cancelled(CLOSED)

    def _attempt(
        self,
        method: str,
        request: Message,
        response: type[Response],
        seconds: float,
    ) -> Response:
        """Call once; whoever interrupts the wait cancels the call."""
        if self._closed.is_set():
            raise Cancelled(CLOSED)
        call = self._channel.unary_unary(
            f"/optimizer.v1.{method}",
            request_serializer=_serialize,
            response_deserializer=response.FromString,
        ).future(request, timeout=seconds)
        try:
            answer: Response = call.result()
        except grpc.RpcError as error:
            raise self._domain_error(error) from error
        except grpc.FutureCancelledError as error:
            raise Cancelled(CLOSED) from error
        except BaseException:
            call.cancel()
            raise
        return answer

    def _domain_error(self, error: Any) -> OptimizerError:
        message = str(error.details() or "")
        mapped = error_of_call(error.code().value[0], message, error.trailing_metadata())
        if isinstance(mapped, Unreachable):
            reason = message.rpartition(": ")[2]  # gRPC tells what it tried before.
            return Unreachable(
                f"no server answers at {self._address} ({reason}); "
                "start one with `madini serve --listen HOST:PORT`, or name another with --server"
            )
        if isinstance(mapped, Cancelled) and self._closed.is_set():
            return Cancelled(CLOSED)
        return mapped


def _serialize(message: Message) -> bytes:
    return message.SerializeToString()
