"""Starts the server: `python -m optimizer.service`.

gRPC is imported only after the process that workers are forked from runs, and multiprocessing only
after it is settled where its files go.
"""

import atexit
import logging
import os
import signal
import sys
import tempfile
from typing import NoReturn

from optimizer.service.config import read_settings, unknown_variables
from optimizer.service.logs import write_logs
from optimizer.service.server_folder import ServerFolder
from optimizer.store.temporary import NoTemporaryFolder, temporary_place

LOGGER = logging.getLogger("optimizer.service")
EXIT_STOPPED, EXIT_NO_FOLDER = 0, 2


def main() -> int:
    """Serve until told to stop, and return the exit code."""
    settings = read_settings(sys.argv[1:], os.environ)
    write_logs(settings.log_level)
    for sentence in unknown_variables(os.environ):
        LOGGER.warning(sentence)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)  # Until the server has ears of its own.
    try:
        folder = ServerFolder(temporary_place(os.environ))
    except NoTemporaryFolder as error:
        sys.stderr.write(f"madini serve: error: {error}\n")
        return EXIT_NO_FOLDER
    atexit.register(folder.remove)  # Before multiprocessing registers its own, which so comes first.
    tempfile.tempdir = str(folder.path)
    from optimizer.service.workers import prepare_workers

    context = prepare_workers()
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # Its own lines are not JSON, and repeat what we say.
    from optimizer.service.server import run

    return run(settings, context, folder)


def _stop(_number: int, _frame: object) -> NoReturn:
    """End a server that does not serve yet."""
    raise SystemExit(EXIT_STOPPED)


if __name__ == "__main__":
    sys.exit(main())
