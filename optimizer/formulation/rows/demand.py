"""Rows `demand[d, tier, n]`: what markets take."""

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.rows.limits import add_limit_rows


def add_demand_rows(formulation: Formulation) -> None:
    """Limit what every tier of a demand is delivered, over all lanes and claims.

        min_per_year x years x share in force <= sum rho sell[.., tier, .., n] <= max_per_year x years x share in force  (1)

    Rows: "demand[d, tier, n]" and "demand_minimum[d, tier, n]", units delivered.
    """
    case = formulation.case
    sales = formulation.streams.sales
    program = formulation.program
    demands = case.active_rows("demands")
    entry = {int(row): position for position, row in enumerate(demands)}
    at = [entry[int(row)] for row in sales.demand]
    factors = case.shares_in_force("demands")[demands] * formulation.years
    for family, column in (("demand", "max_per_year"), ("demand_minimum", "min_per_year")):
        rows = add_limit_rows(formulation, family, "demands", column, demands, factors, wanted=factors > 0)
        if at:
            program.add_terms(rows[at], formulation.columns["sell"], sales.hauls.arriving)
