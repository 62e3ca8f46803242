"""What a worker does when alternatives are to be compared with a base: one call, one time limit for all of them."""

import time
from dataclasses import replace

from optimizer.analyses.answer import NO_PLAN_TEXT
from optimizer.analyses.compare import compare
from optimizer.domain.errors import InvalidCase, TimedOut, Violation
from optimizer.domain.plan import Termination
from optimizer.problem.build import Problem, ReadCase, build_problem
from optimizer.v1 import compare_pb2, service_pb2
from optimizer.wire.case import changes_from_proto
from optimizer.wire.comparison import comparison_to_proto

MOST_ALTERNATIVES = 100
# Share of the time limit that is kept for writing down what was found.
KEPT = 0.1
OUT_OF_TIME = NO_PLAN_TEXT[Termination.TIME_LIMIT]


def check_alternatives(request: service_pb2.CompareScenariosRequest) -> None:
    """Refuse a request without alternatives, or with too many.

    Raises:
        InvalidCase: It is one of these.
    """
    count = len(request.alternatives)
    if not count:
        found = Violation("alternatives", "missing-value", "", "there is nothing to compare", "name at least one alternative")
        raise InvalidCase([found])
    if count > MOST_ALTERNATIVES:
        fix = f"send at most {MOST_ALTERNATIVES} in one call"
        raise InvalidCase([Violation("alternatives", "too-many", str(count), "there are too many alternatives", fix)])


def compare_with_base(
    request: service_pb2.CompareScenariosRequest, read: ReadCase, max_columns: int, time_given: tuple[float, float]
) -> compare_pb2.CompareScenariosResponse:
    """Return alternatives beside a base; `time_given` is when the call began and how many seconds it has.

    Raises:
        InvalidCase: With what is wrong with the base, or with an alternative.
        NotFound: The case has no such scenario.
        TimedOut: Not even the problems could be read in time.
    """
    began, seconds = time_given
    source = request.source
    base_scenario = source.scenario if source.HasField("scenario") else None
    shared = changes_from_proto(source.changes)
    base = build_problem(read, base_scenario, shared, request.objective)
    alternatives: list[Problem] = []
    for item in request.alternatives:
        if time.monotonic() - began > seconds:
            raise TimedOut(OUT_OF_TIME)
        scenario = item.scenario if item.HasField("scenario") else base.scenario
        changes = [*shared, *changes_from_proto(item.changes)]
        alternatives.append(build_problem(read, scenario, changes, request.objective))
    # What was found must still be written down and sent.
    left = max(seconds * (1 - KEPT) - (time.monotonic() - began), 0.0)
    found = compare(base, alternatives, max_columns, left)
    return comparison_to_proto(replace(found, time_limit_seconds=seconds))
