"""Which values of two cases differ, and what kind of input each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.cells import number_text
from optimizer.domain.measures import PRICED_AT
from optimizer.domain.tables import TABLES, Kind
from optimizer.domain.tables.law import LAW
from optimizer.domain.tables.provenance import PROVENANCE_TABLES

# Groups of inputs, in the order in which a bridge changes them.
GROUPS = ("law", "prices", "costs", "limits")
# Limits of one's own are declared beside the law, and are none.
OWN_LIMITS = frozenset({"limits", "limit_terms"})
LAW_TABLES = frozenset(table.name for table in LAW) - OWN_LIMITS | {"customs_unions"}
PRICES = frozenset({("demands", "price_per_unit"), ("supplies", "terminal_value_per_unit")})
# Columns that money depends on beside those that a component is counted at.
OTHER_COSTS = frozenset({("case", "real_discount_rate"), ("expansions", "payment"), ("expansions", "life_years")})
COSTS = frozenset((table, column) for names in PRICED_AT.values() for table, _, column in (name.partition(".") for name in names))
# Texts for people, and what tells where figures come from, move no plan.
SILENT_TABLES = frozenset(table.name for table in PROVENANCE_TABLES)
SILENT = frozenset({"name", "description", "note", "source", "confidence"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs.

    Attributes:
        address: Where, with `@node` where it differs at one node; a row's own where only one case has the row.
        group: One of `GROUPS`.
        before, after: What it is on each side as text, "" = blank or no row.
    """

    address: str
    group: str
    before: str
    after: str


def group_of(table: str, column: str) -> str:
    """Return the group of a column: law, prices, costs, or limits, which is everything else."""
    if table in LAW_TABLES:
        return "law"
    if (table, column) in PRICES:
        return "prices"
    if (table, column) in COSTS | OTHER_COSTS:
        return "costs"
    return "limits"


def differences(before: Case, after: Case) -> tuple[Difference, ...]:
    """Return every value by which two cases differ, by group and in the order of tables; nothing for equal cases.

    Names, descriptions and sources count as no difference: they move no plan. A number that varies over time is compared
    node by node, at the nodes that a row names.
    """
    found: list[Difference] = []
    for name in TABLES:
        if name not in SILENT_TABLES:
            found += _rows(before, after, name)
            found += _values(before, after, name)
    return tuple(sorted(found, key=lambda item: GROUPS.index(item.group)))


def _rows(before: Case, after: Case, name: str) -> Iterator[Difference]:
    """Yield rows that only one side has."""
    old, new = before[name], after[name]
    for key in sorted(set(old.keys) ^ set(new.keys)):
        side = old if key in old.rows else new
        texts = ("row", "") if side is old else ("", "row")
        yield Difference(side.address(side.rows[key]), group_of(name, ""), *texts)


def _values(before: Case, after: Case, name: str) -> Iterator[Difference]:
    """Yield values of rows that both sides have."""
    old, new = before[name], after[name]
    if old is new and before.node_values == after.node_values:
        return
    # A row is the same row if it has the same key; the one row of table `case` always is.
    shared = [key for key in old.keys if key in new.rows]
    if TABLES[name].single_row:
        shared = list(old.keys[: len(new)])
    rows = [(old.rows[key], new.rows.get(key, 0)) for key in shared]
    for column in TABLES[name].columns:
        if column.name in SILENT or column.name in TABLES[name].key:
            continue
        for at, to in rows:
            texts = (text_of(old[column.name][at]), text_of(new[column.name][to]))
            if texts[0] != texts[1]:
                yield Difference(old.address(at, column.name), group_of(name, column.name), *texts)
        if column.kind is Kind.NUMBER:
            yield from _varying(before, after, (name, column.name), rows)


def _varying(before: Case, after: Case, spot: tuple[str, str], rows: list[tuple[int, int]]) -> Iterator[Difference]:
    """Yield numbers that differ at single nodes."""
    old = before.node_values.get(spot, {})
    new = after.node_values.get(spot, {})
    if old == new:
        return
    name, column = spot
    for at, to in rows:
        # Nodes that neither side names have the row's own number, which was compared above.
        nodes = sorted({node for row, node in old if row == at} | {node for row, node in new if row == to})
        for node in nodes:
            texts = (
                text_of(old.get((at, node), before[name][column][at])),
                text_of(new.get((to, node), after[name][column][to])),
            )
            if texts[0] != texts[1]:
                yield Difference(f"{before[name].address(at, column)}@{node}", group_of(name, column), *texts)


def text_of(value: object) -> str:
    """Return a value of a table as a cell holds it; "" for a blank one."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, float | np.floating):
        return "" if value != value else number_text(float(value))
    return "" if str(value) == "NaT" else str(value)


def with_groups_of(base: Case, other: Case, groups: frozenset[str]) -> Case:
    """Return the base with the columns of some groups as another case has them; both have the same rows."""
    tables = dict(base.tables)
    for name, data in base.tables.items():
        for column in data.table.columns:
            if column.name not in data.table.key and group_of(name, column.name) in groups:
                tables[name] = tables[name].replace(column.name, other[name][column.name])
    spots = {*base.node_values, *other.node_values}
    chosen = {spot: (other if group_of(*spot) in groups else base).node_values.get(spot, {}) for spot in spots}
    return replace(base, tables=tables, node_values={spot: values for spot, values in chosen.items() if values})
