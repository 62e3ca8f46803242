"""A planned wide network as tables, and as the columns and rows of the program that they stand for."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.planted.ledger import Column, Ledger, Row
from tests.planted.sheet import Sheet
from tests.planted.wide_map import Plant
from tests.planted.wide_plan import Number, Planner

Floats = NDArray[np.float64]
LEAST_SIDE = 100.0
"""Limit of what nothing uses."""


@dataclass
class Writer:
    """Writes every table and enters every column and row."""

    planner: Planner
    ledger: Ledger
    sheet: Sheet
    balances: dict[tuple[int, int], Row] = field(default_factory=dict)

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.planner.horizon)

    def material(self, at: int) -> str:
        """Return the id of a material."""
        return self.planner.drawn.materials[at].name

    def site(self, at: int) -> str:
        """Return the id of a site."""
        return self.planner.drawn.sites[at]

    def balance(self, site: int, material: int) -> Row:
        """Return the balance of a material at a site; what is added to it is worth minus its dual."""
        if (site, material) not in self.balances:
            row = self.ledger.row("balance", (self.site(site), self.material(material)), "eq")
            row.rents = -self.planner.value(site, material)
            self.balances[site, material] = row
        return self.balances[site, material]

    def column(self, family: str, key: tuple[str, ...], amounts: Floats, *terms: tuple[Row | None, Floats | float]) -> Column:
        """Add the columns of one key with what the plan does and their coefficients."""
        column = self.ledger.column(family, key)
        column.amounts = amounts
        self.uses(column, *terms)
        return column

    def uses(self, column: Column, *terms: tuple[Row | None, Floats | float]) -> None:
        """Add coefficients to a column; those of no row are left out."""
        column.terms += [(row, coefficient * np.ones(self.nodes)) for row, coefficient in terms if row is not None]

    def limit(self, family: str, table: str, column: str, key: str, number: Number, *, yearly: bool = True) -> Row | None:
        """Add the rows of a limit and its number: what is used where it has a rent, one larger number elsewhere."""
        if not number.limited:
            return None
        row = self.ledger.row(family, tuple(key.split(",")), "le")
        row.rents = number.rent
        factors = self.planner.horizon.years if yearly else np.ones(self.nodes)
        per_year = number.used / factors
        room = max(float(per_year.max()), LEAST_SIDE) * float(self.planner.rng.uniform(1.05, 1.6))
        values = np.where(number.rent > 0, per_year, room)
        row.sides = values * factors
        self.number(table, key, column, values)
        return row

    def number(self, table: str, key: str, column: str, values: Floats) -> None:
        """Write a number: what it mostly is into its row, what differs into `by_node`."""
        kinds, counts = np.unique(values, return_counts=True)
        own = float(kinds[np.argmax(counts)])
        self.sheet.cells(table, key)[column] = own
        for node in np.flatnonzero(values != own):
            address = f"{table}[{key}].{column}"
            self.sheet.add("by_node", address=address, node=self.planner.horizon.ids[node], value=float(values[node]))


def write_network(planner: Planner, ledger: Ledger, sheet: Sheet) -> None:
    """Write everything."""
    writer = Writer(planner, ledger, sheet)
    _write_supplies(writer)
    _write_power(writer)
    _write_lanes(writer)
    _write_stores(writer)


def _write_supplies(writer: Writer) -> None:
    planner = writer.planner
    for supply, number, reserve in planner.supplies:
        key = writer.sheet.add(
            "supplies", id=supply.name, site=writer.site(supply.site), material=writer.material(supply.material),
            acquisition="mined" if supply.mined else "bought",
        )  # fmt: skip
        writer.number("supplies", key, "cost_per_unit", number.value)
        rate = writer.limit("supply_rate", "supplies", "max_per_year", key, number)
        balance = writer.balance(supply.site, supply.material)
        column = writer.column("supply", (key,), number.used, (balance, 1.0), (rate, 1.0))
        column.gains = [("extraction" if supply.mined else "purchase", number.value)]
        if reserve:
            _write_reserve(writer, key, column, reserve)


def _write_reserve(writer: Writer, key: str, column: Column, rent: float) -> None:
    """Add the row of a reserve, which is called by the last node and counts all of them."""
    row, at_end = writer.ledger.row("reserve", (key,), "le"), np.zeros(writer.nodes)
    at_end[-1] = 1.0
    row.rents, row.sides = rent * at_end, float(column.amounts.sum()) * at_end
    column.terms.append((row, np.tile(at_end, (writer.nodes, 1))))
    writer.sheet.cells("supplies", key)["reserve"] = float(column.amounts.sum())


def _write_power(writer: Writer) -> None:
    planner, rows = writer.planner, dict[int, Row | None]()
    for site, number in planner.power.items():
        key = writer.sheet.add("resources", id=f"power-{writer.site(site)}", unit="MWh")
        writer.number("resources", key, "cost_per_unit", number.value)
        rows[site] = writer.limit("resource", "resources", "max_per_year", key, number)
    for plant, number in planner.plants:
        _write_plant(writer, plant, number, rows[plant.site])


def _write_plant(writer: Writer, plant: Plant, number: Number, power: Row | None) -> None:
    sheet, site, feed = writer.sheet, writer.site(plant.site), writer.material(plant.feed)
    key = sheet.add("processes", id=plant.name, site=site, feed=feed)
    writer.number("processes", key, "operating_cost_per_unit", number.value)
    capacity = writer.limit("process_capacity", "processes", "max_per_year", key, number)
    sheet.add("resource_uses", process=key, resource=f"power-{site}", amount_per_unit=plant.power)
    column = writer.column("run", (key,), number.used, (capacity, 1.0), (power, plant.power))
    column.gains = [("processing", number.value), ("resource", plant.power * writer.planner.power[plant.site].value)]
    for material, amount in {plant.feed: -1.0, plant.product: plant.amount, **plant.others}.items():
        writer.uses(column, (writer.balance(plant.site, material), amount))
        direction = "in" if amount < 0 else "out"
        name = writer.material(material)
        sheet.add("process_flows", process=key, material=name, direction=direction, amount_per_unit=abs(amount))
        discard = writer.planner.drawn.materials[material].discard_cost
        if discard:
            balance = writer.balance(plant.site, material)
            thrown = writer.column("discard", (site, name), amount * number.used, (balance, -1.0))
            thrown.gains = [("disposal", discard * np.ones(writer.nodes))]


def _write_lanes(writer: Writer) -> None:
    planner, sheet, joints = writer.planner, writer.sheet, dict[str, Row | None]()
    for lane in (*planner.drawn.lanes, *planner.drawn.deliveries):
        key = sheet.add("lanes", id=lane.name, from_site=writer.site(lane.start), to=lane.to)
        number = planner.joints[lane.name]
        joints[lane.name] = writer.limit("lane_capacity", "lanes", "max_tonnes_per_year", key, number)
    sold = _write_tiers(writer)
    for item in planner.carriages:
        name, material = item.lane.name, writer.material(item.material)
        key = sheet.add("lane_materials", lane=name, material=material)
        if item.arriving < 1.0:
            sheet.cells("lane_materials", key)["share_arriving"] = item.arriving
        writer.number("lane_materials", key, "freight_per_unit", item.number.value)
        single = writer.limit("lane_material", "lane_materials", "max_per_year", key, item.number)
        leaving = ((writer.balance(item.lane.start, item.material), -1.0), (single, 1.0), (joints[name], 1.0))
        if item.lane.to in planner.drawn.sites:
            arriving = (writer.balance(item.lane.end, item.material), item.arriving)
            column = writer.column("ship", (name, material), item.number.used, *leaving, arriving)
            column.gains = [("freight", item.number.value)]
        for tier, price, rows in sold.get((item.lane.to, item.material), ()):
            sent = planner.sent[tier, name]
            arriving_rows = [(row, item.arriving) for row in rows]
            column = writer.column("sell", (name, *tier, "ordinary"), sent, *leaving, *arriving_rows)
            column.gains = [("revenue", item.arriving * price), ("freight", item.number.value)]
            assert (item.arriving * price > item.number.value).all(), "a sale abroad must have a border value"


def _write_tiers(writer: Writer) -> dict[tuple[str, int], list[tuple[tuple[str, str], Floats, list[Row]]]]:
    """Write the demands; return, by market and material, their tiers with price and rows."""
    planner, sold = writer.planner, dict[tuple[str, int], list[tuple[tuple[str, str], Floats, list[Row]]]]()
    years = planner.horizon.years
    for tier in planner.tiers:
        name, rank = tier.name
        material = writer.material(tier.material)
        key = writer.sheet.add("demands", id=name, tier=rank, market=tier.market, material=material, max_per_year=tier.most)
        writer.number("demands", key, "price_per_unit", tier.price)
        rows = [writer.ledger.row("demand", tier.name, "le")]
        rows[0].rents, rows[0].sides = np.maximum(tier.rent, 0.0), tier.most * years
        if tier.least:
            writer.sheet.cells("demands", key)["min_per_year"] = tier.least
            rows.append(writer.ledger.row("demand_minimum", tier.name, "ge"))
            rows[1].rents, rows[1].sides = np.minimum(tier.rent, 0.0), tier.least * years
        sold.setdefault((tier.market, tier.material), []).append((tier.name, tier.price, rows))
    return sold


def _write_stores(writer: Writer) -> None:
    planner, own = writer.planner, np.eye(writer.nodes)
    for store in planner.stores:
        site, material = writer.site(store.site), writer.material(store.material)
        key = writer.sheet.add("stocks", site=site, material=material)
        writer.number("stocks", key, "cost_per_unit_year", store.number.value)
        most = writer.limit("stock", "stocks", "max", key, store.number, yearly=False)
        column = writer.column("stock", (site, material), store.number.used, (most, 1.0))
        column.terms.append((writer.balance(store.site, store.material), planner.horizon.children - own))
        column.gains = [("storage", store.number.value * planner.horizon.years)]
