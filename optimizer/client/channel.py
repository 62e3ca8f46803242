"""How the client connects: message sizes, keepalive, and how soon it connects again.

gRPC is given no policy of retries here: the client makes calls again by itself (`service_config.py` says why), and attempts would
multiply.
"""

from collections.abc import Sequence

import grpc

MESSAGE_BYTES = 64 * 1024 * 1024
KEEPALIVE_MILLISECONDS = 30_000
# Shortest and longest time between attempts to connect; gRPC's own longest is two minutes.
RECONNECT_MILLISECONDS = (100, 5_000)


def channel_options(address: str) -> Sequence[tuple[str, str | int]]:
    """Return the options of a channel to `address`; a proxy is never asked for a server on this machine."""
    shortest, longest = RECONNECT_MILLISECONDS
    options: list[tuple[str, str | int]] = [
        ("grpc.max_receive_message_length", MESSAGE_BYTES),
        ("grpc.max_send_message_length", MESSAGE_BYTES),
        ("grpc.keepalive_time_ms", KEEPALIVE_MILLISECONDS),
        ("grpc.initial_reconnect_backoff_ms", shortest),
        ("grpc.max_reconnect_backoff_ms", longest),
    ]
    if address.startswith(("127.", "localhost:", "[::1]:", "unix:")):
        options.append(("grpc.enable_http_proxy", 0))
    return options


def open_channel(address: str) -> grpc.Channel:
    """Return a channel to the server at `address`, `host:port`; it connects at the first call."""
    return grpc.insecure_channel(address, options=channel_options(address))
