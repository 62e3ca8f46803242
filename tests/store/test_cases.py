"""The library of cases that a server offers."""

import os
from pathlib import Path

import pytest

from optimizer.domain.errors import NotFound
from optimizer.store.cases import CaseLibrary
from optimizer.store.stamps import CASES_VARIABLE, default_cases_dir
from tests.domain.rows import DATA, TUTORIAL, write_rows


@pytest.fixture
def library(tmp_path: Path) -> CaseLibrary:
    """A library of two cases, and of files and folders that are none."""
    for name in ("one", "two"):
        write_rows(tmp_path / name, TUTORIAL)
    (tmp_path / "notes").mkdir()
    (tmp_path / "readme.txt").write_text("cases")
    return CaseLibrary(tmp_path)


def test_cases_are_folders_with_a_case_file(library: CaseLibrary) -> None:
    """In the order of their names."""
    assert ["one", "two"] == library.names()


@pytest.mark.parametrize("name", ["three", "notes", "", ".", "../one", "one/", "readme.txt"])
def test_an_unknown_case_is_not_found(library: CaseLibrary, name: str) -> None:
    """No name leads out of the directory."""
    with pytest.raises(NotFound) as caught:
        library.read(name)
    assert ("case", name, ("one", "two")) == (caught.value.kind, caught.value.name, caught.value.known)


def test_a_case_is_kept_until_a_file_changes(library: CaseLibrary, tmp_path: Path) -> None:
    """Reading again costs nothing; a changed, added or removed file is seen."""
    first = library.read("one")
    assert library.read("one") is first
    supplies = tmp_path / "one" / "supplies.csv"
    supplies.write_text(supplies.read_text().replace("2000", "2001"))
    os.utime(supplies, ns=(1, 1))
    second = library.read("one")
    assert [60.0, 2001.0] == second.case["supplies"]["cost_per_unit"].tolist()
    (tmp_path / "one" / "minerals.csv").write_text("id\ngold\n")
    third = library.read("one")
    assert "gold" in third.case["minerals"].rows
    (tmp_path / "one" / "minerals.csv").unlink()
    assert "gold" not in library.read("one").case["minerals"].rows
    assert [60.0, 2000.0] == first.case["supplies"]["cost_per_unit"].tolist()


def test_a_broken_case_is_read_with_what_is_wrong(library: CaseLibrary, tmp_path: Path) -> None:
    """Whether it can be used is for validation to say."""
    (tmp_path / "two" / "supplies.csv").write_text("id\nA\n")
    assert {"bad-id", "missing-column"} == {violation.rule for violation in library.read("two").violations}


def test_a_directory_that_is_not_there_holds_no_cases(tmp_path: Path) -> None:
    """It may come later."""
    library = CaseLibrary(tmp_path / "later")
    assert [] == library.names()
    write_rows(tmp_path / "later" / "one", TUTORIAL)
    assert ["one"] == library.names()


def test_the_library_never_writes(library: CaseLibrary, tmp_path: Path) -> None:
    """Files are as they were, and no others have come."""
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for name in library.names():
        library.read(name)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_shipped_cases_are_found() -> None:
    """Without a directory of one's own, those that come with the package."""
    if CASES_VARIABLE not in os.environ:
        assert DATA == default_cases_dir()
    assert {"kenya", "tutorial"} <= set(CaseLibrary(DATA).names())


def test_the_environment_names_another_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`MADINI_CASES` goes first."""
    monkeypatch.setenv(CASES_VARIABLE, str(tmp_path))
    assert tmp_path == default_cases_dir()


def test_a_named_pipe_is_no_table(library: CaseLibrary, tmp_path: Path) -> None:
    """It is not opened, for nobody may ever write to it; it is reported."""
    os.mkfifo(tmp_path / "one" / "sites.csv")
    (tmp_path / "two" / "nodes.csv").mkdir()

    for name, table in (("one", "sites.csv"), ("two", "nodes.csv")):
        (violation,) = library.read(name).violations
        assert (violation.address, violation.rule) == (table, "unreadable-file")
        assert "it is not a file but a" in violation.problem


def test_names_that_are_not_utf_8_are_shown_with_their_bytes(library: CaseLibrary, tmp_path: Path) -> None:
    """They are listed and can be asked for under the name they are shown by; a table of such a name is reported."""
    odd = os.fsdecode(b"caf\xe9")
    write_rows(tmp_path / odd, TUTORIAL)
    (tmp_path / odd / f"{odd}.csv").write_text("id\n")

    assert ["caf\\udce9", "one", "two"] == library.names()
    read = library.read("caf\\udce9")
    assert [("caf\\udce9.csv", "unknown-table")] == [(found.address, found.rule) for found in read.violations]
    with pytest.raises(NotFound):
        library.read(odd)


def test_a_case_that_cannot_be_reached_is_listed(library: CaseLibrary, tmp_path: Path) -> None:
    """A link to nothing, as a folder or as its `case.csv`, does not disappear in silence."""
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "case.csv").symlink_to("nowhere")

    assert ["gone", "half", "one", "two"] == library.names()
    for name in ("gone", "half"):
        problems = [found.problem for found in library.read(name).violations if found.rule.startswith("unreadable")]
        assert len(problems) == 1
        assert "which is not there" in problems[0]
