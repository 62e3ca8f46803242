"""Which server a command talks to."""

from pathlib import Path

import pytest

from optimizer.client.server_choice import ServerChoice, choose_server, config_file
from optimizer.domain.errors import InvalidCase


def _configure(folder: Path, text: str) -> dict[str, str]:
    file = folder / "madini" / "config.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder)}


def test_the_option_wins_over_environment_and_file(tmp_path: Path) -> None:
    """Option, environment, file, in this order."""
    environment = _configure(tmp_path, 'server = "file:3"')
    both = {**environment, "MADINI_SERVER": "env:2"}

    assert ServerChoice("opt:1", "--server") == choose_server("opt:1", both)
    assert ServerChoice("env:2", "MADINI_SERVER") == choose_server(None, both)
    assert ServerChoice("file:3", str(tmp_path / "madini" / "config.toml")) == choose_server(None, environment)


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n"])
def test_without_a_name_a_server_is_started(tmp_path: Path, text: str | None) -> None:
    """No file and a file without a server mean the same."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path)} if text is None else _configure(tmp_path, text)
    choice = choose_server(None, environment)

    assert ServerChoice("", "") == choice
    assert "one is started" in str(choice)


def test_the_file_is_under_home_unless_xdg_says_otherwise() -> None:
    """The usual place of configuration files."""
    assert Path("/home/a/.config/madini/config.toml") == config_file({"HOME": "/home/a"})
    assert Path("/x/madini/config.toml") == config_file({"HOME": "/home/a", "XDG_CONFIG_HOME": "/x"})


@pytest.mark.parametrize("text", ["server = ", "server = 5", 'sever = "a:1"', 'server = "a"'])
def test_a_file_that_cannot_be_used_is_an_error(tmp_path: Path, text: str) -> None:
    """The error names the file; a mistyped setting is not passed over."""
    with pytest.raises(InvalidCase, match=r"config\.toml"):
        choose_server(None, _configure(tmp_path, text))


@pytest.mark.parametrize("address", ["", "localhost", ":50051", "localhost:", "localhost:http", "localhost:0", "a:70000"])
def test_an_address_is_host_and_port(address: str) -> None:
    """Anything else is refused before it is called."""
    with pytest.raises(InvalidCase, match="write host:port"):
        choose_server(address, {})
