"""Row families: one function each, with its algebra in its docstring; a golden file in tests holds each of them."""

from collections.abc import Callable

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.rows.balance import add_balance_rows
from optimizer.formulation.rows.capacity import (
    add_lane_capacity_rows,
    add_lane_material_rows,
    add_process_capacity_rows,
    add_process_minimum_rows,
    add_resource_rows,
)
from optimizer.formulation.rows.demand import add_demand_rows
from optimizer.formulation.rows.expansion import add_expansion_rows
from optimizer.formulation.rows.origin import add_feed_rows, add_origin_rows
from optimizer.formulation.rows.policy import add_measure_rows, add_processed_share_rows, add_raw_export_ban_rows
from optimizer.formulation.rows.stock import add_stock_rows
from optimizer.formulation.rows.supply import add_reserve_rows, add_supply_rate_rows
from optimizer.formulation.rows.user import add_user_limit_rows

ROW_BUILDERS: dict[str, Callable[[Formulation], None]] = {
    "balance": add_balance_rows,
    "feed_mix": add_feed_rows,
    "origin": add_origin_rows,
    "supply_rate": add_supply_rate_rows,
    "reserve": add_reserve_rows,
    "process_capacity": add_process_capacity_rows,
    "process_minimum": add_process_minimum_rows,
    "resource": add_resource_rows,
    "lane_capacity": add_lane_capacity_rows,
    "lane_material": add_lane_material_rows,
    "demand": add_demand_rows,
    "stock": add_stock_rows,
    "expansion": add_expansion_rows,
    "processed_share": add_processed_share_rows,
    "raw_export_ban": add_raw_export_ban_rows,
    "measure": add_measure_rows,
    "user_limit": add_user_limit_rows,
}

__all__ = ["ROW_BUILDERS"]
