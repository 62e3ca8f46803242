"""Column families: one module each, which adds its columns and what one unit of them contributes to measures."""

from collections.abc import Callable

from optimizer.formulation.columns.build import add_build_columns
from optimizer.formulation.columns.discard import add_discard_columns
from optimizer.formulation.columns.feed import add_donor_columns, add_feed_columns
from optimizer.formulation.columns.run import add_run_columns
from optimizer.formulation.columns.sell import add_sell_columns
from optimizer.formulation.columns.ship import add_ship_columns
from optimizer.formulation.columns.stock import add_stock_columns
from optimizer.formulation.columns.supply import add_supply_columns
from optimizer.formulation.formulation import Formulation

COLUMN_BUILDERS: dict[str, Callable[[Formulation], None]] = {
    "supply": add_supply_columns,
    "run": add_run_columns,
    "feed": add_feed_columns,
    "donor": add_donor_columns,
    "ship": add_ship_columns,
    "sell": add_sell_columns,
    "stock": add_stock_columns,
    "discard": add_discard_columns,
    "build": add_build_columns,
}

__all__ = ["COLUMN_BUILDERS"]
