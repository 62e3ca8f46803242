"""Scenarios: typed changes, applied in order."""

import math

import numpy as np
import pytest

from optimizer.domain.case import Case
from optimizer.domain.errors import InvalidCase, NotFound
from optimizer.domain.scenario import Change, apply_changes, scenario_changes, try_changes
from optimizer.problem.build import build_problem
from tests.domain.rows import TUTORIAL, Rows, edited, read_rows, sound_case

YEARS = [
    {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
    {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
]
PRICE = "demands[us-ferroniobium,1].price_per_unit"
VARYING = edited(
    TUTORIAL,
    added={
        "nodes": YEARS,
        "by_node": [{"address": PRICE, "node": "2027", "value": "30000"}],
        "scenarios": [{"id": "cheap"}, {"id": "cheaper", "extends": "cheap"}],
        "changes": [
            # Written out of order, and beyond ten, where an order of texts would differ.
            {"scenario": "cheap", "step": "10", "address": PRICE, "operation": "add", "value": "-1000"},
            {"scenario": "cheap", "step": "2", "address": PRICE, "operation": "scale", "value": "0.5"},
            {"scenario": "cheaper", "step": "1", "address": PRICE, "operation": "scale", "value": "0.1"},
        ],
    },
)
CASE = sound_case(VARYING)


def prices(case: Case) -> list[float]:
    """Return the American price of ferroniobium over nodes."""
    row = case["demands"].rows["us-ferroniobium,1"]
    return case.numbers("demands", "price_per_unit")[row].tolist()


def after(*changes: tuple[str, str, str]) -> Case:
    """Return the case after changes."""
    return apply_changes(CASE, [Change(*change) for change in changes])


def test_a_number_may_vary_over_nodes() -> None:
    """`by_node` takes the place of the row's own number at its node."""
    assert [28000.0, 30000.0] == prices(CASE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Setting the row's own number drops what by_node says of it.
        ([(PRICE, "set", "5")], [5.0, 5.0]),
        ([(f"{PRICE}@2026", "set", "5")], [5.0, 30000.0]),
        ([(f"{PRICE}@2027", "set", "5")], [28000.0, 5.0]),
        ([(f"{PRICE}@*", "set", "5")], [5.0, 5.0]),
        # Scaling and adding reach the row's own number and those of single nodes alike.
        ([(PRICE, "scale", "0.5")], [14000.0, 15000.0]),
        ([(PRICE, "add", "-8000")], [20000.0, 22000.0]),
        ([(f"{PRICE}@2026", "scale", "2")], [56000.0, 30000.0]),
        ([(f"{PRICE}@2027", "add", "1")], [28000.0, 30001.0]),
        ([(f"{PRICE}@202*", "add", "1")], [28001.0, 30001.0]),
        # In order: (28000 x 0.5) + 1000 is not (28000 + 1000) x 0.5.
        ([(PRICE, "scale", "0.5"), (PRICE, "add", "1000")], [15000.0, 16000.0]),
        ([(PRICE, "add", "1000"), (PRICE, "scale", "0.5")], [14500.0, 15500.0]),
        ([(PRICE, "set", "100"), (f"{PRICE}@2027", "set", "90"), (PRICE, "scale", "2")], [200.0, 180.0]),
        ([(f"{PRICE}@2026", "set", "1"), (PRICE, "set", "2")], [2.0, 2.0]),
        (("demands[market=us].price_per_unit", "set", "7"), [7.0, 7.0]),
        (("demands[*].price_per_unit", "scale", "0"), [0.0, 0.0]),
    ],
)
def test_changes_of_a_number(changes: object, expected: list[float]) -> None:
    """`set`, `scale` and `add`, with and without a node, in order."""
    many = [changes] if isinstance(changes, tuple) else changes
    assert expected == prices(after(*many))  # type: ignore[misc]


def test_the_case_itself_stays_as_it_is() -> None:
    """Applying changes makes another case."""
    after((PRICE, "set", "1"), (f"{PRICE}@2027", "set", "2"))
    assert [28000.0, 30000.0] == prices(CASE)


@pytest.mark.parametrize(
    ("address", "value", "expected"),
    [
        ("programmes[agoa].end", "2026-12-31", np.datetime64("2026-12-31")),
        ("programmes[agoa].active", "false", False),
        ("programmes[agoa].active", "", True),
        ("demands[us-ferroniobium,1].price_basis", "fob", "fob"),
        ("demands[us-ferroniobium,1].price_basis", "", "cif"),
        ("demands[us-ferroniobium,1].min_per_year", "", 0.0),
        ("lanes[mine-port].mode", "road", "road"),
        ("lanes[mine-port].mode", "", ""),
        ("lanes[port-us].to", "cn", "cn"),
        ("case.real_discount_rate", "0.12", 0.12),
    ],
)
def test_set_takes_the_columns_own_kind(address: str, value: str, expected: object) -> None:
    """Dates, flags, choices, text and numbers are read like cells; blank is the column's default."""
    case = after((address, "set", value))
    table, _, column = address.replace("]", "").replace("[", ".", 1).partition(".")
    key, _, column = column.rpartition(".")
    row = case[table].rows[key] if key else 0
    assert expected == case[table][column][row]


def test_set_to_blank_takes_a_limit_away() -> None:
    """A blank maximum is no maximum, at all nodes or at one."""
    row = CASE["demands"].rows["us-ferroniobium,1"]
    whole = after(("demands[us-ferroniobium,1].max_per_year", "set", ""))
    one = after(("demands[us-ferroniobium,1].max_per_year@2027", "set", ""))
    assert [math.inf, math.inf] == whole.limits("demands", "max_per_year")[row].tolist()
    assert [200.0, math.inf] == one.limits("demands", "max_per_year")[row].tolist()


def test_a_blank_stays_blank_when_scaled() -> None:
    """Half of no limit is no limit, and a warning says so of rows by themselves, not of those in a pattern with others."""
    row = CASE["lanes"].rows["port-us"]
    assert math.inf == after(("lanes[*].max_tonnes_per_year", "scale", "0.5")).limits("lanes", "max_tonnes_per_year")[row][0]


def test_switching_a_row_off_takes_it_out() -> None:
    """`active` decides whether a row takes part."""
    case = after(("lanes[port-*].active", "set", "false"))
    assert ["mine-port"] == [case["lanes"].keys[row] for row in case.active_rows("lanes")]


@pytest.mark.parametrize(
    ("changes", "rule", "problem"),
    [
        ([(PRICE, "set", "1"), (PRICE, "set", "1")], "set-twice", "demands[us-ferroniobium,1].price_per_unit is set twice"),
        (
            [(PRICE, "set", "1"), ("demands[market=us].price_per_unit", "set", "2")],
            "set-twice",
            "demands[us-ferroniobium,1].price_per_unit is set twice",
        ),
        (
            [(f"{PRICE}@2026", "set", "1"), (f"{PRICE}@20*", "set", "2")],
            "set-twice",
            "demands[us-ferroniobium,1].price_per_unit is set twice",
        ),
        ([(PRICE, "set", "5 %")], "percent-sign", "a number must not carry a percent sign"),
        ([("programmes[agoa].end", "set", "soon")], "not-a-date", "not a date"),
        ([("programmes[agoa].active", "set", "off")], "not-a-flag", "neither true nor false"),
        ([("demands[us-ferroniobium,1].price_basis", "set", "exw")], "unknown-choice", "not one of the choices"),
        ([("programmes[agoa].end", "add", "1")], "not-a-number", "'end' is not a number, so it cannot be scaled or added to"),
        ([(PRICE, "scale", "twice")], "not-a-number", "not a number"),
        ([(PRICE, "scale", "")], "not-a-number", "not a number"),
        ([(PRICE, "set", "")], "missing-value", "a value is required"),
        ([(PRICE, "raise", "1")], "unknown-choice", "there is no such operation"),
        ([("demands[us-ferroniobium,1].tier", "set", "2")], "unchangeable", "a key cannot be changed"),
        ([("by_node[*].value", "scale", "2")], "unchangeable", "table 'by_node' cannot be changed by a scenario"),
        ([("figures[*].low", "set", "2")], "unknown-address", "no row of 'figures' matches 'figures[*].low'"),
        (
            [("programmes[agoa].end@2027", "set", "2026-12-31")],
            "unknown-address",
            "'end' is not a number, so it does not vary over nodes",
        ),
        ([("case.real_discount_rate@2027", "set", "0.1")], "unchangeable", "numbers of table 'case' hold for the whole case"),
        ([("demands[uk*].active", "set", "false")], "unknown-address", "no row of 'demands' matches 'demands[uk*].active'"),
    ],
)
def test_what_cannot_be_changed_is_a_violation(changes: list[tuple[str, str, str]], rule: str, problem: str) -> None:
    """The violation names the address and the change."""
    with pytest.raises(InvalidCase) as caught:
        after(*changes)
    (violation,) = caught.value.violations
    assert (rule, problem, changes[-1][0], " ".join(changes[-1])) == (
        violation.rule,
        violation.problem,
        violation.address,
        violation.value,
    )


def test_all_changes_that_fail_are_reported() -> None:
    """One bad change hides no other."""
    with pytest.raises(InvalidCase) as caught:
        after(("x.y", "set", "1"), (PRICE, "set", "5"), (PRICE, "scale", "x"), ("lanes[*].active", "set", "?"))
    assert ["not-a-flag", "not-a-number", "unknown-address"] == sorted(violation.rule for violation in caught.value.violations)


def test_a_scenario_applies_its_steps_in_order() -> None:
    """Steps are numbers: 2 comes before 10 (28000 x 0.5 - 1000, 30000 x 0.5 - 1000)."""
    assert [13000.0, 14000.0] == prices(build_problem(read_rows(VARYING), "cheap").case)


def test_a_scenario_comes_after_the_one_it_extends() -> None:
    """The changes of the extended scenario come first (13000 x 0.1, 14000 x 0.1)."""
    assert [1300.0, 1400.0] == pytest.approx(prices(build_problem(read_rows(VARYING), "cheaper").case))


def test_changes_sent_along_come_after_the_scenario() -> None:
    """They may set again what the scenario has set."""
    problem = build_problem(read_rows(VARYING), "cheap", [Change(PRICE, "set", "1")])
    assert [1.0, 1.0] == prices(problem.case)


def test_the_default_scenario_is_applied_unless_another_is_named() -> None:
    """None is the case's own scenario, the empty name is none at all."""
    read = read_rows(edited(VARYING, {"case.scenario": "cheap"}))
    assert ("cheap", [13000.0, 14000.0]) == (build_problem(read).scenario, prices(build_problem(read).case))
    assert ("", [28000.0, 30000.0]) == (build_problem(read, "").scenario, prices(build_problem(read, "").case))


def test_an_unknown_scenario_is_not_found() -> None:
    """The error says which there are."""
    with pytest.raises(NotFound, match="no scenario is called 'dear'; there is: cheap, cheaper"):
        scenario_changes(CASE, "dear")


def test_an_unknown_default_scenario_is_a_violation_among_others() -> None:
    """What the case itself gets wrong is reported with everything else."""
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(edited(VARYING, {"case.scenario": "dear", "supplies[niobium].reserve": "-1"})))
    assert ["case.scenario", "supplies[niobium].reserve"] == [violation.address for violation in caught.value.violations]


CAPACITY = "lanes[*].max_tonnes_per_year"


def doubts_of(*changes: tuple[str, str, str], rows: Rows = VARYING) -> list[tuple[str, str, str]]:
    """Return address, rule and problem of what is doubtful in changes that can be made."""
    applied = try_changes(read_rows(rows).case, [Change(*change) for change in changes])
    assert () == applied.violations
    return [(found.address, found.rule, found.problem) for found in applied.warnings]


def test_nothing_can_be_added_to_blank_numbers_alone() -> None:
    """A ban that allows nothing is a blank maximum: 5 more than blank is not 5."""
    ban = edited(TUTORIAL, added={"policies": [{"id": "ban", "kind": "raw_export_ban"}]})
    applied = try_changes(read_rows(ban).case, [Change("policies[ban].maximum", "add", "5")])
    (violation,) = applied.violations
    assert ("blank-number", "set the number itself") == (violation.rule, violation.fix)
    assert violation.problem == "every number that this names is blank, so there is nothing to add to"
    changed = try_changes(read_rows(ban).case, [Change("policies[ban].maximum", "set", "5")])
    assert () == changed.violations == changed.warnings


def test_adding_to_some_blank_numbers_says_which_stayed() -> None:
    """Two of three lanes have a limit: they grow, and the warning names the other."""
    rows = edited(VARYING, {"lanes[port-us].max_tonnes_per_year": "100"})
    ((address, rule, problem),) = doubts_of((CAPACITY, "add", "5"), rows=rows)
    assert ("lanes[port-cn].max_tonnes_per_year", "blank-unchanged") == (address, rule)
    assert problem == "1 of the 3 numbers named by 'lanes[*].max_tonnes_per_year' are blank, and stay so"
    assert [] == doubts_of((CAPACITY, "scale", "0.5"), rows=rows)
    assert "3 of the 3" in doubts_of(("lanes[*].parcel_tonnes", "scale", "0.5"))[0][2]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("280", "28000 becomes 280, 100 times smaller; it is counted in USD/t"),
        ("2800000", "28000 becomes 2800000, 100 times as large; it is counted in USD/t"),
        ("281", ""),
        ("0", ""),
    ],
)
def test_a_number_that_jumps_is_doubted(value: str, says: str) -> None:
    """A factor of 100 is cents for dollars or per cent for a share; nothing at all is a choice."""
    price = "demands[us-ferroniobium,1].price_per_unit"
    found = doubts_of((price, "set", value), rows=TUTORIAL)
    assert ([(price, "unlikely-change", says)] if says else []) == found


def test_changes_know_what_they_touched() -> None:
    """Rows and values that a change named, whatever the node; a change that names nothing has touched nothing."""
    changes = [Change(f"{PRICE}@2027", "set", "29000"), Change("lanes[port-*].active", "set", "false"), Change("x.y", "set", "1")]
    applied = try_changes(CASE, changes)
    assert [1, 2, None] == [None if place is None else len(place.rows) for place in applied.places]
    touched = (PRICE, f"{PRICE}@2026", "demands[us-ferroniobium,1]", "lanes[port-us]", "lanes[port-cn].active")
    assert all(map(applied.touches, touched))
    assert not any(map(applied.touches, ("lanes[mine-port]", "lanes[port-us].to", "demands")))


def test_a_request_brings_a_bounded_number_of_changes() -> None:
    """More than 10,000 are refused before any is applied."""
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(TUTORIAL), changes=[Change(PRICE, "scale", "1")] * 10_001)
    assert [("changes", "too-many", "10001")] == [(v.address, v.rule, v.value) for v in caught.value.violations]
