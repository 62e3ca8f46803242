"""Names of the generated messages and enums."""

import pytest

from optimizer.domain.tables import TABLES, Kind
from optimizer.v1 import case_pb2
from optimizer.wire.names import enum_name, enum_value, message_name


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("case", "CaseSettings"),
        ("by_node", "NodeValue"),
        ("processes", "Process"),
        ("process_flows", "ProcessFlow"),
        ("supplies", "Supply"),
        ("policies", "Policy"),
        ("tariff_base_parts", "TariffBasePart"),
    ],
)
def test_a_row_is_a_message_in_the_singular(table: str, message: str) -> None:
    """Plurals are undone, words capitalised."""
    assert message == message_name(TABLES[table])


def test_names_are_unique() -> None:
    """No two tables share a name, nor do two choice columns whose choices differ."""
    messages = [message_name(table) for table in TABLES.values()]
    columns = [(table, column) for table in TABLES.values() for column in table.columns if column.kind is Kind.CHOICE]
    enums = {(enum_name(table, column), column.choices) for table, column in columns}
    names = {name for name, _ in enums}
    assert len({*messages, *names, "Case"}) == len(messages) + len(enums) + 1
    assert all(hasattr(case_pb2, name) for name in (*messages, *names))


def test_what_is_the_same_in_every_table_has_one_enum() -> None:
    """Whoever writes a client handles confidence once."""
    tables = [table for table in TABLES.values() if table.has_column("confidence")]
    assert {"Confidence"} == {enum_name(table, table.column("confidence")) for table in tables}
    assert len(tables) > 20


def test_a_choice_is_a_value_named_for_its_enum() -> None:
    """So that values of two enums never meet."""
    materials = TABLES["materials"]
    stage = materials.column("stage")
    assert ("MaterialStage", "MATERIAL_STAGE_ORE") == (enum_name(materials, stage), enum_value(materials, stage, "ore"))
