"""What people type, as what the client takes: changes from `--set` and `--changes`, and cases by name or folder."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.scenario import Change
from optimizer.wire.names import COLLECTIONS

OPERATIONS = ("set", "scale", "add")
# `cases/kenya` is the full name of a case on a server.
CHANGE_COLUMNS = ("address", "operation", "value")
EXAMPLE = "write ADDRESS=VALUE, for example demands[us-femn,1].price_per_unit=1200"


def parse_set(text: str) -> Change:
    """Return the change that `ADDRESS=VALUE` asks for; the address may hold `=` within brackets.

    Raises:
        InvalidCase: There is no `=` outside brackets, or nothing before it.
    """
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if letter == "=" and depth <= 0 and position:
            return Change(text[:position].strip(), "set", text[position + 1 :].strip())
    raise InvalidCase([Violation("--set", "bad-change", text, "this names no value", EXAMPLE)])


def one_scenario(scenarios: list[str] | None) -> str | None:
    """Return the scenario asked for, or None if none was.

    Raises:
        InvalidCase: There is more than one: which changes would win is no question a plan can answer.
    """
    if scenarios and len(scenarios) > 1:
        asked = ", ".join(map(repr, scenarios))
        fix = "run once for each scenario, or add to one with --set"
        raise InvalidCase([Violation("--scenario", "many-scenarios", asked, "a plan is of one scenario at a time", fix)])
    if scenarios:
        return scenarios[0]
    return None


def parse_content(text: str) -> tuple[str, float]:
    """Return mineral and tonnes per tonne of goods of `MINERAL=TONNES`.

    Raises:
        InvalidCase: There is no `=`, or no number behind it.
    """
    mineral, _, tonnes = text.partition("=")
    try:
        return mineral.strip(), float(tonnes)
    except ValueError:
        fix = "write MINERAL=TONNES, for example niobium=0.65"
        raise InvalidCase([Violation("--content", "bad-content", text, "this is no mineral and number", fix)]) from None


def read_changes(file: Path) -> list[Change]:
    """Return the changes of a CSV file with the columns address, operation (blank = set) and value.

    Raises:
        InvalidCase: With every line that cannot be read.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fix = "name a CSV file in UTF-8"
        raise InvalidCase([Violation(str(file), "unreadable", "", f"the file cannot be read: {reason}", fix)]) from error
    header = [name.strip() for name in lines[0]] if lines else []
    if sorted(header) != sorted(CHANGE_COLUMNS):
        fix = f"let the first line be {','.join(CHANGE_COLUMNS)}"
        raise InvalidCase([Violation(f"{file}, line 1", "bad-header", ",".join(header), "these are not the columns", fix)])
    violations: list[Violation] = []
    changes = list(_changes(file, header, lines[1:], violations))
    if violations:
        raise InvalidCase(violations)
    return changes


def _changes(file: Path, header: list[str], lines: Iterable[list[str]], violations: list[Violation]) -> Iterator[Change]:
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{file}, line {number}"
        if len(cells) != len(header):
            fix = 'put an address that holds a comma in quotes: "demands[us-femn,1].price_per_unit"'
            violations.append(Violation(where, "bad-row", ",".join(cells), f"{len(cells)} cells instead of 3", fix))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        operation = row["operation"] or "set"
        if operation not in OPERATIONS:
            fix = f"write one of {', '.join(OPERATIONS)}"
            violations.append(Violation(where, "bad-operation", operation, "there is no such operation", fix))
        elif not row["address"]:
            violations.append(Violation(where, "bad-change", "", "no address is given", "write table[key].column"))
        else:
            yield Change(row["address"], operation, row["value"])


def names_folder(case: str) -> bool:
    """Return whether a case is a folder of files here rather than the name of a case on the server."""
    if Path(case, "case.csv").is_file():
        return True
    return ("/" in case or "\\" in case) and (Path(case).is_dir() or not case.startswith(COLLECTIONS["case"]))
