"""What the numbers of a case are counted in, in the words of the case: `MWh/year`, `USD/kg`."""

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.measures import known_measures

FRACTION = "fraction"
# Columns that name what a row counts, in the order in which they are looked at, and the table of each.
COUNTED = (("material", "materials"), ("feed", "materials"), ("process", "processes"), ("resource", "resources"))


def money_unit(case: Case) -> str:
    """Return one unit of money: `USD`, `1,000,000 USD`."""
    multiple = float(case.setting("money_unit"))
    currency = str(case.setting("currency"))
    if multiple == 1.0:
        return currency
    return f"{multiple:,g} {currency}"


def unit_of(case: Case, table: str, row: int, column: str) -> str:
    """Return the unit of a number, with the case's money and what the row counts in place of `money` and `unit`."""
    dimension = dimension_of(case, table, row, column)
    if dimension != money_unit(case):
        return dimension.replace("money", money_unit(case))
    return dimension


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
        if found is None:
            return dimension
        if found.unit == "money":
            return money_unit(case)
        return found.unit
    if table == "resources":
        return dimension.replace("unit", str(data["unit"][row]))
    counted = _counted(case, table, row)
    if counted:
        return dimension.replace("unit", counted)
    if table == "expansions":
        return dimension.replace("unit/", "t/")
    return dimension


def _span_of(case: Case, policy: int) -> str:
    """Return what a policy's number is counted per: `in all`, or the nodes, which are years in most cases."""
    if str(case["policies"]["scope"][policy]) == "total":
        return "in all"
    if bool(np.allclose(case.timeline.years, 1.0, rtol=0.01)):
        return "a year"
    return "a period"


def _counted(case: Case, table: str, row: int) -> str:
    """Return what a row counts: a material's or resource's own unit, the feed or runs of a process; "" if nothing is known."""
    data = case[table]
    for column, target in COUNTED:
        name = ""
        if data.table.has_column(column):
            name = str(data[column][row])
        if name:
            at = case[target].rows.get(name)
            if target == "processes":
                if at is None:
                    return ""
                return _counted(case, "processes", at) or "run"
            if at is None:
                return ""
            return str(case[target]["unit"][at])
    return ""
