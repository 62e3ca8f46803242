"""Comparisons to protobuf."""

from datetime import timedelta
from typing import Any

from optimizer.domain.comparison import BridgeStep, ComparedAlternative, ComparedPlan, Comparison, Outcome
from optimizer.domain.plan import Termination
from optimizer.v1 import compare_pb2
from optimizer.wire.answer import (
    duty_to_proto,
    measure_to_proto,
    not_computed_to_proto,
    period_to_proto,
    provenance_to_proto,
    refutation_to_proto,
    verdict_number,
)
from optimizer.wire.enums import enum_number


def comparison_to_proto(comparison: Comparison) -> compare_pb2.CompareScenariosResponse:
    """Return a comparison as a message."""
    seconds = comparison.time_limit_seconds
    return compare_pb2.CompareScenariosResponse(
        base=_outcome(comparison.base, seconds),
        alternatives=[_alternative(item, seconds) for item in comparison.alternatives],
        provenance=provenance_to_proto(comparison.provenance),
        not_computed=[not_computed_to_proto(part) for part in comparison.not_computed],
    )


def _outcome(outcome: Outcome, seconds: float | None) -> compare_pb2.ComparedOutcome:
    message = compare_pb2.ComparedOutcome()
    if outcome.plan is not None:
        message.plan.CopyFrom(_plan(outcome.plan))
    elif outcome.termination is Termination.TIME_LIMIT:
        message.time_limit.limit.FromTimedelta(timedelta(seconds=seconds or 0.0))
    else:
        found = message.infeasible if outcome.termination is Termination.INFEASIBLE else message.unbounded
        found.text = outcome.text
        if outcome.refutation is not None:
            found.certificate.CopyFrom(refutation_to_proto(outcome.refutation))
    return message


def _plan(plan: ComparedPlan) -> compare_pb2.ComparedPlan:
    return compare_pb2.ComparedPlan(
        objective=plan.objective,
        measures=[measure_to_proto(measure) for measure in plan.measures],
        duties=[duty_to_proto(duty) for duty in plan.duties],
        periods=[period_to_proto(period) for period in plan.periods],
        money_bound=plan.money_bound,
    )


def group_number(group: str) -> Any:
    """Return the enum of a group of inputs."""
    return enum_number(compare_pb2.InputGroup, group)


def _alternative(item: ComparedAlternative, seconds: float | None) -> compare_pb2.ComparedAlternative:
    message = compare_pb2.ComparedAlternative(
        scenario=item.scenario,
        title=item.title,
        outcome=_outcome(item.outcome, seconds),
        bridge=[_step(step) for step in item.bridge],
        provenance=provenance_to_proto(item.provenance),
    )
    for found, title in item.inputs:
        message.inputs.add(
            address=found.address, title=title, group=group_number(found.group), before=found.before, after=found.after
        )
    for decision in item.decisions:
        added = message.decisions.add(mineral=decision.mineral, title=decision.name, unit=decision.unit)
        added.verdict_before = verdict_number(decision.verdict_before)
        added.verdict_after = verdict_number(decision.verdict_after)
        for amount in decision.amounts:
            added.amounts.add(measure=amount.measure, before=amount.before, after=amount.after)
    for sale in item.sales:
        message.sales.add(**{name: getattr(sale, name) for name in sale.__dataclass_fields__})
    return message


def _step(step: BridgeStep) -> compare_pb2.BridgeStep:
    return compare_pb2.BridgeStep(
        groups=map(group_number, step.groups),
        objective=step.objective,
        change=step.change,
        effect=step.effect,
        response=step.response,
        effect_parts=[compare_pb2.MoneyPart(measure=part.measure, amount=part.amount) for part in step.effect_parts],
        response_parts=[compare_pb2.MoneyPart(measure=part.measure, amount=part.amount) for part in step.response_parts],
    )
