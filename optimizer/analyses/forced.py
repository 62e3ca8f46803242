"""Which policy decides the fate of a mineral: re-solves without the policy, and again with the mineral's fate kept.

A policy whose rows have no dual value costs nothing and forces nothing. Of every other one, with z the plan's objective,

    gain   = z(without the policy) - z
    forced = z(without the policy) - z(without the policy, but the fate that it forces kept) > 0

The second tells a mineral that the policy holds from one that could go either way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.analyses.fates import FATES, MINED, Amounts, Fates, amounts_in, rises_most
from optimizer.domain.plan import Verdict
from optimizer.formulation.build import Built
from optimizer.solver.session import Session
from optimizer.solver.solution import NoAnswer, Response, Solved

Ints = NDArray[np.int64]

# Families of the rows that state policies; the first part of their keys is the policy.
FAMILIES = ("processed_share", "raw_export_ban", "measure")
TIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Effect:
    """What policies do to one mineral.

    Attributes:
        policies: Ids of the policies that have to go together, mostly one.
        gain: What the objective of the whole plan would gain without them.
        fate: What would then happen to more of the mineral.
        amount: Contained tonnes that would meet that fate; for LEAVE contained tonnes mined.
    """

    policies: tuple[str, ...]
    gain: float
    fate: Verdict
    amount: float


class Forcings:
    """Asks an engine what the plan would be without its policies."""

    def __init__(self, built: Built, solution: Solved, session: Session, fates: Fates) -> None:
        """Keep the plan and the engine it is loaded in."""
        self._built = built
        self._solution = solution
        self._session = session
        self._fates = fates

    def on(self, mineral: str, amounts: Amounts) -> Effect | None:
        """Return the policies that force a mineral's fate and cost most, or None if none does."""
        effects = [self._effect(mineral, amounts, policies, response) for policies, response in self._relaxed]
        return max((effect for effect in effects if effect is not None), key=lambda effect: effect.gain, default=None)

    @cached_property
    def _relaxed(self) -> list[tuple[tuple[str, ...], Response]]:
        """Return the plans without each policy that costs something; without all together where none does alone."""
        y = self._solution.y
        costly = [(policy,) for policy, rows in self._rows.items() if np.any(y[rows])]
        found = self._without(costly)
        if found or not costly:
            return found
        return self._without([self._tight()])

    def _without(self, groups: Iterable[tuple[str, ...]]) -> list[tuple[tuple[str, ...], Response]]:
        """Return the plans without each group of policies that gain something."""
        plans = ((policies, self._lift(policies)) for policies in groups)
        least = self._solution.objective + self._fates.tolerance
        return [(policies, plan) for policies, plan in plans if isinstance(plan, Response) and plan.objective > least]

    def _lift(self, policies: tuple[str, ...]) -> Response | NoAnswer:
        """Return the plan without these policies, if there is one: maybe nothing else bounds the objective."""
        with self._session.lifting(self._rows_of(policies)) as lifted:
            return lifted.resolve()

    def _rows_of(self, policies: tuple[str, ...]) -> Ints:
        return np.concatenate([self._rows[policy] for policy in policies])

    def _effect(self, mineral: str, amounts: Amounts, policies: tuple[str, ...], response: Response) -> Effect | None:
        after = amounts_in(self._built, response.x, mineral)
        fate = rises_most(amounts, after)
        name = MINED if fate is Verdict.LEAVE else FATES[fate]
        if abs(after[name] - amounts[name]) <= TIGHT * max(amounts[MINED], after[MINED]):
            return None
        if not self._is_forced(f"{name}[{mineral}]", amounts[name], policies, response, up=fate is Verdict.LEAVE):
            return None
        return Effect(policies, response.objective - self._solution.objective, fate, after[name])

    def _is_forced(self, measure: str, now: float, policies: tuple[str, ...], response: Response, *, up: bool) -> bool:
        """Return whether keeping the amount of now would cost something without the policies."""
        with self._session.lifting(self._rows_of(policies)), self._fates.forcing(measure) as forcing:
            if forcing is None:
                return False
            kept = forcing.at_least(now) if up else forcing.at_most(now)
        if isinstance(kept, NoAnswer):
            return kept is NoAnswer.IMPOSSIBLE
        return response.objective - kept[0].objective > self._fates.tolerance

    @cached_property
    def _rows(self) -> dict[str, Ints]:
        """The rows that state each policy."""
        found: dict[str, list[Ints]] = {}
        for block in self._built.lp.program.rows:
            if block.family in FAMILIES:
                for entity, key in enumerate(block.keys):
                    found.setdefault(key[0], []).append(block.first + np.flatnonzero(block.entity == entity))
        return {policy: np.concatenate(rows) for policy, rows in sorted(found.items())}

    def _tight(self) -> tuple[str, ...]:
        """Return the policies that the plan meets without any room to spare."""
        lp = self._built.lp
        x = self._solution.x
        size = np.maximum(np.maximum(lp.matrix.absolute().times(np.abs(x)), np.abs(lp.sides)), 1.0)
        tight = np.abs(lp.matrix.times(x) - lp.sides) <= TIGHT * size
        return tuple(policy for policy, rows in self._rows.items() if tight[rows].any())
