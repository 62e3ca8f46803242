"""The page on writing a case shows what is in the files and what the program prints."""

import json
import re
from pathlib import Path

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.problem.build import build_problem
from optimizer.store.case_files import read_case_folder
from tests.cases.convert import PUBLISHED, names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "your-own-case.md").read_text(encoding="utf-8")
CASE = PUBLISHED / "mexss_steel" / "case"
HEADINGS = re.split(r"^###? ", PAGE, flags=re.MULTILINE)[1:]


def blocks(text: str, language: str) -> list[str]:
    """Return the content of the fenced blocks in a text."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def shown_tables() -> list[tuple[str, list[str]]]:
    """Return each file that a heading names, with the lines shown of it."""
    found = []
    for section in HEADINGS:
        files = re.findall(r"`([a-z_]+\.csv)`", section.splitlines()[0])
        found += list(zip(files, (block.splitlines() for block in blocks(section, "csv")), strict=True)) if files else []
    return found


def test_the_rows_shown_are_in_the_files() -> None:
    """Header and rows of every table are those of the case."""
    tables = shown_tables()
    assert len(tables) == len(blocks(PAGE, "csv"))
    for file, (header, *rows) in tables:
        lines = (CASE / file).read_text(encoding="utf-8").splitlines()
        assert header == lines[0], file
        assert rows, file
        assert set(rows) <= set(lines[1:]), file


def test_every_table_of_the_case_is_shown() -> None:
    """No table of the case goes unexplained."""
    assert {path.name for path in CASE.glob("*.csv")} == {file for file, _ in shown_tables()}


def test_the_examples_named_exist() -> None:
    """Every published case that the page points to is there."""
    table = PAGE.partition("## What this model does not need")[2].partition("\n## ")[0]
    pointed = set(re.findall(r"`((?:ampl|williams|planted|pds02)_\w+)`", table))

    assert pointed
    assert pointed <= set(names())


def test_the_figures_in_the_text_are_the_published_ones() -> None:
    """The optimum that the text tells is the published one, and the objective the one that the case gives."""
    plan = answer(build_problem(read_case_folder(CASE)), AnswerOptions()).plan
    published = json.loads((CASE.parent / "expected.json").read_text(encoding="utf-8"))["optimum"]

    assert plan is not None
    assert f"\nis {published} million dollars" in PAGE
    assert f"the objective to ten digits: {plan.objective:.6f}," in " ".join(PAGE.split())
