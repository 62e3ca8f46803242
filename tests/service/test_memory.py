"""Memory of the front and of its workers, under requests that fail, stall or swell."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import pytest

from optimizer.domain.errors import Draining, QueueFull, TooLarge
from optimizer.service.uploads import PATIENCE_SECONDS
from optimizer.v1 import service_pb2
from tests.service.serving import RunningServer, failure, wait_until
from tests.service.stalling import StalledCalls

MIB = 2**20
VALIDATE = "/optimizer.v1.OptimizerService/ValidateCase"
LIST = service_pb2.ListCasesRequest()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return a server with default limits and one worker."""
    with RunningServer(tmp_path_factory.mktemp("memory"), "--workers=1") as running:
        yield running


def resident_mib(pid: int) -> float:
    """Return the memory in use by a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes / 1024


def _fail(server: RunningServer, times: int, megabytes: int) -> None:
    """Make requests that fail, each with a case name of so many megabytes."""
    request = service_pb2.SolveRequest()
    request.source.case_name = "cases/" + "x" * (megabytes * MIB)
    for _ in range(times):
        code, _, _ = failure(lambda: server.optimizer.Solve(request))
        assert code is grpc.StatusCode.NOT_FOUND


def _growth(server: RunningServer, times: int) -> tuple[float, float]:
    """Return by how many MiB front and worker grow over so many failing requests of 20 MiB."""
    _fail(server, 3, 20)
    (worker,) = server.worker_pids()
    before = resident_mib(server.process.pid), resident_mib(worker)
    _fail(server, times, 20)
    return resident_mib(server.process.pid) - before[0], resident_mib(worker) - before[1]


def test_failed_requests_are_let_go_of(server: RunningServer) -> None:
    """An error that held on to its request would keep 80 MiB each."""
    front, worker = _growth(server, 6)

    assert front < 60
    assert worker < 60


@pytest.mark.slow
def test_memory_is_flat_over_100_failed_requests(server: RunningServer) -> None:
    """The same, for long enough that a small leak would show."""
    front, worker = _growth(server, 100)

    assert front < 60
    assert worker < 60


def test_half_sent_requests_wait_on_the_callers_side(start_server: Callable[..., RunningServer]) -> None:
    """Of twelve that stall after 10 of 15 MiB, two are taken in; of the others 64 KiB each."""
    server = start_server("--workers=1", f"--max-request-bytes={16 * MIB}", f"--queue-bytes={32 * MIB}")
    before = resident_mib(server.process.pid)
    with StalledCalls(server.address, VALIDATE) as stalled:
        for _ in range(12):
            stalled.add(b"\0" * (15 * MIB), sent=10 * MIB)
        wait_until(lambda: resident_mib(server.process.pid) > before + 15, "two requests half sent")
        time.sleep(0.5)
        growth = resident_mib(server.process.pid) - before
        assert server.stop() == 0  # They do not hold up the end.
        errors = wait_until(lambda: stalled.errors() if len(stalled.errors()) == 12 else None, "the end of the calls")

    assert growth < 40
    assert {type(error) for error in errors} == {Draining}


@pytest.mark.slow
def test_who_stalls_gives_way_to_who_waits(start_server: Callable[..., RunningServer]) -> None:
    """With default limits 24 half-sent requests of 30 MiB keep an ordinary call waiting for seconds, not for ever."""
    server = start_server("--workers=1")
    before = resident_mib(server.process.pid)
    with StalledCalls(server.address, VALIDATE) as stalled:
        for _ in range(24):
            stalled.add(b"\0" * (30 * MIB), sent=20 * MIB)
        wait_until(lambda: resident_mib(server.process.pid) > before + 120, "requests half sent")
        started = time.monotonic()
        assert server.cases.ListCases(LIST, timeout=60).cases
        waited = time.monotonic() - started
        growth = resident_mib(server.process.pid) - before
        errors = stalled.errors()

    assert waited < 4 * PATIENCE_SECONDS
    assert growth < 400
    assert {type(error) for error in errors} == {QueueFull}
    assert "too slowly" in str(errors[0])


def test_a_flood_of_rows_is_refused_before_it_is_read(server: RunningServer) -> None:
    """1.5 million empty rows are 3 MB on the wire, and would be gigabytes of objects."""
    (worker,) = server.worker_pids()
    before = resident_mib(worker)
    rows = b"\x0a\x00" * 1_500_000
    case = b"\x12" + _length(rows) + rows
    validate = server.channel.unary_unary(VALIDATE)
    code, error, _ = failure(lambda: validate(b"\x0a" + _length(case) + case, timeout=20))

    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert isinstance(error, TooLarge)
    assert "--max-rows" in str(error)
    assert resident_mib(worker) - before < 40


def _length(content: bytes) -> bytes:
    """Return a length as the wire has it, in four bytes."""
    length = len(content)
    return bytes([length >> shift & 0x7F | 0x80 for shift in (0, 7, 14)]) + bytes([length >> 21])


def test_a_request_is_measured_after_decompression(server: RunningServer) -> None:
    """40 KB that unpack to 40 MiB are refused at the limit of a request, and cost no more than one of that size."""
    before = resident_mib(server.process.pid)
    validate = server.channel.unary_unary(VALIDATE)
    for _ in range(2):
        code, error, _ = failure(lambda: validate(b"\0" * (40 * MIB), compression=grpc.Compression.Gzip))
        assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert isinstance(error, TooLarge)

    assert resident_mib(server.process.pid) - before < 120
