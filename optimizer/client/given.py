"""What callers give the client, read or refused with what may be given instead: changes in several forms, solvers by name."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from optimizer.domain.cells import number_text
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.scenario import Change
from optimizer.domain.tables.provenance import OPERATIONS_ON_VALUES
from optimizer.v1 import service_pb2

Value: TypeAlias = str | float | int | bool | None
ChangeLike: TypeAlias = Change | tuple[str, Value] | tuple[str, str, Value]
# Changes as callers give them: `Change`s, pairs (address, value), triples (address, operation, value), or address: value.
ChangesLike: TypeAlias = Iterable[ChangeLike] | Mapping[str, Value]

SOLVERS = {"highs": service_pb2.SOLVER_HIGHS, "cbc": service_pb2.SOLVER_CBC, "glpk": service_pb2.SOLVER_GLPK}
PROGRAM_FORMS = {"mps": service_pb2.PROGRAM_FORMAT_MPS, "lp": service_pb2.PROGRAM_FORMAT_LP}
FORMS = (
    'give Change("demands[us-femn,1].price_per_unit", "set", 1200), '
    '("demands[us-femn,1].price_per_unit", 1200), or a dict of addresses and values'
)


def read_changes_given(changes: ChangesLike) -> list[Change]:
    """Return changes with their values as text.

    Raises:
        InvalidCase: Something is no change, or its operation is unknown; every such thing is named by its place.
    """
    items: Sequence[object] = list(changes.items()) if isinstance(changes, Mapping) else _listed(changes)
    violations: list[Violation] = []
    found = [_change(place, item, violations) for place, item in enumerate(items)]
    if violations:
        raise InvalidCase(violations)
    return [change for change in found if change is not None]


def _listed(changes: object) -> Sequence[object]:
    if isinstance(changes, str | bytes | Change) or not isinstance(changes, Iterable):
        raise InvalidCase([Violation("changes", "bad-change", str(changes), "this is no list of changes", FORMS)])
    return list(changes)


def _change(place: int, item: object, violations: list[Violation]) -> Change | None:
    where = f"changes[{place}]"
    if isinstance(item, Change):
        address = item.address
        operation = item.operation
        value = item.value
        origin = item.origin
    elif isinstance(item, tuple | list) and len(item) in (2, 3):
        address, operation, value = item if len(item) == 3 else (item[0], "set", item[1])
        origin = "changes"
    else:
        violations.append(Violation(where, "bad-change", str(item), "this is no change", FORMS))
        return None
    text = _text(value)
    if not isinstance(address, str) or text is None:
        wrong = str(address if not isinstance(address, str) else value)
        violations.append(Violation(where, "bad-change", wrong, "address or value is of a kind that no change has", FORMS))
        return None
    if operation not in OPERATIONS_ON_VALUES:
        fix = f"use one of {', '.join(OPERATIONS_ON_VALUES)}"
        violations.append(Violation(where, "bad-operation", str(operation), "there is no such operation", fix))
        return None
    return Change(address, str(operation), text, origin)


def _text(value: object) -> str | None:
    """Return a value as a cell of a table would hold it; None for what no cell holds."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, int | float | np.integer | np.floating):
        number = float(value)
        if math.isfinite(number):
            return number_text(number)
        return str(number)
    return None


def solver_fields(solver: str) -> dict[str, Any]:
    """Return a solver as the field of a request that holds it: one that Madini knows, else PuLP's name of another.

    Which others there are is known on the server's machine alone.

    Raises:
        InvalidCase: It is no name at all.
    """
    if not isinstance(solver, str) or not solver:
        problem = "this is no name of a solver"
        fix = f"use one of {', '.join(SOLVERS)}, or PuLP's name of another"
        raise InvalidCase([Violation("solver", "unknown-choice", str(solver), problem, fix)])
    return {"solver": SOLVERS[solver]} if solver in SOLVERS else {"other_solver": solver}


def form_given(form: str) -> service_pb2.ProgramFormat:
    """Return the form of file of a name.

    Raises:
        InvalidCase: There is no such form.
    """
    if form not in PROGRAM_FORMS:
        fix = f"use one of {', '.join(PROGRAM_FORMS)}"
        raise InvalidCase([Violation("format", "unknown-choice", str(form), "there is no such form of file", fix)])
    return PROGRAM_FORMS[form]
