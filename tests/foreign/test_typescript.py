"""A client in TypeScript, generated from the protos by the usual tools: it compiles, and it solves."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from google.api import field_behavior_pb2

from tests.documents.pages import ROOT
from tests.foreign.test_node import NODE, NPM, OPTIONS, PROFIT
from tests.service.serving import RunningServer

HERE = Path(__file__).parent / "typescript"
GOOGLE = Path("google", "api", "field_behavior.proto")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not (NODE and NPM), reason="there is no node or no npm"),
]


def _run(folder: Path, *command: str) -> str:
    path = f"{folder / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env={**os.environ, "PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_generated_client_compiles_and_solves(tmp_path: Path) -> None:
    """With strict types; the case that it gets goes back inline."""
    folder = tmp_path / "typescript"
    shutil.copytree(HERE, folder)
    (folder / "protos").symlink_to(ROOT / "protos")
    (folder / "googleapis" / GOOGLE.parent).mkdir(parents=True)
    shutil.copy(Path(field_behavior_pb2.__file__).parents[2] / GOOGLE, folder / "googleapis" / GOOGLE)
    done = subprocess.run([str(NPM), *OPTIONS], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"npm cannot install the packages: {done.stderr.strip().splitlines()[-1:]}")

    _run(folder, "buf", "generate")
    _run(folder, "tsc", "--noEmit")
    _run(folder, "tsc")
    with RunningServer(tmp_path, "--workers=1") as server:
        printed = _run(folder, str(NODE), str(Path("built", "client.js")), server.address).splitlines()

    assert printed == [
        "cases/tutorial true USD 0",
        "manganese-ore EXPORT_RAW 0 no reserve UNSPECIFIED",
        "niobium-concentrate EXPORT_RAW 400 no reserve UNSPECIFIED",
        PROFIT,
    ]
