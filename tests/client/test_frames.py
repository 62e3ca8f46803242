"""Answers as pandas frames."""

import pandas as pd

from optimizer.client.tabular import frames
from optimizer.v1 import plan_pb2
from optimizer.v1.service_pb2 import SolveResponse
from tests.client import answers

NAMES = {
    "decisions",
    "fates",
    "figure_tests",
    "money_shares",
    "ore_shares",
    "overturned",
    "names",
    "not_computed",
    "measures",
    "totals",
    "builds",
    "periods",
    "duties",
    "programmes",
    "ledger",
    "origin_tests",
    "limits",
    "activities",
    "warnings",
    "remarks",
}


def test_every_repeated_part_of_an_answer_has_a_frame() -> None:
    """A part added to the contract must be given a frame here, too."""
    repeated = {field.name for field in plan_pb2.Plan.DESCRIPTOR.fields if field.is_repeated}
    repeated |= {field.name for field in SolveResponse.DESCRIPTOR.fields if field.is_repeated}

    assert repeated | {"totals", "fates", "ore_shares", "overturned"} == NAMES
    assert set(frames(answers.kenya_answer())) == NAMES


def test_decisions_are_one_row_per_mineral() -> None:
    """Lists stand in one cell, verdicts are words."""
    niobium = frames(answers.kenya_answer())["decisions"].set_index("mineral").loc["niobium"]

    assert (niobium["verdict"], niobium["alternative"]) == ("process", "leave")
    assert niobium["route"] == "mrima-float; mrima-smelter"
    assert niobium["left"] == 118_400


def test_fates_are_one_row_per_mineral_and_fate() -> None:
    """Shares and averages stand beside the word for the fate; what was not computed is missing."""
    fates = frames(answers.kenya_answer())["fates"].set_index(["mineral", "fate"])

    assert fates.loc[("fluorspar", "process"), "share"] == 0.1383
    assert fates.loc[("fluorspar", "process"), "average_gain"] == 90
    assert pd.isna(fates.loc[("niobium", "leave"), "average_gain"])


def test_figures_that_overturn_are_one_row_per_verdict_that_changes() -> None:
    """Beside the frame of figures tried, so that neither packs a list in a cell; an end that was not tried is missing."""
    parts = frames(answers.kenya_answer())

    assert parts["overturned"].iloc[1].tolist() == ["demands[us-ferroniobium,1].price_per_unit", "niobium", 131, "export_raw"]
    assert parts["figure_tests"]["change_low"].isna().tolist() == [True, True, True, True, False]
    assert parts["ore_shares"].to_dict("records")[1] == {"mineral": "niobium", "confidence": "estimate", "share": 0.25}


def test_what_is_absent_is_missing_not_zero() -> None:
    """An unlimited reserve has no `left`, a mineral without another fate no margin."""
    decisions = frames(answers.kenya_answer())["decisions"].set_index("mineral")

    assert pd.isna(decisions.loc["fluorspar", "left"])
    assert decisions.loc["gold", "left"] == 0.0
    assert pd.isna(decisions.loc["coal", "margin_per_unit"])
    assert pd.isna(decisions.loc["coal", "alternative"])


def test_a_gain_that_was_not_computed_is_missing() -> None:
    """Ordinary sales have none; the ledger names its sales in one cell."""
    parts = frames(answers.kenya_answer())

    assert parts["duties"]["gain"].isna().tolist() == [True, False, True]
    assert parts["programmes"].set_index("programme").loc["agoa", "gain"] == 12_000_000.0
    assert parts["ledger"]["columns"].tolist()[1] == "sell[likoni-us,us-femn,1,agoa,2027]; sell[likoni-us,us-femn,2,agoa,2027]"


def test_measures_are_long_and_totals_apart() -> None:
    """Amounts per node are undiscounted and never mixed with discounted totals."""
    parts = frames(answers.kenya_answer())
    revenue = parts["measures"].query("measure == 'revenue'")

    assert list(zip(revenue["node"], revenue["amount"], strict=True)) == [("2027", 5e8), ("2028", 5e8)]
    assert parts["totals"].set_index("measure").loc["revenue", "total"] == 1e9


def test_without_a_plan_the_frames_are_empty_with_their_columns() -> None:
    """Programs that read columns need not ask first."""
    parts = frames(answers.infeasible_answer())

    assert set(parts) == NAMES
    assert all(frame.empty and len(frame.columns) for frame in parts.values())
