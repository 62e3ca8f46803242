"""The pages on the command line and on calling from code say what is so."""

import json
import os
import re
import shlex
from pathlib import Path

import pytest
import typer
from google.protobuf import json_format

from optimizer.client.cli import app
from optimizer.client.exit_codes import MEANINGS
from optimizer.v1 import service_pb2
from tests.client.conftest import Madini
from tests.client.golden import UPDATE

DOCS = Path(__file__).parents[2] / "docs"
COMMAND_LINE, FROM_CODE = DOCS / "command-line.md", DOCS / "calling-from-code.md"
SOLVED = "$ madini solve tutorial\n"
DIGEST = re.compile(r"  Digest +.*")


def _commands() -> dict[str, list[str]]:
    """Return the long options of every command."""
    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    return {
        name: [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        for name, command in commands.items()
    }


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_command_option_and_exit_code_is_described() -> None:
    """What can be typed can be read about."""
    page = COMMAND_LINE.read_text(encoding="utf-8")

    for name, options in _commands().items():
        assert f"## madini {name}\n" in page
        assert [option for option in options if f"`{option}" not in page] == []
    assert [f"| {code} | {meaning} |" for code, meaning in MEANINGS.items() if f"| {code} | {meaning} |\n" not in page] == []


def test_the_examples_can_be_typed() -> None:
    """Every option in an example exists."""
    commands = _commands()
    lines = [line for page in (COMMAND_LINE, FROM_CODE) for block in _blocks(page, "console") for line in block.splitlines()]
    typed = [shlex.split(line, comments=True) for line in lines if line.startswith("$ madini ")]

    assert len(typed) > 20
    for _, _, name, *arguments in typed:
        if name != "serve":
            assert {argument for argument in arguments if argument.startswith("--")} <= {*commands[name], "--no-rates"}


def test_the_tutorial_is_answered_as_the_page_shows(madini: Madini) -> None:
    """The page shows the real answer, but for the versions of what computed it."""
    page = COMMAND_LINE.read_text(encoding="utf-8")
    answer = madini("solve", "tutorial").out
    shown = next(block for block in _blocks(COMMAND_LINE, "console") if block.startswith(SOLVED))
    if os.environ.get(UPDATE) == "1":
        COMMAND_LINE.write_text(page.replace(shown, SOLVED + answer, 1), encoding="utf-8")
        shown = SOLVED + answer

    assert DIGEST.sub("", SOLVED + answer) == DIGEST.sub("", shown)


@pytest.mark.parametrize(("position", "printed"), [(0, "ordinary"), (1, "there is no such measure")])
def test_the_python_examples_run(position: int, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They run as they stand."""
    exec(compile(_blocks(FROM_CODE, "python")[position], str(FROM_CODE), "exec"), {})  # noqa: S102 - our own page

    assert printed in capsys.readouterr().out


def test_the_request_for_grpcurl_is_one() -> None:
    """The JSON in the page is a SolveRequest."""
    text = re.search(r"-d '(\{.*\})'", FROM_CODE.read_text(encoding="utf-8"))

    assert text is not None
    request = json_format.ParseDict(json.loads(text[1]), service_pb2.SolveRequest())
    assert request.source.case_name == "cases/tutorial"
