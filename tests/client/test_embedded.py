"""A server of one's own: it serves, says why it cannot, and never outlives its caller."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from optimizer.client.client import Client
from optimizer.client.embedded import OWN_FAILURES, EmbeddedServer, _readable
from optimizer.client.exit_codes import message_of
from optimizer.domain.errors import NotFound, OptimizerError, Unreachable, WorkerLost

ENTER_AND_WAIT = """
from optimizer.client.embedded import EmbeddedServer
import time
with EmbeddedServer("--workers", "1") as server:
    print(server.process_id, flush=True)
    time.sleep(60)
"""
SECONDS = 10


def _alive(session: int) -> bool:
    """Return whether any process of a session is left, but for zombies."""
    command = [str(shutil.which("ps")), "-s", str(session), "-o", "stat="]
    states = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return any(not state.startswith("Z") for state in states)


def _ends(session: int) -> bool:
    limit = time.monotonic() + SECONDS
    while _alive(session) and time.monotonic() < limit:
        time.sleep(0.05)
    return not _alive(session)


def test_it_serves_and_is_gone_afterwards() -> None:
    """Within the block it answers; after an error in the block nothing of it is left."""
    sessions = []
    with pytest.raises(ZeroDivisionError), EmbeddedServer("--workers", "1") as server:  # noqa: PT012 - the block is the point
        sessions.append(server.process_id)
        with Client(server.address) as client:
            assert client.cases()
        raise ZeroDivisionError

    assert _ends(sessions[0])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_it_does_not_outlive_its_caller(how: signal.Signals) -> None:
    """Whether the caller is killed or interrupted, the server ends."""
    caller = subprocess.Popen([sys.executable, "-c", ENTER_AND_WAIT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with caller:
        assert caller.stdout is not None
        session = int(caller.stdout.readline())
        os.kill(caller.pid, how)

    assert _ends(session)


def test_a_server_that_cannot_start_shows_its_own_words() -> None:
    """The error holds the end of the server's log."""
    with pytest.raises(Unreachable, match=r"(?s)ended before it served.*--no-such-option"), EmbeddedServer("--no-such-option"):
        pass


def test_a_server_that_is_slow_is_given_up() -> None:
    """The wait has an end, and nothing is left running."""
    with pytest.raises(Unreachable, match=r"did not serve within 0\.001 s"), EmbeddedServer(start_timeout=0.001):
        pass


def test_a_failure_of_the_server_shows_the_end_of_its_log() -> None:
    """The log is gone with the server, so the error takes its last lines along, and the command prints them."""
    error = OptimizerError("internal error")
    assert {OptimizerError, WorkerLost, Unreachable} == set(OWN_FAILURES)
    with pytest.raises(type(error)) as caught, EmbeddedServer("--workers", "1") as server:  # noqa: PT012 - the block is the point
        with Client(server.address) as client, pytest.raises(NotFound):
            client.case("nope")
        raise error
    told = message_of(caught.value)

    assert told.startswith(str(error))
    assert "the log of the embedded server ends:\ninfo worker started worker=0" in told
    assert "info call method=optimizer.v1.CaseService/GetCase code=NOT_FOUND" in told


def test_an_error_of_the_callers_own_shows_no_log() -> None:
    """Who asks for a case that is not there need not read what the server did."""
    with pytest.raises(NotFound) as caught, EmbeddedServer("--workers", "1"):
        raise NotFound("case", "nope")

    assert not hasattr(caught.value, "__notes__")


def test_tracebacks_in_the_log_are_told_line_by_line() -> None:
    """As Python prints them; lines that are no JSON as they are."""
    said = {"level": "error", "message": "a job failed", "request_id": "1", "traceback": "A\n  B"}
    line = json.dumps({"time": "t", "logger": "l", **said})

    assert _readable(line) == ["error a job failed request_id=1", "A", "  B"]
    assert _readable("Segmentation fault") == ["Segmentation fault"]
