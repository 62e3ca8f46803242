"""Charges on the plan's sales abroad once more from the law itself, tariff row by tariff row: what the ledger is written from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.formulation.build import Built
from optimizer.law.charges import Charges, Shipments
from optimizer.law.programme_terms import Preference, order_of
from optimizer.law.schedule import Goods, Line, Schedule, Segment
from optimizer.world.border_values import INSURED_SHARE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NodeSegments = tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """What one tariff row charges on one column of the plan, undiscounted money.

    Attributes:
        column: Position of the column.
        node: Its node.
        market: Market of the sale.
        claim: Programme claimed, or `ordinary`.
        hs_code: HS code of the goods.
        tariff: Position of the tariff row.
        preference: What a claim puts in place of its rate: None for nothing.
        first_day: First day of entry on which tariff and preference hold, NaT = open.
        last_day: Last such day.
        share: Share of the node's entries on which the row applies so.
        customs_value: Customs value of all of the column's sales.
        assessed: The charge on them.
        incidence: Share of it that the exporter bears.
        paid_first: Part of what the claim saves that is paid at entry and refunded later.
        refund_nodes: Nodes in which that comes back: one on each branch.
    """

    column: int
    node: int
    market: str
    claim: str
    hs_code: str
    tariff: int
    preference: Preference
    first_day: np.datetime64
    last_day: np.datetime64
    share: float
    customs_value: float
    assessed: float
    incidence: float
    paid_first: float
    refund_nodes: tuple[int, ...]


def units_sold(built: Built, x: Floats) -> Floats:
    """Return the units shipped of every sale: (sales, nodes), 0 where there is no column."""
    columns = built.formulation.columns["sell"]
    return np.asarray(np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0))


def assess_sales(built: Built, x: Floats) -> Iterator[Charge]:
    """Yield every charge on the sales abroad of plan x, also those that a claim brings to zero; none if nothing is sold.

    For the sum over its tariff rows and preferences this is what the program charges: sell x charges, and the duty paid first.
    """
    formulation = built.formulation
    sales = formulation.streams.sales
    sold = units_sold(built, x)
    groups: dict[tuple[Goods, str, float], list[int]] = {}
    for sale in np.flatnonzero(sales.abroad & (sold > 0).any(axis=1)).tolist():
        goods = _goods(built, sale)
        if goods.origin != goods.destination:
            transit = float(formulation.case["lanes"]["transit_days"][sales.hauls.lane[sale]])
            groups.setdefault((goods, sales.claim[sale], transit), []).append(sale)
    if groups:
        assessor = _Assessor(built, sold)
        for (goods, claim, transit), members in groups.items():
            yield from assessor.assess(goods, claim, transit, np.array(members))


def _goods(built: Built, sale: int) -> Goods:
    case = built.formulation.case
    streams = built.formulation.streams
    sales = streams.sales
    markets = case["markets"]
    market = markets.rows[str(case["demands"]["market"][sales.demand[sale]])]
    country = streams.origins[sales.hauls.origin[sale]].country or case.home_country
    hs_code = str(case["materials"]["hs_code"][sales.hauls.material[sale]])
    return Goods(hs_code, country, str(markets["country"][market]) or markets.keys[market].upper())


def customs_values(case: Case, built: Built) -> Floats:
    """Return the customs value per unit shipped of every sale, FOB or CIF as its market has it: (sales, nodes).

    CIF = (V + b) / (1 - 1.1 rate), with V the border value and b the border-to-border freight per unit arriving; never below 0.
    """
    sales = built.formulation.streams.sales
    market = case.position("demands", "market")[sales.demand]
    loading = INSURED_SHARE * case.numbers("markets", "insurance_rate")[market] * sales.abroad[:, np.newaxis]
    cif = (sales.border_value + sales.hauls.freight - sales.hauls.inland) / (1.0 - loading)
    on_cif = (case["markets"]["customs_basis"][market] == "cif")[:, np.newaxis]
    return np.asarray(np.maximum(np.where(on_cif, cif, sales.border_value), 0.0))


class _Assessor:
    """Reads law and sales once and assesses sales of like goods."""

    def __init__(self, built: Built, sold: Floats) -> None:
        self._built = built
        self._sold = sold
        self._case = built.formulation.case
        self._schedule = Schedule(self._case)
        self._charges = Charges(self._case)
        self._customs = customs_values(self._case, built)

    def assess(self, goods: Goods, claim: str, transit: float, members: Ints) -> Iterator[Charge]:
        """Yield the charges on sales of like goods under one claim, all with the same transit."""
        segments = self._schedule.segments(goods, claim, transit)
        shipments = self._shipments(members)
        lines = sorted({line for node in segments for segment in node for line in segment.lines}, key=_order)
        saved = self._paid_first(goods, transit, members, segments, shipments)
        arriving = self._built.formulation.streams.sales.hauls.arriving[members]
        waived = {line.tariff: line for line in lines}  # A preference comes after the row's own rate.
        for line in lines:
            own = _only(segments, line)
            per_unit = self._charges.amounts(own, shipments)[line.tariff] * arriving
            share = np.array([sum(segment.share for segment in node) for node in own])
            later = saved.pop(line.tariff, None) if waived[line.tariff] == line else None
            yield from self._of_columns(goods, claim, line, members, (share, per_unit, later))
        for tariff, later in saved.items():
            nothing = np.zeros(later.shape)
            yield from self._of_columns(goods, claim, Line(tariff), members, (nothing[0], nothing, later))

    def _shipments(self, members: Ints) -> Shipments:
        formulation = self._built.formulation
        sales = formulation.streams.sales
        material = sales.hauls.material[members]
        contained = np.moveaxis(formulation.streams.contents.contained[material], 1, 0)
        tonnes = self._case.numbers("materials", "tonnes_per_unit")[material]
        value = self._customs[members] / sales.hauls.arriving[members]
        return Shipments(value, tonnes, contained, sales.hauls.parcel_tonnes[members])

    def _paid_first(
        self, goods: Goods, transit: float, members: Ints, segments: NodeSegments, shipments: Shipments
    ) -> dict[int, Floats]:
        """Return, by tariff row, what a claim saves per unit on entries before a refund: (members, nodes)."""
        sales = self._built.formulation.streams.sales
        refund = sales.refund[members] * sales.hauls.arriving[members]
        if not refund.any():
            return {}
        claimed = self._charges.amounts(segments, shipments)
        ordinary = self._charges.amounts(self._schedule.segments(goods, ORDINARY, transit), shipments)
        nothing = np.zeros(refund.shape)
        saved = {row: refund * (ordinary.get(row, nothing) - claimed.get(row, nothing)) for row in {*claimed, *ordinary}}
        return {row: amount for row, amount in sorted(saved.items()) if amount.any()}

    def _of_columns(
        self, goods: Goods, claim: str, line: Line, members: Ints, amounts: tuple[Floats, Floats, Floats | None]
    ) -> Iterator[Charge]:
        formulation = self._built.formulation
        sales = formulation.streams.sales
        columns = formulation.columns["sell"]
        share, per_unit, later = amounts
        days = self._days(goods, claim, line)
        for place, sale in enumerate(members.tolist()):
            market = str(self._case["demands"]["market"][sales.demand[sale]])
            backs = np.flatnonzero(sales.refunded_in[sale]).tolist()
            for node in np.flatnonzero(self._sold[sale] > 0).tolist():
                sold = float(self._sold[sale, node])
                back = tuple(at for at in backs if node in formulation.case.timeline.path_to(at))
                yield Charge(
                    int(columns[sale, node]), node, market, claim, goods.hs_code, line.tariff, line.preference, *days,
                    float(share[node]), float(self._customs[sale, node]) * sold, float(per_unit[place, node]) * sold,
                    float(sales.incidence[sale, node]), 0.0 if later is None else float(later[place, node]) * sold, back,
                )  # fmt: skip

    def _days(self, goods: Goods, claim: str, line: Line) -> tuple[np.datetime64, np.datetime64]:
        """Return the first and last day of entry on which a tariff row and what a claim puts in its place hold."""
        tariffs = self._case["tariffs"]
        first = tariffs["start"][line.tariff]
        last = tariffs["end"][line.tariff]
        if line.preference is not None:
            window = self._schedule.programmes.window(self._case["programmes"].rows[claim], goods.origin)
            if window is not None:
                return np.fmax(first, window[0]), np.fmin(last, window[1])
        return first, last


def _order(line: Line) -> tuple[int, bool, tuple[bool, int]]:
    """Tariff rows in order, each with its own rate before any preference."""
    return line.tariff, line.preference is not None, order_of(line.preference)


def _only(segments: NodeSegments, line: Line) -> NodeSegments:
    return tuple(tuple(segment for segment in node if line in segment.lines) for node in segments)
