"""From the text of a cell, or a value from the wire, to a typed value."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.codes import NotACode, read_country, read_hs
from optimizer.domain.tables import Column, Kind

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
DATE_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
DAYS = np.dtype("datetime64[D]")
EARLIEST = date(1800, 1, 1)
LATEST = date(8999, 12, 31)
# No number of a case is as large as this: sums of such numbers would not be exact to the cent.
ABSURD = 1e15
LONGEST = {Kind.ID: 100, Kind.REFERENCE: 100, Kind.ADDRESS: 1000}
# Most letters of a cell, by its kind, and of any other text.
LONGEST_TEXT = 10_000
# Most letters of a cell in a message.
SHOWN = 160
# Columns of text that a line break may stand in; others reach names and headings.
SEVERAL_LINES = {"note", "description", "citation"}

Array = NDArray[Any]


class Unreadable(ValueError):
    """A cell that cannot be read: the rule it breaks, what is wrong and how to fix it."""

    def __init__(self, rule: str, problem: str, fix: str) -> None:
        """Keep the three parts."""
        self.rule = rule
        self.problem = problem
        self.fix = fix
        super().__init__(problem)


def read_number(cell: str, column: Column) -> float:
    """Read a finite decimal number."""
    if cell.endswith("%"):
        example = _percent_as_fraction(cell)
        raise Unreadable("percent-sign", "a number must not carry a percent sign", f"write it as a fraction{example}")
    try:
        if "_" in cell or not cell.isascii():  # Python would read 1_000 and digits of other scripts.
            raise ValueError
        value = float(cell)
    except ValueError:
        raise Unreadable("not-a-number", "not a number", "write digits with a decimal point, such as 1250.5") from None
    return finite(value, column)


def finite(value: float, column: Column) -> float:  # noqa: ARG001
    """Return a finite number; raise Unreadable otherwise."""
    if math.isnan(value):
        raise Unreadable("nan", "NaN is not a number", "leave the cell blank if the value is not known")
    if math.isinf(value):
        raise Unreadable("infinite", "infinity is not a number", "leave the cell blank for no limit")
    if abs(value) >= ABSURD:
        problem = f"no number of a case can be as large as {ABSURD:g}"
        raise Unreadable("absurd-number", problem, "check the number and its unit, or leave the cell blank for no limit")
    return value + 0.0  # Never -0, which would be another number in a digest.


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the number."""
    return repr(float(value)).removesuffix(".0")


def _percent_as_fraction(cell: str) -> str:
    try:
        return f", {float(cell[:-1]) / 100:g}"
    except ValueError:
        return ""


def read_date(cell: str, column: Column) -> np.datetime64:  # noqa: ARG001
    """Read an ISO 8601 calendar date."""
    try:
        if not DATE_PATTERN.match(cell):  # Python would read 20270131 and 2027-W05-7.
            raise ValueError
        day = date.fromisoformat(cell)
    except ValueError:
        raise Unreadable("not-a-date", "not a date", "write year-month-day, such as 2027-01-31") from None
    if not EARLIEST <= day <= LATEST:
        raise Unreadable("not-a-date", "date out of range", f"use a year from {EARLIEST.year} to {LATEST.year}")
    return np.datetime64(day, "D")


def read_flag(cell: str, column: Column) -> bool:  # noqa: ARG001
    """Read `true` or `false`."""
    lowered = cell.lower()
    if lowered not in ("true", "false"):
        raise Unreadable("not-a-flag", "neither true nor false", "write true or false")
    return lowered == "true"


def read_text(cell: str, column: Column) -> str:
    """Read text, checking its length, identifiers and choices."""
    check_length(cell, LONGEST.get(column.kind, LONGEST_TEXT))
    if column.kind is Kind.TEXT:
        _check_characters(cell, column)
    if column.kind is Kind.ID and not ID_PATTERN.match(cell):
        fix = "use small letters, digits, '.', '_' and '-', beginning with a letter or digit"
        raise Unreadable("bad-id", "not a valid identifier", fix)
    if column.kind is Kind.CHOICE and cell not in column.choices:
        raise Unreadable("unknown-choice", "not one of the choices", f"use one of {', '.join(column.choices)}")
    return cell


def read_hs_code(cell: str, column: Column) -> str:
    """Read an HS code or prefix of as many digits as the column takes."""
    try:
        return read_hs(cell, int(column.low or 0), int(column.high or 0))
    except NotACode as error:
        raise Unreadable(error.rule, error.problem, error.fix) from None


def read_country_code(cell: str, column: Column) -> str:  # noqa: ARG001
    """Read the code of a country, or of what may be a customs union."""
    try:
        return read_country(cell)
    except NotACode as error:
        raise Unreadable(error.rule, error.problem, error.fix) from None


def shown(text: str) -> str:
    """Return a text as messages show it: its first letters, if there are many."""
    if len(text) <= SHOWN:
        return text
    return f"{text[: SHOWN - 3]}..."


def check_length(text: str, most: int) -> None:
    """Refuse a text of more letters than `most`."""
    if len(text) > most:
        problem = f"the text has {len(text)} letters, and at most {most} are read here"
        raise Unreadable("too-long", problem, "shorten it")


def _check_characters(cell: str, column: Column) -> None:
    """Refuse characters that cannot be printed, and line breaks but in notes."""
    if cell.isprintable():
        return
    if any(sign in cell for sign in "\r\n\t") and column.name not in SEVERAL_LINES:
        raise Unreadable("line-break", "the cell holds a line break or a tab", "write it in one line")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in cell):
        raise Unreadable("control-character", "the cell holds a character that cannot be printed", "type the text anew")


READERS: dict[Kind, Callable[[str, Column], Any]] = {
    Kind.NUMBER: read_number,
    Kind.DATE: read_date,
    Kind.FLAG: read_flag,
    Kind.HS_CODE: read_hs_code,
    Kind.COUNTRY: read_country_code,
}


def read_cell(cell: str, column: Column) -> Any:
    """Read one non-blank cell as the column's kind; raise Unreadable."""
    return READERS.get(column.kind, read_text)(cell, column)


def blank(column: Column) -> Any:
    """Return the stored value of a blank cell: the default, or the kind's own "not given"."""
    if column.default is not None:
        return column.default
    if column.kind is Kind.NUMBER:
        return math.nan
    if column.kind is Kind.DATE:
        return np.datetime64("NaT", "D")
    if column.kind is Kind.FLAG:
        return False
    return ""
