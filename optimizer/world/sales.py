"""Sales and border crossings: every way to sell goods of any origin, under every claim, and what one unit shipped earns and pays.

What goods are worth at the border is found in `border_values.py`. The exporter bears the market's incidence share of duty and
fees; the border value is not reduced by a duty absorbed. Units arriving are rho x units shipped.

Where carriage takes more than the price, or the price is 0 because a case counts costs alone, the border value is not positive.
Such a sale can be made like any other, for it may be owed or wanted; what law charges on value it charges on 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.contents import Contents
from optimizer.law.charges import Charges
from optimizer.law.origin import Origin, OriginLaw
from optimizer.law.schedule import Schedule
from optimizer.world.border_values import BorderValues
from optimizer.world.crossings import Assessor, Crossings
from optimizer.world.hauls import Haul, read_hauls
from optimizer.world.offers import Offer, Offering, Sale
from optimizer.world.refunds import refunds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

APPRAISAL_TOLERANCE = 1e-9
EXPORT_LEVY = "export_levy"


@dataclass(frozen=True, slots=True)
class Sales:
    """Every way to sell: a haul into a tier of a demand under a claim. Money is per unit shipped: (sales, nodes).

    Attributes:
        haul: Position of each sale's haul in `hauls`.
        demand: Position of the tier in `demands`.
        claim: Programme claimed, or `ordinary`.
        hauls: Terms of carriage.
        offered: Whether the sale can be made at the node at all: (sales, nodes).
        border_value: FOB value; not positive where carriage takes all that the buyer pays.
        revenue: What the buyer pays.
        freight: What the exporter pays for carriage.
        insurance: What the exporter pays for insurance.
        charges: Duty and fees by tariff row, assessed on buyer and exporter together.
        ordinary_assessed: Sum of what `charges` would be without the claim.
        incidence: Share of the charges that the exporter bears.
        claim_cost: Cost of proving origin.
        export_levies: Export levies by tariff row.
        refund: Share of the claimed entries whose saved duty is paid first and refunded later.
        refunded_in: Whether the day of the refund falls in the node; several do on branches of a tree: (sales, nodes).
        abroad: Whether the buyer is in another country than home: (sales,).
        leaves_home: Whether the sale itself crosses the home border outwards: (sales,).
    """

    haul: Ints
    demand: Ints
    claim: tuple[str, ...]
    hauls: Haul
    offered: NDArray[np.bool_]
    border_value: Floats
    revenue: Floats
    freight: Floats
    insurance: Floats
    charges: dict[int, Floats]
    ordinary_assessed: Floats
    incidence: Floats
    claim_cost: Floats
    export_levies: dict[int, Floats]
    refund: Floats
    refunded_in: NDArray[np.bool_]
    abroad: NDArray[np.bool_]
    leaves_home: NDArray[np.bool_]

    @property
    def assessed(self) -> Floats:
        """Duty and fees of each sale, all tariff rows together."""
        return sum(self.charges.values(), np.zeros(self.border_value.shape))


class SalesBook:
    """Builds `Sales` from a case."""

    def __init__(
        self,
        case: Case,
        contents: Contents,
        law: OriginLaw,
        origins: tuple[Origin, ...],
        surplus: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        """Read what all sales share.

        Goods that have earned a programme are sold without a claim only if their (material, origin) is in `surplus`.
        """
        self._case = case
        self._contents = contents
        self._law = law
        self._surplus = surplus
        self._offering = Offering(case, law, origins, Schedule(case))
        self._charges = Charges(case)
        countries = case["sites"]["country"]
        at_home = (countries == "") | (countries == case.home_country)
        self._starts_at_home = at_home[case.position("lanes", "from_site")]

    def read(self, offers: Sequence[Offer]) -> Sales:
        """Return every way to make these offers, ordinary first, then by programme."""
        return self._price(self._offering.sales(offers, self._surplus))

    def repriced(self, sales: Sales) -> Sales:
        """Return the same sales with what they earn and pay in this book's case; what is offered stays."""
        hauls = sales.hauls
        parts = (hauls.lane.tolist(), hauls.material.tolist(), sales.demand.tolist(), hauls.origin.tolist())
        offers = (Offer(*part) for part in zip(*parts, strict=True))
        always = np.ones(len(self._case.timeline))
        again = self._price([Sale(offer, claim, always) for offer, claim in zip(offers, sales.claim, strict=True)])
        return replace(again, offered=sales.offered)

    def _price(self, sales: list[Sale]) -> Sales:
        """Return what one unit of each sale earns and pays."""
        case = self._case
        hauls = read_hauls(case, [(offer.lane, offer.material, offer.origin) for offer, _, _ in sales])
        demand = np.array([sale.offer.demand for sale in sales], dtype=np.int64)
        goods = [self._offering.goods(sale.offer) for sale in sales]
        abroad = _flags(item.destination != case.home_country for item in goods)
        assessor = Assessor(self._offering, self._contents, self._charges, hauls, goods)
        values = BorderValues.read(case, hauls, demand, abroad)
        crossings = assessor.crossings(sales)

        cif, border = values.find(partial(assessor.all_duty, crossings))
        customs = values.customs(cif, border)
        ordinary = assessor.duties(assessor.crossings(sales, claimed=False), customs)
        leaving = assessor.crossings(sales, claimed=False, returning=True)
        levies = assessor.levies(leaving, np.maximum(border, 0.0), EXPORT_LEVY)
        market = case.position("demands", "market")[demand]
        share, refunded_in = refunds(self._offering, sales)
        # What follows is per unit shipped, of which the share rho arrives.
        rho = hauls.arriving
        return Sales(
            haul=np.arange(len(sales)),
            demand=demand,
            claim=tuple(sale.claim for sale in sales),
            hauls=hauls,
            offered=self._offered(sales, demand, hauls, border),
            border_value=rho * border,
            revenue=rho * values.price,
            freight=np.where(values.is_fob, hauls.inland, hauls.freight),
            insurance=rho * np.where(values.is_fob, 0.0, values.insured * cif),
            charges=_times(rho, _charged(sales, ordinary, assessor.duties(_only_claimed(crossings), customs))),
            ordinary_assessed=rho * sum(ordinary.values(), np.zeros(rho.shape)),
            incidence=np.where(values.is_ddp, 1.0, case.numbers("markets", "duty_incidence")[market]),
            claim_cost=self._claim_cost(sales, hauls),
            export_levies=_times(rho, levies),
            refund=share,
            refunded_in=refunded_in,
            abroad=abroad,
            leaves_home=abroad & self._starts_at_home[hauls.lane],
        )

    def _claim_cost(self, sales: list[Sale], hauls: Haul) -> Floats:
        """Return the cost of proving origin per unit shipped: (sales, nodes)."""
        claimed = _claimed(sales)
        programmes = self._case["programmes"].rows
        programme = np.array([programmes[sale.claim] for sale in sales if sale.claim != ORDINARY], dtype=np.int64)
        weight = self._case.numbers("materials", "tonnes_per_unit")[hauls.material[claimed]]
        cost = np.zeros_like(hauls.arriving)
        cost[claimed] = self._case.numbers("programmes", "claim_cost_per_tonne")[programme] * weight
        return cost

    def _offered(self, sales: list[Sale], demand: Ints, hauls: Haul, border: Floats) -> Flags:
        """Return where each sale can be made at all: (sales, nodes)."""
        timeline = self._case.timeline
        claimable = np.array([sale.claimable for sale in sales]).reshape(len(sales), len(timeline))
        in_force = self._case.shares_in_force("demands")[demand]
        offered = (claimable > 0) & (hauls.open_share > 0) & (in_force > 0)
        return offered & self._within_appraisal(sales, border)

    def _within_appraisal(self, sales: list[Sale], border: Floats) -> Flags:
        """Return where a claim rests on what was tested: goods with foreign feed at border values within those of their tests."""
        within = np.ones(border.shape, dtype=bool)
        kept = set(self._case.position("stocks", "material")[self._case.active_rows("stocks")].tolist())
        slack = 1.0 + APPRAISAL_TOLERANCE
        for position, sale in enumerate(sales):
            offer = sale.offer
            if sale.claim != ORDINARY and not self._offering.origins[offer.origin].is_home:
                material = self._case["materials"].keys[offer.material]
                low, high = self._law.values.claimable_values(sale.claim, material, kept=offer.material in kept)
                within[position] = (border[position] <= high * slack) & (border[position] >= low / slack)
        return within


def _charged(sales: list[Sale], ordinary: dict[int, Floats], under_claims: dict[int, Floats]) -> dict[int, Floats]:
    """Return the charges by tariff row: ordinary ones, and for claimed sales those under their claims."""
    claimed = _claimed(sales)
    charges = {row: np.where(claimed[:, np.newaxis], 0.0, amount) for row, amount in ordinary.items()}
    for row, amount in under_claims.items():
        charges.setdefault(row, np.zeros_like(amount))[claimed] = amount[claimed]
    return charges


def _only_claimed(crossings: Crossings) -> Crossings:
    return {crossing: members for crossing, members in crossings.items() if crossing.claim != ORDINARY}


def _claimed(sales: Iterable[Sale]) -> Flags:
    return _flags(sale.claim != ORDINARY for sale in sales)


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), dtype=bool)


def _times(rho: Floats, amounts: dict[int, Floats]) -> dict[int, Floats]:
    return {row: rho * amount for row, amount in amounts.items()}
