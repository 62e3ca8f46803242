"""Problems and their digests: equal content is equal, whatever its order and origin."""

import random
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.errors import InvalidCase
from optimizer.domain.measures import Objective
from optimizer.domain.scenario import Change
from optimizer.domain.tables import TABLES, Kind
from optimizer.problem.build import ReadCase, build_problem, digest_of
from tests.domain.rows import TUTORIAL, Rows, edited, folder_rows, read_rows

KENYA = folder_rows("kenya")


def shuffled(rows: Rows, seed: int) -> Rows:
    """Return the tables with rows and columns in another order."""
    rng = random.Random(seed)  # noqa: S311 (a test needs no secrecy)
    result: Rows = {}
    for name in rng.sample(sorted(rows), len(rows)):
        lines = rng.sample(rows[name], len(rows[name]))
        result[name] = [dict(rng.sample(sorted(line.items()), len(line))) for line in lines]
    return result


def digest(rows: Rows, scenario: str | None = None, changes: list[Change] | None = None) -> str:
    """Return the digest of a problem."""
    return build_problem(read_rows(rows), scenario, changes or []).digest


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_order_does_not_show_in_the_digest(seed: int) -> None:
    """Rows, columns and tables may stand in any order."""
    assert digest(TUTORIAL) == digest(shuffled(TUTORIAL, seed))


def test_order_does_not_show_in_the_digest_of_kenya() -> None:
    """The same for the shipped case, with numbers that vary over nodes."""
    assert digest(KENYA) == digest(shuffled(KENYA, 1))


OBJECTIVE = Objective((("profit", 1.0),))
NUMBERS = [
    (name, at, column.name)
    for name, lines in TUTORIAL.items()
    for at, line in enumerate(lines)
    for column in TABLES[name].numbers
    if line.get(column.name)
]


@pytest.mark.parametrize(("table", "at", "column"), NUMBERS)
def test_any_changed_figure_changes_the_digest(table: str, at: int, column: str) -> None:
    """One part in a million of one number is another problem."""
    rows = deepcopy(TUTORIAL)
    rows[table][at][column] = repr(float(rows[table][at][column]) * (1 - 1e-6) or 1e-6)
    read = read_rows(rows)
    assert digest_of(read_rows(TUTORIAL).case, OBJECTIVE) != digest_of(read.case, OBJECTIVE)


def test_every_kind_of_value_is_in_the_digest() -> None:
    """Text, flags, choices, dates and references count as numbers do."""
    for table in ("materials", "lanes", "programmes", "demands"):
        for column in TABLES[table].columns:
            if column.name in TABLES[table].key or column.kind is Kind.NUMBER:
                continue
            value = {Kind.DATE: "2020-01-01", Kind.FLAG: "false", Kind.CHOICE: column.choices[0] if column.choices else ""}
            rows = deepcopy(TUTORIAL)
            rows[table][0][column.name] = value.get(column.kind, "other")
            before, after = read_rows(TUTORIAL).case, read_rows(rows).case
            changed = before[table][column.name].tolist() != after[table][column.name].tolist()
            assert changed == (digest_of(before, OBJECTIVE) != digest_of(after, OBJECTIVE)), column.name


def test_a_scenario_and_the_same_changes_inline_are_one_problem() -> None:
    """The digest knows what is planned, not how it was asked for."""
    changes = [("programmes[agoa].active", "set", "false"), ("demands[market=cn].price_per_unit", "scale", "1.1")]
    steps = [
        {"scenario": "s", "step": str(step), "address": address, "operation": operation, "value": value}
        for step, (address, operation, value) in enumerate(changes)
    ]
    rows = edited(TUTORIAL, added={"scenarios": [{"id": "s"}], "changes": steps})
    inline = digest(TUTORIAL, None, [Change(*change) for change in changes])
    written = edited(TUTORIAL, {"programmes[agoa].active": "false"})
    for line in written["demands"]:
        if line["market"] == "cn":
            line["price_per_unit"] = repr(float(line["price_per_unit"]) * 1.1)
    assert {inline} == {digest(rows, "s"), digest(written)}
    assert digest(TUTORIAL) == digest(rows)


def test_blank_and_zero_have_different_digests() -> None:
    """No limit and a limit of nothing are two problems."""
    assert digest(TUTORIAL) != digest(edited(TUTORIAL, {"lanes[port-us].max_tonnes_per_year": "0"}))


def test_a_blank_at_one_node_has_a_digest() -> None:
    """Taking a limit away at one node is a problem like any other, and another one."""
    change = Change("demands[us-ferroniobium,1].max_per_year@1", "set", "")
    assert digest(TUTORIAL) != digest(TUTORIAL, None, [change])


def test_the_rows_an_absent_table_stands_for_make_no_difference() -> None:
    """Sites, markets, nodes and minerals written out are the case that leaves them out."""
    added = {
        "sites": [{"id": "mine"}, {"id": "port"}],
        "markets": [{"id": "us"}, {"id": "cn"}],
        "nodes": [{"id": "1", "start": "2026-01-01", "end": "2026-12-31"}],
        "minerals": [{"id": "manganese-ore"}, {"id": "niobium-concentrate"}],
    }
    assert digest(TUTORIAL) == digest(edited(TUTORIAL, added=added))


def test_the_objective_is_part_of_the_problem() -> None:
    """Close weights are different objectives."""
    read = read_rows(TUTORIAL)
    digests = {
        build_problem(read, objective=goal).digest
        for goal in ("profit", "jobs", "profit + 1000000 jobs", "profit + 1000000.5 jobs")
    }
    assert 4 == len(digests)


def test_every_violation_of_a_problem_is_raised_at_once() -> None:
    """Reading, changes, objective and rules report together."""
    rows = edited(TUTORIAL, {"supplies[niobium].reserve": "x", "lanes[port-us].freight_per_tonne": "2"})
    changes = [
        Change("x.y", "set", "1"),
        Change("supplies[niobium].cost_per_unit", "set", "2"),
        Change("lanes[port-us].max_tonnes_per_year", "set", "-1"),
    ]
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(rows), changes=changes, objective="glory")
    found = {(violation.address, violation.rule) for violation in caught.value.violations}
    assert {
        ("supplies[niobium].reserve", "not-a-number"),
        ("x.y", "unknown-address"),
        ("lanes[port-us].max_tonnes_per_year", "negative"),
        ("objective", "unknown-measure"),
    } == found


def test_an_empty_case_says_what_it_needs() -> None:
    """Nothing at all is a case without its two tables."""
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows({}))
    assert ["case", "materials"] == [
        violation.address for violation in caught.value.violations if violation.rule == "missing-table"
    ]


def test_reading_twice_gives_one_digest() -> None:
    """A digest holds nothing of the process that computed it."""
    first, second = (build_problem(ReadCase(read_rows(KENYA).case)) for _ in range(2))
    assert first.digest == second.digest
