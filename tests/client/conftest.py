"""One real server for the tests that need any."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from optimizer.client.client import Client
from optimizer.client.embedded import EmbeddedServer

Madini = Callable[..., "subprocess.CompletedProcess[str]"]
SECONDS = 60


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A server with one slot."""
    with EmbeddedServer("--slots", "1") as running:
        yield running


@pytest.fixture(scope="session")
def client(server: EmbeddedServer) -> Iterator[Client]:
    """A client of that server."""
    with Client(server.address, timeout=SECONDS) as connected:
        yield connected


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which nobody configured a server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADINI_")}
    return {**kept, "XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHONWARNINGS": "error"}


@pytest.fixture
def madini(server: EmbeddedServer, environment: dict[str, str]) -> Madini:
    """Run the command as people do, against the one server."""

    def run(*arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "optimizer.client", *arguments],
            env={**environment, "MADINI_SERVER": server.address, **changed},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    return run
