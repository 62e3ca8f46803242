"""Answers to protobuf: no field is forgotten on either side."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from optimizer.client.words import word
from optimizer.domain.audit import LedgerEntry, OriginTest, ProgrammeTotal
from optimizer.domain.binding import BindingLimit, NoRate
from optimizer.domain.builds import Build, PeriodTotal
from optimizer.domain.errors import Violation
from optimizer.domain.plan import (
    Activity,
    Answer,
    ConfidenceShare,
    Decision,
    DutyTotal,
    Fate,
    FigureTest,
    MeasureTotal,
    Name,
    NotComputed,
    Overturned,
    Plan,
    Provenance,
    Reason,
    Statistics,
    Termination,
    Verdict,
)
from optimizer.domain.proofs import Certificate, InfeasibleCertificate, UnboundedCertificate
from optimizer.domain.scenario import AppliedChange
from optimizer.v1 import plan_pb2, service_pb2
from optimizer.wire.answer import answer_to_proto, violation_from_proto, violation_to_proto

REASON = Reason("PROCESSING_PAYS", (("margin", 12.5), ("market", "us")), "Processing pays.")
PLAN = Plan(
    objective=2.5,
    objective_text="profit",
    decisions=(
        Decision(
            mineral="niobium",
            name="Niobium",
            unit="t",
            tonnes_per_unit=0.001,
            verdict=Verdict.PROCESS,
            mined=9.0,
            processed=4.0,
            exported_raw=2.0,
            sold_raw_at_home=1.0,
            tailings=1.5,
            left=0.5,
            route=("mill", "smelter"),
            product="femn",
            market="us",
            margin_per_unit=3.5,
            alternative=Verdict.LEAVE,
            reasons=(REASON,),
            deciding_estimates=("supplies[niobium].cost_per_unit",),
            ore_shares=(ConfidenceShare("code_compliant", 1.0),),
            fates=(Fate(Verdict.PROCESS, 4.0, 0.6, 1.25, 2.5, Verdict.LEAVE, is_needed=True),),
        ),
    ),
    measures=(MeasureTotal("profit", "money", 7.0, (("2027", 3.0), ("2028", 4.0))),),
    duties=(DutyTotal("us", "agoa", 100.0, 5.0, 2.0, 3.0, 1.0),),
    limits=(
        BindingLimit("resources[power].max_per_year", "MWh", ("2027",), 1.5, 2.5, 3.5, 4.5, left_out=True),
        BindingLimit("policies[share].minimum", "fraction", (), no_rate_up=NoRate.NOT_A_LINE, no_rate_down=NoRate.IMPOSSIBLE),
    ),
    limits_omitted=12,
    money_shares=(ConfidenceShare("published", 0.71), ConfidenceShare("estimate", 0.29)),
    figures_ranged=9,
    figures_tested=1,
    figure_tests=(
        FigureTest(
            address="supplies[niobium].cost_per_unit",
            confidence="estimate",
            value=5.0,
            low=4.0,
            high=7.5,
            change_low=10.0,
            change_high=-25.0,
            overturned=(Overturned("niobium", 7.5, Verdict.LEAVE),),
        ),
    ),
    activities=(Activity("run[smelter,2027]", 12.0, "t"),),
    certificate=Certificate(1e-12, 2e-12, 0.003, 0.004, 0.01, "balance[port,femn,2027]", passed=True),
    remarks=(REASON,),
    builds=(
        Build(
            expansion="smelter-2",
            target="processes[smelter]",
            name="Smelter",
            node="2027",
            decided="2027-01-01",
            ready="2028-01-01",
            until="2047-12-31",
            capacity=50.0,
            unit="t/year",
            outlay=25_000.0,
            payment="once",
            probability=0.75,
        ),
    ),
    periods=(PeriodTotal("2027", "2027-01-01", "2027-12-31", 0.75, 4_300.0, 6_000.0, 200.0, 5.0),),
    programmes=(ProgrammeTotal("agoa", 100.0, 3.0, 0.5, 1.0),),
    origin_tests=(
        OriginTest(
            "refinery", "ke#agoa", "agoa", "origin_rules[agoa,,a,content_min]", "content_min", "2027", 0.35, 0.36, 0.37, True
        ),
    ),
    ledger=(
        LedgerEntry(
            node="2027",
            market="us",
            claim="agoa",
            hs_code="7202.93",
            tariff="tariffs[us-mfn]",
            preference="programmes[agoa].waives",
            kind="duty",
            base="fob",
            customs_value=100.0,
            share=0.5,
            first_day="2027-01-01",
            last_day="2027-06-30",
            assessed=5.0,
            borne=2.0,
            assessed_discounted=4.5,
            borne_discounted=1.8,
            columns=("sell[sea,us-femn,1,agoa,2027]",),
            sources=("hts",),
        ),
    ),
)
ANSWER = Answer(
    termination=Termination.OPTIMAL,
    plan=PLAN,
    text="optimal",
    warnings=(Violation("a", "b", "c", "d", "e", warning=True, changed=True, count=3, others=("f", "g")),),
    provenance=Provenance(
        problem_digest="abc",
        case_id="kenya",
        scenario="lapse",
        version="0.2.0",
        solver="HiGHS 1.11",
        currency="USD",
        money_unit=1000.0,
        price_year=2026,
        horizon_start="2027-01-01",
        horizon_end="2036-12-31",
        discount_rate=0.12,
        objective="profit + 2 jobs",
        objective_asked=True,
        changes=(AppliedChange("demands[*].price_per_unit", "scale", "1.1", 30, 31),),
    ),
    time_limit_seconds=1.5,
    statistics=Statistics(1, 2, 3, 4, 0.5, 1.5, 2.5, 3.5, 7, 8),
    names=(Name("materials[femn]", "Ferromanganese"),),
    not_computed=(NotComputed("rates", 3, "TIME_BUDGET", "limits whose rates were not computed: 3"),),
)
"""Every field has a value of its own."""
INFEASIBLE = replace(
    ANSWER, termination=Termination.INFEASIBLE, plan=None, refutation=InfeasibleCertificate(0.5, 1e-15, 3, passed=True)
)
UNBOUNDED = replace(
    ANSWER, termination=Termination.UNBOUNDED, plan=None, refutation=UnboundedCertificate(0.25, 2e-15, 3e-15, 4, passed=True)
)

UNSENT = {
    "Answer.termination": "told by which outcome is set",
    "Answer.text": "only outcomes without a plan have one",
    "Answer.time_limit_seconds": "only the outcome `time_limit` has one",
    "Answer.refutation": "only the outcomes `infeasible` and `unbounded` have one, as their certificate",
    "InfeasibleCertificate.passed": "one that is sent has passed",
    "UnboundedCertificate.passed": "one that is sent has passed",
    "Certificate.worst": "an address within the solver's report; a plan that is sent has passed",
    "Certificate.passed": "a plan that is sent has passed",
}
RENAMED = {
    "Answer.names": "titles",
    "Name.name": "title",
    "Decision.name": "title",
    "Build.name": "title",
    "Provenance.currency": "currency_code",
    "Statistics.read_seconds": "read_time",
    "Statistics.build_seconds": "build_time",
    "Statistics.solve_seconds": "solve_time",
    "Statistics.explain_seconds": "explain_time",
}
MESSAGES = {
    Answer: service_pb2.SolveResponse,
    Plan: plan_pb2.Plan,
    Decision: plan_pb2.Decision,
    Fate: plan_pb2.Fate,
    Name: plan_pb2.AddressTitle,
    NotComputed: plan_pb2.NotComputed,
    MeasureTotal: plan_pb2.MeasureTotal,
    DutyTotal: plan_pb2.DutyTotal,
    ProgrammeTotal: plan_pb2.ProgrammeTotal,
    OriginTest: plan_pb2.OriginTest,
    LedgerEntry: plan_pb2.LedgerEntry,
    BindingLimit: plan_pb2.BindingLimit,
    Build: plan_pb2.Build,
    ConfidenceShare: plan_pb2.ConfidenceShare,
    FigureTest: plan_pb2.FigureTest,
    Overturned: plan_pb2.Overturned,
    PeriodTotal: plan_pb2.PeriodTotal,
    Activity: plan_pb2.Activity,
    AppliedChange: plan_pb2.AppliedChange,
    Certificate: plan_pb2.Certificate,
    InfeasibleCertificate: plan_pb2.InfeasibleCertificate,
    UnboundedCertificate: plan_pb2.UnboundedCertificate,
    Reason: plan_pb2.Reason,
    Provenance: plan_pb2.Provenance,
    Statistics: plan_pb2.Statistics,
    Violation: plan_pb2.Violation,
}


def unset_fields(message: Message, path: str) -> Iterator[str]:
    """Yield the fields of a message and of those within it that have no value."""
    given = {field.name: value for field, value in message.ListFields()}
    for field in message.DESCRIPTOR.fields:
        where = f"{path}.{field.name}"
        if field.name not in given:
            yield where
        elif field.message_type is not None and field.message_type.file.package == "optimizer.v1":
            repeated = not isinstance(given[field.name], Message)
            for part in given[field.name] if repeated else (given[field.name],):
                yield from unset_fields(part, where)


def test_every_field_of_the_response_is_filled() -> None:
    """A field that is added to the contract and not mapped fails here."""
    unset = set(unset_fields(answer_to_proto(ANSWER), "answer"))
    other_outcomes = {"answer.infeasible", "answer.unbounded", "answer.time_limit"}
    one_or_the_other = {
        f"answer.plan.limits.{name}"
        for name in ("nodes", "rate_up", "rate_down", "holds_up", "holds_down", "left_out", "no_rate_up", "no_rate_down")
    }
    parameters = {
        f"answer.plan.{part}.parameters.{kind}" for part in ("remarks", "decisions.reasons") for kind in ("number", "text")
    }
    assert other_outcomes | parameters | one_or_the_other == unset


@pytest.mark.parametrize(("kind", "message"), MESSAGES.items(), ids=lambda item: item.__name__)
def test_every_field_of_an_answer_has_a_place(kind: type, message: type[Message]) -> None:
    """A field that is added to the domain and not to the contract fails here."""
    assert is_dataclass(kind)
    descriptor: Descriptor = message.DESCRIPTOR
    missing = {
        f"{kind.__name__}.{field.name}"
        for field in fields(kind)
        if RENAMED.get(f"{kind.__name__}.{field.name}", field.name) not in descriptor.fields_by_name
    }
    assert {name for name in UNSENT if name.startswith(f"{kind.__name__}.")} == missing


def test_every_kind_of_value_in_a_plan_is_tried() -> None:
    """The example holds an object of every class of an answer."""
    seen: set[type] = set()

    def walk(value: object) -> None:
        if is_dataclass(value):
            seen.add(type(value))
            for field in fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                walk(item)

    for example in (ANSWER, INFEASIBLE, UNBOUNDED):
        walk(example)
    assert set(MESSAGES) == seen


def test_values_arrive_as_they_are() -> None:
    """Every number and name of the example, by name."""
    response = answer_to_proto(ANSWER)
    plan = response.plan
    decision = plan.decisions[0]
    for name in (
        "mineral",
        "unit",
        "mined",
        "processed",
        "exported_raw",
        "sold_raw_at_home",
        "tailings",
        "left",
        "product",
        "market",
        "margin_per_unit",
    ):
        assert getattr(PLAN.decisions[0], name) == getattr(decision, name)
    assert (plan_pb2.VERDICT_PROCESS, plan_pb2.VERDICT_LEAVE) == (decision.verdict, decision.alternative)
    assert (["mill", "smelter"], ["supplies[niobium].cost_per_unit"]) == (list(decision.route), list(decision.deciding_estimates))
    assert [("margin", 12.5, ""), ("market", 0.0, "us")] == [(p.key, p.number, p.text) for p in decision.reasons[0].parameters]
    assert ["number", "text"] == [p.WhichOneof("value") for p in decision.reasons[0].parameters]
    assert [("2027", 3.0), ("2028", 4.0)] == [(node.node, node.amount) for node in plan.measures[0].nodes]
    duty = plan.duties[0]
    assert ("us", "agoa", 100.0, 5.0, 2.0, 3.0) == (duty.market, duty.claim, duty.value, duty.assessed, duty.borne, duty.saved)
    assert 1.0 == duty.gain
    (entry,), (given,) = plan.ledger, PLAN.ledger
    for field in fields(LedgerEntry):
        value = getattr(entry, field.name)
        told = word(entry, "kind") if field.name == "kind" else value if isinstance(value, str | float) else tuple(value)
        assert getattr(given, field.name) == told
    assert ("estimate", "once", "content_min") == (
        word(plan.figure_tests[0], "confidence"),
        word(plan.builds[0], "payment"),
        word(plan.origin_tests[0], "test"),
    )
    assert "scale" == word(response.provenance.changes[0], "operation")
    limit = plan.limits[0]
    assert (1.5, 2.5, 3.5, 4.5) == (limit.rate_up, limit.rate_down, limit.holds_up, limit.holds_down)
    assert (0, 0) == (limit.no_rate_up, limit.no_rate_down)
    assert (plan_pb2.NO_RATE_NOT_A_LINE, plan_pb2.NO_RATE_IMPOSSIBLE) == (
        plan.limits[1].no_rate_up,
        plan.limits[1].no_rate_down,
    )
    assert 12 == plan.limits_omitted
    assert 0.007 == plan.certificate.money_bound
    assert "kenya" == response.provenance.case_id
    assert 1.5 == response.statistics.build_time.ToTimedelta().total_seconds()


def test_proofs_of_the_other_outcomes_arrive() -> None:
    """Each with the outcome that it proves; an outcome without a proof has none."""
    infeasible, unbounded = answer_to_proto(INFEASIBLE).infeasible, answer_to_proto(UNBOUNDED).unbounded
    bare = answer_to_proto(replace(INFEASIBLE, refutation=None)).infeasible

    proof = infeasible.certificate
    assert (0.5, 1e-15, 3) == (proof.contradiction, proof.violation, proof.row_count)
    ray = unbounded.certificate
    assert (0.25, 2e-15, 3e-15, 4) == (ray.gain, ray.violation, ray.point_violation, ray.column_count)
    assert not bare.HasField("certificate")


def test_absent_is_not_zero() -> None:
    """A rate that was not computed is absent; one that is zero is there."""
    limit = BindingLimit("a", "t", (), rate_up=0.0)
    message = answer_to_proto(with_plan(limits=(limit,))).plan.limits[0]
    assert [True, False, False, False] == [message.HasField(name) for name in ("rate_up", "rate_down", "holds_up", "holds_down")]


def test_a_gain_that_was_not_computed_is_absent() -> None:
    """One of zero is there: the programme is worth nothing."""
    programmes = (ProgrammeTotal("agoa", 0.0, 0.0, 0.0), ProgrammeTotal("epa", 0.0, 0.0, 0.0, 0.0))
    plan = answer_to_proto(with_plan(programmes=programmes, duties=(DutyTotal("us", "agoa", 0.0, 0.0, 0.0, 0.0),))).plan
    assert [False, True] == [total.HasField("gain") for total in plan.programmes]
    assert not plan.duties[0].HasField("gain")


def test_a_decision_without_alternative_says_nothing_of_one() -> None:
    """No margin, no alternative, and an unlimited reserve leaves no amount."""
    values = {field.name: getattr(PLAN.decisions[0], field.name) for field in fields(Decision)}
    decision = Decision(**{**values, "alternative": None, "margin_per_unit": None, "left": None})
    message = answer_to_proto(with_plan(decisions=(decision,))).plan.decisions[0]
    assert (False, False) == (message.HasField("left"), message.HasField("margin_per_unit"))
    assert plan_pb2.VERDICT_UNSPECIFIED == message.alternative


def with_plan(**changes: object) -> Answer:
    """Return the example with parts of its plan exchanged."""
    values = {field.name: getattr(PLAN, field.name) for field in fields(Plan)}
    return with_answer(plan=Plan(**{**values, **changes}))


def with_answer(**changes: object) -> Answer:
    """Return the example with parts exchanged."""
    values = {field.name: getattr(ANSWER, field.name) for field in fields(Answer)}
    return Answer(**{**values, **changes})


@pytest.mark.parametrize("verdict", Verdict, ids=lambda verdict: verdict.name)
def test_every_verdict_has_a_value(verdict: Verdict) -> None:
    """By name; the unspecified one is never sent for a decision."""
    values = {field.name: getattr(PLAN.decisions[0], field.name) for field in fields(Decision)}
    message = answer_to_proto(with_plan(decisions=(Decision(**{**values, "verdict": verdict}),))).plan.decisions[0]
    assert f"VERDICT_{verdict.name}" == plan_pb2.Verdict.Name(message.verdict)


def test_reasons_for_no_rate_are_the_same_on_both_sides() -> None:
    """Apart from the unspecified zero."""
    assert {"NO_RATE_UNSPECIFIED", *(f"NO_RATE_{reason.name}" for reason in NoRate)} == set(plan_pb2.NoRate.keys())


def test_verdicts_are_the_same_on_both_sides() -> None:
    """Apart from the unspecified zero."""
    assert {"VERDICT_UNSPECIFIED", *(f"VERDICT_{verdict.name}" for verdict in Verdict)} == set(plan_pb2.Verdict.keys())


@pytest.mark.parametrize(
    ("termination", "outcome"),
    [
        (Termination.OPTIMAL, "plan"),
        (Termination.INFEASIBLE, "infeasible"),
        (Termination.UNBOUNDED, "unbounded"),
        (Termination.TIME_LIMIT, "time_limit"),
    ],
)
def test_each_termination_is_an_outcome_of_its_own(termination: Termination, outcome: str) -> None:
    """A plan is sent with an optimum only; the others say what was found."""
    plan = PLAN if termination is Termination.OPTIMAL else None
    response = answer_to_proto(with_answer(termination=termination, plan=plan, text="found"))
    assert outcome == response.WhichOneof("outcome")
    assert ("found" if outcome in ("infeasible", "unbounded") else "") == getattr(getattr(response, outcome), "text", "")
    assert (1.5 if outcome == "time_limit" else 0.0) == response.time_limit.limit.ToTimedelta().total_seconds()


def test_an_optimum_without_a_plan_is_no_answer() -> None:
    """It must not pass for another outcome."""
    with pytest.raises(ValueError, match="an optimum without a plan is no answer"):
        answer_to_proto(with_answer(plan=None))


def test_a_violation_travels_both_ways() -> None:
    """Field by field."""
    (warning,) = ANSWER.warnings
    assert warning == violation_from_proto(plan_pb2.Violation.FromString(violation_to_proto(warning).SerializeToString()))
