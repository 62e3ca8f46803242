"""Cases made in tests: from rows written out, and at random with everything that a plan can contain."""

import random
from collections.abc import Mapping, Sequence

from optimizer.domain.errors import Violation
from optimizer.domain.table_data import TableData, read_table
from optimizer.domain.tables import TABLES
from optimizer.problem.build import Problem, ReadCase, assemble_case, build_problem

Rows = Mapping[str, Sequence[Mapping[str, object]]]

SETTING = {"id": "made", "name": "Made", "currency": "USD", "price_year": "2026", "home_country": "KE"}


def read_rows(rows: Rows) -> ReadCase:
    """Return the case of these rows; a cell may be text, a number or a flag, and `case` is filled in if left out."""
    violations: list[Violation] = []
    tables: dict[str, TableData] = {}
    for name, given in {"case": [SETTING], **rows}.items():
        names = list(dict.fromkeys(column for row in given for column in row))
        cells = {column: [_cell(row.get(column, "")) for row in given] for column in names}
        places = [f"{name} row {position}" for position, _ in enumerate(given, 1)]
        tables[name] = read_table(TABLES[name], cells, places, violations)
    return assemble_case(tables, violations)


def make_problem(rows: Rows, objective: str = "") -> Problem:
    """Return the validated problem of these rows."""
    return build_problem(read_rows(rows), objective=objective)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)


def yearly_nodes(count: int, first_year: int = 2027) -> list[dict[str, object]]:
    """Return rows of `nodes`, one per calendar year."""
    return [
        {
            "id": f"{year}",
            "parent": f"{year - 1}" if year > first_year else "",
            "start": f"{year}-01-01",
            "end": f"{year}-12-31",
        }
        for year in range(first_year, first_year + count)
    ]


def random_case(seed: int) -> dict[str, list[dict[str, object]]]:
    """Return a random case that is feasible: an ore of two minerals and a feed, plants, stocks, builds, tariffs, a claim."""
    rng = random.Random(seed)  # noqa: S311 (a test case needs no secrecy)
    years = rng.randint(1, 4)
    number = lambda low, high: round(rng.uniform(low, high), 3)  # noqa: E731
    cut = number(0.2, 0.5)
    rows: dict[str, list[dict[str, object]]] = {
        "case": [{**SETTING, "real_discount_rate": number(0, 0.15)}],
        "nodes": yearly_nodes(years),
        "sites": [{"id": name, "country": country} for name, country in (("mine", "KE"), ("plant", "KE"), ("port", "KE"))],
        "materials": [
            {"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615.90", "reference_value_per_unit": number(50, 90)},
            {"id": "concentrate", "stage": "concentrate", "raw": True, "hs_code": "2615.90"},
            {"id": "oxide", "stage": "refined", "hs_code": "2825.90", "discardable": rng.random() < 0.5},
            {"id": "alloy", "stage": "refined", "hs_code": "7202.93", "unit": "kg", "tonnes_per_unit": 0.001},
            {"id": "slag", "stage": "intermediate", "discardable": True, "discard_cost_per_unit": number(0, 5)},
            {"id": "acid", "stage": "input"},
        ],
        "contents": [
            {"material": "ore", "mineral": "niobium", "fraction": 0.02},
            {"material": "ore", "mineral": "cerium", "fraction": 0.05},
            {"material": "concentrate", "mineral": "niobium", "fraction": 0.2},
            {"material": "concentrate", "mineral": "cerium", "fraction": 0.3},
            {"material": "alloy", "mineral": "niobium", "fraction": 0.6},
            {"material": "oxide", "mineral": "cerium", "fraction": 0.8},
        ],
        "supplies": [
            {"id": "pit", "site": "mine", "material": "ore", "max_per_year": number(5e3, 5e4), "cost_per_unit": number(5, 20),
             "reserve": number(2e4, 2e5), "jobs_per_unit": 0.01},
            {"id": "acid", "site": "plant", "material": "acid", "cost_per_unit": number(50, 150), "acquisition": "bought"},
        ],
        "processes": [
            {"id": "mill", "site": "mine", "feed": "ore", "max_per_year": number(4e3, 6e4), "operating_cost_per_unit": number(5, 20)},
            {"id": "smelter", "site": "plant", "feed": "concentrate", "max_per_year": number(0, 2e3),
             "operating_cost_per_unit": number(100, 400), "fixed_cost_per_year": number(0, 1e4)},
        ],
        "process_flows": [
            {"process": "mill", "material": "ore", "direction": "in", "amount_per_unit": 1},
            {"process": "mill", "material": "concentrate", "direction": "out", "amount_per_unit": 0.08},
            {"process": "smelter", "material": "concentrate", "direction": "in", "amount_per_unit": 1},
            {"process": "smelter", "material": "acid", "direction": "in", "amount_per_unit": cut},
            {"process": "smelter", "material": "alloy", "direction": "out", "amount_per_unit": 300},
            {"process": "smelter", "material": "oxide", "direction": "out", "amount_per_unit": 0.3},
            {"process": "smelter", "material": "slag", "direction": "out", "amount_per_unit": 0.4},
        ],
        "resources": [{"id": "power", "unit": "MWh", "max_per_year": number(1e4, 1e5), "cost_per_unit": number(60, 160)}],
        "resource_uses": [{"process": "smelter", "resource": "power", "amount_per_unit": number(1, 5)},
                          {"process": "mill", "resource": "power", "amount_per_unit": 0.04}],
        "lanes": [
            {"id": "road", "from_site": "mine", "to": "plant", "freight_per_tonne": number(5, 20)},
            {"id": "rail", "from_site": "mine", "to": "port", "freight_per_tonne": number(5, 20), "max_tonnes_per_year": number(2e3, 9e4)},
            {"id": "truck", "from_site": "plant", "to": "port", "freight_per_tonne": number(5, 20)},
            {"id": "port-us", "from_site": "port", "to": "us", "freight_per_tonne": number(60, 190), "transit_days": 40,
             "inland_freight_per_tonne": 5, "parcel_tonnes": 20},
            {"id": "port-cn", "from_site": "port", "to": "cn", "freight_per_tonne": number(20, 60), "transit_days": 20},
            {"id": "plant-ke", "from_site": "plant", "to": "ke", "freight_per_tonne": number(0, 9)},
        ],
        "lane_materials": [
            {"lane": "rail", "material": "ore"},
            {"lane": "rail", "material": "concentrate", "share_arriving": number(0.95, 1)},
        ],
        "markets": [
            {"id": "us", "country": "US", "insurance_rate": 0.005, "duty_incidence": number(0.5, 1)},
            {"id": "cn", "country": "CN", "customs_basis": "cif"},
            {"id": "ke", "country": "KE"},
        ],
        "demands": [
            {"id": "us-alloy", "tier": "1", "market": "us", "material": "alloy", "price_per_unit": number(25, 35), "price_basis": "cif",
             "max_per_year": number(1e4, 1e6)},
            {"id": "cn-alloy", "tier": "1", "market": "cn", "material": "alloy", "price_per_unit": number(22, 32), "price_basis": "fob",
             "max_per_year": number(1e4, 4e5), "tier_meaning": "one_price"},
            {"id": "cn-alloy", "tier": "2", "market": "cn", "material": "alloy", "price_per_unit": number(18, 22), "price_basis": "fob",
             "max_per_year": number(1e4, 4e5), "tier_meaning": "one_price"},
            {"id": "cn-concentrate", "tier": "1", "market": "cn", "material": "concentrate", "price_per_unit": number(900, 5000)},
            {"id": "cn-ore", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": number(70, 150)},
            {"id": "us-oxide", "tier": "1", "market": "us", "material": "oxide", "price_per_unit": number(500, 3000), "price_basis": "ddp"},
            {"id": "ke-oxide", "tier": "1", "market": "ke", "material": "oxide", "price_per_unit": number(100, 900)},
        ],
        "stocks": [{"site": "port", "material": "concentrate", "cost_per_unit_year": number(1, 20), "max": number(100, 5000),
                    "initial": number(0, 50)}],
        "expansions": [
            {"id": "smelter-2", "process": "smelter", "capital_cost_per_unit": number(500, 8000), "max_added_per_year": number(500, 5000),
             "lead_time_years": rng.randint(0, 1), "life_years": rng.choice(["", 5, 20]),
             "payment": rng.choice(["once", "annuity"]), "fixed_cost_per_unit_year": number(0, 20)},
            {"id": "rail-2", "lane": "rail", "capital_cost_per_unit": number(5, 60), "max_added_per_year": 9000, "life_years": 10},
        ],
        "tariffs": [
            {"id": "us-alloy", "instrument": "mfn", "hs_prefix": "7202.93", "destination": "US", "ad_valorem": 0.05},
            {"id": "us-oxide", "instrument": "mfn", "hs_prefix": "2825", "destination": "US", "ad_valorem": 0.037, "specific_per_tonne": 4},
            {"id": "us-extra", "instrument": "s122", "kind": "surcharge", "destination": "US", "ad_valorem": 0.1, "end": "2028-06-30"},
            {"id": "us-mpf", "instrument": "mpf", "kind": "fee", "destination": "US", "ad_valorem": 0.003464,
             "min_per_parcel": 33.58, "max_per_parcel": 651.5},
            {"id": "cn-alloy", "instrument": "mfn", "hs_prefix": "7202", "destination": "CN", "ad_valorem": 0.02},
            {"id": "ke-levy", "instrument": "levy", "kind": "export_levy", "hs_prefix": "2615", "ad_valorem": number(0, 0.1)},
        ],
        "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn", "claim_cost_per_tonne": 10, "end": "2028-12-31",
                        "refund_date": rng.choice(["", "2028-02-01"])}],
        "royalties": [
            {"id": "niobium", "mineral": "niobium", "rate": 0.08, "basis": rng.choice(["sold", "extracted"])},
            {"id": "oxide", "material": "oxide", "rate": 0.05},
        ],
        "policies": [{"id": "share", "kind": "processed_share", "mineral": "cerium", "minimum": number(0, 0.2),
                      "active": rng.random() < 0.3}],
    }  # fmt: skip
    return rows


def shuffled(rows: Rows, seed: int) -> dict[str, list[dict[str, object]]]:
    """Return the same case with tables, rows and columns in another order."""
    rng = random.Random(seed)  # noqa: S311
    names = list(rows)
    rng.shuffle(names)
    result: dict[str, list[dict[str, object]]] = {}
    for name in names:
        table = [dict(rng.sample(list(row.items()), len(row))) for row in rows[name]]
        rng.shuffle(table)
        result[name] = table
    return result
