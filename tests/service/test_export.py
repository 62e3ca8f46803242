"""The linear program of a case as a file, over real gRPC: its errors, limits, deadline and cancellation."""

import gzip
import time
from collections.abc import Callable
from pathlib import Path

import grpc
import pytest

from optimizer.domain.errors import InvalidCase, NotFound, TimedOut, TooLarge
from optimizer.v1 import case_pb2, service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import RunningServer, failure, wait_until
from tests.solver.read_by_others import highs_optimum

TUTORIAL = service_pb2.ProblemSource(case_name="cases/tutorial")
KENYA = service_pb2.ProblemSource(case_name="cases/kenya")


def ask(server: RunningServer, source: service_pb2.ProblemSource, **fields: object) -> service_pb2.ExportProgramResponse:
    """Return the answer to a request."""
    return server.optimizer.ExportProgram(service_pb2.ExportProgramRequest(source=source, **fields), timeout=60)  # type: ignore[arg-type]


def test_the_file_is_what_solve_solves(server: RunningServer, tmp_path: Path) -> None:
    """With the changes and the objective of the request; one mine sells 100 t at a gain of 20, as test_front knows."""
    change = case_pb2.Change(address="supplies[mine].max_per_year", value="50")
    source = service_pb2.ProblemSource(inline_case=one_mine(), changes=[change])
    solved = server.optimizer.Solve(service_pb2.SolveRequest(source=source, objective="revenue"), timeout=60)
    found = ask(server, source, objective="revenue", format=service_pb2.PROGRAM_FORMAT_LP)
    file = tmp_path / "program.lp"
    file.write_bytes(gzip.decompress(found.file))

    assert highs_optimum(file) == pytest.approx(solved.plan.objective) != 0.0
    assert not found.sign_turned
    assert (found.column_count, found.row_count) == (solved.statistics.column_count, solved.statistics.row_count)
    assert found.nonzero_count == solved.statistics.nonzero_count
    assert found.provenance.problem_digest == solved.provenance.problem_digest
    assert (found.provenance.objective, found.provenance.solver) == ("revenue", "")
    assert [violation.rule for violation in found.warnings] == [violation.rule for violation in solved.warnings]


def test_mps_is_the_form_unless_another_is_asked_for(server: RunningServer) -> None:
    """It says that its sign is turned, and equal requests have equal bytes."""
    usual, named = ask(server, TUTORIAL), ask(server, TUTORIAL, format=service_pb2.PROGRAM_FORMAT_MPS)

    assert usual.SerializeToString(deterministic=True) == named.SerializeToString(deterministic=True)
    assert (usual.format, usual.sign_turned) == (service_pb2.PROGRAM_FORMAT_MPS, True)
    assert b"\nENDATA\n" in gzip.decompress(usual.file)


def test_what_is_wrong_is_named(server: RunningServer) -> None:
    """A form, a measure and a case that are not there."""
    code, form, _ = failure(lambda: ask(server, TUTORIAL, format=7))
    _, measure, _ = failure(lambda: ask(server, TUTORIAL, objective="fame"))
    _, case, _ = failure(lambda: ask(server, service_pb2.ProblemSource(case_name="cases/nowhere")))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(form, InvalidCase)
    assert [("format", "unknown-format", "7")] == [(found.address, found.rule, found.value) for found in form.violations]
    assert isinstance(measure, InvalidCase)
    assert isinstance(case, NotFound)


def test_a_program_or_a_file_too_large_is_refused(start_server: Callable[..., RunningServer]) -> None:
    """The tutorial has ten columns; the packed file of Kenya some ten thousand bytes."""
    _, columns, _ = failure(lambda: ask(start_server("--max-columns=9"), TUTORIAL))
    _, answer, _ = failure(lambda: ask(start_server("--max-answer-bytes=1024"), KENYA))

    assert isinstance(columns, TooLarge)
    assert "more than 9 columns" in str(columns)
    assert isinstance(answer, TooLarge)
    assert "have --max-answer-bytes raised" in str(answer)


def test_a_deadline_and_a_caller_who_leaves_stop_it(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """Out of time is an error, and the worker is free again."""
    server = start_server("--workers=1")
    request = service_pb2.ExportProgramRequest(source=service_pb2.ProblemSource(inline_case=hard_case))
    code, error, _ = failure(lambda: server.optimizer.ExportProgram(request, timeout=0.6))
    call = server.optimizer.ExportProgram.future(request, timeout=60)
    time.sleep(0.3)
    call.cancel()

    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert isinstance(error, TimedOut)
    wait_until(lambda: server.log("call", code="CANCELLED"), "the call to be cancelled")
    assert ask(server, TUTORIAL).column_count == 10
