"""What preference programmes are worth: static duty saved beside what the objective would lose without each of them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import Budget, Cut, Question
from optimizer.analyses.totals import cent_of, publish_change
from optimizer.domain.audit import ProgrammeTotal
from optimizer.domain.columns import ORDINARY
from optimizer.domain.money import from_cents, to_cents
from optimizer.domain.plan import DutyTotal
from optimizer.formulation.build import Built
from optimizer.solver.solution import Response, Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# A fall of the objective below this share of all money moved is a rounding error.
NOISE = 1e-12


class Gains:
    """Falls of the objective without claims, by warm re-solve, each asked for once."""

    def __init__(self, built: Built, solution: Solved, budget: Budget) -> None:
        """Keep the plan and the time for asking its engine."""
        self._built = built
        self._solution = solution
        self._session = budget.session
        self._budget = budget
        self._x = solution.x
        self._case = built.formulation.case
        self._fall = cache(self._ask_without)

    def of_programme(self, programme: str) -> float | None:
        """Return z* - z(no sale claims the programme, no lot is made to earn it); None if no plan is left, or no time."""
        return self._fall(programme, None)

    def of_claim(self, market: str, programme: str) -> float | None:
        """Return the same for the sales of one market alone; that of the programme where no other market has such sales."""
        alone = len(claiming(self._built, programme)) == len(claiming(self._built, programme, market))
        return self._fall(programme, None if alone else market)

    def _ask_without(self, programme: str, market: str | None) -> float | None:
        fall = self._budget.ask(Question.GAINS, lambda: self._solve_without(programme, market))
        if fall is Cut.FOR_TIME:
            return None
        return fall

    def _solve_without(self, programme: str, market: str | None) -> float | None:
        columns = claiming(self._built, programme, market)
        if market is None:
            columns = np.concatenate([columns, earning(self._built, programme)])
        if not (self._x[columns] > 0).any():  # The plan keeps to it already.
            return 0.0
        with self._session.without(columns) as session:
            response = session.resolve()
        if not isinstance(response, Response):
            return None
        fall = self._solution.objective - response.objective
        noise = NOISE * float(np.abs(self._built.lp.costs * self._x).sum())
        if fall > noise:
            return publish_change(self._built, fall)
        return 0.0


def claiming(built: Built, programme: str, market: str | None = None) -> Ints:
    """Return the columns of sales under a programme, in one market or in all: positions, maybe none."""
    formulation = built.formulation
    sales = formulation.streams.sales
    markets = formulation.case["demands"]["market"][formulation.streams.sales.demand]
    mine = [claim == programme and market in (None, where) for claim, where in zip(sales.claim, markets, strict=True)]
    columns = formulation.columns["sell"][np.array(mine, dtype=bool)]
    return np.asarray(columns[columns >= 0])


def earning(built: Built, programme: str) -> Ints:
    """Return the columns of lots made to earn a programme: positions, maybe none."""
    modes = built.formulation.streams.modes
    mine = [any(claim.programme == programme for claim in claims) for claims in modes.claims]
    columns = built.formulation.columns["run"][np.array(mine, dtype=bool)]
    return np.asarray(columns[columns >= 0])


def programme_totals(built: Built, x: Floats, duties: Sequence[DutyTotal], gains: Gains | None) -> tuple[ProgrammeTotal, ...]:
    """Return every programme that some sale may claim, in the order of their ids: zeros for one that no sale does claim."""
    sales = built.formulation.streams.sales
    columns = built.formulation.columns["sell"]
    cent = cent_of(built)
    case = built.formulation.case
    offered = {claim for claim, row in zip(sales.claim, columns, strict=True) if claim != ORDINARY and (row >= 0).any()}
    claims = np.array(sales.claim, dtype=object)
    paid = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0) * sales.claim_cost * case.timeline.money_weights
    found = []
    for name in sorted(offered):
        mine = [duty for duty in duties if duty.claim == name]
        value, saved = (
            from_cents(sum(round(getattr(duty, field) / cent) for duty in mine), cent) for field in ("value", "saved")
        )
        cost = from_cents(to_cents([float(paid[claims == name].sum())], cent)[0], cent)
        found.append(ProgrammeTotal(name, value, saved, cost, None if gains is None else gains.of_programme(name)))
    return tuple(found)
