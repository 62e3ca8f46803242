"""Tariffs and programmes of planted cases: every rule of the tables of law occurs, with rates drawn at random."""

from datetime import date

import numpy as np

from tests.planted.duties import Programme, Tariff
from tests.planted.horizon import Horizon
from tests.planted.sheet import Sheet

Features = set[str]


def draw_tariffs(rng: np.random.Generator, horizon: Horizon, features: Features) -> list[Tariff]:
    """Return the tariff rows of a case."""

    def rate(low: float, high: float) -> np.ndarray:
        own = rng.uniform(low, high)
        return np.full(len(horizon), own) if rng.random() < 0.6 else rng.uniform(low, high, len(horizon))

    rows: list[Tariff] = []
    if "tariffs" in features:
        extra = {"destination": "US", "kind": "surcharge"}
        rows += [
            Tariff("us-alloy", "mfn", "duty", "7202.93", "US", rate=rate(0.02, 0.08)),
            Tariff("us-ferro", "mfn", "duty", "72", "US", rate=rate(0.1, 0.2)),
            Tariff("us-oxide", "mfn", "duty", "2825", "US", rate=rate(0.02, 0.06), specific=4.0),
            Tariff("us-any", "s122", rate=rate(0.05, 0.12), end=_day(rng, horizon), exempt=("8505",), **extra),
            Tariff("us-metal", "s232", prefix="7202", rate=rate(0.1, 0.3), start=_day(rng, horizon), replaces=("s122",), **extra),
            Tariff("us-user", "mpf", "fee", "", "US", rate=rate(0.003, 0.004), low=33.58, high=651.5),
            Tariff("cn-ores", "mfn", "duty", "26", "CN", rate=rate(0.01, 0.04)),
            Tariff("cn-tax", "vat", "duty", "", "CN", rate=rate(0.03, 0.13), base="customs_value_plus", parts=("mfn",)),
            Tariff("cn-school", "social", "surcharge", "26", "CN", rate=rate(0.1, 0.3), base="duty", parts=("mfn",)),
            Tariff("eu-metal", "mfn", "duty", "", "EU", specific=12.0, mineral="niobium", rate=rate(0.0, 0.02)),
            Tariff("eu-magnet", "mfn", "duty", "8505", "EU", "KE", rate=rate(0.02, 0.1), low=900.0),
            Tariff("tz-works", "mfn", "duty", "", "TZ", specific=0.4),
            Tariff("eu-port", "port", "fee", "", "EU", rate=rate(0.001, 0.01), high=9000.0),
        ]  # fmt: skip
    if "levy" in features:
        rows += [
            Tariff("ke-ores", "levy", "export_levy", "2615", rate=rate(0.01, 0.1), specific=0.5, end=_day(rng, horizon)),
            Tariff("ke-rail", "rail-fund", "export_levy", "", "TZ", rate=rate(0.001, 0.02)),
            Tariff("ke-metal", "mineral-fund", "export_levy", "7202", rate=rate(0.001, 0.01), low=1.0, high=1e5),
        ]
    if "import-charges" in features:
        rows += [
            Tariff("ke-idf", "idf", "import_charge", "", "KE", rate=rate(0.01, 0.03)),
            Tariff("ke-rdl", "rdl", "import_charge", "2806", "KE", "CN", rate=rate(0.01, 0.03), specific=1.5),
        ]
    return rows


def draw_programmes(rng: np.random.Generator, horizon: Horizon, features: Features) -> list[Programme]:
    """Return the programmes of a case."""
    if not {"tariffs", "programmes"} <= features:
        return []
    first, last = int(horizon.first.min()), int(horizon.last.max())
    begun = date.fromordinal(first - 400).isoformat()
    refund = _day(rng, horizon) if rng.random() < 0.6 else ""
    ends = date.fromordinal(int(rng.integers(first + 1, last + 400))).isoformat()
    covers = (("mfn", "7202", True, 0.01, 0.0), ("mfn", "2825", True, 0.0, 1.0), ("s122", "2825", False, 0.0, 0.0))
    rates = (("mfn", "", True, 0.005, 2.0), ("mfn", "2615.90", False, 0.0, 0.0), ("port", "8505", True, 0.0, 0.0))
    return [
        Programme("agoa", "US", "mfn", float(rng.uniform(0, 30)), refund, "", ends),
        Programme("compact", "US", "mpf", float(rng.uniform(0, 30)), start=_day(rng, horizon), rates=covers, home=(begun, "")),
        Programme("partners", "EU", "", float(rng.uniform(0, 9)), rates=rates, home=(begun, _day(rng, horizon))),
    ]


def write_law(sheet: Sheet, tariffs: list[Tariff], programmes: list[Programme]) -> None:
    """Write the rows of all tables of tariffs and programmes."""
    for row in tariffs:
        key = sheet.add(
            "tariffs", id=row.id, instrument=row.instrument, kind=row.kind, hs_prefix=row.prefix, origin=row.origin,
            destination=row.destination, base=row.base, specific_per_tonne=row.specific, specific_mineral=row.mineral,
            min_per_parcel=_given(row.low), max_per_parcel=_given(row.high), start=row.start, end=row.end,
        )  # fmt: skip
        if row.rate.any():
            sheet.number("tariffs", key, "ad_valorem", row.rate)
        for prefix in row.exempt:
            sheet.add("tariff_exemptions", tariff=row.id, hs_prefix=prefix)
        for instrument in row.replaces:
            sheet.add("tariff_replacements", tariff=row.id, instrument=instrument)
        for instrument in row.parts:
            sheet.add("tariff_base_parts", tariff=row.id, instrument=instrument)
    for programme in programmes:
        sheet.add(
            "programmes", id=programme.id, destination=programme.destination, waives=programme.waives, start=programme.start,
            end=programme.end, claim_cost_per_tonne=programme.claim_cost, refund_date=programme.refund,
        )  # fmt: skip
        for part in programme.roles:
            sheet.add(
                "programme_countries",
                programme=programme.id,
                country=part.country,
                role=part.role,
                start=part.start,
                end=part.end,
            )
        for instrument, prefix, covered, ad_valorem, specific in programme.rates:
            sheet.add(
                "programme_rates", programme=programme.id, instrument=instrument, hs_prefix=prefix, covered=covered,
                ad_valorem=ad_valorem, specific_per_tonne=specific,
            )  # fmt: skip


def _day(rng: np.random.Generator, horizon: Horizon) -> str:
    """Return a day within the horizon."""
    return date.fromordinal(int(rng.integers(horizon.first.min() + 1, horizon.last.max()))).isoformat()


def _given(value: float) -> object:
    return "" if value != value else value
