"""The process of a worker: it takes a job from its pipe, computes, answers, and takes the next, until it is killed."""

import ctypes
import logging
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from optimizer.domain.errors import OptimizerError, TooLarge
from optimizer.service.jobs import WorkerState, run_job
from optimizer.service.logs import fields_of, write_logs
from optimizer.service.messages import Job, Reply, WorkerOptions
from optimizer.wire.status import status_of

LOGGER = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1  # From <linux/prctl.h>.
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
        while True:
            job = connection.recv()
            reply, body, state = _compute(job, connection.recv_bytes(), state, options)
            connection.send(reply)
            connection.send_bytes(body)


def _compute(job: Job, request: bytes, state: WorkerState, options: WorkerOptions) -> tuple[Reply, bytes, WorkerState]:
    """Return the answer of a job or the status of its error, and the state for the next one."""
    try:
        return Reply(), run_job(job.method, request, job.limits, state), state
    except MemoryError:
        LOGGER.warning("out of memory", extra=fields_of(request_id=job.request_id, method=job.method))
        state = WorkerState.open(options.cases)  # What was kept may be what filled the memory.
        error: OptimizerError = TooLarge(
            f"the answer needs more memory than a worker of this server has ({options.memory_mib} MiB)"
        )
    except OptimizerError as raised:
        error = raised
    except Exception:
        LOGGER.exception("a job failed", extra=fields_of(request_id=job.request_id, method=job.method))
        error = OptimizerError(f"internal error; the server's log tells more under request id {job.request_id}")
    return Reply(failed=True), status_of(error).SerializeToString(), state


def _prepare_process(options: WorkerOptions) -> None:
    """Make the process one that can be killed at any time, dies with the front, and never writes on stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.setpgid(0, 0)  # So that a kill takes the solver's own child processes along.
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # The engine prints a banner there.
    threading.Thread(target=_die_with_front, name="front", daemon=True).start()
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


def _die_with_front() -> None:
    """Wait for the end of the front, and then end the worker and all that it started.

    The process that workers are forked from lives as long as any worker does, so its end tells nothing of the front.
    """
    front = parent_process()
    if front is not None:
        wait([front.sentinel])
        os.killpg(0, signal.SIGKILL)
