"""Answers as pandas frames."""

import pandas as pd
import pytest

from optimizer.client.tabular import frames
from optimizer.v1 import plan_pb2
from optimizer.v1.service_pb2 import SolveResponse
from tests.client import answers

OF_LISTS = {"reasons", "routes", "fates", "ore_shares", "overturned", "limit_nodes", "ledger_sales", "ledger_sources", "totals"}
"""Frames of what is repeated within a part, or of the same part told otherwise."""
NAMES = OF_LISTS | {
    "run",
    "changes",
    "decisions",
    "figure_tests",
    "money_shares",
    "titles",
    "not_computed",
    "measures",
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

    assert repeated | OF_LISTS | {"run", "changes"} == NAMES
    assert set(frames(answers.kenya_answer())) == NAMES


def test_decisions_are_one_row_per_mineral() -> None:
    """Verdicts are words, ids stand beside their titles, and what a unit more is worth has a unit."""
    decisions = frames(answers.kenya_answer())["decisions"].set_index("mineral")
    niobium = decisions.loc["niobium"]

    assert (niobium["verdict"], niobium["alternative"]) == ("process", "leave")
    assert niobium["left"] == 118_400
    assert niobium[["product", "product_title", "market_title"]].tolist() == ["ferroniobium", "Ferroniobium", "United States"]
    assert decisions.loc["gold", "margin_unit"] == "USD/kg"
    assert pd.isna(decisions.loc["coal", "margin_unit"])


def test_what_is_a_list_in_an_answer_is_a_frame() -> None:
    """Reasons, routes, nodes of limits, and sales and sources of the ledger: one row per item, in order, with its owner."""
    parts = frames(answers.kenya_answer())

    assert [(step["mineral"], step["step"], step["process_title"]) for step in parts["routes"].to_dict("records")] == [
        ("niobium", 1, "Mrima flotation"),
        ("niobium", 2, "Mrima ferroniobium smelter"),
    ]
    assert parts["reasons"].query("mineral == 'niobium'")["position"].tolist() == [1, 2]
    assert parts["limit_nodes"]["node"].tolist() == [*map(str, range(2029, 2037)), "2027", "2030"]
    assert parts["limits"]["last_node"].tolist()[:2] == ["2036", "2030"]
    assert parts["ledger_sources"].query("entry == 2")["source"].tolist() == ["hts-2026", "agoa-act"]
    assert not any(isinstance(cell, list | tuple) for frame in parts.values() for row in frame.values for cell in row)


def test_why_a_limit_has_no_rate_is_a_word() -> None:
    """As everywhere in frames; none where there is a rate, or for a reason that this version does not know."""
    response = answers.kenya_answer()
    for at, why in ((0, plan_pb2.NO_RATE_TOO_SHORT), (1, 99)):
        response.plan.limits[at].no_rate_down = why  # type: ignore[assignment]
    limits = frames(response)["limits"]

    assert limits["no_rate_down"].fillna("").tolist() == ["too_short", "", ""]


def test_a_run_says_what_it_is_of() -> None:
    """Whoever opens a folder sees case, scenario, objective, money and digest, and every change with what it reached."""
    parts = frames(answers.kenya_answer())
    run = parts["run"].set_index("what")["value"]

    assert run[["case", "scenario", "scenario_title", "objective"]].tolist() == [
        "kenya", "agoa-2028", "AGOA to the end of 2028", "profit"
    ]  # fmt: skip
    assert (run["currency"], run["money_unit"], run["change_count"], run["outcome"]) == ("USD", 1.0, 2, "plan")
    assert run["digest"].startswith("3f1c9a0be72d55aa")
    assert parts["changes"]["value_count"].tolist() == [3, 3]
    assert parts["changes"]["address"].tolist()[1] == "supplies[mrima].cost_per_unit@202*"


def test_a_mineral_has_one_unit_throughout() -> None:
    """Measures of gold are sent in t and told in kg, like its decision; what a case cannot mine is not told."""
    response = answers.kenya_answer()
    for mineral in ("gold", "coal"):
        response.plan.measures.add(measure=f"mined[{mineral}]", unit="t", total=4.01275).nodes.add(node="2027", amount=4.01275)
    parts = frames(response)

    (total,) = parts["totals"].query("measure.str.startswith('mined')").to_dict("records")
    (amount,) = parts["measures"].query("measure.str.startswith('mined')")["amount"]
    assert total == {"measure": "mined[gold]", "unit": "kg", "total": pytest.approx(4_012.75)}
    assert amount == pytest.approx(4_012.75)


def test_money_says_which_and_how_much_one_is() -> None:
    """A case that counts in thousands says so in every frame of money."""
    response = answers.kenya_answer()
    response.provenance.money_unit = 1000
    parts = frames(response)

    assert all(set(parts[name]["currency"]) == {"1,000 USD"} for name in ("builds", "periods", "duties", "programmes", "ledger"))
    assert set(parts["totals"].query("measure == 'revenue'")["unit"]) == {"1,000 USD"}


def test_fates_are_one_row_per_mineral_and_fate() -> None:
    """Shares and averages stand beside the word for the fate; what was not computed is missing."""
    fates = frames(answers.kenya_answer())["fates"].set_index(["mineral", "fate"])

    assert fates.loc[("fluorspar", "process"), "share"] == 0.1383
    assert fates.loc[("fluorspar", "process"), "average_gain"] == 90
    assert pd.isna(fates.loc[("niobium", "leave"), "average_gain"])


def test_figures_that_overturn_are_one_row_per_verdict_that_changes() -> None:
    """Beside the frame of figures tried, so that neither packs a list in a cell; an end that was not tried is missing."""
    parts = frames(answers.kenya_answer())

    address, name = "demands[us-ferroniobium,1].price_per_unit", "the price of Ferroniobium in United States"
    assert parts["overturned"].iloc[1].tolist() == [address, name, "niobium", 131, "export_raw"]
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
    """Ordinary sales have none; an entry of the ledger names its sales."""
    parts = frames(answers.kenya_answer())

    assert parts["duties"]["gain"].isna().tolist() == [True, False, True]
    assert parts["programmes"].set_index("programme").loc["agoa", "gain"] == 12_000_000.0
    assert parts["ledger_sales"].query("entry == 2")["address"].tolist() == [
        "sell[likoni-us,us-femn,1,agoa,2027]", "sell[likoni-us,us-femn,2,agoa,2027]"
    ]  # fmt: skip


def test_measures_are_long_and_totals_apart() -> None:
    """Amounts per node are undiscounted and never mixed with discounted totals."""
    parts = frames(answers.kenya_answer())
    revenue = parts["measures"].query("measure == 'revenue'")

    assert list(zip(revenue["node"], revenue["amount"], strict=True)) == [("2027", 5e8), ("2028", 5e8)]
    assert parts["totals"].set_index("measure").loc["revenue", "total"] == 1e9


def test_without_a_plan_the_frames_are_empty_with_their_columns() -> None:
    """Programs that read columns need not ask first; what was asked is told all the same."""
    parts = frames(answers.infeasible_answer())

    assert set(parts) == NAMES
    assert all(len(frame.columns) for frame in parts.values())
    assert {name for name, frame in parts.items() if not frame.empty} == {"run", "changes"}
    assert "objective_value" not in parts["run"]["what"].tolist()


def test_activities_are_told_by_their_parts() -> None:
    """`run[mrima-float,2029]` is a process and a node."""
    (activity,) = frames(answers.kenya_answer())["activities"].to_dict("records")

    assert {name: activity[name] for name in ("family", "process", "node", "amount")} == {
        "family": "run", "process": "mrima-float", "node": "2029", "amount": 210_000
    }  # fmt: skip
