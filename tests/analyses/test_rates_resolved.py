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
