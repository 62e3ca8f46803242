"""From a problem to an answer: build, solve, certify, explain."""

import time
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import LEAST_SECONDS, Budget, kept_seconds
from optimizer.analyses.builds import planned_builds
from optimizer.analyses.decisions import DecisionMaker
from optimizer.analyses.duties import duty_totals
from optimizer.analyses.grounds import what_it_rests_on
from optimizer.analyses.ledger import duty_ledger
from optimizer.analyses.names import names_in
from optimizer.analyses.origin_tests import failed_at_invoice, origin_tests
from optimizer.analyses.periods import period_totals
from optimizer.analyses.programmes import Gains, programme_totals
from optimizer.analyses.provenance import provenance_of, version
from optimizer.analyses.rates import describe_limits
from optimizer.analyses.totals import cent_of, measure_totals, publish_objective
from optimizer.domain.plan import Activity, Answer, Plan, Reason, Statistics, Termination, rounded
from optimizer.formulation.build import DEFAULT_MAX_COLUMNS, Built, build
from optimizer.problem.build import Problem
from optimizer.solver.file_solvers import FILE_SOLVERS, solve_with
from optimizer.solver.pulp_solvers import OWN, solve_by_pulp
from optimizer.solver.session import Session
from optimizer.solver.solution import Solution, Solved, Unsolved

Floats = NDArray[np.float64]

KEPT_MODELS = 4
SMALL_PLANT = 0.5
NO_PLAN_TEXT = {
    Termination.INFEASIBLE: "no plan keeps all limits, least amounts and policies of this case at once",
    Termination.UNBOUNDED: "the objective has no bound: something can be supplied, made or sold without limit at a gain",
    Termination.TIME_LIMIT: "the time limit passed before an optimum was proven",
}


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """What to answer.

    Attributes:
        time_limit_seconds: Longest time for everything; None = no limit.
        rates: Whether to compute one-sided rates of binding limits.
        activities: Whether to list every activity.
        ledger: Whether to list what each tariff row charges.
        figure_tests: How many figures to move over their ranges at most; None = the usual number if rates are computed.
        solver: `highs`, `cbc` or `glpk`, or PuLP's name of another.
        max_columns: Largest program accepted.
        explain_seconds: Longest time for verdicts, gains and rates; None = as long as solving took, and at least
            `LEAST_SECONDS`. What is left out is said; the time limit holds in any case.
    """

    time_limit_seconds: float | None = None
    rates: bool = False
    activities: bool = False
    ledger: bool = False
    figure_tests: int | None = None
    solver: str = OWN
    max_columns: int = DEFAULT_MAX_COLUMNS
    explain_seconds: float | None = None


class ModelCache:
    """Programs kept loaded in their engines, the last few problems of one process. Answers do not depend on it."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[str, tuple[Built, Session]] = OrderedDict()

    def get(self, digest: str) -> tuple[Built, Session] | None:
        """Return a kept program and its session."""
        if digest in self._kept:
            self._kept.move_to_end(digest)
        return self._kept.get(digest)

    def put(self, digest: str, built: Built, session: Session) -> None:
        """Keep a program; the one not asked for longest goes."""
        self._kept[digest] = (built, session)
        self._kept.move_to_end(digest)
        while len(self._kept) > KEPT_MODELS:
            self._kept.popitem(last=False)


def answer(problem: Problem, options: AnswerOptions, models: ModelCache | None = None) -> Answer:
    """Return the answer to a problem.

    Raises:
        TooLarge: The program would have more than `options.max_columns` columns.
        SolverFailure: No answer of the solver passes the certificate.
        InvalidCase: A user's limit names no column.
    """
    started = time.monotonic()
    statistics = Statistics()
    kept = models.get(problem.digest) if models is not None and options.solver == OWN else None
    built = kept[0] if kept else build(problem, options.max_columns)
    deadline = _deadline(built, options, started)
    statistics.build_seconds = time.monotonic() - started
    solution, session = _solve(built, options, deadline, kept[1] if kept else None)
    if session is not None and models is not None:
        models.put(problem.digest, built, session)
    statistics.column_count = built.lp.matrix.shape[1]
    statistics.row_count = built.lp.matrix.shape[0]
    statistics.nonzero_count = len(built.lp.matrix.value)
    statistics.iteration_count = solution.iteration_count
    statistics.solve_seconds = time.monotonic() - started - statistics.build_seconds
    plan = None
    budget = None
    if session is not None:
        budget = Budget.after(session, _seconds_for_explaining(options, statistics.solve_seconds), deadline)
    if isinstance(solution, Solved):
        plan = _plan(problem, built, solution, budget, options)
    statistics.explain_seconds = time.monotonic() - started - statistics.build_seconds - statistics.solve_seconds
    if session is not None:
        statistics.warm_solve_count = session.warm_solves
        statistics.solved_cold_again_count = session.solved_cold_again
    return Answer(
        termination=solution.termination,
        plan=plan,
        text=NO_PLAN_TEXT.get(solution.termination, ""),
        warnings=problem.warnings,
        provenance=provenance_of(problem, engine(options.solver, solution)),
        time_limit_seconds=options.time_limit_seconds,
        statistics=statistics,
        names=names_in(problem.case, problem.scenario, plan),
        refutation=solution.refutation if isinstance(solution, Unsolved) else None,
        not_computed=() if budget is None else budget.left_out(),
    )


def _deadline(built: Built, options: AnswerOptions, started: float) -> float | None:
    """Return when to ask no more of the engine: early enough to write down what was found within the time limit."""
    limit = options.time_limit_seconds
    if limit is None:
        return None
    return started + limit - kept_seconds(built.lp.matrix.shape[1], limit)


def _seconds_for_explaining(options: AnswerOptions, solve_seconds: float) -> float:
    given = options.explain_seconds
    if given is None:
        return max(LEAST_SECONDS, solve_seconds)
    return given


def _solve(
    built: Built, options: AnswerOptions, deadline: float | None, session: Session | None
) -> tuple[Solution, Session | None]:
    cent = cent_of(built)
    if options.solver != OWN:
        left = None if deadline is None else max(deadline - time.monotonic(), 0.1)
        opinion = solve_with if options.solver in FILE_SOLVERS else solve_by_pulp
        return opinion(options.solver, built.lp, cent, left), None
    session = session or Session(built.lp, cent)
    session.deadline = deadline
    return session.solve(), session


def _plan(problem: Problem, built: Built, solution: Solved, budget: Budget | None, options: AnswerOptions) -> Plan:
    x = solution.x
    measures = measure_totals(built, x)
    tests = origin_tests(built, x)
    maker = DecisionMaker(built, solution, budget)
    for_rates = budget if options.rates else None
    compared = maker.find_policies(maker.compare())  # What matters most is asked first: the time for all may not be enough.
    gains = None if for_rates is None else Gains(built, solution, for_rates)
    duties = duty_totals(built, x, measures, gains)
    programmes = programme_totals(built, x, duties, gains)
    limits = describe_limits(built, solution, for_rates)
    wanted: int | None = 0
    if options.rates or options.figure_tests is not None:
        wanted = options.figure_tests
    rests = what_it_rests_on(built, solution, [move for found in compared for move in found.others], wanted, budget)
    compared = maker.find_averages(compared)
    sign = 1.0 if problem.objective.maximise else -1.0
    return Plan(
        objective=publish_objective(built, sign * solution.objective),
        objective_text=str(problem.objective),
        decisions=tuple(rests.complete(decision) for decision in maker.decide(compared, limits.listed)),
        measures=measures,
        duties=duties,
        limits=limits.listed,
        limits_omitted=limits.omitted,
        money_shares=rests.money_shares,
        figures_ranged=rests.ranged,
        figures_tested=len(rests.tests),
        figure_tests=rests.tests,
        activities=_activities(built, x) if options.activities else (),
        certificate=solution.certificate,
        remarks=_small_plants(built, x) + failed_at_invoice(tests),
        builds=planned_builds(built, x, measures),
        periods=period_totals(built, measures),
        programmes=programmes,
        origin_tests=tests,
        ledger=duty_ledger(built, x, measures, duties) if options.ledger else (),
    )


def engine(solver: str, solution: Solution | None = None) -> str:
    """Return who solved, with its version or PuLP's, and who gave the prices if that was another."""
    ours = f"HiGHS {version('highspy')}"
    if solver == OWN:
        return ours
    title = FILE_SOLVERS[solver].title if solver in FILE_SOLVERS else solver
    theirs = f"{title} by PuLP {version('pulp')}"
    if isinstance(solution, Solved) and not solution.own_prices:
        return f"{theirs}, prices by {ours}"
    return theirs


def _activities(built: Built, x: Floats) -> tuple[Activity, ...]:
    used = np.flatnonzero(x)
    named = zip(built.lp.names_of_columns(used), x[used].tolist(), built.lp.units_of_columns(used), strict=True)
    return tuple(Activity(name, rounded(amount), unit) for name, amount, unit in named)


def _small_plants(built: Built, x: Floats) -> tuple[Reason, ...]:
    """Return a remark per process that runs at a fraction of the scale for which its unit costs hold."""
    formulation = built.formulation
    case = formulation.case
    remarks = []
    scale = case.numbers("processes", "efficient_scale_per_year")
    for row in formulation.streams.processes:
        columns = formulation.columns["run"][formulation.streams.modes.of_process[int(row)]]
        yearly = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0).sum(axis=0) / formulation.years
        share = 1.0
        if not np.isnan(scale[row]).all():
            share = float(yearly.max(initial=0.0) / np.nanmax(scale[row]))
        if 0.0 < share < SMALL_PLANT:
            name = case["processes"].address(int(row), "efficient_scale_per_year")
            text = f"{case['processes'].keys[row]} runs at no more than {share:.0%} of the scale for which its unit costs hold"
            remarks.append(Reason("SMALL_PLANT", (("address", name), ("share", rounded(share))), text))
    return tuple(remarks)
