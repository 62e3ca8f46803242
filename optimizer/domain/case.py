"""A case: all its tables, and the one accessor through which every number is read, as a vector over nodes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.cells import EARLIEST, LATEST
from optimizer.domain.cells import blank as blank_value
from optimizer.domain.countries import CODES
from optimizer.domain.table_data import TableData, empty_table, sort_rows
from optimizer.domain.tables import TABLES
from optimizer.domain.timeline import Timeline, build_timeline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Found = TypeVar("Found")
# (table, column) -> (row, node id) -> value: numbers that differ from the row's own at one node.
NodeValues = Mapping[tuple[str, str], Mapping[tuple[int, str], float]]

UNLIMITED = np.inf
# Source of the rows of `contents` that stand for an absent table.
IMPLIED = "implied"


@dataclass(frozen=True, eq=False)
class Case:
    """All tables of one country or company, with scenario changes already applied if there are any.

    Two cases are the same only if they are the same object, so that what was found out about one can be remembered.

    Attributes:
        tables: Every declared table by name; absent ones are empty or filled in by `complete_tables`.
        node_values: Numbers that vary over time.
        absent: Tables that were not given, whose rows here only stand for that.
    """

    tables: Mapping[str, TableData]
    node_values: NodeValues = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    _numbers: dict[tuple[str, str], Floats] = field(default_factory=dict, init=False, repr=False)
    _limits: dict[tuple[str, str], Floats] = field(default_factory=dict, init=False, repr=False)
    _positions: dict[tuple[str, str], Ints] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, table: str) -> TableData:
        """Return one table."""
        return self.tables[table]

    @property
    def id(self) -> str:
        """Name of the case."""
        return str(self.setting("id"))

    @cached_property
    def home_country(self) -> str:
        """Country whose minerals are planned."""
        return str(self.setting("home_country"))

    @cached_property
    def known_countries(self) -> frozenset[str]:
        """Codes of countries, and of the customs unions that the case declares."""
        return CODES | {str(code) for code in self["customs_unions"]["code"]}

    @cached_property
    def market_countries(self) -> tuple[str, ...]:
        """Per market the country or customs union of entry: its own, or its id in capitals."""
        table = self["markets"]
        return tuple(str(code) or key.upper() for key, code in zip(table.keys, table["country"], strict=True))

    @cached_property
    def site_countries(self) -> tuple[str, ...]:
        """Per site its country: its own, or the home country."""
        return tuple(str(code) or self.home_country for code in self["sites"]["country"])

    def setting(self, column: str) -> Any:
        """Return a value of the one row of table `case`; the blank value if the table is empty."""
        table = self["case"]
        if len(table):
            return table[column][0]
        return blank_value(TABLES["case"].column(column))

    @cached_property
    def timeline(self) -> Timeline:
        """The nodes in order."""
        return build_timeline(self["nodes"], float(self.setting("real_discount_rate")))

    def active_rows(self, table: str) -> NDArray[np.int64]:
        """Return the positions of the rows that take part."""
        data = self[table]
        if not data.table.has_column("active"):
            return np.arange(len(data))
        return np.flatnonzero(data["active"])

    def numbers(self, table: str, column: str) -> Floats:
        """Return a number column over time: shape (rows, nodes), NaN where not given; read-only, and kept.

        This is the only way in which the rest of Madini reads a number of a case.
        """
        key = (table, column)
        if key not in self._numbers:
            self._numbers[key] = self._over_nodes(self[table][column], self.node_values.get(key, {}))
        return self._numbers[key]

    def limits(self, table: str, column: str) -> Floats:
        """Return a limit column over time: shape (rows, nodes), infinite where not given; read-only, and kept."""
        key = (table, column)
        if key not in self._limits:
            own = self[table][column]
            varying = self.node_values.get(key, {})
            given = {place: UNLIMITED if value != value else value for place, value in varying.items()}
            self._limits[key] = self._over_nodes(np.where(np.isnan(own), UNLIMITED, own), given)
        return self._limits[key]

    def _over_nodes(self, own: Floats, varying: Mapping[tuple[int, str], float]) -> Floats:
        """Return each row's own value at every node, others where they are given: (rows, nodes), read-only.

        A column that does not vary is a view of its one value per row: it takes no memory, however many nodes there are.
        """
        same: Floats = np.broadcast_to(own[:, np.newaxis], (len(own), len(self.timeline)))
        if not varying:
            return same
        values = same.copy()
        node_of = self.timeline.position
        for (row, node), value in varying.items():
            values[row, node_of[node]] = value
        values.setflags(write=False)
        return values

    def shares_in_force(self, table: str, shift_days: Floats | float = 0.0) -> Floats:
        """Return the share of each node's days in each row's window `start`..`end`: shape (rows, nodes)."""
        data = self[table]
        return self.timeline.shares_in_force(data["start"], data["end"], shift_days)

    def position(self, table: str, column: str) -> Ints:
        """Return, per row, the position in the referenced table of the id in `column`; -1 if blank or unknown.

        Read-only, and kept.
        """
        key = (table, column)
        if key not in self._positions:
            data = self[table]
            target = self[data.table.column(column).references[0]]
            found = np.array([target.rows.get(value, -1) for value in data[column]], dtype=np.int64)
            found.setflags(write=False)
            self._positions[key] = found
        return self._positions[key]


def once_per_case(found_out: Callable[[Case], Found]) -> Callable[[Case], Found]:
    """Return a function of a case that works once per case; what it found goes when the case does."""
    kept: WeakKeyDictionary[Case, Found] = WeakKeyDictionary()

    @wraps(found_out)
    def remembered(case: Case) -> Found:
        if case not in kept:
            kept[case] = found_out(case)
        return kept[case]

    return remembered


def complete_tables(tables: Mapping[str, TableData]) -> dict[str, TableData]:
    """Return all declared tables, with the rows that the absence of a table stands for.

    nodes -> one node `1`, a year; sites, markets -> those that other tables name; contents -> each raw material is a
    mineral held by whatever is made from it; minerals -> those that contents name, in any case those so implied.
    """
    complete = {name: tables.get(name) or empty_table(name) for name in TABLES}
    case = complete["case"]
    year = float(case["price_year"][0]) if len(case) else np.nan
    if not len(complete["nodes"]):
        first = f"{int(year) if EARLIEST.year <= year <= LATEST.year else 2000:04d}"
        day = {"start": np.datetime64(f"{first}-01-01"), "end": np.datetime64(f"{first}-12-31")}
        complete["nodes"] = _rows("nodes", [{"id": "1", **day}])
    if not len(complete["sites"]):
        complete["sites"] = _rows("sites", [{"id": site} for site in _named_sites(complete)])
    if not len(complete["markets"]):
        complete["markets"] = _rows("markets", [{"id": market} for market in _named(complete, "demands", "market")])
    if not len(complete["contents"]):
        complete["contents"] = _rows("contents", _implied_contents(complete))
    minerals = complete["minerals"]
    if is_implied(complete["contents"]) or not len(minerals):
        missing = [{"id": name} for name in _named(complete, "contents", "mineral") if name not in minerals.rows]
        complete["minerals"] = _rows("minerals", missing, minerals)
    return complete


def is_implied(data: TableData) -> bool:
    """Return whether the rows of a table only stand for its absence; such rows are not written out."""
    return data.table.name == "contents" and len(data) > 0 and bool((data["source"] == IMPLIED).all())


def _rows(table: str, rows: Iterable[Mapping[str, Any]], given: TableData | None = None) -> TableData:
    """Return a table of these rows, blank where a row says nothing, after those given."""
    declaration = TABLES[table]
    rows = list(rows)
    given = empty_table(table) if given is None else given
    columns = {
        column.name: [*given[column.name], *(row.get(column.name, blank_value(column)) for row in rows)]
        for column in declaration.columns
    }
    return sort_rows(declaration, columns, [*given.keys, *("" for _ in rows)], [])


def _named(tables: Mapping[str, TableData], table: str, column: str) -> list[str]:
    return sorted({value for value in tables[table][column] if value})


def _named_sites(tables: Mapping[str, TableData]) -> list[str]:
    markets = set(_named(tables, "markets", "id")) | set(_named(tables, "demands", "market"))
    named = {site for table in ("supplies", "processes", "stocks") for site in _named(tables, table, "site")}
    named |= set(_named(tables, "lanes", "from_site"))
    return sorted(named | (set(_named(tables, "lanes", "to")) - markets))


def _implied_contents(tables: Mapping[str, TableData]) -> list[dict[str, Any]]:
    """Return rows of contents: 1 for a raw material in itself, NaN ("holds it") for what is made from it."""
    materials = tables["materials"]
    flows = tables["process_flows"]
    held: dict[str, set[str]] = {key: {key} for key, raw in zip(materials.keys, materials["raw"], strict=True) if raw}
    makes: dict[str, tuple[set[str], set[str]]] = {}
    for process, material, direction in zip(flows["process"], flows["material"], flows["direction"], strict=True):
        inputs, outputs = makes.setdefault(process, (set(), set()))
        (inputs if direction == "in" else outputs).add(material)
    changed = True
    while changed:
        changed = False
        for inputs, outputs in makes.values():
            minerals = set().union(*(held.get(material, set()) for material in inputs))
            for material in outputs:
                if not minerals <= held.setdefault(material, set()):
                    held[material] |= minerals
                    changed = True
    return [
        {"material": material, "mineral": mineral, "fraction": 1.0 if material == mineral else np.nan, "source": IMPLIED}
        for material, minerals in held.items()
        for mineral in minerals
    ]
