"""The README shows what the program says."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- kenya: begin -->\n", "<!-- kenya: end -->"


def test_the_kenya_output_is_the_real_one() -> None:
    """The block in the README is the beginning of `madini solve kenya`, through a server of its own.

    `MADINI_UPDATE_GOLDEN=1` writes it anew.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ("MADINI_SERVER", "COLUMNS")}
    run = subprocess.run(
        [sys.executable, "-m", "optimizer.client", "solve", "kenya"], capture_output=True, text=True, timeout=100, env=environment
    )
    assert 0 == run.returncode, run.stderr
    shown = run.stdout[: run.stdout.index("\n\nWhat to build")]
    block = "".join(f"    {line}".rstrip() + "\n" for line in shown.splitlines())
    text = README.read_text()
    before, after = text.index(BEGIN) + len(BEGIN), text.index(END)
    if os.environ.get("MADINI_UPDATE_GOLDEN"):
        text = text[:before] + block + text[after:]
        README.write_text(text)

    assert block == text[text.index(BEGIN) + len(BEGIN) : text.index(END)]


def test_every_link_in_the_documents_leads_somewhere() -> None:
    """Relative links of the documents name files that exist."""
    root = README.parent
    missing = []
    for document in [*root.glob("*.md"), *(root / "docs").glob("*.md"), *(root / "data").glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text()):
            if not (document.parent / target).exists():
                missing.append((document.name, target))

    assert not missing
