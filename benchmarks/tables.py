"""The figures as Markdown tables, with the targets beside them."""

from typing import Any

from benchmarks.explained import MOST_TO_HIGHS, write_explained
from benchmarks.served import KINDS

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NAMES = {
    "ours": "Madini: from the validated problem to the certified solution",
    "raw": "raw HiGHS: `passModel` of the arrays, `run`, read back",
    "linopy": "linopy, HiGHS",
    "pulp-highs": "PuLP, its own HiGHS interface",
    "pulp-cbc": "PuLP, CBC",
    "pulp4-highs": "PuLP 4 on Python 3.13, its own HiGHS interface",
    "pyomo": "Pyomo, APPSI HiGHS",
    "mathopt-glop": "OR-Tools MathOpt, GLOP",
}
PARTS = {
    "reading": "reading the folder",
    "validating": "validating",
    "building": "building the arrays",
    "passing": "passing to HiGHS",
    "solving": "solving, cold",
    "tie rule": "tie rule, without its run",
    "certificate": "certificate",
    "reading back": "reading back",
    "warm solves": "warm runs: tie rule, rates, verdicts",
    "explaining": "explaining, without its runs",
    "decoding": "decoding: totals, duties, activities",
    "wire": "the wire: to bytes and back",
}
AHEAD = ("pulp-highs", "pulp4-highs", "pulp-cbc", "pyomo", "mathopt-glop")
MOST_TO_RAW, MOST_KEPT_MS, MOST_OVER_SOLVER_MS, MOST_EXPONENT, MOST_BYTES = 1.4, 5.0, 25.0, 1.1, 2048

Figures = dict[str, Any]


def write_tables(figures: Figures) -> str:
    """Return all tables that there are figures for."""
    parts = [_machine(figures)]
    if "race" in figures:
        parts += [_race(figures["race"]), _parts(figures["race"])]
    parts.append(_served(figures["served"]))
    parts.append(_kenya(figures["kenya"]))
    if "explained" in figures:
        parts.append(_explained(figures["explained"]))
    parts.append(_growth(figures["growth"], figures.get("growth_exponent")))
    if "profile" in figures:
        parts.append(_profile(figures["profile"]))
    if "race" in figures:
        parts.append(_targets(figures))
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _machine(figures: Figures) -> str:
    machine = figures["machine"]
    versions = ", ".join(f"{name} {machine[name]}" for name in list(machine)[5:])
    return (
        f"Measured on {machine['cores']} cores of {machine['processor']}, {machine['memory_gib']} GiB, {machine['system']}, "
        f"Python {machine['python']}, {versions}. Load average before: {figures['load_before']}, at the end, with "
        f"the benchmark itself: {figures['load_after']}."
    )


def _race(race: Figures) -> str:
    rows = [
        (NAMES[name], race["versions"].get(name, ""), f"{race['seconds'][name]:.2f}", f"{race['to_raw'][name]:.2f}")
        for name in sorted(race["seconds"], key=lambda name: race["to_raw"][name])
    ]
    size = f"{race['columns']:,} columns, {race['rows']:,} rows, {race['nonzeros']:,} coefficients"
    return f"### Race: {size}; median of {race['rounds']} rounds\n\n" + _table(("", "version", "seconds", "x raw"), rows)


def _parts(race: Figures) -> str:
    rows = [(title, f"{1e3 * race['parts'].get(part, 0.0):,.0f}") for part, title in PARTS.items()]
    return f"### Parts of the same answer, with rates and activities ({race['answer_bytes']:,} bytes)\n\n" + _table(
        ("", "ms"), rows
    )


def _served(served: Figures) -> str:
    rows = [
        (
            KINDS[kind],
            clients,
            f"{found['p50_ms']:.1f}",
            f"{found['p99_ms']:.1f}",
            f"{found['per_second']:,.0f}",
            f"{found['over_solver_p50_ms']:.1f}" if "over_solver_p50_ms" in found and kind != "kept" else "",
        )
        for kind, by_clients in served.items()
        for clients, found in by_clients.items()
    ]
    head = ("request", "clients", "p50 ms", "p99 ms", "per second", "p50 above solver time, ms")
    return "### `Solve` on Kenya over gRPC, warm server\n\n" + _table(head, rows)


def _kenya(parts: dict[str, float]) -> str:
    rows = [(title, f"{1e3 * parts.get(part, 0.0):,.1f}") for part, title in PARTS.items()]
    return "### Parts of one answer to Kenya, without rates, in a process by itself\n\n" + _table(("", "ms"), rows)


def _other(found: Figures) -> float:
    return sum(seconds for part, seconds in found["parts"].items() if part not in ("solving", "warm solves"))


def _growth(growth: list[Figures], exponent: float | None) -> str:
    rows = [
        (
            f"{found['columns']:,}",
            f"{found['to_solution']:.2f}",
            f"{found['parts']['solving']:.2f}",
            f"{found['parts']['warm solves']:.2f}",
            f"{_other(found):.2f}",
            f"{found['peak_bytes'] / 2**20:,.0f}",
            f"{found['peak_bytes'] / found['columns']:,.0f}",
        )
        for found in growth
    ]
    head = (
        "columns",
        "to solution, s",
        "cold run, s",
        "warm runs, s",
        "all that is not the solver, s",
        "peak, MiB",
        "bytes a column",
    )
    title = "### Growth: one answer with rates and activities, from the folder to the wire\n\n"
    tail = "" if exponent is None else f"\n\nAll that is not the solver grows with the columns to the power {exponent:.2f}."
    return title + _table(head, rows) + tail


def _explained(explained: dict[str, Figures]) -> str:
    title = "### Wide networks with a known optimum: from the folder to the explained answer\n\n"
    return title + write_explained(explained)


def _profile(profile: list[Figures]) -> str:
    rows = [
        (f"`{row['function']}`", f"{row['calls']:,}", f"{1e3 * row['seconds']:,.0f}", f"{row['share']:.0%}") for row in profile
    ]
    head = ("function, without what it calls", "calls", "ms under the profiler", "share")
    return "### Profile of the answer of the race\n\n" + _table(head, rows)


def _targets(figures: Figures) -> str:
    race, served, growth = figures["race"], figures["served"], figures["growth"]
    ahead = min(race["to_raw"][name] for name in AHEAD if name in race["to_raw"]) / race["to_raw"]["ours"]
    kept = served["kept"]["1"]["p50_ms"]
    over = served["built"]["1"]["over_solver_p50_ms"]
    most = max(found["peak_bytes"] / found["columns"] for found in growth)
    explained = max(min(one["to_highs"], one["cpu_to_highs"]) for one in figures["explained"].values())
    to_raw, power = race["to_raw"]["ours"], figures["growth_exponent"]
    rows = [
        ("to the certified solution, x raw HiGHS", f"<= {MOST_TO_RAW:.1f}", to_raw, to_raw <= MOST_TO_RAW),
        ("nearest of PuLP, CBC, Pyomo, MathOpt, x ours", "> 1", ahead, ahead > 1.0),
        ("folder to explained answer, x HiGHS alone", f"<= {MOST_TO_HIGHS}", explained, explained <= MOST_TO_HIGHS),
        ("identical request, p50 ms", f"<= {MOST_KEPT_MS:.0f}", kept, kept <= MOST_KEPT_MS),
        ("other prices, p50 ms above solver time", f"<= {MOST_OVER_SOLVER_MS:.0f}", over, over <= MOST_OVER_SOLVER_MS),
        ("power with which all but the solver grows", f"<= {MOST_EXPONENT}", power, power <= MOST_EXPONENT),
        ("peak bytes a column", f"<= {MOST_BYTES:,}", most, most <= MOST_BYTES),
    ]
    written = [(name, target, f"{found:,.2f}", "met" if met else "missed") for name, target, found, met in rows]
    return "### Targets\n\n" + _table(("", "target", "found", ""), written)
