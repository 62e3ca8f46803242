"""Texts kept in files: what people see must not change unnoticed."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
UPDATE = "MADINI_UPDATE_GOLDEN"
"""Set to 1 to write the files anew, then read the difference."""


def check_golden(name: str, text: str) -> None:
    """Compare a text with its file, or write the file if asked to."""
    file = FOLDER / name
    if os.environ.get(UPDATE) == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == text, f"{name} differs; {UPDATE}=1 writes it anew"
