"""How a call is answered: find out what it wants, get it a worker, set its time limit, and wait no longer than that."""

import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from optimizer.domain.errors import TimedOut, TooLarge, WorkerLost
from optimizer.service.admission import Demand
from optimizer.service.answers import KeptAnswers
from optimizer.service.config import Settings
from optimizer.service.pool import ATTEMPTS, Pool
from optimizer.service.workers import Worker
from optimizer.store.stamps import default_cases_dir
from optimizer.work.envelope import Envelope, read_envelope
from optimizer.work.logs import fields_of
from optimizer.work.messages import Job, JobLimits
from optimizer.work.methods import METHODS

LOGGER = logging.getLogger(__name__)
GRACE_SECONDS = 1.0  # Past its limit a solver may need a moment to notice; then its worker is killed.
MARGIN_SHARE = 0.2


@dataclass(slots=True, eq=False)
class CallRecord:
    """What a call leaves in the access log besides its outcome."""

    method: str
    request_id: str
    peer: str
    started: float
    worker: int | None = None
    worker_pid: int | None = None
    queue_ms: float | None = None
    attempts: int = 0
    kept: bool = False
    bytes_in: int = 0
    bytes_out: int = 0


RECORD: ContextVar[CallRecord] = ContextVar("RECORD")


class Context(Protocol):
    """What this floor needs of gRPC's context of a call."""

    def time_remaining(self) -> float | None:
        """Return the seconds until the caller's deadline; None if there is none."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds that a call may compute, and after which its worker is killed."""

    limit: float
    stop: float


def set_budget(requested: float | None, remaining: float | None, settings: Settings) -> Budget:
    """Return the shortest of what the request asks for, the deadline less a margin, and the server's own limit."""
    limit = min(settings.max_time_seconds, requested or settings.max_time_seconds)
    if remaining is None:
        return Budget(limit, limit + GRACE_SECONDS)
    margin = _margin(remaining, settings)
    limit = max(min(limit, remaining - margin), 0.0)
    return Budget(limit, max(min(limit + GRACE_SECONDS, remaining - margin / 2), 0.0))


def _margin(remaining: float, settings: Settings) -> float:
    return min(settings.deadline_margin_seconds, MARGIN_SHARE * max(remaining, 0.0))


class CallDesk:
    """Answers calls with the pool, or as they were answered before; requests and answers pass as bytes, of whatever size."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        """Answer with this pool."""
        self._settings = settings
        self._pool = pool
        self._answers = KeptAnswers(settings.cases or default_cases_dir(), settings.answer_bytes)

    async def answer(self, method: str, request: bytes, context: Context) -> bytes:
        """Return the answer to a request.

        Raises:
            OptimizerError: What the job raised, or why it was not computed.
        """
        key = self._answers.key(method, request)
        kept = None if key is None or self._pool.draining else self._answers.get(key)
        if kept is not None:
            RECORD.get().kept = True
            return kept
        answer = await self._ask(method, request, context)
        if key is not None:
            self._answers.put(key, answer)
        return answer

    async def _ask(self, method: str, request: bytes, context: Context) -> bytes:
        """Have a request computed; by another worker process, once, if the first one died."""
        record = RECORD.get()
        envelope = read_envelope(method, request)
        demand = self._demand(envelope, len(request), context)
        async with self._pool.admitted(demand):
            while True:
                again = record.attempts > 0
                record.attempts += 1
                try:
                    async with self._pool.worker(demand, first=again) as worker:
                        budget = self._budget(envelope, context)
                        return await self._compute(method, request, worker, budget)
                except WorkerLost:
                    if record.attempts == ATTEMPTS:
                        raise
                about = fields_of(method=method, request_id=record.request_id)
                LOGGER.warning("call computed again, its worker died", extra=about)
                demand = self._demand(envelope, len(request), context)

    def _demand(self, envelope: Envelope, size: int, context: Context) -> Demand:
        remaining = context.time_remaining()
        wait = None
        if remaining is not None:
            wait = max(remaining - _margin(remaining, self._settings), 0.0)
        return Demand(RECORD.get().peer, envelope.case_name, size, wait)

    def _budget(self, envelope: Envelope, context: Context) -> Budget:
        return set_budget(envelope.time_limit_seconds, context.time_remaining(), self._settings)

    async def _compute(self, method: str, request: bytes, worker: Worker, budget: Budget) -> bytes:
        record = RECORD.get()
        record.worker = worker.number
        record.worker_pid = worker.pid
        record.queue_ms = round(1000 * (time.monotonic() - record.started), 1)
        LOGGER.debug(
            "job started",
            extra=fields_of(method=method, worker=worker.number, worker_pid=worker.pid, request_id=record.request_id),
        )
        limits = JobLimits(
            time_seconds=budget.limit,
            columns=self._settings.max_columns,
            rows=self._settings.max_rows,
            other_solvers=self._settings.other_solvers,
        )
        job = Job(method, record.request_id, limits)
        try:
            answer = await worker.compute(job, request, budget.stop)
        except TimeoutError:
            return _out_of_time(method, budget)
        if len(answer) > self._settings.max_answer_bytes:
            most = f"{self._settings.max_answer_bytes} bytes, the largest answer of this server"
            fix = "ask for fewer parts, or have --max-answer-bytes raised"
            raise TooLarge(f"the answer has {len(answer)} bytes, more than {most}; {fix}")
        return answer


def _out_of_time(method: str, budget: Budget) -> bytes:
    """Return the answer of a solve that was cut off: out of time is an outcome there, and an error elsewhere."""
    answer = METHODS[method].out_of_time(budget.limit)
    if answer is None:
        raise TimedOut(f"there was no answer within {budget.limit:.1f} s; give a later deadline")
    return answer
