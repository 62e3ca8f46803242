"""How a process that computes holds its memory."""

import ctypes
import sys
from contextlib import suppress

M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -3, -1  # From <malloc.h> of the GNU C library.
LARGE_BLOCK = 2**20
MOST_SPARE = 2**22


def map_large_blocks() -> None:
    """Have the system take back every block of a mebibyte or more as soon as it is freed, where the C library can be told so.

    By itself glibc cuts ever larger blocks, up to 32 MiB, out of its heap once it has seen one freed, and what is freed there
    between blocks still in use stays with the process. HiGHS frees such arrays by the dozen: between its presolve and its
    first simplex run a program of 100,000 columns left 300 bytes a column behind, and more with each run.

    To name one limit ends glibc's adapting of the other. So the heap's spare end is left alone too, up to 4 MiB: taken back at
    its usual 128 KiB and asked for again at once, it cost a seventh of a solve of 58,000 columns in page faults.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # Other C libraries of Linux know no mallopt.
            library = ctypes.CDLL(None)
            library.mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
            library.mallopt(M_TRIM_THRESHOLD, MOST_SPARE)
