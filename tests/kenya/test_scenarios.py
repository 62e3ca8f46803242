"""What the scenarios of the case change."""

import pytest

from optimizer.domain.plan import Verdict
from optimizer.store.case_files import read_case_folder
from tests.kenya import prices
from tests.kenya.solving import FOLDER, Kenya, amounts, decision, level, sold, total

REQUIRED = {
    "agoa-2028", "agoa-throughout", "agoa-late-refund", "us-surcharge-10", "us-duties-critical-minerals", "us-bilateral-zero",
    "china-zero-extended", "ban-narrow", "ban-wide", "royalty-extraction", "ndpr-floor", "raw-ree-ex-china", "raw-ree-china",
    "refinery-5kt", "refinery-17kt5", "power-006", "plants-exist", "plants-exist-17kt5-agoa", "ndpr-mixture-ruling",
    "ree-concentrate-no-step", "prices-recent", "prices-five-years", "critical-minerals", "levy-ree-concentrate",
    "lithium-tolling",
}  # fmt: skip
NAMES = read_case_folder(FOLDER).case["scenarios"].keys
WHOLE = {"crack-5kt": 12_346.0, "crack-17kt5": 43_210.0}


def test_every_required_scenario_is_there(kenya: Kenya) -> None:
    """The scenarios that the case must have exist."""
    assert set(kenya.read.case["scenarios"].keys) >= REQUIRED


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_is_solved_and_proven(kenya: Kenya, name: str) -> None:
    """Each validates, and its plan carries a certificate."""
    assert kenya.plan(name).certificate.passed


def test_the_narrow_ban_binds(kenya: Kenya) -> None:
    """A ban on raw exports stops the rare-earth concentrate of the base and costs the country money."""
    base, banned = kenya.plan(), kenya.plan("ban-narrow")
    assert decision(base, "rare-earths").exported_raw > 0.0
    assert decision(banned, "rare-earths").exported_raw == 0.0
    assert banned.objective < base.objective
    assert total(banned, "government_revenue") < total(base, "government_revenue")


def test_the_wide_ban_goes_further_than_the_narrow_one(kenya: Kenya) -> None:
    """The wide reading lets no dore leave, so gold is refined at a loss against the narrow reading."""
    narrow, wide = kenya.plan("ban-narrow"), kenya.plan("ban-wide")
    assert sold(narrow)["ae-gold-dore"] > 0.0
    assert not any("dore" in demand for demand in sold(wide))
    assert (level(narrow, "gold-refine"), level(wide, "gold-refine") > 0.0) == (0.0, True)
    assert wide.objective < narrow.objective


def test_a_ban_makes_processing_only_where_plants_are_large(kenya: Kenya) -> None:
    """Under a ban the rare earths stay in the ground with plants of 5 kt/y and are cracked with plants of 17.5 kt/y."""
    ban = (("policies[ban-rare-earths].active", "true"),)
    assert decision(kenya.plan("refinery-5kt", ban), "rare-earths").verdict is Verdict.LEAVE
    assert decision(kenya.plan("refinery-17kt5", ban), "rare-earths").verdict is Verdict.PROCESS


def test_deposits_without_proven_ore_are_off_unless_asked_for(kenya: Kenya) -> None:
    """Manganese, fluorspar, copper, iron and sands are not available in the base and have a verdict in their scenario."""
    conditional = {"manganese", "fluorspar", "copper", "iron", "titanium", "zircon", "lithium"}
    base, supposed = kenya.plan(), kenya.plan("unproven-deposits")
    assert {made.mineral for made in base.decisions if made.verdict is Verdict.NOT_AVAILABLE} == conditional
    assert {made.mineral for made in supposed.decisions if made.verdict is Verdict.NOT_AVAILABLE} == {"lithium"}


@pytest.mark.parametrize("prefix", ["ndpr-144", "plants-exist-17kt5"])
def test_prices_outside_china_move_together(kenya: Kenya, prefix: str) -> None:
    """The scenarios at 144 set every price outside China by the rule of the prices, rounded to a dollar."""
    changes = kenya.read.case["changes"]
    of_scenario = changes["scenario"] == prefix
    written = dict(zip(changes["address"][of_scenario], changes["value"][of_scenario], strict=True))
    for address, value in prices.all_outside(144_000.0):
        assert float(written[address]) == pytest.approx(float(value), abs=0.5), address


@pytest.mark.parametrize(
    ("name", "china", "outside"), [("prices-recent", 81_350.0, 139_200.0), ("prices-five-years", 77_700.0, None)]
)
def test_one_window_moves_every_price_of_rare_earths(kenya: Kenya, name: str, china: float, outside: float | None) -> None:
    """The two rules of prices set what follows NdPr in China, and outside where it differs from the base."""
    changes = kenya.read.case["changes"]
    of_scenario = changes["scenario"] == name
    written = dict(zip(changes["address"][of_scenario], changes["value"][of_scenario], strict=True))
    expected = (*prices.all_in_china(china), *(prices.all_outside(outside) if outside else ()))
    for address, value in expected:
        assert float(written[address]) == pytest.approx(float(value), abs=0.5), address


def test_the_formulas_give_the_prices_of_the_tables(kenya: Kenya) -> None:
    """At the prices of the base the rules give every price of rare earths in the table of demands."""
    demands = kenya.read.case["demands"]
    for address, value in (*prices.all_outside(prices.BASE_OUTSIDE), *prices.all_in_china(prices.BASE_IN_CHINA)):
        key = address.removeprefix("demands[").partition("]")[0]
        assert float(value) == pytest.approx(demands["price_per_unit"][demands.rows[key]], rel=1e-3), key


@pytest.mark.parametrize("plant", WHOLE)
def test_a_whole_plant_is_built_whole_and_at_once(kenya: Kenya, plant: str) -> None:
    """The scenarios of whole plants build one unit in one year, neither in parts nor in pieces over time."""
    built = {key: amount for key, amount in amounts(kenya.plan(f"whole-{plant}"), "build").items() if key[0] == plant}

    assert list(built.values()) == [pytest.approx(WHOLE[plant])]


def test_a_levy_moves_money_before_it_moves_ore(kenya: Kenya) -> None:
    """5 % on concentrate changes no tonne; what the State gains is what the others lose."""
    small = (("tariffs[ke-levy-2612].ad_valorem", "0.05"),)
    base, levied = kenya.plan(), kenya.plan("levy-ree-concentrate", small)
    gained = total(levied, "government_revenue") - total(base, "government_revenue")

    assert decision(levied, "rare-earths").mined == decision(base, "rare-earths").mined
    assert gained == pytest.approx(base.objective - levied.objective, rel=1e-6)


def test_no_lithium_is_made_of_bought_concentrate(kenya: Kenya) -> None:
    """At the prices of January 2026 nothing is bought and nothing is built."""
    plan = kenya.plan("lithium-tolling")

    assert level(plan, "li-carbonate") == 0.0
    assert plan.objective == pytest.approx(kenya.plan().objective, abs=0.01)
