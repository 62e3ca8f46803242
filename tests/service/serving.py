"""A real server in a process of its own, and what a test may ask of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import grpc

from optimizer.domain.errors import OptimizerError
from optimizer.v1 import service_pb2, service_pb2_grpc
from optimizer.wire.status import error_of_call

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (
    sys.executable,
    "-m",
    "optimizer.service",
    "--listen",
    "127.0.0.1:0",
    "--announce",
    "--log-level=debug",
    f"--cases={ROOT / 'data'}",
)
LARGE = 256 * 2**20
PATIENCE_SECONDS = 20.0


def wait_until(true: Callable[[], Any], what: str) -> Any:
    """Return the first truthy result; fail if none comes in time."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        result = true()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError(f"waited {PATIENCE_SECONDS:g} s in vain for {what}")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def is_running(pid: int) -> bool:
    """Return whether a process runs; one that ended and that nobody asked for its exit code does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # It ended before, or while, the file was read.
        return False
    return state not in "ZX"


class RunningServer:
    """A server process, a channel to it, and its log."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        """Start a server whose log goes to a folder, and wait until it serves."""
        self._log = folder / "server.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [*COMMAND, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
                start_new_session=True,
                env={**os.environ, **environment},
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("madini serving on "), f"{line}{self._log.read_text()}"
        self.address = line.split()[-1]
        self.channel = self.connect()
        self.optimizer = service_pb2_grpc.OptimizerServiceStub(self.channel)
        self.cases = service_pb2_grpc.CaseServiceStub(self.channel)

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the server, if it still runs, and close everything."""
        self.channel.close()
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()

    def connect(self) -> grpc.Channel:
        """Return a new channel that takes and sends messages of any size."""
        options = [("grpc.max_receive_message_length", LARGE), ("grpc.max_send_message_length", LARGE)]
        return grpc.insecure_channel(self.address, options=options)

    def log(self, message: str, **fields: Any) -> list[dict[str, Any]]:
        """Return the log lines so far with this message and these fields."""
        lines = [json.loads(line) for line in self._log.read_text().splitlines()]
        return [line for line in lines if line["message"] == message and fields.items() <= line.items()]

    def wait_for_log(self, message: str, **fields: Any) -> dict[str, Any]:
        """Return the last log line of this kind as soon as there is one."""
        found: list[dict[str, Any]] = wait_until(lambda: self.log(message, **fields), f"log line '{message}' {fields}")
        return found[-1]

    def worker_pids(self) -> set[int]:
        """Return the processes of the workers that started and did not end."""
        ended = {line["worker_pid"] for line in self.log("worker ended")}
        return {line["worker_pid"] for line in self.log("worker started")} - ended

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the whole process group, as a terminal does, and return the exit code."""
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE_SECONDS)


def failure(call: Callable[[], Any]) -> tuple[grpc.StatusCode, OptimizerError, dict[str, str | bytes]]:
    """Return code, domain error and trailing metadata of a call that fails."""
    try:
        answer = call()
    except grpc.RpcError as error:
        trailers = error.trailing_metadata() or ()
        return error.code(), error_of_call(error.code().value[0], error.details() or "", trailers), dict(trailers)
    raise AssertionError(f"the call did not fail: {str(answer)[:200]}")


def with_id(request_id: str) -> dict[str, Any]:
    """Return what makes a call known to the server under an id, for finding it in the log."""
    return {"metadata": (("x-request-id", request_id),)}


def solve_request(case: Any, **options: Any) -> service_pb2.SolveRequest:
    """Return a request for the plan of an inline case, without any scenario."""
    return service_pb2.SolveRequest(source=service_pb2.ProblemSource(inline_case=case, scenario=""), **options)
