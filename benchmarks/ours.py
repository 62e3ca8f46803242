"""One answer of ours, part by part, in a process of its own.

    python -m benchmarks.ours FOLDER [--plain | PROGRAM.npz]

Reads the case in a folder as a worker of the server does, answers it with rates and activities (without them if --plain), and
puts the answer on the wire. Prints one line of JSON: seconds of each part, seconds from the validated problem to the certified
solution, seconds from the folder to the explained answer (of the clock, and of the processor), and the memory above that of the
process at rest. With PROGRAM.npz only writes the arrays, for the rivals.
"""

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.networks import network_case
from optimizer.analyses import answer as answering
from optimizer.analyses.answer import AnswerOptions
from optimizer.formulation.build import build
from optimizer.problem.build import Problem, build_problem
from optimizer.solver import cold, warm
from optimizer.solver.highs import LoadedHighs
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import service_pb2
from optimizer.wire.answer import answer_to_proto
from optimizer.work.memory import map_large_blocks

OPTIONS = AnswerOptions(rates=True, activities=True)


class Stopwatch:
    """Adds up the time spent in functions, without what other watched functions spend inside them."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def part(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time is added to a part."""

        def watched(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            self._inside.append(0.0)
            try:
                return work(*arguments, **named)
            finally:
                spent = time.perf_counter() - started
                self.seconds[name] += spent - self._inside.pop()
                if self._inside:
                    self._inside[-1] += spent

        return watched

    def watch(self, owner: Any, function: str, name: str) -> None:
        """Watch a function of a module or class from now on."""
        setattr(owner, function, self.part(name, getattr(owner, function)))

    def reset(self) -> dict[str, float]:
        """Return what was added up, and start again."""
        seconds = dict(self.seconds)
        self.seconds.clear()
        return seconds


def watch_all(watch: Stopwatch) -> None:
    """Watch every part of an answer."""
    for owner, function, name in (
        (answering, "build", "building"),
        (Session, "solve", "reading back"),
        (LoadedHighs, "load", "passing"),
        (LoadedHighs, "run", "solving"),
        (LoadedHighs, "change_of_basics", "warm solves"),
        (cold, "choose_among_optimal", "tie rule"),
        (warm, "certify", "certificate"),
        (cold, "certify", "certificate"),
        (answering, "_activities", "decoding"),
        (answering, "measure_totals", "decoding"),
        (answering, "duty_totals", "decoding"),
        (answering, "_plan", "explaining"),
    ):
        watch.watch(owner, function, name)
    LoadedHighs.run = watch_tie_runs(LoadedHighs.run, watch)  # type: ignore[method-assign]


def watch_tie_runs(run: Callable[..., Any], watch: Stopwatch) -> Callable[..., Any]:
    """Return `run` with the warm runs told apart from the cold one: those of the tie rule and of explaining."""

    def told_apart(engine: LoadedHighs, *arguments: Any, **named: Any) -> Any:
        before = watch.seconds["solving"]
        found = run(engine, *arguments, **named)
        if not named.get("cold", True):
            watch.seconds["warm solves"] += watch.seconds["solving"] - before
            watch.seconds["solving"] = before
        return found

    return told_apart


def memory_bytes(line: str) -> int:
    """Return the memory that the process has (VmRSS) or had at most (VmHWM), without its parent's, which getrusage counts in."""
    found = re.search(rf"^{line}:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None  # noqa: S101 - Linux writes it.
    return int(found[1]) * 1024


def measure(folder: Path, options: AnswerOptions) -> dict[str, Any]:
    """Return the figures of one answer to the case in a folder."""
    answer_to_proto(answering.answer(build_problem(network_case(6000)), options)).SerializeToString()
    idle, watch = memory_bytes("VmRSS"), Stopwatch()
    started, busy = time.perf_counter(), time.process_time()
    read = watch.part("reading", read_case_folder)(folder)
    problem = watch.part("validating", build_problem)(read)
    watch_all(watch)
    result = answering.answer(problem, options)
    to_answer, cpu_seconds = time.perf_counter() - started, time.process_time() - busy
    if result.plan is None:
        raise SystemExit(f"there is no plan: {result.termination}")

    def over_the_wire() -> int:
        sent = answer_to_proto(result).SerializeToString()
        service_pb2.SolveResponse.FromString(sent)
        return len(sent)

    size = watch.part("wire", over_the_wire)()
    statistics = result.statistics
    return {
        "columns": statistics.column_count,
        "rows": statistics.row_count,
        "nonzeros": statistics.nonzero_count,
        "iterations": statistics.iteration_count,
        "objective": result.plan.objective,
        "to_solution": statistics.build_seconds + statistics.solve_seconds,
        "to_answer": to_answer,
        "cpu_seconds": cpu_seconds,
        "parts": watch.reset(),
        "answer_bytes": size,
        "peak_bytes": memory_bytes("VmHWM") - idle,
        "idle_bytes": idle,
    }


def write_arrays(problem: Problem, path: Path) -> dict[str, float]:
    """Write the arrays of a problem's program for the rivals; return the constant that their objectives lack."""
    lp = build(problem).lp
    lower, upper = lp.row_bounds
    matrix = lp.matrix
    np.savez(path, costs=lp.costs, start=matrix.start, index=matrix.index, value=matrix.value, lower=lower, upper=upper)
    return {"constant": lp.constant}


def main() -> None:
    """Measure, or write arrays."""
    map_large_blocks()
    folder = Path(sys.argv[1])
    given = sys.argv[2] if len(sys.argv) > 2 else ""
    if given.endswith(".npz"):
        figures = write_arrays(build_problem(read_case_folder(folder)), Path(given))
    else:
        figures = measure(folder, AnswerOptions() if given == "--plain" else OPTIONS)
    print("RESULT " + json.dumps(figures))


if __name__ == "__main__":
    main()
