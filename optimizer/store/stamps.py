"""Where cases are, and whether their files are still the same; reads no file, and imports nothing that does."""

import os
import re
from pathlib import Path

CASES_VARIABLE = "MADINI_CASES"
CASE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")
"""Ids that surely name a folder of the library itself, and not one above or below it."""

Stamp = tuple[tuple[str, int, int], ...]
"""Per file its name, time of its last change and size."""


def default_cases_dir() -> Path:
    """Return the directory of cases: `MADINI_CASES`, else the one shipped with the package, else the source tree's `data`."""
    if named := os.environ.get(CASES_VARIABLE):
        return Path(named)
    shipped = Path(__file__).resolve().parents[1] / "data"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "data"


def stamp_of(folder: Path) -> Stamp:
    """Return the stamp of a case's files, which changes when one is written, added or removed; empty if there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".csv")]
    except OSError:
        return ()
    return tuple(sorted((name, status.st_mtime_ns, status.st_size) for name, status in found))
