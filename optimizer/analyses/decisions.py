"""The decision on each mineral: what happens to how much of it, what else could, and what each of these is worth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.budget import Budget, Cut, Question
from optimizer.analyses.fates import FATES, MINED, Amounts, Fates, Move, Without, amounts_in, verdict_of
from optimizer.analyses.forced import Effect, Forcings
from optimizer.analyses.reasons import Finding, Forced, ObjectiveWords, give_reasons
from optimizer.analyses.routes import Route, best_route
from optimizer.domain.binding import BindingLimit
from optimizer.domain.naming import Naming
from optimizer.domain.plan import Decision, Fate, Verdict, rounded
from optimizer.formulation.build import Built
from optimizer.solver.solution import NoAnswer, Solved

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """What the plan does with one mineral, and what an engine answered about it.

    Attributes:
        verdict: What happens to most of it.
        amounts: Contained tonnes by measure.
        per_unit: Tonnes in one unit of the mineral.
        moves: One more tonne of each fate for which that is possible; empty where no engine was asked.
        without: The best plan in which nothing meets it, for each fate that some of it meets; empty where that was not asked.
        effect: The policies that force its fate, if any were asked about and do.
        not_compared: Why no engine was asked: `solver` or `time`; "" if one was.
        is_proven: Whether for every other fate it is proven what one more unit would do, or that there can be none.
    """

    verdict: Verdict
    amounts: Amounts
    per_unit: float
    moves: dict[Verdict, Move]
    without: dict[Verdict, Without]
    effect: Effect | None
    not_compared: str = ""
    is_proven: bool = True

    @property
    def is_compared(self) -> bool:
        """Whether an engine was asked about it."""
        return self.verdict is not Verdict.NOT_AVAILABLE and not self.not_compared

    @property
    def chosen(self) -> list[Verdict]:
        """The fates that some of it meets."""
        return [fate for fate, name in FATES.items() if self.amounts[name] > 0]

    @property
    def others(self) -> list[Move]:
        """One more tonne of each other fate."""
        return [move for fate, move in self.moves.items() if fate is not self.verdict]

    @property
    def nearest(self) -> Move | None:
        """The other fate of which one more tonne costs least."""
        return min(self.others, key=lambda move: (move.loss_per_tonne, move.fate.value), default=None)


class DecisionMaker:
    """Decides what to say of each mineral of one optimal plan."""

    def __init__(
        self,
        built: Built,
        solution: Solved,
        budget: Budget | None,
    ) -> None:
        """Keep the plan, and the time for asking its engine (None: no other fates are tried)."""
        self._built = built
        self._budget = budget
        self._x = solution.x
        self._words = ObjectiveWords.of(built.formulation.problem)
        self._naming = Naming(built.formulation.case)
        self._fates = None if budget is None else Fates(built, solution, budget.session)
        self._forcings = None if budget is None or self._fates is None else Forcings(built, solution, budget.session, self._fates)

    def compare(self) -> list[Found]:
        """Return what the plan does with each mineral, by id, and what one more tonne of each other fate would do."""
        minerals = self._built.formulation.case["minerals"]
        return [self._find(row, mineral) for row, mineral in enumerate(minerals.keys)]

    def find_policies(self, compared: list[Found]) -> list[Found]:
        """Return the same with the policies that force a fate."""
        return self._ask_more(compared, Question.POLICIES, self._effect)

    def find_averages(self, compared: list[Found]) -> list[Found]:
        """Return the same with the best plans that lack a fate."""
        return self._ask_more(compared, Question.AVERAGES, self._without)

    def _ask_more(self, compared: list[Found], kind: Question, question: Callable[[str, Found], Found]) -> list[Found]:
        """Return what was found with one thing more for each mineral that was compared, as far as there is time."""
        budget = self._budget
        fates = self._fates
        if budget is None or fates is None:
            return compared
        minerals = self._built.formulation.case["minerals"].keys
        complete = []
        for mineral, found in zip(minerals, compared, strict=True):
            more: Found | Cut = found
            if found.is_compared:
                more = budget.ask(kind, partial(question, mineral, found))
            complete.append(found if isinstance(more, Cut) else more)
        return complete

    def _effect(self, mineral: str, found: Found) -> Found:
        assert self._forcings is not None  # noqa: S101 (there is a budget, so there is an engine)
        return replace(found, effect=self._forcings.on(mineral, found.amounts))

    def _without(self, mineral: str, found: Found) -> Found:
        assert self._fates is not None  # noqa: S101 (likewise)
        without = {fate: self._fates.without(mineral, fate, found.amounts) for fate in found.chosen}
        return replace(found, without=without)

    def decide(self, compared: list[Found], limits: tuple[BindingLimit, ...]) -> tuple[Decision, ...]:
        """Return one decision per mineral, in the order of their ids; what it rests on is found later."""
        minerals = self._built.formulation.case["minerals"]
        return tuple(
            self._decide(row, mineral, found, limits)
            for row, (mineral, found) in enumerate(zip(minerals.keys, compared, strict=True))
        )

    def _decide(self, row: int, mineral: str, found: Found, limits: tuple[BindingLimit, ...]) -> Decision:
        minerals = self._built.formulation.case["minerals"]
        left = left_in_the_ground(self._built, self._x, row, found.per_unit)
        fates = _fates_of(found, left)
        route = self._route(row, found)
        nearest = found.nearest
        finding = self._finding(mineral, found, fates, route)
        in_units = {name: rounded(tonnes / found.per_unit) for name, tonnes in found.amounts.items()}
        return Decision(
            mineral=mineral,
            name=finding.name,
            unit=str(minerals["unit"][row]),
            verdict=found.verdict,
            **in_units,
            left=left,
            route=route.processes,
            product=route.product,
            market=route.market,
            margin_per_unit=None if nearest is None else rounded(nearest.loss_per_tonne * found.per_unit),
            alternative=None if nearest is None else nearest.fate,
            reasons=give_reasons(finding, limits_on(self._built, mineral, limits), self._naming),
            deciding_estimates=(),
            ore_shares=(),
            tonnes_per_unit=found.per_unit,
            fates=fates,
        )

    def _find(self, row: int, mineral: str) -> Found:
        per_unit = float(self._built.formulation.case["minerals"]["tonnes_per_unit"][row])
        amounts = amounts_in(self._built, self._x, mineral)
        verdict = verdict_of(self._built, amounts, mineral)
        alone = Found(verdict, amounts, per_unit, {}, {}, None)
        if verdict is Verdict.NOT_AVAILABLE:
            return alone
        if self._budget is None:
            return replace(alone, not_compared="solver")
        compared = self._budget.ask(Question.VERDICTS, lambda: self._compare(mineral, alone))
        if compared is Cut.FOR_TIME:
            return replace(alone, not_compared="time")
        return compared

    def _compare(self, mineral: str, alone: Found) -> Found:
        """Return the same with one more tonne of each other fate, found by the engine."""
        fates = self._fates
        chosen = alone.chosen
        assert fates is not None  # noqa: S101 (there is a budget, so there is an engine)
        asked = [fate for fate in (*FATES, Verdict.LEAVE) if chosen != [fate] and (fate is not Verdict.LEAVE or chosen)]
        answers = {fate: fates.one_more(mineral, fate, alone.amounts) for fate in asked}
        return replace(
            alone,
            moves={fate: move for fate, move in answers.items() if isinstance(move, Move)},
            is_proven=NoAnswer.UNPROVEN not in answers.values(),
        )

    def _route(self, row: int, found: Found) -> Route:
        """Return the way of the best sale, or for what is left in the ground that of the nearest other fate."""
        nearest = found.nearest
        if found.verdict is Verdict.LEAVE and nearest is not None:
            return best_route(self._built, np.maximum(nearest.change, 0.0), row, want_raw=nearest.fate is not Verdict.PROCESS)
        return best_route(self._built, self._x, row, want_raw=found.verdict is not Verdict.PROCESS)

    def _finding(self, mineral: str, found: Found, fates: tuple[Fate, ...], route: Route) -> Finding:
        minerals = self._built.formulation.case["minerals"]
        row = minerals.rows[mineral]
        effect = found.effect
        nearest = found.nearest
        forced = None
        if effect is not None:
            now = found.amounts[FATES.get(effect.fate, MINED)]
            forced = Forced(effect.policies, effect.gain, effect.fate, now / found.per_unit, effect.amount / found.per_unit)
        return Finding(
            mineral=mineral,
            name=str(minerals["name"][row]) or mineral,
            unit=str(minerals["unit"][row]),
            verdict=found.verdict,
            alternative=None if nearest is None else nearest.fate,
            fates=fates,
            product=route.product,
            words=self._words,
            forced=forced,
            not_compared=found.not_compared,
            is_proven=found.is_proven,
        )


def left_in_the_ground(built: Built, x: Floats, row: int, per_unit: float) -> float | None:
    """Return what stays in reserves of a mineral at the end, in its units; None if one of its supplies has no reserve."""
    formulation = built.formulation
    case = formulation.case
    supplies = formulation.streams.supplies
    material = case.position("supplies", "material")[supplies]
    contained = formulation.streams.contents.contained[material, row]
    ours = (formulation.streams.supply_origin == 0) & formulation.at_home("supplies")[supplies]
    is_mined = case["supplies"]["acquisition"][supplies] == "mined"
    holding = np.flatnonzero((contained > 0).any(axis=1) & is_mined & ours)
    reserves = case.limits("supplies", "reserve")[supplies[holding]]
    leaves = case.timeline.leaves()
    if not len(holding) or not np.isfinite(reserves[:, list(leaves)]).all():
        return None
    columns = formulation.columns["supply"][holding]
    taken = np.where(columns >= 0, x[np.maximum(columns, 0)], 0.0)
    left = 0.0
    for leaf in leaves:
        unmined = reserves[:, leaf] - taken[:, list(case.timeline.path_to(leaf))].sum(axis=1)
        left += float(case.timeline.probabilities[leaf] * (unmined * contained[holding, leaf]).sum())
    return rounded(left / per_unit)


def limits_on(built: Built, mineral: str, limits: tuple[BindingLimit, ...]) -> tuple[BindingLimit, ...]:
    """Return the binding limits with a positive rate that stand on a mineral's own way."""
    formulation = built.formulation
    case = formulation.case
    row = formulation.case["minerals"].rows[mineral]
    holds = formulation.streams.contents.holds[:, row]
    materials = {key for key, held in zip(case["materials"].keys, holds, strict=True) if held}
    mine: set[str] = set()
    for table, column in (("supplies", "material"), ("processes", "feed"), ("demands", "material")):
        goods = zip(case[table].keys, case[table][column], strict=True)
        mine |= {f"{table}[{key}]" for key, material in goods if material in materials}
    expanded = zip(case["expansions"].keys, case["expansions"]["process"], strict=True)
    mine |= {f"expansions[{key}]" for key, process in expanded if f"processes[{process}]" in mine}
    return tuple(limit for limit in limits if limit.address.rpartition(".")[0] in mine and (limit.rate_up or 0.0) > 0.0)


def _fates_of(found: Found, left: float | None) -> tuple[Fate, ...]:
    """Return what happens to a mineral and what else could, the largest amount first, in its own units."""
    recovered = sum(found.amounts[name] for name in FATES.values())
    fates = []
    for fate in (*FATES, Verdict.LEAVE):
        tonnes = 0.0
        if fate in FATES:
            tonnes = found.amounts[FATES[fate]]
        move = found.moves.get(fate)
        without = found.without.get(fate, Without())
        if tonnes or move is not None or fate is found.verdict:
            fates.append(
                Fate(
                    fate,
                    rounded(tonnes / found.per_unit) if fate in FATES else left,
                    rounded(tonnes / recovered) if tonnes else 0.0,
                    None if move is None else rounded(move.loss_per_tonne * found.per_unit),
                    None if without.average_gain is None else rounded(without.average_gain * found.per_unit),
                    None if without.average_gain is None else without.instead,
                    without.is_needed,
                )
            )
    return tuple(sorted(fates, key=lambda item: -item.share))
