"""`madini show`: the part of a table that is asked for."""

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.client.conftest import Madini

KENYA = Path(__file__).parents[2] / "data" / "kenya"


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_wide_table_is_a_line_per_row(madini: Madini) -> None:
    """155 rows are not 900 lines; what does not fit is named, with the ways to see it."""
    count = len(rows_of((KENYA / "tariffs.csv").read_text(encoding="utf-8")))
    text = madini("show", "kenya", "tariffs").out

    assert count < len(text.splitlines()) < 1.2 * count
    assert "Not shown: " in text
    assert "note" in text.rsplit("Not shown: ", 1)[1]
    assert all(cell_len(line) <= 80 for line in text.splitlines())


def test_rows_are_chosen_by_value_and_pattern(madini: Madini) -> None:
    """Every condition must hold; `*` stands for any text."""
    everything = rows_of(madini("show", "kenya", "tariffs", "--csv").out)
    wanted = [row for row in everything if row["destination"] == "US" and row["hs_prefix"].startswith("2615")]
    found = rows_of(madini("show", "kenya", "tariffs", "--where", "destination=US", "--where", "hs_prefix=2615*", "--csv").out)

    assert wanted == found
    assert 0 < len(found) < len(everything)


def test_csv_is_the_table_as_the_case_file_holds_it(madini: Madini) -> None:
    """Each cell that the file gives reads as it stands there; a blank with a default reads as the default."""
    said = madini("show", "tutorial", "demands", "--csv")
    held = rows_of((KENYA.parent / "tutorial" / "demands.csv").read_text(encoding="utf-8"))
    by_id = sorted(held, key=lambda row: row["id"])

    for row, printed in zip(by_id, rows_of(said.out), strict=True):
        assert row["id"] == printed["id"]
        assert float(row["price_per_unit"]) == float(printed["price_per_unit"])
        assert (printed["tier_meaning"], printed["min_per_year"], printed["appraised_value_per_unit"]) == (
            "separate_buyers",
            "0",
            "",
        )


def test_columns_come_whole_after_the_key(madini: Madini) -> None:
    """Notes are not cut, and nothing else is printed."""
    note = rows_of((KENYA / "supplies.csv").read_text(encoding="utf-8"))[0]["note"]
    text = madini("show", "kenya", "supplies", "--columns", "note").out
    head = rows_of(madini("show", "kenya", "supplies", "--columns", "site,reserve", "--csv").out)[0]

    assert "".join(note.split())[:60] in "".join(text.split())
    assert ["id", "site", "reserve"] == list(head)


def test_json_takes_conditions_too(madini: Madini) -> None:
    """Rows that do not meet them are not sent on."""
    table = json.loads(madini("show", "kenya", "demands", "--where", "market=us", "--json").out)["demands"]

    assert {"us"} == {row["market"] for row in table}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tariffs", "--where", "destination"], ["--where", "this names no value", "COLUMN=VALUE"]),
        (["tariffs", "--where", "country=US"], ["--where", "table 'tariffs' has no such column (got country)", "destination"]),
        (["tariffs", "--columns", "rate,base"], ["--columns", "(got rate)", "ad_valorem"]),
        (["--where", "a=b"], ["need a table", "madini show CASE TABLE"]),
    ],
)
def test_what_cannot_be_shown_is_told(madini: Madini, arguments: list[str], said: list[str]) -> None:
    """Invalid input, with the names that there are."""
    done = madini("show", "kenya", *arguments)

    assert done.code == 2
    assert all(part in done.err for part in said)
