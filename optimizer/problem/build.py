"""A problem: case, scenario, changes and objective, validated and ready to formulate."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizer.domain.by_node import apply_by_node
from optimizer.domain.case import Case, complete_tables
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.measures import Measure, Objective, known_measures, parse_objective
from optimizer.domain.scenario import MOST_CHANGES, UNLIKELY, AppliedChange, Change, scenario_changes, try_changes
from optimizer.domain.table_data import TableData
from optimizer.domain.tables import TABLES, Column, Kind
from optimizer.problem.validation import validate
from optimizer.problem.validation.provenance import OUTSIDE
from optimizer.problem.warnings import told_together

NO_SCENARIO = ""


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as it was read, with everything that reading found wrong; nothing is validated yet."""

    case: Case
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A validated case with its changes applied, and what to make as large as possible.

    Attributes:
        case: The case after scenario and changes.
        scenario: Scenario applied, "" if none.
        objective: What is maximised or minimised.
        measures: Every measure of the case.
        warnings: What is doubtful but can be planned with.
        digest: SHA-256 of the canonical problem; equal content in any order has equal digests.
        changes: What each change of the request reached, in their order; those of the scenario are its own.
        objective_asked: Whether the request asked for the objective instead of the case's own.
    """

    case: Case
    scenario: str
    objective: Objective
    measures: Mapping[str, Measure]
    warnings: tuple[Violation, ...]
    digest: str
    changes: tuple[AppliedChange, ...] = ()
    objective_asked: bool = False


def assemble_case(tables: Mapping[str, TableData], violations: Sequence[Violation] = ()) -> ReadCase:
    """Return the case of these tables, absent ones completed and numbers that vary over time taken in."""
    absent = frozenset(name for name in TABLES if name not in tables or not len(tables[name]))
    case, found = apply_by_node(Case(complete_tables(tables), absent=absent))
    return ReadCase(case, (*violations, *found))


# Violations and warnings.
Found = tuple[tuple[Violation, ...], tuple[Violation, ...]]


def check_case(read: ReadCase) -> Found:
    """Return all violations and all warnings of a case as it was read."""
    return _told([*read.violations, *validate(read.case)])


def check_problem(read: ReadCase, scenario: str | None = None, changes: Sequence[Change] = (), objective: str = "") -> Found:
    """Return all violations and warnings of a case as it was read, of its scenarios, and of what a request makes of it.

    Raises:
        NotFound: The case has no such scenario.
    """
    examined = _examine(read, scenario, changes, objective)
    marked = set(examined.found)
    own = (found for found in validate(read.case) if replace(found, changed=True) not in marked)
    return _told([*read.violations, *examined.found, *own])


def _told(found: Iterable[Violation]) -> Found:
    unique = set(found)
    return tuple(sorted(v for v in unique if not v.warning)), told_together(v for v in unique if v.warning)


def default_scenario(case: Case) -> str:
    """Return the scenario solved when none is named; "" if there is none, or if validation reports it as unknown."""
    named = str(case.setting("scenario"))
    if named in case["scenarios"].rows:
        return named
    return NO_SCENARIO


def build_problem(read: ReadCase, scenario: str | None = None, changes: Sequence[Change] = (), objective: str = "") -> Problem:
    """Return the validated problem.

    Args:
        read: The case as it was read.
        scenario: Scenario to apply; None = the case's default, "" = none.
        changes: Changes on top of the scenario.
        objective: Objective; "" = the case's own.

    Raises:
        InvalidCase: With every violation of the reading, of the changes and of the changed case.
        NotFound: The case has no such scenario.
    """
    examined = _examine(read, scenario, changes, objective)
    violations, warnings = _told([*read.violations, *examined.found])
    if violations:
        raise InvalidCase(violations)
    case = examined.case
    digest = digest_of(case, examined.objective)
    return Problem(
        case=case,
        scenario=examined.scenario,
        objective=examined.objective,
        measures=examined.measures,
        warnings=warnings,
        digest=digest,
        changes=examined.changes,
        objective_asked=bool(objective),
    )


def changes_reached(read: ReadCase, scenario: str | None, changes: Sequence[Change]) -> tuple[AppliedChange, ...]:
    """Return what each change of a request reaches, also where the case breaks rules; those that name nothing are left out.

    Raises:
        NotFound: The case has no such scenario.
    """
    return _examine(read, scenario, changes, "").changes


@dataclass(frozen=True, slots=True)
class _Examined:
    """A case with what a request asks of it, and everything found wrong or doubtful apart from reading it."""

    case: Case
    scenario: str
    objective: Objective
    measures: Mapping[str, Measure]
    found: tuple[Violation, ...]
    changes: tuple[AppliedChange, ...]


def _examine(read: ReadCase, scenario: str | None, changes: Sequence[Change], objective: str) -> _Examined:
    """Apply scenario and changes, read the objective and validate; what concerns a changed value is marked."""
    chosen = default_scenario(read.case) if scenario is None else scenario
    asked = scenario_changes(read.case, chosen) if chosen else []
    found: list[Violation] = []
    if len(changes) > MOST_CHANGES:
        fix = f"send at most {MOST_CHANGES}, or make them a scenario of the case"
        found.append(Violation("changes", "too-many", str(len(changes)), "the request brings too many changes", fix))
        changes = ()
    applied = try_changes(read.case, [*asked, *changes])
    case = applied.case
    measures = known_measures(case["minerals"].keys)
    goal = parse_objective(objective or str(case.setting("objective")), measures, found)
    found += [*applied.violations, *applied.warnings, *validate(case, scenarios=False)]
    ranged = {violation.address for violation in found if violation.rule == OUTSIDE}
    marked = [
        replace(violation, changed=applied.touches(violation.address))
        for violation in found
        if violation.rule != UNLIKELY or violation.address not in ranged  # Its own range says it better.
    ]
    return _Examined(case, chosen, goal, measures, tuple(marked), applied.reached(changes))


# Tables whose content is applied already or does not touch the plan.
UNDIGESTED = {"customs_unions", "scenarios", "changes", "sources", "by_node"}


def digest_of(case: Case, objective: Objective) -> str:
    """Return the SHA-256 of canonical JSON: rows by key, columns by name, numbers in shortest form, blanks left out."""
    content: dict[str, Any] = {"objective": str(objective)}
    for name in TABLES:
        if name not in UNDIGESTED:
            content[name] = _canonical_rows(case[name])
    overrides = {
        f"{table}.{column}": sorted(
            [case[table].keys[row], node, None if np.isnan(value) else value] for (row, node), value in values.items()
        )
        for (table, column), values in case.node_values.items()
    }
    content["by_node"] = overrides
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical_rows(data: TableData) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in range(len(data))]
    for column in data.table.columns:
        for row, value in enumerate(_canonical_values(column, data[column.name])):
            if value not in (None, ""):
                rows[row][column.name] = value
    return rows


def _canonical_values(column: Column, values: Any) -> list[Any]:
    if column.kind is Kind.NUMBER:
        return [None if np.isnan(value) else value for value in values.tolist()]
    if column.kind is Kind.DATE:
        return [None if np.isnat(value) else str(value) for value in values]
    return list(values.tolist())
