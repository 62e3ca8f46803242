"""Time in planted cases: nodes drawn at random; lengths, weights and standing years are worked out from their definitions."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Row = dict[str, object]

KINDS = ("single", "years", "uneven", "weights", "tree")
PRICE_YEAR = 2026


@dataclass(frozen=True)
class Horizon:
    """The nodes of a case, parents first.

    Attributes:
        rows: Rows of table `nodes`; none if the table is left out.
        ids: Name of each node.
        parents: Position of each node's parent, -1 for the root.
        first: First day of each node, as an ordinal.
        last: Last day of each node, as an ordinal.
        years: Length of each node.
        weights: Cash weight of each node.
        chances: Probability of each node.
        rate: Real discount rate.
    """

    rows: list[Row]
    ids: list[str]
    parents: list[int]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    years: Floats
    weights: Floats
    chances: Floats
    rate: float

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.ids)

    @cached_property
    def money(self) -> Floats:
        """Weight of each node's money in a discounted total."""
        return self.weights * self.chances

    @cached_property
    def offsets(self) -> Floats:
        """Years from the beginning to each node's start."""
        return _offsets(self.parents, self.years)

    @cached_property
    def under(self) -> NDArray[np.bool_]:
        """Whether node m is n or a descendant of n: (n, m)."""
        result = np.eye(len(self), dtype=bool)
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                result[:, node] |= result[:, parent]
        return result

    @cached_property
    def leaves(self) -> NDArray[np.bool_]:
        """Whether each node has no child."""
        return ~np.isin(np.arange(len(self)), self.parents)

    @cached_property
    def children(self) -> Floats:
        """1 where node m is a child of n: (n, m)."""
        result = np.zeros((len(self), len(self)))
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                result[parent, node] = 1.0
        return result

    def entries_between(self, begin: float, stop: float, shift_days: int = 0) -> Floats:
        """Return the share of each node's days, moved by `shift_days`, that lie in [begin, stop)."""
        first, after = self.first + shift_days, self.last + 1 + shift_days
        inside = np.minimum(stop, after) - np.maximum(begin, first)
        return np.maximum(inside, 0.0) / (after - first)

    def share(self, start: str, end: str) -> Floats:
        """Return the share of each node's days from `start` to `end`, both included; blank is open."""
        return self.entries_between(*window(start, end))

    def standing(self, lead: Floats, life: Floats) -> Floats:
        """Return the years within m for which capacity decided at the start of n stands, after its lead, for its life: (n, m)."""
        begins = (self.offsets + lead)[:, np.newaxis]
        start, end = self.offsets, self.offsets + self.years
        years = np.maximum(np.minimum(end, begins + life[:, np.newaxis]) - np.maximum(start, begins), 0.0)
        return np.where(self.under & (years > 1e-9), years, 0.0)

    def years_left(self, lead: Floats) -> Floats:
        """Return the years from the first capacity decided at each node to the horizon's end."""
        ends = np.where(self.under, self.offsets + self.years, 0.0).max(axis=1)
        return np.maximum(ends - self.offsets - lead, 0.0)

    def present_value(self, years: float) -> float:
        """Return a(L): what 1 a year for L years is worth at their start, each year's 1 in its middle."""
        whole = math.floor(years + 1e-9)
        yearly = [(1.0 + self.rate) ** -(year + 0.5) for year in range(whole)]
        rest = years - whole
        return math.fsum(yearly) + (rest * (1.0 + self.rate) ** -(whole + rest / 2.0) if rest > 1e-9 else 0.0)


def window(start: str, end: str) -> tuple[float, float]:
    """Return the first day and the day after the last of a window, as ordinals."""
    return ordinal(start, -math.inf), ordinal(end, math.inf) + 1


def ordinal(day: str, otherwise: float = math.nan) -> float:
    """Return the ordinal of an ISO date, or something else for a blank."""
    return date.fromisoformat(day).toordinal() if day else otherwise


def draw_horizon(rng: np.random.Generator, kind: str, count: int) -> Horizon:
    """Return about `count` nodes of a kind."""
    rate = float(rng.choice([0.0, rng.uniform(0.02, 0.15)]))
    if kind == "single":
        rows, lengths = [], [12]
        parents, chances = [-1], np.ones(1)
    elif kind == "tree":
        parents, chances = _draw_tree(rng, count)
        lengths = _tree_lengths(rng, parents)
    else:
        parents, chances = list(range(-1, count - 1)), np.ones(count)
        lengths = [12] * count if kind == "years" else rng.choice([6, 12, 24, 36], count).tolist()
    first, last = _days(parents, lengths)
    ids = ["1"] if kind == "single" else [f"n{node:02d}" for node in range(len(parents))]
    years = np.array([_length(a, b) for a, b in zip(first, last, strict=True)])
    if kind == "weights":
        years = years * rng.uniform(0.9, 1.1, len(years))
    offsets = _offsets(parents, years)
    weights = np.array([_mid_year(rate, offset, length) for offset, length in zip(offsets, years, strict=True)])
    given = rng.random(len(years)) < (0.5 if kind == "weights" else 0.0)
    weights = np.where(given, rng.uniform(0.5, 1.2, len(years)), weights)
    rows = [
        {"id": name, "parent": ids[parent] if parent >= 0 else "", "start": date.fromordinal(a).isoformat(),
         "end": date.fromordinal(b).isoformat(), "years": float(length) if kind == "weights" else "",
         "cash_weight": float(weight) if own else "", "probability": float(chance)}
        for name, parent, a, b, length, weight, own, chance in zip(ids, parents, first, last, years, weights, given, chances,
                                                                   strict=True)
    ]  # fmt: skip
    days = np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)
    return Horizon([] if kind == "single" else rows, ids, parents, *days, years, weights, chances, rate)


def _draw_tree(rng: np.random.Generator, count: int) -> tuple[list[int], Floats]:
    """Return parents and probabilities of a tree, some of whose branches may end early."""
    parents, chances, level = [-1], [1.0], [0]
    while len(parents) < max(count, 3):
        split = rng.random() < 0.6 or len(parents) == 1
        below: list[int] = []
        ends = level[0] if len(level) > 1 and rng.random() < 0.4 else -1
        for node in level:
            if node == ends:
                continue
            cuts = rng.dirichlet(np.full(2, 4.0)) if split else np.ones(1)
            for cut in cuts:
                below.append(len(parents))
                parents.append(node)
                chances.append(chances[node] * float(cut))
        level = below
    return parents, np.array(chances)


def _tree_lengths(rng: np.random.Generator, parents: list[int]) -> list[int]:
    depth = [0] * len(parents)
    for node, parent in enumerate(parents):
        depth[node] = depth[parent] + 1 if parent >= 0 else 0
    months = rng.choice([12, 24, 60], max(depth) + 1).tolist()
    return [months[level] for level in depth]


def _days(parents: list[int], months: list[int]) -> tuple[list[int], list[int]]:
    """Return first and last days; half years begin on 1 January or 1 July."""
    first, last = [], []
    for node, parent in enumerate(parents):
        start = date.fromordinal(last[parent]) + timedelta(days=1) if parent >= 0 else date(PRICE_YEAR, 1, 1)
        after = start.year * 12 + start.month - 1 + months[node]
        first.append(start.toordinal())
        last.append(date(after // 12, after % 12 + 1, 1).toordinal() - 1)
    return first, last


def _length(first: int, last: int) -> float:
    """Return the length in years: exact for whole calendar years, days / 365.25 otherwise."""
    start, after = date.fromordinal(first), date.fromordinal(last + 1)
    if (start.month, start.day) == (after.month, after.day):
        return float(after.year - start.year)
    return (last + 1 - first) / 365.25


def _offsets(parents: list[int], years: Floats) -> Floats:
    offsets = np.zeros(len(parents))
    for node, parent in enumerate(parents):
        offsets[node] = offsets[parent] + years[parent] if parent >= 0 else 0.0
    return offsets


def _mid_year(rate: float, offset: float, years: float) -> float:
    """Return the mean discount factor of a period's years, each taken at its middle."""
    whole = math.floor(years + 1e-9)
    rest = max(years - whole, 0.0)
    factors = [(1.0 + rate) ** -(offset + year + 0.5) for year in range(whole)]
    return math.fsum([*factors, rest * (1.0 + rate) ** -(offset + whole + rest / 2.0)]) / years
