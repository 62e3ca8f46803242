"""A row added to a loaded program, to be pushed up or down."""

from collections.abc import Callable
from dataclasses import dataclass, field

from optimizer.formulation.program import GE, LE
from optimizer.solver.solution import NoAnswer, Response


@dataclass(frozen=True, slots=True)
class Forcing:
    """An extra row of a session that can be pushed.

    Attributes:
        row: Position of the row.
        push: Returns the session's answer with a sense and a side for the row.
    """

    row: int
    push: Callable[[int, float], Response | NoAnswer] = field(repr=False)

    def at_least(self, amount: float) -> tuple[Response, float] | NoAnswer:
        """Return the answer with the row at `amount` or more, and the objective's change per +1."""
        return self._pushed(GE, amount)

    def at_most(self, amount: float) -> tuple[Response, float] | NoAnswer:
        """Return the answer with the row at `amount` or less, and the objective's change per +1."""
        return self._pushed(LE, amount)

    def _pushed(self, sense: int, amount: float) -> tuple[Response, float] | NoAnswer:
        response = self.push(sense, amount)
        if isinstance(response, Response):
            return (response, float(response.y[self.row]))
        return response
