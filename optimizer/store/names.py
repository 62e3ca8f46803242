"""Names on disk, which need not be text, and need not be names of files."""

import errno
import stat
from pathlib import Path

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def printable(name: str) -> str:
    """Return a name as it can be shown and sent; bytes that are not UTF-8 by their digits."""
    return name.encode("utf-8", "backslashreplace").decode()


def is_there(path: Path) -> bool:
    """Return whether something has this name, be it a link to nothing or out of reach."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def lost_link(path: Path) -> str:
    """Return what is wrong with a link that leads to nothing; "" for anything else."""
    if path.is_symlink() and not path.exists():
        return f"it is a link to {printable(str(path.readlink()))}, which is not there"
    return ""


def check_is_file(path: Path) -> None:
    """Make sure that a file can be opened without waiting for anybody.

    Raises:
        OSError: It is no file, or a link to nothing; `strerror` says which.
    """
    if lost := lost_link(path):
        raise OSError(errno.ENOENT, lost)
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = KINDS.get(stat.S_IFMT(mode), "something else")
        raise OSError(errno.EINVAL, f"it is not a file but {kind}")
