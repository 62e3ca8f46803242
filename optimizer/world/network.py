"""The network that a case describes: where materials can be had, used and sold, and which lanes carry them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Flows

Ints = NDArray[np.int64]


class Place(NamedTuple):
    """A material at a site: positions in the tables."""

    site: int
    material: int


class Move(NamedTuple):
    """A material on a lane between sites: positions in the tables."""

    lane: int
    material: int


class Outlet(NamedTuple):
    """A lane into a market with a material for a tier of a demand there: positions in the tables."""

    lane: int
    material: int
    demand: int


@dataclass(frozen=True, slots=True)
class Network:
    """Ways between places.

    Attributes:
        starts: Site at which each lane starts.
        ends: Site at which each lane ends, -1 for a market.
        moves: Every material that a lane between sites may carry to where it is of use, in order.
        outlets: Every way to serve a tier with a material that can be had, in order.
    """

    starts: Ints
    ends: Ints
    moves: tuple[Move, ...]
    outlets: tuple[Outlet, ...]

    def onward(self) -> dict[Place, list[int]]:
        """Return the sites to which lanes take a material from a place; places without any are left out."""
        found: dict[Place, list[int]] = {}
        for lane, material in self.moves:
            found.setdefault(Place(int(self.starts[lane]), material), []).append(int(self.ends[lane]))
        return found


def read_network(case: Case, flows: Flows) -> Network:
    """Return the network of a case; `flows` are those of the processes that take part."""
    sites = case["sites"].rows
    starts = case.position("lanes", "from_site")
    ends = np.array([sites.get(end, -1) for end in case["lanes"]["to"]], dtype=np.int64)
    have = _places(case, reachable_materials(case))
    outlets = sorted(outlet for outlet in sale_pairs(case) if (int(starts[outlet.lane]), outlet.material) in have)
    lanes = [lane for lane in case.active_rows("lanes").tolist() if ends[lane] >= 0]
    used = _used(case, flows) | {Place(int(starts[lane]), what) for lane, what, _ in outlets}
    wanted = _leading_to(case, used, lanes, starts, ends)
    moves = sorted(set(_moves(case, have, wanted, lanes, starts, ends)))
    return Network(starts, ends, tuple(moves), tuple(outlets))


def sale_pairs(case: Case) -> Iterator[Outlet]:
    """Yield every active lane into a market with every active tier there that it may serve."""
    lanes = case["lanes"]
    demands = case["demands"]
    materials = case["materials"]
    carried = materials_per_lane(case)
    buyers: dict[str, list[int]] = {}
    for row in case.active_rows("demands"):
        buyers.setdefault(str(demands["market"][row]), []).append(int(row))
    for lane in case.active_rows("lanes"):
        only = carried.get(lanes.keys[lane])
        for row in buyers.get(str(lanes["to"][lane]), ()):
            material = str(demands["material"][row])
            if material in materials.rows and (only is None or material in only):
                yield Outlet(int(lane), materials.rows[material], row)


def reachable_materials(case: Case) -> set[tuple[str, str]]:
    """Return the (site, material) pairs that supplies, stocks, processes and lanes can bring about."""
    supplies = case["supplies"]
    stocks = case["stocks"]
    initial = case.numbers("stocks", "initial")
    waiting = [(supplies["site"][row], supplies["material"][row]) for row in case.active_rows("supplies")]
    waiting += [(stocks["site"][row], stocks["material"][row]) for row in case.active_rows("stocks") if (initial[row] > 0).any()]
    lanes: dict[str, list[tuple[str, set[str] | None]]] = {}
    for start, end, only in open_lanes(case):
        lanes.setdefault(start, []).append((end, only))
    recipes = _ins_and_outs(case)
    missing = [len(set(inputs)) for _, inputs, _ in recipes]
    needing: dict[tuple[str, str], list[int]] = {}
    for at, (site, inputs, outputs) in enumerate(recipes):
        waiting += [(site, material) for material in outputs if not inputs]
        for material in set(inputs):
            needing.setdefault((site, material), []).append(at)
    have: set[tuple[str, str]] = set()
    while waiting:
        place = waiting.pop()
        if place in have:
            continue
        have.add(place)
        site, material = place
        waiting += [(end, material) for end, only in lanes.get(site, ()) if only is None or material in only]
        for at in needing.get(place, ()):
            missing[at] -= 1
            if not missing[at]:
                waiting += [(site, output) for output in recipes[at][2]]
    return have


def _ins_and_outs(case: Case) -> list[tuple[str, list[str], list[str]]]:
    processes = case["processes"]
    flows = case["process_flows"]
    inputs: dict[str, list[str]] = {}
    outputs: dict[str, list[str]] = {}
    for process, material, direction in zip(flows["process"], flows["material"], flows["direction"], strict=True):
        (inputs if direction == "in" else outputs).setdefault(process, []).append(material)
    keys = [processes.keys[row] for row in case.active_rows("processes")]
    return [(processes["site"][processes.rows[key]], inputs.get(key, []), outputs.get(key, [])) for key in keys]


def open_lanes(case: Case) -> list[tuple[str, str, set[str] | None]]:
    """Return (start, end, materials) of every active lane between sites; None = it carries all."""
    lanes = case["lanes"]
    carried = materials_per_lane(case)
    return [
        (lanes["from_site"][row], lanes["to"][row], carried.get(lanes.keys[row]))
        for row in case.active_rows("lanes")
        if lanes["to"][row] in case["sites"].rows
    ]


def materials_per_lane(case: Case) -> dict[str, set[str]]:
    """Return, for lanes that `lane_materials` restricts, the materials that they may carry now."""
    table = case["lane_materials"]
    active = set(case.active_rows("lane_materials").tolist())
    carried: dict[str, set[str]] = {}
    for row in range(len(table)):
        materials = carried.setdefault(str(table["lane"][row]), set())
        if row in active:
            materials.add(str(table["material"][row]))
    return carried


def countries_of_sites(case: Case) -> list[str]:
    """Return the country of every site; blank is home."""
    return [str(country) or case.home_country for country in case["sites"]["country"]]


def countries_of_markets(case: Case) -> list[str]:
    """Return the country of every market; blank is the id in capitals."""
    markets = case["markets"]
    return [str(country) or key.upper() for key, country in zip(markets.keys, markets["country"], strict=True)]


def _places(case: Case, names: Iterable[tuple[str, str]]) -> set[tuple[int, int]]:
    sites = case["sites"].rows
    materials = case["materials"].rows
    return {(sites[site], materials[material]) for site, material in names if site in sites and material in materials}


def _used(case: Case, flows: Flows) -> set[Place]:
    """Return where materials go into processes or can be kept."""
    inward = (flows.amount < 0).any(axis=1)
    at = case.position("processes", "site")[flows.process[inward]]
    stocks = case.active_rows("stocks")
    kept = (case.position("stocks", name)[stocks] for name in ("site", "material"))
    pairs = [*zip(at.tolist(), flows.material[inward].tolist(), strict=True)]
    pairs += zip(*(part.tolist() for part in kept), strict=True)
    return {Place(*pair) for pair in pairs if min(pair) >= 0}


def _leading_to(case: Case, used: set[Place], lanes: list[int], starts: Ints, ends: Ints) -> set[Place]:
    """Return the places where a material is of use, or from which lanes may take it to such a place."""
    carried = materials_per_lane(case)
    keys = case["lanes"].keys
    names = case["materials"].keys
    into: dict[int, list[tuple[int, set[str] | None]]] = {}
    for lane in lanes:
        into.setdefault(int(ends[lane]), []).append((int(starts[lane]), carried.get(keys[lane])))
    waiting = list(used)
    found = set[Place]()
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [
                Place(start, place.material)
                for start, only in into.get(place.site, ())
                if only is None or names[place.material] in only
            ]
    return found


def _moves(
    case: Case,
    have: set[tuple[int, int]],
    wanted: set[Place],
    lanes: list[int],
    starts: Ints,
    ends: Ints,
) -> Iterator[Move]:
    """Yield what lanes between sites carry: listed materials, or all that are there and wanted at the end."""
    carried = materials_per_lane(case)
    materials = case["materials"].rows
    at_site: dict[int, list[int]] = {}
    for site, material in have:
        at_site.setdefault(site, []).append(material)
    for lane in lanes:
        only = carried.get(case["lanes"].keys[lane])
        end = int(ends[lane])
        if only is not None:
            yield from (Move(lane, materials[name]) for name in only if name in materials)
        else:
            there = at_site.get(int(starts[lane]), ())
            yield from (Move(lane, material) for material in there if (end, material) in wanted)
