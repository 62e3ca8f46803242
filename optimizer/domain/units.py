"""What the numbers of a case are counted in, in the words of the case: `MWh/year`, `USD/kg`."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.measures import known_measures

FRACTION = "fraction"
COUNTED = (("material", "materials"), ("feed", "materials"), ("process", "processes"), ("resource", "resources"))
"""Columns that name what a row counts, in the order in which they are looked at, and the table of each."""


def money_unit(case: Case) -> str:
    """Return one unit of money: `USD`, `1,000,000 USD`."""
    multiple, currency = float(case.setting("money_unit")), str(case.setting("currency"))
    return currency if multiple == 1.0 else f"{multiple:,g} {currency}"


def unit_of(case: Case, table: str, row: int, column: str) -> str:
    """Return the unit of a number, with the case's money and what the row counts in place of `money` and `unit`."""
    dimension = dimension_of(case, table, row, column)
    return dimension.replace("money", money_unit(case)) if dimension != money_unit(case) else dimension


def dimension_of(case: Case, table: str, row: int, column: str) -> str:
    """Return the dimension of a number with what the row counts in place of `unit`: `MWh/year`, `money/kg`, `1` for none."""
    data = case[table]
    dimension = data.table.column(column).dimension
    if table == "policies":
        kind = str(data["kind"][row])
        if kind == "raw_export_ban":
            return f"contained tonne {_span_of(case, row)} allowed to leave raw"
        if kind == "processed_share":
            return FRACTION
        found = known_measures(case["minerals"].keys).get(str(data["measure"][row]))
        return dimension if found is None else money_unit(case) if found.unit == "money" else found.unit
    if table == "resources":
        return dimension.replace("unit", str(data["unit"][row]))
    counted = _counted(case, table, row)
    if counted:
        return dimension.replace("unit", counted)
    return dimension.replace("unit/", "t/") if table == "expansions" else dimension


def _span_of(case: Case, policy: int) -> str:
    """Return what a policy's number is counted per: `in all`, or the nodes, which are years in most cases."""
    if str(case["policies"]["scope"][policy]) == "total":
        return "in all"
    return "a year" if bool(np.allclose(case.timeline.years, 1.0, rtol=0.01)) else "a period"


def _counted(case: Case, table: str, row: int) -> str:
    """Return what a row counts: a material's or resource's own unit, the feed or runs of a process; "" if nothing is known."""
    data = case[table]
    for column, target in COUNTED:
        name = str(data[column][row]) if data.table.has_column(column) else ""
        if name:
            at = case[target].rows.get(name)
            if target == "processes":
                return "" if at is None else _counted(case, "processes", at) or "run"
            return "" if at is None else str(case[target]["unit"][at])
    return ""
