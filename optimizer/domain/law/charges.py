"""How much a stack of charges comes to: bases, specific amounts, parcels, parts of periods."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.law.schedule import FREE, Line, Segment

Floats = NDArray[np.float64]


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
        totals: dict[int, Floats] = {}
        for node, node_segments in enumerate(segments):
            for segment in node_segments:
                for row, amount in self._stack(segment.lines, shipments, node).items():
                    total = totals.setdefault(row, np.zeros(shipments.value.shape))
                    total[:, node] += segment.share * amount
        return totals

    def _stack(self, lines: tuple[Line, ...], shipments: Shipments, node: int) -> dict[int, Floats]:
        by_instrument = {str(self._tariffs["instrument"][line.tariff]): line for line in lines}
        done: dict[int, Floats] = {}

        def charge(line: Line, above: frozenset[int]) -> Floats:
            if line.tariff not in done:
                done[line.tariff] = self._charge(line, base(line, above | {line.tariff}), shipments, node)
            return done[line.tariff]

        def base(line: Line, above: frozenset[int]) -> Floats:
            kind = self._tariffs["base"][line.tariff]
            total = np.zeros(len(shipments.value)) if kind == "duty" else shipments.value[:, node].copy()
            for instrument in self._parts.get(self._tariffs.keys[line.tariff], ()) if kind != "customs_value" else ():
                other = by_instrument.get(instrument)
                if other is not None and other.tariff not in above:
                    total += charge(other, above)
            return total

        for line in lines:
            charge(line, frozenset())
        return done

    def _charge(self, line: Line, base: Floats, shipments: Shipments, node: int) -> Floats:
        row, weight = line.tariff, shipments.tonnes[:, node]
        if self._mineral[row] >= 0:
            weight = shipments.contained[self._mineral[row], :, node]
        if line.preference == FREE:
            return np.zeros(len(base))
        source, at = (self._own, row) if line.preference < 0 else (self._preferential, line.preference)
        amount = source["ad_valorem"][at, node] * base + source["specific_per_tonne"][at, node] * weight
        per_unit = shipments.tonnes[:, node] / shipments.parcel_tonnes[:, node]
        low, high = self._own["min_per_parcel"][row, node], self._own["max_per_parcel"][row, node]
        with np.errstate(invalid="ignore"):
            if low == low and line.preference < 0:  # A preference is not bound to the ordinary minimum.
                amount = np.where(np.isnan(per_unit), amount, np.maximum(amount, low * per_unit))
            if high == high:
                amount = np.where(np.isnan(per_unit), amount, np.minimum(amount, high * per_unit))
        return np.asarray(amount, dtype=np.float64)
