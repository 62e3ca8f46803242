"""What one more, or one less, of a limiting number is worth: one-sided rates, each proven on a step, never a raw dual."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import Budget, Cut, Question
from optimizer.analyses.one_sided import Number, OneSided, Rate
from optimizer.analyses.rebuilt import Movable, Rebuilt
from optimizer.domain.binding import BindingLimit, NoRate
from optimizer.domain.plan import SIGNIFICANT_DIGITS, rounded
from optimizer.domain.units import dimension_of
from optimizer.formulation.build import Built
from optimizer.formulation.program import Limit, LimitedRows
from optimizer.formulation.rows.limits import is_least
from optimizer.solver.solution import Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BINDING_TOLERANCE = 1e-9
# Limits that rates are computed for, those first whose duals and size promise most.
MOST_RATES = 80
MOST_LISTED = 5_000
SHARE_FAMILY = "processed_share"
MEASURE_FAMILY = "measure"
# What was found above and below the number.
Pair = tuple[Rate | NoRate, Rate | NoRate]
LATE: Pair = (NoRate.OUT_OF_TIME, NoRate.OUT_OF_TIME)


@dataclass(frozen=True, slots=True)
class LimitRows:
    """The rows that one number of the case limits.

    Attributes:
        limit: The number, with the factor of its first row.
        rows: Its rows.
        factors: Change of each row's right-hand side per +1 of the number; 0 where it is a coefficient.
        binding: Those of the rows that bind.
    """

    limit: Limit
    rows: Ints
    factors: Floats
    binding: Ints


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a plan.

    Attributes:
        listed: Those told, worth most first.
        omitted: How many bind beside them.
    """

    listed: tuple[BindingLimit, ...]
    omitted: int


def binding_limits(built: Built, solution: Solved) -> list[LimitRows]:
    """Return the numbers of the case that the plan uses up, in the order of their addresses.

    The zero capacity of a plant that may be built is not among them: what holds it back is the cost of building.
    """
    lp = built.lp
    x = solution.x
    activity = lp.matrix.times(x)
    size = np.maximum(np.maximum(lp.matrix.absolute().times(np.abs(x)), np.abs(lp.sides)), 1e-6)
    tight = np.abs(activity - lp.sides) <= BINDING_TOLERANCE * size
    groups: dict[tuple[str, int, str], list[tuple[int, float]]] = defaultdict(list)
    for table, column in dict.fromkeys((part.table, part.column) for part in lp.program.limits):
        for entry, row, factor in _used_up(lp.program.limits, (table, column), tight):
            groups[table, entry, column].append((row, factor))
    for row, policy in _share_rows(built):
        groups["policies", policy, "minimum"].append((row, 0.0))
    found = []
    for key in sorted(groups):
        rows = np.array([row for row, _ in groups[key]])
        factors = np.array([factor for _, factor in groups[key]])
        if tight[rows].any() and not _may_be_built(built, *key):
            found.append(LimitRows(Limit(*key, float(factors[0])), rows, factors, rows[tight[rows]]))
    return found


def _used_up(parts: Sequence[LimitedRows], place: tuple[str, str], tight: NDArray[np.bool_]) -> Iterator[tuple[int, int, float]]:
    """Yield (row of the table, row of the program, factor) of every number of a column that some tight row comes from."""
    mine = [part for part in parts if (part.table, part.column) == place]
    rows, entries, factors = (np.concatenate([getattr(part, name) for part in mine]) for name in ("rows", "entries", "factors"))
    chosen = np.isin(entries, entries[tight[rows]])
    yield from zip(entries[chosen].tolist(), rows[chosen].tolist(), factors[chosen].tolist(), strict=True)


def _share_rows(built: Built) -> list[tuple[int, int]]:
    """Return the rows that demand a share to be processed, each with its policy; the share is one of their coefficients."""
    policies = built.formulation.case["policies"].rows
    return [
        (block.first + at, policies[block.keys[entity][0]])
        for block in built.lp.program.rows
        if block.family == SHARE_FAMILY
        for at, entity in enumerate(block.entity.tolist())
    ]


def _may_be_built(built: Built, table: str, row: int, column: str) -> bool:
    case = built.formulation.case
    kind = {"processes": "process", "resources": "resource", "lanes": "lane"}.get(table)
    if kind is None or case.numbers(table, column)[row].any():
        return False
    expansions = built.formulation.streams.steps.expansion
    return bool((case.position("expansions", kind)[expansions] == row).any())


def describe_limits(built: Built, solution: Solved, budget: Budget | None) -> Limits:
    """Return the binding limits, those worth most first; with one-sided rates, as far as there is time, if a budget is given.

    Rates are computed for the `MOST_RATES` limits whose duals at this optimum, times their size, are largest.

    Without a budget, rates are not asked for.
    """
    y = solution.y
    found = binding_limits(built, solution)
    promise = [-abs(float(y[group.rows] @ group.factors)) * _size(built, group) for group in found]
    order = sorted(range(len(found)), key=lambda at: (promise[at], at))
    groups = [found[at] for at in order]
    pairs: list[Pair] = [(NoRate.NOT_ASKED, NoRate.NOT_ASKED)] * len(groups)
    if budget is not None:
        pairs = Finder(built, solution, budget, groups).find()
    node_of_row = _nodes_of_rows(built)
    described = [_describe(built, group, pair, node_of_row) for group, pair in zip(groups, pairs, strict=True)]
    if budget is not None:
        described = sorted(described, key=lambda limit: (-_weight(limit), limit.address))
    return Limits(tuple(described[:MOST_LISTED]), max(0, len(described) - MOST_LISTED))


class Finder:
    """Finds the rates of binding limits: by the plan's own basis, by a solve, or by building anew."""

    def __init__(self, built: Built, solution: Solved, budget: Budget, groups: list[LimitRows]) -> None:
        """Keep the plan, the time and the engine that may be asked, and the limits."""
        self._budget = budget
        self._one_sided = OneSided(built, solution, budget.session)
        self._rebuilt = Rebuilt(built, solution, budget.session, self._one_sided)
        self._numbers = [number_of(built, group) for group in groups]
        self._movables = [_movable(built, group, number) for group, number in zip(groups, self._numbers, strict=True)]
        apart = [at for at, group in enumerate(groups) if not _moves_sides_alone(built, group)]
        self._by_sides = [at for at in range(len(groups)) if at not in set(apart)][:MOST_RATES]
        self._apart = apart[: self._rebuilt.most_numbers]

    def find(self) -> list[Pair]:
        """Return what there is above and below every number; what the basis tells comes first, which is cheap."""
        found: dict[int, Pair] = {}
        told = {at: self._budget.ask(Question.RATES, partial(self._of_basis, at)) for at in self._by_sides}
        for at, rates in told.items():
            solved = rates if isinstance(rates, Cut) else self._budget.ask(Question.RATES, partial(self._of_solve, at, rates))
            found[at] = LATE if isinstance(solved, Cut) else solved
        if self._apart:
            built = self._budget.ask(Question.RATES, self._of_build, len(self._apart))
            found |= dict.fromkeys(self._apart, LATE) if isinstance(built, Cut) else built
        return [found.get(at, (NoRate.NOT_COMPUTED, NoRate.NOT_COMPUTED)) for at in range(len(self._numbers))]

    def _of_basis(self, at: int) -> tuple[Rate | None, Rate | None]:
        number = self._numbers[at]
        return self._one_sided.of_basis(number, 1.0), self._one_sided.of_basis(number, -1.0)

    def _of_solve(self, at: int, told: tuple[Rate | None, Rate | None]) -> Pair:
        number = self._numbers[at]
        (up, down) = told
        return up or self._one_sided.of_solve(number, 1.0), down or self._one_sided.of_solve(number, -1.0)

    def _of_build(self) -> dict[int, Pair]:
        movables = [self._movables[at] for at in self._apart]
        up, down = (self._rebuilt.rates(movables, way) for way in (1.0, -1.0))
        return {at: (up[self._movables[at].address], down[self._movables[at].address]) for at in self._apart}


def _movable(built: Built, group: LimitRows, number: Number) -> Movable:
    """Return a number with all that it can touch beside its own rows.

    Of a tier that is the worth of the sales of all tiers of its demand; of a reserve the value that is left at the end, which the
    objective and bounds on measures may count: the sides of their rows, not what sales count in them.
    """
    limit = group.limit
    program = built.lp.program
    columns = sides = np.zeros(0, dtype=np.int64)
    if limit.table == "demands":
        demands = built.formulation.case["demands"]["id"]
        sales = built.formulation.streams.sales
        sold = built.formulation.columns["sell"][demands[sales.demand] == demands[limit.row]]
        columns = np.asarray(sold[sold >= 0])
    if limit.table == "supplies":
        bounds = [block.first + np.arange(len(block)) for block in program.rows if block.family == MEASURE_FAMILY]
        sides = np.concatenate([sides, *bounds])
    return Movable(_address(built, limit), number, columns, group.rows, sides, moves_constant=limit.table == "supplies")


def number_of(built: Built, group: LimitRows) -> Number:
    """Return the number of a limit with its size and how far it may move; a blank one that limits is zero."""
    case = built.formulation.case
    limit = group.limit
    column = case[limit.table].table.column(limit.column)
    values = case.numbers(limit.table, limit.column)[limit.row]
    given = values[~np.isnan(values)] if not np.isnan(values).all() else np.zeros(1)
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    room = (float(given.min()) - low, high - float(given.max()))
    return Number(group.rows, group.factors, float(np.abs(given).max()), room)


def _moves_sides_alone(built: Built, group: LimitRows) -> bool:
    """Return whether right-hand sides tell all that a number does.

    They do not where it is a coefficient; where it is the size of a tier of one price, which is part of the marginal revenue of
    this tier and the next; where it is a reserve of which what is left has a value; and where it is a least amount that is zero,
    so without a row, in some nodes.
    """
    case = built.formulation.case
    limit = group.limit
    if not group.factors.all():
        return False
    if (limit.table, limit.column) == ("demands", "max_per_year"):
        return bool(case["demands"]["tier_meaning"][limit.row] != "one_price")
    if (limit.table, limit.column) == ("supplies", "reserve"):
        return not case.numbers("supplies", "terminal_value_per_unit")[limit.row].any()
    if is_least(limit.column) and limit.table != "policies":
        return bool((case.numbers(limit.table, limit.column)[limit.row] > 0.0).all())
    return True


def _size(built: Built, group: LimitRows) -> float:
    return max(1.0, abs(float(built.lp.sides[group.rows].sum())))


def _weight(limit: BindingLimit) -> float:
    rates = [
        abs(rate) * (reach or 0.0)
        for rate, reach in ((limit.rate_up, limit.holds_up), (limit.rate_down, limit.holds_down))
        if rate
    ]
    return max(rates, default=0.0)


def _address(built: Built, limit: Limit) -> str:
    return built.formulation.case[limit.table].address(limit.row, limit.column)


def _describe(built: Built, group: LimitRows, pair: Pair, node_of_row: Ints) -> BindingLimit:
    case = built.formulation.case
    limit = group.limit
    sign = 1.0 if built.formulation.problem.objective.maximise else -1.0
    up, down = pair
    nodes = np.unique(node_of_row[group.binding])
    return BindingLimit(
        address=_address(built, limit),
        unit=dimension_of(case, limit.table, limit.row, limit.column),
        nodes=tuple(case.timeline.ids[node] for node in nodes.tolist() if node >= 0),
        rate_up=rounded(sign * up.slope) if isinstance(up, Rate) else None,
        rate_down=rounded(-sign * down.slope) if isinstance(down, Rate) else None,
        holds_up=_rounded_down(up.reach) if isinstance(up, Rate) else None,
        holds_down=_rounded_down(down.reach) if isinstance(down, Rate) else None,
        left_out=NoRate.OUT_OF_TIME in pair,
        no_rate_up=None if isinstance(up, Rate) else up,
        no_rate_down=None if isinstance(down, Rate) else down,
    )


def _rounded_down(reach: float) -> float:
    """Return a reach at the digits that are published, never beyond what was proven: a number may fall by it and not below 0."""
    exact = Decimal(reach)
    last_digit = Decimal(1).scaleb(exact.adjusted() - SIGNIFICANT_DIGITS + 1)
    if reach:
        return float(exact.quantize(last_digit, rounding=ROUND_FLOOR))
    return 0.0


def _nodes_of_rows(built: Built) -> Ints:
    """Return the node of every row, -1 for rows over all time."""
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *(block.node for block in built.lp.program.rows)])
