"""The pool: it admits calls, lets them wait in turn, gives each a worker, and replaces workers that ended."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from multiprocessing.context import ForkServerContext
from pathlib import Path

from optimizer.domain.errors import Draining, TimedOut, WorkerLost
from optimizer.service.admission import Admission, CallCount, Demand, Waiting, refuse
from optimizer.service.config import Settings
from optimizer.service.fair import FairQueue
from optimizer.service.health import Health
from optimizer.service.workers import Worker
from optimizer.work.logs import fields_of
from optimizer.work.messages import WorkerOptions

LOGGER = logging.getLogger(__name__)
RESTART_SECONDS = 1.0  # Between attempts to start a worker that does not start.
CLEARING_SECONDS = 5.0  # For killed workers to be gone, and their files with them.
ATTEMPTS = 2  # Times that a call is computed if its worker dies.
DRAINING = "the server is shutting down; call again, another one may answer"


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
        self._admission = Admission(settings, self._queue)
        self._calls = CallCount()
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
        with self._calls.one_more():
            try:
                yield
            except WorkerLost:
                if self._closed:
                    raise Draining(DRAINING) from None
                raise

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
            self._admission.note(time.monotonic() - started)
            worker.case_name = demand.case_name or worker.case_name
            self._give_back(worker)

    async def drain(self, seconds: float) -> None:
        """Refuse new calls, let admitted ones finish for so long, then end them and every worker."""
        self._draining = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._calls.none_left()
        if self._calls.number:
            LOGGER.warning("calls ended unfinished", extra=fields_of(calls=self._calls.number))
        self._closed = True
        for task in self._replacing:
            task.cancel()
        for waiting in self._queue.clear():
            refuse(waiting, lambda: Draining(DRAINING))
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
        while not self._admission.has_room(demand.size):
            refused = self._queue.make_room(demand.caller)
            if refused is None:
                raise self._admission.refusal()
            refuse(refused, self._admission.refusal)

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
        folder = self._folder / f"worker-{self._started}"
        worker = Worker(number, self._context, _worker_options(self._settings, folder))
        self._workers[number] = worker
        await worker.start()
        self._offer(worker)
        await self._health.set_serving(True)


def _worker_options(settings: Settings, folder: Path) -> WorkerOptions:
    return WorkerOptions(
        cases=settings.cases,
        memory_mib=settings.worker_memory_mib,
        log_level=settings.log_level,
        folder=folder,
    )
