"""Time: weights, lengths, trees and shares of periods, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.table_data import read_table
from optimizer.domain.tables import TABLES
from optimizer.domain.timeline import Timeline, build_timeline, length_in_years, mid_year_weight


def day(text: str) -> np.datetime64:
    """Return a date; blank is NaT."""
    return np.datetime64(text or "NaT", "D")


def timeline(rate: float, *rows: tuple[str, ...]) -> Timeline:
    """Return the timeline of rows (id, parent, start, end[, probability[, years[, cash weight]]])."""
    names = ("id", "parent", "start", "end", "probability", "years", "cash_weight")
    cells = {name: [row[at] if at < len(row) else "" for row in rows] for at, name in enumerate(names)}
    return build_timeline(read_table(TABLES["nodes"], cells, [""] * len(rows), []), rate)


DECADE = [(f"{year}", f"{year - 1}" if year > 2027 else "", f"{year}-01-01", f"{year}-12-31") for year in range(2027, 2037)]


@pytest.mark.parametrize(
    ("rate", "offset", "years", "weight"),
    [
        (0.12, 0, 1, 1.12**-0.5),  # = 0.944911: money of the first year falls in its middle
        (0.12, 1, 1, 1.12**-1.5),
        (0.12, 9, 1, 1.12**-9.5),
        # A period of three years: the mean of its years' factors, not their sum.
        (0.12, 2, 3, (1.12**-2.5 + 1.12**-3.5 + 1.12**-4.5) / 3),
        # Half a year, from its own middle.
        (0.10, 0, 0.5, 1.1**-0.25),
        # One and a half: a whole year, and half a year that counts half.
        (0.10, 1, 1.5, (1.1**-1.5 + 0.5 * 1.1**-2.25) / 1.5),
        (0.0, 7, 4, 1.0),
        (5.0, 0, 1, 6**-0.5),
    ],
)
def test_weights_by_the_mid_year_convention(rate: float, offset: float, years: float, weight: float) -> None:
    """w = mean over the period's years of (1 + r)^-(y + 1/2)."""
    assert weight == pytest.approx(mid_year_weight(rate, offset, years), rel=1e-14)


@given(st.floats(0, 5), st.integers(0, 30), st.integers(1, 30))
def test_a_period_weighs_as_the_mean_of_its_years(rate: float, offset: int, years: int) -> None:
    """Cutting a period into years changes nothing: w x years = sum of yearly weights."""
    parts = sum(mid_year_weight(rate, offset + year, 1) for year in range(years))
    assert parts == pytest.approx(mid_year_weight(rate, offset, years) * years, rel=1e-12)


def test_absurd_lengths_take_no_time() -> None:
    """A length that validation has yet to doubt is weighed at once."""
    assert pytest.approx(1 / (np.log(1.1) * 1e12), rel=0.06) == mid_year_weight(0.1, 0, 1e12)


def test_present_value_of_one_a_year_for_ten_years() -> None:
    """At 12 % and mid-year: (1 - 1.12^-10) / 0.12 x 1.12^0.5 = 5.979634."""
    weights = timeline(0.12, *DECADE).money_weights
    annuity = (1 - 1.12**-10) / 0.12 * 1.12**0.5
    assert annuity == pytest.approx(weights.sum(), rel=1e-14)
    assert pytest.approx(5.979634, abs=1e-6) == weights.sum()


def test_nodes_stand_parents_first_whatever_the_order_of_rows() -> None:
    """Ids, parents and offsets follow the path."""
    times = timeline(0.12, *reversed(DECADE))
    assert tuple(f"{year}" for year in range(2027, 2037)) == times.ids
    assert [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8] == times.parents.tolist()
    assert [float(year) for year in range(10)] == times.offsets.tolist()
    assert (9,) == times.leaves()
    assert (0, 1, 2) == times.path_to(2)


def test_periods_of_several_years() -> None:
    """2027, then 2028-2029, then 2030-2034: offsets 0, 1, 3 and weights the means of their years."""
    times = timeline(
        0.12,
        ("a", "", "2027-01-01", "2027-12-31"),
        ("b", "a", "2028-01-01", "2029-12-31"),
        ("c", "b", "2030-01-01", "2034-12-31"),
    )
    assert ([1.0, 2.0, 5.0], [0.0, 1.0, 3.0]) == (times.years.tolist(), times.offsets.tolist())
    means = [1.12**-0.5, (1.12**-1.5 + 1.12**-2.5) / 2, sum(1.12 ** -(3.5 + year) for year in range(5)) / 5]
    assert means == pytest.approx(times.money_weights.tolist(), rel=1e-14)


def test_a_tree_weighs_money_by_probability() -> None:
    """Two branches of one root, at 0.25 and 0.75: cash weight x probability."""
    times = timeline(
        0.10,
        ("root", "", "2027-01-01", "2027-12-31"),
        ("renewed", "root", "2028-01-01", "2028-12-31", "0.25"),
        ("lapsed", "root", "2028-01-01", "2028-12-31", "0.75"),
    )
    assert ("root", "lapsed", "renewed") == times.ids
    assert [-1, 0, 0] == times.parents.tolist()
    assert [1.1**-0.5, 0.75 * 1.1**-1.5, 0.25 * 1.1**-1.5] == pytest.approx(times.money_weights.tolist(), rel=1e-14)
    assert [1.0, 0.75, 0.25] == times.probabilities.tolist()
    assert (1, 2) == times.leaves()
    assert (0, 2) == times.path_to(2)


def test_given_lengths_and_weights_go_before_the_dates() -> None:
    """`years` and `cash_weight` override what follows from the dates."""
    times = timeline(0.12, ("a", "", "2027-01-01", "2027-12-31", "0.5", "2", "0.9"))
    assert ([2.0], [0.45]) == (times.years.tolist(), times.money_weights.tolist())


def test_a_discount_factor_is_of_a_moment() -> None:
    """(1 + r)^-years."""
    assert pytest.approx(1.12**-2.5) == timeline(0.12, *DECADE).discount_factor(2.5)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2027-01-01", "2027-12-31", 1.0),
        ("2028-01-01", "2028-12-31", 1.0),  # a leap year is a year
        ("2027-07-01", "2028-06-30", 1.0),
        ("2027-01-01", "2031-12-31", 5.0),
        ("2027-01-01", "2027-06-30", 181 / 365.25),
        ("2027-01-01", "2027-01-01", 1 / 365.25),
    ],
)
def test_lengths_in_years(start: str, end: str, years: float) -> None:
    """Whole calendar years are exact, everything else goes by days."""
    assert years == length_in_years(day(start), day(end))


@pytest.mark.parametrize(
    ("start", "end", "shift", "shares"),
    [
        ("", "", 0, [1.0, 1.0]),
        ("2027-01-01", "2028-12-31", 0, [1.0, 1.0]),
        ("2027-07-01", "", 0, [184 / 365, 1.0]),
        ("", "2027-06-30", 0, [181 / 365, 0.0]),
        ("", "2028-02-29", 0, [1.0, 60 / 366]),
        ("2027-12-31", "2027-12-31", 0, [1 / 365, 0.0]),
        ("2030-01-01", "", 0, [0.0, 0.0]),
        ("2028-01-01", "2027-01-01", 0, [0.0, 0.0]),
        # Goods that travel 40 days: those of the last 40 days of 2027 enter in 2028.
        ("", "2027-12-31", 40, [325 / 365, 0.0]),
        ("2028-01-01", "", 40, [40 / 365, 1.0]),
        ("", "2027-12-31", 400, [0.0, 0.0]),
    ],
)
def test_shares_in_force_count_days(start: str, end: str, shift: float, shares: list[float]) -> None:
    """The share of a node's days, moved by transit, that a window holds; first and last day count."""
    times = timeline(0.0, *DECADE[:2])
    found = times.shares_in_force(np.array([day(start)]), np.array([day(end)]), shift)
    assert [shares] == found.tolist()


def test_nodes_that_cannot_be_placed_come_last() -> None:
    """A cycle or a missing parent is for validation to report; the timeline only stays whole."""
    times = timeline(-2.0, ("a", "b", "2027-01-01", "2026-01-01"), ("b", "a", "", ""), ("c", "", "2027-01-01", "2027-12-31"))
    assert ("c", "a", "b") == tuple(sorted(times.ids, key=lambda name: (name != "c", name)))
    assert "c" == times.ids[0]
    assert [1.0, 1.0, 1.0] == times.money_weights.tolist()
