"""The `madini` command: its arguments. What it does is imported only when a command runs, so that help is quick."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from optimizer.client.cli_compare import add_compare_commands
from optimizer.client.exit_codes import MEANINGS, reported
from optimizer.client.options import (
    Case,
    Changes,
    Csv,
    EntryDate,
    Form,
    Json,
    Objective,
    Origin,
    Scenario,
    Server,
    Sets,
    Timeout,
)

EXIT_CODES = "\n".join(["\b", "Exit codes:", *(f"{code:>5}  {meaning}" for code, meaning in MEANINGS.items())])
SERVER_CHOICE = "\n".join(
    [
        "\b",
        "The server is the one named by --server, else by the environment variable",
        "MADINI_SERVER, else by `server` in ~/.config/madini/config.toml; else one is",
        "started for the command and stopped after it.",
    ]
)

app = typer.Typer(
    name="madini",
    help="Which minerals to process at home, which to export raw, which to leave in the ground: with the figures and the proof.",
    epilog=f"{SERVER_CHOICE}\n\n{EXIT_CODES}",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"madini {version('madini')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")]


@app.callback()
def command(version: Version = False) -> None:
    """Read what comes before the command."""


@app.command()
def solve(
    *,
    case: Case,
    scenario: Scenario = None,
    sets: Sets = None,
    changes: Changes = None,
    objective: Objective = "",
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.001, help="Longest time to compute.", show_default=False)
    ] = None,
    explain_limit: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=0.0,
            help="Longest time for verdicts, gains and rates once the plan is proven.  [default: as long as solving took, or 30]",
            show_default=False,
        ),
    ] = None,
    solver: Annotated[
        str, typer.Option(metavar="NAME", help="highs; cbc or glpk, second opinions; or PuLP's name of another, GUROBI_CMD.")
    ] = "highs",
    rates: Annotated[bool, typer.Option(help="Find what one more of each limit is worth.")] = True,
    activities: Annotated[bool, typer.Option("--activities", help="Add every activity to --json and --csv.")] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="List what each tariff row charges, and what programmes are worth.")
    ] = False,
    test_figures: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, help="Move N figures to the ends of their ranges.  [default: a few]", show_default=False
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Tell everything: parts of money, reasons, duty, limits.")] = False,
    json: Json = False,
    csv: Csv = None,
    require_optimal: Annotated[bool, typer.Option("--require-optimal", help="Exit with 4 if there is no optimal plan.")] = False,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """Print the best plan, and why it is best."""
    with reported():
        from optimizer.client import commands, inputs

        asked = commands.Asked(
            inputs.one_scenario(scenario),
            tuple(sets or ()),
            changes,
            objective,
            time_limit,
            solver,
            rates,
            activities,
            ledger,
            explain_limit,
            test_figures,
        )
        shown = commands.Shown(json, csv, require_optimal, full)
        sys.exit(commands.solve(case, asked, shown, commands.Connection(server, timeout)))


add_compare_commands(app)


@app.command()
def duty(
    *,
    case: Case,
    goods: Annotated[str, typer.Argument(metavar="GOODS", help="HS code, or a material of the case.")],
    to: Annotated[str, typer.Option("--to", metavar="MARKET", help="Market, or country or customs union of entry.")],
    value: Annotated[float, typer.Option("--value", metavar="MONEY", help="Customs value of a tonne.")],
    origin: Origin = "",
    entry_date: EntryDate = "",
    tonnes: Annotated[
        float | None,
        typer.Option(
            "--tonnes", metavar="TONNES", help="Tonnes in one customs entry, for charges with bounds.", show_default=False
        ),
    ] = None,
    contents: Annotated[
        list[str] | None,
        typer.Option(
            "--content", metavar="MINERAL=TONNES", help="Tonnes of a mineral in a tonne; can be repeated.", show_default=False
        ),
    ] = None,
    scenario: Scenario = None,
    sets: Sets = None,
    changes: Changes = None,
    json: Json = False,
    csv: Csv = None,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """Print what a shipment is charged at a border, with and without each programme."""
    with reported():
        from optimizer.client import commands, duty_commands, inputs

        asked = commands.Asked(inputs.one_scenario(scenario), tuple(sets or ()), changes)
        border = duty_commands.Border(origin, to, entry_date)
        parcel = duty_commands.Parcel(goods, value, tonnes, tuple(contents or ()))
        sys.exit(
            duty_commands.duty(case, parcel, border, asked, json=json, csv=csv, connection=commands.Connection(server, timeout))
        )


@app.command()
def tariffs(
    *,
    case: Case,
    market: Annotated[str, typer.Option("--market", metavar="MARKET", help="Market, or country or customs union of entry.")],
    origin: Origin = "",
    entry_date: EntryDate = "",
    scenario: Scenario = None,
    sets: Sets = None,
    changes: Changes = None,
    json: Json = False,
    csv: Csv = None,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """List the tariff rates of a market, and how they rise from raw to refined."""
    with reported():
        from optimizer.client import commands, duty_commands, inputs

        asked = commands.Asked(inputs.one_scenario(scenario), tuple(sets or ()), changes)
        border = duty_commands.Border(origin, market, entry_date)
        sys.exit(duty_commands.tariffs(case, border, asked, json, csv, commands.Connection(server, timeout)))


@app.command()
def export(
    *,
    case: Case,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here: FILE.mps, FILE.lp, or .gz after it.  [default: print it]",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="Form of the file.  [default: as FILE ends, or mps]", show_default=False)
    ] = None,
    scenario: Scenario = None,
    sets: Sets = None,
    changes: Changes = None,
    objective: Objective = "",
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """Write the linear program of a case as an MPS or LP file, for any other solver."""
    with reported():
        from optimizer.client import commands, export_command, inputs

        asked = commands.Asked(inputs.one_scenario(scenario), tuple(sets or ()), changes, objective)
        target = export_command.Target(output, None if form is None else form.value)
        sys.exit(export_command.export(case, asked, target, commands.Connection(server, timeout)))


@app.command()
def validate(
    *,
    case: Case,
    scenario: Scenario = None,
    sets: Sets = None,
    changes: Changes = None,
    json: Json = False,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """List all that is wrong or doubtful in a case."""
    with reported():
        from optimizer.client import commands, inputs

        asked = commands.Asked(inputs.one_scenario(scenario), tuple(sets or ()), changes)
        sys.exit(commands.validate(case, asked, json, commands.Connection(server, timeout)))


@app.command()
def cases(json: Json = False, server: Server = None, timeout: Timeout = None) -> None:
    """List the cases of the server, with scenarios."""
    with reported():
        from optimizer.client import commands

        sys.exit(commands.cases(json, commands.Connection(server, timeout)))


def _table_names(incomplete: str) -> list[str]:
    """Complete the name of a table."""
    from optimizer.domain.tables import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


@app.command()
def show(
    *,
    case: Case,
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="Table to print.", show_default=False, autocompletion=_table_names)
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=VALUE", help="Rows with this value only, * for any text; can be repeated."),
    ] = None,
    columns: Annotated[str, typer.Option(metavar="A,B,...", help="These columns only, after the key.", show_default=False)] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV and nothing else.")] = False,
    json: Json = False,
    server: Server = None,
    timeout: Timeout = None,
) -> None:
    """Print what a case holds, or one of its tables."""
    with reported():
        from optimizer.client import commands, show_command

        asked = show_command.Asked(table, tuple(where or ()), columns, csv, json)
        sys.exit(show_command.show(case, asked, commands.Connection(server, timeout)))


@app.command()
def measures() -> None:
    """List the measures that objectives and policies take, and what each counts."""
    with reported():
        from optimizer.client.output import width, write_text
        from optimizer.client.render_measures import render_measures

        write_text(render_measures(width()))


@app.command(name="help")
def help_(
    name: Annotated[str | None, typer.Argument(metavar="[COMMAND]", help="Command to explain.", show_default=False)] = None,
) -> None:
    """Print the help of a command; the same as COMMAND --help."""
    with reported():
        app([name, "--help"] if name else ["--help"], prog_name="madini")


@app.command(add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def serve(context: typer.Context) -> NoReturn:
    """Run a server; see `madini serve --help`."""
    arguments = [sys.executable, "-m", "optimizer.service", *context.args]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606 - our own program, without a shell


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; `arguments` are the process's own unless given."""
    with reported():
        app(arguments, prog_name="madini")
