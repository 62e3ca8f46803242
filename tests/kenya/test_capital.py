"""What is built, and when: the README's table has every plant and no other."""

from tests.kenya import pages
from tests.kenya.solving import Kenya, amounts
from tests.kenya.tables import TABLES

PLANTS = next(table for table in TABLES if table.place.first == "plant")


def test_every_plant_built_is_in_the_table_and_no_other(kenya: Kenya) -> None:
    """The rows are the plants that the base builds, in the year in which they are decided."""
    built = {(name, node) for name, _, node in amounts(kenya.plan(), "build")}
    rows = {(cells["plant"].strip("`"), cells["decided"]) for cells in pages.rows(PLANTS.place)}

    assert built == rows


def test_agoa_throughout_builds_the_same_plants(kenya: Kenya) -> None:
    """It changes where ferroniobium is sold, not what is worth building."""
    base, renewed = (amounts(kenya.plan(scenario), "build") for scenario in ("", "agoa-throughout"))

    assert base == renewed
