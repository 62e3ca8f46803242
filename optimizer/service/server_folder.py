"""The folder of a server's temporary files: gone when the server is, however it ended.

In it are the socket of the process that workers are forked from, and a folder per worker for the files
of solvers that run as programs of their own. The front removes a worker's folder with the worker, and
all of it at its own end; if the front is killed, the workers do; if all are killed at one blow, the next
server that starts does.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "madini-"
UNFINISHED = ".madini-"
LOCK = "lock"


class ServerFolder:
    """The folder of one server, locked as long as its process lives.

    Attributes:
        path: Where it is.
    """

    def __init__(self, place: Path) -> None:
        """Make the folder, and remove those of servers that were killed with all their processes."""
        _sweep(place)
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place))
        self._lock = os.open(unfinished / LOCK, os.O_CREAT | os.O_RDWR)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # It gets its name only now that it is locked, so that nobody takes it for a dead server's.
        self.path = place / unfinished.name.replace(UNFINISHED, PREFIX, 1)
        unfinished.rename(self.path)

    def remove(self) -> None:
        """Remove it with all that is in it; no harm if it is gone."""
        shutil.rmtree(self.path, ignore_errors=True)


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.geteuid() and folder.is_dir() and _is_dead(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_dead(folder: Path) -> bool:
    """Return whether the server of a folder has ended: then nobody holds its lock."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False  # Not a server's folder, or one that is being removed.
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
