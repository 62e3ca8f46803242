"""Settings of the server: one table, from which flags, environment variables and their documentation are derived."""

import argparse
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

VARIABLE_PREFIX = "MADINI_"
# Read by the command line and by the tests.
OTHER_VARIABLES = ("MADINI_SERVER", "MADINI_DEBUG", "MADINI_UPDATE_GOLDEN", "MADINI_FUZZ_SEED")
LOG_LEVELS = ("debug", "info", "warning", "error")
WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def _at_least(low: float, read: Callable[[str], float]) -> Callable[[str], float]:
    def number(text: str) -> float:
        try:
            value = read(text)
        except ValueError:
            kind = {int: "a whole number"}.get(read, "a number")  # type: ignore[call-overload] # Any callable may be asked for.
            raise argparse.ArgumentTypeError(f"must be {kind}, got '{text}'") from None
        if not low <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"must be at least {low:g}, got '{text}'")
        return value

    return number


def _yes_or_no(text: str) -> bool:
    if text.lower() not in WORDS:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(WORDS)}, got '{text}'")
    return WORDS[text.lower()]


def _level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(LOG_LEVELS)}, got '{text}'")
    return text.lower()


def _address(text: str) -> str:
    host, colon, port = text.rpartition(":")
    whole = port.isascii() and port.isdecimal()
    if not (host and colon and whole and int(port) < 2**16):
        raise argparse.ArgumentTypeError(f"must be HOST:PORT, got '{text}'")
    return text


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder '{text}'")
    return path


def _count(low: int) -> Callable[[str], float]:
    return _at_least(low, int)


def _seconds(low: float) -> Callable[[str], float]:
    return _at_least(low, float)


def _setting(read: Callable[[str], Any], default: Any, text: str, shown: str = "") -> Any:
    """Declare a setting: how it is read, what it is without being set, what it means, and how its default is shown."""
    metadata = {"read": read, "text": text, "shown": shown}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one server process; the fields are the table."""

    listen: str = _setting(_address, "127.0.0.1:50051", "Address to serve on, HOST:PORT. Port 0 takes any free port.")
    insecure_bind: bool = _setting(
        _yes_or_no, False, "Serve on an address that other machines reach, although nothing is encrypted or authorised yet."
    )
    cases: Path | None = _setting(_folder, None, "Folder with one folder per case.", "the cases shipped with Madini")  # noqa: RUF009
    workers: int = _setting(_count(1), _processors, "Worker processes: each computes one call at a time.", "one per processor")
    worker_jobs: int = _setting(_count(1), 300, "Calls after which a worker is replaced by a fresh one.")
    worker_memory_mib: int = _setting(
        _count(0), 2048, "Most address space of a worker, and of each program it starts, in MiB; 0 = no limit."
    )
    queue_length: int = _setting(_count(0), 64, "Calls that may wait for a worker; any more are refused at once.")
    queue_bytes: int = _setting(
        _count(0), 256 * 2**20, "Bytes that the waiting calls may hold together, and those coming in likewise."
    )
    answer_bytes: int = _setting(
        _count(0), 64 * 2**20, "Bytes of answers kept for requests that are made again; 0 = none are kept."
    )
    max_request_bytes: int = _setting(_count(1024), 32 * 2**20, "Largest request, once it is decompressed.")
    max_answer_bytes: int = _setting(_count(1024), 64 * 2**20, "Largest answer.")
    max_rows: int = _setting(_count(1), 500_000, "Most rows in all tables of a case that a request brings.")
    max_connections: int = _setting(_count(1), 500, "Connections open at once; any more are closed.")
    max_columns: int = _setting(_count(1), 2_000_000, "Largest linear program, in columns.")
    max_time_seconds: float = _setting(_seconds(0.001), 300.0, "Longest time one call may compute.")
    deadline_margin_seconds: float = _setting(
        _seconds(0.0), 0.5, "Time before a caller's deadline at which the answer is sent; at most a fifth of what is left."
    )
    drain_seconds: float = _setting(_seconds(0.0), 30.0, "Time that running calls have to finish after SIGTERM or SIGINT.")
    other_solvers: bool = _setting(
        _yes_or_no,
        True,
        "Let callers ask any solver that PuLP finds on this machine, with its licence, beside HiGHS, CBC and GLPK.",
    )
    reflection: bool = _setting(_yes_or_no, True, "Describe the services to tools such as grpcurl.")
    log_level: str = _setting(_level, "info", f"Least severe log lines written: {', '.join(LOG_LEVELS)}.")
    announce: bool = _setting(_yes_or_no, False, "Print one line on stdout, `madini serving on HOST:PORT`, when calls are taken.")
    exit_with_parent: bool = _setting(_yes_or_no, False, "Exit when stdin reaches its end, for a server inside another program.")

    @property
    def host(self) -> str:
        """Host part of `listen`, without brackets."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """Port part of `listen`."""
        return int(self.listen.rpartition(":")[2])

    @property
    def upload_places(self) -> int:
        """How many requests may come in at once: as many of the largest as the queue may hold."""
        return max(1, self.queue_bytes // self.max_request_bytes)


def flag_of(name: str) -> str:
    """Return the flag of a setting."""
    return f"--{name.replace('_', '-')}"


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"{VARIABLE_PREFIX}{name.upper()}"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in two lines, not after all of the usage."""

    def error(self, message: str) -> NoReturn:
        """End with code 2 and the reason on stderr."""
        flags = [flag_of(setting.name) for setting in fields(Settings)]
        unknown = re.search(r"unrecognized arguments: (--[a-z-]+)", message)
        hint = ""
        if unknown:
            hint = _did_you_mean(unknown[1], "--", flags)
        self.exit(2, f"{self.prog}: error: {message}{hint}\n`{self.prog} --help` lists the settings\n")


def _did_you_mean(name: str, prefix: str, known: Sequence[str]) -> str:
    """Return a question about the nearest known name; "" if none is near. All begin with the prefix."""
    ends = [other.removeprefix(prefix) for other in known]
    near = get_close_matches(name.removeprefix(prefix), ends, n=1)
    if near:
        return f"; did you mean {prefix}{near[0]}?"
    return ""


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Return the settings: a flag wins over an environment variable, and that over the default.

    Raises:
        SystemExit: With code 2 if a setting cannot be used; the reason is on stderr.
    """
    parser = _parser()
    given = vars(parser.parse_args(arguments))
    values = {name: value for name, value in given.items() if value is not None}
    for setting in fields(Settings):
        text = environment.get(variable_of(setting.name), "")
        if setting.name not in values and text:
            try:
                values[setting.name] = setting.metadata["read"](text)
            except argparse.ArgumentTypeError as error:
                parser.error(f"environment variable {variable_of(setting.name)}: {error}")
    settings = Settings(**values)
    problem = _problem(settings)
    if problem:
        parser.error(problem)
    return settings


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that looks like a setting and is none."""
    known = [variable_of(setting.name) for setting in fields(Settings)]
    odd = sorted(name for name in environment if name.startswith(VARIABLE_PREFIX) and name not in (*known, *OTHER_VARIABLES))
    return [f"there is no setting {name}, so it is ignored{_did_you_mean(name, VARIABLE_PREFIX, known)}" for name in odd]


def settings_table() -> str:
    """Return the settings as a Markdown table."""
    lines = ["| flag | environment variable | default | meaning |", "|---|---|---|---|"]
    for setting in fields(Settings):
        name = setting.name
        lines.append(f"| `{flag_of(name)}` | `{variable_of(name)}` | {_shown_default(setting)} | {setting.metadata['text']} |")
    return "\n".join(lines)


def _shown_default(setting: Field[Any]) -> str:
    if setting.metadata["shown"]:
        return str(setting.metadata["shown"])
    if isinstance(setting.default, bool):
        if setting.default:
            return "on"
        return "off"
    if isinstance(setting.default, float):
        return f"`{setting.default:g}`"
    return f"`{setting.default}`"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="madini serve",
        description="Serve Madini over gRPC.",
        epilog="Every flag has an environment variable, MADINI_ and the flag in capitals.",
        allow_abbrev=False,
    )
    for setting in fields(Settings):
        text = f"{setting.metadata['text']} Default: {_shown_default(setting).strip('`')}."
        if setting.metadata["read"] is _yes_or_no:
            parser.add_argument(flag_of(setting.name), action=argparse.BooleanOptionalAction, default=None, help=text)
        else:
            parser.add_argument(flag_of(setting.name), type=setting.metadata["read"], metavar="VALUE", help=text)
    return parser


def _problem(settings: Settings) -> str:
    if not settings.insecure_bind and not _is_loopback(settings.host):
        return (
            f"{settings.host} can be reached from other machines, and this version neither encrypts nor authorises (TLS comes "
            "later); listen on 127.0.0.1, or give --insecure-bind where the network itself is trusted"
        )
    if settings.queue_length and settings.queue_bytes < settings.max_request_bytes:
        return f"--queue-bytes {settings.queue_bytes} must be at least --max-request-bytes {settings.max_request_bytes}"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
