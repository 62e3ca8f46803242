import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from optimizer.v1 import case_pb2 as _case_pb2
from optimizer.v1 import compare_pb2 as _compare_pb2
from optimizer.v1 import duty_pb2 as _duty_pb2
from optimizer.v1 import plan_pb2 as _plan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Include(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INCLUDE_UNSPECIFIED: _ClassVar[Include]
    INCLUDE_ACTIVITIES: _ClassVar[Include]
    INCLUDE_RATES: _ClassVar[Include]
    INCLUDE_LEDGER: _ClassVar[Include]

class Solver(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SOLVER_UNSPECIFIED: _ClassVar[Solver]
    SOLVER_HIGHS: _ClassVar[Solver]
    SOLVER_CBC: _ClassVar[Solver]
    SOLVER_GLPK: _ClassVar[Solver]

class ProgramFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROGRAM_FORMAT_UNSPECIFIED: _ClassVar[ProgramFormat]
    PROGRAM_FORMAT_MPS: _ClassVar[ProgramFormat]
    PROGRAM_FORMAT_LP: _ClassVar[ProgramFormat]
INCLUDE_UNSPECIFIED: Include
INCLUDE_ACTIVITIES: Include
INCLUDE_RATES: Include
INCLUDE_LEDGER: Include
SOLVER_UNSPECIFIED: Solver
SOLVER_HIGHS: Solver
SOLVER_CBC: Solver
SOLVER_GLPK: Solver
PROGRAM_FORMAT_UNSPECIFIED: ProgramFormat
PROGRAM_FORMAT_MPS: ProgramFormat
PROGRAM_FORMAT_LP: ProgramFormat

class ProblemSource(_message.Message):
    __slots__ = ("case_name", "inline_case", "scenario", "changes")
    CASE_NAME_FIELD_NUMBER: _ClassVar[int]
    INLINE_CASE_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    case_name: str
    inline_case: _case_pb2.Case
    scenario: str
    changes: _containers.RepeatedCompositeFieldContainer[_case_pb2.Change]
    def __init__(self, case_name: _Optional[str] = ..., inline_case: _Optional[_Union[_case_pb2.Case, _Mapping]] = ..., scenario: _Optional[str] = ..., changes: _Optional[_Iterable[_Union[_case_pb2.Change, _Mapping]]] = ...) -> None: ...

class SolveRequest(_message.Message):
    __slots__ = ("source", "objective", "time_limit", "include", "solver", "explain_limit", "figure_tests", "other_solver")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    TIME_LIMIT_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_FIELD_NUMBER: _ClassVar[int]
    SOLVER_FIELD_NUMBER: _ClassVar[int]
    EXPLAIN_LIMIT_FIELD_NUMBER: _ClassVar[int]
    FIGURE_TESTS_FIELD_NUMBER: _ClassVar[int]
    OTHER_SOLVER_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    objective: str
    time_limit: _duration_pb2.Duration
    include: _containers.RepeatedScalarFieldContainer[Include]
    solver: Solver
    explain_limit: _duration_pb2.Duration
    figure_tests: int
    other_solver: str
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ..., objective: _Optional[str] = ..., time_limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., include: _Optional[_Iterable[_Union[Include, str]]] = ..., solver: _Optional[_Union[Solver, str]] = ..., explain_limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., figure_tests: _Optional[int] = ..., other_solver: _Optional[str] = ...) -> None: ...

class SolveResponse(_message.Message):
    __slots__ = ("plan", "infeasible", "unbounded", "time_limit", "warnings", "provenance", "statistics", "titles", "not_computed")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    INFEASIBLE_FIELD_NUMBER: _ClassVar[int]
    UNBOUNDED_FIELD_NUMBER: _ClassVar[int]
    TIME_LIMIT_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    TITLES_FIELD_NUMBER: _ClassVar[int]
    NOT_COMPUTED_FIELD_NUMBER: _ClassVar[int]
    plan: _plan_pb2.Plan
    infeasible: _plan_pb2.Infeasible
    unbounded: _plan_pb2.Unbounded
    time_limit: _plan_pb2.TimeLimit
    warnings: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Violation]
    provenance: _plan_pb2.Provenance
    statistics: _plan_pb2.Statistics
    titles: _containers.RepeatedCompositeFieldContainer[_plan_pb2.AddressTitle]
    not_computed: _containers.RepeatedCompositeFieldContainer[_plan_pb2.NotComputed]
    def __init__(self, plan: _Optional[_Union[_plan_pb2.Plan, _Mapping]] = ..., infeasible: _Optional[_Union[_plan_pb2.Infeasible, _Mapping]] = ..., unbounded: _Optional[_Union[_plan_pb2.Unbounded, _Mapping]] = ..., time_limit: _Optional[_Union[_plan_pb2.TimeLimit, _Mapping]] = ..., warnings: _Optional[_Iterable[_Union[_plan_pb2.Violation, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ..., statistics: _Optional[_Union[_plan_pb2.Statistics, _Mapping]] = ..., titles: _Optional[_Iterable[_Union[_plan_pb2.AddressTitle, _Mapping]]] = ..., not_computed: _Optional[_Iterable[_Union[_plan_pb2.NotComputed, _Mapping]]] = ...) -> None: ...

class CompareScenariosRequest(_message.Message):
    __slots__ = ("source", "alternatives", "objective", "time_limit")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVES_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    TIME_LIMIT_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    alternatives: _containers.RepeatedCompositeFieldContainer[_compare_pb2.Alternative]
    objective: str
    time_limit: _duration_pb2.Duration
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ..., alternatives: _Optional[_Iterable[_Union[_compare_pb2.Alternative, _Mapping]]] = ..., objective: _Optional[str] = ..., time_limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ValidateCaseRequest(_message.Message):
    __slots__ = ("source",)
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ...) -> None: ...

class ValidateCaseResponse(_message.Message):
    __slots__ = ("valid", "violations", "warnings", "provenance")
    VALID_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    valid: bool
    violations: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Violation]
    warnings: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Violation]
    provenance: _plan_pb2.Provenance
    def __init__(self, valid: bool = ..., violations: _Optional[_Iterable[_Union[_plan_pb2.Violation, _Mapping]]] = ..., warnings: _Optional[_Iterable[_Union[_plan_pb2.Violation, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ...) -> None: ...

class LookUpDutyRequest(_message.Message):
    __slots__ = ("source", "hs_code", "material", "origin", "destination", "entry_date", "value_per_tonne", "parcel_tonnes", "contained")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    HS_CODE_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ENTRY_DATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_PER_TONNE_FIELD_NUMBER: _ClassVar[int]
    PARCEL_TONNES_FIELD_NUMBER: _ClassVar[int]
    CONTAINED_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    hs_code: str
    material: str
    origin: str
    destination: str
    entry_date: str
    value_per_tonne: float
    parcel_tonnes: float
    contained: _containers.RepeatedCompositeFieldContainer[_duty_pb2.ContainedTonnes]
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ..., hs_code: _Optional[str] = ..., material: _Optional[str] = ..., origin: _Optional[str] = ..., destination: _Optional[str] = ..., entry_date: _Optional[str] = ..., value_per_tonne: _Optional[float] = ..., parcel_tonnes: _Optional[float] = ..., contained: _Optional[_Iterable[_Union[_duty_pb2.ContainedTonnes, _Mapping]]] = ...) -> None: ...

class LookUpDutyResponse(_message.Message):
    __slots__ = ("duty", "provenance")
    DUTY_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    duty: _duty_pb2.DutyLookup
    provenance: _plan_pb2.Provenance
    def __init__(self, duty: _Optional[_Union[_duty_pb2.DutyLookup, _Mapping]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ...) -> None: ...

class ListTariffLinesRequest(_message.Message):
    __slots__ = ("source", "destination", "origin", "entry_date", "page_size", "page_token")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    ENTRY_DATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    destination: str
    origin: str
    entry_date: str
    page_size: int
    page_token: str
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ..., destination: _Optional[str] = ..., origin: _Optional[str] = ..., entry_date: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTariffLinesResponse(_message.Message):
    __slots__ = ("lines", "next_page_token", "entry", "programmes", "escalations", "citations", "provenance")
    LINES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    PROGRAMMES_FIELD_NUMBER: _ClassVar[int]
    ESCALATIONS_FIELD_NUMBER: _ClassVar[int]
    CITATIONS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[_duty_pb2.TariffLine]
    next_page_token: str
    entry: _duty_pb2.BorderEntry
    programmes: _containers.RepeatedCompositeFieldContainer[_duty_pb2.ProgrammeInForce]
    escalations: _containers.RepeatedCompositeFieldContainer[_duty_pb2.Escalation]
    citations: _containers.RepeatedCompositeFieldContainer[_duty_pb2.Citation]
    provenance: _plan_pb2.Provenance
    def __init__(self, lines: _Optional[_Iterable[_Union[_duty_pb2.TariffLine, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., entry: _Optional[_Union[_duty_pb2.BorderEntry, _Mapping]] = ..., programmes: _Optional[_Iterable[_Union[_duty_pb2.ProgrammeInForce, _Mapping]]] = ..., escalations: _Optional[_Iterable[_Union[_duty_pb2.Escalation, _Mapping]]] = ..., citations: _Optional[_Iterable[_Union[_duty_pb2.Citation, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ...) -> None: ...

class ExportProgramRequest(_message.Message):
    __slots__ = ("source", "objective", "format")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    source: ProblemSource
    objective: str
    format: ProgramFormat
    def __init__(self, source: _Optional[_Union[ProblemSource, _Mapping]] = ..., objective: _Optional[str] = ..., format: _Optional[_Union[ProgramFormat, str]] = ...) -> None: ...

class ExportProgramResponse(_message.Message):
    __slots__ = ("file", "format", "column_count", "row_count", "nonzero_count", "sign_turned", "warnings", "provenance")
    FILE_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    COLUMN_COUNT_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    NONZERO_COUNT_FIELD_NUMBER: _ClassVar[int]
    SIGN_TURNED_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    file: bytes
    format: ProgramFormat
    column_count: int
    row_count: int
    nonzero_count: int
    sign_turned: bool
    warnings: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Violation]
    provenance: _plan_pb2.Provenance
    def __init__(self, file: _Optional[bytes] = ..., format: _Optional[_Union[ProgramFormat, str]] = ..., column_count: _Optional[int] = ..., row_count: _Optional[int] = ..., nonzero_count: _Optional[int] = ..., sign_turned: bool = ..., warnings: _Optional[_Iterable[_Union[_plan_pb2.Violation, _Mapping]]] = ..., provenance: _Optional[_Union[_plan_pb2.Provenance, _Mapping]] = ...) -> None: ...

class ListCasesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCasesResponse(_message.Message):
    __slots__ = ("cases", "next_page_token")
    CASES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[CaseSummary]
    next_page_token: str
    def __init__(self, cases: _Optional[_Iterable[_Union[CaseSummary, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CaseSummary(_message.Message):
    __slots__ = ("name", "title", "description", "scenarios", "problem")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SCENARIOS_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    description: str
    scenarios: _containers.RepeatedCompositeFieldContainer[ScenarioSummary]
    problem: str
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., scenarios: _Optional[_Iterable[_Union[ScenarioSummary, _Mapping]]] = ..., problem: _Optional[str] = ...) -> None: ...

class ScenarioSummary(_message.Message):
    __slots__ = ("id", "title", "description")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    description: str
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class GetCaseRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...
