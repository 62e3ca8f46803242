"""Limits that a plan uses up, and what one more or one less of each is worth."""

from dataclasses import dataclass
from enum import Enum


class NoRate(Enum):
    """Why a limit has no rate on one side."""

    IMPOSSIBLE = "impossible"
    """No plan is left on the shortest step that can be told from rounding, or the number is at the end of its range."""
    TOO_SHORT = "too_short"
    """The rate ends sooner than on the shortest step that can be told from rounding, or its effect there is rounding."""
    NOT_A_LINE = "not_a_line"
    """The number enters prices or coefficients, and its effect bends even on a short step: no one rate holds."""
    NOT_PROVEN = "not_proven"
    """No answer of the engine on the step could be proven."""
    OUT_OF_TIME = "out_of_time"
    """The time for rates was used up."""
    NOT_COMPUTED = "not_computed"
    """There are more limits, or the program is larger, than rates are computed for."""
    NOT_ASKED = "not_asked"
    """Rates were not asked for."""


@dataclass(frozen=True, slots=True)
class BindingLimit:
    """A number that limits, and what one more or one less of it would change in the objective.

    Attributes:
        address: The number.
        unit: Its unit.
        nodes: Nodes at which it binds.
        rate_up: Change of the objective per +1 of the number at all its nodes; None where there is no such rate.
        rate_down: The same per -1.
        holds_up: How far above the number `rate_up` was proven to hold.
        holds_down: How far below it `rate_down` was.
        left_out: Whether its rates were asked for and not computed, because the time for explaining was over.
        no_rate_up: Why `rate_up` is None.
        no_rate_down: Why `rate_down` is None.
    """

    address: str
    unit: str
    nodes: tuple[str, ...]
    rate_up: float | None = None
    rate_down: float | None = None
    holds_up: float | None = None
    holds_down: float | None = None
    left_out: bool = False
    no_rate_up: NoRate | None = None
    no_rate_down: NoRate | None = None
