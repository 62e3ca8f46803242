"""Signals that come while a server starts, and processes that are started again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from optimizer.store.temporary import temporary_place
from optimizer.v1 import service_pb2
from tests.interrupts import interrupts_heard
from tests.service.serving import COMMAND, PATIENCE_SECONDS, ROOT, RunningServer, is_running, wait_until

LIST = service_pb2.ListCasesRequest()


def _end_after(seconds: float, number: signal.Signals) -> int:
    """Start a server, send it a signal after so long, and return how it ended; fail if it goes on."""
    with (
        interrupts_heard(),
        subprocess.Popen(
            [*COMMAND, "--workers=1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        ) as process,
    ):
        time.sleep(seconds)
        os.killpg(process.pid, number)
        try:
            return process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError(f"a {number.name} after {seconds:.3f} s was lost") from None


def _signals_are_heard(times: int, longest: float) -> None:
    for step in range(times):
        number = (signal.SIGTERM, signal.SIGINT)[step % 2]
        code = _end_after(longest * (step + 1) / times, number)
        # Ended in order, or killed before it could be: Python itself ends with 1 if interrupted early.
        early = (-number, 1) if number is signal.SIGINT else (-number,)
        assert code in (0, *early), f"code {code} at step {step}"


def test_a_signal_at_any_moment_of_the_start_is_heard() -> None:
    """Wherever it comes, the server ends."""
    _signals_are_heard(times=3, longest=0.6)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_signal_of_a_hundred_is_lost() -> None:
    """The window in which one was lost was 30 ms wide."""
    _signals_are_heard(times=100, longest=2.0)


def _fork_server(server: RunningServer) -> int:
    """Return the process that workers are forked from."""
    (worker,) = server.worker_pids()
    return int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_fork_server_that_was_started_again_is_as_deaf_as_the_first(
    start_server: Callable[..., RunningServer],
) -> None:
    """A SIGTERM to the whole group ends no worker under its call."""
    server = start_server("--workers=1")
    first = _fork_server(server)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not is_running(first), "the end of the fork server")
    assert server.cases.ListCases(LIST, timeout=20).cases
    second = _fork_server(server)

    assert second != first
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(second, number)
    time.sleep(0.1)
    assert is_running(second)
    assert server.cases.ListCases(LIST, timeout=5).cases
    assert _fork_server(server) == second


def test_health_says_that_no_worker_starts_and_that_one_does_again(
    start_server: Callable[..., RunningServer],
) -> None:
    """Without the folder for its socket the fork server cannot start again; with it, a waiting call is answered."""
    place = temporary_place(os.environ) / f"h-{os.getpid()}"
    place.mkdir()
    server = start_server("--workers=1", TMPDIR=str(place))
    watch = health_pb2_grpc.HealthStub(server.channel).Watch(health_pb2.HealthCheckRequest(), timeout=60)
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
    (folder,) = place.iterdir()
    folder.rename(place / "away")
    (worker,) = server.worker_pids()
    os.kill(_fork_server(server), signal.SIGKILL)
    wait_until(lambda: not is_running(worker), "the end of the worker, which goes with it")
    call = server.cases.ListCases.future(LIST, timeout=60)

    assert next(watch).status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert server.wait_for_log("worker does not start")["worker"] == 0
    assert not call.done()
    (place / "away").rename(folder)
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
    assert call.result().cases
    watch.cancel()
    assert server.stop() == 0
    place.rmdir()
