"""Comparisons over real gRPC: what is answered, what is refused, and what is said of time."""

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from optimizer.domain.errors import InvalidCase
from optimizer.v1 import case_pb2, compare_pb2, service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import RunningServer, failure

PRICE = "demands[us-ore,1].price_per_unit"


def request(*prices: str, **more: object) -> service_pb2.CompareScenariosRequest:
    """Return one mine beside itself at other prices."""
    source = service_pb2.ProblemSource(inline_case=one_mine())
    others = [compare_pb2.Alternative(changes=[case_pb2.Change(address=PRICE, value=price)]) for price in prices]
    return service_pb2.CompareScenariosRequest(source=source, alternatives=others, **more)  # type: ignore[arg-type]


def test_alternatives_in_their_order(server: RunningServer) -> None:
    """100 t at 30 - 10 are 2,000; at 35, 2,500; at 5 nothing is mined, 500 of loss avoided: 2,000 - 2,500 + 500 = 0."""
    found = server.optimizer.CompareScenarios(request("35", "5", "30"))

    assert found.base.plan.objective == 2000.0
    assert [item.outcome.plan.objective for item in found.alternatives] == [2500.0, 0.0, 2000.0]
    (more,), (less,), none = (item.bridge for item in found.alternatives)
    assert list(more.groups) == [compare_pb2.INPUT_GROUP_PRICES]
    assert (more.effect, more.response) == (500.0, 0.0)
    assert (less.effect, less.response) == (-2500.0, 500.0)
    assert not none
    assert found.provenance.case_id == "one-mine"


@pytest.mark.parametrize(("count", "rule"), [(0, "missing-value"), (101, "too-many")])
def test_none_and_too_many_are_refused(server: RunningServer, count: int, rule: str) -> None:
    """The field is named."""
    code, error, _ = failure(lambda: server.optimizer.CompareScenarios(request(*["30"] * count)))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert [(found.address, found.rule) for found in error.violations] == [("alternatives", rule)]


def test_an_unknown_scenario_is_not_found(server: RunningServer) -> None:
    """Whichever alternative names it."""
    asked = request("31")
    asked.alternatives.add(scenario="fame")
    with pytest.raises(grpc.RpcError) as refused:
        server.optimizer.CompareScenarios(asked)

    assert refused.value.code() is grpc.StatusCode.NOT_FOUND


def test_a_time_limit_is_an_outcome(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """What was not reached says so, and is counted."""
    asked = request("31", time_limit=Duration(seconds=1))
    asked.source.inline_case.CopyFrom(hard_case)
    asked.alternatives[0].changes[0].address = "supplies[*].cost_per_unit"
    found = server.optimizer.CompareScenarios(asked)

    assert found.base.WhichOneof("outcome") == "time_limit"
    assert found.base.time_limit.limit == Duration(seconds=1)
    assert [part.count for part in found.not_computed] == [1]


def test_a_cancel_ends_it(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """The caller need not wait."""
    asked = request("31")
    asked.source.inline_case.CopyFrom(hard_case)
    asked.alternatives[0].changes[0].address = "supplies[*].cost_per_unit"
    call = server.optimizer.CompareScenarios.future(asked)
    call.cancel()
    with pytest.raises(grpc.FutureCancelledError):
        call.result()
