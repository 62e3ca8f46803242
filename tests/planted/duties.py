"""Charges on goods at borders, worked out here from the legal rules that the tables state.

Within an instrument the most specific prefix wins; instruments add up; exemptions, replacements, bases, preferences as declared.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tests.planted.horizon import Horizon, ordinal, window

Floats = NDArray[np.float64]

AT_ENTRY = ("duty", "surcharge", "fee")
WAIVED = (0.0, 0.0)


@dataclass(frozen=True)
class Tariff:
    """A row of `tariffs` with the rows of its three child tables."""

    id: str
    instrument: str
    kind: str
    prefix: str = ""
    destination: str = ""
    origin: str = ""
    rate: Floats = field(default_factory=lambda: np.zeros(1))
    specific: float = 0.0
    mineral: str = ""
    base: str = "customs_value"
    parts: tuple[str, ...] = ()
    low: float = math.nan
    high: float = math.nan
    start: str = ""
    end: str = ""
    exempt: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A row of `programme_countries`: a country's part in a programme."""

    country: str
    role: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Programme:
    """A row of `programmes`; `rates` holds (instrument, prefix, covered, rate, specific), `home` the window as a beneficiary.

    Without `home` the table names no country, and home goods benefit; with it `others` are named as well.
    """

    id: str
    destination: str
    waives: str = ""
    claim_cost: float = 0.0
    refund: str = ""
    start: str = ""
    end: str = ""
    rates: tuple[tuple[str, str, bool, float, float], ...] = ()
    home: tuple[str, str] | None = None
    others: tuple[Role, ...] = (Role("TZ", "cumulation"),)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The rows of `programme_countries`."""
        return (Role("KE", "beneficiary", *self.home), *self.others) if self.home else ()

    @property
    def claimable(self) -> tuple[float, float]:
        """The first day of entry on which home goods may be claimed, and the day after the last."""
        own = window(self.start, self.end)
        other = window(*self.home) if self.home else (-math.inf, math.inf)
        return max(own[0], other[0]), min(own[1], other[1])

    def preference(self, instrument: str, code: str) -> tuple[float, float] | None:
        """Return the (rate, specific amount) that a claim puts in place of an instrument's; None if it changes nothing."""
        fitting = [row for row in self.rates if row[0] == instrument and code.startswith(bare(row[1]))]
        if fitting:
            best = max(fitting, key=lambda row: len(bare(row[1])))
            return (best[3], best[4]) if best[2] else None
        return WAIVED if self.waives == instrument else None


@dataclass(frozen=True)
class Goods:
    """What crosses a border, by value and weight: all per unit, over nodes.

    Attributes:
        code: HS code.
        origin: Country of origin.
        destination: Country of entry.
        tonnes: Weight.
        contained: Tonnes of each mineral.
        parcel: Tonnes per customs entry, NaN if not given.
        transit: Days from loading to entry.
    """

    code: str
    origin: str
    destination: str
    tonnes: float
    contained: dict[str, float]
    parcel: float = math.nan
    transit: int = 0


def bare(code: str) -> str:
    """Return an HS code without dots."""
    return code.replace(".", "")


class Law:
    """The tariffs and programmes of a case."""

    def __init__(self, horizon: Horizon, tariffs: list[Tariff], programmes: list[Programme]) -> None:
        """Keep them."""
        self.horizon, self.tariffs, self.programmes = horizon, tariffs, programmes
        self._regimes: dict[tuple[object, ...], list[tuple[Floats, list[tuple[Tariff, tuple[float, float] | None]]]]] = {}

    def programmes_for(self, goods: Goods) -> list[Programme]:
        """Return the programmes that these goods may claim at some node."""
        found = []
        for programme in self.programmes:
            if programme.destination == goods.destination != goods.origin and self.claimed(programme, goods).any():
                reach = {tariff.instrument for tariff in self.tariffs if tariff.kind in AT_ENTRY and _reaches(tariff, goods)}
                if any(programme.preference(instrument, bare(goods.code)) is not None for instrument in reach):
                    found.append(programme)
        return found

    def claimed(self, programme: Programme, goods: Goods) -> Floats:
        """Return the share of each node's entries that may be claimed."""
        return self.horizon.entries_between(*programme.claimable, goods.transit)

    def refunded(self, programme: Programme, goods: Goods) -> Floats:
        """Return the share of each node's claimed entries whose saved duty is paid first and refunded later."""
        if not programme.refund:
            return np.zeros(len(self.horizon))
        begin, stop = programme.claimable
        early = self.horizon.entries_between(begin, min(stop, ordinal(programme.refund)), goods.transit)
        claimed = self.claimed(programme, goods)
        return np.where(claimed > 0, early / np.where(claimed > 0, claimed, 1.0), 0.0)

    def charges(
        self, goods: Goods, value: Floats, claim: Programme | None = None, kinds: tuple[str, ...] = AT_ENTRY
    ) -> dict[str, Floats]:
        """Return charges per unit by kind, each node's stacks weighted by their share of its entries."""
        total = {kind: np.zeros(value.shape) for kind in kinds}
        for share, lines in self._stacks(goods, claim, kinds):
            amounts: dict[str, Floats] = {}
            for tariff, preference in lines:
                amounts[tariff.instrument] = self._amount(tariff, preference, goods, value, amounts)
                total[tariff.kind] += share * amounts[tariff.instrument]
        return total

    def _amount(
        self, tariff: Tariff, preference: tuple[float, float] | None, goods: Goods, value: Floats, before: dict[str, Floats]
    ) -> Floats:
        base = np.zeros(value.shape) if tariff.base == "duty" else value
        if tariff.base != "customs_value":
            base = base + sum((before[name] for name in tariff.parts if name in before), np.zeros(value.shape))
        rate, specific = (tariff.rate, tariff.specific) if preference is None else preference
        if preference == WAIVED:
            return np.zeros(value.shape)
        weight = goods.contained.get(tariff.mineral, 0.0) if tariff.mineral else goods.tonnes
        amount = rate * base + specific * weight
        per_unit = goods.tonnes / goods.parcel
        if preference is None and not math.isnan(tariff.low * per_unit):
            amount = np.maximum(amount, tariff.low * per_unit)
        if not math.isnan(tariff.high * per_unit):
            amount = np.minimum(amount, tariff.high * per_unit)
        return amount

    def _stacks(
        self, goods: Goods, claim: Programme | None, kinds: tuple[str, ...]
    ) -> list[tuple[Floats, list[tuple[Tariff, tuple[float, float] | None]]]]:
        """Return (share of each node's entries, charges in the order in which they build on each other)."""
        key = (bare(goods.code), goods.origin, goods.destination, goods.transit, claim.id if claim else "", kinds)
        if key not in self._regimes:
            rows = [tariff for tariff in self.tariffs if tariff.kind in kinds and _reaches(tariff, goods)]
            days = {day for tariff in rows for day in window(tariff.start, tariff.end)} | {-math.inf, math.inf}
            days |= set(claim.claimable) if claim else set()
            cuts = sorted(days)
            found = []
            for begin, stop in pairwise(cuts):
                share = self.horizon.entries_between(begin, stop, goods.transit)
                if share.any():
                    found.append((share, _stack(rows, claim, bare(goods.code), begin, stop)))
            self._regimes[key] = found
        return self._regimes[key]


def _reaches(tariff: Tariff, goods: Goods) -> bool:
    code = bare(goods.code)
    return (
        code.startswith(bare(tariff.prefix))
        and tariff.origin in ("", goods.origin)
        and tariff.destination in ("", goods.destination)
        and not any(code.startswith(bare(prefix)) for prefix in tariff.exempt)
    )


def _stack(
    rows: list[Tariff], claim: Programme | None, code: str, begin: float, stop: float
) -> list[tuple[Tariff, tuple[float, float] | None]]:
    """Return the charges on entries in [begin, stop), within which no window begins or ends."""

    def within(opens: float, closes: float) -> bool:
        return opens <= begin and stop <= closes

    chosen: dict[str, Tariff] = {}
    for tariff in rows:
        if within(*window(tariff.start, tariff.end)):
            rival = chosen.get(tariff.instrument)
            if rival is None or len(bare(tariff.prefix)) > len(bare(rival.prefix)):
                chosen[tariff.instrument] = tariff
    replaced = {name for tariff in chosen.values() for name in tariff.replaces}
    kept = sorted((t for t in chosen.values() if t.instrument not in replaced), key=lambda tariff: len(tariff.parts))
    claimed = claim is not None and within(*claim.claimable)
    return [(tariff, claim.preference(tariff.instrument, code) if claim is not None and claimed else None) for tariff in kept]
