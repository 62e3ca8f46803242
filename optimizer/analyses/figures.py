"""How sure the figures of a case are, and what of a plan's money and ore is counted at which of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.measures import COMPONENTS, PRICED_AT
from optimizer.domain.plan import ConfidenceShare, rounded
from optimizer.domain.provenance import Provenance, read_provenance
from optimizer.domain.tables import TABLES
from optimizer.domain.tables.declaration import CONFIDENCES
from optimizer.domain.tracing import Traced, plain
from optimizer.formulation.build import Built
from optimizer.formulation.money_figures import MoneyFigures, Number

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOT_STATED = ""


@dataclass(frozen=True, slots=True)
class Ranged:
    """A number with a range."""

    number: Number
    value: float
    low: float
    high: float


class Confidence:
    """How sure the figures of a case are, and how far they may be off."""

    def __init__(self, case: Case) -> None:
        """Prepare; provenance is read table by table when it is asked for."""
        self._case = case
        self._kept: dict[str, Provenance] = {}

    def _provenance(self, table: str) -> Provenance:
        if table not in self._kept:
            self._kept[table] = read_provenance(self._case, table)
        return self._kept[table]

    @property
    def is_stated(self) -> bool:
        """Whether the case says of any figure how good it is."""
        tables = (data for data in self._case.tables.values() if data.table.has_column("confidence"))
        return any((data["confidence"] != NOT_STATED).any() for data in tables)

    def of(self, number: Number) -> str:
        """Return how good a number is, "" if that is not stated."""
        return self._provenance(number.table).figure(number.row, number.column).confidence

    def address(self, number: Number) -> str:
        """Return the address of a number."""
        return self._case[number.table].address(number.row, number.column)

    @cached_property
    def ranged(self) -> tuple[Ranged, ...]:
        """The numbers with a range in rows that take part, in the order of tables, rows and columns."""
        return tuple(self._ranged())

    def _ranged(self) -> Iterator[Ranged]:
        if not len(self._case["figures"]):
            return
        for table in TABLES:
            active = set(self._case.active_rows(table).tolist())
            figures = self._provenance(table).figures
            for (row, column), figure in sorted(figures.items()):
                value = float(self._case[table][column][row])
                if row in active and figure.low < figure.high and value == value:
                    yield Ranged(Number(table, row, column), value, figure.low, figure.high)


def money_shares(figures: MoneyFigures, confidence: Confidence, x: Floats) -> tuple[ConfidenceShare, ...]:
    """Return the shares of all money that plan x moves by how good the figures are that it is counted at, the best first.

    Every amount received or paid is counted at one price, cost or rate (`PRICED_AT`): revenue at the price, a duty at the
    tariff row's rate. Where two have a part in it (the price of a tier and that of the tier before, a duty on a duty) they
    share it in proportion. Money moved is the sum over figures of |present value counted at the figure|.
    """
    moved: dict[str, float] = {}
    for component in COMPONENTS:
        for number, amount in money_counted_at(figures, component, x).items():
            grade = NOT_STATED if number is None else confidence.of(number)
            moved[grade] = moved.get(grade, 0.0) + abs(amount)
    return shares_of(moved)


def shares_of(amounts: Mapping[str, float]) -> tuple[ConfidenceShare, ...]:
    """Return shares of amounts by confidence, the best first, those not stated last; none of nothing."""
    total = sum(amounts.values())
    order = (*CONFIDENCES, NOT_STATED)
    return tuple(ConfidenceShare(name, rounded(amounts[name] / total)) for name in order if amounts.get(name) and total)


def money_counted_at(figures: MoneyFigures, component: str, x: Floats) -> dict[Number | None, float]:
    """Return the present value of one component of money in plan x by the number it is counted at; None where there is none."""
    case = figures.case
    weights = figures.case.timeline.money_weights
    found: dict[Number | None, float] = {}
    parts = [(x[columns], nodes, amounts) for columns, nodes, amounts in figures.program.entries(component)]
    constant = figures.program.constant(component)
    parts.append((np.ones(len(weights)), np.arange(len(weights), dtype=np.int32), constant))
    for amount, nodes, each in parts:
        used = np.flatnonzero(amount * plain(each))
        if len(used):
            _count(case, component, each[used], (amount * weights[nodes])[used], found)
    return found


def _count(case: Case, component: str, each: Traced, units: Floats, found: dict[Number | None, float]) -> None:
    """Add amounts, entry by entry, to the numbers that they are counted at."""
    terms = [term for term in (each.terms if isinstance(each, Traced) else ()) if ".".join(term.what) in PRICED_AT[component]]
    shares = [np.nan_to_num(plain(case.numbers(*term.what)).ravel()[term.at]) * term.slope for term in terms]
    whole = np.add.reduce(shares) if shares else np.zeros(len(units))
    value = plain(each) * units
    scale = np.divide(value, whole, out=np.zeros(len(units)), where=whole != 0)
    for term, share in zip(terms, shares, strict=True):
        rows = term.at // len(case.timeline)
        totals = np.bincount(np.maximum(rows, 0), share * scale)
        for row in np.flatnonzero(totals).tolist():
            number = Number(term.table, row, term.column)
            found[number] = found.get(number, 0.0) + float(totals[row])
    unpriced = float(value[whole == 0].sum())
    if unpriced:
        found[None] = found.get(None, 0.0) + unpriced


def ore_shares(built: Built, confidence: Confidence, x: Floats, mineral: int) -> tuple[ConfidenceShare, ...]:
    """Return, of the contained tonnes of a mineral that plan x mines at home, the shares by how good the supply's amounts are.

    A supply's amount is its reserve, or its yearly largest amount if no reserve is given. None if nothing is mined.
    """
    formulation = built.formulation
    case = formulation.case
    supplies = formulation.streams.supplies
    columns = formulation.columns["supply"]
    material = case.position("supplies", "material")[supplies]
    contained = formulation.streams.contents.contained[material, mineral]
    ours = (formulation.streams.supply_origin == 0) & formulation.at_home("supplies")[supplies]
    ours &= case["supplies"]["acquisition"][supplies] == "mined"
    tonnes = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0) * contained * case.timeline.probabilities
    amounts: dict[str, float] = {}
    for entry in np.flatnonzero(ours).tolist():
        row = int(supplies[entry])
        column = "reserve"
        if np.isnan(case["supplies"]["reserve"][row]):
            column = "max_per_year"
        grade = confidence.of(Number("supplies", row, column))
        amounts[grade] = amounts.get(grade, 0.0) + float(tonnes[entry].sum())
    return shares_of(amounts)
