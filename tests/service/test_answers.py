"""What callers get for good and bad requests, over real gRPC."""

import math
import time

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from optimizer.domain.errors import InvalidCase, NotFound, TooLarge
from optimizer.v1 import case_pb2, plan_pb2, service_pb2
from tests.service.inline_cases import network, one_mine
from tests.service.serving import RunningServer, failure, solve_request


def test_an_optimal_plan(server: RunningServer) -> None:
    """A hundred tonnes at a gain of 20 each are worth 2000."""
    response = server.optimizer.Solve(solve_request(one_mine()))

    assert response.WhichOneof("outcome") == "plan"
    assert response.plan.objective == 2000
    assert response.statistics.read_time.ToNanoseconds() > 0


def test_what_is_built_travels(server: RunningServer) -> None:
    """A road for 100 t a year at 3 each: told in full, in the measure, as a build and by period."""
    case = one_mine()
    case.lanes[0].max_tonnes_per_year = 0
    case.expansions.add(id="road-2", lane="road", capital_cost_per_unit=3, life_years=9, lead_time_years=0)
    plan = server.optimizer.Solve(solve_request(case)).plan

    (build,), (period,) = plan.builds, plan.periods
    measures = {measure.measure: measure.total for measure in plan.measures}
    assert (build.target, build.capacity, build.unit, build.outlay) == ("lanes[road]", 100, "t/year", 300)
    assert (measures["investment"], period.investment, period.operating) == (300, 300, 2000)
    assert (build.decided, build.ready, build.until) == ("2026-01-01", "2026-01-01", "2034-12-31")


def test_figures_are_tried_as_often_as_asked_for(server: RunningServer) -> None:
    """A price of 30 that may be 5 to 40: below the cost of 10 the ore stays in the ground. No more tries than asked for."""
    case = one_mine()
    case.figures.add(address="demands[us-ore,1].price_per_unit", low=5, high=40)
    asked = solve_request(case, figure_tests=3)
    plan = server.optimizer.Solve(asked).plan

    (test,) = plan.figure_tests
    assert (plan.figures_ranged, plan.figures_tested) == (1, 1)
    assert (test.change_low, test.change_high) == (-2000, 1000)
    assert [(turned.mineral, turned.value, turned.verdict) for turned in test.overturned] == [("ore", 5, plan_pb2.VERDICT_LEAVE)]
    assert list(plan.decisions[0].deciding_estimates) == [test.address]
    asked.figure_tests = 0
    assert not server.optimizer.Solve(asked).plan.figures_tested
    asked.figure_tests = -1
    code, error, _ = failure(lambda: server.optimizer.Solve(asked))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.address for violation in error.violations] == ["figure_tests"]


def test_infeasible_is_an_outcome(server: RunningServer) -> None:
    """A buyer who takes no less than twice what can be mined leaves no plan."""
    response = server.optimizer.Solve(solve_request(one_mine(min_per_year=200)))

    assert response.WhichOneof("outcome") == "infeasible"
    assert response.infeasible.text


def test_unbounded_is_an_outcome(server: RunningServer) -> None:
    """A mine and a buyer without limits leave the profit without limit."""
    case = one_mine()
    case.supplies[0].ClearField("max_per_year")
    response = server.optimizer.Solve(solve_request(case))

    assert response.WhichOneof("outcome") == "unbounded"
    assert response.unbounded.text


def test_the_time_limit_is_an_outcome(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """A program that needs many seconds is given up after the half second that the request allows."""
    started = time.monotonic()
    response = server.optimizer.Solve(solve_request(hard_case, time_limit=Duration(nanos=500_000_000)))

    assert response.WhichOneof("outcome") == "time_limit"
    assert response.time_limit.limit.ToNanoseconds() == pytest.approx(5e8)
    assert time.monotonic() - started < 5


def test_the_answer_comes_before_the_deadline(server: RunningServer, hard_case: case_pb2.Case) -> None:
    """A caller with a deadline gets the outcome `time_limit`, not an error of its own clock."""
    response = server.optimizer.Solve(solve_request(hard_case), timeout=2.5)

    assert response.WhichOneof("outcome") == "time_limit"
    assert 1.5 <= response.time_limit.limit.ToNanoseconds() / 1e9 <= 2.2


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_violations(server: RunningServer, value: float) -> None:
    """NaN and infinity in a message are refused with their address."""
    case = one_mine()
    case.demands[0].price_per_unit = value
    code, error, _ = failure(lambda: server.optimizer.Solve(solve_request(case)))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert [violation.address for violation in error.violations] == ["demands[us-ore,1].price_per_unit"]


def test_an_unknown_case(server: RunningServer) -> None:
    """The error says which cases there are."""
    source = service_pb2.ProblemSource(case_name="cases/atlantis")
    for call in (
        lambda: server.optimizer.Solve(service_pb2.SolveRequest(source=source)),
        lambda: server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source)),
        lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/atlantis")),
    ):
        code, error, _ = failure(call)
        assert code is grpc.StatusCode.NOT_FOUND
        assert isinstance(error, NotFound)
        assert (error.kind, error.name) == ("case", "atlantis")
        assert "tutorial" in error.known


def test_an_unknown_scenario(server: RunningServer) -> None:
    """A scenario that the case has not is not found, whatever is asked."""
    source = service_pb2.ProblemSource(case_name="cases/tutorial", scenario="utopia")
    for call in (
        lambda: server.optimizer.Solve(service_pb2.SolveRequest(source=source)),
        lambda: server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source)),
    ):
        code, error, _ = failure(call)
        assert code is grpc.StatusCode.NOT_FOUND
        assert isinstance(error, NotFound)
        assert error.kind == "scenario"


@pytest.mark.parametrize("name", ["tutorial", "", "case/tutorial"])
def test_a_name_outside_the_collection(server: RunningServer, name: str) -> None:
    """A case is named by its whole resource name."""
    code, error, _ = failure(lambda: server.cases.GetCase(service_pb2.GetCaseRequest(name=name)))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert error.violations[0].rule == "not-a-resource-name"


def test_the_column_limit(server: RunningServer) -> None:
    """A program above the server's limit is refused, and a client is told not to try again."""
    large = network(mines=25, ports=15, markets=40, years=25)
    code, error, trailers = failure(lambda: server.optimizer.Solve(solve_request(large)))

    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert "100" in str(error)
    assert trailers["grpc-retry-pushback-ms"] == "-1"


def _with_200_violations() -> case_pb2.Case:
    case = one_mine()
    for number in range(200):
        case.materials.add(id=f"m{number:03}", stage=case_pb2.MATERIAL_STAGE_ORE, discard_cost_per_unit=-1)
    return case


def test_of_200_violations_25_travel(server: RunningServer) -> None:
    """An error carries the first 25 violations and the number of all."""
    code, error, _ = failure(lambda: server.optimizer.Solve(solve_request(_with_200_violations())))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert (error.total, len(error.violations)) == (200, 25)
    assert error.violations[0].address == "materials[m000].discard_cost_per_unit"
    assert "and 175 more" in str(error)


def test_validation_returns_all_200_violations(server: RunningServer) -> None:
    """What does not fit into an error fits into the answer of ValidateCase, whose status is OK."""
    source = service_pb2.ProblemSource(inline_case=_with_200_violations())
    response = server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source))

    assert not response.valid
    assert len(response.violations) == 200
    assert all(violation.address and violation.rule and violation.problem for violation in response.violations)


def test_a_valid_case(server: RunningServer) -> None:
    """The tutorial breaks no rule."""
    source = service_pb2.ProblemSource(case_name="cases/tutorial")
    response = server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source))

    assert response.valid
    assert not response.violations


def test_validation_covers_the_changes(server: RunningServer) -> None:
    """A change of nothing, and a value that breaks a rule only after a change, are in the body."""
    changes = [
        case_pb2.Change(address="demands[nobody,1].price_per_unit", operation=case_pb2.CHANGE_OPERATION_SET, value="1"),
        case_pb2.Change(address="supplies[mine].max_per_year", operation=case_pb2.CHANGE_OPERATION_SET, value="-5"),
    ]
    for change, address in zip(changes, ("demands[nobody,1].price_per_unit", "supplies[mine].max_per_year"), strict=True):
        source = service_pb2.ProblemSource(inline_case=one_mine(), changes=[change])
        response = server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source))
        assert not response.valid
        assert address in [violation.address for violation in response.violations]


def test_odd_options_are_violations(server: RunningServer) -> None:
    """An unspecified part, an unknown solver and a time limit of nothing are named all three."""
    late = Duration(seconds=-1)
    request = solve_request(
        one_mine(), include=[service_pb2.INCLUDE_UNSPECIFIED], solver=9, time_limit=Duration(), explain_limit=late
    )
    _, error, _ = failure(lambda: server.optimizer.Solve(request))

    assert isinstance(error, InvalidCase)
    assert [violation.address for violation in error.violations] == ["explain_limit", "include", "solver", "time_limit"]


def test_a_request_without_a_case(server: RunningServer) -> None:
    """A request that neither names nor brings a case is refused."""
    _, error, _ = failure(lambda: server.optimizer.Solve(service_pb2.SolveRequest()))

    assert isinstance(error, InvalidCase)
    assert error.violations[0].address == "source"


@pytest.mark.parametrize("noise", [b"\xff" * 40, b"\x0a\xff\xff\xff\xff\x7fabc", b"\x0b", b"no protobuf at all"])
def test_noise_is_refused(server: RunningServer, noise: bytes) -> None:
    """Bytes that are no message are the caller's mistake, not the server's."""
    solve = server.channel.unary_unary("/optimizer.v1.OptimizerService/Solve")
    code, error, _ = failure(lambda: solve(noise))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert error.violations[0].rule == "unreadable-message"


def test_cases_are_listed_in_pages(server: RunningServer) -> None:
    """Pages of one case each add up to the whole list."""
    whole = server.cases.ListCases(service_pb2.ListCasesRequest())
    names, token = [], ""
    while True:
        page = server.cases.ListCases(service_pb2.ListCasesRequest(page_size=1, page_token=token))
        names += [case.name for case in page.cases]
        token = page.next_page_token
        if not token:
            break

    assert "cases/tutorial" in names
    assert names == [case.name for case in whole.cases]
    assert not whole.next_page_token


def test_a_negative_page_is_refused(server: RunningServer) -> None:
    """A page has no fewer than no cases."""
    code, _, _ = failure(lambda: server.cases.ListCases(service_pb2.ListCasesRequest(page_size=-1)))

    assert code is grpc.StatusCode.INVALID_ARGUMENT


def test_a_case_with_its_tables_can_be_solved_inline(server: RunningServer) -> None:
    """What GetCase returns, given back inline, has the plan of the case itself; a tag tells whether it is still the same."""
    case = server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/tutorial"))
    named = service_pb2.SolveRequest(source=service_pb2.ProblemSource(case_name=case.name))
    inline = service_pb2.SolveRequest(source=service_pb2.ProblemSource(inline_case=case))

    assert server.optimizer.Solve(named).plan == server.optimizer.Solve(inline).plan
    assert case.name == "cases/tutorial"
    assert case.etag == server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/tutorial")).etag
    assert case.etag != server.cases.GetCase(service_pb2.GetCaseRequest(name="cases/kenya")).etag


def test_a_plan_is_given_though_there_is_no_time_to_explain_it(server: RunningServer) -> None:
    """What is missing is named, and the answer is not given again to whoever asks for more time."""
    hurried = solve_request(one_mine(), include=[service_pb2.INCLUDE_RATES], explain_limit=Duration())
    response = server.optimizer.Solve(hurried)
    full = server.optimizer.Solve(solve_request(one_mine(), include=[service_pb2.INCLUDE_RATES]))

    assert response.plan.objective == full.plan.objective
    assert [part.code for part in response.not_computed] == ["TIME_BUDGET"] * len(response.not_computed)
    assert response.not_computed
    assert not full.not_computed
