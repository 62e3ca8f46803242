"""Time for explaining: questions are put to the engine as long as there is time, and those left out are counted.

A plan is proven before it is explained, so it is never lost for want of time. What is answered does not depend on the time that
there is; only how much of it is. By default explaining may take as long as solving did, and never less than `LEAST_SECONDS`.

One question gets at most half of the time that is left, so that one that turns out to be a whole solve does not silence all that
come after it. Averages are asked last: each is a plan without something that the plan does, and may take as long as the plan did.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from optimizer.domain.errors import TimedOut
from optimizer.domain.plan import NotComputed
from optimizer.solver.session import Session

Answered = TypeVar("Answered")

# Largest share of the time left that one question gets.
MOST_FOR_ONE = 0.5
# Questions that may run out of their share before nothing more is asked: each costs the engine its way back to the plan, too.
MOST_CUT = 4

# Time for explaining after the quickest solve. Kenya takes two to five of them, so that a busy machine cuts nothing there.
LEAST_SECONDS = 30.0
# Time kept for writing an answer down when the time limit of the call is near: ten times what 83,160 columns took (0.14 s).
SECONDS_PER_COLUMN = 2e-5
# Largest share of a time limit that is so kept.
MOST_KEPT = 0.2


class Question(Enum):
    """What is asked of an engine after the plan is proven, in the order in which it is asked."""

    VERDICTS = "verdicts"
    POLICIES = "policies"
    GAINS = "gains"
    RATES = "rates"
    FIGURES = "figures"
    AVERAGES = "averages"


class Cut(Enum):
    """In place of an answer: there was no time for the question."""

    FOR_TIME = "for time"


SAID = {
    Question.VERDICTS: "verdicts not compared with other fates",
    Question.POLICIES: "minerals for which no policy was tried that may decide what happens to them",
    Question.GAINS: "gains of programmes and claims not computed",
    Question.RATES: "limits whose rates were not computed",
    Question.FIGURES: "figures not moved",
    Question.AVERAGES: "minerals without what they earn on average",
}


@dataclass
class Budget:
    """Time for explaining one plan.

    Attributes:
        session: The engine that is asked.
        ends: The `time.monotonic()` after which nothing more is asked.
        seconds: How long that was from the beginning.
        by_call: Whether it is the time limit of the whole call that ends it.
    """

    session: Session
    ends: float
    seconds: float
    by_call: bool
    _left_out: Counter[Question] = field(default_factory=Counter)
    _cut: int = 0

    @classmethod
    def after(cls, session: Session, seconds: float, deadline: float | None) -> "Budget":
        """Return a budget of so many seconds from now, which ends before `deadline` in any case."""
        now = time.monotonic()
        by_call = deadline is not None and deadline < now + seconds
        ends = deadline if by_call and deadline is not None else now + seconds
        return cls(session, ends, max(ends - now, 0.0), by_call)

    def ask(self, kind: Question, question: Callable[[], Answered], count: int = 1) -> Answered | Cut:
        """Return the answer to a question, or that there was no time for it; then the engine is as if it had not been asked.

        `count` is how many verdicts, gains or limits it is about.
        """
        now = time.monotonic()
        if now < self.ends and self._cut < MOST_CUT:
            self.session.deadline = now + MOST_FOR_ONE * (self.ends - now)
            try:
                return question()
            except TimedOut:
                self.session.recover()
                self._cut += 1
        self._left_out[kind] += count
        return Cut.FOR_TIME

    def left_out(self) -> tuple[NotComputed, ...]:
        """Return what was left out so far, in the order in which it is asked."""
        return tuple(self._told(kind, self._left_out[kind]) for kind in Question if self._left_out[kind])

    def _told(self, kind: Question, count: int) -> NotComputed:
        code, who = ("TIME_LIMIT", "the time limit leaves") if self.by_call else ("TIME_BUDGET", "there are")
        text = f"{SAID[kind]}: {count}, because {who} only {self.seconds:.3g} s for explaining"
        return NotComputed(kind.value, count, code, text)


def kept_seconds(columns: int, time_limit_seconds: float) -> float:
    """Return the part of a time limit that is kept for writing down the answer about so many columns."""
    return min(SECONDS_PER_COLUMN * columns, MOST_KEPT * time_limit_seconds)
