"""One shipment whose charges are asked for: read from what a caller gives, every mistake named at once."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.cells import ABSURD, EARLIEST, LATEST
from optimizer.domain.codes import CODE_DIGITS, NotACode, read_country, read_hs
from optimizer.domain.contents import read_contents
from optimizer.domain.countries import likely_code
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.suggestions import Names

# Known names that a fix lists at most.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Query:
    """What a caller asks about, as given; "" and None = not given.

    Attributes:
        hs_code: HS code of the goods, with or without dots.
        material: Material of the case instead of a code.
        origin: Code of the country of origin; "" = the home country.
        destination: Market of the case, or code of a country or customs union that its tables of law name.
        entry_date: Day of entry, ISO 8601; "" = first day of the case's horizon.
        value_per_tonne: Customs value, money/t.
        parcel_tonnes: Tonnes in one customs entry; None = unknown, so that least and largest charges are left out.
        contained: Tonnes of minerals in a tonne of the goods; those not named are taken from the material.
    """

    hs_code: str = ""
    material: str = ""
    origin: str = ""
    destination: str = ""
    entry_date: str = ""
    value_per_tonne: float | None = None
    parcel_tonnes: float | None = None
    contained: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where and when goods enter.

    Attributes:
        market: Market named; "" if a country was.
        destination: Country or customs union of entry.
        origin: Country of origin.
        day: Day of entry.
        node: Position of the node that holds the day; the nearest one outside the horizon, the first where time branches.
    """

    market: str
    destination: str
    origin: str
    day: np.datetime64
    node: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """A tonne of goods at a border.

    Attributes:
        hs_code: HS code, as given or as the material has it.
        material: Material, "" if a code was given.
        entry: Where and when.
        value: Customs value, money/t.
        parcel_tonnes: Tonnes in one customs entry, NaN if unknown.
        contained: Tonnes of each mineral in a tonne of goods, in the case's order of minerals, NaN if unknown.
    """

    hs_code: str
    material: str
    entry: Entry
    value: float
    parcel_tonnes: float
    contained: tuple[float, ...]


def read_shipment(case: Case, query: Query) -> Shipment:
    """Return the shipment that a query describes.

    Raises:
        InvalidCase: With every field that is missing or wrong.
    """
    wrong: list[Violation] = []
    entry = _entry(case, query, wrong)
    hs_code = _hs_code(case, query, wrong)
    value = _amount("value_per_tonne", query.value_per_tonne, wrong)
    parcel = math.nan if query.parcel_tonnes is None else _amount("parcel_tonnes", query.parcel_tonnes, wrong)
    if query.value_per_tonne is None:
        wrong.append(Violation("value_per_tonne", "missing-value", "", "no customs value is given", "give money per tonne"))
    contained = _contained(case, query, entry, wrong)
    if wrong or entry is None:
        raise InvalidCase(wrong)
    return Shipment(hs_code, query.material, entry, value, parcel, contained)


def read_entry(case: Case, query: Query) -> Entry:
    """Return where and when goods enter, whatever they are; raise InvalidCase with every field that is wrong."""
    wrong: list[Violation] = []
    entry = _entry(case, query, wrong)
    if wrong or entry is None:
        raise InvalidCase(wrong)
    return entry


def _entry(case: Case, query: Query, wrong: list[Violation]) -> Entry | None:
    before = len(wrong)
    market, destination = _destination(case, query.destination, wrong)
    origin = _origin(case, query.origin.strip(), wrong)
    day = _day(case, query.entry_date.strip(), wrong)
    if len(wrong) > before:
        return None
    return Entry(market, destination, origin, day, node_of(case, day))


def node_of(case: Case, day: np.datetime64) -> int:
    """Return the position of the first node that holds the day; the first or last node if none does."""
    timeline = case.timeline
    within = np.flatnonzero((timeline.starts <= day) & (day <= timeline.ends))
    if len(within):
        return int(within[0])
    if day < timeline.starts[0]:
        return 0
    return len(timeline) - 1


def _origin(case: Case, text: str, wrong: list[Violation]) -> str:
    """Return the country of origin; the home country if none is given, "" if it is wrong."""
    if not text:
        return case.home_country
    try:
        code = read_country(text)
        if code not in case.known_countries:
            raise NotACode("unknown-country", "no country or customs union of the case has this code", "use a code of ISO 3166-1")
    except NotACode as error:
        wrong.append(Violation("origin", error.rule, text, error.problem, error.fix))
        return ""
    return code


def _destination(case: Case, name: str, wrong: list[Violation]) -> tuple[str, str]:
    """Return market and country; the market is "" if the name is a country's."""
    markets = case["markets"]
    name = name.strip()
    if name in markets.rows:
        return name, case.market_countries[markets.rows[name]]
    countries = {*case.market_countries}
    countries |= {str(country) for table in ("tariffs", "programmes") for country in case[table]["destination"]} - {""}
    if name in countries:
        return "", name
    known = [*sorted(markets.keys), *sorted(countries)]
    listed = f"name one of {', '.join(known[: 2 * LISTED])}"
    if not name:
        wrong.append(Violation("destination", "missing-value", "", "no destination is given", listed))
        return "", ""
    meant = likely_code(name)
    fix = f"use {meant}" if meant in countries else Names(known).question(name, listed)
    wrong.append(Violation("destination", "unknown-destination", name, "no market or country of entry is called so", fix))
    return "", ""


def _day(case: Case, text: str, wrong: list[Violation]) -> np.datetime64:
    if not text:
        return np.datetime64(case.timeline.starts[0], "D")
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        day = np.datetime64(text, "D")
        if not np.datetime64(EARLIEST) <= day <= np.datetime64(LATEST):
            raise ValueError
    except ValueError:
        fix = f"write YEAR-MONTH-DAY between {EARLIEST} and {LATEST}, for example 2027-03-01"
        wrong.append(Violation("entry_date", "not-a-date", text, "not a day of the calendar that Madini reads", fix))
        return np.datetime64("NaT", "D")
    return day


def _hs_code(case: Case, query: Query, wrong: list[Violation]) -> str:
    materials = case["materials"]
    if query.material:
        at = materials.rows.get(query.material)
        code = "" if at is None else str(materials["hs_code"][at])
        if at is None:
            known = ", ".join(sorted(materials.keys)[:LISTED])
            listed = f"write an HS code such as 7202.93, or a material: {known}{', ...' if len(materials) > LISTED else ''}"
            fix = Names(materials.keys).question(query.material, listed)
            wrong.append(Violation("material", "unknown-material", query.material, "the case has no such material", fix))
        elif not code:
            wrong.append(
                Violation("material", "no-hs-code", query.material, "the material has no HS code", "give the code itself")
            )
        return code
    code = query.hs_code.strip()
    if not code:
        wrong.append(Violation("hs_code", "missing-value", "", "no goods are given", "give an HS code or a material"))
        return ""
    try:
        return read_hs(code, *CODE_DIGITS)
    except NotACode as error:
        wrong.append(Violation("hs_code", error.rule, code, error.problem, error.fix))
        return ""


def _amount(field_name: str, value: float | None, wrong: list[Violation]) -> float:
    """Return a number that must be above 0; NaN if it is not given or wrong."""
    if value is None:
        return math.nan
    if not (math.isfinite(value) and value > 0):
        wrong.append(Violation(field_name, "not-positive", f"{value:g}", "must be a number above 0", "give a positive number"))
        return math.nan
    if value >= ABSURD:
        problem = f"no number can be as large as {ABSURD:g}"
        fix = "check the unit: money or tonnes, not thousandths of them"
        wrong.append(Violation(field_name, "absurd-number", f"{value:g}", problem, fix))
        return math.nan
    return value


def _contained(case: Case, query: Query, entry: Entry | None, wrong: list[Violation]) -> tuple[float, ...]:
    minerals = case["minerals"]
    materials = case["materials"]
    row = materials.rows.get(query.material, -1)
    known = [math.nan] * len(minerals)
    if row >= 0 and entry is not None:
        contents = read_contents(case)
        per_tonne = contents.contained[row, :, entry.node] / case.numbers("materials", "tonnes_per_unit")[row, entry.node]
        unknown = contents.holds[row] & (per_tonne == 0)  # Held in an amount that the case does not tell.
        known = [math.nan if missing else float(share) for share, missing in zip(per_tonne, unknown, strict=True)]
    for mineral, share in query.contained.items():
        address = f"contained[{mineral}]"
        if mineral not in minerals.rows:
            listed = "leave it out"
            if len(minerals):
                listed = f"name one of {', '.join(minerals.keys[:LISTED])}"
            fix = Names(minerals.keys).question(mineral, listed)
            wrong.append(Violation(address, "unknown-mineral", mineral, "the case has no such mineral", fix))
        elif not 0 <= share <= 1:
            problem = "must be tonnes of the mineral in a tonne of goods"
            wrong.append(Violation(address, "not-a-share", f"{share:g}", problem, "give a share between 0 and 1"))
        else:
            known[minerals.rows[mineral]] = share
    return tuple(known)
