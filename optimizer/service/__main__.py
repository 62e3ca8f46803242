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

from optimizer.service.config import read_settings, unknown_variables
from optimizer.service.server_folder import ServerFolder
from optimizer.store.temporary import NoTemporaryFolder, temporary_place
from optimizer.work.logs import write_logs

LOGGER = logging.getLogger("optimizer.service")
EXIT_STOPPED = 0
EXIT_NO_FOLDER = 2
STOPPING = (signal.SIGTERM, signal.SIGINT)


def main() -> int:
    """Serve until told to stop, and return the exit code."""
    settings = read_settings(sys.argv[1:], os.environ)
    write_logs(settings.log_level)
    for sentence in unknown_variables(os.environ):
        LOGGER.warning(sentence)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # Until somebody can remove the folder.
    try:
        folder = ServerFolder(temporary_place(os.environ))
    except NoTemporaryFolder as error:
        sys.stderr.write(f"madini serve: error: {error}\n")
        return EXIT_NO_FOLDER
    _stop_at_once(folder)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    atexit.register(folder.remove)  # Before multiprocessing registers its own, which so comes first.
    tempfile.tempdir = str(folder.path)
    from optimizer.service.workers import prepare_workers

    context = prepare_workers()
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # Its own lines are not JSON, and repeat what we say.
    from optimizer.service.server import run

    return run(settings, context, folder)


def _stop_at_once(folder: ServerFolder) -> None:
    """End the process at a signal, until the server has ears of its own.

    Nothing is raised: Python throws an exception away that comes up in the middle of some of its own
    work, and the signal would be lost. What was started so far ends with this process.
    """

    def stop(_number: int, _frame: object) -> None:
        folder.remove()
        os._exit(EXIT_STOPPED)

    for number in STOPPING:
        signal.signal(number, stop)


if __name__ == "__main__":
    sys.exit(main())
