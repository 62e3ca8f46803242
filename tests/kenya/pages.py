"""The pages of the case: their tables and their commands, read, and written anew where figures moved."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.kenya.solving import FOLDER, Sets

Cells = dict[str, str]
RULE = re.compile(r"\|(-+\|)+")
COMMAND = re.compile(r"^madini solve kenya.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page: the scenario, the values set and the mark behind `#`."""

    scenario: str
    sets: Sets
    mark: str

    def __str__(self) -> str:
        """Return the line that is typed."""
        words = ["madini solve kenya"]
        words += [f"--scenario {self.scenario}"] if self.scenario else []
        words += [f"--set {shlex.quote(f'{address}={value}')}" for address, value in self.sets]
        return f"{' '.join(words)}  # {self.mark}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: page, heading of its section, and the name of its first column."""

    page: str
    heading: str
    first: str


def path_of(page: str) -> Path:
    """Return where a page is kept."""
    return FOLDER / page


def text_of(page: str) -> str:
    """Return a page."""
    return path_of(page).read_text(encoding="utf-8")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(place: Place) -> list[Cells]:
    """Return the rows of a table."""
    found: list[Cells] = []
    rewrite(place, lambda cells: found.append(cells) or cells)  # type: ignore[func-returns-value]
    assert found, place
    return found


def rewrite(place: Place, change: Callable[[Cells], Cells]) -> str:
    """Return the page of a table with its rows changed."""
    heading, names = "", []
    lines = text_of(place.page).split("\n")
    for at, line in enumerate(lines):
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if heading != place.heading or not line.startswith("|"):
            names = []
        elif not names:
            names = _cells(line)
        elif names[0] == place.first and not RULE.fullmatch(line):
            changed = change(dict(zip(names, _cells(line), strict=True)))
            lines[at] = f"| {' | '.join(changed.values())} |"
    return "\n".join(lines)


PAGES = ("README.md", "hub.md", "scenarios.md", "method.md")


@lru_cache(maxsize=1)
def all_commands() -> dict[str, Command]:
    """Return the commands of every page by their marks."""
    found: dict[str, Command] = {}
    for page in PAGES:
        of_page = commands(page)
        assert not found.keys() & of_page.keys(), page
        found |= of_page
    return found


def commands(page: str) -> dict[str, Command]:
    """Return the `madini solve kenya` commands of a page by their marks."""
    found = {}
    for line in COMMAND.findall(text_of(page)):
        words, _, mark = line.partition("  # ")
        arguments = shlex.split(words)[3:]
        pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
        scenario = next((value for option, value in pairs if option == "--scenario"), "")
        sets = tuple((address, value) for address, _, value in (v.rpartition("=") for option, v in pairs if option == "--set"))
        found[mark.strip()] = Command(scenario, sets, mark.strip())
    return found


def line_of(page: str, mark: str) -> str:
    """Return the line of a command as it stands in a page."""
    return next(line for line in COMMAND.findall(text_of(page)) if line.endswith(f"  # {mark}"))


def number(cell: str) -> float:
    """Return the number in a cell."""
    return float(cell.replace(",", "").replace("`", ""))


def printed(value: float, form: str) -> str:
    """Return a number in a format; what rounds to nothing has no sign."""
    text = format(value, form)
    return text if number(text) else format(0.0, form.replace("+", ""))


def headers(page: str) -> list[tuple[str, list[str]]]:
    """Return the tables of a page: heading of the section and names of the columns."""
    found: list[tuple[str, list[str]]] = []
    heading, inside = "", False
    for line in text_of(page).split("\n"):
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if line.startswith("|") and not inside:
            found.append((heading, _cells(line)))
        inside = line.startswith("|")
    return found
