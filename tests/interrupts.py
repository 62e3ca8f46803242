"""Programs that hear Ctrl-C even where the tests themselves run in the background of a shell."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """Undo for what is started within what a shell does to its background: there SIGINT is ignored until a program asks for it.

    A signal that is handled here is at its default in a new program.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
