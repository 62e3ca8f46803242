"""What AGOA and other tariff regimes are worth."""

import pytest

from optimizer.domain.plan import Plan
from optimizer.formulation.build import build
from tests.kenya import readme
from tests.kenya.solving import MILLION, Kenya, amounts, millions, sold, total

ROWS = readme.table("What AGOA is worth, and why", "regime")
REGIMES = [
    "base", "agoa-2028", "agoa-throughout", "agoa-late-refund", "us-bilateral-zero", "china-zero-extended", "us-surcharge-10",
    "us-duties-critical-minerals", "plants-exist", "plants-exist-agoa",
]  # fmt: skip
CUT_GEM_PRICE = 54.4
SURCHARGE = 0.1


def plan_of(kenya: Kenya, regime: str) -> Plan:
    """Return the plan of a regime."""
    return kenya.plan("" if regime == "base" else regime)


def reference(kenya: Kenya, regime: str) -> Plan:
    """Return the plan a regime is compared with: the one with standing plants where it has them."""
    return kenya.plan("plants-exist" if regime.startswith("plants-exist") else "")


def american_duty(plan: Plan) -> float:
    """Return the ordinary duty that a plan's American sales pay; every fee of the case is American."""
    return sum(duty.assessed for duty in plan.duties if duty.market == "us") - total(plan, "fees")


def static(kenya: Kenya, regime: str) -> float:
    """Return what the regime would save, or charge, on the sales of the plan it is compared with."""
    plan = reference(kenya, regime)
    if regime == "china-zero-extended":
        return sum(duty.assessed for duty in plan.duties if duty.market == "cn")
    if regime == "us-surcharge-10":
        weights = dict(zip(kenya.read.case.timeline.ids, kenya.problem().case.timeline.money_weights, strict=True))
        gems = {key: amount for key, amount in amounts(plan, "sell").items() if key[1] == "us-gem-cut"}
        return -SURCHARGE * CUT_GEM_PRICE * float(sum(amount * weights[key[-1]] for key, amount in gems.items()))
    return american_duty(plan)


def test_the_table_has_every_regime() -> None:
    """The README compares the ten regimes in their order."""
    assert [cells["regime"] for cells in ROWS] == REGIMES


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: cells["regime"])
def test_the_table_is_what_the_engine_gives(kenya: Kenya, cells: dict[str, str]) -> None:
    """Value, change, static duty, duty saved on actual claims and American sales are those printed."""
    regime = cells["regime"]
    plan, compared = plan_of(kenya, regime), reference(kenya, regime)
    market = "cn" if regime == "china-zero-extended" else "us"
    found = {
        "NPV, MUSD": plan.objective / MILLION,
        "change": (plan.objective - compared.objective) / MILLION,
        "static": static(kenya, regime) / MILLION,
        "saved by claims": millions(duty.saved for duty in plan.duties if duty.market == market),
        "US sales": millions(duty.value for duty in plan.duties if duty.market == "us"),
    }
    assert {name: readme.printed(value, cells[name]) for name, value in found.items()} == {name: cells[name] for name in found}


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


def test_duty_shared_with_the_buyer_changes_little(kenya: Kenya) -> None:
    """With half of American duty and fees on the buyer AGOA earns 0.44 and 0.98 MUSD, as the README says."""
    shared = (("markets[us].duty_incidence", "0.5"),)
    pairs = (("", "agoa-throughout"), ("plants-exist", "plants-exist-agoa"))
    gains = [(kenya.plan(renewed, shared).objective - kenya.plan(base, shared).objective) / MILLION for base, renewed in pairs]
    assert gains == pytest.approx([0.44, 0.98], abs=0.005)
