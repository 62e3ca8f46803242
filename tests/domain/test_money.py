"""Money to the cent adds up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.money import from_cents, to_cents


@pytest.mark.parametrize(
    ("amounts", "cents"),
    [
        ([], []),
        # 3 x 33.333... = 100.00: one cent is missing, the first of equals gets it.
        ([100 / 3] * 3, [3334, 3333, 3333]),
        # 0.004 + 0.004 + 0.004 = 0.012: one cent in all.
        ([0.004, 0.004, 0.004], [1, 0, 0]),
        # The largest remainder first: 0.6 of a cent before 0.5.
        ([0.005, 0.006], [0, 1]),
        # -1.50 and 0.25 are whole cents.
        ([-1.5, 0.25], [-150, 25]),
        # -0.004 is rounded down to -1 cent, which it gets back.
        ([-0.004, 0.0], [0, 0]),
    ],
)
def test_amounts_become_cents(amounts: list[float], cents: list[int]) -> None:
    """Missing cents go to the largest remainders."""
    assert cents == to_cents(amounts)


@given(st.lists(st.floats(-1e9, 1e9), max_size=20))
def test_cents_add_up_and_none_is_off_by_a_cent(amounts: list[float]) -> None:
    """The sum is the exact sum, rounded; every part is within a cent."""
    cents = to_cents(amounts)
    assert abs(sum(cents) - math.fsum(amounts) * 100) <= 0.5 + 1e-4
    assert all(abs(cent - amount * 100) <= 1.0 + 1e-4 for cent, amount in zip(cents, amounts, strict=True))


@pytest.mark.parametrize(
    ("amounts", "total", "cents"),
    [
        # 1.5 cents twice come to 3; published as 2 (or 4) they are both rounded the same way.
        ([0.015, 0.015], 2, [1, 1]),
        ([0.015, 0.015], 3, [2, 1]),
        ([0.015, 0.015], 4, [2, 2]),
        # 1.9 and 0.2 cents, published as 2: the largest remainder gets the cent.
        ([0.019, 0.002], 2, [2, 0]),
        # Rounded down the parts already exceed 2: the smallest remainder gives a cent back.
        ([0.021, 0.011], 2, [2, 0]),
        # Nothing can be shared out among no amounts.
        ([], 1, []),
    ],
)
def test_cents_add_up_to_a_total_published_before(amounts: list[float], total: int, cents: list[int]) -> None:
    """The parts keep to the total, and to their own amounts within a cent where that is possible."""
    assert cents == to_cents(amounts, total=total)


def test_cents_of_a_larger_unit() -> None:
    """In thousands, a cent is 0.00001: 1.234567 thousand are 1234.57."""
    assert [123457] == to_cents([1.234567], 0.00001)
    assert pytest.approx(1.23457) == from_cents(123457, 0.00001)


def test_no_cents_are_plain_zero() -> None:
    """Never minus zero."""
    assert 1.0 == math.copysign(1.0, from_cents(0))
