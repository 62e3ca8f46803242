"""Rows that take no part, each of which would change the plan if it did, and rows that only people read."""

from tests.planted.world import World


def add_decoys(world: World) -> None:
    """Add rows that are switched off, and figures with their sources."""
    add, off = world.sheet.add, {"active": False}
    add("sources", id="invented", citation="Drawn at random", date="2026-01-01")
    add("supplies", id="gift", site="mine1", material="ore", cost_per_unit=-1e6, max_per_year=1e6, **off)
    add("processes", id="wonder", site="plant1", feed="ore", operating_cost_per_unit=-1e6, **off)
    add("process_flows", process="wonder", material="ore", direction="in", amount_per_unit=1.0)
    add("process_flows", process="wonder", material="conc", direction="out", amount_per_unit=0.05)
    add("resources", id="labour", max_per_year=0.0, **off)
    add("resource_uses", process="smelt1", resource="labour", amount_per_unit=1.0)
    add("lanes", id="tunnel", from_site="mine1", to="port1", freight_per_tonne=-1e6, **off)
    add("lane_materials", lane="truck1", material="slag", freight_per_unit=-1e6, **off)
    add("demands", id="us-alloy", tier="9", market="us", material="alloy", price_per_unit=1e9, max_per_year=1e9, **off)
    add("stocks", site="mine1", material="ore", initial=1e9, **off)
    add("expansions", id="marvel", process="mill1", capital_cost_per_unit=0.0, **off)
    add("tariffs", id="wall", instrument="wall", ad_valorem=4.0, **off)
    add("programmes", id="free-trade", destination="US", waives="mfn", **off)
    add("royalties", id="tithe", material="ore", rate=1.0, **off)
    add("policies", id="dream", kind="measure_bound", measure="jobs", minimum=1e12, **off)
    add("limits", id="stop", sense="le", amount=0.0, **off)
    add("limit_terms", limit="stop", columns="sell[*]", coefficient=1.0)
    add("figures", address="markets[us].duty_incidence", low=0.0, high=1.0, source="invented", confidence="estimate")
