"""Requests on their way in: few at a time, so that half-sent ones cannot fill the memory.

gRPC takes a message in as soon as somebody reads, and holds what has come until all has come. A
caller that sends 30 of 32 MiB and then nothing would keep them for as long as it likes. So a call
first needs a place to be read; until it has one, HTTP/2 lets its caller send 64 KiB and no more
(which is why `transport` switches off the probing that would widen this window).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from optimizer.domain.errors import Draining, QueueFull
from optimizer.service.fair import FairQueue

# A request may take longer than this to come in only while no other waits for its place.
PATIENCE_SECONDS = 3.0
# Each of them may hold 64 KiB. Whole requests need a place for a moment only.
MOST_WAITING = 1000
TOO_SLOW = "the request came in too slowly while others waited for its place; send it again"
TOO_MANY = "too many requests are coming in at once; send this one again later"
DRAINING = "the server is shutting down; call again, another one may answer"


@dataclass(slots=True, eq=False)
class Upload:
    """A request that has a place, or waits for one.

    Attributes:
        ready: Done when it has a place; False = the server is shutting down.
        timer: What ends it; it runs while the request is read.
        running: Whether the timer runs.
        began: When it got the place, by the loop's clock.
    """

    ready: asyncio.Future[bool]
    timer: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))
    running: bool = False
    began: float = 0.0


class Uploads:
    """The places for requests to come in. Everything here happens in the event loop."""

    def __init__(self, places: int) -> None:
        """Make so many places."""
        self._places = places
        self._reading: set[Upload] = set()
        self._waiting: FairQueue[Upload] = FairQueue()
        self._closed = False

    @asynccontextmanager
    async def place(self, caller: str) -> AsyncIterator[None]:
        """Hold a place while a request is read.

        Raises:
            QueueFull: Too many wait, or this one was too slow while others waited.
            Draining: The server is shutting down, or began to while the request came in.
        """
        upload = Upload(asyncio.get_running_loop().create_future())
        await self._enter(caller, upload)
        try:
            async with upload.timer:
                upload.running = True
                if self._closed or len(self._waiting):
                    self._hurry(0.0 if self._closed else PATIENCE_SECONDS)
                yield
        except TimeoutError:
            raise (Draining(DRAINING) if self._closed else QueueFull(TOO_SLOW)) from None
        finally:
            self._leave(upload)

    def close(self) -> None:
        """Refuse new requests and those that wait, and end those that are still coming in."""
        self._closed = True
        for upload in self._waiting.clear():
            if not upload.ready.done():
                upload.ready.set_result(False)
        self._hurry(0.0)

    async def _enter(self, caller: str, upload: Upload) -> None:
        if self._closed:
            raise Draining(DRAINING)
        if len(self._reading) < self._places:
            self._start(upload)
            return
        if len(self._waiting) >= MOST_WAITING:
            raise QueueFull(TOO_MANY)
        self._waiting.push(caller, upload)
        self._hurry(PATIENCE_SECONDS)
        try:
            admitted = await upload.ready
        except BaseException:
            self._waiting.remove(caller, upload)
            self._leave(upload)  # It may have got its place at this very moment.
            raise
        if not admitted:
            raise Draining(DRAINING)

    def _start(self, upload: Upload) -> None:
        upload.began = asyncio.get_running_loop().time()
        self._reading.add(upload)

    def _leave(self, upload: Upload) -> None:
        """Give the place to the next one; no harm if there was none."""
        if upload not in self._reading:
            return
        self._reading.remove(upload)
        upload.running = False
        while len(self._waiting):
            following = self._waiting.pop()
            if not following.ready.done():
                self._start(following)
                following.ready.set_result(True)
                return

    def _hurry(self, seconds: float) -> None:
        """Let no request that is coming in take longer than so many seconds in all."""
        for upload in self._reading:
            if upload.running and not upload.timer.expired():
                upload.timer.reschedule(upload.began + seconds)
