"""Rules on charges with a least or largest amount per customs entry: both are ignored where the size of an entry is unknown."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.law.schedule import AT_IMPORT, Goods, Schedule
from optimizer.world.network import materials_per_lane, reachable_materials

BOUNDS = ("min_per_parcel", "max_per_parcel")


def unknown_parcels(case: Case) -> Iterator[Violation]:
    """Yield a warning per lane on which such a charge falls due and no parcel is given, and per supply bought abroad."""
    bounded = set(_bounded_tariffs(case))
    if not bounded:
        return
    schedule = Schedule(case)
    borders = _Borders(case, schedule)
    for lane in case.active_rows("lanes").tolist():
        for material, country, kinds in borders.crossings(lane):
            rows = borders.reaching(material, country, kinds) & bounded
            if rows and _is_parcel_unknown(case, lane, material):
                tariff = case["tariffs"].keys[min(rows)]
                problem = f"the bounds per customs entry of tariff '{tariff}' are ignored for '{material}' on this lane"
                fix = "give the size of a customs entry here or in lane_materials"
                address = case["lanes"].address(lane, "parcel_tonnes")
                yield Violation(address, "unknown-parcel", "", problem, fix, warning=True)
                break
    yield from _bought_abroad(case, schedule, bounded)


def _bounded_tariffs(case: Case) -> Iterator[int]:
    in_force = case.shares_in_force("tariffs").max(axis=1, initial=0.0)
    given = [np.asarray(~np.isnan(case.numbers("tariffs", name)).all(axis=1)) for name in BOUNDS]
    for row in case.active_rows("tariffs").tolist():
        if in_force[row] > 0 and any(bound[row] for bound in given):
            yield row


class _Borders:
    """What lanes take over borders, and the tariff rows that it meets there; what all lanes share is read once."""

    def __init__(self, case: Case, schedule: Schedule) -> None:
        self._case = case
        self._schedule = schedule
        self._reached = reachable_materials(case)
        self._carried = materials_per_lane(case)
        self._bought: dict[str, set[str]] = {}
        for row in case.active_rows("demands").tolist():
            self._bought.setdefault(str(case["demands"]["market"][row]), set()).add(str(case["demands"]["material"][row]))
        sources = ("supplies", "stocks")
        foreign = {str(case[table]["origin_country"][row]) for table in sources for row in case.active_rows(table)}
        self._origins = {case.home_country} | foreign | set(case["sites"]["country"])
        self._found: dict[tuple[str, str, tuple[str, ...]], set[int]] = {}

    def crossings(self, lane: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield (material, country of entry, kinds of charge) of what a lane may take over a border."""
        case = self._case
        lanes = case["lanes"]
        sites = case["sites"]
        markets = case["markets"]
        home = case.home_country
        start = str(lanes["from_site"][lane])
        end = str(lanes["to"][lane])
        leaves = _country(case, start) == home
        if end in markets.rows:
            country = case.market_countries[markets.rows[end]]
            kinds = (*AT_IMPORT, *(("export_levy",) if leaves else ()))
            here = self._bought.get(end, set())
        elif end in sites.rows and leaves != (_country(case, end) == home):
            country = _country(case, end)
            kinds = ("export_levy",) if leaves else ("import_charge",)
            here = set(case["materials"].keys)
        else:
            return
        only = self._carried.get(lanes.keys[lane], here)
        if end not in markets.rows or country != home:
            yield from ((material, country, kinds) for material in sorted(here & only) if (start, material) in self._reached)

    def reaching(self, material: str, country: str, kinds: tuple[str, ...]) -> set[int]:
        """Return the tariff rows that reach a material of any origin that the case knows."""
        materials = self._case["materials"]
        at = materials.rows.get(material)
        code = "" if at is None else str(materials["hs_code"][at])
        asked = (code, country, kinds)
        if asked not in self._found:
            every = [self._schedule.reaching(Goods(code, origin, country), kinds) for origin in self._origins - {"", country}]
            self._found[asked] = {row for rows in every for row in rows}
        return self._found[asked]


def _country(case: Case, site: str) -> str:
    at = case["sites"].rows.get(site)
    if at is None:
        return case.home_country
    return case.site_countries[at]


def _is_parcel_unknown(case: Case, lane: int, material: str) -> bool:
    unknown = np.isnan(case.numbers("lanes", "parcel_tonnes")[lane])
    own = case["lane_materials"].rows.get(f"{case['lanes'].keys[lane]},{material}")
    if own is not None:
        unknown &= np.isnan(case.numbers("lane_materials", "parcel_tonnes")[own])
    return bool(unknown.any())


def _bought_abroad(case: Case, schedule: Schedule, bounded: set[int]) -> Iterator[Violation]:
    """Yield a warning per supply delivered from abroad: its import charges know no customs entries."""
    supplies = case["supplies"]
    home = case.home_country
    for row in case.active_rows("supplies").tolist():
        origin = str(supplies["origin_country"][row])
        material = str(supplies["material"][row])
        abroad = origin not in ("", home) and _country(case, str(supplies["site"][row])) == home
        if not abroad or supplies["acquisition"][row] != "bought" or material not in case["materials"].rows:
            continue
        code = str(case["materials"]["hs_code"][case["materials"].rows[material]])
        rows = set(schedule.reaching(Goods(code, origin, home), ("import_charge",))) & bounded
        if rows:
            tariff = case["tariffs"].keys[min(rows)]
            problem = f"the bounds per customs entry of tariff '{tariff}' are ignored for goods bought delivered"
            fix = "let the supply be at a site abroad and a lane with a parcel size bring it"
            address = supplies.address(row, "origin_country")
            yield Violation(address, "unknown-parcel", origin, problem, fix, warning=True)


RULES = (unknown_parcels,)
