"""What is generated from the declarations is in step with them, and every element of the contract is explained."""

import re
from itertools import takewhile
from pathlib import Path

import pytest

from optimizer.domain.tables import TABLES
from optimizer.wire.generate import DICTIONARY, MEASURES, PROTO, case_proto, data_dictionary, measure_list
from optimizer.work.methods import METHODS

PROTOS = sorted(PROTO.parent.glob("*.proto"))
ELEMENT = re.compile(
    r"\s*(?:message|enum|service|oneof|rpc|(?:optional |repeated )?[A-Za-z0-9_.]+ [a-z0-9_]+ = \d|[A-Z0-9_]+ = \d)"
)
WORDS = ("Units", "Presence", "Errors", "Retry")
UNCOMMENTED_BY_RULE = re.compile(r"\s*(?:syntax|package|import|option|reserved)\b")


def test_case_proto_is_in_step() -> None:
    """The committed file is what the declarations say."""
    assert case_proto() == PROTO.read_text(encoding="utf-8")


def test_the_data_dictionary_is_in_step() -> None:
    """So is the document."""
    assert data_dictionary() == DICTIONARY.read_text(encoding="utf-8")


def test_the_list_of_measures_is_in_step() -> None:
    """And the other one."""
    assert measure_list() == MEASURES.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PROTOS, ids=lambda path: path.name)
def test_every_element_of_the_contract_has_a_comment(path: Path) -> None:
    """Messages, fields, enums, values, services and methods: the line above each is a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    elements = [at for at, line in enumerate(lines) if ELEMENT.match(line) and not UNCOMMENTED_BY_RULE.match(line)]
    bare = [lines[at].strip() for at in elements if not lines[at - 1].strip().startswith("//")]
    assert [] == bare
    assert len(elements) > 10


@pytest.mark.parametrize("path", PROTOS, ids=lambda path: path.name)
def test_every_line_of_the_contract_is_known(path: Path) -> None:
    """Nothing escapes the test above: what is neither element, comment nor bracket is a heading."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() not in ("", "}") and not line.strip().startswith("//") and not UNCOMMENTED_BY_RULE.match(line):
            assert ELEMENT.match(line), line


def test_every_column_stands_in_the_data_dictionary() -> None:
    """With kind, unit, range, default and meaning."""
    text = data_dictionary()
    for table in TABLES.values():
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert table.description in section
        for column in table.columns:
            (line,) = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` |")]
            assert 7 == len(re.findall(r"(?<!\\)\|", line)), line
            assert column.description in line


def test_every_method_says_what_a_caller_must_know() -> None:
    """Units, presence, errors and retry, each on a line of its own above the method."""
    lines = (PROTO.parent / "service.proto").read_text(encoding="utf-8").splitlines()
    methods = [at for at, line in enumerate(lines) if line.startswith("  rpc ")]
    for at in methods:
        above = list(takewhile(lambda line: line.startswith("  // "), reversed(lines[:at])))
        told = [word for line in reversed(above) for word in WORDS if line.startswith(f"  // {word}: ")]
        assert list(WORDS) == told, lines[at]
    assert len(methods) == len(METHODS)
