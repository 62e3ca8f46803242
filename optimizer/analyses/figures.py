"""How much money hangs on each figure of the case, column by column, and how sure the figure is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.provenance import Provenance, read_provenance
from optimizer.domain.tables.declaration import ESTIMATE
from optimizer.formulation.build import Built
from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.columns.run import resource_uses

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stake:
    """Profit that hangs on one figure.

    Attributes:
        table: Table of the figure.
        row: Row of the figure.
        column: Column of the figure.
        columns: Columns of the program whose worth contains it.
        amounts: Discounted profit per unit of each of them, per relative change of +1 (doubling) of the figure.
        money: Whether the figure is itself a price or cost, so that amounts add up to profit.
    """

    table: str
    row: int
    column: str
    columns: Ints
    amounts: Floats
    money: bool = True

    def worth(self, x: Floats) -> float:
        """Return the profit at stake in activities x, per doubling of the figure."""
        return float(self.amounts @ x[self.columns])


def stakes(built: Built, y: Floats) -> list[Stake]:
    """Return the stakes of all figures that enter money directly, and of yields at the balances' dual values."""
    return [stake for stake in (*_money_stakes(built), *_yield_stakes(built, y)) if len(stake.columns)]


def _stake(table: str, row: int, column: str, columns: Ints, amounts: Floats, *, money: bool = True) -> Stake:
    flat, values = columns.ravel(), np.broadcast_to(amounts, columns.shape).ravel()
    keep = (flat >= 0) & (values != 0.0)
    return Stake(table, row, column, flat[keep], values[keep], money)


def _money_stakes(built: Built) -> Iterator[Stake]:
    formulation = built.formulation
    case, columns, streams = formulation.case, formulation.columns, formulation.streams
    weights = case.timeline.money_weights
    for entry, row in enumerate(streams.supplies):
        cost = case.numbers("supplies", "cost_per_unit")[row]
        yield _stake("supplies", int(row), "cost_per_unit", columns["supply"][entry], -cost * weights)
    for row in streams.processes:
        cost = case.numbers("processes", "operating_cost_per_unit")[row]
        mine = columns["run"][streams.modes.of_process[int(row)]]
        yield _stake("processes", int(row), "operating_cost_per_unit", mine, -cost * weights)
    yield from _resource_stakes(built)
    yield from _sale_stakes(built)
    for entry, haul in enumerate(zip(streams.transfers.lane, streams.transfers.terms, strict=True)):
        amounts = -streams.transfers.freight[entry] * weights
        yield _freight_stake(case, haul, columns["ship"][entry], amounts)
    program = built.lp.program
    used, nodes, paid = program.contributions("capital")
    discounted = np.bincount(used, paid * weights[nodes], minlength=program.column_count)
    for entry, (row, point) in enumerate(zip(streams.steps.expansion, streams.steps.point, strict=True)):
        mine = columns["build"][entry]
        amounts = np.where(mine >= 0, -discounted[np.maximum(mine, 0)], 0.0)
        if point < 0:
            yield _stake("expansions", int(row), "capital_cost_per_unit", mine, amounts)
        else:
            yield _stake("expansion_points", int(point), "capital_cost", mine, amounts)


def _freight_stake(case: Case, haul: tuple[int, int], columns: Ints, amounts: Floats) -> Stake:
    lane, terms = int(haul[0]), int(haul[1])
    if terms >= 0 and not np.isnan(case.numbers("lane_materials", "freight_per_unit")[terms]).all():
        return _stake("lane_materials", terms, "freight_per_unit", columns, amounts)
    return _stake("lanes", lane, "freight_per_tonne", columns, amounts)


def _sale_stakes(built: Built) -> Iterator[Stake]:
    formulation = built.formulation
    sales, columns = formulation.streams.sales, formulation.columns["sell"]
    weights = formulation.case.timeline.money_weights
    on_value = sales.incidence * sales.assessed + sum(sales.export_levies.values(), np.zeros(columns.shape))
    ours = formulation.streams.home_ore[sales.hauls.origin][:, np.newaxis]
    on_value = on_value + ours * sale_royalties(formulation, sales.hauls.material, sales.border_value)
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(sales.border_value > 0, sales.revenue / sales.border_value, 0.0)
    net = sales.revenue - on_value * rise
    for demand in sorted(set(sales.demand.tolist())):
        mine = np.flatnonzero(sales.demand == demand)
        yield _stake("demands", demand, "price_per_unit", columns[mine], net[mine] * weights)
    for row, amount in sorted(sales.charges.items()):
        yield _stake("tariffs", row, "ad_valorem", columns, -sales.incidence * amount * weights)
    for entry, haul in enumerate(zip(sales.hauls.lane, sales.hauls.terms, strict=True)):
        yield _freight_stake(formulation.case, haul, columns[entry], -sales.freight[entry] * weights)


def _resource_stakes(built: Built) -> Iterator[Stake]:
    formulation = built.formulation
    case, weights = formulation.case, formulation.case.timeline.money_weights
    rows, columns, resource = resource_uses(formulation)
    cost = case.numbers("resource_uses", "amount_per_unit")[rows] * case.numbers("resources", "cost_per_unit")[resource]
    for position in range(len(rows)):
        yield _stake(
            "resource_uses", int(rows[position]), "amount_per_unit", columns[position], -cost[position] * weights, money=False
        )
    for row in sorted(set(resource.tolist())):
        mine = resource == row
        yield _stake("resources", row, "cost_per_unit", columns[mine], -cost[mine] * weights)


def _yield_stakes(built: Built, y: Floats) -> Iterator[Stake]:
    """Yield the stakes of process flows: one more unit at a balance is worth minus the balance's dual."""
    formulation = built.formulation
    case, flows, streams = formulation.case, formulation.streams.flows, formulation.streams
    block = next(block for block in built.lp.program.rows if block.family == "balance")
    values = -y[block.first : block.first + len(block)].reshape(len(streams.places), len(case.timeline))
    modes, site = streams.modes, case.position("processes", "site")
    at = formulation.places(site[flows.process[modes.flow]], flows.material[modes.flow], modes.flow_origin)
    for flow, row in enumerate(flows.row):
        mine = modes.of_flow.get(flow, [])
        columns = formulation.columns["run"][modes.flow_mode[mine]]
        yield _stake("process_flows", int(row), "amount_per_unit", columns, flows.amount[flow] * values[at[mine]], money=False)


class Confidence:
    """How sure the figures of a case are."""

    def __init__(self, built: Built) -> None:
        """Prepare; provenance is read table by table when it is asked for."""
        self._case = built.formulation.case
        self._kept: dict[str, Provenance] = {}

    def _provenance(self, table: str) -> Provenance:
        if table not in self._kept:
            self._kept[table] = read_provenance(self._case, table)
        return self._kept[table]

    def is_estimate(self, stake: Stake) -> bool:
        """Return whether the figure is marked as an estimate."""
        return self._provenance(stake.table).figure(stake.row, stake.column).confidence == ESTIMATE

    def relative_range(self, stake: Stake) -> tuple[float, float] | None:
        """Return the range of an estimate as relative changes (low, high); None if it has none."""
        figure = self._provenance(stake.table).figure(stake.row, stake.column)
        value = float(self._case[stake.table][stake.column][stake.row])
        if figure.confidence != ESTIMATE or not value or figure.low != figure.low or figure.high != figure.high:
            return None
        ends = sorted((figure.low / value - 1.0, figure.high / value - 1.0))
        return min(ends[0], 0.0), max(ends[1], 0.0)

    def address(self, stake: Stake) -> str:
        """Return the address of the figure."""
        return self._case[stake.table].address(stake.row, stake.column)


def estimated_share(confidence: Confidence, found: list[Stake], x: Floats) -> float:
    """Return the share of all money moved that rests on figures marked as estimates."""
    total = estimated = 0.0
    for stake in found:
        if stake.money:
            amount = abs(stake.worth(x))
            total += amount
            estimated += amount if confidence.is_estimate(stake) else 0.0
    return estimated / total if total else 0.0
