"""Text cells become typed columns; every unreadable one is one violation and hides no other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.cells import Unreadable, blank, number_text, read_cell
from optimizer.domain.errors import Violation
from optimizer.domain.table_data import TableData, read_table
from optimizer.domain.tables import TABLES

NUMBER = TABLES["demands"].column("max_per_year")
DATE = TABLES["demands"].column("start")
FLAG = TABLES["demands"].column("active")
CHOICE = TABLES["demands"].column("price_basis")
ID = TABLES["demands"].column("id")
TEXT = TABLES["tariffs"].column("instrument")
NOTE = TABLES["tariffs"].column("note")
HS = TABLES["materials"].column("hs_code")
PREFIX = TABLES["tariffs"].column("hs_prefix")
COUNTRY = TABLES["sites"].column("country")


def read(name: str, /, **cells: list[str]) -> tuple[TableData, list[Violation]]:
    """Return a table read from columns of cells, and the violations."""
    violations: list[Violation] = []
    places = [f"{name}.csv line {line}" for line in range(2, 2 + len(next(iter(cells.values()))))]
    return read_table(TABLES[name], cells, places, violations), violations


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        (NUMBER, "25 %", "percent-sign"),
        (NUMBER, "25%", "percent-sign"),
        (NUMBER, "%", "percent-sign"),
        (NUMBER, "NaN", "nan"),
        (NUMBER, "nan", "nan"),
        (NUMBER, "inf", "infinite"),
        (NUMBER, "-Infinity", "infinite"),
        (NUMBER, "1e400", "infinite"),
        (NUMBER, "1e15", "absurd-number"),
        (NUMBER, "-1e300", "absurd-number"),
        (NUMBER, "1,5", "not-a-number"),
        (NUMBER, "1_000", "not-a-number"),
        (NUMBER, "1 000", "not-a-number"),
        (NUMBER, "٣", "not-a-number"),
        (NUMBER, "0x10", "not-a-number"),
        (NUMBER, "n/a", "not-a-number"),
        (NUMBER, "$5", "not-a-number"),
        (DATE, "31.01.2027", "not-a-date"),
        (DATE, "2027-02-30", "not-a-date"),
        (DATE, "2027-1-31", "not-a-date"),
        (DATE, "20270131", "not-a-date"),
        (DATE, "2027-W05-7", "not-a-date"),
        (DATE, "2027", "not-a-date"),
        (DATE, "2027-01-31T00:00", "not-a-date"),
        (DATE, "1799-12-31", "not-a-date"),
        (DATE, "9000-01-01", "not-a-date"),
        (TEXT, "a" * 10_001, "too-long"),
        (ID, "a" * 101, "too-long"),
        (TEXT, "two\nlines", "line-break"),
        (TEXT, "a\tb", "line-break"),
        (TEXT, "bell\a", "control-character"),
        (NOTE, "bell\a", "control-character"),
        (FLAG, "yes", "not-a-flag"),
        (FLAG, "1", "not-a-flag"),
        (CHOICE, "CIF", "unknown-choice"),
        (CHOICE, "exw", "unknown-choice"),
        (ID, "US", "bad-id"),
        (ID, "-us", "bad-id"),
        (ID, "us femn", "bad-id"),
        (ID, "us,femn", "bad-id"),
        (ID, "é", "bad-id"),
        (ID, "us\n", "bad-id"),
        (HS, "72", "not-an-hs-code"),
        (HS, "7202,93", "not-an-hs-code"),
        (HS, "7202.93.80.00.11", "not-an-hs-code"),
        (PREFIX, "7", "not-an-hs-code"),
        (PREFIX, "7202.9", "not-an-hs-code"),
        (PREFIX, "7202, 7203", "not-an-hs-code"),
        (PREFIX, "\uff17\uff12", "not-an-hs-code"),
        (COUNTRY, "ke", "not-a-country"),
        (COUNTRY, "Kenya", "not-a-country"),
        (COUNTRY, "K", "not-a-country"),
    ],
)
def test_an_unreadable_cell_breaks_one_rule(column: object, cell: str, rule: str) -> None:
    """Each form that cannot be read has a rule of its own and says how to fix it."""
    with pytest.raises(Unreadable) as caught:
        read_cell(cell, column)  # type: ignore[arg-type]
    assert rule == caught.value.rule
    assert caught.value.fix


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (NUMBER, "0", 0.0),
        (NUMBER, "-3", -3.0),
        (NUMBER, "1250.5", 1250.5),
        (NUMBER, ".5", 0.5),
        (NUMBER, "1e3", 1000.0),
        (DATE, "2027-01-31", np.datetime64("2027-01-31")),
        (DATE, "2028-02-29", np.datetime64("2028-02-29")),
        (FLAG, "true", True),
        (FLAG, "FALSE", False),
        (CHOICE, "fob", "fob"),
        (ID, "us-7202.93_mfn", "us-7202.93_mfn"),
        (ID, "0", "0"),
        (TEXT, "7202.93 %", "7202.93 %"),
        (NOTE, "two\nlines", "two\nlines"),
        (NUMBER, "-999999999999999", -999999999999999.0),
        (DATE, "8999-12-31", np.datetime64("8999-12-31")),
        (HS, "7202", "7202"),
        (HS, "720293", "7202.93"),
        (HS, "72.02", "7202"),
        (HS, "7202 93 80", "7202.93.80"),
        (HS, "7202.93.8000", "7202.93.80.00"),
        (PREFIX, "72", "72"),
        (COUNTRY, "KE", "KE"),
        (COUNTRY, "ZZ", "ZZ"),
        (COUNTRY, "EAC", "EAC"),
    ],
)
def test_a_readable_cell_has_one_value(column: object, cell: str, value: object) -> None:
    """A cell is read as its column's kind."""
    assert value == read_cell(cell, column)  # type: ignore[arg-type]


def test_a_percentage_is_mended_as_a_fraction() -> None:
    """The fix of "25 %" names the fraction meant."""
    with pytest.raises(Unreadable) as caught:
        read_cell("25 %", NUMBER)
    assert "write it as a fraction, 0.25" == caught.value.fix


def test_minus_zero_is_zero() -> None:
    """A cell "-0" holds the number 0, not another one."""
    assert 1.0 == math.copysign(1.0, read_cell("-0", NUMBER))


def test_blank_is_not_zero() -> None:
    """A blank limit means "no limit", a blank date "open"; only a column's default fills a blank."""
    data, violations = read(
        "demands", id=["a"], tier=["1"], market=["us"], material=["ore"], price_per_unit=["5"], max_per_year=[""]
    )
    assert [] == violations
    assert np.isnan(data["max_per_year"][0])
    assert np.isnat(data["start"][0])
    assert (0.0, "cif", True, "") == (data["min_per_year"][0], data["price_basis"][0], data["active"][0], data["source"][0])


def test_zero_is_kept_where_blank_means_no_limit() -> None:
    """A limit of 0 is a number."""
    data, _ = read("demands", id=["a"], tier=["1"], market=["us"], material=["ore"], price_per_unit=["0"], max_per_year=["0"])
    assert (0.0, 0.0) == (data["max_per_year"][0], data["price_per_unit"][0])


def test_every_default_is_what_a_blank_cell_holds() -> None:
    """Blank cells of a column hold its default, or the kind's own "not given"."""
    for table in TABLES.values():
        for column in table.columns:
            held = blank(column)
            if column.default is not None:
                assert column.default == held
            else:
                assert held is False or held == "" or held != held or np.isnat(held)


def test_one_bad_cell_hides_no_other() -> None:
    """Every unreadable cell of a row is reported, at its own address."""
    _, violations = read(
        "demands",
        id=["a"],
        tier=["1"],
        market=["us"],
        material=["ore"],
        price_per_unit=["5 %"],
        max_per_year=["nan"],
        start=["soon"],
        active=["perhaps"],
        price_basis=["exw"],
    )
    assert {
        ("demands[a,1].price_per_unit", "percent-sign", "5 %"),
        ("demands[a,1].max_per_year", "nan", "nan"),
        ("demands[a,1].start", "not-a-date", "soon"),
        ("demands[a,1].active", "not-a-flag", "perhaps"),
        ("demands[a,1].price_basis", "unknown-choice", "exw"),
    } == {(violation.address, violation.rule, violation.value) for violation in violations}


def test_a_bad_id_stands_in_addresses_as_it_was_written() -> None:
    """Other violations of a row with an unreadable id are still found, under the id as written."""
    data, violations = read("minerals", id=["Gold", "Silver"], tonnes_per_unit=["x", "y"])
    assert [
        ("minerals[Gold]", "bad-id", "Gold"),
        ("minerals[Gold].tonnes_per_unit", "not-a-number", "x"),
        ("minerals[Silver]", "bad-id", "Silver"),
        ("minerals[Silver].tonnes_per_unit", "not-a-number", "y"),
    ] == sorted((violation.address, violation.rule, violation.value) for violation in violations)
    assert ("Gold", "Silver") == data.keys


def test_a_row_without_a_key_is_called_by_its_place() -> None:
    """Two rows without an id are two missing values, not a duplicate key."""
    data, violations = read("minerals", id=["", ""], name=["Gold", "Silver"])
    assert [
        ("minerals.csv line 2.id", "missing-value"),
        ("minerals.csv line 3.id", "missing-value"),
    ] == sorted((violation.address, violation.rule) for violation in violations)
    assert ("minerals.csv line 2", "minerals.csv line 3") == data.keys


def test_a_second_row_of_one_key_is_reported_and_kept() -> None:
    """A duplicate key is one violation per further row, and the row's own numbers are still seen."""
    data, violations = read("minerals", id=["gold", "gold", "gold"], tonnes_per_unit=["1", "2", "3"])
    assert [("minerals[gold]", "duplicate-key", "gold")] * 2 == [(v.address, v.rule, v.value) for v in violations]
    assert ("gold", "gold (2)", "gold (3)") == data.keys
    assert [1.0, 2.0, 3.0] == data["tonnes_per_unit"].tolist()


def test_blank_text_is_a_key_like_any_other() -> None:
    """A programme may name all goods, once per instrument."""
    rates = {"programme": ["agoa", "agoa", "agoa"], "instrument": ["mfn", "s122", "mfn"], "hs_prefix": ["", "", ""]}
    data, violations = read("programme_rates", **rates)
    assert [("programme_rates[agoa,mfn,]", "duplicate-key")] == [(v.address, v.rule) for v in violations]
    assert ("agoa,mfn,", "agoa,mfn, (2)", "agoa,s122,") == data.keys


def test_rows_stand_in_the_order_of_their_keys() -> None:
    """The order of a file does not show."""
    data, _ = read("minerals", id=["zinc", "gold", "iron"], tonnes_per_unit=["3", "1", "2"])
    assert (("gold", "iron", "zinc"), [1.0, 2.0, 3.0]) == (data.keys, data["tonnes_per_unit"].tolist())
    assert {"gold": 0, "iron": 1, "zinc": 2} == data.rows


def test_a_missing_value_names_what_is_wanted() -> None:
    """A required blank is a violation whose fix is the column's own meaning."""
    _, violations = read("demands", id=["a"], tier=["1"], market=[""], material=["ore"], price_per_unit=["5"])
    assert [("demands[a,1].market", "missing-value", "give who buys")] == [(v.address, v.rule, v.fix) for v in violations]


@given(st.floats(-1e14, 1e14))
def test_a_number_reads_back_from_its_text(value: float) -> None:
    """The shortest text of a number is the number, -0 being 0."""
    assert value == read_cell(number_text(value), NUMBER)


@given(st.text(max_size=12).map(str.strip).filter(bool), st.sampled_from([NUMBER, DATE, FLAG, CHOICE, ID, TEXT, HS, COUNTRY]))
def test_any_text_is_read_or_refused(cell: str, column: object) -> None:
    """No cell makes the reader fail in another way."""
    refusals: list[Unreadable] = []
    try:
        read_cell(cell, column)  # type: ignore[arg-type]
    except Unreadable as unreadable:
        refusals.append(unreadable)
    assert all(refusal.rule and refusal.fix for refusal in refusals)
