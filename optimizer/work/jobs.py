"""What a worker does with a request: read it, ask the floors below, write the answer."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, cast

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError, Message

from optimizer.analyses.answer import AnswerOptions, ModelCache, answer
from optimizer.analyses.export import export
from optimizer.analyses.provenance import asked_of, provenance_of
from optimizer.domain.cells import shown
from optimizer.domain.deadline import deadline
from optimizer.domain.errors import InvalidCase, OptimizerError, TimedOut, TooLarge, Violation
from optimizer.formulation.build import missing_columns
from optimizer.problem.build import Problem, ReadCase, build_problem, check_problem
from optimizer.solver.file_solvers import missing_program
from optimizer.solver.pulp_solvers import OURS, is_here, solver_called, solvers_here
from optimizer.store.cases import CaseLibrary
from optimizer.store.stamps import default_cases_dir
from optimizer.v1 import case_pb2, compare_pb2, service_pb2
from optimizer.wire.answer import answer_to_proto, provenance_to_proto, violation_to_proto
from optimizer.wire.case import case_from_proto, case_to_proto, changes_from_proto, etag_of
from optimizer.wire.names import COLLECTIONS
from optimizer.wire.program import form_asked, program_to_proto
from optimizer.work.compare_jobs import check_alternatives, compare_with_base
from optimizer.work.duty_jobs import list_tariff_lines, look_up_duty
from optimizer.work.envelope import count_rows
from optimizer.work.messages import JobLimits
from optimizer.work.methods import METHODS

COLLECTION = COLLECTIONS["case"]
PAGE_SIZE = 100
LARGEST_PAGE = 1000
SOLVERS = {
    service_pb2.SOLVER_UNSPECIFIED: "highs",
    service_pb2.SOLVER_HIGHS: "highs",
    service_pb2.SOLVER_CBC: "cbc",
    service_pb2.SOLVER_GLPK: "glpk",
}
INCLUDES = (service_pb2.INCLUDE_ACTIVITIES, service_pb2.INCLUDE_RATES, service_pb2.INCLUDE_LEDGER)
LEAST_ROW_BYTES = 2  # An empty row is a key and a length.
LEAST_SECONDS = 0.001  # What is left to a solve whose time went by while its case was read.


@dataclass(frozen=True, slots=True)
class WorkerState:
    """What a worker keeps from one job to the next: cases it read and models it built."""

    library: CaseLibrary
    models: ModelCache

    @classmethod
    def open(cls, cases: Path | None) -> Self:
        """Return the state of a fresh worker on a folder of cases; None = those shipped with Madini."""
        return cls(CaseLibrary(default_cases_dir() if cases is None else cases), ModelCache())


def run_job(method: str, request: bytes, limits: JobLimits, state: WorkerState) -> bytes:
    """Return the answer to a request, both in the encoding of the wire.

    Raises:
        OptimizerError: What is wrong with the request, or why it cannot be answered.
    """
    respond = ANSWERS[method]
    message: Any = METHODS[method].request()
    try:
        _refuse_flood(method, request, limits.rows)
        message.ParseFromString(request)
    except (DecodeError, ValueError, IndexError):
        name = message.DESCRIPTOR.full_name
        problem = f"the bytes are not a {name}"
        fix = "encode it with protos/optimizer/v1/service.proto"
        _refuse([Violation("request", "unreadable-message", "", problem, fix)])
    with deadline(limits.time_seconds):
        return respond(message, limits, state).SerializeToString()


def _refuse_flood(method: str, request: bytes, most_rows: int) -> None:
    """Refuse more rows than this server reads, before a reader makes an object of each.

    Raises:
        TooLarge: There are more.
    """
    if len(request) > LEAST_ROW_BYTES * most_rows:
        rows = count_rows(method, request, most_rows)
        if rows > most_rows:
            reason = f"the request brings more than {most_rows} rows, the most that this server reads"
            raise TooLarge(f"{reason}; send a smaller case, or have --max-rows raised")


def solve(request: service_pb2.SolveRequest, limits: JobLimits, state: WorkerState) -> service_pb2.SolveResponse:
    """Return the plan that a request asks for, or why there is none.

    The time limit is one for everything: reading, building, solving and explaining.
    """
    _refuse(_odd_options(request, limits))
    seconds = limits.time_seconds
    if request.HasField("time_limit"):
        seconds = min(seconds, request.time_limit.ToNanoseconds() / 1e9)
    try:
        with deadline(seconds):
            response = _solve(request, seconds, limits, state)
    except TimedOut:
        response = service_pb2.SolveResponse()
        response.time_limit.SetInParent()
    if response.WhichOneof("outcome") == "time_limit":
        response.time_limit.limit.FromNanoseconds(round(seconds * 1e9))
    return response


def _solve(
    request: service_pb2.SolveRequest,
    seconds: float,
    limits: JobLimits,
    state: WorkerState,
) -> service_pb2.SolveResponse:
    started = time.monotonic()
    problem = _build(_read(request.source, state), request.source, request.objective)
    read_seconds = time.monotonic() - started
    options = AnswerOptions(
        time_limit_seconds=max(seconds - read_seconds, LEAST_SECONDS),
        rates=service_pb2.INCLUDE_RATES in request.include,
        activities=service_pb2.INCLUDE_ACTIVITIES in request.include,
        ledger=service_pb2.INCLUDE_LEDGER in request.include,
        figure_tests=request.figure_tests if request.HasField("figure_tests") else None,
        solver=solver_called(request.other_solver) or SOLVERS[request.solver],
        max_columns=limits.columns,
        explain_seconds=request.explain_limit.ToNanoseconds() / 1e9 if request.HasField("explain_limit") else None,
    )
    result = answer(problem, options, state.models)
    result.statistics.read_seconds = read_seconds
    return answer_to_proto(result)


def validate_case(
    request: service_pb2.ValidateCaseRequest, limits: JobLimits, state: WorkerState
) -> service_pb2.ValidateCaseResponse:
    """Return everything that is wrong or doubtful in a case, in its scenario and in the changes on top."""
    source = request.source
    scenario = source.scenario if source.HasField("scenario") else None
    read = _read(source, state)
    violations, warnings = check_problem(read, scenario, changes_from_proto(source.changes))
    if not violations:
        with suppress(TooLarge):  # A size that this server refuses to solve breaks no rule.
            violations = missing_columns(_build(read, source), limits.columns)
    return service_pb2.ValidateCaseResponse(
        valid=not violations,
        violations=[violation_to_proto(violation) for violation in violations],
        warnings=[violation_to_proto(warning) for warning in warnings],
        provenance=provenance_to_proto(asked_of(read, scenario, changes_from_proto(source.changes))),
    )


def compare_scenarios(
    request: service_pb2.CompareScenariosRequest, limits: JobLimits, state: WorkerState
) -> compare_pb2.CompareScenariosResponse:
    """Return alternatives beside a base; one time limit for everything."""
    check_alternatives(request)
    _refuse(list(_odd_time(request)))
    started = time.monotonic()
    seconds = limits.time_seconds
    if request.HasField("time_limit"):
        seconds = min(seconds, request.time_limit.ToNanoseconds() / 1e9)
    read = _read(request.source, state)
    return compare_with_base(request, read, limits.columns, (started, seconds))


def on_problem(respond: Callable[[Any, Problem], Message]) -> Callable[[Any, JobLimits, WorkerState], Message]:
    """Return what answers a request about a validated case, whose source is the request's own, and says what that was."""

    def answer_request(request: Any, _limits: JobLimits, state: WorkerState) -> Message:
        problem = _build(_read(request.source, state), request.source)
        response: Any = respond(request, problem)
        response.provenance.CopyFrom(provenance_to_proto(provenance_of(problem)))
        return cast(Message, response)

    return answer_request


def export_program(
    request: service_pb2.ExportProgramRequest, limits: JobLimits, state: WorkerState
) -> service_pb2.ExportProgramResponse:
    """Return the linear program of a case as a file."""
    form = form_asked(request)
    problem = _build(_read(request.source, state), request.source, request.objective)
    response = program_to_proto(export(problem, form, limits.columns))
    response.warnings.extend(map(violation_to_proto, problem.warnings))
    response.provenance.CopyFrom(provenance_to_proto(replace(provenance_of(problem), objective=str(problem.objective))))
    return response


def list_cases(request: service_pb2.ListCasesRequest, _limits: JobLimits, state: WorkerState) -> service_pb2.ListCasesResponse:
    """Return a page of cases in the order of their names; a page token is the last name of the page before."""
    size = min(request.page_size or PAGE_SIZE, LARGEST_PAGE)
    if size < 0:
        _refuse([Violation("page_size", "negative", str(size), "must be at least 0", "leave it out")])
    names = [name for name in state.library.names() if name > request.page_token]
    return service_pb2.ListCasesResponse(
        cases=[_summary(name, state) for name in names[:size]],
        next_page_token=names[size - 1] if len(names) > size else "",
    )


def get_case(request: service_pb2.GetCaseRequest, _limits: JobLimits, state: WorkerState) -> case_pb2.Case:
    """Return a case with all its tables, if all of them can be read."""
    read = state.library.read(_case_id(request.name, "name"))
    _refuse(read.violations)
    case = case_to_proto(read.case)
    case.etag = etag_of(case)
    case.name = request.name
    return case


# What answers each method.
ANSWERS: Mapping[str, Callable[[Any, JobLimits, WorkerState], Message]] = {
    "Solve": solve,
    "ValidateCase": validate_case,
    "LookUpDuty": on_problem(look_up_duty),
    "ListTariffLines": on_problem(list_tariff_lines),
    "ExportProgram": export_program,
    "CompareScenarios": compare_scenarios,
    "ListCases": list_cases,
    "GetCase": get_case,
}
if ANSWERS.keys() != METHODS.keys():
    raise TypeError(f"protos and jobs differ in {sorted(ANSWERS.keys() ^ METHODS.keys())}")


def _refuse(violations: tuple[Violation, ...] | list[Violation]) -> None:
    if violations:
        raise InvalidCase(violations)


def _odd_options(request: service_pb2.SolveRequest, limits: JobLimits) -> list[Violation]:
    """Return what is wrong with a request apart from its case."""
    return [*_odd_parts(request), *_odd_solver(request.solver), *_odd_other_solver(request, limits), *_odd_numbers(request)]


def _odd_parts(request: service_pb2.SolveRequest) -> Iterator[Violation]:
    for value in sorted(set(request.include).difference(INCLUDES)):
        yield Violation("include", "unknown-include", str(value), "there is no such part", "leave it out")


def _odd_solver(solver: service_pb2.Solver) -> Iterator[Violation]:
    if solver not in SOLVERS:
        yield Violation("solver", "unknown-solver", str(solver), "there is no such solver", "leave it out")
    elif fix := missing_program(SOLVERS[solver]):
        problem = "its program is not on the server's machine"
        yield Violation("solver", "solver-not-installed", SOLVERS[solver], problem, fix)


def _odd_other_solver(request: service_pb2.SolveRequest, limits: JobLimits) -> Iterator[Violation]:
    name = request.other_solver
    if not name:
        return
    if request.solver != service_pb2.SOLVER_UNSPECIFIED:
        problem = "a solver is named twice, by `solver` too"
        yield Violation("other_solver", "named-twice", shown(name), problem, "leave one of the two out")
    elif not (limits.other_solvers or name in OURS):
        problem = "this server asks no solvers but its own"
        fix = f"use one of {', '.join(solvers_here(others=False))}, or have the server started with --other-solvers"
        yield Violation("other_solver", "refused-solver", shown(name), problem, fix)
    elif not is_here(name):
        problem = "no such solver is on the server's machine"
        fix = f"use one of {', '.join(solvers_here(others=limits.other_solvers))}, or install it where PuLP finds it"
        yield Violation("other_solver", "unknown-solver", shown(name), problem, fix)


def _odd_time(request: service_pb2.SolveRequest | service_pb2.CompareScenariosRequest) -> Iterator[Violation]:
    if request.HasField("time_limit") and request.time_limit.ToNanoseconds() <= 0:
        seconds = _seconds_text(request.time_limit)
        yield Violation("time_limit", "not-positive", seconds, "must be above 0", "leave it out, or give more time")


def _odd_numbers(request: service_pb2.SolveRequest) -> Iterator[Violation]:
    if request.figure_tests < 0:
        text = str(request.figure_tests)
        yield Violation("figure_tests", "negative", text, "must be at least 0", "leave it out, or give a number")
    yield from _odd_time(request)
    if request.explain_limit.ToNanoseconds() < 0:
        seconds = _seconds_text(request.explain_limit)
        yield Violation("explain_limit", "negative", seconds, "must be at least 0", "leave it out")


def _seconds_text(duration: Duration) -> str:
    return f"{duration.ToNanoseconds() / 1e9:g} s"


def _read(source: service_pb2.ProblemSource, state: WorkerState) -> ReadCase:
    """Return the case that a request names or brings along."""
    given = source.WhichOneof("tables")
    if given == "inline_case":
        return case_from_proto(source.inline_case)
    if given is None:
        problem = "neither `case_name` nor `inline_case` is given"
        _refuse([Violation("source", "missing-value", "", problem, "give one of them")])
    return state.library.read(_case_id(source.case_name, "source.case_name"))


def _case_id(name: str, address: str) -> str:
    if not name.startswith(COLLECTION):
        fix = f"write {COLLECTION}{name or 'ID'}"
        _refuse([Violation(address, "not-a-resource-name", name, f"a case is named {COLLECTION}ID", fix)])
    return name.removeprefix(COLLECTION)


def _build(read: ReadCase, source: service_pb2.ProblemSource, objective: str = "") -> Problem:
    scenario = source.scenario if source.HasField("scenario") else None
    return build_problem(read, scenario, changes_from_proto(source.changes), objective)


def _summary(name: str, state: WorkerState) -> service_pb2.CaseSummary:
    """Return what the list says of a case; one that cannot be read does not hide the others."""
    summary = service_pb2.CaseSummary(name=f"{COLLECTION}{name}", title=name)
    try:
        read = state.library.read(name)
    except (OptimizerError, OSError, ValueError) as error:
        summary.problem = str(error)
        return summary
    summary.title = str(read.case.setting("name")) or name
    summary.description = str(read.case.setting("description"))
    summary.scenarios.extend(_scenarios(read))
    if read.violations:
        more = ""
        if len(read.violations) > 1:
            more = f" (and {len(read.violations) - 1} more)"
        summary.problem = f"{min(read.violations)}{more}"
    return summary


def _scenarios(read: ReadCase) -> list[service_pb2.ScenarioSummary]:
    table = read.case["scenarios"]
    return [
        service_pb2.ScenarioSummary(id=key, title=name or key, description=description)
        for key, name, description in zip(table.keys, table["name"], table["description"], strict=True)
    ]
