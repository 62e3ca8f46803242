"""Whether the files of a case are still the same: every way in which a file changes, without looking into it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.store.cases import CaseLibrary
from optimizer.store.stamps import stamp_of
from tests.domain.rows import TUTORIAL, write_rows

OLD, NEW = b"demands-old", b"demands-new"


def _same_size_and_time(folder: Path) -> None:
    """Write over a file, and put its time back, as `cp -p` and `rsync -t` do."""
    file = folder / "demands.csv"
    status = file.stat()
    file.write_bytes(NEW)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _renamed_over(folder: Path) -> None:
    """Put another file of the same size and time in its place."""
    file = folder / "demands.csv"
    status = file.stat()
    other = folder.parent / "other"
    other.write_bytes(NEW)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.rename(file)


def _folder_switched(folder: Path) -> None:
    """Let a link lead to another release, whose files have the same sizes and times."""
    release = folder.parent / "release-2"
    shutil.copytree(folder.resolve(), release, copy_function=shutil.copy2)
    link = folder.parent / "new"
    link.symlink_to(release)
    link.rename(folder)


def _table_link_switched(folder: Path) -> None:
    """Let a table that is a link lead elsewhere."""
    target = folder.parent / "shared-2"
    shutil.copy2(folder / "lanes.csv", target)
    link = folder.parent / "new"
    link.symlink_to(target)
    link.rename(folder / "lanes.csv")


def _added(folder: Path) -> None:
    (folder / "sites.csv").write_bytes(b"")


def _removed(folder: Path) -> None:
    (folder / "demands.csv").unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a case folder that is a link to a release, one of whose tables is a link."""
    release = tmp_path / "release-1"
    release.mkdir()
    (release / "demands.csv").write_bytes(OLD)
    (tmp_path / "shared-1").write_bytes(b"lanes")
    (release / "lanes.csv").symlink_to(tmp_path / "shared-1")
    (tmp_path / "case").symlink_to(release)
    return tmp_path / "case"


@pytest.mark.parametrize(
    "change",
    [_same_size_and_time, _renamed_over, _folder_switched, _table_link_switched, _added, _removed],
)
def test_every_change_is_seen(folder: Path, change: Callable[[Path], None]) -> None:
    """The stamp is another one afterwards, and stays as it is while nothing happens."""
    before = stamp_of(folder)
    assert before is not None
    assert stamp_of(folder) == before
    change(folder)

    assert stamp_of(folder) not in (before, None)


def test_what_cannot_be_looked_at_has_no_stamp(folder: Path) -> None:
    """A folder that is not there, and a table that is a link to nothing; other files do not matter."""
    assert stamp_of(folder / "none") is None
    (folder / "notes.txt").symlink_to("nowhere")
    assert stamp_of(folder) is not None
    (folder / "sites.csv").symlink_to("nowhere")
    assert stamp_of(folder) is None


def test_a_case_without_a_stamp_is_read_every_time(tmp_path: Path) -> None:
    """While one table is a broken link, changes of another are seen, and the broken one is reported."""
    write_rows(tmp_path / "one", TUTORIAL)
    (tmp_path / "one" / "sites.csv").symlink_to("nowhere")
    library = CaseLibrary(tmp_path)
    first = library.read("one")
    supplies = tmp_path / "one" / "supplies.csv"
    supplies.write_text(supplies.read_text().replace("2000", "2001"))
    second = library.read("one")

    assert [first.case["supplies"]["cost_per_unit"][1], second.case["supplies"]["cost_per_unit"][1]] == [2000, 2001]
    for read in (first, second):
        assert [(found.address, found.rule) for found in read.violations] == [("sites.csv", "unreadable-file")]
        assert "link" in read.violations[0].problem
