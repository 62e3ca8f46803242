"""What is asked of gRPC itself, and that it does what is asked."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import grpc._cython.cygrpc
import pytest

from optimizer.client.channel import channel_options
from optimizer.client.client import Client
from optimizer.service.config import Settings
from optimizer.service.transport import server_options
from tests.service.serving import RunningServer

LONG_SECONDS = 300


def test_grpc_knows_every_option() -> None:
    """gRPC ignores a name that it does not know, so each must stand, whole, in its own library."""
    library = Path(grpc._cython.cygrpc.__file__).read_bytes()
    names = [name for name, _ in (*server_options(Settings()), *channel_options("127.0.0.1:1"))]

    assert not [name for name in names if name.encode() + b"\0" not in library]
    assert b"grpc.http2.min_recv_ping_interval_without_data_ms\0" not in library  # So a wrong name is found.


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
