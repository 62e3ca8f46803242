"""Columns `build[e, step, n]`: capacity decided at the start of a node."""

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.timeline import Timeline
from optimizer.formulation.formulation import Formulation

Floats = NDArray[np.float64]


def add_build_columns(formulation: Formulation) -> None:
    """Add `build[e, k, n] >= 0`, units of yearly capacity of step k of e decided at node n's start, there after the lead time.

    Contributes per unit:
        once     capital = capex x a(years within the horizon) / a(life), at node n
        annuity  capital = capex / a(life) per year of standing within the horizon, at each node
        fixed    fixed cost per year x years standing, at each node
    Money of a node counts at the node's own weight, so where capital decides, plan it in yearly nodes.
    Here a(L) = sum over y = 1..L of (1 + r)^-(y - 1/2). A blank life ends with the horizon, with nothing left. One column pays
    for the whole life: capacity cannot be rented for a year.
    """
    case, steps, program = formulation.case, formulation.streams.steps, formulation.program
    table, timeline, rows = case["expansions"], case.timeline, steps.expansion
    standing = np.array([standing_years(formulation, int(row)) for row in rows]).reshape(len(rows), len(timeline), len(timeline))
    starts = timeline.starts[np.newaxis, :]
    first, last = table["start"][rows][:, np.newaxis], table["end"][rows][:, np.newaxis]
    allowed = (np.isnat(first) | (first <= starts)) & (np.isnat(last) | (starts <= last))
    offered = allowed & (standing.sum(axis=2) > 0)
    units = [f"{_target_unit(formulation, int(row))}/year" for row in rows]
    columns = program.add_columns(
        "build", [(table.keys[row], name) for row, name in zip(rows, steps.name, strict=True)], offered, units
    )
    formulation.columns["build"] = columns
    _contribute_capital(formulation, columns, standing)


def _contribute_capital(formulation: Formulation, columns: np.ndarray, standing: Floats) -> None:
    case, steps, program = formulation.case, formulation.streams.steps, formulation.program
    table, nodes, rows, capex = case["expansions"], len(case.timeline), steps.expansion, steps.cost
    local = np.nan_to_num(case.numbers("expansions", "local_share")[rows])
    fixed = case.numbers("expansions", "fixed_cost_per_unit_year")[rows]
    everywhere = np.broadcast_to(np.arange(nodes), (nodes, nodes))
    for entry, row in enumerate(rows):
        mine = np.broadcast_to(columns[entry][:, np.newaxis], (nodes, nodes))
        if table["payment"][row] == "annuity":
            paid = standing[entry] * annuity(formulation, int(row), capex[entry])[:, np.newaxis]
        else:
            paid = np.diag(capex[entry] * share_used_up(formulation, int(row)))
        program.contribute("capital", mine, paid, everywhere)
        program.contribute("local_cost", mine, paid * local[entry], everywhere)
        program.contribute("fixed", mine, standing[entry] * fixed[entry], everywhere)


def standing_years(formulation: Formulation, row: int) -> Floats:
    """Return the years within node m for which capacity decided at node n stands: (n, m), zero off n's descendants."""
    case, timeline = formulation.case, formulation.case.timeline
    lead, life = _lead_and_life(formulation, row)
    years = np.zeros((len(timeline), len(timeline)))
    for m in range(len(case.timeline)):
        start, end = timeline.offsets[m], timeline.offsets[m] + timeline.years[m]
        for n in timeline.path_to(m):
            first = timeline.offsets[n] + lead[n]
            years[n, m] = max(0.0, min(end, first + life[n]) - max(start, first))
    years[years < 1e-9] = 0.0
    return years


def annuity_factor(timeline: Timeline, years: float) -> float:
    """Return a(L), the mid-year present value of 1 per year for L years; a part of a year counts from its middle."""
    total, done = 0.0, 0.0
    while done < years - 1e-9:
        step = min(1.0, years - done)
        total += step * timeline.discount_factor(done + step / 2.0)
        done += step
    return total


def annuity(formulation: Formulation, row: int, capex: Floats) -> Floats:
    """Return the yearly payment per unit of capacity decided at each node: capex / a(life)."""
    timeline = formulation.case.timeline
    _, life = _lead_and_life(formulation, row)
    factors = [
        annuity_factor(timeline, min(length, _years_left(formulation, row, n) if math.isinf(length) else length))
        for n, length in enumerate(life)
    ]
    return np.array([cost / factor if factor > 0 else 0.0 for cost, factor in zip(capex, factors, strict=True)])


def share_used_up(formulation: Formulation, row: int) -> Floats:
    """Return the share of the capital that the horizon uses up, per node of decision: a(years within) / a(life)."""
    timeline = formulation.case.timeline
    _, life = _lead_and_life(formulation, row)
    shares = np.ones(len(timeline))
    for n, length in enumerate(life):
        within = _years_left(formulation, row, n)
        if math.isfinite(length) and within < length:
            shares[n] = annuity_factor(timeline, within) / annuity_factor(timeline, length)
    return shares


def _years_left(formulation: Formulation, row: int, node: int) -> float:
    timeline = formulation.case.timeline
    lead, _ = _lead_and_life(formulation, row)
    ends = [float(timeline.offsets[leaf] + timeline.years[leaf]) for leaf in timeline.leaves() if node in timeline.path_to(leaf)]
    return max(0.0, max(ends, default=0.0) - float(timeline.offsets[node] + lead[node]))


def _lead_and_life(formulation: Formulation, row: int) -> tuple[Floats, Floats]:
    case = formulation.case
    return case.numbers("expansions", "lead_time_years")[row], case.limits("expansions", "life_years")[row]


def _target_unit(formulation: Formulation, row: int) -> str:
    case = formulation.case
    table = case["expansions"]
    if table["resource"][row]:
        return str(case["resources"]["unit"][case["resources"].rows[table["resource"][row]]])
    if table["lane"][row]:
        return "t"
    feed = case["processes"]["feed"][case["processes"].rows[table["process"][row]]]
    return str(case["materials"]["unit"][case["materials"].rows[feed]]) if feed else "run"
