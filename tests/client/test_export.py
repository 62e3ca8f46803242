"""`madini export` and `Client.export`: files that other programs read."""

import gzip
from pathlib import Path

import pytest

from optimizer.client import Client
from optimizer.domain.errors import InvalidCase
from tests.client.conftest import Madini
from tests.solver.read_by_others import highs_optimum

BEST = 7_844_000.0
"""Profit of the tutorial, worked out in docs/tutorial.md."""


def test_a_file_is_as_its_name_ends(madini: Madini, tmp_path: Path) -> None:
    """MPS with its sign turned, LP as it is, either packed; nothing goes to standard output."""
    for name, sign in (("a.mps", -1.0), ("b.lp", 1.0), ("c.lp.gz", 1.0), ("D.MPS", -1.0)):
        done = madini("export", "tutorial", "-o", str(tmp_path / name))
        content = (tmp_path / name).read_bytes()
        plain = tmp_path / f"read-{name.lower().removesuffix('.gz')}"
        plain.write_bytes(gzip.decompress(content) if name.endswith(".gz") else content)

        assert (done.code, done.out) == (0, "")
        assert f"{tmp_path / name} written: 10 columns, 13 rows, 23 coefficients" in done.err
        assert ("profit is minus the optimum" in done.err) is (sign < 0)
        assert highs_optimum(plain) == sign * BEST
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("read-")) == [
        "D.MPS",
        "a.mps",
        "b.lp",
        "c.lp.gz",
    ]


def test_without_a_file_it_is_printed(madini: Madini, tmp_path: Path) -> None:
    """As MPS, or in the form that is asked for; the same text as in a file, which --format may call by another name."""
    printed, asked = madini("export", "tutorial"), madini("export", "tutorial", "--format", "lp")
    madini("export", "tutorial", "--format", "lp", "--output", str(tmp_path / "model.txt"))

    assert printed.out.endswith("\nENDATA\n")
    assert asked.out.endswith("\nEnd\n")
    assert asked.out == (tmp_path / "model.txt").read_text()


def test_scenario_changes_and_objective_are_in_it(madini: Madini, tmp_path: Path) -> None:
    """The head of the file tells what was asked."""
    file = tmp_path / "model.lp"
    done = madini(
        "export",
        "kenya",
        "--scenario",
        "agoa-2028",
        "--set",
        "case.price_year=2031",
        "--objective",
        "minimise duty",
        "-o",
        str(file),
    )
    head = file.read_text().split("Minimize")[0]

    assert done.code == 0
    assert "case kenya, scenario agoa-2028, changes on top: 1" in head
    assert "Objective: minimise duty, in USD." in head
    assert "is the least value of this file" in head


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "model.txt"], ["--output", "model.txt", ".mps or .lp", "--format"]),
        (["-o", "model"], ["--output", "the name of the file does not tell its form"]),
        (["-o", "nowhere/model.lp"], ["nowhere/model.lp", "No such file or directory", "--output"]),
        (["-o", ".", "--format", "lp"], ["directory"]),
        (["--format", "sav"], ["--format", "mps", "lp"]),
        (["--objective", "fame"], ["fame", "profit"]),
    ],
)
def test_what_cannot_be_written_is_told(madini: Madini, arguments: list[str], said: list[str]) -> None:
    """With the name, why, and what to do."""
    done = madini("export", "tutorial", *arguments)

    assert (done.code, done.out) == (2, "")
    assert all(part in done.err for part in said)


def test_a_device_is_written_to_and_stays(madini: Madini) -> None:
    """It is not replaced by a file."""
    assert madini("export", "tutorial", "--format", "lp", "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


def test_from_python(client: Client) -> None:
    """The text is one call away; a form that there is not is refused with those that there are."""
    response = client.export("tutorial", "lp")

    assert gzip.decompress(response.file).startswith(b"\\ Linear program of case tutorial")
    with pytest.raises(InvalidCase, match=r"no such form of file \(got sav\); use one of mps, lp"):
        client.export("tutorial", "sav")
