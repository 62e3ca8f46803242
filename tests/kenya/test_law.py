"""In every scenario: the ledger adds up to the cent, claims hold at invoice value, and preference never costs anything."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.store.case_files import read_case_folder
from tests.adds_up import assert_ledger_adds_up
from tests.kenya.solving import FOLDER, Kenya

SCENARIOS = ("", *read_case_folder(FOLDER).case["scenarios"].keys)
NO_PREFERENCE = ("programmes[*].active", "false")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_dollar_of_duty_has_its_row(kenya: Kenya, scenario: str) -> None:
    """Entries sum to duty_assessed exactly, and no lot claimed fails its rule at what it was sold for."""
    plan = answer(kenya.problem(scenario), AnswerOptions(ledger=True)).plan

    assert plan is not None
    assert plan.ledger
    assert_ledger_adds_up(plan, scenario)
    assert all(test.passed for test in plan.origin_tests)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_more_preference_is_never_worse(kenya: Kenya, scenario: str) -> None:
    """Without any programme the same scenario is worth no more."""
    without = answer(kenya.problem(scenario, (NO_PREFERENCE,)), AnswerOptions()).plan

    assert without is not None
    assert without.objective <= kenya.plan(scenario).objective + 0.01
