"""Every number in the reasons of Kenya's plan, solved again cold: averages, last units and the policy that decides."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Decision, Fate, Plan, Verdict
from optimizer.domain.scenario import Change
from optimizer.formulation.build import build
from optimizer.problem.build import ReadCase, build_problem
from optimizer.solver.session import Session
from tests.kenya.solving import Kenya, decision

MEASURE = {Verdict.PROCESS: "processed", Verdict.EXPORT_RAW: "exported_raw", Verdict.SELL_RAW_AT_HOME: "sold_raw_at_home"}
NDPR_DOUBLED = tuple(Change(f"demands[material={name}].price_per_unit", "scale", "2") for name in ("ndpr-oxide", "ndpr-metal"))
SHARE_OF_STEP = 1e-5


def explained(kenya: Kenya, scenario: str = "", changes: tuple[Change, ...] = ()) -> Plan:
    """Return a plan with rates."""
    plan = answer(build_problem(kenya.read, scenario, changes), AnswerOptions(rates=True)).plan
    assert plan is not None
    return plan


def with_bound(read: ReadCase, measure: str, side: str, tonnes: float) -> list[Change]:
    """Return changes that make one of Kenya's own policies, switched off, a bound on a measure over the horizon."""
    policy = next(
        key for key, active in zip(read.case["policies"].keys, read.case["policies"]["active"], strict=True) if not active
    )
    other = {"minimum": "maximum", "maximum": "minimum"}[side]
    values = {
        "kind": "measure_bound", "measure": measure, "mineral": "", "scope": "total", side: repr(tonnes), other: "",
        "start": "", "end": "", "active": "true",
    }  # fmt: skip
    return [Change(f"policies[{policy}].{column}", "set", value) for column, value in values.items()]


def best(kenya: Kenya, changes: list[Change]) -> float:
    """Return the optimum of the changed case, solved cold and not explained."""
    solution = Session(build(build_problem(kenya.read, "", changes)).lp, 0.01).solve()
    assert solution.x is not None
    return solution.objective


def check(kenya: Kenya, plan: Plan, made: Decision, fate: Fate, changes: tuple[Change, ...], per_unit: float) -> None:
    """Compare what one fate earns on average, and on the last unit, with cold solves."""
    leave = fate.fate is Verdict.LEAVE
    measure = f"{'mined' if leave else MEASURE[fate.fate]}[{made.mineral}]"
    if fate.average_gain is not None and fate.amount:
        without = best(kenya, [*changes, *with_bound(kenya.read, measure, "maximum", 0.0)])
        assert plan.objective - without == pytest.approx(fate.average_gain * fate.amount, rel=1e-6)
    if fate.loss_of_one_more is not None:
        now, step = (made.mined if leave else fate.amount or 0.0), SHARE_OF_STEP * made.mined
        side, moved = ("maximum", now - step) if leave else ("minimum", now + step)
        pushed = best(kenya, [*changes, *with_bound(kenya.read, measure, side, moved * per_unit)])
        assert plan.objective - pushed == pytest.approx(fate.loss_of_one_more * step, rel=1e-4, abs=0.02)


def check_minerals(kenya: Kenya, changes: tuple[Change, ...], *minerals: str) -> Plan:
    """Compare every fate of these minerals."""
    plan = explained(kenya, changes=changes)
    table = kenya.read.case["minerals"]
    for mineral in minerals:
        made = decision(plan, mineral)
        assert any(fate.average_gain is not None for fate in made.fates)
        for fate in made.fates:
            check(kenya, plan, made, fate, changes, float(table["tonnes_per_unit"][table.rows[mineral]]))
    return plan


def test_rare_earths_at_twice_the_price_of_ndpr_are_told_as_split(kenya: Kenya) -> None:
    """A part is cracked and earns its living; the headline has both parts, and no sentence says that processing loses."""
    plan = check_minerals(kenya, NDPR_DOUBLED, "rare-earths")
    made = decision(plan, "rare-earths")
    shares = {fate.fate: fate.share for fate in made.fates if fate.share}

    assert shares.keys() == {Verdict.PROCESS, Verdict.EXPORT_RAW}
    assert sum(shares.values()) == pytest.approx(1.0)
    assert {"PROCESSING_PAYS", "RAW_EXPORT_PAYS"} <= {reason.code for reason in made.reasons}
    assert not any("processing" in reason.text and "would lose" in reason.text for reason in made.reasons)


@pytest.mark.parametrize("mineral", ["niobium"])
def test_the_base_earns_what_its_reasons_say(kenya: Kenya, mineral: str) -> None:
    """What it earns on average and on the last unit, for a mineral that is processed."""
    check_minerals(kenya, (), mineral)


@pytest.mark.slow
@pytest.mark.parametrize("mineral", ["gemstones", "gold", "rare-earths", "soda-ash"])
def test_the_other_minerals_do_too(kenya: Kenya, mineral: str) -> None:
    """The rest of the base."""
    check_minerals(kenya, (), mineral)


def test_the_ban_that_leaves_rare_earths_in_the_ground_is_named(kenya: Kenya) -> None:
    """Its price is the fall of the optimum from the base to the ban, which touches no other mineral."""
    base, banned = kenya.plan(), kenya.plan("ban-narrow")
    reason = next(found for found in decision(banned, "rare-earths").reasons if found.code == "POLICY_DECIDES")
    said = dict(reason.parameters)

    assert "policies[ban-rare-earths]" == said["policies"]
    assert base.objective - banned.objective == pytest.approx(said["gain"], rel=1e-9)
    assert decision(base, "rare-earths").exported_raw == pytest.approx(said["amount_without"], rel=1e-9)
    assert [made.mineral for made in banned.decisions if "POLICY_DECIDES" in [found.code for found in made.reasons]] == [
        "rare-earths"
    ]
