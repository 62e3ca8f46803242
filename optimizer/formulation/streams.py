"""Which materials exist where, and which processes, hauls and sales follow: the one function that enumerates them.

A stream is a material with its origin; a mode is a process with the claim its product earns. Here every material has one stream
(home) and every process one mode.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows, RawLine, read_contents, read_flows, read_raw_line
from optimizer.domain.expansions import BuildSteps, read_steps
from optimizer.domain.hauls import Haul, read_hauls
from optimizer.domain.trade import Sales, SalesBook, sale_pairs
from optimizer.domain.validation.chains import materials_per_lane, reachable_materials

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Streams:
    """Everything the columns are made for. Positions are rows of the case's tables.

    Attributes:
        places: (site, material) pairs that have a balance.
        supplies: Supplies that take part.
        processes: Processes that take part.
        flows: Their flows.
        transfers: Hauls between sites.
        sales: Hauls into markets, under every claim.
        stocks: Stocks that take part.
        steps: Steps of the cost curves of the expansions that take part.
        contents: Contained minerals.
        raw_line: What processes do to minerals.
    """

    places: tuple[tuple[int, int], ...]
    supplies: Ints
    processes: Ints
    flows: Flows
    transfers: Haul
    sales: Sales
    stocks: Ints
    steps: BuildSteps
    contents: Contents
    raw_line: RawLine


def enumerate_streams(case: Case) -> Streams:
    """Return everything the columns are made for, in the order of the tables' keys."""
    have = _positions(case, reachable_materials(case))
    contents, flows = read_contents(case), read_flows(case)
    starts = case.position("lanes", "from_site")
    pairs = [triple for triple in sale_pairs(case) if (int(starts[triple[0]]), triple[1]) in have]
    sales = SalesBook(case, contents).read(sorted(pairs))
    wanted = _wanted_places(case, flows, pairs, starts)
    transfers = read_hauls(case, sorted(set(_transfer_pairs(case, have, wanted, starts))))
    supplies, processes = case.active_rows("supplies"), case.active_rows("processes")
    stocks = case.active_rows("stocks")
    places = _balanced_places(case, supplies, flows, transfers, sales, stocks)
    return Streams(
        places, supplies, processes, flows, transfers, sales, stocks, read_steps(case),
        contents, read_raw_line(case, contents, flows),
    )  # fmt: skip


def _positions(case: Case, names: set[tuple[str, str]]) -> set[tuple[int, int]]:
    sites, materials = case["sites"].rows, case["materials"].rows
    return {(sites[site], materials[material]) for site, material in names if site in sites and material in materials}


def _wanted_places(case: Case, flows: Flows, pairs: list[tuple[int, int, int]], starts: Ints) -> set[tuple[int, int]]:
    """Return the (site, material) pairs at which the material can be used, kept, sold or passed on to such a place."""
    site_of_process = case.position("processes", "site")
    inward = (flows.amount < 0).any(axis=1)
    wanted = set(zip(site_of_process[flows.process[inward]].tolist(), flows.material[inward].tolist(), strict=True))
    wanted |= {(int(starts[lane]), material) for lane, material, _ in pairs}
    stocks = case.active_rows("stocks")
    sites, materials = case.position("stocks", "site"), case.position("stocks", "material")
    wanted |= set(zip(sites[stocks].tolist(), materials[stocks].tolist(), strict=True))
    carried, keys, names = materials_per_lane(case), case["lanes"].keys, case["materials"].keys
    into: dict[int, list[tuple[int, set[str] | None]]] = {}
    for lane, start, end in _site_lanes(case, starts):
        into.setdefault(end, []).append((start, carried.get(keys[lane])))
    waiting, found = list(wanted), set[tuple[int, int]]()
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            site, material = place
            waiting += [(start, material) for start, only in into.get(site, ()) if only is None or names[material] in only]
    return found


def _site_lanes(case: Case, starts: Ints) -> Iterator[tuple[int, int, int]]:
    sites, ends = case["sites"].rows, case["lanes"]["to"]
    for lane in case.active_rows("lanes"):
        if ends[lane] in sites:
            yield int(lane), int(starts[lane]), sites[ends[lane]]


def _transfer_pairs(
    case: Case, have: set[tuple[int, int]], wanted: set[tuple[int, int]], starts: Ints
) -> Iterator[tuple[int, int]]:
    """Yield (lane, material) for lanes between sites: listed materials, or all that are there and wanted at the end."""
    carried, materials = materials_per_lane(case), case["materials"].rows
    at_site: dict[int, list[int]] = {}
    for site, material in have:
        at_site.setdefault(site, []).append(material)
    for lane, start, end in _site_lanes(case, starts):
        only = carried.get(case["lanes"].keys[lane])
        if only is not None:
            yield from ((lane, materials[name]) for name in only if name in materials)
        else:
            yield from ((lane, material) for material in at_site.get(start, ()) if (end, material) in wanted)


def _balanced_places(
    case: Case, supplies: Ints, flows: Flows, transfers: Haul, sales: Sales, stocks: Ints
) -> tuple[tuple[int, int], ...]:
    starts, sites = case.position("lanes", "from_site"), case["sites"].rows
    ends = np.array([sites.get(end, -1) for end in case["lanes"]["to"]], dtype=np.int64)
    site_of = {name: case.position(name, "site") for name in ("supplies", "processes", "stocks")}
    groups = (
        (site_of["supplies"][supplies], case.position("supplies", "material")[supplies]),
        (site_of["processes"][flows.process], flows.material),
        (starts[transfers.lane], transfers.material),
        (ends[transfers.lane], transfers.material),
        (starts[sales.hauls.lane], sales.hauls.material),
        (site_of["stocks"][stocks], case.position("stocks", "material")[stocks]),
    )
    return tuple(sorted({pair for site, material in groups for pair in zip(site.tolist(), material.tolist(), strict=True)}))
