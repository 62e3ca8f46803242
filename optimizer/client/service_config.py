"""What is published for every client of the contract: how long a call may take, and when it is made again.

`protos/grpc_service_config.json` is in gRPC's own format, so that a client in any language can hand it to its channel. Ours reads
its times and numbers from it, and waits by itself (`patience.py`): gRPC gives up after five attempts, however late a full server
asks to be asked again, and makes no difference between a server that is away and one that starts again.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

FILE = "grpc_service_config.json"
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class ServiceConfig:
    """The published policy for calls that change nothing.

    Attributes:
        methods: Service and name of each such call, `OptimizerService/Solve`.
        timeout_seconds: Longest time of a call, further attempts included.
        attempts: Attempts in all at a server that does not answer.
        first_seconds: Wait before the second attempt.
        longest_seconds: Longest wait.
        growth: What each wait is multiplied by to give the next.
        codes: Names of the statuses after which a call is made again.
    """

    methods: frozenset[str]
    timeout_seconds: float
    attempts: int
    first_seconds: float
    longest_seconds: float
    growth: float
    codes: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the one policy that the file holds."""
        (found,) = json.loads(text)["methodConfig"]
        policy: dict[str, Any] = found["retryPolicy"]
        return cls(
            methods=frozenset(f"{name['service'].rpartition('.')[2]}/{name['method']}" for name in found["name"]),
            timeout_seconds=_seconds(found["timeout"]),
            attempts=int(policy["maxAttempts"]),
            first_seconds=_seconds(policy["initialBackoff"]),
            longest_seconds=_seconds(policy["maxBackoff"]),
            growth=float(policy["backoffMultiplier"]),
            codes=frozenset(policy["retryableStatusCodes"]),
        )


def protos_folder() -> Path:
    """Return the folder of the contract: the one shipped with the package, else the source tree's `protos`."""
    shipped = PACKAGE / "protos"
    if shipped.is_dir():
        return shipped
    return PACKAGE.parent / "protos"


@cache
def service_config() -> ServiceConfig:
    """Return the published policy."""
    return ServiceConfig.read((protos_folder() / FILE).read_text(encoding="utf-8"))


def _seconds(text: str) -> float:
    return float(text.removesuffix("s"))
