"""Linear programs as files for other solvers: their forms, and the names of columns and rows in them.

A name in a file is the address of a column or row with ( for [, ) for ] and ~ for -, which no address holds by itself:
`ship[likoni-us,femn,2029]` is `ship(likoni~us,femn,2029)`. Neither form of file has blanks in names, and LP files take [ for the
beginning of squares and - for a minus.
"""

from dataclasses import dataclass
from enum import StrEnum

TO_FILE = str.maketrans({"[": "(", "]": ")", "-": "~"})
FROM_FILE = str.maketrans({"(": "[", ")": "]", "~": "-"})
# The longest name that every reader takes: COIN-OR's reader of LP files gives up names of its own beyond it.
LONGEST_NAME = 100


class ProgramForm(StrEnum):
    """Forms of files."""

    MPS = "mps"
    LP = "lp"


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A linear program as the text of a file.

    Attributes:
        text: The text, in ASCII.
        form: Its form.
        column_count: Columns of Madini's program, without one that holds the constant of the objective.
        row_count: Rows, without the objective.
        nonzero_count: Coefficients of the rows.
        sign_turned: Whether Madini's objective is minus the least value of the file, in place of the file's own best value.
    """

    text: str
    form: ProgramForm
    column_count: int
    row_count: int
    nonzero_count: int
    sign_turned: bool


def name_in_file(address: str) -> str:
    """Return what a column or row is called in a file, one to one: `ship[a-b,ore,1]` -> `ship(a~b,ore,1)`."""
    return address.translate(TO_FILE)


def address_of_name(name: str) -> str:
    """Return the address of a column or row that a file names: `ship(a~b,ore,1)` -> `ship[a-b,ore,1]`.

    Not for names that stand for one of more than `LONGEST_NAME` letters: `column(7)`, whose address a comment of the file tells.
    """
    return name.translate(FROM_FILE)
