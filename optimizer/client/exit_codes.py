"""What the command exits with, and what it says when it fails: what is wrong, where, and how to fix it."""

import errno
import os
import shutil
import sys
import textwrap
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from optimizer.domain import errors

OK = 0
BUG = 1
INVALID = 2
NOT_FOUND = 3
NOT_OPTIMAL = 4
NOT_VERIFIED = 5
NO_SERVER = 6
TIMED_OUT = 7
UNWRITTEN = 8
INTERRUPTED = 130

MEANINGS = {
    OK: "an answer, also that there is no plan",
    BUG: "a mistake in Madini itself",
    INVALID: "invalid input or usage",
    NOT_FOUND: "no such case, scenario or table",
    NOT_OPTIMAL: "no optimal plan, with --require-optimal",
    NOT_VERIFIED: "an answer that failed its proof, or its process died",
    NO_SERVER: "no server answers, or it is busy",
    TIMED_OUT: "timed out or cancelled",
    UNWRITTEN: "the answer could not be written",
    INTERRUPTED: "interrupted with Ctrl-C",
}

CODES: dict[type[errors.OptimizerError], int] = {
    errors.InvalidCase: INVALID,
    errors.TooLarge: INVALID,
    errors.NotFound: NOT_FOUND,
    errors.SolverFailure: NOT_VERIFIED,
    errors.WorkerLost: NOT_VERIFIED,
    errors.QueueFull: NO_SERVER,
    errors.Draining: NO_SERVER,
    errors.Unreachable: NO_SERVER,
    errors.TimedOut: TIMED_OUT,
    errors.Cancelled: TIMED_OUT,
}

# What the system says when standard output leads to a disk that takes no more.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
DEBUG = "MADINI_DEBUG"
LEAST_WIDTH = 40
# Width of messages on a terminal.
MOST_WIDTH = 100
FIXES: dict[type[errors.OptimizerError], str] = {
    errors.QueueFull: "try again in a while, or name another server with --server",
    errors.TimedOut: "allow more time with --timeout, or less work with --no-rates",
    errors.WorkerLost: "try again; if it happens again, the case may need more memory than the server has",
    errors.SolverFailure: "try --solver cbc, and check the case for figures of very different size",
}


def code_of(error: BaseException) -> int:
    """Return the exit code of an error; a bug's if it is none of ours."""
    for kind in type(error).__mro__:
        if kind in CODES:
            return CODES[kind]
    return BUG


def message_of(error: errors.OptimizerError) -> str:
    """Return what to say: the error itself, and what to do about it where it does not say so."""
    fix = next((FIXES[kind] for kind in type(error).__mro__ if kind in FIXES), "")
    text = str(error) or type(error).__name__
    if isinstance(error, errors.InvalidCase) and error.total > 1:
        text = "\n  ".join([f"{error.total} rules are broken", *text.splitlines()])
    if isinstance(error, errors.NotFound) and not error.known and error.kind in ("case", "scenario"):
        text = f"{text}; there is none at all"
    text = f"{text}; {fix}" if fix else text
    return "\n".join([text, *getattr(error, "__notes__", ())])


@contextmanager
def reported() -> Iterator[None]:
    """Turn whatever happens within into a message on stderr and an exit code; with MADINI_DEBUG=1 errors are raised."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()
        raise SystemExit(OK) from None
    except KeyboardInterrupt:
        _say("interrupted")
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        raise SystemExit(_explained(error)) from None


def _explained(error: Exception) -> int:
    """Say what happened, and return the exit code."""
    if isinstance(error, errors.OptimizerError):
        _say(message_of(error))
        return code_of(error)
    if isinstance(error, OSError) and error.errno in FULL:
        _stop_writing()
        _say(f"the answer could not be written: {error.strerror}; make room, or write it elsewhere")
        return UNWRITTEN
    last = traceback.extract_tb(error.__traceback__)[-1]
    _say(f"this is a mistake in Madini: {type(error).__name__}: {error} ({last.name}, line {last.lineno})")
    _say(f"run the command again with {DEBUG}=1 and report what it prints")
    return BUG


def _say(text: str) -> None:
    with suppress(OSError):
        print(wrapped(f"madini: {text}") if sys.stderr.isatty() else f"madini: {text}", file=sys.stderr)


def wrapped(text: str) -> str:
    """Return a message in lines no wider than the terminal, indented after the first; addresses are never broken."""
    width = max(LEAST_WIDTH, min(shutil.get_terminal_size().columns, MOST_WIDTH))
    lines = [
        textwrap.fill(line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    ]
    return "\n".join(lines)


def _stop_writing() -> None:
    """Let the interpreter's last flush go nowhere: whoever read our output has gone."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
