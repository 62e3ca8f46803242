"""Origin is told apart only where something can see it: columns counted, and optima with and without the merging."""

from collections.abc import Iterable

import pytest

from optimizer.formulation.build import Built, build
from optimizer.solver.session import Session
from tests.analyses.blending_networks import Rows, blending_network
from tests.analyses.mixed_networks import mixed_network
from tests.made_cases import SETTING, make_problem

CENT = 0.01
COUNTRIES = (
    *("KE", "AU", "BR", "CA", "CN", "DE", "ES", "FR", "GB", "IN", "IT", "JP"),
    *("KR", "MX", "NO", "PL", "RW", "SE", "TR", "TZ", "UG", "US", "ZA", "ZM"),
)
"""Home and other countries."""


def trading_network(countries: int, *, apart: bool = True) -> Rows:
    """Return countries that each dig, smelt and buy, with a lane from every site to every other and to every market.

    Args:
        countries: How many there are.
        apart: Whether they are countries at all; if not, everything is in the home country.
    """
    names = COUNTRIES[:countries]
    places = [(name.lower(), name if apart else "KE") for name in names]
    return {
        "case": [{**SETTING, "home_country": "KE"}],
        "sites": [{"id": place, "country": country} for place, country in places],
        "materials": [
            {"id": "ore", "stage": "ore", "hs_code": "2604.00", "reference_value_per_unit": 100},
            {"id": "metal", "stage": "refined", "hs_code": "7502.10", "reference_value_per_unit": 1_000},
        ],
        "supplies": [
            {"id": place, "site": place, "material": "ore", "cost_per_unit": 10 + at, "max_per_year": 100}
            for at, (place, _) in enumerate(places)
        ],
        "processes": [
            {"id": place, "site": place, "feed": "ore", "operating_cost_per_unit": 50 - at,
             "substantial": True, "max_per_year": 150}
            for at, (place, _) in enumerate(places)
        ],
        "process_flows": [
            {"process": place, "material": material, "direction": direction, "amount_per_unit": 1}
            for place, _ in places
            for material, direction in (("ore", "in"), ("metal", "out"))
        ],
        "lanes": [
            {"id": f"{start}-{end}", "from_site": start, "to": end, "freight_per_tonne": 1 + abs(one - two)}
            for one, (start, _) in enumerate(places)
            for two, end in enumerate([*(place for place, _ in places), *(f"to-{place}" for place, _ in places)])
            if start != end
        ],
        "markets": [{"id": f"to-{place}", "country": country} for place, country in places],
        "demands": [
            {"id": place, "tier": "1", "market": f"to-{place}", "material": "metal", "max_per_year": 50,
             "price_per_unit": 900 + at}
            for at, (place, _) in enumerate(places)
        ],
    }  # fmt: skip


def columns(rows: Rows, **tables: Iterable[dict[str, object]]) -> list[str]:
    """Return the names of the columns of a case with tables replaced."""
    return build(make_problem({**rows, **{name: list(table) for name, table in tables.items()}})).lp.column_names


def best(built: Built) -> float:
    """Return the optimum."""
    return Session(built.lp, CENT).solve().objective


@pytest.mark.parametrize("countries", [4, 9, 22])
def test_countries_that_no_law_looks_at_add_no_column(countries: int) -> None:
    """Without tariffs, programmes, royalties and minerals the program is that of one country, name by name."""
    assert columns(trading_network(countries, apart=False)) == columns(trading_network(countries))


def test_blends_that_no_law_looks_at_add_no_column() -> None:
    """The same for networks with blends, stocks, additives and six origins of every input."""
    for seed in range(6):
        rows = blending_network(seed, lawless=True)
        at_home = [{**site, "country": "KE"} for site in rows["sites"]]
        own = {name: [{**row, "origin_country": "KE"} for row in rows[name]] for name in ("supplies", "stocks")}
        assert columns(rows, sites=at_home, **own) == columns(rows), seed


DUTY = {"id": "all", "instrument": "mfn", "destination": "AU", "hs_prefix": "75", "ad_valorem": 0.1}
"""On metal, whoever made it. Ore is of another chapter, so that no row of law looks at where it is from."""


def test_a_duty_on_everybody_is_seen_by_its_own_country_alone() -> None:
    """Goods of AU pay nothing there, all others alike: two classes of metal.

    Ore is one: it becomes metal of the country where it is smelted, wherever it is from.
    """
    plain, taxed = columns(trading_network(9)), columns(trading_network(9), tariffs=[DUTY])

    assert sum(name.startswith("ship[") and ",ore" in name for name in taxed) == 9 * 8
    assert sum(name.startswith("ship[") and ",metal" in name for name in taxed) == 2 * 9 * 8
    assert sum(name.startswith("run[") for name in taxed) == 9
    assert len(taxed) == len(plain) + 9 * 8 + 9 * 9


def test_a_duty_on_one_country_is_seen_by_that_country_alone() -> None:
    """A surcharge on goods of CA in AU: AU's own goods, CA's and all others."""
    extra = {**DUTY, "id": "extra", "instrument": "s301", "origin": "CA"}
    taxed = columns(trading_network(9), tariffs=[extra, DUTY])

    assert sum(name.startswith("ship[") and ",metal" in name for name in taxed) == 3 * 9 * 8


def test_a_duty_on_other_goods_is_not_seen() -> None:
    """Metal of chapter 75 pays nothing under a tariff on chapter 72."""
    assert columns(trading_network(9)) == columns(trading_network(9), tariffs=[{**DUTY, "hs_prefix": "72"}])


def test_a_mineral_tells_home_ore_from_all_other() -> None:
    """Verdicts look at home ore: two classes of whatever holds the mineral, whatever the number of countries."""
    contents = [{"material": name, "mineral": "nickel", "fraction": 0.1} for name in ("ore", "metal")]
    few, many = (columns(trading_network(count), contents=contents) for count in (4, 9))

    for count, names in ((4, few), (9, many)):
        assert sum(name.startswith("ship[") for name in names) == 2 * 2 * count * (count - 1)


def assert_merging_changes_no_optimum(seeds: Iterable[int]) -> tuple[int, int]:
    """Solve with origins merged and told apart; return the numbers of columns."""
    merged, sharp = 0, 0
    for seed in seeds:
        problem = make_problem(blending_network(seed) if seed % 3 else mixed_network(seed))
        one, other = build(problem), build(problem, sharp=True)
        assert best(one) == pytest.approx(best(other), rel=1e-9), seed
        merged, sharp = merged + one.lp.matrix.shape[1], sharp + other.lp.matrix.shape[1]
    return merged, sharp


def test_merging_changes_no_optimum() -> None:
    """With law of every kind, merged and told apart come to the same to 1e-9, and something was merged."""
    merged, sharp = assert_merging_changes_no_optimum(range(16))

    assert merged < 0.9 * sharp


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(16, 1_216, 200))
def test_merging_changes_no_optimum_of_many_networks(first: int) -> None:
    """The same on 1,200 more."""
    assert_merging_changes_no_optimum(range(first, first + 200))
