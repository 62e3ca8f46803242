"""Draws the network of a planted case: what there is and what it is connected to, before anyone decides anything."""

import numpy as np
from numpy.typing import NDArray

from tests.planted.duties import Goods, Programme
from tests.planted.world import (
    HOME,
    MINERALS,
    Demand,
    Haul,
    Lane,
    Market,
    Material,
    Process,
    Sale,
    Stock,
    Supply,
    Tier,
    World,
)

Floats = NDArray[np.float64]

RANKS = {"ore": 0, "conc": 1, "alloy": 2, "oxide": 2, "slag": 2, "dust": 3, "magnet": 3, "acid": 9, "steel": 9}
"""Order in which materials are made; those of rank 9 are bought as they are needed."""


def draw_materials(world: World) -> None:
    """Add the materials, what they hold, and the minerals."""
    share, ores = world.vector(0.9, 1.1), "2615.90"
    rows = (
        Material("ore", "ore", 20.0, ores, raw=True, fractions={"niobium": 0.02, "cerium": 0.05}, reference=25 * share),
        Material("conc", "concentrate", 400.0, ores, raw=True, fractions={"niobium": 0.2, "cerium": 0.3}, reference=500 * share),
        Material("alloy", "refined", 2.0, "7202.93.80", 0.001, "kg", fractions={"niobium": 0.6}, reference=2.5 * share),
        Material("oxide", "refined", 1500.0, "2825.90", fractions={"cerium": 0.8}, discardable=world.chance(0.5)),
        Material("magnet", "manufactured", 30000.0, "8505.11", fractions={"cerium": 0.3}, reference=30000 * share),
        Material("slag", "intermediate", -4.0, fractions={"niobium": 0.01}, discardable=True),
        Material("dust", "intermediate", -2.0, discardable=True),
        Material("acid", "input", 80.0, "2806.10"),
        Material("steel", "input", 700.0, "7205.10"),
    )  # fmt: skip
    for material in rows:
        world.materials[material.id] = material
        key = world.sheet.add(
            "materials", id=material.id, stage=material.stage, raw=material.raw, hs_code=material.code, unit=material.unit,
            tonnes_per_unit=material.tonnes, discardable=material.discardable,
        )  # fmt: skip
        if material.reference is not None:
            world.sheet.number("materials", key, "reference_value_per_unit", material.reference)
        for mineral, fraction in material.fractions.items():
            world.sheet.add("contents", material=material.id, mineral=mineral, fraction=fraction)
    world.sheet.add("minerals", id="niobium", name="Niobium", unit="kg", tonnes_per_unit=0.001, basis="Nb")
    world.sheet.add("minerals", id="cerium")


def draw_markets(world: World) -> None:
    """Add the markets and what they buy; tiers are most expensive first, with the one that sets prices among them."""
    markets = {
        name: Market(name, country, on_cif, world.vector(0, 0.01), world.vector(0.4, 1))
        for name, country, on_cif in (("us", "US", False), ("cn", "CN", True), ("eu", "EU", False), ("nairobi", HOME, False))
    }
    for market in markets.values():
        key = world.sheet.add("markets", id=market.id, country=market.country, customs_basis="cif" if market.on_cif else "fob")
        world.sheet.number("markets", key, "insurance_rate", market.insurance)
        world.sheet.number("markets", key, "duty_incidence", market.incidence)
    wanted = [
        ("us", "alloy", "cif"),
        ("us", "oxide", "ddp"),
        ("cn", "conc", "fob"),
        ("eu", "conc", "cif"),
        ("eu", "magnet", "cif"),
    ]
    wanted += [("nairobi", "oxide", "cif")] if world.has("home-sale") else []
    wanted += [("cn", "ore", "cif")] if world.has("second-mine") else []
    for market_id, material, basis in wanted:
        name = f"{market_id}-{material}"
        one_price = world.chance(0.3)
        count = int(world.rng.integers(1, 4))
        ratios = np.sort(world.rng.uniform(0.8, 1.2, count))[::-1]
        anchor = int(world.rng.integers(0, count))
        ratios = ratios / ratios[anchor]
        tiers = [_tier(world, name, rank, float(ratio), one_price) for rank, ratio in enumerate(ratios)]
        world.demands[name] = Demand(name, markets[market_id], world.materials[material], basis, one_price, tiers)
        for tier, (start, end) in tiers:
            world.sheet.add(
                "demands", id=name, tier=tier.id, market=market_id, material=material, price_basis=basis, start=start, end=end,
                tier_meaning="one_price" if one_price else "separate_buyers", appraised_value_per_unit=1.0,
            )  # fmt: skip
        world.demands[name].tiers = [tier for tier, _ in tiers]


def _tier(world: World, name: str, rank: int, ratio: float, one_price: bool) -> tuple[Tier, tuple[str, str]]:
    start, end = ("", "") if one_price or ratio == 1.0 else world.window()
    key = (name, str(rank + 1))
    most, least = world.ledger.row("demand", key, "le"), world.ledger.row("demand_minimum", key, "ge")
    price = np.full(world.nodes, 1000.0 * ratio)
    return Tier(str(rank + 1), world.horizon.share(start, end), ratio, most, least, price), (start, end)


def balance(world: World, site: str, material: str) -> tuple[str, str]:
    """Return a place that has a balance, added if it is new."""
    if (site, material) not in world.balances:
        world.balances[site, material] = world.ledger.row("balance", (site, material), "eq")
    return site, material


def add_site(world: World, site: str, kind: str, country: str = HOME) -> None:
    """Add a site."""
    world.countries[site] = country
    if world.has("hub"):
        position = {"latitude": world.draw(-4, 4), "longitude": world.draw(34, 41)}
        world.sheet.add("sites", id=site, kind=kind, country="" if country == HOME else country, **position)


def add_supply(
    world: World, name: str, site: str, material: str, *, mined: bool = True, origin: str = "", open_always: bool = True
) -> None:
    """Add a supply."""
    start, end = ("", "") if open_always else world.window()
    share = world.horizon.share(start, end)
    local, jobs = world.draw(0, 0.8), world.vector(0, 0.02 if mined else 0.0)
    key = world.sheet.add(
        "supplies", id=name, site=site, material=material, acquisition="mined" if mined else "bought", origin_country=origin,
        local_share=local, start=start, end=end,
    )  # fmt: skip
    world.sheet.number("supplies", key, "jobs_per_unit", jobs)
    column = world.ledger.column("supply", (name,), share > 0, supply=name, site=site, material=material)
    column.terms.append((world.balances[balance(world, site, material)], np.ones(world.nodes)))
    world.supplies.append(Supply(name, site, material, column, share, origin, mined, local, jobs))


def add_process(
    world: World,
    name: str,
    site: str,
    feed: str,
    flows: dict[str, tuple[float, float]],
    uses: dict[str, tuple[float, float]],
    *,
    open_always: bool = True,
) -> None:
    """Add a process; flows and uses are drawn between two numbers, flows in being negative."""
    sheet = world.sheet
    start, end = ("", "") if open_always else world.window()
    share = world.horizon.share(start, end)
    local, jobs = world.draw(0, 0.8), world.vector(0, 0.2)
    key = sheet.add(
        "processes", id=name, site=site, feed=feed, local_share=local, efficient_scale_per_year=10.0, direct_cost_per_unit=1.0,
        start=start, end=end,
    )  # fmt: skip
    sheet.number("processes", key, "jobs_per_unit", jobs)
    column = world.ledger.column("run", (name,), share > 0, process=name, site=site)
    process = Process(name, site, feed, column, share, {}, {}, local, jobs)
    for material, (low, high) in ({feed: (-1.0, -1.0), **flows} if feed else flows).items():
        amount = world.vector(low, high, varies=low != high)
        process.flows[material] = amount
        column.terms.append((world.balances[balance(world, site, material)], amount))
        part = material != "acid"  # Foreign acid that ended up in products would take their origin away.
        key = sheet.add("process_flows", process=name, material=material, direction="in" if high < 0 else "out", constituent=part)
        sheet.number("process_flows", key, "amount_per_unit", np.abs(amount))
    for resource, (low, high) in uses.items():
        process.uses[resource] = world.vector(low, high)
        key = sheet.add("resource_uses", process=name, resource=resource)
        sheet.number("resource_uses", key, "amount_per_unit", process.uses[resource])
    world.processes.append(process)


def add_lane(
    world: World, name: str, start: str, end: str, materials: list[str], *, listed: bool = True, dock: bool = False
) -> None:
    """Add a lane and what it carries; a window may close it unless it is the only way out for something."""
    only_way = name.startswith(("road", "sea", "truck", "trail"))
    opens, closes = ("", "") if only_way else world.window()
    abroad = end in ("us", "cn", "eu")
    local = world.draw(0, 0.1 if abroad else 0.8)
    lane = Lane(name, start, end, world.horizon.share(opens, closes), listed, local, dock=dock)
    lane.transit = int(world.rng.integers(0, 60)) if abroad else 0
    lane.inland = world.draw(1, 4) if abroad and not dock else 0.0
    lane.parcel = world.draw(10, 40) if abroad and world.chance(0.7) else float("nan")
    world.lanes.append(lane)
    world.sheet.add(
        "lanes", id=name, from_site=start, to=end, mode="road", transit_days=float(lane.transit), local_share=lane.local,
        parcel_tonnes=lane.parcel if lane.parcel == lane.parcel else "", inland_freight_per_tonne=lane.inland, start=opens,
        end=closes,
    )  # fmt: skip
    for material in materials:
        _add_haul(world, lane, world.materials[material])


def _add_haul(world: World, lane: Lane, material: Material) -> None:
    arriving, parcel = np.ones(world.nodes), lane.parcel
    if lane.listed:
        own = world.draw(10, 40) if world.chance(0.3) else ""
        key = world.sheet.add("lane_materials", lane=lane.id, material=material.id, parcel_tonnes=own)
        parcel = own or parcel
        if world.has("losses"):
            arriving = world.vector(0.95, 1.0)
            world.sheet.number("lane_materials", key, "share_arriving", arriving)
    haul = Haul(lane, material, arriving, parcel, amounts=np.zeros(world.nodes))
    world.hauls.append(haul)
    origin = world.balances[balance(world, lane.start, material.id)]
    demand = world.demands.get(f"{lane.end}-{material.id}")
    if demand is not None:
        demand.hauls.append(haul)
        _add_sales(world, haul, demand)
    else:
        column = world.ledger.column("ship", (lane.id, material.id), lane.share > 0, lane=lane.id, material=material.id)
        column.terms += [(origin, -np.ones(world.nodes)), (world.balances[balance(world, lane.end, material.id)], arriving)]
        haul.ship = column


def _add_sales(world: World, haul: Haul, demand: Demand) -> None:
    goods = goods_sold(haul, demand)
    claims: list[Programme | None] = [None, *world.law.programmes_for(goods)]
    for position, tier in enumerate(demand.tiers):
        for claim in claims:
            there = (haul.lane.share > 0) & (tier.share > 0)
            if claim is not None:
                there &= world.law.claimed(claim, goods) > 0
            name = claim.id if claim is not None else "ordinary"
            names = {"lane": haul.lane.id, "demand": demand.id, "tier": tier.id, "claim": name}
            column = world.ledger.column(
                "sell",
                (haul.lane.id, demand.id, tier.id, name),
                there,
                **names,
                material=demand.material.id,
                market=demand.market.id,
            )
            column.terms.append((world.balances[haul.lane.start, haul.material.id], -np.ones(world.nodes)))
            for row in (tier.most, tier.least):
                if row is not None:
                    column.terms.append((row, haul.arriving))
            haul.sales.append(Sale(column, position, name))


def goods_sold(haul: Haul, demand: Demand, transit: int | None = None) -> Goods:
    """Return what a sale brings across the border of its market, after the lane's days in transit or so many."""
    material = haul.material
    contained = {mineral: material.contained(mineral) for mineral in MINERALS}
    days = haul.lane.transit if transit is None else transit
    return Goods(material.code, HOME, demand.market.country, material.tonnes, contained, haul.parcel, days)


def add_stock(world: World, site: str, material: str) -> None:
    """Add a stock."""
    world.sheet.add("stocks", site=site, material=material)
    place = balance(world, site, material)
    column = world.ledger.column("stock", place, site=site, material=material)
    column.terms.append((world.balances[place], world.horizon.children - np.eye(world.nodes)))
    world.stocks[place] = Stock(site, material, column)


def add_discards(world: World) -> None:
    """Add a discard column wherever a material has a balance and may be thrown away."""
    for (site, material), row in world.balances.items():
        if world.materials[material].discardable:
            column = world.ledger.column("discard", (site, material), site=site, material=material)
            column.terms.append((row, -np.ones(world.nodes)))
            world.discards[site, material] = column
