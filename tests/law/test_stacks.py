"""Stacks of charges, each worked by hand to the cent."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.law.one_sale import programme, programme_rate, sell, tariff

HS, PRICE = "materials[femn].hs_code", "demands[us,1].price_per_unit"
PARCEL, TRANSIT = "lanes[sea].parcel_tonnes", "lanes[sea].transit_days"
MPF = tariff("mpf", "0.003464", "mpf", kind="fee", min_per_parcel="33.58", max_per_parcel="651.50")
INDIA = [
    tariff("bcd", "0.075", "bcd"),
    tariff("sws", "0.10", "sws", base="duty"),
    tariff("igst", "0.18", "igst", base="customs_value_plus"),
]
INDIAN_BASES = [
    {"tariff": "sws", "instrument": "bcd"},
    {"tariff": "igst", "instrument": "bcd"},
    {"tariff": "igst", "instrument": "sws"},
]


@dataclass(frozen=True)
class Stack:
    """A shipment worth 1000 a tonne at the border, and the charges it bears per tonne under a claim."""

    rule: str
    charges: dict[str, float]
    tariffs: list[dict[str, str]]
    cells: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    claim: str = "ordinary"


STACKS = [
    Stack("5 % of 1000", {"a": 50.00}, [tariff("a", "0.05")]),
    Stack("blank prefix reaches all goods", {"a": 100.00}, [tariff("a", "0.10", hs_prefix="")]),
    Stack("dots in codes do not matter", {"a": 50.00}, [tariff("a", "0.05", hs_prefix="720293")]),
    Stack("other goods are not reached", {}, [tariff("a", "0.05", hs_prefix="7203")]),
    Stack(
        "within an instrument the most specific prefix wins",
        {"line": 30.00},
        [
            tariff("chapter", "0.10", hs_prefix="72"),
            tariff("heading", "0.05", hs_prefix="7202.93"),
            tariff("line", "0.03", hs_prefix="7202.93.80"),
        ],
    ),
    Stack(
        "two instruments add: 10 % + 12.5 % = 22.5 %",
        {"s122": 100.00, "s301": 125.00},
        [tariff("s122", "0.10", "s122", kind="surcharge"), tariff("s301", "0.125", "s301", hs_prefix="7202")],
    ),
    Stack(
        "a row in force takes the place of the instrument it replaces",
        {"s232": 250.00},
        [tariff("s122", "0.10", "s122"), tariff("s232", "0.25", "s232", hs_prefix="7202")],
        tables={"tariff_replacements": [{"tariff": "s232", "instrument": "s122"}]},
    ),
    Stack(
        "a row that does not reach the goods replaces nothing",
        {"s122": 100.00},
        [tariff("s122", "0.10", "s122"), tariff("s232", "0.25", "s232", hs_prefix="7601")],
        tables={"tariff_replacements": [{"tariff": "s232", "instrument": "s122"}]},
    ),
    Stack(
        "half a year's replacement: 181 of 365 days at 25 %, 184 at 10 %",
        {"s122": 50.410959, "s232": 123.972603},
        [tariff("s122", "0.10", "s122"), tariff("s232", "0.25", "s232", end="2026-06-30")],
        tables={"tariff_replacements": [{"tariff": "s232", "instrument": "s122"}]},
    ),
    Stack(
        "exempted goods bear nothing",
        {},
        [tariff("s122", "0.10", "s122")],
        tables={"tariff_exemptions": [{"tariff": "s122", "hs_prefix": "7202.93"}]},
    ),
    Stack(
        "goods exempted from the narrow row fall to the wide one",
        {"wide": 100.00},
        [tariff("wide", "0.10", "s122"), tariff("narrow", "0.20", "s122", hs_prefix="7202")],
        tables={"tariff_exemptions": [{"tariff": "narrow", "hs_prefix": "7202.93"}]},
    ),
    Stack("a named origin goes before none", {"kenya": 80.00}, [tariff("all", "0.04"), tariff("kenya", "0.08", origin="KE")]),
    Stack("another origin is not ours", {"all": 40.00}, [tariff("all", "0.04"), tariff("china", "0.25", origin="CN")]),
    Stack("another destination is not this one", {}, [tariff("eu", "0.05", destination="EU")]),
    Stack("a named destination goes before none", {"us": 70.00}, [tariff("any", "0.01", destination=""), tariff("us", "0.07")]),
    Stack(
        "a row switched off is not there",
        {"wide": 10.00},
        [tariff("wide", "0.01"), tariff("narrow", "0.9", hs_prefix="72", active="false")],
    ),
    Stack("12.50 a tonne", {"a": 12.50}, [tariff("a", specific_per_tonne="12.50")]),
    Stack(
        "500 a tonne on goods counted in kg",
        {"a": 0.50},
        [tariff("a", specific_per_tonne="500")],
        {"materials[femn].unit": "kg", "materials[femn].tonnes_per_unit": "0.001"},
    ),
    Stack(
        "300 a tonne of contained niobium, 0.4 t in one",
        {"a": 120.00},
        [tariff("a", specific_per_tonne="300", specific_mineral="niobium")],
    ),
    Stack("compound: 5 % + 12.50 a tonne", {"a": 62.50}, [tariff("a", "0.05", specific_per_tonne="12.50")]),
    Stack("fee within its bounds: 346.40 on 100 t", {"mpf": 3.464}, [MPF], {PARCEL: "100"}),
    Stack("fee at its minimum: 17.32 on 5 t, so 33.58 / 5", {"mpf": 6.716}, [MPF], {PARCEL: "5"}),
    Stack("fee at its maximum: 3464 on 1000 t, so 651.50 / 1000", {"mpf": 0.6515}, [MPF], {PARCEL: "1000"}),
    Stack(
        "the material's parcel goes before the lane's",
        {"mpf": 6.716},
        [MPF],
        {PARCEL: "1000", "lane_materials[sea,femn].parcel_tonnes": "5"},
    ),
    Stack("a parcel of unknown size knows no bounds", {"mpf": 3.464}, [MPF]),
    Stack(
        # 75; 10 % of 75 = 7.50; 18 % of (1000 + 75 + 7.50) = 194.85.
        "duty on duty, and on value plus duties",
        {"bcd": 75.00, "sws": 7.50, "igst": 194.85},
        INDIA,
        tables={"tariff_base_parts": INDIAN_BASES},
    ),
    Stack(
        # Waived duty is not in the base of others: 18 % of (1000 + 0 + 0) = 180.
        "a waived duty takes the duties on it along",
        {"igst": 180.00},
        INDIA,
        tables={"tariff_base_parts": INDIAN_BASES, "programmes": [programme(waives="bcd")]},
        claim="agoa",
    ),
    Stack("part of a period by days: 181 of 365", {"a": 24.794521}, [tariff("a", "0.05", end="2026-06-30")]),
    Stack("a row of the past is over", {}, [tariff("a", "0.05", end="2025-12-31")]),
    Stack(
        "entries of goods 40 days at sea: 325 of 365 days in force",
        {"a": 44.520548},
        [tariff("a", "0.05", end="2026-12-31")],
        {TRANSIT: "40"},
    ),
    Stack(
        "a claim waives the instrument", {}, [tariff("a", "0.05")], tables={"programmes": [programme(waives="mfn")]}, claim="agoa"
    ),
    Stack(
        "a claim leaves other instruments",
        {"s122": 100.00},
        [tariff("a", "0.05"), tariff("s122", "0.10", "s122")],
        tables={"programmes": [programme(waives="mfn")]},
        claim="agoa",
    ),
    Stack(
        # Loaded in 2026, 40 days at sea: the entries of 40 of 365 days fall after the end, 50 x 40 / 365.
        "transit across the lapse of a programme",
        {"a": 5.479452},
        [tariff("a", "0.05")],
        {TRANSIT: "40"},
        {"programmes": [programme(waives="mfn", end="2026-12-31")]},
        "agoa",
    ),
    Stack(
        "a preferential rate need not be zero",
        {"a": 20.00},
        [tariff("a", "0.05")],
        tables={"programmes": [programme()], "programme_rates": [programme_rate("7202", ad_valorem="0.02")]},
        claim="agoa",
    ),
    Stack(
        "the most specific preference wins",
        {"a": 10.00},
        [tariff("a", "0.05")],
        tables={
            "programmes": [programme()],
            "programme_rates": [programme_rate("72", ad_valorem="0.02"), programme_rate("7202.93", ad_valorem="0.01")],
        },
        claim="agoa",
    ),
    Stack(
        "the most digits are the most specific, however they are written",
        {"a": 10.00},
        [tariff("a", "0.05")],
        tables={
            "programmes": [programme()],
            "programme_rates": [programme_rate("720293", ad_valorem="0.02"), programme_rate("7202.93.80", ad_valorem="0.01")],
        },
        claim="agoa",
    ),
    Stack(
        "a preferential specific rate takes the place of a compound duty",
        {"a": 4.00},
        [tariff("a", "0.05", specific_per_tonne="12.50")],
        tables={"programmes": [programme()], "programme_rates": [programme_rate("7202", specific_per_tonne="4")]},
        claim="agoa",
    ),
    Stack(
        "goods taken out of one instrument's waiver pay it, the other is waived",
        {"a": 50.00},
        [tariff("a", "0.05"), tariff("s122", "0.10", "s122")],
        tables={
            "programmes": [programme(waives="mfn")],
            "programme_rates": [programme_rate("7202", covered="false"), programme_rate("", "s122")],
        },
        claim="agoa",
    ),
    Stack(
        "a fee brought to zero has no minimum",
        {},
        [MPF],
        {PARCEL: "5"},
        {"programmes": [programme()], "programme_rates": [programme_rate("", "mpf")]},
        "agoa",
    ),
    Stack(
        # From 1 July: 184 of 365 days free, 50 x 181 / 365.
        "a country's role begins within the period",
        {"a": 24.794521},
        [tariff("a", "0.05")],
        tables={
            "programmes": [programme(waives="mfn")],
            "programme_countries": [{"programme": "agoa", "country": "KE", "role": "beneficiary", "start": "2026-07-01"}],
        },
        claim="agoa",
    ),
    Stack(
        # Programme from March, role from July; programme to October, role to December: 123 days, 1 July to 31 October, free.
        "a claim needs programme and role at once",
        {"a": 33.150685},
        [tariff("a", "0.05")],
        tables={
            "programmes": [programme(waives="mfn", start="2026-03-01", end="2026-10-31")],
            "programme_countries": [
                {"programme": "agoa", "country": "KE", "role": "beneficiary", "start": "2026-07-01", "end": "2026-12-15"}
            ],
        },
        claim="agoa",
    ),
]


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.rule)
def test_a_stack_of_charges(stack: Stack) -> None:
    """Each charge per unit, by tariff row, to the cent and beyond."""
    sold = sell(stack.cells, tariffs=stack.tariffs, **stack.tables)
    assert stack.charges == pytest.approx(sold.charges(stack.claim), abs=5e-7)
    assert pytest.approx(sum(stack.charges.values()), abs=5e-6) == sold.money("assessed", stack.claim)


MFN = [tariff("a", "0.05")]
HOME = {"programme": "agoa", "country": "KE", "role": "beneficiary"}


@pytest.mark.parametrize(
    ("why", "claims", "cells", "tables"),
    [
        ("in force", ("ordinary", "agoa"), {}, {"programmes": [programme(waives="mfn")]}),
        ("lapsed", ("ordinary",), {}, {"programmes": [programme(waives="mfn", end="2025-12-31")]}),
        ("not yet", ("ordinary",), {}, {"programmes": [programme(waives="mfn", start="2027-01-01")]}),
        (
            "not yet, but at entry",
            ("ordinary", "agoa"),
            {TRANSIT: "40"},
            {"programmes": [programme(waives="mfn", start="2027-01-01")]},
        ),
        ("lapsed at entry", ("ordinary",), {TRANSIT: "400"}, {"programmes": [programme(waives="mfn", end="2026-12-31")]}),
        ("switched off", ("ordinary",), {}, {"programmes": [programme(waives="mfn", active="false")]}),
        ("granted by another market", ("ordinary",), {}, {"programmes": [programme(waives="mfn", destination="EU")]}),
        ("waives what these goods do not bear", ("ordinary",), {}, {"programmes": [programme(waives="s122")]}),
        ("waives nothing by itself", ("ordinary",), {}, {"programmes": [programme()]}),
        (
            "named goods only, ours",
            ("ordinary", "agoa"),
            {},
            {"programmes": [programme()], "programme_rates": [programme_rate("7202")]},
        ),
        (
            "named goods only, others",
            ("ordinary",),
            {},
            {"programmes": [programme()], "programme_rates": [programme_rate("8111")]},
        ),
        (
            "carved out of the wider prefix",
            ("ordinary",),
            {HS: "8111.00.49"},
            {
                "programmes": [programme()],
                "programme_rates": [programme_rate("8111"), programme_rate("8111.00.49", covered="false")],
            },
        ),
        (
            "beside the carve-out",
            ("ordinary", "agoa"),
            {HS: "8111.00.47"},
            {
                "programmes": [programme()],
                "programme_rates": [programme_rate("8111"), programme_rate("8111.00.49", covered="false")],
            },
        ),
        ("a beneficiary", ("ordinary", "agoa"), {}, {"programmes": [programme(waives="mfn")], "programme_countries": [HOME]}),
        (
            "benefits others",
            ("ordinary",),
            {},
            {"programmes": [programme(waives="mfn")], "programme_countries": [{**HOME, "country": "TZ"}]},
        ),
        (
            "a former beneficiary",
            ("ordinary",),
            {},
            {"programmes": [programme(waives="mfn")], "programme_countries": [{**HOME, "role": "former"}]},
        ),
        (
            "a beneficiary no more",
            ("ordinary",),
            {},
            {"programmes": [programme(waives="mfn")], "programme_countries": [{**HOME, "end": "2025-12-31"}]},
        ),
        (
            "two programmes",
            ("ordinary", "agoa", "gsp"),
            {},
            {"programmes": [programme(waives="mfn"), programme("gsp", waives="mfn")]},
        ),
    ],
)
def test_who_may_claim_what(
    why: str, claims: tuple[str, ...], cells: dict[str, str], tables: dict[str, list[dict[str, str]]]
) -> None:
    """A claim exists only for covered goods of beneficiaries on dates of entry in force."""
    assert claims == sell(cells, tariffs=MFN, **tables).claims, why


def test_a_sale_at_home_bears_no_duty_and_claims_nothing() -> None:
    """Goods that cross no border bear no charge."""
    sold = sell(
        {"markets[us].country": "KE"},
        tariffs=[tariff("a", "0.05", destination="KE")],
        programmes=[programme(destination="KE", waives="mfn")],
    )
    assert (("ordinary",), {}, False) == (sold.claims, sold.charges(), bool(sold.sales.abroad[0]))


def test_what_a_claim_saves_is_known() -> None:
    """Beside the stack under the claim stands the ordinary one: 50 saved of 150."""
    tariffs = [tariff("a", "0.05"), tariff("s122", "0.10", "s122")]
    sold = sell({}, tariffs=tariffs, programmes=[programme(waives="mfn", claim_cost_per_tonne="7")])
    assert (150.0, 100.0) == (sold.money("ordinary_assessed", "agoa"), sold.money("assessed", "agoa"))
    assert (7.0, 0.0) == (sold.money("claim_cost", "agoa"), sold.money("claim_cost"))


YEARS = [
    {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
    {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
    {"id": "2028", "parent": "2027", "start": "2028-01-01", "end": "2028-12-31"},
]


@pytest.mark.parametrize(
    ("columns", "shares", "node"),
    [
        ({}, [0.0, 0.0, 0.0], -1),
        # Everything claimed before 2028 is paid first; 2028 itself is free at once.
        ({"refund_date": "2028-01-01"}, [1.0, 1.0, 0.0], 2),
        # 2027: 181 of 365 days before the refund.
        ({"refund_date": "2027-07-01"}, [1.0, 181 / 365, 0.0], 1),
        # In force from 1 July 2026: all of 2026's claimed entries come before the refund.
        ({"start": "2026-07-01", "refund_date": "2028-01-01"}, [1.0, 1.0, 0.0], 2),
        # In force to 30 June 2027, refunded from 1 April: 90 of the 181 claimed days.
        ({"end": "2027-06-30", "refund_date": "2027-04-01"}, [1.0, 90 / 181, 0.0], 1),
        # Over before the refund: every claimed entry comes before it.
        ({"end": "2027-06-30", "refund_date": "2028-01-01"}, [1.0, 1.0, 0.0], 2),
        # Refunded after the horizon: paid for good.
        ({"refund_date": "2029-01-01"}, [1.0, 1.0, 1.0], -1),
    ],
)
def test_refunds(columns: dict[str, str], shares: list[float], node: int) -> None:
    """The share of claimed entries whose duty is paid first, and the node in which it comes back."""
    sold = sell({}, tariffs=MFN, programmes=[programme(waives="mfn", **columns)], nodes=YEARS)
    at = sold.claims.index("agoa")
    assert shares == pytest.approx(sold.sales.refund[at].tolist())
    assert ([node] if node >= 0 else []) == np.flatnonzero(sold.sales.refunded_in[at]).tolist()
    assert [0.0, 0.0, 0.0] == sold.sales.refund[0].tolist()
    assert not sold.sales.refunded_in[0].any()


def test_refunds_fall_on_every_branch() -> None:
    """What is paid before a tree branches comes back on each branch, in the node in which the day falls there."""
    branches = [{"id": name, "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"} for name in ("high", "low")]
    chances = [{"probability": "1"}, {"probability": "0.25"}, {"probability": "0.75"}]
    nodes = [{**node, **chance} for node, chance in zip([YEARS[0], *branches], chances, strict=True)]
    sold = sell({}, tariffs=MFN, programmes=[programme(waives="mfn", refund_date="2027-01-01")], nodes=nodes)
    at = sold.claims.index("agoa")
    assert [1.0, 0.0, 0.0] == sold.sales.refund[at].tolist()
    assert [False, True, True] == sold.sales.refunded_in[at].tolist()


def test_export_levies_are_charged_on_border_value() -> None:
    """A levy of the home country is no charge at entry; 3 % of 1000 and 2 a tonne."""
    levy = tariff("levy", "0.03", "levy", kind="export_levy", destination="", specific_per_tonne="2")
    sold = sell({}, tariffs=[levy, tariff("a", "0.05")])
    row = sold.case["tariffs"].rows["levy"]
    assert ({"a": 50.0}, 32.0) == (sold.charges(), pytest.approx(float(sold.sales.export_levies[row][0, 0])))


def test_rates_may_vary_over_nodes() -> None:
    """A phased duty: 5 %, then 10 %."""
    phased = [{"address": "tariffs[a].ad_valorem", "node": "2027", "value": "0.1"}]
    sold = sell({}, tariffs=MFN, nodes=YEARS, by_node=phased)
    assert [50.0, 100.0, 50.0] == [sold.charges(node=node)["a"] for node in range(3)]
