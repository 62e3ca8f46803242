"""Files as spreadsheets of other countries and other habits save them: one message says what was found and how to save."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.problem.build import check_case
from optimizer.store.case_files import read_case_folder
from tests.domain.rows import DATA, TUTORIAL, read_rows, write_rows
from tests.store.test_case_files import assert_equal_cases, folder_with

EXCEL = "set the decimal separator to a point, and save as 'CSV UTF-8 (comma delimited)'"


def separated(text: str, separator: str, *, decimal_commas: bool = False) -> str:
    """Return the text of a file with another separator, as a spreadsheet of another country writes it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for row in csv.reader(io.StringIO(text)):
        plain = [cell.replace(".", ",") if _is_decimal(cell) else cell for cell in row] if decimal_commas else row
        writer.writerow(plain)
    return out.getvalue()


def _is_decimal(cell: str) -> bool:
    whole, point, rest = cell.partition(".")
    return bool(point) and whole.isdigit() and rest.isdigit()


FORMS: dict[str, tuple[Callable[[str], bytes], str, str]] = {
    "semicolons": (lambda text: separated(text, ";").encode(), "its cells are separated by semicolons", EXCEL),
    "semicolons and decimal commas": (
        lambda text: separated(text, ";", decimal_commas=True).encode("utf-8-sig"),
        "its cells are separated by semicolons",
        EXCEL,
    ),
    "tabs": (lambda text: separated(text, "\t").encode(), "its cells are separated by tabs", EXCEL),
    "Unicode text": (
        lambda text: separated(text, "\t").encode("utf-16"),
        "the file is text in UTF-16, and its cells are separated by tabs",
        EXCEL,
    ),
    "UTF-16 without a mark": (
        lambda text: text.encode("utf-16-le"),
        "the file is text in UTF-16",
        "'CSV UTF-8 (comma delimited)'",
    ),
    "big UTF-16": (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "the file is text in UTF-16", "'CSV UTF-8"),
    "a title": (
        lambda text: f"Minerals of my country\n\n{text}".encode(),
        "line 1 stands above the column names",
        "let the column names be the first line",
    ),
    "a title of two lines": (
        lambda text: f'"Minerals, all",,,\nMarch 2027,,\n{text}'.encode(),
        "2 lines stand above the column names",
        "let the column names be the first line",
    ),
    "Excel's own mark": (
        lambda text: f"sep=;\n{separated(text, ';')}".encode(),
        "its cells are separated by semicolons, and line 1 stands above the column names",
        EXCEL,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_case_saved_in_another_form_is_one_message(form: str, tmp_path: Path) -> None:
    """All nine files of the tutorial are named together, nothing else is said, and no cell is read otherwise."""
    write, problem, fix = FORMS[form]
    folder = write_rows(tmp_path / "case", TUTORIAL)
    for path in folder.glob("*.csv"):
        path.write_bytes(write(path.read_text(encoding="utf-8")))

    read = read_case_folder(folder)
    violations, warnings = check_case(read)
    said = {violation.problem.removesuffix(", and numbers are written with decimal commas") for violation in violations}

    assert {problem} == said
    assert all(violation.rule == "file-form" and fix in violation.fix for violation in violations)
    assert () == warnings
    assert sum(_files(violation.address) for violation in violations) == len(list(folder.iterdir()))
    assert_equal_cases(read_rows(TUTORIAL).case, read.case)


def _files(address: str) -> int:
    named, _, more = address.partition(" and ")
    return len(named.split(", ")) + int(more.removesuffix(" more") or 0)


def test_only_files_with_decimal_commas_say_so(tmp_path: Path) -> None:
    """0,05 is a rate like 0.05 once the file's form is known; 1.234,5 is 1234.5."""
    content = b"id;max_per_year;cost_per_unit\npower;1.234,5;0,05\nwater;1000;2\n"
    read = read_case_folder(folder_with(tmp_path, resources=content))
    (violation,) = read.violations
    assert violation.problem == "its cells are separated by semicolons, and numbers are written with decimal commas"
    assert [(1234.5, 0.05), (1000.0, 2.0)] == [
        (float(read.case["resources"]["max_per_year"][row]), float(read.case["resources"]["cost_per_unit"][row]))
        for row in (0, 1)
    ]


def test_text_that_is_not_utf_8_is_read_as_windows_writes_it(tmp_path: Path) -> None:
    """The first line that tells is named, and the letters are the right ones."""
    read = read_case_folder(folder_with(tmp_path, minerals="id,name\ngold,Gold\nnb,Niobium für Stahl\n".encode("cp1252")))
    (violation,) = read.violations
    assert ("minerals.csv", "file-form") == (violation.address, violation.rule)
    assert violation.problem == "the file is text in Windows-1252, not UTF-8 (line 3)"
    assert "Niobium für Stahl" in read.case["minerals"]["name"].tolist()


def test_each_form_has_a_message_of_its_own(tmp_path: Path) -> None:
    """Two files with semicolons, one with tabs: two messages."""
    folder = folder_with(
        tmp_path, minerals=b"id;name\nau;Gold\n", resources=b"id\tname\npower\tPower\n", stocks=b"site;material\n"
    )
    assert {
        "minerals.csv, stocks.csv": "its cells are separated by semicolons",
        "resources.csv": "its cells are separated by tabs",
    } == {violation.address: violation.problem for violation in read_case_folder(folder).violations}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'id,name\ngold,"Au\n', "a double quote that opens a cell is never closed"),
        (b'id,name\ngold,"Au"x\n', "line 2 goes on after the double quote that closes a cell"),
        (b"id,name\ngold," + b"x" * 200_000 + b"\n", "line 2 holds a cell of more than 100000 letters"),
        (b"PK\x03\x04 and so on", "the file is a workbook or archive with another name"),
        (b"\xff\xfe\x00\xd8\x00\x00a", "the file is no text"),
        (b"\n\n", "the file has no header"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(content: bytes, said: str, tmp_path: Path) -> None:
    """No word of Python's."""
    (violation,) = read_case_folder(folder_with(tmp_path, resources=content)).violations
    assert ("resources.csv", "unreadable-file", said) == (violation.address, violation.rule, violation.problem)
    assert not any(word in str(violation) for word in ("codec", "utf-8", "Error", "0x", "delimiter"))


@pytest.mark.parametrize("tail", [",,", ", ,  ,"])
def test_columns_emptied_in_a_spreadsheet_are_nothing(tail: str, tmp_path: Path) -> None:
    """Commas at the ends of lines, with or without the header's, are ignored."""
    folder = write_rows(tmp_path / "case", TUTORIAL)
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(
            "".join(f"{line}{tail if line != lines[0] or len(tail) > 2 else ''}\n" for line in lines), encoding="utf-8"
        )
    read = read_case_folder(folder)
    assert () == read.violations
    assert_equal_cases(read_rows(TUTORIAL).case, read.case)


def test_a_column_without_a_name_is_nothing_if_it_is_empty(tmp_path: Path) -> None:
    """Else its first cell is shown."""
    assert () == read_case_folder(folder_with(tmp_path / "a", resources=b"id,,name\npower,,Power\n")).violations
    (violation,) = read_case_folder(folder_with(tmp_path / "b", resources=b"id,,name\npower,,Power\nwater,9,W\n")).violations
    assert ("resources.csv", "unnamed-column", "9") == (violation.address, violation.rule, violation.value)
    assert violation.problem == "column 2 holds cells and has no name"


def test_misspelt_columns_and_files_are_told_what_they_may_be(tmp_path: Path) -> None:
    """One name each, not the list of all."""
    folder = folder_with(tmp_path, resources=b"id,nmae\npower,Power\n", demand=b"id\n")
    assert [("demand.csv", "did you mean 'demands.csv'?"), ("resources.csv", "did you mean 'name'?")] == [
        (violation.address, violation.fix) for violation in read_case_folder(folder).violations
    ]


@pytest.mark.parametrize("name", ["tutorial", "kenya"])
def test_shipped_files_have_the_right_form(name: str) -> None:
    """Texts with semicolons, quotes and line breaks among them are not taken for another form."""
    assert () == read_case_folder(DATA / name).violations


def test_a_folder_that_is_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    """It is not an empty case."""
    (tmp_path / "case").symlink_to(tmp_path / "gone")
    (violation,) = read_case_folder(tmp_path / "case").violations
    assert ("case", "unreadable-folder") == (violation.address, violation.rule)
