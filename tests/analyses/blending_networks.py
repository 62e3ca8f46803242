"""Random networks in which goods of many origins are blended, cracked and refined in two countries and claimed under programmes.

Mines and bought feed of six countries; a washer that blends two ores, a mixer with additives, crackers at home and in Tanzania, a
refinery with a co-product, a remelter of metal with scrap; several lanes, stocks, one to three years or branches of a tree; up to
three programmes with beneficiaries, cumulation, donors, windows, and every kind of test, alone, together and as alternatives.
"""

import random
from dataclasses import dataclass

from tests.made_cases import SETTING, yearly_nodes

Row = dict[str, object]
Rows = dict[str, list[Row]]

COUNTRIES = ("CN", "TZ", "UG", "US", "ZM")
MARKETS = {"us": "US", "eu": "EU", "cn": "CN", "ke": "KE"}
TESTS = ("content_min", "foreign_max", "tariff_shift", "wholly_obtained")
SITES = {"mine": "KE", "plant": "KE", "works": "TZ"}


@dataclass(frozen=True)
class Good:
    """A material: HS code, what it is worth, whether it is raw, what fraction of it is cerium."""

    code: str
    worth: float
    raw: bool = False
    cerium: float = 0.0


class Draws:
    """Numbers and choices of one network."""

    def __init__(self, seed: int) -> None:
        """Start from a seed."""
        self._rng = random.Random(seed)  # noqa: S311 (a test case needs no secrecy)

    def number(self, low: float, high: float) -> float:
        """Return a number between two, of two decimals."""
        return round(self._rng.uniform(low, high), 2)

    def chance(self, probability: float) -> bool:
        """Return true with a probability."""
        return self._rng.random() < probability

    def one(self, *choices: object) -> object:
        """Return one of these."""
        return self._rng.choice(choices)

    def some(self, names: tuple[str, ...], probability: float) -> list[str]:
        """Return each of these with a probability."""
        return [name for name in names if self.chance(probability)]


def blending_network(seed: int, *, lawless: bool = False) -> Rows:
    """Return the rows of a feasible case.

    Args:
        seed: Each is a network of its own.
        lawless: Whether to leave out tariffs, programmes, royalties and minerals.
    """
    draws = Draws(seed)
    goods = _goods(draws)
    lanes = _lanes(draws)
    rows: Rows = {
        "case": [{**SETTING, "real_discount_rate": draws.number(0, 0.1)}],
        "nodes": _nodes(draws),
        "sites": [{"id": site, "country": country} for site, country in SITES.items()],
        "materials": [
            {"id": name, "stage": "refined", "raw": good.raw and not lawless, "hs_code": good.code,
             "reference_value_per_unit": round(good.worth * draws.number(0.8, 1.2), 2), "discardable": draws.chance(0.2)}
            for name, good in goods.items()
        ],
        "contents": [{"material": name, "mineral": "cerium", "fraction": good.cerium} for name, good in goods.items()
                     if good.cerium and not lawless],
        "supplies": _supplies(draws, goods),
        "lanes": lanes,
        "lane_materials": [{"lane": "barge", "material": name} for name in ("ore", "washed", "carbonate")],
        "markets": [
            {"id": name, "country": country, "customs_basis": draws.one("fob", "cif"), "duty_incidence": draws.number(0.3, 1)}
            for name, country in MARKETS.items()
        ],
        "demands": [
            {"id": f"{market}-{name}", "tier": "1", "market": market, "material": name, "max_per_year": draws.number(10, 90),
             "price_per_unit": round(goods[name].worth * draws.number(0.9, 1.3), 2),
             "appraised_value_per_unit": round(goods[name].worth * draws.number(1.0, 1.3), 2),
             "price_basis": draws.one("fob", "cif", "ddp")}
            for market in MARKETS
            for name in ("washed", "carbonate", "metal", "oxide", "ingot")
            if draws.chance(0.7) or name == "metal"
        ],
        "stocks": [
            {"site": site, "material": name, "initial": draws.number(0, 20), "origin_country": draws.one("", *COUNTRIES)}
            for site, name in (("plant", "washed"), ("plant", "carbonate"), ("plant", "metal"), ("works", "carbonate"))
            if draws.chance(0.4)
        ],
    }  # fmt: skip
    rows |= _processes(draws, goods)
    rows["supplies"] += _missing(draws, rows)
    if not lawless:
        rows |= _law(draws, goods)
    return rows


def _goods(draws: Draws) -> dict[str, Good]:
    same_heading = draws.chance(0.3)
    return {
        "ore": Good("2615.90", draws.number(200, 800), raw=True, cerium=0.1),
        "sand": Good("2617.90", draws.number(200, 800), raw=True, cerium=0.1),
        "washed": Good("2615.90", draws.number(500, 1_500), raw=True, cerium=0.1),
        "carbonate": Good("2846.90", draws.number(2_000, 4_000), cerium=0.1),
        "blend": Good("2846.10", draws.number(2_000, 4_000), cerium=0.1),
        "metal": Good("2846.90" if same_heading else "7202.93", draws.number(6_000, 12_000), cerium=0.1),
        "oxide": Good("2825.90", draws.number(3_000, 9_000), cerium=0.1),
        "ingot": Good("7202.99", draws.number(6_000, 13_000), cerium=0.1),
        "acid": Good("2807.00", draws.number(50, 300)),
        "flux": Good("2530.90", draws.number(50, 300)),
    }


def _nodes(draws: Draws) -> list[Row]:
    if draws.chance(0.2):
        later = {"parent": "2027", "start": "2028-01-01", "end": "2028-12-31", "probability": 0.5}
        return [*yearly_nodes(1), {"id": "a", **later}, {"id": "b", **later}]
    return yearly_nodes(int(draws.number(1, 3.99)))


def _supplies(draws: Draws, goods: dict[str, Good]) -> list[Row]:
    rows: list[Row] = [
        {
            "id": "pit",
            "site": "mine",
            "material": "ore",
            "max_per_year": draws.number(20, 200),
            "cost_per_unit": draws.number(20, 200),
        }
    ]
    for country in ("KE", *COUNTRIES):
        for name in ("ore", "sand", "washed", "carbonate", "metal", "acid", "flux"):
            if draws.chance(0.2):
                cost = round(goods[name].worth * draws.number(0.3, 0.9), 2)
                site = "works" if draws.chance(0.2) else "plant"
                rows.append(
                    {"id": f"{name}-{country.lower()}", "site": site, "material": name, "acquisition": "bought",
                     "origin_country": country, "cost_per_unit": cost, "max_per_year": draws.number(20, 120)}
                )  # fmt: skip
    return rows


def _missing(draws: Draws, rows: Rows) -> list[Row]:
    """Return a supply of everything that a process takes in and that cannot be had where it stands."""
    found: list[Row] = []
    for process in rows["processes"]:
        inputs, _ = _ins_and_outs(rows, process)
        for material in sorted(inputs):
            if (process["site"], material) not in _had({**rows, "supplies": [*rows["supplies"], *found]}):
                found.append(
                    {"id": f"spare-{material}-{process['id']}", "site": process["site"], "material": material,
                     "acquisition": "bought", "origin_country": draws.one("KE", *COUNTRIES),
                     "cost_per_unit": draws.number(50, 500), "max_per_year": draws.number(20, 120)}
                )  # fmt: skip
    return found


def _ins_and_outs(rows: Rows, process: Row) -> tuple[set[object], set[object]]:
    mine = [row for row in rows["process_flows"] if row["process"] == process["id"]]
    inputs, outputs = ({row["material"] for row in mine if row["direction"] == way} for way in ("in", "out"))
    return inputs, outputs


def _had(rows: Rows) -> set[tuple[object, object]]:
    """Return the (site, material) pairs that supplies, listed lanes and processes bring about."""
    had = {(row["site"], row["material"]) for row in rows["supplies"]}
    listed = {row["material"] for row in rows["lane_materials"]}
    size = -1
    while size < (size := len(had)):
        for lane in rows["lanes"]:
            arriving = {what for site, what in had if site == lane["from_site"]}
            had |= {(lane["to"], what) for what in arriving if lane["id"] != "barge" or what in listed}
        for process in rows["processes"]:
            inputs, outputs = _ins_and_outs(rows, process)
            if all((process["site"], what) in had for what in inputs):
                had |= {(process["site"], what) for what in outputs}
    return had


def _processes(draws: Draws, goods: dict[str, Good]) -> Rows:
    """Return processes with their flows: inputs with whether they are constituents, outputs."""
    part = draws.chance(0.5)
    recipes = {
        ("wash", "plant", False): ({"ore": 1.0, "sand": draws.number(0.2, 1.0)}, {"washed": 0.9}),
        ("scrub", "plant", False): ({"ore": 1.0, "flux": 0.1}, {"washed": 0.8}),
        ("crack", "plant", draws.chance(0.7)): ({"washed": 1.0, "acid": 0.3}, {"carbonate": 0.7}),
        ("crack-tz", "works", draws.chance(0.7)): ({"washed": 1.0}, {"carbonate": 0.7}),
        ("mix", "plant", False): ({"carbonate": 1.0, "washed": 0.2, "flux": 0.2}, {"blend": 1.1}),
        ("refine", "plant", draws.chance(0.7)): (
            {"carbonate": 1.0, "flux": 0.2} if part else {"blend": 1.0}, {"metal": 0.5, "oxide": 0.4},
        ),
        ("refine-tz", "works", draws.chance(0.5)): ({"carbonate": 1.0}, {"metal": 0.6}),
        ("remelt", "plant", draws.chance(0.3)): ({"metal": 1.0, "oxide": 0.1}, {"ingot": 1.0}),
    }  # fmt: skip
    processes, flows = [], []
    for (name, site, substantial), (inputs, outputs) in recipes.items():
        if draws.chance(0.15):
            continue
        feed = next(iter(inputs)) if draws.chance(0.8) else ""
        cost = round(goods[next(iter(outputs))].worth * draws.number(0.02, 0.25), 2)
        processes.append(
            {"id": name, "site": site, "feed": feed, "operating_cost_per_unit": cost, "direct_cost_per_unit": cost,
             "substantial": substantial, "max_per_year": draws.number(50, 300)}
        )  # fmt: skip
        for direction, amounts in (("in", inputs), ("out", outputs)):
            for material, amount in amounts.items():
                row: Row = {"process": name, "material": material, "direction": direction, "amount_per_unit": amount}
                if material in ("acid", "flux"):
                    row["constituent"] = draws.chance(0.6)
                flows.append(row)
    return {"processes": processes, "process_flows": flows}


def _lanes(draws: Draws) -> list[Row]:
    ways = [("road", "mine", "plant"), ("track", "mine", "works"), ("barge", "plant", "works"), ("ferry", "works", "plant"),
            ("rail", "mine", "plant")]  # fmt: skip
    sea = [
        (f"{site}-{market}", site, market)
        for site in ("plant", "works")
        for market in MARKETS
        if (site, market) != ("works", "ke")
    ]
    return [
        {"id": name, "from_site": start, "to": end, "freight_per_tonne": draws.number(1, 80),
         "max_tonnes_per_year": draws.one("", draws.number(20, 200)), "transit_days": draws.one(0, 30)}
        for name, start, end in [*ways, *sea]
        if name in ("road", "barge") or draws.chance(0.7)
    ]  # fmt: skip


def _law(draws: Draws, goods: dict[str, Good]) -> Rows:
    programmes = [(name, MARKETS[name]) for name in draws.some(("us", "eu", "cn"), 0.8)]
    origins = ("KE", *COUNTRIES)
    return {
        "tariffs": _tariffs(draws),
        "programmes": [
            {"id": f"to-{name}", "destination": country, "waives": "mfn", "claim_cost_per_tonne": draws.number(0, 5),
             "start": draws.one("", "", "2027-04-01"), "end": draws.one("", "", "2028-06-30")}
            for name, country in programmes
        ],
        "programme_countries": [row for name, _ in programmes for row in _roles(draws, f"to-{name}")],
        "origin_rules": [row for name, _ in programmes for row in _rules(draws, f"to-{name}")],
        "origin_values": [
            {"programme": f"to-{name}", "material": material, "origin": country, "site": site,
             "value_per_unit": round(goods[material].worth * draws.number(0.7, 1.1), 2)}
            for name, _ in programmes
            for material in goods
            for country in origins
            for site in ("plant", "works")
        ],
        "royalties": [{"id": "ce", "mineral": "cerium", "rate": draws.number(0, 0.1)}] if draws.chance(0.5) else [],
        "policies": [{"id": "share", "kind": "processed_share", "mineral": "cerium", "minimum": draws.number(0, 0.5)}]
        if draws.chance(0.3) else [],
    }  # fmt: skip


def _tariffs(draws: Draws) -> list[Row]:
    rows: list[Row] = [
        {
            "id": f"{country.lower()}-{code}",
            "instrument": "mfn",
            "hs_prefix": code,
            "destination": country,
            "ad_valorem": draws.number(0.02, 0.3),
        }
        for country in ("US", "EU", "CN")
        for code in ("26", "2846", "7202", "2825")
        if draws.chance(0.8)
    ]
    rows.append({"id": "fee", "instrument": "mpf", "kind": "fee", "destination": "US", "ad_valorem": 0.003464})
    if draws.chance(0.5):
        rows.append({"id": "idf", "instrument": "idf", "kind": "import_charge", "destination": "KE", "ad_valorem": 0.025})
    if draws.chance(0.3):
        origin = draws.one("KE", "CN", "TZ")
        rows.append(
            {"id": "extra", "instrument": "s301", "kind": "surcharge", "destination": "US", "origin": origin, "ad_valorem": 0.1}
        )
    if draws.chance(0.3):
        origin = draws.one("", "KE", "UG")
        rows.append(
            {"id": "levy", "instrument": "levy", "kind": "export_levy", "hs_prefix": "26", "origin": origin, "ad_valorem": 0.05}
        )
    return rows


def _roles(draws: Draws, programme: str) -> list[Row]:
    roles = {
        "KE": "beneficiary" if draws.chance(0.9) else "",
        "TZ": draws.one("beneficiary", "cumulation", "cumulation", ""),
        "UG": draws.one("cumulation", "", ""),
        "US": draws.one("donor", ""),
        "ZM": draws.one("former", "cumulation", ""),
    }
    return [
        {"programme": programme, "country": country, "role": role, "end": draws.one("", "", "", "2027-12-31")}
        for country, role in roles.items()
        if role
    ]


def _rules(draws: Draws, programme: str) -> list[Row]:
    """Return rules for most headings: one or two alternatives of one or two tests."""
    rows = []
    for prefix in ("26", "2846", "7202", "2825", "7202.99"):
        if draws.chance(0.2):
            continue
        for alternative in ("a", "b")[: int(draws.number(1, 2.5))]:
            tests = {draws.one(*TESTS), draws.one(*TESTS[:3])} if draws.chance(0.4) else {draws.one(*TESTS)}
            key: Row = {"programme": programme, "hs_prefix": prefix, "alternative": alternative}
            rows += [_rule(draws, {**key, "test": test}) for test in TESTS if test in tests]
    return rows


def _rule(draws: Draws, row: Row) -> Row:
    if row["test"] == "content_min":
        row |= {"threshold": draws.number(0.05, 0.5), "donor_cap": draws.one("", 0.15)}
    if row["test"] == "foreign_max":
        row["threshold"] = draws.number(0.1, 0.8)
    if row["test"] == "tariff_shift":
        row |= {"shift_digits": draws.one(2, 4, 6), "de_minimis": draws.one("", 0.1, 0.2)}
    return row
