from optimizer.v1 import case_pb2 as _case_pb2
from optimizer.v1 import plan_pb2 as _plan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Refusal(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUSAL_UNSPECIFIED: _ClassVar[Refusal]
    REFUSAL_SWITCHED_OFF: _ClassVar[Refusal]
    REFUSAL_NOT_BENEFICIARY: _ClassVar[Refusal]
    REFUSAL_NOT_IN_FORCE: _ClassVar[Refusal]
    REFUSAL_NOT_COVERED: _ClassVar[Refusal]
    REFUSAL_NOTHING_TO_WAIVE: _ClassVar[Refusal]

class ChainStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHAIN_STAGE_UNSPECIFIED: _ClassVar[ChainStage]
    CHAIN_STAGE_RAW: _ClassVar[ChainStage]
    CHAIN_STAGE_ORE: _ClassVar[ChainStage]
    CHAIN_STAGE_CONCENTRATE: _ClassVar[ChainStage]
    CHAIN_STAGE_INTERMEDIATE: _ClassVar[ChainStage]
    CHAIN_STAGE_REFINED: _ClassVar[ChainStage]
    CHAIN_STAGE_MANUFACTURED: _ClassVar[ChainStage]
    CHAIN_STAGE_INPUT: _ClassVar[ChainStage]
REFUSAL_UNSPECIFIED: Refusal
REFUSAL_SWITCHED_OFF: Refusal
REFUSAL_NOT_BENEFICIARY: Refusal
REFUSAL_NOT_IN_FORCE: Refusal
REFUSAL_NOT_COVERED: Refusal
REFUSAL_NOTHING_TO_WAIVE: Refusal
CHAIN_STAGE_UNSPECIFIED: ChainStage
CHAIN_STAGE_RAW: ChainStage
CHAIN_STAGE_ORE: ChainStage
CHAIN_STAGE_CONCENTRATE: ChainStage
CHAIN_STAGE_INTERMEDIATE: ChainStage
CHAIN_STAGE_REFINED: ChainStage
CHAIN_STAGE_MANUFACTURED: ChainStage
CHAIN_STAGE_INPUT: ChainStage

class Citation(_message.Message):
    __slots__ = ("source", "citation", "date", "link", "confidence", "note", "read")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    source: str
    citation: str
    date: str
    link: str
    confidence: _case_pb2.Confidence
    note: str
    read: str
    def __init__(self, source: _Optional[str] = ..., citation: _Optional[str] = ..., date: _Optional[str] = ..., link: _Optional[str] = ..., confidence: _Optional[_Union[_case_pb2.Confidence, str]] = ..., note: _Optional[str] = ..., read: _Optional[str] = ...) -> None: ...

class ContainedTonnes(_message.Message):
    __slots__ = ("mineral", "tonnes_per_tonne")
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    TONNES_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    mineral: str
    tonnes_per_tonne: float
    def __init__(self, mineral: _Optional[str] = ..., tonnes_per_tonne: _Optional[float] = ...) -> None: ...

class ChargeLine(_message.Message):
    __slots__ = ("tariff", "instrument", "kind", "hs_prefix", "base", "base_amount", "ad_valorem", "specific_per_tonne", "specific_mineral", "min_per_parcel", "max_per_parcel", "amount_per_tonne", "percent_of_value", "preference", "preference_citation", "start", "end", "citation")
    TARIFF_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    HS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    BASE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    AD_VALOREM_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_MINERAL_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_PARCEL_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_PARCEL_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_OF_VALUE_FIELD_NUMBER: _ClassVar[int]
    PREFERENCE_FIELD_NUMBER: _ClassVar[int]
    PREFERENCE_CITATION_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    tariff: str
    instrument: str
    kind: _case_pb2.TariffKind
    hs_prefix: str
    base: _case_pb2.TariffBase
    base_amount: float
    ad_valorem: float
    specific_per_tonne: float
    specific_mineral: str
    min_per_parcel: float
    max_per_parcel: float
    amount_per_tonne: float
    percent_of_value: float
    preference: str
    preference_citation: Citation
    start: str
    end: str
    citation: Citation
    def __init__(self, tariff: _Optional[str] = ..., instrument: _Optional[str] = ..., kind: _Optional[_Union[_case_pb2.TariffKind, str]] = ..., hs_prefix: _Optional[str] = ..., base: _Optional[_Union[_case_pb2.TariffBase, str]] = ..., base_amount: _Optional[float] = ..., ad_valorem: _Optional[float] = ..., specific_per_tonne: _Optional[float] = ..., specific_mineral: _Optional[str] = ..., min_per_parcel: _Optional[float] = ..., max_per_parcel: _Optional[float] = ..., amount_per_tonne: _Optional[float] = ..., percent_of_value: _Optional[float] = ..., preference: _Optional[str] = ..., preference_citation: _Optional[_Union[Citation, _Mapping]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., citation: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class OriginRequirement(_message.Message):
    __slots__ = ("rule", "alternative", "test", "threshold", "shift_digits", "de_minimis", "donor_cap", "citation")
    RULE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVE_FIELD_NUMBER: _ClassVar[int]
    TEST_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    SHIFT_DIGITS_FIELD_NUMBER: _ClassVar[int]
    DE_MINIMIS_FIELD_NUMBER: _ClassVar[int]
    DONOR_CAP_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    rule: str
    alternative: str
    test: _case_pb2.OriginRuleTest
    threshold: float
    shift_digits: float
    de_minimis: float
    donor_cap: float
    citation: Citation
    def __init__(self, rule: _Optional[str] = ..., alternative: _Optional[str] = ..., test: _Optional[_Union[_case_pb2.OriginRuleTest, str]] = ..., threshold: _Optional[float] = ..., shift_digits: _Optional[float] = ..., de_minimis: _Optional[float] = ..., donor_cap: _Optional[float] = ..., citation: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class ChargeStack(_message.Message):
    __slots__ = ("claim", "title", "lines", "amount_per_tonne", "percent_of_value", "saved_per_tonne", "claim_cost_per_tonne", "start", "end", "refund_date", "origin_rules", "citation")
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_OF_VALUE_FIELD_NUMBER: _ClassVar[int]
    SAVED_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    CLAIM_COST_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    REFUND_DATE_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_RULES_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    claim: str
    title: str
    lines: _containers.RepeatedCompositeFieldContainer[ChargeLine]
    amount_per_tonne: float
    percent_of_value: float
    saved_per_tonne: float
    claim_cost_per_tonne: float
    start: str
    end: str
    refund_date: str
    origin_rules: _containers.RepeatedCompositeFieldContainer[OriginRequirement]
    citation: Citation
    def __init__(self, claim: _Optional[str] = ..., title: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[ChargeLine, _Mapping]]] = ..., amount_per_tonne: _Optional[float] = ..., percent_of_value: _Optional[float] = ..., saved_per_tonne: _Optional[float] = ..., claim_cost_per_tonne: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., refund_date: _Optional[str] = ..., origin_rules: _Optional[_Iterable[_Union[OriginRequirement, _Mapping]]] = ..., citation: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class NotGranted(_message.Message):
    __slots__ = ("programme", "title", "refusal", "text", "start", "end", "citation")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    programme: str
    title: str
    refusal: Refusal
    text: str
    start: str
    end: str
    citation: Citation
    def __init__(self, programme: _Optional[str] = ..., title: _Optional[str] = ..., refusal: _Optional[_Union[Refusal, str]] = ..., text: _Optional[str] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., citation: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class BorderEntry(_message.Message):
    __slots__ = ("market", "destination", "origin", "entry_date", "currency_code", "money_unit")
    MARKET_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    ENTRY_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    MONEY_UNIT_FIELD_NUMBER: _ClassVar[int]
    market: str
    destination: str
    origin: str
    entry_date: str
    currency_code: str
    money_unit: float
    def __init__(self, market: _Optional[str] = ..., destination: _Optional[str] = ..., origin: _Optional[str] = ..., entry_date: _Optional[str] = ..., currency_code: _Optional[str] = ..., money_unit: _Optional[float] = ...) -> None: ...

class DutyLookup(_message.Message):
    __slots__ = ("entry", "hs_code", "material", "value_per_tonne", "ordinary", "preferences", "not_granted", "remarks")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    HS_CODE_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    VALUE_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    ORDINARY_FIELD_NUMBER: _ClassVar[int]
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    NOT_GRANTED_FIELD_NUMBER: _ClassVar[int]
    REMARKS_FIELD_NUMBER: _ClassVar[int]
    entry: BorderEntry
    hs_code: str
    material: str
    value_per_tonne: float
    ordinary: ChargeStack
    preferences: _containers.RepeatedCompositeFieldContainer[ChargeStack]
    not_granted: _containers.RepeatedCompositeFieldContainer[NotGranted]
    remarks: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Reason]
    def __init__(self, entry: _Optional[_Union[BorderEntry, _Mapping]] = ..., hs_code: _Optional[str] = ..., material: _Optional[str] = ..., value_per_tonne: _Optional[float] = ..., ordinary: _Optional[_Union[ChargeStack, _Mapping]] = ..., preferences: _Optional[_Iterable[_Union[ChargeStack, _Mapping]]] = ..., not_granted: _Optional[_Iterable[_Union[NotGranted, _Mapping]]] = ..., remarks: _Optional[_Iterable[_Union[_plan_pb2.Reason, _Mapping]]] = ...) -> None: ...

class TariffRate(_message.Message):
    __slots__ = ("claim", "ad_valorem", "specific_per_tonne", "fees")
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    AD_VALOREM_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    claim: str
    ad_valorem: float
    specific_per_tonne: float
    fees: float
    def __init__(self, claim: _Optional[str] = ..., ad_valorem: _Optional[float] = ..., specific_per_tonne: _Optional[float] = ..., fees: _Optional[float] = ...) -> None: ...

class TariffLine(_message.Message):
    __slots__ = ("hs_code", "materials", "tariffs", "sources", "ordinary", "preferences")
    HS_CODE_FIELD_NUMBER: _ClassVar[int]
    MATERIALS_FIELD_NUMBER: _ClassVar[int]
    TARIFFS_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    ORDINARY_FIELD_NUMBER: _ClassVar[int]
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    hs_code: str
    materials: _containers.RepeatedScalarFieldContainer[str]
    tariffs: _containers.RepeatedScalarFieldContainer[str]
    sources: _containers.RepeatedScalarFieldContainer[str]
    ordinary: TariffRate
    preferences: _containers.RepeatedCompositeFieldContainer[TariffRate]
    def __init__(self, hs_code: _Optional[str] = ..., materials: _Optional[_Iterable[str]] = ..., tariffs: _Optional[_Iterable[str]] = ..., sources: _Optional[_Iterable[str]] = ..., ordinary: _Optional[_Union[TariffRate, _Mapping]] = ..., preferences: _Optional[_Iterable[_Union[TariffRate, _Mapping]]] = ...) -> None: ...

class ProgrammeInForce(_message.Message):
    __slots__ = ("programme", "title", "start", "end", "citation")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    programme: str
    title: str
    start: str
    end: str
    citation: Citation
    def __init__(self, programme: _Optional[str] = ..., title: _Optional[str] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., citation: _Optional[_Union[Citation, _Mapping]] = ...) -> None: ...

class StageRate(_message.Message):
    __slots__ = ("claim", "ad_valorem", "points")
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    AD_VALOREM_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    claim: str
    ad_valorem: float
    points: float
    def __init__(self, claim: _Optional[str] = ..., ad_valorem: _Optional[float] = ..., points: _Optional[float] = ...) -> None: ...

class EscalationStage(_message.Message):
    __slots__ = ("stage", "materials", "rates")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    MATERIALS_FIELD_NUMBER: _ClassVar[int]
    RATES_FIELD_NUMBER: _ClassVar[int]
    stage: ChainStage
    materials: _containers.RepeatedScalarFieldContainer[str]
    rates: _containers.RepeatedCompositeFieldContainer[StageRate]
    def __init__(self, stage: _Optional[_Union[ChainStage, str]] = ..., materials: _Optional[_Iterable[str]] = ..., rates: _Optional[_Iterable[_Union[StageRate, _Mapping]]] = ...) -> None: ...

class Escalation(_message.Message):
    __slots__ = ("mineral", "title", "stages")
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    mineral: str
    title: str
    stages: _containers.RepeatedCompositeFieldContainer[EscalationStage]
    def __init__(self, mineral: _Optional[str] = ..., title: _Optional[str] = ..., stages: _Optional[_Iterable[_Union[EscalationStage, _Mapping]]] = ...) -> None: ...
