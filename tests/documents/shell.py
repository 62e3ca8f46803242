"""Runs the commands of a page in one shell, one after the other, as a reader who follows it would."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.documents.pages import ROOT, Command

PORT_IN_PAGES = "50051"
PATIENCE_SECONDS = 280
LINKED = ("data", "protos", "docs", "tests", "benchmarks", "pyproject.toml")
VERSIONS = re.compile(r"\((Madini|HiGHS) [0-9.]+, (HiGHS|CBC by PuLP|GLPK by PuLP) [0-9.]+\)")
WRITTEN_BY = re.compile(r"written by Madini [0-9.]+[0-9]")
SECONDS = re.compile(r"answered in [0-9.]+ s")
ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and exited with."""

    code: int
    out: str
    err: str

    def shows(self, lines: list[str]) -> bool:
        """Return whether the lines are what was printed; a line `...` stands for any lines."""
        printed = (self.out, self.err, self.err + self.out, self.out + self.err)
        return any(agrees(lines, text.splitlines()) for text in printed)


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Return whether lines agree, where a shown `...` stands for any number of printed ones."""
    if not shown:
        return not printed
    first, *rest = shown
    if first == ELLIPSIS:
        return any(agrees(rest, printed[skipped:]) for skipped in range(len(printed) + 1))
    return bool(printed) and _plain(first) == _plain(printed[0]) and agrees(rest, printed[1:])


def _plain(text: str) -> str:
    """Return a text without what differs from machine to machine: versions, and how long something took."""
    plain = WRITTEN_BY.sub("written by some Madini", VERSIONS.sub("(versions)", text))
    return SECONDS.sub("answered in some seconds", plain)


class Shell:
    """A shell in a folder of its own that looks like a checkout, with `madini` on the path."""

    def __init__(self, folder: Path, server: str) -> None:
        """Prepare the folder; commands that name no server ask `server`."""
        self._server = server
        self.folder = folder / "checkout"
        self.folder.mkdir()
        self._prints = folder / "prints"
        self._prints.mkdir()
        for name in LINKED:
            (self.folder / name).symlink_to(ROOT / name)
        programs = folder / "bin"
        programs.mkdir()
        for name, arguments in (("python", ""), ("madini", "-m optimizer.client")):
            (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {arguments} "$@"\n')
            (programs / name).chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MADINI_")}
        self.environment = {
            **kept,
            "PATH": f"{programs}:{kept['PATH']}",
            "PYTHONPATH": str(ROOT),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "COLUMNS": "80",
        }

    def run(self, typed: list[Command], port: int) -> list[Ran]:
        """Return what each command did; what they leave in the background ends with the last of them.

        `port` is a free one, used where the pages say 50051.
        """
        lines = ["trap 'kill $(jobs -p) 2>/dev/null' EXIT"]
        for at, command in enumerate(typed):
            asks_own = any("no server is named" in line for line in command.shown)
            typed_here = command.typed.replace(PORT_IN_PAGES, str(port))
            lines += [
                "unset MADINI_SERVER" if asks_own else f"export MADINI_SERVER={self._server}",
                f"{{ {typed_here}\n}} >{self._prints}/{at}.out 2>{self._prints}/{at}.err </dev/null",
                f"echo $? >{self._prints}/{at}.code",
            ]
        script = self._prints / "script.sh"
        script.write_text("\n".join(lines) + "\n")
        subprocess.run(["/bin/bash", str(script)], cwd=self.folder, env=self.environment, timeout=PATIENCE_SECONDS, check=False)
        return [self._ran(at, port) for at in range(len(typed))]

    def _ran(self, at: int, port: int) -> Ran:
        code = self._prints / f"{at}.code"
        out, err = ((self._prints / f"{at}.{name}").read_text().replace(str(port), PORT_IN_PAGES) for name in ("out", "err"))
        return Ran(int(code.read_text()) if code.exists() else -1, out, err)
