"""Charges and tariff schedules as pandas frames."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
from google.protobuf.message import Message

from optimizer.client.tabular import BETWEEN, frames
from optimizer.client.tabular_compare import comparison_frames
from optimizer.client.tabular_run import asked_frame, changes_frame
from optimizer.client.words import word
from optimizer.v1.compare_pb2 import CompareScenariosResponse
from optimizer.v1.duty_pb2 import ChargeLine, ChargeStack, Citation, NotGranted, TariffLine, TariffRate
from optimizer.v1.service_pb2 import ListTariffLinesResponse, LookUpDutyResponse, SolveResponse

ORDINARY = "ordinary"
CITED = tuple(field.name for field in Citation.DESCRIPTOR.fields)
TOLD = ("source", "citation", "date", "link", "read")
CHARGE_COLUMNS = tuple(field.name for field in ChargeLine.DESCRIPTOR.fields if field.message_type is None)
STACK_COLUMNS = tuple(
    field.name for field in ChargeStack.DESCRIPTOR.fields if field.message_type is None and field.name not in ("claim", "title")
)
RATE_COLUMNS = tuple(field.name for field in TariffRate.DESCRIPTOR.fields if field.name != "claim")


def frames_of(response: Message) -> dict[str, pd.DataFrame]:
    """Return the frames of any answer that has some.

    Raises:
        TypeError: The message is no such answer.
    """
    if isinstance(response, SolveResponse):
        return frames(response)
    if isinstance(response, LookUpDutyResponse):
        return duty_frames(response)
    if isinstance(response, ListTariffLinesResponse):
        return tariff_frames(response)
    if isinstance(response, CompareScenariosResponse):
        return comparison_frames(response)
    raise TypeError(f"{type(response).__name__} has no frames")


def duty_frames(response: LookUpDutyResponse) -> dict[str, pd.DataFrame]:
    """Return `charges` (one row per claim and charge), `claims` (one per stack) and `not_granted`; absent values are missing."""
    duty = response.duty
    stacks = [duty.ordinary, *duty.preferences]
    charges = [{"claim": stack.claim, **_charge(line)} for stack in stacks for line in stack.lines]
    claims = [{"claim": stack.claim, "title": stack.title, **_plain(stack, STACK_COLUMNS)} for stack in stacks]
    return {
        "run": asked_frame(response.provenance),
        "changes": changes_frame(response.provenance),
        "charges": _frame(charges, ("claim", *CHARGE_COLUMNS, *CITED)),
        "claims": _frame(claims, ("claim", "title", *STACK_COLUMNS)),
        "not_granted": _frame(
            map(_not_granted, duty.not_granted), ("programme", "title", "refusal", "text", "start", "end", *CITED)
        ),
    }


def tariff_frames(response: ListTariffLinesResponse) -> dict[str, pd.DataFrame]:
    """Return `lines` (one row per HS line and claim), `escalations` (per mineral, stage and claim) and `citations`.

    A line without a row of duty stands once, its rates missing.
    """
    lines = [row for line in response.lines for row in _rates(line)]
    escalations = [
        {"mineral": chain.mineral, "stage": word(stage, "stage"), "materials": BETWEEN.join(stage.materials)}
        | _plain(rate, ("claim", "ad_valorem", "points"))
        for chain in response.escalations
        for stage in chain.stages
        for rate in stage.rates
    ]
    return {
        "run": asked_frame(response.provenance),
        "changes": changes_frame(response.provenance),
        "lines": _frame(lines, ("hs_code", "claim", *RATE_COLUMNS, "materials", "tariffs", "sources")),
        "escalations": _frame(escalations, ("mineral", "stage", "materials", "claim", "ad_valorem", "points")),
        "citations": _frame((_plain(citation, TOLD) for citation in response.citations), TOLD),
    }


def _charge(line: ChargeLine) -> dict[str, Any]:
    return {**_plain(line, CHARGE_COLUMNS), **_plain(line.citation, CITED)}


def _not_granted(refused: NotGranted) -> dict[str, Any]:
    return {
        **_plain(refused, ("programme", "title", "refusal", "text", "start", "end")),
        **_plain(refused.citation, CITED),
    }


def _rates(line: TariffLine) -> Iterator[dict[str, Any]]:
    names = ("materials", "tariffs", "sources")
    shared = {"hs_code": line.hs_code} | {name: BETWEEN.join(getattr(line, name)) for name in names}
    if not line.HasField("ordinary"):
        yield {**shared, "claim": ORDINARY}
    else:
        for rate in (line.ordinary, *line.preferences):
            yield {**shared, "claim": rate.claim, **_plain(rate, RATE_COLUMNS)}


def _plain(message: Message, columns: Iterable[str]) -> dict[str, Any]:
    """Return values by field: None for what is absent, words for values of enums."""
    return {name: _value(message, name) for name in columns}


def _value(message: Message, name: str) -> Any:
    field = message.DESCRIPTOR.fields_by_name[name]
    if field.has_presence and not message.HasField(name):
        return None
    if field.enum_type is None:
        return getattr(message, name)
    return word(message, name)


def _frame(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))
