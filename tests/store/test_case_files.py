"""Cases as folders of CSV files."""

import stat
from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.case import Case
from optimizer.domain.tables import TABLES
from optimizer.problem.build import build_problem, check_case
from optimizer.store.case_files import read_case_folder, write_case_folder
from tests.domain.every_table import EVERY_TABLE
from tests.domain.rows import DATA, TUTORIAL, read_rows, write_rows

Found = list[tuple[str, str, str]]


def folder_with(tmp_path: Path, **files: bytes) -> Path:
    """Return a copy of the tutorial with files exchanged."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    return folder


def found(folder: Path) -> Found:
    """Return what reading finds wrong."""
    return sorted((violation.address, violation.rule, violation.value) for violation in read_case_folder(folder).violations)


def assert_equal_cases(expected: Case, actual: Case) -> None:
    """Fail unless two cases hold the same rows and values."""
    assert expected.node_values == actual.node_values
    for name, table in TABLES.items():
        assert expected[name].keys == actual[name].keys, name
        for column in table.columns:
            np.testing.assert_array_equal(expected[name][column.name], actual[name][column.name], f"{name}.{column.name}")


@pytest.mark.parametrize("name", ["tutorial", "kenya"])
def test_shipped_cases_break_no_rule(name: str) -> None:
    """What is shipped can be planned with."""
    violations, _ = check_case(read_case_folder(DATA / name))
    assert () == violations


def test_a_folder_is_read_as_its_rows() -> None:
    """Files add nothing to what stands in them."""
    assert_equal_cases(read_rows(TUTORIAL).case, read_case_folder(DATA / "tutorial").case)


def test_headers_may_stand_in_any_order_and_lack_what_is_not_required(tmp_path: Path) -> None:
    """A column that is not there is blank, and holds its default."""
    folder = folder_with(tmp_path, lanes=b"to,from_site,id\nport,mine,mine-port\nus,port,port-us\ncn,port,port-cn\n")
    read = read_case_folder(folder)
    assert () == read.violations
    assert ([0.0] * 3, ["cn", "us"]) == (read.case["lanes"]["freight_per_tonne"].tolist(), read.case["lanes"]["to"].tolist()[1:])


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    """Spreadsheets write one."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert_equal_cases(read_rows(TUTORIAL).case, read_case_folder(folder).case)


def test_line_endings_do_not_matter(tmp_path: Path) -> None:
    """Nor does a last line without one."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
    assert_equal_cases(read_rows(TUTORIAL).case, read_case_folder(folder).case)


def test_blank_lines_and_spaces_around_cells_are_nothing(tmp_path: Path) -> None:
    """They are skipped and stripped, in the header too."""
    folder = folder_with(tmp_path, minerals=b"\n id , name \n\n gold , Gold \n , \n,\n")
    read = read_case_folder(folder)
    assert ((), ("gold",), ["Gold"]) == (
        read.violations,
        read.case["minerals"].keys[:1],
        read.case["minerals"]["name"].tolist()[:1],
    )


def test_text_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    """As CSV has it; the line named is the one on which the row ends."""
    folder = folder_with(tmp_path, sources=b'id,citation\ninvented,"Au, ""the"" metal\nof kings"\n,x\n')
    read = read_case_folder(folder)
    assert 'Au, "the" metal\nof kings' == read.case["sources"]["citation"][read.case["sources"].rows["invented"]]
    assert [("sources.csv line 4.id", "missing-value", "")] == found(folder)


def test_ragged_lines(tmp_path: Path) -> None:
    """Short and long lines are reported; a short one is read as blank at its end, of a long one what fits is read."""
    folder = folder_with(tmp_path, minerals=b"id,name,unit\ngold\nsilver,Silver,kg,oz,lb\n")
    read = read_case_folder(folder)
    assert [
        ("minerals.csv line 2", "too-few-cells", "1 cells, 3 columns"),
        ("minerals.csv line 3", "too-many-cells", "5 cells, 3 columns"),
    ] == found(folder)
    minerals = read.case["minerals"]
    assert (["", "Silver"], ["t", "kg"]) == (
        minerals["name"].tolist()[:1] + minerals["name"].tolist()[-1:],
        [minerals["unit"][0], minerals["unit"][-1]],
    )


def test_columns_that_are_unknown_doubled_or_missing_are_reported_at_once(tmp_path: Path) -> None:
    """All three of one header, and the cells of the others besides."""
    folder = folder_with(tmp_path, resources=b"name,nmae,name,max_per_year\nPower,x,Power,many\n")
    assert [
        ("resources.csv", "duplicate-column", "name"),
        ("resources.csv", "missing-column", "id"),
        ("resources.csv", "unknown-column", "nmae"),
        ("resources.csv line 2.max_per_year", "not-a-number", "many"),
    ] == found(folder)


def test_files_that_are_unknown_are_reported(tmp_path: Path) -> None:
    """A misspelt table is not passed over; what is no CSV file is."""
    folder = folder_with(tmp_path, supplys=b"id\n")
    (folder / "README.md").write_text("about")
    assert [("supplys.csv", "unknown-table", "")] == found(folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b'id,name\ngold,"Au\n',
        b'id,name\ngold,"Au"x\n',
        b"id,name\ngold," + b"x" * 200_000 + b"\n",
    ],
    ids=["empty", "blank lines", "open quote", "text after quote", "endless cell"],
)
def test_a_file_that_cannot_be_read_is_one_violation(content: bytes, tmp_path: Path) -> None:
    """The other files are read all the same."""
    folder = folder_with(tmp_path, resources=content, stocks=b"site\nport\n")
    assert [("resources.csv", "unreadable-file", ""), ("stocks.csv", "missing-column", "material")] == found(folder)


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    """No rows is nothing wrong."""
    assert [] == found(folder_with(tmp_path, resources=b"id,name\n"))


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    """It cannot be read."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    (folder / "resources.csv").mkdir()
    assert [("resources.csv", "unreadable-file", "")] == found(folder)


def test_an_empty_folder_is_a_case_without_tables(tmp_path: Path) -> None:
    """What must be there is reported."""
    violations, _ = check_case(read_case_folder(tmp_path))
    assert {"case", "materials"} <= {violation.address for violation in violations if violation.rule == "missing-table"}


def test_reading_writes_nothing(tmp_path: Path) -> None:
    """A folder that may not be written to is read like any other, and stays as it is."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        build_problem(read_case_folder(folder))
    finally:
        folder.chmod(stat.S_IRWXU)
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["tutorial", "kenya"])
def test_a_shipped_case_is_written_and_read_back(name: str, tmp_path: Path) -> None:
    """Nothing is lost and nothing added."""
    read = read_case_folder(DATA / name)
    write_case_folder(tmp_path / "copy", dict(read.case.tables))
    again = read_case_folder(tmp_path / "copy")
    assert read.violations == again.violations
    assert_equal_cases(read.case, again.case)
    assert build_problem(read).digest == build_problem(again).digest


def test_a_case_of_every_table_is_written_and_read_back(tmp_path: Path) -> None:
    """Every column of every table survives."""
    read = read_rows(EVERY_TABLE)
    write_case_folder(tmp_path / "copy", dict(read.case.tables))
    again = read_case_folder(tmp_path / "copy")
    assert () == read.violations == again.violations
    assert_equal_cases(read.case, again.case)
    assert {f"{name}.csv" for name in TABLES} == {path.name for path in (tmp_path / "copy").iterdir()}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder that exists stays as it is."""
    (tmp_path / "case").mkdir()
    with pytest.raises(FileExistsError):
        write_case_folder(tmp_path / "case", {})
