"""What a look-up of charges tells: stacks of lines, each with what it rests on."""

from dataclasses import dataclass

from optimizer.domain.plan import Reason
from optimizer.law.citations import Citation
from optimizer.law.preferences import NotGranted
from optimizer.law.shipment import Shipment

NO_CITATION = Citation()


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One charge on a tonne of goods.

    Attributes:
        tariff: Address of its row of `tariffs`.
        instrument, kind, hs_prefix: As the row says.
        base: What the ad valorem rate applies to.
        base_amount: That base, money/t.
        ad_valorem: Rate applied, the preference's where one is used.
        specific_per_tonne: Specific amount applied, money per tonne of goods or of `specific_mineral`.
        specific_mineral: Mineral whose contained tonnes bear the specific amount; "" for the goods themselves.
        min_per_parcel, max_per_parcel: Bounds per customs entry, money, NaN if none.
        amount: Charge, money/t.
        share: Charge as a share of the customs value.
        preference: Address of what brings it down under a programme; "" if nothing does.
        preference_citation: What that rests on; None if there is none.
        start, end: First and last day of entry on which the row holds, ISO 8601; "" = open.
        citation: What the row rests on.
    """

    tariff: str
    instrument: str
    kind: str
    hs_prefix: str
    base: str
    base_amount: float
    ad_valorem: float
    specific_per_tonne: float
    specific_mineral: str
    min_per_parcel: float
    max_per_parcel: float
    amount: float
    share: float
    preference: str
    preference_citation: Citation | None
    start: str
    end: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class OriginRule:
    """One test that a lot with foreign feed must pass; those of one alternative must all hold, numbers are NaN where blank."""

    rule: str
    alternative: str
    test: str
    threshold: float
    shift_digits: float
    de_minimis: float
    donor_cap: float
    citation: Citation


@dataclass(frozen=True, slots=True)
class Stack:
    """All charges on a tonne of goods under one claim.

    Attributes:
        claim: Programme claimed, or `ordinary`.
        name: Title of the programme; "" for ordinary.
        lines: Charges in the order of their tariff rows; empty if none.
        amount: Their sum, money/t.
        share: Their sum as a share of the customs value.
        saved: What the ordinary stack would cost more, money/t.
        claim_cost: Cost of proving origin, money/t; no part of the sum.
        start, end: Days of entry on which the origin may claim, ISO 8601; "" = open.
        refund_date: Day on which duty paid before it is refunded; "" if not.
        origin_rules: What goods with foreign feed must pass; empty if no such goods may claim.
        citation: What the programme rests on.
    """

    claim: str
    name: str
    lines: tuple[ChargeLine, ...]
    amount: float
    share: float
    saved: float = 0.0
    claim_cost: float = 0.0
    start: str = ""
    end: str = ""
    refund_date: str = ""
    origin_rules: tuple[OriginRule, ...] = ()
    citation: Citation = NO_CITATION


@dataclass(frozen=True, slots=True)
class DutyLookup:
    """What one shipment bears.

    Attributes:
        shipment: The shipment as it was understood.
        ordinary: Charges under no programme.
        preferences: Charges under each programme that changes them, in the order of programmes.
        not_granted: The other programmes of the destination, and why each does not help.
        remarks: What a reader must know of the answer.
    """

    shipment: Shipment
    ordinary: Stack
    preferences: tuple[Stack, ...]
    not_granted: tuple[NotGranted, ...]
    remarks: tuple[Reason, ...]
