"""Every code block of every document runs, and prints what the document shows.

`MADINI_UPDATE_GOLDEN=1` writes outputs anew that are shown whole; then read the difference.
"""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.client.embedded import EmbeddedServer
from tests.client.golden import UPDATE
from tests.documents.pages import ROOT, Block, Command, blocks, commands, indented_commands, pages
from tests.documents.shell import ELLIPSIS, Ran, Shell, agrees
from tests.service.serving import free_port

PAGES = {str(page.relative_to(ROOT)): page for page in pages()}
RUN_HERE = {"console", "python", "run"}
READ_HERE = {"json": json.loads, "toml": tomllib.loads}
RUN_ELSEWHERE = {
    "csv": "tests/cases/test_page.py, tests/cases/test_builds_page.py",
    "js": "tests/foreign/test_node.py",
    "sh": "tests/kenya",
}
MAKE = re.compile(r"^make (?P<target>[a-z-]+)( [A-Z_]+=\S+)?$")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server for the commands that name none."""
    with EmbeddedServer("--workers", "1") as running:
        yield running.address


def _to_run(page: str, folder: Path) -> list[tuple[Command, Block | None]]:
    """Return the commands of a page with the block whose text shows their output, None for what readers do not see.

    A Python block is written to a file; the block of `text` right after it shows what it prints.
    """
    found: list[tuple[Command, Block | None]] = []
    reason_before = False
    every = blocks(page)
    for at, block in enumerate(every):
        skipped, reason_before = reason_before, block.language == "not run"
        if skipped or block.language not in RUN_HERE:
            continue
        if block.language == "python":
            (folder / f"block{at}.py").write_text(block.text)
            after = every[at + 1] if at + 1 < len(every) and every[at + 1].language == "text" else None
            shown = after.text.splitlines() if after else []
            found.append((Command(f"python {folder}/block{at}.py", shown), after or block))
        elif block.language == "run":
            found.append((Command(block.text), None))
        else:
            found += [(command, block) for command in commands(block.text)]
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", PAGES)
def test_every_command_prints_what_the_page_shows(name: str, server: str, tmp_path: Path) -> None:
    """A reader who types what the page says sees what it shows; what shows nothing at least succeeds."""
    page = PAGES[name].read_text(encoding="utf-8")
    to_run = [pair for pair in _to_run(page, tmp_path) if not MAKE.match(pair[0].typed)]
    if not to_run:
        return
    ran = Shell(tmp_path, server).run([command for command, _ in to_run], free_port())
    if os.environ.get(UPDATE) == "1":
        PAGES[name].write_text(_rewritten(page, to_run, ran), encoding="utf-8")
        to_run = [pair for pair in _to_run(PAGES[name].read_text(encoding="utf-8"), tmp_path) if not MAKE.match(pair[0].typed)]

    wrong = [_told(command, done) for (command, _), done in zip(to_run, ran, strict=True) if not _as_shown(command, done)]
    assert not wrong, "\n\n".join(wrong)


def _as_shown(command: Command, done: Ran) -> bool:
    is_program = command.typed.startswith("python ")
    if command.shown:
        return done.shows(command.shown) and (done.code == 0 or not is_program)
    return done.code == 0 and not (is_program and done.out)


def _told(command: Command, done: Ran) -> str:
    return f"$ {command.typed}\n[exit {done.code}]\n{done.err}{done.out}\n--- the page shows\n" + "\n".join(command.shown)


def _rewritten(page: str, to_run: list[tuple[Command, Block | None]], ran: list[Ran]) -> str:
    """Return the page with the outputs that it shows whole as they are now."""
    edits = []
    for (command, block), done in zip(to_run, ran, strict=True):
        if block is None or not command.shown or ELLIPSIS in command.shown or _as_shown(command, done):
            continue
        old = "\n".join(command.shown)
        typed_at = max(page.find(command.typed, block.start), block.start)
        edits.append((page.index(old, typed_at), old, done.out.rstrip("\n")))
    for start, old, new in reversed(edits):
        page = page[:start] + new + page[start + len(old) :]
    return page


@pytest.mark.parametrize("name", PAGES)
def test_no_block_is_left_out(name: str) -> None:
    """Each block is of a kind that is run or read here, or run in the test named above; commands stand in such blocks."""
    page = PAGES[name].read_text(encoding="utf-8")
    every = blocks(page)
    for at, block in enumerate(every):
        if block.language in READ_HERE:
            READ_HERE[block.language](block.text)
        elif block.language == "text":
            assert every[at - 1].language in ("python", "js"), f"{name} shows an output of nothing: {block.text[:60]}"
        elif block.language == "not run":
            assert len(block.text.split()) > 3, f"{name} leaves out a block without a reason"
        else:
            assert block.language in {*RUN_HERE, *RUN_ELSEWHERE}, (
                f"{name} has a block of a kind that nothing runs: {block.text[:60]}"
            )
    assert indented_commands(page) == []


def test_every_make_target_that_a_page_names_exists() -> None:
    """`make` in a page is not run here, for it installs things, but it knows what to do."""
    typed = {
        command.typed
        for page in PAGES.values()
        for block in blocks(page.read_text())
        if block.language == "console"
        for command in commands(block.text)
    }
    targets = sorted({found["target"] for line in typed if (found := MAKE.match(line))})

    assert {"demo", "test", "check"} <= set(targets)
    for target in targets:
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)  # noqa: S607 - from the path, as typed
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("shown", "printed", "agree"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b"], True),
        (["...", "b"], ["a", "b"], True),
        (["a", "...", "c"], ["a", "b", "b", "c"], True),
        (["a", "...", "c"], ["a", "b"], False),
        (["b"], ["a"], False),
    ],
)
def test_lines_agree_but_for_what_is_left_out(shown: list[str], printed: list[str], agree: bool) -> None:
    """Three dots stand for any lines, and only for whole ones."""
    assert agrees(shown, printed) is agree
