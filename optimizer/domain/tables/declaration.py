"""What a case table is: columns with kind, dimension, range, key, reference and wire tag, as plain data.

The declarations in this package are walked by the reader, the validator, the wire conversion, the address
resolver and the data dictionary, and `protos/optimizer/v1/case.proto` is generated from them. Nothing else
in Madini repeats the name of a column's kind, range or reference.
"""

from dataclasses import dataclass
from enum import Enum

from optimizer.domain.codes import CODE_DIGITS, PREFIX_DIGITS

# Largest rate accepted, as a fraction: a duty of 500 %. It makes "25" for 25 % an error, not a duty of 2500 %.
RATE_CEILING = 5.0


class Kind(Enum):
    """How a cell is read and stored."""

    ID = "id"
    """Identifier `[a-z0-9][a-z0-9._-]*`, stored as text."""
    REFERENCE = "reference"
    """Identifier of a row of another table, or blank."""
    CHOICE = "choice"
    """One of the column's choices."""
    TEXT = "text"
    """Any text."""
    HS_CODE = "HS code"
    """Code or prefix in the Harmonized System, digits with or without dots, held as `7202.93.80`; blank is `""`."""
    COUNTRY = "country"
    """ISO 3166-1 alpha-2 code, `ZZ`, `XA` to `XZ`, `EU`, or a customs union that the case declares; blank is `""`."""
    ADDRESS = "address"
    """An address or pattern, `table[key].column@node`."""
    NUMBER = "number"
    """A finite decimal number; blank is NaN and means "not given"."""
    DATE = "date"
    """An ISO 8601 calendar date, `2027-01-31`; blank is NaT."""
    FLAG = "flag"
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a case table.

    Attributes:
        name: Name in the CSV header, the address and the proto field.
        kind: How a cell is read.
        tag: Proto field number; never reused, never changed.
        description: One sentence for the data dictionary and the proto comment; says what blank means.
        dimension: For numbers, what one unit of the value is, for example `money/unit` or `unit/year`.
        required: Whether blank is a violation.
        default: Value of a blank cell; None means blank stays blank.
        low: Smallest number accepted (inclusive); for an HS code the fewest digits.
        high: Largest number accepted (inclusive); for an HS code the most digits.
        references: Names of the tables one of whose ids the cell must hold.
        choices: Values of a CHOICE column.
        enum: Name of its enum on the wire, if columns of several tables share one; "" = an enum of its own.
    """

    name: str
    kind: Kind
    tag: int
    description: str
    dimension: str = ""
    required: bool = False
    default: str | float | bool | None = None
    low: float | None = None
    high: float | None = None
    references: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    enum: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether the number is a fraction of a value for which "25" surely means 25 %."""
        return self.high == RATE_CEILING


@dataclass(frozen=True, slots=True)
class Table:
    """One case table.

    Attributes:
        name: File stem, address head and proto field.
        tag: Proto field number within `Case`.
        description: What a row is, and what the absence of the whole table means.
        key: Columns whose values identify a row; an address writes them in this order.
        columns: All columns, in the order of files and documents.
        single_row: Whether the table holds exactly one row.
        figures: Whether rows hold figures that owe a source.
    """

    name: str
    tag: int
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    single_row: bool = False
    figures: bool = False

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def has_column(self, name: str) -> bool:
        """Return whether the table has a column called `name`."""
        return any(column.name == name for column in self.columns)

    @property
    def numbers(self) -> tuple[Column, ...]:
        """The number columns, in order."""
        return tuple(column for column in self.columns if column.kind is Kind.NUMBER)


def identifier(tag: int, description: str, name: str = "id") -> Column:
    """Declare the identifier of a row."""
    return Column(name, Kind.ID, tag, description, required=True)


def reference(name: str, tag: int, table: str | tuple[str, ...], description: str, *, required: bool = True) -> Column:
    """Declare a column that names a row of `table` (or of one of several tables)."""
    tables = (table,) if isinstance(table, str) else table
    return Column(name, Kind.REFERENCE, tag, description, required=required, references=tables)


def text(name: str, tag: int, description: str, *, required: bool = False, default: str | None = None) -> Column:
    """Declare a free text column."""
    return Column(name, Kind.TEXT, tag, description, required=required, default=default)


def hs_code(name: str, tag: int, description: str) -> Column:
    """Declare a column that holds the HS code of goods."""
    low, high = map(float, CODE_DIGITS)
    return Column(name, Kind.HS_CODE, tag, description, low=low, high=high)


def hs_prefix(name: str, tag: int, description: str, *, required: bool = False) -> Column:
    """Declare a column that holds the beginning of an HS code: all goods whose code begins so."""
    low, high = map(float, PREFIX_DIGITS)
    return Column(name, Kind.HS_CODE, tag, description, required=required, low=low, high=high)


def country(name: str, tag: int, description: str, *, required: bool = False) -> Column:
    """Declare a column that holds the code of a country or customs union."""
    return Column(name, Kind.COUNTRY, tag, description, required=required)


def address(name: str, tag: int, description: str) -> Column:
    """Declare a column that holds an address or a pattern of addresses."""
    return Column(name, Kind.ADDRESS, tag, description, required=True)


def choice(
    name: str,
    tag: int,
    choices: tuple[str, ...],
    description: str,
    *,
    default: str | None = None,
    required: bool = False,
    enum: str = "",
) -> Column:
    """Declare a column that holds one of `choices`."""
    return Column(name, Kind.CHOICE, tag, description, choices=choices, default=default, required=required, enum=enum)


def confidence(tag: int, description: str) -> Column:
    """Declare a column that says how good figures are."""
    return choice("confidence", tag, CONFIDENCES, description, enum=CONFIDENCE)


def number(
    name: str,
    tag: int,
    dimension: str,
    description: str,
    *,
    low: float | None = 0.0,
    high: float | None = None,
    default: float | None = None,
    required: bool = False,
) -> Column:
    """Declare a number column; non-negative unless `low` says otherwise."""
    return Column(
        name, Kind.NUMBER, tag, description, dimension=dimension, low=low, high=high, default=default, required=required
    )


def rate(name: str, tag: int, description: str, *, default: float | None = None, required: bool = False) -> Column:
    """Declare a fraction of a value, `0 <= rate <= 5`."""
    return number(name, tag, "fraction", description, high=RATE_CEILING, default=default, required=required)


def share(name: str, tag: int, description: str, *, default: float | None = None, required: bool = False) -> Column:
    """Declare a share of a whole, `0 <= share <= 1`."""
    return number(name, tag, "fraction", description, high=1.0, default=default, required=required)


def date(name: str, tag: int, description: str, *, required: bool = False) -> Column:
    """Declare a calendar date."""
    return Column(name, Kind.DATE, tag, description, required=required)


def flag(name: str, tag: int, description: str, *, default: bool = False) -> Column:
    """Declare a yes-or-no column; blank is `default`."""
    return Column(name, Kind.FLAG, tag, description, default=default)


def window(first_tag: int, what: str) -> tuple[Column, Column]:
    """Declare the first and last day on which `what`."""
    return (
        date("start", first_tag, f"First day on which {what}; blank = from the beginning."),
        date("end", first_tag + 1, f"Last day on which {what}; blank = without end."),
    )


# How good a figure can be, the best first.
CONFIDENCE_MEANINGS = {
    "published": "printed by an exchange, an authority or a statistics office, or written in law",
    "code_compliant": "stated in a report under a public code for minerals (JORC, NI 43-101, SAMREC)",
    "reported": "told by a company, an official or a newspaper, and taken as told",
    "derived": "computed from other figures",
    "estimate": "judged; owes a range in `figures`",
}
CONFIDENCES = tuple(CONFIDENCE_MEANINGS)
CONFIDENCE = "Confidence"
ESTIMATE = "estimate"

ACTIVE = flag("active", 100, "Whether the row takes part; scenarios switch rows on and off with it.", default=True)
PROVENANCE = (
    reference("source", 101, "sources", "Where the figures of the row come from.", required=False),
    confidence(102, "How good the figures of the row are (see Confidence); blank = not stated."),
    text("note", 103, "Anything a reader of the figures must know."),
)
