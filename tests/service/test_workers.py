"""What happens to workers: killed, abandoned, worn out; over real gRPC with real processes."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import grpc
import pytest

from optimizer.domain.errors import TooLarge, WorkerLost
from optimizer.solver.file_solvers import missing_program
from optimizer.v1 import case_pb2, service_pb2
from tests.service.inline_cases import network, one_mine
from tests.service.serving import COMMAND, ROOT, RunningServer, failure, is_running, solve_request, wait_until, with_id

LIST = service_pb2.ListCasesRequest()
GLPK = pytest.param(service_pb2.SOLVER_GLPK, marks=pytest.mark.skipif(bool(missing_program("glpk")), reason="no glpsol here"))


def test_cancelling_frees_the_worker(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """A cancelled call ends at once for the caller, and its worker is killed and replaced."""
    call = server.optimizer.Solve.future(solve_request(hard_case), **with_id("to-cancel"))
    started = server.wait_for_log("job started", request_id="to-cancel")
    call.cancel()

    line = server.wait_for_log("call", request_id="to-cancel")
    assert line["code"] == "CANCELLED"
    wait_until(lambda: not is_running(started["worker_pid"]), "the end of the worker")
    wait_until(lambda: len(server.worker_pids()) == 2, "another worker")
    assert server.cases.ListCases(LIST, timeout=5).cases


def test_a_caller_that_goes_away_frees_the_worker(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """Closing the connection cancels what runs on it."""
    channel = server.connect()
    solve = channel.unary_unary("/optimizer.v1.OptimizerService/Solve")
    call = solve.future(solve_request(hard_case).SerializeToString(), **with_id("to-leave"))
    started = server.wait_for_log("job started", request_id="to-leave")
    channel.close()

    assert server.wait_for_log("call", request_id="to-leave")["code"] == "CANCELLED"
    wait_until(lambda: not is_running(started["worker_pid"]), "the end of the worker")
    wait_until(lambda: len(server.worker_pids()) == 2, "another worker")
    assert call.done()


def _stopped_call(server: RunningServer, request_id: str) -> tuple[Any, set[int]]:
    """Stop all workers and make a call; return it and the workers."""
    workers: set[int] = wait_until(lambda: _two(server.worker_pids()), "two workers")
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    return server.cases.ListCases.future(LIST, **with_id(request_id)), workers


def _two(pids: set[int]) -> set[int] | None:
    return pids if len(pids) == 2 else None


def _kill_worker_of(server: RunningServer, request_id: str, attempt: int) -> int:
    """Kill the worker that computes a call for the first or second time."""
    jobs = wait_until(
        lambda: server.log("job started", request_id=request_id)[attempt - 1 :],
        f"attempt {attempt}",
    )
    pid: int = jobs[0]["worker_pid"]
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_call_whose_worker_dies_is_computed_by_another(start_server: Callable[..., RunningServer]) -> None:
    """After kill -9 of its worker a call is answered; after a second kill its caller is told."""
    server = start_server("--workers=2")
    call, workers = _stopped_call(server, "lost-once")
    workers.remove(_kill_worker_of(server, "lost-once", attempt=1))
    os.kill(workers.pop(), signal.SIGCONT)

    assert call.result(timeout=20).cases
    line = server.wait_for_log("call", request_id="lost-once")
    assert (line["code"], line["attempts"]) == ("OK", 2)
    assert len(server.log("call", request_id="lost-once")) == 1

    call, _ = _stopped_call(server, "lost-twice")
    killed = {_kill_worker_of(server, "lost-twice", attempt) for attempt in (1, 2)}
    code, error, _ = failure(call.result)
    assert len(killed) == 2
    assert code is grpc.StatusCode.INTERNAL
    assert isinstance(error, WorkerLost)
    assert server.wait_for_log("call", request_id="lost-twice")["reason"] == "WORKER_LOST"
    assert server.optimizer.Solve(solve_request(one_mine()), timeout=20).plan.objective == 2000


def test_a_worker_killed_at_rest_costs_nothing(start_server: Callable[..., RunningServer]) -> None:
    """The front looks whether a worker still runs before it gives it a call."""
    server = start_server("--workers=1")
    (pid,) = server.worker_pids()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid), "the end of the worker")

    assert server.cases.ListCases(LIST, timeout=10).cases
    assert pid not in server.worker_pids()


def test_workers_die_with_a_killed_front(start_server: Callable[..., RunningServer], hard_case: case_pb2.Case) -> None:
    """After kill -9 of the front neither a busy worker nor one at rest goes on."""
    server = start_server("--workers=2")
    call = server.optimizer.Solve.future(solve_request(hard_case), **with_id("orphan"))
    server.wait_for_log("job started", request_id="orphan")
    pids = server.worker_pids()
    server.process.kill()

    assert len(pids) == 2
    wait_until(lambda: not any(map(is_running, pids)), "the end of the workers")
    assert failure(call.result)[0] is grpc.StatusCode.UNAVAILABLE


def test_workers_are_replaced_after_their_jobs(start_server: Callable[..., RunningServer]) -> None:
    """A worker that had its number of jobs gives way to a fresh one, and no call notices."""
    server = start_server("--workers=1", "--worker-jobs=3")
    for _ in range(10):
        assert server.cases.ListCases(LIST, timeout=10).cases

    workers = [line["worker_pid"] for line in server.log("call")]
    assert [workers.count(pid) for pid in dict.fromkeys(workers)] == [3, 3, 3, 1]


def test_the_next_question_finds_the_worker_that_holds_the_case(start_server: Callable[..., RunningServer]) -> None:
    """Of two free workers, each case goes to the one that had it before."""
    server = start_server("--workers=2")
    for _ in range(3):
        for name in ("cases/tutorial", "cases/kenya"):
            server.cases.GetCase(service_pb2.GetCaseRequest(name=name), **with_id(name))

    used = {name: {line["worker"] for line in server.log("call", request_id=name)} for name in ("cases/tutorial", "cases/kenya")}
    assert [len(workers) for workers in used.values()] == [1, 1]
    assert used["cases/tutorial"] != used["cases/kenya"]


def test_out_of_memory_is_too_large(start_server: Callable[..., RunningServer]) -> None:
    """A call that needs more memory than a worker may take is refused, and another worker answers the next one."""
    server = start_server("--workers=1", "--worker-memory-mib=280")
    large = network(mines=25, ports=15, markets=20, years=25)
    server.optimizer.Solve(solve_request(one_mine()))
    code, error, _ = failure(lambda: server.optimizer.Solve(solve_request(large)))

    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert "--worker-memory-mib" in str(error)
    assert len(server.log("out of memory, trying again with nothing kept")) == 1
    assert server.optimizer.Solve(solve_request(one_mine()), timeout=10).plan.objective == 2000
    assert len({line["worker_pid"] for line in server.log("call")}) == 2


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("solver", [service_pb2.SOLVER_HIGHS, service_pb2.SOLVER_CBC])
@pytest.mark.parametrize("memory", [300, 360, 420])
def test_out_of_memory_in_the_engine_is_too_large_as_well(
    start_server: Callable[..., RunningServer], solver: int, memory: int
) -> None:
    """Whoever has too little, the tables, the engine or the program of the second opinion: no process dies of it."""
    server = start_server("--workers=1", f"--worker-memory-mib={memory}")
    large = network(mines=25, ports=15, markets=40, years=25)
    code, error, _ = failure(lambda: server.optimizer.Solve(solve_request(large, solver=solver)))

    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert not server.log("call computed again, its worker died")


def test_a_server_without_workers_does_not_start() -> None:
    """If workers cannot start, the server says so and ends with code 4."""
    ended = subprocess.run(
        [*COMMAND, "--workers=1", "--worker-memory-mib=1"], capture_output=True, text=True, cwd=ROOT, timeout=30
    )

    assert ended.returncode == 4
    assert "worker 0 died before it was ready" in ended.stderr
    assert not ended.stdout


@pytest.mark.parametrize("solver", [service_pb2.SOLVER_HIGHS, service_pb2.SOLVER_CBC, GLPK])
def test_solvers_do_not_write_on_stdout(start_server: Callable[..., RunningServer], solver: int) -> None:
    """What an engine prints of its own accord goes nowhere: stdout holds the one announced line."""
    server = start_server("--workers=1")
    assert server.optimizer.Solve(solve_request(one_mine(), solver=solver)).plan.objective == pytest.approx(2000)
    assert server.stop() == 0
    assert server.process.stdout is not None
    assert server.process.stdout.read() == ""


def test_a_busy_server_answers_health_and_small_calls(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """While one worker computes, the other answers within a moment."""
    call = server.optimizer.Solve.future(solve_request(hard_case), **with_id("busy"))
    server.wait_for_log("job started", request_id="busy")
    times = []
    for _ in range(20):
        started = time.monotonic()
        server.cases.ListCases(LIST, timeout=5)
        times.append(time.monotonic() - started)
    call.cancel()
    server.wait_for_log("call", request_id="busy")

    assert sorted(times)[10] < 1


def test_many_callers_at_once(server: RunningServer) -> None:
    """Callers that come together get the same bytes, or are told to come again; none gets anything else."""
    request = solve_request(one_mine()).SerializeToString()
    solve = server.channel.unary_unary("/optimizer.v1.OptimizerService/Solve")
    answers: list[bytes] = []
    codes: list[grpc.StatusCode] = []

    def call() -> None:
        try:
            answers.append(service_pb2.SolveResponse.FromString(solve(request)).plan.SerializeToString(deterministic=True))
        except grpc.RpcError as error:
            codes.append(error.code())

    threads = [threading.Thread(target=call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) + len(codes) == 16
    assert len(set(answers)) == 1
    assert set(codes) <= {grpc.StatusCode.RESOURCE_EXHAUSTED}
