"""What a plan builds, and what each of its periods brings: undiscounted, as people budget."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Build:
    """Capacity that the plan decides to build at the start of one node, all steps of its cost curve together.

    Attributes:
        expansion: Row of `expansions`.
        target: Address of what it adds capacity to, for example `processes[smelter]`.
        name: Title of that for people.
        node: Node at whose start it is decided.
        decided: First day of that node, ISO 8601.
        ready: First day on which the capacity stands.
        until: Last day on which it stands; "" = beyond the horizon, with nothing left after it.
        capacity: Capacity added, per year.
        unit: Its unit, for example `t/year`.
        outlay: What it costs to build, undiscounted money, in full whatever is left at the horizon.
        payment: `once`, or `annuity` if the plan is charged yearly instead.
        probability: Probability of reaching the node.
    """

    expansion: str
    target: str
    name: str
    node: str
    decided: str
    ready: str
    until: str
    capacity: float
    unit: str
    outlay: float
    payment: str
    probability: float


@dataclass(frozen=True, slots=True)
class PeriodTotal:
    """What one node brings: undiscounted money, and work.

    Attributes:
        node: The node.
        first_day: Its first day, ISO 8601.
        last_day: Its last day.
        probability: Probability of reaching it.
        operating: Money received less money paid, royalties and levies included, plants not.
        investment: What plants decided in it cost to build.
        government_revenue: What the state receives.
        jobs: Job-years.
    """

    node: str
    first_day: str
    last_day: str
    probability: float
    operating: float
    investment: float
    government_revenue: float
    jobs: float
