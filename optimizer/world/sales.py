"""Sales and border crossings: every way to sell goods of any origin, under every claim, and what one unit shipped earns and pays.

For a unit shipped over a lane with share rho arriving, at price P, with freight F of which F_in is inland, b = (F - F_in) / rho
the border-to-border freight per unit arriving, and insurance i = rate x 1.1 x CIF value, none within the country:

    basis cif:  CIF = P                        V = CIF - b - i       exporter pays F and rho i
    basis fob:  CIF = (P + b) / (1 - 1.1 rate) V = P                 exporter pays F_in
    basis ddp:  CIF + duty(CIF or V) = P       V = CIF - b - i       exporter pays F, rho i and all duty

V is the border (FOB) value per unit arriving; duty is charged on V or on CIF as the market's customs basis says. The exporter
bears the market's incidence share of duty and fees; V is not reduced by a duty absorbed. Units arriving are rho x units shipped.

Where carriage takes more than the price, or the price is 0 because a case counts costs alone, V is not positive. Such a sale
can be made like any other, for it may be owed or wanted; what law charges on value it charges on 0.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.contents import Contents
from optimizer.domain.timeline import ONE_DAY
from optimizer.domain.tracing import added_up, is_traced, plain, root
from optimizer.law.charges import Charges, Shipments
from optimizer.law.origin import Origin, OriginLaw
from optimizer.law.schedule import Goods, Schedule
from optimizer.world.hauls import Haul, read_hauls
from optimizer.world.tiers import marginal_prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INSURED_SHARE = 1.1
DDP_ITERATIONS = 50
DDP_TOLERANCE = 1e-13
APPRAISAL_TOLERANCE = 1e-9

Offer = tuple[int, int, int, int]
"""A way to serve a tier: positions of lane, material, demand and origin."""


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
        self._case, self._contents, self._law, self._origins, self._surplus = case, contents, law, origins, surplus
        self._schedule, self._charges = Schedule(case), Charges(case)
        countries = case["sites"]["country"]
        at_home = (countries == "") | (countries == case.home_country)
        self._starts_at_home = at_home[case.position("lanes", "from_site")]

    def read(self, offers: list[Offer]) -> Sales:
        """Return every way to serve these (lane, material, demand, origin) offers, ordinary first, then by programme."""
        every: list[Offer] = []
        claims: list[str] = []
        shares: list[Floats] = []
        always = np.ones(len(self._case.timeline))
        for offer in offers:
            programmes = [
                (name, share)
                for row, share in self._schedule.programmes_for(self._goods(offer), self._transit(offer))
                if self._may_claim(offer, name := self._case["programmes"].keys[row])
            ]
            ordinary = (
                [] if self._origins[offer[3]].earned and (offer[1], offer[3]) not in self._surplus else [(ORDINARY, always)]
            )
            every += [offer] * len([*ordinary, *programmes])
            claims += [name for name, _ in (*ordinary, *programmes)]
            shares += [share for _, share in (*ordinary, *programmes)]
        return self._price(every, tuple(claims), np.array(shares).reshape(len(every), len(always)))

    def repriced(self, sales: Sales) -> Sales:
        """Return the same sales with what they earn and pay in this book's case; what is offered stays."""
        hauls = sales.hauls
        parts = (hauls.lane.tolist(), hauls.material.tolist(), sales.demand.tolist(), hauls.origin.tolist())
        claimable = np.ones((len(sales.claim), len(self._case.timeline)))
        again = self._price(list(zip(*parts, strict=True)), sales.claim, claimable)
        return replace(again, offered=sales.offered)

    def _may_claim(self, offer: Offer, programme: str) -> bool:
        """Return whether goods of an origin can have earned a programme: goods with foreign feed only under a rule for them."""
        origin = self._origins[offer[3]]
        if origin.is_home:
            return True
        return origin.may_claim(programme) and bool(self._law.alternatives(programme, self._goods(offer).hs_code))

    def _goods(self, offer: Offer) -> Goods:
        """Return what crosses which border."""
        _, material, demand, origin = offer
        market = self._case["markets"].rows[str(self._case["demands"]["market"][demand])]
        hs_code = str(self._case["materials"]["hs_code"][material])
        country = self._origins[origin].country or self._case.home_country
        return Goods(hs_code, country, self._case.market_countries[market])

    def _transit(self, offer: Offer) -> float:
        return float(self._case["lanes"]["transit_days"][offer[0]])

    def _within_appraisal(self, offers: list[Offer], claims: tuple[str, ...], border: Floats) -> NDArray[np.bool_]:
        """Return where a claim rests on what was tested: goods with foreign feed at border values within those of their tests."""
        within = np.ones(border.shape, dtype=bool)
        kept = set(self._case.position("stocks", "material")[self._case.active_rows("stocks")].tolist())
        for sale, (offer, claim) in enumerate(zip(offers, claims, strict=True)):
            if claim != ORDINARY and not self._origins[offer[3]].is_home:
                material = self._case["materials"].keys[offer[1]]
                low, high = self._law.claimable_values(claim, material, kept=offer[1] in kept)
                slack = 1.0 + APPRAISAL_TOLERANCE
                within[sale] = (border[sale] <= high * slack) & (border[sale] >= low / slack)
        return within

    def _price(self, offers: list[Offer], claims: tuple[str, ...], claimable: Floats) -> Sales:
        case = self._case
        hauls = read_hauls(case, [(lane, material, origin) for lane, material, _, origin in offers])
        demand = np.array([offer[2] for offer in offers], dtype=np.int64)
        market = case.position("demands", "market")[demand]
        goods = [self._goods(offer) for offer in offers]
        abroad = np.array([item.destination != case.home_country for item in goods], dtype=bool)
        terms = _Terms(case, hauls, demand, market, abroad)
        groups = self._groups(offers, goods, claims)
        cif, border = self._values(terms, groups, hauls)
        customs = np.maximum(np.where(terms.customs_on_cif[:, np.newaxis], cif, border), 0.0)
        ordinary = self._assess(self._groups(offers, goods, (ORDINARY,) * len(offers)), customs, hauls)
        charges = {row: amount.copy() for row, amount in ordinary.items()}
        claimed = np.array([claim != ORDINARY for claim in claims], dtype=bool)
        for amount in charges.values():
            amount[claimed] = 0.0
        for row, amount in self._assess({key: at for key, at in groups.items() if key[1] != ORDINARY}, customs, hauls).items():
            charges.setdefault(row, np.zeros_like(customs))[claimed] = amount[claimed]
        leaving = self._groups(offers, goods, (ORDINARY,) * len(offers), returning=True)
        levies = self._assess(leaving, np.maximum(border, 0.0), hauls, ("export_levy",))
        rho = hauls.arriving
        fob, ddp = terms.basis == "fob", terms.basis == "ddp"
        incidence = np.where(ddp[:, np.newaxis], 1.0, case.numbers("markets", "duty_incidence")[market])
        insured = np.where(fob[:, np.newaxis], 0.0, INSURED_SHARE * terms.insurance_rate * cif)
        refund, refunded_in = self._refunds(claims, offers)
        programme = np.array([case["programmes"].rows.get(claim, -1) for claim in claims], dtype=np.int64)
        weight = case.numbers("materials", "tonnes_per_unit")[hauls.material[claimed]]
        claim_cost = np.zeros_like(rho)
        claim_cost[claimed] = case.numbers("programmes", "claim_cost_per_tonne")[programme[claimed]] * weight
        in_force = case.shares_in_force("demands")[demand]
        offered = (claimable > 0) & (hauls.open_share > 0) & (in_force > 0)
        offered &= self._within_appraisal(offers, claims, border)
        return Sales(
            haul=np.arange(len(offers)), demand=demand, claim=claims, hauls=hauls, offered=offered,
            border_value=rho * border, revenue=rho * terms.price,
            freight=np.where(fob[:, np.newaxis], hauls.inland, hauls.freight), insurance=rho * insured,
            charges={row: rho * amount for row, amount in charges.items()},
            ordinary_assessed=rho * sum(ordinary.values(), np.zeros(rho.shape)),
            incidence=incidence, claim_cost=claim_cost,
            export_levies={row: rho * amount for row, amount in levies.items()},
            refund=refund, refunded_in=refunded_in, abroad=abroad, leaves_home=abroad & self._starts_at_home[hauls.lane],
        )  # fmt: skip

    def _groups(
        self, offers: list[Offer], goods: list[Goods], claims: tuple[str, ...], *, returning: bool = False
    ) -> dict[tuple[Goods, str, float], Ints]:
        """Return the sales abroad by what the law looks at; goods that return to where they are from only if asked for."""
        groups: dict[tuple[Goods, str, float], list[int]] = {}
        for sale, (offer, item, claim) in enumerate(zip(offers, goods, claims, strict=True)):
            if item.destination != self._case.home_country and (returning or item.origin != item.destination):
                groups.setdefault((item, claim, self._transit(offer)), []).append(sale)
        return {key: np.array(members) for key, members in groups.items()}

    def _assess(
        self, groups: dict[tuple[Goods, str, float], Ints], value: Floats, hauls: Haul, kinds: tuple[str, ...] | None = None
    ) -> dict[int, Floats]:
        parts: dict[int, list[tuple[Ints, Floats]]] = {}
        tonnes = self._case.numbers("materials", "tonnes_per_unit")
        for (goods, claim, transit), members in groups.items():
            if kinds is None:
                segments = self._schedule.segments(goods, claim, transit)
            else:
                segments = self._schedule.segments(goods, ORDINARY, 0.0, kinds)
            material = hauls.material[members]
            contained = np.moveaxis(self._contents.contained[material], 1, 0)
            shipments = Shipments(value[members], tonnes[material], contained, hauls.parcel_tonnes[members])
            for row, amount in self._charges.amounts(segments, shipments).items():
                parts.setdefault(row, []).append((members, amount))
        return {row: added_up(value.shape, mine) for row, mine in parts.items()}

    def _values(self, terms: "_Terms", groups: dict[tuple[Goods, str, float], Ints], hauls: Haul) -> tuple[Floats, Floats]:
        """Return CIF and border value per unit arriving."""
        loading = INSURED_SHARE * terms.insurance_rate
        carriage = (hauls.freight - hauls.inland) / hauls.arriving
        fob = (terms.basis == "fob")[:, np.newaxis]
        cif = np.where(fob, (terms.price + carriage) / (1.0 - loading), terms.price)
        border = np.where(fob, terms.price, terms.price - carriage - loading * cif)
        ddp = np.flatnonzero(terms.basis == "ddp")
        if len(ddp):
            cif[ddp], border[ddp] = self._duty_paid(terms, groups, hauls, ddp, carriage, loading)
        return cif, border

    def _duty_paid(
        self,
        terms: "_Terms",
        groups: dict[tuple[Goods, str, float], Ints],
        hauls: Haul,
        ddp: Ints,
        carriage: Floats,
        loading: Floats,
    ) -> tuple[Floats, Floats]:
        """Solve CIF + duty(CIF) = P; duty rises with value, so the secant steps close in from both sides."""
        mine = {key: members[np.isin(members, ddp)] for key, members in groups.items()}
        mine = {key: members for key, members in mine.items() if len(members)}

        def excess(cif: Floats) -> Floats:
            border = cif - carriage - loading * cif
            customs = np.maximum(np.where(terms.customs_on_cif[:, np.newaxis], cif, border), 0.0)
            duty = sum(self._assess(mine, customs, hauls).values(), np.zeros(cif.shape))
            missed: Floats = cif + duty - terms.price
            return missed

        low, high = np.zeros(terms.price.shape), plain(terms.price).copy()
        at_low, at_high = plain(excess(low)), plain(excess(high))
        for _ in range(DDP_ITERATIONS):
            slope = np.where(high > low, (at_high - at_low) / np.where(high > low, high - low, 1.0), 1.0)
            guess = np.clip(low - at_low / slope, low, high)
            value = plain(excess(guess))
            low, at_low = np.where(value <= 0, guess, low), np.where(value <= 0, value, at_low)
            high, at_high = np.where(value > 0, guess, high), np.where(value > 0, value, at_high)
            if (np.minimum(np.abs(at_low), np.abs(at_high))[ddp] <= DDP_TOLERANCE * np.abs(plain(terms.price)[ddp])).all():
                break
        cif = np.where(np.abs(at_low) <= np.abs(at_high), low, high)
        if is_traced(terms.price):
            cif = root(cif, excess)
        return cif[ddp], (cif - carriage - loading * cif)[ddp]

    def _refunds(self, claims: tuple[str, ...], offers: list[Offer]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return, per sale and node, the share of claimed entries whose saved duty is refunded later, and where it is."""
        programmes, timeline = self._case["programmes"], self._case.timeline
        share = np.zeros((len(claims), len(timeline)))
        within = np.zeros(share.shape, dtype=bool)
        for sale, claim in enumerate(claims):
            row = programmes.rows.get(claim, -1)
            if row < 0 or np.isnat(programmes["refund_date"][row]):
                continue
            day = programmes["refund_date"][row]
            within[sale] = (timeline.starts <= day) & (day <= timeline.ends)
            window, transit = self._schedule.claim_window(row, self._goods(offers[sale]).origin), self._transit(offers[sale])
            if window is None:
                continue
            starts, ends, day_before = np.array([window[0]]), np.array([window[1]]), np.array([day - ONE_DAY])
            claimed = timeline.shares_in_force(starts, ends, transit)[0]
            refunded = timeline.shares_in_force(starts, np.fmin(ends, day_before), transit)[0]
            share[sale] = np.divide(refunded, claimed, out=np.zeros(len(timeline)), where=claimed > 0)
        return share, within


class _Terms:
    """What buyers pay and on which terms, per sale."""

    def __init__(self, case: Case, hauls: Haul, demand: Ints, market: Ints, abroad: NDArray[np.bool_]) -> None:
        self.price = marginal_prices(case)[demand]
        self.basis = case["demands"]["price_basis"][demand]
        self.insurance_rate = case.numbers("markets", "insurance_rate")[market] * abroad[:, np.newaxis]
        self.customs_on_cif = case["markets"]["customs_basis"][market] == "cif"
        self.shape = hauls.freight.shape
