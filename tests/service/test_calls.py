"""What the front reads of a request, and how long it lets it run."""

import pytest
from google.protobuf.duration_pb2 import Duration
from hypothesis import given
from hypothesis import strategies as st

from optimizer.service.calls import set_budget
from optimizer.service.config import Settings
from optimizer.v1 import case_pb2, service_pb2
from optimizer.work.envelope import Envelope, count_rows, read_envelope
from optimizer.work.methods import METHODS
from tests.service.inline_cases import one_mine

SETTINGS = Settings(max_time_seconds=100.0, deadline_margin_seconds=0.5)


def test_the_envelope_of_each_method() -> None:
    """The front finds the case and the time limit wherever they stand."""
    source = service_pb2.ProblemSource(case_name="cases/kenya", changes=[case_pb2.Change(address="a", value="1")])
    solve = service_pb2.SolveRequest(source=source, objective="profit", time_limit=Duration(seconds=2, nanos=500_000_000))
    validate = service_pb2.ValidateCaseRequest(source=source)

    look_up = service_pb2.LookUpDutyRequest(source=source, hs_code="7202", value_per_tonne=1.0)
    tariffs = service_pb2.ListTariffLinesRequest(source=source, destination="us")

    assert read_envelope("LookUpDuty", look_up.SerializeToString()) == Envelope("cases/kenya")
    assert read_envelope("ListTariffLines", tariffs.SerializeToString()) == Envelope("cases/kenya")
    exported = service_pb2.ExportProgramRequest(source=source, objective="profit")
    assert read_envelope("ExportProgram", exported.SerializeToString()) == Envelope("cases/kenya")
    assert read_envelope("Solve", solve.SerializeToString()) == Envelope("cases/kenya", 2.5)
    assert read_envelope("ValidateCase", validate.SerializeToString()) == Envelope("cases/kenya")
    assert read_envelope("GetCase", service_pb2.GetCaseRequest(name="cases/x").SerializeToString()) == Envelope("cases/x")
    assert read_envelope("ListCases", service_pb2.ListCasesRequest(page_size=3).SerializeToString()) == Envelope()


def test_the_table_of_methods_is_read_off_the_protos() -> None:
    """Cases, time limits and what may be kept or asked again are known of each method."""
    assert [
        "CompareScenarios", "ExportProgram", "GetCase", "ListCases", "ListTariffLines", "LookUpDuty", "Solve", "ValidateCase",
    ] == sorted(METHODS)  # fmt: skip
    assert {name for name, method in METHODS.items() if not method.case_name} == {"ListCases"}
    assert {name for name, method in METHODS.items() if method.inline_case} == set(METHODS) - {"ListCases", "GetCase"}
    assert {name for name, method in METHODS.items() if method.time_limit is not None} == {"CompareScenarios", "Solve"}
    assert {name for name, method in METHODS.items() if method.lasting} == {"Solve"}
    assert all(method.is_unchanging for method in METHODS.values())
    late = METHODS["Solve"].out_of_time(2.5)
    assert late is not None
    assert service_pb2.SolveResponse.FromString(late).time_limit.limit == Duration(seconds=2, nanos=500_000_000)
    assert METHODS["GetCase"].out_of_time(2.5) is None


def test_the_time_limit_stands_behind_a_large_case() -> None:
    """A case of many megabytes is skipped, not read."""
    case = one_mine()
    case.case.description = "x" * 30_000_000
    source = service_pb2.ProblemSource(inline_case=case)
    request = service_pb2.SolveRequest(source=source, time_limit=Duration(seconds=7)).SerializeToString()

    assert read_envelope("Solve", request) == Envelope("", 7.0)


@given(method=st.sampled_from(sorted(METHODS)), request=st.binary(max_size=200))
def test_no_noise_upsets_the_front(method: str, request: bytes) -> None:
    """Whatever the bytes are, there is an envelope; what is wrong with them is for the worker to say."""
    assert isinstance(read_envelope(method, request), Envelope)


def test_a_million_tiny_fields_are_not_walked() -> None:
    """A hostile message does not hold up the front."""
    assert read_envelope("Solve", b"\x10\x00" * 5_000_000) == Envelope()


@pytest.mark.parametrize(
    ("requested", "remaining", "limit", "stop"),
    [
        (None, None, 100.0, 101.0),
        (5.0, None, 5.0, 6.0),
        (500.0, None, 100.0, 101.0),
        (None, 20.0, 19.5, 19.75),
        (5.0, 20.0, 5.0, 6.0),
        (19.0, 20.0, 19.0, 19.75),
        (None, 1.0, 0.8, 0.9),
        (None, 0.0, 0.0, 0.0),
    ],
)
def test_the_shortest_limit_applies(requested: float | None, remaining: float | None, limit: float, stop: float) -> None:
    """Request, deadline less a margin, and server: the shortest; and there is always an answer before the deadline."""
    budget = set_budget(requested, remaining, SETTINGS)

    assert (budget.limit, budget.stop) == pytest.approx((limit, stop))


def _field(number: int, content: bytes) -> bytes:
    """Return a field of variable length on the wire."""
    length, key = len(content), bytes([number << 3 | 2])
    digits = b""
    while length > 0x7F:
        digits += bytes([length & 0x7F | 0x80])
        length >>= 7
    return key + digits + bytes([length]) + content


@given(rows=st.integers(0, 300), changes=st.integers(0, 50), parts=st.integers(1, 4))
def test_rows_are_counted_before_they_are_read(rows: int, changes: int, parts: int) -> None:
    """As many as a reader finds, also in a case that comes in parts, which a reader joins."""
    whole = case_pb2.Case(lanes=[case_pb2.Lane(id=f"l{number}") for number in range(rows)])
    source = service_pb2.ProblemSource(changes=[case_pb2.Change(address="a")] * changes)
    request = _field(1, source.SerializeToString()) + _field(1, _field(2, whole.SerializeToString())) * parts
    read = service_pb2.SolveRequest.FromString(request).source

    found = count_rows("Solve", request, 10_000)
    shells = 1 + parts * 2  # The fields that hold the source and the case.
    assert len(read.inline_case.lanes) + len(read.changes) == found - shells
    assert count_rows("GetCase", request, 10_000) == 1 + parts
    if found > 10:
        assert count_rows("Solve", request, 10) >= 11


def test_a_flood_is_noticed_at_its_first_rows() -> None:
    """Thirty million rows are not looked at one by one."""
    flood = _field(1, _field(2, b"\x0a\x00" * 15_000_000))

    assert count_rows("Solve", flood, 1000) == 1001


@pytest.mark.parametrize("request_bytes", [b"\x0b" + b"\x0a\x00" * 9, b"\xff" * 20, b"\x80"])
def test_what_cannot_be_counted_is_no_message(request_bytes: bytes) -> None:
    """A group, which hides what is in it, a number without end, and half a number."""
    with pytest.raises((ValueError, IndexError)):
        count_rows("Solve", request_bytes, 5)
