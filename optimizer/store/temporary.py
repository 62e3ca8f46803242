"""Where temporary files can be written."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

# The last is memory; a container whose disk cannot be written has it all the same.
PLACES = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - where systems keep them; folders in them are our own
# Names of sockets end at 104 bytes on some systems, and what comes behind the place takes 48.
LONGEST_PLACE = 56


class NoTemporaryFolder(Exception):
    """Nowhere can a temporary file be written."""


def temporary_place(environment: Mapping[str, str], places: Sequence[str] = PLACES) -> Path:
    """Return a folder in which temporary files can be written.

    Args:
        environment: Where TMPDIR, TEMP or TMP may name one, which is tried first.
        places: Those of the system, tried in their order.

    Raises:
        NoTemporaryFolder: There is none; the message tells what to do.
    """
    named = [environment[name] for name in ("TMPDIR", "TEMP", "TMP") if environment.get(name)]
    candidates = [*named, *places]
    for place in candidates:
        if len(os.fsencode(place)) <= LONGEST_PLACE and _can_be_written(Path(place)):
            return Path(place)
    raise NoTemporaryFolder(
        f"temporary files can be written in none of {', '.join(candidates)}; name a folder in TMPDIR "
        f"with at most {LONGEST_PLACE} characters, or mount one (docker run --tmpfs /tmp)"
    )


def _can_be_written(place: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return False
    return True
