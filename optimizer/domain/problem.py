"""A problem: case, scenario, changes and objective, validated and ready to formulate."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.domain.case import Case, complete_tables
from optimizer.domain.cells import TableData
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.measures import Measure, Objective, known_measures, parse_objective
from optimizer.domain.scenario import Change, apply_by_node, scenario_changes, try_changes
from optimizer.domain.tables import TABLES, Column, Kind
from optimizer.domain.validation import validate

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
    """

    case: Case
    scenario: str
    objective: Objective
    measures: Mapping[str, Measure]
    warnings: tuple[Violation, ...]
    digest: str


def assemble_case(tables: Mapping[str, TableData], violations: Sequence[Violation] = ()) -> ReadCase:
    """Return the case of these tables, absent ones completed and numbers that vary over time taken in."""
    case, found = apply_by_node(Case(complete_tables(tables)))
    return ReadCase(case, (*violations, *found))


def check_case(read: ReadCase) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """Return all violations and all warnings of a case as it was read."""
    found = [*read.violations, *validate(read.case)]
    unique = sorted(set(found))
    return tuple(v for v in unique if not v.warning), tuple(v for v in unique if v.warning)


def default_scenario(case: Case) -> str:
    """Return the scenario solved when none is named; "" if there is none, or if validation reports it as unknown."""
    named = str(case.setting("scenario"))
    return named if named in case["scenarios"].rows else NO_SCENARIO


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
    case = read.case
    chosen = default_scenario(case) if scenario is None else scenario
    violations = list(read.violations)
    all_changes = [*(scenario_changes(case, chosen) if chosen else ()), *changes]
    case, found_in_changes = try_changes(case, all_changes)
    violations += found_in_changes
    measures = known_measures(case["minerals"].keys)
    goal = parse_objective(objective or str(case.setting("objective")), measures, violations)
    found = validate(case, scenarios=False)
    violations += [violation for violation in found if not violation.warning]
    if violations:
        raise InvalidCase(set(violations))
    warnings = tuple(violation for violation in found if violation.warning)
    return Problem(case, chosen, goal, measures, warnings, digest_of(case, goal))


UNDIGESTED = {"customs_unions", "scenarios", "changes", "sources", "by_node"}
"""Tables whose content is applied already or does not touch the plan."""


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
