"""Arguments and options that several commands take, each described once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    """Forms of files that hold a linear program."""

    mps = "mps"
    lp = "lp"


Case = Annotated[str, typer.Argument(metavar="CASE", help="Name of a case on the server, or a folder of CSV files here.")]
Server = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Server to ask.", show_default=False)]
Timeout = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0.001, help="Give up after so long.  [default: 600]", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON and nothing else.")]
Scenario = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help='Scenario of the case; "" for none.  [default: the case\'s own]', show_default=False),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="ADDRESS=VALUE", help="Change one number; can be repeated.", show_default=False),
]
Changes = Annotated[
    Path | None,
    typer.Option(metavar="FILE.csv", help="Changes: columns address, operation (set, scale, add), value.", show_default=False),
]
Objective = Annotated[
    str, typer.Option(metavar="TEXT", help="What to maximise: `profit + 1000 jobs`; see `madini measures`.", show_default=False)
]

Csv = Annotated[Path | None, typer.Option(metavar="DIR", help="Write the answer as CSV files, too.", show_default=False)]
Origin = Annotated[
    str, typer.Option("--from", metavar="COUNTRY", help="Country of origin.  [default: the home country]", show_default=False)
]
EntryDate = Annotated[
    str, typer.Option("--on", metavar="DATE", help="Day of entry.  [default: the case's first day]", show_default=False)
]
