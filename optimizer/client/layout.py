"""Plain text of a fixed width, made of blocks: headings, paragraphs, labelled lines and tables, never a line too long.

Renderers say what a text consists of; how it is wrapped is decided here. Lines that begin in the first column are
headings; everything else is indented.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

# Width of what is written to a file or a pipe, whatever the terminal's.
PIPE_WIDTH = 80
NARROWEST = 40
WIDEST = 140
INDENT = "  "
DEEP = INDENT * 3
GAP = "  "
NARROWEST_COLUMN = 8
# Between a number and its unit: printed as a space, but no line ends there.
UNBROKEN = "\u00a0"
_PLACEHOLDER = "\ue000"

# Wraps, and never prints.
_CONSOLE = Console(file=StringIO(), width=WIDEST, color_system=None, legacy_windows=False)

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, and whether it holds numbers, which are set right and never broken."""

    header: str
    number: bool = False


def terminal_width(columns: int) -> int:
    """Return the width to write for on a terminal that is `columns` wide."""
    return max(NARROWEST, min(columns, WIDEST))


def clean(text: str) -> str:
    """Return the text on one line, with nothing in it that a terminal would obey."""
    kept = "".join(letter if letter.isprintable() or letter == UNBROKEN else " " for letter in text)
    return " ".join(word for word in kept.split(" ") if word)


def wrap(text: str, width: int) -> Lines:
    """Return the text in lines of at most `width` cells; words longer than a line are folded."""
    wrapped = Text(clean(text).replace(UNBROKEN, _PLACEHOLDER)).wrap(_CONSOLE, width, overflow="fold")
    return [line.plain.replace(_PLACEHOLDER, " ").rstrip() for line in wrapped] or [""]


@dataclass(frozen=True, slots=True)
class Title:
    """The first line of a text, from the first column."""

    text: str

    def lines(self, width: int) -> Lines:
        """Return the wrapped title."""
        return wrap(self.text, width)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: a blank line, then the text from the first column."""

    text: str

    def lines(self, width: int) -> Lines:
        """Return the blank line and the wrapped heading."""
        return ["", *wrap(self.text, width)]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Indented text; `deep` text belongs to the paragraph before it."""

    text: str
    deep: bool = False

    def lines(self, width: int) -> Lines:
        """Return the text wrapped and indented."""
        indent = DEEP if self.deep else INDENT
        return [f"{indent}{line}".rstrip() for line in wrap(self.text, width - len(indent))]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Lines of `label  text`, the texts aligned; rows without text are left out."""

    rows: Sequence[tuple[str, str]]

    def lines(self, width: int) -> Lines:
        """Return the labels with their texts wrapped beside them."""
        kept = [(label, text) for label, text in self.rows if text]
        label_width = max((cell_len(label) for label, _ in kept), default=0)
        lines: Lines = []
        for label, text in kept:
            beside = wrap(text, width - len(INDENT) - label_width - len(GAP))
            lines += _beside([[label], beside], [label_width, 0], [False, False])
        return lines


@dataclass(frozen=True, slots=True)
class Table:
    """A table without rules: text is wrapped in its column, numbers stay whole.

    A table whose numbers alone are too wide is written one `header  value` line per cell.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]

    def lines(self, width: int) -> Lines:
        """Return the header, unless it is empty, and the rows."""
        columns = self.columns
        cells = [[clean(cell) for cell in row] for row in self.rows]
        widths = _column_widths(columns, cells, width - len(INDENT) - len(GAP) * (len(columns) - 1))
        if widths is None:
            headers = [column.header for column in columns]
            parts = [Labelled(list(zip(headers, row, strict=True))) for row in cells]
            return [line for part in parts for line in ["", *part.lines(width)]][1:]
        numbers = [column.number for column in columns]
        lines: Lines = []
        if any(column.header for column in columns):
            header = [wrap(column.header, room) for column, room in zip(columns, widths, strict=True)]
            lines = _beside([[""] * (max(map(len, header)) - len(cell)) + cell for cell in header], widths, numbers)
        for row in cells:
            lines += _beside([wrap(cell, room) for cell, room in zip(row, widths, strict=True)], widths, numbers)
        return lines


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank line."""

    def lines(self, width: int) -> Lines:  # noqa: ARG002 - as every block has it
        """Return one blank line."""
        return [""]


# What texts are made of: worded once, wrapped here alone.
Block = Title | Heading | Paragraph | Labelled | Table | Gap
Blocks = list[Block]


def to_lines(blocks: Iterable[Block], width: int) -> Lines:
    """Return the lines of blocks one after the other, none longer than `width`."""
    return [line for block in blocks for line in block.lines(width)]


def to_text(blocks: Iterable[Block], width: int) -> str:
    """Return the blocks as one text."""
    return "\n".join([*to_lines(blocks, width), ""])


def _column_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return a width per column that adds up to at most `room`, or None if the numbers do not fit."""
    widths = []
    least = []
    for position, column in enumerate(columns):
        widest = max((cell_len(row[position]) for row in rows), default=0)
        longest_word = max((cell_len(word) for word in column.header.split()), default=0)
        widths.append(max(widest, longest_word if column.number else cell_len(column.header), 1))
        least.append(widths[-1] if column.number else min(widths[-1], max(NARROWEST_COLUMN, longest_word)))
    if sum(least) > room:
        return None
    while sum(widths) > room:
        spare = [natural - smallest for natural, smallest in zip(widths, least, strict=True)]
        widest_column = max(range(len(widths)), key=lambda position: (spare[position] > 0, widths[position]))
        widths[widest_column] -= 1
    return widths


def _beside(cells: Sequence[Lines], widths: Sequence[int], right: Sequence[bool]) -> Lines:
    """Return the lines of several cells side by side."""
    lines = []
    for number in range(max(map(len, cells))):
        parts = []
        for cell, width, to_the_right in zip(cells, widths, right, strict=True):
            text = ""
            if number < len(cell):
                text = cell[number]
            padding = " " * max(0, width - cell_len(text))
            parts.append(padding + text if to_the_right else text + padding)
        lines.append((INDENT + GAP.join(parts)).rstrip())
    return lines
