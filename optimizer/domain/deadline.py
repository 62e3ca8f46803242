"""A moment after which work is given up: looked at between its steps, so that nothing is left half done."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from optimizer.domain.errors import TimedOut

Step = TypeVar("Step")

_END: ContextVar[float] = ContextVar("deadline", default=float("inf"))


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Give up what is done within the block once so many seconds have passed."""
    token = _END.set(min(time.monotonic() + seconds, _END.get()))
    try:
        yield
    finally:
        _END.reset(token)


def in_time(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps while there is time.

    Raises:
        TimedOut: The deadline of the block around has passed; never without one.
    """
    for step in steps:
        if time.monotonic() > _END.get():
            raise TimedOut("the time limit passed; give more time")
        yield step
