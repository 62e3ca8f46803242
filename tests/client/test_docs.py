"""The pages on the command line and on calling from code say what is so."""

import json
import re
import shlex
from pathlib import Path

import typer
from google.protobuf import json_format

from optimizer.client.cli import app
from optimizer.client.exit_codes import MEANINGS
from optimizer.v1 import service_pb2

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [*DOCS.glob("*.md"), DOCS.parent / "README.md", *(DOCS.parent / "data").glob("*/README.md")]
COMMAND_LINE, FROM_CODE = DOCS / "command-line.md", DOCS / "calling-from-code.md"


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


def test_the_request_for_grpcurl_is_one() -> None:
    """The JSON in the page is a SolveRequest."""
    text = re.search(r"-d '(\{.*\})'", FROM_CODE.read_text(encoding="utf-8"))

    assert text is not None
    request = json_format.ParseDict(json.loads(text[1]), service_pb2.SolveRequest())
    assert request.source.case_name == "cases/tutorial"


def test_examples_quote_what_a_shell_would_expand() -> None:
    """zsh takes brackets and stars for patterns of file names, so every argument with one stands in quotes."""
    lines = [line for page in PAGES for block in _blocks(page, "console") for line in block.splitlines()]
    arguments = [word for line in lines if line.startswith("$ ") for word in shlex.split(line, comments=True, posix=False)]
    bare = [word for word in arguments if set("[]*?") & set(word) and word[0] not in "\"'"]

    assert len(arguments) > 100
    assert bare == []
