"""An exact simplex method over fractions, small and slow: what the engine's outcomes are held against.

Two phases with Bland's rule, which cannot cycle. Numbers are the floats of the program, taken as the fractions they are.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.domain.plan import Termination
from optimizer.formulation.program import EQ, GE, LinearProgram

Row = list[Fraction]


@dataclass(frozen=True)
class ExactOutcome:
    """What is true of a program.

    Attributes:
        termination: Optimal, infeasible or unbounded.
        objective: Largest value of costs'x; None unless optimal.
    """

    termination: Termination
    objective: Fraction | None = None


def solve_exactly(lp: LinearProgram) -> ExactOutcome:
    """Return what is true of: maximise costs'x, A x (<=, =, >=) sides, x >= 0."""
    rows, width = lp.matrix.shape
    table, basis, artificial = _first_table(lp)
    if artificial:
        costs = [Fraction(0)] * len(table[0])
        for column in artificial:
            costs[column] = Fraction(-1)
        _improve(table, basis, costs, barred=set())
        if sum(table[row][-1] for row in range(rows) if basis[row] in artificial) > 0:
            return ExactOutcome(Termination.INFEASIBLE)
        _drive_out(table, basis, artificial)
    costs = [Fraction(cost) for cost in lp.costs.tolist()]
    costs += [Fraction(0)] * (len(table[0]) - width if table else 1)
    if not table:
        unbounded = bool((lp.costs > 0).any())
        return ExactOutcome(Termination.UNBOUNDED) if unbounded else ExactOutcome(Termination.OPTIMAL, Fraction(0))
    if not _improve(table, basis, costs, barred=artificial):
        return ExactOutcome(Termination.UNBOUNDED)
    return ExactOutcome(Termination.OPTIMAL, sum((costs[column] * row[-1] for column, row in zip(basis, table, strict=True)),
                                                 Fraction(0)))  # fmt: skip


def _first_table(lp: LinearProgram) -> tuple[list[Row], list[int], set[int]]:
    """Return rows with slacks, artificial columns and sides >= 0; the first basis; and which columns are artificial."""
    rows, width = lp.matrix.shape
    dense = np.zeros(lp.matrix.shape)
    dense[lp.matrix.row_of_entry, lp.matrix.index] = lp.matrix.value
    slacks = [row for row in range(rows) if lp.senses[row] != EQ]
    total = width + len(slacks) + rows
    table: list[Row] = []
    basis: list[int] = []
    artificial: set[int] = set()
    for row in range(rows):
        line = [Fraction(value) for value in dense[row].tolist()] + [Fraction(0)] * (len(slacks) + rows + 1)
        line[-1] = Fraction(float(lp.sides[row]))
        if row in slacks:
            line[width + slacks.index(row)] = Fraction(-1 if lp.senses[row] == GE else 1)
        if line[-1] < 0:
            line = [-value for value in line]
        own = width + slacks.index(row) if row in slacks else -1
        if own < 0 or line[own] < 0:
            own = width + len(slacks) + row
            line[own] = Fraction(1)
            artificial.add(own)
        basis.append(own)
        table.append(line)
    assert all(len(line) == total + 1 for line in table)
    return table, basis, artificial


def _improve(table: list[Row], basis: list[int], costs: Row, barred: set[int]) -> bool:
    """Pivot to the optimum; return whether there is one."""
    while True:
        entering = _entering(table, basis, costs, barred)
        if entering is None:
            return True
        leaving, least = None, None
        for row, line in enumerate(table):
            if line[entering] > 0:
                ratio = line[-1] / line[entering]
                if least is None or (ratio, basis[row]) < least:
                    leaving, least = row, (ratio, basis[row])
        if leaving is None:
            return False
        _pivot(table, basis, leaving, entering)


def _entering(table: list[Row], basis: list[int], costs: Row, barred: set[int]) -> int | None:
    held = set(basis)
    priced = [(costs[column], line) for column, line in zip(basis, table, strict=True) if costs[column]]
    for column in range(len(table[0]) - 1):
        if column in held or column in barred:
            continue
        if costs[column] > sum((cost * line[column] for cost, line in priced), Fraction(0)):
            return column
    return None


def _pivot(table: list[Row], basis: list[int], leaving: int, entering: int) -> None:
    pivot = table[leaving][entering]
    table[leaving] = [value / pivot for value in table[leaving]]
    for row, line in enumerate(table):
        factor = line[entering]
        if row != leaving and factor:
            table[row] = [value - factor * ours if ours else value for value, ours in zip(line, table[leaving], strict=True)]
    basis[leaving] = entering


def _drive_out(table: list[Row], basis: list[int], artificial: set[int]) -> None:
    """Take artificial columns out of the basis; one that stays stands at zero in a row that says nothing else."""
    for row in range(len(table)):
        if basis[row] in artificial:
            column = next((at for at in range(len(table[0]) - 1) if table[row][at] and at not in artificial), None)
            if column is not None:
                _pivot(table, basis, row, column)
