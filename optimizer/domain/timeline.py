"""Time: the nodes of a case, their order, lengths, weights and ancestors, and shares of periods in force."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.table_data import TableData

Floats = NDArray[np.float64]
ONE_DAY = np.timedelta64(1, "D")
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Timeline:
    """The nodes in topological order (parents first, then by start and id).

    Attributes:
        ids: Name of each node.
        parents: Position of each node's parent, -1 for the root.
        starts: First day of each node.
        ends: Last day of each node.
        years: Length of each node in years.
        money_weights: Cash weight times probability: factor on the node's money in a discounted measure.
        probabilities: Probability of each node.
        offsets: Years from the root's start to each node's start.
        discount_rate: Real yearly rate of the case.
    """

    ids: tuple[str, ...]
    parents: NDArray[np.int64]
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    years: Floats
    money_weights: Floats
    probabilities: Floats
    offsets: Floats
    discount_rate: float

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.ids)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Position of each node."""
        return {node: place for place, node in enumerate(self.ids)}

    @cached_property
    def leads_to(self) -> NDArray[np.bool_]:
        """Whether node n lies on the path from the root to node m, m itself included: (n, m)."""
        leads = np.eye(len(self), dtype=bool)
        for node, parent in enumerate(self.parents.tolist()):
            if parent >= 0:  # Parents come first, so the parent's own path is complete.
                leads[:, node] |= leads[:, parent]
        leads.setflags(write=False)
        return leads

    @cached_property
    def last_ends(self) -> Floats:
        """Years from the root's start to the end of the last node that follows each node, itself included."""
        last = self.offsets + self.years
        for node in range(len(self) - 1, -1, -1):  # Children come after their parents.
            parent = int(self.parents[node])
            if parent >= 0:
                last[parent] = max(last[parent], last[node])
        last.setflags(write=False)
        return last

    def path_to(self, node: int) -> tuple[int, ...]:
        """Return the nodes from the root to `node`, both included."""
        path: list[int] = []
        while node >= 0:
            path.append(node)
            node = int(self.parents[node])
        return tuple(reversed(path))

    def leaves(self) -> tuple[int, ...]:
        """Return the nodes without children."""
        return self._leaves

    @cached_property
    def _leaves(self) -> tuple[int, ...]:
        with_children = set(self.parents.tolist())
        return tuple(node for node in range(len(self)) if node not in with_children)

    def discount_factor(self, years: float) -> float:
        """Return (1 + r)^-years."""
        return float((1.0 + self.discount_rate) ** -years)

    def shares_in_force(self, starts: NDArray[Any], ends: NDArray[Any], shift_days: Floats | float = 0.0) -> Floats:
        """Return, per row and node, the share of the node's days inside [start, end].

        Args:
            starts: First day per row; NaT = from the beginning.
            ends: Last day per row; NaT = without end.
            shift_days: Days by which the node's days are moved later (transit), per row or for all.
        """
        shift = np.round(np.broadcast_to(np.asarray(shift_days, dtype=np.float64), starts.shape)).astype("timedelta64[D]")
        first = self.starts[np.newaxis, :] + shift[:, np.newaxis]
        last = self.ends[np.newaxis, :] + shift[:, np.newaxis]
        lower = np.where(np.isnat(starts)[:, np.newaxis], first, np.maximum(first, starts[:, np.newaxis]))
        upper = np.where(np.isnat(ends)[:, np.newaxis], last, np.minimum(last, ends[:, np.newaxis]))
        inside = np.maximum((upper - lower + ONE_DAY) / ONE_DAY, 0.0)
        return np.asarray(inside / ((last - first + ONE_DAY) / ONE_DAY), dtype=np.float64)


def length_in_years(start: np.datetime64, end: np.datetime64) -> float:
    """Return the length of [start, end] in years: exact for whole calendar years, days / 365.25 otherwise."""
    first = start.astype("datetime64[D]").item()
    after = (end + ONE_DAY).astype("datetime64[D]").item()
    if (first.month, first.day) == (after.month, after.day):
        return float(after.year - first.year)
    return float((after - first).days) / DAYS_PER_YEAR


def mid_year_weight(discount_rate: float, offset: float, years: float) -> float:
    """Return the mean of (1 + r)^-(y + 1/2) over the years y = offset, offset + 1, ... of a period.

    A part of a year at the end counts in proportion, discounted from its own middle.
    """
    growth = math.log1p(discount_rate)
    if growth == 0.0:
        return 1.0
    whole = math.floor(years + 1e-9)
    rest = max(years - whole, 0.0)
    yearly = math.expm1(-growth * whole) / math.expm1(-growth)
    weighted = math.exp(-growth * (offset + 0.5)) * yearly + rest * math.exp(-growth * (offset + whole + rest / 2.0))
    return weighted / years


def build_timeline(nodes: TableData, discount_rate: float) -> Timeline:
    """Return the nodes in order.

    Rows that cannot be placed (unknown parent, cycle) come last and a negative rate counts as 0; validation reports them
    before anyone plans with them.
    """
    discount_rate = max(discount_rate, 0.0)
    position = {key: row for row, key in enumerate(nodes.keys)}
    parent_rows = [position.get(parent, -1) if parent else -1 for parent in nodes["parent"]]
    depth = [_depth(row, parent_rows) for row in range(len(nodes))]
    order = sorted(range(len(nodes)), key=lambda row: (depth[row], nodes["start"][row], nodes.keys[row]))
    place = {row: index for index, row in enumerate(order)}
    starts = nodes["start"][order]
    ends = nodes["end"][order]
    years = np.array([_years(nodes, row) for row in order])
    parents = np.array([place.get(parent_rows[row], -1) for row in order], dtype=np.int64)
    offsets = np.zeros(len(order))
    for place_of_node, parent in enumerate(parents.tolist()):
        if parent >= 0:
            offsets[place_of_node] = offsets[parent] + years[parent]
    weights = nodes["cash_weight"][order].copy()
    for unweighted in np.flatnonzero(np.isnan(weights)).tolist():
        weights[unweighted] = mid_year_weight(discount_rate, offsets[unweighted], years[unweighted])
    probabilities = nodes["probability"][order]
    ids = tuple(nodes.keys[row] for row in order)
    return Timeline(ids, parents, starts, ends, years, weights * probabilities, probabilities, offsets, discount_rate)


def _depth(row: int, parent_rows: list[int]) -> int:
    depth = 0
    seen = {row}
    while (row := parent_rows[row]) >= 0:
        if row in seen:
            return len(parent_rows)
        seen.add(row)
        depth += 1
    return depth


def _years(nodes: TableData, row: int) -> float:
    given = float(nodes["years"][row])
    if given > 0:
        return given
    start = nodes["start"][row]
    end = nodes["end"][row]
    if np.isnat(start) or np.isnat(end) or end < start:
        return 1.0
    return length_in_years(start, end)
