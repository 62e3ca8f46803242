"""A broken file on the server's own disk: over gRPC every rule it breaks is told at once, by validation and by a solve."""

from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.domain.errors import InvalidCase
from optimizer.v1 import service_pb2
from tests.domain.rows import TUTORIAL, edited, write_rows
from tests.service.serving import RunningServer, failure

RATES = {
    "percent": ("25 %", "percent-sign"),
    "comma": ("1,5", "not-a-number"),
    "word": ("free", "not-a-number"),
    "nan": ("NaN", "nan"),
    "infinite": ("inf", "infinite"),
    "negative": ("-0.1", "negative"),
    "too-large": ("25", "rate-above-5"),
    "doubtful": ("1.5", "rate-above-1"),
    "sound": ("0.05", ""),
    "blank": ("", ""),
}


@pytest.fixture
def server(start_server: Callable[..., RunningServer], tmp_path: Path) -> RunningServer:
    """Return a server whose only case has a column that breaks every rule of a rate."""
    rows = [
        {"id": name, "instrument": f"i-{name}", "destination": "CN", "ad_valorem": cell, "source": "invented"}
        for name, (cell, _) in RATES.items()
    ]
    folder = tmp_path / "cases" / "tutorial"
    folder.mkdir(parents=True)
    write_rows(folder, edited(TUTORIAL, added={"tariffs": rows}))
    return start_server(f"--cases={tmp_path / 'cases'}", "--workers=1")


def test_every_rule_of_the_column_is_reported_with_address_rule_value_and_fix(server: RunningServer) -> None:
    """ValidateCase returns a violation per broken cell and the warning, and nothing about the sound cells."""
    request = service_pb2.ValidateCaseRequest()
    request.source.case_name = "cases/tutorial"

    response = server.optimizer.ValidateCase(request, timeout=30)

    found = [*response.violations, *response.warnings]
    told = {(violation.address, violation.rule) for violation in found}
    assert not response.valid
    assert {(f"tariffs[{name}].ad_valorem", rule) for name, (_, rule) in RATES.items() if rule} == told
    assert all(violation.value and violation.problem and violation.fix for violation in found)


def test_a_solve_is_refused_with_the_same_violations(server: RunningServer) -> None:
    """Solve answers INVALID_ARGUMENT with the violations, not with a plan of the sound cells."""
    request = service_pb2.SolveRequest()
    request.source.case_name = "cases/tutorial"

    _, error, _ = failure(lambda: server.optimizer.Solve(request, timeout=30))

    assert isinstance(error, InvalidCase)
    assert {rule for _, rule in RATES.values() if rule} - {"rate-above-1"} == {violation.rule for violation in error.violations}
