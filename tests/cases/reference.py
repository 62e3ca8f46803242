"""A model in the neutral format as a linear program of its own, written down from README.md: no word of the product is used."""

from collections import defaultdict

import highspy
import numpy as np

from tests.cases.neutral import EVERY, Model, Row, number

Terms = list[tuple[float, int]]
"""(factor, position of a variable)."""
UNLIMITED = float("inf")


class Reference:
    """Costs, balances and rows of a model; every variable is a yearly rate in one period."""

    def __init__(self, model: Model) -> None:
        """State the program."""
        self.model = model
        self._weights = {row["period"]: float(row["weight"]) for row in model["periods"]} or {"1": 1.0}
        self._costs: list[float] = []
        self._bounds: list[tuple[float, float]] = []
        self._rows: list[tuple[Terms, float, float]] = []
        self._named: dict[tuple[str, ...], Terms] = {}
        self._balance: dict[tuple[str, str, str], Terms] = defaultdict(list)
        self._given: dict[tuple[str, str, str], float] = defaultdict(float)
        self._uses: dict[tuple[str, str, str], Terms] = defaultdict(list)
        for step in (self._supply, self._processes, self._routes, self._sales, self._storage, self._builds, self._capacities):
            step()
        self._balances()
        for row in model["limits"]:
            self._add_row(row, [term for term in model["limit_terms"] if term["limit"] == row["limit"]])

    def optimum(self, what_if: Row | None = None) -> float | None:
        """Return the least cost, with one row more if asked for; None if there is no plan."""
        own = list(self._rows)
        if what_if is not None:
            self._add_row({**what_if, "period": what_if["period"] or EVERY}, [{**what_if, "period": "=", "coef": "1"}])
        rows, self._rows = self._rows, own
        engine = highspy.Highs()
        engine.setOptionValue("output_flag", False)
        engine.setOptionValue("threads", 1)  # The engine's pool is one for the whole process.
        for cost, (low, high) in zip(self._costs, self._bounds, strict=True):
            engine.addCol(cost, low, high, 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
        for terms, low, high in rows:
            factors: dict[int, float] = defaultdict(float)
            for factor, variable in terms:
                factors[variable] += factor
            index, value = np.array(list(factors), dtype=np.int32), np.array(list(factors.values()), dtype=np.float64)
            engine.addRow(low, high, len(index), index, value)
        engine.run()
        optimal = engine.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(engine.getInfo().objective_function_value) if optimal else None

    def _new(self, cost: float, low: float, high: float) -> int:
        self._costs.append(cost)
        self._bounds.append((low, high))
        return len(self._costs) - 1

    def _variable(self, key: tuple[str, ...], row: Row, cost: float, period: str) -> int:
        low, high = number(row.get("min")), number(row.get("max"))
        variable = self._new(self._weights[period] * cost, low or 0.0, UNLIMITED if high is None else high)
        self._named[(*key, period)] = [(1.0, variable)]
        return variable

    def _in_periods(self, table: str) -> list[tuple[str, Row]]:
        """Return the rows of a table in each of their periods."""
        return [
            (period, row)
            for row in self.model[table]
            for period in (self.model.periods if row["period"] == EVERY else (row["period"],))
        ]

    def _supply(self) -> None:
        for period, row in self._in_periods("supply"):
            key = ("supply", row["site"], row["material"], row["tier"])
            taken = self._variable(key, row, number(row["unit_cost"]) or 0.0, period)
            self._balance[row["site"], row["material"], period].append((1.0, taken))
        for row in self.model["supply_totals"]:
            self._total(("supply", row["site"], row["material"], row["tier"]), row["total_max"])

    def _total(self, key: tuple[str, ...], most: str) -> None:
        terms = [
            (years * factor, variable)
            for period, years in self.model.years.items()
            for factor, variable in self._named.get((*key, period), [])
        ]
        self._rows.append((terms, -UNLIMITED, float(most)))

    def _processes(self) -> None:
        for period, row in self._in_periods("processes"):
            level = self._variable(("process", row["site"], row["process"], ""), row, number(row["unit_cost"]) or 0.0, period)
            for flow in self.model["recipes"]:
                if flow["process"] == row["process"] and flow["site"] in (EVERY, row["site"]):
                    self._balance[row["site"], flow["material"], period].append((float(flow["qty"]), level))
            for use in self.model["usage"]:
                if use["process"] == row["process"] and use["site"] in (EVERY, row["site"]):
                    self._uses[row["site"], use["resource"], period].append((float(use["use"]), level))
        for row in self.model["process_totals"]:
            self._total(("process", row["site"], row["process"], ""), row["total_max"])

    def _routes(self) -> None:
        for period, row in self._in_periods("routes"):
            cost = (number(row["unit_cost"]) or 0.0) + (number(row["duty_rate"]) or 0.0) * (number(row["duty_base"]) or 0.0)
            moved = self._variable(("route", row["from"], row["to"], row["material"]), row, cost, period)
            self._balance[row["from"], row["material"], period].append((-1.0, moved))
            self._balance[row["to"], row["material"], period].append((number(row["yield"]) or 1.0, moved))

    def _sales(self) -> None:
        for period, row in self._in_periods("sales"):
            sold = self._variable(("sale", row["site"], row["material"], ""), row, -(number(row["price"]) or 0.0), period)
            self._balance[row["site"], row["material"], period].append((-1.0, sold))

    def _storage(self) -> None:
        for row in self.model["storage"]:
            before, first = -1, number(row["initial"]) or 0.0
            for period in self.model.periods:
                key = ("stock", row["site"], row["material"], "")
                kept = self._variable(key, {"max": row["max"]}, number(row["unit_cost"]) or 0.0, period)
                place = (row["site"], row["material"], period)
                self._balance[place].append((-1.0, kept))
                if before < 0:
                    self._given[place] += first
                else:
                    self._balance[place].append((1.0, before))
                before = kept
            if (final := number(row["final"])) is not None:
                self._rows.append(([(1.0, before)], final, final))

    def _builds(self) -> None:
        """A build is a mixture of points; it stands from its period to its last one and is paid for in each year from then on."""
        model, settings = self.model, self.model.settings
        for row in model["expansions"]:
            later = model.periods[model.periods.index(row["period"]) :]
            standing = later[: later.index(row["until"]) + 1] if row["until"] else later
            once = settings.get("charge") == "one_off"
            paid = sum(self._weights[p] for p in (later[:1] if once else later)) * (1.0 if once else settings["annual_charge"])
            points = [p for p in model["expansion_points"] if (p["site"], p["resource"]) == (row["site"], row["resource"])]
            weights = [self._new(paid * float(point["cost"]), 0.0, 1.0) for point in points]
            sizes = [float(point["size"]) for point in points]
            effect = 1.0 if number(row["effect"]) is None else float(row["effect"])
            for period in standing:
                place = self._uses[row["site"], row["resource"], period]
                place += [(-effect * size, share) for size, share in zip(sizes, weights, strict=True)]
            built, fixed = [(1.0, share) for share in weights], number(row["fix"])
            self._rows.append((built, -UNLIMITED if fixed is None else fixed, 1.0 if fixed is None else fixed))
            for period in later:
                self._named["build", row["site"], row["resource"], "", period] = built
                self._named["expand", row["site"], row["resource"], "", period] = list(zip(sizes, weights, strict=True))

    def _capacities(self) -> None:
        for period, row in self._in_periods("capacities"):
            most, least = number(row["capacity"]), number(row["min_use"])
            low, high = -UNLIMITED if least is None else least, UNLIMITED if most is None else most
            self._rows.append((self._uses[row["site"], row["resource"], period], low, high))

    def _balances(self) -> None:
        discarded = {row["material"] for row in self.model["materials"] if row["disposal"] == "1"}
        for place, terms in self._balance.items():
            least = -self._given[place]
            self._rows.append((terms, least, UNLIMITED if place[1] in discarded else least))

    def _add_row(self, row: Row, terms: list[Row]) -> None:
        side = float(row["rhs"])
        low, high = {"<=": (-UNLIMITED, side), ">=": (side, UNLIMITED), "=": (side, side)}[row["sense"]]
        for period in self.model.periods if row["period"] == EVERY else (row["period"],):
            found: Terms = []
            for term in terms:
                for other in self._periods(term["period"], period):
                    key = (term["kind"], term["a"], term["b"], term["c"], other)
                    found += [(float(term["coef"]) * factor, variable) for factor, variable in self._named.get(key, [])]
            self._rows.append((found, low, high))

    def _periods(self, named: str, own: str) -> tuple[str, ...]:
        return (own,) if named == "=" else self.model.periods if named == EVERY else (named,)
