"""Units that the engine works in: columns worth 1 to 1e5 of money, rows with a largest coefficient near 1; powers of two only."""

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.program import LinearProgram

Floats = NDArray[np.float64]

LEAST_WORTH, LARGEST_WORTH = 1.0, 1e5
LEAST_EXPONENT = 5
"""Rows whose largest coefficient is within 2 to this power of 1 are left alone: scaling them only costs iterations."""


def choose_scales(lp: LinearProgram) -> tuple[Floats, Floats]:
    """Return (column scale, row scale): x = column_scale z, scaled row = row_scale row.

    A column whose worth per unit |c| is outside [1, 1e5] is counted in larger or smaller units; powers of two make the
    conversion back exact.
    """
    worth = np.abs(lp.costs)
    target = np.clip(worth, LEAST_WORTH, LARGEST_WORTH)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.where(worth > 0, np.round(np.log2(target / np.where(worth > 0, worth, 1.0))), 0.0)
    column_scale = np.exp2(np.clip(exponent, -20, 20))
    sizes = np.abs(lp.matrix.value) * column_scale[lp.matrix.index]
    largest = np.zeros(lp.matrix.shape[0])
    np.maximum.at(largest, lp.matrix.row_of_entry, sizes)
    row_exponent = -np.round(np.log2(np.where(largest > 0, largest, 1.0)))
    row_scale = np.exp2(np.where(np.abs(row_exponent) < LEAST_EXPONENT, 0.0, row_exponent))
    return column_scale, row_scale
