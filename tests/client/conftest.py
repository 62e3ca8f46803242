"""One real server for the tests that need any."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from optimizer.client.cli import main
from optimizer.client.client import Client
from optimizer.client.embedded import EmbeddedServer

SECONDS = 60


class Done(NamedTuple):
    """What a command exited with and printed."""

    code: int
    out: str
    err: str


Madini = Callable[..., Done]


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A server with one worker."""
    with EmbeddedServer("--workers", "1") as running:
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
def madini(
    server: EmbeddedServer, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Madini:
    """Run the command in this process, against the one server."""

    def run(*arguments: str, **changed: str) -> Done:
        for name, value in {**environment, "MADINI_SERVER": server.address, **changed}.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run
