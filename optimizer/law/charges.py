"""How much a stack of charges comes to: bases, specific amounts, parcels, parts of periods."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tracing import added_up
from optimizer.law.programme_terms import Waiver
from optimizer.law.schedule import Line, Segment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shipments:
    """Shipments of like goods, as arrays over shipments and nodes unless said otherwise.

    Attributes:
        value: Customs value per unit, money.
        tonnes: Weight per unit.
        contained: Contained tonnes per unit: (minerals, shipments, nodes).
        parcel_tonnes: Size of one customs entry, NaN if not given: (shipments, nodes).
    """

    value: Floats
    tonnes: Floats
    contained: Floats
    parcel_tonnes: Floats


class Rates(NamedTuple):
    """What one line charges, per node asked for; bounds are NaN where there are none."""

    ad_valorem: Floats
    specific_per_tonne: Floats
    min_per_parcel: Floats
    max_per_parcel: Floats


class Assessed(NamedTuple):
    """One charge per unit and what its ad valorem rate applies to, money: (shipments, nodes asked for)."""

    base: Floats
    amount: Floats


class Charges:
    """The rates of a case's tariff rows and programmes, applied to shipments."""

    def __init__(self, case: Case) -> None:
        """Read rates once."""
        self._tariffs = case["tariffs"]
        names = ("ad_valorem", "specific_per_tonne", "min_per_parcel", "max_per_parcel")
        self._own = {name: case.numbers("tariffs", name) for name in names}
        self._preferential = {name: case.numbers("programme_rates", name) for name in names[:2]}
        self._mineral = case.position("tariffs", "specific_mineral")
        parts = case["tariff_base_parts"]
        self._parts: dict[str, set[str]] = {}
        for tariff, instrument in zip(parts["tariff"], parts["instrument"], strict=True):
            self._parts.setdefault(tariff, set()).add(instrument)

    def amounts(self, segments: tuple[tuple[Segment, ...], ...], shipments: Shipments) -> Mapping[int, Floats]:
        """Return the charge per unit by tariff row: money, (shipments, nodes).

        charge = sum over segments of share * clamp(rate * base + specific * weight, min / parcel, max / parcel)

        with the base the customs value, or the value plus the charges of named instruments, or those charges alone. A
        preferential rate takes the place of rate and minimum; the maximum stays.
        """
        alike: dict[tuple[Line, ...], dict[int, float]] = {}
        for node, node_segments in enumerate(segments):
            for segment in node_segments:
                shares = alike.setdefault(segment.lines, {})
                shares[node] = shares.get(node, 0.0) + segment.share
        parts: dict[int, list[tuple[Ints, Floats]]] = {}
        for lines, shares in alike.items():
            nodes = np.array(list(shares))
            for row, (_, amount) in self.stack(lines, shipments, nodes).items():
                parts.setdefault(row, []).append((nodes, amount * np.array(list(shares.values()))))
        shape = shipments.value.shape
        return {row: added_up(shape, mine, axis=1) for row, mine in parts.items()}

    def stack(self, lines: tuple[Line, ...], shipments: Shipments, nodes: Ints) -> dict[int, Assessed]:
        """Return base and charge of every line of one stack by tariff row, at these nodes; empty for an empty stack."""
        by_instrument = {str(self._tariffs["instrument"][line.tariff]): line for line in lines}
        value = shipments.value[:, nodes]
        done: dict[int, Assessed] = {}

        def charge(line: Line, above: frozenset[int]) -> Floats:
            if line.tariff not in done:
                on = base(line, above | {line.tariff})
                done[line.tariff] = Assessed(on, self._charge(line, on, shipments, nodes))
            return done[line.tariff].amount

        def base(line: Line, above: frozenset[int]) -> Floats:
            kind = self._tariffs["base"][line.tariff]
            if kind == "customs_value":
                return value
            total = np.zeros_like(value) if kind == "duty" else value.copy()
            for instrument in self._parts.get(self._tariffs.keys[line.tariff], ()):
                other = by_instrument.get(instrument)
                if other is not None and other.tariff not in above:
                    total += charge(other, above)
            return total

        for line in lines:
            charge(line, frozenset())
        return done

    def _charge(self, line: Line, base: Floats, shipments: Shipments, nodes: Ints) -> Floats:
        row = line.tariff
        tonnes = shipments.tonnes[:, nodes]
        weight = tonnes if self._mineral[row] < 0 else shipments.contained[self._mineral[row]][:, nodes]
        if line.preference is Waiver.FREE:
            return np.zeros(base.shape)
        ad_valorem, specific, low, high = self.rates(line, nodes)
        amount: Floats = ad_valorem * base + specific * weight
        if np.isnan(low).all() and np.isnan(high).all():
            return amount
        per_unit = tonnes / shipments.parcel_tonnes[:, nodes]
        bounded: Floats = np.fmin(np.fmax(amount, low * per_unit), high * per_unit)
        return bounded

    def rates(self, line: Line, nodes: Ints) -> Rates:
        """Return what a line charges at these nodes; a preference takes the place of rate and minimum, the maximum stays."""
        row = line.tariff
        blank = np.full(len(nodes), np.nan)
        if line.preference is Waiver.FREE:
            return Rates(np.zeros(len(nodes)), np.zeros(len(nodes)), blank, blank)
        source, at = (self._own, row) if line.preference is None else (self._preferential, line.preference)
        low = self._own["min_per_parcel"][row, nodes] if line.preference is None else blank  # A preference knows no minimum.
        high = self._own["max_per_parcel"][row, nodes]
        return Rates(source["ad_valorem"][at, nodes], source["specific_per_tonne"][at, nodes], low, high)
