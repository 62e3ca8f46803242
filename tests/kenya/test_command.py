"""The README's commands through the real command line and a real server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kenya import pages
from tests.kenya.solving import Kenya


def test_a_command_of_the_readme_prints_what_the_engine_gives(kenya: Kenya, tmp_path: Path) -> None:
    """`madini solve kenya --set ...` starts a server and answers with the plan of the in-process solve."""
    command = pages.all_commands()["2"]
    arguments = [word for address, value in command.sets for word in ("--set", f"{address}={value}")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MADINI_")}
    done = subprocess.run(
        [sys.executable, "-m", "optimizer.client", "solve", "kenya", *arguments, "--no-rates", "--json"],
        env={**environment, "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)["plan"]
    assert plan["objective"] == pytest.approx(kenya.plan(command.scenario, command.sets).objective)
    made = next(made for made in plan["decisions"] if made["mineral"] == "rare-earths")
    assert made["processed"] > 0.0
