"""A server of one's own on a free loopback port, for as long as a `with` block lasts."""

import contextlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
from types import TracebackType
from typing import IO, Self

from optimizer.domain.errors import OptimizerError, Unreachable, WorkerLost
from optimizer.store.temporary import NoTemporaryFolder, temporary_place

COMMAND = ("-m", "optimizer.service", "--listen", "127.0.0.1:0", "--announce", "--exit-with-parent")
ANNOUNCEMENT = re.compile(r"madini serving on (?P<address>\S+)")
START_SECONDS = 60.0
STOP_SECONDS = 1.0
LOG_TAIL_LINES = 15
LOG_TAIL_BYTES = 64 * 1024
# Errors whose cause stands in the server's log, which nobody sees once the server is gone.
OWN_FAILURES = (OptimizerError, WorkerLost, Unreachable)


class EmbeddedServer:
    """Starts a server on entry and stops it on exit, however the block is left.

    The server runs in a session of its own, so that Ctrl-C reaches the caller alone; it ends by itself when the
    caller's end of its standard input closes, so that it does not outlive a caller that was killed.

    Attributes:
        address: Where it listens, `127.0.0.1:PORT`, once entered.
    """

    def __init__(self, *options: str, start_timeout: float = START_SECONDS) -> None:
        """Prepare a server.

        Args:
            options: Further options of `python -m optimizer.service`.
            start_timeout: Seconds it may take until it serves.
        """
        self.address = ""
        self._options = options
        self._start_timeout = start_timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the server and wait until it serves.

        Raises:
            Unreachable: It ended, or did not serve in time; with the end of its own log.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop the server; an error whose cause is the server's gets the end of its log as a note."""
        if error is not None and type(error) in OWN_FAILURES:
            tail = self.log_tail()
            error.add_note(f"the log of the embedded server ends:\n{tail}" if tail else "the embedded server wrote no log")
        self.stop()

    @property
    def process_id(self) -> int:
        """Process of the server, which leads a session of its own; 0 if it does not run."""
        if self._process:
            return self._process.pid
        return 0

    def stop(self) -> None:
        """Stop the server and everything it started; no harm if it does not run."""
        process = self._process
        self._process = None
        if process is not None:
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            _kill_session(process)
        if self._log is not None:
            self._log.close()
            self._log = None

    def log_tail(self) -> str:
        """Return the last lines that the server wrote to standard error."""
        if self._log is None:
            return ""
        # By position: the server writes through the same open file, and must go on where it is.
        written = os.pread(self._log.fileno(), LOG_TAIL_BYTES, max(0, self._size() - LOG_TAIL_BYTES))
        lines = [readable for line in written.splitlines() for readable in _readable(line.decode(errors="replace"))]
        return "\n".join(lines[-LOG_TAIL_LINES:])

    def _size(self) -> int:
        if self._log is not None:
            return os.fstat(self._log.fileno()).st_size
        return 0

    def _start(self) -> None:
        try:
            place = temporary_place(os.environ)
        except NoTemporaryFolder as error:
            raise Unreachable(f"the embedded server cannot start: {error}") from None
        self._log = tempfile.TemporaryFile(dir=place)  # noqa: SIM115 - closed by stop
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *COMMAND, *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,
        )
        announced: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read_output, args=(self._process.stdout, announced), daemon=True).start()
        try:
            self.address = announced.get(timeout=self._start_timeout)
        except queue.Empty:
            raise Unreachable(self._failure(f"did not serve within {self._start_timeout:g} s")) from None
        if not self.address:
            raise Unreachable(self._failure("ended before it served"))

    def _failure(self, what: str) -> str:
        tail = self.log_tail()
        return f"the embedded server {what}" + (f"; its log ends:\n{tail}" if tail else "; it wrote no log")


def _readable(line: str) -> list[str]:
    """Return a line of the log for people: level, message, what else it says, and a traceback line by line."""
    try:
        fields = json.loads(line)
    except json.JSONDecodeError:
        return [line]
    trace = fields.pop("traceback", "").splitlines()
    known = [str(fields.pop(name, "")) for name in ("level", "message")]
    rest = [f"{name}={value}" for name, value in fields.items() if name not in ("time", "logger")]
    return [" ".join([*known, *rest]), *trace]


def _read_output(stream: IO[bytes], announced: "queue.Queue[str]") -> None:
    """Pass on the announced address, or "" at the end of output; go on reading, lest the server block on a full pipe."""
    with stream:
        for line in stream:
            match = ANNOUNCEMENT.search(line.decode(errors="replace"))
            if match is not None:
                announced.put(match["address"])
    announced.put("")


def _kill_session(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the server and its workers."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
