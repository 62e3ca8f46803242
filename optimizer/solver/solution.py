"""What a solver returns, in the program's own units and in theory's signs."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Termination
from optimizer.domain.proofs import Certificate, InfeasibleCertificate, UnboundedCertificate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solved:
    """A proven optimum of: maximise c'x subject to A x (<=, =, >=) b, x >= 0.

        (dual)  minimise b'y subject to A'y >= c, y >= 0 on <= rows, y <= 0 on >= rows;   reduced costs d = c - A'y

    Attributes:
        raw_status: The solver's own word for how it ended.
        x: Amounts per column.
        y: Dual value per row: an admissible one, not the only one where the optimum is degenerate.
        objective: c'x + constant.
        certificate: Proof.
        iteration_count: Simplex iterations.
        own_prices: Whether the solver found y itself; otherwise HiGHS did, for the solver's plan.
    """

    raw_status: str
    x: Floats
    y: Floats
    objective: float
    certificate: Certificate
    iteration_count: int = 0
    own_prices: bool = True

    @property
    def termination(self) -> Termination:
        """Why the solver stopped."""
        return Termination.OPTIMAL


@dataclass(frozen=True, slots=True)
class Unsolved:
    """No optimum: there is none, which is proven, or time ran out.

    Attributes:
        termination: Why the solver stopped.
        raw_status: The solver's own word for it.
        refutation: Proof that there is no plan, or no best one; None where time ran out.
        iteration_count: Simplex iterations.
    """

    termination: Termination
    raw_status: str
    refutation: InfeasibleCertificate | UnboundedCertificate | None = None
    iteration_count: int = 0


# What a solver returns.
Solution = Solved | Unsolved


@dataclass(frozen=True, slots=True)
class Response:
    """What a changed program answers, proven.

    Attributes:
        objective: c'x + constant.
        x: Amounts per column.
        y: One admissible dual vector.
        money_bound: How far the objective can be from the optimum, in money.
    """

    objective: float
    x: Floats
    y: Floats
    money_bound: float


class NoAnswer(Enum):
    """Why a changed program has no answer: it is proven to have no plan, or nothing could be proven of it."""

    IMPOSSIBLE = "impossible"
    UNPROVEN = "unproven"
