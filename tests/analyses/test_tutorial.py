"""The tutorial case against its derivation on paper (docs/tutorial.md).

One tonne of niobium concentrate costs 2,000 to mine and 20 to bring to the port.
    raw, to China:        9,000 - 50                              = 8,950;  - 2,020 = 6,930
    ferroniobium, China:  0.5 x (27,000 - 50)          = 13,475 - 3,000 = 10,475;  - 2,020 = 8,455
    ferroniobium, US, claimed under AGOA:
                          0.5 x (28,000 - 100 - 10)    = 13,945 - 3,000 = 10,945;  - 2,020 = 8,925
    ferroniobium, US, ordinary: border value 28,000 - 100 = 27,900, duty 5 % = 1,395:  0.5 x (27,900 - 1,395) = 13,252.5 < 13,475
One tonne of manganese ore: 140 - 50 - 60 - 20 = 10. The railway carries 12,600 t, the mine gives 1,000 t of concentrate.
    400 t smelted for the US (200 t, all it takes), 600 t raw, 12,600 - 1,000 = 11,600 t of manganese ore:
    400 x 8,925 + 600 x 6,930 + 11,600 x 10 = 3,570,000 + 4,158,000 + 116,000 = 7,844,000
"""

from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan, Verdict
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem
from optimizer.store.case_files import read_case_folder

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"


def _plan(*changes: tuple[str, str]) -> Plan:
    problem = build_problem(read_case_folder(TUTORIAL), changes=[Change(address, "set", value) for address, value in changes])
    plan = answer(problem, AnswerOptions(rates=True, activities=True)).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the optimal plan with AGOA in force."""
    return _plan()


def test_the_case_needs_no_more_than_nine_tables() -> None:
    """The folder holds nine files."""
    assert 9 == len(list(TUTORIAL.iterdir()))


def test_the_optimum_is_the_one_on_paper(plan: Plan) -> None:
    """Profit is 7,844,000."""
    assert 7_844_000.0 == plan.objective


def test_the_activities_are_those_on_paper(plan: Plan) -> None:
    """400 t are smelted and sold to the US under AGOA, 600 t go raw to China, 11,600 t of manganese ore fill the railway."""
    expected = {
        "supply[niobium,1]": 1000.0,
        "supply[manganese,1]": 11600.0,
        "ship[mine-port,niobium-concentrate,1]": 1000.0,
        "ship[mine-port,manganese-ore,1]": 11600.0,
        "run[smelter,1]": 400.0,
        "sell[port-us,us-ferroniobium,1,agoa,1]": 200.0,
        "sell[port-cn,cn-concentrate,1,ordinary,1]": 600.0,
        "sell[port-cn,cn-manganese,1,ordinary,1]": 11600.0,
    }

    assert expected == {activity.address: activity.amount for activity in plan.activities}


def test_the_money_is_that_on_paper(plan: Plan) -> None:
    """Revenue 12,624,000 less mining 2,696,000, smelting 1,200,000, freight 882,000 and claims 2,000."""
    totals = {measure.measure: measure.total for measure in plan.measures}

    assert 200 * 28_000 + 600 * 9_000 + 11_600 * 140 == totals["revenue"] == 12_624_000
    assert 1000 * 2_000 + 11_600 * 60 == totals["extraction"] == 2_696_000
    assert 400 * 3_000 == totals["processing"] == 1_200_000
    assert 12_600 * 20 + 200 * 100 + (600 + 11_600) * 50 == totals["freight"] == 882_000
    assert 200 * 10 == totals["claim_cost"] == 2_000
    assert 0 == totals["duty"]


@pytest.mark.parametrize(
    ("address", "up", "down"),
    [
        # One more tonne of concentrate goes raw and takes a tonne of railway from manganese ore: 6,930 - 10.
        ("supplies[niobium].max_per_year", 6_920, -6_920),
        # One more tonne smelted goes to China, the US being full: 8,455 - 6,930. One less loses the US sale: 8,925 - 6,930.
        ("processes[smelter].max_per_year", 1_525, -1_995),
        # The US would take more, but nothing is left to smelt. One tonne less goes to China: 26,950 - 27,890.
        ("demands[us-ferroniobium,1].max_per_year", 0, -940),
        # One more tonne of railway carries one more of manganese ore.
        ("lanes[mine-port].max_tonnes_per_year", 10, -10),
    ],
)
def test_one_sided_rates_are_those_on_paper(plan: Plan, address: str, up: float, down: float) -> None:
    """Rates of the four limits that bind, on both sides; two of them are at a kink."""
    limit = {limit.address: limit for limit in plan.limits}[address]

    assert (up, down) == (limit.rate_up, limit.rate_down)


def test_no_other_limit_binds(plan: Plan) -> None:
    """The four limits above are all."""
    assert 4 == len(plan.limits)


def test_what_agoa_is_worth_is_less_than_the_duty_it_saves() -> None:
    """Without AGOA the metal goes to China: the loss is 400 x (8,925 - 8,455) = 188,000, not the duty of 279,000."""
    with_it, without = _plan(), _plan(("programmes[agoa].active", "false"))

    saved = {duty.market: duty.saved for duty in with_it.duties if duty.claim == "agoa"}
    assert {"us": 279_000.0} == saved
    assert 188_000.0 == with_it.objective - without.objective
    assert not [duty for duty in without.duties if duty.market == "us"]


def test_the_decisions_say_how_far_each_mineral_goes(plan: Plan) -> None:
    """Niobium: 400 of 1,000 t processed, held back by the smelter; manganese: all raw, 10 better than leaving it."""
    manganese, niobium = plan.decisions

    assert (Verdict.EXPORT_RAW, 11_600.0, 0.0, 10.0, Verdict.LEAVE) == (
        manganese.verdict, manganese.exported_raw, manganese.processed, manganese.margin_per_unit, manganese.alternative,
    )  # fmt: skip
    assert (Verdict.EXPORT_RAW, 600.0, 400.0) == (niobium.verdict, niobium.exported_raw, niobium.processed)
    assert "PROCESSING_LIMITED" == niobium.reasons[0].code
    assert dict(niobium.reasons[0].parameters) == {"limit": "processes[smelter].max_per_year", "rate": 1_525.0, "unit": "t/year"}


def test_a_larger_smelter_turns_the_verdict() -> None:
    """With 700 t of capacity most niobium is processed, and moving a tonne back to raw loses 8,455 - 6,930 = 1,525."""
    plan = _plan(("processes[smelter].max_per_year", "700"))
    niobium = plan.decisions[1]

    assert (Verdict.PROCESS, 700.0, Verdict.EXPORT_RAW, 1_525.0) == (
        niobium.verdict, niobium.processed, niobium.alternative, niobium.margin_per_unit,
    )  # fmt: skip
    assert (("smelter",), "ferroniobium") == (niobium.route, niobium.product)


def test_a_mineral_that_does_not_pay_is_left_with_its_loss() -> None:
    """At 125 per tonne manganese ore loses 140 - 15 - 130 = 5 and stays in the ground."""
    plan = _plan(("demands[cn-manganese,1].price_per_unit", "125"))
    manganese = plan.decisions[0]

    assert (Verdict.LEAVE, 0.0, Verdict.EXPORT_RAW, 5.0) == (
        manganese.verdict, manganese.mined, manganese.alternative, manganese.margin_per_unit,
    )  # fmt: skip
    assert "NO_MARGIN" == manganese.reasons[0].code


def test_the_second_solver_says_what_it_did_not_compute() -> None:
    """CBC gives the same profit, no margins, and says that other fates were not tried."""
    plan = answer(build_problem(read_case_folder(TUTORIAL)), AnswerOptions(solver="cbc")).plan

    assert plan is not None
    assert 7_844_000.0 == plan.objective
    assert [("NOT_COMPARED", None)] * 2 == [(decision.reasons[0].code, decision.margin_per_unit) for decision in plan.decisions]
