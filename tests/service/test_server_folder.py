"""Temporary files: they are all in one folder, which is gone after the server however it ended."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.service.server_folder import LOCK, ServerFolder
from optimizer.store.temporary import LONGEST_PLACE, PLACES, NoTemporaryFolder, temporary_place
from optimizer.v1 import case_pb2, service_pb2
from tests.service.serving import COMMAND, ROOT, RunningServer, is_running, solve_request, wait_until, with_id


@pytest.fixture
def place() -> Path:
    """Return an empty folder for temporary files, whose name is short enough for sockets."""
    folder = temporary_place(os.environ) / f"t-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def _write(place: Path) -> Path:
    """Write a file where the programs that the only worker starts would write theirs."""
    (worker,) = place.glob("madini-*/worker-*")
    file = worker / "model.mps"
    file.touch()
    return file


def _files(place: Path) -> list[str]:
    return sorted(path.name for path in place.rglob("*.mps"))


def test_a_workers_folder_goes_with_it_and_all_with_the_server(
    start_server: Callable[..., RunningServer], place: Path, hard_case: case_pb2.Case
) -> None:
    """A cancelled call leaves nothing behind; a server that was stopped neither."""
    server = start_server("--workers=1", TMPDIR=str(place))
    file = _write(place)
    call = server.optimizer.Solve.future(solve_request(hard_case), **with_id("files"))
    server.wait_for_log("job started", request_id="files")
    call.cancel()

    wait_until(lambda: not file.parent.exists(), "the removal of the worker's folder")
    assert server.stop() == 0
    assert list(place.iterdir()) == []


def test_files_of_a_killed_server_are_removed(start_server: Callable[..., RunningServer], place: Path) -> None:
    """Its workers do it, at their own end."""
    server = start_server("--workers=1", TMPDIR=str(place))
    _write(place)
    workers = server.worker_pids()
    server.process.kill()

    wait_until(lambda: not any(map(is_running, workers)), "the end of the workers")
    assert list(place.iterdir()) == []


@pytest.mark.slow
def test_cbc_writes_into_the_folder_of_its_worker(
    start_server: Callable[..., RunningServer], place: Path, hard_case: case_pb2.Case
) -> None:
    """And what it wrote is gone after a call that was cancelled, and after a server that was killed."""
    server = start_server("--workers=1", TMPDIR=str(place))
    for number in range(2):
        request = solve_request(hard_case, solver=service_pb2.SOLVER_CBC)
        call = server.optimizer.Solve.future(request, **with_id(f"cbc-{number}"))
        wait_until(lambda: _files(place), "files of CBC")
        if number == 0:
            call.cancel()
            wait_until(lambda: not _files(place), "their removal")
    workers = server.worker_pids()
    server.process.kill()

    wait_until(lambda: not any(map(is_running, workers)), "the end of the workers")
    assert list(place.iterdir()) == []


def test_the_next_server_removes_what_nobody_else_could(place: Path) -> None:
    """A folder whose lock nobody holds is a dead server's; those of living ones, and of others, stay."""
    dead = place / "madini-dead"
    foreign = place / "madini-notes"
    for folder in (dead, foreign):
        folder.mkdir()
        (folder / "file").write_text("x")
    (dead / LOCK).touch()
    first = ServerFolder(place)
    second = ServerFolder(place)

    assert {first.path, second.path, foreign} == set(place.iterdir())
    for folder in (first, second, second):
        folder.remove()
    assert list(place.iterdir()) == [foreign]


def test_the_first_place_that_can_be_written_is_taken(place: Path) -> None:
    """TMPDIR first; a place that is not there, is a file, or has too long a name is passed over."""
    (place / "file").touch()
    long = place / ("x" * LONGEST_PLACE)
    long.mkdir()
    places = ["/no/such/folder", str(place / "file"), str(long), str(place)]

    assert temporary_place({}, places) == place
    assert temporary_place({"TMPDIR": str(place), "TMP": "/no"}, ["/no"]) == place
    with pytest.raises(NoTemporaryFolder, match=r"none of /gone, /no/such/folder; name a folder in TMPDIR"):
        temporary_place({"TEMP": "/gone"}, ["/no/such/folder"])


def _read_only(script: str) -> "subprocess.CompletedProcess[str]":
    """Run a shell script where none of the system's places can be written."""
    mounts = " && ".join(f"mount --bind {place} {place} && mount -o remount,bind,ro {place}" for place in PLACES)
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", f"{mounts} || exit 99; {script}"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)


def test_a_server_that_can_write_nowhere_says_so() -> None:
    """Code 2 and a sentence that tells what to do, not a traceback."""
    if shutil.which("unshare") is None or _read_only("true").returncode != 0:
        pytest.skip("no private mounts here")
    ended = _read_only(" ".join([*COMMAND, "--workers=1"]))

    assert ended.returncode == 2
    assert ended.stderr.startswith("madini serve: error: temporary files can be written in none of")
    assert "--tmpfs /tmp" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
