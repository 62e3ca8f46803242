"""Why a programme of a destination does not help goods on a day."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from optimizer.domain.case import Case
from optimizer.law.citations import Citation, cite, iso
from optimizer.law.schedule import Goods, Schedule, in_force


class Refusal(Enum):
    """Why a programme is of no use, in the order in which it is asked."""

    SWITCHED_OFF = "switched_off"
    NOT_BENEFICIARY = "not_beneficiary"
    NOT_IN_FORCE = "not_in_force"
    NOT_COVERED = "not_covered"
    NOTHING_TO_WAIVE = "nothing_to_waive"


@dataclass(frozen=True, slots=True)
class NotGranted:
    """A programme that does not help.

    Attributes:
        programme: Its id.
        name: Its title.
        refusal: Why.
        text: Why, a clause for people.
        start, end: Days of entry on which it may be claimed, ISO 8601; "" = open.
        citation: What the programme rests on.
    """

    programme: str
    name: str
    refusal: Refusal
    text: str
    start: str
    end: str
    citation: Citation


def why_not(
    case: Case, schedule: Schedule, programme: int, goods: Goods, rows: list[int], day: np.datetime64
) -> NotGranted | None:
    """Return why a programme changes no line of the goods' stack on a day; None if it changes one.

    Args:
        case: The case.
        schedule: Its schedule.
        programme: Row of `programmes`, one of the goods' destination.
        goods: The goods.
        rows: Tariff rows that reach them, whatever the date.
        day: Day of entry.
    """
    programmes = case["programmes"]
    if not programmes["active"][programme]:
        return _refused(case, programme, Refusal.SWITCHED_OFF, "it is switched off in the case")
    window = schedule.programmes.window(programme, goods.origin)
    if window is None:
        return _refused(case, programme, Refusal.NOT_BENEFICIARY, f"{goods.origin} is no beneficiary")
    if not in_force(*window, day):
        return _refused(case, programme, Refusal.NOT_IN_FORCE, _dates(*window, day), window)
    if any(line.preference is not None for line in schedule.stack(goods, rows, programme, day)):
        return None
    if _covered(case, schedule, programme, goods):
        return _refused(case, programme, Refusal.NOTHING_TO_WAIVE, "no charge that it waives applies to the goods", window)
    return _refused(case, programme, Refusal.NOT_COVERED, f"it does not cover HS {goods.hs_code}", window)


def nothing_saved(case: Case, programme: int) -> NotGranted:
    """Return that a programme covers the goods, but what it waives comes to nothing anyway."""
    return _refused(case, programme, Refusal.NOTHING_TO_WAIVE, "what it waives comes to nothing on these goods anyway")


def _covered(case: Case, schedule: Schedule, programme: int, goods: Goods) -> bool:
    """Return whether the programme covers the goods for any instrument of the case at all."""
    instruments = {str(name) for name in case["tariffs"]["instrument"]}
    return any(
        schedule.programmes.preference(programme, instrument, goods.hs_code) is not None for instrument in sorted(instruments)
    )


def _dates(start: np.datetime64, end: np.datetime64, day: np.datetime64) -> str:
    if not np.isnat(start) and day < start:
        return f"it is not in force on {day}: entries may claim it from {start}"
    return f"it is not in force on {day}: entries could claim it until {end}"


def _refused(
    case: Case,
    programme: int,
    refusal: Refusal,
    text: str,
    window: tuple[np.datetime64, np.datetime64] | None = None,
) -> NotGranted:
    programmes = case["programmes"]
    key = programmes.keys[programme]
    start, end = window or (programmes["start"][programme], programmes["end"][programme])
    name = str(programmes["name"][programme]) or key
    return NotGranted(key, name, refusal, text, iso(start), iso(end), cite(case, "programmes", programme))
