"""What turns the rare earths, and what AGOA is worth where oxides are separated: the README's tables against the engine."""

import pytest

from tests.kenya import prices, readme
from tests.kenya.solving import MILLION, Kenya, Sets, level

TURNS = readme.table("Verdicts per mineral", "decision")
WORTH = readme.table("What AGOA is worth, and why", "plants of 17.5 kt/y")
SCENARIO = {"5": "", "17.5": "refinery-17kt5"}
CRACKER = {"5": "crack-5kt", "17.5": "crack-17kt5"}
PROCESS = {"crack to carbonate": "ree-crack", "separate to oxides": "ree-separate"}
MOVED = {"oxide alone": prices.oxide_outside, "all outside China": prices.all_outside}
NO_STEP: Sets = ((prices.price_of("cn-ree-concentrate,2"), "4836"),)
STANDING: Sets = (
    ("processes[ree-crack].max_per_year", "43210"),
    ("processes[ree-separate].max_per_year", "32468"),
    ("processes[ndpr-metal].max_per_year", "3650"),
)
AGOA_TO_2028: Sets = (("programmes[agoa].end", "2028-12-31"),)
AGOA_TO_2036: Sets = (("programmes[agoa].end", "2036-12-31"),)
RULING: Sets = (("materials[ndpr-oxide].hs_code", "2846.90.20"),)
NEAR = 0.005
THOUSAND = 1000.0
ONE_TONNE = 1.0
BASE_IN_CHINA, BASE_OUTSIDE = 74_800.0, 87_800.0
FAST = {("crack to carbonate", "17.5", "all outside China"), ("separate to oxides", "17.5", "oxide alone")}


def moved(cells: dict[str, str], value: float) -> Sets:
    """Return the changes that set what the row moves to a value as printed."""
    if cells["moved"] == "capital":
        return ((f"expansions[{CRACKER[cells['plant, kt/y']]}].capital_cost_per_unit", repr(value)),)
    return MOVED[cells["moved"]](value * THOUSAND)


def runs(kenya: Kenya, cells: dict[str, str], value: float, step: Sets) -> bool:
    """Return whether the plan cracks or separates when the figure has this value."""
    scenario = SCENARIO[cells["plant, kt/y"]]
    plan = kenya.plan(scenario, (*moved(cells, value), *step))
    return level(plan, PROCESS[cells["decision"]]) > ONE_TONNE


def rows() -> list[object]:
    """Return the rows as parameters; two stay in the ordinary suite."""
    found = []
    for cells in TURNS:
        key = (cells["decision"], cells["plant, kt/y"], cells["moved"])
        marks = () if key in FAST else (pytest.mark.slow,)
        found.append(pytest.param(cells, id="-".join(key).replace(" ", "_"), marks=marks))
    return found


@pytest.mark.parametrize("cells", rows())
def test_the_rare_earths_turn_where_the_table_says(kenya: Kenya, cells: dict[str, str]) -> None:
    """Half a per cent on one side of the figure nothing is built, on the other it is: with the step in the price and without."""
    for column, step in (("with the step", ()), ("without it", NO_STEP)):
        turns = readme.number(cells[column])
        built_above = cells["moved"] != "capital"
        assert runs(kenya, cells, turns * (1 + NEAR), step) == built_above
        assert runs(kenya, cells, turns * (1 - NEAR), step) != built_above


def test_the_formulas_give_the_prices_of_the_tables(kenya: Kenya) -> None:
    """At the prices of the base the rules of the README give every price of rare earths in the table of demands."""
    demands = kenya.read.case["demands"]
    for address, value in (*prices.all_outside(BASE_OUTSIDE), *prices.all_in_china(BASE_IN_CHINA)):
        key = address.removeprefix("demands[").partition("]")[0]
        assert float(value) == pytest.approx(demands["price_per_unit"][demands.rows[key]], rel=1e-3), key


def worth_rows() -> list[object]:
    """Return the rows of the table on AGOA; those at 144 stay in the ordinary suite."""
    found = []
    for cells in WORTH:
        key = (cells["plants of 17.5 kt/y"], cells["oxide, USD/kg"], cells["moved"])
        marks = () if key[1] == "144" else (pytest.mark.slow,)
        found.append(pytest.param(cells, id="-".join(key).replace(" ", "_"), marks=marks))
    return found


@pytest.mark.parametrize("cells", worth_rows())
def test_what_agoa_and_a_ruling_gain_is_as_printed(kenya: Kenya, cells: dict[str, str]) -> None:
    """The value without AGOA, and what AGOA to 2028, to 2036 and a ruling on the oxide add, are what re-solving gives."""
    standing = cells["plants of 17.5 kt/y"] == "standing in 2027"
    scenario = "plants-exist" if standing else "refinery-17kt5"
    price = readme.number(cells["oxide, USD/kg"]) * THOUSAND
    sets: Sets = (*(STANDING if standing else ()), *MOVED[cells["moved"]](price))
    without = kenya.plan(scenario, sets).objective
    found = {"NPV without AGOA, MUSD": without / MILLION}
    for column, more in (("AGOA to 2028", AGOA_TO_2028), ("AGOA to 2036", AGOA_TO_2036), ("ruling", RULING)):
        found[column] = (kenya.plan(scenario, (*sets, *more)).objective - without) / MILLION
    assert {name: readme.printed(value, cells[name]) for name, value in found.items()} == {name: cells[name] for name in found}
