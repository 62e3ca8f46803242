"""The way of a mineral's best sale, from mine to market."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.build import Built

Floats = NDArray[np.float64]
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Route:
    """Processes from mine to product, the product and the market; empty where nothing is sold."""

    processes: tuple[str, ...] = ()
    product: str = ""
    market: str = ""


def best_route(built: Built, x: Floats, mineral: int, *, want_raw: bool) -> Route:
    """Return the way of the sale that earns most of what holds a mineral.

    Args:
        built: The program.
        x: Activities.
        mineral: Position of the mineral.
        want_raw: Whether to look at raw goods only, or at goods past the raw line only.
    """
    formulation = built.formulation
    case = formulation.case
    sales = formulation.streams.sales
    contents = formulation.streams.contents
    columns = formulation.columns["sell"]
    sold = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0)
    earned = (sold * sales.revenue * case.timeline.money_weights).sum(axis=1)
    material = sales.hauls.material
    ours = formulation.streams.home_ore[sales.hauls.origin]
    wanted = contents.holds[material, mineral] & (contents.raw[material] == want_raw) & (earned > 0)
    wanted = wanted & ours if (wanted & ours).any() else wanted
    if not wanted.any():
        return Route()
    best = int(np.argmax(np.where(wanted, earned, -np.inf)))
    market = str(case["demands"]["market"][sales.demand[best]])
    product = int(material[best])
    return Route(_processes_before(built, x, product, mineral), case["materials"].keys[product], market)


def _processes_before(built: Built, x: Floats, product: int, mineral: int) -> tuple[str, ...]:
    formulation = built.formulation
    case = formulation.case
    flows = formulation.streams.flows
    contents = formulation.streams.contents
    run = formulation.columns["run"]
    modes_of = formulation.streams.modes.of_process
    names: list[str] = []
    for _ in range(LONGEST):
        makers = np.flatnonzero((flows.material == product) & (flows.amount > 0).any(axis=1))
        made = [_made(run[modes_of[int(flows.process[at])]], x, flows.amount[at]) for at in makers]
        if not made or max(made) <= 0.0:
            break
        process = int(flows.process[makers[int(np.argmax(made))]])
        names.append(case["processes"].keys[process])
        inputs = np.flatnonzero((flows.process == process) & (flows.amount < 0).any(axis=1))
        holding = [at for at in inputs if contents.holds[flows.material[at], mineral]]
        if not holding:
            break
        product = int(flows.material[min(holding, key=lambda at: float(flows.amount[at].min()))])
    return tuple(reversed(names))


def _made(columns: NDArray[np.int64], x: Floats, amount: Floats) -> float:
    return float((np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0) * amount).sum())
