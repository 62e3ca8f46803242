"""Rules on codes of countries and customs unions: that each is one, and that a market says where it is."""

from collections.abc import Iterator

from optimizer.domain.case import Case
from optimizer.domain.countries import CODES, likely_code
from optimizer.domain.errors import Violation
from optimizer.domain.tables import TABLES, Kind

COUNTRY_COLUMNS = tuple(
    (name, column.name)
    for name, table in TABLES.items()
    for column in table.columns
    if column.kind is Kind.COUNTRY and name != "customs_unions"
)


def unknown_countries(case: Case) -> Iterator[Violation]:
    """Yield a violation per code that is neither a country's nor that of a customs union of the case."""
    for name, column in COUNTRY_COLUMNS:
        data = case[name]
        for row, code in enumerate(data[column]):
            if code and code not in case.known_countries:
                problem = "there is no country and no customs union of this code"
                fix = "use the code of ISO 3166-1, or declare a customs union in customs_unions.csv"
                yield Violation(data.address(row, column), "unknown-country", str(code), problem, fix)


def markets_without_country(case: Case) -> Iterator[Violation]:
    """Yield a violation per market whose country is blank and whose id in capitals is no code either."""
    markets = case["markets"]
    for row, code in enumerate(case.market_countries):
        if markets["country"][row] or code in case.known_countries:
            continue
        meant = likely_code(markets.keys[row], only_sure=True)
        fix = "give it in markets.csv; a made-up country is XA to XZ, a place elsewhere ZZ"
        problem = "the country of the market is blank, and its id is no country's code"
        yield Violation(
            markets.address(row, "country"),
            "unknown-country",
            markets.keys[row],
            problem,
            f"give {meant} in markets.csv" if meant else fix,
        )


def customs_unions(case: Case) -> Iterator[Violation]:
    """Yield a violation per customs union whose code is a country's."""
    table = case["customs_unions"]
    for row, code in enumerate(table["code"]):
        if code in CODES and code != "EU":
            problem = "the code of a customs union is a country's own"
            yield Violation(table.address(row, "code"), "ambiguous-id", str(code), problem, "use another, such as EAC")


RULES = (unknown_countries, markets_without_country, customs_unions)
