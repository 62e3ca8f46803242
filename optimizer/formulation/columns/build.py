"""Columns `build[e, step, n]`: capacity decided at the start of a node."""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.measures import INVESTMENT
from optimizer.domain.timeline import Timeline, mid_year_weight
from optimizer.domain.tracing import chained, ratio
from optimizer.formulation.formulation import Formulation
from optimizer.world.expansions import target_unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Years below this are rounding errors of dates, not time for which capacity stands.
NO_TIME = 1e-9


def add_build_columns(formulation: Formulation) -> None:
    """Add `build[e, k, n] >= 0`, units of yearly capacity of step k of e decided at node n's start, there after the lead time.

    Contributes per unit:
        once     capital = capex x a(years within the horizon) / a(life), at node n
        annuity  capital = capex / a(life) per year of standing within the horizon, at each node
        fixed    fixed cost per year x years standing, at each node
        investment = capex, at node n, which is no part of profit: what `capital` charges is less what is left at the horizon
    Money of a node counts at the node's own weight, so where capital decides, plan it in yearly nodes.
    Here a(L) = sum over y = 1..L of (1 + r)^-(y - 1/2). A blank life ends with the horizon, with nothing left. One column pays
    for the whole life: capacity cannot be rented for a year.
    """
    case = formulation.case
    steps = formulation.streams.steps
    program = formulation.program
    table = case["expansions"]
    rows = steps.expansion
    starts = case.timeline.starts[np.newaxis, :]
    first = table["start"][rows][:, np.newaxis]
    last = table["end"][rows][:, np.newaxis]
    allowed = (np.isnat(first) | (first <= starts)) & (np.isnat(last) | (starts <= last))
    standing = Standing(formulation)
    offered = allowed & np.array([standing.years(int(row)).any(axis=1) for row in rows], dtype=bool).reshape(allowed.shape)
    units = [f"{target_unit(case, int(row))}/year" for row in rows]
    columns = program.add_columns(
        "build", [(table.keys[row], name) for row, name in zip(rows, steps.name, strict=True)], offered, units
    )
    formulation.columns["build"] = columns
    _contribute_capital(formulation, columns, standing)


def _contribute_capital(formulation: Formulation, columns: Ints, standing: "Standing") -> None:
    case = formulation.case
    steps = formulation.streams.steps
    program = formulation.program
    table = case["expansions"]
    nodes = len(case.timeline)
    rows = steps.expansion
    capex = steps.cost
    local = np.nan_to_num(case.numbers("expansions", "local_share"))
    fixed = case.numbers("expansions", "fixed_cost_per_unit_year")
    everywhere = np.broadcast_to(np.arange(nodes), (nodes, nodes))
    for entry, row in enumerate(rows):
        mine = np.broadcast_to(columns[entry][:, np.newaxis], (nodes, nodes))
        years = standing.years(int(row))
        if table["payment"][row] == "annuity":
            # An annuity is paid in every node in which the capacity stands.
            paid = years * standing.annuity(int(row), capex[entry])[:, np.newaxis]
        else:
            # Paid once, at the node of decision: the diagonal.
            paid = np.diag(capex[entry] * standing.share_used_up(int(row)))
        program.contribute("capital", mine, paid, everywhere)
        program.contribute("local_cost", mine, paid * local[row], everywhere)
        program.contribute("fixed", mine, years * fixed[row], everywhere)
    program.contribute(INVESTMENT, columns, capex)


class Standing:
    """When the capacity of every expansion stands, and what of its capital the horizon uses up."""

    def __init__(self, formulation: Formulation) -> None:
        """Read lead times and lives."""
        case = formulation.case
        self._timeline = case.timeline
        self._lead = case.numbers("expansions", "lead_time_years")
        self._life = case.limits("expansions", "life_years")
        self._factors: dict[float, float] = {}

    def years(self, row: int) -> Floats:
        """Return the years within node m for which capacity decided at node n stands: (n, m), zero off n's descendants."""
        timeline = self._timeline
        first = (timeline.offsets + self._lead[row])[:, np.newaxis]
        last = first + self._life[row][:, np.newaxis]
        start = timeline.offsets
        end = timeline.offsets + timeline.years
        years = np.maximum(np.minimum(end, last) - np.maximum(start, first), 0.0)
        return np.where(timeline.leads_to & ((years >= NO_TIME) | (years == 0.0)), years, 0.0)

    def annuity(self, row: int, capex: Floats) -> Floats:
        """Return the yearly payment per unit of capacity decided at each node: capex / a(life)."""
        life = self._life[row]
        paid_for = np.where(np.isinf(life), self._years_left(row), life)
        yearly: Floats = ratio(capex, self._present_values(paid_for))
        return yearly

    def share_used_up(self, row: int) -> Floats:
        """Return the share of the capital that the horizon uses up, per node of decision: a(years within) / a(life)."""
        within = self._years_left(row)
        life = self._life[row]
        ends = np.isfinite(life)
        whole = np.where(ends, life, 1.0)
        used = ratio(self._present_values(np.minimum(within, whole)), self._present_values(whole))
        return np.where(ends, used, 1.0)

    def _years_left(self, row: int) -> Floats:
        """Return the years from when the capacity is there to the end of the longest branch."""
        ready: Floats = self._timeline.offsets + self._lead[row]
        return np.maximum(self._timeline.last_ends - ready, 0.0)

    def _present_values(self, years: Floats) -> Floats:
        """Return a(L) of each of some numbers of years."""
        values = lambda lengths: np.array([self._factor(length) for length in lengths.tolist()])  # noqa: E731
        factors: Floats = chained(years, values, partial(annuity_slopes, self._timeline))
        return factors

    def _factor(self, years: float) -> float:
        if years not in self._factors:
            self._factors[years] = annuity_factor(self._timeline, years)
        return self._factors[years]


def annuity_factor(timeline: Timeline, years: float) -> float:
    """Return a(L), the mid-year present value of 1 per year for L years; a part of a year counts from its middle."""
    if years > 0:
        return years * mid_year_weight(timeline.discount_rate, 0.0, years)
    return 0.0


def annuity_slopes(timeline: Timeline, years: Floats, direction: float) -> Floats:
    """Return the derivatives of a(L) on one side: the part of a year ends later, and its middle moves half as much.

    For L = whole + rest: exp(-g (whole + rest / 2)) (1 - g rest / 2), with g = ln(1 + r).
    """
    growth = math.log1p(timeline.discount_rate)
    whole = np.floor(years + NO_TIME)
    # At a whole number of years the part that shrinks is the last year, all of it.
    whole = np.where((direction < 0) & (years - whole <= NO_TIME), whole - 1.0, whole)
    half = np.maximum(years - whole, 0.0) / 2.0
    return np.asarray(np.exp(-growth * (whole + half)) * (1.0 - growth * half))
