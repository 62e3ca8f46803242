"""A table's text as spreadsheets save it: what it is encoded in, how it is separated, where its header stands.

Only one form is right: UTF-8, commas, the header first. Of another form it is said what was found, once for the whole file, and
the file is read all the same as well as it can be, so that what else is wrong with it is told too.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import StringIO

COMMA = ","
# What cells may be separated by, and its name.
SEPARATORS = {COMMA: "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
# Lines among which the header is sought.
HEADER_SOUGHT = 10
# Most letters of a cell that are read at all.
LONGEST_CELL = 100_000
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+\Z|[+-]?[0-9]+,[0-9]+\Z")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

AS_CSV = "save it as 'CSV UTF-8 (comma delimited)'"
WITH_COMMAS = (
    "save it with commas between cells and a point in numbers: in Excel switch off 'Use system separators' under File, Options, "
    "Advanced, set the decimal separator to a point, and save as 'CSV UTF-8 (comma delimited)'"
)


class UnreadableText(ValueError):
    """A file that is no table: what is wrong, and how to fix it."""

    def __init__(self, problem: str, fix: str) -> None:
        """Keep both parts."""
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}; {fix}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found.

    Attributes:
        header: Names in the header.
        rows: Per row below it, if any cell holds something, the line on which it ends and its cells.
        oddities: What is odd about the form of the file, and how to save it; empty if nothing is.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    oddities: tuple[tuple[str, str], ...]


def read_sheet(data: bytes, names: Collection[str], numbers: Collection[str]) -> Sheet:
    """Return the header and rows of a file.

    Args:
        data: Bytes of the file.
        names: Columns that the table may have, by which the header is known.
        numbers: Those of them in which a spreadsheet may have written a point as a comma: of numbers and of HS codes.

    Raises:
        UnreadableText: It is no text, no table, or has no header.
    """
    text, encoding = _decoded(data)
    separator, title_lines = _form(text, names)
    lines = list(_lines(text, separator))[title_lines:]
    if not lines:
        raise UnreadableText("the file has no header", "write the column names in its first line")
    header = [name.strip() for name in lines[0][1]]
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in lines[1:]]
    oddities = [(f"the file is text in {encoding}", AS_CSV)] if encoding else []
    if separator != COMMA:
        commas = _with_points(header, rows, numbers)
        oddities.append((f"its cells are separated by {SEPARATORS[separator]}{commas}", WITH_COMMAS))
    if title_lines:
        what = "line 1 stands" if title_lines == 1 else f"{title_lines} lines stand"
        oddities.append((f"{what} above the column names", "let the column names be the first line"))
    return Sheet(header, rows, tuple(oddities))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and the name of its encoding if that is not UTF-8."""
    if data.startswith(UTF_16) or b"\0" in data[:200]:
        try:
            little = "utf-16" if data.startswith(UTF_16) else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
            return data.decode(little), "UTF-16"
        except UnicodeDecodeError:
            raise UnreadableText("the file is no text", AS_CSV) from None
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableText("the file is a workbook or archive with another name", f"open it in a spreadsheet and {AS_CSV}")
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return data.decode("cp1252", errors="replace"), f"Windows-1252, not UTF-8 (line {line})"


def _form(text: str, names: Collection[str]) -> tuple[str, int]:
    """Return by what cells are separated and how many lines with anything in them stand above the header."""
    first = [line for line in text.splitlines()[: 10 * HEADER_SOUGHT] if line.strip(f'{"".join(SEPARATORS)} "')][:HEADER_SOUGHT]
    found = [
        (_names_in(line, separator, names), separator == COMMA, -above, separator)
        for above, line in enumerate(first)
        for separator in SEPARATORS
    ]
    plain = [entry for entry in found if entry[1] and not entry[2]]
    best = max([*plain, *(entry for entry in found if entry[0] >= 2)], default=(0, True, 0, COMMA))
    if not plain or best[0] > plain[0][0]:
        return (best[3], -best[2])
    return (COMMA, 0)


def _names_in(line: str, separator: str, names: Collection[str]) -> int:
    return len({cell.strip().strip('"').strip() for cell in line.split(separator)} & set(names))


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield lines with anything in them, each with the line of the file on which it ends."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise csv.Error
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise _broken(str(error), reader.line_num) from None


def _broken(error: str, line: int) -> UnreadableText:
    """Return in plain words what the reader of CSV complains of."""
    if "end of data" in error:
        return UnreadableText(
            "a double quote that opens a cell is never closed", "close it, or double it if it is part of the text"
        )
    if "expected after" in error:
        problem = f"line {line} goes on after the double quote that closes a cell"
        return UnreadableText(problem, "double a quote that is part of the text, and put the whole cell in quotes")
    if "new-line" in error:
        return UnreadableText(f"line {line} ends with a lone carriage return", AS_CSV)
    return UnreadableText(
        f"line {line} holds a cell of more than {LONGEST_CELL} letters", "close the quotes, or shorten the cell"
    )


def _with_points(header: list[str], rows: list[tuple[int, list[str]]], numbers: Collection[str]) -> str:
    """Write decimal commas in columns of numbers as points; return that there are some, or nothing."""
    places = [at for at, name in enumerate(header) if name in numbers]
    found = ""
    for _, cells in rows:
        for at in places:
            if at < len(cells) and DECIMAL_COMMA.match(cells[at]):
                cells[at] = cells[at].replace(".", "").replace(",", ".")
                found = ", and numbers are written with decimal commas"
    return found
