"""What rows and numbers are called where people read of them."""

from collections import Counter
from pathlib import Path

import pytest

from optimizer.domain.case import Case
from optimizer.domain.naming import NUMBERS, ROWS, Naming
from optimizer.domain.tables import TABLES
from optimizer.domain.wording import amount, money, one_more, price, years_of
from optimizer.store.case_files import read_case_folder

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def kenya() -> Case:
    """Return the Kenya case."""
    return read_case_folder(DATA / "kenya").case


def addresses(case: Case) -> list[str]:
    """Return the address of every number that a case gives, but for provenance and weights of time."""
    found = []
    for name, table in TABLES.items():
        if table.figures:
            found += [case[name].address(row, column.name) for column in table.numbers for row in range(len(case[name]))]
    return found


@pytest.mark.parametrize("name", ["kenya", "tutorial"])
def test_every_number_has_a_name_of_its_own(name: str) -> None:
    """No two numbers of a shipped case are called alike, and none is called by its address."""
    case = read_case_folder(DATA / name).case
    naming = Naming(case)
    counts = Counter(naming.number(address) for address in addresses(case))

    assert [called for called, count in counts.items() if count > 1] == []
    assert not any("[" in called or "_" in called.split(" of ")[0] for called in counts)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("supplies[gem-rough].max_per_year", "the yearly supply of Coloured gemstones, facet rough"),
        ("processes[gem-cut].operating_cost_per_unit", "the running cost of Gem cutting"),
        ("demands[cn-ree-concentrate,2].price_per_unit", "the price of Rare-earth mineral concentrate in China, tier 2"),
        ("expansions[isulu-cil].capital_cost_per_unit", "the cost of building Isulu mine and cyanide plant"),
        (
            "process_flows[ree-concentrate,ree-concentrate].amount_per_unit",
            "the yield of Rare-earth mineral concentrate in Rare-earth mine and concentrator",
        ),
        ("supplies[nothing].max_per_year", "supplies[nothing].max_per_year"),
        ("nonsense", "nonsense"),
    ],
)
def test_numbers_are_called_in_words(kenya: Case, address: str, name: str) -> None:
    """An address that names nothing stands for itself."""
    assert name == Naming(kenya).number(address)


def test_templates_name_columns_that_exist() -> None:
    """A template of a table that is no more, or of a column, fails here."""
    assert set(ROWS) <= set(TABLES)
    assert all(TABLES[table].has_column(column) for table, column in NUMBERS)


@pytest.mark.parametrize(
    ("unit", "nodes", "words"),
    [
        ("t/year", [str(year) for year in range(2027, 2037)], "one more tonne in each year 2027 to 2036"),
        ("ct/year", ["2027", "2029", "2030"], "one more carat in each year 2027, 2029 to 2030"),
        ("MWh/year", ["2027"], "one more MWh in 2027"),
        ("t/year", ["1"], "one more tonne a year"),
        ("t/year", ["good", "bad"], "one more tonne a year"),
        ("t", [], "one more tonne"),
        ("fraction", ["2027"], "one percentage point more"),
    ],
)
def test_one_more_is_told_with_its_years(unit: str, nodes: list[str], words: str) -> None:
    """A yearly number is raised in every year, and the sentence says so."""
    assert words == one_more("supplies[pit].max_per_year", unit, nodes)


def test_what_may_be_built_is_a_capacity() -> None:
    """It binds in the last year, but is no amount of that year."""
    assert "one less tonne of yearly capacity" == one_more("expansions[mill].max_added_per_year", "t/year", ["2036"], "less")


def test_numbers_have_sensible_digits() -> None:
    """Cents from one upwards, three digits below; millions are told as such."""
    assert ("27,771.90", "0.0381", "0.00") == (price(27_771.9), price(0.0381), price(0.0))
    assert ("11,935", "0.209", "nan") == (amount(11_935.2), amount(0.20869), amount(float("nan")))
    assert ("120.44 million USD", "12,000 USD") == (money(120_440_000.0, "USD"), money(12_000.0, "USD"))
    assert "2027 to 2028, 2030" == years_of(["2030", "2028", "2027"])
