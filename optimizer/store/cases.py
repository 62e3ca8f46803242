"""The library of cases that a server offers: the folders of one directory."""

from pathlib import Path

from optimizer.domain.errors import NotFound
from optimizer.domain.problem import ReadCase
from optimizer.store.case_files import read_case_folder
from optimizer.store.stamps import Stamp, stamp_of


class CaseLibrary:
    """Cases by id. A case is read again when one of its files has changed; nothing is ever written."""

    def __init__(self, root: Path) -> None:
        """Open a directory; it need not exist yet."""
        self._root = root
        self._kept: dict[str, tuple[Stamp, ReadCase]] = {}

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
        stamp = stamp_of(folder)
        kept = self._kept.get(case_id)
        if kept is None or kept[0] != stamp:
            kept = (stamp, read_case_folder(folder))
            self._kept[case_id] = kept
        return kept[1]
