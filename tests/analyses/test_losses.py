"""What is lost on the way is gone, also on a way there and back."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Termination
from tests.made_cases import make_problem


def _rows(*, buyer: bool, discardable: bool) -> dict[str, list[dict[str, object]]]:
    """Return a mine that must yield 10 t, and a road there and back on which half is lost; perhaps a buyer of 1 t beside it.

    With b and c shipped to and fro, the balances of the two ends are 10 + c / 2 = sold + b and b / 2 = c: with 1 t sold,
    b = 12 and c = 6 lose the nine tonnes too many.
    """
    rows: dict[str, list[dict[str, object]]] = {
        "materials": [{"id": "ore", "stage": "ore", "raw": True, "discardable": discardable}],
        "sites": [{"id": "pit"}, {"id": "yard"}, {"id": "port"}],
        "markets": [{"id": "us", "country": "US"}],
        "supplies": [
            {"id": "mine", "site": "pit", "material": "ore", "min_per_year": 10, "max_per_year": 10},
            {"id": "other", "site": "port", "material": "ore", "max_per_year": 0},
        ],
        "lanes": [
            {"id": "there", "from_site": "pit", "to": "yard"},
            {"id": "back", "from_site": "yard", "to": "pit"},
            {"id": "out", "from_site": "pit" if buyer else "port", "to": "us"},
        ],
        "lane_materials": [
            {"lane": "there", "material": "ore", "share_arriving": 0.5},
            {"lane": "back", "material": "ore", "share_arriving": 0.5},
        ],
        "demands": [
            {"id": "us-ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 30, "max_per_year": 1},
        ],
    }
    return rows


@pytest.mark.parametrize(("buyer", "objective"), [(True, 30), (False, 0)])
@pytest.mark.parametrize("discardable", [True, False])
def test_a_circle_with_losses_absorbs_a_surplus(buyer: bool, objective: float, discardable: bool) -> None:
    """By the balance alone, whether or not a buyer lies beyond; the shipments have columns, and all is accounted for."""
    problem = make_problem(_rows(buyer=buyer, discardable=discardable))
    result = answer(problem, AnswerOptions(activities=True))

    assert result.termination is Termination.OPTIMAL
    assert result.plan is not None
    assert result.plan.objective == objective
    if not discardable:
        amounts = {activity.address: activity.amount for activity in result.plan.activities}
        lost = 0.5 * (amounts["ship[there,ore,1]"] + amounts["ship[back,ore,1]"])
        assert lost == pytest.approx(10 - (1 if buyer else 0))
