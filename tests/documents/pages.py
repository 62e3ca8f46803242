"""The code blocks of a Markdown page, and the commands of a console block."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNPUBLISHED = {"CHANGELOG.md"}
"""Pages about the past: what they quote need not be so any more."""

FENCE = re.compile(r"^```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DIRECTIVE = re.compile(r"^<!-- (?P<kind>run|not run): (?P<text>.*?) -->$", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
COMMAND_NAMES = ("madini", "make", "docker", "python", "pip", "grpcurl", "git", ".venv/")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page, or a directive that stands before one in a comment.

    Attributes:
        start: Position of its text in the page.
        language: `console`, `python`, ...; `run` for commands of the test that readers do not see;
            `not run` for the reason why the next block is not run.
        text: What is between the fences.
    """

    start: int
    language: str
    text: str


@dataclass(slots=True)
class Command:
    """A command of a console block.

    Attributes:
        typed: What is typed, continued lines joined as the shell would.
        shown: The lines that the page shows below it; none if it shows no output.
    """

    typed: str
    shown: list[str] = field(default_factory=list)


def pages() -> list[Path]:
    """Return every Markdown page of the project that speaks of today, in the order of their paths."""
    folders = ("", "docs", "data/*", "tests/cases", "benchmarks")
    found = [page for folder in folders for page in ROOT.glob(f"{folder}/*.md".lstrip("/"))]
    return sorted(page for page in found if page.name not in UNPUBLISHED)


def blocks(page: str) -> list[Block]:
    """Return the blocks and directives of a page in their order; empty if it has none."""
    fenced = [Block(found.start("text"), found["language"], found["text"]) for found in FENCE.finditer(page)]
    directed = [Block(found.start("text"), found["kind"], found["text"]) for found in DIRECTIVE.finditer(page)]
    return sorted([*fenced, *directed], key=lambda block: block.start)


def commands(text: str) -> list[Command]:
    """Return the commands of a console block.

    Raises:
        ValueError: The block shows output before any command.
    """
    found: list[Command] = []
    for line in text.splitlines():
        continued = found and found[-1].typed.endswith("\\")
        if line.startswith(PROMPT):
            found.append(Command(line.removeprefix(PROMPT)))
        elif continued and not found[-1].shown:
            found[-1].typed += f"\n{line}"
        elif found:
            found[-1].shown.append(line)
        else:
            raise ValueError(f"a console block starts without a command: {line}")
    return found


def indented_commands(page: str) -> list[str]:
    """Return indented lines that look like commands: they belong in a console block, where they are run."""
    outside = FENCE.sub("", page)
    return [line for line in outside.splitlines() if line.startswith("    ") and line.strip().startswith(COMMAND_NAMES)]
