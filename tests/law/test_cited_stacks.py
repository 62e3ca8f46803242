"""Duties as the law states them: one shipment a row, the provision it rests on, and the charges worked by hand to the cent.

The goods are sold in 2026 for `price` USD a tonne, FOB unless said otherwise. CIF and duty-paid sales carry 100 of freight, 20 of
it before the border, and insurance of 1 % on 110 % of the CIF value.
"""

from dataclasses import dataclass, field

import pytest

from tests.law.one_sale import programme, programme_rate, sell, tariff

Row = dict[str, str]
HS, PRICE, BASIS = "materials[femn].hs_code", "demands[us,1].price_per_unit", "demands[us,1].price_basis"
CUSTOMS, COUNTRY = "markets[us].customs_basis", "markets[us].country"
PARCEL, TRANSIT = "lanes[sea].parcel_tonnes", "lanes[sea].transit_days"
CARRIED = {
    "lanes[sea].freight_per_tonne": "100",
    "lanes[sea].inland_freight_per_tonne": "20",
    "markets[us].insurance_rate": "0.01",
}
CIF_IN_EU = {**CARRIED, COUNTRY: "EU", CUSTOMS: "cif"}
FENB = tariff("mfn", "0.05", hs_prefix="7202.93.80")
MPF = tariff("mpf", "0.003464", "mpf", kind="fee", min_per_parcel="33.58", max_per_parcel="651.50")
HMF = tariff("hmf", "0.00125", "hmf", kind="fee")
AGOA = programme(waives="mfn", end="2026-12-31")
EU = {"destination": "EU"}
INDIA = [
    tariff("bcd", "0.075", "bcd", destination="IN"),
    tariff("sws", "0.10", "sws", base="duty", destination="IN"),
    tariff("igst", "0.18", "igst", base="customs_value_plus", destination="IN"),
]
PARTS = [{"tariff": a, "instrument": b} for a, b in (("sws", "bcd"), ("igst", "bcd"), ("igst", "sws"))]


def surcharge(name: str, rate: str, **more: str) -> Row:
    """Return a surcharge on everything."""
    return tariff(name, rate, name, kind="surcharge", **more)


@dataclass(frozen=True)
class Cited:
    """A shipment and what it bears per tonne, by tariff row."""

    cites: str
    price: str
    charges: dict[str, float]
    tariffs: list[Row]
    cells: Row = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    claim: str = "ordinary"


STACKS = [
    Cited("HTSUS 7202.93.80 column 1 general, 5 %", "25000", {"mfn": 1250.00}, [FENB]),
    Cited("19 U.S.C. 2466a, HTSUS General Note 16: free under AGOA", "25000", {}, [FENB], {}, {"programmes": [AGOA]}, "agoa"),
    Cited("HTSUS 2846.90.80: mixed rare-earth carbonate, 3.7 %", "9000", {"mfn": 333.00},
          [tariff("mfn", "0.037", hs_prefix="2846.90.80")], {HS: "2846.90.80"}),
    Cited("HTSUS 2846.90.20: mixtures of rare-earth chlorides or oxides, free", "9000", {},
          [tariff("mfn", "0.037", hs_prefix="2846.90.80")], {HS: "2846.90.20"}),
    Cited("HTSUS 8111.00.49: no D in the special column, 14 % under AGOA too", "2000", {"mfn": 280.00},
          [tariff("mfn", "0.14", hs_prefix="8111.00")], {HS: "8111.00.49"},
          {"programmes": [AGOA], "programme_rates": [programme_rate("8111.00.49", covered="false")]}),
    Cited("HTSUS 8111.00.47: D in the special column, free under AGOA", "2000", {}, [tariff("mfn", "0.14", hs_prefix="8111.00")],
          {HS: "8111.00.47"}, {"programmes": [AGOA], "programme_rates": [programme_rate("8111.00.49", covered="false")]}, "agoa"),
    Cited("HTSUS General Rule of Interpretation 6: the subheading before the heading", "1000", {"cerium": 55.00},
          [tariff("others", "0.037", hs_prefix="2846"), tariff("cerium", "0.055", hs_prefix="2846.10")], {HS: "2846.10.00"}),
    Cited("HTSUS General Note 3(b): column 2 is not for Kenya", "25000", {"mfn": 1250.00},
          [FENB, tariff("column2", "0.25", "column2", hs_prefix="7202.93.80", origin="RU")]),
    # 25,000 x 5 t x 0.3464 % = 433.00 an entry.
    Cited("19 CFR 24.23(b)(1)(i): merchandise processing fee within its bounds", "25000", {"mpf": 86.60}, [MPF], {PARCEL: "5"}),
    # 25,000 x 25 t x 0.3464 % = 2,165.00, more than 651.50 an entry.
    Cited("19 CFR 24.23(b)(1)(i)(B), FY 2026: largest fee 651.50 an entry", "25000", {"mpf": 26.06}, [MPF], {PARCEL: "25"}),
    # 150 x 20 t x 0.3464 % = 10.39, less than 33.58 an entry.
    Cited("19 CFR 24.23(b)(1)(i)(B), FY 2026: least fee 33.58 an entry", "150", {"mpf": 1.68}, [MPF], {PARCEL: "20"}),
    Cited("19 CFR 24.24: harbour maintenance fee 0.125 %, without bounds", "25000", {"hmf": 31.25}, [HMF], {PARCEL: "25"}),
    Cited("19 CFR 24.23(c): AGOA does not free from the merchandise processing fee", "25000", {"mpf": 26.06}, [FENB, MPF],
          {PARCEL: "25"}, {"programmes": [AGOA]}, "agoa"),
    Cited("HTSUS 7202.93.80, 19 CFR 24.23 and 24.24 together", "25000", {"mfn": 1250.00, "mpf": 26.06, "hmf": 31.25},
          [FENB, MPF, HMF], {PARCEL: "25"}),
    # 24 February to 23 July 2026 are 150 days: 1,500 x 10 % x 150 / 365.
    Cited("Proclamation 11012, 19 U.S.C. 2132: 10 % for 150 days on zircon", "1500", {"s122": 61.64},
          [surcharge("s122", "0.10", start="2026-02-24", end="2026-07-23")], {HS: "2615.10.00"}),
    Cited("HTSUS chapter 99 note 2(aa)(ii): ferroniobium exempt from the surcharge", "25000", {"mfn": 1250.00},
          [FENB, surcharge("s122", "0.10")], tables={"tariff_exemptions": [{"tariff": "s122", "hs_prefix": "7202.93"}]}),
    Cited("19 U.S.C. 2132 and 2411: two surcharges add, 10 % + 12.5 %", "1500", {"s122": 150.00, "s301": 187.50},
          [surcharge("s122", "0.10"), surcharge("s301", "0.125")], {HS: "2615.10.00"}),
    Cited("19 U.S.C. 1862, Proclamation 10962: section 232 in the place of another surcharge", "9000", {"s232": 4500.00},
          [surcharge("s122", "0.10"), surcharge("s232", "0.50", hs_prefix="7408")], {HS: "7408.11"},
          {"tariff_replacements": [{"tariff": "s232", "instrument": "s122"}]}),
    Cited("HTSUS 2603.00.00: 1.7 cents/kg on 2 % of lead, 17 x 0.02", "2500", {"mfn": 0.34},
          [tariff("mfn", specific_per_tonne="17", specific_mineral="lead", hs_prefix="2603")], {HS: "2603.00.00"},
          {"minerals": [{"id": "lead"}],
           "contents": [{"material": "femn", "mineral": "lead", "fraction": "0.02", "source": "invented"}]}),
    Cited("HTSUS 2602.00.00 column 2: 2.2 cents/kg on 40 % of metal, 22 x 0.4", "150", {"column2": 8.80},
          [tariff("column2", specific_per_tonne="22", specific_mineral="niobium", hs_prefix="2602")], {HS: "2602.00.00"}),
    Cited("HTSUS 2529.22.00 column 2: 5.51 USD a tonne", "300", {"column2": 5.51},
          [tariff("column2", specific_per_tonne="5.51", hs_prefix="2529.22")], {HS: "2529.22.00"}),
    Cited("HTSUS General Note 3(e): a compound rate, 5 % and 12.50 a tonne, is the sum", "1000", {"mfn": 62.50},
          [tariff("mfn", "0.05", specific_per_tonne="12.50")]),
    # V = 1000 - 80 - 0.011 x 1000 = 909.
    Cited("19 U.S.C. 1401a(b)(4)(A): of a CIF price, freight and insurance are not dutiable", "1000", {"mfn": 45.45}, [FENB],
          {**CARRIED, BASIS: "cif"}),
    Cited("Regulation (EU) 952/2013 art. 71(1)(e): a CIF price is the customs value", "1000", {"mfn": 50.00},
          [{**FENB, **EU}], {**CIF_IN_EU, BASIS: "cif"}),
    # CIF = (1000 + 80) / (1 - 0.011) = 1092.01.
    Cited("Regulation (EU) 952/2013 art. 71(1)(e): freight and insurance are added to an FOB price", "1000", {"mfn": 54.60},
          [{**FENB, **EU}], CIF_IN_EU),
    # 1.05 CIF = 1000.
    Cited("Regulation (EU) 952/2013 art. 72: a price duty paid without the duty in it", "1000", {"mfn": 47.62},
          [{**FENB, **EU}], {**CIF_IN_EU, BASIS: "ddp"}),
    # CIF + 0.05 (0.989 CIF - 80) = 1000: CIF = 1004 / 1.04945 = 956.69, V = 866.17.
    Cited("19 U.S.C. 1401a(b)(3)(B): a price duty paid without the duty in it, on the FOB value", "1000", {"mfn": 43.31}, [FENB],
          {**CARRIED, BASIS: "ddp"}),
    # 75; 10 % of 75; 18 % of 1000 + 75 + 7.50.
    Cited("Customs Tariff Act 1975 s. 3(7), Finance Act 2018 s. 110: duty on duty in India", "1000",
          {"bcd": 75.00, "sws": 7.50, "igst": 194.85}, INDIA, {COUNTRY: "IN", CUSTOMS: "cif"}, {"tariff_base_parts": PARTS}),
    Cited("Union Budget 2024: basic duty on critical minerals free, and the surcharge on it", "1000", {"igst": 180.00}, INDIA,
          {COUNTRY: "IN", CUSTOMS: "cif"},
          {"tariff_base_parts": PARTS, "programmes": [programme("exempt", waives="bcd", destination="IN")]}, "exempt"),
    # 40 of the 365 loadings of 2026 enter in 2027: 1,250 x 40 / 365.
    Cited("19 U.S.C. 2466b, 19 CFR 141.68: AGOA by the date of entry, 40 days after loading", "25000", {"mfn": 136.99}, [FENB],
          {TRANSIT: "40"}, {"programmes": [AGOA]}, "agoa"),
    Cited("19 U.S.C. 2466b: a programme that lapsed before the period", "25000", {"mfn": 1250.00}, [FENB],
          tables={"programmes": [programme(waives="mfn", end="2025-09-30")]}),
    # In force on 245 of 365 days; 2 % on the other 120: 500 x 120 / 365.
    Cited("China's zero-tariff treatment from 1 May 2026, part of a period", "25000", {"mfn": 164.38},
          [tariff("mfn", "0.02", destination="CN")], {COUNTRY: "CN"},
          {"programmes": [programme("zero", waives="mfn", destination="CN", start="2026-05-01", end="2028-04-30")]}, "zero"),
    Cited("EU-Kenya Economic Partnership Agreement: ferromanganese free instead of 2.7 %", "1000", {},
          [tariff("mfn", "0.027", hs_prefix="7202.11", **EU)], {COUNTRY: "EU", HS: "7202.11"},
          {"programmes": [programme("epa", waives="mfn", destination="EU")]}, "epa"),
    Cited("Regulation (EU) 978/2012 art. 7(2): 3.5 points off 5.5 % is 2 %, not free", "1000", {"mfn": 20.00},
          [tariff("mfn", "0.055", hs_prefix="2825", **EU)], {COUNTRY: "EU", HS: "2825.90"},
          {"programmes": [programme("gsp", destination="EU")],
           "programme_rates": [programme_rate("2825", name="gsp", ad_valorem="0.02")]}, "gsp"),
]  # fmt: skip


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.cites)
def test_a_shipment_bears_what_the_law_says(stack: Cited) -> None:
    """Each charge per tonne to the cent; what may not be claimed is not offered."""
    sold = sell({PRICE: stack.price, **stack.cells}, tariffs=stack.tariffs, **stack.tables)

    assert stack.charges == {row: round(amount + 1e-9, 2) for row, amount in sold.charges(stack.claim).items()}
    if stack.claim == "ordinary":
        assert sold.claims == ("ordinary",)


def test_there_are_thirty_and_more_provisions() -> None:
    """No two rows cite the same."""
    assert len({stack.cites for stack in STACKS}) == len(STACKS) >= 30
