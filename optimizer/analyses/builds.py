"""What the plan builds: capacity, when it is decided and ready, and what it costs in full."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.totals import cent_of
from optimizer.domain.builds import Build
from optimizer.domain.case import Case
from optimizer.domain.cells import DAYS, LATEST
from optimizer.domain.measures import INVESTMENT
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import MeasureTotal, rounded
from optimizer.domain.timeline import DAYS_PER_YEAR, ONE_DAY
from optimizer.formulation.build import Built
from optimizer.world.expansions import target_unit

Floats = NDArray[np.float64]

# Columns of `expansions` that name what is expanded, with the tables they refer to.
TARGETS = (("process", "processes"), ("resource", "resources"), ("lane", "lanes"))
# A capacity below this share of the largest is what rounding leaves.
NOTHING = 1e-9


def planned_builds(built: Built, x: Floats, measures: Sequence[MeasureTotal]) -> tuple[Build, ...]:
    """Return what plan x builds, in the order of nodes, then of expansions; empty if nothing is.

        capacity[e, n] = sum over steps k of build[e, k, n]
        outlay[e, n]   = sum over steps k of capex[e, k, n] build[e, k, n]

    Outlays are undiscounted and in full; in each node they sum to the cent to `investment`.
    """
    formulation = built.formulation
    steps = formulation.streams.steps
    columns = formulation.columns["build"]
    added = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0)
    added[added < NOTHING * added.max(initial=0.0)] = 0.0
    paid = next((dict(total.nodes) for total in measures if total.measure == INVESTMENT), {})
    cent = cent_of(built)
    builds: list[Build] = []
    for node, name in enumerate(formulation.case.timeline.ids):
        rows = sorted(set(steps.expansion[added[:, node] > 0].tolist()))
        mine = [np.flatnonzero(steps.expansion == row) for row in rows]
        outlays = [float(added[at, node] @ steps.cost[at, node]) for at in mine]
        total = round(paid[name] / cent) if name in paid else None
        for row, at, cents in zip(rows, mine, to_cents(outlays, cent, total), strict=True):
            capacity = float(added[at, node].sum())
            builds.append(_build(built, row, node, capacity, from_cents(cents, cent)))
    return tuple(builds)


def _build(built: Built, row: int, node: int, capacity: float, outlay: float) -> Build:
    case = built.formulation.case
    table = case["expansions"]
    timeline = case.timeline
    start = timeline.starts[node].astype(DAYS)
    ready = day_after(start, float(case.numbers("expansions", "lead_time_years")[row, node]))
    life = float(case.limits("expansions", "life_years")[row, node])
    lasting = life > LATEST.year
    target, name = target_of(case, row)
    return Build(
        expansion=table.keys[row],
        target=target,
        name=name,
        node=timeline.ids[node],
        decided=str(start),
        ready=str(ready),
        until="" if lasting else str(day_after(ready, life) - ONE_DAY),
        capacity=rounded(capacity),
        unit=f"{target_unit(case, row)}/year",
        outlay=outlay,
        payment=str(table["payment"][row]),
        probability=rounded(float(timeline.probabilities[node])),
    )


def target_of(case: Case, expansion: int) -> tuple[str, str]:
    """Return address and title of what an expansion adds capacity to; its own if it names none."""
    own = case["expansions"]
    for column, table in TARGETS:
        key = str(own[column][expansion])
        if key:
            data = case[table]
            named = data.table.has_column("name") and str(data["name"][data.rows[key]])
            return f"{table}[{key}]", named or key
    return own.address(expansion), own.keys[expansion]


def day_after(day: np.datetime64, years: float) -> np.datetime64:
    """Return the day so many years later: whole years by the calendar, the rest of a mean year."""
    whole = math.floor(years + 1e-9)  # 2.9999999999 years of rounding are 3.
    month = day.astype("datetime64[M]")
    days = day.astype(DAYS) - month.astype(DAYS) + round(max(years - whole, 0.0) * DAYS_PER_YEAR)
    later: np.datetime64 = (month + 12 * whole).astype(DAYS) + days
    return later
