"""What a row of a table of law rests on: its source, told in full, and how good it is."""

from dataclasses import dataclass

from optimizer.domain.case import Case


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a row comes from.

    Attributes:
        source: Id in table `sources`, or any text where the case has no such table; "" if the row names none.
        citation: Author, title, publisher; the source itself where the case does not explain it.
        date: Day of publication, ISO 8601; "" if unknown.
        link: Where it can be read; "" if nowhere.
        confidence: One of the data dictionary's, for example `published`; "" if not stated.
        note: What the row adds; "" if nothing.
        read: Day on which it was read, ISO 8601; "" if unknown.
    """

    source: str = ""
    citation: str = ""
    date: str = ""
    link: str = ""
    confidence: str = ""
    note: str = ""
    read: str = ""


def cite(case: Case, table: str, row: int) -> Citation:
    """Return what one row of a table of law rests on."""
    data = case[table]
    sources = case["sources"]
    source = str(data["source"][row])
    at = sources.rows.get(source)
    confidence = str(data["confidence"][row])
    note = str(data["note"][row])
    if at is None:
        return Citation(source, source, confidence=confidence, note=note)
    citation = str(sources["citation"][at])
    link = str(sources["link"][at])
    return Citation(source, citation, iso(sources["date"][at]), link, confidence, note, iso(sources["read"][at]))


def iso(day: object) -> str:
    """Return a day as ISO 8601, "" for none."""
    text = str(day)
    if text == "NaT":
        return ""
    return text
