"""Rows that reach nothing, once each, and buyers whom no lane reaches: what a mistyped code or name looks like."""

from tests.problem.validation.broken import CONTENTS, INVENTED, MINERALS, Broken, policy, royalty

AGOA = {"programme": "agoa", **INVENTED}
LEVY = {"id": "levy", "instrument": "levy", "kind": "export_levy", "ad_valorem": "0.05", **INVENTED}
TO_CHINA = "demands[cn-ferroniobium,1]"


def nothing(address: str, cells: dict[str, str] | None = None, **added: list[dict[str, str]]) -> Broken:
    """Return a case with one row that reaches nothing."""
    return Broken("reaches-nothing", address, cells or {}, added)


REACH_VIOLATIONS = [
    Broken(
        "unreached-demand",
        "demands[us-ferroniobium,1]",
        {"lanes[port-us].active": "false", "demands[us-ferroniobium,1].min_per_year": "5"},
    ),
]

REACH_WARNINGS = [
    # Law about goods: a levy on graphite of a case without any; a subheading that the material's code is too short for.
    nothing("tariffs[levy].hs_prefix", tariffs=[{**LEVY, "hs_prefix": "2504.10"}]),
    nothing("tariffs[us-7202.93-mfn].hs_prefix", {"materials[ferroniobium].hs_code": "7202"}),
    nothing("origin_rules[agoa,8112,a,content_min].hs_prefix", origin_rules=[
        {**AGOA, "hs_prefix": "8112", "alternative": "a", "test": "content_min", "threshold": "0.35"}
    ]),
    nothing("tariff_exemptions[us-7202.93-mfn,2504].hs_prefix", tariff_exemptions=[
        {"tariff": "us-7202.93-mfn", "hs_prefix": "2504", **INVENTED}
    ]),
    # Law about countries.
    nothing("tariffs[levy].destination", tariffs=[{**LEVY, "destination": "EU"}]),
    nothing("tariffs[levy].origin", tariffs=[{**LEVY, "origin": "TZ"}]),
    nothing("programmes[epa].destination", programmes=[{"id": "epa", "destination": "EU", **INVENTED}]),
    # Instruments that no tariff is of.
    nothing("programmes[old].waives", programmes=[{"id": "old", "destination": "US", "waives": "us-mnf", **INVENTED}]),
    nothing("programme_rates[agoa,us-mnf,7202].instrument", programme_rates=[
        {**AGOA, "instrument": "us-mnf", "hs_prefix": "7202"}
    ]),
    nothing("tariff_replacements[us-7202.93-mfn,232].instrument", tariff_replacements=[
        {"tariff": "us-7202.93-mfn", "instrument": "232", **INVENTED}
    ]),
    nothing("tariff_base_parts[us-7202.93-mfn,vat].instrument", tariff_base_parts=[
        {"tariff": "us-7202.93-mfn", "instrument": "vat", **INVENTED}
    ]),
    # Minerals and materials.
    nothing("royalties[r].mineral", minerals=[*MINERALS, {"id": "gold"}], contents=CONTENTS,
            royalties=[royalty("r", mineral="gold")]),
    nothing("policies[ban].mineral", minerals=[*MINERALS, {"id": "gold"}], contents=CONTENTS,
            policies=[policy("ban", kind="raw_export_ban", mineral="gold")]),
    nothing("royalties[r].material", {"materials[ferroniobium].reference_value_per_unit": "1"},
            royalties=[royalty("r", material="ferroniobium", basis="extracted")]),
    # Buyers.
    Broken("unreached-demand", "demands[us-ferroniobium,1]", {"lanes[port-us].active": "false"}),
    Broken("unreached-demand", TO_CHINA, added={"lane_materials": [
        {"lane": "port-cn", "material": name, **INVENTED} for name in ("manganese-ore", "niobium-concentrate")
    ]}),
    # A price that carriage takes whole: 100 of freight, 90 paid.
    Broken("no-border-value", "demands[us-ferroniobium,1].price_per_unit", {
        "lanes[port-us].freight_per_tonne": "100", "demands[us-ferroniobium,1].price_per_unit": "90",
    }),
    Broken("negative-money", "supplies[niobium].cost_per_unit", {"supplies[niobium].cost_per_unit": "-2000"}),
    Broken("negative-money", "lanes[port-us].freight_per_tonne", {"lanes[port-us].freight_per_tonne": "-1"}),
]  # fmt: skip
