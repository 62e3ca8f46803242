"""The linear program of a problem as a file: its text, with a head that says what it is."""

from collections.abc import Iterator

from optimizer.analyses.provenance import version
from optimizer.analyses.totals import is_money
from optimizer.domain.program_files import ProgramFile, ProgramForm
from optimizer.formulation.build import DEFAULT_MAX_COLUMNS, Built, build
from optimizer.formulation.program_files import program_text
from optimizer.problem.build import Problem

DIGEST_SHOWN = 12


def export(problem: Problem, form: ProgramForm, max_columns: int = DEFAULT_MAX_COLUMNS) -> ProgramFile:
    """Return the linear program of a problem as a file.

    Raises:
        TooLarge: It needs more than `max_columns` columns.
        InvalidCase: A user's limit names no column.
        TimedOut: A deadline passed meanwhile.
    """
    built = build(problem, max_columns)
    rows, columns = built.lp.matrix.shape
    maximise = problem.objective.maximise
    return ProgramFile(
        text=program_text(built.lp, form, maximise=maximise, about=[*_about(built)]),
        form=form,
        column_count=columns,
        row_count=rows,
        nonzero_count=len(built.lp.matrix.value),
        sign_turned=form is ProgramForm.MPS and maximise,
    )


def _about(built: Built) -> Iterator[str]:
    """Yield what the head of the file says, but for its direction."""
    problem = built.formulation.problem
    scenario = f"scenario {problem.scenario}" if problem.scenario else "no scenario"
    changes = f", changes on top: {len(problem.changes)}" if problem.changes else ""
    rows, columns = built.lp.matrix.shape
    yield f"Linear program of case {problem.case.id}, {scenario}{changes}, written by Madini {version('madini')}."
    yield f"Digest {problem.digest[:DIGEST_SHOWN]}; {columns} columns, {rows} rows, {len(built.lp.matrix.value)} coefficients."
    yield f"Objective: {problem.objective}{_unit(built)}."
    yield "Amounts are those of a whole period in the unit of their material or process; nothing is scaled; all columns are >= 0."
    yield "Names are Madini's with ( ) for [ ] and ~ for -: ship(likoni~us,femn,2029) is ship[likoni-us,femn,2029]."
    if built.lp.constant:
        yield "Column `constant`, fixed at 1, carries what the objective is where nothing is done."


def _unit(built: Built) -> str:
    """Return the unit of an objective that is money, with a comma before it; "" of any other."""
    if not is_money(built):
        return ""
    case = built.formulation.case
    unit = float(case.setting("money_unit"))
    currency = str(case.setting("currency"))
    return f", in {currency}" if unit == 1.0 else f", in units of {unit:,.10g} {currency}"
