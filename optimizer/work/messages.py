"""What passes between the front and its workers besides requests and answers, which pass as bytes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What a worker must know for all its life.

    Attributes:
        cases: Folder of the cases; None = those shipped with Madini.
        memory_mib: Largest address space; 0 = no limit.
        log_level: Least severe log lines written.
        folder: Where its temporary files go, a folder within that of the server.
    """

    cases: Path | None
    memory_mib: int
    log_level: str
    folder: Path


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What one job may take.

    Attributes:
        time_seconds: Longest time to compute.
        columns: Largest linear program.
        rows: Most rows that a request may bring.
        other_solvers: Whether it may ask solvers by PuLP's names.
    """

    time_seconds: float
    columns: int
    rows: int
    other_solvers: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """What goes before a request into the pipe to a worker."""

    method: str
    request_id: str
    limits: JobLimits


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes before the body into the pipe to the front.

    Attributes:
        failed: Whether the body is a `google.rpc.Status` instead of an answer.
        worn: Whether the worker is better replaced by a fresh one.
    """

    failed: bool = False
    worn: bool = False
