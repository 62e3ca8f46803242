"""Columns `stock[site, m, n]`: material kept at the end of a node."""

from optimizer.formulation.formulation import Formulation


def add_stock_columns(formulation: Formulation) -> None:
    """Add `stock[site, m, n] >= 0`, units kept at the end of node n. Contributes per unit: storage, cost per year x years."""
    case = formulation.case
    stocks = formulation.streams.stocks
    program = formulation.program
    table = case["stocks"]
    origins = formulation.origin_keys(formulation.streams.stock_origin)
    keys = [(*place, *origin) for place, origin in zip(table.key_parts(stocks), origins, strict=True)]
    material = case.position("stocks", "material")[stocks]
    cost = case.numbers("stocks", "cost_per_unit_year")[stocks] * formulation.years
    columns = program.add_columns("stock", keys, cost == cost, formulation.units(material))
    formulation.columns["stock"] = columns
    program.contribute("storage", columns, cost)
