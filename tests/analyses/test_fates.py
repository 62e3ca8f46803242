"""What each fate of a mineral is worth, on the last unit and on average, and which policy decides it: worked by hand.

A mine gives 1,000 t of flake at 100 a tonne. Raw it sells for 130: 30 a tonne. A tonne makes half a tonne of spheres for 50; the
first 100 t of spheres bring 1,000 each, any more 300:

    processed for the first buyer   0.5 x 1,000 - 50 - 100 = 350 a tonne of flake, for 200 t of flake
    processed for the others        0.5 x 300   - 50 - 100 =   0

So 200 t are processed and 800 t go raw: 200 x 350 + 800 x 30 = 94,000, and 30,000 without any processing.
"""

from collections.abc import Sequence

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.analyses.reasons import Finding, ObjectiveWords, give_reasons
from optimizer.domain.naming import Naming
from optimizer.domain.plan import Decision, Fate, Plan, Reason, Verdict
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem
from tests.made_cases import SETTING, read_rows

SHARE = {"id": "home-share", "kind": "processed_share", "minimum": 0.6}
BAN = {"id": "ban", "kind": "raw_export_ban", "mineral": "graphite"}
ROWS = {
    "sites": [{"id": "mine"}],
    "minerals": [{"id": "graphite", "name": "Graphite"}],
    "materials": [
        {"id": "flake", "stage": "ore", "raw": True, "hs_code": "2504.10", "name": "Graphite flake"},
        {"id": "sphere", "stage": "refined", "hs_code": "3801.10", "name": "Graphite spheres"},
    ],
    "contents": [
        {"material": "flake", "mineral": "graphite", "fraction": 1},
        {"material": "sphere", "mineral": "graphite", "fraction": 1},
    ],
    "supplies": [{"id": "pit", "site": "mine", "material": "flake", "max_per_year": 1000, "cost_per_unit": 100}],
    "processes": [{"id": "rounder", "site": "mine", "feed": "flake", "operating_cost_per_unit": 50}],
    "process_flows": [
        {"process": "rounder", "material": "flake", "direction": "in", "amount_per_unit": 1},
        {"process": "rounder", "material": "sphere", "direction": "out", "amount_per_unit": 0.5},
    ],
    "lanes": [{"id": "sea", "from_site": "mine", "to": "cn"}],
    "demands": [
        {"id": "flake", "tier": "1", "market": "cn", "material": "flake", "price_per_unit": 130},
        {"id": "best", "tier": "1", "market": "cn", "material": "sphere", "price_per_unit": 1000, "max_per_year": 100},
        {"id": "others", "tier": "1", "market": "cn", "material": "sphere", "price_per_unit": 300},
    ],
}


def plan_of(*changes: tuple[str, str], objective: str = "", **tables: Sequence[dict]) -> Plan:
    """Return the plan of the case with tables replaced and values set."""
    problem = build_problem(
        read_rows({**ROWS, **tables}), changes=[Change(address, "set", value) for address, value in changes], objective=objective
    )
    plan = answer(problem, AnswerOptions(rates=True)).plan
    assert plan is not None
    return plan


def decided(plan: Plan) -> Decision:
    """Return the decision on the only mineral."""
    (decision,) = plan.decisions
    return decision


def fates(plan: Plan) -> dict[Verdict, Fate]:
    """Return its fates."""
    return {fate.fate: fate for fate in decided(plan).fates}


def reason(plan: Plan, code: str) -> Reason:
    """Return its reason of this code."""
    return next(found for found in decided(plan).reasons if found.code == code)


def test_a_mineral_that_is_split_is_told_with_both_parts() -> None:
    """200 of 1,000 t are processed, 800 t exported raw; the verdict is what most of it does."""
    plan = plan_of()
    found = fates(plan)

    assert 94_000.0 == plan.objective
    assert Verdict.EXPORT_RAW is decided(plan).verdict
    assert (800.0, 0.8) == (found[Verdict.EXPORT_RAW].amount, found[Verdict.EXPORT_RAW].share)
    assert (200.0, 0.2) == (found[Verdict.PROCESS].amount, found[Verdict.PROCESS].share)
    assert [Verdict.EXPORT_RAW, Verdict.PROCESS, Verdict.LEAVE] == [fate.fate for fate in decided(plan).fates]


def test_the_smaller_part_is_never_said_to_lose() -> None:
    """What is processed earns (94,000 - 30,000) / 200 = 320 a tonne; only one tonne more would lose 30."""
    plan = plan_of()
    processing = fates(plan)[Verdict.PROCESS]

    assert (320.0, 30.0, Verdict.EXPORT_RAW) == (
        processing.average_gain, processing.loss_of_one_more, processing.instead,
    )  # fmt: skip
    assert "PROCESSING_LOSES" not in [found.code for found in decided(plan).reasons]
    assert reason(plan, "PROCESSING_PAYS").text == (
        "what is processed earns 64,000 USD more than exporting it raw, on average 320.00 USD per tonne; "
        "one more tonne processed would lose 30.00 USD"
    )


def test_the_larger_part_is_told_on_average_and_on_the_last_unit() -> None:
    """Without raw exports 200 t are still mined and processed (more earn 0): the 800 t earn 24,000, 30 each, as the last does."""
    plan = plan_of()

    assert (30.0, Verdict.LEAVE) == (fates(plan)[Verdict.EXPORT_RAW].average_gain, fates(plan)[Verdict.EXPORT_RAW].instead)
    assert (30.0, Verdict.LEAVE) == (decided(plan).margin_per_unit, decided(plan).alternative)
    assert reason(plan, "RAW_EXPORT_PAYS").text == (
        "what is exported raw earns 24,000 USD more than leaving it in the ground, on average 30.00 USD per tonne; "
        "the last tonne mined earns 30.00 USD"
    )


def test_a_share_that_is_required_is_named_with_what_it_costs() -> None:
    """600 t processed, 200 at 350 and 400 at 0, 400 t raw at 30: 82,000; without the policy 12,000 more and 800 t raw."""
    plan = plan_of(policies=[SHARE])

    assert 82_000.0 == plan.objective
    assert Verdict.PROCESS is decided(plan).verdict
    assert "POLICY_DECIDES" == decided(plan).reasons[0].code
    assert decided(plan).reasons[0].text == (
        "because of the policy home-share: without it 800 t would be exported raw instead of 400 t, "
        "and the whole plan would earn 12,000 USD more"
    )
    assert {"policies": "policies[home-share]", "gain": 12_000.0, "amount": 400.0, "amount_without": 800.0}.items() <= dict(
        decided(plan).reasons[0].parameters
    ).items()


def test_a_ban_that_leaves_ore_in_the_ground_is_named() -> None:
    """With the first buyer gone processing earns 0 at best; at a cost of 60 it loses 10, so banned ore stays: 30,000 less."""
    dear = {**ROWS["processes"][0], "operating_cost_per_unit": 60}
    plan = plan_of(("demands[best,1].active", "false"), processes=[dear], policies=[BAN])

    assert (Verdict.LEAVE, 0.0) == (decided(plan).verdict, plan.objective)
    assert decided(plan).reasons[0].text == (
        "because of the policy ban: without it 1,000 t would be exported raw instead of 0 t, "
        "and the whole plan would earn 30,000 USD more"
    )


def test_a_policy_that_costs_nothing_is_not_named() -> None:
    """At least 10 % processed is met by the plan anyway."""
    plan = plan_of(policies=[{**SHARE, "minimum": 0.1}])

    assert 94_000.0 == plan.objective
    assert "POLICY_DECIDES" not in [found.code for found in decided(plan).reasons]


def test_policies_that_only_together_decide_are_named_together() -> None:
    """Two equal bans: lifting one changes nothing, lifting both gains 94,000 - 70,000."""
    plan = plan_of(policies=[BAN, {**BAN, "id": "twin", "mineral": ""}])

    assert 70_000.0 == plan.objective
    assert "because of the policies ban and twin: without them 800 t would be exported raw instead of 0 t" in (
        decided(plan).reasons[0].text
    )
    assert 24_000.0 == dict(decided(plan).reasons[0].parameters)["gain"]


def test_a_policy_on_another_mineral_is_not_said_to_decide_this_one() -> None:
    """A ban on tin costs tin 40,000 and touches graphite in nothing."""
    tin = {
        "minerals": [*ROWS["minerals"], {"id": "tin"}],
        "materials": [*ROWS["materials"], {"id": "cassiterite", "stage": "ore", "raw": True, "hs_code": "2609"}],
        "contents": [*ROWS["contents"], {"material": "cassiterite", "mineral": "tin", "fraction": 1}],
        "supplies": [*ROWS["supplies"], {"id": "tin", "site": "mine", "material": "cassiterite", "max_per_year": 100}],
        "demands": [
            *ROWS["demands"], {"id": "tin", "tier": "1", "market": "cn", "material": "cassiterite", "price_per_unit": 400},
        ],
    }  # fmt: skip
    graphite, banned = plan_of(**tin, policies=[{**BAN, "mineral": "tin"}]).decisions

    assert 40_000.0 == dict(banned.reasons[0].parameters)["gain"]
    assert "POLICY_DECIDES" not in [found.code for found in graphite.reasons]


def test_a_fate_that_no_plan_can_do_without_has_no_average() -> None:
    """A buyer must be given 10 t of spheres: that no plan does without processing is said in place of an average."""
    demands = [ROWS["demands"][0], {**ROWS["demands"][1], "min_per_year": 10}, ROWS["demands"][2]]
    plan = plan_of(demands=demands)

    assert (None, True) == (fates(plan)[Verdict.PROCESS].average_gain, fates(plan)[Verdict.PROCESS].is_needed)
    assert "no plan keeps all limits without processing it" in reason(plan, "PROCESSING_PAYS").text


def test_money_that_is_counted_in_thousands_is_told_in_currency() -> None:
    """One unit of money being 1,000 USD, an average of 320 is 320,000 USD."""
    plan = plan_of(case=[{**SETTING, "money_unit": 1000}])

    assert "64.00 million USD more" in reason(plan, "PROCESSING_PAYS").text
    assert "320,000 USD per tonne" in reason(plan, "PROCESSING_PAYS").text
    assert 320.0 == fates(plan)[Verdict.PROCESS].average_gain


@pytest.mark.parametrize("objective", ["jobs", "2 jobs"])
def test_another_objective_is_told_in_its_own_unit(objective: str) -> None:
    """A tonne processed gives 0.002 jobs; whatever the weight of jobs, a tonne less mined costs 0.002 job-years."""
    plan = plan_of(objective=objective, processes=[{**ROWS["processes"][0], "jobs_per_unit": 0.002}])

    assert Verdict.PROCESS is decided(plan).verdict
    text = decided(plan).reasons[0].text
    assert "is better by 2 job-years than leaving it in the ground, on average 0.002 job-years per tonne" in text
    assert "USD" not in text


def test_without_an_engine_amounts_are_told_and_nothing_is_compared() -> None:
    """A second solver's plan has shares, and says that other fates were not tried."""
    plan = answer(build_problem(read_rows(ROWS)), AnswerOptions(solver="cbc")).plan
    assert plan is not None

    assert [(Verdict.EXPORT_RAW, 0.8), (Verdict.PROCESS, 0.2)] == [(fate.fate, fate.share) for fate in decided(plan).fates]
    assert ["NOT_COMPARED"] == [found.code for found in decided(plan).reasons]


@pytest.mark.parametrize("verdict", [Verdict.LEAVE, Verdict.PROCESS])
def test_what_is_not_proven_is_not_said_to_be_impossible(verdict: Verdict) -> None:
    """Without a proven answer about other fates the reason says so; with a proof that there is none it says that."""
    words = ObjectiveWords("USD", 1.0, is_money=True, is_profit=True)
    share = float(verdict is Verdict.PROCESS)
    fate = Fate(verdict, 10.0, share)
    open_, closed = (
        Finding("tin", "Tin", "t", verdict, None, (fate,), "", words, is_proven=is_proven) for is_proven in (False, True)
    )
    naming = Naming(read_rows(ROWS).case)

    assert "NOT_PROVEN" == give_reasons(open_, (), naming)[0].code
    assert {Verdict.LEAVE: "NO_ROUTE", Verdict.PROCESS: "PROCESSING_PAYS"}[verdict] == give_reasons(closed, (), naming)[0].code
