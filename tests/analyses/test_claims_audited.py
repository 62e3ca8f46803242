"""What claims are worth to the objective, and whether claimed lots of mixed feed hold at the value they are invoiced at."""

import copy
from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, ModelCache, answer
from optimizer.analyses.origin_tests import failed_at_invoice
from optimizer.domain.audit import OriginTest
from optimizer.domain.plan import Plan
from optimizer.domain.scenario import Change
from optimizer.problem.build import ReadCase, build_problem
from optimizer.store.case_files import read_case_folder
from tests.formulation.two_by_two import ROWS
from tests.made_cases import SETTING, read_rows, yearly_nodes

DATA = Path(__file__).parents[2] / "data"

REFINERY = {
    "case": [{**SETTING, "real_discount_rate": 0.0}],
    "nodes": yearly_nodes(1),
    "sites": [{"id": "plant"}],
    "materials": [
        {"id": "dore", "stage": "intermediate", "hs_code": "7108.12", "unit": "kg", "tonnes_per_unit": 0.001},
        {"id": "bar", "stage": "refined", "hs_code": "7108.13", "unit": "kg", "tonnes_per_unit": 0.001},
    ],
    "supplies": [
        {"id": "panners", "site": "plant", "material": "dore", "acquisition": "bought", "cost_per_unit": 450},
        {"id": "far", "site": "plant", "material": "dore", "acquisition": "bought", "cost_per_unit": 400, "origin_country": "UG"},
    ],
    "processes": [
        {"id": "refinery", "site": "plant", "feed": "dore", "max_per_year": 100, "operating_cost_per_unit": 30,
         "direct_cost_per_unit": 30, "substantial": True},
    ],
    "process_flows": [
        {"process": "refinery", "material": "dore", "direction": "in", "amount_per_unit": 1, "constituent": True},
        {"process": "refinery", "material": "bar", "direction": "out", "amount_per_unit": 0.9},
    ],
    "lanes": [{"id": "sea", "from_site": "plant", "to": "us", "freight_per_tonne": 0}],
    "markets": [{"id": "us"}],
    "demands": [
        {"id": "us-bar", "tier": "1", "market": "us", "material": "bar", "price_per_unit": 600, "price_basis": "fob",
         "appraised_value_per_unit": 720},
    ],
    "tariffs": [{"id": "mfn", "instrument": "mfn", "hs_prefix": "7108", "destination": "US", "ad_valorem": 0.1}],
    "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn"}],
    "programme_countries": [{"programme": "agoa", "country": "KE", "role": "beneficiary"}],
    "origin_values": [
        {"programme": "agoa", "material": "dore", "origin": country, "site": "plant", "value_per_unit": value}
        for country, value in (("KE", 460), ("UG", 410))
    ],
}  # fmt: skip
"""A run makes 0.9 bar: 648 appraised at 720, 540 invoiced at 600. A claim saves 54 of duty a run; home feed costs 50 more."""

RULE = {"programme": "agoa", "hs_prefix": "7108", "alternative": "a"}
LEAST = {**RULE, "test": "content_min", "threshold": 0.35}
MOST = {**RULE, "test": "foreign_max", "threshold": 0.6}


def refinery(*rules: dict[str, object]) -> ReadCase:
    """Return the refinery under these rules of origin."""
    return read_rows({**REFINERY, "origin_rules": list(rules)})


def solve(read: ReadCase, *changes: tuple[str, str], scenario: str | None = None, solver: str = "highs") -> Plan:
    """Return the plan with what rates are asked for."""
    problem = build_problem(read, scenario=scenario, changes=[Change(address, "set", value) for address, value in changes])
    plan = answer(problem, AnswerOptions(rates=True, activities=True, solver=solver)).plan
    assert plan is not None
    return plan


def two_by_two() -> ReadCase:
    """Return the case in which every family has something to say."""
    return read_rows(ROWS)


@pytest.mark.parametrize(
    ("read", "scenario", "programme"),
    [
        (lambda: read_case_folder(DATA / "tutorial"), None, "agoa"),
        (lambda: read_case_folder(DATA / "kenya"), "", "japan-gsp"),
        (lambda: read_case_folder(DATA / "kenya"), "agoa-throughout", "agoa"),
        (two_by_two, None, "agoa"),
        (lambda: refinery(LEAST), None, "agoa"),
    ],
    ids=["tutorial", "kenya-japan", "kenya-agoa", "two-by-two", "refinery"],
)
def test_the_gain_is_what_the_case_loses_without_the_programme(read, scenario: str | None, programme: str) -> None:
    """Warm, with claims and lots held at zero, or cold, with the programme switched off in the case: the same fall."""
    case = read()
    plan = solve(case, scenario=scenario)
    without = solve(case, (f"programmes[{programme}].active", "false"), scenario=scenario)
    total = {total.programme: total for total in plan.programmes}[programme]

    assert total.gain is not None
    assert total.gain > 0
    assert total.gain == pytest.approx(plan.objective - without.objective, abs=0.011)
    assert programme not in {total.programme for total in without.programmes}


def test_static_saving_and_gain_are_side_by_side() -> None:
    """The tutorial: 279,000 of duty saved, 188,000 gained, for the metal could go to China; 2,000 of proof."""
    plan = solve(read_case_folder(DATA / "tutorial"))
    (total,) = plan.programmes

    assert ("agoa", 5_580_000.0, 279_000.0, 2_000.0, 188_000.0) == (
        total.programme, total.value, total.saved, total.claim_cost, total.gain,
    )  # fmt: skip
    assert {("cn", "ordinary"): None, ("us", "agoa"): 188_000.0} == {(duty.market, duty.claim): duty.gain for duty in plan.duties}


def test_a_programme_that_no_sale_claims_is_worth_nothing() -> None:
    """Proof at 30,000 a tonne costs more than the duty of 1,395 that it saves."""
    plan = solve(read_case_folder(DATA / "tutorial"), ("programmes[agoa].claim_cost_per_tonne", "30000"))
    (total,) = plan.programmes

    assert (0.0, 0.0, 0.0, 0.0) == (total.value, total.saved, total.claim_cost, total.gain)


def test_gains_are_absent_where_they_were_not_computed() -> None:
    """A second solver cannot be asked again, and without rates nothing is solved again."""
    problem = build_problem(read_case_folder(DATA / "tutorial"))
    plan = answer(problem, AnswerOptions(rates=False)).plan

    assert plan is not None
    assert [None] == [total.gain for total in plan.programmes]
    assert [None] == [total.gain for total in solve(read_case_folder(DATA / "tutorial"), solver="cbc").programmes]


def test_two_markets_of_one_programme_are_told_apart() -> None:
    """Two ports of one country: each claim is worth what a limit of zero on it alone costs, the programme what both cost."""
    rows = copy.deepcopy({**REFINERY, "origin_rules": [LEAST]})
    rows["markets"] = [{"id": "us-a", "country": "US"}, {"id": "us-b", "country": "US"}]
    rows["lanes"] = [{"id": name, "from_site": "plant", "to": name, "freight_per_tonne": 0} for name in ("us-a", "us-b")]
    demand = REFINERY["demands"][0]
    rows["demands"] = [
        {**demand, "id": "a", "market": "us-a", "max_per_year": 50},
        {**demand, "id": "b", "market": "us-b", "price_per_unit": 590, "max_per_year": 50},
    ]
    plan = solve(read_rows(rows))
    gains = {duty.market: duty.gain for duty in plan.duties if duty.claim == "agoa"}
    found = {}
    for market in ("us-a", "us-b"):
        limit = {"limits": [{"id": "none", "sense": "le", "amount": 0}]}
        terms = {"limit_terms": [{"limit": "none", "columns": f"sell[{market},*,*,agoa]", "coefficient": 1}]}
        found[market] = plan.objective - solve(read_rows({**rows, **limit, **terms})).objective
    (total,) = plan.programmes

    assert gains == {market: pytest.approx(gain, abs=0.011) for market, gain in found.items()}
    assert total.gain is not None
    assert all(0 < gain < total.gain for gain in found.values())


def test_content_at_invoice_value_is_more_where_goods_are_sold_for_less() -> None:
    """Least content 0.35 x 648 = 226.80, of which 30 direct: home feed 196.80. Invoiced: 226.80 / 540 = 0.42."""
    (test,) = solve(refinery(LEAST)).origin_tests

    assert ("refinery", "ke#agoa", "agoa", "content_min", "2027", 0.35) == (
        test.process, test.mode, test.programme, test.test, test.node, test.threshold,
    )  # fmt: skip
    assert "origin_rules[agoa,7108,a,content_min]" == test.rule
    assert (0.35, 0.42) == (pytest.approx(test.appraised, abs=1e-9), pytest.approx(test.invoiced, abs=1e-9))
    assert test.passed


def test_lots_that_are_kept_are_tested_at_what_they_sell_for_later() -> None:
    """Buyers come in 2028: 180 bars, 90 of them made in 2027 and kept. Without the store those lots would not be there."""
    rows = {
        **REFINERY,
        "origin_rules": [LEAST],
        "nodes": yearly_nodes(2),
        "demands": [{**REFINERY["demands"][0], "start": "2028-01-01", "max_per_year": 180}],
        "stocks": [{"site": "plant", "material": "bar", "cost_per_unit_year": 0}],
    }
    tests = solve(read_rows(rows)).origin_tests

    assert ["2027", "2028"] == [test.node for test in tests]
    assert [pytest.approx(0.42, abs=1e-9)] * 2 == [test.invoiced for test in tests]


def test_under_a_ceiling_nothing_is_claimed_below_the_value_it_was_tested_at() -> None:
    """Appraised at 720 the ceiling would be 388.80, 0.72 of the 540 invoiced: no lot is sold under the claim."""
    plan = solve(refinery(MOST))

    assert all(test.passed and test.invoiced is None for test in plan.origin_tests)
    assert not [remark for remark in plan.remarks if remark.code == "ORIGIN_AT_INVOICE"]


def test_a_failed_test_is_remarked() -> None:
    """The remark names rule, nodes, threshold and the worst share."""
    rule = "origin_rules[agoa,7108,a,foreign_max]"
    failed = OriginTest("refinery", "ke#agoa", "agoa", rule, "foreign_max", "2027", 0.6, 0.6, 0.72, passed=False)
    (remark,) = failed_at_invoice([failed])

    parameters = dict(remark.parameters)
    assert (rule, "2027") == (parameters["address"], parameters["nodes"])
    assert (0.6, pytest.approx(0.72)) == (parameters["threshold"], parameters["share"])
    assert "72.0% of it where no more than 60.0% is asked" in remark.text


def test_a_ceiling_passes_where_goods_are_invoiced_as_appraised() -> None:
    """Appraised at 600 the ceiling is 324, and 324 / 540 = 0.6 both times: no remark."""
    plan = solve(refinery(MOST), ("demands[us-bar,1].appraised_value_per_unit", "600"))

    assert [True] == [test.passed for test in plan.origin_tests]
    assert not [remark for remark in plan.remarks if remark.code == "ORIGIN_AT_INVOICE"]


def test_what_need_not_shift_is_tested_too() -> None:
    """A shift of six digits is made by dore to bar; one of four is not: de minimis 0.1 of the 540 invoiced."""
    four = {**RULE, "test": "tariff_shift", "shift_digits": 4, "de_minimis": 0.1}
    as_invoiced = ("demands[us-bar,1].appraised_value_per_unit", "600")
    (six,) = solve(refinery({**four, "shift_digits": 6}), as_invoiced).origin_tests
    (test,) = solve(refinery(four), ("supplies[panners].cost_per_unit", "410"), as_invoiced).origin_tests

    assert (0.0, 0.0, True) == (six.appraised, six.invoiced, six.passed)
    assert (0.1, 0.1) == (pytest.approx(test.appraised, abs=1e-9), pytest.approx(test.invoiced, abs=1e-9))
    assert test.passed


def test_donors_count_up_to_their_cap_at_either_value() -> None:
    """US dore at 400 counts 0.15 x 648 = 97.20, so home feed need be 99.60 only. Invoiced: 0.15 + 129.60 / 540 = 0.39."""
    rows = copy.deepcopy({**REFINERY, "origin_rules": [{**LEAST, "donor_cap": 0.15}]})
    rows["supplies"][1]["origin_country"] = "US"
    rows["origin_values"][1]["origin"] = "US"
    rows["programme_countries"].append({"programme": "agoa", "country": "US", "role": "donor"})
    (test,) = solve(read_rows(rows)).origin_tests

    assert (0.35, 0.39) == (pytest.approx(test.appraised, abs=1e-9), pytest.approx(test.invoiced, abs=1e-9))


def test_without_mixed_feed_there_is_nothing_to_test() -> None:
    """Goods of home ore alone have passed every rule."""
    assert () == solve(read_case_folder(DATA / "tutorial")).origin_tests


def test_a_session_that_tried_programmes_answers_as_before() -> None:
    """The second answer of a kept session is the first: bounds were restored after every programme."""
    problem, models = build_problem(read_case_folder(DATA / "kenya"), scenario="agoa-throughout"), ModelCache()
    options = AnswerOptions(rates=True, activities=True, ledger=True)
    first, second = (answer(problem, options, models).plan for _ in range(2))

    assert first is not None
    assert [total.programme for total in first.programmes if total.gain] == ["agoa", "japan-gsp"]
    assert first == second
