"""Times a certified plan of the Kenya case against PuLP's own solvers on the same linear program, in one run.

    make bench

Prints the median seconds of each, and ratios to PuLP with CBC and to PuLP's own HiGHS interface. Ours includes stating the
program in PuLP, passing it, solving it, choosing among optimal plans and the certificate; theirs stating, passing, solving and
reading back.
"""

import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pulp

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.problem import build_problem
from optimizer.formulation.build import build
from optimizer.formulation.model import state_model
from optimizer.formulation.program import LinearProgram
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder

CASE = Path(__file__).parents[1] / "data" / "kenya"
RUNS = 7


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some runs, after one to warm up."""
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def with_pulp(lp: LinearProgram, solver: pulp.LpSolver) -> Callable[[], object]:
    """Return the solve of the same program by one of PuLP's own solvers."""

    def work() -> object:
        model = state_model(lp, np.ones(lp.matrix.shape[1]), np.ones(lp.matrix.shape[0]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.lp.solve(solver)
        return [variable.varValue for variable in model.variables]

    return work


def main() -> None:
    """Print the table."""
    read = read_case_folder(CASE)
    problem = build_problem(read)
    lp = build(problem).lp
    ours = seconds(lambda: Session(lp, 0.01).solve())
    rows = [
        ("read the folder", seconds(lambda: read_case_folder(CASE))),
        ("validate and apply the scenario", seconds(lambda: build_problem(read))),
        ("formulate", seconds(lambda: build(problem))),
        ("solve and certify (ours)", ours),
        ("PuLP with its own HiGHS interface", seconds(with_pulp(lp, pulp.HiGHS(msg=False)))),
        ("PuLP with CBC", seconds(with_pulp(lp, pulp.PULP_CBC_CMD(msg=False)))),
        ("whole answer with rates and reasons", seconds(lambda: answer(problem, AnswerOptions(rates=True)))),
    ]
    print(f"Kenya: {lp.matrix.shape[1]} columns, {lp.matrix.shape[0]} rows, median of {RUNS} runs")
    for name, spent in rows:
        print(f"  {name:38} {1000 * spent:8.1f} ms   {spent / ours:6.2f} x ours")


if __name__ == "__main__":
    main()
