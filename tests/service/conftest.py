"""Servers that the tests of the service share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from optimizer.v1 import case_pb2
from tests.service.inline_cases import network
from tests.service.serving import RunningServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that every test may use and none may stop: two workers, room for two calls to wait, 100,000 columns at most."""
    folder = tmp_path_factory.mktemp("server")
    with RunningServer(folder, "--workers=2", "--queue-length=2", "--max-columns=100000") as running:
        yield running


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., RunningServer]]:
    """Start servers with options and variables of the test's own; they are killed after it."""
    with ExitStack() as stack:
        yield lambda *options, **environment: stack.enter_context(RunningServer(tmp_path, *options, **environment))


@pytest.fixture(scope="session")
def hard_case() -> case_pb2.Case:
    """A case that takes many seconds to solve."""
    return network(mines=25, ports=15, markets=20, years=25)
