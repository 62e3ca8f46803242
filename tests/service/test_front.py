"""The front as operators meet it: start, health, reflection, limits, logs, signals, exit codes."""

import errno
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import grpc
import pytest
from google.protobuf import descriptor_database, descriptor_pool
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from optimizer.domain.errors import Draining, InvalidCase, NotFound, TooLarge
from optimizer.v1 import case_pb2, service_pb2
from tests.service.inline_cases import network
from tests.service.serving import COMMAND, ROOT, RunningServer, failure, is_running, solve_request, wait_until, with_id
from tests.service.stalling import StalledCalls

LIST = service_pb2.ListCasesRequest()
SERVICES = {"optimizer.v1.OptimizerService", "optimizer.v1.CaseService"}
HEALTH = "grpc.health.v1.Health"


def _run(*options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a server that is not expected to serve."""
    return subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, cwd=ROOT, timeout=30, env={**os.environ, **environment}
    )


def test_health_of_the_server_and_of_each_service(server: RunningServer) -> None:
    """All that is served is healthy, and nothing else is known."""
    health = health_pb2_grpc.HealthStub(server.channel)
    for name in ("", *SERVICES):
        assert health.Check(health_pb2.HealthCheckRequest(service=name)).status == health_pb2.HealthCheckResponse.SERVING
    assert failure(lambda: health.Check(health_pb2.HealthCheckRequest(service="x")))[0] is grpc.StatusCode.NOT_FOUND


def test_reflection(server: RunningServer) -> None:
    """Tools can ask what the services are."""
    database = ProtoReflectionDescriptorDatabase(server.channel)

    assert set(database.get_services()) >= {*SERVICES, HEALTH}
    assert database.FindFileContainingSymbol("optimizer.v1.SolveRequest").name == "optimizer/v1/service.proto"


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection_under_either_name(version: str, server: RunningServer) -> None:
    """Tools of today ask for `v1`, older ones for `v1alpha`; both are told of both, and of the files."""
    ask = server.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    symbols = ("optimizer.v1.CaseService", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection")
    questions = [reflection_pb2.ServerReflectionRequest(list_services="")]
    questions += [reflection_pb2.ServerReflectionRequest(file_containing_symbol=symbol) for symbol in symbols]
    listed, *described = list(ask(iter(questions), timeout=30))

    assert {service.name for service in listed.list_services_response.service} == {*SERVICES, HEALTH, *symbols[1:]}
    for symbol, found in zip(symbols, described, strict=True):
        database = descriptor_database.DescriptorDatabase()
        for file in found.file_descriptor_response.file_descriptor_proto:
            database.Add(FileDescriptorProto.FromString(file))
        assert descriptor_pool.DescriptorPool(database).FindServiceByName(symbol).methods


def test_an_oversized_message(server: RunningServer) -> None:
    """A request above 32 MiB is refused; one of exactly that size reaches a worker, which reads it."""
    solve = server.channel.unary_unary("/optimizer.v1.OptimizerService/Solve")
    code, error, _ = failure(lambda: solve(b"\xff" * (32 * 2**20 + 1), **with_id("oversized")))
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert "larger than max" in str(error)
    assert {line["code"] for line in server.log("call", request_id="oversized")} <= {"CANCELLED"}

    _, error, _ = failure(lambda: solve(b"\xff" * (32 * 2**20)))
    assert isinstance(error, InvalidCase)
    assert error.violations[0].rule == "unreadable-message"


def test_an_oversized_answer(start_server: Callable[..., RunningServer]) -> None:
    """An answer above the limit is refused with what to do about it."""
    server = start_server("--workers=1", "--max-answer-bytes=2000")
    code, error, _ = failure(lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/kenya")))

    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert "ask for fewer parts" in str(error)


def test_the_request_id_comes_back_and_is_logged(server: RunningServer) -> None:
    """A caller's own id is in the trailing metadata and in the one line that its call leaves."""
    _, call = server.cases.ListCases.with_call(LIST, **with_id("caller-1.2"))
    assert dict(call.trailing_metadata())["x-request-id"] == "caller-1.2"

    line = server.wait_for_log("call", request_id="caller-1.2")
    assert line["method"] == "optimizer.v1.CaseService/ListCases"
    assert line["code"] == "OK"
    assert line["level"] == "info"
    assert line["peer"].startswith("ipv4:127.0.0.1:")
    assert (line["bytes_in"], line["bytes_out"] > 0, line["worker"] in (0, 1)) == (0, True, True)
    assert 0 <= line["queue_ms"] <= line["duration_ms"]
    assert len(server.log("call", request_id="caller-1.2")) == 1


def test_an_odd_request_id_is_replaced(server: RunningServer) -> None:
    """What is too long or holds spaces is not taken over."""
    for odd in ("x" * 129, "two words"):
        _, call = server.cases.ListCases.with_call(LIST, **with_id(odd))
        assert len(dict(call.trailing_metadata())["x-request-id"]) == 32


def test_an_error_has_its_reason_in_the_log(server: RunningServer) -> None:
    """Failed calls can be counted by reason."""
    failure(lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/nowhere"), **with_id("lost")))
    line = server.wait_for_log("call", request_id="lost")

    assert (line["code"], line["reason"]) == ("NOT_FOUND", "NOT_FOUND")


def test_draining_lets_running_calls_finish(start_server: Callable[..., RunningServer]) -> None:
    """After SIGTERM health says so, new calls are refused, the running one is answered, and the server ends with 0."""
    server = start_server("--workers=1")
    server.cases.ListCases(LIST)
    watch = health_pb2_grpc.HealthStub(server.channel).Watch(health_pb2.HealthCheckRequest())
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
    running = server.optimizer.Solve.future(solve_request(network(15, 10, 15, 15)), **with_id("last"))
    server.wait_for_log("job started", request_id="last")
    os.killpg(server.process.pid, signal.SIGTERM)  # To all processes, as a service manager does.

    assert next(watch).status == health_pb2.HealthCheckResponse.NOT_SERVING
    code, error, _ = failure(lambda: server.cases.ListCases(LIST))
    assert code is grpc.StatusCode.UNAVAILABLE
    assert isinstance(error, Draining)
    assert running.result().WhichOneof("outcome") == "plan"
    watch.cancel()
    assert server.process.wait(10) == 0


def test_draining_ends_what_does_not_finish(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """When the time to drain is over, running and waiting calls are told to go elsewhere, and no worker stays behind."""
    server = start_server("--workers=1", "--drain-seconds=0.3")
    calls = [server.optimizer.Solve.future(solve_request(hard_case), **with_id(f"{number}")) for number in range(2)]
    server.wait_for_log("job started")
    server.wait_for_log("call queued")
    pids = server.worker_pids()

    assert server.stop(signal.SIGINT) == 0
    for call in calls:
        code, error, _ = failure(call.result)
        assert code is grpc.StatusCode.UNAVAILABLE
        assert isinstance(error, Draining)
    assert not any(map(is_running, pids))


def test_a_second_signal_ends_the_server_at_once(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """An operator who insists does not have to wait."""
    server = start_server("--workers=1")
    call = server.optimizer.Solve.future(solve_request(hard_case))
    server.wait_for_log("job started")
    pids = server.worker_pids()
    server.process.send_signal(signal.SIGTERM)
    server.wait_for_log("draining")

    assert server.stop(signal.SIGTERM) == 128 + signal.SIGTERM
    wait_until(lambda: not any(map(is_running, pids)), "the end of the workers")
    assert failure(call.result)[0] is grpc.StatusCode.UNAVAILABLE


def test_a_server_inside_another_program_ends_with_it(start_server: Callable[..., RunningServer]) -> None:
    """When stdin is closed, as when the parent dies, the server ends."""
    server = start_server("--workers=1", "--exit-with-parent")
    assert server.process.stdin is not None
    server.process.stdin.close()

    assert server.process.wait(10) == 0


def test_a_taken_port(server: RunningServer) -> None:
    """Two servers never share a port: the second says why it cannot, and ends with code 3."""
    ended = _run(f"--listen={server.address}")

    assert ended.returncode == 3
    assert f"cannot listen on {server.address}" in ended.stderr
    assert os.strerror(errno.EADDRINUSE) in ended.stderr
    assert not ended.stdout


def test_other_machines_are_kept_out_by_default() -> None:
    """An address that others reach is refused unless the operator insists."""
    for address in ("0.0.0.0:0", "[::]:0", "example.org:50051"):
        ended = _run(f"--listen={address}")
        assert ended.returncode == 2
        assert "--insecure-bind" in ended.stderr


def test_an_insecure_bind_can_be_asked_for(start_server: Callable[..., RunningServer]) -> None:
    """Inside a trusted network a server may listen for all."""
    server = start_server("--workers=1", "--listen=0.0.0.0:0", "--insecure-bind")

    assert server.address.startswith("0.0.0.0:")
    with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), timeout=5):
        pass


def test_a_case_that_cannot_be_read_is_listed_with_its_problem(
    start_server: Callable[..., RunningServer], tmp_path: Path
) -> None:
    """One broken folder does not hide the others, and asking for it tells what is wrong."""
    for name, text in (("good", "id,name,currency,home_country\ngood,Good,USD,KE\n"), ("bad", "id,what\nbad,\xff\n")):
        (tmp_path / "cases" / name).mkdir(parents=True)
        (tmp_path / "cases" / name / "case.csv").write_bytes(text.encode("latin-1"))
    os.mkfifo(tmp_path / "cases" / "good" / "sites.csv")
    odd = tmp_path / "cases" / os.fsdecode(b"caf\xe9")
    odd.mkdir()
    (odd / os.fsdecode(b"\xe9.csv")).write_text("id\n")
    (odd / "case.csv").write_text("id,name,currency,home_country\nodd,Odd,USD,KE\n")
    server = start_server("--workers=1", f"--cases={tmp_path / 'cases'}")
    (worker,) = server.worker_pids()

    problems = {case.name: case.problem for case in server.cases.ListCases(LIST, timeout=10).cases}
    assert list(problems) == ["cases/bad", "cases/caf\\udce9", "cases/good"]
    assert "case.csv" in problems["cases/bad"]
    assert "named pipe" in problems["cases/good"]
    assert "\\udce9.csv" in problems["cases/caf\\udce9"]
    read = service_pb2.GetCaseRequest(name="cases/bad")
    code, _, _ = failure(lambda: server.cases.GetCase(read))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    code, error, _ = failure(lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/none")))
    assert code is grpc.StatusCode.NOT_FOUND
    assert isinstance(error, NotFound)
    assert error.known == ("bad", "caf\\udce9", "good")
    request = service_pb2.ValidateCaseRequest()
    request.source.case_name = "cases/caf\\udce9"
    assert "\\udce9.csv" in {violation.address for violation in server.optimizer.ValidateCase(request).violations}
    assert server.worker_pids() == {worker}


@pytest.mark.parametrize("name", ["\U0001f600" * 900, "%" * 5000, "x" * 2**20, "\x00\x01"])
def test_a_long_name_that_is_not_found_is_told_so(server: RunningServer, name: str) -> None:
    """However its characters travel, the status fits into what gRPC takes."""
    code, error, _ = failure(lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name=f"cases/{name}")))

    assert code is grpc.StatusCode.NOT_FOUND
    assert isinstance(error, NotFound)
    assert error.name[:100] == name[:100]
    assert "kenya" in error.known


def test_nothing_is_written_before_a_bad_setting_is_refused() -> None:
    """A setting from the environment that cannot be used is named, and ends the server with code 2."""
    ended = _run(MADINI_WORKERS="many")

    assert ended.returncode == 2
    assert "MADINI_WORKERS" in ended.stderr
    assert "whole number" in ended.stderr


@pytest.mark.parametrize("method", ["/optimizer.v1.OptimizerService/Nothing", "/no.such.Service/Solve"])
def test_an_unknown_method(server: RunningServer, method: str) -> None:
    """What is not served is not implemented."""
    assert failure(lambda: server.channel.unary_unary(method)(b""))[0] is grpc.StatusCode.UNIMPLEMENTED


def test_a_call_without_a_message(server: RunningServer) -> None:
    """It asks nothing, and is told so."""
    nothing = server.channel.stream_unary("/optimizer.v1.OptimizerService/Solve")
    code, error, _ = failure(lambda: nothing(iter([]), timeout=10))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert error.violations[0].rule == "unreadable-message"


def test_a_caller_that_goes_away_while_its_request_comes_in(server: RunningServer) -> None:
    """The call is logged as what it is."""
    with StalledCalls(server.address, "/optimizer.v1.OptimizerService/Solve") as stalled:
        stalled.add(b"\0" * 20_000_000, sent=10_000_000, request_id="half")
        time.sleep(0.5)
    line = server.wait_for_log("call", request_id="half")

    assert (line["code"], line["bytes_in"], "reason" in line) == ("CANCELLED", 0, False)
