"""Columns `sell[l, d, tier, claim, n]`: material sold."""

import numpy as np

from optimizer.formulation.columns.royalties import sale_royalties
from optimizer.formulation.formulation import Formulation


def add_sell_columns(formulation: Formulation) -> None:
    """Add `sell[l, d, tier, claim, n] >= 0`, units leaving over lane l for a tier of demand d in node n, under a claim or none.

    A claim exists only where the goods are covered, the origin benefits and part of the node's entries is in force.
    Contributes per unit: revenue, freight, insurance, duty and fees borne, duty_assessed, claim_cost; where the sale
    crosses the home border export_levy, royalty on sale, export_value and exported_raw; where it stays at home royalty on
    sale and sold_raw_at_home. Royalty and raw amounts count home ore alone. What left over a lane to a site abroad was
    counted there.
    """
    case = formulation.case
    sales = formulation.streams.sales
    program = formulation.program
    lanes = case["lanes"]
    demands = case["demands"]
    keys = [
        (lanes.keys[lane], *tier, claim, *origin)
        for lane, tier, claim, origin in zip(
            sales.hauls.lane,
            demands.key_parts(sales.demand),
            sales.claim,
            formulation.origin_keys(sales.hauls.origin),
            strict=True,
        )
    ]
    columns = program.add_columns("sell", keys, sales.offered, formulation.units(sales.hauls.material))
    formulation.columns["sell"] = columns
    program.contribute("revenue", columns, sales.revenue)
    program.contribute("freight", columns, sales.freight)
    local = np.nan_to_num(case.numbers("lanes", "local_share")[sales.hauls.lane])
    program.contribute("local_cost", columns, sales.freight * local)
    program.contribute("insurance", columns, sales.insurance)
    program.contribute("claim_cost", columns, sales.claim_cost)
    leaving = sales.leaves_home[:, np.newaxis]
    at_home = ~sales.abroad[:, np.newaxis]
    levies = sum(sales.export_levies.values(), np.zeros(columns.shape))
    program.contribute("export_levy", columns, np.where(leaving, levies, 0.0))
    royalties = sale_royalties(formulation, sales.hauls.material, sales.border_value)
    ours = formulation.streams.home_ore[sales.hauls.origin][:, np.newaxis]
    program.contribute("royalty", columns, np.where((leaving | at_home) & ours, royalties, 0.0))
    program.contribute("export_value", columns, np.where(leaving, np.maximum(sales.border_value, 0.0), 0.0))
    _contribute_duty(formulation, columns)
    raw = formulation.streams.contents.raw_contained[sales.hauls.material]
    for position, mineral in enumerate(case["minerals"].keys):
        program.contribute(f"exported_raw[{mineral}]", columns, np.where(leaving & ours, raw[:, position], 0.0))
        program.contribute(f"sold_raw_at_home[{mineral}]", columns, np.where(at_home & ours, raw[:, position], 0.0))


def _contribute_duty(formulation: Formulation, columns: np.ndarray) -> None:
    sales = formulation.streams.sales
    program = formulation.program
    kinds = formulation.case["tariffs"]["kind"]
    for row, amount in sorted(sales.charges.items()):
        program.contribute("duty_assessed", columns, amount)
        program.contribute("fees" if kinds[row] == "fee" else "duty", columns, sales.incidence * amount)
    later = sales.refund * (sales.ordinary_assessed - sales.assessed)
    if not later.any():
        return
    timeline = formulation.case.timeline
    for measure, amount in (("duty_assessed", later), ("duty", sales.incidence * later)):
        program.contribute(measure, columns, amount)
        for node in np.flatnonzero(sales.refunded_in.any(axis=0)):
            path = list(timeline.path_to(int(node)))
            back = np.where(sales.refunded_in[:, [node]], amount[:, path], 0.0)
            program.contribute(measure, columns[:, path], -back, np.full(len(path), node))
