"""Which materials exist where, and which processes, hauls and sales follow: the one function that enumerates them.

A stream is a material with its origin; a mode is a process with the claims its product earns. Where no foreign feed can reach, or
nothing could see a difference, every material has one stream (home) and every process one mode.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, Flows, RawLine, read_contents, read_flows, read_raw_line
from optimizer.formulation.modes import Modes, read_modes
from optimizer.law.origin import HOME, Origin, OriginLaw
from optimizer.world.expansions import BuildSteps, read_steps
from optimizer.world.hauls import Haul, read_hauls
from optimizer.world.network import Network, read_network
from optimizer.world.offers import Offer
from optimizer.world.origins.reach import Reach, spread_origins
from optimizer.world.origins.recipe import constituent_flows
from optimizer.world.sales import Sales, SalesBook

Ints = NDArray[np.int64]


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
    steps: BuildSteps
    contents: Contents
    raw_line: RawLine
    law: OriginLaw

    @property
    def home_ore(self) -> NDArray[np.bool_]:
        """Whether each origin counts as home ore."""
        return np.array([origin.home_ore for origin in self.origins], dtype=bool)


def enumerate_streams(case: Case, *, sharp: bool = False) -> Streams:
    """Return everything the columns are made for, in the order of the tables' keys.

    Args:
        case: The case.
        sharp: Whether to tell all origins apart, also those of which nothing in the case can see the difference.
    """
    contents = read_contents(case)
    flows = read_flows(case)
    law = OriginLaw(case)
    network = read_network(case, flows)
    reach = spread_origins(case, law, contents, flows, network, sharp=sharp)
    known = _Known(reach, law)
    sales = known.sales(case, contents, law, network)
    transfers = known.transfers(case, network)
    supplies, processes, stocks = (case.active_rows(name) for name in ("supplies", "processes", "stocks"))
    kept = known.kept(case, stocks)
    modes = read_modes(reach.lots, processes, flows, known.position, len(case.timeline))
    supply_origin = known.rows(len(case["supplies"]), reach.of_supply)[supplies]
    places = _balanced_places(case, (supplies, supply_origin), (flows, modes), network, (transfers, sales), kept)
    return Streams(
        origins=known.origins,
        places=places,
        supplies=supplies,
        supply_origin=supply_origin,
        processes=processes,
        modes=modes,
        flows=flows,
        constituent=constituent_flows(case, contents, flows),
        transfers=transfers,
        sales=sales,
        stocks=kept[0],
        stock_origin=kept[1],
        initial_origin=known.rows(len(case["stocks"]), reach.of_stock),
        steps=read_steps(case),
        contents=contents,
        raw_line=read_raw_line(case, contents, flows),
        law=law,
    )


def reread(streams: Streams, case: Case) -> Streams:
    """Return the same streams with all numbers read from another case that holds the same ones, traced."""
    contents = read_contents(case)
    flows = read_flows(case)
    hauls = streams.transfers
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


class _Known:
    """Every origin that is reached, with its position: home, then in the order of the law."""

    def __init__(self, reach: Reach, law: OriginLaw) -> None:
        self._reach = reach
        found = {origin for origins in reach.at.values() for origin in origins}
        for lot in reach.lots:
            found |= {lot.made, *lot.products.values()}.union(*lot.taken.values())
        found |= {*reach.of_supply.values(), *reach.of_stock.values()}
        self.origins = (HOME, *sorted(found - {HOME}, key=law.rank))
        self.position = {origin: at for at, origin in enumerate(self.origins)}

    def at(self, site: int, material: int) -> list[int]:
        """Return the positions of the origins that can be at a place."""
        return [self.position[origin] for origin in self._reach.anywhere(site, material)]

    def rows(self, count: int, origins: Mapping[int, Origin]) -> Ints:
        """Return the position of the origin of each row of a table, home where nothing is said."""
        return np.array([self.position[origins.get(row, HOME)] for row in range(count)], dtype=np.int64)

    def sales(self, case: Case, contents: Contents, law: OriginLaw, network: Network) -> Sales:
        """Return every way to sell goods of every origin."""
        surplus = frozenset(
            (material, self.position[origin]) for material, origin in self._reach.surplus if origin in self.position
        )
        offers = [
            Offer(outlet.lane, outlet.material, outlet.demand, origin)
            for outlet in network.outlets
            for origin in self.at(int(network.starts[outlet.lane]), outlet.material)
        ]
        return SalesBook(case, contents, law, self.origins, surplus).read(offers)

    def transfers(self, case: Case, network: Network) -> Haul:
        """Return every haul of goods of every origin between sites."""
        return read_hauls(
            case,
            [
                (move.lane, move.material, origin)
                for move in network.moves
                for origin in self.at(int(network.starts[move.lane]), move.material)
            ],
        )

    def kept(self, case: Case, stocks: Ints) -> tuple[Ints, Ints]:
        """Return a stock and an origin for everything that can be kept."""
        site, material = (case.position("stocks", name).tolist() for name in ("site", "material"))
        pairs = [(row, origin) for row in stocks.tolist() for origin in self.at(site[row], material[row])]
        rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return rows[:, 0], rows[:, 1]


def _balanced_places(
    case: Case,
    supplies: tuple[Ints, Ints],
    run: tuple[Flows, Modes],
    network: Network,
    hauls: tuple[Haul, Sales],
    stocks: tuple[Ints, Ints],
) -> tuple[tuple[int, int, int], ...]:
    """Return every (site, material, origin) that some column adds to or takes from."""
    site_of = {name: case.position(name, "site") for name in ("supplies", "processes", "stocks")}
    material_of = {name: case.position(name, "material") for name in ("supplies", "stocks")}
    flows, modes = run
    transfers, sales = hauls
    at_process = site_of["processes"][flows.process]
    groups = (
        (site_of["supplies"][supplies[0]], material_of["supplies"][supplies[0]], supplies[1]),
        (at_process[modes.flow], flows.material[modes.flow], modes.flow_origin),
        (at_process[modes.feed], flows.material[modes.feed], modes.feed_origin),
        (network.starts[transfers.lane], transfers.material, transfers.origin),
        (network.ends[transfers.lane], transfers.material, transfers.origin),
        (network.starts[sales.hauls.lane], sales.hauls.material, sales.hauls.origin),
        (site_of["stocks"][stocks[0]], material_of["stocks"][stocks[0]], stocks[1]),
    )
    found: Iterable[Iterable[tuple[int, int, int]]] = (zip(*(part.tolist() for part in group), strict=True) for group in groups)
    return tuple(sorted({place for group in found for place in group}))
