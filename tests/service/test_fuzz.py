"""Random requests over gRPC: an answer or a documented refusal, the codes that belong to them, and no worker lost."""

from collections import Counter

import grpc
import pytest

from optimizer.v1 import service_pb2
from tests.fuzz.requests import random_request
from tests.service.serving import RunningServer, failure

REASONS = {
    "INVALID_CASE": grpc.StatusCode.INVALID_ARGUMENT,
    "NOT_FOUND": grpc.StatusCode.NOT_FOUND,
    "TOO_LARGE": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "DEADLINE_EXCEEDED": grpc.StatusCode.DEADLINE_EXCEEDED,
    "ANSWER_NOT_VERIFIED": grpc.StatusCode.INTERNAL,
}
"""What may become of a request, of all that docs/operating.md lists: not INTERNAL, and not WORKER_LOST."""
SERVICE_OF = {
    method.name: service.full_name for service in service_pb2.DESCRIPTOR.services_by_name.values() for method in service.methods
}


def _ask(server: RunningServer, seeds: range) -> Counter[str]:
    """Return how many requests ended how; fail with its seed at the first that ends in another way."""
    found: Counter[str] = Counter()
    for seed in seeds:
        method, request = random_request(seed)
        call = server.channel.unary_unary(f"/{SERVICE_OF[method]}/{method}").future(request, timeout=60)
        if call.exception() is None:
            found["OK"] += 1
            continue
        code, error, _ = failure(call.result)
        assert REASONS.get(error.reason) is code, f"seed {seed}: {method}: {code} {error.reason} {error}"
        found[error.reason] += 1
    return found


def test_random_requests_over_grpc(server: RunningServer) -> None:
    """Some of each kind, and both workers stay."""
    workers = server.worker_pids()
    found = _ask(server, range(150))

    assert min(found["OK"], found["INVALID_CASE"]) > 15
    assert server.worker_pids() == workers


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_thousand_random_requests_over_grpc(server: RunningServer) -> None:
    """For longer; workers are replaced after their number of calls, and none dies."""
    found = _ask(server, range(10_000))

    assert found.total() == 10_000
    assert not server.log("call computed again, its worker died")
