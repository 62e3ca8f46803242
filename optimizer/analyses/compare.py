"""Alternatives beside a base: how each ends, what goes in and comes out differently, and the bridge between the two."""

import time
from collections.abc import Sequence

import numpy as np

from optimizer.analyses.answer import NO_PLAN_TEXT, engine
from optimizer.analyses.bridge import OUT_OF_TIME, Planned, bridge, hold, solve_built
from optimizer.analyses.decisions import DecisionMaker
from optimizer.analyses.duties import duty_totals
from optimizer.analyses.fates import FATES, MINED
from optimizer.analyses.periods import period_totals
from optimizer.analyses.provenance import provenance_of
from optimizer.analyses.totals import cent_of, measure_totals, publish_objective
from optimizer.domain.comparison import (
    AmountDifference,
    BridgeStep,
    ComparedAlternative,
    ComparedPlan,
    Comparison,
    DecisionDifference,
    Outcome,
    SaleDifference,
)
from optimizer.domain.deadline import in_time
from optimizer.domain.differences import Difference, differences
from optimizer.domain.errors import TimedOut
from optimizer.domain.naming import Naming
from optimizer.domain.plan import NotComputed, Termination, rounded
from optimizer.formulation.build import build
from optimizer.problem.build import Problem
from optimizer.solver.solution import Solved

# A difference below this share of an amount is rounding.
SAME = 1e-7
AMOUNTS = (MINED, *(name for name in FATES.values() if name != MINED), "tailings")
LATE = Outcome(Termination.TIME_LIMIT, text=NO_PLAN_TEXT[Termination.TIME_LIMIT])


class Comparer:
    """Compares alternatives with one base, until a moment."""

    def __init__(self, base: Problem, max_columns: int, deadline: float | None) -> None:
        """Solve the base; a deadline is a `time.monotonic()`."""
        self._deadline = deadline
        self._max_columns = max_columns
        self._left_out = 0
        self._base = base
        self._outcome, self._planned = self._solve(base)

    def compare(self, alternatives: Sequence[Problem]) -> Comparison:
        """Return all alternatives beside the base, those that time did not reach as such."""
        found = tuple(self._alternative(problem) for problem in alternatives)
        left_out: tuple[NotComputed, ...] = ()
        if self._left_out:
            text = f"{self._left_out} of {len(found)} alternatives were not compared in full: the time limit passed"
            left_out = (NotComputed("alternatives", self._left_out, "TIME_LIMIT", text),)
        return Comparison(self._outcome, found, provenance_of(self._base, engine("highs")), left_out)

    def _solve(self, problem: Problem) -> tuple[Outcome, Planned | None]:
        try:
            built = build(problem, self._max_columns)
            if self._is_late():
                return LATE, None
            solution = solve_built(built, built.lp, self._deadline)
        except TimedOut:
            return LATE, None
        if not isinstance(solution, Solved):
            text = NO_PLAN_TEXT[solution.termination]
            return Outcome(solution.termination, text=text, refutation=solution.refutation), None
        planned = Planned(problem, built, solution)
        return Outcome(Termination.OPTIMAL, _plan_of(planned)), planned

    def _is_late(self) -> bool:
        return self._deadline is not None and time.monotonic() > self._deadline

    def _alternative(self, problem: Problem) -> ComparedAlternative:
        inputs = differences(self._base.case, problem.case)
        naming = Naming(problem.case)
        outcome, planned = self._solve(problem)
        decisions: tuple[DecisionDifference, ...] = ()
        sales: tuple[SaleDifference, ...] = ()
        steps: tuple[BridgeStep, ...] = ()
        base = self._planned
        if outcome.termination is Termination.TIME_LIMIT:
            self._left_out += 1
        elif planned is not None and base is not None and inputs:
            try:
                steps = self._bridge(base, planned, inputs)
                if not self._is_as_good(base, planned, steps):
                    decisions = _decisions(base, planned)
                    sales = _sales(base, planned)
            except TimedOut:
                self._left_out += 1
        scenarios = problem.case["scenarios"]
        title = str(scenarios["name"][scenarios.rows[problem.scenario]]) if problem.scenario else ""
        return ComparedAlternative(
            scenario=problem.scenario,
            title=title,
            outcome=outcome,
            inputs=tuple((item, naming.number(item.address)) for item in inputs),
            decisions=decisions,
            sales=sales,
            bridge=steps,
            provenance=provenance_of(problem, engine("highs")),
        )

    def _bridge(self, base: Planned, planned: Planned, inputs: tuple[Difference, ...]) -> tuple[BridgeStep, ...]:
        steps = bridge(base, planned, inputs, self._deadline)
        if self._is_late():
            raise TimedOut(OUT_OF_TIME)
        return steps

    def _is_as_good(self, base: Planned, planned: Planned, steps: tuple[BridgeStep, ...]) -> bool:
        """Return whether the base's plan is one of the best in the alternative, so that nothing need be done differently."""
        # With one step the plan before it is the base's, and that question is answered.
        if len(steps) == 1:
            return steps[0].response == 0.0
        kept = hold(planned.built, base, self._deadline)
        return kept is not None and abs(kept.objective - planned.solution.objective) < cent_of(planned.built) / 2


def compare(base: Problem, alternatives: Sequence[Problem], max_columns: int, seconds: float | None = None) -> Comparison:
    """Return alternatives beside a base, in their order.

    Equal problems have nothing that differs: no inputs, decisions, sales or steps. Money is present value to the cent.

    Raises:
        TooLarge: A program would have more than `max_columns` columns.
        SolverFailure: No outcome of base or alternative can be proven.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    comparer = Comparer(base, max_columns, deadline)
    return comparer.compare(list(in_time(alternatives)) if seconds is None else alternatives)


def _plan_of(planned: Planned) -> ComparedPlan:
    built = planned.built
    x = planned.solution.x
    measures = measure_totals(built, x)
    return ComparedPlan(
        objective=publish_objective(built, planned.value),
        measures=measures,
        duties=duty_totals(built, x, measures),
        periods=period_totals(built, measures),
        money_bound=rounded(planned.solution.certificate.money_bound),
    )


def _differ(before: float, after: float) -> bool:
    return abs(before - after) > SAME * max(1.0, abs(before), abs(after))


def _decisions(base: Planned, planned: Planned) -> tuple[DecisionDifference, ...]:
    """Return the minerals to which something else happens; base and alternative have the same."""
    minerals = base.problem.case["minerals"]
    pairs = [DecisionMaker(side.built, side.solution, None).compare() for side in (base, planned)]
    found = []
    for row, (mineral, old, new) in enumerate(zip(minerals.keys, *pairs, strict=True)):
        amounts = tuple(
            AmountDifference(name, rounded(old.amounts[name] / old.per_unit), rounded(new.amounts[name] / new.per_unit))
            for name in AMOUNTS
            if _differ(old.amounts[name], new.amounts[name])
        )
        if amounts or old.verdict is not new.verdict:
            name = str(minerals["name"][row]) or mineral
            unit = str(minerals["unit"][row])
            found.append(DecisionDifference(mineral, name, unit, old.verdict, new.verdict, amounts))
    return tuple(found)


def _sales(base: Planned, planned: Planned) -> tuple[SaleDifference, ...]:
    """Return the sales that differ by market, material and claim."""
    old = _sold(base)
    new = _sold(planned)
    case = planned.problem.case
    naming = Naming(case)
    found = []
    for key in sorted({*old, *new}):
        market, material, claim = key
        before, after = old.get(key, 0.0), new.get(key, 0.0)
        if _differ(before, after):
            unit = str(case["materials"]["unit"][case["materials"].rows[material]])
            title = naming.row("materials", material)
            found.append(SaleDifference(market, material, title, claim, unit, rounded(before), rounded(after)))
    return tuple(found)


def _sold(planned: Planned) -> dict[tuple[str, str, str], float]:
    formulation = planned.built.formulation
    demands = formulation.case["demands"]
    columns = formulation.columns["sell"]
    sold = np.where(columns >= 0, planned.solution.x[np.maximum(columns, 0)], 0.0).sum(axis=1)
    sales = formulation.streams.sales
    found: dict[tuple[str, str, str], float] = {}
    for at in np.flatnonzero(sold > 0).tolist():
        row = sales.demand[at]
        key = (str(demands["market"][row]), str(demands["material"][row]), sales.claim[at])
        found[key] = found.get(key, 0.0) + float(sold[at])
    return found
