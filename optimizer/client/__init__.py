"""The client: calls a Madini server from Python, and the `madini` command on top of it.

`Client` talks to a server, `EmbeddedServer` runs one for as long as a `with` block lasts, `read_case` reads a folder
of tables to send along, `frames` turns an answer into pandas frames. Errors are the classes of `optimizer.domain.errors`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.client.client import Client
    from optimizer.client.embedded import EmbeddedServer
    from optimizer.client.requests import read_case
    from optimizer.client.tabular import frames
    from optimizer.domain.scenario import Change

__all__ = ["Change", "Client", "EmbeddedServer", "frames", "read_case"]

_HOMES = {
    "Change": "optimizer.domain.scenario",
    "Client": "optimizer.client.client",
    "EmbeddedServer": "optimizer.client.embedded",
    "frames": "optimizer.client.tabular",
    "read_case": "optimizer.client.requests",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `madini --help` does not wait for pandas and gRPC."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
