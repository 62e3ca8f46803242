"""Blends made by simple processes: what they may claim, what they need a value for, what home ore in them owes. By hand."""

import re

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import InvalidCase
from optimizer.domain.plan import Plan
from optimizer.formulation.build import build
from optimizer.problem.build import Problem, build_problem
from tests.analyses.refinery import CASE, ROWS, Row, amount, plan_of, role, rule, supply, total, value
from tests.analyses.test_origin_edges import comes_out, goes_in, holding
from tests.made_cases import read_rows

ORE = {"stage": "ore", "raw": True, "hs_code": "2615.90"}
WASH = {
    "materials": [*ROWS["materials"], {"id": "ore", **ORE}, {"id": "ore2", **ORE}],
    "contents": holding("ore", "ore2", "concentrate", "metal"),
    "supplies": [
        {**supply("home", 1_000, most=100), "material": "ore"},
        {**supply("uganda", 1_500, "UG", 100), "material": "ore2"},
    ],
    "processes": [*ROWS["processes"], {"id": "wash", "site": "refinery", "feed": "ore"}],
    "process_flows": [
        *ROWS["process_flows"], goes_in("wash", "ore"), goes_in("wash", "ore2"), comes_out("wash", "concentrate", 2),
    ],
    "origin_values": [value("UG", 1_500)],
}  # fmt: skip
"""100 t of home ore and 100 t of Ugandan give 200 t of concentrate: 2,000,000 of metal at 250,000 + 100,000, duty 100,000."""

PLAIN, CLAIMED = 1_650_000 - 100_000, 1_650_000
KENYAN = "origin_values[agoa,concentrate,KE,refinery].value_per_unit"
SAME_HEADING = [{**ROWS["materials"][0], "hs_code": "7202.10"}, *WASH["materials"][1:]]
CEILINGS: dict[str, dict[str, list[Row]]] = {
    "foreign_max": {"origin_rules": [rule("foreign_max", threshold=0.01)]},
    "tariff_shift": {
        "origin_rules": [rule("tariff_shift", shift_digits=4, de_minimis=0.01)],
        "materials": SAME_HEADING,
    },
}


@pytest.mark.parametrize("test", CEILINGS)
def test_a_blend_without_a_value_is_refused_and_named(test: str) -> None:
    """Half Ugandan concentrate under a ceiling of 1 % has no Kenyan value: the case is refused with the row to add."""
    with pytest.raises(InvalidCase) as refused:
        plan_of(WASH, **CEILINGS[test])

    assert [(KENYAN, "missing-value")] == [(found.address, found.rule) for found in refused.value.violations]
    assert "ke-blend" in refused.value.violations[0].problem


@pytest.mark.parametrize("test", CEILINGS)
def test_a_blend_with_a_value_counts_as_foreign_in_full(test: str) -> None:
    """At 6,000 a tonne it is 60 % of the metal: nothing is claimed. At 100 a tonne it is 1 %: everything is."""
    dear, cheap = (
        plan_of(WASH, **CEILINGS[test], origin_values=[value("UG", 1_500), value("KE", worth)]) for worth in (6_000, 100)
    )

    assert (PLAIN, CLAIMED) == (dear.objective, cheap.objective)
    assert (0.0, 200.0) == tuple(amount(plan, "sell[sea,us,1,agoa") for plan in (dear, cheap))


def test_under_a_plain_shift_a_blend_of_the_same_heading_cannot_go_in() -> None:
    """Without de minimis nothing foreign of heading 7202 may go in, blends included, and no value is asked for."""
    plan = plan_of(WASH, materials=SAME_HEADING, origin_rules=[rule("tariff_shift", shift_digits=4)])

    assert plan.objective == PLAIN


def test_a_blend_counts_as_nothing_in_a_build_up() -> None:
    """5 % of processing cost is all the content that metal of a blend has, whatever the blend is worth; no value is needed."""
    assert PLAIN == plan_of(WASH, origin_rules=[rule(threshold=0.06)]).objective
    assert CLAIMED == plan_of(WASH, origin_rules=[rule(threshold=0.05)]).objective


def test_a_build_up_is_not_tested_on_own_input_of_no_value() -> None:
    """Kenyan concentrate beside Ugandan, and no value for it: refused, for the claim would be tested on less than there is."""
    with pytest.raises(InvalidCase, match=re.escape(KENYAN)):
        plan_of(origin_values=[value("UG", 1_500)])

    # A least share of nothing counts nothing, so it needs no values.
    assert 300.0 == amount(plan_of(origin_values=[], origin_rules=[rule(threshold=0.0)]), "sell[sea,us,1,agoa")


def test_the_program_refuses_too_what_validation_would_let_through() -> None:
    """A problem made without validation: the row of the rule is not built on a feed without value."""
    sound = build_problem(read_rows({**ROWS, **WASH, "origin_values": [value("UG", 1_500), value("KE", 6_000)],
                                     "origin_rules": [rule("foreign_max", threshold=0.01)]}))  # fmt: skip
    lacking = read_rows({**ROWS, **WASH, "origin_rules": [rule("foreign_max", threshold=0.01)]}).case
    problem = Problem(lacking, "", sound.objective, sound.measures, (), "")

    with pytest.raises(InvalidCase, match=re.escape(KENYAN)):
        build(problem)


def with_royalty(**tables: object) -> Plan:
    """Return the plan of the washer under a royalty of 10 % on sale, without any programme."""
    law = {name: [] for name in ("programmes", "programme_countries", "origin_rules", "origin_values")}
    return plan_of({**WASH, **law, "royalties": [{"id": "nb", "mineral": "niobium", "rate": 0.1}], **tables})


def test_home_ore_that_loses_its_name_in_a_blend_still_pays() -> None:
    """Each of the two ores comes from one country only. Half of the niobium is home's: 10 % of 100 t at 10,000."""
    assert 100_000.0 == pytest.approx(total(with_royalty(), "royalty"))
    swapped = [{**ROWS["processes"][0]}, {"id": "wash", "site": "refinery", "feed": "ore2"}]
    assert 100_000.0 == pytest.approx(total(with_royalty(processes=swapped), "royalty"))


ACID = {
    "materials": [
        *ROWS["materials"],
        {"id": "acid", "stage": "input", "hs_code": "2807"},
        {"id": "cake", "stage": "intermediate", "hs_code": "2615.90"},
    ],
    "contents": [*holding("concentrate"), *({**row, "fraction": 0.05} for row in holding("cake", "metal"))],
    "processes": [{"id": "leach", "site": "refinery", "feed": "concentrate"}, {**ROWS["processes"][0], "feed": "cake"}],
    "process_flows": [
        goes_in("leach", "concentrate"), goes_in("leach", "acid", 9), comes_out("leach", "cake", 10),
        goes_in("smelter", "cake"), comes_out("smelter", "metal"),
    ],
    "origin_values": [value("KE", 6_000, "cake"), value("TZ", 6_000, "cake")],
}  # fmt: skip


@pytest.mark.parametrize("origin", ["", "TZ"])
def test_foreign_additives_cost_any_ore_its_name(origin: str) -> None:
    """One part of ore that counts and nine of Chinese acid, simply mixed, are nobody's: 1,000 t of metal pay, for home and TZ."""
    acid = {**supply("acid", 10, "CN"), "material": "acid"}
    plan = plan_of(ACID, supplies=[supply("ore", 1_000, origin, 30), acid])
    own = plan_of(ACID, supplies=[supply("ore", 1_000, origin, 30), {**acid, "origin_country": ""}])

    assert (0.0, 300.0) == tuple(amount(found, "sell[sea,us,1,agoa") for found in (plan, own))


def test_goods_that_have_earned_origin_lose_it_with_foreign_additives() -> None:
    """Cake of a lot that passed, mixed nine to one with Chinese acid, is another article: it claims nothing."""
    tables = {
        **ACID,
        "processes": [{**ROWS["processes"][0], "id": "crack"}, {"id": "mix", "site": "refinery", "feed": "cake"}],
        "process_flows": [
            goes_in("crack", "concentrate"), comes_out("crack", "cake"),
            goes_in("mix", "cake"), goes_in("mix", "acid", 9), comes_out("mix", "metal", 10),
        ],
        "materials": [
            *ACID["materials"][:-1],
            {**ACID["materials"][-1], "hs_code": "7202.10", "reference_value_per_unit": 5_000},
        ],
        "contents": [*holding("concentrate", "cake"), *({**row, "fraction": 0.05} for row in holding("metal"))],
        "origin_rules": [rule("foreign_max", threshold=0.9)],
        "origin_values": [value("UG", 1_500)],
    }  # fmt: skip
    acid = {**supply("acid", 10, "CN"), "material": "acid"}
    foreign, own = (
        plan_of(tables, supplies=[supply("ore", 1_500, "UG", 30), {**acid, "origin_country": at}]) for at in ("CN", "")
    )

    assert (0.0, 300.0) == tuple(amount(plan, "sell[sea,us,1,agoa") for plan in (foreign, own))


def test_a_donors_blend_is_not_a_donors_material() -> None:
    """American ore with a pinch of Ugandan, simply mixed, adds nothing to a build-up; unmixed it adds up to its cap."""
    tables = {
        **WASH,
        "supplies": [
            {**supply("america", 1_500, "US"), "material": "ore"},
            {**supply("uganda", 1_500, "UG"), "material": "ore2"},
        ],
        "origin_rules": [rule(threshold=0.15, donor_cap=0.15)],
        "origin_values": [value("US", 6_000)],
    }
    pure = {**tables, "process_flows": [*ROWS["process_flows"], goes_in("wash", "ore"), comes_out("wash", "concentrate")]}

    assert (0.0, 300.0) == tuple(amount(plan_of(rows), "sell[sea,us,1,agoa") for rows in (tables, pure))


def test_home_ore_does_not_borrow_the_name_of_goods_that_count_for_more() -> None:
    """A programme for Tanzania's plant in which Kenyan ore has no part: blended with it, Tanzanian ore counts for nothing."""
    tables = {
        **WASH,
        "sites": [{"id": "refinery", "country": "TZ"}],
        "supplies": [
            {**supply("tanzania", 1_000, "TZ"), "material": "ore"},
            {**supply("kenya", 1_000, "KE"), "material": "ore2"},
        ],
        "programme_countries": [role("TZ", "beneficiary")],
        "origin_rules": [rule(threshold=0.35)],
        "origin_values": [value("TZ", 6_000)],
    }
    unmixed = {**tables, "process_flows": [*ROWS["process_flows"], goes_in("wash", "ore"), comes_out("wash", "concentrate")]}

    assert (0.0, 300.0) == tuple(amount(plan_of(rows), "sell[sea,us,1,agoa") for rows in (tables, unmixed))


def test_home_additives_do_not_borrow_the_name_of_goods_that_count_for_more() -> None:
    """The same with Kenyan acid: nine parts of it in Tanzanian ore count for nothing there, and the mixture is nobody's."""
    acid = {**supply("acid", 10), "material": "acid"}
    tables = {
        **ACID,
        "sites": [{"id": "refinery", "country": "TZ"}],
        "programme_countries": [role("TZ", "beneficiary")],
        "supplies": [supply("ore", 1_000, "TZ", 30), {**acid, "origin_country": "KE"}],
    }
    own = {**tables, "programme_countries": [role("TZ", "beneficiary"), role("KE", "cumulation")]}

    assert (0.0, 300.0) == tuple(amount(plan_of(rows), "sell[sea,us,1,agoa") for rows in (tables, own))


def test_what_is_mined_abroad_by_a_process_that_burns_fuel_is_not_from_home() -> None:
    """A pit abroad drawn as a process whose only input ends in no product: its ore claims no programme of ours."""
    plan = plan_of(
        sites=[{"id": "refinery", "country": "TZ"}],
        materials=[*ROWS["materials"], {"id": "fuel", "stage": "input", "hs_code": "2710"}],
        supplies=[{**supply("fuel", 1), "material": "fuel"}],
        contents=[],
        processes=[{"id": "pit", "site": "refinery", "max_per_year": 100}],
        process_flows=[goes_in("pit", "fuel", constituent=False), comes_out("pit", "metal")],
    )

    assert 0.0 == amount(plan, "sell[sea,us,1,agoa")
    assert 50_000.0 == total(plan, "duty_assessed")


@pytest.mark.parametrize(("origin", "charged"), [("KE", 0.0), ("CN", 0.1 * 300 * 20)])
def test_home_goods_that_come_back_bear_no_import_charge(origin: str, charged: float) -> None:
    """300 t of acid at 20 come from a store abroad: 10 % is due on Chinese acid, nothing on Kenyan."""
    plan = plan_of(
        sites=[{"id": "refinery"}, {"id": "store", "country": "TZ"}],
        materials=[*ROWS["materials"], {"id": "acid", "stage": "input", "hs_code": "2807", "reference_value_per_unit": 20}],
        supplies=[supply("home", 1_000), {**supply("acid", 20, origin), "site": "store", "material": "acid"}],
        process_flows=[*ROWS["process_flows"], goes_in("smelter", "acid", constituent=False)],
        lanes=[*ROWS["lanes"], {"id": "truck", "from_site": "store", "to": "refinery"}],
        lane_materials=[{"lane": "truck", "material": "acid"}],
        tariffs=[
            *ROWS["tariffs"],
            {"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.1},
        ],
    )

    assert charged == pytest.approx(total(plan, "import_duty"))


def test_a_plan_of_a_blend_fits_its_own_books() -> None:
    """The certificate holds and the plan's audit passes where a blend is claimed because it is worth little."""
    tables = {**ROWS, **WASH, "case": [CASE], **CEILINGS["foreign_max"], "origin_values": [value("UG", 1_500), value("KE", 100)]}
    plan = answer(build_problem(read_rows(tables)), AnswerOptions(activities=True)).plan

    assert plan is not None
    assert [(0.01, True)] == [(pytest.approx(test.appraised), test.passed) for test in plan.origin_tests]
