"""Rules on provenance and scenarios: addresses that name nothing, figures without source, estimates without range."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.addresses import BadAddress, Place
from optimizer.domain.case import Case
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.provenance import read_provenance, resolved_figures
from optimizer.domain.scenario import apply_changes, scenario_changes
from optimizer.domain.tables import TABLES, Kind
from optimizer.domain.tables.declaration import ESTIMATE
from optimizer.domain.units import unit_of

OUTSIDE = "outside-own-range"
# So many times outside its range a number is probably in another unit.
HINT = 10.0


def figure_addresses(case: Case) -> Iterator[Violation]:
    """Yield a violation per row of `figures` that does not name numbers of the case."""
    table = case["figures"]
    for row, place in enumerate(resolved_figures(case)):
        text = str(table["address"][row])
        if isinstance(place, BadAddress):
            yield Violation(table.address(row), place.rule, text, place.problem, place.fix)
            continue
        if place.column.kind is not Kind.NUMBER:
            yield Violation(table.address(row), "unknown-address", text, "not a number", "figures are about numbers")
            continue
        yield from _outside(case, place, row)


def _outside(case: Case, place: Place, figure: int) -> Iterator[Violation]:
    """Yield a warning per number outside the range that a row of `figures` gives it, at any node."""
    figures = case["figures"]
    column = place.column.name
    low = float(figures["low"][figure])
    high = float(figures["high"][figure])
    own = place.table[column]
    numbers = [(row, "", float(own[row])) for row in place.rows.tolist()]
    rows = set(place.rows.tolist())
    varying = case.node_values.get((place.table.table.name, column), {})
    numbers += [(row, f"@{node}", value) for (row, node), value in sorted(varying.items()) if row in rows]
    for row, node, value in numbers:
        if value < low or value > high:
            far = _how_far(value, low, high)
            unit = unit_of(case, place.table.table.name, row, column)
            problem = f"outside its own range {low:.10g} .. {high:.10g} in `figures`{far}; it is counted in {unit}"
            fix = "correct the number or its range"
            yield Violation(place.table.address(row, column) + node, OUTSIDE, f"{value:.10g}", problem, fix, warning=True)


def _how_far(value: float, low: float, high: float) -> str:
    """Return how many times a number lies below or above its range, if that hints at another unit."""
    if value > 0.0 and low / value >= HINT:
        return f", {low / value:,.0f} times below it"
    if high > 0.0 and value / high >= HINT:
        return f", {value / high:,.0f} times above it"
    return ""


def scenario_addresses(case: Case) -> Iterator[Violation]:
    """Yield a violation per change of a scenario that names nothing, cannot be read, or sets a value twice."""
    scenarios = case["scenarios"]
    seen: set[Violation] = set()
    for row, name in enumerate(scenarios.keys):
        if _extends_itself(case, row):
            fix = "let scenarios extend only earlier ones"
            yield Violation(scenarios.address(row, "extends"), "broken-scenario", name, "the scenario extends itself", fix)
            continue
        try:
            apply_changes(case, scenario_changes(case, name))
        except InvalidCase as invalid:
            yield from (violation for violation in invalid.violations if violation not in seen)
            seen |= set(invalid.violations)


def _extends_itself(case: Case, row: int) -> bool:
    scenarios = case["scenarios"]
    seen = set()
    name = scenarios.keys[row]
    while name in scenarios.rows:
        if name in seen:
            return True
        seen.add(name)
        name = str(scenarios["extends"][scenarios.rows[name]])
    return False


def sources_and_ranges(case: Case) -> Iterator[Violation]:
    """Yield a warning per row with figures and no source, and per estimate without a range."""
    for name, table in TABLES.items():
        data = case[name]
        if not table.figures or not len(data):
            continue
        provenance = read_provenance(case, name)
        for row in np.flatnonzero(data["source"] == ""):
            if _has_figures(case, name, int(row)) and not provenance.sourced[int(row)]:
                yield Violation(
                    data.address(int(row)), "no-source", "", "the figures have no source", "fill `source`", warning=True
                )
        for row in np.flatnonzero(data["confidence"] == ESTIMATE):
            if not provenance.ranged[int(row)]:
                fix = "add a row to `figures` with low and high"
                yield Violation(
                    data.address(int(row)), "estimate-without-range", "", "an estimate has no range", fix, warning=True
                )


def _has_figures(case: Case, name: str, row: int) -> bool:
    data = case[name]
    defaults = {column.name: column.default for column in data.table.numbers}
    return any(data[column][row] == data[column][row] and data[column][row] != default for column, default in defaults.items())


RULES = (figure_addresses, scenario_addresses, sources_and_ranges)
