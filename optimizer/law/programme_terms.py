"""Terms of preference programmes: when goods may be claimed, and what a claim puts in place of an instrument."""

from enum import Enum
from typing import TypeAlias

import numpy as np

from optimizer.domain.case import Case


class Waiver(Enum):
    """What a claim may put in place of an instrument besides a row of `programme_rates`."""

    FREE = "free"
    """Nothing: the programme waives the instrument altogether."""


# What a claim puts in place of an instrument: a row of `programme_rates`, or a waiver; None where the programme leaves it alone.
Preference: TypeAlias = int | Waiver | None


def order_of(preference: Preference) -> tuple[bool, int]:
    """Return where a preference stands among others: waivers, then none, then rows in their order."""
    if preference is None:
        return True, -1
    if isinstance(preference, Waiver):
        return False, -1
    return True, preference


class ProgrammeTerms:
    """The tables of programmes, read once."""

    def __init__(self, case: Case) -> None:
        """Read the rates by programme and instrument."""
        self._case = case
        self._rates = self._read_rates()

    def _read_rates(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        """Return the rows of `programme_rates` with their prefixes by programme and instrument."""
        table = self._case["programme_rates"]
        found = dict[tuple[str, str], list[tuple[int, str]]]()
        for row, key in enumerate(zip(table["programme"], table["instrument"], strict=True)):
            found.setdefault(key, []).append((row, str(table["hs_prefix"][row])))
        return found

    def window(self, programme: int, origin: str) -> tuple[np.datetime64, np.datetime64] | None:
        """Return the first and last day of entry on which goods of `origin` may be claimed, NaT = open; None if never.

        These are the days on which the programme is in force and the country a beneficiary. A programme without countries
        benefits the home country.
        """
        programmes = self._case["programmes"]
        table = self._case["programme_countries"]
        key = programmes.keys[programme]
        start = programmes["start"][programme]
        end = programmes["end"][programme]
        if not ((table["programme"] == key) & table["active"]).any():
            if origin == self._case.home_country:
                return (start, end)
            return None
        row = table.rows.get(f"{key},{origin},beneficiary")
        if row is None or not table["active"][row]:
            return None
        return np.fmax(start, table["start"][row]), np.fmin(end, table["end"][row])

    def preference(self, programme: int, instrument: str, hs_code: str) -> Preference:
        """Return what a claim puts in place of the instrument for goods; None if the programme does not cover them."""
        programmes = self._case["programmes"]
        table = self._case["programme_rates"]
        key = programmes.keys[programme]
        best: int | None = None
        length = -1
        for row, prefix in self._rates.get((key, instrument), ()):
            if hs_code.startswith(prefix) and len(prefix) > length:
                best = row
                length = len(prefix)
        if best is not None:
            if table["covered"][best]:
                return best
            return None
        if programmes["waives"][programme] == instrument:
            return Waiver.FREE
        return None
