"""A server of one's own: it serves, says why it cannot, and never outlives its caller."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from optimizer.client.client import Client
from optimizer.client.embedded import EmbeddedServer
from optimizer.domain.errors import Unreachable

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
