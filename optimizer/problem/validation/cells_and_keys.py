"""Rules on single values and on references between tables."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import IMPLIED, Case, is_implied
from optimizer.domain.errors import Violation
from optimizer.domain.suggestions import Names
from optimizer.domain.table_data import TableData
from optimizer.domain.tables import TABLES, Column, Kind

REQUIRED_TABLES = ("case", "materials")
ORDERED_PAIRS = (
    ("min_per_year", "max_per_year"),
    ("final_min", "final_max"),
    ("minimum", "maximum"),
    ("min_per_parcel", "max_per_parcel"),
    ("low", "high"),
)


def required_tables(case: Case) -> Iterator[Violation]:
    """Yield a violation per table without which there is no case."""
    for name in REQUIRED_TABLES:
        if not len(case[name]):
            yield Violation(name, "missing-table", "", "the table is missing or empty", f"add {name}.csv with at least one row")
    if len(case["case"]) > 1:
        yield Violation("case", "several-rows", str(len(case["case"])), "the table must hold one row", "delete the others")


def ranges(case: Case) -> Iterator[Violation]:
    """Yield a violation per number outside its column's range, and a warning per rate above 1."""
    for name in TABLES:
        data = case[name]
        for column in data.table.numbers:
            if len(data):
                yield from _outside(case, data, column)


def _outside(case: Case, data: TableData, column: Column) -> Iterator[Violation]:
    own = data[column.name]
    spots = [(row, "", float(own[row])) for row in np.flatnonzero(_bad(own, column)).tolist()]
    overrides = case.node_values.get((data.table.name, column.name), {})
    for (row, node), value in sorted(overrides.items()):
        if _bad(np.array([value]), column)[0]:
            spots.append((row, f"@{node}", value))
    for row, node, value in spots:
        address = data.address(row, column.name) + node
        if column.low is not None and value < column.low:
            rule = "below-range"
            if column.low == 0.0:
                rule = "negative"
            yield Violation(address, rule, f"{value:g}", f"must be at least {column.low:g}", "check sign and unit")
        elif column.high is not None and value > column.high:
            if column.is_rate:
                fix = f"write rates as fractions: {value / 100:g} for {value:g} %"
                yield Violation(address, "rate-above-5", f"{value:g}", "a rate must not exceed 5 (500 %)", fix)
            else:
                yield Violation(address, "above-range", f"{value:g}", f"must be at most {column.high:g}", "check the unit")
        else:
            fix = "make sure that it is meant as a fraction"
            yield Violation(address, "rate-above-1", f"{value:g}", "a rate above 1 is more than 100 %", fix, warning=True)


def _bad(values: np.ndarray, column: Column) -> np.ndarray:
    bad = np.zeros(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        if column.low is not None:
            bad |= values < column.low
        if column.high is not None:
            bad |= values > (1.0 if column.is_rate else column.high)
    return bad


def references(case: Case) -> Iterator[Violation]:
    """Yield a violation per id that names no row of the table it refers to."""
    for name in TABLES:
        data = case[name]
        for column in data.table.columns:
            if column.kind is not Kind.REFERENCE or not len(data) or _free_text(case, column):
                continue
            known = {key for table in column.references for key in _ids(case[table])}
            if is_implied(data):
                known.add(IMPLIED)
            names = Names(sorted(known))
            tables = " or ".join(column.references)
            otherwise = "add the row, or correct the id"
            if column.references == ("minerals",) and is_implied(case["contents"]):
                names = Names(sorted(known - set(case["materials"].keys)))  # A raw material is not what is meant by a mineral.
                otherwise = f"without contents.csv the minerals are the raw materials; {_how_to_say_contents(case)}"
            for row, value in enumerate(data[column.name]):
                if value and value not in known:
                    fix = names.question(value, otherwise)
                    yield Violation(data.address(row, column.name), "unknown-id", value, f"no row of {tables} has this id", fix)


def _free_text(case: Case, column: Column) -> bool:
    return column.references == ("sources",) and not len(case["sources"])


def _ids(data: TableData) -> set[str]:
    return set(data[data.table.key[0]])


def _how_to_say_contents(case: Case) -> str:
    """Return how to write down which minerals materials hold, with a material of the case as an example."""
    raw = next((key for key, is_raw in zip(case["materials"].keys, case["materials"]["raw"], strict=True) if is_raw), "ore")
    return f"write in contents.csv which mineral each material holds, a row each: {raw}, its mineral, and tonnes of it in a tonne"


def minimum_above_maximum(case: Case) -> Iterator[Violation]:
    """Yield a violation per row whose least amount exceeds its largest, at any node."""
    for name in TABLES:
        data = case[name]
        for low, high in ORDERED_PAIRS:
            if not (len(data) and data.table.has_column(low) and data.table.has_column(high)):
                continue
            lows = case.numbers(name, low)
            highs = case.numbers(name, high)
            floor = data.table.column(high).low
            with np.errstate(invalid="ignore"):
                wrong = (lows > highs) & (True if floor is None else highs >= floor)  # A negative maximum is reported as such.
            for row in np.flatnonzero(wrong.any(axis=1)):
                node = int(np.flatnonzero(wrong[row])[0])
                value = f"{lows[row, node]:g} > {highs[row, node]:g}"
                problem = f"{low} exceeds {high}"
                yield Violation(
                    data.address(int(row), low), "minimum-above-maximum", value, problem, f"lower {low} or raise {high}"
                )


def sites_and_markets_share_ids(case: Case) -> Iterator[Violation]:
    """Yield a violation per id that is both a site and a market: a lane to it would be ambiguous."""
    for name in sorted(set(case["sites"].keys) & set(case["markets"].keys)):
        yield Violation(f"markets[{name}]", "ambiguous-id", name, "a site has the same id", "rename one of the two")


RULES = (required_tables, ranges, references, minimum_above_maximum, sites_and_markets_share_ids)
