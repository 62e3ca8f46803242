"""What happens when every worker is busy."""

import time
from collections.abc import Callable

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from optimizer.domain.errors import QueueFull, TimedOut
from optimizer.v1 import case_pb2, service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import RunningServer, failure, solve_request, with_id

LIST = service_pb2.ListCasesRequest()


def test_a_full_queue_refuses_at_once(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """With one call running and one waiting, a third is told when to come again; health still answers."""
    server = start_server("--workers=1", "--queue-length=1")
    running = server.optimizer.Solve.future(solve_request(hard_case), **with_id("running"))
    server.wait_for_log("job started", request_id="running")
    waiting = server.optimizer.Solve.future(solve_request(one_mine()))
    server.wait_for_log("call queued")

    started = time.monotonic()
    code, error, trailers = failure(lambda: server.cases.ListCases(LIST))
    assert time.monotonic() - started < 2
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, QueueFull)
    assert error.retry_after_seconds >= 0.5
    assert trailers["grpc-retry-pushback-ms"] == str(round(error.retry_after_seconds * 1000))
    health = health_pb2_grpc.HealthStub(server.channel)
    assert health.Check(health_pb2.HealthCheckRequest()).status == health_pb2.HealthCheckResponse.SERVING

    running.cancel()
    assert waiting.result(timeout=10).plan.objective == 2000


def test_no_worker_before_the_deadline(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """A call whose deadline comes while it waits is told so by the server, and leaves the queue."""
    server = start_server("--workers=1", "--queue-length=1")
    running = server.optimizer.Solve.future(solve_request(hard_case), **with_id("running"))
    server.wait_for_log("job started", request_id="running")

    for _ in range(2):
        code, error, _ = failure(lambda: server.cases.ListCases(LIST, timeout=1))
        assert code is grpc.StatusCode.DEADLINE_EXCEEDED
        assert isinstance(error, TimedOut)
        assert "no worker process came free" in str(error)
    running.cancel()


def test_a_waiting_call_that_is_cancelled_leaves_the_queue(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """Those who give up make room for others."""
    request = solve_request(hard_case)
    calls = [server.optimizer.Solve.future(request, **with_id(f"leaving-{number}")) for number in range(4)]
    for number in range(2):
        server.wait_for_log("call queued", waiting=number + 1)
    for call in calls:
        call.cancel()
    for number in range(4):
        assert server.wait_for_log("call", request_id=f"leaving-{number}")["code"] == "CANCELLED"

    assert server.optimizer.Solve(solve_request(one_mine()), timeout=5).plan.objective == 2000


def test_bytes_of_waiting_calls_are_bounded(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """Few but large calls fill the queue too."""
    server = start_server("--workers=1", "--max-request-bytes=1000000", "--queue-bytes=1000000")
    running = server.optimizer.Solve.future(solve_request(hard_case), **with_id("running"))
    server.wait_for_log("job started", request_id="running")
    large = one_mine()
    for number in range(75):
        large.sources.add(id=f"s{number}", citation="x" * 8_000)
    waiting = server.optimizer.Solve.future(solve_request(large))
    server.wait_for_log("call queued")

    code, error, _ = failure(lambda: server.optimizer.Solve(solve_request(large)))
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, QueueFull)
    running.cancel()
    assert waiting.result(timeout=10).plan.objective == 2000
