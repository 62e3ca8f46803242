"""What people type."""

from pathlib import Path

import pytest

from optimizer.client.inputs import names_folder, parse_set, read_changes
from optimizer.domain.errors import InvalidCase
from optimizer.domain.scenario import Change


@pytest.mark.parametrize(
    ("text", "address", "value"),
    [
        ("tariffs[us-7202.93-mfn].ad_valorem=0.05", "tariffs[us-7202.93-mfn].ad_valorem", "0.05"),
        ("demands[market=us].price_per_unit=5", "demands[market=us].price_per_unit", "5"),
        ("demands[market=us,material=femn].active=false", "demands[market=us,material=femn].active", "false"),
        ("supplies[mrima].cost_per_unit@2029 = 7", "supplies[mrima].cost_per_unit@2029", "7"),
        ("case.objective=profit + 1 jobs", "case.objective", "profit + 1 jobs"),
        ("markets[us].name=a=b", "markets[us].name", "a=b"),
        ("supplies[mrima].reserve=", "supplies[mrima].reserve", ""),
    ],
)
def test_set_splits_at_the_first_equals_outside_brackets(text: str, address: str, value: str) -> None:
    """Filters of an address may hold `=`, and so may the value."""
    assert Change(address, "set", value) == parse_set(text)


@pytest.mark.parametrize("text", ["", "=5", "demands[market=us].price_per_unit", "demands[market=us"])
def test_set_without_a_value_says_how_to_write_it(text: str) -> None:
    """The error shows an example."""
    with pytest.raises(InvalidCase, match=r"write ADDRESS=VALUE, for example"):
        parse_set(text)


def test_changes_are_read_in_order(tmp_path: Path) -> None:
    """Columns stand in any order, a blank operation sets, blank lines are skipped."""
    file = tmp_path / "changes.csv"
    file.write_text(
        'operation,address,value\nscale,"demands[us-femn,1].price_per_unit",1.1\n\n,case.currency,EUR\nadd,x[a].b,-2\n',
        encoding="utf-8-sig",
    )

    assert [
        Change("demands[us-femn,1].price_per_unit", "scale", "1.1"),
        Change("case.currency", "set", "EUR"),
        Change("x[a].b", "add", "-2"),
    ] == read_changes(file)


def test_every_unreadable_change_is_named(tmp_path: Path) -> None:
    """One bad line hides no other; commas in addresses want quotes."""
    file = tmp_path / "changes.csv"
    file.write_text("address,operation,value\ndemands[us,1].price,set,5\nx.y,halve,2\n,set,3\n", encoding="utf-8")
    with pytest.raises(InvalidCase) as caught:
        read_changes(file)

    found = [(violation.address, violation.rule) for violation in caught.value.violations]
    assert [(f"{file}, line {line}", rule) for line, rule in ((2, "bad-row"), (3, "bad-operation"), (4, "bad-change"))] == found
    assert "in quotes" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"address,value\nx,1\n", b"\xff\xfe\x00"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, another header and another encoding are errors that name the file."""
    file = tmp_path / "changes.csv"
    file.write_bytes(content)
    with pytest.raises(InvalidCase, match=r"changes\.csv"):
        read_changes(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The reason is the system's own."""
    with pytest.raises(InvalidCase, match="No such file"):
        read_changes(tmp_path / "none.csv")


def test_folders_are_told_from_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder has a separator in its path, or holds a case.csv; `cases/kenya` is a name on the server."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "case.csv").touch()
    (tmp_path / "empty").mkdir()

    named = {case: names_folder(case) for case in ("mine", "./empty", "data/kenya", "kenya", "empty", "cases/kenya")}
    assert named == {"mine": True, "./empty": True, "data/kenya": True, "kenya": False, "empty": False, "cases/kenya": False}
