"""Numbers for people."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.client.amounts import Money, adding_up, amount, hundredths, objective_unit, percent, price, with_unit
from optimizer.v1 import plan_pb2

VALUES = st.floats(-1e9, 1e9).filter(lambda value: abs(value) > 1e-6)


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_printed_parts_add_up_to_the_printed_total(values: list[float]) -> None:
    """Rounded parts add up to the rounded total, and none is off by a hundredth or more."""
    total = sum(values)
    printed = adding_up(values, total)

    assert round(total * 100) == sum(printed)
    assert all(abs(count - value * 100) < 1.0 + 1e-6 for count, value in zip(printed, values, strict=True))


@given(st.lists(VALUES, min_size=1, max_size=20), st.floats(1, 1e6))
def test_rounding_hides_no_mistake(values: list[float], mistake: float) -> None:
    """Parts that do not add up by a whole unit do not add up in print."""
    total = sum(values) - mistake
    assume(mistake > len(values) / 50)

    assert round(total * 100) != sum(adding_up(values, total))


def test_the_largest_remainder_gets_the_cent() -> None:
    """Of three thirds, which lack a cent, one gets it."""
    assert adding_up([1 / 3, 1 / 3, 1 / 3], 1.0) == [34, 33, 33]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1234567.89, "1,234,568"),
        (999.7, "1,000"),
        (812.3, "812"),
        (12.345, "12.3"),
        (5.0, "5"),
        (0.0421, "0.0421"),
        (-4012.75, "-4,013"),
        (1e-15, "0"),
        (float("inf"), "inf"),
    ],
)
def test_amounts_have_sensible_digits(value: float, text: str) -> None:
    """Amounts have thousands and about three significant digits."""
    assert text == amount(value)


@pytest.mark.parametrize(("value", "text"), [(0.0, "0.00"), (21700.0, "21,700.00"), (-1.005, "-1.00"), (0.0381, "0.0381")])
def test_prices_are_to_the_cent_or_finer(value: float, text: str) -> None:
    """Money per unit has two decimals, more only below one."""
    assert text == price(value)


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (0.001, "under 1 %"), (0.714, "71 %"), (0.998, "over 99 %"), (1.0, "100 %")]
)
def test_percentages_never_claim_all_or_nothing(share: float, text: str) -> None:
    """A share is told as all or nothing only if it is."""
    assert text == percent(share)


def test_large_money_is_counted_in_millions() -> None:
    """Money knows its unit, and is told to the cent for as long as cents are known."""
    money = Money("USD", 1000.0)

    assert money.total(12.34) == "12,340.00 USD"
    assert money.total(123_456.789) == "123.46 million USD"


def test_hundredths_keep_sign_and_thousands() -> None:
    """Hundredths print as money."""
    assert [hundredths(-123405), hundredths(7), hundredths(0)] == ["-1,234.05", "0.07", "0.00"]


def test_an_amount_without_a_unit_stands_alone() -> None:
    """No unit, no space."""
    assert with_unit(12, "") == "12"


def test_an_objective_that_is_not_money_is_told_in_its_own_unit() -> None:
    """Rates of a plan for jobs are job-years, not dollars."""
    jobs = plan_pb2.MeasureTotal(measure="jobs", unit="job-years")
    money = Money("USD", 1e6)

    assert objective_unit(plan_pb2.Plan(objective_text="jobs", measures=[jobs]), money).of(-2.5) == "2.50\u00a0job-years"
    assert objective_unit(plan_pb2.Plan(objective_text="profit", measures=[jobs]), money).of(2.5) == "2,500,000.00\u00a0USD"
