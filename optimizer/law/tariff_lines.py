"""The tariff schedule of a destination on a day: the rate of every line, and how it rises from raw to refined goods."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, read_contents
from optimizer.domain.tables.setting import STAGES
from optimizer.law.charges import Charges, Shipments
from optimizer.law.citations import Citation, cite, iso
from optimizer.law.schedule import AT_IMPORT, INTO_HOME, Goods, Line, Schedule, in_force
from optimizer.law.shipment import Entry

# Stage of all materials that count as raw, whatever their own stage.
RAW = "raw"
FEE = "fee"


@dataclass(frozen=True, slots=True)
class Rate:
    """What a line charges, without the bounds per parcel.

    Attributes:
        ad_valorem: Duties and surcharges as a share of the customs value, duties on duties included.
        specific: Specific amounts, money per tonne of goods; those on contents only if the line's one material tells them.
        fees: Fees as a share of the customs value.
    """

    ad_valorem: float
    specific: float
    fees: float


@dataclass(frozen=True, slots=True)
class TariffLine:
    """One HS line.

    Attributes:
        hs_code: Code of a material or prefix of a tariff row.
        materials: Materials of the case that are entered under it.
        tariffs: Addresses of the tariff rows that apply to it on the day.
        sources: What those rows rest on, as ids of table `sources`.
        ordinary: Rate under no programme; None if no row of duty covers the line.
        preferential: Rate under each programme in force that covers the line, by id.
    """

    hs_code: str
    materials: tuple[str, ...]
    tariffs: tuple[str, ...]
    sources: tuple[str, ...]
    ordinary: Rate | None
    preferential: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class InForce:
    """A programme that goods of the origin may claim on the day; dates are ISO 8601, "" = open."""

    programme: str
    name: str
    start: str
    end: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a mineral's chain.

    Attributes:
        stage: `raw`, or the stage of materials that are not raw.
        materials: Materials at it.
        ordinary: Mean ad valorem rate of their distinct HS lines under no programme; NaN if no line has a row of duty.
        points: That mean less the raw stage's, in percentage points; NaN if either is unknown.
        preferential: The mean under each programme in force by id, the ordinary rate standing for lines not covered.
        preferential_points: The same differences by programme.
    """

    stage: str
    materials: tuple[str, ...]
    ordinary: float
    points: float
    preferential: Mapping[str, float]
    preferential_points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Escalation:
    """How rates rise along one mineral's chain, the raw stage first."""

    mineral: str
    name: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class TariffSchedule:
    """Rates of one destination on one day for goods of one origin.

    Attributes:
        entry: Where and when.
        programmes: Programmes in force there for the origin, in the order of programmes.
        lines: HS lines in the order of their digits; empty if neither materials nor tariff rows name any.
        escalations: One per mineral with materials at two stages or more, in the order of minerals.
        citations: What the lines rest on, by source.
    """

    entry: Entry
    programmes: tuple[InForce, ...]
    lines: tuple[TariffLine, ...]
    escalations: tuple[Escalation, ...]
    citations: Mapping[str, Citation]


def tariff_schedule(case: Case, entry: Entry) -> TariffSchedule:
    """Return the rate of every HS line that the case's materials or the destination's tariff rows name, and the escalation.

    Goods that stay in their country bear nothing: their lines have no rates.
    """
    reader = _Reader(case, entry)
    codes = _codes(case, entry)
    lines = {code: reader.line(code, materials) for code, materials in codes.items()}
    citations = {citation.source: citation for citation in reader.citations}
    return TariffSchedule(
        entry, reader.programmes, tuple(lines.values()), tuple(_escalations(case, reader, lines)), dict(sorted(citations.items()))
    )


def _codes(case: Case, entry: Entry) -> dict[str, tuple[str, ...]]:
    """Return the materials of every HS line, in the order of digits."""
    named: dict[str, list[str]] = {}
    materials = case["materials"]
    tariffs = case["tariffs"]
    for key, code in zip(materials.keys, materials["hs_code"], strict=True):
        if code:
            named.setdefault(str(code), []).append(key)
    for row in case.active_rows("tariffs"):
        prefix = str(tariffs["hs_prefix"][row])
        if prefix and tariffs["destination"][row] == entry.destination:
            named.setdefault(prefix, [])
    return {code: tuple(keys) for code, keys in sorted(named.items())}


class _Reader:
    """Reads rates off stacks: of a value of 1 that weighs nothing, and of a tonne that is worth nothing."""

    def __init__(self, case: Case, entry: Entry) -> None:
        """Read what all lines share."""
        self._case = case
        self._entry = entry
        self._schedule = Schedule(case)
        self._charges = Charges(case)
        self._contents: Contents = read_contents(case)
        self._kinds = INTO_HOME if entry.destination == case.home_country else AT_IMPORT
        self._in_force = self._programmes()
        self.citations: list[Citation] = []
        self.programmes = tuple(found for _, found in self._in_force)

    def _programmes(self) -> list[tuple[int, InForce]]:
        programmes = self._case["programmes"]
        entry = self._entry
        found = []
        for row in self._case.active_rows("programmes").tolist():
            window = self._schedule.programmes.window(row, entry.origin)
            if programmes["destination"][row] == entry.destination and window is not None and in_force(*window, entry.day):
                key = programmes.keys[row]
                name = str(programmes["name"][row]) or key
                (start, end) = map(iso, window)
                found.append((row, InForce(key, name, start, end, cite(self._case, "programmes", row))))
        return found

    def line(self, code: str, materials: tuple[str, ...]) -> TariffLine:
        """Return one line of the schedule."""
        entry = self._entry
        tariffs = self._case["tariffs"]
        goods = Goods(code, entry.origin, entry.destination)
        rows = self._schedule.reaching(goods, self._kinds) if entry.origin != entry.destination else []
        parcels = self._parcels(materials)
        stack = self._schedule.stack(goods, rows, None, entry.day)
        preferential: dict[str, Rate] = {}
        for row, programme in self._in_force:
            claimed = self._schedule.stack(goods, rows, row, entry.day)
            if any(line.preference is not None for line in claimed):
                preferential[programme.programme] = self._rate(claimed, parcels)
        known = any(tariffs["kind"][line.tariff] in ("duty", *INTO_HOME) for line in stack)
        found = [cite(self._case, "tariffs", line.tariff) for line in stack]
        self.citations += [citation for citation in found if citation.source]
        return TariffLine(
            code,
            materials,
            tuple(tariffs.address(line.tariff) for line in stack),
            tuple(dict.fromkeys(citation.source for citation in found if citation.source)),
            self._rate(stack, parcels) if known else None,
            preferential if known else {},
        )

    def _parcels(self, materials: tuple[str, ...]) -> Shipments:
        """Return a value of 1 without weight, and a tonne without value that holds what the line's one material does."""
        nodes = len(self._case.timeline)
        minerals = len(self._case["minerals"])
        first = np.array([[1.0], [0.0]])
        second = np.array([[0.0], [1.0]])
        contained = np.zeros((minerals, 2, nodes))
        if len(materials) == 1:
            row = self._case["materials"].rows[materials[0]]
            per_unit = self._case.numbers("materials", "tonnes_per_unit")[row]
            contained[:, 1, :] = self._contents.contained[row] / per_unit
        wide = np.ones((2, nodes))
        return Shipments(first * wide, second * wide, contained, np.full((2, nodes), np.nan))

    def _rate(self, stack: tuple[Line, ...], parcels: Shipments) -> Rate:
        fees: NDArray[np.bool_] = np.array([self._case["tariffs"]["kind"][line.tariff] == FEE for line in stack], dtype=bool)
        assessed = self._charges.stack(stack, parcels, np.array([self._entry.node]))
        amounts = np.array([assessed[line.tariff].amount[:, 0] for line in stack]).reshape(len(stack), 2)
        return Rate(float(amounts[~fees, 0].sum()), float(amounts[:, 1].sum()), float(amounts[fees, 0].sum()))


def _escalations(case: Case, reader: _Reader, lines: Mapping[str, TariffLine]) -> Iterable[Escalation]:
    materials = case["materials"]
    minerals = case["minerals"]
    holds = read_contents(case).holds
    for position, mineral in enumerate(minerals.keys):
        groups: dict[str, list[int]] = {}
        for row in np.flatnonzero(holds[:, position]).tolist():
            if materials["hs_code"][row]:
                groups.setdefault(RAW if materials["raw"][row] else str(materials["stage"][row]), []).append(row)
        if len(groups) < 2 or RAW not in groups:
            continue
        stages: list[Stage] = []
        for stage in (RAW, *STAGES):
            if rows := groups.get(stage):
                found = [lines[str(materials["hs_code"][row])] for row in rows]
                names = tuple(materials.keys[row] for row in rows)
                stages.append(_stage(stage, names, found, reader.programmes, stages[0] if stages else None))
        yield Escalation(mineral, str(minerals["name"][position]) or mineral, tuple(stages))


def _stage(
    stage: str, materials: tuple[str, ...], lines: list[TariffLine], programmes: tuple[InForce, ...], raw: Stage | None
) -> Stage:
    distinct = {line.hs_code: line for line in lines if line.ordinary is not None}.values()
    ordinary = _mean([line.ordinary.ad_valorem for line in distinct if line.ordinary])
    preferential = {
        name: _mean([rate.ad_valorem for line in distinct if (rate := line.preferential.get(name) or line.ordinary)])
        for name in (programme.programme for programme in programmes)
    }
    before = ordinary if raw is None else raw.ordinary
    return Stage(
        stage,
        materials,
        ordinary,
        100 * (ordinary - before),
        preferential,
        {name: 100 * (mean - (mean if raw is None else raw.preferential[name])) for name, mean in preferential.items()},
    )


def _mean(rates: list[float]) -> float:
    if rates:
        return math.fsum(rates) / len(rates)
    return math.nan
