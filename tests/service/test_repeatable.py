"""Equal problems get equal bytes from the server, whatever worker answers and whatever it answered before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.v1 import service_pb2
from optimizer.wire.case import case_to_proto
from tests.made_cases import random_case, read_rows, shuffled
from tests.service.serving import RunningServer


def _request(rows: dict) -> service_pb2.SolveRequest:
    request = service_pb2.SolveRequest(include=[service_pb2.INCLUDE_ACTIVITIES, service_pb2.INCLUDE_RATES])
    request.source.inline_case.CopyFrom(case_to_proto(read_rows(rows).case))
    return request


def _outcome(server: RunningServer, request: service_pb2.SolveRequest) -> bytes:
    response = server.optimizer.Solve(request, timeout=60)
    response.ClearField("statistics")
    return response.SerializeToString(deterministic=True)


@pytest.fixture
def servers(start_server: Callable[..., RunningServer]) -> tuple[RunningServer, RunningServer]:
    """Return two servers of two workers each, with room for calls to wait."""
    return start_server("--workers=2", "--queue-length=40"), start_server("--workers=2", "--queue-length=40", "--worker-jobs=1")


def test_shuffled_input_other_workers_and_histories_give_the_same_bytes(servers: tuple[RunningServer, RunningServer]) -> None:
    """Four callers ask six problems in turn, in other orders of rows; each problem has one answer on both servers."""
    wanted = [(seed, round_) for round_ in range(4) for seed in range(6)]
    first, second = servers
    with ThreadPoolExecutor(4) as callers:
        answers = list(callers.map(lambda at: _outcome(first, _request(shuffled(random_case(at[0]), at[1]))), wanted))
    fresh = {seed: _outcome(second, _request(random_case(seed))) for seed in range(6)}

    for (seed, _), answer in zip(wanted, answers, strict=True):
        assert fresh[seed] == answer
