"""The audit of duty: what programmes are worth, rules of origin tested, and the ledger of what each tariff row charges."""

from collections.abc import Sequence

from optimizer.client.amounts import Money, ObjectiveUnit, hundredths
from optimizer.client.layout import Blocks, Column, Heading, Paragraph, Table
from optimizer.client.titles import Titles
from optimizer.client.words import word
from optimizer.domain.audit import PAID_FIRST, REFUND
from optimizer.domain.columns import ORDINARY
from optimizer.v1.plan_pb2 import LedgerEntry, OriginTest, Plan, ProgrammeTotal

LATER = {PAID_FIRST: "saved duty paid at entry", REFUND: "refunded"}


def gain_header(plan: Plan) -> str:
    """Return what a fall of the objective is called in a table."""
    if plan.objective_text == "profit":
        return "NPV gain"
    return "Gain of objective"


def render_audit(plan: Plan, unit: ObjectiveUnit, money: Money, titles: Titles) -> Blocks:
    """Return programmes, rules of origin tested (nothing where no lot of mixed feed is claimed) and the ledger."""
    return [
        *_programmes(plan, unit, money, titles),
        *_origin_tests(plan.origin_tests, titles),
        *_ledger(plan.ledger, money, titles),
    ]


def _programmes(plan: Plan, unit: ObjectiveUnit, money: Money, titles: Titles) -> Blocks:
    title = Heading(f"What programmes are worth, {money.currency}")
    if not plan.programmes:
        return [title, Paragraph("No sale may claim a programme.")]
    headers = ("Value claimed", "Duty saved", "Cost of proof", gain_header(plan))
    columns = [Column("Programme"), *(Column(header, number=True) for header in headers)]
    rows = [_programme(total, unit, money, titles) for total in plan.programmes]
    note = "The gain is what the objective would lose if no sale could claim the programme. Gains need not add up."
    return [title, Table(columns, rows), Paragraph(note)]


def _programme(total: ProgrammeTotal, unit: ObjectiveUnit, money: Money, titles: Titles) -> list[str]:
    gain = "not known"
    if total.HasField("gain"):
        gain = unit.of(total.gain).removesuffix(unit.name).strip()
    amounts = (_money(value, money) for value in (total.value, total.saved, total.claim_cost))
    return [titles.of("programmes", total.programme), *amounts, gain]


def _money(value: float, money: Money) -> str:
    return hundredths(round(money.scaled([value], 1.0)[0] * 100))


def _origin_tests(tests: Sequence[OriginTest], titles: Titles) -> Blocks:
    if not tests:
        return []
    headers = ("Asked", "Appraised", "Invoiced")
    columns = [Column("Goods of"), Column("Rule"), Column("Period"), *(Column(name, number=True) for name in headers), Column("")]
    rows = [
        [
            titles.of("processes", test.process) if test.process else titles.of("materials", test.mode),
            test.rule,
            test.node,
            _share(test.threshold),
            _share(test.appraised),
            _share(test.invoiced) if test.HasField("invoiced") else "",
            "holds" if test.passed else "fails",
        ]
        for test in tests
    ]
    return [Heading("Rules of origin, as shares of the value of the goods"), Table(columns, rows)]


def _share(share: float) -> str:
    return f"{share:.1%}"


def _ledger(entries: Sequence[LedgerEntry], money: Money, titles: Titles) -> Blocks:
    title = Heading(f"Ledger of duty and fees abroad, not discounted, {money.currency}")
    if not entries:
        return [title, Paragraph("No tariff row reaches what is sold.")]
    groups: dict[tuple[str, str, str], list[LedgerEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.market, entry.claim, entry.hs_code), []).append(entry)
    blocks: Blocks = [title]
    for (market, claim, hs_code), members in sorted(groups.items()):
        claimed = "no programme" if claim == ORDINARY else titles.of("programmes", claim)
        blocks.append(Paragraph(f"{titles.of('markets', market)}, {claimed}, HS {hs_code}"))
        blocks.append(Table(COLUMNS, [_entry(entry, money) for entry in members]))
    total = sum(round(money.scaled([entry.assessed_discounted], 1.0)[0] * 100) for entry in entries)
    note = (
        f"The present value of all entries is {hundredths(total)} {money.currency}. --csv and --json add days, sources and sales."
    )
    return [*blocks, Paragraph(note)]


COLUMNS = (
    Column("Period"), Column("Tariff row"), Column("Base"), Column("Entries", number=True),
    Column("Customs value", number=True), Column("Assessed", number=True), Column("Borne", number=True),
)  # fmt: skip


def _entry(entry: LedgerEntry, money: Money) -> list[str]:
    row = entry.tariff.removeprefix("tariffs[").removesuffix("]")
    kind = word(entry, "kind")
    law = f"{row}, {LATER[kind]}" if kind in LATER else f"{row} by {entry.preference}" if entry.preference else row
    share = "" if kind in LATER else f"{entry.share:.0%}"
    value = "" if kind in LATER else _money(entry.customs_value, money)
    return [entry.node, law, entry.base, share, value, _money(entry.assessed, money), _money(entry.borne, money)]
