"""What the law charges on sales that cross a border: sales that it cannot tell apart are assessed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.columns import ORDINARY
from optimizer.domain.contents import Contents
from optimizer.domain.tracing import added_up
from optimizer.law.charges import Charges, Shipments
from optimizer.law.schedule import Goods, Segment
from optimizer.world.hauls import Haul
from optimizer.world.offers import Offering, Sale

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Crossing(NamedTuple):
    """All that the law looks at when goods cross a border, but their value and weight."""

    goods: Goods
    claim: str
    transit_days: float


# Stacks of charges per node.
Segments = tuple[tuple[Segment, ...], ...]
# Positions of sales by what the law looks at.
Crossings = dict[Crossing, Ints]


@dataclass(frozen=True)
class Assessor:
    """Charges sales by the rows of the law.

    Attributes:
        offering: What the law sees of offers.
        contents: What materials contain.
        charges: What rows of `tariffs` amount to.
        hauls: Terms of carriage of the sales, one each.
        goods: What crosses which border, one each.
    """

    offering: Offering
    contents: Contents
    charges: Charges
    hauls: Haul
    goods: Sequence[Goods]

    def crossings(self, sales: Sequence[Sale], *, claimed: bool = True, returning: bool = False) -> Crossings:
        """Return the sales abroad by what the law looks at.

        Args:
            sales: The sales.
            claimed: Whether their claims count; else all are ordinary.
            returning: Whether goods that return to where they are from are among them.
        """
        home = self.offering.case.home_country
        members: dict[Crossing, list[int]] = {}
        for position, (sale, goods) in enumerate(zip(sales, self.goods, strict=True)):
            if goods.destination != home and (returning or goods.origin != goods.destination):
                claim = sale.claim if claimed else ORDINARY
                crossing = Crossing(goods, claim, self.offering.transit_days(sale.offer))
                members.setdefault(crossing, []).append(position)
        return {crossing: np.array(positions) for crossing, positions in members.items()}

    def duties(self, crossings: Crossings, value: Floats) -> dict[int, Floats]:
        """Return the charges at entry by tariff row, per unit arriving of each sale at these customs values."""
        schedule = self.offering.schedule
        segments = {crossing: schedule.segments(*crossing) for crossing in crossings}
        return self._amounts(crossings, segments, value)

    def all_duty(self, crossings: Crossings, value: Floats) -> Floats:
        """Return the sum of the charges at entry, per unit arriving of each sale at these customs values."""
        return sum(self.duties(crossings, value).values(), np.zeros(value.shape))

    def levies(self, crossings: Crossings, value: Floats, kind: str) -> dict[int, Floats]:
        """Return the charges of one kind that are due at loading, under no programme, by tariff row."""
        schedule = self.offering.schedule
        segments = {crossing: schedule.segments(crossing.goods, ORDINARY, 0.0, (kind,)) for crossing in crossings}
        return self._amounts(crossings, segments, value)

    def _amounts(self, crossings: Crossings, segments: dict[Crossing, Segments], value: Floats) -> dict[int, Floats]:
        parts: dict[int, list[tuple[Ints, Floats]]] = {}
        tonnes = self.offering.case.numbers("materials", "tonnes_per_unit")
        for crossing, members in crossings.items():
            material = self.hauls.material[members]
            # Minerals first, then shipments, then nodes: as charges on a mineral look them up.
            contained = np.moveaxis(self.contents.contained[material], 1, 0)
            shipments = Shipments(value[members], tonnes[material], contained, self.hauls.parcel_tonnes[members])
            for row, amount in self.charges.amounts(segments[crossing], shipments).items():
                parts.setdefault(row, []).append((members, amount))
        return {row: added_up(value.shape, mine) for row, mine in parts.items()}
