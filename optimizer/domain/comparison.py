"""What a comparison of alternatives with a base consists of; the messages of `compare.proto` mirror these types."""

from dataclasses import dataclass

from optimizer.domain.builds import PeriodTotal
from optimizer.domain.differences import Difference
from optimizer.domain.plan import DutyTotal, MeasureTotal, NotComputed, Provenance, Termination, Verdict
from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """What is planned under the base or an alternative, rounded for publication."""

    objective: float
    measures: tuple[MeasureTotal, ...]
    duties: tuple[DutyTotal, ...]
    periods: tuple[PeriodTotal, ...]
    money_bound: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one problem ends; `plan` is None unless termination is OPTIMAL, `refutation` where a proof is needed."""

    termination: Termination
    plan: ComparedPlan | None = None
    text: str = ""
    refutation: InfeasibleCertificate | UnboundedCertificate | None = None


@dataclass(frozen=True, slots=True)
class AmountDifference:
    """An amount over the horizon that differs, in units of its mineral."""

    measure: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class DecisionDifference:
    """A mineral to which something else happens."""

    mineral: str
    name: str
    unit: str
    verdict_before: Verdict
    verdict_after: Verdict
    amounts: tuple[AmountDifference, ...]


@dataclass(frozen=True, slots=True)
class SaleDifference:
    """Sales of a material to a market under a claim, over the horizon."""

    market: str
    material: str
    title: str
    claim: str
    unit: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """By how much a component of money raises or lowers profit."""

    measure: str
    amount: float


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step of a bridge: change = effect + response.

    Attributes:
        groups: Groups of inputs that it changes.
        objective: The optimum after it.
        change: Change of the optimum.
        effect: What of it happens at the physical amounts of the plan before; None where these are no longer possible.
        response: What planning anew adds, at least 0; None likewise.
        effect_parts, response_parts: The same by component of money; empty where the objective is not profit.
    """

    groups: tuple[str, ...]
    objective: float
    change: float
    effect: float | None = None
    response: float | None = None
    effect_parts: tuple[MoneyPart, ...] = ()
    response_parts: tuple[MoneyPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedAlternative:
    """An alternative beside the base."""

    scenario: str
    title: str
    outcome: Outcome
    inputs: tuple[tuple[Difference, str], ...]
    decisions: tuple[DecisionDifference, ...]
    sales: tuple[SaleDifference, ...]
    bridge: tuple[BridgeStep, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Comparison:
    """Alternatives beside a base; `not_computed` names what was left out for want of time."""

    base: Outcome
    alternatives: tuple[ComparedAlternative, ...]
    provenance: Provenance
    not_computed: tuple[NotComputed, ...] = ()
    time_limit_seconds: float | None = None
