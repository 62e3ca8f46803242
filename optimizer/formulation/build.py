"""From a problem to its linear program."""

from dataclasses import dataclass

from optimizer.domain.deadline import in_time
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.formulation.columns import COLUMN_BUILDERS
from optimizer.formulation.formulation import Formulation, start_formulation
from optimizer.formulation.measure_sums import objective_costs
from optimizer.formulation.program import LinearProgram
from optimizer.formulation.rows import ROW_BUILDERS
from optimizer.formulation.rows.user import add_user_limit_rows
from optimizer.problem.build import Problem

DEFAULT_MAX_COLUMNS = 2_000_000


@dataclass(frozen=True, slots=True)
class Built:
    """A problem, its formulation and its linear program."""

    formulation: Formulation
    lp: LinearProgram


def missing_columns(problem: Problem, max_columns: int = DEFAULT_MAX_COLUMNS) -> tuple[Violation, ...]:
    """Return what `build` would refuse a problem for: terms of its limits that name no column; empty if it has no limits.

    Raises:
        TooLarge: It needs more than `max_columns` columns.
    """
    if not len(problem.case.active_rows("limits")):
        return ()
    formulation = start_formulation(problem, max_columns)
    for add_columns in COLUMN_BUILDERS.values():
        add_columns(formulation)
    try:
        add_user_limit_rows(formulation)
    except InvalidCase as invalid:
        return invalid.violations
    return ()


def build(problem: Problem, max_columns: int = DEFAULT_MAX_COLUMNS, *, sharp: bool = False) -> Built:
    """Return the linear program of a problem.

    Args:
        problem: What is to be planned.
        max_columns: Most columns that it may have.
        sharp: Whether to tell all origins apart, also those of which nothing in the case can see the difference. The optimum is
            the same, the program larger; tests hold one to the other.

    Raises:
        TooLarge: It needs more than `max_columns` columns.
        InvalidCase: A user's limit names no column.
        TimedOut: A deadline passed meanwhile.
    """
    formulation = start_formulation(problem, max_columns, sharp=sharp)
    for add_columns in in_time(COLUMN_BUILDERS.values()):
        add_columns(formulation)
    for add_rows in in_time(ROW_BUILDERS.values()):
        add_rows(formulation)
    costs, constant = objective_costs(formulation.program, problem.case.timeline, problem.objective, dict(problem.measures))
    return Built(formulation, formulation.program.finish(costs, constant))
