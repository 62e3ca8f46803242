"""The page on builds shows the files of its case, and its figures are those of a calculation by hand."""

import re
from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.problem.build import build_problem, check_case
from optimizer.store.case_files import read_case_folder
from tests.cases.test_page import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "builds.md").read_text(encoding="utf-8")
CASE = Path(__file__).parent / "builds"


def test_the_tables_shown_are_the_files() -> None:
    """Whole, and in the order in which the headings name them."""
    named = [file for line in re.findall(r"^### .*$", PAGE, re.MULTILINE) for file in re.findall(r"`([a-z_]+\.csv)`", line)]
    assert [(CASE / file).read_text(encoding="utf-8") for file in named] == blocks(PAGE, "csv")
    assert len(named) == 7


def test_the_case_is_sound() -> None:
    """No violation and no warning."""
    assert ((), ()) == check_case(read_case_folder(CASE))


def profit(level: float) -> float:
    """Return what a share of the rebuild earns: its 60 t at 45, what the town still buys at 30, less 1,300 for the builds."""
    new = 60 * level
    old = min(100 - 40 * level, 110 - new)
    return 45 * new + 30 * old - 1300 * level


@pytest.mark.parametrize(("scenario", "level"), [("", 0.5), ("none", 0.0), ("whole", 1.0)])
def test_the_figures_are_those_of_a_calculation_by_hand(scenario: str, level: float) -> None:
    """Of all shares of the rebuild a half earns most; the line comes as far as the rebuild."""
    plan = answer(build_problem(read_case_folder(CASE), scenario), AnswerOptions(activities=True)).plan
    assert plan is not None
    assert profit(level) == pytest.approx(plan.objective)
    assert f"{plan.objective:,.2f}" in PAGE
    amounts = {activity.address: activity.amount for activity in plan.activities}
    assert [level, level] == [pytest.approx(amounts.get(f"run[{name},1]", 0.0)) for name in ("rebuild", "line")]
    assert profit(0.5) == max(profit(share / 100) for share in range(101))
