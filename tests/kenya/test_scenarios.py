"""What the scenarios of the case change."""

import pytest

from optimizer.domain.plan import Verdict
from tests.kenya import readme
from tests.kenya.solving import MILLION, Kenya, decision, level, sold, total

REQUIRED = {
    "agoa-2028", "agoa-throughout", "agoa-late-refund", "us-surcharge-10", "us-duties-critical-minerals", "us-bilateral-zero",
    "china-zero-extended", "ban-narrow", "ban-wide", "royalty-extraction", "ndpr-floor", "raw-ree-ex-china", "raw-ree-china",
    "refinery-5kt", "refinery-17kt5", "power-006", "plants-exist",
}  # fmt: skip
ROWS = readme.table("Scenarios", "scenario")


def test_every_required_scenario_is_there(kenya: Kenya) -> None:
    """The scenarios that the case must have exist, and the README shows all there are."""
    names = set(kenya.read.case["scenarios"].keys)
    assert names >= REQUIRED
    assert sorted(cells["scenario"] for cells in ROWS) == sorted(names)


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: cells["scenario"])
def test_every_scenario_validates_solves_and_is_as_printed(kenya: Kenya, cells: dict[str, str]) -> None:
    """Value, change of value and changed verdicts of a scenario are those of the README."""
    base, plan = kenya.plan(), kenya.plan(cells["scenario"])
    assert plan.certificate.passed
    assert readme.printed(plan.objective / MILLION, cells["NPV, MUSD"]) == cells["NPV, MUSD"]
    assert readme.printed((plan.objective - base.objective) / MILLION, cells["change"]) == cells["change"]
    changed = [
        f"{made.mineral}: {made.verdict.value.replace('_', ' ')}"
        for made in plan.decisions
        if made.verdict is not decision(base, made.mineral).verdict
    ]
    assert ("; ".join(changed) or "none") == cells["verdicts that change"]


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
    assert sold(narrow)["gb-gold-dore"] > 0.0
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
    conditional = {"manganese", "fluorspar", "copper", "iron", "titanium", "zircon"}
    base, supposed = kenya.plan(), kenya.plan("unproven-deposits")
    assert {made.mineral for made in base.decisions if made.verdict is Verdict.NOT_AVAILABLE} == conditional
    assert not any(made.verdict is Verdict.NOT_AVAILABLE for made in supposed.decisions)
