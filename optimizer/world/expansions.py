"""Cost curves of expansions, cut into steps that an LP fills in the right order because each is dearer than the last."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import UNLIMITED, Case
from optimizer.domain.columns import ONLY_STEP
from optimizer.domain.tracing import plain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BuildSteps:
    """Steps of all expansions that take part, those of one expansion together and in rising order.

    Attributes:
        expansion: Position of the expansion of each step.
        point: Position in `expansion_points` of the step's end, -1 for the only step of an expansion without points.
        name: Name of each step: the point's, or `1`.
        cost: Capital per unit of yearly capacity: (steps, nodes).
        width: Most capacity of the step, infinite if there is no limit but the expansion's own: (steps, nodes).
    """

    expansion: Ints
    point: Ints
    name: tuple[str, ...]
    cost: Floats
    width: Floats


def read_steps(case: Case) -> BuildSteps:
    """Return the steps of the expansions that take part.

    With points (a_1, C_1), (a_2, C_2), ... in rising order and (0, 0) before them, step k has width a_k - a_(k-1) and cost
    (C_k - C_(k-1)) / (a_k - a_(k-1)) per unit. Validation sees to it that costs rise, so that the curve is convex.
    """
    nodes = len(case.timeline)
    points = case["expansion_points"]
    unit_cost = np.nan_to_num(case.numbers("expansions", "capital_cost_per_unit"))
    added = case.numbers("expansion_points", "added_per_year")
    capital = case.numbers("expansion_points", "capital_cost")
    parents = case.position("expansion_points", "expansion")
    rows: list[tuple[int, int, str, Floats, Floats]] = []
    for row in case.active_rows("expansions"):
        mine = sorted(np.flatnonzero(parents == row).tolist(), key=lambda at: float(plain(added)[at, 0])) if len(points) else []
        if not mine:
            rows.append((int(row), -1, ONLY_STEP, unit_cost[row], np.full(nodes, UNLIMITED)))
        before = np.zeros(nodes), np.zeros(nodes)
        for at in mine:
            width = added[at] - before[0]
            cost = capital[at] - before[1]
            if (width > 0).all():
                rows.append((int(row), at, str(points["point"][at]), cost / width, width))
            before = added[at], capital[at]
    return BuildSteps(
        np.array([entry[0] for entry in rows], dtype=np.int64),
        np.array([entry[1] for entry in rows], dtype=np.int64),
        tuple(entry[2] for entry in rows),
        np.stack([entry[3] for entry in rows]) if rows else np.zeros((0, nodes)),
        np.stack([entry[4] for entry in rows]) if rows else np.zeros((0, nodes)),
    )


def target_unit(case: Case, expansion: int) -> str:
    """Return the unit of what an expansion adds capacity to: of a resource, a feed, or t."""
    table = case["expansions"]
    resources = case["resources"]
    if table["resource"][expansion]:
        return str(resources["unit"][resources.rows[table["resource"][expansion]]])
    if table["lane"][expansion]:
        return "t"
    processes = case["processes"]
    materials = case["materials"]
    feed = processes["feed"][processes.rows[table["process"][expansion]]]
    if feed:
        return str(materials["unit"][materials.rows[feed]])
    return "run"
