"""The modes in which processes run, as arrays: what the lots of the law of origin are to columns and rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.contents import Flows
from optimizer.law.origin import Origin
from optimizer.world.origins.claims import Claim
from optimizer.world.origins.lots import Lot

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
    flow_mode: Ints
    flow: Ints
    flow_origin: Ints
    feed_mode: Ints
    feed: Ints
    feed_origin: Ints
    feed_open: NDArray[np.bool_]
    of_process: dict[int, list[int]]
    of_flow: dict[int, list[int]]


class Moved(NamedTuple):
    """Goods of one origin that a mode moves: positions of mode, flow and origin."""

    mode: int
    flow: int
    origin: int


def read_modes(lots: Sequence[Lot], processes: Ints, flows: Flows, position: dict[Origin, int], nodes: int) -> Modes:
    """Return lots as modes, with the flows that are in proportion to their level and those that are told apart.

    Args:
        lots: The lots, first that of home goods alone of every process.
        processes: Positions of the processes that take part.
        flows: Their flows.
        position: Position of each origin.
        nodes: Number of nodes.
    """
    entry = {int(process): at for at, process in enumerate(processes)}
    flows_of = _positions_of(flows.process.tolist())
    fixed: list[Moved] = []
    mixed: list[Moved] = []
    open_at: list[NDArray[np.bool_]] = []
    never = np.zeros(nodes, dtype=bool)
    for mode, lot in enumerate(lots):
        for flow in flows_of.get(lot.recipe.process, ()):
            taken = sorted(position[origin] for origin in lot.taken.get(flow, ()))
            if flow not in lot.taken:
                fixed.append(Moved(mode, flow, position[lot.products.get(flow, lot.made)]))
            elif len(taken) == 1 and not lot.mixes:
                fixed.append(Moved(mode, flow, taken[0]))
            else:
                mixed += [Moved(mode, flow, origin) for origin in taken]
                by_position = {position[origin]: ~lot.closed.get((flow, origin), never) for origin in lot.taken[flow]}
                open_at += [by_position[origin] for origin in taken]
    moved = [np.array(rows, dtype=np.int64).reshape(-1, 3).T for rows in (fixed, mixed)]
    return Modes(
        process=np.array([lot.recipe.process for lot in lots], dtype=np.int64),
        entry=np.array([entry[lot.recipe.process] for lot in lots], dtype=np.int64),
        output=np.array([position[lot.made] for lot in lots], dtype=np.int64),
        key=tuple(lot.key for lot in lots),
        claims=tuple(lot.claims for lot in lots),
        flow_mode=moved[0][0],
        flow=moved[0][1],
        flow_origin=moved[0][2],
        feed_mode=moved[1][0],
        feed=moved[1][1],
        feed_origin=moved[1][2],
        feed_open=np.array(open_at, dtype=bool).reshape(len(mixed), nodes),
        of_process=_positions_of(lot.recipe.process for lot in lots),
        of_flow=_positions_of(moved.flow for moved in fixed),
    )


def _positions_of(keys: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(int(key), []).append(position)
    return found
