"""Warnings told together: what is true of many rows is said once, and what was just changed comes first."""

from optimizer.domain.errors import Violation
from optimizer.problem.build import check_case
from optimizer.problem.warnings import told_together
from tests.domain.rows import TUTORIAL, read_rows


def doubt(address: str, value: str = "", problem: str = "no source", **more: object) -> Violation:
    """Return a warning."""
    return Violation(address, "no-source", value, problem, "give it", warning=True, **more)  # type: ignore[arg-type]


def test_what_is_true_of_many_rows_is_said_once() -> None:
    """The first address, a count, and the others; the sentence names a few of them."""
    (told,) = told_together([doubt(f"lanes[{number}]") for number in range(1, 8)])
    assert ("lanes[1]", 7, tuple(f"lanes[{number}]" for number in range(2, 8))) == (told.address, told.count, told.others)
    assert str(told) == "lanes[1] and 6 more (lanes[2], lanes[3], lanes[4], lanes[5], ...): no source; give it"


def test_few_different_or_changed_warnings_stay_by_themselves() -> None:
    """Two alike, other tables, other problems, and what was just changed."""
    apart = [
        *(doubt(f"lanes[{number}]") for number in range(2)),
        *(doubt(f"sites[{number}]", problem=f"problem {number}") for number in range(5)),
        *(doubt(f"stocks[{number}]", changed=True) for number in range(5)),
    ]
    told = told_together(apart)
    assert len(apart) == len(told) == sum(found.count for found in told)
    assert [f"stocks[{number}]" for number in range(5)] == [found.address for found in told[:5]]


def test_a_value_is_told_if_it_is_the_same_everywhere() -> None:
    """Else none is."""
    same, other = ([doubt(f"lanes[{number}]", value) for number, value in enumerate(values)] for values in ("aaa", "aab"))
    assert ["a", ""] == [told_together(found)[0].value for found in (same, other)]


def test_a_case_without_sources_is_told_so_per_table() -> None:
    """The tutorial without any source: one line for each table of three rows with figures or more."""
    bare = {name: [{k: v for k, v in row.items() if k != "source"} for row in rows] for name, rows in TUTORIAL.items()}
    _, warnings = check_case(read_rows(bare))
    assert {"no-source"} == {found.rule for found in warnings}
    by_table: dict[str, list[int]] = {}
    for found in warnings:
        by_table.setdefault(found.address.partition("[")[0], []).append(found.count)
    figures = {name: len(rows) for name, rows in TUTORIAL.items() if "source" in rows[0] and name != "materials"}
    assert {name: [rows] if rows >= 3 else [1] * rows for name, rows in figures.items()} == by_table
