"""The one interceptor: request id, access log, and domain errors as rich statuses."""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
import grpc.aio

from optimizer.domain.errors import OptimizerError
from optimizer.service.calls import RECORD, CallRecord
from optimizer.service.logs import fields_of
from optimizer.wire.status import DETAILS_KEY, pushback_of, status_of

LOGGER = logging.getLogger(__name__)
REQUEST_ID_KEY = "x-request-id"
REQUEST_ID = re.compile(r"[A-Za-z0-9._:/-]{1,128}")
CODES = {code.value[0]: code for code in grpc.StatusCode}
OURS = "optimizer.v1."

Behaviour = Callable[[bytes, Any], Awaitable[bytes]]


class AccessInterceptor(grpc.aio.ServerInterceptor):
    """Wraps every call of our own services; health and reflection pass as they are."""

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Return the handler of the call, wrapped."""
        handler, method = await continuation(handler_call_details), handler_call_details.method.lstrip("/")
        if handler is None or not method.startswith(OURS):
            return handler
        request_id = _request_id(handler_call_details.invocation_metadata)
        return grpc.unary_unary_rpc_method_handler(_wrapped(handler.unary_unary, method, request_id))


def _request_id(metadata: Any) -> str:
    """Return the caller's own id of the request if it gave a sensible one, else a new one."""
    given = next((str(value) for key, value in metadata or () if key == REQUEST_ID_KEY), "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _wrapped(behaviour: Behaviour, method: str, request_id: str) -> Behaviour:
    async def answer(request: bytes, context: Any) -> bytes:
        record = CallRecord(request_id, time.monotonic())
        RECORD.set(record)
        trailers = ((REQUEST_ID_KEY, request_id),)
        context.set_trailing_metadata(trailers)
        try:
            response = await behaviour(request, context)
        except asyncio.CancelledError:
            gone = context.time_remaining() == 0.0
            code = grpc.StatusCode.DEADLINE_EXCEEDED if gone else grpc.StatusCode.CANCELLED
            _log(method, code, record, context, len(request), 0)
            raise
        except OptimizerError as raised:
            error = raised
        except Exception:
            LOGGER.exception("a call failed", extra=fields_of(method=method, request_id=request_id))
            error = OptimizerError(f"internal error; the server's log tells more under request id {request_id}")
        else:
            _log(method, grpc.StatusCode.OK, record, context, len(request), len(response))
            return response
        status = status_of(error)
        _log(method, CODES[status.code], record, context, len(request), 0, reason=error.reason)
        trailers += ((DETAILS_KEY, status.SerializeToString()), *pushback_of(error))
        await context.abort(CODES[status.code], status.message, trailers)
        raise error  # Not reached: the call has ended.

    return answer


def _log(
    method: str, code: grpc.StatusCode, record: CallRecord, context: Any, bytes_in: int, bytes_out: int, **more: str
) -> None:
    LOGGER.info(
        "call",
        extra=fields_of(
            method=method,
            code=code.name,
            **more,
            duration_ms=round(1000 * (time.monotonic() - record.started), 1),
            queue_ms=record.queue_ms,
            worker=record.worker,
            worker_pid=record.worker_pid,
            **({"kept": True} if record.kept else {}),
            request_id=record.request_id,
            peer=context.peer(),
            bytes_in=bytes_in,
            bytes_out=bytes_out,
        ),
    )
