"""What can be sold where: offers of goods of one origin to a tier of a demand, and the claims that each may make."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.law.origin import Origin, OriginLaw
from optimizer.law.schedule import Goods, Schedule

Floats = NDArray[np.float64]


class Offer(NamedTuple):
    """A way to serve a tier of a demand: positions of its lane, material, tier and origin."""

    lane: int
    material: int
    demand: int
    origin: int


class Sale(NamedTuple):
    """An offer under a claim.

    Attributes:
        offer: What is sold where.
        claim: Programme claimed, or `ordinary`.
        claimable: Share of each node's entries for which the claim can be made: (nodes,).
    """

    offer: Offer
    claim: str
    claimable: Floats


@dataclass(frozen=True)
class Offering:
    """What the law sees of offers.

    Attributes:
        case: The case.
        law: Its rules of origin.
        origins: The origins that offers name by position.
        schedule: Its tariffs and programmes.
    """

    case: Case
    law: OriginLaw
    origins: tuple[Origin, ...]
    schedule: Schedule

    def goods(self, offer: Offer) -> Goods:
        """Return what crosses which border."""
        market = self.case["markets"].rows[str(self.case["demands"]["market"][offer.demand])]
        hs_code = str(self.case["materials"]["hs_code"][offer.material])
        country = self.origins[offer.origin].country or self.case.home_country
        return Goods(hs_code, country, self.case.market_countries[market])

    def transit_days(self, offer: Offer) -> float:
        """Return the days from loading to entry."""
        return float(self.case["lanes"]["transit_days"][offer.lane])

    def sales(self, offers: Sequence[Offer], surplus: Collection[tuple[int, int]]) -> list[Sale]:
        """Return every way to make these offers, ordinary first, then by programme.

        Goods that have earned a programme are sold without a claim only if their (material, origin) is in `surplus`.
        """
        return [sale for offer in offers for sale in self._sales_of(offer, surplus)]

    def _sales_of(self, offer: Offer, surplus: Collection[tuple[int, int]]) -> Iterator[Sale]:
        if not self.origins[offer.origin].earned or (offer.material, offer.origin) in surplus:
            yield Sale(offer, ORDINARY, np.ones(len(self.case.timeline)))
        for row, share in self.schedule.programmes_for(self.goods(offer), self.transit_days(offer)):
            programme = self.case["programmes"].keys[row]
            if self._may_claim(offer, programme):
                yield Sale(offer, programme, share)

    def _may_claim(self, offer: Offer, programme: str) -> bool:
        """Return whether goods of an origin can have earned a programme: goods with foreign feed only under a rule for them."""
        origin = self.origins[offer.origin]
        if origin.is_home:
            return True
        return origin.may_claim(programme) and bool(self.law.rules.alternatives(programme, self.goods(offer).hs_code))
