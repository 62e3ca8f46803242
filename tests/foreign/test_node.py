"""A client in another language, with nothing of ours but the protos, or not even those."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.serving import ROOT, RunningServer

HERE = Path(__file__).parent
NODE, NPM = shutil.which("node"), shutil.which("npm")
OPTIONS = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefer-offline")
PROFIT = "7844000"  # tests/analyses/test_tutorial.py derives it.

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="there is no node or no npm")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the programs and the packages they need."""
    folder = tmp_path_factory.mktemp("node")
    for file in ("package.json", "by_protos.js", "by_reflection.js"):
        shutil.copy(HERE / file, folder)
    try:
        done = subprocess.run([str(NPM), *OPTIONS], cwd=folder, capture_output=True, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("npm cannot install the packages: it takes longer than 90 s")
    if done.returncode:
        pytest.skip(f"npm cannot install the packages: {done.stderr.strip().splitlines()[-1:]}")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return a server."""
    with RunningServer(tmp_path_factory.mktemp("server"), "--workers=1") as running:
        yield running


def _node(folder: Path, *arguments: str) -> list[str]:
    done = subprocess.run([str(NODE), *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_client_made_of_the_protos_solves_the_tutorial(folder: Path, server: RunningServer) -> None:
    """Packages for gRPC and protobuf, and the files in `protos/`, are all that it needs."""
    first, *decisions = _node(folder, "by_protos.js", server.address, str(ROOT / "protos"))

    assert first == PROFIT
    assert decisions == [
        "manganese-ore VERDICT_EXPORT_RAW manganese-ore cn",
        "niobium-concentrate VERDICT_EXPORT_RAW niobium-concentrate cn",
    ]


def test_a_client_that_asks_the_server_what_it_serves_solves_the_tutorial(folder: Path, server: RunningServer) -> None:
    """With reflection not even the protos are needed."""
    assert _node(folder, "by_reflection.js", server.address) == [PROFIT]


def test_the_page_shows_the_program_that_runs() -> None:
    """The example for Node in the documentation and the program here load the protos and make the request alike."""
    page, program = (ROOT / "docs" / "calling-from-code.md").read_text(), (HERE / "by_protos.js").read_text()
    shared = [line for line in program.splitlines() if line.strip().startswith(("const request", "const { OptimizerService }"))]

    assert len(shared) == 2
    assert [line for line in shared if line not in page] == []
