"""Codes of goods and countries: what is read, in which form it is held, and what is said of everything else."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.codes import CODE_DIGITS, PREFIX_DIGITS, NotACode, digits, read_country, read_hs
from optimizer.domain.countries import CODES, ISO_3166_1, likely_code

PAIRS = st.lists(st.integers(0, 99).map("{:02d}".format), min_size=1, max_size=5)


@given(PAIRS, st.lists(st.sampled_from(["", ".", " "]), min_size=4, max_size=4))
def test_a_code_is_held_in_one_form_however_it_is_written(pairs: list[str], between: list[str]) -> None:
    """Dots and blanks between pairs of digits change nothing, and no digit is lost."""
    written = "".join(pair + sign for pair, sign in zip(pairs, [*between[: len(pairs) - 1], ""], strict=True))
    held = read_hs(written, *PREFIX_DIGITS)
    assert held == read_hs("".join(pairs), *PREFIX_DIGITS) == read_hs(held, *PREFIX_DIGITS)
    assert digits(held) == "".join(pairs)


@given(PAIRS, PAIRS)
def test_codes_begin_and_sort_as_their_digits_do(first: list[str], second: list[str]) -> None:
    """So whoever reads the law compares codes as they are held."""
    one, other = (read_hs("".join(pairs), *PREFIX_DIGITS) for pairs in (first, second))
    assert one.startswith(other) == digits(one).startswith(digits(other))
    assert (one < other) == (digits(one) < digits(other))
    assert (len(one) < len(other)) == (len(digits(one)) < len(digits(other)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2504.1", "2504.10"), ("7202.9", "7202.90"), ("710.1", "0710.10"), ("71010", "0710.10"), ("7202.93.8", "7202.93.80")],
)
def test_a_zero_that_a_spreadsheet_dropped_is_named(written: str, meant: str) -> None:
    """A code of an odd number of digits, or with three before its dot, is never read as another code."""
    with pytest.raises(NotACode) as caught:
        read_hs(written, *CODE_DIGITS)
    assert f"did a spreadsheet drop a zero? {written} -> {meant}" == caught.value.fix


@pytest.mark.parametrize(
    ("written", "least", "fix"),
    [
        ("72", 4, "write it to the heading or further, for example 7202.93"),
        ("7202.93.80.00.11", 4, "keep the first 10"),
        ("7202,93", 2, "write a row for each code, with a dot and not a comma in it"),
        ("7202;7203", 2, "write a row for each code, with a dot and not a comma in it"),
        ("2504.1.0", 4, "write 2504.10"),
        ("steel", 4, "write its digits, for example 7202.93"),
    ],
)
def test_what_is_no_code_says_how_to_write_one(written: str, least: int, fix: str) -> None:
    """Too short, too long, several, dots in odd places, words."""
    with pytest.raises(NotACode) as caught:
        read_hs(written, least, 10)
    assert fix == caught.value.fix


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ke", "KE"),
        ("Tanzania", "TZ"),
        ("TZA", "TZ"),
        ("USA", "US"),
        ("usa", "US"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Côte d'Ivoire", "CI"),
        ("Tanzanai", "TZ"),
        ("eu", "EU"),
        ("Europe", "EU"),
    ],
)
def test_what_people_write_instead_of_a_code_is_refused_with_the_code(written: str, code: str) -> None:
    """Small letters, names, misspelt names, codes of three letters and habits."""
    with pytest.raises(NotACode) as caught:
        read_country(written)
    assert f"use {code}" == caught.value.fix


def test_there_are_249_countries_and_every_code_is_read() -> None:
    """Codes of two and three letters are distinct; each country is known by both and by its name."""
    entries = [entry.split(" ", 2) for entry in " ".join(ISO_3166_1.split()).split("; ")]
    assert 249 == len(entries) == len({code for code, _, _ in entries}) == len({long for _, long, _ in entries})
    for code, long, name in entries:
        assert code == read_country(code) == likely_code(long) == likely_code(name) == likely_code(name.lower())


def test_only_codes_of_iso_and_its_users_need_no_declaration() -> None:
    """249 countries, 26 made-up ones, ZZ and EU; two letters that are none of these are left to the case."""
    assert 249 + 26 + 2 == len(CODES)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for code in map("".join, product(letters, letters)):
        if code != "UK":
            assert code == read_country(code)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_says_why_not(text: str) -> None:
    """Nothing fails otherwise."""
    for read in (read_country, lambda cell: read_hs(cell, *CODE_DIGITS)):
        with suppress(NotACode):
            assert read(text) == read(read(text))
