"""What a sale earns and pays on each price basis, by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.world.hauls import read_hauls
from optimizer.world.tiers import marginal_prices
from tests.domain.rows import edited, read_rows, sound_case
from tests.law.one_sale import ONE_SALE, programme, sell, tariff

# Freight of 100 a tonne, 20 of it inland: 80 beyond the border. Of 1 t shipped 0.8 t arrive, so b = 80 / 0.8 = 100 per tonne
# arriving. Insurance at 1 % of 110 % of CIF.
TERMS = {
    "lanes[sea].freight_per_tonne": "100",
    "lanes[sea].inland_freight_per_tonne": "20",
    "lane_materials[sea,femn].share_arriving": "0.8",
    "markets[us].insurance_rate": "0.01",
}
BASIS, CUSTOMS, PRICE = "demands[us,1].price_basis", "markets[us].customs_basis", "demands[us,1].price_per_unit"
DUTY = [tariff("a", "0.05")]


@pytest.mark.parametrize(
    ("basis", "customs", "border", "freight", "insurance", "duty"),
    [
        # FOB: V = P = 1000; CIF = (1000 + 100) / (1 - 0.011) = 1112.234580. The buyer pays carriage beyond the border.
        ("fob", "fob", 1000.0, 20.0, 0.0, 50.0),
        ("fob", "cif", 1000.0, 20.0, 0.0, 0.05 * 1100 / 0.989),
        # CIF: CIF = P = 1000; i = 0.011 x 1000 = 11; V = 1000 - 100 - 11 = 889. The exporter pays all carriage.
        ("cif", "fob", 889.0, 100.0, 11.0, 44.45),
        ("cif", "cif", 889.0, 100.0, 11.0, 50.0),
        # DDP on CIF: 1.05 CIF = 1000, CIF = 952.380952, i = 10.476190, V = 841.904762, duty 47.619048.
        ("ddp", "cif", 1000 / 1.05 * 0.989 - 100, 100.0, 0.011 * 1000 / 1.05, 0.05 * 1000 / 1.05),
        # DDP on FOB: CIF + 0.05 (0.989 CIF - 100) = 1000, CIF = 1005 / 1.04945 = 957.644480, V = 847.110390, duty 42.355520.
        ("ddp", "fob", 1005 / 1.04945 * 0.989 - 100, 100.0, 0.011 * 1005 / 1.04945, 0.05 * (1005 / 1.04945 * 0.989 - 100)),
    ],
)
def test_price_bases(basis: str, customs: str, border: float, freight: float, insurance: float, duty: float) -> None:
    """Value, carriage and duty per tonne arriving; per tonne shipped all but carriage times 0.8."""
    sold = sell({**TERMS, BASIS: basis, CUSTOMS: customs}, tariffs=DUTY)
    expected = {
        "revenue": 800.0,
        "border_value": 0.8 * border,
        "freight": freight,
        "insurance": 0.8 * insurance,
        "assessed": 0.8 * duty,
    }
    assert expected == pytest.approx({name: sold.money(name) for name in expected}, rel=1e-12)


def test_who_bears_duty() -> None:
    """The exporter bears the market's incidence; sold duty paid, all of it."""
    borne = {
        basis: sell({BASIS: basis, "markets[us].duty_incidence": "0.3"}, tariffs=DUTY).money("incidence")
        for basis in ("fob", "cif", "ddp")
    }
    assert {"fob": 0.3, "cif": 0.3, "ddp": 1.0} == borne


@pytest.mark.parametrize(
    ("price", "tariffs", "value"),
    [
        ("1050", DUTY, 1000.0),
        # 5 % is capped at 20 a parcel of 1 t: 1010 = CIF + 20.
        ("1010", [tariff("a", "0.05", max_per_parcel="20")], 990.0),
        # 5 % of 100 is below the minimum of 20 a parcel: 120 = CIF + 20.
        ("120", [tariff("a", "0.05", min_per_parcel="20")], 100.0),
        # Specific: 1012.50 = CIF + 12.50.
        ("1012.50", [tariff("a", specific_per_tonne="12.50")], 1000.0),
        # Two instruments: 1.15 CIF + 10 = 1160.
        ("1160", [tariff("a", "0.05"), tariff("b", "0.10", "b", specific_per_tonne="10")], 1000.0),
        ("1000", [], 1000.0),
    ],
)
def test_duty_paid_prices_are_solved_for_their_value(price: str, tariffs: list[dict[str, str]], value: float) -> None:
    """CIF + duty(CIF) = P, kinks included."""
    sold = sell({BASIS: "ddp", CUSTOMS: "cif", PRICE: price, "lanes[sea].parcel_tonnes": "1"}, tariffs=tariffs)
    assert value == pytest.approx(sold.money("border_value"), rel=1e-12)
    assert float(price) == pytest.approx(sold.money("border_value") + sold.money("assessed"), rel=1e-12)


@given(
    price=st.floats(1, 1e6),
    rate=st.floats(0, 5),
    specific=st.floats(0, 0.5),
    bounds=st.tuples(st.floats(0, 0.2), st.floats(0, 0.2)).map(sorted),
)
@settings(max_examples=40)
def test_a_duty_paid_price_is_value_plus_duty(price: float, rate: float, specific: float, bounds: list[float]) -> None:
    """Whatever the duty, what the buyer pays is the value and the duty on it."""
    low, high = (repr(bound * price) for bound in bounds)
    duty = tariff("a", repr(rate), specific_per_tonne=repr(specific * price), min_per_parcel=low, max_per_parcel=high)
    sold = sell({BASIS: "ddp", CUSTOMS: "cif", PRICE: repr(price), "lanes[sea].parcel_tonnes": "1"}, tariffs=[duty])
    assert price == pytest.approx(sold.money("border_value") + sold.money("assessed"), rel=1e-9)


@pytest.mark.parametrize(("basis", "customs", "price", "duty"), [
    ("cif", "fob", "90", 0.0), ("cif", "cif", "90", 0.8 * 0.05 * 90), ("cif", "cif", "0", 0.0), ("fob", "fob", "0", 0.0),
    ("fob", "fob", "-10", 0.0), ("ddp", "fob", "90", 0.0), ("ddp", "cif", "0", 0.0),
])  # fmt: skip
def test_a_sale_abroad_that_carriage_eats_up_is_valued_at_nothing(basis: str, customs: str, price: str, duty: float) -> None:
    """At 90 delivered and 100 of freight nothing is left at the border: a duty of 5 % is on 0, on the 90 where CIF counts."""
    sold = sell({**TERMS, BASIS: basis, CUSTOMS: customs, PRICE: price}, tariffs=[tariff("d", "0.05")])
    assert [[True]] == sold.sales.offered.tolist()
    assert duty == pytest.approx(sold.money("assessed"))
    assert sold.money("border_value") <= 0


def test_a_sale_at_home_needs_no_value_at_the_border() -> None:
    """A buyer at home who pays less than the freight, or nothing, may be owed a delivery all the same."""
    for price in ("90", "0", "-10"):
        sold = sell({**TERMS, BASIS: "cif", PRICE: price, "markets[us].country": "KE"}, tariffs=DUTY)
        assert [[True]] == sold.sales.offered.tolist()
        assert {} == sold.charges()


@pytest.mark.parametrize(
    "cells",
    [
        {"lanes[sea].end": "2025-12-31"},
        {"demands[us,1].start": "2027-01-01"},
    ],
)
def test_a_closed_lane_or_absent_buyer_is_not_offered(cells: dict[str, str]) -> None:
    """A sale needs lane and buyer in the period."""
    assert [[False]] == sell(cells).sales.offered.tolist()


def test_a_claim_is_offered_only_while_it_may_be_made() -> None:
    """The programme ends with 2026: no claim in 2027."""
    years = [
        {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
        {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
    ]
    sold = sell({}, tariffs=DUTY, programmes=[programme(waives="mfn", end="2026-12-31")], nodes=years)
    assert [[True, True], [True, False]] == sold.sales.offered.tolist()


def test_terms_of_a_material_go_before_those_of_its_lane() -> None:
    """Freight by the unit, and inland freight never more than the whole."""
    rows = edited(
        ONE_SALE, {**TERMS, "lane_materials[sea,femn].freight_per_unit": "15", "materials[femn].tonnes_per_unit": "0.5"}
    )
    hauls = read_hauls(sound_case(rows), [(0, 0, 0)])
    assert ([[15.0]], [[10.0]]) == (hauls.freight.tolist(), hauls.inland.tolist())
    rows = edited(ONE_SALE, {**TERMS, "lane_materials[sea,femn].freight_per_unit": "5"})
    assert [[5.0]] == read_hauls(sound_case(rows), [(0, 0, 0)]).inland.tolist()


def tiers(*blocks: tuple[str, str, str], meaning: str = "one_price") -> list[float]:
    """Return the price of each tier (name, price, size) as the program sees it, in the order of names."""
    rows = edited(ONE_SALE)
    rows["demands"] = [
        {**rows["demands"][0], "tier": name, "price_per_unit": price, "max_per_year": most, "tier_meaning": meaning}
        for name, price, most in blocks
    ]
    return marginal_prices(read_rows(rows).case)[:, 0].tolist()


def test_tiers_of_one_price_earn_marginal_revenue() -> None:
    """45/40/34 in blocks of 500: 40 x 1000 - 45 x 500 = 35 x 500, 34 x 1500 - 40 x 1000 = 22 x 500."""
    blocks = [("1", "45", "500"), ("2", "40", "500"), ("3", "34", "500")]
    assert [45.0, 35.0, 22.0] == tiers(*blocks)
    # The whole is worth the last price of all: 51,000 and not 59,500.
    assert 34.0 * 1500 == sum(price * 500 for price in tiers(*blocks))


def test_tiers_are_ordered_by_price_not_by_name() -> None:
    """Blocks of unequal size: 100 at 50, then 300 at 40: (40 x 400 - 50 x 100) / 300 = 36.67."""
    assert [pytest.approx(110 / 3), 50.0] == tiers(("a", "40", "300"), ("b", "50", "100"))


def test_separate_buyers_pay_their_own_prices() -> None:
    """Only tiers of one price are converted."""
    assert [45.0, 40.0] == tiers(("1", "45", "500"), ("2", "40", "500"), meaning="separate_buyers")


def test_an_empty_tier_keeps_its_price() -> None:
    """A block of nothing changes nothing."""
    assert [45.0, 40.0] == tiers(("1", "45", "0"), ("2", "40", "500"))


def test_every_sale_is_told_apart() -> None:
    """Lane, demand and claim name a sale once."""
    sold = sell({}, tariffs=DUTY, programmes=[programme(waives="mfn")])
    assert 2 == len(set(zip(sold.sales.hauls.lane.tolist(), sold.sales.demand.tolist(), sold.claims, strict=True)))
    assert np.arange(2).tolist() == sold.sales.haul.tolist()
