"""Where output goes: the answer alone on stdout, everything else on stderr."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from google.protobuf import json_format
from google.protobuf.message import Message
from rich.console import Console
from rich.text import Text

from optimizer.client.layout import PIPE_WIDTH, terminal_width
from optimizer.client.words import in_words


def say(text: str) -> None:
    """Tell people on stderr what is being done."""
    print(f"madini: {text}", file=sys.stderr, flush=True)


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show on a terminal that something is being done for as long as the block lasts."""
    if sys.stderr.isatty():
        with Console(stderr=True).status(Text(text)):
            yield
    else:
        yield


def width() -> int:
    """Return the width to write for: the terminal's within bounds, else 80."""
    if sys.stdout.isatty():
        return terminal_width(shutil.get_terminal_size().columns)
    return PIPE_WIDTH


def write_text(text: str) -> None:
    """Write text, its headings bold on a terminal (NO_COLOR is respected)."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        sys.stdout.write(text)
        return
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in text.splitlines():
        console.print(Text(line, style="" if line.startswith(" ") else "bold"))


def write_json(message: Message) -> None:
    """Write the proto3 JSON of an answer with words for values of enums, zeros and empty lists included.

    Only what is not given is left out.
    """
    told = json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
    sys.stdout.write(f"{json.dumps(in_words(told, message.DESCRIPTOR), indent=2)}\n")


def write_tables(message: Message) -> None:
    """Write the proto3 JSON of a case or a part of it, without blank cells and empty tables."""
    sys.stdout.write(f"{json_format.MessageToJson(message)}\n")


def write_frames(response: Message, folder: Path) -> int:
    """Write one CSV file per frame of an answer and return how many.

    Raises:
        InvalidCase: The folder cannot be written to.
    """
    from optimizer.client.csv_folder import write_folder  # pandas is slow to import and seldom needed.
    from optimizer.client.tabular_duty import frames_of

    return write_folder(frames_of(response), folder)
