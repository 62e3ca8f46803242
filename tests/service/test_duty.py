"""What callers get who ask for charges, over real gRPC."""

import math

import grpc
import pytest

from optimizer.client.words import word
from optimizer.domain.errors import InvalidCase, NotFound
from optimizer.v1 import case_pb2, duty_pb2, service_pb2
from tests.service.serving import RunningServer, failure

TUTORIAL = service_pb2.ProblemSource(case_name="cases/tutorial")


def small_case() -> case_pb2.Case:
    """Return a case of one alloy: 5 % and a fee of 0.3464 % within bounds, and a programme that waives the duty until June."""
    return case_pb2.Case(
        case=case_pb2.CaseSettings(id="small", name="Small", currency="USD", price_year=2026, home_country="KE"),
        minerals=[case_pb2.Mineral(id="niobium")],
        materials=[
            case_pb2.Material(id="ore", stage=case_pb2.MATERIAL_STAGE_ORE, raw=True, hs_code="2615.90"),
            case_pb2.Material(id="alloy", stage=case_pb2.MATERIAL_STAGE_REFINED, hs_code="7202.93"),
        ],
        contents=[case_pb2.Content(material=name, mineral="niobium", fraction=0.5) for name in ("ore", "alloy")],
        supplies=[case_pb2.Supply(id="mine", site="pit", material="ore", max_per_year=100, cost_per_unit=10)],
        lanes=[case_pb2.Lane(id="road", from_site="pit", to="us")],
        demands=[case_pb2.Demand(id="us-ore", tier="1", market="us", material="ore", price_per_unit=30)],
        tariffs=[
            case_pb2.Tariff(id="ore", instrument="mfn", hs_prefix="2615", destination="US", source="law"),
            case_pb2.Tariff(id="alloy", instrument="mfn", hs_prefix="7202", destination="US", ad_valorem=0.05, source="law"),
            case_pb2.Tariff(
                id="fee", instrument="fee", kind=case_pb2.TARIFF_KIND_FEE, destination="US", ad_valorem=0.003464,
                min_per_parcel=33.58, max_per_parcel=651.5,
            ),
        ],
        programmes=[case_pb2.Programme(id="agoa", destination="US", waives="mfn", end="2026-06-30")],
        sources=[case_pb2.Source(id="law", citation="The law", date="2026-01-01", link="https://example.org")],
        scenarios=[case_pb2.Scenario(id="renewed")],
        changes=[case_pb2.Change(scenario="renewed", step=1, address="programmes[agoa].end", value="2030-12-31")],
    )  # fmt: skip


def source(scenario: str = "", *changes: case_pb2.Change) -> service_pb2.ProblemSource:
    """Return the small case as a source."""
    return service_pb2.ProblemSource(inline_case=small_case(), scenario=scenario, changes=changes)


def ask(server: RunningServer, **fields: object) -> duty_pb2.DutyLookup:
    """Return what an alloy of 1000 a tonne bears, unless the fields say otherwise."""
    asked = {"source": source(), "hs_code": "7202.93", "destination": "us", "value_per_tonne": 1000.0, **fields}
    return server.optimizer.LookUpDuty(service_pb2.LookUpDutyRequest(**asked), timeout=30).duty


def test_stacks_with_and_without_a_programme(server: RunningServer) -> None:
    """50 and a fee of at least 33.58 on 5 t, 6.716 a tonne; under the programme the fee alone, 50 saved."""
    duty = ask(server, parcel_tonnes=5.0)
    (claimed,) = duty.preferences

    assert [(line.tariff, line.amount_per_tonne) for line in duty.ordinary.lines] == [
        ("tariffs[alloy]", 50.0),
        ("tariffs[fee]", 6.716),
    ]
    assert (duty.ordinary.amount_per_tonne, duty.ordinary.percent_of_value) == (56.716, 5.6716)
    assert (claimed.claim, claimed.amount_per_tonne, claimed.saved_per_tonne, claimed.end) == ("agoa", 6.716, 50.0, "2026-06-30")
    assert claimed.lines[0].preference == "programmes[agoa].waives"
    assert duty.ordinary.lines[0].citation.link == "https://example.org"


def test_what_is_absent_is_absent(server: RunningServer) -> None:
    """A duty has no bounds, a fee has both; an ordinary stack rests on no programme."""
    duty = ask(server)
    alloy, fee = duty.ordinary.lines

    assert (alloy.HasField("min_per_parcel"), fee.min_per_parcel, fee.max_per_parcel) == (False, 33.58, 651.5)
    assert not duty.ordinary.HasField("citation")
    assert [remark.code for remark in duty.remarks] == ["NO_PARCEL"]


def test_scenarios_and_changes_hold(server: RunningServer) -> None:
    """In December the programme is over, but not in the scenario; a change sets the duty to 8 %."""
    day = "2026-12-01"
    base, renewed = ask(server, entry_date=day), ask(server, entry_date=day, source=source("renewed"))
    changed = ask(server, source=source("", case_pb2.Change(address="tariffs[alloy].ad_valorem", value="0.08")))

    assert [refused.refusal for refused in base.not_granted] == [duty_pb2.REFUSAL_NOT_IN_FORCE]
    assert [stack.claim for stack in renewed.preferences] == ["agoa"]
    assert changed.ordinary.lines[0].amount_per_tonne == 80.0


def test_a_material_brings_its_code(server: RunningServer) -> None:
    """Goods may be named as the case names them."""
    request = service_pb2.LookUpDutyRequest(source=source(), material="alloy", destination="US", value_per_tonne=1000.0)
    duty = server.optimizer.LookUpDuty(request, timeout=30).duty

    assert (duty.hs_code, duty.material, duty.entry.destination, duty.entry.market) == ("7202.93", "alloy", "US", "")
    assert (duty.entry.origin, duty.entry.entry_date, duty.entry.currency_code) == ("KE", "2026-01-01", "USD")


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"destination": "mars"}, "destination"),
        ({"entry_date": "2026-13-01"}, "entry_date"),
        ({"value_per_tonne": -1.0}, "value_per_tonne"),
        ({"value_per_tonne": math.nan}, "value_per_tonne"),
        ({"hs_code": "alloy"}, "hs_code"),
        ({"origin": "Kenya"}, "origin"),
        ({"parcel_tonnes": 0.0}, "parcel_tonnes"),
        ({"contained": [duty_pb2.ContainedTonnes(mineral="gold", tonnes_per_tonne=0.1)]}, "contained[gold]"),
    ],
)
def test_wrong_fields_are_violations(server: RunningServer, fields: dict[str, object], address: str) -> None:
    """INVALID_ARGUMENT names the field."""
    code, error, _ = failure(lambda: ask(server, **fields))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert [violation.address for violation in error.violations] == [address]


def test_unknown_cases_and_scenarios_are_not_found(server: RunningServer) -> None:
    """Both calls look for the case like any other."""
    atlantis, utopia = service_pb2.ProblemSource(case_name="cases/atlantis"), source("utopia")
    for call in (
        lambda: ask(server, source=atlantis),
        lambda: ask(server, source=utopia),
        lambda: server.optimizer.ListTariffLines(service_pb2.ListTariffLinesRequest(source=atlantis, destination="us")),
    ):
        code, error, _ = failure(call)
        assert code is grpc.StatusCode.NOT_FOUND
        assert isinstance(error, NotFound)


def test_a_case_that_breaks_rules_is_refused(server: RunningServer) -> None:
    """Nothing is read off a rate of 500 %."""
    code, error, _ = failure(
        lambda: ask(server, source=source("", case_pb2.Change(address="tariffs[alloy].ad_valorem", value="500")))
    )

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert isinstance(error, InvalidCase)
    assert [violation.address for violation in error.violations] == ["tariffs[alloy].ad_valorem"]


def test_lines_come_in_pages(server: RunningServer) -> None:
    """Two lines of four, then the other two; what is not a line is on every page."""
    request = service_pb2.ListTariffLinesRequest(source=source(), destination="us", page_size=2)
    first = server.optimizer.ListTariffLines(request, timeout=30)
    request.page_token = first.next_page_token
    second = server.optimizer.ListTariffLines(request, timeout=30)

    assert [[line.hs_code for line in page.lines] for page in (first, second)] == [["2615", "2615.90"], ["7202", "7202.93"]]
    assert (first.next_page_token, second.next_page_token) == ("2615.90", "")
    assert first.escalations == second.escalations
    assert [found.programme for found in second.programmes] == ["agoa"]


def test_escalation_with_and_without_a_programme(server: RunningServer) -> None:
    """Ore is free and the alloy pays 5 %: 5 points, none under the programme."""
    request = service_pb2.ListTariffLinesRequest(source=source(), destination="us")
    (chain,) = server.optimizer.ListTariffLines(request, timeout=30).escalations
    points = {(word(stage, "stage"), rate.claim): rate.points for stage in chain.stages for rate in stage.rates}

    assert points == {("raw", "ordinary"): 0, ("raw", "agoa"): 0, ("refined", "ordinary"): 5, ("refined", "agoa"): 0}


def test_a_negative_page_size_is_refused(server: RunningServer) -> None:
    """As in the list of cases."""
    request = service_pb2.ListTariffLinesRequest(source=source(), destination="us", page_size=-1)
    code, error, _ = failure(lambda: server.optimizer.ListTariffLines(request))

    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert "page_size" in str(error)


def test_a_deadline_that_passed_ends_the_call(server: RunningServer) -> None:
    """A caller without time gets DEADLINE_EXCEEDED."""
    request = service_pb2.LookUpDutyRequest(source=TUTORIAL, hs_code="7202.93", destination="us", value_per_tonne=1.0)
    code, _, _ = failure(lambda: server.optimizer.LookUpDuty(request, timeout=1e-4))

    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
