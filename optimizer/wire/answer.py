"""Answers to protobuf."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from optimizer.domain.audit import LedgerEntry, OriginTest, ProgrammeTotal
from optimizer.domain.binding import BindingLimit, NoRate
from optimizer.domain.builds import Build, PeriodTotal
from optimizer.domain.errors import Violation
from optimizer.domain.plan import (
    Answer,
    ConfidenceShare,
    Decision,
    DutyTotal,
    Fate,
    FigureTest,
    MeasureTotal,
    NotComputed,
    Plan,
    Provenance,
    Reason,
    Statistics,
    Termination,
    Verdict,
    rounded,
)
from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate
from optimizer.domain.scenario import AppliedChange
from optimizer.v1 import case_pb2, plan_pb2, service_pb2
from optimizer.wire.enums import enum_number


def answer_to_proto(answer: Answer) -> service_pb2.SolveResponse:
    """Return the response for an answer; exactly one outcome is set."""
    response = service_pb2.SolveResponse(
        warnings=[violation_to_proto(warning) for warning in answer.warnings],
        provenance=provenance_to_proto(answer.provenance),
        statistics=_statistics(answer.statistics),
        titles=[plan_pb2.AddressTitle(address=name.address, title=name.name) for name in answer.names],
        not_computed=[not_computed_to_proto(part) for part in answer.not_computed],
    )
    if answer.termination is Termination.OPTIMAL and answer.plan is not None:
        response.plan.CopyFrom(_plan(answer.plan))
    elif answer.termination is Termination.INFEASIBLE:
        response.infeasible.text = answer.text
        if isinstance(answer.refutation, InfeasibleCertificate):
            response.infeasible.certificate.CopyFrom(refutation_to_proto(answer.refutation))
    elif answer.termination is Termination.UNBOUNDED:
        response.unbounded.text = answer.text
        if isinstance(answer.refutation, UnboundedCertificate):
            response.unbounded.certificate.CopyFrom(refutation_to_proto(answer.refutation))
    elif answer.termination is Termination.TIME_LIMIT:
        response.time_limit.limit.FromTimedelta(timedelta(seconds=answer.time_limit_seconds or 0.0))
    else:
        raise ValueError("an optimum without a plan is no answer")
    return response


def provenance_to_proto(provenance: Provenance) -> plan_pb2.Provenance:
    """Return what an answer was computed from as a message."""
    plain = _fields(provenance, "changes", "currency")
    changes = [
        plan_pb2.AppliedChange(**_fields(change, "operation"), operation=enum_number(case_pb2.ChangeOperation, change.operation))
        for change in provenance.changes
    ]
    return plan_pb2.Provenance(**plain, currency_code=provenance.currency, changes=changes)


def violation_to_proto(violation: Violation) -> plan_pb2.Violation:
    """Return a violation as a message."""
    return plan_pb2.Violation(
        address=violation.address,
        rule=violation.rule,
        value=violation.value,
        problem=violation.problem,
        fix=violation.fix,
        warning=violation.warning,
        changed=violation.changed,
        count=violation.count,
        others=violation.others,
    )


def violation_from_proto(message: plan_pb2.Violation) -> Violation:
    """Return the violation in a message."""
    return Violation(
        message.address,
        message.rule,
        message.value,
        message.problem,
        message.fix,
        warning=message.warning,
        changed=message.changed,
        count=message.count,
        others=tuple(message.others),
    )


def _plan(plan: Plan) -> plan_pb2.Plan:
    certificate = plan.certificate
    return plan_pb2.Plan(
        objective=plan.objective,
        objective_text=plan.objective_text,
        decisions=[_decision(decision) for decision in plan.decisions],
        measures=[measure_to_proto(measure) for measure in plan.measures],
        duties=[duty_to_proto(duty) for duty in plan.duties],
        limits=[_limit(limit) for limit in plan.limits],
        limits_omitted=plan.limits_omitted,
        money_shares=_shares(plan.money_shares),
        figures_ranged=plan.figures_ranged,
        figures_tested=plan.figures_tested,
        figure_tests=[_figure_test(test) for test in plan.figure_tests],
        activities=[
            plan_pb2.Activity(address=activity.address, amount=activity.amount, unit=activity.unit)
            for activity in plan.activities
        ],
        certificate=plan_pb2.Certificate(
            primal_violation=rounded(certificate.primal_violation),
            dual_violation=rounded(certificate.dual_violation),
            money_violation=rounded(certificate.money_violation),
            duality_gap=rounded(certificate.duality_gap),
            money_bound=rounded(certificate.money_bound),
            money_tolerance=rounded(certificate.money_tolerance),
        ),
        remarks=[_reason(remark) for remark in plan.remarks],
        builds=[_build(item) for item in plan.builds],
        periods=[period_to_proto(period) for period in plan.periods],
        programmes=[plan_pb2.ProgrammeTotal(**_fields(total)) for total in plan.programmes],
        origin_tests=[_origin_test(test) for test in plan.origin_tests],
        ledger=[_ledger_entry(entry) for entry in plan.ledger],
    )


Audited = DutyTotal | ProgrammeTotal | OriginTest | LedgerEntry
SameFields = Audited | Build | PeriodTotal | NotComputed | FigureTest | AppliedChange | Provenance


def _fields(item: SameFields, *without: str) -> dict[str, Any]:
    """Return the fields of an item whose message has the same ones, but for some."""
    return {name: getattr(item, name) for name in item.__dataclass_fields__ if name not in without}


def duty_to_proto(duty: DutyTotal) -> plan_pb2.DutyTotal:
    """Return duty of one market and claim as a message."""
    return plan_pb2.DutyTotal(**_fields(duty))


def period_to_proto(period: PeriodTotal) -> plan_pb2.PeriodTotal:
    """Return what a node brings as a message."""
    return plan_pb2.PeriodTotal(**_fields(period))


def refutation_to_proto(proof: InfeasibleCertificate | UnboundedCertificate) -> Any:
    """Return the message of a proof that there is no plan, or no best one; `passed` is not sent: one that fails never is."""
    if isinstance(proof, InfeasibleCertificate):
        contradiction = rounded(proof.contradiction)
        violation = rounded(proof.violation)
        return plan_pb2.InfeasibleCertificate(contradiction=contradiction, violation=violation, row_count=proof.row_count)
    return plan_pb2.UnboundedCertificate(
        gain=rounded(proof.gain),
        violation=rounded(proof.violation),
        point_violation=rounded(proof.point_violation),
        column_count=proof.column_count,
    )


def _shares(shares: Iterable[ConfidenceShare]) -> list[plan_pb2.ConfidenceShare]:
    return [plan_pb2.ConfidenceShare(confidence=_confidence(share.confidence), share=share.share) for share in shares]


def _confidence(word: str) -> Any:
    return enum_number(case_pb2.Confidence, word)


def not_computed_to_proto(part: NotComputed) -> plan_pb2.NotComputed:
    """Return what was left out as a message."""
    return plan_pb2.NotComputed(**_fields(part, "kind"), kind=enum_number(plan_pb2.NotComputedKind, part.kind))


def _build(item: Build) -> plan_pb2.Build:
    payment = enum_number(case_pb2.ExpansionPayment, item.payment)
    return plan_pb2.Build(**_fields(item, "name", "payment"), title=item.name, payment=payment)


def _origin_test(test: OriginTest) -> plan_pb2.OriginTest:
    return plan_pb2.OriginTest(**_fields(test, "test"), test=enum_number(plan_pb2.OriginTestKind, test.test))


def _ledger_entry(entry: LedgerEntry) -> plan_pb2.LedgerEntry:
    return plan_pb2.LedgerEntry(**_fields(entry, "kind"), kind=enum_number(plan_pb2.LedgerKind, entry.kind))


def _figure_test(test: FigureTest) -> plan_pb2.FigureTest:
    plain = _fields(test, "confidence", "overturned")
    overturned = [
        plan_pb2.Overturned(mineral=found.mineral, value=found.value, verdict=verdict_number(found.verdict))
        for found in test.overturned
    ]
    return plan_pb2.FigureTest(**plain, confidence=_confidence(test.confidence), overturned=overturned)


def verdict_number(verdict: Verdict | None) -> Any:
    """Return the enum of a verdict; unspecified for None."""
    return plan_pb2.Verdict.Value("VERDICT_UNSPECIFIED" if verdict is None else f"VERDICT_{verdict.name}")


def _decision(decision: Decision) -> plan_pb2.Decision:
    return plan_pb2.Decision(
        mineral=decision.mineral,
        title=decision.name,
        unit=decision.unit,
        verdict=verdict_number(decision.verdict),
        mined=decision.mined,
        processed=decision.processed,
        exported_raw=decision.exported_raw,
        sold_raw_at_home=decision.sold_raw_at_home,
        tailings=decision.tailings,
        left=decision.left,
        route=decision.route,
        product=decision.product,
        market=decision.market,
        margin_per_unit=decision.margin_per_unit,
        alternative=verdict_number(decision.alternative),
        reasons=[_reason(reason) for reason in decision.reasons],
        deciding_estimates=decision.deciding_estimates,
        ore_shares=_shares(decision.ore_shares),
        tonnes_per_unit=decision.tonnes_per_unit,
        fates=map(_fate, decision.fates),
    )


def _fate(fate: Fate) -> plan_pb2.Fate:
    return plan_pb2.Fate(
        fate=verdict_number(fate.fate),
        amount=fate.amount,
        share=fate.share,
        loss_of_one_more=fate.loss_of_one_more,
        average_gain=fate.average_gain,
        instead=verdict_number(fate.instead),
        is_needed=fate.is_needed,
    )


def _reason(reason: Reason) -> plan_pb2.Reason:
    parameters = [
        plan_pb2.Parameter(key=key, text=value) if isinstance(value, str) else plan_pb2.Parameter(key=key, number=value)
        for key, value in reason.parameters
    ]
    return plan_pb2.Reason(code=reason.code, parameters=parameters, text=reason.text)


def measure_to_proto(measure: MeasureTotal) -> plan_pb2.MeasureTotal:
    """Return a measure as a message."""
    nodes = [plan_pb2.NodeAmount(node=node, amount=amount) for node, amount in measure.nodes]
    return plan_pb2.MeasureTotal(measure=measure.measure, unit=measure.unit, total=measure.total, nodes=nodes)


def _no_rate(reason: NoRate | None) -> Any:
    return plan_pb2.NoRate.Value("NO_RATE_UNSPECIFIED" if reason is None else f"NO_RATE_{reason.name}")


def _limit(limit: BindingLimit) -> plan_pb2.BindingLimit:
    return plan_pb2.BindingLimit(
        address=limit.address,
        unit=limit.unit,
        nodes=limit.nodes,
        rate_up=limit.rate_up,
        rate_down=limit.rate_down,
        holds_up=limit.holds_up,
        holds_down=limit.holds_down,
        left_out=limit.left_out,
        no_rate_up=_no_rate(limit.no_rate_up),
        no_rate_down=_no_rate(limit.no_rate_down),
    )


def _statistics(statistics: Statistics) -> plan_pb2.Statistics:
    message = plan_pb2.Statistics(
        column_count=statistics.column_count,
        row_count=statistics.row_count,
        nonzero_count=statistics.nonzero_count,
        iteration_count=statistics.iteration_count,
        warm_solve_count=statistics.warm_solve_count,
        solved_cold_again_count=statistics.solved_cold_again_count,
    )
    message.read_time.FromTimedelta(timedelta(seconds=statistics.read_seconds))
    message.build_time.FromTimedelta(timedelta(seconds=statistics.build_seconds))
    message.solve_time.FromTimedelta(timedelta(seconds=statistics.solve_seconds))
    message.explain_time.FromTimedelta(timedelta(seconds=statistics.explain_seconds))
    return message
