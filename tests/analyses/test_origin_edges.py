"""Where a rule of origin could be got round, or close what is lawful: each worked by hand on the refinery."""

import pytest

from optimizer.domain.plan import Plan
from tests.analyses.refinery import ROWS, Row, amount, plan_of, role, rule, supply, total, value
from tests.made_cases import yearly_nodes

HOME, FOREIGN = ROWS["supplies"]
NO_LAW = {name: [] for name in ("tariffs", "programmes", "programme_countries", "origin_rules", "origin_values")}
ROYALTY = [{"id": "nb", "mineral": "niobium", "rate": 0.1}]


def goes_in(process: str, material: str, units: float = 1, **more: object) -> Row:
    """Return an input."""
    return {"process": process, "material": material, "direction": "in", "amount_per_unit": units, **more}


def comes_out(process: str, material: str, units: float = 1) -> Row:
    """Return an output."""
    return {"process": process, "material": material, "direction": "out", "amount_per_unit": units}


def holding(*materials: str) -> list[Row]:
    """Return contents of niobium."""
    return [{"material": name, "mineral": "niobium", "fraction": 0.5} for name in materials]


def claimed(plan: Plan) -> float:
    """Return tonnes sold under AGOA."""
    return amount(plan, "sell[sea,us,1,agoa")


def test_a_lot_that_may_take_nothing_in_makes_nothing() -> None:
    """Where the country's part ended, wholly obtained goods have no feed at all: 2028 pays on everything."""
    plan = plan_of(
        nodes=yearly_nodes(2),
        origin_rules=[rule("wholly_obtained")],
        programme_countries=[{**role("KE", "beneficiary"), "end": "2027-12-31"}],
    )

    # A year sells 300 t for 2,450,000 before duty; 200 t pay in 2027, 300 t in 2028.
    assert 2 * 2_450_000 - 500 * (200 + 300) == plan.objective


def test_a_simple_process_does_not_rename_ore() -> None:
    """Ore of Uganda blended with a little of Tanzania's is nobody's: 10 t of Tanzanian ore carry 10 t, and no more."""
    ore = {"stage": "ore", "raw": True, "hs_code": "2615.90"}
    plan = plan_of(
        materials=[*ROWS["materials"], {"id": "ore", **ore}, {"id": "ore2", **ore}],
        contents=holding("ore", "ore2", "concentrate", "metal"),
        supplies=[
            {**supply("tanzania", 1_500, "TZ", 10), "material": "ore"},
            {**supply("uganda", 1_500, "UG"), "material": "ore"},
            {**supply("uganda2", 1_500, "UG"), "material": "ore2"},
        ],
        processes=[*ROWS["processes"], {"id": "wash", "site": "refinery", "feed": "ore"}],
        process_flows=[
            *ROWS["process_flows"], goes_in("wash", "ore"), goes_in("wash", "ore2", 0.01), comes_out("wash", "concentrate"),
        ],
        origin_values=[*ROWS["origin_values"], value("TZ", 6_000)],
    )  # fmt: skip

    assert 0.0 == claimed(plan)
    assert 300.0 == amount(plan, "sell[sea,us,1")


def test_a_trace_of_foreign_ore_does_not_save_royalty() -> None:
    """100 t of home metal pay 10 % of 10,000 a tonne, whatever they are mixed with and whatever their reference value."""
    trace = [HOME, {**FOREIGN, "max_per_year": 0.001}]
    low = [ROWS["materials"][0], {**ROWS["materials"][1], "reference_value_per_unit": 1_000}]
    for materials in (ROWS["materials"], low):
        plan = plan_of(NO_LAW, supplies=trace, royalties=ROYALTY, materials=materials)
        assert 100_000.0 == pytest.approx(total(plan, "royalty"), abs=2)


def test_home_ore_loses_its_name_where_no_royalty_is_due() -> None:
    """A mixed lot of home ore is explained like any other where figures say how sure they are, and no royalty is due."""
    figures = [{"address": "supplies[home].cost_per_unit", "confidence": "estimate"}]
    plan = plan_of(figures=figures)

    assert plan.objective == plan_of().objective
    assert amount(plan, "feed[smelter,ke#agoa,concentrate,home") > 0
    assert {share.confidence for share in plan.money_shares} == {"", "estimate"}


def test_a_royalty_on_the_last_product_is_not_lost_on_the_way() -> None:
    """Two stages, the royalty on metal alone: home ore that loses its name in the first still pays for the metal it becomes."""
    stages = {
        "materials": [*ROWS["materials"], {"id": "carbonate", "stage": "intermediate", "hs_code": "2846.90"}],
        "contents": holding("concentrate", "carbonate", "metal"),
        "supplies": [HOME, {**FOREIGN, "max_per_year": 0.001}],
        "processes": [
            {"id": "crack", "site": "refinery", "feed": "concentrate", "substantial": True},
            {**ROWS["processes"][0], "feed": "carbonate"},
        ],
        "process_flows": [
            goes_in("crack", "concentrate"), comes_out("crack", "carbonate"),
            goes_in("smelter", "carbonate"), comes_out("smelter", "metal"),
        ],
    }  # fmt: skip
    plan = plan_of({**NO_LAW, **stages}, royalties=[{"id": "metal", "material": "metal", "rate": 0.1}])

    assert 100_000.0 == pytest.approx(total(plan, "royalty"), abs=2)


def test_home_ore_in_a_simple_blend_is_not_a_material_of_its_own() -> None:
    """Foreign additive with a pinch of home concentrate, simply mixed, counts as nothing in a build-up."""
    plan = plan_of(
        materials=[
            *ROWS["materials"],
            {"id": "additive", "stage": "input", "hs_code": "2818"},
            {"id": "blend", "stage": "intermediate", "hs_code": "2615.90"},
        ],
        contents=holding("concentrate", "blend", "metal"),
        supplies=[{**HOME, "max_per_year": 3}, {**FOREIGN, "material": "additive"}],
        processes=[{"id": "mix", "site": "refinery", "feed": "additive"}, {**ROWS["processes"][0], "feed": "blend"}],
        process_flows=[
            goes_in("mix", "additive"), goes_in("mix", "concentrate", 0.01), comes_out("mix", "blend", 0.01),
            goes_in("smelter", "blend"), comes_out("smelter", "metal"),
        ],
        origin_values=[value("KE", 6_000), value("KE", 6_000, "blend")],
    )  # fmt: skip

    assert 0.0 == claimed(plan)


def test_what_is_still_raw_keeps_the_country_of_its_ore() -> None:
    """Milled here, Ugandan concentrate is still Uganda's, so it counts as nothing."""
    mill = {"id": "mill", "site": "refinery", "feed": "ore", "substantial": True}
    plan = plan_of(
        materials=[
            {**ROWS["materials"][0], "raw": True},
            ROWS["materials"][1],
            {"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615.90"},
        ],
        contents=holding("ore", "concentrate", "metal"),
        supplies=[{**FOREIGN, "material": "ore", "max_per_year": 100}],
        processes=[*ROWS["processes"], mill],
        process_flows=[*ROWS["process_flows"], goes_in("mill", "ore"), comes_out("mill", "concentrate")],
    )

    assert 0.0 == claimed(plan)
    assert 100.0 == amount(plan, "sell[sea,us,1")


def test_a_role_counts_only_together_with_its_programme() -> None:
    """AGOA to June and cumulation from July never hold at once; nor does cumulation from 2029 count for lots of 2027."""
    tanzania = {
        "supplies": [supply("tanzania", 1_500, "TZ", 100)],
        "origin_values": [*ROWS["origin_values"], value("TZ", 6_000)],
        "nodes": yearly_nodes(1),
    }
    apart = plan_of(
        tanzania,
        programmes=[{**ROWS["programmes"][0], "end": "2027-06-30"}],
        programme_countries=[role("KE", "beneficiary"), {**role("TZ", "cumulation"), "start": "2027-07-01"}],
    )
    later = plan_of(
        {**tanzania, "nodes": yearly_nodes(3), "stocks": [{"site": "refinery", "material": "metal"}]},
        supplies=[{**tanzania["supplies"][0], "end": "2027-12-31"}],
        programmes=[{**ROWS["programmes"][0], "start": "2028-01-01"}],
        programme_countries=[role("KE", "beneficiary"), {**role("TZ", "cumulation"), "start": "2029-01-01"}],
    )

    assert 0.0 == claimed(apart)
    assert 0.0 == claimed(later)


def test_an_input_forbidden_later_may_be_used_before() -> None:
    """Tanzanian ore of 2027, wholly obtained while cumulation lasts: 100 t are claimed."""
    plan = plan_of(
        nodes=yearly_nodes(2),
        supplies=[{**supply("tanzania", 1_500, "TZ", 100), "end": "2027-12-31"}],
        origin_rules=[rule("wholly_obtained")],
        programme_countries=[role("KE", "beneficiary"), {**role("TZ", "cumulation"), "end": "2027-12-31"}],
    )

    assert 100.0 == claimed(plan)


def test_two_programmes_may_be_earned_for_two_products_of_one_lot() -> None:
    """Metal for America and oxide for Europe, half and half, 15 % foreign each: no duty is due on either."""
    tables = {
        "materials": [
            *ROWS["materials"],
            {"id": "oxide", "stage": "refined", "hs_code": "2825.90", "reference_value_per_unit": 10_000},
        ],
        "contents": holding("concentrate", "metal", "oxide"),
        "supplies": [{**FOREIGN, "max_per_year": 100}],
        "process_flows": [ROWS["process_flows"][0], comes_out("smelter", "metal", 0.5), comes_out("smelter", "oxide", 0.5)],
        "lanes": [*ROWS["lanes"], {"id": "north", "from_site": "refinery", "to": "eu"}],
        "demands": [*ROWS["demands"], {**ROWS["demands"][0], "id": "eu", "market": "eu", "material": "oxide"}],
        "tariffs": [*ROWS["tariffs"], {**ROWS["tariffs"][0], "id": "eu", "hs_prefix": "2825", "destination": "EU"}],
        "programmes": [*ROWS["programmes"], {"id": "epa", "destination": "EU", "waives": "mfn"}],
        "programme_countries": [role("KE", "beneficiary"), {**role("KE", "beneficiary"), "programme": "epa"}],
        "origin_rules": [
            rule("foreign_max", threshold=0.9),
            {**rule("foreign_max", threshold=0.9), "programme": "epa", "hs_prefix": "2825"},
        ],
        "origin_values": [value("UG", 1_500), {**value("UG", 1_500), "programme": "epa"}],
    }

    assert 100 * (10_000 - 1_500 - 500) == plan_of(tables).objective


def test_a_by_product_used_as_a_reagent_does_not_stop_the_plant() -> None:
    """Acid made beside metal of foreign ore leaches at home, whatever the ore's origin."""
    plan = plan_of(
        materials=[*ROWS["materials"], {"id": "acid", "stage": "input", "hs_code": "2807"}],
        supplies=[{**FOREIGN, "max_per_year": 100}],
        processes=[*ROWS["processes"], {"id": "leach", "site": "refinery"}],
        process_flows=[*ROWS["process_flows"], comes_out("smelter", "acid"), goes_in("leach", "acid", constituent=False)],
    )

    assert 100.0 == amount(plan, "run[leach")


def test_what_is_made_abroad_of_nothing_is_not_from_home() -> None:
    """A well abroad claims no programme of ours."""
    plan = plan_of(
        sites=[{"id": "refinery", "country": "TZ"}],
        supplies=[],
        contents=[],
        processes=[{"id": "well", "site": "refinery", "max_per_year": 100}],
        process_flows=[comes_out("well", "metal")],
    )

    assert 0.0 == claimed(plan)
    assert 50_000.0 == total(plan, "duty_assessed")


@pytest.mark.parametrize(("code", "digits"), [("", 4), ("2615", 6)])
def test_a_code_too_short_to_compare_shows_no_shift(code: str, digits: int) -> None:
    """Foreign concentrate whose code has fewer digits than must change shows none: only 100 t of home metal are claimed."""
    materials = [{**ROWS["materials"][0], "hs_code": code}, ROWS["materials"][1]]
    plan = plan_of(materials=materials, origin_rules=[rule("tariff_shift", shift_digits=digits)])

    assert 100.0 == claimed(plan)


def test_a_rule_without_donors_beside_one_with_them() -> None:
    """A second product's rule without a donor cap leaves the first one's donor content alone."""
    tables = {
        "materials": [*ROWS["materials"], {"id": "slag", "stage": "refined", "hs_code": "2620"}],
        "supplies": [HOME, supply("america", 1_400, "US")],
        "process_flows": [*ROWS["process_flows"], comes_out("smelter", "slag", 0.1)],
        "origin_values": [*ROWS["origin_values"], value("US", 3_000)],
        "demands": [{**ROWS["demands"][0], "max_per_year": 500}],
    }
    tables["materials"][-1]["discardable"] = True
    tables["materials"][-1]["reference_value_per_unit"] = 0.0
    rules = [rule(threshold=0.35, donor_cap=0.15), {**rule(threshold=0.01), "hs_prefix": "2620"}]

    assert 400.0 == pytest.approx(claimed(plan_of(tables, origin_rules=rules)))


def test_a_lot_shipped_before_the_programme_begins_may_enter_after_it() -> None:
    """AGOA from 10 January 2028, 40 days at sea: loads of the last days of 2027 claim it, 200 t of lots of mixed feed at most."""
    plan = plan_of(
        nodes=yearly_nodes(1),
        lanes=[{**ROWS["lanes"][0], "transit_days": 40}],
        programmes=[{**ROWS["programmes"][0], "start": "2028-01-10"}],
    )

    # Entries of 10 January to 9 February: 31 of the 365 days of loading.
    assert 200.0 == pytest.approx(claimed(plan))
    assert 300 * 500 - 200 * 500 * 31 / 365 == pytest.approx(total(plan, "duty_assessed"), abs=0.01)


def test_a_claim_open_on_one_branch_keeps_its_lots_on_the_trunk() -> None:
    """Where time branches, lots of the trunk can be claimed on either branch that still buys."""
    tree = [
        {"id": "now", "start": "2027-01-01", "end": "2027-12-31"},
        {"id": "buys", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.5},
        {"id": "rests", "parent": "now", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.5},
    ]
    demand = {**ROWS["demands"][0], "start": "2028-01-01"}
    plan = plan_of(
        nodes=tree,
        supplies=[{**HOME, "end": "2027-12-31"}, {**FOREIGN, "end": "2027-12-31"}],
        demands=[demand],
        stocks=[{"site": "refinery", "material": "metal"}],
        by_node=[{"address": "demands[us,1].max_per_year", "node": "rests", "value": 0}],
    )

    assert 200.0 == pytest.approx(claimed(plan))


def test_goods_under_a_plain_shift_need_no_appraised_value() -> None:
    """A shift of heading takes no share of a value: everything is claimed though none is given."""
    materials = [ROWS["materials"][0], {**ROWS["materials"][1], "reference_value_per_unit": ""}]
    plan = plan_of(materials=materials, origin_rules=[rule("tariff_shift", shift_digits=4)])

    assert 300.0 == claimed(plan)
