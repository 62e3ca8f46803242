import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from optimizer.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_UNSPECIFIED: _ClassVar[Verdict]
    VERDICT_PROCESS: _ClassVar[Verdict]
    VERDICT_EXPORT_RAW: _ClassVar[Verdict]
    VERDICT_LEAVE: _ClassVar[Verdict]
    VERDICT_NOT_AVAILABLE: _ClassVar[Verdict]
    VERDICT_SELL_RAW_AT_HOME: _ClassVar[Verdict]

class OriginTestKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ORIGIN_TEST_KIND_UNSPECIFIED: _ClassVar[OriginTestKind]
    ORIGIN_TEST_KIND_WHOLLY_OBTAINED: _ClassVar[OriginTestKind]
    ORIGIN_TEST_KIND_CONTENT_MIN: _ClassVar[OriginTestKind]
    ORIGIN_TEST_KIND_FOREIGN_MAX: _ClassVar[OriginTestKind]
    ORIGIN_TEST_KIND_TARIFF_SHIFT: _ClassVar[OriginTestKind]
    ORIGIN_TEST_KIND_PROVEN: _ClassVar[OriginTestKind]

class LedgerKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LEDGER_KIND_UNSPECIFIED: _ClassVar[LedgerKind]
    LEDGER_KIND_DUTY: _ClassVar[LedgerKind]
    LEDGER_KIND_SURCHARGE: _ClassVar[LedgerKind]
    LEDGER_KIND_FEE: _ClassVar[LedgerKind]
    LEDGER_KIND_EXPORT_LEVY: _ClassVar[LedgerKind]
    LEDGER_KIND_IMPORT_CHARGE: _ClassVar[LedgerKind]
    LEDGER_KIND_PAID_FIRST: _ClassVar[LedgerKind]
    LEDGER_KIND_REFUND: _ClassVar[LedgerKind]

class NoRate(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NO_RATE_UNSPECIFIED: _ClassVar[NoRate]
    NO_RATE_IMPOSSIBLE: _ClassVar[NoRate]
    NO_RATE_TOO_SHORT: _ClassVar[NoRate]
    NO_RATE_NOT_A_LINE: _ClassVar[NoRate]
    NO_RATE_NOT_PROVEN: _ClassVar[NoRate]
    NO_RATE_OUT_OF_TIME: _ClassVar[NoRate]
    NO_RATE_NOT_COMPUTED: _ClassVar[NoRate]
    NO_RATE_NOT_ASKED: _ClassVar[NoRate]

class NotComputedKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOT_COMPUTED_KIND_UNSPECIFIED: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_VERDICTS: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_POLICIES: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_GAINS: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_RATES: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_FIGURES: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_AVERAGES: _ClassVar[NotComputedKind]
    NOT_COMPUTED_KIND_ALTERNATIVES: _ClassVar[NotComputedKind]
VERDICT_UNSPECIFIED: Verdict
VERDICT_PROCESS: Verdict
VERDICT_EXPORT_RAW: Verdict
VERDICT_LEAVE: Verdict
VERDICT_NOT_AVAILABLE: Verdict
VERDICT_SELL_RAW_AT_HOME: Verdict
ORIGIN_TEST_KIND_UNSPECIFIED: OriginTestKind
ORIGIN_TEST_KIND_WHOLLY_OBTAINED: OriginTestKind
ORIGIN_TEST_KIND_CONTENT_MIN: OriginTestKind
ORIGIN_TEST_KIND_FOREIGN_MAX: OriginTestKind
ORIGIN_TEST_KIND_TARIFF_SHIFT: OriginTestKind
ORIGIN_TEST_KIND_PROVEN: OriginTestKind
LEDGER_KIND_UNSPECIFIED: LedgerKind
LEDGER_KIND_DUTY: LedgerKind
LEDGER_KIND_SURCHARGE: LedgerKind
LEDGER_KIND_FEE: LedgerKind
LEDGER_KIND_EXPORT_LEVY: LedgerKind
LEDGER_KIND_IMPORT_CHARGE: LedgerKind
LEDGER_KIND_PAID_FIRST: LedgerKind
LEDGER_KIND_REFUND: LedgerKind
NO_RATE_UNSPECIFIED: NoRate
NO_RATE_IMPOSSIBLE: NoRate
NO_RATE_TOO_SHORT: NoRate
NO_RATE_NOT_A_LINE: NoRate
NO_RATE_NOT_PROVEN: NoRate
NO_RATE_OUT_OF_TIME: NoRate
NO_RATE_NOT_COMPUTED: NoRate
NO_RATE_NOT_ASKED: NoRate
NOT_COMPUTED_KIND_UNSPECIFIED: NotComputedKind
NOT_COMPUTED_KIND_VERDICTS: NotComputedKind
NOT_COMPUTED_KIND_POLICIES: NotComputedKind
NOT_COMPUTED_KIND_GAINS: NotComputedKind
NOT_COMPUTED_KIND_RATES: NotComputedKind
NOT_COMPUTED_KIND_FIGURES: NotComputedKind
NOT_COMPUTED_KIND_AVERAGES: NotComputedKind
NOT_COMPUTED_KIND_ALTERNATIVES: NotComputedKind

class Violation(_message.Message):
    __slots__ = ("address", "rule", "value", "problem", "fix", "warning", "changed", "count", "others")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    FIX_FIELD_NUMBER: _ClassVar[int]
    WARNING_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    OTHERS_FIELD_NUMBER: _ClassVar[int]
    address: str
    rule: str
    value: str
    problem: str
    fix: str
    warning: bool
    changed: bool
    count: int
    others: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, address: _Optional[str] = ..., rule: _Optional[str] = ..., value: _Optional[str] = ..., problem: _Optional[str] = ..., fix: _Optional[str] = ..., warning: bool = ..., changed: bool = ..., count: _Optional[int] = ..., others: _Optional[_Iterable[str]] = ...) -> None: ...

class NodeAmount(_message.Message):
    __slots__ = ("node", "amount")
    NODE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    node: str
    amount: float
    def __init__(self, node: _Optional[str] = ..., amount: _Optional[float] = ...) -> None: ...

class MeasureTotal(_message.Message):
    __slots__ = ("measure", "unit", "total", "nodes")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    measure: str
    unit: str
    total: float
    nodes: _containers.RepeatedCompositeFieldContainer[NodeAmount]
    def __init__(self, measure: _Optional[str] = ..., unit: _Optional[str] = ..., total: _Optional[float] = ..., nodes: _Optional[_Iterable[_Union[NodeAmount, _Mapping]]] = ...) -> None: ...

class Parameter(_message.Message):
    __slots__ = ("key", "number", "text")
    KEY_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    key: str
    number: float
    text: str
    def __init__(self, key: _Optional[str] = ..., number: _Optional[float] = ..., text: _Optional[str] = ...) -> None: ...

class Reason(_message.Message):
    __slots__ = ("code", "parameters", "text")
    CODE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    code: str
    parameters: _containers.RepeatedCompositeFieldContainer[Parameter]
    text: str
    def __init__(self, code: _Optional[str] = ..., parameters: _Optional[_Iterable[_Union[Parameter, _Mapping]]] = ..., text: _Optional[str] = ...) -> None: ...

class Fate(_message.Message):
    __slots__ = ("fate", "amount", "share", "loss_of_one_more", "average_gain", "instead", "is_needed")
    FATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    LOSS_OF_ONE_MORE_FIELD_NUMBER: _ClassVar[int]
    AVERAGE_GAIN_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_FIELD_NUMBER: _ClassVar[int]
    IS_NEEDED_FIELD_NUMBER: _ClassVar[int]
    fate: Verdict
    amount: float
    share: float
    loss_of_one_more: float
    average_gain: float
    instead: Verdict
    is_needed: bool
    def __init__(self, fate: _Optional[_Union[Verdict, str]] = ..., amount: _Optional[float] = ..., share: _Optional[float] = ..., loss_of_one_more: _Optional[float] = ..., average_gain: _Optional[float] = ..., instead: _Optional[_Union[Verdict, str]] = ..., is_needed: bool = ...) -> None: ...

class ConfidenceShare(_message.Message):
    __slots__ = ("confidence", "share")
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    confidence: _case_pb2.Confidence
    share: float
    def __init__(self, confidence: _Optional[_Union[_case_pb2.Confidence, str]] = ..., share: _Optional[float] = ...) -> None: ...

class Decision(_message.Message):
    __slots__ = ("mineral", "title", "unit", "verdict", "mined", "processed", "exported_raw", "sold_raw_at_home", "tailings", "left", "route", "product", "market", "margin_per_unit", "alternative", "reasons", "deciding_estimates", "fates", "ore_shares", "tonnes_per_unit")
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    MINED_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_FIELD_NUMBER: _ClassVar[int]
    EXPORTED_RAW_FIELD_NUMBER: _ClassVar[int]
    SOLD_RAW_AT_HOME_FIELD_NUMBER: _ClassVar[int]
    TAILINGS_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    MARGIN_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVE_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    DECIDING_ESTIMATES_FIELD_NUMBER: _ClassVar[int]
    FATES_FIELD_NUMBER: _ClassVar[int]
    ORE_SHARES_FIELD_NUMBER: _ClassVar[int]
    TONNES_PER_UNIT_FIELD_NUMBER: _ClassVar[int]
    mineral: str
    title: str
    unit: str
    verdict: Verdict
    mined: float
    processed: float
    exported_raw: float
    sold_raw_at_home: float
    tailings: float
    left: float
    route: _containers.RepeatedScalarFieldContainer[str]
    product: str
    market: str
    margin_per_unit: float
    alternative: Verdict
    reasons: _containers.RepeatedCompositeFieldContainer[Reason]
    deciding_estimates: _containers.RepeatedScalarFieldContainer[str]
    fates: _containers.RepeatedCompositeFieldContainer[Fate]
    ore_shares: _containers.RepeatedCompositeFieldContainer[ConfidenceShare]
    tonnes_per_unit: float
    def __init__(self, mineral: _Optional[str] = ..., title: _Optional[str] = ..., unit: _Optional[str] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., mined: _Optional[float] = ..., processed: _Optional[float] = ..., exported_raw: _Optional[float] = ..., sold_raw_at_home: _Optional[float] = ..., tailings: _Optional[float] = ..., left: _Optional[float] = ..., route: _Optional[_Iterable[str]] = ..., product: _Optional[str] = ..., market: _Optional[str] = ..., margin_per_unit: _Optional[float] = ..., alternative: _Optional[_Union[Verdict, str]] = ..., reasons: _Optional[_Iterable[_Union[Reason, _Mapping]]] = ..., deciding_estimates: _Optional[_Iterable[str]] = ..., fates: _Optional[_Iterable[_Union[Fate, _Mapping]]] = ..., ore_shares: _Optional[_Iterable[_Union[ConfidenceShare, _Mapping]]] = ..., tonnes_per_unit: _Optional[float] = ...) -> None: ...

class DutyTotal(_message.Message):
    __slots__ = ("market", "claim", "value", "assessed", "borne", "saved", "gain")
    MARKET_FIELD_NUMBER: _ClassVar[int]
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ASSESSED_FIELD_NUMBER: _ClassVar[int]
    BORNE_FIELD_NUMBER: _ClassVar[int]
    SAVED_FIELD_NUMBER: _ClassVar[int]
    GAIN_FIELD_NUMBER: _ClassVar[int]
    market: str
    claim: str
    value: float
    assessed: float
    borne: float
    saved: float
    gain: float
    def __init__(self, market: _Optional[str] = ..., claim: _Optional[str] = ..., value: _Optional[float] = ..., assessed: _Optional[float] = ..., borne: _Optional[float] = ..., saved: _Optional[float] = ..., gain: _Optional[float] = ...) -> None: ...

class ProgrammeTotal(_message.Message):
    __slots__ = ("programme", "value", "saved", "claim_cost", "gain")
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SAVED_FIELD_NUMBER: _ClassVar[int]
    CLAIM_COST_FIELD_NUMBER: _ClassVar[int]
    GAIN_FIELD_NUMBER: _ClassVar[int]
    programme: str
    value: float
    saved: float
    claim_cost: float
    gain: float
    def __init__(self, programme: _Optional[str] = ..., value: _Optional[float] = ..., saved: _Optional[float] = ..., claim_cost: _Optional[float] = ..., gain: _Optional[float] = ...) -> None: ...

class OriginTest(_message.Message):
    __slots__ = ("process", "mode", "programme", "rule", "test", "node", "threshold", "appraised", "invoiced", "passed")
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    PROGRAMME_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    TEST_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    APPRAISED_FIELD_NUMBER: _ClassVar[int]
    INVOICED_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    process: str
    mode: str
    programme: str
    rule: str
    test: OriginTestKind
    node: str
    threshold: float
    appraised: float
    invoiced: float
    passed: bool
    def __init__(self, process: _Optional[str] = ..., mode: _Optional[str] = ..., programme: _Optional[str] = ..., rule: _Optional[str] = ..., test: _Optional[_Union[OriginTestKind, str]] = ..., node: _Optional[str] = ..., threshold: _Optional[float] = ..., appraised: _Optional[float] = ..., invoiced: _Optional[float] = ..., passed: bool = ...) -> None: ...

class LedgerEntry(_message.Message):
    __slots__ = ("node", "market", "claim", "hs_code", "tariff", "preference", "kind", "base", "customs_value", "share", "first_day", "last_day", "assessed", "borne", "assessed_discounted", "borne_discounted", "columns", "sources")
    NODE_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    HS_CODE_FIELD_NUMBER: _ClassVar[int]
    TARIFF_FIELD_NUMBER: _ClassVar[int]
    PREFERENCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMS_VALUE_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    ASSESSED_FIELD_NUMBER: _ClassVar[int]
    BORNE_FIELD_NUMBER: _ClassVar[int]
    ASSESSED_DISCOUNTED_FIELD_NUMBER: _ClassVar[int]
    BORNE_DISCOUNTED_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    node: str
    market: str
    claim: str
    hs_code: str
    tariff: str
    preference: str
    kind: LedgerKind
    base: str
    customs_value: float
    share: float
    first_day: str
    last_day: str
    assessed: float
    borne: float
    assessed_discounted: float
    borne_discounted: float
    columns: _containers.RepeatedScalarFieldContainer[str]
    sources: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, node: _Optional[str] = ..., market: _Optional[str] = ..., claim: _Optional[str] = ..., hs_code: _Optional[str] = ..., tariff: _Optional[str] = ..., preference: _Optional[str] = ..., kind: _Optional[_Union[LedgerKind, str]] = ..., base: _Optional[str] = ..., customs_value: _Optional[float] = ..., share: _Optional[float] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., assessed: _Optional[float] = ..., borne: _Optional[float] = ..., assessed_discounted: _Optional[float] = ..., borne_discounted: _Optional[float] = ..., columns: _Optional[_Iterable[str]] = ..., sources: _Optional[_Iterable[str]] = ...) -> None: ...

class BindingLimit(_message.Message):
    __slots__ = ("address", "unit", "nodes", "rate_up", "rate_down", "holds_up", "holds_down", "left_out", "no_rate_up", "no_rate_down")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    RATE_UP_FIELD_NUMBER: _ClassVar[int]
    RATE_DOWN_FIELD_NUMBER: _ClassVar[int]
    HOLDS_UP_FIELD_NUMBER: _ClassVar[int]
    HOLDS_DOWN_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    NO_RATE_UP_FIELD_NUMBER: _ClassVar[int]
    NO_RATE_DOWN_FIELD_NUMBER: _ClassVar[int]
    address: str
    unit: str
    nodes: _containers.RepeatedScalarFieldContainer[str]
    rate_up: float
    rate_down: float
    holds_up: float
    holds_down: float
    left_out: bool
    no_rate_up: NoRate
    no_rate_down: NoRate
    def __init__(self, address: _Optional[str] = ..., unit: _Optional[str] = ..., nodes: _Optional[_Iterable[str]] = ..., rate_up: _Optional[float] = ..., rate_down: _Optional[float] = ..., holds_up: _Optional[float] = ..., holds_down: _Optional[float] = ..., left_out: bool = ..., no_rate_up: _Optional[_Union[NoRate, str]] = ..., no_rate_down: _Optional[_Union[NoRate, str]] = ...) -> None: ...

class NotComputed(_message.Message):
    __slots__ = ("kind", "count", "code", "text")
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: NotComputedKind
    count: int
    code: str
    text: str
    def __init__(self, kind: _Optional[_Union[NotComputedKind, str]] = ..., count: _Optional[int] = ..., code: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Overturned(_message.Message):
    __slots__ = ("mineral", "value", "verdict")
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    mineral: str
    value: float
    verdict: Verdict
    def __init__(self, mineral: _Optional[str] = ..., value: _Optional[float] = ..., verdict: _Optional[_Union[Verdict, str]] = ...) -> None: ...

class FigureTest(_message.Message):
    __slots__ = ("address", "confidence", "value", "low", "high", "change_low", "change_high", "overturned")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    CHANGE_LOW_FIELD_NUMBER: _ClassVar[int]
    CHANGE_HIGH_FIELD_NUMBER: _ClassVar[int]
    OVERTURNED_FIELD_NUMBER: _ClassVar[int]
    address: str
    confidence: _case_pb2.Confidence
    value: float
    low: float
    high: float
    change_low: float
    change_high: float
    overturned: _containers.RepeatedCompositeFieldContainer[Overturned]
    def __init__(self, address: _Optional[str] = ..., confidence: _Optional[_Union[_case_pb2.Confidence, str]] = ..., value: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., change_low: _Optional[float] = ..., change_high: _Optional[float] = ..., overturned: _Optional[_Iterable[_Union[Overturned, _Mapping]]] = ...) -> None: ...

class Build(_message.Message):
    __slots__ = ("expansion", "target", "title", "node", "decided", "ready", "until", "capacity", "unit", "outlay", "payment", "probability")
    EXPANSION_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    DECIDED_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OUTLAY_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    expansion: str
    target: str
    title: str
    node: str
    decided: str
    ready: str
    until: str
    capacity: float
    unit: str
    outlay: float
    payment: _case_pb2.ExpansionPayment
    probability: float
    def __init__(self, expansion: _Optional[str] = ..., target: _Optional[str] = ..., title: _Optional[str] = ..., node: _Optional[str] = ..., decided: _Optional[str] = ..., ready: _Optional[str] = ..., until: _Optional[str] = ..., capacity: _Optional[float] = ..., unit: _Optional[str] = ..., outlay: _Optional[float] = ..., payment: _Optional[_Union[_case_pb2.ExpansionPayment, str]] = ..., probability: _Optional[float] = ...) -> None: ...

class PeriodTotal(_message.Message):
    __slots__ = ("node", "first_day", "last_day", "probability", "operating", "investment", "government_revenue", "jobs")
    NODE_FIELD_NUMBER: _ClassVar[int]
    FIRST_DAY_FIELD_NUMBER: _ClassVar[int]
    LAST_DAY_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    OPERATING_FIELD_NUMBER: _ClassVar[int]
    INVESTMENT_FIELD_NUMBER: _ClassVar[int]
    GOVERNMENT_REVENUE_FIELD_NUMBER: _ClassVar[int]
    JOBS_FIELD_NUMBER: _ClassVar[int]
    node: str
    first_day: str
    last_day: str
    probability: float
    operating: float
    investment: float
    government_revenue: float
    jobs: float
    def __init__(self, node: _Optional[str] = ..., first_day: _Optional[str] = ..., last_day: _Optional[str] = ..., probability: _Optional[float] = ..., operating: _Optional[float] = ..., investment: _Optional[float] = ..., government_revenue: _Optional[float] = ..., jobs: _Optional[float] = ...) -> None: ...

class Activity(_message.Message):
    __slots__ = ("address", "amount", "unit")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    address: str
    amount: float
    unit: str
    def __init__(self, address: _Optional[str] = ..., amount: _Optional[float] = ..., unit: _Optional[str] = ...) -> None: ...

class Certificate(_message.Message):
    __slots__ = ("primal_violation", "dual_violation", "money_violation", "duality_gap", "money_bound", "money_tolerance")
    PRIMAL_VIOLATION_FIELD_NUMBER: _ClassVar[int]
    DUAL_VIOLATION_FIELD_NUMBER: _ClassVar[int]
    MONEY_VIOLATION_FIELD_NUMBER: _ClassVar[int]
    DUALITY_GAP_FIELD_NUMBER: _ClassVar[int]
    MONEY_BOUND_FIELD_NUMBER: _ClassVar[int]
    MONEY_TOLERANCE_FIELD_NUMBER: _ClassVar[int]
    primal_violation: float
    dual_violation: float
    money_violation: float
    duality_gap: float
    money_bound: float
    money_tolerance: float
    def __init__(self, primal_violation: _Optional[float] = ..., dual_violation: _Optional[float] = ..., money_violation: _Optional[float] = ..., duality_gap: _Optional[float] = ..., money_bound: _Optional[float] = ..., money_tolerance: _Optional[float] = ...) -> None: ...

class Plan(_message.Message):
    __slots__ = ("objective", "objective_text", "decisions", "measures", "duties", "limits", "money_shares", "figures_ranged", "figures_tested", "figure_tests", "activities", "certificate", "remarks", "programmes", "origin_tests", "ledger", "builds", "periods", "limits_omitted")
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_TEXT_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    MEASURES_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    MONEY_SHARES_FIELD_NUMBER: _ClassVar[int]
    FIGURES_RANGED_FIELD_NUMBER: _ClassVar[int]
    FIGURES_TESTED_FIELD_NUMBER: _ClassVar[int]
    FIGURE_TESTS_FIELD_NUMBER: _ClassVar[int]
    ACTIVITIES_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    REMARKS_FIELD_NUMBER: _ClassVar[int]
    PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_TESTS_FIELD_NUMBER: _ClassVar[int]
    LEDGER_FIELD_NUMBER: _ClassVar[int]
    BUILDS_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_OMITTED_FIELD_NUMBER: _ClassVar[int]
    objective: float
    objective_text: str
    decisions: _containers.RepeatedCompositeFieldContainer[Decision]
    measures: _containers.RepeatedCompositeFieldContainer[MeasureTotal]
    duties: _containers.RepeatedCompositeFieldContainer[DutyTotal]
    limits: _containers.RepeatedCompositeFieldContainer[BindingLimit]
    money_shares: _containers.RepeatedCompositeFieldContainer[ConfidenceShare]
    figures_ranged: int
    figures_tested: int
    figure_tests: _containers.RepeatedCompositeFieldContainer[FigureTest]
    activities: _containers.RepeatedCompositeFieldContainer[Activity]
    certificate: Certificate
    remarks: _containers.RepeatedCompositeFieldContainer[Reason]
    programmes: _containers.RepeatedCompositeFieldContainer[ProgrammeTotal]
    origin_tests: _containers.RepeatedCompositeFieldContainer[OriginTest]
    ledger: _containers.RepeatedCompositeFieldContainer[LedgerEntry]
    builds: _containers.RepeatedCompositeFieldContainer[Build]
    periods: _containers.RepeatedCompositeFieldContainer[PeriodTotal]
    limits_omitted: int
    def __init__(self, objective: _Optional[float] = ..., objective_text: _Optional[str] = ..., decisions: _Optional[_Iterable[_Union[Decision, _Mapping]]] = ..., measures: _Optional[_Iterable[_Union[MeasureTotal, _Mapping]]] = ..., duties: _Optional[_Iterable[_Union[DutyTotal, _Mapping]]] = ..., limits: _Optional[_Iterable[_Union[BindingLimit, _Mapping]]] = ..., money_shares: _Optional[_Iterable[_Union[ConfidenceShare, _Mapping]]] = ..., figures_ranged: _Optional[int] = ..., figures_tested: _Optional[int] = ..., figure_tests: _Optional[_Iterable[_Union[FigureTest, _Mapping]]] = ..., activities: _Optional[_Iterable[_Union[Activity, _Mapping]]] = ..., certificate: _Optional[_Union[Certificate, _Mapping]] = ..., remarks: _Optional[_Iterable[_Union[Reason, _Mapping]]] = ..., programmes: _Optional[_Iterable[_Union[ProgrammeTotal, _Mapping]]] = ..., origin_tests: _Optional[_Iterable[_Union[OriginTest, _Mapping]]] = ..., ledger: _Optional[_Iterable[_Union[LedgerEntry, _Mapping]]] = ..., builds: _Optional[_Iterable[_Union[Build, _Mapping]]] = ..., periods: _Optional[_Iterable[_Union[PeriodTotal, _Mapping]]] = ..., limits_omitted: _Optional[int] = ...) -> None: ...

class InfeasibleCertificate(_message.Message):
    __slots__ = ("contradiction", "violation", "row_count")
    CONTRADICTION_FIELD_NUMBER: _ClassVar[int]
    VIOLATION_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    contradiction: float
    violation: float
    row_count: int
    def __init__(self, contradiction: _Optional[float] = ..., violation: _Optional[float] = ..., row_count: _Optional[int] = ...) -> None: ...

class UnboundedCertificate(_message.Message):
    __slots__ = ("gain", "violation", "point_violation", "column_count")
    GAIN_FIELD_NUMBER: _ClassVar[int]
    VIOLATION_FIELD_NUMBER: _ClassVar[int]
    POINT_VIOLATION_FIELD_NUMBER: _ClassVar[int]
    COLUMN_COUNT_FIELD_NUMBER: _ClassVar[int]
    gain: float
    violation: float
    point_violation: float
    column_count: int
    def __init__(self, gain: _Optional[float] = ..., violation: _Optional[float] = ..., point_violation: _Optional[float] = ..., column_count: _Optional[int] = ...) -> None: ...

class Infeasible(_message.Message):
    __slots__ = ("text", "certificate")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    text: str
    certificate: InfeasibleCertificate
    def __init__(self, text: _Optional[str] = ..., certificate: _Optional[_Union[InfeasibleCertificate, _Mapping]] = ...) -> None: ...

class Unbounded(_message.Message):
    __slots__ = ("text", "certificate")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    text: str
    certificate: UnboundedCertificate
    def __init__(self, text: _Optional[str] = ..., certificate: _Optional[_Union[UnboundedCertificate, _Mapping]] = ...) -> None: ...

class TimeLimit(_message.Message):
    __slots__ = ("limit",)
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    limit: _duration_pb2.Duration
    def __init__(self, limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class AddressTitle(_message.Message):
    __slots__ = ("address", "title")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    address: str
    title: str
    def __init__(self, address: _Optional[str] = ..., title: _Optional[str] = ...) -> None: ...

class AppliedChange(_message.Message):
    __slots__ = ("address", "operation", "value", "row_count", "value_count")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    VALUE_COUNT_FIELD_NUMBER: _ClassVar[int]
    address: str
    operation: _case_pb2.ChangeOperation
    value: str
    row_count: int
    value_count: int
    def __init__(self, address: _Optional[str] = ..., operation: _Optional[_Union[_case_pb2.ChangeOperation, str]] = ..., value: _Optional[str] = ..., row_count: _Optional[int] = ..., value_count: _Optional[int] = ...) -> None: ...

class Provenance(_message.Message):
    __slots__ = ("problem_digest", "case_id", "scenario", "version", "solver", "currency_code", "money_unit", "price_year", "horizon_start", "horizon_end", "discount_rate", "objective", "objective_asked", "changes")
    PROBLEM_DIGEST_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SOLVER_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    MONEY_UNIT_FIELD_NUMBER: _ClassVar[int]
    PRICE_YEAR_FIELD_NUMBER: _ClassVar[int]
    HORIZON_START_FIELD_NUMBER: _ClassVar[int]
    HORIZON_END_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_RATE_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_ASKED_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    problem_digest: str
    case_id: str
    scenario: str
    version: str
    solver: str
    currency_code: str
    money_unit: float
    price_year: int
    horizon_start: str
    horizon_end: str
    discount_rate: float
    objective: str
    objective_asked: bool
    changes: _containers.RepeatedCompositeFieldContainer[AppliedChange]
    def __init__(self, problem_digest: _Optional[str] = ..., case_id: _Optional[str] = ..., scenario: _Optional[str] = ..., version: _Optional[str] = ..., solver: _Optional[str] = ..., currency_code: _Optional[str] = ..., money_unit: _Optional[float] = ..., price_year: _Optional[int] = ..., horizon_start: _Optional[str] = ..., horizon_end: _Optional[str] = ..., discount_rate: _Optional[float] = ..., objective: _Optional[str] = ..., objective_asked: bool = ..., changes: _Optional[_Iterable[_Union[AppliedChange, _Mapping]]] = ...) -> None: ...

class Statistics(_message.Message):
    __slots__ = ("column_count", "row_count", "nonzero_count", "iteration_count", "read_time", "build_time", "solve_time", "explain_time", "warm_solve_count", "solved_cold_again_count")
    COLUMN_COUNT_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    NONZERO_COUNT_FIELD_NUMBER: _ClassVar[int]
    ITERATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    READ_TIME_FIELD_NUMBER: _ClassVar[int]
    BUILD_TIME_FIELD_NUMBER: _ClassVar[int]
    SOLVE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPLAIN_TIME_FIELD_NUMBER: _ClassVar[int]
    WARM_SOLVE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOLVED_COLD_AGAIN_COUNT_FIELD_NUMBER: _ClassVar[int]
    column_count: int
    row_count: int
    nonzero_count: int
    iteration_count: int
    read_time: _duration_pb2.Duration
    build_time: _duration_pb2.Duration
    solve_time: _duration_pb2.Duration
    explain_time: _duration_pb2.Duration
    warm_solve_count: int
    solved_cold_again_count: int
    def __init__(self, column_count: _Optional[int] = ..., row_count: _Optional[int] = ..., nonzero_count: _Optional[int] = ..., iteration_count: _Optional[int] = ..., read_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., build_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., solve_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., explain_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., warm_solve_count: _Optional[int] = ..., solved_cold_again_count: _Optional[int] = ...) -> None: ...
