"""Where a number enters twice, where a border is crossed on the way, where time branches: worked by hand."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.binding import BindingLimit, NoRate
from optimizer.domain.errors import InvalidCase
from optimizer.domain.plan import Plan, Verdict
from tests.made_cases import SETTING, Rows, make_problem, yearly_nodes

# Ore at 10 a tonne, 100 t a year, sold raw at 50.
BASE = {
    "sites": [{"id": "mine"}],
    "materials": [{"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615"}],
    "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 100, "cost_per_unit": 10}],
    "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
    "demands": [{"id": "ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 50}],
}
TREE = [
    {"id": "now", "start": "2027-01-01", "end": "2027-12-31"},
    {"id": "good", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.9},
    {"id": "bad", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.1},
]


def plan_of(objective: str = "", **tables: list[dict]) -> Plan:
    """Return the plan of the case with tables added or replaced."""
    plan = answer(make_problem({**BASE, **tables}, objective), AnswerOptions(rates=True, activities=True)).plan
    assert plan is not None
    return plan


def limits(plan: Plan) -> dict[str, BindingLimit]:
    """Return the limits by address."""
    return {limit.address: limit for limit in plan.limits}


def totals(plan: Plan) -> dict[str, float]:
    """Return the measures' totals."""
    return {measure.measure: measure.total for measure in plan.measures}


def test_a_reserve_with_a_terminal_value_is_worth_both() -> None:
    """One more tonne in the ground is mined at 40 in place of nothing; it would also be worth 15 left: 40 in all, not 25."""
    plan = plan_of(
        supplies=[
            {"id": "pit", "site": "mine", "material": "ore", "cost_per_unit": 10, "reserve": 100, "terminal_value_per_unit": 15}
        ]
    )

    assert 4_000.0 == plan.objective
    assert (40.0, -40.0) == (limits(plan)["supplies[pit].reserve"].rate_up, limits(plan)["supplies[pit].reserve"].rate_down)


def one_price(first: float, second: float) -> list[dict]:
    """Two tiers of 10 t of one price: all is sold at the price of the last tier that is reached."""
    return [
        {**BASE["demands"][0], "tier": name, "price_per_unit": price, "max_per_year": 10, "tier_meaning": "one_price"}
        for name, price in (("1", first), ("2", second))
    ]


def test_the_size_of_a_full_tier_of_one_price_is_worth_the_price_of_the_last() -> None:
    """All 20 t go at 80 less 10 of cost; with one tonne more in either tier 21 t do: 70 more."""
    found = limits(plan_of(demands=one_price(100.0, 80.0)))

    for tier in ("1", "2"):
        limit = found[f"demands[ore,{tier}].max_per_year"]
        assert (70.0, -70.0) == (limit.rate_up, limit.rate_down)


def test_the_size_of_a_tier_below_one_that_is_not_full_has_no_rate() -> None:
    """25 t of ore, the second tier unlimited: each is worth more as the first grows, but by a law that is no line."""
    tiers = one_price(100.0, 80.0)
    tiers[1]["max_per_year"] = 30
    found = limits(plan_of(demands=tiers, supplies=[{**BASE["supplies"][0], "max_per_year": 25}]))
    limit = found["demands[ore,1].max_per_year"]

    assert (None, None) == (limit.rate_up, limit.rate_down)
    assert (NoRate.NOT_A_LINE, NoRate.NOT_A_LINE) == (limit.no_rate_up, limit.no_rate_down)


def test_a_share_that_must_be_processed_has_a_rate() -> None:
    """100 t of ore at 40 raw or 20 processed, half to be processed: each percentage point costs 20 on one tonne."""
    rows = {
        "materials": [*BASE["materials"], {"id": "metal", "stage": "refined", "hs_code": "7202"}],
        "contents": [{"material": "ore", "mineral": "k", "fraction": 0.5}, {"material": "metal", "mineral": "k", "fraction": 1}],
        "processes": [{"id": "smelter", "site": "mine", "feed": "ore"}],
        "process_flows": [
            {"process": "smelter", "material": "ore", "direction": "in", "amount_per_unit": 1},
            {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 0.5},
        ],
        "supplies": [{**BASE["supplies"][0], "max_per_year": 100}],
        "demands": [
            {**BASE["demands"][0], "price_per_unit": 50},
            {**BASE["demands"][0], "id": "metal", "material": "metal", "price_per_unit": 60},
        ],
        "policies": [{"id": "share", "kind": "processed_share", "minimum": 0.5}],
    }
    limit = limits(plan_of(**rows))["policies[share].minimum"]

    assert "fraction" == limit.unit
    assert (-2000.0, 2000.0) == (limit.rate_up, limit.rate_down)


def test_what_a_ban_allows_is_counted_in_contained_tonnes() -> None:
    """One contained tonne a year more of ore that is worth 40 a tonne and half mineral: 80; nothing less can be allowed."""
    rows = {
        "contents": [{"material": "ore", "mineral": "k", "fraction": 0.5}],
        "supplies": [{**BASE["supplies"][0], "max_per_year": 100}],
        "policies": [{"id": "ban", "kind": "raw_export_ban", "mineral": "k"}],
    }
    limit = limits(plan_of(**rows))["policies[ban].maximum"]

    assert "contained tonne a year allowed to leave raw" == limit.unit
    assert (80.0, None) == (limit.rate_up, limit.rate_down)
    assert NoRate.IMPOSSIBLE is limit.no_rate_down


def test_a_minimum_above_its_own_maximum_has_no_rate() -> None:
    """At least and at most 60 t: neither one more at least nor one less at most leaves a plan."""
    found = limits(plan_of(supplies=[{**BASE["supplies"][0], "min_per_year": 60, "max_per_year": 60}]))

    assert NoRate.IMPOSSIBLE is found["supplies[pit].min_per_year"].no_rate_up
    assert NoRate.IMPOSSIBLE is found["supplies[pit].max_per_year"].no_rate_down
    assert 0.0 == found["supplies[pit].min_per_year"].rate_down


def test_what_is_not_asked_says_so() -> None:
    """Without rates every limit that binds is told, with the reason why it has none."""
    plan = answer(make_problem({**BASE, "supplies": [{**BASE["supplies"][0], "max_per_year": 60}]}), AnswerOptions()).plan

    assert plan is not None
    assert {NoRate.NOT_ASKED} == {reason for limit in plan.limits for reason in (limit.no_rate_up, limit.no_rate_down)}


def test_what_is_processed_abroad_is_not_processed_at_home() -> None:
    """A smelter across the border: the ore was exported raw, and a floor on processing at home cannot be met by it."""
    rows = {
        "sites": [{"id": "mine"}, {"id": "abroad", "country": "TZ"}],
        "materials": [*BASE["materials"], {"id": "metal", "stage": "refined", "hs_code": "7202"}],
        "contents": [{"material": "ore", "mineral": "k", "fraction": 0.5}, {"material": "metal", "mineral": "k", "fraction": 1}],
        "processes": [{"id": "smelter", "site": "abroad", "feed": "ore", "jobs_per_unit": 1}],
        "process_flows": [
            {"process": "smelter", "material": "ore", "direction": "in", "amount_per_unit": 1},
            {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 0.5},
        ],
        "lanes": [{"id": "road", "from_site": "mine", "to": "abroad"}, {"id": "sea", "from_site": "abroad", "to": "us"}],
        "demands": [{"id": "metal", "tier": "1", "market": "us", "material": "metal", "price_per_unit": 1000}],
    }
    plan = plan_of(**rows)
    floor = plan_of(**rows, policies=[{"id": "share", "kind": "processed_share", "minimum": 0.5}])

    assert (50.0, 0.0, 0.0) == (totals(plan)["exported_raw[k]"], totals(plan)["processed[k]"], totals(plan)["jobs"])
    assert Verdict.EXPORT_RAW is plan.decisions[0].verdict
    assert 0.0 == floor.objective


def test_import_charges_are_not_lost_over_a_lane_into_the_country() -> None:
    """Goods bought abroad and shipped home would bear no charge, so the case is refused with the way to write it."""
    with pytest.raises(InvalidCase) as refused:
        plan_of(
            sites=[{"id": "mine"}, {"id": "abroad", "country": "ZZ"}],
            lanes=[*BASE["lanes"], {"id": "in", "from_site": "abroad", "to": "mine"}],
            tariffs=[{"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.1}],
        )

    assert {"lanes[in].to"} == {violation.address for violation in refused.value.violations}


def test_decisions_are_expected_amounts_over_the_tree() -> None:
    """100 t now and 100 t in either branch are 200 expected of a reserve of 250 a path: 50 left, 40 better than leaving."""
    made = plan_of(nodes=TREE, supplies=[{**BASE["supplies"][0], "reserve": 250}]).decisions[0]

    assert (200.0, 50.0, 40.0) == (made.mined, made.left, made.margin_per_unit)


def test_rates_of_a_minimised_objective_are_changes_of_that_objective() -> None:
    """At least 100 t from supplies at 10 (60 t) and 30: one more tonne demanded raises the cost by 30."""
    plan = plan_of(
        "minimise extraction",
        supplies=[{**BASE["supplies"][0], "max_per_year": 60}, {**BASE["supplies"][0], "id": "dear", "cost_per_unit": 30}],
        demands=[{**BASE["demands"][0], "min_per_year": 100}],
    )

    assert 60 * 10 + 40 * 30 == plan.objective
    assert (30.0, -30.0) == (
        limits(plan)["demands[ore,1].min_per_year"].rate_up,
        limits(plan)["demands[ore,1].min_per_year"].rate_down,
    )
    assert -20.0 == limits(plan)["supplies[pit].max_per_year"].rate_up


def test_reasons_of_another_objective_do_not_speak_of_earning_money() -> None:
    """Most jobs: the sentence names the objective, not a currency, and no estimate of money is said to decide."""
    made = plan_of("jobs", supplies=[{**BASE["supplies"][0], "jobs_per_unit": 2, "confidence": "estimate"}],
                   figures=[{"address": "supplies[pit].cost_per_unit", "low": 7, "high": 13}]).decisions[0]  # fmt: skip

    assert "USD" not in made.reasons[0].text
    assert "job-years" in made.reasons[0].text
    assert () == made.deciding_estimates


def test_a_lane_row_without_freight_leaves_the_stake_with_the_lane() -> None:
    """The lane's freight of 38 is an estimate of 30 to 45: beyond 40 nothing would be mined, so it decides."""
    lane = {**BASE["lanes"][0], "freight_per_tonne": 38, "confidence": "estimate"}
    made = plan_of(
        lanes=[lane],
        lane_materials=[{"lane": "sea", "material": "ore"}],
        demands=[{**BASE["demands"][0], "price_basis": "cif"}],
        figures=[{"address": "lanes[sea].freight_per_tonne", "low": 30, "high": 45}],
    ).decisions[0]

    assert ("lanes[sea].freight_per_tonne",) == made.deciding_estimates


def test_an_estimated_duty_can_decide_and_a_price_counts_net_of_it() -> None:
    """Price 100, cost 45, duty 50: a duty of 10 to 90 % decides; a price of 93 to 107 moves half as much and does not."""
    common = {
        "supplies": [{**BASE["supplies"][0], "cost_per_unit": 45}],
        "demands": [{**BASE["demands"][0], "price_per_unit": 100, "confidence": "estimate"}],
        "tariffs": [{"id": "mfn", "instrument": "mfn", "destination": "US", "ad_valorem": 0.5, "confidence": "estimate"}],
    }
    made = plan_of(
        **common,
        figures=[
            {"address": "tariffs[mfn].ad_valorem", "low": 0.1, "high": 0.9},
            {"address": "demands[ore,1].price_per_unit", "low": 93, "high": 107},
        ],
    ).decisions[0]

    assert 5.0 == made.margin_per_unit
    assert ("tariffs[mfn].ad_valorem",) == made.deciding_estimates


def test_a_royalty_on_the_material_takes_the_place_of_the_minerals_only_while_it_is_in_force() -> None:
    """10 % on the mineral in 2027, 20 % on the material from 2028: 500 and 1,000."""
    plan = plan_of(
        nodes=yearly_nodes(2),
        royalties=[
            {"id": "mineral", "mineral": "ore", "rate": 0.1},
            {"id": "material", "material": "ore", "rate": 0.2, "start": "2028-01-01"},
        ],
    )
    by_node = {measure.measure: measure.nodes for measure in plan.measures}["royalty"]

    assert (("2027", 500.0), ("2028", 1_000.0)) == by_node


def test_royalties_of_another_instrument_are_charged_beside_the_first() -> None:
    """A levy of 1 % on the mineral adds to 20 % on the material, which takes the place of 10 % on the mineral: 1,050."""
    plan = plan_of(
        royalties=[
            {"id": "mineral", "mineral": "ore", "rate": 0.1},
            {"id": "material", "material": "ore", "rate": 0.2},
            {"id": "levy", "mineral": "ore", "rate": 0.01, "instrument": "community-levy"},
        ],
    )

    assert 1_050.0 == {measure.measure: measure.total for measure in plan.measures}["royalty"]


def test_terms_of_a_closed_lane_demand_nothing() -> None:
    """A least amount on a lane that is switched off does not make the case infeasible."""
    plan = plan_of(
        lanes=[*BASE["lanes"], {"id": "old", "from_site": "mine", "to": "us", "active": False}],
        lane_materials=[{"lane": "old", "material": "ore", "min_per_year": 5}],
    )

    assert 4_000.0 == plan.objective


def test_a_measure_bounded_in_one_year_is_free_in_the_others() -> None:
    """A maximum given at one node by `by_node` bounds that node only."""
    plan = plan_of(
        nodes=yearly_nodes(2),
        policies=[{"id": "cap", "kind": "measure_bound", "measure": "mined[ore]", "minimum": 0}],
        by_node=[{"address": "policies[cap].maximum", "node": "2028", "value": 30}],
    )

    assert (100 + 30) * 40 == plan.objective


def test_selling_raw_at_home_is_tried_as_another_fate() -> None:
    """A home buyer at 49 beside 50 abroad: the nearest other fate is 1 worse, not 40."""
    made = plan_of(
        lanes=[*BASE["lanes"], {"id": "home", "from_site": "mine", "to": "ke"}],
        demands=[*BASE["demands"], {"id": "home", "tier": "1", "market": "ke", "material": "ore", "price_per_unit": 49}],
        markets=[{"id": "us"}, {"id": "ke", "country": "KE"}],
    ).decisions[0]

    assert (Verdict.SELL_RAW_AT_HOME, 1.0) == (made.alternative, made.margin_per_unit)


def test_local_value_added_is_withheld_while_a_home_share_is_missing() -> None:
    """Freight in lane_materials without the lane's home share is enough to withhold it."""
    rows = {
        "case": [{**SETTING}],
        "supplies": [{**BASE["supplies"][0], "local_share": 1}],
        "lane_materials": [{"lane": "sea", "material": "ore", "freight_per_unit": 3}],
    }

    assert "local_value_added" not in totals(plan_of(**rows))
    assert "local_value_added" in totals(plan_of(**rows, lanes=[{**BASE["lanes"][0], "local_share": 0.5}]))


def test_an_order_from_abroad_that_pays_nothing_is_delivered() -> None:
    """A case that counts costs: 5 t abroad at price 0 cost 5 x (3 to mine + 4 to ship) = 35; a duty on value comes to nothing."""
    rows: Rows = {
        "materials": [{"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615"}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore", "cost_per_unit": 3}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "us", "freight_per_tonne": 4}],
        "demands": [{"id": "us", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 0, "min_per_year": 5}],
        "tariffs": [{"id": "d", "instrument": "mfn", "hs_prefix": "2615", "destination": "US", "ad_valorem": 0.1}],
    }
    found = answer(make_problem(rows), AnswerOptions())
    assert found.plan is not None
    assert -35.0 == found.plan.objective
    totals = {measure.measure: measure.total for measure in found.plan.measures}
    assert (0.0, 0.0, 5.0) == (totals["duty"], totals["export_value"], totals["exported_raw[ore]"])
    assert ["demands[us,1].price_per_unit"] == [
        warning.address for warning in found.warnings if warning.rule == "no-border-value"
    ]
