"""Settings: one table, read from flags and environment, and documented."""

import argparse
from dataclasses import fields
from pathlib import Path

import pytest

from optimizer.service.config import Settings, flag_of, read_settings, settings_table, variable_of

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operating.md"


def test_the_manual_has_the_table() -> None:
    """The documented settings are the settings."""
    assert settings_table() in MANUAL.read_text()


def test_a_flag_wins_over_the_environment() -> None:
    """Flag, environment variable, default, in this order."""
    environment = {"MADINI_WORKERS": "3", "MADINI_REFLECTION": "no"}

    assert read_settings([], {}).workers == Settings().workers
    assert read_settings([], environment).workers == 3
    assert read_settings(["--workers=5"], environment).workers == 5
    assert not read_settings([], environment).reflection
    assert read_settings(["--reflection"], environment).reflection
    assert not read_settings(["--no-reflection"], {}).reflection


def test_an_empty_variable_is_not_set() -> None:
    """A variable that a compose file leaves blank changes nothing."""
    assert read_settings([], {"MADINI_LISTEN": ""}) == Settings()


def test_every_default_can_be_given_as_text() -> None:
    """What the table shows as a default is read as that default."""
    for setting in fields(Settings):
        default = getattr(Settings(), setting.name)
        if default is not None:
            assert setting.metadata["read"](str(default)) == default
            assert read_settings([], {variable_of(setting.name): str(default)}) == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("workers", "0"),
        ("workers", "1.5"),
        ("queue_length", "-1"),
        ("max_time_seconds", "nan"),
        ("max_time_seconds", "inf"),
        ("drain_seconds", "-1"),
        ("listen", "50051"),
        ("listen", "127.0.0.1:99999"),
        ("listen", "127.0.0.1:"),
        ("log_level", "loud"),
        ("cases", "/no/such/folder"),
        ("queue_bytes", "1024"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad value ends the server with code 2 and is named, from either source."""
    for arguments, environment in (([f"{flag_of(name)}={text}"], {}), ([], {variable_of(name): text})):
        with pytest.raises(SystemExit) as refused:
            read_settings(arguments, environment)
        assert refused.value.code == 2
        assert text in capsys.readouterr().err


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "127.1.2.3:1", "localhost:1", "[::1]:1"])
def test_loopback_needs_no_permission(listen: str) -> None:
    """Every name of this machine itself may be listened on."""
    settings = read_settings([f"--listen={listen}"], {})

    assert f"{settings.host}:{settings.port}" == listen.replace("[", "").replace("]", "")


def test_yes_and_no_are_words() -> None:
    """A switch in the environment is one of eight words."""
    read = next(setting for setting in fields(Settings) if setting.name == "announce").metadata["read"]

    assert [read(word) for word in ("1", "TRUE", "yes", "On", "0", "false", "NO", "off")] == [True] * 4 + [False] * 4
    with pytest.raises(argparse.ArgumentTypeError):
        read("maybe")
