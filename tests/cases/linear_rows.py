"""Rows of a model as rows of `limits`: its own limits, totals of processes, and what-ifs that are more than one bound.

A row of the neutral format is in yearly rates of one period; a column of a plan is an amount of the whole period, years x rate. A
row for one period is therefore multiplied by that period's years, and a term of another period by the years of both.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tests.cases.neutral import EVERY, NotInTheFormat, Row, number

if TYPE_CHECKING:
    from tests.cases.convert import Conversion

SENSES = {"<=": "le", ">=": "ge", "=": "eq"}
SAME = "="
"""Period of a term that is of the row's own period."""


def add_process_totals(conversion: "Conversion") -> None:
    """Bound what processes do over all periods."""
    for row in conversion.model["process_totals"]:
        key = conversion.made(row["site"], row["process"])
        conversion.add("limits", id=f"total.{key}", sense="le", amount=number(row["total_max"]), scope="total")
        conversion.add("limit_terms", limit=f"total.{key}", columns=f"run[{key}]", coefficient=1.0)


def add_limits(conversion: "Conversion", left_out: set[str]) -> None:
    """Add the model's own limits, but those that stand elsewhere."""
    terms: dict[str, list[Row]] = {}
    for term in conversion.model["limit_terms"]:
        terms.setdefault(term["limit"], []).append(term)
    for row in conversion.model["limits"]:
        if row["limit"] not in left_out:
            _add_row(conversion, row["limit"], row, terms[row["limit"]])


def add_what_if(conversion: "Conversion", row: Row) -> None:
    """Add a what-if as a limit that is switched off, and a scenario that switches it on."""
    term = {**row, "period": SAME, "coef": "1"}
    bounded = {**row, "period": row["period"] or EVERY}
    limits = _add_row(conversion, row["whatif"], bounded, [term], active="false")
    conversion.add("scenarios", id=row["whatif"].lower(), name=row["whatif"], source="publication")
    for step, limit in enumerate(limits, 1):
        cells = {"address": f"limits[{limit}].active", "operation": "set", "value": "true"}
        conversion.add("changes", scenario=row["whatif"].lower(), step=float(step), **cells)


def _add_row(conversion: "Conversion", name: str, row: Row, terms: Sequence[Row], active: str = "") -> list[str]:
    """Add a row in each of its periods; return the ids of the limits that it becomes."""
    key, side, sense = name.lower(), float(row["rhs"] or 0.0), SENSES[row["sense"]]
    model = conversion.model
    if row["period"] == EVERY and all(term["period"] == SAME and _is_even(conversion, term) for term in terms):
        conversion.add("limits", id=key, name=name, sense=sense, amount=side, active=active)
        _add_terms(conversion, key, [(term, model.periods[0], 1.0, "") for term in terms])
        return [key]
    periods = model.periods if row["period"] == EVERY else (row["period"],)
    keys = [key if len(periods) == 1 else f"{key}.{conversion.node(period)}" for period in periods]
    for limit, period in zip(keys, periods, strict=True):
        years = model.years[period]
        conversion.add("limits", id=limit, name=name, sense=sense, amount=side * years, scope="total", active=active)
        counted = [
            (term, other, years / model.years[other], f"@{conversion.node(other)}")
            for term in terms
            for other in _periods_of(conversion, term, period)
        ]
        _add_terms(conversion, limit, counted)
    return keys


def _periods_of(conversion: "Conversion", term: Row, period: str) -> Iterable[str]:
    if term["period"] == SAME:
        return (period,)
    return conversion.model.periods if term["period"] == EVERY else (term["period"],)


def _add_terms(conversion: "Conversion", limit: str, counted: Sequence[tuple[Row, str, float, str]]) -> None:
    """Add terms, each in a period with a factor and the node of its columns; those that count the same columns are one."""
    totals: dict[str, float] = {}
    for term, period, factor, at in counted:
        for columns, share in _columns(conversion, term, period):
            totals[columns + at] = totals.get(columns + at, 0.0) + float(term["coef"]) * share * factor
    for columns, coefficient in totals.items():
        conversion.add("limit_terms", limit=limit, columns=columns, coefficient=coefficient)


def _is_even(conversion: "Conversion", term: Row) -> bool:
    """Return whether a term counts the same columns with the same factors in every period."""
    counted = [_columns(conversion, term, period) for period in conversion.model.periods]
    return term["kind"] not in ("build", "expand") and all(columns == counted[0] for columns in counted)


def _columns(conversion: "Conversion", term: Row, period: str) -> list[tuple[str, float]]:
    """Return the columns whose sum, each times its factor, is what a term counts in a period."""
    kind, a, b, c = term["kind"], term["a"], term["b"], term["c"]
    if kind == "supply":
        return [(f"supply[{conversion.supply(a, b, c)}]", 1.0)]
    if kind == "process":
        return [(f"run[{conversion.made(a, b)}]", 1.0)]
    if kind == "stock":
        return [(f"stock[{conversion.site(a)},{b.lower()}]", 1.0)]
    if kind == "route":
        lane, into_market = conversion.lane(a, b), conversion.is_market(b)
        return [(f"sell[lane={lane},material={c.lower()}]" if into_market else f"ship[{lane},{c.lower()}]", 1.0)]
    if kind == "sale" and not conversion.is_market(a):  # What arrives there is what left for its own market.
        return [(f"sell[market={conversion.market(a)},material={b.lower()}]", 1.0)]
    if kind == "sale":
        return [
            (f"sell[lane={conversion.lane(route['from'], a)},material={b.lower()}]", number(route.get("yield")) or 1.0)
            for route in conversion.model["routes"]
            if (route["to"], route["material"]) == (a, b) and route["period"] in (EVERY, period)
        ]
    if kind in ("build", "expand"):
        return conversion.builds.columns(a, b, sized=kind == "expand")
    raise NotInTheFormat(f"limit term {term}")
