"""Among optimal plans the one returned is fixed by content alone."""

import numpy as np
import pytest

from optimizer.analyses.answer import AnswerOptions, ModelCache, answer
from optimizer.domain.scenario import scenario_changes
from optimizer.problem.build import build_problem
from optimizer.wire.answer import answer_to_proto
from tests.made_cases import make_problem, random_case, read_rows, shuffled

OPTIONS = AnswerOptions(rates=True, activities=True)

TIED = {
    "materials": [{"id": "ore", "stage": "ore", "raw": True}],
    "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 100, "cost_per_unit": 1}],
    "markets": [{"id": name, "country": "XA"} for name in "abcdefgh"],
    "lanes": [{"id": f"lane-{name}", "from_site": "mine", "to": name, "freight_per_tonne": 5} for name in "abcdefgh"],
    "demands": [
        {"id": f"demand-{name}", "tier": "1", "market": name, "material": "ore", "price_per_unit": 20, "max_per_year": 40}
        for name in "abcdefgh"
    ],
}


def _bytes(rows: dict, models: ModelCache | None = None) -> bytes:
    response = answer_to_proto(answer(make_problem(rows), OPTIONS, models))
    response.ClearField("statistics")
    return response.SerializeToString(deterministic=True)


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_input_gives_the_same_bytes(seed: int) -> None:
    """A case with tables, rows and columns in another order has the same digest and byte-identical answers."""
    rows = random_case(seed)

    assert _bytes(rows) == _bytes(shuffled(rows, seed + 1))


@pytest.mark.parametrize("seed", range(8))
def test_ties_are_broken_by_content(seed: int) -> None:
    """Eight markets that pay the same give one plan, whatever the order of the rows."""
    assert _bytes(TIED) == _bytes(shuffled(TIED, seed))


def test_a_history_leaves_no_trace() -> None:
    """Programs solved before in the same process, the same one included, do not change the bytes."""
    models = ModelCache()
    first = _bytes(random_case(3), models)
    for seed in range(6):
        _bytes(random_case(seed), models)
    _bytes(TIED, models)

    assert first == _bytes(random_case(3), models)
    assert first == _bytes(random_case(3), models)
    assert first == _bytes(random_case(3))


def test_a_scenario_and_the_same_changes_by_hand_agree() -> None:
    """A scenario and its changes sent along give the same digest."""
    rows = random_case(5)
    changed = {
        **rows,
        "scenarios": [{"id": "dear-power"}],
        "changes": [
            {"scenario": "dear-power", "step": 1, "address": "resources[power].cost_per_unit", "operation": "scale", "value": "2"}
        ],
    }
    read = read_rows(changed)
    changes = scenario_changes(read.case, "dear-power")

    assert build_problem(read, "dear-power").digest == build_problem(read, "", changes).digest


def test_an_ordinary_sale_is_preferred_to_a_claim_that_earns_no_more() -> None:
    """Where the duty is zero anyway and a claim costs nothing, the plan does not claim."""
    rows = {
        "materials": [{"id": "ore", "stage": "ore", "raw": True, "hs_code": "2602"}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 100}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
        "demands": [{"id": "us-ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 20}],
        "tariffs": [{"id": "us-mfn", "instrument": "mfn", "destination": "US", "ad_valorem": 0}],
        "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn"}],
    }

    plan = answer(make_problem(rows), OPTIONS).plan

    assert plan is not None
    assert ["sell[sea,us-ore,1,ordinary,1]", "supply[pit,1]"] == sorted(activity.address for activity in plan.activities)


def test_pointless_circles_are_not_travelled() -> None:
    """Free lanes in a circle carry nothing in the plan returned."""
    rows = {
        "materials": [{"id": "ore", "stage": "ore", "raw": True}],
        "supplies": [{"id": "pit", "site": "a", "material": "ore", "max_per_year": 100}],
        "lanes": [
            {"id": "there", "from_site": "a", "to": "b"},
            {"id": "back", "from_site": "b", "to": "a"},
            {"id": "sea", "from_site": "a", "to": "us"},
        ],
        "demands": [{"id": "us-ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 20}],
    }

    plan = answer(make_problem(rows), OPTIONS).plan

    assert plan is not None
    assert not [activity for activity in plan.activities if activity.address.startswith("ship")]
    assert np.isclose(plan.objective, 2000.0)
