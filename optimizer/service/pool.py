"""The pool: it admits calls, queues them, gives each a slot of its own, and replaces slots that ended."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext

from optimizer.domain.errors import Draining, QueueFull, SlotLost, TimedOut
from optimizer.service.config import Settings
from optimizer.service.logs import fields_of
from optimizer.service.messages import SlotOptions
from optimizer.service.slots import Slot

LOGGER = logging.getLogger(__name__)
RESTART_SECONDS = 1.0  # Between attempts to start a slot that does not start.
RETRY_SECONDS = (0.5, 30.0)  # Shortest and longest time that a refused caller is told to wait.
DRAINING = "the server is shutting down; call again, another one may answer"


@dataclass(slots=True, eq=False)
class Waiting:
    """A call in the queue: the slot it will get, and the bytes it holds."""

    slot: asyncio.Future[Slot]
    size: int


class Pool:
    """All slots of a server and the queue in front of them. Everything here happens in the event loop."""

    def __init__(self, settings: Settings, context: ForkServerContext) -> None:
        """Describe the pool; `start` makes the slots."""
        self._settings, self._context = settings, context
        self._options = SlotOptions(settings.cases, settings.slot_memory_mib, settings.log_level)
        self._slots: dict[int, Slot] = {}
        self._free: deque[Slot] = deque()  # The one longest at rest first.
        self._queue: deque[Waiting] = deque()
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._mean_seconds = 1.0
        self._draining = self._closed = False
        self._replacing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Make the slots.

        Raises:
            SlotLost: One of them did not start.
        """
        await asyncio.gather(*(self._start_slot(number) for number in range(self._settings.slots)))

    @property
    def draining(self) -> bool:
        """Whether new calls are refused."""
        return self._draining

    @asynccontextmanager
    async def slot(self, case_name: str, size: int, wait_seconds: float | None) -> AsyncIterator[Slot]:
        """Give the caller a slot of its own, preferably the one that last held the case.

        Args:
            case_name: Case that the call is about.
            size: Bytes that it holds while it waits.
            wait_seconds: Longest time to wait in the queue; None = any time.

        Raises:
            QueueFull: No slot is free and too many calls wait already.
            Draining: The server is shutting down, or did while the call was running.
            TimedOut: No slot came free in time.
        """
        self._admit(size)
        self._calls += 1
        self._idle.clear()
        try:
            slot = self._take(case_name) or await self._wait(size, wait_seconds)
            started = time.monotonic()
            try:
                yield slot
            finally:
                self._mean_seconds += 0.2 * (time.monotonic() - started - self._mean_seconds)
                slot.case_name = case_name or slot.case_name
                self._give_back(slot)
        except SlotLost:
            if self._closed:
                raise Draining(DRAINING) from None
            raise
        finally:
            self._calls -= 1
            if not self._calls:
                self._idle.set()

    async def drain(self, seconds: float) -> None:
        """Refuse new calls, let admitted ones finish for so long, then end them and every slot."""
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
            if not waiting.slot.done():
                waiting.slot.set_exception(Draining(DRAINING))
        for slot in self._slots.values():
            slot.kill()

    def _admit(self, size: int) -> None:
        if self._draining:
            raise Draining(DRAINING)
        if self._free:
            return
        settings, bytes_waiting = self._settings, sum(waiting.size for waiting in self._queue)
        if len(self._queue) >= settings.queue_length or bytes_waiting + size > settings.queue_bytes:
            low, high = RETRY_SECONDS
            turn = self._mean_seconds * (len(self._queue) + 1) / settings.slots
            message = f"all {settings.slots} slots are busy and {len(self._queue)} calls wait already; call again later"
            raise QueueFull(message, round(min(max(turn, low), high), 3))

    def _take(self, case_name: str) -> Slot | None:
        while self._free:
            slot = next((slot for slot in self._free if case_name and slot.case_name == case_name), self._free[0])
            self._free.remove(slot)
            if slot.is_running():
                return slot
            self._replace(slot)
        return None

    async def _wait(self, size: int, seconds: float | None) -> Slot:
        waiting = Waiting(asyncio.get_running_loop().create_future(), size)
        self._queue.append(waiting)
        LOGGER.debug("call queued", extra=fields_of(waiting=len(self._queue)))
        try:
            async with asyncio.timeout(seconds):
                return await waiting.slot
        except BaseException as error:
            if waiting.slot.done() and not waiting.slot.cancelled() and not waiting.slot.exception():
                self._give_back(waiting.slot.result())  # The caller went away at the moment it got a slot.
            if isinstance(error, TimeoutError):
                raise TimedOut(f"no slot came free within {seconds or 0:.1f} s, the deadline less a margin") from None
            raise
        finally:
            with suppress(ValueError):
                self._queue.remove(waiting)

    def _give_back(self, slot: Slot) -> None:
        if slot.alive and slot.jobs < self._settings.slot_jobs:
            self._offer(slot)
        else:
            self._replace(slot)

    def _offer(self, slot: Slot) -> None:
        """Give a slot to the call that waits longest, or let it rest."""
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.slot.done():
                waiting.slot.set_result(slot)
                return
        self._free.append(slot)

    def _replace(self, slot: Slot) -> None:
        slot.kill()
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._start_again(slot.number))
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _start_again(self, number: int) -> None:
        started = time.monotonic()
        while True:
            try:
                await self._start_slot(number)
            except SlotLost as error:
                LOGGER.error("slot does not start", extra=fields_of(slot=number, error=str(error)))
                await asyncio.sleep(RESTART_SECONDS)
            else:
                milliseconds = round(1000 * (time.monotonic() - started), 1)
                LOGGER.info("slot replaced", extra=fields_of(slot=number, after_ms=milliseconds))
                return

    async def _start_slot(self, number: int) -> None:
        slot = self._slots[number] = Slot(number, self._context, self._options)
        await slot.start()
        self._offer(slot)
