"""The pool: it admits calls, lets them wait in turn, gives each a worker, and replaces workers that ended."""

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

from optimizer.domain.errors import Draining, QueueFull, TimedOut, WorkerLost
from optimizer.service.config import Settings
from optimizer.service.fair import FairQueue
from optimizer.service.health import Health
from optimizer.service.workers import Worker
from optimizer.work.logs import fields_of
from optimizer.work.messages import WorkerOptions

LOGGER = logging.getLogger(__name__)
RESTART_SECONDS = 1.0  # Between attempts to start a worker that does not start.
RETRY_SECONDS = (0.5, 30.0)  # Shortest and longest time that a refused caller is told to wait.
RETRY_SPREAD = (0.75, 1.5)  # Callers refused together must not come back together.
CLEARING_SECONDS = 5.0  # For killed workers to be gone, and their files with them.
ATTEMPTS = 2  # Times that a call is computed if its worker dies.
DRAINING = "the server is shutting down; call again, another one may answer"


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


class Pool:
    """All workers of a server and the queue in front of them. Everything here happens in the event loop."""

    def __init__(
        self,
        settings: Settings,
        context: ForkServerContext,
        folder: Path,
        health: Health,
    ) -> None:
        """Describe the pool; `start` makes the workers, each with a folder of its own in `folder`."""
        self._settings = settings
        self._context = context
        self._health = health
        self._folder = folder
        self._started = 0
        self._workers: dict[int, Worker] = {}
        self._free: deque[Worker] = deque()  # The one longest at rest first.
        self._queue: FairQueue[Waiting] = FairQueue()
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._mean_seconds = 1.0
        self._draining = False
        self._closed = False
        self._replacing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Make the workers.

        Raises:
            WorkerLost: One of them did not start.
        """
        await asyncio.gather(*(self._start_worker(number) for number in range(self._settings.workers)))

    @property
    def draining(self) -> bool:
        """Whether new calls are refused."""
        return self._draining

    @asynccontextmanager
    async def admitted(self, demand: Demand) -> AsyncIterator[None]:
        """Count a call among those that the end of the server waits for.

        Raises:
            QueueFull: No worker is free, too many calls wait already, and none of them has to go.
            Draining: The server is shutting down, or did while the call was running.
        """
        self._admit(demand)
        self._calls += 1
        self._idle.clear()
        try:
            yield
        except WorkerLost:
            if self._closed:
                raise Draining(DRAINING) from None
            raise
        finally:
            self._calls -= 1
            if not self._calls:
                self._idle.set()

    @asynccontextmanager
    async def worker(self, demand: Demand, *, first: bool = False) -> AsyncIterator[Worker]:
        """Give an admitted call a worker of its own, preferably the one that last held its case.

        Args:
            demand: What the call wants.
            first: Whether it goes before all others that wait, because it was its turn before.

        Raises:
            QueueFull: It had to leave the queue to a caller who has fewer calls there.
            Draining: The server is at its end.
            TimedOut: No worker came free in time.
        """
        if self._closed:
            raise Draining(DRAINING)
        worker = self._take(demand.case_name) or await self._wait(demand, first)
        started = time.monotonic()
        try:
            yield worker
        finally:
            self._mean_seconds += 0.2 * (time.monotonic() - started - self._mean_seconds)
            worker.case_name = demand.case_name or worker.case_name
            self._give_back(worker)

    async def drain(self, seconds: float) -> None:
        """Refuse new calls, let admitted ones finish for so long, then end them and every worker."""
        self._draining = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        if self._calls:
            LOGGER.warning("calls ended unfinished", extra=fields_of(calls=self._calls))
        self._closed = True
        for task in self._replacing:
            task.cancel()
        for waiting in self._queue.clear():
            self._refuse(waiting, lambda: Draining(DRAINING))
        for worker in self._workers.values():
            worker.kill()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLEARING_SECONDS):
                await asyncio.gather(*(worker.cleared() for worker in self._workers.values()))

    def _admit(self, demand: Demand) -> None:
        """Refuse a call, or another one that waits, if the queue has no room for it."""
        if self._draining:
            raise Draining(DRAINING)
        if self._free:
            return
        while not self._has_room(demand.size):
            refused = self._queue.make_room(demand.caller)
            if refused is None:
                raise self._full()
            self._refuse(refused, self._full)

    def _has_room(self, size: int) -> bool:
        settings = self._settings
        queued_bytes = sum(waiting.size for waiting in self._queue)
        fits = queued_bytes + size <= settings.queue_bytes
        return fits and len(self._queue) < settings.queue_length

    def _full(self) -> QueueFull:
        """Return the refusal, with a time after which the queue as it is will have passed."""
        low, high = RETRY_SECONDS
        workers, queued = self._settings.workers, len(self._queue)
        turn = self._mean_seconds * (queued + 1) / workers
        seconds = min(max(turn, low), high) * random.uniform(*RETRY_SPREAD)  # noqa: S311 - no secret
        message = f"all {workers} worker processes are busy and {queued} calls wait already"
        return QueueFull(f"{message}; call again later", round(seconds, 3))

    def _refuse(self, waiting: Waiting, refusal: Callable[[], QueueFull]) -> None:
        if not waiting.worker.done():
            waiting.refusal = refusal
            waiting.worker.set_result(None)

    def _take(self, case_name: str) -> Worker | None:
        while self._free:
            held = (worker for worker in self._free if case_name and worker.case_name == case_name)
            worker = next(held, self._free[0])
            self._free.remove(worker)
            if worker.is_running():
                return worker
            self._replace(worker)
        return None

    async def _wait(self, demand: Demand, first: bool) -> Worker:
        waiting = Waiting(demand.size, asyncio.get_running_loop().create_future())
        enter = self._queue.push_first if first else self._queue.push
        enter(demand.caller, waiting)
        LOGGER.debug("call queued", extra=fields_of(waiting=len(self._queue)))
        try:
            async with asyncio.timeout(demand.wait_seconds):
                worker = await waiting.worker
        except TimeoutError:
            self._pass_on(waiting)
            late = f"no worker process came free within {demand.wait_seconds or 0:.1f} s"
            raise TimedOut(f"{late}, the deadline less a margin") from None
        except BaseException:
            self._pass_on(waiting)
            raise
        finally:
            self._queue.remove(demand.caller, waiting)
        if worker is None:
            raise waiting.refusal() if waiting.refusal else Draining(DRAINING)
        return worker

    def _pass_on(self, waiting: Waiting) -> None:
        """Give away the worker of a call that ended at the very moment it got one."""
        if waiting.worker.done() and not waiting.worker.cancelled():
            worker = waiting.worker.result()
            if worker is not None:
                self._give_back(worker)

    def _give_back(self, worker: Worker) -> None:
        fresh = worker.jobs < self._settings.worker_jobs and not worker.worn
        if worker.alive and fresh:
            self._offer(worker)
        else:
            self._replace(worker)

    def _offer(self, worker: Worker) -> None:
        """Give a worker to the next call that waits, or let it rest."""
        while len(self._queue):
            waiting = self._queue.pop()
            if not waiting.worker.done():
                waiting.worker.set_result(worker)
                return
        self._free.append(worker)

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._start_again(worker.number))
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _start_again(self, number: int) -> None:
        started = time.monotonic()
        while True:
            try:
                await self._start_worker(number)
            except WorkerLost as error:
                reason = str(error)
            else:
                milliseconds = round(1000 * (time.monotonic() - started), 1)
                LOGGER.info("worker replaced", extra=fields_of(worker=number, after_ms=milliseconds))
                return
            LOGGER.error("worker does not start", extra=fields_of(worker=number, error=reason))
            if not any(worker.is_running() for worker in self._workers.values()):
                await self._health.set_serving(False)
            await asyncio.sleep(RESTART_SECONDS)

    async def _start_worker(self, number: int) -> None:
        self._started += 1
        options = WorkerOptions(
            cases=self._settings.cases,
            memory_mib=self._settings.worker_memory_mib,
            log_level=self._settings.log_level,
            folder=self._folder / f"worker-{self._started}",
        )
        worker = Worker(number, self._context, options)
        self._workers[number] = worker
        await worker.start()
        self._offer(worker)
        await self._health.set_serving(True)
