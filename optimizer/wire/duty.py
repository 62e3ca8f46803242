"""Charges and tariff schedules to protobuf, and what is asked of them back."""

import math
from collections.abc import Iterable
from typing import Any

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.plan import rounded
from optimizer.law.charge_stacks import ChargeLine, DutyLookup, OriginRule, Stack
from optimizer.law.citations import Citation
from optimizer.law.preferences import NotGranted
from optimizer.law.shipment import Entry, Query
from optimizer.law.tariff_lines import Rate, Stage, TariffLine, TariffSchedule
from optimizer.v1 import case_pb2, duty_pb2, plan_pb2, service_pb2
from optimizer.wire.enums import enum_number

PERCENT = 100.0


def shipment_query(request: service_pb2.LookUpDutyRequest) -> Query:
    """Return what a request asks about."""
    return Query(
        hs_code=request.hs_code,
        material=request.material,
        origin=request.origin,
        destination=request.destination,
        entry_date=request.entry_date,
        value_per_tonne=request.value_per_tonne if request.HasField("value_per_tonne") else None,
        parcel_tonnes=request.parcel_tonnes if request.HasField("parcel_tonnes") else None,
        contained={content.mineral: content.tonnes_per_tonne for content in request.contained},
    )


def schedule_query(request: service_pb2.ListTariffLinesRequest) -> Query:
    """Return where, when and from where goods enter whose schedule is asked for."""
    return Query(origin=request.origin, destination=request.destination, entry_date=request.entry_date)


def lookup_to_proto(lookup: DutyLookup, case: Case) -> service_pb2.LookUpDutyResponse:
    """Return the response for a look-up."""
    shipment = lookup.shipment
    return service_pb2.LookUpDutyResponse(
        duty=duty_pb2.DutyLookup(
            entry=_entry(shipment.entry, case),
            hs_code=shipment.hs_code,
            material=shipment.material,
            value_per_tonne=shipment.value,
            ordinary=_stack(lookup.ordinary),
            preferences=[_stack(stack) for stack in lookup.preferences],
            not_granted=[_not_granted(refused) for refused in lookup.not_granted],
            remarks=[
                plan_pb2.Reason(
                    code=remark.code,
                    parameters=[plan_pb2.Parameter(key=key, text=str(value)) for key, value in remark.parameters],
                    text=remark.text,
                )
                for remark in lookup.remarks
            ],
        )
    )


def schedule_to_proto(
    schedule: TariffSchedule, lines: Iterable[TariffLine], next_page_token: str, case: Case
) -> service_pb2.ListTariffLinesResponse:
    """Return a page of a schedule: some of its lines, and all else."""
    return service_pb2.ListTariffLinesResponse(
        lines=[_tariff_line(line) for line in lines],
        next_page_token=next_page_token,
        entry=_entry(schedule.entry, case),
        programmes=[
            duty_pb2.ProgrammeInForce(
                programme=found.programme, title=found.name, start=found.start, end=found.end, citation=_citation(found.citation)
            )
            for found in schedule.programmes
        ],
        escalations=[
            duty_pb2.Escalation(mineral=chain.mineral, title=chain.name, stages=[_stage(stage) for stage in chain.stages])
            for chain in schedule.escalations
        ],
        citations=[_citation(citation) for citation in schedule.citations.values()],
    )


def _entry(entry: Entry, case: Case) -> duty_pb2.BorderEntry:
    return duty_pb2.BorderEntry(
        market=entry.market,
        destination=entry.destination,
        origin=entry.origin,
        entry_date=str(entry.day),
        currency_code=str(case.setting("currency")),
        money_unit=float(case.setting("money_unit")),
    )


def _citation(citation: Citation) -> duty_pb2.Citation:
    plain = {name: getattr(citation, name) for name in Citation.__dataclass_fields__ if name != "confidence"}
    return duty_pb2.Citation(**plain, confidence=enum_number(case_pb2.Confidence, citation.confidence))


def _stack(stack: Stack) -> duty_pb2.ChargeStack:
    message = duty_pb2.ChargeStack(
        claim=stack.claim,
        title=stack.name,
        lines=[_line(line) for line in stack.lines],
        amount_per_tonne=rounded(stack.amount),
        percent_of_value=rounded(PERCENT * stack.share),
        saved_per_tonne=rounded(stack.saved),
        claim_cost_per_tonne=rounded(stack.claim_cost),
        start=stack.start,
        end=stack.end,
        refund_date=stack.refund_date,
        origin_rules=[_origin_rule(rule) for rule in stack.origin_rules],
    )
    if stack.claim != ORDINARY:
        message.citation.CopyFrom(_citation(stack.citation))
    return message


def _line(line: ChargeLine) -> duty_pb2.ChargeLine:
    message = duty_pb2.ChargeLine(
        tariff=line.tariff, instrument=line.instrument, kind=enum_number(case_pb2.TariffKind, line.kind),
        hs_prefix=line.hs_prefix, base=enum_number(case_pb2.TariffBase, line.base), base_amount=rounded(line.base_amount),
        ad_valorem=rounded(line.ad_valorem), specific_per_tonne=rounded(line.specific_per_tonne),
        specific_mineral=line.specific_mineral,
        amount_per_tonne=rounded(line.amount), percent_of_value=rounded(PERCENT * line.share),
        preference=line.preference, start=line.start, end=line.end, citation=_citation(line.citation),
    )  # fmt: skip
    _set_known(message, line, ("min_per_parcel", "max_per_parcel"))
    if line.preference_citation is not None:
        message.preference_citation.CopyFrom(_citation(line.preference_citation))
    return message


def _origin_rule(rule: OriginRule) -> duty_pb2.OriginRequirement:
    message = duty_pb2.OriginRequirement(
        rule=rule.rule,
        alternative=rule.alternative,
        test=enum_number(case_pb2.OriginRuleTest, rule.test),
        citation=_citation(rule.citation),
    )
    _set_known(message, rule, ("threshold", "shift_digits", "de_minimis", "donor_cap"))
    return message


def _set_known(message: Any, found: object, names: Iterable[str]) -> None:
    """Set the fields that are known; NaN stays absent."""
    for name in names:
        value = getattr(found, name)
        if not math.isnan(value):
            setattr(message, name, rounded(value))


def _not_granted(refused: NotGranted) -> duty_pb2.NotGranted:
    refusal: Any = duty_pb2.Refusal.Value(f"REFUSAL_{refused.refusal.name}")
    return duty_pb2.NotGranted(
        programme=refused.programme,
        title=refused.name,
        refusal=refusal,
        text=refused.text,
        start=refused.start,
        end=refused.end,
        citation=_citation(refused.citation),
    )


def _tariff_line(line: TariffLine) -> duty_pb2.TariffLine:
    message = duty_pb2.TariffLine(
        hs_code=line.hs_code,
        materials=line.materials,
        tariffs=line.tariffs,
        sources=line.sources,
        preferences=[_rate(claim, rate) for claim, rate in line.preferential.items()],
    )
    if line.ordinary is not None:
        message.ordinary.CopyFrom(_rate(ORDINARY, line.ordinary))
    return message


def _rate(claim: str, rate: Rate) -> duty_pb2.TariffRate:
    return duty_pb2.TariffRate(
        claim=claim, ad_valorem=rounded(rate.ad_valorem), specific_per_tonne=rounded(rate.specific), fees=rounded(rate.fees)
    )


def _stage(stage: Stage) -> duty_pb2.EscalationStage:
    message = duty_pb2.EscalationStage(stage=enum_number(duty_pb2.ChainStage, stage.stage), materials=stage.materials)
    means = {ORDINARY: (stage.ordinary, stage.points)}
    means |= {name: (mean, stage.preferential_points[name]) for name, mean in stage.preferential.items()}
    for claim, (mean, points) in means.items():
        rate = message.rates.add(claim=claim)
        if not math.isnan(mean):
            rate.ad_valorem = rounded(mean)
        if not math.isnan(points):
            rate.points = rounded(points)
    return message
