"""What is built, and what each period brings: undiscounted money, as people budget it."""

from collections.abc import Sequence
from itertools import groupby

from optimizer.client.amounts import Money, adding_up, amount, hundredths, percent, with_unit
from optimizer.client.layout import Blocks, Column, Heading, Paragraph, Table
from optimizer.domain.wording import YEAR
from optimizer.v1.plan_pb2 import Build, PeriodTotal

NEW_YEAR = "-01-01"
NEW_YEARS_EVE = "-12-31"


def render_builds(builds: Sequence[Build], money: Money) -> Blocks:
    """Return what is built, when and at what cost; a sentence if nothing is. Costs add up."""
    if not builds:
        return [Heading("What to build"), Paragraph("Nothing is built.")]
    expected = sum(build.outlay * build.probability for build in builds)
    scale = money.scale([build.outlay for build in builds] + [expected])
    outlays = money.scaled([build.outlay for build in builds], scale)
    certain = all(build.probability == 1 for build in builds)
    printed = adding_up(outlays, sum(outlays))
    rows = [
        [build.title, _decided(build), day_or_year(build.ready), _capacity(build), hundredths(cost)]
        for build, cost in zip(builds, printed, strict=True)
    ]
    if len(builds) > 1 or not certain:
        total = round(money.scaled([expected], scale)[0] * 100)
        rows.append(["All" if certain else "Expected", "", "", "", hundredths(total)])
    columns = [
        Column("Plant"),
        Column("Decided"),
        Column("Ready"),
        Column("Adds", number=True),
        Column("Cost", number=True),
    ]
    title = f"What to build, {money.name(scale)}, not discounted"
    return [Heading(title), Table(columns, rows)]


def _decided(build: Build) -> str:
    chance = "" if build.probability == 1 else f" ({percent(build.probability)})"
    return f"{day_or_year(build.decided)}{chance}"


def _capacity(build: Build) -> str:
    return with_unit(build.capacity, build.unit)


def day_or_year(day: str) -> str:
    """Return the year of a day that begins it, else the day."""
    return day.removesuffix(NEW_YEAR)


def render_periods(periods: Sequence[PeriodTotal], money: Money) -> Blocks:
    """Return what each period earns, spends on plants and pays to the state, and its jobs.

    Every column adds up as printed, and what is left is the difference of what is printed.
    """
    if not periods:
        return []
    fields = ("operating", "investment", "government_revenue")
    chances = [period.probability for period in periods]
    scale = money.scale(getattr(period, field) for period in periods for field in fields)
    certain = all(chance == 1 for chance in chances)
    columns = [_column(periods, field, money, scale) for field in fields]
    earned, spent, state = columns
    rows = [
        [
            _name(period, certain=certain),
            hundredths(earned[at]),
            hundredths(spent[at]),
            hundredths(earned[at] - spent[at]),
            hundredths(state[at]),
            amount(period.jobs),
        ]
        for at, period in enumerate(periods)
    ]
    rows = _grouped(rows) if certain else rows
    if len(periods) > 1:
        rows.append(_totals(columns, [period.jobs for period in periods], chances))
    headers = ("Earned", "Plants", "Net", "State", "Job-years")
    title = f"Year by year, {money.name(scale)}"
    shown = [Column(""), *(Column(header, number=True) for header in headers)]
    return [Heading(title), Table(shown, rows)]


def _grouped(rows: Sequence[list[str]]) -> list[list[str]]:
    """Return rows with years that follow one another and print alike as one: `2032 to 2036, each`."""
    grouped: list[list[str]] = []
    for _, same in groupby(rows, key=lambda row: row[1:]):
        alike = list(same)
        if len(alike) > 1 and all(YEAR.fullmatch(row[0]) for row in alike):
            alike = [[f"{alike[0][0]} to {alike[-1][0]}, each", *alike[0][1:]]]
        grouped += alike
    return grouped


def _column(periods: Sequence[PeriodTotal], field: str, money: Money, scale: float) -> list[int]:
    """Return one column in hundredths that add up to their rounded sum."""
    values = money.scaled([getattr(period, field) for period in periods], scale)
    return adding_up(values, sum(values))


def _totals(columns: Sequence[Sequence[int]], jobs: Sequence[float], chances: Sequence[float]) -> list[str]:
    """Return the last row: sums, or what is to be expected where periods are not certain."""
    earned, spent, state = (
        round(sum(value * chance for value, chance in zip(column, chances, strict=True))) for column in columns
    )
    work = sum(value * chance for value, chance in zip(jobs, chances, strict=True))
    certain = all(chance == 1 for chance in chances)
    money = [hundredths(value) for value in (earned, spent, earned - spent, state)]
    return ["All" if certain else "Expected", *money, amount(work)]


def _name(period: PeriodTotal, *, certain: bool) -> str:
    """Return the year of a period that is one; else its first and last day, or its own name."""
    first = period.first_day
    last = period.last_day
    whole = first.endswith(NEW_YEAR) and last.endswith(NEW_YEARS_EVE)
    if not certain:
        return f"{period.node} ({percent(period.probability)})"
    if not whole:
        return period.node
    years = (first.removesuffix(NEW_YEAR), last.removesuffix(NEW_YEARS_EVE))
    if years[0] == years[1]:
        return years[0]
    return "-".join(years)
