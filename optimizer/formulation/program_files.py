"""The linear program as an MPS or LP file, with every digit of its arrays, for solvers that Madini does not run itself.

Madini maximises c'x + k over A x (<=, =, >=) b, x >= 0. Nothing is scaled: a file holds c, A and b in the program's own units.

    MPS     minimise    -c'x - k        most readers know no other direction
    LP      maximise     c'x + k        or, where Madini minimises, minimise  -c'x - k

k, if it is not 0, is the cost of one more column that is fixed at 1: readers differ in what a right-hand side of the objective
means, and some take no constant in it at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.deadline import in_time
from optimizer.domain.program_files import LONGEST_NAME, ProgramForm, name_in_file
from optimizer.formulation.program import EQ, GE, LE, LinearProgram

Floats = NDArray[np.float64]

OBJECTIVE = "objective"
CONSTANT = "constant"
MPS_SENSES = {LE: "L", EQ: "E", GE: "G"}
LP_SENSES = {LE: "<=", EQ: "=", GE: ">="}
# Lines made at once: between two parts the time limit is looked at.
PART = 10_000


@dataclass(frozen=True, slots=True)
class _Named:
    """A program with the names of its columns and rows in files, and its objective as a file states it.

    Attributes:
        lp: The program.
        columns: Name per column.
        rows: Name per row.
        costs: Objective per column, in the direction of the file.
        constant: Objective of doing nothing, likewise.
    """

    lp: LinearProgram
    columns: list[str]
    rows: list[str]
    costs: Floats
    constant: float

    @property
    def has_constant(self) -> bool:
        """Whether a column of its own carries the constant; it also stands in for the columns of a program without any."""
        return self.constant != 0.0 or not self.columns


def program_text(lp: LinearProgram, form: ProgramForm, *, maximise: bool, about: Sequence[str] = ()) -> str:
    """Return a program as the text of a file.

    Args:
        lp: The program.
        form: Form of the file.
        maximise: Whether the objective that people gave is maximised; c is that objective, or the one to be minimised with its
            sign turned round.
        about: Comments for the head of the file.

    Raises:
        TimedOut: A deadline passed meanwhile.
    """
    sign = 1.0 if form is ProgramForm.LP and maximise else -1.0
    # Adding 0 makes -0 into 0.
    named = _Named(
        lp,
        _names(lp.column_names, "column"),
        _names(lp.row_names, "row"),
        sign * lp.costs + 0.0,
        sign * lp.constant + 0.0,
    )
    comments = [*about, *_direction(form, maximise), *_long_names(lp.column_names, named.columns)]
    comments += _long_names(lp.row_names, named.rows)
    if form is ProgramForm.MPS:
        lines = _mps(named)
        mark = "*"
    else:
        lines = _lp(named, "Maximize" if maximise else "Minimize")
        mark = "\\"
    head = (f"{mark} {_plain(comment)}" for comment in comments)
    return "".join(in_time(_parts(chain(head, lines))))


def _plain(comment: str) -> str:
    """Return a comment in one line of ASCII, whatever words of a case stand in it."""
    return " ".join(comment.split()).encode("ascii", "replace").decode()


def _parts(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines joined, many at a time."""
    part: list[str] = []
    for line in lines:
        part.append(line)
        if len(part) == PART:
            yield "\n".join([*part, ""])
            part.clear()
    yield "\n".join([*part, ""]) if part else ""


def _names(addresses: Sequence[str], kind: str) -> list[str]:
    """Return names for addresses: `column(7)` for the eighth where the address is longer than every reader takes."""
    names = map(name_in_file, addresses)
    return [name if len(name) <= LONGEST_NAME else f"{kind}({at})" for at, name in enumerate(names)]


def _long_names(addresses: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for address, name in zip(addresses, names, strict=True):
        if len(address) > LONGEST_NAME:
            yield f"{name} is {address}"


def _direction(form: ProgramForm, maximise: bool) -> Iterator[str]:
    """Yield what the objective of the file is to the one that people gave."""
    if form is ProgramForm.MPS and maximise:
        yield "This file is to be minimised: its objective is the one above with the sign turned round,"
        yield "so that what `madini solve` prints is minus the least value of this file."
    else:
        direction = "largest" if maximise else "least"
        yield f"What `madini solve` prints is the {direction} value of this file."


def _mps(named: _Named) -> Iterator[str]:
    """Yield the lines of a free MPS file, column by column."""
    lp = named.lp
    yield "NAME madini"
    yield "ROWS"
    yield f" N {OBJECTIVE}"
    for name, sense in zip(named.rows, lp.senses.tolist(), strict=True):
        yield f" {MPS_SENSES[sense]} {name}"
    yield "COLUMNS"
    matrix = lp.matrix
    order = np.argsort(matrix.index, kind="stable")
    rows = matrix.row_of_entry[order].tolist()
    values = matrix.value[order].tolist()
    ends = np.cumsum(np.bincount(matrix.index, minlength=matrix.shape[1])).tolist()
    first = 0
    for name, cost, end in zip(named.columns, named.costs.tolist(), ends, strict=True):
        # A column is named even if it is worth nothing and stands in no row: readers must know as many as Madini.
        if cost or first == end:
            yield f" {name} {OBJECTIVE} {cost!r}"
        for at in range(first, end):
            yield f" {name} {named.rows[rows[at]]} {values[at]!r}"
        first = end
    if named.has_constant:
        yield f" {CONSTANT} {OBJECTIVE} {named.constant!r}"
    yield "RHS"
    for name, side in zip(named.rows, lp.sides.tolist(), strict=True):
        if side:
            yield f" sides {name} {side!r}"
    if named.has_constant:
        yield "BOUNDS"
        yield f" FX bounds {CONSTANT} 1.0"
    yield "ENDATA"


def _lp(named: _Named, direction: str) -> Iterator[str]:
    """Yield the lines of an LP file, a term on each."""
    lp = named.lp
    yield direction
    yield f" {OBJECTIVE}:"
    for name, cost in zip(named.columns, named.costs.tolist(), strict=True):
        yield _term(cost, name)
    if named.has_constant:
        yield _term(named.constant, CONSTANT)
    yield "Subject To"
    columns = lp.matrix.index.tolist()
    values = lp.matrix.value.tolist()
    starts = lp.matrix.start.tolist()
    # A row must name a column, also one that holds whatever is done.
    any_column = named.columns[0] if named.columns else CONSTANT
    for row, (name, sense, side) in enumerate(zip(named.rows, lp.senses.tolist(), lp.sides.tolist(), strict=True)):
        yield f" {name}:"
        for at in range(starts[row], starts[row + 1]):
            yield _term(values[at], named.columns[columns[at]])
        if starts[row] == starts[row + 1]:
            yield _term(0.0, any_column)
        yield f" {LP_SENSES[sense]} {side!r}"
    if named.has_constant:
        yield "Bounds"
        yield f" {CONSTANT} = 1.0"
    yield "End"


def _term(value: float, name: str) -> str:
    sign = "-" if value < 0 else "+"
    return f" {sign} {abs(value)!r} {name}"
