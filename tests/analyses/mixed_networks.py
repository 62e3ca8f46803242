"""Random refineries with ore of home, neighbours, donors and others, under up to three programmes with rules of origin."""

import random
from collections.abc import Callable

from tests.made_cases import SETTING, yearly_nodes

Rows = dict[str, list[dict[str, object]]]
ROLES = {"TZ": "cumulation", "UG": "", "US": "donor", "CN": ""}
MARKETS = {"us": "US", "eu": "EU", "cn": "CN"}
TESTS = ("content_min", "foreign_max", "tariff_shift", "wholly_obtained")


def mixed_network(seed: int) -> Rows:
    """Return the rows of a feasible case: two ores, a washer, a cracker, a refinery with a co-product, stocks, three markets."""
    rng = random.Random(seed)  # noqa: S311 (a test case needs no secrecy)

    def number(low: float, high: float) -> float:
        return round(rng.uniform(low, high), 2)

    codes = ["2615.90", "2615.90", "2846.90", rng.choice(["2846.90", "7202.93"]), "2825.90"]
    names = ["ore", "washed", "carbonate", "metal", "oxide"]
    values = [number(200, 800), number(500, 1_500), number(2_000, 4_000), number(6_000, 12_000), number(3_000, 9_000)]
    years = rng.randint(1, 3)
    return {
        "case": [{**SETTING, "real_discount_rate": number(0, 0.1)}],
        "nodes": yearly_nodes(years),
        "sites": [{"id": "mine"}, {"id": "plant"}],
        "materials": [
            {"id": name, "stage": "ore" if raw else "refined", "raw": raw, "hs_code": code, "reference_value_per_unit": value}
            for name, code, value, raw in zip(names, codes, values, (True, True, False, False, False), strict=True)
        ],
        "contents": [{"material": name, "mineral": "cerium", "fraction": 0.1} for name in names],
        "supplies": _supplies(rng, number),
        "processes": [
            {"id": name, "site": "plant", "feed": feed, "operating_cost_per_unit": cost, "direct_cost_per_unit": cost,
             "substantial": substantial, "max_per_year": most}
            for name, feed, cost, substantial, most in (
                ("wash", "ore", number(5, 50), False, number(50, 400)),
                ("crack", "washed", number(100, 600), rng.random() < 0.7, number(50, 400)),
                ("refine", "carbonate", number(200, 2_000), rng.random() < 0.7, number(50, 400)),
            )
        ],
        "process_flows": [
            {"process": process, "material": material, "direction": direction, "amount_per_unit": amount}
            for process, material, direction, amount in (
                ("wash", "ore", "in", 1), ("wash", "washed", "out", 0.8),
                ("crack", "washed", "in", 1), ("crack", "carbonate", "out", 0.7),
                ("refine", "carbonate", "in", 1), ("refine", "metal", "out", 0.5), ("refine", "oxide", "out", 0.4),
            )
        ],
        "lanes": [
            {"id": "road", "from_site": "mine", "to": "plant", "freight_per_tonne": number(1, 20)},
            *({"id": f"sea-{name}", "from_site": "plant", "to": name, "freight_per_tonne": number(20, 200),
               "transit_days": rng.choice([0, 30])} for name in MARKETS),
        ],
        "markets": [
            {"id": name, "country": country, "customs_basis": rng.choice(["fob", "cif"]), "duty_incidence": number(0.3, 1)}
            for name, country in MARKETS.items()
        ],
        "demands": [
            {"id": f"{market}-{name}", "tier": "1", "market": market, "material": name, "max_per_year": number(10, 120),
             "price_per_unit": round(value * rng.uniform(0.9, 1.2), 2), "appraised_value_per_unit": round(value * 1.25, 2),
             "price_basis": rng.choice(["fob", "cif", "ddp"])}
            for market in MARKETS
            for name, value in list(zip(names, values, strict=True))[1:]
        ],
        "stocks": [{"site": "plant", "material": name} for name in ("washed", "carbonate", "metal") if rng.random() < 0.5],
        **_law(rng, number, names, values),
    }  # fmt: skip


def _supplies(rng: random.Random, number: Callable[[float, float], float]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"id": "pit", "site": "mine", "material": "ore", "max_per_year": number(20, 200), "cost_per_unit": number(20, 200)}
    ]
    for country in ROLES:
        if rng.random() < 0.7:
            material = rng.choice(["ore", "washed", "carbonate"])
            rows.append(
                {"id": f"from-{country.lower()}", "site": "plant", "material": material, "acquisition": "bought",
                 "origin_country": country, "cost_per_unit": number(50, 1_500), "max_per_year": number(20, 200)}
            )  # fmt: skip
    return rows


def _law(rng: random.Random, number: Callable[[float, float], float], names: list[str], values: list[float]) -> Rows:
    programmes = [(name, country) for name, country in (("agoa", "US"), ("epa", "EU"), ("zero", "CN")) if rng.random() < 0.8]
    rules: list[dict[str, object]] = []
    for name, _ in programmes:
        for prefix in ("2846", "7202", "2825"):
            for alternative in ("a", "b")[: rng.randint(0, 2)]:
                test = rng.choice(TESTS)
                row: dict[str, object] = {"programme": name, "hs_prefix": prefix, "alternative": alternative, "test": test}
                if test in ("content_min", "foreign_max"):
                    row["threshold"] = number(0.1, 0.6)
                if test == "content_min" and rng.random() < 0.5:
                    row["donor_cap"] = 0.15
                if test == "tariff_shift":
                    row |= {"shift_digits": rng.choice([2, 4]), "de_minimis": rng.choice(["", 0.1])}
                rules.append(row)
    return {
        "tariffs": [
            {"id": f"{name}-{code}", "instrument": "mfn", "hs_prefix": code, "destination": country, "ad_valorem": number(0, 0.2)}
            for name, country in MARKETS.items()
            for code in ("2846", "7202", "2825")
        ]
        + [{"id": "fee", "instrument": "mpf", "kind": "fee", "destination": "US", "ad_valorem": 0.003464}]
        + [{"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.025}],
        "programmes": [
            {"id": name, "destination": country, "waives": "mfn", "claim_cost_per_tonne": number(0, 5),
             "end": rng.choice(["", "2028-06-30"])}
            for name, country in programmes
        ],
        "programme_countries": [
            {"programme": name, "country": country, "role": role}
            for name, _ in programmes
            for country, role in (("KE", "beneficiary"), *ROLES.items())
            if role
        ],
        "origin_rules": rules,
        "origin_values": [
            {"programme": name, "material": material, "origin": country, "site": "plant", "value_per_unit": value}
            for name, _ in programmes
            for material, value in list(zip(names, values, strict=True))[:3]
            for country in ("KE", *ROLES)
        ],
        "royalties": [{"id": "ce", "mineral": "cerium", "rate": number(0, 0.1)}],
    }  # fmt: skip
