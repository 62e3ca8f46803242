"""What callers may give the client, and what they are told about everything else."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.client import Change, Client
from optimizer.client.given import read_changes_given
from optimizer.domain.errors import InvalidCase, NotFound

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
PRICE = "demands[us-ferroniobium,1].price_per_unit"


@pytest.mark.parametrize(
    "changes",
    [
        [Change(PRICE, "set", "29000")],
        [Change(PRICE, "set", 29000)],  # type: ignore[arg-type] # As people write it.
        [Change(PRICE, "set", np.float64(29000))],  # type: ignore[arg-type]
        [(PRICE, 29000)],
        [(PRICE, "set", 29000.0)],
        {PRICE: "29000"},
        ((PRICE, np.int64(29000)) for _ in range(1)),
    ],
)
def test_a_change_may_be_given_in_any_of_these_forms(changes: Any) -> None:
    """Numbers, pairs, triples and dicts are the change that they mean."""
    assert [Change(PRICE, "set", "29000")] == read_changes_given(changes)


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (np.False_, "false"), (None, ""), (0.1, "0.1"), (1e-7, "1e-07")])
def test_values_are_written_as_a_cell_would_hold_them(value: Any, text: str) -> None:
    """Flags are words, blank is blank, and a number keeps every digit."""
    assert text == read_changes_given([(PRICE, value)])[0].value


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ([{"address": PRICE}], ["changes[0]"]),
        ([(PRICE, 1), 7, (PRICE, [1])], ["changes[1]", "changes[2]"]),
        ([(PRICE, "multiply", 2)], ["changes[0]"]),
        ([(5, "set", 2)], ["changes[0]"]),
        (PRICE, ["changes"]),
        (Change(PRICE, "set", "1"), ["changes"]),
        (3, ["changes"]),
    ],
)
def test_everything_else_is_named_by_its_place(changes: Any, places: list[str]) -> None:
    """The error is that of invalid input, with what may be written instead."""
    with pytest.raises(InvalidCase) as caught:
        read_changes_given(changes)

    assert places == [violation.address for violation in caught.value.violations]
    assert all("set" in violation.fix for violation in caught.value.violations)


def test_an_unknown_solver_names_the_known_ones(client: Client) -> None:
    """It is invalid input, told with those that the server's machine has; what is no name at all is refused here."""
    with pytest.raises(InvalidCase, match=r"other_solver: no such solver .* \(got gurobby\); use one of highs, cbc, .*HiGHS"):
        client.solve("tutorial", solver="gurobby")
    for nothing in ("", None):
        with pytest.raises(InvalidCase, match=r"solver: this is no name of a solver.*; use one of highs, cbc, glpk"):
            client.solve("tutorial", solver=nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", [TUTORIAL, str(TUTORIAL)])
def test_a_folder_is_a_case_as_on_the_command_line(client: Client, folder: Any) -> None:
    """A path, and text that the command line takes for a folder, are read here and sent along."""
    named, sent = client.solve("tutorial", rates=False), client.solve(folder, rates=False)

    assert named.provenance.problem_digest == sent.provenance.problem_digest
    assert client.validate(folder).valid


def test_a_folder_that_is_not_there_is_not_found(client: Client) -> None:
    """Neither a name on the server nor an empty case is made of it."""
    with pytest.raises(NotFound, match=r"no folder is called '\./nowhere'"):
        client.solve("./nowhere")
