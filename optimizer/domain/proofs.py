"""Proofs of what a solver says, recomputed from the program's own arrays."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof recomputed from the program's own arrays, not taken from the solver.

    Attributes:
        primal_violation: Largest scaled violation of a row or bound.
        dual_violation: Largest scaled violation of a dual sign.
        money_violation: Money that both together could be worth.
        duality_gap: Difference of primal and dual objective, in money.
        money_tolerance: Largest money_bound accepted.
        worst: Where the largest violation is, by address.
        passed: Whether all tests hold.
    """

    primal_violation: float
    dual_violation: float
    money_violation: float
    duality_gap: float
    money_tolerance: float
    worst: str
    passed: bool

    @property
    def money_bound(self) -> float:
        """How far the plan can be from the optimum, in money (weak duality)."""
        return self.money_violation + self.duality_gap


@dataclass(frozen=True, slots=True)
class InfeasibleCertificate:
    """Proof that no plan exists: limits which, weighted and added up, ask for more than they allow.

    Attributes:
        contradiction: By how much they do, as a share of the sum of what the weighted limits say, (0, 1].
        violation: Largest error of the weighted sums, as a share of the terms they are made of.
        row_count: Number of limits and balances in it.
        passed: Whether it holds.
    """

    contradiction: float
    violation: float
    row_count: int
    passed: bool


@dataclass(frozen=True, slots=True)
class UnboundedCertificate:
    """Proof that the objective has no bound: a plan, and activities that can be added to it for ever at a gain.

    Attributes:
        gain: What the activities earn, as a share of all the money they move, (0, 1].
        violation: Largest amount by which the activities miss a balance, as a share of what passes it.
        point_violation: The same of the plan that they are added to.
        column_count: Number of activities in it.
        passed: Whether it holds.
    """

    gain: float
    violation: float
    point_violation: float
    column_count: int
    passed: bool
