"""Numbers that differ from node to node: which may, and the rows of `by_node` that give them."""

import math
from dataclasses import replace
from functools import cache, partial

from optimizer.domain.addresses import BadAddress, Place, named_nodes, resolve
from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.domain.tables import Kind
from optimizer.domain.tables.provenance import PROVENANCE_TABLES

# Tables whose numbers have no value per node.
UNVARYING = {"case", "nodes", *(table.name for table in PROVENANCE_TABLES)}
# Numbers of other tables that are read once, whatever the node.
UNVARYING_COLUMNS = {("lanes", "transit_days"), ("supplies", "reserve"), ("stocks", "initial")}


def check_varies(place: Place) -> None:
    """Raise BadAddress if what is named at a node has one value for all."""
    if place.column.kind is not Kind.NUMBER:
        problem = f"'{place.column.name}' is not a number, so it does not vary over nodes"
        raise BadAddress("unknown-address", problem, "leave out the node")
    if place.table.table.name in UNVARYING:
        problem = f"numbers of table '{place.table.table.name}' hold for the whole case"
        raise BadAddress("unchangeable", problem, "leave out the node")
    if (place.table.table.name, place.column.name) in UNVARYING_COLUMNS:
        problem = f"'{place.column.name}' is one number for all time"
        raise BadAddress("unchangeable", problem, "leave out the node, and give the number in its own row")


def apply_by_node(case: Case) -> tuple[Case, list[Violation]]:
    """Return the case with the rows of `by_node` taken in, and what is wrong with them."""
    violations: list[Violation] = []
    node_values = {spot: dict(values) for spot, values in case.node_values.items()}
    given: dict[tuple[str, str, int, str], tuple[float, str]] = {}
    resolved = cache(partial(resolve, case))  # The rows of one number, one per node, stand together.
    table = case["by_node"]
    rows = zip(table["address"], table["node"], table["value"].tolist(), strict=True)
    for row, (text, node, value) in enumerate(rows):
        try:
            place = replace(resolved(text.partition("@")[0]), nodes=named_nodes(case, node))
            check_varies(place)
            _check_given_once(place, value, table.address(row), given)
            values = node_values.setdefault((place.table.table.name, place.column.name), {})
            for target in place.rows.tolist():
                values.update(dict.fromkeys(((target, name) for name in place.nodes or ()), value))
        except BadAddress as error:
            violations.append(Violation(table.address(row), error.rule, text, error.problem, error.fix))
    return replace(case, node_values=node_values), violations


def _check_given_once(
    place: Place, value: float, address: str, given: dict[tuple[str, str, int, str], tuple[float, str]]
) -> None:
    """Refuse a row of `by_node` that gives a number another value at a node than a row before it."""
    table = place.table.table.name
    column = place.column.name
    spots = [(table, column, target, node) for target in place.rows.tolist() for node in place.nodes or ()]
    for spot in spots:
        before, other = given.get(spot, (value, ""))
        if before != value and not math.isnan(before + value):
            number = f"{place.table.address(spot[2], column)}@{spot[3]}"
            raise BadAddress("set-twice", f"{number} is {before:g} by {other} and {value:g} here", "keep one of the two rows")
    given.update({spot: (value, address) for spot in spots})
