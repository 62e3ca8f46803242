"""Policies, resources, royalties, levies and the user's own limits, worked by hand."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import InvalidCase
from optimizer.domain.plan import Plan, Termination
from tests.made_cases import make_problem

# Ore at 10 a tonne, 100 t: raw at 50, or 0.5 t of metal at 90 after 5 of processing and 2 MWh at 3: 45 - 5 - 6 = 34 < 50.
ROWS = {
    "sites": [{"id": "mine"}],
    "materials": [
        {"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615.90", "reference_value_per_unit": 40},
        {"id": "metal", "stage": "refined", "hs_code": "7202.93"},
    ],
    "contents": [
        {"material": "ore", "mineral": "niobium", "fraction": 0.2},
        {"material": "metal", "mineral": "niobium", "fraction": 0.3},
    ],
    "supplies": [
        {"id": "pit", "site": "mine", "material": "ore", "max_per_year": 100, "cost_per_unit": 10, "jobs_per_unit": 0.01}
    ],
    "processes": [{"id": "plant", "site": "mine", "feed": "ore", "operating_cost_per_unit": 5, "jobs_per_unit": 0.1}],
    "process_flows": [
        {"process": "plant", "material": "ore", "direction": "in", "amount_per_unit": 1},
        {"process": "plant", "material": "metal", "direction": "out", "amount_per_unit": 0.5},
    ],
    "resources": [{"id": "power", "unit": "MWh", "cost_per_unit": 3}],
    "resource_uses": [{"process": "plant", "resource": "power", "amount_per_unit": 2}],
    "lanes": [{"id": "sea", "from_site": "mine", "to": "cn"}],
    "demands": [
        {"id": "ore", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": 50},
        {"id": "metal", "tier": "1", "market": "cn", "material": "metal", "price_per_unit": 90},
    ],
}


def plan_of(**tables: list[dict]) -> Plan:
    """Return the plan of the case with tables added or replaced."""
    plan = answer(make_problem({**ROWS, **tables}), AnswerOptions(rates=True, activities=True)).plan
    assert plan is not None
    return plan


def totals(plan: Plan) -> dict[str, float]:
    """Return the measures' totals."""
    return {measure.measure: measure.total for measure in plan.measures}


def test_without_policy_all_goes_raw() -> None:
    """100 x (50 - 10) = 4,000, and processing a contained tonne instead loses (50 - 34) / 0.2 = 80."""
    plan = plan_of()

    assert 4_000.0 == plan.objective
    assert 20.0 == totals(plan)["exported_raw[niobium]"]
    assert ["RAW_EXPORT_PAYS", "LIMITED_BY"] == [reason.code for reason in plan.decisions[0].reasons]
    assert (80.0, "process") == (plan.decisions[0].margin_per_unit, plan.decisions[0].alternative.value)


def test_a_processed_share_is_met_exactly_and_costs_what_it_costs() -> None:
    """At least 60 % processed: 60 t lose 16 each, 4,000 - 960 = 3,040, and the share is 0.6."""
    plan = plan_of(policies=[{"id": "share", "kind": "processed_share", "minimum": 0.6}])
    found = totals(plan)

    assert 3_040.0 == plan.objective
    assert 0.6 == pytest.approx(found["processed[niobium]"] / (found["processed[niobium]"] + found["exported_raw[niobium]"]))


def test_a_ban_stops_raw_exports_and_leaves_the_rest_to_the_plan() -> None:
    """No raw exports: all 100 t are processed at 24 each, 2,400; with processing at a loss all would be left."""
    ban = [{"id": "ban", "kind": "raw_export_ban", "mineral": "niobium"}]
    processed = plan_of(policies=ban)
    left = plan_of(policies=ban, resources=[{"id": "power", "unit": "MWh", "cost_per_unit": 40}])

    assert 2_400.0 == processed.objective
    assert 0.0 == totals(processed)["exported_raw[niobium]"]
    assert 0.0 == left.objective
    assert "leave" == left.decisions[0].verdict.value


def test_a_minimum_of_jobs_is_met_where_it_costs_least() -> None:
    """Mining gives 1 job-year; 6 need 50 t processed at 0.1 each: 50 x 16 = 800 less; one more job-year costs 160."""
    plan = plan_of(policies=[{"id": "work", "kind": "measure_bound", "measure": "jobs", "minimum": 6}])
    limit = {limit.address: limit for limit in plan.limits}["policies[work].minimum"]

    assert 3_200.0 == plan.objective
    assert (-160.0, 160.0) == (limit.rate_up, limit.rate_down)


def test_an_impossible_demand_is_infeasible_and_has_no_plan() -> None:
    """20 job-years cannot be had from 100 t."""
    rows = {**ROWS, "policies": [{"id": "work", "kind": "measure_bound", "measure": "jobs", "minimum": 20}]}

    found = answer(make_problem(rows), AnswerOptions())

    assert (Termination.INFEASIBLE, None) == (found.termination, found.plan)


def test_ore_without_limit_is_unbounded() -> None:
    """A mine and a market without limits earn without bound, which is said and not planned."""
    rows = {**ROWS, "supplies": [{"id": "pit", "site": "mine", "material": "ore"}]}

    found = answer(make_problem(rows), AnswerOptions())

    assert (Termination.UNBOUNDED, None) == (found.termination, found.plan)


def test_power_limits_processing_and_has_a_price_per_megawatt_hour() -> None:
    """With raw at 20, processing earns 24 and raw 10: 80 MWh process 40 t, one more MWh is worth (24 - 10) / 2 = 7."""
    plan = plan_of(
        demands=[{**ROWS["demands"][0], "price_per_unit": 20}, ROWS["demands"][1]],
        resources=[{"id": "power", "unit": "MWh", "cost_per_unit": 3, "max_per_year": 80}],
    )
    limit = {limit.address: limit for limit in plan.limits}["resources[power].max_per_year"]

    assert 40 * 24 + 60 * 10 == plan.objective
    assert (7.0, -7.0) == (limit.rate_up, limit.rate_down)


def test_a_royalty_on_sale_and_one_on_extraction_fall_on_different_tonnes() -> None:
    """8 % of the border value of 100 t at 50, or 8 % of the reference value 40 of each tonne mined: 400 or 320."""
    sold = plan_of(royalties=[{"id": "nb", "mineral": "niobium", "rate": 0.08}])
    extracted = plan_of(royalties=[{"id": "nb", "mineral": "niobium", "rate": 0.08, "basis": "extracted"}])

    assert (400.0, 3_600.0) == (totals(sold)["royalty"], sold.objective)
    assert (320.0, 3_680.0) == (totals(extracted)["royalty"], extracted.objective)
    assert 400.0 == totals(sold)["government_revenue"]


def test_a_royalty_at_a_stated_material_counts_contained_mineral() -> None:
    """10 % at the metal's value 90: an ore of 0.2 holds 2/3 of a metal of 0.3, so 0.1 x 90 x 2/3 = 6 a tonne mined."""
    materials = [ROWS["materials"][0], {**ROWS["materials"][1], "reference_value_per_unit": 90}]
    royalty = {"id": "nb", "mineral": "niobium", "rate": 0.1, "basis": "extracted", "at_material": "metal"}

    assert 600.0 == totals(plan_of(materials=materials, royalties=[royalty]))["royalty"]


def test_an_export_levy_on_raw_ore_turns_the_plan_at_its_break_even() -> None:
    """Raw earns 40 - 50 t, processing 24: a levy of 32 % of 50 is 16, the break-even; at 31 % raw wins, at 33 % processing."""
    levy = {"id": "levy", "instrument": "levy", "kind": "export_levy", "hs_prefix": "2615"}
    below, above = (plan_of(tariffs=[{**levy, "ad_valorem": rate}]) for rate in (0.31, 0.33))

    assert "export_raw" == below.decisions[0].verdict.value
    assert 1_550.0 == totals(below)["government_revenue"]
    assert "process" == above.decisions[0].verdict.value
    assert 2_400.0 == above.objective


def test_bought_foreign_goods_bear_import_charges_at_home() -> None:
    """Acid of 2.5 % import fee: 100 t at 20 from China bear 50 in all."""
    rows = {
        **ROWS,
        "demands": [{**ROWS["demands"][0], "price_per_unit": 5}, {**ROWS["demands"][1], "price_per_unit": 200}],
        "materials": [*ROWS["materials"], {"id": "acid", "stage": "input", "hs_code": "2807"}],
        "supplies": [
            *ROWS["supplies"],
            {
                "id": "acid",
                "site": "mine",
                "material": "acid",
                "acquisition": "bought",
                "cost_per_unit": 20,
                "origin_country": "CN",
            },
        ],
        "process_flows": [
            *ROWS["process_flows"],
            {"process": "plant", "material": "acid", "direction": "in", "amount_per_unit": 1},
        ],
        "tariffs": [{"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.025}],
    }

    found = totals(plan_of(**rows))

    assert (2_000.0, 50.0) == (found["purchase"], found["import_duty"])


def test_a_users_ratio_holds_and_has_a_price() -> None:
    """Raw sales at most twice the metal sold: r <= 2 x 0.5 p with r + p = 100 gives r = p = 50."""
    plan = plan_of(
        limits=[{"id": "mix", "sense": "le", "amount": 0}],
        limit_terms=[
            {"limit": "mix", "columns": "sell[material=ore]", "coefficient": 1},
            {"limit": "mix", "columns": "sell[material=metal]", "coefficient": -2},
        ],
    )

    assert 50 * 40 + 50 * 24 == plan.objective


def test_a_users_limit_on_columns_that_do_not_exist_is_refused_with_its_address() -> None:
    """A pattern that names no column is a violation at the term."""
    with pytest.raises(InvalidCase) as refused:
        plan_of(
            limits=[{"id": "mix", "sense": "le", "amount": 0}],
            limit_terms=[{"limit": "mix", "columns": "run[no-such-plant]", "coefficient": 1}],
        )

    assert ["limit_terms[mix,run[no-such-plant]].columns"] == [violation.address for violation in refused.value.violations]


def test_other_objectives_are_maximised_and_minimised() -> None:
    """Most jobs: all is processed, 100 x (0.01 + 0.1) = 11; least extraction: nothing is done; a weighted sum lies between."""
    jobs = answer(make_problem(ROWS, "jobs"), AnswerOptions()).plan
    least = answer(make_problem(ROWS, "minimise extraction"), AnswerOptions()).plan
    weighted = answer(make_problem(ROWS, "profit + 200 jobs"), AnswerOptions()).plan

    assert 11.0 == jobs.objective
    assert 0.0 == least.objective
    assert 2_400.0 + 200 * 11 == weighted.objective


def test_local_value_added_is_profit_and_what_stays_at_home() -> None:
    """With home shares: LVA = profit + home part of costs + government revenue; without them it is not reported."""
    local = plan_of(
        supplies=[{**ROWS["supplies"][0], "local_share": 0.9}],
        processes=[{**ROWS["processes"][0], "local_share": 0.5}],
        resources=[{**ROWS["resources"][0], "local_share": 1}],
        royalties=[{"id": "nb", "mineral": "niobium", "rate": 0.08}],
    )

    assert 3_600 + 0.9 * 1_000 + 400 == totals(local)["local_value_added"]
    assert "local_value_added" not in totals(plan_of())


def test_what_rests_on_estimates_is_said() -> None:
    """The raw price may be 30 to 60: at 30 processing wins (34 > 30), so it decides; 5,000 of 6,000 moved are counted at it."""
    demands = [{**ROWS["demands"][0], "confidence": "estimate"}, ROWS["demands"][1]]
    wide = plan_of(demands=demands, figures=[{"address": "demands[ore,1].price_per_unit", "low": 30, "high": 60}])
    narrow = plan_of(demands=demands, figures=[{"address": "demands[ore,1].price_per_unit", "low": 40, "high": 60}])

    assert ("demands[ore,1].price_per_unit",) == wide.decisions[0].deciding_estimates
    assert () == narrow.decisions[0].deciding_estimates
    shares = {share.confidence: share.share for share in wide.money_shares}
    assert {"estimate": 5_000 / 6_000, "": 1_000 / 6_000} == pytest.approx(shares, rel=1e-9)


def test_a_plant_far_below_its_scale_is_remarked() -> None:
    """Running at 100 of 1,000 t a year is said to be 10 % of the scale."""
    plan = plan_of(
        processes=[{**ROWS["processes"][0], "efficient_scale_per_year": 1000}],
        policies=[{"id": "ban", "kind": "raw_export_ban"}],
    )

    assert ["SMALL_PLANT"] == [remark.code for remark in plan.remarks]
    assert "10%" in plan.remarks[0].text


def test_a_ban_has_a_price_per_contained_tonne() -> None:
    """A tonne of ore holds 0.2 t and earns 16 more raw than processed: one contained tonne allowed is worth 80."""
    ban = {"id": "ban", "kind": "raw_export_ban", "mineral": "niobium"}
    banned, allowed = plan_of(policies=[ban]), plan_of(policies=[{**ban, "maximum": 1}])
    (limit,) = [limit for limit in banned.limits if limit.address == "policies[ban].maximum"]

    assert (80.0, 80.0) == (limit.rate_up, allowed.objective - banned.objective)
