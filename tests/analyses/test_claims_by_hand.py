"""Every claim of origin on random networks with blends, judged from the feed without the program: none that the law denies."""

from collections.abc import Iterable

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan
from tests.analyses.blending_networks import Rows, blending_network
from tests.analyses.claims_by_hand import Judge, Judgement
from tests.analyses.mixed_networks import mixed_network
from tests.made_cases import make_problem


def network(seed: int) -> Rows:
    """Return a network: every fourth is a simple refinery."""
    return blending_network(seed) if seed % 4 else mixed_network(seed)


def plan_of(rows: Rows) -> Plan:
    """Return the plan of a network."""
    plan = answer(make_problem(rows), AnswerOptions(activities=True)).plan
    assert plan is not None
    return plan


def judged(rows: Rows, plan: Plan) -> list[Judgement]:
    """Return a judgement of every claim of a plan."""
    return Judge(rows, [(activity.address, activity.amount) for activity in plan.activities]).judge()


def judge_networks(seeds: Iterable[int]) -> tuple[int, int]:
    """Hold the plans of networks to the law, and their own audit to it; return how many claims there are, and of mixed feed."""
    claims, mixed = 0, 0
    for seed in seeds:
        rows = network(seed)
        plan = plan_of(rows)
        for judgement in judged(rows, plan):
            assert not judgement.wrong, (seed, judgement)
            claims, mixed = claims + 1, mixed + (judgement.pool.name != "home")
        assert all(test.passed for test in plan.origin_tests), (seed, plan.origin_tests)
    return claims, mixed


def test_no_claim_is_made_that_the_law_denies() -> None:
    """On 30 networks the judgement from the feed agrees with every claim, and the plan's own audit too."""
    claims, mixed = judge_networks(range(30))

    assert claims > 80
    assert mixed > 15


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", range(30, 2_030, 250))
def test_no_claim_is_made_that_the_law_denies_on_many_networks(first: int) -> None:
    """The same on 2,000 more."""
    assert min(judge_networks(range(first, first + 250))) > 100


def wrong(rows: Rows, plan: Plan) -> int:
    """Return how many claims are denied."""
    return sum(bool(judgement.wrong) for judgement in judged(rows, plan))


MIXED = (6, 9, 22)
"""Networks whose plans claim goods of mixed feed under rules with thresholds."""


def test_the_judge_denies_claims_under_harder_rules() -> None:
    """Plans made under the rules as they are do not hold under twice the content and half the foreign value."""
    denied = 0
    for seed in MIXED:
        rows = network(seed)
        plan = plan_of(rows)
        harder = {"content_min": 2.0, "foreign_max": 0.5}
        rules = [
            {**row, "threshold": float(str(row["threshold"])) * harder[str(row["test"])]} if row["test"] in harder else row
            for row in rows["origin_rules"]
        ]
        denied += wrong({**rows, "origin_rules": rules}, plan)
    assert denied > 0


def test_the_judge_denies_claims_on_feed_from_elsewhere() -> None:
    """If what was bought at home was from China after all, no home claim stands."""
    denied = 0
    for seed in range(1, 6):
        rows = network(seed)
        plan = plan_of(rows)
        supplies = [{**row, "origin_country": "CN"} for row in rows["supplies"]]
        denied += wrong({**rows, "supplies": supplies}, plan)
    assert denied > 0


def test_the_judge_denies_feed_without_a_value() -> None:
    """Without values no build-up counts anything and no ceiling is known to hold."""
    denied = sum(wrong({**rows, "origin_values": []}, plan_of(rows)) for rows in map(network, MIXED))
    assert denied > 0
