"""Small and hard cases as messages."""

from itertools import product

import numpy as np

from optimizer.v1 import case_pb2

KINDS, TIERS = range(2), range(3)


def one_mine(**demand: float) -> case_pb2.Case:
    """Return a case with one mine of at most 100 t a year at 10 a tonne, and one buyer who pays 30 at the mine's gate."""
    return case_pb2.Case(
        case=case_pb2.CaseSettings(id="one-mine", name="One mine", currency="USD", price_year=2026, home_country="KE"),
        materials=[case_pb2.Material(id="ore", stage=case_pb2.MATERIAL_STAGE_ORE, raw=True)],
        supplies=[case_pb2.Supply(id="mine", site="pit", material="ore", max_per_year=100, cost_per_unit=10)],
        lanes=[case_pb2.Lane(id="road", from_site="pit", to="us")],
        demands=[case_pb2.Demand(id="us-ore", tier="1", market="us", material="ore", price_per_unit=30, **demand)],
    )


def network(mines: int, ports: int, markets: int, years: int) -> case_pb2.Case:
    """Return a random case: every mine to every port to every market, with reserves that tie the years together."""
    random = np.random.default_rng(1)
    case = case_pb2.Case(
        case=case_pb2.CaseSettings(id="network", name="Network", currency="USD", price_year=2026, home_country="KE"),
        materials=[case_pb2.Material(id=f"ore{kind}", stage=case_pb2.MATERIAL_STAGE_ORE, raw=True) for kind in KINDS],
    )
    for year in range(years):
        parent = f"y{year - 1}" if year else ""
        case.nodes.add(id=f"y{year}", parent=parent, start=f"{2027 + year}-01-01", end=f"{2027 + year}-12-31")
    for mine, kind in product(range(mines), KINDS):
        limit, cost = random.uniform(50, 150), random.uniform(5, 15)
        supply = case.supplies.add(id=f"s{mine}.{kind}", site=f"m{mine}", material=f"ore{kind}", cost_per_unit=cost)
        supply.max_per_year, supply.reserve = limit, limit * years / 3
    ends = [(f"m{mine}", f"p{port}") for mine, port in product(range(mines), range(ports))]
    ends += [(f"p{port}", f"k{market}") for port, market in product(range(ports), range(markets))]
    for start, end in ends:
        lane = case.lanes.add(id=f"{start}-{end}", from_site=start, to=end, freight_per_tonne=random.uniform(1, 20))
        lane.max_tonnes_per_year = random.uniform(20, 90)
    for market in range(markets):
        case.markets.add(id=f"k{market}", country="XA")
    for market, kind, tier in product(range(markets), KINDS, TIERS):
        demand = case.demands.add(id=f"d{market}.{kind}", tier=f"{tier}", market=f"k{market}", material=f"ore{kind}")
        demand.price_per_unit, demand.max_per_year = random.uniform(30, 60), random.uniform(10, 60)
    return case
