"""Which materials exist where, and which processes, hauls and sales follow: the one function that enumerates them.

A stream is a material with its origin; a mode is a process with the claims its product earns. Where no foreign feed can reach,
every material has one stream (home) and every process one mode.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows, RawLine, read_contents, read_flows, read_raw_line
from optimizer.domain.expansions import BuildSteps, read_steps
from optimizer.domain.hauls import Haul, read_hauls
from optimizer.domain.law.origin import Origin, OriginLaw
from optimizer.domain.trade import Sales, SalesBook, sale_pairs
from optimizer.domain.validation.chains import materials_per_lane, reachable_materials
from optimizer.formulation.claims import Claim
from optimizer.formulation.origins import Mode, OriginReach, Origins, constituent_flows

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Modes:
    """The modes of the processes that take part; first the home mode of each, in the order of `Streams.processes`.

    Attributes:
        process: Position of each mode's process.
        entry: Position of the process in `Streams.processes`.
        output: Position of the origin of its products.
        key: What tells it in the keys of columns.
        claims: Programmes whose rules its lots must pass.
        mixes: Whether it tells inputs apart by origin.
        flow_mode: Mode of each flow that moves one origin, in fixed proportion to the mode's level.
        flow: Its position in `Streams.flows`.
        flow_origin: Position of its origin.
        feed_mode: Mode of each input of one origin that may be mixed with others.
        feed: Its flow.
        feed_origin: Position of its origin.
        feed_open: Whether no rule forbids it at the node: (feeds, nodes).
        of_process: Modes of each process.
        of_flow: Positions in `flow` of each flow.
    """

    process: Ints
    entry: Ints
    output: Ints
    key: tuple[tuple[str, ...], ...]
    claims: tuple[tuple[Claim, ...], ...]
    mixes: NDArray[np.bool_]
    flow_mode: Ints
    flow: Ints
    flow_origin: Ints
    feed_mode: Ints
    feed: Ints
    feed_origin: Ints
    feed_open: NDArray[np.bool_]
    of_process: dict[int, list[int]]
    of_flow: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Streams:
    """Everything the columns are made for. Positions are rows of the case's tables.

    Attributes:
        origins: Every origin there is; the first is home.
        places: (site, material, origin) triples that have a balance.
        supplies: Supplies that take part.
        supply_origin: Their origins.
        processes: Processes that take part.
        modes: Their modes.
        flows: Their flows.
        constituent: Whether each flow ends up in products.
        transfers: Hauls between sites.
        sales: Hauls into markets, under every claim.
        stocks: Stocks that take part, one entry for every origin that can be kept.
        stock_origin: Their origins.
        initial_origin: Origin of the initial amount of every stock row.
        told_apart: Whether the origin of each material matters; what does not is called home wherever it is from.
        steps: Steps of the cost curves of the expansions that take part.
        contents: Contained minerals.
        raw_line: What processes do to minerals.
        law: Rules of origin.
    """

    origins: tuple[Origin, ...]
    places: tuple[tuple[int, int, int], ...]
    supplies: Ints
    supply_origin: Ints
    processes: Ints
    modes: Modes
    flows: Flows
    constituent: NDArray[np.bool_]
    transfers: Haul
    sales: Sales
    stocks: Ints
    stock_origin: Ints
    initial_origin: Ints
    told_apart: NDArray[np.bool_]
    steps: BuildSteps
    contents: Contents
    raw_line: RawLine
    law: OriginLaw

    @property
    def home_ore(self) -> NDArray[np.bool_]:
        """Whether each origin counts as home ore."""
        return np.array([origin.home_ore for origin in self.origins], dtype=bool)


def enumerate_streams(case: Case) -> Streams:
    """Return everything the columns are made for, in the order of the tables' keys."""
    have = _positions(case, reachable_materials(case))
    contents, flows, law = read_contents(case), read_flows(case), OriginLaw(case)
    starts = case.position("lanes", "from_site")
    pairs = [triple for triple in sale_pairs(case) if (int(starts[triple[0]]), triple[1]) in have]
    wanted = _wanted_places(case, flows, pairs, starts)
    moves = sorted(set(_transfer_pairs(case, have, wanted, starts)))
    supplies, processes, stocks = (case.active_rows(name) for name in ("supplies", "processes", "stocks"))
    origins = _reach(case, law, contents, flows, moves, processes)
    sold = [(*triple, origin) for triple in sorted(pairs) for origin in origins.anywhere(int(starts[triple[0]]), triple[1])]
    sales = SalesBook(case, contents, law, origins.known, origins.surplus).read(sold)
    moved = [(*pair, origin) for pair in moves for origin in origins.anywhere(int(starts[pair[0]]), pair[1])]
    transfers = read_hauls(case, moved)
    site, material = case.position("stocks", "site"), case.position("stocks", "material")
    kept = [(int(row), origin) for row in stocks for origin in origins.anywhere(int(site[row]), int(material[row]))]
    modes = _arrange(origins.modes, processes, flows, len(case.timeline))
    stock, stock_origin = (np.array([entry[part] for entry in kept], dtype=np.int64) for part in (0, 1))
    bought = (supplies, origins.of_supply[supplies])
    places = _balanced_places(case, bought, flows, modes, transfers, sales, (stock, stock_origin))
    return Streams(
        origins.known, places, supplies, origins.of_supply[supplies], processes, modes, flows,
        constituent_flows(case, contents, flows), transfers, sales, stock,
        stock_origin, origins.of_stock, origins.told_apart, read_steps(case), contents, read_raw_line(case, contents, flows), law,
    )  # fmt: skip


def reread(streams: Streams, case: Case) -> Streams:
    """Return the same streams with all numbers read from another case that holds the same ones, traced."""
    contents, flows, hauls = read_contents(case), read_flows(case), streams.transfers
    moved = zip(hauls.lane.tolist(), hauls.material.tolist(), hauls.origin.tolist(), strict=True)
    book = SalesBook(case, contents, streams.law, streams.origins)
    return replace(
        streams,
        flows=flows,
        transfers=read_hauls(case, list(moved)),
        sales=book.repriced(streams.sales),
        steps=read_steps(case),
        contents=contents,
        raw_line=read_raw_line(case, contents, flows),
    )


def _reach(
    case: Case, law: OriginLaw, contents: Contents, flows: Flows, moves: list[tuple[int, int]], processes: Ints
) -> Origins:
    starts, sites, ends = case.position("lanes", "from_site"), case["sites"].rows, case["lanes"]["to"]
    hauls = [(int(starts[lane]), sites[ends[lane]], material) for lane, material in moves]
    return OriginReach(case, law, contents, flows, hauls).spread(processes)


def _arrange(modes: tuple[Mode, ...], processes: Ints, flows: Flows, nodes: int) -> Modes:
    """Return modes as arrays, with the flows that are in proportion to their level and those that are told apart."""
    entry = {int(process): position for position, process in enumerate(processes)}
    flows_of: dict[int, list[int]] = {}
    for at, process in enumerate(flows.process.tolist()):
        flows_of.setdefault(process, []).append(at)
    fixed: list[tuple[int, int, int]] = []
    mixed: list[tuple[int, int, int]] = []
    for number, mode in enumerate(modes):
        for at in flows_of.get(mode.process, ()):
            origins = mode.inputs.get(at)
            if origins is None:
                fixed.append((number, at, mode.outputs.get(at, mode.output)))
            elif len(origins) == 1 and not mode.mixes:
                fixed.append((number, at, origins[0]))
            else:
                mixed += [(number, at, origin) for origin in origins]
    first, second = ([np.array([row[part] for row in rows], dtype=np.int64) for part in range(3)] for rows in (fixed, mixed))
    open_at = [~modes[number].closed.get((at, origin), np.zeros(nodes, dtype=bool)) for number, at, origin in mixed]
    return Modes(
        np.array([mode.process for mode in modes], dtype=np.int64),
        np.array([entry[mode.process] for mode in modes], dtype=np.int64),
        np.array([mode.output for mode in modes], dtype=np.int64),
        tuple(mode.key for mode in modes), tuple(mode.claims for mode in modes),
        np.array([mode.mixes for mode in modes], dtype=bool), first[0], first[1], first[2], second[0], second[1], second[2],
        np.array(open_at, dtype=bool).reshape(len(mixed), nodes),
        _positions_of(mode.process for mode in modes), _positions_of(at for _, at, _ in fixed),
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


def _positions_of(keys: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(int(key), []).append(position)
    return found


def _balanced_places(
    case: Case,
    supplies: tuple[Ints, Ints],
    flows: Flows,
    modes: Modes,
    transfers: Haul,
    sales: Sales,
    stocks: tuple[Ints, Ints],
) -> tuple[tuple[int, int, int], ...]:
    starts, sites = case.position("lanes", "from_site"), case["sites"].rows
    ends = np.array([sites.get(end, -1) for end in case["lanes"]["to"]], dtype=np.int64)
    site_of = {name: case.position(name, "site") for name in ("supplies", "processes", "stocks")}
    material_of = {name: case.position(name, "material") for name in ("supplies", "stocks")}
    at_process = site_of["processes"][flows.process]
    groups = (
        (site_of["supplies"][supplies[0]], material_of["supplies"][supplies[0]], supplies[1]),
        (at_process[modes.flow], flows.material[modes.flow], modes.flow_origin),
        (at_process[modes.feed], flows.material[modes.feed], modes.feed_origin),
        (starts[transfers.lane], transfers.material, transfers.origin),
        (ends[transfers.lane], transfers.material, transfers.origin),
        (starts[sales.hauls.lane], sales.hauls.material, sales.hauls.origin),
        (site_of["stocks"][stocks[0]], material_of["stocks"][stocks[0]], stocks[1]),
    )
    found = (zip(*(part.tolist() for part in group), strict=True) for group in groups)
    return tuple(sorted({place for group in found for place in group}))
