"""What an answer consists of: termination, plan, proof, and what it was computed from.

The proto messages of `protos/optimizer/v1/plan.proto` mirror these types field by field.
"""

from dataclasses import dataclass, field
from enum import Enum

from optimizer.domain.audit import LedgerEntry, OriginTest, ProgrammeTotal
from optimizer.domain.binding import BindingLimit
from optimizer.domain.builds import Build, PeriodTotal
from optimizer.domain.errors import Violation
from optimizer.domain.proofs import Certificate, InfeasibleCertificate, UnboundedCertificate
from optimizer.domain.scenario import AppliedChange

SIGNIFICANT_DIGITS = 10


def rounded(value: float) -> float:
    """Return `value` at 10 significant digits, never -0; what is published is rounded so."""
    return float(f"{value:.{SIGNIFICANT_DIGITS - 1}e}") + 0.0


class Termination(Enum):
    """Why the solver stopped. Only OPTIMAL comes with a plan."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    TIME_LIMIT = "time_limit"


class Verdict(Enum):
    """What happens to most of a mineral."""

    PROCESS = "process"
    EXPORT_RAW = "export_raw"
    LEAVE = "leave"
    NOT_AVAILABLE = "not_available"
    SELL_RAW_AT_HOME = "sell_raw_at_home"


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable code with parameters, and the sentence rendered from them."""

    code: str
    parameters: tuple[tuple[str, float | str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class MeasureTotal:
    """A measure: total over the horizon (discounted for money) and undiscounted amount per node."""

    measure: str
    unit: str
    total: float
    nodes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """One thing that happens to a mineral, or could.

    With z(...) the objective of a re-solved plan, z the plan's own, a the amount that meets this fate and h a small step:

        loss_of_one_more = (z - z(a + h)) / h;   for LEAVE (z - z(mined - h)) / h
        average_gain     = (z - z(a = 0)) / a

    Attributes:
        fate: What happens.
        amount: Contained units that meet it in the plan, 0 if none do; for LEAVE what stays in the ground, None if unlimited.
        share: Share of all that is recovered, 0 to 1: of what is processed, exported raw and sold raw together; 0 for LEAVE.
        loss_of_one_more: Fall of the objective if one more contained unit met it; None where that is impossible, was not
            computed, or where all that is recovered meets it already.
        average_gain: What its amount as a whole earns over the next best plan, per unit; None where the amount is 0, where it
            was not computed, and where no plan can do without it.
        instead: What would happen to most of the amount in that next best plan; None where there is no average.
        is_needed: Whether it is proven that no plan can do without it.
    """

    fate: Verdict
    amount: float | None
    share: float
    loss_of_one_more: float | None = None
    average_gain: float | None = None
    instead: Verdict | None = None
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class ConfidenceShare:
    """A share of something that rests on figures of one confidence, "" = not stated."""

    confidence: str
    share: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one mineral over the horizon, in its own contained units.

    Attributes:
        verdict: What happens to most of it; two or more of `fates` with an amount mean that it is split.
        margin_per_unit: Fall of the objective for one more unit of the nearest other fate; None if there is none.
        alternative: That fate.
        left: What stays in the ground; None if a reserve is unlimited.
        route: Processes that the best-earning sale went through.
        deciding_estimates: Figures any one of which overturns the verdict at an end of its own range, each solved again.
        ore_shares: Of what is mined, the share from supplies whose amounts are of each confidence; empty if nothing is mined.
        fates: What happens to it and what else could, the largest amount first.
        tonnes_per_unit: Tonnes in one of its units; measures of it are in t.
    """

    mineral: str
    name: str
    unit: str
    verdict: Verdict
    mined: float
    processed: float
    exported_raw: float
    sold_raw_at_home: float
    tailings: float
    left: float | None
    route: tuple[str, ...]
    product: str
    market: str
    margin_per_unit: float | None
    alternative: Verdict | None
    reasons: tuple[Reason, ...]
    deciding_estimates: tuple[str, ...]
    fates: tuple[Fate, ...] = ()
    ore_shares: tuple[ConfidenceShare, ...] = ()
    tonnes_per_unit: float = 1.0


@dataclass(frozen=True, slots=True)
class DutyTotal:
    """Duty and fees in one market under one claim, discounted money.

    Attributes:
        gain: Fall of the objective if no sale in this market could make this claim; None where not computed, for ordinary
            sales, and where no plan is left.
    """

    market: str
    claim: str
    value: float
    assessed: float
    borne: float
    saved: float
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class Overturned:
    """What happens to most of a mineral if a figure is moved to an end of its range.

    Attributes:
        mineral: The mineral.
        value: The figure at that end.
        verdict: What happens then.
    """

    mineral: str
    value: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FigureTest:
    """A figure that was moved to an end of its range, alone, and the plan solved again.

    Attributes:
        address: The figure.
        confidence: How good it is, "" if not stated.
        value: What it is.
        low, high: Its range.
        change_low, change_high: Change of the objective at each end; None where that end was not tried or leaves no plan.
        overturned: Verdicts that change; empty if none does.
    """

    address: str
    confidence: str
    value: float
    low: float
    high: float
    change_low: float | None
    change_high: float | None
    overturned: tuple[Overturned, ...]


@dataclass(frozen=True, slots=True)
class NotComputed:
    """What was asked for and left out, because the time for explaining was not enough.

    Attributes:
        kind: `verdicts` (of minerals, by their margins), `policies` (which of them decide what happens to a mineral), `gains`
            (of programmes and claims), `rates` (of limits), `figures` (moved over their ranges) or `averages` (what a mineral
            earns on average).
        count: How many of them.
        code: `TIME_BUDGET` if the time for explaining was not enough, `TIME_LIMIT` if that of the whole call was not.
        text: Both as a sentence.
    """

    kind: str
    count: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One column of the linear program with a value other than zero."""

    address: str
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An optimal plan, rounded for publication.

    Attributes:
        limits: Limits that bind, those worth most first.
        limits_omitted: How many more bind and are not among them.
    """

    objective: float
    objective_text: str
    decisions: tuple[Decision, ...]
    measures: tuple[MeasureTotal, ...]
    duties: tuple[DutyTotal, ...]
    limits: tuple[BindingLimit, ...]
    money_shares: tuple[ConfidenceShare, ...]
    activities: tuple[Activity, ...]
    certificate: Certificate
    remarks: tuple[Reason, ...]
    figures_ranged: int = 0
    figures_tested: int = 0
    figure_tests: tuple[FigureTest, ...] = ()
    builds: tuple[Build, ...] = ()
    periods: tuple[PeriodTotal, ...] = ()
    programmes: tuple[ProgrammeTotal, ...] = ()
    origin_tests: tuple[OriginTest, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    limits_omitted: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """What people call a row or a number that an answer mentions by its address."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer was computed from.

    Attributes:
        solver: Solver and its version, "" where nothing was solved.
        objective: What was maximised or minimised, "" where nothing was.
        objective_asked: Whether the request asked for it instead of the case's own.
        changes: What each change of the request reached.
    """

    problem_digest: str
    case_id: str
    scenario: str
    version: str
    solver: str
    currency: str
    money_unit: float
    price_year: int
    horizon_start: str
    horizon_end: str
    discount_rate: float = 0.0
    objective: str = ""
    objective_asked: bool = False
    changes: tuple[AppliedChange, ...] = ()


@dataclass(slots=True)
class Statistics:
    """Sizes and times in seconds; not part of the repeatable answer.

    Attributes:
        warm_solve_count: Solves behind rates, margins and gains, each proven by itself.
        solved_cold_again_count: Those of them whose first proof failed, so that they were solved anew from nothing.
    """

    column_count: int = 0
    row_count: int = 0
    nonzero_count: int = 0
    iteration_count: int = 0
    read_seconds: float = 0.0
    build_seconds: float = 0.0
    solve_seconds: float = 0.0
    explain_seconds: float = 0.0
    warm_solve_count: int = 0
    solved_cold_again_count: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome of a solve. `plan` is None unless termination is OPTIMAL; `text` says what else was found.

    Attributes:
        time_limit_seconds: The limit that applied, if any.
        not_computed: What was asked for and left out for want of time; empty if nothing was. What there is does not depend on it.
        names: What people call the rows and numbers that it mentions, by address.
        refutation: Proof that there is no plan, or no best one; None with a plan, and where time ran out.
    """

    termination: Termination
    plan: Plan | None
    text: str
    warnings: tuple[Violation, ...]
    provenance: Provenance
    time_limit_seconds: float | None = None
    statistics: Statistics = field(default_factory=Statistics)
    names: tuple[Name, ...] = ()
    refutation: InfeasibleCertificate | UnboundedCertificate | None = None
    not_computed: tuple[NotComputed, ...] = ()
