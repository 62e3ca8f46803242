"""Duty between countries on goods that are not yet sold: a row of tariffs like any other, worked by hand."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import InvalidCase
from optimizer.domain.plan import Plan
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem
from tests.made_cases import Rows, make_problem, read_rows

# 100 t of Kenyan ore go to a smelter in Uganda (freight 10), its metal to a mill in China (freight 30), the sheet to the US.
ROWS: Rows = {
    "sites": [{"id": "mine"}, {"id": "jinja", "country": "UG"}, {"id": "ningbo", "country": "CN"}],
    "markets": [{"id": "us"}],
    "materials": [
        {"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615.90", "reference_value_per_unit": 50},
        {"id": "metal", "stage": "refined", "hs_code": "7202.93", "reference_value_per_unit": 200},
        {"id": "sheet", "stage": "manufactured", "hs_code": "7208.10"},
    ],
    "supplies": [{"id": "pit", "site": "mine", "material": "ore", "min_per_year": 100, "max_per_year": 100}],
    "processes": [
        {"id": "smelter", "site": "jinja", "feed": "ore", "substantial": True},
        {"id": "mill", "site": "ningbo", "feed": "metal", "substantial": True},
    ],
    "process_flows": [
        {"process": "smelter", "material": "ore", "direction": "in", "amount_per_unit": 1},
        {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 1},
        {"process": "mill", "material": "metal", "direction": "in", "amount_per_unit": 1},
        {"process": "mill", "material": "sheet", "direction": "out", "amount_per_unit": 1},
    ],
    "lanes": [
        {"id": "road", "from_site": "mine", "to": "jinja", "freight_per_tonne": 10},
        {"id": "sea", "from_site": "jinja", "to": "ningbo", "freight_per_tonne": 30, "inland_freight_per_tonne": 5},
        {"id": "out", "from_site": "ningbo", "to": "us"},
    ],
    "demands": [{"id": "us", "tier": "1", "market": "us", "material": "sheet", "price_per_unit": 1000}],
    "tariffs": [
        {"id": "ug-ore", "instrument": "cet", "hs_prefix": "2615", "destination": "UG", "ad_valorem": 0.02},
        {"id": "cn-metal", "instrument": "cn", "hs_prefix": "7202", "destination": "CN", "ad_valorem": 0.1},
        {"id": "cn-fee", "instrument": "cn-fee", "kind": "fee", "destination": "CN", "specific_per_tonne": 1},
    ],
}  # fmt: skip
INTO_UGANDA = 100 * 0.02 * (50 + 10)
INTO_CHINA = 100 * (0.1 * (200 + 30 - 5) + 1)


def planned(**tables: list[dict[str, object]]) -> Plan:
    """Return the plan with tables replaced."""
    plan = answer(make_problem({**ROWS, **tables}), AnswerOptions()).plan
    assert plan is not None
    return plan


def total(plan: Plan, name: str) -> float:
    """Return one measure's total."""
    return next(measure.total for measure in plan.measures if measure.measure == name)


def test_each_border_on_the_way_is_charged_by_its_own_row() -> None:
    """Ore into Uganda on 60 a tonne; Ugandan metal into China on 225 and a fee by weight; nothing of it is home revenue."""
    plan = planned()
    assert INTO_UGANDA + INTO_CHINA == pytest.approx(total(plan, "transfer_duty"))
    assert (0.0, 0.0, 0.0) == (total(plan, "duty"), total(plan, "government_revenue"), total(plan, "duty_assessed"))
    assert 100_000 - 1_000 - 3_000 - INTO_UGANDA - INTO_CHINA == pytest.approx(plan.objective)


def test_a_change_switches_the_duty_between_two_foreign_countries_off() -> None:
    """As with any row of law."""
    problem = build_problem(read_rows(ROWS), changes=[Change("tariffs[cn-*].active", "set", "false")])
    plan = answer(problem, AnswerOptions()).plan
    assert plan is not None
    assert pytest.approx(INTO_UGANDA) == total(plan, "transfer_duty")


def test_duty_as_a_row_of_law_is_duty_as_freight() -> None:
    """What was the only way until now: the same plan, the same money."""
    as_freight = [
        {**lane, "freight_per_tonne": freight}
        for lane, freight in zip(ROWS["lanes"], (10 + INTO_UGANDA / 100, 30 + INTO_CHINA / 100, 0), strict=True)
    ]
    assert planned(lanes=as_freight, tariffs=[]).objective == pytest.approx(planned().objective)


def test_goods_of_the_country_itself_bear_nothing() -> None:
    """Chinese metal that waits in Uganda comes home free; Ugandan metal beside it pays, so the two are told apart."""
    both = [
        {"id": "cn", "site": "jinja", "material": "metal", "acquisition": "bought", "origin_country": "CN", "min_per_year": 40,
         "max_per_year": 40},
        {"id": "ug", "site": "jinja", "material": "metal", "acquisition": "bought", "origin_country": "UG", "min_per_year": 60,
         "max_per_year": 60},
    ]  # fmt: skip
    mill = {"processes": ROWS["processes"][1:], "process_flows": ROWS["process_flows"][2:], "lanes": ROWS["lanes"][1:]}
    plan = planned(supplies=both, **mill)
    assert pytest.approx(60 * (0.1 * 225 + 1)) == total(plan, "transfer_duty")


def test_rows_for_other_origins_or_goods_do_not_reach() -> None:
    """A row for Tanzanian goods, and one for another heading."""
    others = [{**row, "origin": "TZ"} for row in ROWS["tariffs"]]
    assert 0.0 == total(planned(tariffs=others), "transfer_duty")


def test_goods_without_a_value_cannot_be_charged_on_it() -> None:
    """The metal enters China with a duty on its value, which is not given; the ore, which no row charges there, is let be."""
    materials = [ROWS["materials"][0], {**ROWS["materials"][1], "reference_value_per_unit": ""}, ROWS["materials"][2]]
    with pytest.raises(InvalidCase) as caught:
        make_problem({**ROWS, "materials": materials})
    assert [("lanes[sea].to", "no-border-value", "metal")] == [(v.address, v.rule, v.value) for v in caught.value.violations]
