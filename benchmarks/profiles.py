"""Where the time of one answer goes, function by function."""

import cProfile
import pstats
from pathlib import Path
from typing import Any

from benchmarks.networks import network_case
from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.problem.build import build_problem
from optimizer.store.case_files import read_case_folder

SHOWN = 12
OPTIONS = AnswerOptions(rates=True, activities=True)


def profile_answer(folder: Path) -> list[dict[str, Any]]:
    """Return the functions that take most of an answer by themselves; profiling slows short functions of Python most."""
    answer(build_problem(network_case(6000)), OPTIONS)
    problem = build_problem(read_case_folder(folder))
    profile = cProfile.Profile()
    profile.runcall(answer, problem, OPTIONS)
    found = pstats.Stats(profile)
    total = found.total_tt  # type: ignore[attr-defined]
    rows = [
        {"function": _name(*place), "calls": calls, "seconds": own, "share": own / total}
        for place, (_, calls, own, _, _) in found.stats.items()  # type: ignore[attr-defined]
    ]
    return sorted(rows, key=lambda row: -row["seconds"])[:SHOWN]


def _name(file: str, line: int, function: str) -> str:
    if file == "~":
        return function.strip("{}<>").replace("built-in method ", "").replace("method ", "")
    return f"{Path(file).parent.name}/{Path(file).name}:{function}" if line else function
