"""Log lines as JSON, one object a line, on stderr; nothing else of this process is ever written there or on stdout."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

FIELDS = "fields"


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object: time, level, logger, message, then the fields given to `fields_of`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def fields_of(**values: Any) -> dict[str, dict[str, Any]]:
    """Return what to give a log call as `extra` so that the values become fields of its line."""
    return {FIELDS: values}


def write_logs(level: str) -> None:
    """Send every log line of this process and every warning to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for noisy in ("asyncio", "grpc"):
        logging.getLogger(noisy).setLevel("INFO")
