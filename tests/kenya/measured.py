"""What a plan is worth, pays, employs and costs, and what becomes of it without one mineral."""

from dataclasses import dataclass

from optimizer.domain.plan import Plan
from tests.kenya.solving import MILLION, Kenya, Sets, amounts, total


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a plan.

    Attributes:
        value: Net present value, MUSD.
        state: Royalties, levies and import charges that State and communities receive, discounted, MUSD.
        jobs: Job-years of the horizon.
        outlay: Capital as paid when plants are decided, undiscounted, MUSD.
    """

    value: float
    state: float
    jobs: float
    outlay: float

    def __sub__(self, other: "Totals") -> "Totals":
        """Return the difference."""
        return Totals(self.value - other.value, self.state - other.state, self.jobs - other.jobs, self.outlay - other.outlay)


def totals(kenya: Kenya, scenario: str = "", sets: Sets = ()) -> Totals:
    """Return the totals of a plan."""
    plan = kenya.plan(scenario, sets)
    return Totals(
        plan.objective / MILLION,
        total(plan, "government_revenue") / MILLION,
        total(plan, "jobs"),
        outlay(kenya, plan, scenario, sets) / MILLION,
    )


def outlay(kenya: Kenya, plan: Plan, scenario: str, sets: Sets) -> float:
    """Return the capital of the plants that a plan builds: capacity times capital per unit, undiscounted."""
    expansions = kenya.problem(scenario, sets).case["expansions"]
    built = amounts(plan, "build")
    return sum(amount * expansions["capital_cost_per_unit"][expansions.rows[name]] for (name, *_), amount in built.items())


def without(kenya: Kenya, mineral: str, scenario: str = "", sets: Sets = ()) -> Sets:
    """Return the changes that take a mineral out of the ground no more: no supply at home of anything that holds it."""
    case = kenya.problem(scenario, sets).case
    contents, supplies = case["contents"], case["supplies"]
    holds = {str(material) for material, held in zip(contents["material"], contents["mineral"], strict=True) if held == mineral}
    dropped = [
        key
        for at, key in enumerate(supplies.keys)
        if supplies["active"][at] and supplies["acquisition"][at] == "mined" and supplies["material"][at] in holds
    ]
    return (*sets, *((f"supplies[{key}].max_per_year", "0") for key in dropped))


def worth_of(kenya: Kenya, mineral: str, scenario: str = "", sets: Sets = ()) -> Totals:
    """Return what a plan loses when a mineral is left out and everything else is planned again."""
    return totals(kenya, scenario, sets) - totals(kenya, scenario, without(kenya, mineral, scenario, sets))
