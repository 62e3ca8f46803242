"""The regional hub: what it earns, what it buys, what it may claim, and that the base knows nothing of it."""

import re

import pytest

from optimizer.domain.plan import Plan
from optimizer.formulation.build import build
from optimizer.formulation.streams import enumerate_streams
from tests.kenya import readme
from tests.kenya.solving import MILLION, Kenya, amounts, decision, level, millions

HUBS = ("regional-hub", "regional-hub-substantial", "hub-no-cumulation")
ROWS = readme.table("A regional hub at Mombasa", "case")
COMMANDS = {command.mark: command for command in readme.commands()}
NIOBIUM, RARE_EARTHS = ("kanyika-nb", "sukulu-nb"), ("ngualla-ree", "kangankunde-ree", "songwe-mrec", "makuutu-mrec")
TITLES = [cells["scenario"] for cells in readme.table("Scenarios", "scenario")]
COUNTED = {"home", "mw", "tz"}
CONTENT, TOLERANCE = 0.35, 1e-6


def bought(plan: Plan, supplies: tuple[str, ...]) -> float:
    """Return what is bought of these supplies over the horizon."""
    return sum(amount for (supply, _), amount in amounts(plan, "supply").items() if supply in supplies)


def mixed_claims(plan: Plan, programme: str) -> float:
    """Return what is sold under a programme of goods with foreign feed: their origin is in the name of the sale."""
    sales = amounts(plan, "sell").items()
    return sum(amount for (_, _, _, claim, *origin, _), amount in sales if claim == programme and origin)


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: cells["case"])
def test_the_table_is_what_the_engine_gives(kenya: Kenya, cells: dict[str, str]) -> None:
    """Value, feed bought, home niobium smelted and claims are those printed."""
    command = COMMANDS[cells["case"]]
    plan = kenya.plan(command.scenario, command.sets)
    found = {
        "NPV, MUSD": plan.objective / MILLION,
        "over agoa-throughout": (plan.objective - kenya.plan("agoa-throughout").objective) / MILLION,
        "niobium bought, t": bought(plan, NIOBIUM),
        "rare earths bought, t": bought(plan, RARE_EARTHS),
        "home smelted, t Nb2O5": decision(plan, "niobium").processed,
        "mixed claims, t": mixed_claims(plan, "agoa"),
        "saved, MUSD": millions(duty.saved for duty in plan.duties if duty.claim == "agoa"),
    }
    assert {name: readme.printed(value, cells[name]) for name, value in found.items()} == {name: cells[name] for name in found}


@pytest.mark.parametrize("scenario", ["", *TITLES])
def test_only_the_hubs_know_another_origin(kenya: Kenya, scenario: str) -> None:
    """Nothing foreign is mined, made, moved or sold unless a hub is asked for."""
    origins = {origin for _, _, origin in enumerate_streams(kenya.problem(scenario).case).places}
    assert (origins == {0}) == (scenario not in HUBS)


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


def test_smelting_bought_ore_saves_a_little_royalty(kenya: Kenya) -> None:
    """Per tonne of concentrate, royalty on alloy less royalty on concentrate exceeds import charges by about 14 USD."""
    case = kenya.problem("regional-hub").case
    royalty = case["royalties"]["rate"][case["royalties"].rows["niobium-sold"]]
    alloy, concentrate, paid = 0.5618 * 28980, 10311.0, 10301.0
    assert royalty * alloy == pytest.approx(1300, abs=5)
    assert royalty * concentrate == pytest.approx(825, abs=1)
    assert 0.045 * paid == pytest.approx(464, abs=1)
