"""What is built, when, and what the last unit of capital is worth: the README's table against the engine."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan
from optimizer.formulation.build import build
from tests.kenya.readme import decimals, number, printed, table
from tests.kenya.solving import Kenya, amounts

BUILT = table("What is built, and what the last unit of capital is worth", "regime")
REGIMES = ("base", "agoa-throughout")


def last_unit(kenya: Kenya, scenario: str, expansion: str) -> float:
    """Return the NPV lost per unit if less capacity could be built: the one-sided rate of the most that can be added."""
    base = kenya.plan(scenario)
    most = sum(amount for (name, *_), amount in amounts(base, "build").items() if name == expansion)
    capped = kenya.problem(scenario, ((f"expansions[{expansion}].max_added_per_year", repr(most)),))
    plan = answer(capped, AnswerOptions(rates=True)).plan
    assert plan is not None
    limits = {limit.address: limit for limit in plan.limits}
    found = limits.get(f"expansions[{expansion}].max_added_per_year")
    return -found.rate_down if found is not None and found.rate_down is not None else 0.0


def charged_per_unit(kenya: Kenya, scenario: str, expansion: str) -> float:
    """Return the discounted capital that the horizon is charged for one unit of capacity where it was decided."""
    problem = kenya.problem(scenario)
    built = build(problem)
    names, weights = built.lp.column_names, problem.case.timeline.money_weights
    node = next(key[-1] for key in amounts(kenya.plan(scenario), "build") if key[0] == expansion)
    column = next(at for at, name in enumerate(names) if name.startswith(f"build[{expansion},") and name.endswith(f",{node}]"))
    columns, nodes, paid = built.lp.program.contributions("capital")
    return float(sum(amount * weights[at] for where, at, amount in zip(columns, nodes, paid, strict=True) if where == column))


@pytest.mark.parametrize("regime", REGIMES)
def test_every_plant_built_is_in_the_table_and_no_other(kenya: Kenya, regime: str) -> None:
    """The rows of a regime are the expansions that its plan builds, at the year and capacity of the plan."""
    scenario = "" if regime == "base" else regime
    built = {(name, node): amount for (name, _, node), amount in amounts(kenya.plan(scenario), "build").items()}
    rows = {(row["plant"].strip("`"), row["decided"]): number(row["capacity, t/y"]) for row in BUILT if row["regime"] == regime}

    assert {key: round(amount) for key, amount in built.items()} == rows


@pytest.mark.parametrize("row", BUILT, ids=lambda row: f"{row['regime']}-{row['plant']}")
def test_the_last_unit_is_worth_what_the_table_says(kenya: Kenya, row: dict[str, str]) -> None:
    """NPV per unit of the last capacity, and per dollar of the capital charged for it, are those of the engine."""
    scenario, expansion = ("" if row["regime"] == "base" else row["regime"]), row["plant"].strip("`")
    worth, charge = last_unit(kenya, scenario, expansion), charged_per_unit(kenya, scenario, expansion)

    assert row["last unit, USD"] == printed(worth, row["last unit, USD"])
    assert row["per dollar charged"] == printed(worth / charge, row["per dollar charged"])
    assert decimals(row["per dollar charged"]) == 2


def investment(plan: Plan) -> tuple[float, list[float]]:
    """Return total and amounts by node of the measure."""
    found = next(measure for measure in plan.measures if measure.measure == "investment")
    return found.total, [amount for _, amount in found.nodes]


@pytest.mark.parametrize("scenario", ["", "agoa-throughout", "ban-wide"])
def test_kenya_invests_what_its_activities_times_capital_come_to(kenya: Kenya, scenario: str) -> None:
    """Every build column times the capital cost of its row, node by node, is the measure, the builds and the periods."""
    plan = kenya.plan(scenario)
    case = kenya.problem(scenario).case
    cost = case["expansions"]["capital_cost_per_unit"]
    spent = dict.fromkeys(case.timeline.ids, 0.0)
    for activity in plan.activities:
        if activity.address.startswith("build["):
            expansion, _, node = activity.address[len("build[") : -1].split(",")
            spent[node] += activity.amount * float(cost[case["expansions"].rows[expansion]])

    total, nodes = investment(plan)
    assert nodes == pytest.approx(list(spent.values()), abs=0.01)
    assert total == pytest.approx(sum(spent.values()), abs=0.01)
    assert [period.investment for period in plan.periods] == nodes
    built = dict.fromkeys(spent, 0.0)
    for plant in plan.builds:
        built[plant.node] += plant.outlay
    assert list(built.values()) == pytest.approx(nodes, abs=1e-6)
