"""What people are told of the figures that a plan rests on."""

import pytest

from optimizer.client import render_support
from optimizer.client.render_support import money_told, ore_told, overturning_told, support_told
from optimizer.client.titles import Titles
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import ConfidenceShare, Plan
from tests.client import answers

TITLES = Titles("", {"processes[mrima-smelter].operating_cost_per_unit": "the running cost of the smelter"})


def test_no_range_is_said_to_be_no_test() -> None:
    """Never that none could overturn the plan where none was tried."""
    assert render_support.tests_told(Plan()) == "No figure has a range: nothing was tested."
    assert render_support.tests_told(Plan(figures_ranged=1)) == "1 figure has a range: none was tested."
    assert render_support.tests_told(Plan(figures_ranged=12)) == "12 figures have a range: none was tested."


def test_what_was_tested_is_counted_and_what_came_of_it() -> None:
    """Of five figures four overturn a verdict; of one, none."""
    plan = answers.kenya_plan()
    alone = Plan(figures_ranged=3, figures_tested=1, figure_tests=[plan_pb2.FigureTest()])

    assert render_support.tests_told(plan) == (
        "1,234 figures have a range; 5 of them were moved to an end of it, one at a time, and the plan solved again: "
        "4 change a verdict."
    )
    assert render_support.tests_told(alone) == (
        "3 figures have a range; 1 of them was moved to an end of it, one at a time, and the plan solved again: "
        "none changes a verdict."
    )


def test_each_mineral_is_told_what_overturns_its_verdict() -> None:
    """By name, with the value at which it does and the present one; the rest is counted."""
    (line,) = overturning_told(answers.kenya_plan(), TITLES, 1)
    (whole,) = overturning_told(answers.kenya_plan(), TITLES)

    assert line == "Niobium (Nb2O5): export raw if the running cost of the smelter is 130 instead of 100; and 3 more."
    assert whole.count("instead of 100") == 4


def test_shares_of_money_add_up_to_all_of_it() -> None:
    """Thirds of 33.3, 33.3 and 33.4 % are 33, 33 and 34 %."""
    assert money_told(answers.kenya_plan().money_shares) == (
        "Of all money received and paid, 33 % at published prices and rates, 33 % at estimates and 34 % at figures of which "
        "the case does not say how sure they are."
    )
    assert money_told([ConfidenceShare(share=1.0)]).startswith("The case does not say how sure")
    assert money_told([]) == ""


def test_ore_is_told_where_the_case_says_anything_of_it() -> None:
    """Minerals alike stand together; where nothing is said of any, no sentence is made."""
    told = ore_told(answers.kenya_plan().decisions, Titles())

    assert told == "Amounts of ore: 75 % code-compliant resources and 25 % estimates (Niobium (Nb2O5))."
    assert (
        ore_told([plan_pb2.Decision(verdict=plan_pb2.VERDICT_PROCESS, ore_shares=[ConfidenceShare(share=1.0)])], Titles()) == ""
    )


@pytest.mark.parametrize("plan", [Plan(), answers.kenya_plan()], ids=["nothing", "everything"])
def test_no_sentence_is_empty(plan: Plan) -> None:
    """What has nothing to say is left out."""
    assert all(support_told(plan, Titles()))
