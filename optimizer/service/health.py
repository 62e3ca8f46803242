"""What the server tells of its health: whether it can answer, and that it is shutting down."""

import logging
from collections.abc import Sequence

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

LOGGER = logging.getLogger(__name__)
SERVER = ""  # The name that stands for all services together.
STATUSES = {
    True: health_pb2.HealthCheckResponse.SERVING,
    False: health_pb2.HealthCheckResponse.NOT_SERVING,
}


class Health:
    """The health service: SERVING while a worker process runs or starts, else NOT_SERVING."""

    def __init__(self, services: Sequence[str]) -> None:
        """Answer for the server and for these services."""
        self._names = (SERVER, *services)
        self._servicer = health.aio.HealthServicer()
        self._serving: bool | None = None

    def add_to(self, server: grpc.aio.Server) -> None:
        """Serve it."""
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)

    async def set_serving(self, serving: bool) -> None:
        """Tell those who ask and those who watch; nothing happens if it is so already."""
        if serving is self._serving:
            return
        if self._serving is not None:
            LOGGER.warning("serving again" if serving else "not serving: no worker process starts")
        self._serving = serving
        for name in self._names:
            await self._servicer.set(name, STATUSES[serving])

    async def shut_down(self) -> None:
        """Tell that the server is going away, for good."""
        await self._servicer.enter_graceful_shutdown()
