"""Measures as linear functions of the columns: the one table that objectives, policies and reports all read."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.measures import PROFIT, SUMS, Measure, Objective
from optimizer.domain.timeline import Timeline
from optimizer.formulation.program import Program

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def parts_of(measure: str) -> dict[str, float]:
    """Return the contributed measures that a measure is the weighted sum of.

    local_value_added = profit + local cost + government revenue, local cost being the home share of each cost.
    """
    if measure in SUMS:
        return dict(SUMS[measure])
    if measure == "local_value_added":
        parts = dict(PROFIT)
        for name, factor in SUMS["government_revenue"].items():
            parts[name] = parts.get(name, 0.0) + factor
        return {**{name: factor for name, factor in parts.items() if factor}, "local_cost": 1.0}
    return {measure: 1.0}


def measure_terms(program: Program, measure: str) -> tuple[Ints, Ints, Floats, Floats]:
    """Return (columns, nodes, amounts per unit, constants per node) of a measure, undiscounted."""
    entries = [(factor, *program.contributions(part)) for part, factor in parts_of(measure).items()]
    columns = np.concatenate([entry[1] for entry in entries])
    nodes = np.concatenate([entry[2] for entry in entries])
    amounts = np.concatenate([entry[0] * entry[3] for entry in entries])
    constants = sum(
        (factor * program.constant(part) for part, factor in parts_of(measure).items()), np.zeros(len(program.node_ids))
    )
    return columns, nodes, amounts, constants


def node_weights(timeline: Timeline, measure: Measure) -> Floats:
    """Return the weight of each node in a measure's total: cash weight x probability for money, probability otherwise."""
    if measure.discounted:
        return timeline.money_weights
    return timeline.probabilities


def objective_costs(
    program: Program, timeline: Timeline, objective: Objective, measures: dict[str, Measure]
) -> tuple[Floats, float]:
    """Return (costs per column, constant) of an objective as a function to be maximised."""
    sign = 1.0 if objective.maximise else -1.0
    costs = np.zeros(program.column_count)
    constant = 0.0
    for name, weight in objective.weights:
        columns, nodes, amounts, constants = measure_terms(program, name)
        per_node = node_weights(timeline, measures[name])
        costs += np.bincount(columns, sign * weight * amounts * per_node[nodes], minlength=program.column_count)
        constant += sign * weight * float((constants * per_node).sum())
    return costs, constant


def measure_by_node(program: Program, measure: str, x: Floats) -> Floats:
    """Return a measure of the plan x at each node, undiscounted."""
    columns, nodes, amounts, constants = measure_terms(program, measure)
    return np.bincount(nodes, amounts * x[columns], minlength=len(program.node_ids)) + constants
