"""Comparisons: bridges by hand, of the shipped case, and at random."""

import math

import pytest

from optimizer.analyses.bridge import Planned, bridge, hold, physical_amounts, solve_built
from optimizer.analyses.compare import compare
from optimizer.domain.comparison import ComparedAlternative
from optimizer.domain.differences import differences
from optimizer.domain.plan import Termination, Verdict
from optimizer.domain.scenario import Change
from optimizer.formulation.build import build
from optimizer.problem.build import ReadCase, build_problem
from optimizer.solver.solution import Solved
from optimizer.store.case_files import read_case_folder
from tests.domain.rows import DATA
from tests.made_cases import random_case, read_rows

COLUMNS = 100_000
KENYA = read_case_folder(DATA / "kenya")
SCENARIOS = tuple(KENYA.case["scenarios"].keys)
CENT = 0.01


def tiny() -> ReadCase:
    """Return one mine of 100 t, sold at 30 to the US, duty free under a preference, else at 20 % duty, or at 26 to China.

    Nothing costs anything, so profit is price less duty: 3,000 to the US under the preference, 2,400 without it, 2,600 to China.
    """
    return read_rows(
        {
            "materials": [{"id": "ore", "stage": "ore", "raw": True, "hs_code": "2601"}],
            "minerals": [{"id": "iron"}],
            "contents": [{"material": "ore", "mineral": "iron", "fraction": 1.0}],
            "supplies": [{"id": "mine", "site": "pit", "material": "ore", "max_per_year": 100}],
            "markets": [{"id": "us", "country": "US", "duty_incidence": 1.0}, {"id": "cn", "country": "CN"}],
            "lanes": [{"id": "west", "from_site": "pit", "to": "us"}, {"id": "east", "from_site": "pit", "to": "cn"}],
            "demands": [
                {"id": "us-ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 30},
                {"id": "cn-ore", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": 26},
            ],
            "tariffs": [
                {"id": "us-mfn", "destination": "US", "hs_prefix": "2601", "kind": "duty", "instrument": "mfn", "ad_valorem": 0.2}
            ],
            "programmes": [{"id": "pref", "destination": "US", "waives": "mfn", "start": "2020-01-01"}],
        }
    )


def beside(read: ReadCase, *changes: Change, base: str = "") -> ComparedAlternative:
    """Return one alternative beside the case under no scenario."""
    alternative = build_problem(read, base, list(changes))
    return compare(build_problem(read, base), [alternative], COLUMNS).alternatives[0]


def test_a_preference_that_lapses_by_hand() -> None:
    """100 t at 30 bear 20 % = 600 at the old plan; sent to China they earn 2,600 instead of 2,400: 3,000 - 600 + 200 = 2,600."""
    found = beside(tiny(), Change("programmes[pref].active", "set", "false"))

    (step,) = found.bridge
    assert (step.groups, step.objective, step.change) == (("law",), 2600.0, -400.0)
    assert (step.effect, step.response) == (-600.0, 200.0)
    assert [(part.measure, part.amount) for part in step.effect_parts] == [("duty", -600.0)]
    # 600 of duty is no longer paid, and 400 of revenue is lost on the way to China.
    assert {part.measure: part.amount for part in step.response_parts} == {"revenue": -400.0, "duty": 600.0}
    assert [(sale.market, sale.claim, sale.before, sale.after) for sale in found.sales] == [
        ("cn", "ordinary", 0.0, 100.0),
        ("us", "pref", 100.0, 0.0),
    ]
    assert not found.decisions  # The ore is exported raw as before.
    assert [item[0].address for item in found.inputs] == ["programmes[pref].active"]


def test_groups_are_changed_in_their_order_by_hand() -> None:
    """Law: -600 + 200, as above. Price in China +1: +100. Cost of 2 a tonne: -200. Half the mine: -1,250, 50 t at 27 - 2."""
    changes = [
        Change("supplies[mine].max_per_year", "set", "50"),
        Change("supplies[mine].cost_per_unit", "set", "2"),
        Change("demands[cn-ore,1].price_per_unit", "set", "27"),
        Change("programmes[pref].active", "set", "false"),
    ]
    found = beside(tiny(), *changes)

    told = [(step.groups, step.change, step.effect, step.response) for step in found.bridge]
    assert told == [
        (("law",), -400.0, -600.0, 200.0),
        (("prices",), 100.0, 100.0, 0.0),
        (("costs",), -200.0, -200.0, 0.0),
        (("limits",), -1250.0, None, None),
    ]
    (decision,) = found.decisions
    assert (decision.verdict_before, decision.verdict_after) == (Verdict.EXPORT_RAW, Verdict.EXPORT_RAW)
    assert {item.measure: (item.before, item.after) for item in decision.amounts} == {
        "mined": (100.0, 50.0),
        "exported_raw": (100.0, 50.0),
    }


def test_an_alternative_without_a_plan_has_no_bridge() -> None:
    """More is owed than there is: that is an outcome, with the values that differ."""
    found = beside(tiny(), Change("demands[us-ore,1].min_per_year", "set", "101"))

    assert found.outcome.termination is Termination.INFEASIBLE
    assert found.outcome.refutation is not None
    assert not found.bridge
    assert len(found.inputs) == 1


def test_equal_problems_differ_in_nothing() -> None:
    """No inputs, no decisions, no sales, no bridge; also where a change writes what is there already."""
    for changes in ([], [Change("demands[cn-ore,1].price_per_unit", "set", "26")]):
        found = beside(tiny(), *changes)
        assert (found.inputs, found.decisions, found.sales, found.bridge) == ((), (), (), ())


def test_a_number_of_one_node_differs_there_alone() -> None:
    """The address names the node."""
    problems = [
        build_problem(KENYA, "", changes) for changes in ([], [Change("resources[power].cost_per_unit@2028", "set", "1")])
    ]

    (found,) = differences(*(problem.case for problem in problems))
    assert (found.address, found.group, found.after) == ("resources[power].cost_per_unit@2028", "costs", "1")


def planned(read: ReadCase, scenario: str, *changes: Change) -> Planned:
    """Return a plan solved from nothing, by itself."""
    problem = build_problem(read, scenario, list(changes))
    built = build(problem)
    solution = solve_built(built, built.lp, None)
    assert isinstance(solution, Solved)
    return Planned(problem, built, solution)


def check(base: Planned, other: Planned) -> None:
    """Hold a bridge to both ends, solved apart, to the cent; no response is a loss, and parts sum to what they are parts of."""
    steps = bridge(base, other, differences(base.problem.case, other.problem.case), None)
    ends = [round(side.value / CENT) for side in (base, other)]
    assert sum(round(step.change / CENT) for step in steps) == (ends[1] - ends[0] if steps else 0)
    for step in steps:
        if step.effect is not None and step.response is not None:
            assert step.response >= 0.0
            assert round((step.effect + step.response - step.change) / CENT) == 0
            assert math.isclose(sum(part.amount for part in step.effect_parts), step.effect, abs_tol=CENT / 2)
            assert math.isclose(sum(part.amount for part in step.response_parts), step.response, abs_tol=CENT / 2)


@pytest.mark.parametrize("scenario", ["agoa-throughout", "us-s301-kenya", "ban-wide", "china-zero-extended", "ndpr-144-17kt5"])
def test_bridges_of_the_shipped_case_sum_to_the_cent(scenario: str) -> None:
    """Between two optima that are solved apart."""
    check(planned(KENYA, ""), planned(KENYA, scenario))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_bridge_of_the_shipped_case(scenario: str) -> None:
    """All scenarios, both ways."""
    base, other = planned(KENYA, ""), planned(KENYA, scenario)
    check(base, other)
    check(other, base)


def test_agoa_lapses() -> None:
    """From AGOA throughout to the case as it is: the same 2,500 t at ordinary duty are worse than sent to China."""
    base, other = planned(KENYA, "agoa-throughout"), planned(KENYA, "")
    (step,) = bridge(base, other, differences(base.problem.case, other.problem.case), None)
    assert step.change == pytest.approx(other.value - base.value, abs=CENT)
    # The old plan at the law that is left, held column by column and without the bridge: the same amounts, ordinary claims.
    kept = hold(other.built, base, None)
    assert kept is not None
    amounts = [dict.fromkeys(physical_amounts(side.built), 0.0) for side in (base, other)]
    for side, x, found in zip((base, other), (base.solution.x, kept.x), amounts, strict=True):
        for physical, amount in zip(physical_amounts(side.built), x.tolist(), strict=True):
            found[physical] += amount
    moved = {key: value for key, value in amounts[0].items() if key is not None}
    assert all(amounts[1][key] == pytest.approx(value, rel=1e-7, abs=1e-6) for key, value in moved.items() if value)
    assert step.effect == pytest.approx(kept.objective - base.solution.objective, abs=CENT)
    assert step.effect is not None
    assert step.effect < step.change < 0


@pytest.mark.parametrize("seed", range(12))
def test_random_cases(seed: int) -> None:
    """Prices, costs, duties and limits moved together."""
    read = read_rows(random_case(seed))
    changes = [
        Change("demands[*].price_per_unit", "scale", "0.9"),
        Change("supplies[*].cost_per_unit", "scale", "1.2"),
        Change("tariffs[*].ad_valorem", "scale", "1.5"),
    ]
    check(planned(read, ""), planned(read, "", *changes))


def test_a_base_out_of_time_says_so() -> None:
    """Nothing was finished: every outcome says it, and the count is told."""
    problem = build_problem(tiny())
    found = compare(problem, [build_problem(tiny(), changes=[Change("supplies[mine].max_per_year", "set", "9")])], COLUMNS, 0.0)

    assert found.base.termination is Termination.TIME_LIMIT
    assert [item.outcome.termination for item in found.alternatives] == [Termination.TIME_LIMIT]
    assert [(part.kind, part.count) for part in found.not_computed] == [("alternatives", 1)]
