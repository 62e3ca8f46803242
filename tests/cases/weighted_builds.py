"""Builds that are all or nothing, end, pay once, or stand in further rows: as processes without flows that give capacity.

A build is a mixture of the points of its cost curve. Each point becomes a process of level 0 to 1 that uses a resource
negatively: it gives capacity. Rows of `limits` keep its level the same from the period of the decision on, and the sum of all
points at 1, at 0 or at most 1.
"""

from typing import TYPE_CHECKING

from tests.cases.neutral import NotInTheFormat, Row, number

if TYPE_CHECKING:
    from tests.cases.convert import Conversion

ONE_OFF = "one_off"


class WeightedBuilds:
    """The builds of a model that an expansion of the product does not say, and their columns."""

    def __init__(self, conversion: "Conversion") -> None:
        """Find out which they are."""
        self._conversion, model = conversion, conversion.model
        terms = [*model["limit_terms"], *model["whatifs"]]
        self._named = {(term["a"], term["b"]) for term in terms if term["kind"] in ("build", "expand")}
        self._points: dict[tuple[str, str], list[Row]] = {}
        for point in model["expansion_points"]:
            self._points.setdefault((point["site"], point["resource"]), []).append(point)

    def are_needed_for(self, row: Row) -> bool:
        """Return whether a row of `expansions` is one of them."""
        plain = row["binary"] != "1" and not row.get("until") and row["fix"] != "0"
        annual, place = "annual_charge" in self._conversion.model.settings, (row["site"], row["resource"])
        charged_at_once = any(float(point["size"]) == 0.0 != float(point["cost"]) for point in self._points.get(place, ()))
        return not (plain and annual) or charged_at_once or place in self._named

    def add(self, row: Row) -> None:
        """Add the processes of a build, and the rows that tie them together."""
        conversion, model = self._conversion, self._conversion.model
        if row["binary"] == "1" and row["fix"] not in ("0", "1") and not model.settings.get("relaxed"):
            raise NotInTheFormat(f"a build that is all or nothing is fixed to 0 or 1, or its program is relaxed: {row}")
        first = model.periods.index(row["period"])
        later, key = model.periods[first:], self._key(row["site"], row["resource"])
        for point in self._points[row["site"], row["resource"]]:
            self._add_point(row, point, later)
        start = conversion.node(later[0])
        fixed = number(row["fix"])
        sense, side = ("le", 1.0) if fixed is None else ("eq", fixed)
        conversion.add("limits", id=f"{key}.built", sense=sense, amount=side * model.years[later[0]], scope="total")
        for columns, _ in self.columns(row["site"], row["resource"], sized=False):
            conversion.add("limit_terms", limit=f"{key}.built", columns=f"{columns}@{start}", coefficient=1.0)

    def columns(self, site: str, resource: str, *, sized: bool) -> list[tuple[str, float]]:
        """Return the columns of a build's points, with their sizes or 1 as factors."""
        return [
            (f"run[{self._key(site, resource)}.{point['point']}]", float(point["size"]) if sized else 1.0)
            for point in self._points[site, resource]
        ]

    def _key(self, site: str, resource: str) -> str:
        return f"build.{self._conversion.made(site, resource)}"

    def _add_point(self, row: Row, point: Row, later: tuple[str, ...]) -> None:
        conversion, years = self._conversion, self._conversion.model.years
        key = f"{self._key(row['site'], row['resource'])}.{point['point']}"
        conversion.add(
            "processes",
            id=key,
            site=conversion.site(row["site"]),
            max_per_year=1.0,
            start=conversion.first_day(later[0]).isoformat(),
        )
        for period in later:
            cost, node = self._cost(float(point["cost"]), period, later[0]), conversion.node(period)
            if cost:
                address = f"processes[{key}].operating_cost_per_unit"
                conversion.add("by_node", address=address, node=node, value=cost)
        effect = number(row["effect"])
        given = -float(point["size"]) * (1.0 if effect is None else effect)
        resource = conversion.made(row["site"], row["resource"])
        conversion.add("resource_uses", process=key, resource=resource, amount_per_unit=given)
        until = later.index(row["until"]) if row.get("until") else len(later)
        for period in later[until + 1 :]:
            address = f"resource_uses[{key},{resource}].amount_per_unit"
            conversion.add("by_node", address=address, node=conversion.node(period), value=0.0)
        for period in later[1:]:
            limit = f"{key}.{conversion.node(period)}"
            conversion.add("limits", id=limit, sense="eq", amount=0.0, scope="total")
            for other, sign in ((period, 1.0), (later[0], -1.0)):
                columns = f"run[{key}]@{conversion.node(other)}"
                conversion.add("limit_terms", limit=limit, columns=columns, coefficient=sign / years[other])

    def _cost(self, cost: float, period: str, first: str) -> float:
        """Return what a build costs per unit of level in a year of a period."""
        model = self._conversion.model
        if model.settings.get("charge") == ONE_OFF:
            return cost if period == first else 0.0
        return float(model.settings["annual_charge"]) * cost
