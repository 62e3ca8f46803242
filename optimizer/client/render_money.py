"""Money of a plan: what profit consists of, what the state receives, jobs, and duty by market and programme."""

from collections.abc import Mapping, Sequence
from datetime import date

from optimizer.client.amounts import Money, ObjectiveUnit, adding_up, amount, hundredths
from optimizer.client.layout import Blocks, Column, Gap, Heading, Labelled, Paragraph, Table
from optimizer.client.render_ledger import gain_header
from optimizer.client.titles import Titles
from optimizer.domain.columns import ORDINARY
from optimizer.domain.measures import GOVERNMENT, PROFIT
from optimizer.v1.plan_pb2 import DutyTotal, Plan, Provenance

COMPONENT_NAMES = {
    "revenue": "Revenue at the market",
    "terminal_value": "Value of what is left",
    "extraction": "Mining",
    "purchase": "Bought material",
    "processing": "Processing",
    "resource": "Power, water and other resources",
    "freight": "Freight",
    "insurance": "Insurance",
    "storage": "Storage",
    "disposal": "Disposal",
    "claim_cost": "Proving origin",
    "duty": "Foreign duty borne",
    "fees": "Foreign fees borne",
    "transfer_duty": "Duty abroad on goods not yet sold",
    "import_duty": "Import duty at home",
    "export_levy": "Export levies",
    "royalty": "Royalties and levies",
    "capital": "Building plants, less value left",
    "fixed": "Fixed cost of plants",
}
DAYS_PER_YEAR = 365.25


def render_totals(plan: Plan, unit: ObjectiveUnit, money: Money) -> Blocks:
    """Return in four lines what the plan earns, whom it pays, whom it employs and what it builds, money in one unit.

    An objective other than profit comes first; who is paid nothing is left out.
    """
    totals = {measure.measure: measure.total for measure in plan.measures}
    jobs = [period.jobs for period in plan.periods]
    plants = sum(build.outlay * build.probability for build in plan.builds)
    scale = money.scale([totals.get("profit", 0.0), totals.get("government_revenue", 0.0), plants])
    most = ""
    if len(jobs) > 1:
        most = f", in one year at most {amount(max(jobs))}"

    def text(value: float, what: str) -> str:
        return f"{hundredths(_hundredths(value, money, scale))} {money.name(scale)} {what}"

    rows = [
        ("Objective", "" if plan.objective_text == "profit" else objective_told(plan, unit)),
        ("Profit", text(totals["profit"], "before income tax (NPV)") if "profit" in totals else ""),
        ("State", _government(totals, money, scale) if totals.get("government_revenue") else ""),
        ("Jobs", f"{amount(totals['jobs'])} job-years{most}" if totals.get("jobs") else ""),
        ("Plants", text(plants, "to build, not discounted") if plants else ""),
    ]
    return [Labelled(rows)]


def objective_told(plan: Plan, unit: ObjectiveUnit) -> str:
    """Return what was asked for and what came of it: `maximise jobs: 103,821 job-years`."""
    sense = plan.objective_text if unit.is_minimised else f"maximise {plan.objective_text}"
    return f"{sense}: {unit.total(plan.objective)}"


def render_money(plan: Plan, provenance: Provenance, money: Money) -> Blocks:
    """Return the components of profit, which add up as printed, then government revenue, export value and jobs."""
    totals = {measure.measure: measure.total for measure in plan.measures}
    parts = {name: sign * totals[name] for name, sign in PROFIT.items() if totals.get(name)}
    profit = totals.get("profit", sum(parts.values()))
    scale = money.scale([*parts.values(), profit])
    printed = adding_up(money.scaled(parts.values(), scale), money.scaled([profit], scale)[0])
    rows = [[COMPONENT_NAMES.get(name, name), hundredths(count)] for name, count in zip(parts, printed, strict=True)]
    rows.append(["Profit (NPV)", hundredths(_hundredths(profit, money, scale))])
    title = f"Money, {years(provenance)}, present value, {money.name(scale)}"
    columns = [Column(""), Column("", number=True)]
    return [
        Heading(title),
        Table(columns, rows),
        Gap(),
        Labelled(_other_totals(totals, provenance, money, scale)),
    ]


def years(provenance: Provenance) -> str:
    """Return the horizon as years, `2027 to 2036`."""
    first = provenance.horizon_start[:4]
    last = provenance.horizon_end[:4]
    if first == last:
        return first
    return f"{first} to {last}"


def _hundredths(value: float, money: Money, scale: float) -> int:
    return round(money.scaled([value], scale)[0] * 100)


def _other_totals(totals: Mapping[str, float], provenance: Provenance, money: Money, scale: float) -> list[tuple[str, str]]:
    def text(name: str) -> str:
        if name in totals:
            return f"{hundredths(_hundredths(totals[name], money, scale))} {money.name(scale)}"
        return ""

    return [
        ("State", _government(totals, money, scale)),
        ("Local value", text("local_value_added") and f"{text('local_value_added')} of value added at home"),
        ("Exports", text("export_value") and f"{text('export_value')} at the border"),
        ("Jobs", _jobs(totals, provenance)),
    ]


def _government(totals: Mapping[str, float], money: Money, scale: float) -> str:
    """Return government revenue and its parts, which add up as printed."""
    if "government_revenue" not in totals:
        return ""
    total = totals["government_revenue"]
    parts = {name: totals[name] for name in GOVERNMENT if totals.get(name)}
    printed = adding_up(money.scaled(parts.values(), scale), money.scaled([total], scale)[0])
    names = [COMPONENT_NAMES[name].lower() for name in parts]
    listed = ", ".join(f"{name} {hundredths(count)}" for name, count in zip(names, printed, strict=True))
    text = f"{hundredths(_hundredths(total, money, scale))} {money.name(scale)}"
    if len(parts) == 1:
        return f"{text}, all of it {names[0]}"
    if listed:
        return f"{text}: {listed}"
    return text


def _jobs(totals: Mapping[str, float], provenance: Provenance) -> str:
    if "jobs" not in totals:
        return ""
    length = _length(provenance)
    mean = ""
    if length > 1 and totals["jobs"]:
        mean = f", about {amount(round(totals['jobs'] / length))} jobs in an average year"
    return f"{amount(totals['jobs'])} job-years{mean}"


def _length(provenance: Provenance) -> float:
    try:
        first, last = (date.fromisoformat(day) for day in (provenance.horizon_start, provenance.horizon_end))
    except ValueError:
        return 0.0
    return round(((last - first).days + 1) / DAYS_PER_YEAR, 1)


def render_duties(plan: Plan, unit: ObjectiveUnit, money: Money, titles: Titles) -> Blocks:
    """Return duty by market and programme; every column adds up as printed, but for the gains, which need not add up."""
    duties = plan.duties
    if not duties:
        return [Heading("Duty abroad"), Paragraph("Nothing is sold abroad.")]
    fields = ("value", "assessed", "borne", "saved")
    scale = money.scale(getattr(duty, field) for duty in duties for field in fields)
    gains = _gains(duties, unit, money, scale)
    headers = ["Value", "Duty", "Borne by exporter", "Saved by programme", *([gain_header(plan)] if gains else [])]
    columns = [Column("Market"), Column("Programme"), *(Column(header, number=True) for header in headers)]
    printed = {field: _column([getattr(duty, field) for duty in duties], money, scale) for field in fields}
    rows = [
        [
            titles.of("markets", duty.market),
            _claim(duty.claim, titles),
            *(printed[field][row] for field in fields),
            *gains[row : row + 1],
        ]
        for row, duty in enumerate(duties)
    ]
    if len(duties) > 1:
        rows.append(["All", "", *(printed[field][-1] for field in fields), *([""] if gains else [])])
    title = f"Duty and fees abroad, by market and programme, {money.name(scale)}"
    return [Heading(title), Table(columns, rows)]


def _gains(duties: Sequence[DutyTotal], unit: ObjectiveUnit, money: Money, scale: float) -> list[str]:
    """Return what the objective gains by each claim; none where no gain is known or the objective is not money."""
    if unit.name != money.currency or not any(duty.HasField("gain") for duty in duties):
        return []
    return [hundredths(round(money.scaled([duty.gain], scale)[0] * 100)) if duty.HasField("gain") else "" for duty in duties]


def _claim(claim: str, titles: Titles) -> str:
    if claim == ORDINARY:
        return "none"
    return titles.of("programmes", claim)


def _column(values: Sequence[float], money: Money, scale: float) -> list[str]:
    """Return the printed values of a column and, last, their printed total."""
    total = money.scaled([sum(values)], scale)[0]
    printed = adding_up(money.scaled(values, scale), total)
    return [*map(hundredths, printed), hundredths(round(total * 100))]
