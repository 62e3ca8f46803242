"""What rules of origin cost to build: Kenya and its regional hub, with and without them, in one process.

    python -m benchmarks.origins

Prints medians of processor time and ratios, best of several rounds in turn, so that a busy machine disturbs all alike.
"""

import statistics
import time
from pathlib import Path

from optimizer.domain.scenario import Change
from optimizer.formulation.build import build
from optimizer.problem.build import Problem, build_problem
from optimizer.store.case_files import read_case_folder

KENYA = Path(__file__).parents[1] / "data" / "kenya"
ROUNDS = 40
NO_RULES = Change("origin_rules[*].active", "set", "false")
ONE_ORIGIN = Change("supplies[*].origin_country", "set", "KE")


def problems() -> dict[str, Problem]:
    """Return what is built: the base and the hub, with and without rules, and the hub's feed called Kenyan."""
    read = read_case_folder(KENYA)
    return {
        "base, with rules": build_problem(read, ""),
        "base, without": build_problem(read, "", [NO_RULES]),
        "regional hub, with rules": build_problem(read, "regional-hub"),
        "regional hub, without": build_problem(read, "regional-hub", [NO_RULES]),
        "regional hub, feed called Kenyan": build_problem(read, "regional-hub", [ONE_ORIGIN, NO_RULES]),
    }


def main() -> None:
    """Measure and print."""
    asked = problems()
    spent: dict[str, list[float]] = {name: [] for name in asked}
    columns = {}
    for _ in range(ROUNDS):
        for name, problem in asked.items():
            started = time.process_time()
            columns[name] = build(problem).lp.matrix.shape[1]
            spent[name].append(time.process_time() - started)
    medians = {name: statistics.median(times) for name, times in spent.items()}
    for name, seconds in medians.items():
        print(f"{name:34} {1e3 * seconds:6.1f} ms  {columns[name]:6,} columns")
    for place, other in (("base", "base, without"), ("regional hub", "regional hub, without")):
        print(f"{place}: {medians[f'{place}, with rules'] / medians[other]:.2f} x the time without rules")
    whole = medians["regional hub, with rules"] / medians["regional hub, feed called Kenyan"]
    print(f"regional hub: {whole:.2f} x the time if no origin were told apart")


if __name__ == "__main__":
    main()
