"""The charges on one shipment on one day, line by line, under no programme and under each that grants it a preference."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.law.charge_stacks import ChargeLine, DutyLookup, OriginRule, Stack
from optimizer.law.charges import Charges, Shipments
from optimizer.law.citations import cite, iso
from optimizer.law.origin import OriginLaw
from optimizer.law.preferences import NotGranted, nothing_saved, why_not
from optimizer.law.programme_terms import Waiver
from optimizer.law.remarks import remarks
from optimizer.law.schedule import AT_IMPORT, INTO_HOME, Goods, Line, Schedule
from optimizer.law.shipment import Shipment


def look_up(case: Case, shipment: Shipment) -> DutyLookup:
    """Return the stacks of charges on a shipment at entry: duties, surcharges and fees, or import charges into the home country.

    Export levies and royalties are due on leaving and are no part of it. Goods that stay in their country bear nothing.
    """
    return _Lookup(case, shipment).answer()


class _Lookup:
    """One look-up: the case's law, read once."""

    def __init__(self, case: Case, shipment: Shipment) -> None:
        """Read what all stacks share."""
        self._case = case
        self._shipment = shipment
        entry = shipment.entry
        self._schedule = Schedule(case)
        self._charges = Charges(case)
        self._law = OriginLaw(case)
        self._goods = Goods(shipment.hs_code, entry.origin, entry.destination)
        crosses = entry.origin != entry.destination
        kinds = INTO_HOME if entry.destination == case.home_country else AT_IMPORT
        self._rows = self._schedule.reaching(self._goods, kinds) if crosses else []
        self._at = np.array([entry.node])
        shape = (1, len(case.timeline))
        contained = np.nan_to_num(np.array(shipment.contained)).reshape(-1, 1, 1)
        self._parcels = Shipments(
            np.full(shape, shipment.value),
            np.ones(shape),
            np.broadcast_to(contained, (len(contained), *shape)),
            np.full(shape, shipment.parcel_tonnes),
        )

    def answer(self) -> DutyLookup:
        """Return every stack, and why the other programmes give none."""
        programmes = self._case["programmes"]
        entry = self._shipment.entry
        ordinary = self._stack(None)
        preferences: list[Stack] = []
        refused: list[NotGranted] = []
        for row in np.flatnonzero(programmes["destination"] == entry.destination).tolist():
            reason = why_not(self._case, self._schedule, row, self._goods, self._rows, entry.day)
            stack = self._stack(row, ordinary) if reason is None else None
            if stack is not None and any(line.preference and line.amount != old.amount for line, old in _pairs(stack, ordinary)):
                preferences.append(stack)
            else:
                refused.append(reason or nothing_saved(self._case, row))
        return DutyLookup(
            self._shipment, ordinary, tuple(preferences), tuple(refused), tuple(remarks(self._case, self._shipment, ordinary))
        )

    def _stack(self, programme: int | None, ordinary: Stack | None = None) -> Stack:
        day = self._shipment.entry.day
        value = self._shipment.value
        lines = self._schedule.stack(self._goods, self._rows, programme, day)
        assessed = self._charges.stack(lines, self._parcels, self._at)
        told = tuple(
            self._line(line, programme, float(base[0, 0]), float(amount[0, 0]))
            for line in lines
            for base, amount in (assessed[line.tariff],)
        )
        total = sum((line.amount for line in told), 0.0)
        if programme is None:
            return Stack(ORDINARY, "", told, total, total / value)
        programmes = self._case["programmes"]
        node = self._shipment.entry.node
        key = programmes.keys[programme]
        start, end = self._schedule.programmes.window(programme, self._goods.origin) or (programmes["start"][programme],) * 2
        return Stack(
            key,
            str(programmes["name"][programme]) or key,
            told,
            total,
            total / value,
            saved=(ordinary.amount if ordinary else total) - total,
            claim_cost=float(self._case.numbers("programmes", "claim_cost_per_tonne")[programme, node]),
            start=iso(start),
            end=iso(end),
            refund_date=iso(programmes["refund_date"][programme]),
            origin_rules=self._rules(key, node),
            citation=cite(self._case, "programmes", programme),
        )

    def _line(self, line: Line, programme: int | None, base: float, amount: float) -> ChargeLine:
        case = self._case
        row = line.tariff
        table = self._case["tariffs"]
        rates = self._charges.rates(line, self._at)
        preference = ""
        citation = None
        if programme is not None and line.preference is Waiver.FREE:
            preference = case["programmes"].address(programme, "waives")
            citation = cite(case, "programmes", programme)
        elif isinstance(line.preference, int):
            preference = case["programme_rates"].address(line.preference)
            citation = cite(case, "programme_rates", line.preference)
        return ChargeLine(
            tariff=table.address(row), instrument=str(table["instrument"][row]), kind=str(table["kind"][row]),
            hs_prefix=str(table["hs_prefix"][row]), base=str(table["base"][row]), base_amount=base,
            ad_valorem=float(rates.ad_valorem[0]), specific_per_tonne=float(rates.specific_per_tonne[0]),
            specific_mineral=str(table["specific_mineral"][row]),
            min_per_parcel=float(rates.min_per_parcel[0]), max_per_parcel=float(rates.max_per_parcel[0]),
            amount=amount, share=amount / self._shipment.value, preference=preference, preference_citation=citation,
            start=iso(table["start"][row]), end=iso(table["end"][row]), citation=cite(case, "tariffs", row),
        )  # fmt: skip

    def _rules(self, programme: str, node: int) -> tuple[OriginRule, ...]:
        case = self._case
        table = self._case["origin_rules"]

        def number(column: str, row: int) -> float:
            return float(case.numbers("origin_rules", column)[row, node])

        return tuple(
            OriginRule(
                rule=table.address(row),
                alternative=alternative,
                test=self._law.rules.test(row),
                threshold=number("threshold", row),
                shift_digits=number("shift_digits", row),
                de_minimis=number("de_minimis", row),
                donor_cap=number("donor_cap", row),
                citation=cite(case, "origin_rules", row),
            )
            for alternative, rows in self._law.rules.alternatives(programme, self._goods.hs_code).items()
            for row in rows
        )


def _pairs(stack: Stack, ordinary: Stack) -> list[tuple[ChargeLine, ChargeLine]]:
    """Return the lines of two stacks side by side: a claim changes rates, never which rows apply."""
    return list(zip(stack.lines, ordinary.lines, strict=True))
