"""Identical requests get the kept answer, as long as it is true."""

import gc
import os
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf.duration_pb2 import Duration

from optimizer.service.answers import ENTRY_BYTES, LARGEST_REQUEST, KeptAnswers
from optimizer.v1 import case_pb2, service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import ROOT, RunningServer, solve_request, with_id


def _named(name: str = "cases/tutorial", **options: object) -> service_pb2.SolveRequest:
    return service_pb2.SolveRequest(source=service_pb2.ProblemSource(case_name=name), **options)


def _plan(objective: float = 1.0) -> bytes:
    response = service_pb2.SolveResponse()
    response.plan.objective = objective
    return response.SerializeToString()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of cases with the tutorial, whose files may be changed."""
    shutil.copytree(ROOT / "data" / "tutorial", tmp_path / "cases" / "tutorial")
    return tmp_path / "cases"


def test_the_same_request_gets_the_same_bytes_without_a_worker(start_server: Callable[..., RunningServer]) -> None:
    """Statistics and all; the log says that the answer was kept."""
    server = start_server("--workers=1")
    first = server.optimizer.Solve(_named())
    again = server.optimizer.Solve(_named(), **with_id("again"))

    assert first == again
    line = server.wait_for_log("call", request_id="again")
    assert line["kept"]
    assert line["worker"] is None
    assert len([line for line in server.log("call") if "kept" in line]) == 1


def test_a_changed_file_ends_it(start_server: Callable[..., RunningServer], folder: Path) -> None:
    """After a change of the case on disk the same request gets the plan of the case as it stands."""
    server = start_server(f"--cases={folder}", "--workers=2")
    first = server.optimizer.Solve(_named())
    demands = folder / "tutorial" / "demands.csv"
    lines = demands.read_text().splitlines()
    demands.write_text("\n".join(lines[:-1]) + "\n")
    second = server.optimizer.Solve(_named(), **with_id("second"))

    assert first.plan != second.plan
    assert server.wait_for_log("call", request_id="second")["worker"] is not None


def test_an_answer_for_want_of_time_is_not_kept(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """Asked again it is computed again."""
    request = solve_request(hard_case, time_limit=Duration(nanos=200_000_000))
    outcomes = [server.optimizer.Solve(request, **with_id(f"hasty-{at}")).WhichOneof("outcome") for at in range(2)]

    assert outcomes == ["time_limit", "time_limit"]
    assert all(server.wait_for_log("call", request_id=f"hasty-{at}")["worker"] is not None for at in range(2))


def test_infeasible_is_kept(server: RunningServer) -> None:
    """That there is no plan is as lasting as a plan."""
    request = solve_request(one_mine(min_per_year=300))
    answers = [server.optimizer.Solve(request, **with_id(f"none-{at}")) for at in range(2)]

    assert answers[0] == answers[1]
    assert server.wait_for_log("call", request_id="none-1")["kept"]


def test_what_is_kept(folder: Path) -> None:
    """Plans of named cases and of small inline ones; not other methods, other outcomes, unknown cases, or without room."""
    kept = KeptAnswers(folder, 10_000)
    request = _named().SerializeToString()
    key = kept.key("Solve", request)
    assert key is not None
    late = service_pb2.SolveResponse()
    late.time_limit.limit.FromSeconds(1)
    kept.put(key, late.SerializeToString())
    assert kept.get(key) is None
    cut_short = service_pb2.SolveResponse.FromString(_plan())
    cut_short.not_computed.add(kind="NOT_COMPUTED_KIND_RATES", count=1)
    kept.put(key, cut_short.SerializeToString())
    assert kept.get(key) is None
    kept.put(key, _plan())
    assert kept.get(key) == _plan()

    assert kept.key("ValidateCase", request) is None
    assert kept.key("Solve", b"\xff\xff") is None
    assert kept.key("Solve", solve_request(one_mine()).SerializeToString()) is not None
    large = one_mine()
    large.case.description = "x" * LARGEST_REQUEST
    assert kept.key("Solve", solve_request(large).SerializeToString()) is None
    for name in ("cases/none", "cases/../cases/tutorial", "tutorial/..", "cases/"):
        assert kept.key("Solve", _named(name).SerializeToString()) is None
    assert KeptAnswers(folder, 0).key("Solve", request) is None


def test_a_file_changed_while_it_was_computed(folder: Path) -> None:
    """Nobody knows which state of the file was read, so the answer is not kept."""
    kept = KeptAnswers(folder, 10_000)
    request = _named().SerializeToString()
    key = kept.key("Solve", request)
    assert key is not None
    (folder / "tutorial" / "sources.csv").write_text("id\n")
    kept.put(key, _plan())
    later = kept.key("Solve", request)

    assert kept.get(key) is None
    assert later is not None
    assert later != key


def test_the_oldest_go_when_there_is_no_room(folder: Path) -> None:
    """Bytes are counted; an answer larger than all the room is not kept, and empties it."""
    kept = KeptAnswers(folder, 3 * (ENTRY_BYTES + len(_plan())))
    keys = [kept.key("Solve", _named(objective=f"{at} profit").SerializeToString()) for at in range(1, 5)]
    for at, key in enumerate(keys):
        assert key is not None
        kept.put(key, _plan())
        if at == 2:
            assert kept.get(keys[0]) is not None  # type: ignore[arg-type]

    assert [kept.get(key) is not None for key in keys if key] == [True, False, True, True]


def test_keys_count(folder: Path) -> None:
    """However small the answers, the memory that they take with all that belongs to them is the memory allowed."""
    allowed = 2**18
    gc.collect()
    tracemalloc.start()
    kept = KeptAnswers(folder, allowed)
    for number in range(600):
        key = kept.key("Solve", _named(objective=f"{number} profit").SerializeToString())
        assert key is not None
        kept.put(key, _plan(number))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 0.5 * allowed < taken < 1.1 * allowed


def test_an_edit_that_keeps_size_and_time_ends_it(folder: Path) -> None:
    """As `cp -p` leaves it."""
    kept = KeptAnswers(folder, 10_000)
    request = _named().SerializeToString()
    before = kept.key("Solve", request)
    demands = folder / "tutorial" / "demands.csv"
    status = demands.stat()
    demands.write_bytes(demands.read_bytes().swapcase())
    os.utime(demands, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert kept.key("Solve", request) not in (before, None)
