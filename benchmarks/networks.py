"""Cases of a given size: mines, plants, ports and buyers over years, with tariffs, programmes, resources, stocks and builds.

A region has mines, plants and ports: a mine ships its ore to plants and a port near it, a plant its products to two ports, a port
to the region's buyers in six countries. Regions share water, a policy and a limit of the user's. The same seed gives the same
case. Tables are typed at once, without text in between, so that a million columns take seconds.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from optimizer.domain.cells import blank
from optimizer.domain.table_data import TableData, sort_rows
from optimizer.domain.tables import TABLES
from optimizer.problem.build import ReadCase, assemble_case

YEARS = 12
FIRST_YEAR = 2027
LAST_CLAIM = np.datetime64("2031-06-30")
MINERALS = ("niobium", "titanium", "manganese", "copper")
COUNTRIES = {"us": "US", "eu": "EU", "cn": "CN", "in": "IN", "jp": "JP", "ae": "AE"}
DUTIES = {"us": 0.05, "eu": 0.04, "cn": 0.02, "in": 0.075, "jp": 0.033, "ae": 0.05}
STAGES = {
    "ore": ("ore", True, "2615.90", 0.05),
    "conc": ("concentrate", True, "2615.90", 0.4),
    "metal": ("refined", False, "7202.93", 0.9),
}
PRICES = {"ore": (70.0, 130.0), "conc": (900.0, 1500.0), "metal": (6000.0, 9000.0)}
BOUGHT = {"ore": 3e3, "conc": 2e2, "metal": 8e1}
"""Tonnes a year that one buyer takes of a stage, per mine of the region."""
ORE_BUYERS = ("cn", "in")
MINES_PER_REGION, MINES_PER_PLANT, MINES_PER_PORT = 64, 4, 16
NEAR_PLANTS, NEAR_PORTS = 3, 2
COLUMNS_PER_MINE = 210.0
"""About; numbers of plants and ports are rounded."""

Rows = dict[str, list[Mapping[str, Any]]]


def network_case(columns: int, seed: int = 1) -> ReadCase:
    """Return a case whose program has about so many columns, as reading it would."""
    return assemble_case(network_tables(columns, seed))


def network_tables(columns: int, seed: int = 1) -> dict[str, TableData]:
    """Return the tables of such a case."""
    rng = np.random.default_rng(seed)
    mines = max(8, round(columns / COLUMNS_PER_MINE))
    regions = max(1, round(mines / MINES_PER_REGION))
    rows = _setting(mines) | _law()
    for region in range(regions):
        made = _Region(rng, f"r{region:03}", mines * (region + 1) // regions - mines * region // regions)
        for name, given in made.rows().items():
            rows.setdefault(name, []).extend(given)
    return {name: _table(name, given) for name, given in rows.items()}


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> TableData:
    declaration = TABLES[name]
    columns = {column.name: [row.get(column.name, blank(column)) for row in rows] for column in declaration.columns}
    return sort_rows(declaration, columns, ["" for _ in rows], [])


def _setting(mines: int) -> Rows:
    materials: list[Mapping[str, Any]] = [{"id": "acid", "stage": "input"}]
    contents: list[Mapping[str, Any]] = []
    for mineral, (name, (stage, raw, code, fraction)) in product(MINERALS, STAGES.items()):
        key, value = f"{mineral}-{name}", PRICES[name][0]
        materials.append({"id": key, "stage": stage, "raw": raw, "hs_code": code, "reference_value_per_unit": value})
        contents.append({"material": key, "mineral": mineral, "fraction": fraction})
    tails = {"stage": "intermediate", "discardable": True, "discard_cost_per_unit": 1.5}
    materials += [{"id": f"{mineral}-tails", **tails} for mineral in MINERALS]
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    return {
        "case": [
            {"id": "network", "name": "Network", "currency": "USD", "price_year": 2026.0, "home_country": "KE",
             "real_discount_rate": 0.08}
        ],
        "nodes": [
            {"id": f"{year}", "parent": f"{year - 1}" if year > FIRST_YEAR else "",
             "start": np.datetime64(f"{year}-01-01"), "end": np.datetime64(f"{year}-12-31")}
            for year in years
        ],
        "materials": materials,
        "minerals": [{"id": mineral} for mineral in MINERALS],
        "contents": contents,
        "resources": [{"id": "water", "unit": "m3", "max_per_year": 2e5 * mines, "cost_per_unit": 0.4}],
    }  # fmt: skip


def _law() -> Rows:
    tariffs: list[Mapping[str, Any]] = [
        {"id": f"{key}-mfn", "instrument": f"{key}-mfn", "destination": COUNTRIES[key], "hs_prefix": "7202", "ad_valorem": duty}
        for key, duty in DUTIES.items()
    ]
    tariffs += [
        {"id": "us-surcharge", "instrument": "us-surcharge", "kind": "surcharge", "destination": "US", "ad_valorem": 0.1},
        {"id": "us-entry", "instrument": "us-entry", "kind": "fee", "destination": "US", "ad_valorem": 0.003464,
         "min_per_parcel": 33.0, "max_per_parcel": 651.5},
        {"id": "levy", "instrument": "levy", "kind": "export_levy", "hs_prefix": "2615", "ad_valorem": 0.01},
    ]  # fmt: skip
    return {
        "tariffs": tariffs,
        "programmes": [
            {
                "id": "agoa",
                "destination": "US",
                "waives": "us-mfn",
                "claim_cost_per_tonne": 2.0,
                "end": np.datetime64("2031-06-30"),
            },
            {"id": "epa", "destination": "EU", "waives": "eu-mfn", "claim_cost_per_tonne": 1.0},
        ],
        "royalties": [{"id": f"royalty-{key}", "mineral": key, "rate": 0.03, "basis": "sold"} for key in MINERALS],
        "policies": [{"id": "share", "kind": "processed_share", "mineral": MINERALS[0], "minimum": 0.2}],
        "limits": [{"id": "spread", "sense": "le", "amount": 0.0}],
        "limit_terms": [
            {"limit": "spread", "columns": "sell[material=copper-conc,market=r000-cn]", "coefficient": 1.0},
            {"limit": "spread", "columns": "sell[material=copper-conc]", "coefficient": -0.3},
        ],
    }


class _Region:
    """Rows of one region."""

    def __init__(self, rng: np.random.Generator, name: str, mines: int) -> None:
        self._rng, self._name = rng, name
        self._mines = [f"{name}-m{mine:02}" for mine in range(mines)]
        self._plants = [f"{name}-p{plant:02}" for plant in range(max(2, mines // MINES_PER_PLANT))]
        self._ports = [f"{name}-q{port:02}" for port in range(max(2, mines // MINES_PER_PORT))]

    def rows(self) -> Rows:
        """Return the region's rows by table."""
        return self._mining() | self._plant_rows() | self._lanes() | self._buyers()

    def _draw(self, low: float, high: float) -> float:
        return round(float(self._rng.uniform(low, high)), 3)

    def _mining(self) -> Rows:
        supplies: list[Mapping[str, Any]] = []
        for number, mine in enumerate(self._mines):
            most, material = self._draw(2e4, 9e4), f"{MINERALS[number % 4]}-ore"
            reserve = round(most * self._draw(4, 14), 3)
            supplies.append(
                {"id": mine, "site": mine, "material": material, "max_per_year": most, "reserve": reserve,
                 "cost_per_unit": self._draw(8, 30), "jobs_per_unit": 0.001, "acquisition": "mined"}
            )  # fmt: skip
        for plant in self._plants:
            supplies.append(
                {
                    "id": f"{plant}-acid",
                    "site": plant,
                    "material": "acid",
                    "cost_per_unit": self._draw(60, 140),
                    "acquisition": "bought",
                }
            )
        return {"supplies": supplies}

    def _plant_rows(self) -> Rows:
        rows: Rows = {name: [] for name in ("processes", "process_flows", "resources", "resource_uses", "expansions")}
        for number, plant in enumerate(self._plants):
            rows["resources"].append({"id": plant, "unit": "MWh", "max_per_year": self._draw(2e4, 6e4), "cost_per_unit": 90.0})
            for mineral in self._milled(number):
                self._add_mill(rows, plant, mineral)
                smelter = self._add_smelter(rows, plant, mineral)
            if number % 4 == 0:
                rows["expansions"].append(
                    {"id": plant, "process": smelter, "capital_cost_per_unit": self._draw(800, 4000), "max_added_per_year": 5e3,
                     "lead_time_years": 1.0, "life_years": 20.0}
                )  # fmt: skip
        return rows

    def _milled(self, plant: int) -> tuple[str, str]:
        return MINERALS[plant % 4], MINERALS[(plant + 1) % 4]

    def _add_mill(self, rows: Rows, plant: str, mineral: str) -> None:
        mill, kept = f"{plant}-mill-{mineral}", self._draw(0.08, 0.11)
        rows["processes"].append(
            {"id": mill, "site": plant, "feed": f"{mineral}-ore", "max_per_year": self._draw(5e4, 2e5),
             "operating_cost_per_unit": self._draw(4, 12), "jobs_per_unit": 0.0005}
        )  # fmt: skip
        self._add_flows(rows, mill, {f"{mineral}-ore": -1.0, f"{mineral}-conc": kept, f"{mineral}-tails": 1.0 - kept})
        rows["resource_uses"] += [
            {"process": mill, "resource": plant, "amount_per_unit": 0.03},
            {"process": mill, "resource": "water", "amount_per_unit": 2.0},
        ]

    def _add_smelter(self, rows: Rows, plant: str, mineral: str) -> str:
        smelter = f"{plant}-smelter-{mineral}"
        rows["processes"].append(
            {"id": smelter, "site": plant, "feed": f"{mineral}-conc", "max_per_year": self._draw(2e3, 9e3),
             "operating_cost_per_unit": self._draw(150, 500), "fixed_cost_per_year": self._draw(1e4, 9e4), "jobs_per_unit": 0.004}
        )  # fmt: skip
        made = {f"{mineral}-conc": -1.0, "acid": -self._draw(0.1, 0.3), f"{mineral}-metal": self._draw(0.36, 0.42)}
        self._add_flows(rows, smelter, made)
        rows["resource_uses"].append({"process": smelter, "resource": plant, "amount_per_unit": self._draw(3, 8)})
        return smelter

    def _add_flows(self, rows: Rows, process: str, amounts: Mapping[str, float]) -> None:
        rows["process_flows"] += [
            {"process": process, "material": material, "direction": "in" if amount < 0 else "out", "amount_per_unit": abs(amount)}
            for material, amount in amounts.items()
        ]

    def _lanes(self) -> Rows:
        lanes: list[Mapping[str, Any]] = []
        plants, ports = self._plants, self._ports
        for number, mine in enumerate(self._mines):
            first, mineral = number * len(plants) // len(self._mines), MINERALS[number % 4]
            around = [(first + step) % len(plants) for step in range(len(plants))]
            near = [plant for plant in around if mineral in self._milled(plant)][:NEAR_PLANTS]
            lanes += [self._lane(mine, plants[plant], 3, 15, max_tonnes_per_year=self._draw(2e4, 9e4)) for plant in near]
            lanes.append(self._lane(mine, ports[number * len(ports) // len(self._mines)], 8, 25))
        for number, plant in enumerate(plants):
            first = number * len(ports) // len(plants)
            lanes += [self._lane(plant, ports[(first + step) % len(ports)], 4, 20) for step in range(NEAR_PORTS)]
        for port, (number, buyer) in product(ports, enumerate(COUNTRIES)):
            sea = {"transit_days": 15.0 + 5.0 * number, "inland_freight_per_tonne": 3.0, "parcel_tonnes": 500.0}
            lanes.append(self._lane(port, f"{self._name}-{buyer}", 25, 90, **sea))
        return {"lanes": lanes}

    def _lane(self, start: str, end: str, low: float, high: float, **more: float) -> Mapping[str, Any]:
        return {"id": f"{start}.{end}", "from_site": start, "to": end, "freight_per_tonne": self._draw(low, high), **more}

    def _buyers(self) -> Rows:
        markets, demands = [], []
        for buyer, country in COUNTRIES.items():
            market = f"{self._name}-{buyer}"
            basis = "fob" if buyer == "us" else "cif"
            markets.append({"id": market, "country": country, "insurance_rate": 0.004, "customs_basis": basis})
            for mineral, stage in product(MINERALS, STAGES):
                if stage == "ore" and buyer not in ORE_BUYERS:
                    continue
                key, price, most = f"{mineral}-{stage}", self._draw(*PRICES[stage]), BOUGHT[stage] * len(self._mines)
                demands += [
                    {"id": f"{market}-{key}", "tier": f"{tier}", "market": market, "material": key,
                     "price_per_unit": round(price * (1.06 - 0.06 * tier), 3),
                     "max_per_year": round(most * self._draw(0.5, 1.5), 3)}
                    for tier in (1, 2)
                ]  # fmt: skip
        stocks = [
            {"site": port, "material": f"{MINERALS[number % 4]}-conc", "max": 5e3, "cost_per_unit_year": self._draw(1, 9)}
            for number, port in enumerate(self._ports)
        ]
        return {"markets": markets, "demands": demands, "stocks": stocks}
