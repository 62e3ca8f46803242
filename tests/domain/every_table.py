"""A made case in which every table has rows and every column a value."""

from optimizer.domain.tables import TABLES, Column, Kind, Table
from tests.domain.rows import Rows

ALWAYS = {
    ("nodes", "parent"): "",
    ("scenarios", "extends"): "",
    ("case", "objective"): "profit",
    ("policies", "measure"): "jobs",
    ("lanes", "to"): "markets-1",
    ("by_node", "address"): "demands[demands-1,demands-1-tier].price_per_unit",
    ("figures", "address"): "demands[demands-1,demands-1-tier].price_per_unit",
    ("changes", "address"): "demands[demands-1,demands-1-tier].price_per_unit",
    ("limit_terms", "columns"): "sell[material=materials-1]",
    ("nodes", "start"): "2026-01-01",
    ("nodes", "end"): "2026-12-31",
}


def _code(table: Table, column: Column, position: int) -> str:
    if column.kind is Kind.HS_CODE:
        return f"7202.{10 + position}"
    return "EAC" if table.name == "customs_unions" else "TZ"


def _cell(table: Table, column: Column, position: int) -> str:
    given = ALWAYS.get((table.name, column.name))
    if given is not None:
        return given
    if column.kind is Kind.ID:
        return f"{table.name}-1" if column.name == table.key[0] else f"{table.name}-1-{column.name}"
    if column.kind is Kind.REFERENCE:
        return f"{column.references[0]}-1"
    if column.kind is Kind.CHOICE:
        return column.choices[-1]
    if column.kind is Kind.DATE:
        return f"20{10 + position:02d}-07-{1 + position:02d}"
    if column.kind is Kind.FLAG:
        return "false" if column.default else "true"
    if column.kind is Kind.NUMBER:
        low, high = column.low or 0.0, column.high
        return repr(low + (0.5 if high is not None and high <= 1 else 1.0) + position / 1024)
    if column.kind in (Kind.HS_CODE, Kind.COUNTRY):
        return _code(table, column, position)
    return f"{column.name}-1" if column.name in table.key else f'{column.name}, "of" {table.name}'


EVERY_TABLE: Rows = {
    table.name: [{column.name: _cell(table, column, position) for position, column in enumerate(table.columns)}]
    for table in TABLES.values()
}
"""Every cell differs from its column's default where it can; the case breaks rules of validation, none of reading."""
