"""How the client connects: message sizes, keepalive, and which calls are tried again when a server has no room."""

import json
from collections.abc import Sequence

import grpc

MESSAGE_BYTES = 64 * 1024 * 1024
KEEPALIVE_MILLISECONDS = 30_000
IDEMPOTENT_METHODS = {
    "optimizer.v1.OptimizerService": ("Solve", "ValidateCase", "LookUpDuty", "ListTariffLines"),
    "optimizer.v1.CaseService": ("ListCases", "GetCase"),
}
"""Calls that change nothing, so that repeating one is harmless; only these are tried again."""

RETRY_POLICY = {
    "maxAttempts": 5,
    "initialBackoff": "0.1s",
    "maxBackoff": "5s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
}
"""A server that is full says when to come back (`grpc-retry-pushback-ms`), and that it need not be asked again."""


def service_config() -> str:
    """Return the gRPC service config, JSON."""
    names = [{"service": service, "method": method} for service, methods in IDEMPOTENT_METHODS.items() for method in methods]
    return json.dumps({"methodConfig": [{"name": names, "retryPolicy": RETRY_POLICY}]})


def channel_options(address: str) -> Sequence[tuple[str, str | int]]:
    """Return the options of a channel to `address`; a proxy is never asked for a server on this machine."""
    options: list[tuple[str, str | int]] = [
        ("grpc.max_receive_message_length", MESSAGE_BYTES),
        ("grpc.max_send_message_length", MESSAGE_BYTES),
        ("grpc.keepalive_time_ms", KEEPALIVE_MILLISECONDS),
        ("grpc.enable_retries", 1),
        ("grpc.service_config", service_config()),
    ]
    if address.startswith(("127.", "localhost:", "[::1]:", "unix:")):
        options.append(("grpc.enable_http_proxy", 0))
    return options


def open_channel(address: str) -> grpc.Channel:
    """Return a channel to the server at `address`, `host:port`; it connects at the first call."""
    return grpc.insecure_channel(address, options=channel_options(address))
