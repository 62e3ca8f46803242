"""What the commands that compare do, once their arguments are read."""

from collections.abc import Sequence
from pathlib import Path

from optimizer.client import exit_codes
from optimizer.client.commands import Asked, Connection, Shown, connected, local_tables
from optimizer.client.inputs import names_folder
from optimizer.client.layout import Title, to_text
from optimizer.client.output import say, width, working, write_frames, write_json, write_text
from optimizer.client.render_compare import inputs_table, render_comparison
from optimizer.domain.case import Case
from optimizer.domain.differences import differences
from optimizer.domain.errors import InvalidCase
from optimizer.domain.naming import Naming
from optimizer.domain.scenario import apply_changes, scenario_changes
from optimizer.problem.build import default_scenario
from optimizer.v1.compare_pb2 import InputDifference
from optimizer.wire.case import case_from_proto


def compare(case: str, scenarios: Sequence[str], asked: Asked, shown: Shown, connection: Connection) -> int:
    """Print scenarios beside a base and return the exit code."""
    changes = asked.changes()
    tables = local_tables(case)
    with connected(connection) as client, working(f"comparing {len(scenarios)} scenarios of {case}"):
        response = client.compare(
            tables or case,
            scenarios,
            scenario=asked.scenario,
            changes=changes,
            time_limit=asked.time_limit,
            timeout=connection.timeout,
        )
    if shown.csv:
        say(f"{write_frames(response, shown.csv)} CSV files written to {shown.csv}")
    if shown.json:
        write_json(response)
    else:
        write_text(render_comparison(response, width(), full=shown.full))
    return exit_codes.OK


def diff(one: str, other: str, connection: Connection) -> int:
    """Print which values of two cases differ and return the exit code."""
    name, _, scenario = one.partition(":")
    other_name, _, other_scenario = other.partition(":")
    before = _case(name, scenario, connection)
    after = _case(other_name or name, other_scenario, connection)
    naming = Naming(after)
    found = [
        InputDifference(address=item.address, title=naming.number(item.address), before=item.before, after=item.after)
        for item in differences(before, after)
    ]
    if not found:
        write_text("Nothing differs.\n")
        return exit_codes.OK
    write_text(to_text([Title(f"{one} and {other}: {_count(len(found))}"), inputs_table(found)], width()))
    return exit_codes.OK


def _count(number: int) -> str:
    """Return how many values differ, in words."""
    if number == 1:
        return "1 value differs"
    return f"{number} values differ"


def _case(name: str, scenario: str, connection: Connection) -> Case:
    """Return a case with a scenario applied; its own if none is named.

    Raises:
        InvalidCase: It cannot be read whole.
        NotFound: There is no such case, folder or scenario.
    """
    # A case on a server is fetched whole: what differs is found here, and nothing is solved.
    tables = local_tables(name) if names_folder(name) or Path(name).is_dir() else None
    if tables is None:
        with connected(connection) as client:
            tables = client.case(name)
    read = case_from_proto(tables)
    if any(not violation.warning for violation in read.violations):
        raise InvalidCase(read.violations)
    chosen = scenario or default_scenario(read.case)
    return apply_changes(read.case, scenario_changes(read.case, chosen)) if chosen else read.case
