"""Who may wait for a worker: how much room the queue has, and what a caller is told for whom there is none."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from optimizer.domain.errors import QueueFull
from optimizer.service.config import Settings
from optimizer.service.fair import FairQueue
from optimizer.service.workers import Worker

RETRY_SECONDS = (0.5, 30.0)  # Shortest and longest time that a refused caller is told to wait.
RETRY_SPREAD = (0.75, 1.5)  # Callers refused together must not come back together.
WEIGHT_OF_NEWEST = 0.2  # In the mean time of calls.


@dataclass(frozen=True, slots=True)
class Demand:
    """What a call wants of the pool.

    Attributes:
        caller: Who calls; callers that wait take turns.
        case_name: Case that the call is about.
        size: Bytes that it holds while it waits.
        wait_seconds: Longest time to wait in the queue; None = any time.
    """

    caller: str
    case_name: str
    size: int
    wait_seconds: float | None


@dataclass(slots=True, eq=False)
class Waiting:
    """A call in the queue.

    Attributes:
        size: Bytes that it holds.
        worker: The worker that it gets; None = it is refused.
        refusal: Makes the error it is refused with. The error is made where it is raised: a future
            that held it would be held by the frames that the error holds.
    """

    size: int
    worker: asyncio.Future[Worker | None]
    refusal: Callable[[], QueueFull] | None = None


def refuse(waiting: Waiting, refusal: Callable[[], QueueFull]) -> None:
    """Let a call leave the queue without a worker, unless it has one."""
    if not waiting.worker.done():
        waiting.refusal = refusal
        waiting.worker.set_result(None)


class CallCount:
    """The calls that are under way."""

    def __init__(self) -> None:
        """Start with none."""
        self.number = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a call for the length of the context."""
        self.number += 1
        self._idle.clear()
        try:
            yield
        finally:
            self.number -= 1
            if not self.number:
                self._idle.set()

    async def none_left(self) -> None:
        """Wait until no call is under way."""
        await self._idle.wait()


class Admission:
    """Knows the room in the queue, and how long calls take."""

    def __init__(self, settings: Settings, queue: FairQueue[Waiting]) -> None:
        """Watch a queue."""
        self._settings = settings
        self._queue = queue
        self._mean_seconds = 1.0

    def note(self, seconds: float) -> None:
        """Take note of how long a call took."""
        self._mean_seconds += WEIGHT_OF_NEWEST * (seconds - self._mean_seconds)

    def has_room(self, size: int) -> bool:
        """Return whether the queue has room for a call of so many bytes."""
        queued_bytes = sum(waiting.size for waiting in self._queue)
        fits = queued_bytes + size <= self._settings.queue_bytes
        return fits and len(self._queue) < self._settings.queue_length

    def refusal(self) -> QueueFull:
        """Return the refusal, with a time after which the queue as it is will have passed."""
        shortest, longest = RETRY_SECONDS
        workers = self._settings.workers
        queued = len(self._queue)
        turn = self._mean_seconds * (queued + 1) / workers
        seconds = min(max(turn, shortest), longest) * random.uniform(*RETRY_SPREAD)  # noqa: S311 - no secret
        message = f"all {workers} worker processes are busy and {queued} calls wait already"
        return QueueFull(f"{message}; call again later", round(seconds, 3))
