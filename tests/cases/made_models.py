"""Small models at random in the neutral format, with everything that the format can say."""

import random

from tests.cases.neutral import Model, Row


def random_model(seed: int) -> Model:
    """Return a model: two mines, a plant, a depot that also sells, two markets; three periods."""
    rng = random.Random(seed)  # noqa: S311

    def draw(low: float, high: float) -> str:
        return f"{rng.uniform(low, high):.3f}"

    periods = ("p1", "p2", "p3")
    stored = rng.random() < 0.5
    years = {period: 2 if stored else rng.choice((1, 2, 5)) for period in periods}
    tables: dict[str, list[Row]] = {
        "periods": [{"period": p, "weight": draw(0.5, 3), "years": str(years[p])} for p in periods],
        "sites": [
            {"site": site, "role": role, "country": country}
            for site, role, country in (
                ("N", "mine", ""), ("S", "mine", ""), ("W", "plant", ""), ("D", "depot", ""), ("T", "market", ""),
                ("U", "market", "ZZ"),
            )
        ],
        "materials": [
            {"material": "ore", "unit": "t", "disposal": "0"},
            {"material": "metal", "unit": "t", "disposal": rng.choice("01")},
            {"material": "slag", "unit": "t", "disposal": "1"},
        ],
        "supply": [
            _row("supply", site=site, material="ore", tier=tier, period=period, unit_cost=draw(1, 9), max=draw(20, 60))
            for site in ("N", "S") for tier in ("", "deep")[: rng.randint(1, 2)] for period in rng.choice((("*",), periods))
        ],
        "recipes": [
            {"process": "smelt", "site": "*", "material": "ore", "qty": "-1"},
            {"process": "smelt", "site": "*", "material": "metal", "qty": draw(0.3, 0.6)},
            {"process": "smelt", "site": "W", "material": "slag", "qty": "0.2"},
        ],
        "processes": [_row("processes", process="smelt", site="W", period="*", unit_cost=draw(1, 5))],
        "capacities": [{"site": "W", "resource": "oven", "period": "*", "capacity": draw(10, 40), "min_use": ""}],
        "usage": [{"resource": "oven", "process": "smelt", "site": "*", "use": "1"}],
        "routes": [
            _row("routes", **{"from": start, "to": end, "material": material, "period": period}, unit_cost=draw(0.5, 3),
                 duty_rate=rng.choice(("", "0.1")), duty_base="20", **{"yield": rng.choice(("", "0.9", "0.95"))})
            for start, end, material in (
                ("N", "W", "ore"), ("S", "W", "ore"), ("W", "D", "metal"), ("W", "T", "metal"), ("D", "T", "metal"),
                ("D", "U", "metal"), ("N", "U", "ore"),
            )
            for period in rng.choice((("*",), periods))
        ],
        "sales": [
            _row("sales", site=site, material=material, period="*", price=draw(*between), max=draw(5, 30))
            for site, material, between in (
                ("T", "metal", (30, 60)), ("U", "metal", (30, 60)), ("D", "metal", (20, 40)), ("U", "ore", (5, 12)),
            )
        ],
    }  # fmt: skip
    if rng.random() < 0.5:
        tables["supply_totals"] = [{"site": "N", "material": "ore", "tier": "", "total_max": draw(50, 150)}]
    if rng.random() < 0.7:
        tables["process_totals"] = [{"site": "W", "process": "smelt", "total_max": draw(40, 120)}]
    if stored:
        tables["storage"] = [
            {
                "site": "D",
                "material": "metal",
                "unit_cost": draw(0, 1),
                "max": draw(5, 20),
                "initial": "3",
                "final": rng.choice(("", "2")),
            }
        ]
    if rng.random() < 0.8:
        _add_build(tables, rng)
    _add_rows(tables, rng, stored)
    settings = {"report": "profit", "relaxed": True} | rng.choice(({"annual_charge": 0.2}, {"charge": "one_off"}))
    return Model(tables, settings)


def _row(table: str, **cells: str) -> Row:
    """Return a row; minimum and maximum are blank unless given."""
    return {"min": "", "max": "", **cells}


def _add_build(tables: dict[str, list[Row]], rng: random.Random) -> None:
    tables["expansions"] = [
        {
            "site": "W", "resource": "oven", "period": rng.choice(("p1", "p2")), "until": rng.choice(("", "p2", "p3")),
            "binary": rng.choice("01"), "effect": rng.choice(("1", "0.8")), "fix": rng.choice(("", "1", "0")),
        }
    ]  # fmt: skip
    sizes = [(0, 0), (20, 60 + 60 * rng.random()), (40, 260)]
    tables["expansion_points"] = [
        {"site": "W", "resource": "oven", "point": str(at), "size": str(size), "cost": f"{cost:.3f}"}
        for at, (size, cost) in enumerate(sizes, 1)
    ]


def _add_rows(tables: dict[str, list[Row]], rng: random.Random, stored: bool) -> None:
    """Add limits and what-ifs over every kind of column."""
    kinds = [
        ("supply", "N", "ore", ""), ("process", "W", "smelt", ""), ("route", "N", "W", "ore"), ("route", "W", "T", "metal"),
        ("sale", "T", "metal", ""), ("sale", "D", "metal", ""), ("sale", "U", "metal", ""),
    ]  # fmt: skip
    kinds += [("stock", "D", "metal", "")] if stored else []
    if "expansions" in tables:
        kinds += [("build", "W", "oven", ""), ("expand", "W", "oven", "")]
    built_from = tables["expansions"][0]["period"] if "expansions" in tables else "p1"

    def period_for(kind: str) -> str:
        return rng.choice(("p2", "p3")) if kind in ("build", "expand") and built_from == "p2" else rng.choice(("p1", "p2", "p3"))

    tables["limits"], tables["limit_terms"] = [], []
    for at in range(rng.randint(1, 3)):
        chosen = rng.sample(kinds, rng.randint(1, 3))
        of_builds = any(kind in ("build", "expand") for kind, *_ in chosen)
        period = period_for("build") if of_builds or rng.random() < 0.5 else "*"
        tables["limits"].append({"limit": f"L{at}", "period": period, "sense": "<=", "rhs": f"{rng.uniform(5, 40):.3f}"})
        for kind, a, b, c in chosen:
            other = "=" if kind in ("build", "expand") or rng.random() < 0.6 else rng.choice(("p1", "p3", "*"))
            tables["limit_terms"].append(
                {"limit": f"L{at}", "kind": kind, "a": a, "b": b, "c": c, "period": other, "coef": f"{rng.uniform(0.2, 2):.3f}"}
            )
    tables["whatifs"] = [_what_if(f"W{at}", chosen, rng) for at, chosen in enumerate(rng.sample(kinds, 3))]


def _what_if(name: str, column: tuple[str, str, str, str], rng: random.Random) -> Row:
    kind, a, b, c = column
    period = "p3" if kind in ("build", "expand") else rng.choice(("", "p2"))
    side = rng.random() if kind == "build" else rng.uniform(0.1, 3)
    row = {"whatif": name, "kind": kind, "a": a, "b": b, "c": c, "period": period, "expected": "0"}
    return {**row, "sense": rng.choice(("<=", ">=", "=")), "rhs": f"{side:.3f}"}
