"""What the client sends: where a case comes from, changes to it, and which parts of an answer are wanted."""

from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from google.protobuf.duration_pb2 import Duration

from optimizer.client.given import ChangesLike, read_changes_given
from optimizer.client.inputs import names_folder
from optimizer.domain.errors import InvalidCase, NotFound
from optimizer.problem.build import ReadCase, check_case
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import case_pb2, compare_pb2, service_pb2
from optimizer.wire.case import case_to_proto, changes_to_proto
from optimizer.wire.names import COLLECTIONS

CASES = COLLECTIONS["case"]
# A case as callers give it: its name on the server, a folder here, or its tables.
CaseLike: TypeAlias = str | PathLike[str] | case_pb2.Case

# An alternative as callers give it.
AlternativeLike: TypeAlias = str | tuple[str | None, ChangesLike]


def read_case(folder: str | PathLike[str]) -> case_pb2.Case:
    """Return the tables of a folder of CSV files, to be sent along with a request.

    Raises:
        InvalidCase: Files or cells cannot be read. It names every broken rule of the case, not those of reading alone.
        NotFound: There is no such folder.
    """
    if not Path(folder).is_dir():
        raise NotFound("folder", str(folder))
    return to_proto(read_case_folder(Path(folder)))


def to_proto(read: ReadCase) -> case_pb2.Case:
    """Return a case that was read as a message; raise InvalidCase if it could not be read whole."""
    if any(not violation.warning for violation in read.violations):
        raise InvalidCase(check_case(read)[0])
    return case_to_proto(read.case)


def resource_name(case: str) -> str:
    """Return the resource name of a case: `kenya` -> `cases/kenya`."""
    if case.startswith(CASES):
        return case
    return f"{CASES}{case}"


def problem_source(case: CaseLike, scenario: str | None = None, changes: ChangesLike = ()) -> service_pb2.ProblemSource:
    """Return the source of a problem.

    Args:
        case: Name of a case on the server, a folder here (a path, or text that the command line takes for one), or the
            tables themselves.
        scenario: Scenario; None = the case's default, "" = none.
        changes: Changes on top of it, in order.

    Raises:
        InvalidCase: A change is none, or a folder's files or cells cannot be read.
        NotFound: There is no such folder.
    """
    source = service_pb2.ProblemSource(changes=changes_to_proto(read_changes_given(changes)))
    if isinstance(case, case_pb2.Case):
        source.inline_case.CopyFrom(case)
    elif isinstance(case, PathLike) or names_folder(case):
        source.inline_case.CopyFrom(read_case(case))
    else:
        source.case_name = resource_name(case)
    if scenario is not None:
        source.scenario = scenario
    return source


def alternative(given: AlternativeLike) -> compare_pb2.Alternative:
    """Return an alternative: a scenario, or a pair of a scenario (None = the base's) and changes on top.

    Raises:
        InvalidCase: A change is none.
    """
    scenario, changes = (given, ()) if isinstance(given, str) else given
    return compare_pb2.Alternative(scenario=scenario, changes=changes_to_proto(read_changes_given(changes)))


def included(*, rates: bool, activities: bool, ledger: bool = False) -> list[service_pb2.Include]:
    """Return the parts of an answer to ask for."""
    wanted = (
        (activities, service_pb2.INCLUDE_ACTIVITIES),
        (rates, service_pb2.INCLUDE_RATES),
        (ledger, service_pb2.INCLUDE_LEDGER),
    )
    return [part for is_wanted, part in wanted if is_wanted]


def goods_field(goods: str) -> dict[str, Any]:
    """Return goods as the field of a request that holds them: an HS code if there are but digits, dots and spaces."""
    bare = goods.strip().replace(".", "").replace(" ", "")
    return {"hs_code" if not bare or bare.isdecimal() else "material": goods.strip()}


def duration(seconds: float) -> Duration:
    """Return seconds as a message."""
    result = Duration()
    result.FromNanoseconds(round(seconds * 1e9))
    return result
