"""Exit codes and the messages that go with them."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.client.exit_codes import code_of, reported, wrapped
from optimizer.domain import errors

VIOLATION = errors.Violation("lanes[us].freight_per_unit", "negative", "-3", "must be at least 0", "remove the sign")
KINDS = [
    (errors.InvalidCase([VIOLATION]), 2),
    (errors.TooLarge("too many columns"), 2),
    (errors.NotFound("case", "kenia", ["kenya"]), 3),
    (errors.SolverFailure("not verified"), 5),
    (errors.WorkerLost("killed"), 5),
    (errors.QueueFull("full"), 6),
    (errors.Draining("draining"), 6),
    (errors.Unreachable("nobody"), 6),
    (errors.TimedOut("late"), 7),
    (errors.Cancelled("gone"), 7),
    (errors.OptimizerError("odd"), 1),
]


@pytest.mark.parametrize(("error", "code"), KINDS)
def test_each_error_has_its_code(error: errors.OptimizerError, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors end the command with their code and one message on stderr."""
    with pytest.raises(SystemExit) as ended, reported():
        raise error
    printed = capsys.readouterr()

    assert code == ended.value.code
    assert printed.err.startswith(f"madini: {error}")
    assert printed.out == ""


def test_every_error_of_the_domain_is_in_the_table() -> None:
    """A new class of errors needs an exit code."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.OptimizerError)]

    assert {kind for kind in kinds if kind is not errors.OptimizerError} == {type(error) for error, code in KINDS if code != 1}


def test_a_mistake_of_ours_says_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, but the way to one."""
    with pytest.raises(SystemExit) as ended, reported():
        raise KeyError("surprise")

    assert ended.value.code == 1
    assert "MADINI_DEBUG=1" in capsys.readouterr().err


def test_debugging_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """With MADINI_DEBUG=1 errors pass through with their traceback."""
    monkeypatch.setenv("MADINI_DEBUG", "1")
    with pytest.raises(errors.NotFound), reported():
        raise errors.NotFound("case", "x")


def test_ctrl_c_is_130() -> None:
    """As shells expect."""
    with pytest.raises(SystemExit) as ended, reported():
        raise KeyboardInterrupt

    assert ended.value.code == 130


def test_errors_of_others_are_bugs() -> None:
    """What is not one of our errors is not expected."""
    assert code_of(ValueError()) == 1


def test_messages_on_a_terminal_are_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of thirty scenarios is not one line, and no address in it is broken."""
    monkeypatch.setenv("COLUMNS", "60")
    names = [f"scenario-with-a-long-name-{number}" for number in range(30)]
    lines = wrapped(f"madini: no scenario is called 'x'; there is: {', '.join(names)}").splitlines()

    assert all(len(line) <= 60 for line in lines)
    assert names == [word.strip(",") for line in lines for word in line.split() if word.startswith("scenario-with")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_mistake_of_ours() -> None:
    """It is said in one line, and the code is its own."""
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "optimizer.client", "--version"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)

    why = os.strerror(errno.ENOSPC)
    assert ended.returncode == 8
    assert ended.stderr == f"madini: the answer could not be written: {why}; make room, or write it elsewhere\n"
