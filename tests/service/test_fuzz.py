"""Whatever is sent, the answer is an answer or a documented refusal, and never a mistake of ours."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import grpc
import pytest
from google.rpc import status_pb2

from optimizer.service.jobs import WorkerState
from optimizer.service.messages import Job, JobLimits
from optimizer.service.worker import _attempt
from optimizer.v1 import service_pb2
from optimizer.wire.status import error_of
from tests.service.fuzz import make_request
from tests.service.serving import ROOT, RunningServer, failure

LIMITS = JobLimits(time_seconds=5.0, columns=20_000, rows=100_000)
REASONS = {
    "INVALID_CASE": grpc.StatusCode.INVALID_ARGUMENT,
    "NOT_FOUND": grpc.StatusCode.NOT_FOUND,
    "TOO_LARGE": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "DEADLINE_EXCEEDED": grpc.StatusCode.DEADLINE_EXCEEDED,
    "ANSWER_NOT_VERIFIED": grpc.StatusCode.INTERNAL,
}
"""What may become of a request: every reason that docs/operating.md has for it, but INTERNAL."""
SERVICE_OF = {
    method.name: service.full_name for service in service_pb2.DESCRIPTOR.services_by_name.values() for method in service.methods
}
BLOCK = 500


def _ask(first: int, count: int) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Answer so many requests as a worker does; return what became of them, and the seeds of what may not."""
    state = WorkerState.open(ROOT / "data")
    found: Counter[str] = Counter()
    wrong: list[tuple[int, str]] = []
    for seed in range(first, first + count):
        method, request = make_request(seed)
        outcome = _attempt(Job(method, f"seed-{seed}", LIMITS), request, state)
        assert outcome is not None, f"seed {seed} needs too much memory"
        reply, body = outcome
        status = status_pb2.Status.FromString(body) if reply.failed else status_pb2.Status()
        reason = error_of(status).reason if reply.failed else "OK"
        found[reason] += 1
        if reply.failed and (reason not in REASONS or status.code != REASONS[reason].value[0]):
            wrong.append((seed, f"{reason} {status.message}"))
    return found, wrong


def test_odd_requests_are_refused_with_a_documented_reason(server: RunningServer) -> None:
    """Some of them over gRPC; no worker is lost."""
    workers = server.worker_pids()
    codes: Counter[str] = Counter()
    for seed in range(150):
        method, request = make_request(seed)
        call = server.channel.unary_unary(f"/{SERVICE_OF[method]}/{method}")
        try:
            call(request, timeout=60)
            codes["OK"] += 1
        except grpc.RpcError as raised:
            code, error, _ = failure(lambda error=raised: _raise(error))
            assert REASONS.get(error.reason) is code, f"seed {seed}: {code} {error.reason} {error}"
            codes[error.reason] += 1

    assert codes["OK"] > 15
    assert codes["INVALID_CASE"] > 15
    assert server.worker_pids() == workers


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_two_hundred_thousand_odd_requests() -> None:
    """In two processes of their own, each request as a worker answers it; a crash breaks the pool."""
    starts = range(1000, 201_000, BLOCK)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        results = list(pool.map(_ask, starts, repeat(BLOCK)))
    found = sum((counted for counted, _ in results), Counter())
    wrong = [seed for _, seeds in results for seed in seeds]

    assert not wrong[:20]
    assert found.total() == 200_000
    assert min(found["OK"], found["INVALID_CASE"]) > 20_000
