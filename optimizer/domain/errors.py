"""Errors of Madini, for people first: what is wrong, where, with which value, and how to fix it.

OptimizerError
├── InvalidCase        input breaks rules; carries every violation
├── NotFound           no case, scenario or measure of that name
├── TooLarge           more columns or bytes than this server accepts
├── SolverFailure      the solver gave no answer that passes the certificate
├── QueueFull          the server has no room now; try again later
├── Draining           the server is shutting down; try another
├── Unreachable        no server answers at the address
├── TimedOut           the caller's deadline passed
├── Cancelled          the caller cancelled
└── WorkerLost         the process that computed the answer died
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from optimizer.domain.suggestions import Names

SUGGESTED = 3
# Names that may be meant, and letters of names that there are, told when something is not found.
LISTED = 400
# Further places that a sentence names.
NAMED = 4
# Letters of a name that is not found which are repeated.
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule in the input.

    Attributes:
        address: Where, for example `tariffs[us-7202.93-mfn].ad_valorem`, or a file and line for rows without a key.
        rule: Stable code of the rule, for example `rate-above-5`.
        value: The offending value as text.
        problem: What is wrong, a clause without a full stop.
        fix: How to put it right, a clause without a full stop.
        warning: Whether the case can be solved all the same.
        changed: Whether it concerns a value that the scenario or a change of the request has just changed.
        count: Places that the same is said of, this one included.
        others: The further places; a thousand at most.
    """

    address: str
    rule: str
    value: str
    problem: str
    fix: str
    warning: bool = False
    changed: bool = False
    count: int = 1
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the sentence shown to users."""
        value = ""
        if self.value:
            value = f" (got {self.value})"
        return f"{where(self.address, self.count, self.others)}: {self.problem}{value}; {self.fix}"


def where(address: str, count: int, others: Sequence[str]) -> str:
    """Return the places that one sentence is about: `a`, or `a and 24 more (b, c, ...)`."""
    if count <= 1:
        return address
    dots = ""
    if count - 1 > NAMED:
        dots = ", ..."
    return f"{address} and {count - 1} more ({', '.join(others[:NAMED])}{dots})"


class OptimizerError(Exception):
    """Root of every error that Madini raises on purpose."""

    reason: ClassVar[str] = "INTERNAL"


class InvalidCase(OptimizerError):
    """The input breaks rules; `violations` holds all of them, none of them a warning.

    `total` counts them all: over the wire only the first ones travel.
    """

    reason = "INVALID_CASE"

    def __init__(self, violations: Iterable[Violation], total: int | None = None) -> None:
        """Keep the violations in the order of their addresses."""
        self.violations = tuple(sorted(violations))
        self.total = len(self.violations) if total is None else total
        super().__init__(self._summary())

    def _summary(self) -> str:
        lines = [str(violation) for violation in self.violations[:25]]
        more = self.total - len(lines)
        if more > 0:
            lines.append(f"... and {more} more; `madini validate` lists all of them")
        return "\n".join(lines)


class NotFound(OptimizerError):
    """Nothing of that name exists."""

    reason = "NOT_FOUND"

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        """Say what was looked for, and what is called nearly so, else what there is; `known` holds all names, those first."""
        known = tuple(known)
        near = Names(known).nearest(name, SUGGESTED)
        self.kind = kind
        self.name = name
        self.known = (*near, *(item for item in known if item not in near))
        super().__init__(f"no {kind} is called '{name[:LONGEST_NAME]}'{_hint(near, known)}")


def _hint(near: Sequence[str], known: Sequence[str]) -> str:
    """Return the names that may be meant, else those that there are."""
    if near:
        return f"; did you mean {' or '.join(map(repr, near))}?"
    if known:
        return f"; there is: {_listed(known)}"
    return ""


def _listed(names: Sequence[str]) -> str:
    """Return as many names as fit into a few lines, and how many more there are."""
    text = ", ".join(names)
    if len(text) <= LISTED:
        return text
    shown = text[:LISTED].rpartition(", ")[0]
    return f"{shown} and {len(names) - shown.count(', ') - 1} more"


class TooLarge(OptimizerError):
    """The request is larger than this server accepts."""

    reason = "TOO_LARGE"


class SolverFailure(OptimizerError):
    """The solver gave no answer that passes the certificate."""

    reason = "ANSWER_NOT_VERIFIED"


class QueueFull(OptimizerError):
    """Every worker is busy and the queue is full."""

    reason = "QUEUE_FULL"

    def __init__(self, message: str, retry_after_seconds: float = 1.0) -> None:
        """Say when to try again."""
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)


class Draining(QueueFull):
    """The server is shutting down."""

    reason = "DRAINING"


class Unreachable(OptimizerError):
    """No server answers."""

    reason = "UNREACHABLE"


class TimedOut(OptimizerError):
    """The caller's deadline passed before there was an answer."""

    reason = "DEADLINE_EXCEEDED"


class Cancelled(OptimizerError):
    """The caller cancelled the request."""

    reason = "CANCELLED"


class WorkerLost(OptimizerError):
    """The process that was computing the answer died; the server itself goes on."""

    reason = "WORKER_LOST"
