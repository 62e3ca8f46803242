"""Connections that stall: a request is sent in part, and then nothing comes."""

import socket
import threading
from contextlib import ExitStack, suppress
from typing import Self

import grpc

from optimizer.domain.errors import OptimizerError
from optimizer.wire.status import error_of_call

CHUNK = 2**16


class StalledCalls:
    """Calls whose requests end in the middle, each on a connection of its own."""

    def __init__(self, address: str, method: str) -> None:
        """Prepare to call a method of a server."""
        self._address = address
        self._method = method
        self._stack = ExitStack()
        self.futures: list[grpc.Future] = []

    def __enter__(self) -> Self:
        """Return this."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._stack.close()

    def add(self, request: bytes, sent: int, request_id: str = "stalled") -> None:
        """Make a call of which only so many bytes reach the server."""
        listener = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        threading.Thread(target=self._serve, args=(listener, sent), daemon=True).start()
        options = [("grpc.max_send_message_length", -1), ("grpc.use_local_subchannel_pool", 1)]
        port = listener.getsockname()[1]
        channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=options)
        self._stack.callback(channel.close)
        metadata = (("x-request-id", request_id),)
        self.futures.append(channel.unary_unary(self._method).future(request, metadata=metadata))

    def errors(self) -> list[OptimizerError]:
        """Return the errors of the calls that have ended."""
        ended = [future.exception() for future in self.futures if future.done()]
        return [
            error_of_call(error.code().value[0], error.details() or "", error.trailing_metadata())
            for error in ended
            if isinstance(error, grpc.Call)
        ]

    def _serve(self, listener: socket.socket, sent: int) -> None:
        try:
            caller, _ = listener.accept()
            host, _, port = self._address.rpartition(":")
            server = socket.create_connection((host, int(port)))
        except OSError:
            return
        for end in (caller, server):
            self._stack.callback(_hang_up, end)
        threading.Thread(target=_pass_on, args=(server, caller, 2**60), daemon=True).start()
        _pass_on(caller, server, sent)


def _hang_up(connection: socket.socket) -> None:
    """Close a connection, also while another thread waits for what comes."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _pass_on(source: socket.socket, target: socket.socket, most: int) -> None:
    """Pass on what comes, up to so many bytes; then read no more."""
    try:
        while most > 0 and (received := source.recv(min(CHUNK, most))):
            target.sendall(received)
            most -= len(received)
    except OSError:
        pass
