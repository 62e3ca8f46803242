"""Which server a command talks to: the one named on the command line, in the environment or in a file, else its own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from optimizer.domain.errors import InvalidCase, Violation

VARIABLE = "MADINI_SERVER"
KEY = "server"
WRITE_ADDRESS = "write host:port, for example 127.0.0.1:50051"


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """The server to use and where that was decided.

    Attributes:
        address: Where it listens; "" = start one for this command.
        decided_by: `--server`, the environment variable or the file that named it; "" if nothing did.
    """

    address: str
    decided_by: str

    def __str__(self) -> str:
        """Return the line shown to people."""
        if not self.address:
            return "no server is named, so one is started for this command"
        return f"server {self.address}, named by {self.decided_by}"


def config_file(environment: Mapping[str, str]) -> Path:
    """Return where the configuration file is, whether or not it exists."""
    base = environment.get("XDG_CONFIG_HOME", "")
    home = environment.get("HOME", "")
    folder = Path(base) if base else (Path(home) if home else Path.home()) / ".config"
    return folder / "madini" / "config.toml"


def choose_server(option: str | None, environment: Mapping[str, str]) -> ServerChoice:
    """Return the server: the option wins over the environment, and that over the configuration file.

    Raises:
        InvalidCase: The address or the file cannot be used.
    """
    if option is not None:
        return _named(option, "--server")
    if environment.get(VARIABLE):
        return _named(environment[VARIABLE], VARIABLE)
    file = config_file(environment)
    if file.is_file():
        address = _configured(file)
        if address:
            return _named(address, str(file))
    return ServerChoice("", "")


def _configured(file: Path) -> str:
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _unusable(str(file), "unreadable", "", f"the file cannot be read: {error}", "fix it or remove it") from error
    unknown = sorted(set(settings) - {KEY})
    if unknown:
        raise _unusable(str(file), "unknown-key", unknown[0], "there is no such setting", f"the only one is `{KEY}`")
    address = settings.get(KEY, "")
    if not isinstance(address, str):
        raise _unusable(str(file), "bad-address", str(address), f"`{KEY}` is not a text", WRITE_ADDRESS)
    return address


def _named(address: str, decided_by: str) -> ServerChoice:
    host, _, port = address.strip().rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise _unusable(decided_by, "bad-address", address, "this is not the address of a server", WRITE_ADDRESS)
    return ServerChoice(address.strip(), decided_by)


def _unusable(where: str, rule: str, value: str, problem: str, fix: str) -> InvalidCase:
    return InvalidCase([Violation(where, rule, value, problem, fix)])
