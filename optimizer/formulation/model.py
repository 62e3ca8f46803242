"""The linear program stated in PuLP, in scaled units: what any PuLP solver can solve."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pulp
from numpy.typing import NDArray

from optimizer.domain.program_files import name_in_file
from optimizer.formulation.program import EQ, GE, LE, LinearProgram

Floats = NDArray[np.float64]

PULP_SENSES = {LE: pulp.LpConstraintLE, EQ: pulp.LpConstraintEQ, GE: pulp.LpConstraintGE}


@dataclass(frozen=True, slots=True)
class Model:
    """A PuLP model with its variables and constraints in the order of the program's columns and rows.

    Attributes:
        lp: The PuLP problem: maximise the scaled objective, without its constant.
        variables: One per column.
        constraints: One per row.
        column_scale: Units of the program per unit of the variable: x = column_scale * variable.
        row_scale: Factor on each row: scaled row = row_scale * row.
    """

    lp: pulp.LpProblem
    variables: list[pulp.LpVariable]
    constraints: list[pulp.LpConstraint]
    column_scale: Floats
    row_scale: Floats


def safe_names(addresses: Sequence[str]) -> list[str]:
    """Return addresses as PuLP and LP files can carry them, one to one: `ship(likoni~us,femn,2029)`.

    PuLP turns [, ] and - into _, which would merge names.
    """
    if addresses:
        return name_in_file("\n".join(addresses)).split("\n")
    return []


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's cycle collector from walking over the objects of a model again and again while they are made."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@collector_paused()
def state_model(program: LinearProgram, column_scale: Floats, row_scale: Floats, name: str = "madini") -> Model:
    """State maximise c'x s.t. A x (<=, =, >=) b, x >= 0 in PuLP.

    With x = C z and rows multiplied by R: maximise (C c)'z s.t. (R A C) z (<=, =, >=) R b, z >= 0.
    """
    lp = pulp.LpProblem(name, pulp.LpMaximize)
    variables = [lp.add_variable(name, 0) for name in safe_names(program.column_names)]
    costs = program.costs * column_scale
    nonzero = np.flatnonzero(costs)
    objective = {variables[column]: cost for column, cost in zip(nonzero.tolist(), costs[nonzero].tolist(), strict=True)}
    lp.setObjective(pulp.LpAffineExpression(objective, name="objective"))
    matrix = program.matrix
    values = (matrix.value * column_scale[matrix.index] * row_scale[matrix.row_of_entry]).tolist()
    terms = zip(map(variables.__getitem__, matrix.index.tolist()), values, strict=True)
    senses = map(PULP_SENSES.__getitem__, program.senses.tolist())
    sides = (program.sides * row_scale).tolist()
    constraints = []
    sizes = np.diff(matrix.start).tolist()
    for size, row, sense, side in zip(sizes, safe_names(program.row_names), senses, sides, strict=True):
        expression = pulp.LpAffineExpression()
        expression.update(islice(terms, size))
        constraint = pulp.LpConstraint(expression, sense, row, side)
        lp.addConstraint(constraint)
        constraints.append(constraint)
    return Model(lp, variables, constraints, column_scale, row_scale)
