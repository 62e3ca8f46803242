"""Every cell of every table of the pages is what the engine gives, and every command shows the other verdict."""

import pytest

from tests.kenya import pages
from tests.kenya.cells_of_plans import first
from tests.kenya.pages import Cells
from tests.kenya.solving import Kenya
from tests.kenya.tables import HUB, README, SCENARIO_PAGE, SCENARIOS, TABLES, VERDICTS, Table
from tests.kenya.turns import NEAR, turns_there, verdict_does

NOWHERE = "nowhere"
EXTREMES = (0.0, 40.0)
VERDICT_TABLE = next(table for table in TABLES if table.place.heading == VERDICTS and table.turns)


def of_rows(*, turning: bool) -> list[object]:
    """Return (table, row) as parameters: those with turning points, or with other cells; slow ones marked."""
    found = []
    for table in TABLES:
        if not (table.turns if turning else table.shows):
            continue
        for cells in pages.rows(table.place):
            marks = () if table.fast(cells) else (pytest.mark.slow,)
            name = f"{table.place.first}-{'-'.join(list(cells.values())[:3])}".replace(" ", "_")
            found.append(pytest.param(table, cells, id=name, marks=marks))
    return found


@pytest.mark.parametrize(("table", "cells"), of_rows(turning=False))
def test_a_row_shows_what_solving_gives(kenya: Kenya, table: Table, cells: Cells) -> None:
    """Each cell that is computed is the one printed."""
    found = {column: shows(kenya, cells) for column, shows in table.shows.items()}

    assert found == {column: cells[column] for column in found}


@pytest.mark.parametrize(("table", "cells"), of_rows(turning=True))
def test_a_verdict_turns_where_the_row_says(kenya: Kenya, table: Table, cells: Cells) -> None:
    """Half a per cent to the two sides of each figure the plan does different things."""
    for column, does_of in table.turns.items():
        does = does_of(kenya, cells)
        if cells[column] == NOWHERE:
            now = table.now(kenya, cells)
            assert {does(now * extreme) for extreme in EXTREMES} == {does(now)}, column
        else:
            assert turns_there(does, cells[column]), column


def test_every_table_of_the_pages_is_known_and_no_other() -> None:
    """A table of numbers that nothing fills would be a claim without a test."""
    known = {(table.place.page, table.place.heading, table.place.first) for table in TABLES}
    found = {(page, heading, names[0]) for page in (README, HUB, SCENARIO_PAGE) for heading, names in pages.headers(page)}

    assert found == known


@pytest.mark.parametrize("cells", pages.rows(VERDICT_TABLE.place), ids=first)
def test_the_command_below_a_verdict_is_just_past_its_turning_point(kenya: Kenya, cells: Cells) -> None:
    """It sets the figure of the row half a per cent beyond where the verdict turns, in the row's scenario."""
    command = pages.all_commands()[first(cells)]
    ((address, value),) = command.sets
    turns_at = pages.number(cells["turns at"])
    away = NEAR if turns_at > VERDICT_TABLE.now(kenya, cells) else -NEAR

    assert address == cells["the figure that decides it"].strip("`")
    assert float(value) == pytest.approx(turns_at * (1 + away), rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("cells", pages.rows(VERDICT_TABLE.place), ids=first)
def test_the_command_below_a_verdict_shows_the_other_one(kenya: Kenya, cells: Cells) -> None:
    """What is typed turns the verdict of its row."""
    ((_, value),) = pages.all_commands()[first(cells)].sets
    does = verdict_does(kenya, cells)

    assert does(float(value)) != does(VERDICT_TABLE.now(kenya, cells))


def test_the_pages_show_every_scenario(kenya: Kenya) -> None:
    """The table of scenarios has all there are."""
    (table,) = (table for table in TABLES if table.place.heading == SCENARIOS)

    assert sorted(first(cells) for cells in pages.rows(table.place)) == sorted(kenya.read.case["scenarios"].keys)
