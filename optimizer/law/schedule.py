"""Which tariff rows a shipment bears on a day: prefixes, origins, dates, exemptions, replacements and programmes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.timeline import ONE_DAY
from optimizer.law.programme_terms import Preference, ProgrammeTerms

# Kinds of charges on goods that enter another country than home.
AT_IMPORT = ("duty", "surcharge", "fee")
# Kinds of charges on goods that enter the home country.
INTO_HOME = ("import_charge",)


@dataclass(frozen=True, slots=True)
class Goods:
    """What crosses which border: HS code in the form in which codes are held, countries of origin and entry."""

    hs_code: str
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class Line:
    """One charge in a stack.

    Attributes:
        tariff: The tariff row.
        preference: What a claim puts in place of its own rates; None where nothing does.
    """

    tariff: int
    preference: Preference = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A share of a node's days of entry in which one stack of charges applies."""

    share: float
    lines: tuple[Line, ...]


class Schedule:
    """The tariffs and programmes of a case, asked for the stack of charges on goods over time.

    Within one instrument the most specific HS prefix wins (then a named origin, then a named destination, then the id);
    instruments add up unless a row in force replaces another instrument.

    Attributes:
        programmes: When goods may be claimed, and what a claim puts in place of an instrument.
    """

    def __init__(self, case: Case) -> None:
        """Read the tables of law once."""
        self._case = case
        self._timeline = case.timeline
        tariffs = case["tariffs"]
        self._tariffs = tariffs
        self._prefixes = [str(prefix) for prefix in tariffs["hs_prefix"]]
        self._exempt = self._children("tariff_exemptions", "tariff", "hs_prefix")
        self._replaces = self._children("tariff_replacements", "tariff", "instrument")
        self._by_destination = self._index()
        self.programmes = ProgrammeTerms(case)
        days = (self._timeline.starts.astype("datetime64[D]"), self._timeline.ends.astype("datetime64[D]"))
        self._spans = list(zip(*(part.astype(int).tolist() for part in days), strict=True))
        self._claimable: dict[tuple[Goods, int], list[tuple[int, NDArray[np.float64]]]] = {}
        self._reached: dict[tuple[Goods, tuple[str, ...]], list[int]] = {}
        self._stacks: dict[tuple[Goods, str, int, tuple[str, ...]], tuple[tuple[Segment, ...], ...]] = {}

    def _index(self) -> dict[str, list[tuple[int, str, str]]]:
        """Return active rows with kind and origin by destination, "" for rows of every destination."""
        table = self._tariffs
        found = dict[str, list[tuple[int, str, str]]]()
        for row in self._case.active_rows("tariffs").tolist():
            entry = (row, str(table["kind"][row]), str(table["origin"][row]))
            found.setdefault(str(table["destination"][row]), []).append(entry)
        return found

    def _children(self, table: str, parent: str, column: str) -> dict[str, list[str]]:
        data = self._case[table]
        result = dict[str, list[str]]()
        for key, value in zip(data[parent], data[column], strict=True):
            result.setdefault(key, []).append(str(value))
        return result

    def programmes_for(self, goods: Goods, transit_days: float) -> list[tuple[int, NDArray[np.float64]]]:
        """Return the programmes under which the goods may be claimed, with the share of each node's entries that may.

        A programme counts if it is granted by the destination, benefits the origin, covers the goods, waives an
        instrument that applies to them, and is in force for some of the entries.
        """
        key = (goods, round(transit_days))
        if key not in self._claimable:
            self._claimable[key] = self._programmes_for(goods, transit_days)
        return self._claimable[key]

    def _programmes_for(self, goods: Goods, transit_days: float) -> list[tuple[int, NDArray[np.float64]]]:
        programmes = self._case["programmes"]
        result = []
        for row in self._case.active_rows("programmes"):
            if programmes["destination"][row] != goods.destination or goods.origin == goods.destination:
                continue
            window = self.programmes.window(int(row), goods.origin)
            if window is None or not self.covers(int(row), goods):
                continue
            starts, ends = (np.array([day]) for day in window)
            shares = self._timeline.shares_in_force(starts, ends, transit_days)[0]
            if (shares > 0).any():
                result.append((int(row), shares))
        return result

    def covers(self, programme: int, goods: Goods) -> bool:
        """Return whether a programme waives or lowers an instrument that applies to goods."""
        applicable = {str(self._tariffs["instrument"][row]) for row in self.reaching(goods)}
        return any(self.programmes.preference(programme, instrument, goods.hs_code) is not None for instrument in applicable)

    def reaching(self, goods: Goods, kinds: tuple[str, ...] = AT_IMPORT) -> list[int]:
        """Return the positions of the active rows of these kinds that cover the goods, whatever the date; empty if none do."""
        if (goods, kinds) not in self._reached:
            code = goods.hs_code
            keys = self._tariffs.keys
            destinations = {"", goods.destination}
            rows = [entry for destination in destinations for entry in self._by_destination.get(destination, ())]
            self._reached[goods, kinds] = sorted(
                row
                for row, kind, origin in rows
                if kind in kinds
                and origin in ("", goods.origin)
                and code.startswith(self._prefixes[row])
                and not any(code.startswith(prefix) for prefix in self._exempt.get(keys[row], ()))
            )
        return self._reached[goods, kinds]

    def segments(
        self, goods: Goods, claim: str, transit_days: float, kinds: tuple[str, ...] = AT_IMPORT
    ) -> tuple[tuple[Segment, ...], ...]:
        """Return, per node, the stacks of charges over the node's days of entry, loading plus transit.

        Args:
            goods: What crosses which border.
            claim: Programme claimed, or `ordinary`.
            transit_days: From loading to entry.
            kinds: Kinds of charges asked for.
        """
        key = (goods, claim, round(transit_days), kinds)
        if key not in self._stacks:
            self._stacks[key] = tuple(self._segments(goods, self.reaching(goods, kinds), claim, key[2]))
        return self._stacks[key]

    def _segments(self, goods: Goods, rows: list[int], claim: str, transit: int) -> Iterator[tuple[Segment, ...]]:
        """Yield the segments of every node; a stack is looked up once between two days on which anything begins or ends."""
        programme = self._case["programmes"].rows[claim] if claim != ORDINARY else None
        window = self.programmes.window(programme, goods.origin) if programme is not None else None
        windows = [(self._tariffs["start"][row], self._tariffs["end"][row]) for row in rows]
        windows += [window] if window is not None else []
        edges = {day for begin, end in windows for day in (begin, end + ONE_DAY) if not np.isnat(day)}
        days = np.array(sorted(edges), dtype="datetime64[D]").astype(int).tolist()
        stacks: dict[int, tuple[Line, ...]] = {}
        for start, end in self._spans:
            first = start + transit
            after = end + transit + 1
            # Days on which something begins or ends within the node's days of entry.
            cuts = days[bisect_right(days, first) : bisect_left(days, after)]
            segments = []
            for begin, stop in pairwise([first, *cuts, after]):
                interval = bisect_right(days, begin)
                if interval not in stacks:
                    stacks[interval] = self.stack(goods, rows, programme, np.datetime64(begin, "D"))
                segments.append(Segment((stop - begin) / (after - first), stacks[interval]))
            yield tuple(segments)

    def stack(self, goods: Goods, rows: list[int], programme: int | None, day: np.datetime64) -> tuple[Line, ...]:
        """Return the charges on entries of one day among candidate rows, each with its preference if claimed."""
        chosen: dict[str, int] = {}
        table = self._tariffs
        for row in rows:
            if not in_force(table["start"][row], table["end"][row], day):
                continue
            instrument = str(table["instrument"][row])
            if instrument not in chosen or self._rank(row) > self._rank(chosen[instrument]):
                chosen[instrument] = row
        # What a row in force replaces drops out, however specific it is.
        replaced = {name for row in chosen.values() for name in self._replaces.get(table.keys[row], ())}
        kept = sorted(row for instrument, row in chosen.items() if instrument not in replaced)
        window = self.programmes.window(programme, goods.origin) if programme is not None else None
        if programme is None or window is None or not in_force(*window, day):
            return tuple(map(Line, kept))
        return tuple(
            Line(row, self.programmes.preference(programme, str(table["instrument"][row]), goods.hs_code)) for row in kept
        )

    def _rank(self, row: int) -> tuple[int, bool, bool, str]:
        table = self._tariffs
        return (len(self._prefixes[row]), bool(table["origin"][row]), bool(table["destination"][row]), table.keys[row])


def in_force(start: np.datetime64, end: np.datetime64, day: np.datetime64) -> bool:
    """Return whether a day is within [start, end], NaT = open."""
    return bool((np.isnat(start) or start <= day) and (np.isnat(end) or day <= end))
