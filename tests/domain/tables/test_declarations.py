"""The declarations of the case tables keep the promises that others build on."""

import re

import pytest

from optimizer.domain.cells import Unreadable, read_cell
from optimizer.domain.tables import TABLES, Column, Kind, Table

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
NAME = re.compile(r"[a-z][a-z_]*\Z")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_is_well_declared(table: Table) -> None:
    """Names can be addressed, tags are unique, the key consists of its columns, and the table says what it is."""
    names, tags = [column.name for column in table.columns], [column.tag for column in table.columns]
    assert NAME.match(table.name)
    assert (len(set(names)), len(set(tags))) == (len(names), len(tags))
    assert set(table.key) <= set(names)
    assert table.description.endswith(".")
    assert all(table.column(name).kind not in (Kind.DATE, Kind.FLAG) for name in table.key)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: item.name)
def test_a_column_is_well_declared(table: Table, column: Column) -> None:
    """A column says what it means; its default, range, choices and references fit its kind."""
    assert NAME.match(column.name)
    assert column.description
    assert (column.kind is Kind.CHOICE) == bool(column.choices)
    assert (column.kind is Kind.REFERENCE) == bool(column.references)
    assert (column.kind is Kind.NUMBER) == bool(column.dimension)
    assert all(reference in TABLES for reference in column.references)
    assert not (column.required and column.default is not None)
    if isinstance(column.default, float):
        assert column.low is None or column.low <= column.default
        assert column.high is None or column.default <= column.high
    if column.kind is Kind.CHOICE and column.default:
        assert column.default in column.choices


def test_tags_of_tables_are_unique() -> None:
    """A tag is a field of the message `Case`."""
    assert len(TABLES) == len({table.tag for table in TABLES.values()})


def test_rates_refuse_percentages() -> None:
    """A rate is a fraction up to 5, so that "25" is caught."""
    rates = {f"{table.name}.{column.name}" for table, column in COLUMNS if column.is_rate}
    assert {
        "case.real_discount_rate",
        "tariffs.ad_valorem",
        "programme_rates.ad_valorem",
        "royalties.rate",
    } == rates


def test_a_table_knows_its_columns() -> None:
    """By name, or not at all."""
    demands = TABLES["demands"]
    assert demands.columns[0] is demands.column("id")
    assert demands.has_column("tier")
    assert not demands.has_column("teir")
    with pytest.raises(KeyError):
        demands.column("teir")


def test_choices_can_be_read() -> None:
    """Every choice is itself a readable cell, and nothing like it is."""
    for _, column in COLUMNS:
        for choice in column.choices:
            assert choice == read_cell(choice, column)
            with pytest.raises(Unreadable):
                read_cell(choice.upper(), column)
