"""A folder of CSV files: all of them or none."""

import errno
from pathlib import Path

import pandas as pd
import pytest

from optimizer.client.csv_folder import write_folder
from optimizer.domain.errors import InvalidCase

FRAMES = {"run": pd.DataFrame({"what": ["case"], "value": ["kenya"]}), "fates": pd.DataFrame(columns=["mineral", "fate"])}


def test_frames_are_files_and_other_files_stay(tmp_path: Path) -> None:
    """Folders are made; files of an earlier run are replaced; nothing else is left behind."""
    folder = tmp_path / "new" / "answer"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "run.csv").write_text("old", encoding="utf-8")

    assert write_folder(FRAMES, folder) == 2
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == {
        "notes.txt": "mine",
        "run.csv": "what,value\ncase,kenya\n",
        "fates.csv": "mineral,fate\n",
    }
    assert [file.name for file in folder.parent.iterdir()] == ["answer"]


def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up at the second file: the first is not moved in, and the error says why."""
    folder, write = tmp_path / "answer", pd.DataFrame.to_csv
    folder.mkdir()
    (folder / "run.csv").write_text("old", encoding="utf-8")

    def full(frame: pd.DataFrame, file: Path, **options: bool) -> None:
        if file.name == "fates.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(frame, file, **options)

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(InvalidCase) as caught:
        write_folder(FRAMES, folder)

    (found,) = caught.value.violations
    assert (found.address, found.rule) == (str(folder), "unwritable")
    assert "No space left on device" in found.problem
    assert [(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir()] == [("run.csv", "old")]
    assert [file.name for file in tmp_path.iterdir()] == ["answer"]


@pytest.mark.parametrize("inside", ["file", "file/answer"])
def test_what_is_no_folder_is_an_error(tmp_path: Path, inside: str) -> None:
    """A file in the way is left as it is."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidCase, match="cannot be written to"):
        write_folder(FRAMES, tmp_path / inside)

    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["mine"]
