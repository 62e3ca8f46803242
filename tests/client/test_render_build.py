"""What people see of plants and periods."""

import pytest

from optimizer.client.amounts import Money
from optimizer.client.layout import to_lines
from optimizer.client.render_build import render_builds, render_periods
from optimizer.v1.plan_pb2 import Build, PeriodTotal
from tests.client import answers

USD = Money("USD", 1.0)


def cents(line: str, cell: int) -> int:
    """Return the number in one cell of a line, counted from the end, in hundredths."""
    return round(float(line.split()[cell].replace(",", "")) * 100)


def test_plants_with_year_or_day_amount_and_cost() -> None:
    """A day that begins a year is told by its year; costs add up to what all cost."""
    lines = to_lines(render_builds(list(answers.builds()), USD), 100)

    assert [" ".join(line.split()) for line in lines[1:]] == [
        "What to build, million USD, not discounted",
        "Plant Decided Ready Adds Cost",
        "Mrima ferroniobium smelter 2027 2029 2,000 t/year 81.00",
        "Mrima ferroniobium smelter 2030 2032 350 t/year 14.20",
        "Power on the coast 2030 2030-07-03 61,000 MWh/year 9.15",
        "All 104.35",
    ]


def test_nothing_built_is_said() -> None:
    """An empty table would leave it open."""
    assert "  Nothing is built." in to_lines(render_builds([], USD), 80)


def test_what_is_not_certain_says_so() -> None:
    """On a tree the last line is what is to be expected: 0.25 x 400."""
    build = Build(
        title="Mill",
        decided="2028-01-01",
        ready="2028-01-01",
        capacity=4,
        unit="t/year",
        outlay=400.0,
        probability=0.25,
    )
    text = "\n".join(to_lines(render_builds([build], USD), 80))

    assert "2028 (25 %)" in text
    assert text.splitlines()[-1].split() == ["Expected", "100.00"]


def test_periods_add_up_as_printed() -> None:
    """Down every column, and earned less plants is left in every row."""
    rows = to_lines(render_periods(list(answers.periods()), USD), 80)[3:]

    assert [row.split()[0] for row in rows] == ["2027", "2028-2029", "2030-2036", "All"]
    for cell in (1, 2, 3, 4):
        printed = [cents(row, cell) for row in rows]
        assert printed[-1] == sum(printed[:-1])
    assert all(cents(row, 1) - cents(row, 2) == cents(row, 3) for row in rows)


@pytest.mark.parametrize(
    ("first", "last", "chance", "shown"),
    [
        ("2027-01-01", "2027-06-30", 1.0, "spring"),
        ("2027-01-01", "2027-12-31", 0.5, "spring (50 %)"),
    ],
)
def test_a_period_that_is_no_year_is_called_by_its_name(first: str, last: str, chance: float, shown: str) -> None:
    """Half a year, and a branch of a tree with its chance."""
    period = PeriodTotal(node="spring", first_day=first, last_day=last, probability=chance, operating=1.0)

    assert to_lines(render_periods([period], USD), 80)[-1].strip().startswith(f"{shown}  ")


def test_years_that_print_alike_are_one_row() -> None:
    """Three like years are told once, as each; a year between unlike ones stands for itself."""
    periods = [
        PeriodTotal(
            node=str(year), first_day=f"{year}-01-01", last_day=f"{year}-12-31", probability=1.0, operating=earned, jobs=10
        )
        for year, earned in ((2027, 5.0), (2028, 7.0), (2029, 7.0), (2030, 7.0), (2031, 5.0))
    ]
    rows = to_lines(render_periods(periods, USD), 80)[3:]

    assert [row.split("  ")[1] for row in rows] == ["2027", "2028 to 2030, each", "2031", "All"]
    assert cents(rows[-1], 1) == 3100
