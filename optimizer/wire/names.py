"""Names: of resources, and of the generated messages and enums, derived from tables and columns."""

from optimizer.domain.tables import Column, Table

# What stands before an id to make it the name of a resource, by kind.
COLLECTIONS = {"case": "cases/"}
IRREGULAR = {"case": "CaseSettings", "by_node": "NodeValue", "processes": "Process"}


def message_name(table: Table) -> str:
    """Return the name of the message of one row: `process_flows` -> `ProcessFlow`."""
    if table.name in IRREGULAR:
        return IRREGULAR[table.name]
    singular = f"{table.name[:-3]}y" if table.name.endswith("ies") else table.name.removesuffix("s")
    return "".join(part.capitalize() for part in singular.split("_"))


def enum_name(table: Table, column: Column) -> str:
    """Return the name of the enum of one choice column: `materials.stage` -> `MaterialStage`, or the one that it shares."""
    return column.enum or message_name(table) + "".join(part.capitalize() for part in column.name.split("_"))


def enum_value(table: Table, column: Column, choice: str) -> str:
    """Return the name of one value: `MATERIAL_STAGE_ORE`."""
    name = enum_name(table, column)
    prefix = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).lstrip("_")
    return f"{prefix}_{choice}".upper()
