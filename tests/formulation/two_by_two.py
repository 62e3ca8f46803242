"""One small case, two of everything, in which every row family and every column family has something to say."""

from optimizer.formulation.columns import COLUMN_BUILDERS
from optimizer.formulation.formulation import Formulation, start_formulation
from optimizer.problem.build import Problem
from tests.made_cases import SETTING, make_problem, yearly_nodes

ROWS = {
    "case": [{**SETTING, "real_discount_rate": 0.0}],
    "nodes": yearly_nodes(2),
    "sites": [{"id": "mine"}, {"id": "plant"}, {"id": "hub", "country": "TZ"}],
    "materials": [
        {"id": "ore", "stage": "ore", "raw": True, "hs_code": "2615", "reference_value_per_unit": 40, "discardable": True,
         "discard_cost_per_unit": 3},
        {"id": "alloy", "stage": "refined", "hs_code": "7202", "unit": "kg", "tonnes_per_unit": 0.001},
        {"id": "dore", "stage": "intermediate", "hs_code": "7108.12", "unit": "kg", "tonnes_per_unit": 0.001},
        {"id": "bar", "stage": "refined", "hs_code": "7108.13", "unit": "kg", "tonnes_per_unit": 0.001, "reference_value_per_unit": 650},
    ],
    "contents": [{"material": "ore", "mineral": "niobium", "fraction": 0.5}, {"material": "alloy", "mineral": "niobium", "fraction": 1}],
    "supplies": [
        {"id": "panners", "site": "plant", "material": "dore", "acquisition": "bought", "max_per_year": 3, "cost_per_unit": 500},
        {"id": "caravan", "site": "plant", "material": "dore", "acquisition": "bought", "cost_per_unit": 480, "origin_country": "TZ"},
        {"id": "returns", "site": "plant", "material": "dore", "acquisition": "bought", "cost_per_unit": 450, "origin_country": "US"},
        {"id": "far", "site": "plant", "material": "dore", "acquisition": "bought", "cost_per_unit": 400, "origin_country": "UG"},
        {"id": "pit", "site": "mine", "material": "ore", "min_per_year": 10, "max_per_year": 100, "reserve": 150, "cost_per_unit": 7,
         "jobs_per_unit": 0.1, "terminal_value_per_unit": 2},
        {"id": "trader", "site": "plant", "material": "ore", "acquisition": "bought", "cost_per_unit": 30},
    ],
    "processes": [{"id": "smelter", "site": "plant", "feed": "ore", "min_per_year": 5, "max_per_year": 60, "operating_cost_per_unit": 11,
                   "fixed_cost_per_year": 13, "jobs_per_unit": 0.2},
                  {"id": "kiln", "site": "plant", "feed": "ore", "operating_cost_per_unit": 2},
                  {"id": "refinery", "site": "plant", "feed": "dore", "direct_cost_per_unit": 30, "max_per_year": 20, "operating_cost_per_unit": 45,
                   "substantial": True}],
    "process_flows": [
        {"process": "smelter", "material": "ore", "direction": "in", "amount_per_unit": 1},
        {"process": "smelter", "material": "alloy", "direction": "out", "amount_per_unit": 400},
        {"process": "kiln", "material": "ore", "direction": "in", "amount_per_unit": 1},
        {"process": "kiln", "material": "alloy", "direction": "out", "amount_per_unit": 100},
        {"process": "refinery", "material": "dore", "direction": "in", "amount_per_unit": 1},
        {"process": "refinery", "material": "bar", "direction": "out", "amount_per_unit": 0.9},
    ],
    "resources": [{"id": "power", "min_per_year": 4, "max_per_year": 500, "cost_per_unit": 9}],
    "resource_uses": [{"process": "smelter", "resource": "power", "amount_per_unit": 2.5},
                      {"process": "kiln", "resource": "power", "amount_per_unit": 0.25}],
    "lanes": [
        {"id": "road", "from_site": "mine", "to": "plant", "freight_per_tonne": 4, "max_tonnes_per_year": 80},
        {"id": "border", "from_site": "mine", "to": "hub", "freight_per_tonne": 6},
        {"id": "sea", "from_site": "plant", "to": "us", "freight_per_tonne": 100, "inland_freight_per_tonne": 20, "transit_days": 31},
        {"id": "rail", "from_site": "mine", "to": "cn", "freight_per_tonne": 8},
        {"id": "hub-cn", "from_site": "hub", "to": "cn", "freight_per_tonne": 1},
    ],
    "lane_materials": [
        {"lane": "road", "material": "ore", "min_per_year": 1, "max_per_year": 70, "share_arriving": 0.9},
        {"lane": "border", "material": "ore"},
    ],
    "markets": [{"id": "us", "insurance_rate": 0.01, "duty_incidence": 0.8}, {"id": "cn", "customs_basis": "cif"}],
    "demands": [
        {"id": "us-alloy", "tier": "1", "market": "us", "material": "alloy", "price_per_unit": 5, "min_per_year": 2, "max_per_year": 9000},
        {"id": "us-bar", "tier": "1", "market": "us", "material": "bar", "price_per_unit": 690, "appraised_value_per_unit": 720},
        {"id": "cn-ore", "tier": "1", "market": "cn", "material": "ore", "price_per_unit": 50, "max_per_year": 20, "tier_meaning": "one_price"},
        {"id": "cn-ore", "tier": "2", "market": "cn", "material": "ore", "price_per_unit": 45, "max_per_year": 20, "tier_meaning": "one_price"},
    ],
    "stocks": [{"site": "mine", "material": "ore", "cost_per_unit_year": 0.5, "max": 30, "initial": 6, "final_min": 2, "final_max": 8}],
    "expansions": [
        {"id": "smelter-2", "process": "smelter", "capital_cost_per_unit": 90, "max_added_per_year": 40, "lead_time_years": 1,
         "life_years": 4, "fixed_cost_per_unit_year": 3},
        {"id": "power-2", "resource": "power", "capital_cost_per_unit": 12, "life_years": 2, "payment": "annuity"},
        {"id": "road-2", "lane": "road", "capital_cost_per_unit": 5, "max_added_per_year": 50, "available_share": 0.5},
        {"id": "smelter-3", "process": "smelter", "payment": "annuity", "life_years": 2, "max_added_per_year": 25},
    ],
    "expansion_points": [
        {"expansion": "smelter-3", "point": "small", "added_per_year": 10, "capital_cost": 300},
        {"expansion": "smelter-3", "point": "large", "added_per_year": 30, "capital_cost": 1100},
    ],
    "tariffs": [
        {"id": "us-mfn", "instrument": "mfn", "hs_prefix": "7202", "destination": "US", "ad_valorem": 0.05},
        {"id": "us-mfn-bar", "instrument": "mfn", "hs_prefix": "7108", "destination": "US", "ad_valorem": 0.041},
        {"id": "us-fee", "instrument": "mpf", "kind": "fee", "destination": "US", "ad_valorem": 0.003},
        {"id": "levy", "instrument": "levy", "kind": "export_levy", "hs_prefix": "2615", "ad_valorem": 0.1},
    ],
    "programmes": [{"id": "agoa", "destination": "US", "waives": "mfn", "claim_cost_per_tonne": 50, "end": "2027-12-31"}],
    "programme_countries": [
        {"programme": "agoa", "country": "KE", "role": "beneficiary"},
        {"programme": "agoa", "country": "TZ", "role": "cumulation"},
        {"programme": "agoa", "country": "US", "role": "donor"},
    ],
    "origin_rules": [
        {"programme": "agoa", "hs_prefix": "7108", "alternative": "a", "test": "content_min", "threshold": 0.35, "donor_cap": 0.15},
        {"programme": "agoa", "hs_prefix": "7108", "alternative": "b", "test": "foreign_max", "threshold": 0.6},
        {"programme": "agoa", "hs_prefix": "7108", "alternative": "b", "test": "tariff_shift", "shift_digits": 4, "de_minimis": 0.1},
    ],
    "origin_values": [
        {"programme": "agoa", "material": "dore", "origin": country, "site": "plant", "value_per_unit": value}
        for country, value in (("KE", 510), ("TZ", 490), ("US", 460), ("UG", 410))
    ],
    "royalties": [
        {"id": "ore", "material": "ore", "rate": 0.02, "basis": "extracted"},
        {"id": "alloy", "material": "alloy", "rate": 0.03},
    ],
    "policies": [
        {"id": "share", "kind": "processed_share", "minimum": 0.4},
        {"id": "ban", "kind": "raw_export_ban", "mineral": "niobium", "start": "2028-01-01"},
        {"id": "work", "kind": "measure_bound", "measure": "jobs", "minimum": 3},
        {"id": "treasury", "kind": "measure_bound", "measure": "government_revenue", "maximum": 900, "scope": "total"},
    ],
    "limits": [
        {"id": "blend", "sense": "le", "amount": 0},
        {"id": "quota", "sense": "ge", "amount": 12, "scope": "total"},
    ],
    "limit_terms": [
        {"limit": "blend", "columns": "sell[material=ore]", "coefficient": 1},
        {"limit": "blend", "columns": "run[smelter]", "coefficient": -3},
        {"limit": "quota", "columns": "supply[*]", "coefficient": 0.5},
        {"limit": "quota", "columns": "ship[road,ore]@2028", "coefficient": 0.25},
    ],
}  # fmt: skip


def two_by_two() -> Problem:
    """Return the case as a problem."""
    return make_problem(ROWS)


def with_columns() -> Formulation:
    """Return its formulation with all columns and no rows."""
    formulation = start_formulation(two_by_two(), 1000)
    for add_columns in COLUMN_BUILDERS.values():
        add_columns(formulation)
    return formulation
