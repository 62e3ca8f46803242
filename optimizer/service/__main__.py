"""Starts the server: `python -m optimizer.service`.

gRPC is imported only after the process that workers are forked from runs.
"""

import os
import sys

from optimizer.service.config import read_settings
from optimizer.service.logs import write_logs
from optimizer.service.workers import prepare_workers


def main() -> int:
    """Serve until told to stop, and return the exit code."""
    settings = read_settings(sys.argv[1:], os.environ)
    write_logs(settings.log_level)
    context = prepare_workers()
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # Its own lines are not JSON, and repeat what we say.
    from optimizer.service.server import run

    return run(settings, context)


if __name__ == "__main__":
    sys.exit(main())
