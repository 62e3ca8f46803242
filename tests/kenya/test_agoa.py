"""Why AGOA is worth what the README says: dates, free lines, diversion."""

import pytest

from optimizer.formulation.build import build
from tests.kenya.solving import Kenya, amounts, sold
from tests.kenya.trade import american_duty


def test_the_base_cannot_claim_agoa(kenya: Kenya) -> None:
    """The program of the base has no column that claims AGOA, while that of its renewal has."""
    claims = {
        scenario: [name for name in build(kenya.problem(scenario)).lp.column_names if ",agoa," in name]
        for scenario in ("", "agoa-throughout")
    }
    assert not claims[""]
    assert claims["agoa-throughout"]


def test_agoa_to_2028_comes_before_anything_could_use_it(kenya: Kenya) -> None:
    """No plant that makes a dutiable good can run before AGOA would end, so the plan does not change by a cent."""
    base = kenya.plan()
    first = min(
        int(node) for (process, node), _ in amounts(base, "run").items() if process in ("ree-concentrate", "ferroniobium")
    )
    assert first == 2032
    assert kenya.plan("agoa-2028").activities == base.activities
    assert kenya.plan("agoa-late-refund").objective == pytest.approx(base.objective, abs=0.01)


def test_what_the_base_sells_to_america_is_free_anyway(kenya: Kenya) -> None:
    """Cut gems and rare-earth concentrate are all the base sells to the United States, and neither pays duty."""
    base = kenya.plan()
    assert {demand for demand in sold(base) if demand.startswith("us-")} == {"us-gem-cut", "us-ree-concentrate"}
    assert american_duty(base) == pytest.approx(0.0, abs=1.0)


def test_agoa_saves_more_duty_than_it_earns(kenya: Kenya) -> None:
    """Ferroniobium drawn from China, where it pays 2 %, saves 5 % in America on paper and earns a fraction of it."""
    base, renewed = kenya.plan(), kenya.plan("agoa-throughout")
    saved = sum(duty.saved for duty in renewed.duties if duty.claim == "agoa")
    drawn = sold(base)["cn-ferroniobium"] - sold(renewed)["cn-ferroniobium"]
    assert drawn == pytest.approx(sold(renewed)["us-ferroniobium"])
    assert 0.0 < renewed.objective - base.objective < 0.5 * saved
