"""The figures behind a program: its columns computed once more on a case that is traced."""

from dataclasses import replace

from optimizer.domain.traced_case import TracedCase
from optimizer.domain.tracing import UP
from optimizer.formulation.columns import COLUMN_BUILDERS
from optimizer.formulation.formulation import Formulation
from optimizer.formulation.program import Program
from optimizer.formulation.streams import reread


def trace(formulation: Formulation, measures: frozenset[str], direction: float = UP) -> Program:
    """Return the program's columns with contributions that remember the figures of the case.

    The columns are those of `formulation`, in the same order; there are no rows. Derivatives are those on the side of
    `direction`, per +1 of each number.
    """
    case = TracedCase.of(formulation.case, direction)
    traced = Formulation(
        problem=replace(formulation.problem, case=case),
        program=Program(case.timeline.ids, formulation.program.max_columns, counted=measures),
        streams=reread(formulation.streams, case),
        place_rows=formulation.place_rows,
    )
    for add_columns in COLUMN_BUILDERS.values():
        add_columns(traced)
    return traced.program
