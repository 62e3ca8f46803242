"""The front: gRPC in and out, health, reflection, and an orderly end. It computes nothing."""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from functools import partial
from multiprocessing.context import ForkServerContext

import grpc
import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from optimizer.domain.errors import WorkerLost
from optimizer.service.access import AccessInterceptor
from optimizer.service.calls import CallDesk
from optimizer.service.config import Settings
from optimizer.service.logs import fields_of
from optimizer.service.pool import Pool
from optimizer.v1 import service_pb2

LOGGER = logging.getLogger(__name__)
SERVICES = tuple(service_pb2.DESCRIPTOR.services_by_name.values())
FLUSH_SECONDS = 1.0  # For the last answers to leave; an open health watch takes all of it.
EXIT_OK, EXIT_NO_ADDRESS, EXIT_NO_WORKERS = 0, 3, 4


class CannotListen(Exception):
    """The address cannot be listened on."""


def run(settings: Settings, context: ForkServerContext) -> int:
    """Serve until told to stop, and return the exit code."""
    return asyncio.run(_serve(settings, context))


async def _serve(settings: Settings, context: ForkServerContext) -> int:
    stop = _listen_for_stop(settings)
    pool = Pool(settings, context)
    try:
        _check_address(settings)
        await pool.start()
        await _serve_with(pool, settings, stop)
    except WorkerLost as error:
        sys.stderr.write(f"madini serve: error: {error}\n")
        return EXIT_NO_WORKERS
    except CannotListen as error:
        sys.stderr.write(f"madini serve: error: cannot listen on {settings.listen}: {error}\n")
        return EXIT_NO_ADDRESS
    finally:
        await pool.drain(0.0)  # Whatever happened, no worker stays behind.
    return EXIT_OK


async def _serve_with(pool: Pool, settings: Settings, stop: asyncio.Future[float]) -> None:
    """Serve until `stop` says how long running calls may still take; then refuse new ones, and end."""
    server = grpc.aio.server(interceptors=[AccessInterceptor()], options=_options(settings))
    desk = CallDesk(settings, pool)
    for service in SERVICES:
        methods: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            method.name: grpc.unary_unary_rpc_method_handler(partial(desk.answer, method.name)) for method in service.methods
        }
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service.full_name, methods),))
    servicer = await _add_health(server)
    if settings.reflection:
        names = (*(service.full_name for service in SERVICES), health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, server)
    try:
        port = server.add_insecure_port(settings.listen)
    except RuntimeError as error:
        raise CannotListen(str(error)) from error
    await server.start()
    _announce(settings, port)
    drain_seconds = await stop
    LOGGER.info("draining", extra=fields_of(seconds=drain_seconds))
    await servicer.enter_graceful_shutdown()
    await pool.drain(drain_seconds)
    await server.stop(FLUSH_SECONDS)
    LOGGER.info("stopped")


def _options(settings: Settings) -> list[tuple[str, int]]:
    return [
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", settings.max_message_bytes),
        ("grpc.so_reuseport", 0),  # Else a second server takes the same port without a word.
        # Callers may ping while they wait for a long answer; we ping to notice callers that vanished.
        ("grpc.http2.min_recv_ping_interval_without_data_ms", 5_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
    ]


async def _add_health(server: grpc.aio.Server) -> health.aio.HealthServicer:
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    for service in SERVICES:
        await servicer.set(service.full_name, health_pb2.HealthCheckResponse.SERVING)
    return servicer


def _check_address(settings: Settings) -> None:
    """Find out what the system says against the address; gRPC itself only says that it failed."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise CannotListen(error.strerror or str(error)) from error


def _announce(settings: Settings, port: int) -> None:
    address = f"{settings.listen.rpartition(':')[0]}:{port}"
    LOGGER.info("serving", extra=fields_of(address=address, workers=settings.workers, pid=os.getpid()))
    if settings.announce:
        sys.stdout.write(f"madini serving on {address}\n")
        sys.stdout.flush()


def _listen_for_stop(settings: Settings) -> asyncio.Future[float]:
    """Return what will hold the seconds that running calls may still take, once it is time to stop."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[float] = loop.create_future()

    def end(drain_seconds: float, exit_code: int) -> None:
        if stop.done():
            os._exit(exit_code)  # Asked a second time. The workers die with the front.
        stop.set_result(drain_seconds)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end, settings.drain_seconds, 128 + number)

    def watch_parent() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(end, 0.0, EXIT_OK)

    if settings.exit_with_parent:
        threading.Thread(target=watch_parent, name="parent", daemon=True).start()
    return stop
