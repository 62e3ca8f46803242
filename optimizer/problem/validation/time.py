"""Rules on time: the node tree, windows and dates that fall inside a period."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.domain.tables import TABLES
from optimizer.domain.timeline import ONE_DAY

PROBABILITY_TOLERANCE = 1e-9


def node_tree(case: Case) -> Iterator[Violation]:
    """Yield a violation per node that breaks the tree: its parent, its dates, its probability."""
    nodes = case["nodes"]
    parents = [nodes.rows.get(parent, -1) if parent else -1 for parent in nodes["parent"]]
    roots = [row for row in range(len(nodes)) if not nodes["parent"][row]]
    for row in roots[1:]:
        fix = f"name the node before it, such as '{nodes.keys[roots[0]]}'"
        yield Violation(nodes.address(row, "parent"), "broken-node-tree", "", "only the first node has no parent", fix)
    for row in range(len(nodes)):
        yield from _node(case, row, parents)
    children: dict[int, list[int]] = {}
    for row, parent in enumerate(parents):
        children.setdefault(parent, []).append(row)
    for parent, rows in children.items():
        expected = 1.0 if parent < 0 else float(nodes["probability"][parent])
        total = float(sum(nodes["probability"][row] for row in rows))
        if abs(total - expected) > PROBABILITY_TOLERANCE and (parent >= 0 or len(rows) == 1):
            address = nodes.address(rows[0], "probability")
            fix = f"make the probabilities of these nodes sum to {expected:g}"
            yield Violation(address, "broken-node-tree", f"{total:g}", "probabilities do not sum to the parent's", fix)


def _node(case: Case, row: int, parents: list[int]) -> Iterator[Violation]:
    nodes = case["nodes"]
    seen = {row}
    walker = parents[row]
    while walker >= 0 and walker not in seen:
        seen.add(walker)
        walker = parents[walker]
    if walker >= 0:
        fix = "let every node descend from the first"
        yield Violation(
            nodes.address(row, "parent"), "broken-node-tree", str(nodes["parent"][row]), "the node is its own ancestor", fix
        )
        return
    parent = parents[row]
    start = nodes["start"][row]
    if parent >= 0 and not np.isnat(start) and not np.isnat(nodes["end"][parent]):
        expected = nodes["end"][parent] + ONE_DAY
        if start != expected:
            problem = "leaves a gap after its parent"
            if start < expected:
                problem = "overlaps its parent"
            fix = f"start it on {expected}"
            yield Violation(nodes.address(row, "start"), "overlapping-nodes", str(start), f"the period {problem}", fix)


def windows(case: Case) -> Iterator[Violation]:
    """Yield a violation per row that ends before it starts."""
    for name in TABLES:
        data = case[name]
        if not (len(data) and data.table.has_column("start") and data.table.has_column("end")):
            continue
        with np.errstate(invalid="ignore"):
            wrong = data["end"] < data["start"]
        for row in np.flatnonzero(wrong):
            value = f"{data['start'][row]} .. {data['end'][row]}"
            yield Violation(
                data.address(int(row), "end"),
                "end-before-start",
                value,
                "it ends before it starts",
                "exchange or correct the dates",
            )


SPLIT = "split the period at that day if the difference matters"
# Kinds of policies that hold on a day or do not: a period cannot keep them for a share of its days.
UNCOUNTABLE = ("processed_share", "raw_export_ban")


def dates_inside_a_period(case: Case) -> Iterator[Violation]:
    """Yield a warning per programme, role in one, or policy that begins or ends inside a period."""
    timeline = case.timeline
    for name in ("programmes", "programme_countries", "policies"):
        data = case[name]
        for row in case.active_rows(name):
            for column, shift in (("start", 0), ("end", 1)):
                day = data[column][row]
                boundary = day + shift * ONE_DAY
                inside = (timeline.starts < boundary) & (boundary <= timeline.ends)
                if np.isnat(day) or not inside.any():
                    continue
                node = timeline.ids[int(np.flatnonzero(inside)[0])]
                what, fix = _consequence(case, name, int(row), boundary)
                problem = f"the date falls inside period '{node}', {what}"
                yield Violation(data.address(int(row), column), "date-inside-period", str(day), problem, fix, warning=True)


def _consequence(case: Case, name: str, row: int, boundary: np.datetime64) -> tuple[str, str]:
    """Return what a date inside a period does, and how to fix it."""
    if name == "programmes" or (name == "programme_countries" and case[name]["role"][row] == "beneficiary"):
        return "whose days are then weighted", SPLIT
    if name == "programme_countries":
        return "in none of which the role then counts", f"let a period begin on {boundary}"
    if case[name]["kind"][row] in UNCOUNTABLE:
        return "in all of which the policy then holds: it cannot hold for some days", f"let a period begin on {boundary}"
    return "in all of which the policy then holds", SPLIT


RULES = (node_tree, windows, dates_inside_a_period)
