"""Frames written as a folder of CSV files, all of them or none."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from optimizer.domain.errors import InvalidCase, Violation

SUFFIX = ".csv"


def write_folder(parts: Mapping[str, pd.DataFrame], folder: Path) -> int:
    """Write one CSV file per frame into a folder, made if need be, and return how many.

    The files are written beside the folder first and moved in when all of them are there: on a full disk the folder is left as
    it was. Files of other names in it stay.

    Raises:
        InvalidCase: The folder cannot be written to.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, frame in parts.items():
                frame.to_csv(beside / f"{name}{SUFFIX}", index=False)
            _move_in(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        problem = f"the folder cannot be written to: {error.strerror or error}"
        raise InvalidCase([Violation(str(folder), "unwritable", "", problem, "name another with --csv")]) from error
    return len(parts)


def _move_in(beside: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in sorted(beside.iterdir()):
        file.replace(folder / file.name)
