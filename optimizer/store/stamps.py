"""Where cases are, and whether their files are still the same; reads no file, and imports nothing that does."""

import os
import re
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

CASES_VARIABLE = "MADINI_CASES"
# Ids that surely name a folder of the library itself, and not one above or below it.
CASE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")

# What differs when files differ; None = unknown, which is never the same as anything, not even itself.
Stamp = bytes | None


def default_cases_dir() -> Path:
    """Return the directory of cases: `MADINI_CASES`, else the one shipped with the package, else the source tree's `data`."""
    if named := os.environ.get(CASES_VARIABLE):
        return Path(named)
    shipped = Path(__file__).resolve().parents[1] / "data"
    if shipped.is_dir():
        return shipped
    return Path(__file__).resolve().parents[2] / "data"


def stamp_of(folder: Path) -> Stamp:
    """Return the stamp of a case's files, which changes when one is written, added, removed or replaced.

    It looks at what no program can put back: the number that the file system gave to a file, and when
    the file was last changed in any way. Time of writing and size alone stay as they were after
    `cp -p`, after a rename, and when a link leads elsewhere. None if a table cannot be looked at, such
    as a link to nothing, or if there is no folder.
    """
    try:
        with os.scandir(folder) as entries:
            tables = [(os.fsencode(entry.name), entry.stat()) for entry in entries if _is_table(entry)]
    except OSError:
        return None
    digest = sha256()
    for name, status in sorted(tables, key=itemgetter(0)):
        changed = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
        digest.update(repr((name, status.st_dev, status.st_ino, changed)).encode())
    return digest.digest()


def _is_table(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".csv")
