"""The pool: it admits calls, queues them, gives each a worker of its own, and replaces workers that ended."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext

from optimizer.domain.errors import Draining, QueueFull, TimedOut, WorkerLost
from optimizer.service.config import Settings
from optimizer.service.logs import fields_of
from optimizer.service.messages import WorkerOptions
from optimizer.service.workers import Worker

LOGGER = logging.getLogger(__name__)
RESTART_SECONDS = 1.0  # Between attempts to start a worker that does not start.
RETRY_SECONDS = (0.5, 30.0)  # Shortest and longest time that a refused caller is told to wait.
DRAINING = "the server is shutting down; call again, another one may answer"


@dataclass(slots=True, eq=False)
class Waiting:
    """A call in the queue: the worker it will get, and the bytes it holds."""

    worker: asyncio.Future[Worker]
    size: int


class Pool:
    """All workers of a server and the queue in front of them. Everything here happens in the event loop."""

    def __init__(self, settings: Settings, context: ForkServerContext) -> None:
        """Describe the pool; `start` makes the workers."""
        self._settings, self._context = settings, context
        self._options = WorkerOptions(settings.cases, settings.worker_memory_mib, settings.log_level)
        self._workers: dict[int, Worker] = {}
        self._free: deque[Worker] = deque()  # The one longest at rest first.
        self._queue: deque[Waiting] = deque()
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._mean_seconds = 1.0
        self._draining = self._closed = False
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
    async def worker(self, case_name: str, size: int, wait_seconds: float | None) -> AsyncIterator[Worker]:
        """Give the caller a worker of its own, preferably the one that last held the case.

        Args:
            case_name: Case that the call is about.
            size: Bytes that it holds while it waits.
            wait_seconds: Longest time to wait in the queue; None = any time.

        Raises:
            QueueFull: No worker is free and too many calls wait already.
            Draining: The server is shutting down, or did while the call was running.
            TimedOut: No worker came free in time.
        """
        self._admit(size)
        self._calls += 1
        self._idle.clear()
        try:
            worker = self._take(case_name) or await self._wait(size, wait_seconds)
            started = time.monotonic()
            try:
                yield worker
            finally:
                self._mean_seconds += 0.2 * (time.monotonic() - started - self._mean_seconds)
                worker.case_name = case_name or worker.case_name
                self._give_back(worker)
        except WorkerLost:
            if self._closed:
                raise Draining(DRAINING) from None
            raise
        finally:
            self._calls -= 1
            if not self._calls:
                self._idle.set()

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
        for waiting in self._queue:
            if not waiting.worker.done():
                waiting.worker.set_exception(Draining(DRAINING))
        for worker in self._workers.values():
            worker.kill()

    def _admit(self, size: int) -> None:
        if self._draining:
            raise Draining(DRAINING)
        if self._free:
            return
        settings, bytes_waiting = self._settings, sum(waiting.size for waiting in self._queue)
        if len(self._queue) >= settings.queue_length or bytes_waiting + size > settings.queue_bytes:
            low, high = RETRY_SECONDS
            turn = self._mean_seconds * (len(self._queue) + 1) / settings.workers
            message = f"all {settings.workers} workers are busy and {len(self._queue)} calls wait already; call again later"
            raise QueueFull(message, round(min(max(turn, low), high), 3))

    def _take(self, case_name: str) -> Worker | None:
        while self._free:
            worker = next((worker for worker in self._free if case_name and worker.case_name == case_name), self._free[0])
            self._free.remove(worker)
            if worker.is_running():
                return worker
            self._replace(worker)
        return None

    async def _wait(self, size: int, seconds: float | None) -> Worker:
        waiting = Waiting(asyncio.get_running_loop().create_future(), size)
        self._queue.append(waiting)
        LOGGER.debug("call queued", extra=fields_of(waiting=len(self._queue)))
        try:
            async with asyncio.timeout(seconds):
                return await waiting.worker
        except BaseException as error:
            if waiting.worker.done() and not waiting.worker.cancelled() and not waiting.worker.exception():
                self._give_back(waiting.worker.result())  # The caller went away at the moment it got a worker.
            if isinstance(error, TimeoutError):
                raise TimedOut(f"no worker came free within {seconds or 0:.1f} s, the deadline less a margin") from None
            raise
        finally:
            with suppress(ValueError):
                self._queue.remove(waiting)

    def _give_back(self, worker: Worker) -> None:
        if worker.alive and worker.jobs < self._settings.worker_jobs:
            self._offer(worker)
        else:
            self._replace(worker)

    def _offer(self, worker: Worker) -> None:
        """Give a worker to the call that waits longest, or let it rest."""
        while self._queue:
            waiting = self._queue.popleft()
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
                LOGGER.error("worker does not start", extra=fields_of(worker=number, error=str(error)))
                await asyncio.sleep(RESTART_SECONDS)
            else:
                milliseconds = round(1000 * (time.monotonic() - started), 1)
                LOGGER.info("worker replaced", extra=fields_of(worker=number, after_ms=milliseconds))
                return

    async def _start_worker(self, number: int) -> None:
        worker = self._workers[number] = Worker(number, self._context, self._options)
        await worker.start()
        self._offer(worker)
