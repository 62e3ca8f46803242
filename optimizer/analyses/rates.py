"""What one more, or one less, of a limiting number is worth: one-sided rates by re-solve, never a raw dual."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import Budget, Cut, Question
from optimizer.domain.plan import BindingLimit, rounded
from optimizer.domain.units import dimension_of
from optimizer.formulation.build import Built
from optimizer.formulation.program import Limit
from optimizer.solver.session import Session
from optimizer.solver.solution import Response, Solution

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rate = tuple[float, float] | None
"""Slope, and how far it holds; None if that direction is impossible or not known yet."""

STEP = 0.01
"""First step, as a share of the number; rates are exact on the step, so it may be large."""
TRIES = 8
BINDING_TOLERANCE = 1e-9
SLOPE_TOLERANCE = 1e-9
MOST_LIMITS = 80
LEAST_REACH = 1e-4
"""A reach of the optimal basis below this share of the first step is not believed; the program is solved again."""


@dataclass(frozen=True, slots=True)
class LimitRows:
    """The rows that one number of the case limits.

    Attributes:
        limit: The number, with the factor of its first row.
        rows: Its rows.
        factors: Change of each row's right-hand side per +1 of the number.
        binding: Those of the rows that bind.
    """

    limit: Limit
    rows: Ints
    factors: Floats
    binding: Ints


def binding_limits(built: Built, solution: Solution) -> list[LimitRows]:
    """Return the numbers of the case that the plan uses up, in the order of their addresses.

    The zero capacity of a plant that may be built is not among them: what holds it back is the cost of building.
    """
    lp, x = built.lp, solution.x
    assert x is not None  # noqa: S101 (callers hold an optimal solution)
    activity = lp.matrix.times(x)
    size = np.maximum(np.maximum(lp.matrix.absolute().times(np.abs(x)), np.abs(lp.sides)), 1e-6)
    tight = np.abs(activity - lp.sides) <= BINDING_TOLERANCE * size
    groups: dict[tuple[str, int, str], list[int]] = {}
    for row, limit in lp.program.limits.items():
        groups.setdefault((limit.table, limit.row, limit.column), []).append(row)
    found = []
    for key in sorted(groups):
        rows = np.array(groups[key])
        if tight[rows].any() and not _may_be_built(built, *key):
            factors = np.array([lp.program.limits[row].factor for row in groups[key]])
            found.append(LimitRows(lp.program.limits[groups[key][0]], rows, factors, rows[tight[rows]]))
    return found


def _may_be_built(built: Built, table: str, row: int, column: str) -> bool:
    case = built.formulation.case
    kind = {"processes": "process", "resources": "resource", "lanes": "lane"}.get(table)
    if kind is None or case.numbers(table, column)[row].any():
        return False
    expansions = built.formulation.streams.steps.expansion
    return bool((case.position("expansions", kind)[expansions] == row).any())


def describe_limits(built: Built, solution: Solution, budget: Budget | None) -> tuple[BindingLimit, ...]:
    """Return the binding limits, those worth most first; with one-sided rates, as far as there is time, if a budget is given.

    Limits whose admissible dual values are all zero at this optimum are computed last and left out beyond `MOST_LIMITS`.
    """
    y = solution.y
    assert y is not None  # noqa: S101 (as above)
    found = binding_limits(built, solution)
    worth = [abs(float(y[group.rows] @ group.factors)) for group in found]
    order = sorted(range(len(found)), key=lambda at: (-worth[at] * _size(built, found[at]), at))[:MOST_LIMITS]
    groups = [found[at] for at in order]
    if budget is None:
        return tuple(_describe(built, group) for group in groups)
    groups_asked = [group for group in groups if not _moves_prices(built, group.limit)]
    silent = [_describe(built, group) for group in groups if _moves_prices(built, group.limit)]
    described = [
        replace(_describe(built, group), left_out=True) if rates is Cut.FOR_TIME else _describe(built, group, *rates)
        for group, rates in zip(groups_asked, _ask_rates(built, solution, budget, groups_asked), strict=True)
    ]
    useful = silent + [limit for limit in described if limit.rate_up or limit.rate_down or limit.rate_down is None]
    return tuple(sorted(useful, key=lambda limit: (-_weight(limit), limit.address)))


def _ask_rates(built: Built, solution: Solution, budget: Budget, groups: list[LimitRows]) -> list[tuple[Rate, Rate] | Cut]:
    """Return the rates up and down of each limit: those that the basis tells first, which is cheap, then the others."""
    session = budget.session

    def read(group: LimitRows) -> tuple[Rate, Rate]:
        return _rate_of_basis(built, solution, session, group, 1.0), _rate_of_basis(built, solution, session, group, -1.0)

    def solved(group: LimitRows, up: Rate, down: Rate) -> tuple[Rate, Rate]:
        return (
            up or one_sided_rate(built, solution, session, group, 1.0),
            down or one_sided_rate(built, solution, session, group, -1.0),
        )

    told = [budget.ask(Question.RATES, partial(read, group)) for group in groups]
    return [
        rates if rates is Cut.FOR_TIME else budget.ask(Question.RATES, partial(solved, group, *rates))
        for group, rates in zip(groups, told, strict=True)
    ]


def _moves_prices(built: Built, limit: Limit) -> bool:
    """Return whether the number also enters prices, so that no right-hand side alone tells what it is worth.

    The size of a tier of one price is part of the marginal revenue of this tier and the next.
    """
    case = built.formulation.case
    return (
        limit.table == "demands" and limit.column == "max_per_year" and case["demands"]["tier_meaning"][limit.row] == "one_price"
    )


def _constant_per_unit(built: Built, limit: Limit) -> float:
    """Return the objective's own change per +1 of a number beside that of the plan: a reserve has its terminal value."""
    problem = built.formulation.problem
    if (limit.table, limit.column) != ("supplies", "reserve"):
        return 0.0
    case, sign = problem.case, 1.0 if problem.objective.maximise else -1.0
    values = case.numbers("supplies", "terminal_value_per_unit")[limit.row]
    weight = sum(value for name, value in problem.objective.weights if name in ("profit", "terminal_value"))
    return sign * weight * sum(float(values[leaf] * case.timeline.money_weights[leaf]) for leaf in case.timeline.leaves())


def _size(built: Built, group: LimitRows) -> float:
    return max(1.0, abs(float(built.lp.sides[group.rows].sum())))


def _weight(limit: BindingLimit) -> float:
    rates = [
        abs(rate) * (reach or 0.0)
        for rate, reach in ((limit.rate_up, limit.holds_up), (limit.rate_down, limit.holds_down))
        if rate
    ]
    return max(rates, default=0.0)


def _describe(
    built: Built, group: LimitRows, up: tuple[float, float] | None = None, down: tuple[float, float] | None = None
) -> BindingLimit:
    case, limit = built.formulation.case, group.limit
    sign = 1.0 if built.formulation.problem.objective.maximise else -1.0
    constant = _constant_per_unit(built, limit)
    return BindingLimit(
        case[limit.table].address(limit.row, limit.column),
        dimension_of(case, limit.table, limit.row, limit.column),
        tuple(case.timeline.ids[node] for node in _nodes_of(built, group.binding)),
        rounded(sign * (up[0] + constant)) if up else None,
        rounded(-sign * (down[0] + constant)) if down else None,
        rounded(up[1]) if up else None,
        rounded(down[1]) if down else None,
    )


def _nodes_of(built: Built, rows: Ints) -> list[int]:
    nodes: set[int] = set()
    for block in built.lp.program.rows:
        mine = rows[(rows >= block.first) & (rows < block.first + len(block))] - block.first
        nodes |= {int(node) for node in block.node[mine] if node >= 0}
    return sorted(nodes)


def _rate_of_basis(
    built: Built, solution: Solution, session: Session, group: LimitRows, direction: float
) -> tuple[float, float] | None:
    """Return (slope, reach) if the optimal basis bears a step in this direction; None if only a re-solve can tell.

    As long as the basis stays feasible its duals stay optimal, so the slope is y'db, exact up to the reach.
    """
    reach = session.reach(group.rows, direction * group.factors)
    step = _first_step(built, group, direction)
    return (_slope(np.asarray(solution.y), group), min(reach, step)) if reach >= LEAST_REACH * step else None


def _first_step(built: Built, group: LimitRows, direction: float) -> float:
    number = _current(built, group)
    step = STEP * abs(number) if number else 1.0
    return min(step, number) if direction < 0 and number > 0 else step


def one_sided_rate(
    built: Built, solution: Solution, session: Session, group: LimitRows, direction: float
) -> tuple[float, float] | None:
    """Return (slope, reach): change of the objective per +1 of a number on one side; None if impossible there.

    Solves at v + direction h for the slope s, which is exact on the whole step iff z(v + direction h) - direction h s = z(v);
    otherwise h shrinks to where the two lines cross.
    """
    step = _first_step(built, group, direction)
    sides = built.lp.sides[group.rows]
    y0 = _slope(np.asarray(solution.y), group)
    tolerance = SLOPE_TOLERANCE * max(1.0, float(np.abs(built.lp.costs * np.asarray(solution.x)).sum()))
    for _ in range(TRIES):
        response = session.with_sides(group.rows, sides + direction * step * group.factors)
        if not isinstance(response, Response):
            step /= 10.0
            continue
        slope = _slope(response.y, group)
        miss = response.objective - direction * step * slope - solution.objective
        if abs(miss) <= tolerance:
            return slope, step
        crossing = miss / (direction * (y0 - slope)) if y0 != slope else 0.0
        step = crossing if 0.0 < crossing < step * (1.0 - 1e-6) else step / 10.0
    return None


def _slope(y: Floats, group: LimitRows) -> float:
    return float(y[group.rows] @ group.factors)


def _current(built: Built, group: LimitRows) -> float:
    case, limit = built.formulation.case, group.limit
    values = case.numbers(limit.table, limit.column)[limit.row]
    return float(np.abs(np.nan_to_num(values)).max())
