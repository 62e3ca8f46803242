"""Random requests get an answer or a documented error: no INTERNAL, and no other failure."""

import os
import random
from collections import Counter

import pytest

from optimizer.domain.errors import OptimizerError
from optimizer.wire.status import CODES, status_of
from optimizer.work.jobs import WorkerState, run_job
from optimizer.work.messages import JobLimits
from tests.domain.rows import DATA
from tests.fuzz.requests import random_request

LIMITS = JobLimits(time_seconds=20.0, columns=20_000, rows=5_000)
FEW = 200
PART = 10_000
"""Requests of one slow test; 20 of them are 200,000."""
DOCUMENTED = {"OK", "INVALID_CASE", "NOT_FOUND", "TOO_LARGE", "ANSWER_NOT_VERIFIED", "DEADLINE_EXCEEDED"}
"""Reasons that computing an answer may end with; those of queues, deadlines and lost workers belong to the front."""


def outcomes(first: int, count: int) -> Counter[str]:
    """Return how many requests ended how; fail with its seed at the first that ends in another way."""
    state, found = WorkerState.open(DATA), Counter[str]()
    for seed in range(first, first + count):
        method, request = random_request(seed)
        outcome = _outcome(seed, method, request, state)
        assert outcome in DOCUMENTED, f"seed {seed}: {method}: {outcome}"
        found[outcome] += 1
    return found


def _outcome(seed: int, method: str, request: bytes, state: WorkerState) -> str:
    try:
        return "OK" if isinstance(run_job(method, request, LIMITS, state), bytes) else "no answer"
    except OptimizerError as error:
        return error.reason if CODES[type(error)] == status_of(error).code else f"{error.reason} with another code"
    except Exception as error:
        error.add_note(f"seed {seed}: {method}; run it again with tests.fuzz.requests.random_request({seed})")
        raise


def test_random_requests_get_an_answer_or_a_documented_error() -> None:
    """Two hundred, other ones every time; the seed is printed, and MADINI_FUZZ_SEED repeats it."""
    first = int(os.environ.get("MADINI_FUZZ_SEED") or random.SystemRandom().randrange(10**9))
    print(f"MADINI_FUZZ_SEED={first}")  # noqa: T201
    found = outcomes(first, FEW)
    assert FEW == found.total()
    assert min(found["OK"], found["INVALID_CASE"], found["NOT_FOUND"]) > 0, found


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(20))
def test_two_hundred_thousand_random_requests(part: int) -> None:
    """The same 200,000 every time."""
    found = outcomes(part * PART, PART)
    print(f"seeds {part * PART} to {(part + 1) * PART - 1}: {dict(found)}")  # noqa: T201
    assert PART == found.total()
