"""The client against a real server."""

import socket
import time
from pathlib import Path

import pytest
from google.protobuf import json_format

from optimizer.client import Change, Client, frames, read_case
from optimizer.domain.errors import InvalidCase, NotFound, TimedOut, Unreachable
from optimizer.v1 import case_pb2, plan_pb2

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
PRICE = "demands[us-ferroniobium,1].price_per_unit"
DUTY = "tariffs[us-7202.93-mfn].ad_valorem"


def test_a_plan_comes_back_as_the_message_of_the_contract(client: Client) -> None:
    """The answer is a SolveResponse with a plan, its proof and its provenance."""
    response = client.solve("tutorial")

    assert response.WhichOneof("outcome") == "plan"
    assert response.provenance.case_id == "tutorial"
    assert response.plan.certificate.money_bound <= response.plan.certificate.money_tolerance
    assert not response.plan.activities


def test_activities_come_if_asked_for(client: Client) -> None:
    """Every activity of the plan is a row of a frame."""
    parts = frames(client.solve("cases/tutorial", activities=True, rates=False))

    assert len(parts["activities"])
    assert parts["limits"]["rate_up"].isna().all()


def test_a_folder_sent_along_gives_the_same_answer(client: Client) -> None:
    """A case is the same case wherever its tables are."""
    named, sent = client.solve("tutorial"), client.solve(read_case(TUTORIAL))

    assert json_format.MessageToDict(sent.plan) == json_format.MessageToDict(named.plan)
    assert sent.provenance.problem_digest == named.provenance.problem_digest


def test_changes_apply_in_order(client: Client) -> None:
    """A dearer market earns more; a change undone changes nothing."""
    base = client.solve("tutorial").plan.objective
    scaled = client.solve("tutorial", changes=[Change(PRICE, "scale", "2")]).plan.objective
    undone = client.solve("tutorial", changes=[Change(PRICE, "scale", "2"), Change(PRICE, "scale", "0.5")]).plan.objective

    assert base == undone < scaled


def test_both_solvers_agree(client: Client) -> None:
    """The second opinion is the same optimum."""
    objectives = [
        client.solve("tutorial", solver=solver, rates=False).plan.objective
        for solver in ("highs", "cbc", "PULP_CBC_CMD", "HiGHS")
    ]

    assert objectives[1] == pytest.approx(objectives[0], rel=1e-7)


def test_invalid_input_raises_every_violation(client: Client) -> None:
    """The class that the server raised, with addresses and fixes."""
    changes = [Change(DUTY, "set", "25"), Change("markets[us].insurance_rate", "set", "7")]
    with pytest.raises(InvalidCase) as caught:
        client.solve("tutorial", changes=changes)

    assert {violation.address for violation in caught.value.violations} == {change.address for change in changes}
    assert all(violation.fix for violation in caught.value.violations)


def test_validation_answers_instead_of_raising(client: Client) -> None:
    """What is wrong is in the body."""
    response = client.validate("tutorial", changes=[Change(DUTY, "set", "25")])

    assert not response.valid
    assert [violation.address for violation in response.violations] == [DUTY]
    assert client.validate("tutorial").valid


def test_the_server_tells_its_cases(client: Client) -> None:
    """Cases are listed by resource name and can be had whole."""
    names = [case.name for case in client.cases()]

    assert "cases/tutorial" in names
    assert client.case("tutorial").case.id == "tutorial"


def test_an_unknown_case_names_the_known_ones(client: Client) -> None:
    """The error that the server raised, with all it said."""
    with pytest.raises(NotFound, match="tutorial") as caught:
        client.solve("nowhere")

    assert (caught.value.kind, caught.value.name) == ("case", "nowhere")


def test_an_inline_case_is_validated_too(client: Client) -> None:
    """A message of one's own making is held to the same rules."""
    with pytest.raises(InvalidCase):
        client.solve(case_pb2.Case())


def test_a_folder_with_unreadable_cells_is_not_sent(tmp_path: Path) -> None:
    """A cell that cannot be read would arrive as a blank, so it is refused here."""
    for file in TUTORIAL.glob("*.csv"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    demands = tmp_path / "demands.csv"
    demands.write_text(demands.read_text(encoding="utf-8").replace("28000", "dear"), encoding="utf-8")
    with pytest.raises(InvalidCase, match=r"demands\[us-ferroniobium,1\]\.price_per_unit"):
        read_case(tmp_path)


def test_nobody_answering_is_unreachable() -> None:
    """The error names the address and what to do, after the retries."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    with Client(address) as lonely, pytest.raises(Unreachable, match=f"{address}.*madini serve"):
        lonely.cases()


def test_every_call_has_a_deadline() -> None:
    """A server that takes the connection and says nothing is given up."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with Client(f"127.0.0.1:{silent.getsockname()[1]}", timeout=0.3) as waiting, pytest.raises(TimedOut):
            waiting.cases()

    assert time.monotonic() - began < 5


def test_a_time_limit_may_run_out(client: Client) -> None:
    """Too little time is an outcome, not an error."""
    response = client.solve("tutorial", time_limit=1e-6)

    assert response.WhichOneof("outcome") in ("time_limit", "plan")
    assert response.plan == plan_pb2.Plan() or response.HasField("plan")
