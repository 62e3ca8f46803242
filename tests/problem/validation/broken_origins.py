"""Rules of origin, broken once each: ferroniobium of Kenyan and Ugandan concentrate, claimed under a rule."""

from collections.abc import Mapping

from tests.problem.validation.broken import INVENTED, SLAG, SLAG_SUPPLY, Broken

VALUE = "materials[ferroniobium].reference_value_per_unit"
SOUND = {"processes[smelter].substantial": "true", VALUE: "28000"}
UGANDA = {"site": "port", "acquisition": "bought", "origin_country": "UG", **INVENTED}
FEED = {"id": "uganda", "material": "niobium-concentrate", **UGANDA}
CONTENT = {"test": "content_min", "threshold": "0.35"}


def rule(**columns: str) -> dict[str, str]:
    """Return a rule of origin for ferroniobium."""
    return {"programme": "agoa", "hs_prefix": "7202", "alternative": "a", **INVENTED, **columns}


def worth(origin: str, value: str) -> dict[str, str]:
    """Return the value at which concentrate counts."""
    place = {"programme": "agoa", "material": "niobium-concentrate", "origin": origin, "site": "port"}
    return {**place, "value_per_unit": value, **INVENTED}


def broken(
    code: str, address: str, tests: dict[str, str], cells: Mapping[str, str] | None = None, values: tuple[str, ...] = ("KE",)
) -> Broken:
    """Return the smelter under one test of origin, with foreign feed, broken in some cells."""
    added = {"supplies": [FEED], "origin_rules": [rule(**tests)], "origin_values": [worth(origin, "6000") for origin in values]}
    return Broken(code, address, {**SOUND, **(cells or {})}, {name: rows for name, rows in added.items() if rows})


def at_rule(code: str, column: str, tests: dict[str, str]) -> Broken:
    """Return a case whose row of `origin_rules` is broken in one column."""
    return Broken(code, f"origin_rules[agoa,7202,a,{tests['test']}].{column}", SOUND, {"origin_rules": [rule(**tests)]})


UGANDAN_VALUE = "origin_values[agoa,niobium-concentrate,UG,port].value_per_unit"
SHIFT = {"test": "tariff_shift", "shift_digits": "4"}

ORIGIN_VIOLATIONS = [
    at_rule("missing-value", "threshold", {"test": "content_min"}),
    at_rule("missing-value", "threshold", {"test": "foreign_max"}),
    at_rule("missing-value", "shift_digits", {"test": "tariff_shift"}),
    at_rule("bad-shift", "shift_digits", {"test": "tariff_shift", "shift_digits": "5"}),
    at_rule("above-range", "shift_digits", {"test": "tariff_shift", "shift_digits": "8"}),
    at_rule("above-range", "threshold", {"test": "content_min", "threshold": "35"}),
    at_rule("above-range", "donor_cap", {**CONTENT, "donor_cap": "15"}),
    at_rule("above-range", "de_minimis", {**SHIFT, "de_minimis": "10"}),
    at_rule("negative", "threshold", {"test": "foreign_max", "threshold": "-0.1"}),
    at_rule("unused-number", "threshold", {"test": "wholly_obtained", "threshold": "0.35"}),
    at_rule("unused-number", "donor_cap", {"test": "foreign_max", "threshold": "0.5", "donor_cap": "0.15"}),
    at_rule("unused-number", "de_minimis", {**CONTENT, "de_minimis": "0.1"}),
    broken("missing-value", VALUE, CONTENT, {VALUE: ""}),
    broken("missing-value", VALUE, {"test": "foreign_max", "threshold": "0.5"}, {VALUE: ""}, ("KE", "UG")),
    broken("missing-value", UGANDAN_VALUE, {"test": "foreign_max", "threshold": "0.5"}),
    # Kenyan concentrate counts towards content, so without a value a claim would be tested on less than there is.
    broken("missing-value", "origin_values[agoa,niobium-concentrate,KE,port].value_per_unit", CONTENT, values=()),
    # Concentrate of the heading of ferroniobium does not shift, so its value counts against the tenth.
    broken("missing-value", UGANDAN_VALUE, {**SHIFT, "de_minimis": "0.1"}, {"materials[niobium-concentrate].hs_code": "7202.99"}),
    Broken(
        # A tonne of concentrate costs 3,000 to smelt and 2 x 50 of power.
        "direct-cost-above-cost",
        "processes[smelter].direct_cost_per_unit",
        {**SOUND, "processes[smelter].direct_cost_per_unit": "3101"},
        {
            "origin_rules": [rule(**CONTENT)],
            "resources": [{"id": "power", "cost_per_unit": "50", **INVENTED}],
            "resource_uses": [{"process": "smelter", "resource": "power", "amount_per_unit": "2", **INVENTED}],
        },
    ),
]

REAGENT = {"process": "smelter", "material": "slag", "direction": "in", "amount_per_unit": "1", **INVENTED}

ORIGIN_WARNINGS = [
    broken(
        "claim-below-appraised",
        "demands[us-ferroniobium,1].price_per_unit",
        {"test": "foreign_max", "threshold": "0.6"},
        {VALUE: "90000"},
        ("KE", "UG"),
    ),
    broken("claim-above-appraised", "demands[us-ferroniobium,1].price_per_unit", CONTENT, {VALUE: "27999"}),
    Broken(
        "unclaimable-product",
        "process_flows[smelter,slag].constituent",
        added={"materials": [SLAG], "supplies": [{**SLAG_SUPPLY, **UGANDA}], "process_flows": [REAGENT]},
    ),
]
