from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SiteKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SITE_KIND_UNSPECIFIED: _ClassVar[SiteKind]
    SITE_KIND_MINE: _ClassVar[SiteKind]
    SITE_KIND_PLANT: _ClassVar[SiteKind]
    SITE_KIND_PORT: _ClassVar[SiteKind]
    SITE_KIND_STORAGE: _ClassVar[SiteKind]
    SITE_KIND_BORDER: _ClassVar[SiteKind]
    SITE_KIND_OTHER: _ClassVar[SiteKind]

class Confidence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONFIDENCE_UNSPECIFIED: _ClassVar[Confidence]
    CONFIDENCE_PUBLISHED: _ClassVar[Confidence]
    CONFIDENCE_CODE_COMPLIANT: _ClassVar[Confidence]
    CONFIDENCE_REPORTED: _ClassVar[Confidence]
    CONFIDENCE_DERIVED: _ClassVar[Confidence]
    CONFIDENCE_ESTIMATE: _ClassVar[Confidence]

class MarketCustomsBasis(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MARKET_CUSTOMS_BASIS_UNSPECIFIED: _ClassVar[MarketCustomsBasis]
    MARKET_CUSTOMS_BASIS_FOB: _ClassVar[MarketCustomsBasis]
    MARKET_CUSTOMS_BASIS_CIF: _ClassVar[MarketCustomsBasis]

class MaterialStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MATERIAL_STAGE_UNSPECIFIED: _ClassVar[MaterialStage]
    MATERIAL_STAGE_ORE: _ClassVar[MaterialStage]
    MATERIAL_STAGE_CONCENTRATE: _ClassVar[MaterialStage]
    MATERIAL_STAGE_INTERMEDIATE: _ClassVar[MaterialStage]
    MATERIAL_STAGE_REFINED: _ClassVar[MaterialStage]
    MATERIAL_STAGE_MANUFACTURED: _ClassVar[MaterialStage]
    MATERIAL_STAGE_INPUT: _ClassVar[MaterialStage]

class SupplyAcquisition(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUPPLY_ACQUISITION_UNSPECIFIED: _ClassVar[SupplyAcquisition]
    SUPPLY_ACQUISITION_MINED: _ClassVar[SupplyAcquisition]
    SUPPLY_ACQUISITION_BOUGHT: _ClassVar[SupplyAcquisition]

class ProcessFlowDirection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROCESS_FLOW_DIRECTION_UNSPECIFIED: _ClassVar[ProcessFlowDirection]
    PROCESS_FLOW_DIRECTION_IN: _ClassVar[ProcessFlowDirection]
    PROCESS_FLOW_DIRECTION_OUT: _ClassVar[ProcessFlowDirection]

class DemandPriceBasis(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEMAND_PRICE_BASIS_UNSPECIFIED: _ClassVar[DemandPriceBasis]
    DEMAND_PRICE_BASIS_FOB: _ClassVar[DemandPriceBasis]
    DEMAND_PRICE_BASIS_CIF: _ClassVar[DemandPriceBasis]
    DEMAND_PRICE_BASIS_DDP: _ClassVar[DemandPriceBasis]

class DemandTierMeaning(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEMAND_TIER_MEANING_UNSPECIFIED: _ClassVar[DemandTierMeaning]
    DEMAND_TIER_MEANING_SEPARATE_BUYERS: _ClassVar[DemandTierMeaning]
    DEMAND_TIER_MEANING_ONE_PRICE: _ClassVar[DemandTierMeaning]

class ExpansionPayment(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPANSION_PAYMENT_UNSPECIFIED: _ClassVar[ExpansionPayment]
    EXPANSION_PAYMENT_ONCE: _ClassVar[ExpansionPayment]
    EXPANSION_PAYMENT_ANNUITY: _ClassVar[ExpansionPayment]

class TariffKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TARIFF_KIND_UNSPECIFIED: _ClassVar[TariffKind]
    TARIFF_KIND_DUTY: _ClassVar[TariffKind]
    TARIFF_KIND_SURCHARGE: _ClassVar[TariffKind]
    TARIFF_KIND_FEE: _ClassVar[TariffKind]
    TARIFF_KIND_EXPORT_LEVY: _ClassVar[TariffKind]
    TARIFF_KIND_IMPORT_CHARGE: _ClassVar[TariffKind]

class TariffBase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TARIFF_BASE_UNSPECIFIED: _ClassVar[TariffBase]
    TARIFF_BASE_CUSTOMS_VALUE: _ClassVar[TariffBase]
    TARIFF_BASE_CUSTOMS_VALUE_PLUS: _ClassVar[TariffBase]
    TARIFF_BASE_DUTY: _ClassVar[TariffBase]

class ProgrammeCountryRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROGRAMME_COUNTRY_ROLE_UNSPECIFIED: _ClassVar[ProgrammeCountryRole]
    PROGRAMME_COUNTRY_ROLE_BENEFICIARY: _ClassVar[ProgrammeCountryRole]
    PROGRAMME_COUNTRY_ROLE_CUMULATION: _ClassVar[ProgrammeCountryRole]
    PROGRAMME_COUNTRY_ROLE_FORMER: _ClassVar[ProgrammeCountryRole]
    PROGRAMME_COUNTRY_ROLE_DONOR: _ClassVar[ProgrammeCountryRole]

class OriginRuleTest(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORIGIN_RULE_TEST_UNSPECIFIED: _ClassVar[OriginRuleTest]
    ORIGIN_RULE_TEST_WHOLLY_OBTAINED: _ClassVar[OriginRuleTest]
    ORIGIN_RULE_TEST_CONTENT_MIN: _ClassVar[OriginRuleTest]
    ORIGIN_RULE_TEST_FOREIGN_MAX: _ClassVar[OriginRuleTest]
    ORIGIN_RULE_TEST_TARIFF_SHIFT: _ClassVar[OriginRuleTest]

class RoyaltyBasis(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROYALTY_BASIS_UNSPECIFIED: _ClassVar[RoyaltyBasis]
    ROYALTY_BASIS_EXTRACTED: _ClassVar[RoyaltyBasis]
    ROYALTY_BASIS_SOLD: _ClassVar[RoyaltyBasis]

class PolicyKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_KIND_UNSPECIFIED: _ClassVar[PolicyKind]
    POLICY_KIND_MEASURE_BOUND: _ClassVar[PolicyKind]
    POLICY_KIND_PROCESSED_SHARE: _ClassVar[PolicyKind]
    POLICY_KIND_RAW_EXPORT_BAN: _ClassVar[PolicyKind]

class Scope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCOPE_UNSPECIFIED: _ClassVar[Scope]
    SCOPE_PER_PERIOD: _ClassVar[Scope]
    SCOPE_TOTAL: _ClassVar[Scope]

class LimitSense(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIMIT_SENSE_UNSPECIFIED: _ClassVar[LimitSense]
    LIMIT_SENSE_LE: _ClassVar[LimitSense]
    LIMIT_SENSE_GE: _ClassVar[LimitSense]
    LIMIT_SENSE_EQ: _ClassVar[LimitSense]

class ChangeOperation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANGE_OPERATION_UNSPECIFIED: _ClassVar[ChangeOperation]
    CHANGE_OPERATION_SET: _ClassVar[ChangeOperation]
    CHANGE_OPERATION_SCALE: _ClassVar[ChangeOperation]
    CHANGE_OPERATION_ADD: _ClassVar[ChangeOperation]
SITE_KIND_UNSPECIFIED: SiteKind
SITE_KIND_MINE: SiteKind
SITE_KIND_PLANT: SiteKind
SITE_KIND_PORT: SiteKind
SITE_KIND_STORAGE: SiteKind
SITE_KIND_BORDER: SiteKind
SITE_KIND_OTHER: SiteKind
CONFIDENCE_UNSPECIFIED: Confidence
CONFIDENCE_PUBLISHED: Confidence
CONFIDENCE_CODE_COMPLIANT: Confidence
CONFIDENCE_REPORTED: Confidence
CONFIDENCE_DERIVED: Confidence
CONFIDENCE_ESTIMATE: Confidence
MARKET_CUSTOMS_BASIS_UNSPECIFIED: MarketCustomsBasis
MARKET_CUSTOMS_BASIS_FOB: MarketCustomsBasis
MARKET_CUSTOMS_BASIS_CIF: MarketCustomsBasis
MATERIAL_STAGE_UNSPECIFIED: MaterialStage
MATERIAL_STAGE_ORE: MaterialStage
MATERIAL_STAGE_CONCENTRATE: MaterialStage
MATERIAL_STAGE_INTERMEDIATE: MaterialStage
MATERIAL_STAGE_REFINED: MaterialStage
MATERIAL_STAGE_MANUFACTURED: MaterialStage
MATERIAL_STAGE_INPUT: MaterialStage
SUPPLY_ACQUISITION_UNSPECIFIED: SupplyAcquisition
SUPPLY_ACQUISITION_MINED: SupplyAcquisition
SUPPLY_ACQUISITION_BOUGHT: SupplyAcquisition
PROCESS_FLOW_DIRECTION_UNSPECIFIED: ProcessFlowDirection
PROCESS_FLOW_DIRECTION_IN: ProcessFlowDirection
PROCESS_FLOW_DIRECTION_OUT: ProcessFlowDirection
DEMAND_PRICE_BASIS_UNSPECIFIED: DemandPriceBasis
DEMAND_PRICE_BASIS_FOB: DemandPriceBasis
DEMAND_PRICE_BASIS_CIF: DemandPriceBasis
DEMAND_PRICE_BASIS_DDP: DemandPriceBasis
DEMAND_TIER_MEANING_UNSPECIFIED: DemandTierMeaning
DEMAND_TIER_MEANING_SEPARATE_BUYERS: DemandTierMeaning
DEMAND_TIER_MEANING_ONE_PRICE: DemandTierMeaning
EXPANSION_PAYMENT_UNSPECIFIED: ExpansionPayment
EXPANSION_PAYMENT_ONCE: ExpansionPayment
EXPANSION_PAYMENT_ANNUITY: ExpansionPayment
TARIFF_KIND_UNSPECIFIED: TariffKind
TARIFF_KIND_DUTY: TariffKind
TARIFF_KIND_SURCHARGE: TariffKind
TARIFF_KIND_FEE: TariffKind
TARIFF_KIND_EXPORT_LEVY: TariffKind
TARIFF_KIND_IMPORT_CHARGE: TariffKind
TARIFF_BASE_UNSPECIFIED: TariffBase
TARIFF_BASE_CUSTOMS_VALUE: TariffBase
TARIFF_BASE_CUSTOMS_VALUE_PLUS: TariffBase
TARIFF_BASE_DUTY: TariffBase
PROGRAMME_COUNTRY_ROLE_UNSPECIFIED: ProgrammeCountryRole
PROGRAMME_COUNTRY_ROLE_BENEFICIARY: ProgrammeCountryRole
PROGRAMME_COUNTRY_ROLE_CUMULATION: ProgrammeCountryRole
PROGRAMME_COUNTRY_ROLE_FORMER: ProgrammeCountryRole
PROGRAMME_COUNTRY_ROLE_DONOR: ProgrammeCountryRole
ORIGIN_RULE_TEST_UNSPECIFIED: OriginRuleTest
ORIGIN_RULE_TEST_WHOLLY_OBTAINED: OriginRuleTest
ORIGIN_RULE_TEST_CONTENT_MIN: OriginRuleTest
ORIGIN_RULE_TEST_FOREIGN_MAX: OriginRuleTest
ORIGIN_RULE_TEST_TARIFF_SHIFT: OriginRuleTest
ROYALTY_BASIS_UNSPECIFIED: RoyaltyBasis
ROYALTY_BASIS_EXTRACTED: RoyaltyBasis
ROYALTY_BASIS_SOLD: RoyaltyBasis
POLICY_KIND_UNSPECIFIED: PolicyKind
POLICY_KIND_MEASURE_BOUND: PolicyKind
POLICY_KIND_PROCESSED_SHARE: PolicyKind
POLICY_KIND_RAW_EXPORT_BAN: PolicyKind
SCOPE_UNSPECIFIED: Scope
SCOPE_PER_PERIOD: Scope
SCOPE_TOTAL: Scope
LIMIT_SENSE_UNSPECIFIED: LimitSense
LIMIT_SENSE_LE: LimitSense
LIMIT_SENSE_GE: LimitSense
LIMIT_SENSE_EQ: LimitSense
CHANGE_OPERATION_UNSPECIFIED: ChangeOperation
CHANGE_OPERATION_SET: ChangeOperation
CHANGE_OPERATION_SCALE: ChangeOperation
CHANGE_OPERATION_ADD: ChangeOperation

class CaseSettings(_message.Message):
    __slots__ = ("id", "name", "currency", "price_year", "money_unit", "home_country", "real_discount_rate", "scenario", "objective", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PRICE_YEAR_FIELD_NUMBER: _ClassVar[int]
    MONEY_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOME_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    REAL_DISCOUNT_RATE_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    currency: str
    price_year: float
    money_unit: float
    home_country: str
    real_discount_rate: float
    scenario: str
    objective: str
    description: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., currency: _Optional[str] = ..., price_year: _Optional[float] = ..., money_unit: _Optional[float] = ..., home_country: _Optional[str] = ..., real_discount_rate: _Optional[float] = ..., scenario: _Optional[str] = ..., objective: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class Node(_message.Message):
    __slots__ = ("id", "parent", "start", "end", "years", "cash_weight", "probability")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    YEARS_FIELD_NUMBER: _ClassVar[int]
    CASH_WEIGHT_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    id: str
    parent: str
    start: str
    end: str
    years: float
    cash_weight: float
    probability: float
    def __init__(self, id: _Optional[str] = ..., parent: _Optional[str] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., years: _Optional[float] = ..., cash_weight: _Optional[float] = ..., probability: _Optional[float] = ...) -> None: ...

class Site(_message.Message):
    __slots__ = ("id", "name", "country", "latitude", "longitude", "kind", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    country: str
    latitude: float
    longitude: float
    kind: SiteKind
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., latitude: _Optional[float] = ..., longitude: _Optional[float] = ..., kind: _Optional[_Union[SiteKind, str]] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Market(_message.Message):
    __slots__ = ("id", "name", "country", "customs_basis", "insurance_rate", "duty_incidence", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMS_BASIS_FIELD_NUMBER: _ClassVar[int]
    INSURANCE_RATE_FIELD_NUMBER: _ClassVar[int]
    DUTY_INCIDENCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    country: str
    customs_basis: MarketCustomsBasis
    insurance_rate: float
    duty_incidence: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., customs_basis: _Optional[_Union[MarketCustomsBasis, str]] = ..., insurance_rate: _Optional[float] = ..., duty_incidence: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class CustomsUnion(_message.Message):
    __slots__ = ("code", "name", "note")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    note: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Mineral(_message.Message):
    __slots__ = ("id", "name", "unit", "tonnes_per_unit", "basis")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TONNES_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    unit: str
    tonnes_per_unit: float
    basis: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., unit: _Optional[str] = ..., tonnes_per_unit: _Optional[float] = ..., basis: _Optional[str] = ...) -> None: ...

class Material(_message.Message):
    __slots__ = ("id", "name", "stage", "raw", "hs_code", "unit", "tonnes_per_unit", "reference_value_per_unit", "discardable", "discard_cost_per_unit", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    HS_CODE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TONNES_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_VALUE_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    DISCARDABLE_FIELD_NUMBER: _ClassVar[int]
    DISCARD_COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    stage: MaterialStage
    raw: bool
    hs_code: str
    unit: str
    tonnes_per_unit: float
    reference_value_per_unit: float
    discardable: bool
    discard_cost_per_unit: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., stage: _Optional[_Union[MaterialStage, str]] = ..., raw: bool = ..., hs_code: _Optional[str] = ..., unit: _Optional[str] = ..., tonnes_per_unit: _Optional[float] = ..., reference_value_per_unit: _Optional[float] = ..., discardable: bool = ..., discard_cost_per_unit: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Content(_message.Message):
    __slots__ = ("material", "mineral", "fraction", "source", "confidence", "note")
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    material: str
    mineral: str
    fraction: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, material: _Optional[str] = ..., mineral: _Optional[str] = ..., fraction: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Supply(_message.Message):
    __slots__ = ("id", "site", "material", "min_per_year", "max_per_year", "reserve", "cost_per_unit", "origin_country", "acquisition", "jobs_per_unit", "terminal_value_per_unit", "local_share", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    RESERVE_FIELD_NUMBER: _ClassVar[int]
    COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ACQUISITION_FIELD_NUMBER: _ClassVar[int]
    JOBS_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_VALUE_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SHARE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    site: str
    material: str
    min_per_year: float
    max_per_year: float
    reserve: float
    cost_per_unit: float
    origin_country: str
    acquisition: SupplyAcquisition
    jobs_per_unit: float
    terminal_value_per_unit: float
    local_share: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., site: _Optional[str] = ..., material: _Optional[str] = ..., min_per_year: _Optional[float] = ..., max_per_year: _Optional[float] = ..., reserve: _Optional[float] = ..., cost_per_unit: _Optional[float] = ..., origin_country: _Optional[str] = ..., acquisition: _Optional[_Union[SupplyAcquisition, str]] = ..., jobs_per_unit: _Optional[float] = ..., terminal_value_per_unit: _Optional[float] = ..., local_share: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Process(_message.Message):
    __slots__ = ("id", "name", "site", "feed", "min_per_year", "max_per_year", "operating_cost_per_unit", "direct_cost_per_unit", "fixed_cost_per_year", "jobs_per_unit", "substantial", "efficient_scale_per_year", "local_share", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    FEED_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    OPERATING_COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    DIRECT_COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    FIXED_COST_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    JOBS_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    SUBSTANTIAL_FIELD_NUMBER: _ClassVar[int]
    EFFICIENT_SCALE_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SHARE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    site: str
    feed: str
    min_per_year: float
    max_per_year: float
    operating_cost_per_unit: float
    direct_cost_per_unit: float
    fixed_cost_per_year: float
    jobs_per_unit: float
    substantial: bool
    efficient_scale_per_year: float
    local_share: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., site: _Optional[str] = ..., feed: _Optional[str] = ..., min_per_year: _Optional[float] = ..., max_per_year: _Optional[float] = ..., operating_cost_per_unit: _Optional[float] = ..., direct_cost_per_unit: _Optional[float] = ..., fixed_cost_per_year: _Optional[float] = ..., jobs_per_unit: _Optional[float] = ..., substantial: bool = ..., efficient_scale_per_year: _Optional[float] = ..., local_share: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ProcessFlow(_message.Message):
    __slots__ = ("process", "material", "direction", "amount_per_unit", "constituent", "source", "confidence", "note")
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    CONSTITUENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    process: str
    material: str
    direction: ProcessFlowDirection
    amount_per_unit: float
    constituent: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, process: _Optional[str] = ..., material: _Optional[str] = ..., direction: _Optional[_Union[ProcessFlowDirection, str]] = ..., amount_per_unit: _Optional[float] = ..., constituent: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Resource(_message.Message):
    __slots__ = ("id", "name", "unit", "min_per_year", "max_per_year", "cost_per_unit", "local_share", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SHARE_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    unit: str
    min_per_year: float
    max_per_year: float
    cost_per_unit: float
    local_share: float
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., unit: _Optional[str] = ..., min_per_year: _Optional[float] = ..., max_per_year: _Optional[float] = ..., cost_per_unit: _Optional[float] = ..., local_share: _Optional[float] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ResourceUse(_message.Message):
    __slots__ = ("process", "resource", "amount_per_unit", "source", "confidence", "note")
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    process: str
    resource: str
    amount_per_unit: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, process: _Optional[str] = ..., resource: _Optional[str] = ..., amount_per_unit: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Lane(_message.Message):
    __slots__ = ("id", "from_site", "to", "mode", "freight_per_tonne", "max_tonnes_per_year", "transit_days", "inland_freight_per_tonne", "parcel_tonnes", "local_share", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    FROM_SITE_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    FREIGHT_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    MAX_TONNES_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    TRANSIT_DAYS_FIELD_NUMBER: _ClassVar[int]
    INLAND_FREIGHT_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    PARCEL_TONNES_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SHARE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    from_site: str
    to: str
    mode: str
    freight_per_tonne: float
    max_tonnes_per_year: float
    transit_days: float
    inland_freight_per_tonne: float
    parcel_tonnes: float
    local_share: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., from_site: _Optional[str] = ..., to: _Optional[str] = ..., mode: _Optional[str] = ..., freight_per_tonne: _Optional[float] = ..., max_tonnes_per_year: _Optional[float] = ..., transit_days: _Optional[float] = ..., inland_freight_per_tonne: _Optional[float] = ..., parcel_tonnes: _Optional[float] = ..., local_share: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class LaneMaterial(_message.Message):
    __slots__ = ("lane", "material", "freight_per_unit", "min_per_year", "max_per_year", "share_arriving", "parcel_tonnes", "active", "source", "confidence", "note")
    LANE_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    FREIGHT_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    SHARE_ARRIVING_FIELD_NUMBER: _ClassVar[int]
    PARCEL_TONNES_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    lane: str
    material: str
    freight_per_unit: float
    min_per_year: float
    max_per_year: float
    share_arriving: float
    parcel_tonnes: float
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, lane: _Optional[str] = ..., material: _Optional[str] = ..., freight_per_unit: _Optional[float] = ..., min_per_year: _Optional[float] = ..., max_per_year: _Optional[float] = ..., share_arriving: _Optional[float] = ..., parcel_tonnes: _Optional[float] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Demand(_message.Message):
    __slots__ = ("id", "tier", "market", "material", "price_per_unit", "price_basis", "min_per_year", "max_per_year", "tier_meaning", "appraised_value_per_unit", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    PRICE_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    PRICE_BASIS_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    TIER_MEANING_FIELD_NUMBER: _ClassVar[int]
    APPRAISED_VALUE_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    tier: str
    market: str
    material: str
    price_per_unit: float
    price_basis: DemandPriceBasis
    min_per_year: float
    max_per_year: float
    tier_meaning: DemandTierMeaning
    appraised_value_per_unit: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., tier: _Optional[str] = ..., market: _Optional[str] = ..., material: _Optional[str] = ..., price_per_unit: _Optional[float] = ..., price_basis: _Optional[_Union[DemandPriceBasis, str]] = ..., min_per_year: _Optional[float] = ..., max_per_year: _Optional[float] = ..., tier_meaning: _Optional[_Union[DemandTierMeaning, str]] = ..., appraised_value_per_unit: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Stock(_message.Message):
    __slots__ = ("site", "material", "cost_per_unit_year", "max", "initial", "final_min", "final_max", "origin_country", "active", "source", "confidence", "note")
    SITE_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    COST_PER_UNIT_YEAR_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    INITIAL_FIELD_NUMBER: _ClassVar[int]
    FINAL_MIN_FIELD_NUMBER: _ClassVar[int]
    FINAL_MAX_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    site: str
    material: str
    cost_per_unit_year: float
    max: float
    initial: float
    final_min: float
    final_max: float
    origin_country: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, site: _Optional[str] = ..., material: _Optional[str] = ..., cost_per_unit_year: _Optional[float] = ..., max: _Optional[float] = ..., initial: _Optional[float] = ..., final_min: _Optional[float] = ..., final_max: _Optional[float] = ..., origin_country: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Expansion(_message.Message):
    __slots__ = ("id", "process", "resource", "lane", "capital_cost_per_unit", "max_added_per_year", "lead_time_years", "life_years", "payment", "fixed_cost_per_unit_year", "available_share", "local_share", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_FIELD_NUMBER: _ClassVar[int]
    LANE_FIELD_NUMBER: _ClassVar[int]
    CAPITAL_COST_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    MAX_ADDED_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    LEAD_TIME_YEARS_FIELD_NUMBER: _ClassVar[int]
    LIFE_YEARS_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    FIXED_COST_PER_UNIT_YEAR_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_SHARE_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SHARE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    process: str
    resource: str
    lane: str
    capital_cost_per_unit: float
    max_added_per_year: float
    lead_time_years: float
    life_years: float
    payment: ExpansionPayment
    fixed_cost_per_unit_year: float
    available_share: float
    local_share: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., process: _Optional[str] = ..., resource: _Optional[str] = ..., lane: _Optional[str] = ..., capital_cost_per_unit: _Optional[float] = ..., max_added_per_year: _Optional[float] = ..., lead_time_years: _Optional[float] = ..., life_years: _Optional[float] = ..., payment: _Optional[_Union[ExpansionPayment, str]] = ..., fixed_cost_per_unit_year: _Optional[float] = ..., available_share: _Optional[float] = ..., local_share: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ExpansionPoint(_message.Message):
    __slots__ = ("expansion", "point", "added_per_year", "capital_cost", "source", "confidence", "note")
    EXPANSION_FIELD_NUMBER: _ClassVar[int]
    POINT_FIELD_NUMBER: _ClassVar[int]
    ADDED_PER_YEAR_FIELD_NUMBER: _ClassVar[int]
    CAPITAL_COST_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    expansion: str
    point: str
    added_per_year: float
    capital_cost: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, expansion: _Optional[str] = ..., point: _Optional[str] = ..., added_per_year: _Optional[float] = ..., capital_cost: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Tariff(_message.Message):
    __slots__ = ("id", "instrument", "kind", "hs_prefix", "origin", "destination", "base", "ad_valorem", "specific_per_tonne", "specific_mineral", "min_per_parcel", "max_per_parcel", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    HS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    AD_VALOREM_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_MINERAL_FIELD_NUMBER: _ClassVar[int]
    MIN_PER_PARCEL_FIELD_NUMBER: _ClassVar[int]
    MAX_PER_PARCEL_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    instrument: str
    kind: TariffKind
    hs_prefix: str
    origin: str
    destination: str
    base: TariffBase
    ad_valorem: float
    specific_per_tonne: float
    specific_mineral: str
    min_per_parcel: float
    max_per_parcel: float
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., instrument: _Optional[str] = ..., kind: _Optional[_Union[TariffKind, str]] = ..., hs_prefix: _Optional[str] = ..., origin: _Optional[str] = ..., destination: _Optional[str] = ..., base: _Optional[_Union[TariffBase, str]] = ..., ad_valorem: _Optional[float] = ..., specific_per_tonne: _Optional[float] = ..., specific_mineral: _Optional[str] = ..., min_per_parcel: _Optional[float] = ..., max_per_parcel: _Optional[float] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class TariffExemption(_message.Message):
    __slots__ = ("tariff", "hs_prefix", "source", "confidence", "note")
    TARIFF_FIELD_NUMBER: _ClassVar[int]
    HS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    tariff: str
    hs_prefix: str
    source: str
    confidence: Confidence
    note: str
    def __init__(self, tariff: _Optional[str] = ..., hs_prefix: _Optional[str] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class TariffReplacement(_message.Message):
    __slots__ = ("tariff", "instrument", "source", "confidence", "note")
    TARIFF_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    tariff: str
    instrument: str
    source: str
    confidence: Confidence
    note: str
    def __init__(self, tariff: _Optional[str] = ..., instrument: _Optional[str] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class TariffBasePart(_message.Message):
    __slots__ = ("tariff", "instrument", "source", "confidence", "note")
    TARIFF_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    tariff: str
    instrument: str
    source: str
    confidence: Confidence
    note: str
    def __init__(self, tariff: _Optional[str] = ..., instrument: _Optional[str] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Programme(_message.Message):
    __slots__ = ("id", "name", "destination", "waives", "claim_cost_per_tonne", "refund_date", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    WAIVES_FIELD_NUMBER: _ClassVar[int]
    CLAIM_COST_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    REFUND_DATE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    destination: str
    waives: str
    claim_cost_per_tonne: float
    refund_date: str
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., destination: _Optional[str] = ..., waives: _Optional[str] = ..., claim_cost_per_tonne: _Optional[float] = ..., refund_date: _Optional[str] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ProgrammeCountry(_message.Message):
    __slots__ = ("programme", "country", "role", "start", "end", "active", "source", "confidence", "note")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    programme: str
    country: str
    role: ProgrammeCountryRole
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, programme: _Optional[str] = ..., country: _Optional[str] = ..., role: _Optional[_Union[ProgrammeCountryRole, str]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ProgrammeRate(_message.Message):
    __slots__ = ("programme", "instrument", "hs_prefix", "covered", "ad_valorem", "specific_per_tonne", "source", "confidence", "note")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    HS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    COVERED_FIELD_NUMBER: _ClassVar[int]
    AD_VALOREM_FIELD_NUMBER: _ClassVar[int]
    SPECIFIC_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    programme: str
    instrument: str
    hs_prefix: str
    covered: bool
    ad_valorem: float
    specific_per_tonne: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, programme: _Optional[str] = ..., instrument: _Optional[str] = ..., hs_prefix: _Optional[str] = ..., covered: bool = ..., ad_valorem: _Optional[float] = ..., specific_per_tonne: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class OriginRule(_message.Message):
    __slots__ = ("programme", "hs_prefix", "alternative", "test", "threshold", "shift_digits", "de_minimis", "donor_cap", "active", "source", "confidence", "note")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    HS_PREFIX_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVE_FIELD_NUMBER: _ClassVar[int]
    TEST_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    SHIFT_DIGITS_FIELD_NUMBER: _ClassVar[int]
    DE_MINIMIS_FIELD_NUMBER: _ClassVar[int]
    DONOR_CAP_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    programme: str
    hs_prefix: str
    alternative: str
    test: OriginRuleTest
    threshold: float
    shift_digits: float
    de_minimis: float
    donor_cap: float
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, programme: _Optional[str] = ..., hs_prefix: _Optional[str] = ..., alternative: _Optional[str] = ..., test: _Optional[_Union[OriginRuleTest, str]] = ..., threshold: _Optional[float] = ..., shift_digits: _Optional[float] = ..., de_minimis: _Optional[float] = ..., donor_cap: _Optional[float] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class OriginValue(_message.Message):
    __slots__ = ("programme", "material", "origin", "site", "value_per_unit", "source", "confidence", "note")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    VALUE_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    programme: str
    material: str
    origin: str
    site: str
    value_per_unit: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, programme: _Optional[str] = ..., material: _Optional[str] = ..., origin: _Optional[str] = ..., site: _Optional[str] = ..., value_per_unit: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Royalty(_message.Message):
    __slots__ = ("id", "mineral", "material", "rate", "basis", "at_material", "start", "end", "instrument", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    AT_MATERIAL_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    INSTRUMENT_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    mineral: str
    material: str
    rate: float
    basis: RoyaltyBasis
    at_material: str
    start: str
    end: str
    instrument: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., mineral: _Optional[str] = ..., material: _Optional[str] = ..., rate: _Optional[float] = ..., basis: _Optional[_Union[RoyaltyBasis, str]] = ..., at_material: _Optional[str] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., instrument: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Policy(_message.Message):
    __slots__ = ("id", "kind", "measure", "mineral", "minimum", "maximum", "scope", "start", "end", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: PolicyKind
    measure: str
    mineral: str
    minimum: float
    maximum: float
    scope: Scope
    start: str
    end: str
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[PolicyKind, str]] = ..., measure: _Optional[str] = ..., mineral: _Optional[str] = ..., minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., scope: _Optional[_Union[Scope, str]] = ..., start: _Optional[str] = ..., end: _Optional[str] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Limit(_message.Message):
    __slots__ = ("id", "name", "sense", "amount", "scope", "active", "source", "confidence", "note")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SENSE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    sense: LimitSense
    amount: float
    scope: Scope
    active: bool
    source: str
    confidence: Confidence
    note: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., sense: _Optional[_Union[LimitSense, str]] = ..., amount: _Optional[float] = ..., scope: _Optional[_Union[Scope, str]] = ..., active: bool = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class LimitTerm(_message.Message):
    __slots__ = ("limit", "columns", "coefficient", "source", "confidence", "note")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    COEFFICIENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    limit: str
    columns: str
    coefficient: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, limit: _Optional[str] = ..., columns: _Optional[str] = ..., coefficient: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class NodeValue(_message.Message):
    __slots__ = ("address", "node", "value")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    address: str
    node: str
    value: float
    def __init__(self, address: _Optional[str] = ..., node: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...

class Figure(_message.Message):
    __slots__ = ("address", "low", "high", "source", "confidence", "note")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    address: str
    low: float
    high: float
    source: str
    confidence: Confidence
    note: str
    def __init__(self, address: _Optional[str] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[Confidence, str]] = ..., note: _Optional[str] = ...) -> None: ...

class Scenario(_message.Message):
    __slots__ = ("id", "name", "extends", "description", "source")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    EXTENDS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    extends: str
    description: str
    source: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., extends: _Optional[str] = ..., description: _Optional[str] = ..., source: _Optional[str] = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("scenario", "step", "address", "operation", "value", "note")
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    scenario: str
    step: float
    address: str
    operation: ChangeOperation
    value: str
    note: str
    def __init__(self, scenario: _Optional[str] = ..., step: _Optional[float] = ..., address: _Optional[str] = ..., operation: _Optional[_Union[ChangeOperation, str]] = ..., value: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Source(_message.Message):
    __slots__ = ("id", "citation", "date", "link", "note", "read")
    ID_FIELD_NUMBER: _ClassVar[int]
    CITATION_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    id: str
    citation: str
    date: str
    link: str
    note: str
    read: str
    def __init__(self, id: _Optional[str] = ..., citation: _Optional[str] = ..., date: _Optional[str] = ..., link: _Optional[str] = ..., note: _Optional[str] = ..., read: _Optional[str] = ...) -> None: ...

class Case(_message.Message):
    __slots__ = ("name", "etag", "case", "nodes", "sites", "markets", "customs_unions", "minerals", "materials", "contents", "supplies", "processes", "process_flows", "resources", "resource_uses", "lanes", "lane_materials", "demands", "stocks", "expansions", "expansion_points", "tariffs", "tariff_exemptions", "tariff_replacements", "tariff_base_parts", "programmes", "programme_countries", "programme_rates", "origin_rules", "origin_values", "royalties", "policies", "limits", "limit_terms", "by_node", "figures", "scenarios", "changes", "sources")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CASE_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    SITES_FIELD_NUMBER: _ClassVar[int]
    MARKETS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMS_UNIONS_FIELD_NUMBER: _ClassVar[int]
    MINERALS_FIELD_NUMBER: _ClassVar[int]
    MATERIALS_FIELD_NUMBER: _ClassVar[int]
    CONTENTS_FIELD_NUMBER: _ClassVar[int]
    SUPPLIES_FIELD_NUMBER: _ClassVar[int]
    PROCESSES_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FLOWS_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    RESOURCE_USES_FIELD_NUMBER: _ClassVar[int]
    LANES_FIELD_NUMBER: _ClassVar[int]
    LANE_MATERIALS_FIELD_NUMBER: _ClassVar[int]
    DEMANDS_FIELD_NUMBER: _ClassVar[int]
    STOCKS_FIELD_NUMBER: _ClassVar[int]
    EXPANSIONS_FIELD_NUMBER: _ClassVar[int]
    EXPANSION_POINTS_FIELD_NUMBER: _ClassVar[int]
    TARIFFS_FIELD_NUMBER: _ClassVar[int]
    TARIFF_EXEMPTIONS_FIELD_NUMBER: _ClassVar[int]
    TARIFF_REPLACEMENTS_FIELD_NUMBER: _ClassVar[int]
    TARIFF_BASE_PARTS_FIELD_NUMBER: _ClassVar[int]
    PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_COUNTRIES_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_RATES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_RULES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_VALUES_FIELD_NUMBER: _ClassVar[int]
    ROYALTIES_FIELD_NUMBER: _ClassVar[int]
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_TERMS_FIELD_NUMBER: _ClassVar[int]
    BY_NODE_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    SCENARIOS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    name: str
    etag: str
    case: CaseSettings
    nodes: _containers.RepeatedCompositeFieldContainer[Node]
    sites: _containers.RepeatedCompositeFieldContainer[Site]
    markets: _containers.RepeatedCompositeFieldContainer[Market]
    customs_unions: _containers.RepeatedCompositeFieldContainer[CustomsUnion]
    minerals: _containers.RepeatedCompositeFieldContainer[Mineral]
    materials: _containers.RepeatedCompositeFieldContainer[Material]
    contents: _containers.RepeatedCompositeFieldContainer[Content]
    supplies: _containers.RepeatedCompositeFieldContainer[Supply]
    processes: _containers.RepeatedCompositeFieldContainer[Process]
    process_flows: _containers.RepeatedCompositeFieldContainer[ProcessFlow]
    resources: _containers.RepeatedCompositeFieldContainer[Resource]
    resource_uses: _containers.RepeatedCompositeFieldContainer[ResourceUse]
    lanes: _containers.RepeatedCompositeFieldContainer[Lane]
    lane_materials: _containers.RepeatedCompositeFieldContainer[LaneMaterial]
    demands: _containers.RepeatedCompositeFieldContainer[Demand]
    stocks: _containers.RepeatedCompositeFieldContainer[Stock]
    expansions: _containers.RepeatedCompositeFieldContainer[Expansion]
    expansion_points: _containers.RepeatedCompositeFieldContainer[ExpansionPoint]
    tariffs: _containers.RepeatedCompositeFieldContainer[Tariff]
    tariff_exemptions: _containers.RepeatedCompositeFieldContainer[TariffExemption]
    tariff_replacements: _containers.RepeatedCompositeFieldContainer[TariffReplacement]
    tariff_base_parts: _containers.RepeatedCompositeFieldContainer[TariffBasePart]
    programmes: _containers.RepeatedCompositeFieldContainer[Programme]
    programme_countries: _containers.RepeatedCompositeFieldContainer[ProgrammeCountry]
    programme_rates: _containers.RepeatedCompositeFieldContainer[ProgrammeRate]
    origin_rules: _containers.RepeatedCompositeFieldContainer[OriginRule]
    origin_values: _containers.RepeatedCompositeFieldContainer[OriginValue]
    royalties: _containers.RepeatedCompositeFieldContainer[Royalty]
    policies: _containers.RepeatedCompositeFieldContainer[Policy]
    limits: _containers.RepeatedCompositeFieldContainer[Limit]
    limit_terms: _containers.RepeatedCompositeFieldContainer[LimitTerm]
    by_node: _containers.RepeatedCompositeFieldContainer[NodeValue]
    figures: _containers.RepeatedCompositeFieldContainer[Figure]
    scenarios: _containers.RepeatedCompositeFieldContainer[Scenario]
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    sources: _containers.RepeatedCompositeFieldContainer[Source]
    def __init__(self, name: _Optional[str] = ..., etag: _Optional[str] = ..., case: _Optional[_Union[CaseSettings, _Mapping]] = ..., nodes: _Optional[_Iterable[_Union[Node, _Mapping]]] = ..., sites: _Optional[_Iterable[_Union[Site, _Mapping]]] = ..., markets: _Optional[_Iterable[_Union[Market, _Mapping]]] = ..., customs_unions: _Optional[_Iterable[_Union[CustomsUnion, _Mapping]]] = ..., minerals: _Optional[_Iterable[_Union[Mineral, _Mapping]]] = ..., materials: _Optional[_Iterable[_Union[Material, _Mapping]]] = ..., contents: _Optional[_Iterable[_Union[Content, _Mapping]]] = ..., supplies: _Optional[_Iterable[_Union[Supply, _Mapping]]] = ..., processes: _Optional[_Iterable[_Union[Process, _Mapping]]] = ..., process_flows: _Optional[_Iterable[_Union[ProcessFlow, _Mapping]]] = ..., resources: _Optional[_Iterable[_Union[Resource, _Mapping]]] = ..., resource_uses: _Optional[_Iterable[_Union[ResourceUse, _Mapping]]] = ..., lanes: _Optional[_Iterable[_Union[Lane, _Mapping]]] = ..., lane_materials: _Optional[_Iterable[_Union[LaneMaterial, _Mapping]]] = ..., demands: _Optional[_Iterable[_Union[Demand, _Mapping]]] = ..., stocks: _Optional[_Iterable[_Union[Stock, _Mapping]]] = ..., expansions: _Optional[_Iterable[_Union[Expansion, _Mapping]]] = ..., expansion_points: _Optional[_Iterable[_Union[ExpansionPoint, _Mapping]]] = ..., tariffs: _Optional[_Iterable[_Union[Tariff, _Mapping]]] = ..., tariff_exemptions: _Optional[_Iterable[_Union[TariffExemption, _Mapping]]] = ..., tariff_replacements: _Optional[_Iterable[_Union[TariffReplacement, _Mapping]]] = ..., tariff_base_parts: _Optional[_Iterable[_Union[TariffBasePart, _Mapping]]] = ..., programmes: _Optional[_Iterable[_Union[Programme, _Mapping]]] = ..., programme_countries: _Optional[_Iterable[_Union[ProgrammeCountry, _Mapping]]] = ..., programme_rates: _Optional[_Iterable[_Union[ProgrammeRate, _Mapping]]] = ..., origin_rules: _Optional[_Iterable[_Union[OriginRule, _Mapping]]] = ..., origin_values: _Optional[_Iterable[_Union[OriginValue, _Mapping]]] = ..., royalties: _Optional[_Iterable[_Union[Royalty, _Mapping]]] = ..., policies: _Optional[_Iterable[_Union[Policy, _Mapping]]] = ..., limits: _Optional[_Iterable[_Union[Limit, _Mapping]]] = ..., limit_terms: _Optional[_Iterable[_Union[LimitTerm, _Mapping]]] = ..., by_node: _Optional[_Iterable[_Union[NodeValue, _Mapping]]] = ..., figures: _Optional[_Iterable[_Union[Figure, _Mapping]]] = ..., scenarios: _Optional[_Iterable[_Union[Scenario, _Mapping]]] = ..., changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., sources: _Optional[_Iterable[_Union[Source, _Mapping]]] = ...) -> None: ...
