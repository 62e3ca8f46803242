"""Adds rows whose right-hand side is one number of a table: what families of plain limits share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import GE, LE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def is_least(column: str) -> bool:
    """Return whether a column holds least amounts, where 0 asks for nothing: `min_per_year`, `final_min`."""
    return column.startswith("min") or column.endswith("_min")


def add_limit_rows(
    formulation: Formulation,
    family: str,
    table: str,
    column: str,
    rows: Ints,
    factors: Floats,
    *,
    keys: Sequence[tuple[str, ...]] | None = None,
    wanted: NDArray[np.bool_] | None = None,
) -> Ints:
    """Add a row "<= number x factor" (or ">=" for a column of least amounts) per row of a table and node with that limit.

    Args:
        formulation: Gains the rows, without coefficients.
        family: Family of the rows.
        table: Table the numbers are in.
        column: Column; a name that begins with `min` or ends with `_min` is a least amount, 0 being none.
        rows: Rows of the table, the entities.
        factors: Change of the right-hand side per +1 of the number: (rows, nodes).
        keys: Keys of the rows; by default those of the table.
        wanted: Where a row may be added at all: (rows, nodes); by default everywhere.

    Returns:
        Positions of the rows, -1 where the number gives no limit: (rows, nodes).
    """
    case = formulation.case
    data = formulation.case[table]
    least = is_least(column)
    numbers = case.numbers(table, column)[rows]
    given = (numbers > 0) if least else np.isfinite(numbers)
    if wanted is not None:
        given &= wanted
    entity, node = np.nonzero(given)
    names = data.key_parts(rows) if keys is None else list(keys)
    side = numbers[entity, node] * factors[entity, node]
    found = formulation.program.add_rows(family, names, entity, node, GE if least else LE, side)
    positions = np.full(numbers.shape, -1, dtype=np.int64)
    positions[entity, node] = found
    formulation.program.link_limits(table, column, found, rows[entity], factors[entity, node])
    return positions
