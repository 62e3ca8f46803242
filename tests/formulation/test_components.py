"""Every amount of money in every table is charged, and belongs to exactly one component."""

import numpy as np
import pytest

from optimizer.domain.measures import COMPONENTS
from optimizer.domain.scenario import Change
from optimizer.domain.tables import TABLES
from optimizer.formulation.build import build
from optimizer.formulation.formulation import Formulation
from optimizer.problem.build import build_problem
from tests.formulation.two_by_two import ROWS
from tests.made_cases import read_rows

OWNERS: dict[str, set[str]] = {
    # The component that a number of money belongs to; supplies are mined or bought.
    "supplies.cost_per_unit": {"extraction", "purchase"},
    "supplies.terminal_value_per_unit": {"terminal_value"},
    "processes.operating_cost_per_unit": {"processing"},
    "processes.fixed_cost_per_year": {"fixed"},
    "resources.cost_per_unit": {"resource"},
    "lanes.freight_per_tonne": {"freight"},
    "lane_materials.freight_per_unit": {"freight"},
    "demands.price_per_unit": {"revenue"},
    "stocks.cost_per_unit_year": {"storage"},
    "expansions.capital_cost_per_unit": {"capital"},
    "expansions.fixed_cost_per_unit_year": {"fixed"},
    "expansion_points.capital_cost": {"capital"},
    "materials.discard_cost_per_unit": {"disposal"},
    "tariffs.specific_per_tonne": {"duty", "fees", "export_levy", "import_duty", "transfer_duty"},
    "programmes.claim_cost_per_tonne": {"claim_cost"},
}
NOT_CHARGED = {
    "materials.reference_value_per_unit": "a value, on which royalties and levies are charged",
    "processes.direct_cost_per_unit": "part of other costs, which rules of origin count",
    "lanes.inland_freight_per_tonne": "part of the freight",
    "demands.appraised_value_per_unit": "a value, which rules of origin use",
    "origin_values.value_per_unit": "a value, which rules of origin use",
    "tariffs.min_per_parcel": "a bound on charges",
    "tariffs.max_per_parcel": "a bound on charges",
    "programme_rates.specific_per_tonne": "stands in place of a tariff's",
}
KNOCK_ON = {"duty", "fees", "royalty", "export_levy", "insurance"}
"""Components that are charged on values, which prices and freight change."""

EXTRA = {
    **ROWS,
    "lane_materials": [
        *ROWS["lane_materials"],
        {"lane": "sea", "material": "alloy", "freight_per_unit": 0.1},
    ],
    "tariffs": [{**row, "specific_per_tonne": 1} for row in ROWS["tariffs"]],
}


def _formulate(change: Change | None = None) -> Formulation:
    return build(build_problem(read_rows(EXTRA), changes=[change] if change else [])).formulation


def _amounts(formulation: Formulation) -> dict[str, np.ndarray]:
    found = {}
    for component in COMPONENTS:
        columns, nodes, amounts = formulation.program.contributions(component)
        dense = np.zeros((formulation.program.column_count, len(formulation.years)))
        np.add.at(dense, (columns, nodes), amounts)
        found[component] = np.append(dense.ravel(), formulation.program.constant(component))
    return found


def test_every_number_of_money_has_an_owner_or_a_reason() -> None:
    """A new column of money that belongs to no component fails."""
    money = {
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.numbers
        if column.dimension.startswith("money")
    }

    assert set(OWNERS) | set(NOT_CHARGED) == money


@pytest.mark.parametrize("address", OWNERS)
def test_a_number_changes_its_own_component_and_values_charged_on_it(address: str) -> None:
    """Doubling every value of the column changes its component, and no other but charges on values."""
    table, column = address.split(".")
    before = _amounts(_formulate())
    after = _amounts(_formulate(Change(f"{table}[*].{column}", "scale", "2")))
    changed = {
        component for component in COMPONENTS if not np.allclose(before[component], after[component], rtol=1e-12, atol=1e-12)
    }

    assert changed & OWNERS[address]
    assert changed <= OWNERS[address] | KNOCK_ON
