"""Runs of processes that print figures."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}

Figures = dict[str, Any]


def run(command: list[str]) -> Figures:
    """Run a process and return the figures it prints; end everything if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT, check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not found:
        sys.exit(f"{' '.join(command[1:4])} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}")
    figures: Figures = json.loads(found[-1].removeprefix("RESULT "))
    return figures


def ours(folder: Path, *more: str) -> Figures:
    """Run one answer of ours."""
    return run([sys.executable, "-m", "benchmarks.ours", str(folder), *more])
