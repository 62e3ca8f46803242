"""Numbers that a plan would pass over in silence, once each: ignored, added up twice, or given two values."""

from tests.problem.validation.broken import CONTENTS, INVENTED, MINERALS, YEARS, Broken, policy, royalty


def at_node(address: str, value: str, node: str = "2027") -> dict[str, str]:
    """Return a row of `by_node`."""
    return {"address": address, "node": node, "value": value}


def unvarying(address: str, **added: list[dict[str, str]]) -> Broken:
    """Return a case that gives one number for all time another value in 2027."""
    rows = {"nodes": YEARS, "by_node": [at_node(address, "1")], **added}
    return Broken("unchangeable", f"by_node[{address},2027]", added=rows)


def charge(kind: str, **columns: str) -> dict[str, str]:
    """Return a charge of at least 30 per customs entry."""
    return {"id": "mpf", "instrument": "mpf", "kind": kind, "min_per_parcel": "30", **INVENTED, **columns}


JOBS = policy("work", kind="measure_bound", measure="jobs", minimum="0", scope="total")
SHARE = policy("share", kind="processed_share", minimum="0.5")
NIOBIUM = {"mineral": "niobium", "basis": "extracted"}
KNOWN = {"minerals": MINERALS, "contents": CONTENTS}
VALUES = {
    f"materials[{name}].reference_value_per_unit": "9000" for name in ("niobium-concentrate", "manganese-ore", "ferroniobium")
}
PRICE = "demands[us-ferroniobium,1].price_per_unit"
SLAG = {"id": "slag", "stage": "input", "hs_code": "2619.00", **INVENTED}
BOUGHT = {"id": "slag", "site": "port", "material": "slag", "acquisition": "bought", "origin_country": "UG", **INVENTED}

IMPORTED = {"id": "idf", "instrument": "idf", "kind": "import_charge", "ad_valorem": "0.025", **INVENTED}

SILENT_VIOLATIONS = [
    Broken(
        "not-supported",
        "lanes[dar-nairobi].to",
        added={
            "sites": [{"id": "mine"}, {"id": "port"}, {"id": "dar", "country": "TZ"}],
            "markets": [{"id": "us"}, {"id": "cn"}, {"id": "nairobi", "country": "KE"}],
            "supplies": [
                {"id": "dar", "site": "dar", "material": "manganese-ore", "acquisition": "bought", **INVENTED},
            ],
            "lanes": [{"id": "dar-nairobi", "from_site": "dar", "to": "nairobi", **INVENTED}],
            "demands": [
                {"id": "ke", "tier": "1", "market": "nairobi", "material": "manganese-ore", "price_per_unit": "9", **INVENTED}
            ],
            "tariffs": [IMPORTED],
        },
    ),
    unvarying("lanes[port-us].transit_days"),
    unvarying("supplies[niobium].reserve"),
    unvarying("stocks[port,ferroniobium].initial", stocks=[{"site": "port", "material": "ferroniobium", **INVENTED}]),
    Broken(
        "total-varies",
        "policies[work].minimum@2027",
        added={"nodes": YEARS, "policies": [JOBS], "by_node": [at_node("policies[work].minimum", "5")]},
    ),
    Broken(
        "total-varies",
        "limits[mix].amount@2027",
        added={
            "nodes": YEARS,
            "limits": [{"id": "mix", "sense": "le", "scope": "total", **INVENTED}],
            "by_node": [at_node("limits[mix].amount", "5")],
        },
    ),
    Broken(
        "bad-share",
        "policies[share].minimum@2027",
        added={"nodes": YEARS, "policies": [SHARE], "by_node": [at_node("policies[share].minimum", "60")]},
    ),
    Broken(
        "set-twice",
        "by_node[demands[us-ferroniobium,1].price_per_unit,2027]",
        added={"nodes": YEARS, "by_node": [at_node("demands[market=us].price_per_unit", "5"), at_node(PRICE, "6")]},
    ),
    Broken(
        "royalty-twice",
        "royalties[second].material",
        added={"royalties": [royalty("first", material="manganese-ore"), royalty("second", material="manganese-ore")]},
    ),
    Broken(
        "royalty-at-material",
        "royalties[r].at_material",
        added={"royalties": [royalty("r", mineral="niobium-concentrate", basis="sold", at_material="ferroniobium")]},
    ),
    Broken(
        # Manganese ore holds no niobium.
        "royalty-at-material",
        "royalties[r].at_material",
        VALUES,
        {**KNOWN, "royalties": [royalty("r", at_material="manganese-ore", **NIOBIUM)]},
    ),
    Broken(
        # What ferroniobium holds most of is niobium, which manganese ore does not hold.
        "royalty-at-material",
        "royalties[r].at_material",
        VALUES,
        {**KNOWN, "royalties": [royalty("r", material="manganese-ore", basis="extracted", at_material="ferroniobium")]},
    ),
    Broken(
        # The absent table of contents says that ferroniobium holds niobium, not how much.
        "royalty-at-material",
        "royalties[r].at_material",
        VALUES,
        {"royalties": [royalty("r", mineral="niobium-concentrate", basis="extracted", at_material="ferroniobium")]},
    ),
]

ROLE = {"programme": "agoa", "country": "KE", "role": "beneficiary", **INVENTED}

SILENT_WARNINGS = [
    Broken(
        "date-inside-period",
        "programme_countries[agoa,TZ,cumulation].end",
        added={"programme_countries": [ROLE, {**ROLE, "country": "TZ", "role": "cumulation", "end": "2026-06-30"}]},
    ),
    Broken(
        "date-inside-period",
        "programme_countries[agoa,KE,beneficiary].end",
        added={"programme_countries": [{**ROLE, "end": "2026-06-30"}]},
    ),
    Broken("unknown-parcel", "lanes[port-us].parcel_tonnes", added={"tariffs": [charge("fee", destination="US")]}),
    Broken(
        "unknown-parcel",
        "lanes[port-cn].parcel_tonnes",
        {"lanes[port-us].parcel_tonnes": "20"},
        {"tariffs": [charge("export_levy", hs_prefix="7202", max_per_parcel="90")]},
    ),
    Broken(
        "unknown-parcel",
        "supplies[slag].origin_country",
        added={"materials": [SLAG], "supplies": [BOUGHT], "tariffs": [charge("import_charge", destination="KE")]},
    ),
]
