"""Every answer says which case, scenario and changes it is of, over real gRPC."""

import grpc
import pytest

from optimizer.client.words import word
from optimizer.v1 import case_pb2, plan_pb2, service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import RunningServer, failure

PRICE, YEARLY = "demands[us-ore,*].price_per_unit", "supplies[mine].cost_per_unit@202*"
CHANGES = (
    case_pb2.Change(address=PRICE, operation=case_pb2.CHANGE_OPERATION_SCALE, value="1.5"),
    case_pb2.Change(address=YEARLY, value="12"),
)


def source(*changes: case_pb2.Change, scenario: str = "") -> service_pb2.ProblemSource:
    """Return two buyers' tiers over two years, a scenario of its own, and these changes."""
    case = one_mine(max_per_year=50)
    case.demands.add(id="us-ore", tier="2", market="us", material="ore", price_per_unit=20)
    case.nodes.add(id="2027", start="2027-01-01", end="2027-12-31")
    case.nodes.add(id="2028", parent="2027", start="2028-01-01", end="2028-12-31")
    case.scenarios.add(id="dear", name="Dear", description="Mining is dearer.")
    case.changes.add(scenario="dear", step=1, address="supplies[mine].cost_per_unit", value="11")
    return service_pb2.ProblemSource(inline_case=case, scenario=scenario, changes=changes)


def told(provenance: plan_pb2.Provenance) -> list[tuple[str, str, str, int, int]]:
    """Return the changes of an answer."""
    return [
        (change.address, word(change, "operation"), change.value, change.row_count, change.value_count)
        for change in provenance.changes
    ]


def test_a_plan_tells_scenario_changes_and_objective(server: RunningServer) -> None:
    """As they were written, with how many rows and values each reached; the scenario's own changes are not the request's."""
    asked = service_pb2.SolveRequest(source=source(*CHANGES, scenario="dear"), objective="revenue")
    provenance = server.optimizer.Solve(asked).provenance

    assert (provenance.case_id, provenance.scenario) == ("one-mine", "dear")
    assert told(provenance) == [(PRICE, "scale", "1.5", 2, 2), (YEARLY, "set", "12", 1, 2)]
    assert (provenance.objective, provenance.objective_asked) == ("revenue", True)


def test_a_case_as_it_stands_tells_that_nothing_was_changed(server: RunningServer) -> None:
    """The objective is then the case's own; what was changed has another digest."""
    plain = server.optimizer.Solve(service_pb2.SolveRequest(source=source())).provenance
    changed = server.optimizer.Solve(service_pb2.SolveRequest(source=source(CHANGES[0]))).provenance

    assert (plain.scenario, told(plain), plain.objective, plain.objective_asked) == ("", [], "profit", False)
    assert plain.problem_digest != changed.problem_digest


def test_other_answers_tell_the_same(server: RunningServer) -> None:
    """Checks, charges and tariffs are of a scenario and changes, too; nothing was solved for them."""
    asked = source(*CHANGES, scenario="dear")
    check = server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=asked))
    duty = server.optimizer.LookUpDuty(
        service_pb2.LookUpDutyRequest(source=asked, hs_code="2615.90", destination="us", value_per_tonne=1000)
    )
    tariffs = server.optimizer.ListTariffLines(service_pb2.ListTariffLinesRequest(source=asked, destination="us"))

    assert check.valid
    for response in (check, duty, tariffs):
        assert (response.provenance.case_id, response.provenance.scenario) == ("one-mine", "dear")
        assert told(response.provenance) == [(PRICE, "scale", "1.5", 2, 2), (YEARLY, "set", "12", 1, 2)]
        assert response.provenance.objective == response.provenance.solver == ""


def test_a_check_of_a_wrong_case_tells_what_was_changed_all_the_same(server: RunningServer) -> None:
    """The change that breaks the rule is in the list."""
    wrong = case_pb2.Change(address="supplies[mine].max_per_year", value="-1")
    check = server.optimizer.ValidateCase(service_pb2.ValidateCaseRequest(source=source(wrong)))

    assert not check.valid
    assert told(check.provenance) == [("supplies[mine].max_per_year", "set", "-1", 1, 1)]


@pytest.mark.parametrize(
    ("address", "there_are"),
    [("demands[us-or*].price_per_unit", ""), ("demands[cn*].price_per_unit", "us-ore"), ("demands[market=cn].active", "us")],
)
def test_a_pattern_that_reaches_nothing_is_an_error(server: RunningServer, address: str, there_are: str) -> None:
    """It says which values there are; one that reaches something is answered."""
    asked = service_pb2.SolveRequest(source=source(case_pb2.Change(address=address, value="1" if "price" in address else "true")))
    if not there_are:
        assert server.optimizer.Solve(asked).provenance.changes[0].row_count == 2
        return
    code, error, _ = failure(lambda: server.optimizer.Solve(asked))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    (found,) = error.violations
    assert there_are in found.fix + found.problem
