"""Text stays within its width and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from optimizer.client.layout import UNBROKEN, Column, clean, labelled, paragraph, table, terminal_width, wrap

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=150)
WORDS = st.text(alphabet="abc é鉱[],._- ", max_size=120)
NUMBERS = st.integers(-(10**12), 10**12).map("{:,}".format)
WIDTHS = st.integers(40, 100)


@given(TEXT, WIDTHS)
def test_wrapped_text_keeps_its_width(text: str, width: int) -> None:
    """Whatever the text, no line is longer than asked."""
    assert all(cell_len(line) <= width for line in [*wrap(text, width), *paragraph(text, width)])


@given(WORDS, WIDTHS)
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """The letters of the lines are the letters of the text."""
    assert text.replace(" ", "") == "".join(wrap(text, width)).replace(" ", "")


@given(st.lists(st.tuples(WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS), max_size=6), WIDTHS)
def test_tables_keep_their_width_and_their_numbers(rows: list[tuple[str, str, str, str, str]], width: int) -> None:
    """A table is never too wide, and every number of it can be read whole."""
    columns = [Column("Market"), Column("Programme"), *(Column(header, number=True) for header in ("Value", "Duty", "Saved"))]
    lines = table(columns, rows, width)

    assert all(cell_len(line) <= width for line in lines)
    printed = " ".join(lines).split()
    assert all(number in printed for row in rows for number in row[2:])


@given(st.lists(st.tuples(st.sampled_from(["Why", "Best sale", ""]), WORDS), max_size=5), WIDTHS)
def test_labelled_lines_keep_their_width(rows: list[tuple[str, str]], width: int) -> None:
    """Labels and their texts side by side are never too wide."""
    assert all(cell_len(line) <= width for line in labelled(rows, width))


def test_numbers_stay_with_their_unit() -> None:
    """No line ends between a number and its unit."""
    assert wrap(f"mined 400{UNBROKEN}kg", 8) == ["mined", "400 kg"]


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    """Escape sequences in a case's titles cannot colour or move anything."""
    assert clean("Gold\x1b[31m\n ore\x07") == "Gold [31m ore"


@pytest.mark.parametrize(("columns", "width"), [(20, 40), (60, 60), (80, 80), (100, 100), (200, 100)])
def test_terminals_are_filled_within_reason(columns: int, width: int) -> None:
    """Text is as wide as the terminal, between 40 and 100."""
    assert width == terminal_width(columns)
