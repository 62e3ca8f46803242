"""Where goods come into a case, and of which origin they are then."""

from typing import NamedTuple

from optimizer.domain.case import Case
from optimizer.law.origin import Origin, OriginLaw
from optimizer.world.network import Place


class Source(NamedTuple):
    """A supply, or a stock with something in it at the very beginning.

    Attributes:
        table: `supplies` or `stocks`.
        row: Its row there.
        place: What comes in where.
        origin: Origin of the goods: of the country named, else of that of the site.
    """

    table: str
    row: int
    place: Place
    origin: Origin


def read_sources(case: Case, law: OriginLaw) -> list[Source]:
    """Return every active source whose site and material the case has, supplies first, in the order of the tables."""
    found = []
    initial = case.numbers("stocks", "initial")
    for table in ("supplies", "stocks"):
        named = case[table]["origin_country"]
        sites, materials = (case.position(table, name).tolist() for name in ("site", "material"))
        for row in case.active_rows(table).tolist():
            place = Place(sites[row], materials[row])
            is_empty = table == "stocks" and not (initial[row] > 0).any()
            if not is_empty and min(place) >= 0:
                country = str(named[row]) or law.country_of_site(place.site)
                found.append(Source(table, row, place, law.mined_in(country)))
    return found
