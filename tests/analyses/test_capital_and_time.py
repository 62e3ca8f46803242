"""Capital, stocks, reserves and weights over time, worked by hand."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan
from tests.made_cases import SETTING, make_problem, yearly_nodes


def plan_of(rows: dict) -> Plan:
    """Return the plan of a case with its activities."""
    plan = answer(make_problem(rows), AnswerOptions(activities=True)).plan
    assert plan is not None
    return plan


def activities(plan: Plan) -> dict[str, float]:
    """Return the activities by address."""
    return {activity.address: activity.amount for activity in plan.activities}


def chain(years: int, rate: float, *, price: float = 100.0, **expansion: object) -> dict:
    """Return ore at 10 turned one to one into metal at `price` by a plant that must be built, 50 t a year at most."""
    return {
        "case": [{**SETTING, "real_discount_rate": rate}],
        "nodes": yearly_nodes(years),
        "materials": [{"id": "ore", "stage": "ore", "raw": True}, {"id": "metal", "stage": "refined"}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 50, "cost_per_unit": 10}],
        "processes": [{"id": "plant", "site": "mine", "feed": "ore", "max_per_year": 0}],
        "process_flows": [
            {"process": "plant", "material": "ore", "direction": "in", "amount_per_unit": 1},
            {"process": "plant", "material": "metal", "direction": "out", "amount_per_unit": 1},
        ],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
        "demands": [{"id": "metal", "tier": "1", "market": "us", "material": "metal", "price_per_unit": price}],
        "expansions": [{"id": "build", "process": "plant", **expansion}],
    }


def test_capital_once_is_paid_in_full_where_nothing_is_left() -> None:
    """Two years, no discount, life 2: margin 90 x 50 x 2 = 9,000 less 120 x 50 = 6,000."""
    plan = plan_of(chain(2, 0.0, capital_cost_per_unit=120, life_years=2))

    assert 3_000.0 == pytest.approx(plan.objective)
    assert 50.0 == activities(plan)["build[build,1,2027]"]


def test_capital_once_leaves_the_value_of_the_years_after_the_horizon() -> None:
    """Life 20 years, horizon 2, at 10 %: the horizon is charged a(2) / a(20) of the capital, at the year of spending."""
    factor = lambda years: sum(1.1 ** -(y - 0.5) for y in range(1, years + 1))  # noqa: E731
    weights = [1.1**-0.5, 1.1**-1.5]
    expected = 50 * 90 * sum(weights) - 50 * 500 * factor(2) / factor(20) * weights[0]

    plan = plan_of(chain(2, 0.1, capital_cost_per_unit=500, life_years=20))

    assert expected == pytest.approx(plan.objective, abs=0.0051)


def test_an_annuity_over_the_whole_life_is_worth_the_capital() -> None:
    """PV(annuity over life) = capital: with life = horizon and price 0 forced to build, the cost is exactly the capital."""
    rows = chain(4, 0.12, price=10.0, capital_cost_per_unit=77, life_years=4, payment="annuity")
    rows["demands"][0]["min_per_year"] = 1

    plan = plan_of(rows)
    capital = {measure.measure: measure.total for measure in plan.measures}["capital"]

    assert 77.0 * activities(plan)["build[build,1,2027]"] == pytest.approx(capital, abs=0.0051)


def test_capacity_cannot_be_rented_for_the_one_good_year() -> None:
    """A price that pays in the first of ten years only does not pay for a plant of ten years, annuity or not.

    Margin 90 once, annuity of 300 over 10 years at 0 % = 30 a year: one year's rent would earn 60, the whole life loses 210.
    """
    for payment in ("annuity", "once"):
        rows = chain(10, 0.0, capital_cost_per_unit=300, life_years=10, payment=payment)
        rows["by_node"] = [
            {"address": "demands[metal,1].price_per_unit", "node": str(year), "value": 10} for year in range(2028, 2037)
        ]

        assert 0.0 == plan_of(rows).objective


def test_capacity_comes_after_the_lead_time_and_goes_after_the_life() -> None:
    """Decided in 2027 with lead 1 and life 2, it stands in 2028 and 2029 and nothing runs in 2027 and 2030."""
    rows = chain(4, 0.0, capital_cost_per_unit=100, lead_time_years=1, life_years=2, end="2027-12-31")

    found = activities(plan_of(rows))

    assert [50.0, 50.0] == [found["run[plant,2028]"], found["run[plant,2029]"]]
    assert not {"run[plant,2027]", "run[plant,2030]"} & set(found)


def test_half_a_year_of_lead_leaves_half_a_year_of_capacity() -> None:
    """Lead 0.5: of 50 t a year 25 t can run in the first."""
    found = activities(plan_of(chain(2, 0.0, capital_cost_per_unit=10, lead_time_years=0.5, life_years=9, max_added_per_year=50)))

    assert [25.0, 50.0] == [found["run[plant,2027]"], found["run[plant,2028]"]]


def test_money_is_weighted_at_mid_year() -> None:
    """At 12 % a margin of 90 x 50 in 2027 and 2028 is worth 4,500 x (1.12^-0.5 + 1.12^-1.5)."""
    plan = plan_of(chain(2, 0.12, capital_cost_per_unit=0, life_years=2))

    assert 4_500 * (1.12**-0.5 + 1.12**-1.5) == pytest.approx(plan.objective, abs=0.0051)


def test_a_period_of_three_years_counts_tonnes_for_three_and_the_mean_weight() -> None:
    """One node of three years at 10 %: 150 t at 90, weighted by the mean of 1.1^-0.5, 1.1^-1.5 and 1.1^-2.5."""
    rows = chain(1, 0.1, capital_cost_per_unit=0, life_years=3)
    rows["nodes"] = [{"id": "long", "start": "2027-01-01", "end": "2029-12-31"}]

    plan = plan_of(rows)

    assert 150.0 == activities(plan)["run[plant,long]"]
    assert 150 * 90 * (1.1**-0.5 + 1.1**-1.5 + 1.1**-2.5) / 3 == pytest.approx(plan.objective, abs=0.0051)


def test_a_stock_carries_from_a_cheap_year_to_a_dear_one() -> None:
    """Ore sold raw at 20, then at 40: 50 t are kept for a year at 3 and 100 t sold at 40."""
    rows = {
        "case": [{**SETTING}],
        "nodes": yearly_nodes(2),
        "materials": [{"id": "ore", "stage": "ore", "raw": True}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 50, "cost_per_unit": 10}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
        "demands": [{"id": "ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 20}],
        "by_node": [{"address": "demands[ore,1].price_per_unit", "node": "2028", "value": 40}],
        "stocks": [{"site": "mine", "material": "ore", "cost_per_unit_year": 3, "initial": 4}],
    }

    plan = plan_of(rows)

    assert 54.0 == activities(plan)["stock[mine,ore,2027]"]
    assert 104 * 40 - 100 * 10 - 54 * 3 == plan.objective


def test_a_reserve_is_shared_over_time_and_left_if_it_is_worth_more_there() -> None:
    """Margin 10 a tonne; 70 of 100 t can be mined; a tonne left is worth 12 at the end of two years at no discount."""
    rows = chain(2, 0.0, price=20.0, capital_cost_per_unit=0, life_years=2)
    rows["supplies"][0]["reserve"] = 70
    mined = plan_of(rows)
    rows["supplies"][0]["terminal_value_per_unit"] = 12
    left = plan_of(rows)

    assert 700.0 == mined.objective
    assert 0.0 == mined.decisions[0].left
    assert 840.0 == left.objective
    assert 70.0 == left.decisions[0].left


def test_two_branches_of_a_tree_share_what_comes_before() -> None:
    """Ore kept from the root is sold where it pays: in the good branch at 60 of probability 0.25, in the bad one at 30.

    Sell at 40 now, or keep: 0.25 x 60 + 0.75 x 30 = 37.5 < 40, so it is sold now; at a price of 37 it is kept.
    """

    def rows(price: float) -> dict:
        return {
            "case": [{**SETTING}],
            "nodes": [
                {"id": "now", "start": "2027-01-01", "end": "2027-12-31"},
                {"id": "good", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.25},
                {"id": "bad", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.75},
            ],
            "materials": [{"id": "ore", "stage": "ore", "raw": True}],
            "supplies": [{"id": "pit", "site": "mine", "material": "ore", "reserve": 10}],
            "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
            "demands": [{"id": "ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": price}],
            "by_node": [
                {"address": "demands[ore,1].price_per_unit", "node": "good", "value": 60},
                {"address": "demands[ore,1].price_per_unit", "node": "bad", "value": 30},
            ],
        }  # fmt: skip

    assert 400.0 == pytest.approx(plan_of(rows(40.0)).objective)
    kept = plan_of(rows(37.0))
    assert 375.0 == pytest.approx(kept.objective)
    assert {"good": 10.0, "bad": 10.0} == {node: activities(kept)[f"supply[pit,{node}]"] for node in ("good", "bad")}


def test_a_cost_curve_is_climbed_from_its_cheap_end_and_only_as_far_as_it_pays() -> None:
    """Steps of 20 t at 30, 20 t at 80 and 20 t at 130 a tonne: at a margin of 90 the first two are built, 20 x 60 + 20 x 10."""
    rows = chain(1, 0.0, life_years=1)
    rows["expansion_points"] = [
        {"expansion": "build", "point": "a", "added_per_year": 20, "capital_cost": 600},
        {"expansion": "build", "point": "b", "added_per_year": 40, "capital_cost": 2200},
        {"expansion": "build", "point": "c", "added_per_year": 60, "capital_cost": 4800},
    ]

    plan = plan_of(rows)
    found = activities(plan)

    assert 1_400.0 == plan.objective
    assert [20.0, 20.0] == [found["build[build,a,2027]"], found["build[build,b,2027]"]]
    assert "build[build,c,2027]" not in found
