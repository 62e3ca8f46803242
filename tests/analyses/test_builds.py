"""What is built, what it costs in full, and what each period brings, worked by hand."""

import pytest

from optimizer.domain.builds import Build
from optimizer.domain.plan import Plan
from tests.analyses.test_capital_and_time import chain, plan_of


def measure(plan: Plan, name: str) -> tuple[float, list[float]]:
    """Return total and amounts by node of a measure."""
    found = next(total for total in plan.measures if total.measure == name)
    return found.total, [amount for _, amount in found.nodes]


def test_the_outlay_is_the_whole_capital_though_the_plan_is_charged_a_part() -> None:
    """50 t/year at 500 cost 25,000, undiscounted; of a life of 20 years 2 lie within the horizon."""
    rows = chain(2, 0.1, capital_cost_per_unit=500, life_years=20)
    rows["processes"][0]["name"] = "Metal works"
    plan = plan_of(rows)

    assert plan.builds == (
        Build(
            expansion="build",
            target="processes[plant]",
            name="Metal works",
            node="2027",
            decided="2027-01-01",
            ready="2027-01-01",
            until="2046-12-31",
            capacity=50.0,
            unit="t/year",
            outlay=25_000.0,
            payment="once",
            probability=1.0,
        ),
    )
    assert measure(plan, "investment") == (25_000.0, [25_000.0, 0.0])
    assert measure(plan, "capital")[0] < 10_000.0


@pytest.mark.parametrize(
    ("lead", "life", "ready", "until"),
    [
        (0, "", "2027-01-01", ""),
        (1, 2, "2028-01-01", "2029-12-31"),
        # Half a year is 365.25 / 2 = 182.6 days: 183 days after 1 January is 3 July.
        (0.5, 1, "2027-07-03", "2028-07-02"),
        (2, 1e9, "2029-01-01", ""),
    ],
)
def test_capacity_is_ready_after_the_lead_time_and_stands_for_its_life(lead: float, life: float, ready: str, until: str) -> None:
    """Whole years go by the calendar; a blank life and one of a thousand million years end nowhere."""
    only_then = {"end": "2027-12-31", "lead_time_years": lead, "life_years": life}
    plan = plan_of(chain(4, 0.0, capital_cost_per_unit=10, **only_then))

    assert [(build.ready, build.until) for build in plan.builds] == [(ready, until)]


def test_an_annuity_is_told_with_the_whole_outlay() -> None:
    """Paid over 4 years without interest, 50 x 80 = 4,000 at 1,000 a year; to build it 4,000 are needed in 2027."""
    plan = plan_of(chain(4, 0.0, capital_cost_per_unit=80, life_years=4, payment="annuity"))

    assert [(build.payment, build.outlay) for build in plan.builds] == [("annuity", 4_000.0)]
    assert measure(plan, "investment") == (4_000.0, [4_000.0, 0.0, 0.0, 0.0])
    assert measure(plan, "capital")[1] == [1_000.0] * 4


def test_steps_of_a_cost_curve_are_one_build() -> None:
    """Steps of 20 t at 30 and 20 t at 80 a tonne: 40 t/year for 600 + 1,600."""
    rows = chain(1, 0.0, life_years=1)
    rows["expansion_points"] = [
        {"expansion": "build", "point": "a", "added_per_year": 20, "capital_cost": 600},
        {"expansion": "build", "point": "b", "added_per_year": 40, "capital_cost": 2200},
        {"expansion": "build", "point": "c", "added_per_year": 60, "capital_cost": 4800},
    ]
    plan = plan_of(rows)

    assert [(build.capacity, build.outlay) for build in plan.builds] == [(40.0, 2_200.0)]
    assert measure(plan, "investment") == (2_200.0, [2_200.0])


def test_a_resource_and_a_lane_are_named_with_their_units() -> None:
    """A run takes 2 MWh: 50 t need 100 MWh; the lane carries 50 t. Both are built from nothing."""
    rows = chain(1, 0.0)
    del rows["processes"][0]["max_per_year"]
    rows["resources"] = [{"id": "power", "name": "Grid power", "unit": "MWh", "max_per_year": 0}]
    rows["resource_uses"] = [{"process": "plant", "resource": "power", "amount_per_unit": 2}]
    rows["lanes"][0]["max_tonnes_per_year"] = 0
    rows["expansions"] = [
        {"id": "line", "resource": "power", "capital_cost_per_unit": 3},
        {"id": "road", "lane": "sea", "capital_cost_per_unit": 5},
    ]
    plan = plan_of(rows)

    told = [(build.target, build.name, build.capacity, build.unit) for build in plan.builds]
    assert told == [
        ("resources[power]", "Grid power", 100.0, "MWh/year"),
        ("lanes[sea]", "sea", 50.0, "t/year"),
    ]
    assert [build.outlay for build in plan.builds] == [300.0, 250.0]


def test_on_a_tree_the_total_is_expected_and_builds_say_how_likely_they_are() -> None:
    """A plant pays only where metal fetches 100: 50 x 120 = 6,000 on a branch of probability 0.25 are 1,500 expected."""
    rows = chain(1, 0.0, price=15.0, capital_cost_per_unit=60, life_years=1)
    rows["nodes"] = [
        {"id": "now", "start": "2027-01-01", "end": "2027-12-31"},
        {"id": "high", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.25},
        {"id": "low", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.75},
    ]
    rows["by_node"] = [{"address": "demands[metal,1].price_per_unit", "node": "high", "value": 100}]
    plan = plan_of(rows)

    assert [(build.node, build.outlay, build.probability) for build in plan.builds] == [("high", 3_000.0, 0.25)]
    assert measure(plan, "investment") == (750.0, [0.0, 3_000.0, 0.0])
    assert [period.probability for period in plan.periods] == [1.0, 0.25, 0.75]


def test_outlays_add_up_to_the_cent_although_each_was_rounded() -> None:
    """Three plants of a third of a unit each at 0.01: 0.00333 thrice is a cent in all."""
    rows = chain(1, 0.0, capital_cost_per_unit=0.01, max_added_per_year=1 / 3)
    rows["expansions"] += [{**rows["expansions"][0], "id": name} for name in ("second", "third")]
    plan = plan_of(rows)

    assert sorted(build.outlay for build in plan.builds) == [0.0, 0.0, 0.01]
    assert measure(plan, "investment")[0] == 0.01


def test_periods_tell_what_is_earned_and_what_is_spent_on_plants() -> None:
    """90 x 50 a year before a plant of 6,000; a royalty of 4 % on 5,000 goes to the state; 0.1 jobs a tonne."""
    rows = chain(2, 0.1, capital_cost_per_unit=120, life_years=4)
    rows["royalties"] = [{"id": "metal", "material": "metal", "rate": 0.04}]
    rows["supplies"][0]["jobs_per_unit"] = 0.1
    rows["supplies"][0] |= {"reserve": 200, "terminal_value_per_unit": 1}
    plan = plan_of(rows)

    told = [(period.node, period.first_day, period.last_day, period.operating, period.investment) for period in plan.periods]
    assert told == [
        ("2027", "2027-01-01", "2027-12-31", 4_300.0, 6_000.0),
        ("2028", "2028-01-01", "2028-12-31", 4_300.0, 0.0),
    ]
    assert [(period.government_revenue, period.jobs) for period in plan.periods] == [(200.0, 5.0)] * 2


def test_nothing_built_is_nothing_told() -> None:
    """A plant that costs more than it earns is not built."""
    plan = plan_of(chain(1, 0.0, price=11.0, capital_cost_per_unit=2, life_years=1))

    assert plan.builds == ()
    assert measure(plan, "investment") == (0.0, [0.0])
