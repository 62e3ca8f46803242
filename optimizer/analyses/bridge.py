"""From the objective of a base to that of an alternative, group of inputs by group: what it does to a plan, and the answer to it.

With z_k the optimum after the first k groups and h_k the best objective after them at the physical amounts of the plan before:

    z_n - z_0 = sum over k of (z_k - z_k-1),    z_k - z_k-1 = (h_k - z_k-1) + (z_k - h_k) = effect + response

h_k is the optimum of the program after k groups with one more row per physical amount, so response >= 0 wherever h_k exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.totals import cent_of
from optimizer.domain.comparison import BridgeStep, MoneyPart
from optimizer.domain.differences import GROUPS, Difference, with_groups_of
from optimizer.domain.errors import InvalidCase, SolverFailure, TimedOut, TooLarge
from optimizer.domain.measures import COMPONENTS, PROFIT
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import Termination
from optimizer.formulation.build import Built, build
from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.measure_sums import measure_by_node
from optimizer.formulation.program import EQ, Block, LinearProgram
from optimizer.problem.build import NO_SCENARIO, Problem, ReadCase, build_problem
from optimizer.solver.session import Session
from optimizer.solver.solution import Solution, Solved

Floats = NDArray[np.float64]
Physical = tuple[str, tuple[str, ...], str]

# Parts of a column's key that are physical: what is claimed, what a lot has earned and how it is counted are not.
PHYSICAL_PARTS = {"supply": 1, "run": 1, "ship": 2, "sell": 3, "stock": 2, "discard": 2, "build": 2}
OUT_OF_TIME = "the time limit passed; give more time"
# Family of the rows that hold physical amounts.
HELD = "held"


@dataclass(frozen=True, slots=True)
class Planned:
    """A problem, its program and its optimal plan."""

    problem: Problem
    built: Built
    solution: Solved

    @property
    def value(self) -> float:
        """The objective, with its own sign."""
        return signed(self.problem, self.solution.objective)


def signed(problem: Problem, value: float) -> float:
    """Return a maximised value as the objective counts it."""
    return value if problem.objective.maximise else -value


def solve_built(built: Built, lp: LinearProgram, deadline: float | None) -> Solution:
    """Return the proven outcome of a program of a problem, solved from nothing.

    Raises:
        SolverFailure: No outcome can be proven.
    """
    session = Session(lp, cent_of(built))
    session.deadline = deadline
    return session.solve()


def physical_amounts(built: Built) -> list[Physical | None]:
    """Return what each column physically does: family, physical parts of its key, node; None for book-keeping columns."""
    nodes = built.lp.program.node_ids
    found: list[Physical | None] = []
    for block in built.lp.program.columns:
        count = PHYSICAL_PARTS.get(block.family)
        for entity, node in zip(block.entity.tolist(), block.node.tolist(), strict=True):
            key = block.keys[entity]
            found.append(None if count is None else (block.family, tuple(key[:count]), nodes[node] if node >= 0 else ""))
    return found


def held(built: Built, before: Planned) -> LinearProgram | None:
    """Return the program of `built` held to the physical amounts of a plan, summed over claims and origins.

    None if the plan does something for which `built` has no column.
    """
    amounts: dict[Physical, float] = {}
    for physical, amount in zip(physical_amounts(before.built), before.solution.x.tolist(), strict=True):
        if physical is not None:
            amounts[physical] = amounts.get(physical, 0.0) + amount
    columns = physical_amounts(built)
    rows: dict[Physical, int] = {}
    triples = []
    for at, physical in enumerate(columns):
        if physical is not None:
            triples.append((rows.setdefault(physical, len(rows)), at))
    if any(amount > 0 and physical not in rows for physical, amount in amounts.items()):
        return None
    # One row per physical amount, whatever claims and origins its columns have: the best of these is left to the engine.
    row, column = np.array(triples, dtype=np.int64).reshape(-1, 2).T
    lp = built.lp
    first, width = lp.matrix.shape
    matrix = SparseMatrix.from_triples(
        np.concatenate([lp.matrix.row_of_entry, row + first]),
        np.concatenate([lp.matrix.index, column]),
        np.concatenate([lp.matrix.value, np.ones(len(row))]),
        (first + len(rows), width),
    )
    sides = np.array([amounts.get(physical, 0.0) for physical in rows])
    senses = np.concatenate([lp.senses, np.full(len(rows), EQ)])
    everywhere = np.full(len(rows), -1, dtype=np.int32)
    keys = [(family, *key, node) for family, key, node in rows]
    names = Block(HELD, keys, np.arange(len(rows), dtype=np.int32), everywhere, first)
    program = replace(lp.program, rows=[*lp.program.rows, names])
    return replace(lp, program=program, matrix=matrix, senses=senses, sides=np.concatenate([lp.sides, sides]))


def hold(built: Built, before: Planned, deadline: float | None) -> Solved | None:
    """Return the best plan of `built` with the physical amounts of another; None where these are not possible, or unproven.

    Raises:
        TimedOut: The deadline passed.
    """
    lp = held(built, before)
    if lp is None:
        return None
    try:
        found = solve_built(built, lp, deadline)
    except SolverFailure:
        return None
    return _in_time(found)


def _in_time(found: Solution) -> Solved | None:
    if found.termination is Termination.TIME_LIMIT:
        raise TimedOut(OUT_OF_TIME)
    return found if isinstance(found, Solved) else None


def bridge(base: Planned, other: Planned, inputs: tuple[Difference, ...], deadline: float | None) -> tuple[BridgeStep, ...]:
    """Return the steps from a base to an alternative of the same case; their changes sum to the difference to the cent."""
    if str(base.problem.objective) != str(other.problem.objective):
        return ()
    steps = []
    before = base
    for groups, after in _stages(base, other, inputs, deadline):
        steps.append(_step(groups, before, after, hold(after.built, before, deadline)))
        before = after
    return tuple(steps)


def _stages(
    base: Planned, other: Planned, inputs: tuple[Difference, ...], deadline: float | None
) -> Iterator[tuple[tuple[str, ...], Planned]]:
    """Yield groups of inputs with the optimum after them; those without one are taken together with the next."""
    moved = [group for group in GROUPS if any(item.group == group for item in inputs)]
    together: list[str] = []
    for at, group in enumerate(moved):
        # The alternative itself is the last stage, so that the steps end where it does.
        together.append(group)
        last = at == len(moved) - 1
        found = other if last else _after(base, other, frozenset(moved[: at + 1]), deadline)
        if found is not None:
            yield tuple(together), found
            together = []


def _after(base: Planned, other: Planned, groups: frozenset[str], deadline: float | None) -> Planned | None:
    """Return the optimum with some groups of inputs as the alternative has them; None if there is none."""
    case = with_groups_of(base.problem.case, other.problem.case, groups)
    try:
        problem = build_problem(ReadCase(case), NO_SCENARIO, (), str(base.problem.objective))
        built = build(problem, base.built.lp.program.max_columns)
        found = solve_built(built, built.lp, deadline)
    except (InvalidCase, SolverFailure, TooLarge):
        return None
    solved = _in_time(found)
    return None if solved is None else Planned(problem, built, solved)


def _step(groups: tuple[str, ...], before: Planned, after: Planned, kept: Solved | None) -> BridgeStep:
    cent = cent_of(after.built)
    ends = [round(planned.value / cent) for planned in (before, after)]
    change = ends[1] - ends[0]
    objective = from_cents(ends[1], cent)
    if kept is None:
        return BridgeStep(groups, objective, from_cents(change, cent))
    # Whole cents at both ends and in between, so that nothing is lost on the way.
    middle = round(signed(after.problem, kept.objective) / cent)
    effect = middle - ends[0]
    effect_parts: tuple[MoneyPart, ...] = ()
    response_parts: tuple[MoneyPart, ...] = ()
    if str(after.problem.objective) == "profit":
        at_old = _money(before.built, before.solution.x)
        at_held = _money(after.built, kept.x)
        effect_parts = _parts(at_held - at_old, effect, cent)
        response_parts = _parts(_money(after.built, after.solution.x) - at_held, change - effect, cent)
    return BridgeStep(
        groups=groups,
        objective=objective,
        change=from_cents(change, cent),
        effect=from_cents(effect, cent),
        response=from_cents(change - effect, cent),
        effect_parts=effect_parts,
        response_parts=response_parts,
    )


def _money(built: Built, x: Floats) -> Floats:
    """Return each component of money as it counts in profit, present value."""
    program = built.lp.program
    weights = built.formulation.case.timeline.money_weights
    return np.array([PROFIT[name] * float((measure_by_node(program, name, x) * weights).sum()) for name in COMPONENTS])


def _parts(amounts: Floats, total: int, cent: float) -> tuple[MoneyPart, ...]:
    # What rounding alone moves is no part.
    moved = np.flatnonzero(np.abs(amounts) >= cent / 2)
    cents = to_cents(amounts[moved].tolist(), cent, total)
    return tuple(
        MoneyPart(COMPONENTS[at], from_cents(value, cent)) for at, value in zip(moved.tolist(), cents, strict=True) if value
    )
