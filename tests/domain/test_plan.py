"""What is published, and errors for people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.errors import InvalidCase, NotFound, Violation
from optimizer.domain.plan import rounded
from optimizer.domain.proofs import Certificate


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (1 / 3, 0.3333333333),
        (123456789012.0, 123456789000.0),
        (-0.0, 0.0),
        (1e-300, 1e-300),
        (2.0, 2.0),
        (-1234567890.55, -1234567891.0),
    ],
)
def test_published_numbers_have_ten_digits(value: float, published: float) -> None:
    """Ten significant digits, and never minus zero."""
    assert published == rounded(value)
    assert math.copysign(1.0, published) == math.copysign(1.0, rounded(value))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_twice_is_rounding_once(value: float) -> None:
    """What is published is published as it is."""
    assert rounded(value) == rounded(rounded(value))


def test_the_money_bound_is_violation_and_gap() -> None:
    """Weak duality: both together bound the distance from the optimum."""
    assert 0.03 == Certificate(0.0, 0.0, 0.01, 0.02, 1.0, "", passed=True).money_bound


def violation(number: int) -> Violation:
    """Return a violation of row `number`."""
    return Violation(f"lanes[{number:03d}].freight_per_tonne", "negative", "-1", "must be at least 0", "check sign and unit")


def test_a_violation_is_a_sentence() -> None:
    """Where, what, got, fix."""
    assert "lanes[007].freight_per_tonne: must be at least 0 (got -1); check sign and unit" == str(violation(7))
    assert "case: the table is missing; add it" == str(Violation("case", "missing-table", "", "the table is missing", "add it"))


def test_a_long_list_of_violations_is_cut_in_the_message_only() -> None:
    """The error holds all of them, its text 25 and the number of the others."""
    error = InvalidCase(violation(number) for number in reversed(range(30)))
    assert (30, 30, "lanes[000].freight_per_tonne") == (len(error.violations), error.total, error.violations[0].address)
    assert 26 == len(str(error).splitlines())
    assert "... and 5 more; `madini validate` lists all of them" == str(error).splitlines()[-1]


def test_a_cut_list_knows_its_total() -> None:
    """Over the wire only the first violations travel."""
    error = InvalidCase([violation(1)], total=200)
    assert str(error).endswith("... and 199 more; `madini validate` lists all of them")


def test_what_is_not_found_is_named_beside_what_there_is() -> None:
    """The message helps to choose."""
    assert "no case is called 'kenia'; did you mean 'kenya'?" == str(NotFound("case", "kenia", ["kenya", "tutorial"]))
    assert "no case is called 'x'" == str(NotFound("case", "x"))
    many = NotFound("scenario", "x", [f"scenario-{number}" for number in range(1000)])
    assert str(many).endswith("scenario-29, scenario-30 and 969 more")
    assert 1000 == len(many.known)
