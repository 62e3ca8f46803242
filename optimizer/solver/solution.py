"""What a solver returns, in the program's own units and in theory's signs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Certificate, Termination

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution of: maximise c'x subject to A x (<=, =, >=) b, x >= 0.

        (dual)  minimise b'y subject to A'y >= c, y >= 0 on <= rows, y <= 0 on >= rows;   reduced costs d = c - A'y

    Attributes:
        termination: Why the solver stopped.
        raw_status: The solver's own word for it.
        x: Amounts per column; None unless optimal and certified.
        y: Dual value per row: an admissible one, not the only one where the optimum is degenerate.
        objective: c'x + constant.
        certificate: Proof; None unless optimal.
        iteration_count: Simplex iterations.
    """

    termination: Termination
    raw_status: str
    x: Floats | None = None
    y: Floats | None = None
    objective: float = float("nan")
    certificate: Certificate | None = None
    iteration_count: int = 0
