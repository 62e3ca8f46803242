"""What each command does, once its arguments are read."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from optimizer.client import exit_codes
from optimizer.client.client import Client
from optimizer.client.connected import DEFAULT_TIMEOUT_SECONDS
from optimizer.client.embedded import EmbeddedServer
from optimizer.client.inputs import names_folder, parse_set, read_changes
from optimizer.client.output import say, width, working, write_frames, write_json, write_text
from optimizer.client.render import render_answer
from optimizer.client.render_cases import render_cases, render_validation
from optimizer.client.requests import to_proto
from optimizer.client.server_choice import ServerChoice, choose_server
from optimizer.domain.errors import NotFound
from optimizer.domain.scenario import Change
from optimizer.problem.build import ReadCase, check_case
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import case_pb2, plan_pb2, service_pb2
from optimizer.wire.answer import violation_to_proto
from optimizer.wire.case import case_to_proto

# A server for one command: one call at a time, and only the caller's own limits on time and memory.
OWN_SERVER = ("--workers", "1", "--max-time-seconds", "86400", "--worker-memory-mib", "0")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a server.

    Attributes:
        server: Address given with `--server`, if any.
        timeout: Seconds after which a call is given up; None = the client's default.
    """

    server: str | None = None
    timeout: float | None = None


@contextmanager
def connected(connection: Connection) -> Iterator[Client]:
    """Yield a client of the chosen server, saying on stderr which; a server of our own ends with the block."""
    choice = choose_server(connection.server, os.environ)
    say(str(choice))
    with _server(choice) as address, Client(address, timeout=connection.timeout or DEFAULT_TIMEOUT_SECONDS) as client:
        yield client


@contextmanager
def _server(choice: ServerChoice) -> Iterator[str]:
    if choice.address:
        yield choice.address
    else:
        with EmbeddedServer(*OWN_SERVER) as embedded:
            yield embedded.address


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a case, as typed.

    Attributes:
        scenario: Scenario; None = the case's default, "" = none.
        sets: `ADDRESS=VALUE` texts.
        changes_file: CSV file of further changes, applied first.
        objective: Objective; "" = the case's own.
        time_limit: Seconds to compute at most, if limited.
        solver: `highs`, `cbc` or `glpk`, or PuLP's name of another.
        rates: Whether to find what one more of each limit is worth.
        activities: Whether every activity is wanted.
        ledger: Whether what each tariff row charges is wanted.
        explain_limit: Seconds to explain at most; None = as long as solving took.
        test_figures: How many figures to move over their ranges; None = the usual number.
    """

    scenario: str | None = None
    sets: Sequence[str] = ()
    changes_file: Path | None = None
    objective: str = ""
    time_limit: float | None = None
    solver: str = "highs"
    rates: bool = True
    activities: bool = False
    ledger: bool = False
    explain_limit: float | None = None
    test_figures: int | None = None

    def changes(self) -> list[Change]:
        """Return the changes, those of the file before those of the command line."""
        from_file = read_changes(self.changes_file) if self.changes_file else []
        return [*from_file, *map(parse_set, self.sets)]


@dataclass(frozen=True, slots=True)
class Shown:
    """How an answer is given: as text (in short or in full) or JSON on stdout, and as files if a folder is named."""

    json: bool = False
    csv: Path | None = None
    require_optimal: bool = False
    full: bool = False


def solve(case: str, asked: Asked, shown: Shown, connection: Connection) -> int:
    """Print the plan of a case and return the exit code."""
    changes = asked.changes()
    tables = local_tables(case)
    with connected(connection) as client:
        began = time.monotonic()
        with working(f"solving {case}"):
            response = client.solve(
                tables or case,
                scenario=asked.scenario,
                changes=changes,
                objective=asked.objective,
                time_limit=asked.time_limit,
                rates=asked.rates,
                activities=asked.activities,
                ledger=asked.ledger,
                figure_tests=asked.test_figures,
                solver=asked.solver,
                explain_limit=asked.explain_limit,
                timeout=connection.timeout,
            )
        say(_effort(response.statistics, time.monotonic() - began))
    if shown.csv:
        say(f"{write_frames(response, shown.csv)} CSV files written to {shown.csv}")
    if shown.json:
        write_json(response)
    else:
        write_text(render_answer(response, width(), full=shown.full, ledger=asked.ledger))
        if response.HasField("plan") and not shown.full:
            say("--full tells the rest: every part of the money, all reasons, duty by market, limits")
    if shown.require_optimal and not response.HasField("plan"):
        return exit_codes.NOT_OPTIMAL
    return exit_codes.OK


def _effort(statistics: plan_pb2.Statistics, seconds: float) -> str:
    size = "no program"
    if statistics.column_count:
        size = f"{statistics.column_count:,} columns, {statistics.row_count:,} rows"
    return f"answered in {seconds:.2f} s ({size})"


def _local(case: str) -> ReadCase | None:
    """Return the case as read from a folder here; None if the text names a case on the server."""
    if not names_folder(case):
        return None
    if not Path(case).is_dir():
        raise NotFound("folder", case)
    say(f"case read from the folder {case}")
    return read_case_folder(Path(case))


def local_tables(case: str) -> case_pb2.Case | None:
    """Return the tables of a folder here, to be sent along; None if the text names a case on the server."""
    read = _local(case)
    if read is None:
        return None
    return to_proto(read)


def validate(case: str, asked: Asked, json: bool, connection: Connection) -> int:
    """Print every violation and warning of a case and return the exit code."""
    changes = asked.changes()
    read = _local(case)
    if read is not None and any(not violation.warning for violation in read.violations):
        response = _checked_here(read)
    else:
        tables = None if read is None else case_to_proto(read.case)
        with connected(connection) as client:
            response = client.validate(tables or case, scenario=asked.scenario, changes=changes)
    if json:
        write_json(response)
    else:
        write_text(render_validation(response, width(), case))
    if response.valid:
        return exit_codes.OK
    return exit_codes.INVALID


def _checked_here(read: ReadCase) -> service_pb2.ValidateCaseResponse:
    """Return what is wrong with files that cannot be read whole, and so cannot be sent."""
    violations, warnings = check_case(read)
    return service_pb2.ValidateCaseResponse(
        violations=map(violation_to_proto, violations), warnings=map(violation_to_proto, warnings)
    )


def cases(json: bool, connection: Connection) -> int:
    """Print the cases of the server."""
    with connected(connection) as client:
        found = client.cases()
    if json:
        write_json(service_pb2.ListCasesResponse(cases=found))
    else:
        write_text(render_cases(found, width()))
    return exit_codes.OK
