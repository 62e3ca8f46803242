"""Changes to a case: what a scenario is, and how it is applied."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.addresses import BadAddress, Place, resolve
from optimizer.domain.by_node import check_varies
from optimizer.domain.case import Case
from optimizer.domain.cells import Unreadable, blank, finite, read_cell, shown
from optimizer.domain.errors import InvalidCase, NotFound, Violation
from optimizer.domain.tables import Kind
from optimizer.domain.tables.provenance import OPERATIONS_ON_VALUES, PROVENANCE_TABLES
from optimizer.domain.units import unit_of

# Tables that no change reaches: what they say is about the others.
UNCHANGEABLE = {table.name for table in PROVENANCE_TABLES}
# Origin of a change that comes with a request, not from a scenario.
SENT_ALONG = "changes"
# Most changes that come with one request.
MOST_CHANGES = 10_000
UNLIKELY = "unlikely-change"
# A number that a change makes so many times larger or smaller is doubted: cents, percents, thousandths.
MUCH = 100.0


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `set` to a value in the column's own kind, or `scale` or `add` a number.

    Attributes:
        address: Values that change.
        operation: `set`, `scale` or `add`.
        value: New value, factor or addend as text.
        origin: Where the change itself stands, for messages.
        scenario: Scenario that it is part of; "" if it came with a request.
    """

    address: str
    operation: str
    value: str
    origin: str = SENT_ALONG
    scenario: str = ""

    @property
    def written(self) -> str:
        """The change in one line, as messages show it."""
        return f"{shown(self.address)} {shown(self.operation)} {shown(self.value)}"


def scenario_changes(case: Case, scenario: str) -> list[Change]:
    """Return the changes of a scenario, those of the scenarios it extends first.

    Raises:
        NotFound: The case has no such scenario.
    """
    scenarios = case["scenarios"]
    changes = case["changes"]
    if scenario not in scenarios.rows:
        raise NotFound("scenario", scenario, scenarios.keys)
    lineage: list[str] = []
    while scenario and scenario not in lineage and scenario in scenarios.rows:
        lineage.append(scenario)
        scenario = str(scenarios["extends"][scenarios.rows[scenario]])
    result: list[Change] = []
    for name in reversed(lineage):
        rows = np.flatnonzero(changes["scenario"] == name)
        for row in rows[np.argsort(changes["step"][rows], kind="stable")]:
            address, operation, value = (str(changes[column][row]) for column in ("address", "operation", "value"))
            result.append(Change(address, operation, value, origin=changes.address(int(row)), scenario=name))
    return result


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """A change that came with a request, and how much it reached.

    Attributes:
        address, operation, value: The change as it was written.
        row_count: Rows that it named.
        value_count: Values that it set: one per row, or one per row and node if it names nodes.
    """

    address: str
    operation: str
    value: str
    row_count: int
    value_count: int


@dataclass(frozen=True)
class Applied:
    """A case with changes applied.

    Attributes:
        case: The case with every change applied that can be.
        violations: What is wrong with the others.
        warnings: What is doubtful in those that were applied.
        places: Per change the values it named; None if it names nothing.
    """

    case: Case
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...]
    places: tuple[Place | None, ...]

    def reached(self, changes: Sequence[Change]) -> tuple[AppliedChange, ...]:
        """Return what each of the last changes applied reached; those that name nothing are left out."""
        found = []
        for change, place in zip(changes, self.places[len(self.places) - len(changes) :], strict=True):
            if place is not None:
                rows = len(place.rows)
                nodes = 1 if place.nodes is None else len(place.nodes)
                found.append(AppliedChange(change.address, change.operation, change.value, rows, rows * nodes))
        return tuple(found)

    def touches(self, address: str) -> bool:
        """Return whether an address is that of a value which a change named, at whatever node, or of its row."""
        return address.partition("@")[0] in self._touched

    @cached_property
    def _touched(self) -> frozenset[str]:
        found: set[str] = set()
        for place in filter(None, self.places):
            for row in place.rows.tolist():
                found |= {place.table.address(row), place.table.address(row, place.column.name)}
        return frozenset(found)


def apply_changes(case: Case, changes: Sequence[Change]) -> Case:
    """Return the case with the changes applied in order.

    Raises:
        InvalidCase: An address names nothing, a value cannot be read, or one source sets one value twice.
    """
    applied = try_changes(case, changes)
    if applied.violations:
        raise InvalidCase(applied.violations)
    return applied.case


def try_changes(case: Case, changes: Sequence[Change]) -> Applied:
    """Apply every change that can be; the others, and what is doubtful, are reported."""
    violations: list[Violation] = []
    warnings: list[Violation] = []
    places: list[Place | None] = []
    set_once: set[tuple[str, str, int, str, str]] = set()
    for change in changes:
        places.append(None)
        try:
            _check_operation(change)
            place = places[-1] = resolve(case, change.address)
            _check_changeable(place)
            if change.operation == "set":
                _check_set_once(place, change, set_once)
            before = case
            case = _apply(case, place, change)
            warnings += doubts(before, case, place, change)
        except (BadAddress, Unreadable) as error:
            where = change.origin if change.origin != SENT_ALONG else shown(change.address)
            violations.append(Violation(where, error.rule, change.written, error.problem, error.fix))
    return Applied(case, tuple(violations), tuple(warnings), tuple(places))


def _check_operation(change: Change) -> None:
    if change.operation not in OPERATIONS_ON_VALUES:
        raise Unreadable("unknown-choice", "there is no such operation", f"use one of {', '.join(OPERATIONS_ON_VALUES)}")


def _check_changeable(place: Place) -> None:
    table = place.table.table
    column = place.column
    if table.name in UNCHANGEABLE:
        raise BadAddress("unchangeable", f"table '{table.name}' cannot be changed by a scenario", "change the figure itself")
    if column.name in table.key:
        raise BadAddress("unchangeable", "a key cannot be changed", "switch rows on and off with `active` instead")


def _check_set_once(place: Place, change: Change, set_once: set[tuple[str, str, int, str, str]]) -> None:
    for row in place.rows:
        for node in place.nodes or ("",):
            mark = (change.scenario, place.table.table.name, int(row), place.column.name, node)
            if mark in set_once:
                value = place.table.address(int(row), place.column.name)
                raise BadAddress("set-twice", f"{value} is set twice", "keep one of the two changes")
            set_once.add(mark)


def _apply(case: Case, place: Place, change: Change) -> Case:
    if change.operation == "set":
        if not change.value and place.column.required:
            raise Unreadable("missing-value", "a value is required", "set it to a value, or switch the row off with `active`")
        value = read_cell(change.value, place.column) if change.value else blank(place.column)
        return _set(case, place, value)
    if place.column.kind is not Kind.NUMBER:
        raise Unreadable("not-a-number", f"'{place.column.name}' is not a number, so it cannot be scaled or added to", "use set")
    number = read_cell(change.value, place.column)
    return _combine(case, place, change.operation, number)


def _set(case: Case, place: Place, value: Any) -> Case:
    name = place.table.table.name
    column = place.column
    overrides = dict(case.node_values.get((name, column.name), {}))
    if place.nodes is not None:
        check_varies(place)
        overrides |= {(int(row), node): value for row in place.rows for node in place.nodes}
        return _with(case, place, None, overrides)
    changed = place.table[column.name].copy()
    changed[place.rows] = value
    rows = set(place.rows.tolist())
    return _with(case, place, changed, {spot: old for spot, old in overrides.items() if spot[0] not in rows})


def _combine(case: Case, place: Place, operation: str, number: float) -> Case:
    name = place.table.table.name
    column = place.column.name

    def combined(value: float) -> float:
        result = value * number if operation == "scale" else value + number
        if math.isnan(result):
            return result
        return finite(result, place.column)

    overrides = dict(case.node_values.get((name, column), {}))
    own = place.table[column]
    if place.nodes is not None:
        check_varies(place)
    if operation == "add" and not _numbers_named(case, place).size:
        problem = "every number that this names is blank, so there is nothing to add to"
        raise Unreadable("blank-number", problem, "set the number itself")
    if place.nodes is not None:
        overrides |= {
            (int(row), node): combined(overrides.get((int(row), node), float(own[row])))
            for row in place.rows
            for node in place.nodes
        }
        return _with(case, place, None, overrides)
    changed = own.copy()
    changed[place.rows] = [combined(value) for value in changed[place.rows].tolist()]
    rows = set(place.rows.tolist())
    overrides = {spot: combined(old) if spot[0] in rows else old for spot, old in overrides.items()}
    return _with(case, place, changed, overrides)


def _numbers_named(case: Case, place: Place) -> NDArray[np.float64]:
    """Return the numbers that are not blank among those named, rows' own and those of single nodes."""
    own = place.table[place.column.name]
    overrides = case.node_values.get((place.table.table.name, place.column.name), {})
    if place.nodes is None:
        rows = set(place.rows.tolist())
        found = [*own[place.rows].tolist(), *(value for (row, _), value in overrides.items() if row in rows)]
    else:
        found = [overrides.get((row, node), float(own[row])) for row in place.rows.tolist() for node in place.nodes]
    values = np.array(found, dtype=np.float64)
    return values[~np.isnan(values)]


def doubts(before: Case, after: Case, place: Place, change: Change) -> Iterator[Violation]:
    """Yield warnings about a change that did less than it says, or that makes a number many times larger or smaller."""
    if place.column.kind is not Kind.NUMBER:
        return
    table = place.table.table.name
    column = place.column.name
    if change.operation != "set":
        old = before[table][column][place.rows]
        blanks = 0
        if place.nodes is None:
            blanks = int(np.isnan(old).sum())
        if blanks and (change.operation == "add" or blanks == len(old)):
            address = place.table.address(int(place.rows[np.flatnonzero(np.isnan(old))[0]]), column)
            problem = f"{blanks} of the {len(old)} numbers named by '{shown(change.address)}' are blank, and stay so"
            fix = "set them, if blank does not mean what you want"
            yield Violation(address, "blank-unchanged", change.operation, problem, fix, warning=True)
        return
    for row in place.rows.tolist():
        for node in place.nodes or ("",):
            old_value, new_value = (_value_at(case, table, column, row, node) for case in (before, after))
            times = 1.0
            if old_value:
                times = abs(new_value / old_value)
            if new_value and (times >= MUCH or times <= 1.0 / MUCH):
                address = place.table.address(row, column) + (f"@{node}" if node else "")
                much = f"{times:,.10g} times as large" if times > 1 else f"{1 / times:,.10g} times smaller"
                problem = (
                    f"{old_value:.10g} becomes {new_value:.10g}, {much}; it is counted in {unit_of(after, table, row, column)}"
                )
                yield Violation(address, UNLIKELY, f"{new_value:.10g}", problem, "make sure of the unit", warning=True)


def _value_at(case: Case, table: str, column: str, row: int, node: str) -> float:
    own = float(case[table][column][row])
    if node:
        return case.node_values.get((table, column), {}).get((row, node), own)
    return own


def _with(case: Case, place: Place, column: Any, overrides: dict[tuple[int, str], float]) -> Case:
    name = place.table.table.name
    tables = dict(case.tables)
    if column is not None:
        tables[name] = place.table.replace(place.column.name, column)
    node_values = {spot: values for spot, values in case.node_values.items() if spot != (name, place.column.name)}
    if overrides:
        node_values[name, place.column.name] = overrides
    return replace(case, tables=tables, node_values=node_values)
