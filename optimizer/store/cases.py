"""The library of cases that a server offers: the folders of one directory."""

import os
from pathlib import Path

from optimizer.domain.errors import NotFound
from optimizer.domain.problem import ReadCase
from optimizer.store.case_files import read_case_folder

CASES_VARIABLE = "MADINI_CASES"


def default_cases_dir() -> Path:
    """Return the directory of cases: `MADINI_CASES`, else the one shipped with the package, else the source tree's `data`."""
    if named := os.environ.get(CASES_VARIABLE):
        return Path(named)
    shipped = Path(__file__).resolve().parents[1] / "data"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "data"


class CaseLibrary:
    """Cases by id. A case is read again when one of its files has changed; nothing is ever written."""

    def __init__(self, root: Path) -> None:
        """Open a directory; it need not exist yet."""
        self._root = root
        self._kept: dict[str, tuple[tuple[tuple[str, int, int], ...], ReadCase]] = {}

    def names(self) -> list[str]:
        """Return the ids of all cases: folders with a `case.csv`."""
        if not self._root.is_dir():
            return []
        return sorted(path.name for path in self._root.iterdir() if (path / "case.csv").is_file())

    def read(self, case_id: str) -> ReadCase:
        """Return a case as it stands on disk, with what reading found wrong.

        Raises:
            NotFound: No case has this id.
        """
        names = self.names()
        if case_id not in names:
            raise NotFound("case", case_id, names)
        folder = self._root / case_id
        files = sorted(path for path in folder.glob("*.csv"))
        stamp = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        kept = self._kept.get(case_id)
        if kept is None or kept[0] != stamp:
            kept = (stamp, read_case_folder(folder))
            self._kept[case_id] = kept
        return kept[1]
