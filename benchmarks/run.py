"""Runs all benchmarks, in turn and never two at once, and writes what they found.

    python -m benchmarks.run            everything; benchmarks/results/reference.json and the tables of docs/performance.md
    python -m benchmarks.run --small    Kenya and 10,000 columns without rivals; prints the tables and writes nothing

Rivals run in `.venv-bench`, which `make bench` makes, PuLP 4 in `.venv-bench313`, which it makes where there is a Python 3.13.
Every run is a process of its own; in each round of the race everyone runs once, and ratios are taken within the round.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.explained import explain_networks
from benchmarks.machine import describe_machine, load_average
from benchmarks.networks import network_tables
from benchmarks.process import ROOT, ours, run
from benchmarks.profiles import profile_answer
from benchmarks.served import measure_served
from benchmarks.tables import BEGIN, END, write_tables
from optimizer.store.case_files import write_case_folder

RESULT, PAGE = ROOT / "benchmarks" / "results" / "reference.json", ROOT / "docs" / "performance.md"
RIVALS = ("raw", "pulp-highs", "pulp-cbc", "pulp4-highs", "pyomo", "mathopt-glop", "linopy")
ELSEWHERE = {"pulp4-highs": "bench313"}
"""Rivals that do not run where most do, with the name of their environment and of its constraints file."""
RACE_COLUMNS, ROUNDS = 66_000, 5
GROWTH_COLUMNS = (10_000, 107_000, 530_000, 1_060_000)
"""Asked of the generator, which gives about 6 % fewer."""
SERVED_SECONDS = 5.0
SAME_OBJECTIVE = 1e-7

Figures = dict[str, Any]


def rival_python(rival: str) -> Path:
    """Return the interpreter that a rival runs in; there is none until `make bench` made it."""
    return ROOT / f".venv-{ELSEWHERE.get(rival, 'bench')}" / "bin" / "python"


def race_one(rival: str, program: Path) -> Figures:
    """Run one rival once."""
    constraints = ROOT / f"constraints-{ELSEWHERE.get(rival, 'bench')}.txt"
    return run([str(rival_python(rival)), "benchmarks/rivals.py", rival, str(program), str(constraints)])


def race(folder: Path) -> Figures:
    """Race everyone who is here on the same arrays; void if two find different optima."""
    here = [rival for rival in RIVALS if rival_python(rival).exists()]
    for rival in sorted(set(RIVALS) - set(here)):
        print(f"  without {rival}: it is not installed, because make bench found no Python that it runs on", flush=True)
    program = folder.with_suffix(".npz")
    constant = ours(folder, str(program))["constant"]
    rounds: list[dict[str, Figures]] = []
    for number in range(ROUNDS):
        found = {"ours": ours(folder)}
        for rival in here:
            found[rival] = race_one(rival, program)
        best = found["raw"]["objective"]
        found["ours"]["objective"] -= constant
        odd = [name for name, figures in found.items() if abs(figures["objective"] / best - 1.0) > SAME_OBJECTIVE]
        if odd:
            sys.exit(f"the race is void: {', '.join(odd)} found another optimum than raw HiGHS, {best}")
        rounds.append(found)
        print(f"  round {number + 1} of {ROUNDS}", flush=True)
    return summarise(rounds)


def summarise(rounds: list[dict[str, Figures]]) -> Figures:
    """Return medians over the rounds, and ratios to raw HiGHS within each round."""
    seconds = {name: [found[name]["to_solution" if name == "ours" else "seconds"] for found in rounds] for name in rounds[0]}
    first = rounds[0]["ours"]
    rivals = [name for name in rounds[0] if name != "ours"]
    return {
        **{name: first[name] for name in ("columns", "rows", "nonzeros", "objective", "answer_bytes")},
        "rounds": len(rounds),
        "seconds": {name: statistics.median(values) for name, values in seconds.items()},
        "to_raw": {
            name: statistics.median(one / raw for one, raw in zip(values, seconds["raw"], strict=True))
            for name, values in seconds.items()
        },
        "duality_gap": {name: max(found[name]["duality_gap"] for found in rounds) for name in rivals},
        "versions": {name: rounds[0][name]["version"] for name in rivals},
        "parts": {part: statistics.median(found["ours"]["parts"][part] for found in rounds) for part in first["parts"]},
    }


def growth(scratch: Path, sizes: tuple[int, ...]) -> list[Figures]:
    """Return the figures of one answer at each size."""
    found = []
    for size in sizes:
        folder = scratch / f"network-{size}"
        write_case_folder(folder, network_tables(size))
        found.append(ours(folder))
        print(f"  {found[-1]['columns']:,} columns", flush=True)
    return found


def exponent(columns: list[int], amounts: list[float]) -> float:
    """Return the power of the columns with which an amount grows, by least squares of the logarithms."""
    return float(np.polyfit(np.log(columns), np.log(amounts), 1)[0])


def main() -> None:
    """Run everything, or the small part."""
    small = "--small" in sys.argv[1:]
    figures: Figures = {"machine": describe_machine(), "load_before": load_average()}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if not small:
            if not rival_python("raw").exists():
                sys.exit("the rivals are not installed; run make bench")
            print("race", flush=True)
            folder = scratch / "race"
            write_case_folder(folder, network_tables(RACE_COLUMNS))
            figures["race"] = race(folder)
            figures["profile"] = profile_answer(folder)
            print("explained", flush=True)
            figures["explained"] = explain_networks(scratch)
        print("server", flush=True)
        figures["served"] = measure_served(2.0 if small else SERVED_SECONDS)
        kenya = [ours(ROOT / "data" / "kenya", "--plain")["parts"] for _ in range(ROUNDS)]
        figures["kenya"] = {part: statistics.median(parts.get(part, 0.0) for parts in kenya) for part in kenya[0]}
        print("growth", flush=True)
        figures["growth"] = growth(scratch, GROWTH_COLUMNS[:1] if small else GROWTH_COLUMNS)
    figures["load_after"] = load_average()
    if not small:
        sizes = [found["columns"] for found in figures["growth"]]
        others = [
            sum(seconds for part, seconds in found["parts"].items() if part not in ("solving", "warm solves"))
            for found in figures["growth"]
        ]
        figures["growth_exponent"] = exponent(sizes, others)
    text = write_tables(figures)
    if small:
        print(text)
        return
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=1) + "\n")
    page = PAGE.read_text()
    PAGE.write_text(f"{page.split(BEGIN)[0]}{BEGIN}\n\n{text}\n{END}{page.split(END)[1]}")
    print(text)


if __name__ == "__main__":
    main()
