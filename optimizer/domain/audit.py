"""The audit of duty: what each tariff row charges, what programmes are worth, and what lots of mixed feed contain."""

from dataclasses import dataclass

PAID_FIRST = "paid_first"
# Kinds of ledger entries beside the kinds of tariff rows: saved duty paid at entry, and given back later.
REFUND = "refund"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one tariff row charges on the sales of one node in one market under one claim and HS code.

    Amounts are money to the cent. `assessed` and `borne` are undiscounted and sum, over the entries of a node, to the
    measures duty_assessed and duty + fees there. The discounted ones sum over all entries to the totals of those measures.

    Attributes:
        node: Node in which the sales leave, or in which a refund comes back.
        market: Market of the sales.
        claim: Programme claimed, or `ordinary`.
        hs_code: HS code of the goods.
        tariff: Address of the tariff row.
        preference: Address of what a claim puts in its place; "" if the row's own rate is charged.
        kind: Kind of the tariff row; `paid_first` or `refund` (negative) for saved duty that is refunded later.
        base: What the rate applies to: `fob` or `cif` value, with or from the charges of the instruments named.
        customs_value: Customs value of the sales for the share of entries on which the row applied so.
        share: That share of the entries of the sales, weighted by customs value, [0, 1].
        first_day: First day on which the law applies so, ISO 8601; "" = from the beginning.
        last_day: Last such day; "" = without end.
        assessed: Charged on buyer and exporter together.
        borne: Part that the exporter bears.
        assessed_discounted: `assessed` by cash weight and probability of the node.
        borne_discounted: `borne` likewise.
        columns: Sales that it was charged on, as addresses of columns.
        sources: Sources of the tariff row and of the preference.
    """

    node: str
    market: str
    claim: str
    hs_code: str
    tariff: str
    preference: str
    kind: str
    base: str
    customs_value: float
    share: float
    first_day: str
    last_day: str
    assessed: float
    borne: float
    assessed_discounted: float
    borne_discounted: float
    columns: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeTotal:
    """What one programme is worth to the plan; discounted money.

    Attributes:
        programme: Programme that some sale of the case may claim.
        value: Border value of the sales that claim it.
        saved: Ordinary charges on those sales less those assessed.
        claim_cost: Cost of proving their origin.
        gain: Fall of the objective if no sale could claim it; None where not computed or where no plan is left.
    """

    programme: str
    value: float
    saved: float
    claim_cost: float
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class OriginTest:
    """A rule of origin tested on the lots of one mode in one node.

    Attributes:
        process: Process that makes the lots; "" for goods sold under a claim that nothing proves.
        mode: What tells the mode in the keys of columns; for goods sold without proof the material.
        programme: Programme claimed.
        rule: Address of the rule row; for goods sold without proof that of the programme.
        test: What it tests.
        node: Node in which the lots are made.
        threshold: Least (content_min) or largest share of value allowed.
        appraised: Tested share of the appraised value.
        invoiced: Tested share of the largest border value at which the products are sold under the claim; None if none is.
        passed: Whether both hold.
    """

    process: str
    mode: str
    programme: str
    rule: str
    test: str
    node: str
    threshold: float
    appraised: float
    invoiced: float | None
    passed: bool
