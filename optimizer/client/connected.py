"""A connection to one server: what every client has, whatever it asks."""

from typing import Self, TypeVar

from google.protobuf.message import Message

from optimizer.client.caller import Caller
from optimizer.client.service_config import service_config

Seconds = float | None
DEFAULT_TIMEOUT_SECONDS = service_config().timeout_seconds

Response = TypeVar("Response", bound=Message)


class Connected:
    """Calls methods of one server by their paths; a context manager that closes the connection."""

    def __init__(self, address: str, *, timeout: float = DEFAULT_TIMEOUT_SECONDS) -> None:
        """Prepare to call the server at `address`, `host:port`; nothing is sent yet.

        Args:
            address: Where the server listens.
            timeout: Seconds after which a call is given up unless it says otherwise itself.
        """
        self.address = address
        self.timeout = timeout
        self._caller = Caller(address)

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection; calls that are under way are cancelled."""
        self.close()

    def close(self) -> None:
        """Close the connection; calls that are under way are cancelled."""
        self._caller.close()

    def _call(self, method: str, request: Message, kind: type[Response], timeout: Seconds) -> Response:
        seconds = self.timeout if timeout is None else timeout
        return self._caller.call(method, request, kind, seconds)
