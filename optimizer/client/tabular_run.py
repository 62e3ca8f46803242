"""What was asked and of what, as frames that go with every other: a file on a desk says where it comes from."""

from typing import Any

import pandas as pd

from optimizer.client.titles import titles_of
from optimizer.client.words import word
from optimizer.v1 import plan_pb2
from optimizer.v1.plan_pb2 import Provenance
from optimizer.v1.service_pb2 import SolveResponse

CHANGE_COLUMNS = tuple(field.name for field in plan_pb2.AppliedChange.DESCRIPTOR.fields)
RUN_COLUMNS = ("what", "value")


def run_frame(response: SolveResponse) -> pd.DataFrame:
    """Return case, scenario, objective, outcome, money, horizon, digest and versions of an answer, a row each."""
    provenance = response.provenance
    titles = titles_of(response)
    outcome = response.WhichOneof("outcome") or ""
    rows: list[tuple[str, Any]] = [
        ("case", provenance.case_id),
        ("case_title", titles.case),
        *_asked(provenance),
        ("scenario_title", titles.of("scenarios", provenance.scenario) if provenance.scenario else ""),
        ("objective", provenance.objective),
        ("objective_asked", str(provenance.objective_asked).lower()),
        ("outcome", outcome),
        *([("objective_value", response.plan.objective)] if outcome == "plan" else []),
        *_frame_of_money(provenance),
        ("solver", provenance.solver),
    ]
    return pd.DataFrame(rows, columns=list(RUN_COLUMNS))


def asked_frame(provenance: Provenance) -> pd.DataFrame:
    """Return the same of an answer for which nothing was solved."""
    rows = [("case", provenance.case_id), *_asked(provenance), *_frame_of_money(provenance)]
    return pd.DataFrame(rows, columns=list(RUN_COLUMNS))


def changes_frame(provenance: Provenance) -> pd.DataFrame:
    """Return the changes that came with a request, as they were written, with the rows and values that each reached."""
    rows = (
        {name: getattr(change, name) for name in CHANGE_COLUMNS} | {"operation": word(change, "operation")}
        for change in provenance.changes
    )
    return pd.DataFrame(list(rows), columns=list(CHANGE_COLUMNS))


def _asked(provenance: Provenance) -> list[tuple[str, Any]]:
    return [("scenario", provenance.scenario), ("change_count", len(provenance.changes))]


def _frame_of_money(provenance: Provenance) -> list[tuple[str, Any]]:
    return [
        ("currency", provenance.currency_code),
        ("money_unit", provenance.money_unit),
        ("price_year", provenance.price_year or ""),
        ("discount_rate", provenance.discount_rate),
        ("horizon_start", provenance.horizon_start),
        ("horizon_end", provenance.horizon_end),
        ("digest", provenance.problem_digest),
        ("madini", provenance.version),
    ]
