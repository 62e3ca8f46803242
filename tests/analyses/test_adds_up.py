"""Laws that every plan keeps, on generated cases: money to the cent, mass per mineral, sense of policies and of more capacity."""

import math

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.measures import COSTS, INCOMES
from optimizer.domain.plan import Plan
from optimizer.problem.build import Problem
from tests.made_cases import make_problem, random_case

SEEDS = range(40)
MINERALS = ("cerium", "niobium")


def solve(problem: Problem) -> Plan:
    """Return the plan with its activities."""
    plan = answer(problem, AnswerOptions(activities=True)).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module", params=SEEDS)
def solved(request: pytest.FixtureRequest) -> tuple[dict, Problem, Plan]:
    """Return rows, problem and plan of one generated case."""
    rows = random_case(request.param)
    problem = make_problem(rows)
    return rows, problem, solve(problem)


def _activities(plan: Plan) -> dict[tuple[str, ...], float]:
    found = {}
    for activity in plan.activities:
        family, _, key = activity.address.partition("[")
        found[(family, *key.rstrip("]").split(","))] = activity.amount
    return found


def test_components_sum_to_profit_to_the_cent(solved: tuple[dict, Problem, Plan]) -> None:
    """Incomes less costs are the profit, in total and at every node."""
    _, problem, plan = solved
    measures = {measure.measure: measure for measure in plan.measures}

    total = math.fsum([*(measures[name].total for name in INCOMES), *(-measures[name].total for name in COSTS)])
    assert round(100 * total) == round(100 * measures["profit"].total)
    for at in range(len(problem.case.timeline)):
        node = math.fsum([*(measures[name].nodes[at][1] for name in INCOMES), *(-measures[name].nodes[at][1] for name in COSTS)])
        assert round(100 * node) == round(100 * measures["profit"].nodes[at][1])


def test_profit_is_the_objective_and_duty_is_the_exporters_share(solved: tuple[dict, Problem, Plan]) -> None:
    """The objective is the profit measure; duty and fees borne never exceed what is assessed."""
    _, _, plan = solved
    measures = {measure.measure: measure.total for measure in plan.measures}

    assert plan.objective == pytest.approx(measures["profit"], rel=1e-9, abs=0.01)
    assert measures["duty"] + measures["fees"] <= measures["duty_assessed"] + 0.01
    assert measures["government_revenue"] == pytest.approx(
        measures["royalty"] + measures["export_levy"] + measures["import_duty"], abs=0.01
    )


def test_duty_totals_sum_to_the_measures(solved: tuple[dict, Problem, Plan]) -> None:
    """Duty by market and claim sums to duty_assessed and to what the exporter bears."""
    _, _, plan = solved
    measures = {measure.measure: measure.total for measure in plan.measures}

    assert round(100 * math.fsum(duty.assessed for duty in plan.duties)) == round(100 * measures["duty_assessed"])
    borne = math.fsum(duty.borne for duty in plan.duties)
    assert borne == pytest.approx(measures["duty"] + measures["fees"], abs=0.021)


@pytest.mark.parametrize("mineral", MINERALS)
def test_contained_mass_balances(solved: tuple[dict, Problem, Plan], mineral: str) -> None:
    """Mined + stock before = processed + exported raw + sold raw + tailings + discarded + lost + stock after, of raw materials.

    Everything on the right but the measures is counted here from the activities alone.
    """
    rows, _, plan = solved
    measures = {measure.measure: sum(amount for _, amount in measure.nodes) for measure in plan.measures}
    held = {row["material"]: row["fraction"] for row in rows["contents"] if row["mineral"] == mineral}
    arriving = next(row["share_arriving"] for row in rows["lane_materials"] if row["material"] == "concentrate")
    last = rows["nodes"][-1]["id"]
    lost = discarded = kept = 0.0
    for key, amount in _activities(plan).items():
        if key[0] == "ship" and key[1:3] == ("rail", "concentrate"):
            lost += amount * (1.0 - arriving) * held["concentrate"]
        if key[0] == "discard" and key[2] in ("ore", "concentrate"):
            discarded += amount * held[key[2]]
        if key[0] == "stock" and key[3] == last:
            kept += amount * held[key[2]]
    opening = rows["stocks"][0]["initial"] * held["concentrate"]
    out = [measures[f"{name}[{mineral}]"] for name in ("processed", "exported_raw", "sold_raw_at_home", "tailings")]

    assert measures[f"mined[{mineral}]"] + opening == pytest.approx(sum(out) + lost + discarded + kept, rel=1e-8, abs=1e-6)


def test_the_proof_is_within_a_cent_or_a_billionth(solved: tuple[dict, Problem, Plan]) -> None:
    """How far the plan can be from the optimum is below the certificate's tolerance, and far below."""
    _, _, plan = solved

    assert plan.certificate.passed
    assert plan.certificate.money_bound <= plan.certificate.money_tolerance


@pytest.mark.parametrize("seed", range(10))
def test_more_room_is_never_worse(seed: int) -> None:
    """Doubling the railway, the power or the US demand never lowers profit; a higher tariff never raises it."""
    rows = random_case(seed)
    base = solve(make_problem(rows)).objective
    for table, at, column in (
        ("lanes", 1, "max_tonnes_per_year"),
        ("resources", 0, "max_per_year"),
        ("demands", 0, "max_per_year"),
    ):
        wider = {**rows, table: [dict(row) for row in rows[table]]}
        wider[table][at][column] *= 2
        assert solve(make_problem(wider)).objective >= base - 0.01
    dearer = {**rows, "tariffs": [{**row, "ad_valorem": row["ad_valorem"] + 0.05} for row in rows["tariffs"]]}
    assert solve(make_problem(dearer)).objective <= base + 0.01


@pytest.mark.parametrize("seed", range(6))
def test_money_in_another_unit_is_the_same_plan(seed: int) -> None:
    """Counting currency in thousands divides the profit by a thousand and leaves the activities."""
    rows = random_case(seed)
    money = ("_cost", "cost_", "price", "freight", "_value", "specific", "parcel", "fixed_cost", "reference_value")
    thousands = {
        name: [
            {
                column: value / 1000
                if isinstance(value, (int, float)) and not isinstance(value, bool) and _is_money(column, money)
                else value
                for column, value in row.items()
            }
            for row in table
        ]
        for name, table in rows.items()
    }
    thousands["case"] = [{**rows["case"][0], "money_unit": 1000}]
    base, scaled = solve(make_problem(rows)), solve(make_problem(thousands))

    assert scaled.objective * 1000 == pytest.approx(base.objective, rel=1e-8)


def _is_money(column: str, money: tuple[str, ...]) -> bool:
    return any(part in column for part in money) and column not in ("parcel_tonnes", "price_year", "real_discount_rate")
