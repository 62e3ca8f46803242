"""What the server asks of gRPC itself: sizes, pings and connections.

gRPC ignores an option that it does not know, in silence; a test looks every name up in gRPC's own library.
"""

from optimizer.service.config import Settings

# Calls at once on one connection; a caller's gRPC lets further ones wait on its own side.
STREAMS = 100
# A connection without calls is closed after so long; a caller's gRPC opens another when needed.
IDLE_SECONDS = 300
# A connection takes no new calls after so long, so that callers spread over servers that came later.
AGE_SECONDS = 3600
# Time to begin to speak HTTP/2.
HANDSHAKE_SECONDS = 20

# A caller that waits may ping as often as this; one that pings more often is disconnected.
PING_INTERVAL_SECONDS = 5
KEEPALIVE_SECONDS = 30
# After so long without traffic the server pings a caller, and takes one that does not reply in time for gone.
KEEPALIVE_TIMEOUT_SECONDS = 10


def server_options(settings: Settings) -> list[tuple[str, int]]:
    """Return the options of the server."""
    return [
        ("grpc.max_receive_message_length", settings.max_request_bytes),
        ("grpc.max_send_message_length", settings.max_answer_bytes),
        # A caller may send 64 KiB of a message that nobody reads yet, however fast its line is; see
        # `uploads`. A message that is read is given its whole length.
        ("grpc.http2.bdp_probe", 0),
        ("grpc.max_concurrent_streams", STREAMS),
        ("grpc.http.overload_protection", 0),
        ("grpc.max_allowed_incoming_connections", settings.max_connections),
        ("grpc.max_connection_idle_ms", 1000 * IDLE_SECONDS),
        ("grpc.max_connection_age_ms", 1000 * AGE_SECONDS),  # Calls under way take all their time.
        ("grpc.server_handshake_timeout_ms", 1000 * HANDSHAKE_SECONDS),
        # Calls that came and were not looked at yet. Past it gRPC ends them as CANCELLED without a
        # word; so it is never reached.
        ("grpc.server.max_pending_requests", STREAMS * settings.max_connections),
        ("grpc.server.max_pending_requests_hard_limit", STREAMS * settings.max_connections + 1),
        ("grpc.so_reuseport", 0),  # Else a second server takes the same port without a word.
        # Without this, gRPC allows a ping in five minutes, and cuts off whoever waits longer than
        # its own pings take to break that rule: a call of 240 seconds.
        ("grpc.http2.min_ping_interval_without_data_ms", 1000 * PING_INTERVAL_SECONDS),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.keepalive_time_ms", 1000 * KEEPALIVE_SECONDS),
        ("grpc.keepalive_timeout_ms", 1000 * KEEPALIVE_TIMEOUT_SECONDS),
    ]
