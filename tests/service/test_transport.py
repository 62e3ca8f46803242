"""What is asked of gRPC itself, and that it does what is asked."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import grpc._cython.cygrpc
import pytest

from optimizer.client.channel import channel_options
from optimizer.client.client import Client
from optimizer.service.answers import ENTRY_BYTES
from optimizer.service.config import Settings
from optimizer.service.server import FLUSH_SECONDS
from optimizer.service.transport import (
    AGE_SECONDS,
    HANDSHAKE_SECONDS,
    IDLE_SECONDS,
    KEEPALIVE_SECONDS,
    KEEPALIVE_TIMEOUT_SECONDS,
    PING_INTERVAL_SECONDS,
    STREAMS,
    server_options,
)
from optimizer.service.uploads import PATIENCE_SECONDS
from optimizer.store.temporary import LONGEST_PLACE
from optimizer.v1 import service_pb2
from tests.service.serving import ROOT, RunningServer, wait_until

LONG_SECONDS = 300


def test_grpc_knows_every_option() -> None:
    """gRPC ignores a name that it does not know, so each must stand, whole, in its own library."""
    library = Path(grpc._cython.cygrpc.__file__).read_bytes()
    names = [name for name, _ in (*server_options(Settings()), *channel_options("127.0.0.1:1"))]

    assert not [name for name in names if name.encode() + b"\0" not in library]
    assert b"grpc.http2.min_recv_ping_interval_without_data_ms\0" not in library  # So a wrong name is found.


def test_the_manual_tells_every_limit() -> None:
    """Those that are no settings stand in the text with the values they have."""
    manual = (ROOT / "docs" / "operating.md").read_text()
    told = (
        f"| calls on one connection | {STREAMS} |",
        f"| idle connection | {IDLE_SECONDS // 60} min without a call |",
        f"| age of a connection | {AGE_SECONDS // 3600} hour |",
        f"| {HANDSHAKE_SECONDS} s to begin to speak HTTP/2 |",
        f"| one every {PING_INTERVAL_SECONDS} s",
        f"pings after {KEEPALIVE_SECONDS} s without traffic and waits {KEEPALIVE_TIMEOUT_SECONDS} |",
        f"| {Settings().upload_places} at once",
        f"more than {PATIENCE_SECONDS:g} s while others wait",
        f"at most {LONGEST_PLACE} characters",
        f"{ENTRY_BYTES} bytes for each counted besides",
        f"and their answers {FLUSH_SECONDS:g} more",
    )

    assert not [words for words in told if words not in manual]


def test_connections_beyond_the_limit_are_closed(start_server: Callable[..., RunningServer]) -> None:
    """The server's own channel and two more; the others are closed at once, and the first ones serve."""
    server = start_server("--workers=1", "--max-connections=3")
    assert server.cases.ListCases(service_pb2.ListCasesRequest(), timeout=20).cases
    host, _, port = server.address.rpartition(":")
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection((host, int(port)))) for _ in range(8)]
        wait_until(lambda: sum(map(_is_closed, sockets)) == 6, "the end of six connections")

    assert server.cases.ListCases(service_pb2.ListCasesRequest(), timeout=20).cases


def _is_closed(connection: socket.socket) -> bool:
    """Return whether the other side has closed a connection; what it sent before is thrown away."""
    connection.setblocking(False)
    try:
        while connection.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.slow
@pytest.mark.timeout(LONG_SECONDS + 100)
def test_a_call_of_300_seconds_is_made_once(start_server: Callable[..., RunningServer]) -> None:
    """The worker is stopped for so long, as if it computed; the client waits, pings, and gets the one answer."""
    server = start_server("--workers=1", "--max-time-seconds=400")
    (worker,) = server.worker_pids()
    os.kill(worker, signal.SIGSTOP)
    with Client(server.address, timeout=LONG_SECONDS + 90) as client:
        waker = threading.Timer(LONG_SECONDS, os.kill, (worker, signal.SIGCONT))
        waker.start()
        answer = client.cases()
        waker.join()

    assert "cases/kenya" in [case.name for case in answer]
    assert len(server.log("job started")) == 1
    (call,) = server.log("call")
    assert call["code"] == "OK"
    assert call["duration_ms"] >= 1000 * LONG_SECONDS
