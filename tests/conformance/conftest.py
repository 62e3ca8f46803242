"""A server that holds every published model as an ordinary case."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.convert import PUBLISHED, names
from tests.service.serving import RunningServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of its own process on a folder of cases named as the models are."""
    library: Path = tmp_path_factory.mktemp("cases")
    for name in names():
        (library / name).symlink_to(PUBLISHED / name / "case")
    with RunningServer(tmp_path_factory.mktemp("server"), "--workers=1", f"--cases={library}") as running:
        yield running
