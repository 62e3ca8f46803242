"""How a process that computes holds its memory."""

import ctypes
import sys
from contextlib import suppress

M_MMAP_THRESHOLD = -3  # From <malloc.h> of the GNU C library.
LARGE_BLOCK = 2**18


def map_large_blocks() -> None:
    """Have the system take back every block of 256 KiB or more as soon as it is freed, where the C library can be told so.

    By itself glibc cuts ever larger blocks, up to 32 MiB, out of its heap once it has seen one freed, and what is freed there
    between blocks still in use stays with the process. HiGHS frees such arrays by the dozen: between its presolve and its
    first simplex run a program of 100,000 columns left 300 bytes a column behind, and more with each run. 256 KiB are
    enough for mapping them to cost no time that can be measured.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # Other C libraries of Linux know no mallopt.
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
