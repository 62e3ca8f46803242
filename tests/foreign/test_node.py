"""A client in another language, with nothing of ours but the protos, or not even those."""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from google.api import field_behavior_pb2

from tests.documents.pages import ROOT, blocks
from tests.documents.shell import PORT_IN_PAGES
from tests.service.serving import RunningServer

HERE = Path(__file__).parent
NODE, NPM = shutil.which("node"), shutil.which("npm")
OPTIONS = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefer-offline")
PAGE = ROOT / "docs" / "calling-from-code.md"
PROFIT = "7844000"  # tests/analyses/test_tutorial.py derives it.

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="there is no node or no npm")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the programs and the packages they need."""
    folder = tmp_path_factory.mktemp("node")
    for file in ("package.json", "by_reflection.js"):
        shutil.copy(HERE / file, folder)
    (folder / "protos").symlink_to(ROOT / "protos")
    try:
        done = subprocess.run([str(NPM), *OPTIONS], cwd=folder, capture_output=True, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("npm cannot install the packages: it takes longer than 90 s")
    if done.returncode:
        pytest.skip(f"npm cannot install the packages: {done.stderr.strip().splitlines()[-1:]}")
    # 90 MB in npm, of which one file is needed; Python's package has the same.
    (folder / "node_modules" / "google-proto-files").mkdir(parents=True)
    (folder / "node_modules" / "google-proto-files" / "google").symlink_to(Path(field_behavior_pb2.__file__).parents[1])
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


@pytest.mark.parametrize("position", range(2))
def test_the_programs_on_the_page_print_what_it_shows(position: int, folder: Path, server: RunningServer) -> None:
    """Packages for gRPC and protobuf, and the files in `protos/`, are all that they need."""
    every = blocks(PAGE.read_text(encoding="utf-8"))
    shown = [(block, after) for block, after in pairwise(every) if block.language == "js"]
    assert len(shown) == 2
    program, printed = shown[position]
    (folder / "block.js").write_text(program.text.replace(f"127.0.0.1:{PORT_IN_PAGES}", server.address))

    assert printed.language == "text"
    assert _node(folder, "block.js") == printed.text.splitlines()


def test_a_client_that_asks_the_server_what_it_serves_solves_the_tutorial(folder: Path, server: RunningServer) -> None:
    """With reflection not even the protos are needed."""
    assert _node(folder, "by_reflection.js", server.address) == [PROFIT]
