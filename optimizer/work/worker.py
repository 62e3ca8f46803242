"""The process of a worker: it takes a job from its pipe, computes, answers, and takes the next, until it is killed."""

import ctypes
import logging
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from optimizer.domain.errors import OptimizerError, TooLarge
from optimizer.wire.status import encoded_status
from optimizer.work.jobs import WorkerState, run_job
from optimizer.work.logs import fields_of, write_logs
from optimizer.work.memory import map_large_blocks
from optimizer.work.messages import Job, Reply, WorkerOptions

LOGGER = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1  # From <linux/prctl.h>.
ENDING = threading.Lock()  # Both threads may notice at once, and one must not end the other's removal.
LEAST_MEMORY = 64 * 2**20  # What a job needs at the very least.


def main(connection: Connection, options: WorkerOptions) -> None:
    """Say that the worker is ready, then compute until the front closes the pipe."""
    write_logs(options.log_level)
    try:
        _prepare_process(options)
        state = WorkerState.open(options.cases)
    except Exception:
        LOGGER.exception("a worker cannot start")
        raise SystemExit(1) from None
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(Reply())
        fresh = True
        while True:
            state = _exchange(connection, state, options, fresh)
            fresh = False
    _end(options.folder.parent)  # The front is gone: it kills a worker before it closes the pipe.


def _exchange(
    connection: Connection,
    state: WorkerState,
    options: WorkerOptions,
    fresh: bool,
) -> WorkerState:
    """Take a job and answer it; nothing of it is left afterwards but the state for the next one."""
    job = connection.recv()
    reply, body, state = _compute(job, connection.recv_bytes(), state, options, fresh)
    connection.send(reply)
    connection.send_bytes(body)
    return state


def _compute(
    job: Job,
    request: bytes,
    state: WorkerState,
    options: WorkerOptions,
    fresh: bool,
) -> tuple[Reply, bytes, WorkerState]:
    """Return the answer of a job or the status of its error, and the state for the next one.

    If the memory does not suffice, the job is computed once more without what earlier jobs left, if
    there were any; what then remains too large is. The worker is worn in both cases: its memory is in
    pieces.
    """
    began = time.monotonic()
    about = fields_of(request_id=job.request_id, method=job.method)
    outcome = _attempt(job, request, state)
    if outcome is not None:
        return *outcome, state
    state = WorkerState.open(options.cases)
    if not fresh:
        LOGGER.warning("out of memory, trying again with nothing kept", extra=about)
        left = max(job.limits.time_seconds - (time.monotonic() - began), 0.0)
        limits = replace(job.limits, time_seconds=left)
        outcome = _attempt(replace(job, limits=limits), request, state)
        if outcome is not None:
            reply, body = outcome
            return replace(reply, worn=True), body, state
    LOGGER.warning("out of memory", extra=about)
    most = "all that there is"
    if options.memory_mib:
        most = f"{options.memory_mib} MiB"
    too_large = TooLarge(
        f"the answer needs more memory than a worker process of this server has ({most}); "
        "ask about a smaller case, or have --worker-memory-mib raised"
    )
    return Reply(failed=True, worn=True), encoded_status(too_large)[1], state


def _attempt(job: Job, request: bytes, state: WorkerState) -> tuple[Reply, bytes] | None:
    """Return the answer of a job or the status of its error; None if the memory does not suffice.

    No error may be kept in a variable here: it holds this frame, and the frame the request.
    """
    try:
        return Reply(), run_job(job.method, request, job.limits, state)
    except MemoryError:
        return None
    except OptimizerError as error:
        return Reply(failed=True), encoded_status(error)[1]
    except Exception:
        about = fields_of(request_id=job.request_id, method=job.method)
        LOGGER.exception("a job failed", extra=about)
        where = f"the server's log tells more under request id {job.request_id}"
        internal = OptimizerError(f"internal error; {where}")
        return Reply(failed=True), encoded_status(internal)[1]


def _prepare_process(options: WorkerOptions) -> None:
    """Make the process one that can be killed at any time, dies with the front, and never writes on stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    map_large_blocks()
    os.setpgid(0, 0)  # So that a kill takes the solver's own child processes along.
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # The engine prints a banner there.
    tempfile.tempdir = str(options.folder)
    os.environ["TMPDIR"] = str(options.folder)  # For PuLP, and for the programs that it runs.
    threading.Thread(
        target=_die_with_front,
        args=(options.folder.parent,),
        name="front",
        daemon=True,
    ).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # When the process it was forked from ends.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")  # If memory runs out, a worker goes, not the front.
    if options.memory_mib:
        limit = options.memory_mib * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        _try_memory(options)


def _try_memory(options: WorkerOptions) -> None:
    """Fail now rather than in the middle of every job."""
    try:
        bytearray(LEAST_MEMORY)
    except MemoryError:
        raise MemoryError(f"--worker-memory-mib {options.memory_mib} leaves no room for a job") from None


def _die_with_front(server_folder: Path) -> None:
    """Wait for the end of the front, and then end the worker and all that it started.

    The process that workers are forked from lives as long as any worker does, so its end tells nothing
    of the front.
    """
    front = parent_process()
    if front is not None:
        wait([front.sentinel])
        _end(server_folder)


def _end(server_folder: Path) -> None:
    """Remove what a front that was killed could not, and end the worker and all that it started."""
    with ENDING:
        shutil.rmtree(server_folder, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)
