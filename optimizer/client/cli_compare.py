"""The arguments of the commands that compare. What they do is imported only when one runs."""

import sys
from typing import Annotated

import typer

from optimizer.client.exit_codes import reported
from optimizer.client.options import Case, Changes, Csv, Json, Server, Sets, Timeout


def add_compare_commands(app: typer.Typer) -> None:
    """Add `compare` and `diff` to the command."""
    app.command()(compare)
    app.command()(diff)


def compare(
    *,
    case: Case,
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Scenarios to compare with the base.")],
    against: Annotated[
        str | None,
        typer.Option(metavar="ID", help='Scenario of the base; "" for none.  [default: the case\'s own]', show_default=False),
    ] = None,
    sets: Sets = None,
    changes: Changes = None,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.001, help="Longest time to compute.", show_default=False)
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tell every input that differs, and the bridge by parts of money.")
    ] = False,
    json: Json = False,
    csv: Csv = None,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """Print what scenarios change, beside a base, and why."""
    with reported():
        from optimizer.client import commands, compare_command

        asked = commands.Asked(against, tuple(sets or ()), changes, time_limit=time_limit)
        shown = commands.Shown(json, csv, full=full)
        sys.exit(compare_command.compare(case, scenarios, asked, shown, commands.Connection(server, timeout)))


def diff(
    *,
    case: Annotated[str, typer.Argument(metavar="CASE[:SCENARIO]", help="Case on the server or folder here.")],
    other: Annotated[str, typer.Argument(metavar="OTHER[:SCENARIO]", help="Another, or :SCENARIO of the same case.")],
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """List which values of two cases or scenarios differ."""
    with reported():
        from optimizer.client import commands, compare_command

        sys.exit(compare_command.diff(case, other, commands.Connection(server, timeout)))
