from optimizer.v1 import case_pb2 as _case_pb2
from optimizer.v1 import plan_pb2 as _plan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class InputGroup(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INPUT_GROUP_UNSPECIFIED: _ClassVar[InputGroup]
    INPUT_GROUP_LAW: _ClassVar[InputGroup]
    INPUT_GROUP_PRICES: _ClassVar[InputGroup]
    INPUT_GROUP_COSTS: _ClassVar[InputGroup]
    INPUT_GROUP_LIMITS: _ClassVar[InputGroup]
INPUT_GROUP_UNSPECIFIED: InputGroup
INPUT_GROUP_LAW: InputGroup
INPUT_GROUP_PRICES: InputGroup
INPUT_GROUP_COSTS: InputGroup
INPUT_GROUP_LIMITS: InputGroup

class Alternative(_message.Message):
    __slots__ = ("scenario", "changes")
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    scenario: str
    changes: _containers.RepeatedCompositeFieldContainer[_case_pb2.Change]
    def __init__(self, scenario: _Optional[str] = ..., changes: _Optional[_Iterable[_Union[_case_pb2.Change, _Mapping]]] = ...) -> None: ...

class ComparedPlan(_message.Message):
    __slots__ = ("objective", "measures", "duties", "periods", "money_bound")
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    MEASURES_FIELD_NUMBER: _ClassVar[int]
    DUTIES_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    MONEY_BOUND_FIELD_NUMBER: _ClassVar[int]
    objective: float
    measures: _containers.RepeatedCompositeFieldContainer[_plan_pb2.MeasureTotal]
    duties: _containers.RepeatedCompositeFieldContainer[_plan_pb2.DutyTotal]
    periods: _containers.RepeatedCompositeFieldContainer[_plan_pb2.PeriodTotal]
    money_bound: float
    def __init__(self, objective: _Optional[float] = ..., measures: _Optional[_Iterable[_Union[_plan_pb2.MeasureTotal, _Mapping]]] = ..., duties: _Optional[_Iterable[_Union[_plan_pb2.DutyTotal, _Mapping]]] = ..., periods: _Optional[_Iterable[_Union[_plan_pb2.PeriodTotal, _Mapping]]] = ..., money_bound: _Optional[float] = ...) -> None: ...

class ComparedOutcome(_message.Message):
    __slots__ = ("plan", "infeasible", "unbounded", "time_limit")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    INFEASIBLE_FIELD_NUMBER: _ClassVar[int]
    UNBOUNDED_FIELD_NUMBER: _ClassVar[int]
    TIME_LIMIT_FIELD_NUMBER: _ClassVar[int]
    plan: ComparedPlan
    infeasible: _plan_pb2.Infeasible
    unbounded: _plan_pb2.Unbounded
    time_limit: _plan_pb2.TimeLimit
    def __init__(self, plan: _Optional[_Union[ComparedPlan, _Mapping]] = ..., infeasible: _Optional[_Union[_plan_pb2.Infeasible, _Mapping]] = ..., unbounded: _Optional[_Union[_plan_pb2.Unbounded, _Mapping]] = ..., time_limit: _Optional[_Union[_plan_pb2.TimeLimit, _Mapping]] = ...) -> None: ...

class InputDifference(_message.Message):
    __slots__ = ("address", "title", "group", "before", "after")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    address: str
    title: str
    group: InputGroup
    before: str
    after: str
    def __init__(self, address: _Optional[str] = ..., title: _Optional[str] = ..., group: _Optional[_Union[InputGroup, str]] = ..., before: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class DecisionDifference(_message.Message):
    __slots__ = ("mineral", "title", "unit", "verdict_before", "verdict_after", "amounts")
    MINERAL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_BEFORE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_AFTER_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    mineral: str
    title: str
    unit: str
    verdict_before: _plan_pb2.Verdict
    verdict_after: _plan_pb2.Verdict
    amounts: _containers.RepeatedCompositeFieldContainer[AmountDifference]
    def __init__(self, mineral: _Optional[str] = ..., title: _Optional[str] = ..., unit: _Optional[str] = ..., verdict_before: _Optional[_Union[_plan_pb2.Verdict, str]] = ..., verdict_after: _Optional[_Union[_plan_pb2.Verdict, str]] = ..., amounts: _Optional[_Iterable[_Union[AmountDifference, _Mapping]]] = ...) -> None: ...

class AmountDifference(_message.Message):
    __slots__ = ("measure", "before", "after")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    measure: str
    before: float
    after: float
    def __init__(self, measure: _Optional[str] = ..., before: _Optional[float] = ..., after: _Optional[float] = ...) -> None: ...

class BridgeStep(_message.Message):
    __slots__ = ("groups", "objective", "change", "effect", "response", "effect_parts", "response_parts")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    EFFECT_PARTS_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_PARTS_FIELD_NUMBER: _ClassVar[int]
    groups: _containers.RepeatedScalarFieldContainer[InputGroup]
    objective: float
    change: float
    effect: float
    response: float
    effect_parts: _containers.RepeatedCompositeFieldContainer[MoneyPart]
    response_parts: _containers.RepeatedCompositeFieldContainer[MoneyPart]
    def __init__(self, groups: _Optional[_Iterable[_Union[InputGroup, str]]] = ..., objective: _Optional[float] = ..., change: _Optional[float] = ..., effect: _Optional[float] = ..., response: _Optional[float] = ..., effect_parts: _Optional[_Iterable[_Union[MoneyPart, _Mapping]]] = ..., response_parts: _Optional[_Iterable[_Union[MoneyPart, _Mapping]]] = ...) -> None: ...

class MoneyPart(_message.Message):
    __slots__ = ("measure", "amount")
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    measure: str
    amount: float
    def __init__(self, measure: _Optional[str] = ..., amount: _Optional[float] = ...) -> None: ...

class SaleDifference(_message.Message):
    __slots__ = ("market", "material", "title", "claim", "unit", "before", "after")
    MARKET_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    market: str
    material: str
    title: str
    claim: str
    unit: str
    before: float
    after: float
    def __init__(self, market: _Optional[str] = ..., material: _Optional[str] = ..., title: _Optional[str] = ..., claim: _Optional[str] = ..., unit: _Optional[str] = ..., before: _Optional[float] = ..., after: _Optional[float] = ...) -> None: ...

class ComparedAlternative(_message.Message):
    __slots__ = ("scenario", "title", "outcome", "inputs", "decisions", "sales", "bridge", "provenance")
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    SALES_FIELD_NUMBER: _ClassVar[int]
    BRIDGE_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    scenario: str
    title: str
    outcome: ComparedOutcome
    inputs: _containers.RepeatedCompositeFieldContainer[InputDifference]
    decisions: _containers.RepeatedCompositeFieldContainer[DecisionDifference]
    sales: _containers.RepeatedCompositeFieldContainer[SaleDifference]
    bridge: _containers.RepeatedCompositeFieldContainer[BridgeStep]
    provenance: _plan_pb2.Provenance
    def __init__(self, scenario: _Optional[str] = ..., title: _Optional[str] = ..., outcome: _Optional[_Union[ComparedOutcome, _Mapping]] = ..., inputs: _Optional[_Iterable[_Union[InputDifference, _Mapping]]] = ..., decisions: _Optional[_Iterable[_Union[DecisionDifference, _Mapping]]] = ..., sales: _Optional[_Iterable[_Union[SaleDifference, _Mapping]]] = ..., bridge: _Optional[_Iterable[_Union[BridgeStep, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ...) -> None: ...

class CompareScenariosResponse(_message.Message):
    __slots__ = ("base", "alternatives", "provenance", "not_computed")
    BASE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    NOT_COMPUTED_FIELD_NUMBER: _ClassVar[int]
    base: ComparedOutcome
    alternatives: _containers.RepeatedCompositeFieldContainer[ComparedAlternative]
    provenance: _plan_pb2.Provenance
    not_computed: _containers.RepeatedCompositeFieldContainer[_plan_pb2.NotComputed]
    def __init__(self, base: _Optional[_Union[ComparedOutcome, _Mapping]] = ..., alternatives: _Optional[_Iterable[_Union[ComparedAlternative, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ..., not_computed: _Optional[_Iterable[_Union[_plan_pb2.NotComputed, _Mapping]]] = ...) -> None: ...
