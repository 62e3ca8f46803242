"""Each verdict of the README rests on one figure, and turns where the README says it does."""

import csv
from typing import NamedTuple

import pytest

from optimizer.domain.addresses import resolve
from optimizer.domain.scenario import apply_changes, scenario_changes
from tests.kenya import readme
from tests.kenya.solving import FOLDER, MILLION, Kenya, decision, level

HEADING = "Verdicts per mineral"
ROWS = readme.table(HEADING, "#")
COMMANDS = {command.mark: command for command in readme.commands()}
NEAR = 0.005
PROCESS = {
    "mine and export as concentrate": "ree-concentrate",
    "crack to carbonate, 5 kt/y plant": "ree-crack",
    "crack to carbonate, 17.5 kt/y plant": "ree-crack",
    "separate to oxides, 17.5 kt/y plant": "ree-separate",
    "mine": "nb-concentrate",
    "smelt to ferroniobium": "ferroniobium",
    "mine Isulu, leach to dore": "isulu-cil",
    "leach artisanal ore": "asm-cil",
    "refine dore": "gold-refine",
    "make ash": "soda-ash",
    "cut": "gem-cut",
    "wash": "mn-wash",
    "smelt to silicomanganese": "simn-smelt",
    "float to acidspar, export it": "acidspar-mill",
    "make hydrofluoric acid": "hf-plant",
    "leach to cathode": "copper-sxew",
    "make billet": "steel-billet",
    "mine sands, export minerals": "sands-plant",
    "smelt to slag": "ti-slag",
}


class Row(NamedTuple):
    """A row of the verdict table, read."""

    address: str
    process: str
    does: bool
    now: float
    low: float
    high: float
    flips_at: float
    in_range: bool
    scenario: str


def row(cells: dict[str, str]) -> Row:
    """Read one row of the table."""
    low, _, high = cells["range in the sources"].partition(" to ")
    return Row(
        cells["the figure that decides it"].strip("`"), PROCESS[cells["decision"]], cells["verdict"] == "yes",
        readme.number(cells["now"]), readme.number(low), readme.number(high), readme.number(cells["flips at"]),
        cells["in range"] == "yes", COMMANDS[cells["#"]].scenario,
    )  # fmt: skip


def done(kenya: Kenya, of: Row, value: float) -> bool:
    """Return whether the plan does it: at least half of what the scenario does, or anything at all where it does nothing."""
    return level(kenya.plan(of.scenario, ((of.address, repr(value)),)), of.process) > 0.5 * level(
        kenya.plan(of.scenario), of.process
    )


each_row = pytest.mark.parametrize("cells", ROWS, ids=[f"{cells['#']}-{PROCESS[cells['decision']]}" for cells in ROWS])


@each_row
def test_the_figure_is_the_one_in_the_tables(kenya: Kenya, cells: dict[str, str]) -> None:
    """Value and range of the deciding figure are those of the case; of several, those of the most expensive that takes part."""
    of = row(cells)
    case = apply_changes(kenya.read.case, scenario_changes(kenya.read.case, of.scenario) if of.scenario else [])
    place = resolve(case, of.address)
    active = set(case.active_rows(place.table.table.name).tolist())
    value, key = max((place.table[place.column.name][at], place.table.keys[at]) for at in place.rows if at in active)
    with (FOLDER / "figures.csv").open(newline="", encoding="utf-8") as file:
        figures = {line["address"]: line for line in csv.DictReader(file)}
    figure = figures[f"{place.table.table.name}[{key}].{place.column.name}"]
    assert (of.now, of.low, of.high) == (value, float(figure["low"]), float(figure["high"]))
    assert of.in_range == (of.low <= of.flips_at <= of.high)


@each_row
def test_the_verdict_turns_at_the_break_even(kenya: Kenya, cells: dict[str, str]) -> None:
    """The verdict holds 0.5 % inside the printed break-even, and the row's command, 0.5 % outside it, shows the other one."""
    of = row(cells)
    away = NEAR if of.flips_at > of.now else -NEAR
    ((address, value),) = COMMANDS[cells["#"]].sets
    assert address == of.address
    assert float(value) == pytest.approx(of.flips_at * (1 + away), rel=1e-4)
    assert (level(kenya.plan(of.scenario), of.process) > 0) == of.does
    assert done(kenya, of, of.flips_at * (1 - away)) == of.does
    assert done(kenya, of, float(value)) != of.does


@pytest.mark.parametrize("cells", readme.table(HEADING, "mineral"), ids=lambda cells: cells["mineral"])
def test_the_plan_is_as_printed(kenya: Kenya, cells: dict[str, str]) -> None:
    """Verdict, amounts and product per mineral are those of the base plan."""
    made = decision(kenya.plan(), cells["mineral"].lower().replace(" ", "-"))
    assert made.verdict.value.replace("_", " ") == cells["verdict"]
    assert readme.printed(made.mined, cells["mined"]) == cells["mined"]
    assert readme.printed(made.processed, cells["processed"]) == cells["processed"]
    assert readme.printed(made.exported_raw, cells["exported raw"]) == cells["exported raw"]
    assert made.product == cells["product"].strip("`")


@pytest.mark.parametrize("cells", readme.table(HEADING, "if"), ids=lambda cells: cells["if"])
def test_the_value_of_the_plan_is_as_printed(kenya: Kenya, cells: dict[str, str]) -> None:
    """What the plan is worth under each of the suppositions about gold and Mrima is what the engine gives."""
    command = COMMANDS[cells["if"]]
    value = kenya.plan(command.scenario, command.sets).objective / MILLION
    assert readme.printed(value, cells["NPV, MUSD"]) == cells["NPV, MUSD"]
