"""Ways to solve a program, tried in order until an outcome is proven."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.program import LinearProgram
from optimizer.solver.scaling import choose_scales, even_scales

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to solve a program.

    Attributes:
        scales: What gives the units of columns and rows.
        presolve: Whether the engine simplifies the program first.
        engine_scaling: Whether the engine chooses units of its own on top.
    """

    scales: Callable[[LinearProgram], tuple[Floats, Floats]]
    presolve: bool
    engine_scaling: bool = True


# In this order, until an outcome is proven; nearly every program ends with the first.
ATTEMPTS = (
    Attempt(choose_scales, presolve=True),
    Attempt(choose_scales, presolve=False),
    Attempt(even_scales, presolve=True),
    Attempt(even_scales, presolve=False),
    Attempt(even_scales, presolve=False, engine_scaling=False),
)
