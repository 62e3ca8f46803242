"""`madini export`: the linear program of a case as a file for any other solver."""

import gzip
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from optimizer.client import exit_codes
from optimizer.client.commands import Asked, Connection, connected, local_tables
from optimizer.client.given import PROGRAM_FORMS
from optimizer.client.output import say, working
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.v1.service_pb2 import ExportProgramResponse

PACKED = ".gz"
USUAL = "mps"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a program is written, as typed.

    Attributes:
        file: The file; None = standard output.
        form: `mps` or `lp`; None = as the file ends, or MPS.
    """

    file: Path | None = None
    form: str | None = None

    @property
    def is_packed(self) -> bool:
        """Whether the file is to stay packed by gzip."""
        return self.file is not None and self.file.suffix.lower() == PACKED

    def chosen_form(self) -> str:
        """Return the form of the file.

        Raises:
            InvalidCase: Neither the option nor the end of the file's name says it.
        """
        if self.form is not None or self.file is None:
            return self.form or USUAL
        name = self.file.with_suffix("") if self.is_packed else self.file
        ending = name.suffix.lower().removeprefix(".")
        if ending not in PROGRAM_FORMS:
            problem = "the name of the file does not tell its form"
            fix = "let it end in .mps or .lp (or that and .gz), or say --format mps or --format lp"
            raise InvalidCase([Violation("--output", "unknown-form", str(self.file), problem, fix)])
        return ending


def export(case: str, asked: Asked, target: Target, connection: Connection) -> int:
    """Write the linear program of a case and return the exit code."""
    form = target.chosen_form()
    changes = asked.changes()
    tables = local_tables(case)
    with connected(connection) as client, working(f"building {case}"):
        response = client.export(
            tables or case,
            form,
            scenario=asked.scenario,
            changes=changes,
            objective=asked.objective,
            timeout=connection.timeout,
        )
    if target.file is None:
        sys.stdout.write(gzip.decompress(response.file).decode("ascii"))
    else:
        _write(target.file, response.file if target.is_packed else gzip.decompress(response.file))
        size = f"{response.column_count:,} columns, {response.row_count:,} rows, {response.nonzero_count:,} coefficients"
        say(f"{target.file} written: {size}")
    say(_reading(response))
    return exit_codes.OK


def _reading(response: ExportProgramResponse) -> str:
    """Return how the objective of the file is read."""
    objective = response.provenance.objective
    if response.sign_turned:
        return f"an MPS file is minimised: the best {objective} is minus the optimum of this file"
    return f"the optimum of this file is that of the objective, {objective}"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or, on a full disk, not at all.

    Raises:
        InvalidCase: It cannot be written.
    """
    try:
        # A pipe or a device is written to, never replaced.
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as beside:
            written = Path(beside) / path.name
            written.write_bytes(content)
            written.replace(path)
    except OSError as error:
        problem = f"the file cannot be written: {error.strerror or error}"
        raise InvalidCase([Violation(str(path), "unwritable", "", problem, "name another with --output")]) from error
