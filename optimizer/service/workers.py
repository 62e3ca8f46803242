"""Workers as the front sees them: a process, the pipe to it, and the thread that waits on the pipe."""

import asyncio
import logging
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess

from google.rpc import status_pb2

from optimizer.domain.errors import WorkerLost
from optimizer.wire.status import error_of
from optimizer.work.logs import fields_of
from optimizer.work.messages import Job, Reply, WorkerOptions

LOGGER = logging.getLogger(__name__)
START_SECONDS = 60.0  # The first start reads every library from disk.
STARTING = threading.Lock()  # multiprocessing keeps its list of children without a lock of its own.


def prepare_workers() -> ForkServerContext:
    """Start the process that workers are forked from, with everything a job needs imported.

    It is started before gRPC runs, because a process that has used gRPC must not be forked.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["optimizer.work.worker", __name__])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # One job, one processor.
    with _deaf_children():
        forkserver.ensure_running()
    return context


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Let what is started within inherit deaf ears for SIGTERM and SIGINT.

    Terminals and service managers send signals to every process of a group, but only the front may act
    on them. They are blocked, not ignored: one that comes at this moment is delivered afterwards. The
    tracker that multiprocessing runs must be up before, because its start unblocks them.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run(connection: Connection, options: WorkerOptions) -> None:
    """Be a worker. What it needs is imported in the process that workers are forked from, and never in the front."""
    from optimizer.work.worker import main

    main(connection, options)


class Worker:
    """One process that computes one job at a time.

    Attributes:
        number: Position of the worker, which its successors keep.
        case_name: Case of the last job, whose model the process may still hold.
        jobs: How many jobs it took.
        alive: Whether it can take another.
        worn: Whether it should not take another.
    """

    def __init__(self, number: int, context: ForkServerContext, options: WorkerOptions) -> None:
        """Describe a worker; `start` makes the process."""
        self.number = number
        self.case_name = ""
        self.jobs = 0
        self.alive = True
        self.worn = False
        self._context = context
        self._options = options
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"worker-{number}")
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._clearing: Future[None] | None = None

    @property
    def pid(self) -> int | None:
        """Id of the process, once it was made."""
        if self._process is None:
            return None
        return self._process.pid

    async def start(self) -> None:
        """Make the process and wait until it is ready.

        Raises:
            WorkerLost: It died, or was not ready in time.
        """
        try:
            async with asyncio.timeout(START_SECONDS):
                await asyncio.get_running_loop().run_in_executor(self._thread, self._start)
        except BaseException as error:
            self.kill()
            if isinstance(error, TimeoutError):
                raise WorkerLost(f"worker {self.number} was not ready after {START_SECONDS:g} s") from None
            raise
        LOGGER.info("worker started", extra=fields_of(worker=self.number, worker_pid=self.pid))

    async def compute(self, job: Job, request: bytes, stop_seconds: float) -> bytes:
        """Return the answer to a request; whatever ends the wait before it comes ends the process too.

        Raises:
            OptimizerError: What the job raised, or WorkerLost if the process died.
            TimeoutError: There was no answer after `stop_seconds`.
        """
        self.jobs += 1
        try:
            async with asyncio.timeout(stop_seconds):
                loop = asyncio.get_running_loop()
                # The future has no name here: it holds an error, and the error this frame.
                reply, body = await loop.run_in_executor(self._thread, self._exchange, job, request)
        except BaseException:  # Also CancelledError: the caller went away.
            self.kill()
            raise
        if reply.worn:
            self.worn = True
        if reply.failed:
            raise error_of(status_pb2.Status.FromString(body))
        return body

    def kill(self) -> None:
        """End the process and all that it started, at once; what is left of it is cleared away in its thread."""
        if self.alive:
            self.alive = False
            self._kill_process()
            self._clearing = self._thread.submit(self._clear_away)
            self._thread.shutdown(wait=False)

    async def cleared(self) -> None:
        """Wait until a killed worker is gone with its files; nothing happens if it was not killed."""
        if self._clearing is not None:
            await asyncio.wrap_future(self._clearing)

    def is_running(self) -> bool:
        """Return whether the process still runs; one at rest may have been killed from outside."""
        return self.alive and self._process is not None and self._process.is_alive()

    def _start(self) -> None:
        try:
            self._options.folder.mkdir()
            self._pipe, theirs = self._context.Pipe()
            arguments = (theirs, self._options)
            self._process = self._context.Process(target=_run, args=arguments, name=f"worker-{self.number}", daemon=True)
            with STARTING, _deaf_children():  # It starts the process to fork from again if need be.
                self._process.start()
            theirs.close()
            self._pipe.recv()
        except (EOFError, OSError):
            raise WorkerLost(f"worker {self.number} died before it was ready; the log tells why") from None

    def _exchange(self, job: Job, request: bytes) -> tuple[Reply, bytes]:
        assert self._pipe is not None  # noqa: S101 - `start` comes first.
        try:
            self._pipe.send(job)
            self._pipe.send_bytes(request)
            return self._pipe.recv(), self._pipe.recv_bytes()
        except (EOFError, OSError):
            raise WorkerLost("the process that computed the answer died; the call can be made again") from None

    def _kill_process(self) -> None:
        process = self._process
        if process is not None and process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()  # It may not have led a group yet.

    def _clear_away(self) -> None:
        self._kill_process()  # It may have been started after it was to be killed.
        if self._process is not None:
            self._process.join()
            LOGGER.info("worker ended", extra=fields_of(worker=self.number, worker_pid=self._process.pid, jobs=self.jobs))
        if self._pipe is not None:
            self._pipe.close()
        shutil.rmtree(self._options.folder, ignore_errors=True)
