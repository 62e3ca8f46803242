"""One address for every value: `table[key].column@node`, with filters and `*`, resolved against a case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.cells import LONGEST, number_text, shown
from optimizer.domain.codes import PREFIX_DIGITS, NotACode, read_hs
from optimizer.domain.columns import COLUMN_FAMILIES
from optimizer.domain.suggestions import Names
from optimizer.domain.table_data import TableData
from optimizer.domain.tables import TABLES, Column, Kind

HEAD = re.compile(r"(?P<head>[a-z_]+)(?P<selected>\[)?")
TAIL = re.compile(r"(?:\.(?P<column>[a-z_]+))?(?:@(?P<node>[a-z0-9._*-]+))?\Z")
DEPTH = {"[": 1, "]": -1}
FILTER = re.compile(r"\s*([a-z_]+)\s*=(.*)\Z", re.DOTALL)
NEAREST = 3
# Names that a fix suggests, and that it lists where none is alike.
LISTED = 8
# Addresses whose parts are remembered: a case names the same ones in every request.
MOST_PARSED = 4096


class BadAddress(ValueError):
    """An address that cannot be read or names nothing: the rule, what is wrong and how to fix it."""

    def __init__(self, rule: str, problem: str, fix: str) -> None:
        """Keep the three parts."""
        self.rule = rule
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}; {fix}")


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address or pattern.

    Attributes:
        head: Table, or column family of the linear program.
        key: Parts of the key in order, `*` matching anything; empty if there is no selector or only filters.
        filters: (column, value) pairs that rows must match.
        column: Column, or "".
        node: Node id or pattern, or "" for all.
    """

    head: str
    key: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    column: str
    node: str


@dataclass(frozen=True, slots=True)
class Place:
    """The values of a case that an address names: one column of some rows, at some nodes or at all."""

    table: TableData
    column: Column
    rows: NDArray[np.int64]
    nodes: tuple[str, ...] | None


def parse_address(text: str) -> Address:
    """Read an address; raise BadAddress if it does not follow the grammar."""
    if len(text) > LONGEST[Kind.ADDRESS]:
        problem = f"an address has at most {LONGEST[Kind.ADDRESS]} letters, and this has {len(text)}"
        raise BadAddress("too-long", problem, "name fewer things at once, or use a pattern with '*'")
    return _parse(text)


@lru_cache(maxsize=MOST_PARSED)
def _parse(text: str) -> Address:
    text = text.strip()
    head = HEAD.match(text)
    parts, end = _selector(text, head.end()) if head and head["selected"] else ([], head.end() if head else 0)
    tail = TAIL.match(text, end)
    if head is None or tail is None:
        problem = f"'{shown(text)}' is not an address"
        raise BadAddress("bad-address", problem, "write table[key].column or table[key].column@node")
    key: list[str] = []
    filters: list[tuple[str, str]] = []
    for part in parts:
        filtered = FILTER.match(part)
        if filtered:
            filters.append((filtered[1], filtered[2].strip()))
        else:
            key.append(part.strip())
    return Address(head["head"], tuple(key), tuple(filters), tail["column"] or "", tail["node"] or "")


def _selector(text: str, start: int) -> tuple[list[str], int]:
    """Return the parts of the selector that opens before `start`, and where it ends; 0 if it is never closed.

    Commas and `=` inside inner brackets belong to a key that is itself an address, however deep: the figure about
    a limit's term is `figures[limit_terms[mix,ship[*,femn]].coefficient].note`.
    """
    depth = 1
    begin = start
    parts: list[str] = []
    for at in range(start, len(text)):
        depth += DEPTH.get(text[at], 0)
        if depth == 0 or (depth == 1 and text[at] == ","):
            parts.append(text[begin:at])
            begin = at + 1
        if depth == 0:
            return ([] if parts == [""] else parts), begin
    return [], 0


def resolve(case: Case, text: str) -> Place:
    """Return the values that `text` names in `case`; raise BadAddress if it names none."""
    address = parse_address(text)
    if address.head not in TABLES:
        raise BadAddress("unknown-address", f"there is no table '{shown(address.head)}'", _tables_like(address.head))
    data = case[address.head]
    names = [column.name for column in data.table.columns]
    if address.column not in names:
        problem = f"table '{address.head}' has no column '{shown(address.column)}'"
        problem = problem if address.column else f"'{shown(text)}' names no column"
        raise BadAddress("unknown-address", problem, nearest(address.column, names))
    rows = matching_rows(data, address)
    if not len(rows):
        problem = f"no row of '{address.head}' matches '{shown(text)}'"
        raise BadAddress("unknown-address", problem, _what_does_not_match(data, address))
    return Place(data, data.table.column(address.column), rows, named_nodes(case, address.node))


def _tables_like(head: str) -> str:
    """Return how to correct the head of an address that is no table."""
    if head in COLUMN_FAMILIES:
        return f"'{head}' names columns of the plan, which only limit_terms.columns may; change the row that they come from"
    return nearest(head, TABLES)


def matching_rows(data: TableData, address: Address) -> NDArray[np.int64]:
    """Return the rows of a table that the key and filters of an address match."""
    for name, _ in address.filters:
        if not data.table.has_column(name):
            problem = f"table '{data.table.name}' has no column '{shown(name)}' to filter by"
            raise BadAddress("unknown-address", problem, nearest(name, [column.name for column in data.table.columns]))
    wanted = _wanted(data, address)
    known = len(data.table.key)
    key = ",".join([*(part for _, part in wanted[: min(known, len(address.key))]), *address.key[known:]])
    exact = data.rows.get(key) if address.key and not address.filters else None
    if exact is not None:
        return np.array([exact], dtype=np.int64)
    only_key = not address.filters and "*" not in "".join(address.key)
    if len(address.key) > len(data.table.key) or (address.key and only_key):
        return np.array([], dtype=np.int64)
    mask = np.ones(len(data), dtype=bool)
    for name, text in wanted:
        mask &= _matching(data, name, text)
    return np.flatnonzero(mask)


def _wanted(data: TableData, address: Address) -> list[tuple[str, str]]:
    """Return what each column of the key and each filter must match; HS codes in the form in which they are held."""
    parts = [*zip(data.table.key, address.key, strict=False), *address.filters]
    return [(name, _as_held(data.table.column(name), text)) for name, text in parts]


def _as_held(column: Column, text: str) -> str:
    if column.kind is not Kind.HS_CODE or not text or "*" in text:
        return text
    try:
        return read_hs(text, *PREFIX_DIGITS)
    except NotACode:
        return text


def _matching(data: TableData, column: str, pattern: str) -> NDArray[np.bool_]:
    return np.array([matches(pattern, _as_text(value)) for value in data[column]], dtype=bool)


def _what_does_not_match(data: TableData, address: Address) -> str:
    """Return how to correct an address that matches no row: by the first filter that none matches, else by the key."""
    for name, text in _wanted(data, Address(address.head, (), address.filters, "", "")):
        if not _matching(data, name, text).any():
            return f"{name} is never '{shown(text)}': {nearest(text, sorted({_as_text(value) for value in data[name]}))}"
    return nearest(",".join(address.key) or "*", data.keys)


def matches(pattern: str, text: str) -> bool:
    """Return whether a text follows a pattern in which `*` stands for anything and every other sign for itself."""
    first, *others = pattern.split("*")
    if not others:
        return text == pattern
    last = others.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at = len(first)
    end = len(text) - len(last)
    for middle in others:
        found = text.find(middle, at, end)
        if found < 0:
            return False
        at = found + len(middle)
    return True


def _as_text(value: object) -> str:
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return ""
        return number_text(float(value))
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            return ""
        return str(value)
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    return str(value)


def named_nodes(case: Case, wanted: str) -> tuple[str, ...] | None:
    """Return the nodes that a pattern names, None for all of them; raise BadAddress if it names none."""
    if not wanted or wanted == "*":
        return None
    if wanted in case.timeline.position:
        return (wanted,)
    nodes = tuple(node for node in case.timeline.ids if matches(wanted, node))
    if not nodes:
        raise BadAddress("unknown-address", f"there is no node '{shown(wanted)}'", nearest(wanted, case.timeline.ids))
    return nodes


def nearest(name: str, known: Iterable[str]) -> str:
    """Return how to correct a name that there is not: the names like it, else some of those that there are."""
    known = list(known)
    near = Names(known).nearest(name, NEAREST)
    listed = near or known[:LISTED]
    if not listed:
        return "the table is empty"
    return ("did you mean " if near else "there is, for example, ") + ", ".join(f"'{item}'" for item in listed)
