"""Whatever is broken in a case, checking it reports what is wrong; it never fails."""

from collections.abc import Sequence
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.errors import InvalidCase, NotFound
from optimizer.domain.scenario import Change
from optimizer.domain.tables import TABLES
from optimizer.problem.build import ReadCase, build_problem, check_case
from tests.domain.every_table import EVERY_TABLE
from tests.domain.rows import TUTORIAL, Rows, folder_rows, read_rows

KENYA = folder_rows("kenya")

NASTY = [
    *(
        "",
        " ",
        "0",
        "-0",
        "-1",
        "-2",
        "0.5",
        "1",
        "2",
        "25",
        "25 %",
        "%",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "1,5",
        "1e-300",
        "1e300",
        "-1e300",
    ),
    *("1.7e308", "1e9", "1e-9", "true", "FALSE", "yes", "2026-01-01", "9999-12-31", "1800-01-01", "31.12.2026", "0000-00-00"),
    *("*", "a", "A", "a b", "a,b", "[", "]", "a[b].c", "case.name", "demands[*].price_per_unit", "sell[*]", "demands[a", "@2027"),
    *(
        "profit",
        "minimise",
        "1..2 jobs",
        "profit + -1e999 jobs",
        "7202.93",
        "in",
        "out",
        "duty",
        "one_price",
        "measure_bound",
        "\0",
        "é",
        "'",
    ),
]
cells = st.one_of(st.sampled_from(NASTY), st.text(max_size=8))


@st.composite
def broken_rows(draw: st.DrawFn, sound: Rows) -> Rows:
    """Draw a case with cells, rows, columns or tables exchanged, copied, emptied or lost."""
    rows = deepcopy(sound)
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(sorted(rows)))
        lines = rows[name]
        kind = draw(
            st.sampled_from(["cell", "cell", "cell", "cell", "borrow", "copy row", "lose row", "lose column", "lose table"])
        )
        if not lines or kind == "lose table":
            rows[name] = []
            continue
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.sampled_from([column.name for column in TABLES[name].columns]))
        if kind == "cell":
            lines[at][column] = draw(cells)
        elif kind == "borrow":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at][column] = lines[other].get(draw(st.sampled_from(sorted(lines[other]))), "")
        elif kind == "copy row":
            lines.append(dict(lines[at]))
        elif kind == "lose row":
            del lines[at]
        else:
            for line in lines:
                line.pop(column, None)
    return rows


def refused(read: ReadCase, scenario: str | None = None, objective: str = "", changes: Sequence[Change] = ()) -> bool:
    """Return whether a problem is refused, which it must be with violations or because there is no such scenario."""
    try:
        build_problem(read, scenario, changes, objective)
    except InvalidCase as invalid:
        return bool(invalid.violations)
    except NotFound as missing:
        return missing.name == scenario
    return False


def check_and_build(rows: Rows) -> None:
    """Check a case and build its problem; fail if either fails otherwise than by saying what is wrong."""
    read = read_rows(rows)
    violations, warnings = check_case(read)
    assert all(found.address and found.rule and found.problem and found.fix for found in (*violations, *warnings))
    # Violations of scenarios that were not asked for do not stand in the way.
    others = [found for found in violations if not found.address.startswith(("changes[", "scenarios["))]
    assert refused(read) or not others


@given(broken_rows(TUTORIAL))
@settings(max_examples=150)
def test_a_broken_tutorial_is_reported(rows: Rows) -> None:
    """Cells, rows, columns and tables may be broken in any way."""
    check_and_build(rows)


@given(broken_rows(EVERY_TABLE))
@settings(max_examples=150)
def test_a_broken_case_of_every_table_is_reported(rows: Rows) -> None:
    """The same with every table in use."""
    check_and_build(rows)


@given(broken_rows(KENYA))
@settings(max_examples=12)
def test_a_broken_kenya_is_reported(rows: Rows) -> None:
    """The same with the shipped case."""
    check_case(read_rows(rows))


addresses = st.one_of(
    cells,
    st.builds(
        lambda table, key, column, node: f"{table}{key}.{column}{node}",
        st.sampled_from(sorted(TABLES)),
        st.sampled_from(
            ["", "[*]", "[us-ferroniobium,1]", "[smelter]", "[agoa]", "[material=ferroniobium]", "[x]", "[,]", "[*,*,*]"]
        ),
        st.sampled_from(sorted({column.name for table in TABLES.values() for column in table.columns})),
        st.sampled_from(["", "", "@1", "@*", "@2027"]),
    ),
)


@given(st.lists(st.builds(Change, addresses, st.sampled_from(["set", "scale", "add", "", "x"]), cells), min_size=1, max_size=3))
@settings(max_examples=150)
def test_any_changes_are_applied_or_reported(changes: list[Change]) -> None:
    """A change that cannot be made is a violation, never a failure."""
    refused(read_rows(TUTORIAL), changes=changes)


@given(st.text(max_size=20) | st.sampled_from(NASTY), st.text(max_size=5))
@settings(max_examples=50)
def test_any_objective_and_scenario_are_read_or_reported(objective: str, scenario: str) -> None:
    """So is an objective, and a scenario that is not there is not found."""
    assert refused(read_rows(TUTORIAL), scenario, objective) or not scenario
