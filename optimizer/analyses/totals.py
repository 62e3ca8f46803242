"""Measures of a plan, totals and by node, with money that adds up to the cent."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.measures import COMPONENTS, INVESTMENT, MONEY_TOTALS, PROFIT, SUMS, Measure
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import SIGNIFICANT_DIGITS, MeasureTotal, rounded
from optimizer.formulation.build import Built
from optimizer.formulation.measure_sums import measure_by_node, node_weights

Floats = NDArray[np.float64]

LOCAL_COSTS = {
    "supplies": "cost_per_unit",
    "processes": "operating_cost_per_unit",
    "resources": "cost_per_unit",
    "lanes": "freight_per_tonne",
    "expansions": "capital_cost_per_unit",
}
# What is left of gains and losses that cancel is no money.
DIGITS_BELOW_CENT = 6


def cent_of(built: Built) -> float:
    """Return one hundredth of the currency in units of money."""
    return 0.01 / float(built.formulation.case.setting("money_unit"))


def publish_objective(built: Built, value: float) -> float:
    """Return a value of the objective at 10 significant digits; money to the cent, where that is finer."""
    cent = cent_of(built)
    money = is_money(built)
    if money and abs(value) >= cent * 10**SIGNIFICANT_DIGITS:
        return from_cents(to_cents([value], cent)[0], cent)
    if money:
        return rounded(round(value, DIGITS_BELOW_CENT - round(math.log10(cent))))
    return rounded(value)


def publish_change(built: Built, change: float) -> float:
    """Return a change of the objective: to the cent if that is money, else at 10 significant digits."""
    cent = cent_of(built)
    if is_money(built):
        return from_cents(to_cents([change], cent)[0], cent)
    return rounded(change)


def is_money(built: Built) -> bool:
    """Return whether the objective is counted in money alone."""
    problem = built.formulation.problem
    return all(problem.measures[name].unit == "money" for name, _ in problem.objective.weights)


def measure_totals(built: Built, x: Floats) -> tuple[MeasureTotal, ...]:
    """Return every measure of plan x: total over the horizon (discounted for money) and undiscounted amount per node.

    Components are rounded to the cent so that their signed sum is the profit shown, in total and at each node; other money is
    rounded to the cent, the rest to 10 significant digits. Local value added is left out unless every cost has a home share.
    """
    problem = built.formulation.problem
    timeline = problem.case.timeline
    cent = cent_of(built)
    shown = [
        measure
        for measure in problem.measures.values()
        if measure.name != "local_value_added" or _local_shares_given(problem.case)
    ]
    by_node = {measure.name: measure_by_node(built.lp.program, measure.name, x) for measure in shown}
    totals = {measure.name: float(by_node[measure.name] @ node_weights(timeline, measure)) for measure in shown}
    exact_totals = _money_to_the_cent(totals, cent)
    exact_nodes = [
        _money_to_the_cent({name: float(amounts[node]) for name, amounts in by_node.items()}, cent)
        for node in range(len(timeline))
    ]
    return tuple(
        MeasureTotal(
            measure.name,
            measure.unit,
            _publish(measure, exact_totals[measure.name]),
            tuple((node, _publish(measure, exact_nodes[at][measure.name])) for at, node in enumerate(timeline.ids)),
        )
        for measure in shown
    )


def _publish(measure: Measure, amount: float) -> float:
    if measure.unit == "money":
        return amount
    return rounded(amount)


def _money_to_the_cent(amounts: Mapping[str, float], cent: float) -> dict[str, float]:
    """Return the amounts with components, sums of components and other money in whole cents that add up."""
    signed = to_cents([PROFIT[name] * amounts[name] for name in COMPONENTS], cent)
    cents = {name: round(PROFIT[name] * value) for name, value in zip(COMPONENTS, signed, strict=True)}
    result = {**amounts, **{name: from_cents(value, cent) for name, value in cents.items()}}
    for name, parts in SUMS.items():
        result[name] = from_cents(round(sum(factor * cents[part] for part, factor in parts.items())), cent)
    for name in (*MONEY_TOTALS, INVESTMENT):
        if name in amounts:
            result[name] = from_cents(to_cents([amounts[name]], cent)[0], cent)
    if "duty_assessed" in amounts:  # What the exporter bears, as published, and what is left to the buyer.
        left = amounts["duty_assessed"] - amounts["duty"] - amounts["fees"]
        result["duty_assessed"] = from_cents(cents["duty"] + cents["fees"] + to_cents([left], cent)[0], cent)
    return result


def _local_shares_given(case: Case) -> bool:
    """Return whether every cost that could stay in the country has a home share."""
    for table, column in LOCAL_COSTS.items():
        rows = case.active_rows(table)
        if (np.isnan(case.numbers(table, "local_share")[rows]) & (np.nan_to_num(case.numbers(table, column)[rows]) != 0)).any():
            return False
    freight = np.nan_to_num(case.numbers("lane_materials", "freight_per_unit"))
    lane = case.position("lane_materials", "lane")
    return not (np.isnan(case.numbers("lanes", "local_share")[lane]) & (freight != 0)).any()
