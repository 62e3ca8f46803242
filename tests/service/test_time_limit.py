"""A time limit covers everything: reading, checking and building too."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf.duration_pb2 import Duration

from optimizer.domain.deadline import deadline, in_time
from optimizer.domain.errors import TimedOut
from optimizer.formulation.build import build
from optimizer.problem.build import build_problem
from optimizer.problem.validation import validate
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import service_pb2
from optimizer.wire.case import case_from_proto
from optimizer.work.jobs import WorkerState, run_job
from optimizer.work.messages import JobLimits
from tests.service.inline_cases import network, one_mine
from tests.service.serving import ROOT, RunningServer, solve_request

TUTORIAL = ROOT / "data" / "tutorial"


def _limits(seconds: float) -> JobLimits:
    return JobLimits(time_seconds=seconds, columns=100_000, rows=100_000)


def _named(name: str) -> service_pb2.SolveRequest:
    return service_pb2.SolveRequest(source=service_pb2.ProblemSource(case_name=name))


@pytest.mark.parametrize(
    "work",
    [
        lambda *_: read_case_folder(TUTORIAL),
        lambda *_: case_from_proto(one_mine()),
        lambda read, _: validate(read.case),
        lambda _, problem: build(problem),
    ],
)
def test_every_part_of_the_way_looks_at_the_clock(work: Callable[..., object]) -> None:
    """Past the deadline each gives up at its next step; without one none does."""
    read = read_case_folder(TUTORIAL)
    problem = build_problem(read)
    work(read, problem)
    with deadline(-1.0), pytest.raises(TimedOut):
        work(read, problem)
    work(read, problem)


def test_the_nearer_deadline_counts() -> None:
    """A block within another cannot give itself more time."""
    with deadline(-1.0), deadline(100.0), pytest.raises(TimedOut):
        list(in_time([1]))
    with deadline(100.0):
        assert list(in_time([1, 2])) == [1, 2]


@pytest.mark.parametrize("request_message", [_named("cases/tutorial"), solve_request(one_mine())])
def test_out_of_time_before_the_solver_starts_is_an_outcome(request_message: service_pb2.SolveRequest) -> None:
    """Nothing half read is kept: the next call is answered as ever."""
    state = WorkerState.open(ROOT / "data")
    request_message.time_limit.FromNanoseconds(1000)
    late = service_pb2.SolveResponse.FromString(run_job("Solve", request_message.SerializeToString(), _limits(60.0), state))
    request_message.ClearField("time_limit")
    answer = service_pb2.SolveResponse.FromString(run_job("Solve", request_message.SerializeToString(), _limits(60.0), state))

    assert late.WhichOneof("outcome") == "time_limit"
    assert late.time_limit.limit == Duration(nanos=1000)
    assert answer.WhichOneof("outcome") == "plan"


def test_other_questions_are_late_as_an_error() -> None:
    """They have no outcome for it."""
    state = WorkerState.open(ROOT / "data")
    with pytest.raises(TimedOut):
        run_job("GetCase", service_pb2.GetCaseRequest(name="cases/tutorial").SerializeToString(), _limits(-1.0), state)


def test_a_short_limit_is_kept_for_a_large_case(start_server: Callable[..., RunningServer]) -> None:
    """A case whose reading and building take seconds is given up at a fraction of that, not when it is built."""
    server = start_server("--workers=1", "--answer-bytes=0")
    request = solve_request(network(25, 15, 20, 25))
    request.time_limit.FromMilliseconds(20)
    for _ in range(5):
        assert server.optimizer.Solve(request).WhichOneof("outcome") == "time_limit"
    started = time.process_time()
    run_job("ValidateCase", _validation(request), _limits(600.0), WorkerState.open(Path("none")))
    whole = time.process_time() - started
    fastest = min(line["duration_ms"] for line in server.log("call")) / 1000

    assert fastest < max(whole / 2, 0.2)


def _validation(request: service_pb2.SolveRequest) -> bytes:
    return service_pb2.ValidateCaseRequest(source=request.source).SerializeToString()
