"""What the tables of the case must keep to, whatever their numbers."""

import csv
import re
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.tables.declaration import CONFIDENCES
from optimizer.problem.build import check_case
from tests.kenya.solving import FOLDER, Kenya, amounts, sold


def lines(path: Path) -> list[dict[str, str]]:
    """Return a table as it stands in its file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


TABLES = {path.stem: lines(path) for path in sorted(FOLDER.glob("*.csv"))}
RAW_LINES = re.compile(r"25|26(0[1-9]|1[0-7])|7103\.10")
COMPLIANT = ("NI 43-101", "Observed production")
OUNCES_PER_KG = 32.1507
OWN_WORD = ("definition", "judgement", "memory")


def test_the_case_has_no_violation_and_two_known_warnings(kenya: Kenya) -> None:
    """The case validates; the only warnings are of two preferences that end inside a year, which the law does."""
    violations, warnings = check_case(kenya.read)
    assert violations == ()
    assert {(warning.address, warning.rule) for warning in warnings} == {
        ("programmes[china-zero].end", "date-inside-period"),
        ("programmes[japan-gsp].end", "date-inside-period"),
    }


def test_every_row_names_a_source_that_exists() -> None:
    """Whatever has a source column names one of the sources."""
    known = {row["id"] for row in TABLES["sources"]}
    named = {row["source"] for row in chain.from_iterable(TABLES.values()) if "source" in row}
    assert "" not in named
    assert named <= known


def test_every_figure_has_a_source_and_every_estimate_a_range() -> None:
    """Each figure states confidence and source, an estimate has low and high, and the range holds the value."""
    for figure in TABLES["figures"]:
        assert figure["source"], figure
        assert figure["confidence"] in CONFIDENCES, figure
        if figure["confidence"] == "estimate":
            assert figure["low"], figure
            assert figure["high"], figure


def test_every_range_holds_its_value(kenya: Kenya) -> None:
    """The value in the tables lies within the range of its figure."""
    for figure in TABLES["figures"]:
        table, key, column = re.fullmatch(r"(\w+)\[(.*)\]\.(\w+)", figure["address"]).groups()  # type: ignore[union-attr]
        data = kenya.read.case[table]
        value = data[column][data.rows[key]]
        if figure["low"] and not np.isnan(value):
            assert float(figure["low"]) <= value <= float(figure["high"]), figure["address"]


@pytest.mark.parametrize("supply", TABLES["supplies"], ids=lambda row: row["id"])
def test_only_proven_ore_is_switched_on(supply: dict[str, str]) -> None:
    """An active supply is an indicated resource under a code or observed production; every other one is off and says so."""
    if supply["active"] == "false":
        assert "No code-compliant resource" in supply["note"] or "Only in the scenario" in supply["note"]
    else:
        assert any(words in supply["note"] for words in COMPLIANT)


def test_raw_is_ore_concentrate_and_rough() -> None:
    """Raw in the base is exactly the mineral products of HS chapter 25, ores and concentrates, and unworked stones."""
    for material in TABLES["materials"]:
        assert (material["raw"] == "true") == bool(RAW_LINES.match(material["hs_code"])), material["id"]


def test_gold_of_2027_is_what_the_statistics_record(kenya: Kenya) -> None:
    """Before any plant is built, artisanal gold is the 410 kg of the statistics office."""
    first = sum(amount for (*_, node), amount in amounts(kenya.plan(), "sell").items() if node == "2027" and amount < 1000)
    assert 0.9 * first == pytest.approx(410.0, rel=0.01)


def test_the_isulu_mine_has_the_revenue_of_its_environmental_study(kenya: Kenya) -> None:
    """At about 2,100 USD an ounce the mine earns the 143 to 157 MUSD a year that the study's royalties imply."""
    flows = {(row["process"], row["material"]): float(row["amount_per_unit"]) for row in TABLES["process_flows"]}
    (ore,) = (float(row["max_per_year"]) for row in TABLES["supplies"] if row["id"] == "isulu-ore")
    ounces = ore * flows["isulu-cil", "gold-dore"] * 0.9 * OUNCES_PER_KG
    assert 143e6 < ounces * 2100 < 157e6


def test_ash_stays_within_what_the_plant_has_made(kenya: Kenya) -> None:
    """Soda ash sold a year lies between the 265 kt of 2024 and the 325 kt that the plant can make."""
    yearly = sum(amount for demand, amount in sold(kenya.plan()).items() if "soda-ash" in demand) / len(
        kenya.read.case.timeline.ids
    )
    assert 265e3 <= yearly <= 325e3


def test_the_markets_are_the_nine(kenya: Kenya) -> None:
    """Goods are sold in the nine countries of the case and nowhere else."""
    assert set(kenya.read.case["markets"]["country"]) == {"US", "EU", "GB", "CN", "IN", "JP", "KE", "AE", "CH"}


def test_the_day_of_reading_is_not_told_as_that_of_publication() -> None:
    """Every source that was read says when, and none was published after that or on the days of reading."""
    for source in TABLES["sources"]:
        if source["id"] not in OWN_WORD:
            assert source["read"], source["id"]
            assert source["date"] < source["read"], source["id"]


def test_every_source_is_cited() -> None:
    """A source stands in a column of sources or is named in a note; what nothing rests on is not listed."""
    rows = [row for name, table in TABLES.items() if name != "sources" for row in table]
    cited = {row.get("source", "") for row in rows}
    notes = " ".join(row.get(column, "") or "" for row in rows for column in ("note", "description"))
    assert [row["id"] for row in TABLES["sources"] if row["id"] not in cited and not named(row["id"], notes)] == []


def named(source: str, notes: str) -> bool:
    """Return whether a source is named in notes by its id."""
    return re.search(rf"(?<![\w-]){re.escape(source)}(?![\w-])", notes) is not None
