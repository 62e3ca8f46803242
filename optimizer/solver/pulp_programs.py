"""The two programs that PuLP runs, given every digit of the program and asked for nothing but a status and a basis.

PuLP 3.3 writes 12 or 13 digits of a number, which can turn rows that agree into rows that contradict one another, and reads no
basis. So the two files are written and read here; the model, where the program is, and its options are PuLP's.
"""

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pulp
from pulp import constants

MPS_SENSES = {constants.LpConstraintLE: "L", constants.LpConstraintEQ: "E", constants.LpConstraintGE: "G"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """The files that one run of a program reads and writes.

    Attributes:
        given: The model.
        answer: How it ended.
        basis: The basis, where it is not part of the answer.
        row_count: Number of rows of the model.
    """

    given: Path
    answer: Path
    basis: Path
    row_count: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        words: PuLP's status of the model and of its solution.
        basic_columns: Positions of the columns that are basic.
        basic_rows: Positions of the rows whose activity is.
    """

    words: tuple[int, int]
    basic_columns: Iterable[int]
    basic_rows: Iterable[int]


class FileProgram(pulp.LpSolver_CMD):  # type: ignore[misc] # PuLP ships no types.
    """A PuLP solver that is a program with a file of its own making on each side.

    Attributes:
        basic_columns: Names of the variables that are basic where it ended.
        basic_rows: Names of the constraints whose activity is.
    """

    def actualSolve(self, lp: pulp.LpProblem, **_: Any) -> int:  # noqa: N802 (PuLP's name)
        """Solve a PuLP model with all variables >= 0, to be maximised; keep the basis, and write the status into the model."""
        columns = lp.variables()
        rows = lp.constraints()
        names = list(self.create_tmp_files(lp.name, "mps", "sol", "bas"))
        given, answer, basis = map(Path, names)
        files = Exchange(given, answer, basis, len(rows))
        try:
            files.given.write_text("\n".join(mps_lines(lp, columns, rows)), encoding="utf-8")
            self._run(files)
            ended = self.read(files)
        finally:
            self.delete_tmp_files(*names)
        self.basic_columns = {columns[at].name for at in ended.basic_columns}
        self.basic_rows = {rows[at].name for at in ended.basic_rows}
        lp.assignStatus(*ended.words)
        return int(lp.status)

    def _run(self, files: Exchange) -> None:
        nowhere = subprocess.DEVNULL
        command = self.command(files)  # Nothing in it comes from a case.
        code = subprocess.run(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, check=False).returncode  # noqa: S603
        if code or not files.answer.exists():
            raise pulp.PulpSolverError(f"{self.path} ended with {code} and {'an' if files.answer.exists() else 'no'} answer")

    def command(self, files: Exchange) -> list[str]:
        """Return what to run."""
        raise NotImplementedError

    def read(self, files: Exchange) -> Ended:
        """Return how it ended."""
        raise NotImplementedError


class Cbc(FileProgram, pulp.PULP_CBC_CMD):  # type: ignore[misc]
    """CBC as it comes with PuLP."""

    def command(self, files: Exchange) -> list[str]:
        """Return the command of CBC: every option one word after a minus, its value the next word."""
        limit = [] if self.timeLimit is None else ["-sec", str(self.timeLimit)]
        options = [word for option in (*self.options, *self.getOptions()) for word in f"-{option}".split()]
        written = ["-solution", str(files.answer), "-basisO", str(files.basis)]
        return [self.path, str(files.given), "-max", *limit, *options, "-initialSolve", *written]

    def read(self, files: Exchange) -> Ended:
        """Read the status, and the basis as changes to the one of all rows: `XU column row` has one enter and the other leave."""
        entered = set()
        left = set()
        for line in files.basis.read_text(encoding="utf-8").splitlines() if files.basis.exists() else ():
            kind, *names = line.split()
            if kind in {"XU", "XL"}:
                entered.add(int(names[0][1:]))
                left.add(int(names[1][1:]))
            elif kind == "BS":
                entered.add(int(names[0][1:]))
        return Ended(self.get_status(files.answer), entered, set(range(files.row_count)) - left)


class Glpk(FileProgram, pulp.GLPK_CMD):  # type: ignore[misc]
    """The GLPK on this machine."""

    STATUSES: ClassVar = {
        "ff": constants.LpStatusOptimal,
        **dict.fromkeys(("nf", "ni", "nn", "nu"), constants.LpStatusInfeasible),
        "fn": constants.LpStatusUnbounded,
    }
    """Status by the letters of the primal and the dual solution: f feasible, n none exists, i not feasible, u undefined."""

    def command(self, files: Exchange) -> list[str]:
        """Return the command of GLPK, whose basis comes with its answer."""
        limit = [] if self.timeLimit is None else ["--tmlim", str(self.timeLimit)]
        return [self.path, "--freemps", str(files.given), "--max", "-w", str(files.answer), *limit, *self.options]

    def read(self, files: Exchange) -> Ended:
        """Read the answer: a line `s` with the status, then `i` for each row and `j` for each column, `b` where it is basic."""
        status = constants.LpStatusNotSolved
        basic: dict[str, set[int]] = {"i": set(), "j": set()}
        for line in files.answer.read_text(encoding="utf-8").splitlines():
            kind, *cells = line.split()
            if kind == "s":
                status = self.STATUSES.get(cells[3] + cells[4], constants.LpStatusNotSolved)
            elif kind in basic and cells[1] == "b":
                basic[kind].add(int(cells[0]) - 1)
        solution = constants.LpStatusToSolution.get(status, constants.LpSolutionNoSolutionFound)
        return Ended((status, solution), basic["j"], basic["i"])


def mps_lines(lp: pulp.LpProblem, columns: Sequence[pulp.LpVariable], rows: Sequence[pulp.LpConstraint]) -> Iterable[str]:
    """Return a model as lines of an MPS file with every digit: columns `c0`.., rows `r0`.. by position."""
    entries: dict[str, list[str]] = {column.name: [] for column in columns}
    for at, row in enumerate(rows):
        for column, value in row.items():
            entries[column.name].append(f"r{at}  {value!r}")
    yield "NAME  program"
    yield "ROWS"
    yield " N  worth"
    for at, row in enumerate(rows):
        yield f" {MPS_SENSES[row.sense]}  r{at}"
    yield "COLUMNS"
    for at, column in enumerate(columns):
        yield f" c{at}  worth  {lp.objective.get(column, 0.0)!r}"
        yield from (f" c{at}  {entry}" for entry in entries[column.name])
    yield "RHS"
    for at, row in enumerate(rows):
        yield f" sides  r{at}  {-row.constant!r}"
    # Where nothing is worth anything PuLP adds a variable to the objective, which its bounds hold at 0.
    fixed = [f" FX bounds  c{at}  {column.upBound!r}" for at, column in enumerate(columns) if column.upBound is not None]
    yield from (["BOUNDS", *fixed] if fixed else [])
    yield "ENDATA"
    yield ""
