"""How long an explained answer takes beside HiGHS itself: wide networks whose optimum is known before anyone solves them.

    python -m benchmarks.explained [COLUMNS [ROUNDS]]

For each network, in every round: HiGHS alone on the arrays of its program (`passModel`, `run`, read back), then Madini from the
folder to the answer with rates, verdicts and activities; each in a process of its own, one after the other. Prints the seconds of
both and their ratio, by the clock and by the processor: on a machine that does other things too only the latter means much. A run
whose objective is not the planted one, or whose arrays are other than the generator says, ends everything.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine, load_average
from benchmarks.process import ROOT, ours, run
from tests.planted.sheet import write_folder
from tests.planted.wide import wide_network

COLUMNS, ROUNDS, SEED = 72_000, 3, 0
"""Asked of the generator, which gives about 84,000."""
SAME_OBJECTIVE = 1e-9
MOST_TO_HIGHS = 2.5
NETWORKS = (("in 1 country", 1, False), ("in 22 countries", 22, False), ("in 22 countries, ores are minerals", 22, True))
"""Title, countries, and whether the ores are raw, so that home ore is told from other ore and verdicts are given."""

Figures = dict[str, Any]


def explain_network(scratch: Path, columns: int, countries: int, *, raw: bool, rounds: int) -> Figures:
    """Return the medians of one network."""
    planted = wide_network(SEED, columns, countries=countries, raw=raw)
    folder = scratch / f"wide-{countries}-{raw}"
    write_folder(planted.tables, folder)
    program = folder.with_suffix(".npz")
    constant = ours(folder, str(program))["constant"]
    found = []
    for _ in range(rounds):
        highs = run([sys.executable, "benchmarks/rivals.py", "raw", str(program), str(ROOT / "constraints-bench.txt")])
        mine = ours(folder)
        for name, objective in (("HiGHS", highs["objective"] + constant), ("Madini", mine["objective"])):
            if abs(objective / planted.expected_objective - 1.0) > SAME_OBJECTIVE:
                sys.exit(f"{name} finds {objective}, but {planted.expected_objective} was planted")
        found.append((highs, mine))
    first = found[0][1]
    return {
        **{name: first[name] for name in ("columns", "rows", "nonzeros", "parts")},
        "planted_columns": planted.column_count,
        "highs": statistics.median(highs["seconds"] for highs, _ in found),
        "answer": statistics.median(mine["to_answer"] for _, mine in found),
        "to_highs": statistics.median(mine["to_answer"] / highs["seconds"] for highs, mine in found),
        "cpu_to_highs": statistics.median(mine["cpu_seconds"] / highs["cpu_seconds"] for highs, mine in found),
    }


def explain_networks(scratch: Path, columns: int = COLUMNS, rounds: int = ROUNDS) -> dict[str, Figures]:
    """Return the figures of every network, by title."""
    found = {}
    for title, countries, raw in NETWORKS:
        found[title] = explain_network(scratch, columns, countries, raw=raw, rounds=rounds)
        print(f"  {title}: {found[title]['to_highs']:.2f} x HiGHS", flush=True)
    return found


def write_explained(found: dict[str, Figures]) -> str:
    """Return the figures as a Markdown table."""
    head = "| network | columns | planted | HiGHS alone, s | folder to explained answer, s | ratio | ratio of processor time |"
    rows = [
        f"| {title} | {one['columns']:,} | {one['planted_columns']:,} | {one['highs']:.2f} | {one['answer']:.2f} "
        f"| {one['to_highs']:.2f} | {one['cpu_to_highs']:.2f} |"
        for title, one in found.items()
    ]
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *rows])


def main() -> None:
    """Measure, print, and fail where the target is missed."""
    given = [int(text) for text in sys.argv[1:3]]
    columns, rounds = [*given, *(COLUMNS, ROUNDS)[len(given) :]]
    machine, before = describe_machine(), load_average()
    with tempfile.TemporaryDirectory() as name:
        found = explain_networks(Path(name), columns, rounds)
    print(f"{machine['cores']} cores of {machine['processor']}; load average before {before}, after {load_average()}")
    print(write_explained(found))
    missed = [title for title, one in found.items() if min(one["to_highs"], one["cpu_to_highs"]) > MOST_TO_HIGHS]
    if missed:
        sys.exit(f"more than {MOST_TO_HIGHS} x HiGHS: {'; '.join(missed)}")


if __name__ == "__main__":
    main()
