"""What was asked, as sentences at the head of an answer."""

import pytest

from optimizer.client.layout import to_text
from optimizer.client.render_head import CHANGES_SHOWN, asked_told, changes_told, solved_told, state_told
from optimizer.client.titles import Titles, titles_of
from optimizer.v1 import case_pb2
from optimizer.v1.plan_pb2 import AppliedChange, Provenance
from tests.client import answers

SET, SCALE, ADD = case_pb2.CHANGE_OPERATION_SET, case_pb2.CHANGE_OPERATION_SCALE, case_pb2.CHANGE_OPERATION_ADD
PRICE = AppliedChange(address="demands[*].price_per_unit", operation=SCALE, value="1.1", row_count=30, value_count=30)


@pytest.mark.parametrize(
    ("scenario", "changes", "told"),
    [
        ("", [], "the case as it stands"),
        ("", [PRICE], "the case with 1 change"),
        ("agoa-2028", [], "scenario agoa-2028 (AGOA to the end of 2028)"),
        ("agoa-2028", [PRICE, PRICE], "scenario agoa-2028 (AGOA to the end of 2028) with 2 changes"),
    ],
)
def test_a_case_stands_as_it_does_only_if_nothing_was_changed(scenario: str, changes: list[AppliedChange], told: str) -> None:
    """A scenario is told by id and title, changes are counted."""
    titles = titles_of(answers.kenya_answer())

    assert state_told(Provenance(scenario=scenario, changes=changes), titles) == told


def test_changes_are_told_as_written_with_what_they_reached() -> None:
    """Rows, and values where there are more of them; a blank is told as one."""
    blank = AppliedChange(address="supplies[a].reserve", operation=SET, row_count=1, value_count=1)
    yearly = AppliedChange(address="supplies[a].cost_per_unit@203*", operation=ADD, value="2", row_count=1, value_count=7)

    assert to_text(changes_told(Provenance(changes=[PRICE, blank, yearly])), 80).splitlines() == [
        "  Changed: demands[*].price_per_unit x 1.1 (30 rows)",
        "  Changed: supplies[a].reserve = blank (1 row)",
        "  Changed: supplies[a].cost_per_unit@203* + 2 (1 row, 7 values)",
    ]


def test_many_changes_are_counted() -> None:
    """The page does not grow without bound; the rest is in JSON and CSV."""
    lines = to_text(changes_told(Provenance(changes=[PRICE] * (CHANGES_SHOWN + 5))), 80).splitlines()

    assert len(lines) == CHANGES_SHOWN + 1
    assert lines[-1] == "  and 5 more changes (--json and --csv list all)"


def test_objective_and_digest_are_told_where_something_was_solved() -> None:
    """Whether the objective is the case's own is told, too; elsewhere there is neither."""
    asked = answers.provenance(objective="2*jobs")
    asked.objective_asked = True

    assert solved_told(asked) == ["objective 2*jobs as asked", "digest 3f1c9a0be72d"]
    assert solved_told(Provenance(scenario="agoa-2028")) == []
    assert asked_told(Provenance()) == []
    assert to_text(asked_told(Provenance(changes=[PRICE])), 80).startswith("  In the case with 1 change.\n", 0)
    assert state_told(Provenance(scenario="unknown"), Titles()) == "scenario unknown"
