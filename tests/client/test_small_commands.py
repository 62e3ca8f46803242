"""Commands that ask no server, what `validate` says, and completion."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from optimizer.client.render_cases import render_validation
from optimizer.domain.measures import known_measures
from optimizer.v1 import plan_pb2, service_pb2
from tests.client.conftest import Madini

COMMAND = [sys.executable, "-m", "optimizer.client"]


def test_measures_are_listed_without_a_server(madini: Madini) -> None:
    """Every name that an objective takes is there, with its unit and a sentence."""
    done = madini("measures", MADINI_SERVER="nowhere")
    names = [line.split()[0] for line in done.out.splitlines() if line.startswith("  ") and line.strip()]

    assert done.code == 0
    assert set(known_measures(("MINERAL",))) <= set(names)
    assert all(cell_len(line) <= 80 for line in done.out.splitlines())


@pytest.mark.parametrize("name", ["", "solve", "show", "help"])
def test_help_is_a_command_too(madini: Madini, name: str) -> None:
    """`madini help solve` is `madini solve --help`."""
    asked, usual = madini("help", *([name] if name else [])), madini(*([name] if name else []), "--help")

    assert (0, usual.out) == (asked.code, asked.out)


def test_help_of_an_unknown_command_names_the_mistake(madini: Madini) -> None:
    """As typing it would."""
    done = madini("help", "slove")

    assert done.code == 2
    assert "No such command 'slove'" in done.err


def test_an_infeasible_case_is_not_said_to_be_solvable(madini: Madini) -> None:
    """A case can keep every rule of its tables and have no plan."""
    impossible = ("--set", "demands[us-ferroniobium,1].min_per_year=150", "--set", "supplies[niobium].max_per_year=1")
    valid, solved = madini("validate", "tutorial", *impossible), madini("solve", "tutorial", *impossible)

    assert "No plan" in solved.out
    assert "can be solved" not in valid.out
    assert "keeps every rule of the tables" in valid.out


def test_warnings_that_say_the_same_are_told_once() -> None:
    """26 rows without a source are two lines with the first keys; another kind keeps its own line."""
    places = [f"demands[buyer-{number},1].price_per_unit" for number in range(26)]
    same = plan_pb2.Violation(
        address=places[0], rule="no-source", problem="no source", fix="name one", count=26, others=places[1:]
    )
    other = plan_pb2.Violation(address="lanes[port].to", rule="dead-end", problem="it ends nowhere", fix="lead it on")
    text = render_validation(service_pb2.ValidateCaseResponse(valid=True, warnings=[same, other]), 80, "kenya")

    assert "27 warnings" in text
    assert "26 rows of demands, price_per_unit: no source; name one [no-source]" in text
    assert "buyer-0,1; buyer-1,1; buyer-2,1 and 23 more (--json lists all)" in text
    assert "lanes[port].to: it ends nowhere; lead it on [dead-end]" in text
    assert len(text.splitlines()) < 9


def test_json_gives_zeros_and_leaves_out_what_is_not_given(madini: Madini) -> None:
    """`.exportedRaw` of a mineral of which nothing is exported is 0, not null; an unlimited reserve has no `left`."""
    decision = json.loads(madini("solve", "tutorial", "--json", "--no-rates").out)["plan"]["decisions"][0]

    assert (0, 0) == (decision["processed"], decision["tailings"])
    assert "left" not in decision


@pytest.mark.parametrize(("words", "offered"), [("madini so", "solve"), ("madini show kenya tarif", "tariffs")])
def test_the_shell_completes_commands_and_tables(words: str, offered: str) -> None:
    """As bash asks for it."""
    asked = {"_MADINI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    done = subprocess.run(COMMAND, env={**os.environ, **asked}, capture_output=True, text=True)

    assert offered in done.stdout.split()


def test_the_makefile_ends_the_demo_with_the_next_command() -> None:
    """The command after `make demo` can be typed as it is printed: it is where the demo installed it."""
    root = Path(__file__).parents[2]
    steps = subprocess.run(["make", "-n", "demo"], cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S607
    typed = [line.split("'")[1] for line in steps.splitlines() if "echo '  .venv/bin/madini" in line]

    assert [".venv/bin/madini solve kenya --scenario agoa-throughout"] == [line.strip() for line in typed]
    assert "source .venv/bin/activate" in steps
