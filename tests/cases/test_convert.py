"""Published models: sources untouched, cases as the conversion makes them, and nothing in the program made for one of them."""

import hashlib
import json
from pathlib import Path

import pytest

from optimizer.problem.build import check_case
from optimizer.store.case_files import read_case_folder
from tests.cases import convert
from tests.cases.neutral import Model, NotInTheFormat, Row

ROOT = Path(__file__).parents[2]
ABOUT = {"id": "made", "name": "Made", "currency": "USD", "price_year": 2026, "home_country": "KE", "citation": "Nobody"}
NAMES = convert.names()


def made(**tables: list[Row]) -> convert.Conversion:
    """Return the conversion of a model made up for a test."""
    return convert.Conversion(Model(tables, {"report": "profit"}), ABOUT)


def row(header: str, cells: str) -> Row:
    """Return a row of a table."""
    return dict(zip(header.split(","), cells.split(","), strict=True))


def test_there_are_ten_models() -> None:
    """Nine published ones and one with a planted optimum."""
    assert len(NAMES) == 10


def test_the_sources_are_as_they_were_read() -> None:
    """No published figure has been changed since: every source file has the digest it came with, and there are no others."""
    lines = (convert.PUBLISHED / "sources.sha256").read_text(encoding="utf-8").splitlines()
    recorded = {path: digest for digest, path in (line.split("  ") for line in lines)}
    found = sorted(convert.PUBLISHED.glob("*/source/*"))

    assert recorded == {str(path.relative_to(convert.PUBLISHED)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_what_its_source_gives(name: str) -> None:
    """Converting the source again gives every file of the case byte for byte, and no other."""
    folder = convert.PUBLISHED / name
    present = {f"case/{path.name}": path.read_bytes() for path in (folder / "case").iterdir()}
    present["expected.json"] = (folder / "expected.json").read_bytes()

    assert {path: content.encode() for path, content in convert.convert(name).items()} == present


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_sound(name: str) -> None:
    """A case breaks no rule; a network drawn by others may have dead ends."""
    violations, warnings = check_case(read_case_folder(convert.PUBLISHED / name / "case"))

    assert () == violations
    assert {warning.rule for warning in warnings} <= {"dead-end"}


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_cited(name: str) -> None:
    """Whoever reads a model can find who wrote it, where, and where its optimum is published."""
    folder = convert.PUBLISHED / name
    page = (folder / "README.md").read_text(encoding="utf-8")

    assert all(f"**{part}**" in page for part in ("Source.", "Optimum.", "As a case."))
    assert json.loads((folder / "about.json").read_text(encoding="utf-8"))["citation"]


def test_the_program_knows_none_of_them() -> None:
    """Nothing in the program mentions a model by name."""
    words = {*NAMES, *(name.lower() for name in NAMES), *(part for name in NAMES for part in name.split("_") if len(part) > 4)}
    words -= {"planted", "small", "refinery", "distribution", "multi", "steel"}  # Words of the trade.
    assert len(words) > 15

    for path in sorted((ROOT / "optimizer").rglob("*.py")):
        content = path.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word.lower() in content], path


def test_values_that_change_over_time_are_given_by_node() -> None:
    """The first value stands in the row, others by node; a period without a row means none at all."""
    periods = [row("period,weight,years", f"{period},{weight},2") for period, weight in (("A", "2"), ("B", "1"), ("C", "1"))]
    supply = [row("site,material,tier,period,unit_cost,min,max", f"pit,ore,,{cells}") for cells in ("A,3,,10", "B,4,,10")]
    sites, materials = [row("site,role,country", "pit,mine,")], [row("material,unit,disposal", "ore,t,1")]
    tables = made(periods=periods, sites=sites, materials=materials, supply=supply).tables

    assert [("3", "10", "mined")] == [(r["cost_per_unit"], r["max_per_year"], r["acquisition"]) for r in tables["supplies"]]
    assert {
        ("supplies[pit.ore].cost_per_unit", "b", "4"),
        ("supplies[pit.ore].cost_per_unit", "c", "0"),
        ("supplies[pit.ore].max_per_year", "c", "0"),
    } == {(r["address"], r["node"], r["value"]) for r in tables["by_node"]}
    assert [("2026-01-01", "2027-12-31", "1"), ("2028-01-01", "2029-12-31", "0.5"), ("2030-01-01", "2031-12-31", "0.5")] == [
        (r["start"], r["end"], r["cash_weight"]) for r in tables["nodes"]
    ]


def test_a_place_that_sells_and_supplies_gets_a_market_beside_it() -> None:
    """Only a place that does nothing but buy is a market itself."""
    sites = [row("site,role,country", cells) for cells in ("Pit,mine+market,", "Town,market,")]
    materials = [row("material,unit,disposal", "ore,t,1")]
    supply = [row("site,material,tier,period,unit_cost,min,max", "Pit,ore,,*,1,,")]
    sales = [row("site,material,period,price,min,max", f"{site},ore,*,5,,") for site in ("Pit", "Town")]
    routes = [row("from,to,material,period,unit_cost,min,max", "Pit,Town,ore,*,2,,")]
    tables = made(sites=sites, materials=materials, supply=supply, sales=sales, routes=routes).tables

    assert [("pit", "pit-market"), ("pit", "town")] == [(r["from_site"], r["to"]) for r in tables["lanes"]]
    assert ["pit"] == [r["id"] for r in tables["sites"]]
    assert ["pit-market", "town"] == [r["market"] for r in tables["demands"]]


def test_what_no_rule_covers_is_refused() -> None:
    """The conversion leaves nothing out in silence."""
    with pytest.raises(NotInTheFormat, match="process_budgets"):
        made(process_budgets=[{"site": "pit"}])
    term = row("limit,kind,a,b,c,period,coef", "share,mood,pit,ore,,=,1")
    with pytest.raises(NotInTheFormat, match="mood"):
        made(limits=[row("limit,period,sense,rhs", "share,*,<=,1")], limit_terms=[term])
    build = row("site,resource,period,until,binary,effect,fix", "pit,mill,1,,1,1,")
    points = [row("site,resource,point,size,cost", "pit,mill,1,10,5")]
    with pytest.raises(NotInTheFormat, match="all or nothing"):
        made(sites=[row("site,role,country", "pit,mine,")], expansions=[build], expansion_points=points)
