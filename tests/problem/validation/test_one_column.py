"""One file with a violation of every rule in one column: each is reported with address, rule, value and fix."""

from pathlib import Path

import pytest

from optimizer.problem.build import check_case
from optimizer.store.case_files import read_case_folder
from tests.domain.rows import TUTORIAL, Rows, edited, write_rows

NO_CONTENTS = (
    "without contents.csv the minerals are the raw materials; write in contents.csv which mineral each material holds, "
    "a row each: manganese-ore, its mineral, and tonnes of it in a tonne"
)
FRACTION = "write it as a fraction, 0.25"
DIGITS = "write digits with a decimal point, such as 1250.5"
UNKNOWN = "leave the cell blank if the value is not known"
NO_LIMIT = "leave the cell blank for no limit"
A_DATE = "write year-month-day, such as 2027-01-31"
AN_ID = "use small letters, digits, '.', '_' and '-', beginning with a letter or digit"

Found = tuple[str, str, str, str]

COLUMNS: dict[str, tuple[str, str, dict[str, str], list[tuple[str, str, str]]]] = {
    # table, column, further cells of each row, and per row (cell, rule, fix); rule "" for a sound cell.
    "a rate": (
        "tariffs",
        "ad_valorem",
        {"instrument": "mfn", "source": "invented"},
        [
            ("0.05", "", ""),
            ("25 %", "percent-sign", FRACTION),
            ("1,5", "not-a-number", DIGITS),
            ("free", "not-a-number", DIGITS),
            ("NaN", "nan", UNKNOWN),
            ("inf", "infinite", NO_LIMIT),
            ("-0.1", "negative", "check sign and unit"),
            ("25", "rate-above-5", "write rates as fractions: 0.25 for 25 %"),
            ("1.5", "rate-above-1", "make sure that it is meant as a fraction"),
            ("", "", ""),
        ],
    ),
    "a required share": (
        "contents",
        "fraction",
        {"mineral": "niobium", "source": "invented"},
        [
            ("25 %", "percent-sign", FRACTION),
            ("1,5", "not-a-number", DIGITS),
            ("nan", "nan", UNKNOWN),
            ("-inf", "infinite", NO_LIMIT),
            ("-1", "negative", "check sign and unit"),
            ("1.01", "above-range", "check the unit"),
            ("", "missing-value", "give tonnes of mineral in one tonne of material"),
        ],
    ),
    "a date": (
        "programmes",
        "end",
        {"destination": "CN", "start": "2026-01-01", "source": "invented"},
        [
            ("2026-12-31", "", ""),
            ("31.12.2026", "not-a-date", A_DATE),
            ("2026-02-30", "not-a-date", A_DATE),
            ("0001-01-01", "not-a-date", "use a year from 1800 to 8999"),
            ("2025-12-31", "end-before-start", "exchange or correct the dates"),
            ("2026-06-30", "date-inside-period", "split the period at that day if the difference matters"),
            ("", "", ""),
        ],
    ),
    "a flag": (
        "supplies",
        "active",
        {"site": "mine", "material": "manganese-ore", "source": "invented"},
        [
            ("yes", "not-a-flag", "write true or false"),
            ("0", "not-a-flag", "write true or false"),
            ("TRUE", "", ""),
            ("", "", ""),
        ],
    ),
    "a choice": (
        "policies",
        "kind",
        {"measure": "jobs", "minimum": "0", "source": "invented"},
        [
            ("measure_bound", "", ""),
            ("Ban", "unknown-choice", "use one of measure_bound, processed_share, raw_export_ban"),
            ("", "missing-value", "give what kind of demand it is"),
        ],
    ),
    "a reference": (
        "royalties",
        "mineral",
        {"rate": "0.05", "source": "invented"},
        [
            ("niobium", "reaches-nothing", "say in contents.csv which materials hold it"),
            ("Niobium", "unknown-id", "did you mean 'niobium'?"),
            ("gold", "unknown-id", NO_CONTENTS),
            ("", "royalty-target", "fill exactly one of the two"),
        ],
    ),
}


def column_case(name: str) -> tuple[Rows, set[Found]]:
    """Return the tutorial with one column of broken cells, and what is to be found."""
    table, column, others, cells = COLUMNS[name]
    rows: list[dict[str, str]] = []
    expected: set[Found] = set()
    for number, (cell, rule, fix) in enumerate(cells):
        key = {"material": f"m{number}"} if table == "contents" else {"id": f"row-{number}"}
        rows.append({**others, **key, column: cell})
        row = f"contents[m{number},niobium]" if table == "contents" else f"{table}[row-{number}]"
        if rule:
            address = row if rule == "royalty-target" else f"{row}.{column}"
            value = {"end-before-start": f"2026-01-01 .. {cell}", "royalty-target": ""}.get(rule, cell)
            expected.add((address, rule, value, fix))
    added = {table: rows, "minerals": [{"id": "niobium"}]}
    if table == "contents":
        added["materials"] = [{"id": f"m{number}", "stage": "ore", "source": "invented"} for number in range(len(cells))]
    return edited(TUTORIAL, added=added), expected


@pytest.mark.parametrize("name", COLUMNS)
def test_every_rule_broken_in_one_column_is_reported(name: str, tmp_path: Path) -> None:
    """No cell hides another: address, rule, value and fix of each are given."""
    rows, expected = column_case(name)
    violations, warnings = check_case(read_case_folder(write_rows(tmp_path / "case", rows)))
    assert expected == {(found.address, found.rule, found.value, found.fix) for found in (*violations, *warnings)}


def test_every_rule_broken_in_a_column_of_ids_is_reported(tmp_path: Path) -> None:
    """A row without a readable id is named by what was written, or by its line."""
    ids = ["power", "Power", "kWh 1", "", "power", ""]
    rows = edited(TUTORIAL, added={"resources": [{"id": name, "max_per_year": "-1"} for name in ids]})
    violations, _ = check_case(read_case_folder(write_rows(tmp_path / "case", rows)))
    assert {
        ("resources[Power]", "bad-id", "Power", AN_ID),
        ("resources[kWh 1]", "bad-id", "kWh 1", AN_ID),
        ("resources.csv line 5.id", "missing-value", "", "give name of the resource"),
        ("resources.csv line 7.id", "missing-value", "", "give name of the resource"),
        ("resources[power]", "duplicate-key", "power", "give each row a key of its own, or delete one"),
    } == {(found.address, found.rule, found.value, found.fix) for found in violations if found.rule != "negative"}
    assert len(ids) == sum(found.rule == "negative" for found in violations)
