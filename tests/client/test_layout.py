"""Text stays within its width and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from optimizer.client.layout import (
    UNBROKEN,
    Column,
    Gap,
    Heading,
    Labelled,
    Paragraph,
    Table,
    Title,
    clean,
    terminal_width,
    to_lines,
    to_text,
    wrap,
)

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=150)
WORDS = st.text(alphabet="abc é鉱[],._- ", max_size=120)
NUMBERS = st.integers(-(10**12), 10**12).map("{:,}".format)
WIDTHS = st.integers(40, 140)


@given(TEXT, WIDTHS)
def test_wrapped_text_keeps_its_width(text: str, width: int) -> None:
    """Whatever the text, no line is longer than asked."""
    assert all(
        cell_len(line) <= width
        for line in to_lines([Title(text), Heading(text), Paragraph(text), Paragraph(text, deep=True)], width)
    )


@given(WORDS, WIDTHS)
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """The letters of the lines are the letters of the text."""
    assert text.replace(" ", "") == "".join(wrap(text, width)).replace(" ", "")


@given(st.lists(st.tuples(WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS), max_size=6), WIDTHS)
def test_tables_keep_their_width_and_their_numbers(rows: list[tuple[str, str, str, str, str]], width: int) -> None:
    """A table is never too wide, and every number of it can be read whole."""
    columns = [Column("Market"), Column("Programme"), *(Column(header, number=True) for header in ("Value", "Duty", "Saved"))]
    lines = Table(columns, rows).lines(width)

    assert all(cell_len(line) <= width for line in lines)
    printed = " ".join(lines).split()
    assert all(number in printed for row in rows for number in row[2:])


@given(st.lists(st.tuples(st.sampled_from(["Why", "Best sale", ""]), WORDS), max_size=5), WIDTHS)
def test_labelled_lines_keep_their_width(rows: list[tuple[str, str]], width: int) -> None:
    """Labels and their texts side by side are never too wide."""
    assert all(cell_len(line) <= width for line in Labelled(rows).lines(width))


def test_numbers_stay_with_their_unit() -> None:
    """No line ends between a number and its unit."""
    assert wrap(f"mined 400{UNBROKEN}kg", 8) == ["mined", "400 kg"]


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    """Escape sequences in a case's titles cannot colour or move anything."""
    assert clean("Gold\x1b[31m\n ore\x07") == "Gold [31m ore"


@pytest.mark.parametrize(("columns", "width"), [(20, 40), (60, 60), (80, 80), (100, 100), (200, 140)])
def test_terminals_are_filled_within_reason(columns: int, width: int) -> None:
    """Text is as wide as the terminal, between 40 and 140."""
    assert width == terminal_width(columns)


def test_blocks_follow_one_another() -> None:
    """A heading has a blank line before it, deep text belongs to what stands above, a text ends with a line break."""
    blocks = [Title("Kenya"), Paragraph("one"), Heading("Money"), Paragraph("two"), Paragraph("three", deep=True), Gap()]

    assert to_text(blocks, 40) == "Kenya\n  one\n\nMoney\n  two\n      three\n\n"
