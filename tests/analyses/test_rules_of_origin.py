"""Rules of origin on a refinery worked out on paper (tests/analyses/refinery.py): what each rule lets pass, and its worth."""

import pytest

from tests.analyses.refinery import CASE, ROWS, amount, plan_of, role, rule, supply, total, value
from tests.made_cases import yearly_nodes

HOME, FOREIGN = ROWS["supplies"]
COSTS = 100 * 1_000 + 200 * 1_500 + 300 * 500
"""Of 300 t of metal from 100 t of home and 200 t of foreign concentrate."""
SALES = 300 * 10_000


def test_content_binds_at_exactly_its_threshold() -> None:
    """100 home tonnes carry 100 foreign ones; the other 100 t pay 500 each: 3,000,000 - 550,000 - 50,000."""
    plan = plan_of()

    assert SALES - COSTS - 50_000 == plan.objective
    assert (100.0, 100.0) == (
        amount(plan, "feed[smelter,ke#agoa,concentrate,home"),
        amount(plan, "feed[smelter,ke#agoa,concentrate,ug"),
    )
    assert 0.35 == pytest.approx((6_000 * 100 + 500 * 200) / (10_000 * amount(plan, "sell[sea,us,1,agoa")), abs=1e-12)
    assert 50_000.0 == total(plan, "duty_assessed")


def test_a_threshold_of_zero_lets_everything_pass_and_one_of_one_only_home_ore() -> None:
    """No test, no duty; and a test nobody passes leaves the 100 t of home metal free of duty, 200 t pay."""
    assert SALES - COSTS == plan_of(origin_rules=[rule(threshold=0.0)]).objective
    assert SALES - COSTS - 100_000 == plan_of(origin_rules=[rule(threshold=1.0)]).objective


def test_goods_with_foreign_feed_claim_nothing_without_a_rule() -> None:
    """A claim that no rule says how to earn is not there: 200 t pay."""
    plan = plan_of(origin_rules=[])

    assert SALES - COSTS - 100_000 == plan.objective
    assert 100.0 == amount(plan, "sell[sea,us,1,agoa")


def test_one_sided_rates_equal_solving_again() -> None:
    """A home tonne more replaces a foreign one (+500) and carries two past the duty (+1,000); demand earns 7,500 a tonne."""
    rates = {limit.address: limit for limit in plan_of().limits}
    home, demand = rates["supplies[home].max_per_year"], rates["demands[us,1].max_per_year"]
    base = plan_of().objective

    for step, rate in ((1, home.rate_up), (-1, home.rate_down)):
        again = plan_of(supplies=[{**HOME, "max_per_year": 100 + step}, FOREIGN]).objective
        assert (step * 1_500.0, rate) == (again - base, again - base)
    for step, rate in ((1, demand.rate_up), (-1, demand.rate_down)):
        again = plan_of(demands=[{**ROWS["demands"][0], "max_per_year": 300 + step}]).objective
        assert (step * 7_500.0, rate) == (again - base, again - base)


def test_build_up_refuses_a_lot_that_build_down_passes() -> None:
    """All-foreign metal is 15 % foreign by value, far below 65 %; yet of its own it has 5 % of the 35 % that build-up asks."""
    build_down = plan_of(origin_rules=[rule("foreign_max", threshold=0.65)])
    build_up = plan_of(supplies=[FOREIGN])

    assert SALES - COSTS == build_down.objective
    assert 300.0 == amount(plan_of(supplies=[FOREIGN], origin_rules=[rule("foreign_max", threshold=0.65)]), "sell[sea,us,1,agoa")
    assert 0.0 == amount(build_up, "sell[sea,us,1,agoa")


def test_a_foreign_ceiling_binds_exactly() -> None:
    """At most 6 % foreign: 1,500 f <= 600 (h + f), f <= 2 h / 3, so 166.67 t are claimed and 133.33 t pay."""
    plan = plan_of(origin_rules=[rule("foreign_max", threshold=0.06)])

    assert SALES - COSTS - 500 * 400 / 3 == pytest.approx(plan.objective, abs=0.01)


def test_a_shift_of_heading_and_its_tolerance() -> None:
    """2615 to 7202 shifts the heading: all passes. To one digit group of the product itself nothing foreign but 3 % does."""
    same = [ROWS["materials"][0] | {"hs_code": "7202.10"}, ROWS["materials"][1]]

    assert SALES - COSTS == plan_of(origin_rules=[rule("tariff_shift", shift_digits=4)]).objective
    assert SALES - COSTS - 100_000 == plan_of(materials=same, origin_rules=[rule("tariff_shift", shift_digits=4)]).objective
    # 1,500 f <= 300 (h + f): f <= h / 4, 125 t claimed and 175 t pay.
    tolerant = plan_of(materials=same, origin_rules=[rule("tariff_shift", shift_digits=4, de_minimis=0.03)])
    assert SALES - COSTS - 175 * 500 == tolerant.objective


def test_wholly_obtained_is_home_ore_alone() -> None:
    """Foreign concentrate may not go in at all: 100 t are claimed."""
    assert SALES - COSTS - 100_000 == plan_of(origin_rules=[rule("wholly_obtained")]).objective


def test_alternatives_are_or_and_tests_of_one_are_and() -> None:
    """35 % build-up or 6 % foreign: the looser, 200 t; both at once: the tighter, 166.67 t."""
    either = [rule(threshold=0.35), rule("foreign_max", "b", threshold=0.06)]
    both = [rule(threshold=0.35), rule("foreign_max", "a", threshold=0.06)]

    assert SALES - COSTS - 50_000 == plan_of(origin_rules=either).objective
    assert SALES - COSTS - 500 * 400 / 3 == pytest.approx(plan_of(origin_rules=both).objective, abs=0.01)


def test_cumulation_counts_a_neighbours_ore_and_without_it_the_plan_changes() -> None:
    """100 t from TZ at 1,200 count like home ore, so 400 t could be claimed: no duty. Off, they are foreign: 200 t claimed."""
    tables = {
        "supplies": [HOME, FOREIGN, supply("tanzania", 1_200, "TZ", 100)],
        "origin_values": [*ROWS["origin_values"], value("TZ", 6_000)],
    }
    costs = COSTS - 100 * 300
    off = [role("KE", "beneficiary"), {**role("TZ", "cumulation"), "active": False}, role("US", "donor")]

    assert SALES - costs == plan_of(tables).objective
    assert SALES - costs - 50_000 == plan_of(tables, programme_countries=off).objective


def test_donor_content_counts_up_to_its_cap() -> None:
    """US ore of 3,000 a tonne may add 15 points, 1,500 a tonne of metal: 6,000 h >= 1,500 T, T = 400; 100 t of 500 pay."""
    tables = {
        "supplies": [HOME, FOREIGN, supply("america", 1_400, "US")],
        "origin_values": [*ROWS["origin_values"], value("US", 3_000)],
        "demands": [{**ROWS["demands"][0], "max_per_year": 500}],
    }
    capped = plan_of(tables, origin_rules=[rule(threshold=0.35, donor_cap=0.15)])
    none = plan_of(tables, origin_rules=[rule(threshold=0.35)])
    costs = 100 * 1_000 + 400 * 1_400 + 500 * 500

    assert 500 * 10_000 - costs - 100 * 500 == capped.objective
    assert 400 * 1_500 == pytest.approx(amount(capped, "donor[smelter"))
    assert 500 * 10_000 - costs - 300 * 500 == none.objective


TWO_STAGES = {
    "materials": [
        *ROWS["materials"],
        {"id": "carbonate", "stage": "intermediate", "hs_code": "2846.90", "reference_value_per_unit": 4_000},
    ],
    "contents": [{"material": name, "mineral": "niobium", "fraction": 0.5} for name in ("concentrate", "carbonate", "metal")],
    "supplies": [supply("uganda", 1_500, "UG", 100)],
    "processes": [
        {"id": "crack", "site": "refinery", "feed": "concentrate", "operating_cost_per_unit": 200, "substantial": True},
        {**ROWS["processes"][0], "feed": "carbonate"},
    ],
    "process_flows": [
        {"process": "crack", "material": "concentrate", "direction": "in", "amount_per_unit": 1},
        {"process": "crack", "material": "carbonate", "direction": "out", "amount_per_unit": 1},
        {"process": "smelter", "material": "carbonate", "direction": "in", "amount_per_unit": 1},
        {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 1},
    ],
    "origin_values": [value("KE", 4_000, "carbonate"), value("UG", 1_600, "carbonate")],
}


@pytest.mark.parametrize(("crack", "smelter", "claimed"), [(True, True, 100.0), (False, True, 0.0), (True, False, 0.0)])
def test_two_stages_earn_by_dual_transformation_what_one_cannot(crack: bool, smelter: bool, claimed: float) -> None:
    """Foreign ore cracked here is a material made here: 4,000 + 500 of 10,000 pass, in full. One transformation is not enough."""
    first, second = TWO_STAGES["processes"]
    plan = plan_of(TWO_STAGES, processes=[{**first, "substantial": crack}, {**second, "substantial": smelter}])

    assert claimed == amount(plan, "sell[sea,us,1,agoa")
    assert 100 * (10_000 - 1_500 - 200 - 500) - (100 - claimed) * 500 == plan.objective


def test_under_a_rolled_up_rule_what_was_made_here_must_have_earned_origin_itself() -> None:
    """A ceiling on foreign value of 30 % sees the carbonate of 4,000 as foreign until it has a rule of its own, and passes it."""
    rules = [rule("foreign_max", threshold=0.30)]
    own = {"programme": "agoa", "hs_prefix": "2846", "alternative": "a", "test": "foreign_max", "threshold": 0.5}
    values = [*TWO_STAGES["origin_values"], value("UG", 1_500)]

    assert 0.0 == amount(plan_of(TWO_STAGES, origin_rules=rules, origin_values=values), "sell[sea,us,1,agoa")
    assert 100.0 == amount(plan_of(TWO_STAGES, origin_rules=[*rules, own], origin_values=values), "sell[sea,us,1,agoa")


YEARS = {
    "nodes": yearly_nodes(2),
    "supplies": [{**HOME, "end": "2027-12-31"}, FOREIGN],
    "demands": [{**ROWS["demands"][0], "start": "2028-01-01"}],
    "stocks": [{"site": "refinery", "material": "metal"}],
}


def test_stock_cannot_launder_origin() -> None:
    """Home ore only in 2027, sales only in 2028: the earned 200 t keep their name in stock, and the other 100 t pay."""
    plan = plan_of(YEARS)

    assert SALES - COSTS - 50_000 == plan.objective
    assert 200.0 == amount(plan, "sell[sea,us,1,agoa")


@pytest.mark.parametrize(("origin", "claimed"), [("", 150.0), ("UG", 0.0)])
def test_stock_at_hand_has_the_origin_it_came_with(origin: str, claimed: float) -> None:
    """150 t of metal in stock are home goods unless said to be foreign, which no lot can claim."""
    stock = {"site": "refinery", "material": "metal", "initial": 150, "origin_country": origin}
    plan = plan_of(stocks=[stock], supplies=[], processes=[], process_flows=[])

    assert claimed == amount(plan, "sell[sea,us,1,agoa")
    assert 150 * 10_000 - (150 - claimed) * 500 == plan.objective


def test_price_tiers_cannot_cross_subsidise_a_claim() -> None:
    """A lot tested at 6,000 a tonne cannot be claimed at 10,000: only home metal can. 6,000 h >= 1,600 T.

    The 200 t sold at 6,000 need 53.33 home tonnes and save 300 each; the other 46.67 home tonnes go dear and save 500.
    """
    tested = {**ROWS["demands"][0], "appraised_value_per_unit": 6_000}
    dear = {**tested, "tier": "1", "price_per_unit": 10_000, "max_per_year": 100}
    plan = plan_of(demands=[dear, {**tested, "tier": "2", "price_per_unit": 6_000, "max_per_year": 200}])

    assert 0.0 == amount(plan, "sell[sea,us,1,agoa,ke#agoa")
    assert 200.0 == pytest.approx(amount(plan, "sell[sea,us,2,agoa"))
    assert 100 * 10_000 + 200 * 6_000 - COSTS - 500 * (100 - 140 / 3) == pytest.approx(plan.objective, abs=0.01)


ORE = {
    "case": [CASE],
    "sites": [{"id": "mine"}, {"id": "refinery"}],
    "materials": [
        {"id": "concentrate", "stage": "ore", "raw": True, "hs_code": "2615.90"},
        {"id": "metal", "stage": "refined", "hs_code": "7202.93", "reference_value_per_unit": 150},
    ],
    "contents": [{"material": name, "mineral": "niobium", "fraction": 1.0} for name in ("concentrate", "metal")],
    "supplies": [{**supply("home", 0, most=100), "site": "mine", "acquisition": "mined"}, supply("uganda", 20, "UG")],
    "lanes": [
        *ROWS["lanes"],
        {"id": "ore-sea", "from_site": "mine", "to": "us"},
        {"id": "road", "from_site": "mine", "to": "refinery"},
    ],
    "lane_materials": [{"lane": "sea", "material": "metal"}],
    "processes": [{**ROWS["processes"][0], "operating_cost_per_unit": 80, "direct_cost_per_unit": 80}],
    "demands": [
        {"id": "ore", "tier": "1", "market": "us", "material": "concentrate", "price_per_unit": 100, "max_per_year": 100},
        {"id": "us", "tier": "1", "market": "us", "material": "metal", "price_per_unit": 150, "max_per_year": 200},
    ],
    "tariffs": [], "programmes": [], "programme_countries": [], "origin_rules": [], "origin_values": [],
}  # fmt: skip


def test_a_processing_floor_is_not_met_by_foreign_ore() -> None:
    """60 % of home ore: 60 t x 70 + 40 t raw x 100, and foreign ore fills the rest, 140 t x 50; without the floor 100 t go raw.

    Counted without its origin, foreign ore would meet the floor at no cost.
    """
    floor = [{"id": "floor", "kind": "processed_share", "minimum": 0.6}]
    free, held = plan_of(ORE), plan_of(ORE, policies=floor)

    assert 100 * 100 + 200 * 50 == free.objective
    assert 60 * 70 + 40 * 100 + 140 * 50 == held.objective
    assert (60.0, 40.0) == (total(held, "processed[niobium]"), total(held, "exported_raw[niobium]"))
    assert 100.0 == total(held, "mined[niobium]")


def test_a_ban_on_raw_exports_is_not_met_by_renaming() -> None:
    """Home ore washed together with foreign ore still counts as exported raw, so under a ban none of it leaves."""
    wash = {"id": "wash", "site": "refinery", "feed": "concentrate", "substantial": False}
    flows = [
        *ROWS["process_flows"],
        {"process": "wash", "material": "concentrate", "direction": "in", "amount_per_unit": 1},
        {"process": "wash", "material": "washed", "direction": "out", "amount_per_unit": 1},
    ]
    tables = {
        **ORE,
        "materials": [*ORE["materials"], {"id": "washed", "stage": "concentrate", "raw": True, "hs_code": "2615.90"}],
        "contents": [*ORE["contents"], {"material": "washed", "mineral": "niobium", "fraction": 1.0}],
        "processes": [*ORE["processes"], wash],
        "process_flows": flows,
        "lane_materials": [],
        "demands": [{**ORE["demands"][0], "material": "washed"}],
    }
    ban = [{"id": "ban", "kind": "raw_export_ban", "mineral": "niobium"}]
    plan = plan_of(tables, policies=ban)

    assert 0.0 == total(plan, "mined[niobium]")
    assert 100 * (100 - 20) == plan.objective


def test_royalty_is_due_on_home_ore_alone_also_in_mixed_lots() -> None:
    """10 % on sale: home metal, pure or in a mixed lot, pays 1,000 a tonne; foreign metal pays none."""
    royalty = [{"id": "nb", "mineral": "niobium", "rate": 0.1}]
    plan = plan_of(royalties=royalty)

    assert 100 * 1_000 == total(plan, "royalty")


def test_foreign_reagents_cost_home_ore_its_claim_unless_they_do_not_end_in_the_product() -> None:
    """A simple process with foreign acid in the product claims nothing; with acid that does not end in it, everything."""
    acid = {"id": "acid", "site": "refinery", "material": "acid", "acquisition": "bought", "origin_country": "CN"}
    flow = {"process": "smelter", "material": "acid", "direction": "in", "amount_per_unit": 1}
    for constituent, claimed in ((True, 0.0), (False, 100.0)):
        plan = plan_of(
            materials=[*ROWS["materials"], {"id": "acid", "stage": "input", "hs_code": "2807"}],
            supplies=[HOME, acid],
            processes=[{**ROWS["processes"][0], "substantial": False}],
            process_flows=[*ROWS["process_flows"], {**flow, "constituent": constituent}],
        )
        assert claimed == amount(plan, "sell[sea,us,1,agoa")
        assert 100.0 == amount(plan, "sell[sea,us,1")


def test_foreign_ore_bears_import_charges_and_the_programme_of_another_country_is_not_ours() -> None:
    """2.5 % on 200 t at 1,500; and goods only passing through claim nothing."""
    charge = {"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.025}
    plan = plan_of(tariffs=[*ROWS["tariffs"], charge])

    assert 0.025 * 200 * 1_500 == total(plan, "import_duty")
