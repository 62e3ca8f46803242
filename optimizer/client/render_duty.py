"""The charges on a shipment and the tariff schedule of a market, as text for people."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from optimizer.client.amounts import Money, adding_up, hundredths, price
from optimizer.client.layout import UNBROKEN, Blocks, Column, Heading, Labelled, Paragraph, Table, Title, to_text
from optimizer.client.render_head import asked_told
from optimizer.client.words import word
from optimizer.v1.duty_pb2 import (
    BorderEntry,
    ChargeLine,
    ChargeStack,
    Citation,
    DutyLookup,
    OriginRequirement,
    StageRate,
    TariffLine,
    TariffRate,
)
from optimizer.v1.service_pb2 import ListTariffLinesResponse, LookUpDutyResponse

NOT_COVERED = "-"
NO_ROW = "no row"
UNKNOWN = "?"


def render_duty(response: LookUpDutyResponse, width: int) -> str:
    """Return the stack of charges without and with each programme, why others do not apply, and what all rests on."""
    duty = response.duty
    money = _money(duty.entry)
    goods = f"{duty.material} (HS {duty.hs_code})" if duty.material else f"HS {duty.hs_code}"
    title = f"Charges on {goods} of {duty.entry.origin} entering {_destination(duty.entry)} on {duty.entry.entry_date}"
    blocks: Blocks = [Title(title), *asked_told(response.provenance)]
    blocks.append(Paragraph(f"customs value {price(duty.value_per_tonne * money.unit)}{UNBROKEN}{money.currency} per t"))
    for remark in duty.remarks:
        blocks.append(Paragraph(f"Note: {remark.text}"))
    for stack in (duty.ordinary, *duty.preferences):
        blocks += _stack(stack, money)
    if duty.not_granted:
        blocks.append(Heading("Programmes that do not apply"))
        blocks.append(Labelled([(refused.programme, f"{refused.title}: {refused.text}") for refused in duty.not_granted]))
    blocks += _grounds(duty)
    return to_text(blocks, width)


def _money(entry: BorderEntry) -> Money:
    return Money(entry.currency_code or "money", entry.money_unit or 1.0)


def _destination(entry: BorderEntry) -> str:
    same = entry.market.upper() in ("", entry.destination)
    if same:
        return entry.destination
    return f"{entry.destination} ({entry.market})"


def _stack(stack: ChargeStack, money: Money) -> Blocks:
    title = "Under no programme"
    if stack.title:
        title = f"Under {stack.title} ({stack.claim})"
    total = f"{_per_tonne(stack.amount_per_tonne, money)}, {_percent(stack.percent_of_value)} of value"
    blocks: Blocks = [Heading(f"{title}: {total}")]
    amounts = [line.amount_per_tonne * money.unit for line in stack.lines]
    printed = adding_up(amounts, stack.amount_per_tonne * money.unit)
    rows = [
        [
            f"{line.instrument} ({word(line, 'kind')})",
            price(line.base_amount * money.unit),
            _rate_of(line, money),
            hundredths(amount),
        ]
        for line, amount in zip(stack.lines, printed, strict=True)
    ]
    if rows:
        columns = [Column("Charge"), Column("On", number=True), Column("Rate"), Column(f"{money.currency}/t", number=True)]
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph("no charge"))
    blocks.append(Labelled(_terms(stack, money)))
    for alternative, rules in groupby(stack.origin_rules, key=lambda rule: rule.alternative):
        tests = " and ".join(map(_test, rules))
        blocks.append(Paragraph(f"Goods with foreign feed must pass ({alternative}): {tests}"))
    return blocks


def _terms(stack: ChargeStack, money: Money) -> list[tuple[str, str]]:
    """Return what a claim saves, costs and asks for; nothing for the ordinary stack."""
    if not stack.title:
        return []
    feed = "the case holds no rule of origin for these goods, so none with foreign feed may claim"
    if stack.origin_rules:
        feed = ""
    return [
        ("Saves", _per_tonne(stack.saved_per_tonne, money)),
        ("Proof costs", _per_tonne(stack.claim_cost_per_tonne, money) if stack.claim_cost_per_tonne else ""),
        ("Entries", _window(stack.start, stack.end)),
        ("Refund", f"duty paid before {stack.refund_date} is refunded then" if stack.refund_date else ""),
        ("Foreign feed", feed),
    ]


def _test(rule: OriginRequirement) -> str:
    numbers = [
        (rule.HasField("threshold"), f"{_percent(100 * rule.threshold)} of appraised value"),
        (rule.HasField("shift_digits"), f"{rule.shift_digits:g} digits"),
        (rule.HasField("de_minimis"), f"{_percent(100 * rule.de_minimis)} need not shift"),
        (rule.HasField("donor_cap"), f"donors at most {_percent(100 * rule.donor_cap)}"),
    ]
    told = ", ".join(text for known, text in numbers if known)
    return f"{word(rule, 'test')}{f' {told}' if told else ''} [{rule.rule}]"


def _grounds(duty: DutyLookup) -> Blocks:
    """Return what every row named rests on, once each."""
    cited: dict[str, tuple[str, Citation]] = {}
    for stack in (duty.ordinary, *duty.preferences):
        for line in stack.lines:
            cited.setdefault(line.tariff, (_window(line.start, line.end), line.citation))
            if line.preference.startswith("programme_rates"):  # Else it is the programme itself, cited below.
                cited.setdefault(line.preference, ("", line.preference_citation))
        for rule in stack.origin_rules:
            cited.setdefault(rule.rule, ("", rule.citation))
    for stack in duty.preferences:
        cited.setdefault(f"programmes[{stack.claim}]", (_window(stack.start, stack.end), stack.citation))
    for refused in duty.not_granted:
        cited.setdefault(f"programmes[{refused.programme}]", (_window(refused.start, refused.end), refused.citation))
    blocks: Blocks = [Heading("What this rests on")] if cited else []
    for address, (window, citation) in cited.items():
        blocks.append(Paragraph(f"{address}{f', entries {window}' if window else ''}"))
        blocks.append(Paragraph(_cited(citation), deep=True))
    return blocks


def _cited(citation: Citation) -> str:
    """Return a citation on one line: what it is, its day, where, how good, and what the row adds.

    Where the day of publication is not known the day of reading stands, and is called so.
    """
    day = citation.date or (f"read {citation.read}" if citation.read else "")
    parts = [citation.citation or "no source is named", day, citation.link, word(citation, "confidence")]
    note = ""
    if citation.note:
        note = f". Note: {citation.note}"
    return f"{', '.join(part for part in parts if part)}{note}"


def render_tariffs(response: ListTariffLinesResponse, width: int) -> str:
    """Return the rates of every line, ordinary and under each programme, then how they rise from raw to refined."""
    entry = response.entry
    money = _money(response.entry)
    claims = [found.programme for found in response.programmes]
    title = f"Tariff schedule of {_destination(entry)} for goods of {entry.origin} entering on {entry.entry_date}"
    blocks: Blocks = [Title(title), *asked_told(response.provenance)]
    for found in response.programmes:
        window = _window(found.start, found.end)
        blocks.append(Paragraph(f"{found.programme}: {found.title}{f', entries {window}' if window else ''}"))
    if entry.origin and entry.origin == entry.destination:
        blocks.append(Paragraph(f"Note: goods of {entry.origin} cross no border there, so no line has a rate."))
    elif not claims:
        blocks.append(Paragraph("no programme is in force for these goods' origin"))
    blocks.append(Heading("Rates by HS line: duties and surcharges, and fees apart"))
    columns = [Column("HS line"), Column("Materials"), *(Column(name, number=True) for name in ("Ordinary", *claims, "Fees"))]
    rows = [_tariff_row(line, claims, money) for line in response.lines]
    blocks.append(Table(columns, rows) if rows else Paragraph("no material and no tariff row names a line"))
    blocks.append(Paragraph(f"{NO_ROW}: the case holds no row of duty, which is not the same as free."))
    if claims:
        blocks.append(Paragraph(f"{NOT_COVERED}: the programme does not cover the line, so the ordinary rate applies."))
    blocks += [*_escalation(response, claims), *_sources(response)]
    return to_text(blocks, width)


def _sources(response: ListTariffLinesResponse) -> Blocks:
    """Return what the lines rest on; nothing if no line names a source."""
    if not response.citations:
        return []
    blocks: Blocks = [Heading("What the lines rest on")]
    for citation in response.citations:
        told = Citation(citation=citation.citation, date=citation.date, link=citation.link, read=citation.read)
        blocks.append(Paragraph(f"{citation.source}: {_cited(told)}"))
    return blocks


def _tariff_row(line: TariffLine, claims: Sequence[str], money: Money) -> list[str]:
    under = {rate.claim: rate for rate in line.preferences}
    known = line.HasField("ordinary")
    return [
        line.hs_code,
        ", ".join(line.materials),
        _rate(line.ordinary, money) if known else NO_ROW,
        *((_rate(under[claim], money) if claim in under else NOT_COVERED if known else "") for claim in claims),
        _percent(100 * line.ordinary.fees) if known else "",
    ]


def _escalation(response: ListTariffLinesResponse, claims: Sequence[str]) -> Blocks:
    heading = Heading("Escalation: mean rate of each stage, and percentage points above raw")
    if not response.escalations:
        return [heading, Paragraph("no mineral has goods at two stages")]
    columns = [Column("Mineral"), Column("Stage")]
    for claim in ("Ordinary", *claims):
        columns += [Column(claim, number=True), Column("points", number=True)]
    rows = [
        [
            chain.title if number == 0 else "",
            word(stage, "stage"),
            *(text for rate in stage.rates for text in _stage_cells(rate, number)),
        ]
        for chain in response.escalations
        for number, stage in enumerate(chain.stages)
    ]
    return [heading, Table(columns, rows), Paragraph(f"{UNKNOWN}: no line of the stage has a row of duty.")]


def _stage_cells(rate: StageRate, number: int) -> Iterable[str]:
    yield _percent(100 * rate.ad_valorem) if rate.HasField("ad_valorem") else UNKNOWN
    if number == 0:
        yield ""
    else:
        yield _signed(rate.points) if rate.HasField("points") else UNKNOWN


def _signed(points: float) -> str:
    if points:
        return f"{points:+.4g}"
    return "0"


def _charge_of(line: ChargeLine) -> str:
    return f"{line.instrument} ({word(line, 'kind')})"


def _rate_of(line: ChargeLine, money: Money) -> str:
    """Return the rate of one charge with its bounds and what lowers it."""
    text = _combined(line.ad_valorem, line.specific_per_tonne, money, line.specific_mineral)
    bounds = [
        (line.HasField("min_per_parcel"), f"at least {price(line.min_per_parcel * money.unit)}"),
        (line.HasField("max_per_parcel"), f"at most {price(line.max_per_parcel * money.unit)}"),
    ]
    told = [text, *(bound for known, bound in bounds if known)]
    return f"{', '.join(told)}{' an entry' if len(told) > 1 else ''}{', claimed' if line.preference else ''}"


def _rate(rate: TariffRate, money: Money) -> str:
    return _combined(rate.ad_valorem, rate.specific_per_tonne, money)


def _combined(ad_valorem: float, specific: float, money: Money, mineral: str = "") -> str:
    """Return `5 % + 12.50 USD/t`."""
    of = ""
    if mineral:
        of = f" of {mineral}"
    amount = f"{price(specific * money.unit)} {money.currency}/t{of}"
    if not specific:
        return _percent(100 * ad_valorem)
    if ad_valorem:
        return f"{_percent(100 * ad_valorem)} + {amount}"
    return amount


def _percent(value: float) -> str:
    """Return a rate in per cent with as many digits as the law writes."""
    return f"{value:.4g}{UNBROKEN}%"


def _per_tonne(value: float, money: Money) -> str:
    return f"{price(value * money.unit)}{UNBROKEN}{money.currency} per t"


def _window(start: str, end: str) -> str:
    """Return the days between which something holds; "" if it holds for ever."""
    if start and end:
        return f"from {start} to {end}"
    if start:
        return f"from {start}"
    if end:
        return f"until {end}"
    return ""
