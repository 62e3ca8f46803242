"""Every case table, declared once."""

from optimizer.domain.tables.building import BUILDING
from optimizer.domain.tables.declaration import Column, Kind, Table
from optimizer.domain.tables.law import LAW
from optimizer.domain.tables.operations import OPERATIONS
from optimizer.domain.tables.provenance import PROVENANCE_TABLES
from optimizer.domain.tables.setting import SETTING

TABLES: dict[str, Table] = {table.name: table for table in (*SETTING, *OPERATIONS, *BUILDING, *LAW, *PROVENANCE_TABLES)}

__all__ = ["TABLES", "Column", "Kind", "Table"]
