"""What the README of the case prints: its tables and its commands."""

import re
import shlex
from typing import NamedTuple

from tests.kenya.solving import FOLDER, Sets

TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")


class Command(NamedTuple):
    """A command of the README: the scenario, the values set and the mark behind `#`."""

    scenario: str
    sets: Sets
    mark: str


def table(heading: str, first_column: str) -> list[dict[str, str]]:
    """Return the rows of the table under a heading whose first column has that name."""
    section = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert section, heading
    rows: list[dict[str, str]] = []
    names: list[str] = []
    for line in section[1].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[0] == first_column:
            names = cells
        elif not cells:
            names = []
        elif names and set(cells[0]) != {"-"}:
            rows.append(dict(zip(names, cells, strict=True)))
    assert rows, (heading, first_column)
    return rows


def commands() -> list[Command]:
    """Return every `madini solve kenya` command of the README."""
    found = []
    for line in re.findall(r"^madini solve kenya.*$", TEXT, re.MULTILINE):
        words, _, mark = line.partition("  # ")
        arguments = shlex.split(words)[3:]
        pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
        scenario = next((value for option, value in pairs if option == "--scenario"), "")
        sets = tuple((address, value) for address, _, value in (v.rpartition("=") for option, v in pairs if option == "--set"))
        found.append(Command(scenario, sets, mark.strip()))
    return found


def number(cell: str) -> float:
    """Return the number in a cell."""
    return float(cell.replace(",", "").replace("`", ""))


def decimals(cell: str) -> int:
    """Return how many decimals a cell prints."""
    return len(cell.partition(".")[2])


def printed(value: float, like: str) -> str:
    """Return a number as a cell prints it: as many decimals, thousands apart, with a sign if the cell has one."""
    text = f"{value:{'+' if like[0] in '+-' else ''},.{decimals(like)}f}"
    return text if float(text.replace(",", "")) else f"{0:.{decimals(like)}f}"
