"""`Solve` on Kenya over gRPC, warm server: latency and throughput with 1, 4 and 16 clients.

Clients are threads of one process with a channel each; they share the machine with the server. Three kinds of request: the same
one answered from what the front keeps; the same one computed each time; and one with other prices each time, built anew.
"""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import grpc

from optimizer.v1 import case_pb2, service_pb2

ROOT = Path(__file__).parents[1]
SOLVE = "/optimizer.v1.OptimizerService/Solve"
CLIENTS = (1, 4, 16)
KINDS = {
    "kept": "the same request, answer kept",
    "computed": "the same request, computed each time",
    "built": "other prices each time, built and computed",
}

Requests = Callable[[int], bytes]


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run a server; yield its address."""
    command = [sys.executable, "-m", "optimizer.service", "--listen=127.0.0.1:0", "--announce", "--log-level=error"]
    command += [f"--cases={ROOT / 'data'}", "--queue-length=64", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as server:
        try:
            assert server.stdout is not None  # noqa: S101 - a pipe was asked for.
            line = server.stdout.readline()
            if "serving on" not in line:
                raise SystemExit("the server does not start")
            yield line.split()[-1]
        finally:
            server.terminate()


def _request(price_factor: float | None = None) -> bytes:
    request = service_pb2.SolveRequest(source=service_pb2.ProblemSource(case_name="cases/kenya"))
    if price_factor is not None:
        change = case_pb2.Change(address="demands[*].price_per_unit", operation=case_pb2.CHANGE_OPERATION_SCALE)
        change.value = repr(price_factor)
        request.source.changes.append(change)
    return request.SerializeToString()


def _load(address: str, clients: int, seconds: float, request_of: Requests) -> dict[str, float]:
    """Return what so many clients see who ask one request after the other for some seconds."""
    spent: list[list[float]] = [[] for _ in range(clients)]
    over_solver: list[float] = []
    numbers = count()
    end = time.perf_counter() + seconds

    def ask(mine: list[float]) -> None:
        with grpc.insecure_channel(address, options=[("grpc.use_local_subchannel_pool", 1)]) as channel:
            solve = channel.unary_unary(SOLVE)
            solve(request_of(next(numbers)), timeout=60)
            while (started := time.perf_counter()) < end:
                answer = solve(request_of(next(numbers)), timeout=60)
                mine.append(time.perf_counter() - started)
                if clients == 1:
                    solver = service_pb2.SolveResponse.FromString(answer).statistics.solve_time.ToNanoseconds() / 1e9
                    over_solver.append(mine[-1] - solver)

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in spent]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, every = time.perf_counter() - started, sorted(second for mine in spent for second in mine)
    found = {
        "requests": len(every),
        "p50_ms": 1e3 * statistics.median(every),
        "p99_ms": 1e3 * every[min(len(every) - 1, int(0.99 * len(every)))],
        "per_second": len(every) / elapsed,
    }
    return found | ({"over_solver_p50_ms": 1e3 * statistics.median(over_solver)} if over_solver else {})


def measure_served(seconds: float) -> dict[str, dict[str, Any]]:
    """Return the figures per kind of request and number of clients."""
    same, found = _request(), {}
    numbers = count(1)
    plans: tuple[tuple[str, tuple[str, ...], Requests], ...] = (
        ("kept", (), lambda _: same),
        ("computed", ("--answer-bytes=0",), lambda _: same),
        ("built", (), lambda _: _request(1.0 + 1e-6 * next(numbers))),
    )
    for kind, options, request_of in plans:
        with serving(*options) as address:
            _load(address, 4, seconds / 2, request_of)  # Every worker has read the case before it counts.
            found[kind] = {str(clients): _load(address, clients, seconds, request_of) for clients in CLIENTS}
    return found
