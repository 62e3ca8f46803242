"""The decision on each mineral, and why: how much the objective would lose if one more unit met the nearest other fate.

For each other fate of a mineral a row is pushed by a small step h and the program solved again, warm:

    processed or exported raw  sum of contained tonnes >= what the plan does + h
    left in the ground         sum of contained tonnes mined <= what the plan does - h

The fall of the objective per unit is exact on the step iff z(h) - h s = z(0) for the slope s found; else h shrinks. The change of
the plan on the step shows which money moves, and so which estimates could overturn the decision.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.figures import Confidence, Stake
from optimizer.analyses.reasons import Finding, give_reasons
from optimizer.analyses.routes import best_route
from optimizer.domain.case import Case
from optimizer.domain.plan import BindingLimit, Decision, Verdict, rounded
from optimizer.formulation.build import Built
from optimizer.formulation.measure_sums import measure_by_node, measure_terms
from optimizer.solver.session import Forcing, Session
from optimizer.solver.solution import Solution

Floats = NDArray[np.float64]

STEP = 1e-3
"""First step, as a share of what is mined."""
FIRST_STEP = 1.0
"""First step in contained tonnes where nothing is mined."""
TRIES = 6
SLOPE_TOLERANCE = 1e-9
FATES = {Verdict.PROCESS: "processed", Verdict.EXPORT_RAW: "exported_raw", Verdict.SELL_RAW_AT_HOME: "sold_raw_at_home"}


@dataclass(frozen=True, slots=True)
class Move:
    """One more contained tonne of another fate.

    Attributes:
        fate: The fate.
        loss_per_tonne: Fall of the objective per contained tonne.
        change: Change of the plan per contained tonne.
    """

    fate: Verdict
    loss_per_tonne: float
    change: Floats


class DecisionMaker:
    """Decides what to say of each mineral of one optimal plan."""

    def __init__(
        self,
        built: Built,
        solution: Solution,
        session: Session | None,
        figures: tuple[Confidence, list[Stake]],
        limits: tuple[BindingLimit, ...],
    ) -> None:
        """Keep the plan, the engine it is loaded in (None: no other fates are tried) and what is known of its figures."""
        self._built, self._solution, self._session = built, solution, session
        self._confidence, self._stakes = figures
        self._limits = limits
        self._x = np.asarray(solution.x)
        case = built.formulation.case
        objective = built.formulation.problem.objective
        self._is_profit = objective.maximise and dict(objective.weights) == {"profit": 1.0}
        self._money = _money_name(case) if self._is_profit else "of the objective"

    @cached_property
    def _ranged_stakes(self) -> list[tuple[Stake, tuple[float, float]]]:
        """Stakes of estimates, with their ranges."""
        ranged = ((stake, self._confidence.relative_range(stake)) for stake in self._stakes)
        return [(stake, spread) for stake, spread in ranged if spread is not None]

    def decide(self) -> tuple[Decision, ...]:
        """Return one decision per mineral, in the order of their ids."""
        minerals = self._built.formulation.case["minerals"]
        return tuple(self._decide(row, mineral) for row, mineral in enumerate(minerals.keys))

    def _decide(self, row: int, mineral: str) -> Decision:
        minerals = self._built.formulation.case["minerals"]
        amounts = {name: self._total(f"{name}[{mineral}]") for name in ("mined", *FATES.values(), "tailings")}
        verdict = self._verdict(mineral, amounts)
        moves = self._moves(mineral, verdict, amounts) if verdict is not Verdict.NOT_AVAILABLE else []
        nearest = min(moves, key=lambda move: (move.loss_per_tonne, move.fate.value), default=None)
        shown = self._x if verdict is not Verdict.LEAVE or nearest is None else np.maximum(nearest.change, 0.0)
        fate = nearest.fate if verdict is Verdict.LEAVE and nearest is not None else verdict
        route = best_route(self._built, shown, row, want_raw=fate is not Verdict.PROCESS)
        per_unit = float(minerals["tonnes_per_unit"][row])
        unit = str(minerals["unit"][row])
        name = str(minerals["name"][row]) or mineral
        margin = rounded(nearest.loss_per_tonne * per_unit) if nearest is not None else None
        losses = {move.fate: rounded(move.loss_per_tonne * per_unit) for move in moves}
        finding = Finding(
            mineral,
            name,
            unit,
            verdict,
            nearest.fate if nearest else None,
            losses,
            route.product,
            self._money,
            self._is_profit,
            self._session is not None,
        )
        converted = {key: rounded(amount / per_unit) for key, amount in amounts.items()}
        return Decision(
            mineral, name, unit, verdict,
            converted["mined"], converted["processed"], converted["exported_raw"], converted["sold_raw_at_home"],
            converted["tailings"], self._left(row, per_unit), route.processes, route.product, route.market,
            margin, finding.alternative, give_reasons(finding, self._limits_on(mineral)), self._deciding_estimates(nearest),
        )  # fmt: skip

    def _total(self, measure: str) -> float:
        probabilities = self._built.formulation.case.timeline.probabilities
        return float(measure_by_node(self._built.lp.program, measure, self._x) @ probabilities)

    def _verdict(self, mineral: str, amounts: dict[str, float]) -> Verdict:
        if not len(self._built.lp.program.contributions(f"mined[{mineral}]")[0]):
            return Verdict.NOT_AVAILABLE
        fate = max(FATES, key=lambda verdict: amounts[FATES[verdict]])
        return fate if amounts[FATES[fate]] > 0 else Verdict.LEAVE

    def _left(self, row: int, per_unit: float) -> float | None:
        """Return what stays in reserves of the mineral at the end, None if one of its supplies has no reserve."""
        formulation = self._built.formulation
        case, supplies = formulation.case, formulation.streams.supplies
        material = case.position("supplies", "material")[supplies]
        contained = formulation.streams.contents.contained[material, row]
        ours = (formulation.streams.supply_origin == 0) & formulation.at_home("supplies")[supplies]
        holding = np.flatnonzero((contained > 0).any(axis=1) & (case["supplies"]["acquisition"][supplies] == "mined") & ours)
        reserves = case.limits("supplies", "reserve")[supplies[holding]]
        leaves = case.timeline.leaves()
        if not len(holding) or not np.isfinite(reserves[:, list(leaves)]).all():
            return None
        columns = formulation.columns["supply"][holding]
        taken = np.where(columns >= 0, self._x[np.maximum(columns, 0)], 0.0)
        left = 0.0
        for leaf in leaves:
            unmined = reserves[:, leaf] - taken[:, list(case.timeline.path_to(leaf))].sum(axis=1)
            left += float(case.timeline.probabilities[leaf] * (unmined * contained[holding, leaf]).sum())
        return rounded(left / per_unit)

    def _moves(self, mineral: str, verdict: Verdict, amounts: dict[str, float]) -> list[Move]:
        moves = []
        for fate, name in FATES.items():
            if fate is not verdict:
                moves.append(self._push(f"{name}[{mineral}]", fate, amounts[name], amounts["mined"], up=True))
        if verdict is not Verdict.LEAVE:
            moves.append(self._push(f"mined[{mineral}]", Verdict.LEAVE, amounts["mined"], amounts["mined"], up=False))
        return [move for move in moves if move is not None]

    def _push(self, measure: str, fate: Verdict, now: float, mined: float, *, up: bool) -> Move | None:
        columns, nodes, amounts, _ = measure_terms(self._built.lp.program, measure)
        amounts = amounts * self._built.formulation.case.timeline.probabilities[nodes]
        if self._session is None or not len(columns):
            return None
        used, position = np.unique(columns, return_inverse=True)
        with self._session.forcing(used, np.bincount(position, amounts).astype(np.float64)) as forcing:
            return self._settle(forcing, fate, now, STEP * mined if mined else FIRST_STEP, up=up)

    def _settle(self, forcing: Forcing, fate: Verdict, now: float, step: float, *, up: bool) -> Move | None:
        tolerance = SLOPE_TOLERANCE * max(1.0, float(np.abs(self._built.lp.costs * self._x).sum()))
        for _ in range(TRIES):
            pushed = forcing.at_least(now + step) if up else forcing.at_most(now - step)
            if pushed is not None:
                response, slope = pushed
                loss = -slope if up else slope
                if abs(response.objective + loss * step - self._solution.objective) <= tolerance:
                    return Move(fate, max(loss, 0.0), (response.x - self._x) / step)
            step /= 10.0
        return None

    def _limits_on(self, mineral: str) -> tuple[BindingLimit, ...]:
        """Return the binding limits with a positive rate that stand on the mineral's own way."""
        formulation = self._built.formulation
        case, row = formulation.case, formulation.case["minerals"].rows[mineral]
        holds = formulation.streams.contents.holds[:, row]
        materials = {key for key, held in zip(case["materials"].keys, holds, strict=True) if held}
        mine = {
            f"supplies[{key}]"
            for key, m in zip(case["supplies"].keys, case["supplies"]["material"], strict=True)
            if m in materials
        }
        mine |= {
            f"processes[{key}]"
            for key, m in zip(case["processes"].keys, case["processes"]["feed"], strict=True)
            if m in materials
        }
        mine |= {
            f"demands[{key}]" for key, m in zip(case["demands"].keys, case["demands"]["material"], strict=True) if m in materials
        }
        expanded = zip(case["expansions"].keys, case["expansions"]["process"], strict=True)
        mine |= {f"expansions[{key}]" for key, process in expanded if f"processes[{process}]" in mine}
        return tuple(limit for limit in self._limits if limit.address.rpartition(".")[0] in mine and (limit.rate_up or 0.0) > 0.0)

    def _deciding_estimates(self, nearest: Move | None) -> tuple[str, ...]:
        """Return the estimates that, moved to an end of their range, would make up the loss of the nearest other fate.

        Stakes are in profit, so there is an answer only where profit is the objective.
        """
        if nearest is None or not self._is_profit:
            return ()
        found = []
        for stake, spread in self._ranged_stakes:
            worth = stake.worth(nearest.change)
            if max(spread[0] * worth, spread[1] * worth) >= nearest.loss_per_tonne > 0.0:
                found.append((-max(spread[0] * worth, spread[1] * worth), self._confidence.address(stake)))
        return tuple(dict.fromkeys(address for _, address in sorted(found)))


def _money_name(case: Case) -> str:
    """Return what one unit of money is called in a sentence."""
    multiple, currency = float(case.setting("money_unit")), str(case.setting("currency"))
    name = currency if multiple == 1.0 else f"x {multiple:,g} {currency}"
    return f"discounted {name}" if float(case.setting("real_discount_rate")) > 0 else name
