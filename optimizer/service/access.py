"""The one interceptor: request id, the way in, access log, and domain errors as rich statuses.

An error holds its traceback, that the frames, and they the request. Nothing here or below may keep an
error in a variable of one of those frames: the ring would hold the request until the cycle collector
comes by, and a few failing calls would fill the memory.
"""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import grpc
import grpc.aio

from optimizer.domain.errors import InvalidCase, OptimizerError, Violation
from optimizer.service.calls import RECORD, CallRecord
from optimizer.service.uploads import Uploads
from optimizer.wire.status import DETAILS_KEY, encoded_status, pushback_of
from optimizer.work.logs import fields_of

LOGGER = logging.getLogger(__name__)
REQUEST_ID_KEY = "x-request-id"
REQUEST_ID = re.compile(r"[A-Za-z0-9._:/-]{1,128}")
CODES = {code.value[0]: code for code in grpc.StatusCode}
OURS = "optimizer.v1."
# Time for gRPC to tell that a call has ended: that there is no message may come before the reason.
END_SECONDS = 0.05

Behaviour = Callable[[bytes, Any], Awaitable[bytes]]


class AccessInterceptor(grpc.aio.ServerInterceptor):
    """Wraps every call of our own services; health and reflection pass as they are."""

    def __init__(self, uploads: Uploads) -> None:
        """Let requests in through these places."""
        self._uploads = uploads
        self._sending: set[CallRecord] = set()
        self._all_sent = asyncio.Event()
        self._all_sent.set()

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Return the handler of the call, wrapped.

        A stream of one message is what a single message looks like on the wire; as a stream it is
        not read before we ask for it.
        """
        handler = await continuation(handler_call_details)
        method = handler_call_details.method.lstrip("/")
        if handler is None or not method.startswith(OURS):
            return handler
        request_id = _request_id(handler_call_details.invocation_metadata)

        async def answer(_messages: Any, context: Any) -> bytes:
            return await self._answer(handler.unary_unary, method, request_id, context)

        return grpc.stream_unary_rpc_method_handler(answer)

    async def flush(self, seconds: float) -> None:
        """Wait until every answer has left, but no longer than so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._all_sent.wait()

    async def _answer(
        self,
        behaviour: Behaviour,
        method: str,
        request_id: str,
        context: Any,
    ) -> bytes:
        record = CallRecord(method, request_id, context.peer(), time.monotonic())
        RECORD.set(record)
        context.set_trailing_metadata(((REQUEST_ID_KEY, request_id),))
        try:
            response = await behaviour(await self._receive(context, record), context)
        except asyncio.CancelledError:
            gone = context.time_remaining() == 0.0
            late = grpc.StatusCode.DEADLINE_EXCEEDED
            _log(record, late if gone else grpc.StatusCode.CANCELLED)
            raise
        except OptimizerError as error:
            refusal = Refusal.of(error)
        except Exception:
            LOGGER.exception("a call failed", extra=fields_of(method=method, request_id=request_id))
            refusal = Refusal.of(internal_error(request_id))
        else:
            record.bytes_out = len(response)
            _log(record, grpc.StatusCode.OK)
            self._watch_sending(record, context)
            return response
        _log(record, refusal.code, reason=refusal.reason)
        trailers = ((REQUEST_ID_KEY, request_id), *refusal.trailers)
        await context.abort(refusal.code, refusal.message, trailers)
        raise AssertionError("the call has ended")

    def _watch_sending(self, record: CallRecord, context: Any) -> None:
        """Know of an answer until it has left."""
        self._sending.add(record)
        self._all_sent.clear()

        def sent(_context: Any) -> None:
            self._sending.discard(record)
            if not self._sending:
                self._all_sent.set()

        context.add_done_callback(sent)

    async def _receive(self, context: Any, record: CallRecord) -> bytes:
        """Return the one message of a call."""
        async with self._uploads.place(record.peer):
            request = await context.read()
        if request is grpc.aio.EOF:
            await asyncio.sleep(END_SECONDS)  # If the call is at its end, this is cancelled.
            problem = "the call brought no message"
            fix = "send one"
            raise InvalidCase([Violation("request", "unreadable-message", "", problem, fix)])
        record.bytes_in = len(request)
        return bytes(request)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a caller is told of an error; nothing of the error itself, which holds the request."""

    code: grpc.StatusCode
    reason: str
    message: str
    trailers: tuple[tuple[str, str | bytes], ...]

    @classmethod
    def of(cls, error: OptimizerError) -> Self:
        """Return what to tell of an error."""
        status, details = encoded_status(error)
        trailers: list[tuple[str, str | bytes]] = [(DETAILS_KEY, details)]
        trailers += pushback_of(error)
        return cls(CODES[status.code], error.reason, status.message, tuple(trailers))


def internal_error(request_id: str) -> OptimizerError:
    """Return what a caller is told of a mistake of ours, whose traceback is in the log."""
    where = f"the server's log tells more under request id {request_id}"
    return OptimizerError(f"internal error; {where}")


def _request_id(metadata: Any) -> str:
    """Return the caller's own id of the request if it gave a sensible one, else a new one."""
    given = next((str(value) for key, value in metadata or () if key == REQUEST_ID_KEY), "")
    if REQUEST_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _log(record: CallRecord, code: grpc.StatusCode, **more: str) -> None:
    fields = fields_of(
        method=record.method,
        code=code.name,
        **more,
        duration_ms=round(1000 * (time.monotonic() - record.started), 1),
        queue_ms=record.queue_ms,
        worker=record.worker,
        worker_pid=record.worker_pid,
        **({"kept": True} if record.kept else {}),
        **({"attempts": record.attempts} if record.attempts > 1 else {}),
        request_id=record.request_id,
        peer=record.peer,
        bytes_in=record.bytes_in,
        bytes_out=record.bytes_out,
    )
    LOGGER.info("call", extra=fields)
