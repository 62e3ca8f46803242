"""Every published rate is what solving anew gives: on the whole of its reach and on a part of it, both directions."""

import pytest

from optimizer.domain.scenario import Change
from optimizer.store.case_files import read_case_folder
from tests.analyses.resolved import Checked, check_rates, objective_of, plan_with_rates
from tests.cases.convert import PUBLISHED, names
from tests.kenya.solving import FOLDER
from tests.made_cases import random_case, read_rows
from tests.planted.generator import planted_case

PLANTED, RANDOM, BATCH = 120, 80, 10
KENYA = read_case_folder(FOLDER)


def hold(checks: list[Checked], *, least: int = 1) -> None:
    """Fail if a re-solve contradicts a rate, or if there was too little to check."""
    wrong = [check for check in checks if check.wrong]

    assert not wrong, wrong[:3]
    assert len(checks) >= least


@pytest.mark.parametrize("name", ["ampl_steelT", "williams_distribution", "williams_refinery"])
def test_rates_of_published_models_hold(name: str) -> None:
    """Small models of others, every rate."""
    hold(check_rates(read_case_folder(PUBLISHED / name / "case")), least=10)


@pytest.mark.parametrize("seed", [0, 150])
def test_rates_of_planted_cases_hold(seed: int) -> None:
    """Two networks, one whose objective counts what is left of its reserves, every rate."""
    hold(check_rates(planted_case(seed).read()), least=20)


@pytest.mark.parametrize("seed", range(3))
def test_rates_of_random_cases_hold(seed: int) -> None:
    """Three ores with plants, stocks and tariffs, every rate."""
    hold(check_rates(read_rows(random_case(seed))))


def test_a_ban_that_costs_nothing_is_worth_nothing() -> None:
    """The price once published for the ban on raw niobium, 65,727.10, is 0, as a tonne more shows."""
    limits = {limit.address: limit for limit in plan_with_rates(KENYA, "ban-narrow").limits}
    here, _ = objective_of(KENYA, "ban-narrow", [])
    there, _ = objective_of(KENYA, "ban-narrow", [Change("policies[ban-niobium].maximum", "set", "1")])

    assert here == there
    assert 0.0 == limits["policies[ban-niobium].maximum"].rate_up


def test_buyers_quotas_of_one_price_have_their_rates() -> None:
    """One tonne more for a buyer of rare-earth concentrate and of soda ash is worth what solving anew says."""
    limits = {limit.address: limit for limit in plan_with_rates(KENYA, "").limits}
    here, _ = objective_of(KENYA, "", [])
    for name in ("us-ree-concentrate", "ke-soda-ash"):
        address = f"demands[{name},1].max_per_year"
        there, _ = objective_of(KENYA, "", [Change(address, "add", "1")])
        assert here is not None
        assert there is not None
        assert limits[address].rate_up == pytest.approx(there - here, rel=1e-6)


SITE = {"sites": [{"id": "mine"}], "lanes": [{"id": "sea", "from_site": "mine", "to": "cn"}]}


def _tiers() -> list[dict[str, object]]:
    """A buyer of 60 and 40 t of ore at one price for all: at 10 and 8 it pays 600, and 200 more for the second 40, 5 each."""
    return [
        {"id": "cn", "tier": f"{rank}", "market": "cn", "material": "ore", "price_per_unit": price, "max_per_year": most,
         "tier_meaning": "one_price"}
        for rank, (price, most) in enumerate(zip((10, 8), (60, 40), strict=True), start=1)
    ]  # fmt: skip


def test_a_reserve_is_not_told_what_tiers_are_worth_that_were_moved_with_it() -> None:
    """All 120 t of the reserve are sold, 20 at 4, and scrap for 1,000 of revenue: 1,000 - 600 - 200 - 80 = 120, 30 at 4 for 5.

    A tonne less of the reserve loses 4, and the 4 of revenue cost 1 more as scrap: 5, either way.
    """
    rows: dict[str, list[dict[str, object]]] = {
        **SITE,
        "materials": [{"id": "ore", "stage": "ore"}, {"id": "scrap", "stage": "ore"}],
        "supplies": [
            {"id": "pit", "site": "mine", "material": "ore", "reserve": 120, "terminal_value_per_unit": 1},
            {"id": "yard", "site": "mine", "material": "scrap", "cost_per_unit": 5},
        ],
        "demands": [
            *_tiers(),
            {"id": "us", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": 4},
            {"id": "scrap", "tier": "1", "market": "cn", "material": "scrap", "price_per_unit": 4},
        ],
        "policies": [{"id": "earn", "kind": "measure_bound", "measure": "revenue", "minimum": 1000}],
    }
    (reserve,) = (limit for limit in plan_with_rates(read_rows(rows)).limits if "pit" in limit.address)

    assert [5.0, -5.0] == pytest.approx([reserve.rate_up, reserve.rate_down])
    hold(check_rates(read_rows(rows)), least=8)


def test_a_tier_is_not_told_the_share_that_was_moved_with_it() -> None:
    """Half of what is mined is to be processed, at a loss of 1: ore is sold 100 t at 8, and as much is processed.

    A tonne more in the first tier is 8 more for all 101 t, and 1 for processing as much: 7, either way.
    """
    rows: dict[str, list[dict[str, object]]] = {
        **SITE,
        "materials": [{"id": "ore", "stage": "ore", "raw": True}, {"id": "metal", "stage": "refined"}],
        "contents": [{"material": name, "mineral": "niobium", "fraction": 1} for name in ("ore", "metal")],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore"}],
        "processes": [{"id": "plant", "site": "mine", "feed": "ore", "operating_cost_per_unit": 1}],
        "process_flows": [
            {"process": "plant", "material": "ore", "direction": "in", "amount_per_unit": 1},
            {"process": "plant", "material": "metal", "direction": "out", "amount_per_unit": 1},
        ],
        "demands": [
            *_tiers(),
            {"id": "metal", "tier": "1", "market": "cn", "material": "metal", "price_per_unit": 0},
        ],
        "policies": [{"id": "half", "kind": "processed_share", "minimum": 0.5}],
    }
    (tier,) = (limit for limit in plan_with_rates(read_rows(rows)).limits if "cn,1" in limit.address)

    assert [7.0, -7.0] == pytest.approx([tier.rate_up, tier.rate_down])
    hold(check_rates(read_rows(rows)), least=8)


def test_a_least_stock_that_is_asked_for_at_one_end_alone_has_the_rate_of_both() -> None:
    """Of two ends, each as likely, one asks for 10 t in stock and the other for none; a tonne costs 2 to supply at either.

    A tonne more of the number is a tonne more at both ends: 0.5 x 2 + 0.5 x 2 = 2. The row that is there tells of one alone: 1.
    """
    rows: dict[str, list[dict[str, object]]] = {
        "case": [{"name": "ends", "discount_rate": 0}],
        "nodes": [
            {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
            {"id": "dry", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31", "probability": 0.5},
            {"id": "wet", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31", "probability": 0.5},
        ],
        **SITE,
        "materials": [{"id": "ore", "stage": "ore"}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore", "cost_per_unit": 2}],
        "stocks": [{"site": "mine", "material": "ore"}],
        "demands": [{"id": "cn", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": 1}],
        "by_node": [{"address": "stocks[mine,ore].final_min", "node": "dry", "value": 10}],
    }
    (least,) = (limit for limit in plan_with_rates(read_rows(rows)).limits if "final_min" in limit.address)

    assert least.rate_up == pytest.approx(-2.0)
    hold(check_rates(read_rows(rows)), least=2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", range(0, PLANTED, BATCH))
def test_rates_of_many_planted_cases_hold(first: int) -> None:
    """120 networks with everything that the tables can say; degenerate balances among them."""
    for seed in range(first, first + BATCH):
        hold(check_rates(planted_case(seed).read()))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", range(0, RANDOM, BATCH))
def test_rates_of_many_random_cases_hold(first: int) -> None:
    """80 ores with plants, stocks and tariffs."""
    for seed in range(first, first + BATCH):
        hold(check_rates(read_rows(random_case(seed))), least=0)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", names())
def test_rates_of_all_published_models_hold(name: str) -> None:
    """The ten models of others."""
    hold(check_rates(read_case_folder(PUBLISHED / name / "case")))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scenario", ["", *KENYA.case["scenarios"].keys])
def test_rates_of_kenya_hold(scenario: str) -> None:
    """The base and every scenario."""
    hold(check_rates(KENYA, scenario), least=20)
