"""Turns published models into ordinary cases: `python -m tests.cases.convert [model ...]` writes `case/` and `expected.json`.

One rule per table of the neutral format (README.md beside this file), the same for every model:

    a place that only buys             a market, and the routes to it lanes into it
    a place that buys and does more    a site and a market beside it, with a lane of no cost between the two
    a route                            a row of `lane_materials` on the lane between its two places
    a limit on all that a lane carries the lane's own joint capacity; any other limit a row of `limits`
    a resource at a site               a resource of its own
    values by period                   the first one in its row, those that differ in `by_node`; no row in a period: at most 0
    weight and years of a period       cash weight = weight / years, because amounts are those of the whole period
    duty                               part of the freight: in the model it is a figure per route, not a law
    further rows, totals, what-ifs     rows of `limits` (linear_rows.py); what-ifs that bound one amount change its bound
    a build at one charge a year       an expansion with a curve; any other a process that gives capacity (weighted_builds.py)
"""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from optimizer.domain.cells import number_text
from optimizer.domain.tables import TABLES
from tests.cases.linear_rows import add_limits, add_process_totals, add_what_if
from tests.cases.neutral import EVERY, Model, NotInTheFormat, Row, number, read_model
from tests.cases.weighted_builds import WeightedBuilds

PUBLISHED = Path(__file__).parent / "published"
SOURCE = "publication"
SITE_KINDS = {
    "mine": "mine",
    "mill": "plant",
    "plant": "plant",
    "factory": "plant",
    "refinery": "plant",
    "depot": "storage",
    "import point": "border",
    "export point": "border",
}
READ = {
    "periods", "sites", "materials", "supply", "supply_totals", "recipes", "processes", "capacities", "usage", "routes",
    "sales", "storage", "process_totals", "expansions", "expansion_points", "limits", "limit_terms", "whatifs",
}  # fmt: skip


def names() -> list[str]:
    """Return the models that there are."""
    return sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())


def text(value: float | str | None) -> str:
    """Return a cell."""
    return value if isinstance(value, str) else "" if value is None else number_text(value)


class Conversion:
    """One model on its way to being a case.

    Attributes:
        model: The model.
        about: What the neutral format has no place for: titles, currency, home country, citation, units that are not tonnes.
        tables: The case's tables so far.
    """

    def __init__(self, model: Model, about: dict[str, Any]) -> None:
        """Convert a model.

        Raises:
            NotInTheFormat: It uses something that no model here has used so far.
        """
        if unknown := set(model.tables) - READ:
            raise NotInTheFormat(f"nothing converts {sorted(unknown)}")
        self.model, self.about = model, about
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
        self.builds = WeightedBuilds(self)
        self._ends = self._last_days()
        self._markets = self._places_that_only_buy()
        self._lanes: set[str] = set()
        for step in (
            self._setting, self._periods, self._places, self._materials, self._supplies, self._processes, self._flows,
            self._resources, self._uses, self._routes, self._sales, self._stocks, self._expansions, self._limits, self._whatifs,
        ):  # fmt: skip
            step()

    def add(self, table: str, **cells: float | str | None) -> None:
        """Add a row; what a blank means is left blank, and every row of figures names the publication as its source."""
        if TABLES[table].figures and TABLES[table].has_column("source"):
            cells["source"] = SOURCE
        written = {name: text(value) for name, value in cells.items()}
        plain = {column.name: text(column.default) for column in TABLES[table].numbers} | {"name": written.get("id")}
        self.tables[table].append({name: "" if value == plain.get(name) else value for name, value in written.items()})

    def _over_time(
        self, table: str, key: str, rows: dict[str, Row], read: dict[str, Callable[[Row | None], float | None]]
    ) -> Row:
        """Return the cells of columns that may differ by period; what differs from the row goes to `by_node`."""
        cells = {}
        for column, value_of in read.items():
            values = [value_of(rows.get(period)) for period in self.model.periods]
            base = None if None in values else values[0]
            cells[column] = text(base)
            for period, value in zip(self.model.periods, values, strict=True):
                if value != base:
                    self.add("by_node", address=f"{table}[{key}].{column}", node=self.node(period), value=value)
        return cells

    @staticmethod
    def node(period: str) -> str:
        """Return the id of a period."""
        return period.lower()

    @staticmethod
    def site(name: str) -> str:
        """Return the id of a place that does more than buy."""
        return name.lower()

    @staticmethod
    def made(site: str, name: str) -> str:
        """Return the id of a process or resource at a site, or of what is sold or supplied there."""
        return f"{site}.{name}".lower()

    @staticmethod
    def lane(start: str, end: str) -> str:
        """Return the id of the way between two places."""
        return f"{start}-{end}".lower()

    def is_market(self, site: str) -> bool:
        """Return whether a place only buys, so that it is a market itself."""
        return site in self._markets

    def supply(self, site: str, material: str, tier: str) -> str:
        """Return the id of a supply."""
        return self.made(site, material) + (f".{tier.lower()}" if tier else "")

    def market(self, site: str) -> str:
        """Return the id of the market of a place that buys."""
        return self.site(site) if site in self._markets else f"{self.site(site)}-market"

    def _country(self, row: Row) -> str:
        return str(self.about.get("countries", {}).get(row["country"], row["country"]))

    def _setting(self) -> None:
        columns = ("id", "name", "currency", "price_year", "money_unit", "home_country", "description")
        self.add("case", **{name: self.about.get(name) for name in columns})
        self.add("sources", id=SOURCE, citation=self.about["citation"], link=self.about.get("link"))

    def _last_days(self) -> dict[str, date]:
        """Return the last day of each period; periods follow each other and take whole calendar years."""
        ends, year = {}, int(self.about["price_year"])
        for period in self.model.periods:
            year += max(1, round(self.model.years[period]))
            ends[period] = date(year, 1, 1) - timedelta(days=1)
        return ends

    def first_day(self, period: str) -> date:
        """Return the first day of a period."""
        before = self.model.periods.index(period) - 1
        first = date(int(self.about["price_year"]), 1, 1)
        return first if before < 0 else self._ends[self.model.periods[before]] + timedelta(days=1)

    def _periods(self) -> None:
        parent = ""
        for row in self.model["periods"]:
            node, years = self.node(row["period"]), float(row["years"])
            first, last = self.first_day(row["period"]).isoformat(), self._ends[row["period"]].isoformat()
            weight = float(row["weight"]) / years
            self.add("nodes", id=node, parent=parent, start=first, end=last, years=years, cash_weight=weight)
            parent = node

    def _places_that_only_buy(self) -> set[str]:
        elsewhere = {row["site"] for name in ("supply", "processes", "storage", "capacities") for row in self.model[name]}
        elsewhere |= {row["from"] for row in self.model["routes"]}
        elsewhere |= {row["to"] for row in self.model["routes"] if row["min"]}  # A surplus there could be thrown away.
        return {row["site"] for row in self.model["sales"]} - elsewhere

    def _places(self) -> None:
        buying = {row["site"] for row in self.model["sales"]}
        for row in self.model["sites"]:
            site, country = row["site"], self._country(row)
            if site not in self._markets:
                kind = SITE_KINDS.get(row["role"].partition("+")[0], "other")
                self.add("sites", id=self.site(site), name=site, country=country, kind=kind)
            if site in buying:
                self.add("markets", id=self.market(site), name=site, country=country or self.about["home_country"])
                if site not in self._markets:
                    self.add("lanes", id=self.lane(site, self.market(site)), from_site=self.site(site), to=self.market(site))

    def _materials(self) -> None:
        made = {row["material"] for row in self.model["recipes"] if float(row["qty"]) > 0}
        used = {row["material"] for row in self.model["recipes"] if float(row["qty"]) < 0}
        mines = {row["site"] for row in self.model["sites"] if row["role"] == "mine"}
        mined = {row["material"] for row in self.model["supply"] if row["site"] in mines} - made
        for row in self.model["materials"]:
            name = row["material"]
            unit = self.about.get("units", {}).get(row["unit"], {"unit": row["unit"]})
            stage = "intermediate" if name in made & used else "manufactured" if name in made else "input"
            self.add(
                "materials", id=name.lower(), name=name, stage="ore" if name in mined else stage, **unit,
                discardable="true" if row["disposal"] == "1" else "",
            )  # fmt: skip

    def _supplies(self) -> None:
        reserves = {(row["site"], row["material"], row["tier"]): row["total_max"] for row in self.model["supply_totals"]}
        mines = {row["site"] for row in self.model["sites"] if row["role"] == "mine"}
        for (site, material, tier), rows in self.model.series("supply", ("site", "material", "tier")).items():
            key = self.supply(site, material, tier)
            self.add(
                "supplies", id=key, site=self.site(site), material=material.lower(),
                acquisition="mined" if site in mines else "bought", reserve=number(reserves.get((site, material, tier))),
                **self._over_time("supplies", key, rows, _terms("cost_per_unit", "unit_cost")),
            )  # fmt: skip

    def _processes(self) -> None:
        for (site, process), rows in self.model.series("processes", ("site", "process")).items():
            inputs = [row["material"] for row in self._recipe(site, process) if float(row["qty"]) == -1.0]
            key = self.made(site, process)
            self.add(
                "processes", id=key, name=f"{process} at {site}", site=self.site(site),
                feed=inputs[0].lower() if len(inputs) == 1 else "",
                **self._over_time("processes", key, rows, _terms("operating_cost_per_unit", "unit_cost")),
            )  # fmt: skip

    def _recipe(self, site: str, process: str) -> list[Row]:
        return [row for row in self.model["recipes"] if row["process"] == process and row["site"] in (site, EVERY)]

    def _at_sites(self) -> Iterable[tuple[str, str]]:
        """Yield every process and where it runs."""
        yield from ((site, process) for site, process in self.model.series("processes", ("site", "process")))

    def _flows(self) -> None:
        for site, process in self._at_sites():
            for row in self._recipe(site, process):
                amount = float(row["qty"])
                self.add(
                    "process_flows", process=self.made(site, process), material=row["material"].lower(),
                    direction="out" if amount > 0 else "in", amount_per_unit=abs(amount),
                )  # fmt: skip

    def _resources(self) -> None:
        for (site, resource), rows in self.model.series("capacities", ("site", "resource")).items():
            key = self.made(site, resource)
            read = {"min_per_year": _cell("min_use", 0.0), "max_per_year": _cell("capacity", None)}
            name, unit = f"{resource} at {site}", self.about.get("capacity_unit")
            self.add("resources", id=key, name=name, unit=unit, **self._over_time("resources", key, rows, read))

    def _uses(self) -> None:
        limited = {(row["site"], row["resource"]) for row in self.model["capacities"]}
        for site, process in self._at_sites():
            for row in self.model["usage"]:
                if row["process"] == process and row["site"] in (site, EVERY) and (site, row["resource"]) in limited:
                    self.add(
                        "resource_uses", process=self.made(site, process), resource=self.made(site, row["resource"]),
                        amount_per_unit=float(row["use"]),
                    )  # fmt: skip

    def _routes(self) -> None:
        joint = self._joint_capacities()
        for (start, end, material), rows in self.model.series("routes", ("from", "to", "material")).items():
            lane = self.lane(start, end)
            if lane not in self._lanes:
                to = self.market(end) if end in self._markets else self.site(end)
                self.add("lanes", id=lane, from_site=self.site(start), to=to, max_tonnes_per_year=joint.get((start, end)))
            self._lanes.add(lane)
            key = f"{lane},{material.lower()}"
            read = {
                **_terms("freight_per_unit", "unit_cost"),
                "freight_per_unit": _freight,
                "share_arriving": _cell("yield", 1.0),
            }
            terms = self._over_time("lane_materials", key, rows, read)
            self.add("lane_materials", lane=lane, material=material.lower(), **terms)

    def _joint_capacities(self) -> dict[tuple[str, str], float]:
        """Return the limits that bound everything that one lane carries, by its two places."""
        carried: dict[tuple[str, str], set[str]] = {}
        for row in self.model["routes"]:
            carried.setdefault((row["from"], row["to"]), set()).add(row["material"])
        found: dict[tuple[str, str], float] = {}
        self._joint: set[str] = set()
        for limit, terms in _grouped(self.model["limit_terms"], "limit").items():
            row = next(row for row in self.model["limits"] if row["limit"] == limit)
            places = {(term["a"], term["b"]) for term in terms}
            plain = (
                not self.about.get("units")
                and row["period"] == EVERY
                and row["sense"] == "<="
                and all(float(term["coef"]) == 1.0 for term in terms)
            )
            if plain and {term["kind"] for term in terms} == {"route"} and len(places) == 1:
                place = places.pop()
                if place not in found and {term["c"] for term in terms} == carried[place]:
                    found[place] = float(row["rhs"])
                    self._joint.add(limit)
        return found

    def _sales(self) -> None:
        for (site, material), rows in self.model.series("sales", ("site", "material")).items():
            key = self.made(site, material)
            self.add(
                "demands", id=key, tier="1", market=self.market(site), material=material.lower(),
                **self._over_time("demands", f"{key},1", rows, _terms("price_per_unit", "price")),
            )  # fmt: skip

    def _stocks(self) -> None:
        if not self.model["storage"]:
            return
        lengths = set(self.model.years.values())
        if len(lengths) > 1:
            raise NotInTheFormat("a stock in yearly rates means nothing where periods differ in length")
        years = lengths.pop()
        for row in self.model["storage"]:
            most, first, last = (number(row[name]) for name in ("max", "initial", "final"))
            self.add(
                "stocks", site=self.site(row["site"]), material=row["material"].lower(),
                cost_per_unit_year=(number(row["unit_cost"]) or 0.0) / years, max=None if most is None else most * years,
                initial=(first or 0.0) * years, final_min=None if last is None else last * years,
                final_max=None if last is None else last * years,
            )  # fmt: skip

    def _expansions(self) -> None:
        points = _grouped(self.model["expansion_points"], "site", "resource")
        for row in self.model["expansions"]:
            if self.builds.are_needed_for(row):
                self.builds.add(row)
                continue
            period, key = row["period"], self.made(row["site"], row["resource"])
            left = sum(self.model.years[later] for later in self.model.periods[self.model.periods.index(period) :])
            day = self.first_day(period).isoformat()
            self.add(
                "expansions", id=key, resource=key, payment="annuity", available_share=number(row["effect"]), start=day, end=day
            )
            # The source pays the charge, a share of the cost, in each year that is left: an annuity on so much capital.
            charged = float(self.model.settings["annual_charge"]) * left
            for point in points[row["site"], row["resource"]]:
                if float(point["size"]) > 0.0:
                    size, cost = float(point["size"]), float(point["cost"]) * charged
                    self.add("expansion_points", expansion=key, point=point["point"], added_per_year=size, capital_cost=cost)

    def _limits(self) -> None:
        add_process_totals(self)
        add_limits(self, self._joint)

    def _whatifs(self) -> None:
        bounds = {"<=": "max_per_year", ">=": "min_per_year"}
        for row in self.model["whatifs"]:
            if row["kind"] not in ("process", "route") or row["sense"] not in bounds or row["period"]:
                add_what_if(self, row)
                continue
            key, a, b = row["whatif"].lower(), row["a"], row["b"]
            places = {
                "process": f"processes[{self.made(a, b)}]",
                "route": f"lane_materials[{self.lane(a, b)},{row['c'].lower()}]",
            }
            address = f"{places[row['kind']]}.{bounds[row['sense']]}"
            self.add("scenarios", id=key, name=row["whatif"], source=SOURCE)
            self.add("changes", scenario=key, step=1.0, address=address, operation="set", value=row["rhs"])

    def expected(self) -> dict[str, Any]:
        """Return the optimum and what it is to be compared to."""
        settings = self.model.settings
        known = settings.get("published") or settings["constructed"]
        return {
            "sense": settings["report"],
            "optimum": float(known.get("exact", known["optimum"])),
            "tolerance": self.about["tolerance"],
            "what_ifs": {row["whatif"].lower(): float(row["expected"]) for row in self.model["whatifs"]},
            "what_if_tolerance": self.about.get("what_if_tolerance", self.about["tolerance"]),
        }


def _cell(column: str, blank: float | None) -> Callable[[Row | None], float | None]:
    """Return how to read a cell; a blank one, or a row that is not there, means `blank`."""

    def read(row: Row | None) -> float | None:
        value = number(row.get(column)) if row else None
        return blank if value is None else value

    return read


def _most(row: Row | None) -> float | None:
    """Return a largest amount: none in a period without a row means nothing at all."""
    return number(row["max"]) if row else 0.0


def _terms(price: str, column: str) -> dict[str, Callable[[Row | None], float | None]]:
    """Return how to read what most tables have: money per unit, least and largest amount."""
    return {price: _cell(column, 0.0), "min_per_year": _cell("min", 0.0), "max_per_year": _most}


def _freight(row: Row | None) -> float:
    """Return what shipping a unit costs: freight, and duty as a rate on a customs value."""
    if row is None:
        return 0.0
    rate, base = number(row.get("duty_rate")), number(row.get("duty_base"))
    return (number(row["unit_cost"]) or 0.0) + (rate or 0.0) * (base or 0.0)


def _grouped(rows: Sequence[Row], *key: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key[0]] if len(key) == 1 else tuple(row[name] for name in key), []).append(row)
    return groups


def convert(name: str) -> dict[str, str]:
    """Return every file that a model becomes, by its path within the model's folder."""
    folder = PUBLISHED / name
    about = {"id": name.lower(), **json.loads((folder / "about.json").read_text(encoding="utf-8"))}
    conversion = Conversion(read_model(folder / "source"), about)
    files = {f"case/{table}.csv": _csv(table, rows) for table, rows in conversion.tables.items() if rows}
    return {**files, "expected.json": json.dumps(conversion.expected(), indent=2) + "\n"}


def _csv(table: str, rows: list[dict[str, str]]) -> str:
    """Return a file with the columns that hold anything, in their declared order."""
    columns = [column.name for column in TABLES[table].columns if any(row.get(column.name) for row in rows)]
    if unknown := {name for row in rows for name in row} - {column.name for column in TABLES[table].columns}:
        raise ValueError(f"{table} has no columns {sorted(unknown)}")
    lines: list[str] = []

    class Lines:
        write = staticmethod(lines.append)

    writer = csv.writer(Lines(), lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return "".join(lines)


def main(chosen: Sequence[str]) -> None:
    """Write the cases of the chosen models, or of all."""
    for name in chosen or names():
        folder, files = PUBLISHED / name, convert(name)
        (folder / "case").mkdir(exist_ok=True)
        for path in (folder / "case").glob("*.csv"):
            path.unlink()
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
