"""The goods of a plan, lot by lot, as its activities state them: what lies where under which name, and where it came from.

Written from the tables and the activities alone. Hauls, sales, stocks, discards and feed state the name of the goods that they
move; supplies, what processes make and inputs of one origin do not. Whose goods these are follows from the amounts: anywhere and
at any time, what comes in under a name goes out under it. If several ways close the books, the most natural names are taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Row = dict[str, object]
Rows = dict[str, list[Row]]

HOME = "home"
TOLERANCE = 1e-6
"""Amounts this close are equal: activities are published to ten digits."""


class Pool(NamedTuple):
    """Goods of one name at a place in a node."""

    site: str
    material: str
    name: str
    node: str


@dataclass(frozen=True)
class Lot:
    """What a process makes in one of its modes in a node.

    Attributes:
        process: The process.
        mode: Name of the mode.
        node: The node.
        runs: How often it runs.
        taken: Per input material the pools that it comes from, with amounts.
        given: Per product the pool that it goes to.
    """

    process: str
    mode: str
    node: str
    runs: float
    taken: dict[str, dict[Pool, float]] = field(default_factory=dict)
    given: dict[str, Pool] = field(default_factory=dict)


@dataclass
class Books:
    """Everything that moves.

    Attributes:
        sources: Pools with the rows of supplies and stocks that fill them.
        moves: From which pool goods go on to which.
        lots: What is made.
        sales: Sales as (pool, claim, demand, tier, lane).
    """

    sources: list[tuple[Pool, Row]] = field(default_factory=list)
    moves: list[tuple[Pool, Pool]] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    sales: list[tuple[Pool, str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """An amount whose name is not stated, in (> 0) or out (< 0), with names in the order in which they are likely."""

    amount: float
    likely: tuple[str, ...]
    source: Row | None = None
    lot: Lot | None = None


class BookKeeper:
    """Opens the books of a plan."""

    def __init__(self, rows: Rows, activities: Iterable[tuple[str, float]]) -> None:
        """Read tables and activities."""
        self._rows = rows
        self._by_id = {table: {str(row["id"]): row for row in rows.get(table, []) if "id" in row} for table in rows}
        self._parent = {str(node["id"]): str(node.get("parent", "") or "") for node in rows["nodes"]}
        self._stated: dict[Pool, float] = {}
        self._unstated: dict[tuple[str, str, str], list[Item]] = {}
        self._arriving = {
            (row["lane"], row["material"]): row.get("share_arriving", "") or 1.0 for row in rows.get("lane_materials", [])
        }
        self._books = Books()
        self._found: dict[str, list[tuple[list[str], float]]] = {}
        for address, amount in activities:
            family, _, key = address.partition("[")
            self._found.setdefault(family, []).append((key.rstrip("]").split(","), amount))

    def books(self) -> Books:
        """Return the books.

        Raises:
            AssertionError: At some place what comes in does not go out.
        """
        self._hauls()
        self._stocks()
        self._supplies()
        self._runs()
        places = {(pool.site, pool.material, pool.node) for pool in self._stated} | set(self._unstated)
        for place in sorted(places):
            self._close(*place)
        return self._books

    def _book(self, pool: Pool, amount: float) -> None:
        self._stated[pool] = self._stated.get(pool, 0.0) + amount

    def _leave(self, site: str, material: str, node: str, item: Item) -> None:
        self._unstated.setdefault((site, material, node), []).append(item)

    def _hauls(self) -> None:
        lanes = self._by_id["lanes"]
        for key, amount in self._found.get("ship", []):
            lane, material, name, node = key[0], key[1], key[2] if len(key) == 4 else HOME, key[-1]
            start, end = (Pool(str(lanes[lane][way]), material, name, node) for way in ("from_site", "to"))
            self._book(start, -amount)
            self._book(end, amount * float(self._arriving.get((lane, material), 1.0)))
            self._books.moves.append((start, end))
        materials = {(str(row["id"]), str(row["tier"])): str(row["material"]) for row in self._rows["demands"]}
        for key, amount in self._found.get("sell", []):
            lane, demand, tier, claim, node = *key[:4], key[-1]
            pool = Pool(str(lanes[lane]["from_site"]), materials[demand, tier], key[4] if len(key) == 6 else HOME, node)
            self._book(pool, -amount)
            self._books.sales.append((pool, claim, demand, tier, lane))
        for key, amount in self._found.get("discard", []):
            self._book(Pool(key[0], key[1], key[2] if len(key) == 4 else HOME, key[-1]), -amount)

    def _stocks(self) -> None:
        kept = {}
        for key, amount in self._found.get("stock", []):
            pool = Pool(key[0], key[1], key[2] if len(key) == 4 else HOME, key[-1])
            kept[pool] = amount
            self._book(pool, -amount)
        for node, parent in self._parent.items():
            for pool, amount in kept.items():
                if pool.node == parent:
                    later = pool._replace(node=node)
                    self._book(later, amount)
                    self._books.moves.append((pool, later))
        roots = [node for node, parent in self._parent.items() if not parent]
        for row in self._rows.get("stocks", []):
            initial = float(str(row.get("initial", "") or 0.0))
            for node in roots if initial else []:
                item = Item(initial, self._likely(row), source=row)
                self._leave(str(row["site"]), str(row["material"]), node, item)

    def _supplies(self) -> None:
        for (supply, node), amount in self._found.get("supply", []):
            row = self._by_id["supplies"][supply]
            self._leave(str(row["site"]), str(row["material"]), node, Item(amount, self._likely(row), source=row))

    def country(self, row: Row) -> str:
        """Return the country from which a supply or stock comes."""
        return str(row.get("origin_country", "") or self._by_id["sites"][str(row["site"])].get("country", "") or self.home)

    @property
    def home(self) -> str:
        """The home country."""
        return str(self._rows["case"][0]["home_country"])

    def _likely(self, row: Row) -> tuple[str, ...]:
        country = self.country(row)
        return (HOME,) if country == self.home else (country.lower(),)

    def _runs(self) -> None:
        feeds: dict[tuple[str, str, str, str], dict[str, float]] = {}
        for (process, mode, material, name, node), amount in self._found.get("feed", []):
            feeds.setdefault((process, mode, material, node), {})[name] = amount
        for key, runs in self._found.get("run", []):
            process, mode, node = key[0], key[1] if len(key) == 3 else HOME, key[-1]
            site, lot = str(self._by_id["processes"][process]["site"]), Lot(process, mode, node, runs)
            self._books.lots.append(lot)
            for flow in self._flows(process):
                material, amount = str(flow["material"]), runs * float(str(flow["amount_per_unit"]))
                stated = feeds.get((process, mode, material, node))
                name = mode.partition(";")[0]
                if flow["direction"] == "out":
                    likely = self._likely_made(process, name)
                    self._leave(site, material, node, Item(amount, likely, lot=lot))
                elif stated is None:
                    self._leave(site, material, node, Item(-amount, (name, HOME), lot=lot))
                else:
                    pools = {Pool(site, material, one, node): part for one, part in stated.items()}
                    assert abs(sum(pools.values()) - amount) <= TOLERANCE * max(1.0, amount), (lot, material)
                    lot.taken[material] = pools
                    for pool, part in pools.items():
                        self._book(pool, -part)

    def _likely_made(self, process: str, mode: str) -> tuple[str, ...]:
        """Return what is likely made: goods named as the mode, or of its country where it stands abroad and transforms."""
        row = self._by_id["processes"][process]
        country = str(self._by_id["sites"][str(row["site"])].get("country", "") or self.home)
        names = (mode, mode.partition("#")[0])
        if mode in (HOME, "mixed") and row.get("substantial") is True and country != self.home:
            return (f"{country.lower()}-made", country.lower(), *names)
        return names

    def _flows(self, process: str) -> Iterator[Row]:
        return (flow for flow in self._rows["process_flows"] if flow["process"] == process)

    def _close(self, site: str, material: str, node: str) -> None:
        """Give every amount that is not stated the name under which it was."""
        items = sorted(self._unstated.get((site, material, node), []), key=lambda item: -abs(item.amount))
        stated = {
            pool.name: amount
            for pool, amount in self._stated.items()
            if (pool.site, pool.material, pool.node) == (site, material, node)
        }
        names = list(dict.fromkeys([*stated, *(name for item in items for name in item.likely)]))
        chosen = _named(items, {name: stated.get(name, 0.0) for name in names})
        assert chosen is not None, (site, material, node, stated, items)
        for item, name in zip(items, chosen, strict=True):
            pool = Pool(site, material, name, node)
            if item.source is not None:
                self._books.sources.append((pool, item.source))
            elif item.lot is not None and item.amount > 0:
                item.lot.given[material] = pool
            elif item.lot is not None:
                item.lot.taken[material] = {pool: -item.amount}


def _named(items: list[Item], left: dict[str, float]) -> list[str] | None:
    """Return a name for each amount so that nothing is left under any name; None if there is no way.

    `left` is what is stated: in less out, per name.
    """
    size = max([1.0, *map(abs, left.values()), *(abs(item.amount) for item in items)])

    def settle(at: int, left: dict[str, float]) -> list[str] | None:
        coming = sum(item.amount for item in items[at:] if item.amount > 0)
        going = -sum(item.amount for item in items[at:] if item.amount < 0)
        slack = TOLERANCE * size
        if any(not -coming - slack <= amount <= going + slack for amount in left.values()):
            return None
        if at == len(items):
            return []
        item = items[at]
        for name in sorted(left, key=lambda name: item.likely.index(name) if name in item.likely else len(item.likely)):
            rest = settle(at + 1, {**left, name: left[name] + item.amount})
            if rest is not None:
                return [name, *rest]
        return None

    return settle(0, left)
