"""A refinery whose optimum under a rule of origin can be worked out on paper, for tests of rules of origin.

Concentrate from home (KE: 100 t at 1,000) and from a non-beneficiary (UG: any amount at 1,500) makes metal tonne for tonne at 500
of processing, all of it direct. The US takes 300 t at 10,000 and charges 5 %, 500 a tonne, which AGOA waives.

Content of a lot of h home and f foreign tonnes: (6,000 h + 500 (h + f)) / (10,000 (h + f)) >= 0.35, that is h >= (h + f) / 2:
every tonne of home concentrate carries one foreign tonne, and the lot then has exactly 35 %.
"""

from collections.abc import Mapping, Sequence

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Plan
from tests.made_cases import SETTING, make_problem

Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]

CASE = {**SETTING, "real_discount_rate": 0.0}


def supply(name: str, cost: float, origin: str = "", most: object = "", **more: object) -> Row:
    """Return a bought supply of concentrate at the refinery."""
    return {
        "id": name, "site": "refinery", "material": "concentrate", "acquisition": "bought", "cost_per_unit": cost,
        "origin_country": origin, "max_per_year": most, **more,
    }  # fmt: skip


def value(origin: str, amount: float, material: str = "concentrate") -> Row:
    """Return the value at which concentrate counts."""
    return {"programme": "agoa", "material": material, "origin": origin, "site": "refinery", "value_per_unit": amount}


def rule(test: str = "content_min", alternative: str = "a", **more: object) -> Row:
    """Return a row of the rule of origin for metal."""
    return {"programme": "agoa", "hs_prefix": "7202", "alternative": alternative, "test": test, **more}


def role(country: str, what: str) -> Row:
    """Return a country's part in the programme."""
    return {"programme": "agoa", "country": country, "role": what}


ROWS: Tables = {
    "case": [CASE],
    "sites": [{"id": "refinery"}],
    "materials": [
        {"id": "concentrate", "stage": "intermediate", "hs_code": "2615.90"},
        {"id": "metal", "stage": "refined", "hs_code": "7202.93", "reference_value_per_unit": 10_000},
    ],
    "contents": [{"material": name, "mineral": "niobium", "fraction": 0.5} for name in ("concentrate", "metal")],
    "supplies": [supply("home", 1_000, most=100), supply("uganda", 1_500, "UG")],
    "processes": [
        {
            "id": "smelter",
            "site": "refinery",
            "feed": "concentrate",
            "operating_cost_per_unit": 500,
            "direct_cost_per_unit": 500,
            "substantial": True,
        }
    ],
    "process_flows": [
        {"process": "smelter", "material": "concentrate", "direction": "in", "amount_per_unit": 1},
        {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 1},
    ],
    "lanes": [{"id": "sea", "from_site": "refinery", "to": "us"}],
    "demands": [{"id": "us", "tier": "1", "market": "us", "material": "metal", "price_per_unit": 10_000, "max_per_year": 300}],
    "tariffs": [{"id": "mfn", "instrument": "mfn", "hs_prefix": "7202", "destination": "US", "ad_valorem": 0.05}],
    "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn"}],
    "programme_countries": [role("KE", "beneficiary"), role("TZ", "cumulation"), role("US", "donor")],
    "origin_rules": [rule(threshold=0.35)],
    "origin_values": [value("KE", 6_000), value("UG", 1_500)],
}


def plan_of(tables: Tables | None = None, **replaced: Sequence[Row]) -> Plan:
    """Return the plan of the refinery with tables replaced."""
    plan = answer(make_problem({**ROWS, **(tables or {}), **replaced}), AnswerOptions(rates=True, activities=True)).plan
    assert plan is not None
    return plan


def amount(plan: Plan, name: str) -> float:
    """Return the sum of the activities whose name begins like this."""
    return sum(activity.amount for activity in plan.activities if activity.address.startswith(name))


def total(plan: Plan, measure: str) -> float:
    """Return a measure's total."""
    return next(found.total for found in plan.measures if found.measure == measure)
