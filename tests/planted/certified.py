"""A planted plan and its prices, laid on the program that the formulation builds."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.proofs import Certificate
from optimizer.formulation.program import LinearProgram
from optimizer.solver.certificate import certify
from tests.planted.generator import PlantedCase

TOLERANCE = 1e-9


def certify_planted(case: PlantedCase, lp: LinearProgram) -> Certificate:
    """Return the certificate of the planted plan and prices; KeyError if the program has no such column or row."""
    return certify(lp, placed(case.plan, lp.column_names), placed(case.prices, lp.row_names), TOLERANCE)


def value_of(case: PlantedCase, lp: LinearProgram) -> float:
    """Return the program's own objective of the planted plan."""
    return float(lp.costs @ placed(case.plan, lp.column_names)) + lp.constant


def placed(values: dict[str, float], names: list[str]) -> NDArray[np.float64]:
    """Return values by address as a vector over these names, 0 where there is none."""
    position = {name: at for at, name in enumerate(names)}
    vector = np.zeros(len(names))
    for address, value in values.items():
        vector[position[address]] = value
    return vector
