"""The command as people run it: what it prints where, and what it exits with."""

import csv
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.client.conftest import Madini
from tests.client.test_frames import NAMES
from tests.interrupts import interrupts_heard

COMMAND = [sys.executable, "-m", "optimizer.client"]
TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
DEMAND = "demands[us-ferroniobium,1]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tutorial to spoil."""
    copy = tmp_path / "mine"
    copy.mkdir()
    for file in TUTORIAL.glob("*.csv"):
        (copy / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def _spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_tutorial_is_solved_and_told(madini: Madini) -> None:
    """Verdicts come first, money is that of the derivation on paper, nothing is wider than 80."""
    done = madini("solve", "tutorial", COLUMNS="200")
    lines = done.out.splitlines()

    assert done.code == 0
    assert "  Profit  7,844,000.00 USD before income tax (NPV)" in lines
    assert done.out.index("Best sale") < done.out.index("\nWhy\n") < done.out.index("Proof:")
    assert all(cell_len(line) <= 80 for line in lines)
    assert "\x1b" not in done.out
    assert done.err.startswith("madini: server 127.0.0.1:")


def test_without_a_server_one_is_started(environment: dict[str, str]) -> None:
    """The command works on its own and says so."""
    done = subprocess.run([*COMMAND, "solve", "tutorial", "--no-rates"], env=environment, capture_output=True, text=True)

    assert done.returncode == 0
    assert "no server is named, so one is started for this command" in done.stderr
    assert "before income tax (NPV)" in done.stdout


def test_json_is_the_response_and_nothing_else(madini: Madini) -> None:
    """Standard output can be read by programs."""
    answer = json.loads(madini("solve", "tutorial", "--json", "--activities").out)

    assert answer["plan"]["objectiveText"] == "profit"
    assert answer["plan"]["activities"]
    assert json.loads(madini("validate", "tutorial", "--json").out)["valid"]
    assert list(json.loads(madini("show", "tutorial", "demands", "--json").out)) == ["demands"]


def test_csv_is_a_file_per_frame(madini: Madini, tmp_path: Path) -> None:
    """The folder is made, and the text is printed all the same."""
    done = madini("solve", "tutorial", "--csv", str(tmp_path / "new" / "answer"))
    with (tmp_path / "new" / "answer" / "decisions.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))

    assert f"{len(NAMES)} CSV files written" in done.err
    assert {row["verdict"] for row in rows} <= {"process", "export_raw", "leave", "not_available", "sell_raw_at_home"}
    assert "Best sale" in done.out


def test_the_ledger_is_added_if_asked_for(madini: Madini) -> None:
    """As text after the table of duty, and in JSON; 5 % on 5,580,000 USD is freed by AGOA."""
    text = madini("solve", "tutorial", "--ledger").out
    (entry,) = json.loads(madini("solve", "tutorial", "--ledger", "--json").out)["plan"]["ledger"]

    assert "Ledger of duty and fees abroad" in text
    assert ("tariffs[us-7202.93-mfn]", "programmes[agoa].waives") == (entry["tariff"], entry["preference"])
    assert ["sell[port-us,us-ferroniobium,1,agoa,1]"] == entry["columns"]
    assert json.loads(madini("solve", "tutorial", "--json").out)["plan"]["ledger"] == []


def test_changes_come_from_options_and_files(madini: Madini, tmp_path: Path) -> None:
    """The file comes first, then `--set` in order."""
    file = tmp_path / "changes.csv"
    file.write_text(f'address,operation,value\n"{DEMAND}.price_per_unit",scale,2\n', encoding="utf-8")
    doubled = madini("solve", "tutorial", "--changes", str(file), "--json", "--no-rates")
    undone = madini(
        "solve", "tutorial", "--changes", str(file), "--set", f"{DEMAND}.price_per_unit=28000", "--json", "--no-rates"
    )

    assert json.loads(doubled.out)["plan"]["objective"] > json.loads(undone.out)["plan"]["objective"] == 7844000


def test_what_was_changed_heads_every_output(madini: Madini, tmp_path: Path) -> None:
    """Text, JSON, files, checks, charges and tariffs: with how many rows it reached; never the case as it stands."""
    changed = ("--set", "demands[market=us].price_per_unit=29000")
    solved = madini("solve", "tutorial", "--objective", "2*jobs", "--csv", str(tmp_path), *changed).out
    provenance = json.loads(madini("solve", "tutorial", "--json", *changed).out)["provenance"]
    others = (
        madini("validate", "tutorial", *changed).out,
        madini("duty", "tutorial", "7202.93", "--to", "us", "--value", "1000", *changed).out,
        madini("tariffs", "tutorial", "--market", "us", *changed).out,
    )

    for out in (solved, *others):
        assert "Changed: demands[market=us].price_per_unit = 29000 (1 row)" in " ".join(out.split())
        assert "the case with 1 change" in " ".join(out.split())
        assert "as it stands" not in out
    assert "objective 2 jobs as asked" in " ".join(solved.split())
    assert (provenance["changes"][0]["rowCount"], provenance["objectiveAsked"]) == ("1", False)
    assert "29000,1,1" in (tmp_path / "changes.csv").read_text(encoding="utf-8")
    assert "objective_asked,true" in (tmp_path / "run.csv").read_text(encoding="utf-8")
    assert "the case as it stands" in madini("solve", "tutorial").out


def test_filters_hold_equals(madini: Madini) -> None:
    """An address may filter by a column."""
    done = madini("solve", "tutorial", "--set", "demands[market=us].active=false", "--json", "--no-rates")

    assert done.code == 0
    assert all(duty["market"] != "us" for duty in json.loads(done.out)["plan"]["duties"])


def test_a_folder_is_read_here_and_sent(madini: Madini, folder: Path) -> None:
    """A path is a folder; its plan is the plan of the same case on the server."""
    _spoil(folder, "case.csv", "tutorial,", "mine,")
    done = madini("solve", str(folder))

    assert "7,844,000.00" in done.out
    assert f"case read from the folder {folder}" in done.err


def test_an_infeasible_case_is_an_answer(madini: Madini) -> None:
    """It exits with 0, or with 4 if an optimal plan is required."""
    impossible = ("solve", "tutorial", "--set", f"{DEMAND}.min_per_year=150", "--set", "supplies[niobium].max_per_year=1")
    done, required = madini(*impossible), madini(*impossible, "--require-optimal")

    assert (done.code, required.code) == (0, 4)
    assert "No plan: no choice of amounts keeps all limits at once." in done.out
    assert done.out == required.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["solve", "tutorial", "--set", f"{DEMAND}.max_per_year=-1"], 2, [f"{DEMAND}.max_per_year", "-1"]),
        (["solve", "tutorial", "--set", "nothing"], 2, ["--set", "write ADDRESS=VALUE"]),
        (["solve", "tutorial", "--changes", "none.csv"], 2, ["none.csv", "No such file"]),
        (["solve", "tutorial", "--objective", "fame"], 2, ["fame", "profit"]),
        (["solve", "tutorial", "--solver", "magic"], 2, ["solver", "magic", "use one of highs, cbc", "HiGHS"]),
        (["solve", "tutorial", "--scenario", "one", "--scenario", "two"], 2, ["--scenario", "'one', 'two'", "at a time"]),
        (["validate", "tutorial", "--scenario", "one", "--scenario", "two"], 2, ["--scenario", "at a time"]),
        (["tariffs", "tutorial", "--market", "us", "--scenario", "", "--scenario", "two"], 2, ["--scenario", "at a time"]),
        (["duty", "tutorial", "7202", "--to", "us", "--value", "9", "--scenario=one", "--scenario=two"], 2, ["at a time"]),
        (["solve", "tutorial", "--set", "demands[market=jp].price_per_unit=1"], 2, ["demands[market=jp]", "us"]),
        (["solve", "tutorial", "--frobnicate"], 2, ["--frobnicate"]),
        (["solve"], 2, ["CASE"]),
        (["solve", "tutorial", "--server", "nowhere"], 2, ["--server", "host:port"]),
        (["solve", "nowhere"], 3, ["nowhere", "kenya, tutorial"]),
        (["solve", "./nowhere"], 3, ["./nowhere"]),
        (["solve", "tutorial", "--scenario", "nowhere"], 3, ["nowhere"]),
        (["show", "tutorial", "nowhere"], 3, ["nowhere", "demands"]),
        (["cases", "--server", "127.0.0.1:1"], 6, ["127.0.0.1:1", "madini serve"]),
    ],
)
def test_errors_name_what_is_wrong_and_how_to_mend_it(madini: Madini, arguments: list[str], code: int, said: list[str]) -> None:
    """Every error has its exit code, is on stderr, and is no traceback."""
    done = madini(*arguments)

    assert done.code == code
    assert done.out == ""
    assert all(part in done.err for part in said)
    assert "Traceback" not in done.err


def test_validation_lists_everything(madini: Madini, folder: Path) -> None:
    """What reading and what the rules find is told alike; invalid exits with 2."""
    _spoil(folder, "tariffs.csv", "0.05", "25")
    ruled = madini("validate", str(folder))
    _spoil(folder, "demands.csv", "28000", "dear")
    read = madini("validate", str(folder))

    assert (ruled.code, read.code) == (2, 2)
    assert "solved: 1 violation\n" in ruled.out
    assert "solved: 2 violations\n" in read.out
    assert "[rate-above-5]" in ruled.out
    assert f"{DEMAND}.price_per_unit" in read.out


def test_cases_and_their_tables_are_shown(madini: Madini) -> None:
    """The list, one case, one table."""
    assert "tutorial: " in madini("cases").out
    assert "demands" in madini("show", "tutorial").out
    table = madini("show", "tutorial", "demands").out

    assert "cn-manganese" in table
    assert all(cell_len(line) <= 80 for line in table.splitlines())


def test_nobody_reading_is_no_error(environment: dict[str, str]) -> None:
    """`madini ... | head` ends in silence."""
    producer = subprocess.Popen(
        [*COMMAND, "show", "kenya", "demands"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with producer:
        assert producer.stdout is not None
        producer.stdout.close()
        said = producer.stderr.read() if producer.stderr else b""

    assert producer.returncode == 0
    assert said.count(b"\n") == 1


@pytest.mark.parametrize(("how", "code"), [("ctrl-c", 130), ("timeout", 7)])
def test_waiting_can_be_ended(environment: dict[str, str], how: str, code: int) -> None:
    """Ctrl-C and a timeout end a command whose server says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        limit = ["--timeout", "0.5"] if how == "timeout" else []
        with interrupts_heard():
            command = subprocess.Popen(
                [*COMMAND, "cases", "--server", address, *limit], env=environment, stderr=subprocess.PIPE, text=True
            )
        with command:
            assert command.stderr is not None
            assert "named by --server" in command.stderr.readline()
            if how == "ctrl-c":
                time.sleep(0.3)
                command.send_signal(signal.SIGINT)
            said = command.stderr.read()

    assert command.returncode == code
    assert "Traceback" not in said


def test_serve_passes_its_arguments_on(environment: dict[str, str]) -> None:
    """`madini serve` becomes the server; its help is the server's own."""
    done = subprocess.run([*COMMAND, "serve", "--help"], env=environment, capture_output=True, text=True)

    assert done.returncode == 0
    assert "--listen" in done.stdout


def test_help_is_quick_and_tells_the_exit_codes(environment: dict[str, str]) -> None:
    """Help waits for neither pandas nor gRPC."""
    code = "import sys; from optimizer.client.cli import main\ntry: main()\nfinally: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, "--help"], env=environment, capture_output=True, text=True)

    assert "130  interrupted with Ctrl-C" in done.stdout
    assert not {"'pandas'", "'grpc'", "'rich'"} & set(done.stdout.replace("[", "").replace("]", "").split(", "))
