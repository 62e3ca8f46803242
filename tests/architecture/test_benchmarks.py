"""The benchmarks run: what they watch by name is there, and the optimum that was planted is reached on both sides."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks.explained import explain_network, write_explained

FEW_COLUMNS = 1_500
RACED = re.search(r"^highspy==(\S+)$", (Path(__file__).parents[2] / "constraints-bench.txt").read_text(), re.MULTILINE)


@pytest.mark.skipif(
    RACED is None or version("highspy") != RACED[1], reason="rivals race at the versions of constraints-bench.txt alone"
)
def test_the_race_of_explained_answers_runs_on_a_small_network(tmp_path: Path) -> None:
    """HiGHS alone and Madini, each in a process of its own, reach the planted optimum; speed is not judged here."""
    found = explain_network(tmp_path, FEW_COLUMNS, countries=3, raw=True, rounds=1)

    assert found["columns"] > 0
    assert {"building", "solving", "certificate", "explaining"} <= set(found["parts"])
    assert "| small | " in write_explained({"small": found})
