"""Every number of a case moved a little, and what the rebuilt objective changed by beside what the table of figures says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tables import TABLES
from optimizer.domain.tables.declaration import Column
from optimizer.domain.tracing import UP
from optimizer.formulation.build import Built, build
from optimizer.formulation.money_figures import CONSTANT, MoneyFigures
from optimizer.problem.build import Problem

Floats = NDArray[np.float64]
What = tuple[str, str]

STEPS = (1e-6, 1e-8, 1e-10, 1e-4)
"""Steps as shares of the numbers: where one is too large for a straight line another is too small for the digits of a cost."""
AGREEMENT, NOISE = 1e-3, 1e-12


@dataclass(frozen=True)
class Nudge:
    """What came of moving all numbers of one column, each by a step of its own.

    Attributes:
        what: Table and column.
        moved: Whether a coefficient of the objective changed at all.
        traced: Whether the table of figures says that one does.
        reshaped: Whether columns came or went, so that nothing can be compared.
        wrong: Columns of the program whose change is not what was told, with both.
    """

    what: What
    moved: bool
    traced: bool
    reshaped: bool
    wrong: tuple[tuple[str, float, float], ...]


def nudges(problem: Problem, direction: float = UP, seed: int = 0) -> Iterator[Nudge]:
    """Yield a nudge per number column of which the case gives a number."""
    built = build(problem)
    figures = MoneyFigures.read(built.formulation, direction=direction)
    rng = np.random.default_rng(seed)
    for name, table in TABLES.items():
        for column in table.numbers:
            values = problem.case[name][column.name]
            if not np.isnan(values).all():
                size = np.where(values == 0.0, 1.0, np.abs(np.nan_to_num(values)))
                units = direction * size * rng.uniform(0.5, 1.5, len(values))
                units[outside(values + max(STEPS) * units, column)] = 0.0
                yield _alone(problem, built, figures, _nudge(problem, built, figures, (name, column.name), units), units)


def outside(values: Floats, column: Column) -> NDArray[np.bool_]:
    """Return which numbers a case may not hold: below nothing there is no duty, and a rate there means nothing."""
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    return (values < low) | (values > high)


def _alone(problem: Problem, built: Built, figures: MoneyFigures, nudge: Nudge, units: Floats) -> Nudge:
    """Return the nudge, what is wrong in it told by rows moved one at a time: at a kink, steps of several do not add up."""
    if not nudge.wrong:
        return nudge
    wrong: list[tuple[str, float, float]] = []
    for row in np.flatnonzero(~np.isnan(problem.case[nudge.what[0]][nudge.what[1]])):
        step = np.where(np.arange(len(units)) == row, units, 0.0)
        wrong += _nudge(problem, built, figures, nudge.what, step).wrong
    return replace(nudge, wrong=tuple(wrong))


def _nudge(problem: Problem, built: Built, figures: MoneyFigures, what: What, units: Floats) -> Nudge:
    """Return what is wrong at every step; a coefficient that agrees at one of them is right."""
    traced, moved = what in figures.by_column, False
    wrong: dict[str, tuple[str, float, float]] = {}
    for turn, step in enumerate(STEPS):
        case, steps = nudged(problem.case, what, step * units)
        other = build(replace(problem, case=case))
        if other.lp.program.column_count != built.lp.program.column_count:
            return Nudge(what, moved, traced, reshaped=True, wrong=())
        change = np.append(other.lp.costs, other.lp.constant) - np.append(built.lp.costs, built.lp.constant)
        told = told_change(figures, what, steps, len(built.lp.costs))
        size = np.append(np.abs(built.lp.costs), abs(built.lp.constant)) + NOISE
        moved = moved or bool((np.abs(change) > NOISE * size).any())
        off = np.abs(change - told) > AGREEMENT * np.maximum(np.abs(change), np.abs(told)) + NOISE * size
        names = [*built.lp.column_names, "constant"]
        found = {names[at]: (names[at], float(change[at]), float(told[at])) for at in np.flatnonzero(off)}
        wrong = {name: wrong.get(name, entry) for name, entry in found.items() if not turn or name in wrong}
        if not wrong:
            break
    return Nudge(what, moved, traced, reshaped=False, wrong=tuple(wrong.values()))


def nudged(case: Case, what: What, steps: Floats) -> tuple[Case, Floats]:
    """Return the case with the rows' own numbers moved, and by how much they really are."""
    table, column = what
    values = case[table][column]
    moved = values + steps
    changed = case[table].replace(column, moved)
    return Case({**case.tables, table: changed}, case.node_values), np.nan_to_num(moved - values)


def told_change(figures: MoneyFigures, what: What, steps: Floats, columns: int) -> Floats:
    """Return what the table of figures says that all costs, and last the constant, change by."""
    change = np.zeros(columns + 1)
    found = figures.by_column.get(what)
    if found is not None:
        own = own_numbers(figures.case, what)[found.row, found.node]
        at = np.where(found.column == CONSTANT, columns, found.column)
        np.add.at(change, at[own], (found.slope * steps[found.row])[own])
    return change


def own_numbers(case: Case, what: What) -> NDArray[np.bool_]:
    """Return where a row's own number holds: (rows, nodes)."""
    own = np.ones((len(case[what[0]]), len(case.timeline)), dtype=bool)
    for row, node in case.node_values.get(what, {}):
        own[row, case.timeline.ids.index(node)] = False
    return own
