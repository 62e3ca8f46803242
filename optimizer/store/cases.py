"""The library of cases that a server offers: the folders of one directory."""

from pathlib import Path

from optimizer.domain.errors import NotFound
from optimizer.problem.build import ReadCase
from optimizer.store.case_files import read_case_folder
from optimizer.store.names import is_there, lost_link, printable
from optimizer.store.stamps import Stamp, stamp_of


class CaseLibrary:
    """Cases by id. A case is read again when one of its files has changed; nothing is ever written."""

    def __init__(self, root: Path) -> None:
        """Open a directory; it need not exist yet."""
        self._root = root
        self._kept: dict[str, tuple[Stamp, ReadCase]] = {}

    def names(self) -> list[str]:
        """Return the ids of all cases: folders with a `case.csv`, and links that should lead to one.

        A name that is not UTF-8 is shown with the bytes of it that are not, and known by that.
        """
        return sorted(self._folders())

    def read(self, case_id: str) -> ReadCase:
        """Return a case as it stands on disk, with what reading found wrong.

        Raises:
            NotFound: No case has this id.
        """
        folders = self._folders()
        if case_id not in folders:
            raise NotFound("case", case_id, sorted(folders))
        folder = folders[case_id]
        stamp = stamp_of(folder)
        kept = self._kept.get(case_id)
        if kept is None or stamp is None or kept[0] != stamp:
            kept = (stamp, read_case_folder(folder))
            self._kept[case_id] = kept
        return kept[1]

    def _folders(self) -> dict[str, Path]:
        if not self._root.is_dir():
            return {}
        return {printable(path.name): path for path in self._root.iterdir() if _is_case(path)}


def _is_case(path: Path) -> bool:
    return bool(lost_link(path)) or is_there(path / "case.csv")
