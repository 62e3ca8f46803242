"""What rows and numbers of a case are called where people read of them: names, not addresses."""

from collections import defaultdict
from string import Formatter

from optimizer.domain.addresses import BadAddress, parse_address
from optimizer.domain.case import Case
from optimizer.domain.tables import TABLES, Kind

# What a row is called, with the names of what it refers to; other tables have a `name` column or an id that must do.
ROWS = {
    "supplies": "{material}",
    "process_flows": "{material} in {process}",
    "resource_uses": "{resource} for {process}",
    "lanes": "the way from {from_site} to {to}",
    "lane_materials": "{material} on {lane}",
    "demands": "{material} in {market}",
    "stocks": "{material}",
    "expansions": "building {process}{resource}{lane}",
    "expansion_points": "{expansion}",
    "contents": "{mineral} in {material}",
    "tariffs": "the tariff row {id}",
    "programme_rates": "{programme} for HS {hs_prefix}",
    "origin_rules": "{programme} for HS {hs_prefix}",
    "origin_values": "{material} under {programme}",
    "royalties": "{mineral}{material}",
    "policies": "the policy {id}",
}

# What a number is called; any other is its column's name `of` its row.
NUMBERS = {
    ("supplies", "min_per_year"): "the least supply of {row}",
    ("supplies", "max_per_year"): "the yearly supply of {row}",
    ("supplies", "reserve"): "the reserve of {row}",
    ("supplies", "cost_per_unit"): "the cost of {row}",
    ("processes", "min_per_year"): "the least use of {row}",
    ("processes", "max_per_year"): "the present capacity of {row}",
    ("processes", "operating_cost_per_unit"): "the running cost of {row}",
    ("process_flows", "amount_per_unit"): "the {flow} of {row}",
    ("resources", "min_per_year"): "the least use of {row}",
    ("resources", "max_per_year"): "the yearly supply of {row}",
    ("resources", "cost_per_unit"): "the price of {row}",
    ("resource_uses", "amount_per_unit"): "the use of {row}",
    ("lanes", "max_tonnes_per_year"): "the yearly capacity of {row}",
    ("lanes", "freight_per_tonne"): "the freight on {row}",
    ("lane_materials", "min_per_year"): "the least amount of {row}",
    ("lane_materials", "max_per_year"): "the yearly capacity for {row}",
    ("lane_materials", "freight_per_unit"): "the freight of {row}",
    ("demands", "price_per_unit"): "the price of {row}",
    ("demands", "min_per_year"): "the least sale of {row}",
    ("demands", "max_per_year"): "the yearly sale of {row}",
    ("stocks", "max"): "the room for {row}",
    ("expansions", "max_added_per_year"): "the most that {row} may add",
    ("expansions", "capital_cost_per_unit"): "the cost of {row}",
    ("expansion_points", "capital_cost"): "the cost of {row}",
    ("materials", "reference_value_per_unit"): "the reference value of {row}",
    ("contents", "fraction"): "the content of {row}",
    ("tariffs", "ad_valorem"): "the rate of {row}",
    ("royalties", "rate"): "the royalty on {row}",
    ("limits", "amount"): "{row}",
}


# Columns that the name of a row is made of.
COLUMNS_IN = {table: tuple(name for _, name, _, _ in Formatter().parse(text) if name) for table, text in ROWS.items()}
Likeness = tuple[str, ...]
FLOWS = {"in": "use", "out": "yield"}


class Naming:
    """Names of one case."""

    def __init__(self, case: Case) -> None:
        """Keep the case."""
        self._case = case
        self._alike: dict[str, dict[Likeness, set[str]]] = {}

    def row(self, table: str, key: str) -> str:
        """Return what a row is called; its key if there is no such row."""
        position = self._case[table].rows.get(key, -1)
        if position < 0:
            return key
        return self._row(table, position)

    def number(self, address: str) -> str:
        """Return what the number at an address is called, `the price of Ferroniobium in China`; an unknown one is its address."""
        try:
            parsed = parse_address(address)
        except BadAddress:
            return address
        known = parsed.head in TABLES and TABLES[parsed.head].has_column(parsed.column)
        position = self._case[parsed.head].rows.get(",".join(parsed.key), -1) if known else -1
        if position < 0:
            return address
        plain = f"the {parsed.column.replace('_', ' ')} of {{row}}"
        name = NUMBERS.get((parsed.head, parsed.column), plain)
        words = {"row": self._row(parsed.head, position)}
        if parsed.head == "process_flows":
            words["flow"] = FLOWS.get(str(self._case["process_flows"]["direction"][position]), "use")
        return name.format(**words) + (f" in {parsed.node}" if parsed.node else "")

    def _row(self, table: str, position: int) -> str:
        data = self._case[table]
        if table not in ROWS:
            named = ""
            if data.table.has_column("name"):
                named = str(data["name"][position])
            return named or data.keys[position]
        columns = COLUMNS_IN[table]
        text = ROWS[table].format(**{name: self._cell(table, name, position) for name in columns}).strip()
        twins = self._twins(table, columns)[tuple(data[name][position] for name in columns)]
        if len(twins) > 1 or not text:
            if text:
                return f"{text} ({data.keys[position]})"
            return data.keys[position]
        tiers = table == "demands" and int((data["id"] == data["id"][position]).sum()) > 1
        if tiers:
            return f"{text}, tier {data['tier'][position]}"
        return text

    def _twins(self, table: str, columns: tuple[str, ...]) -> dict[Likeness, set[str]]:
        """Return the rows whose names are made of the same values: by these values, their keys; tiers of a demand are one."""
        if table not in self._alike:
            data = self._case[table]
            found: dict[Likeness, set[str]] = defaultdict(set)
            marks = data["id"] if table == "demands" else data.keys
            for *likeness, mark in zip(*(data[name] for name in columns), marks, strict=True):
                found[tuple(likeness)].add(mark)
            self._alike[table] = found
        return self._alike[table]

    def _cell(self, table: str, column: str, position: int) -> str:
        declared = TABLES[table].column(column)
        value = self._case[table][column][position]
        if declared.kind is not Kind.REFERENCE or not value:
            return str(value)
        holder = next((name for name in declared.references if value in self._case[name].rows), None)
        if holder is None:
            return str(value)
        return self.row(holder, str(value))
