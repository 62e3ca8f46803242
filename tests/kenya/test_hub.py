"""The regional hub: what it may claim, and that the base knows nothing of it."""

import re

import pytest

from optimizer.formulation.build import build
from optimizer.formulation.streams import enumerate_streams
from optimizer.store.case_files import read_case_folder
from tests.kenya.solving import FOLDER, Kenya, amounts, level

HUBS = ("regional-hub", "regional-hub-substantial", "hub-no-cumulation")
BUYERS = (*HUBS, "lithium-tolling")
TITLES = read_case_folder(FOLDER).case["scenarios"].keys
COUNTED = {"home", "mw", "tz"}
CONTENT, TOLERANCE = 0.35, 1e-6


@pytest.mark.parametrize("scenario", ["", *TITLES])
def test_only_the_hubs_know_another_origin(kenya: Kenya, scenario: str) -> None:
    """Nothing foreign is mined, made, moved or sold unless a hub is asked for."""
    origins = {origin for _, _, origin in enumerate_streams(kenya.problem(scenario).case).places}
    assert (origins == {0}) == (scenario not in BUYERS)


@pytest.mark.parametrize("scenario", HUBS)
def test_every_lot_that_claims_agoa_has_its_content(kenya: Kenya, scenario: str) -> None:
    """Counted feed at its value and direct cost are 35 % of the appraised value of what a lot of ferroniobium makes."""
    case, plan = kenya.problem(scenario).case, kenya.plan(scenario)
    values, processes, demands = case["origin_values"], case["processes"], case["demands"]
    value = values["value_per_unit"][values.rows["agoa,nb-concentrate,MW,mombasa"]]
    direct = processes["direct_cost_per_unit"][processes.rows["ferroniobium"]]
    flows = case["process_flows"]
    alloy = flows["amount_per_unit"][flows.rows["ferroniobium,ferroniobium"]]
    appraised = alloy * demands["appraised_value_per_unit"][demands.rows["us-ferroniobium,1"]]
    counted = COUNTED if scenario != "hub-no-cumulation" else {"home"}
    feeds, runs = amounts(plan, "feed"), amounts(plan, "run")
    claimed = {key: run for key, run in runs.items() if key[0] == "ferroniobium" and "agoa" in re.split("[#;]", key[1])}
    assert bool(claimed) == (scenario != "hub-no-cumulation")
    for (_, mode, node), run in claimed.items():
        taken = {key[3]: amount for key, amount in feeds.items() if key[:2] == ("ferroniobium", mode) and key[-1] == node}
        content = value * sum(amount for origin, amount in taken.items() if origin in counted) + direct * run
        assert sum(taken.values()) == pytest.approx(run)
        assert content >= (CONTENT - TOLERANCE) * appraised * run


def test_the_contents_named_are_those_of_the_tables(kenya: Kenya) -> None:
    """A Malawian lot has 66 % content, a Ugandan one 4 %, and half of a lot may be Ugandan, as the README says."""
    value, direct, appraised = 10301.0, 600.0, 0.5618 * 29250.0
    assert (value + direct) / appraised == pytest.approx(0.66, abs=0.005)
    assert direct / appraised == pytest.approx(0.04, abs=0.005)
    assert 1 - (CONTENT * appraised - direct) / value == pytest.approx(0.5, abs=0.005)
    countries = kenya.read.case["programme_countries"]
    assert "UG" not in set(countries["country"])


def test_goods_with_foreign_feed_claim_nothing_whose_rule_is_unknown(kenya: Kenya) -> None:
    """China's offer and Japan's preference have no rule of origin in the case, so no such sale is even offered."""
    names = [name for name in build(kenya.problem("regional-hub")).lp.column_names if name.startswith("sell[")]
    parts = [name[len("sell[") : -1].split(",") for name in names]
    assert {claim for _, _, _, claim, *origin, _ in parts if origin} == {"ordinary", "agoa", "eu-epa", "uk-epa", "india-critical"}
    assert {"china-zero", "japan-gsp"} <= {claim for _, _, _, claim, *_ in parts}


def test_a_ruling_on_separation_changes_nothing_that_is_not_built(kenya: Kenya) -> None:
    """No rare earths are cracked or separated in the hub, so the ruling leaves the value as it is."""
    hub, ruled = kenya.plan("regional-hub"), kenya.plan("regional-hub-substantial")
    assert level(hub, "ree-crack") == level(hub, "ree-separate") == 0.0
    assert ruled.objective == pytest.approx(hub.objective, abs=0.01)
