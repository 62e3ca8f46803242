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
from typing import NoReturn

import grpc
import grpc.aio
from grpc_health.v1 import health as grpc_health

from optimizer.domain.errors import WorkerLost
from optimizer.service.access import AccessInterceptor
from optimizer.service.calls import CallDesk
from optimizer.service.config import Settings
from optimizer.service.health import Health
from optimizer.service.pool import Pool
from optimizer.service.reflection import describe
from optimizer.service.server_folder import ServerFolder
from optimizer.service.transport import server_options
from optimizer.service.uploads import Uploads
from optimizer.v1 import service_pb2
from optimizer.work.logs import fields_of

LOGGER = logging.getLogger(__name__)
SERVICES = tuple(service_pb2.DESCRIPTOR.services_by_name.values())
# For the last answers to leave, if their callers' lines are slow.
FLUSH_SECONDS = 10.0
EXIT_OK = 0
EXIT_NO_ADDRESS = 3
EXIT_NO_WORKERS = 4


class CannotListen(Exception):
    """The address cannot be listened on."""


def run(settings: Settings, context: ForkServerContext, folder: ServerFolder) -> int:
    """Serve until told to stop, and return the exit code."""
    return asyncio.run(_serve(settings, context, folder))


async def _serve(settings: Settings, context: ForkServerContext, folder: ServerFolder) -> int:
    stop = _listen_for_stop(settings, folder)
    health = Health([service.full_name for service in SERVICES])
    pool = Pool(settings, context, folder.path, health)
    try:
        _check_address(settings)
        await pool.start()
        server = await _serve_with(pool, health, settings, stop)
    except WorkerLost as error:
        sys.stderr.write(f"madini serve: error: {error}\n")
        return EXIT_NO_WORKERS
    except CannotListen as error:
        sys.stderr.write(f"madini serve: error: cannot listen on {settings.listen}: {error}\n")
        return EXIT_NO_ADDRESS
    finally:
        await pool.drain(0.0)  # Whatever happened, no worker stays behind.
    return _end_process(folder, EXIT_OK, server)


def _end_process(
    folder: ServerFolder,
    exit_code: int,
    _server: grpc.aio.Server | None = None,
) -> NoReturn:
    """End the process here and now, with its gRPC server still up.

    A gRPC server that is asked to stop, or let go of, ends calls that come at this moment as CANCELLED,
    which callers take for their own doing. As it is their connections close, and they are UNAVAILABLE,
    as all that come later.
    """
    folder.remove()
    logging.shutdown()
    os._exit(exit_code)


async def _serve_with(
    pool: Pool,
    health: Health,
    settings: Settings,
    stop: asyncio.Future[float],
) -> grpc.aio.Server:
    """Serve until `stop` says how long running calls may still take; then let them finish.

    Returns:
        The server, which still refuses new calls.
    """
    uploads = Uploads(settings.upload_places)
    access = AccessInterceptor(uploads)
    server = _new_server(CallDesk(settings, pool), access, settings)
    health.add_to(server)
    try:
        port = server.add_insecure_port(settings.listen)
    except RuntimeError as error:
        raise CannotListen(str(error)) from error
    await server.start()
    _announce(settings, port)
    drain_seconds = await stop
    LOGGER.info("draining", extra=fields_of(seconds=drain_seconds))
    await health.shut_down()
    uploads.close()
    await pool.drain(drain_seconds)
    await access.flush(FLUSH_SECONDS)
    LOGGER.info("stopped")
    return server


def _new_server(
    desk: CallDesk,
    access: AccessInterceptor,
    settings: Settings,
) -> grpc.aio.Server:
    server = grpc.aio.server(interceptors=[access], options=server_options(settings))
    for service in SERVICES:
        methods: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            method.name: grpc.unary_unary_rpc_method_handler(partial(desk.answer, method.name)) for method in service.methods
        }
        handler = grpc.method_handlers_generic_handler(service.full_name, methods)
        server.add_generic_rpc_handlers((handler,))
    if settings.reflection:
        describe([service.full_name for service in SERVICES] + [grpc_health.SERVICE_NAME], server)
    return server


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


def _listen_for_stop(settings: Settings, folder: ServerFolder) -> asyncio.Future[float]:
    """Return what will hold the seconds that running calls may still take, once it is time to stop."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[float] = loop.create_future()

    def end(drain_seconds: float, exit_code: int) -> None:
        if stop.done():  # Asked a second time. The workers die with the front.
            _end_process(folder, exit_code)
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
