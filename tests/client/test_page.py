"""The page that `madini solve kenya` prints: short, in plain words, and enough by itself."""

import re

import pytest
from rich.cells import cell_len

from optimizer.client.client import Client
from optimizer.client.titles import titles_of
from tests.client.conftest import Madini

MOST_LINES = 60
ADDRESS = re.compile(r"[a-z_]+\[[^\]]*\]")
RARE_WORDS = (
    "mend", "dearest", "heed", "held back", "by a hair", "turns", "void", "kink", "lots", "netback", "slot", "front",
    "discounted USD", "undiscounted", "t/year is worth", "leave,",
)  # fmt: skip
"""Words that a reader should not have to look up, or that say twice what the head of the page says."""


@pytest.fixture
def page(madini: Madini) -> str:
    """Return the page at 80 columns."""
    done = madini("solve", "kenya")
    assert done.code == 0
    return done.out


def test_the_page_has_sixty_lines(page: str) -> None:
    """Verdicts, money, State, jobs and outlay by year, why in three lines per mineral, what could overturn it, the proof."""
    assert len(page.splitlines()) <= MOST_LINES
    assert all(cell_len(line) <= 80 for line in page.splitlines())
    titles = ("Totals:", "Mineral ", "Year by year", "What to build", "Why", "What could overturn it", "Proof:")
    assert [title for title in titles if title not in page] == []


def test_why_is_three_lines_per_mineral(page: str) -> None:
    """Each paragraph between its heading and the next begins with the mineral."""
    lines = page[page.index("\nWhy\n") + 5 : page.index("\n\nWhat could overturn")].splitlines()
    starts = [at for at, line in enumerate(lines) if re.match(r"  [A-Z][a-z ]+: ", line)]

    assert len(starts) == 5
    assert all(after - before <= 3 for before, after in zip(starts, [*starts[1:], len(lines)], strict=True))


def test_the_page_says_present_value_once_and_names_no_address(page: str) -> None:
    """Names stand where addresses would; money is counted as the head says, in one currency."""
    text = " ".join(page.split())

    assert text.count("present value") == 1
    assert ADDRESS.findall(page) == []
    assert [word for word in RARE_WORDS if word in text] == []


def test_the_rest_is_told_if_asked_for(madini: Madini) -> None:
    """Reasons, money, duty, limits and the proof in detail, addresses in brackets."""
    text = madini("solve", "kenya", "--full").out

    for title in ("Money, 2027 to 2036", "Duty and fees abroad", "Limits worth raising", "About this answer"):
        assert title in text
    assert "(supplies[asm-ore].max_per_year)" in text


def test_the_way_to_the_rest_is_told_apart_from_the_page(madini: Madini) -> None:
    """On standard error, so that the page is the answer alone."""
    done = madini("solve", "tutorial")

    assert "--full" in done.err
    assert "--full" not in done.out


def test_names_come_with_the_answer(client: Client) -> None:
    """One call is enough: whatever an answer mentions by id or address has its name in it, or none in the case."""
    response = client.solve("kenya")
    titles = titles_of(response)
    plan = response.plan
    named = [("markets", duty.market) for duty in plan.duties]
    named += [("processes", process) for decision in plan.decisions for process in decision.route]
    addresses = [limit.address for limit in plan.limits]
    addresses += [address for decision in plan.decisions for address in decision.deciding_estimates]

    assert titles.case == "Kenya: process at home or export raw"
    assert [pair for pair in named if titles.of(*pair) == pair[1]] == []
    assert len(addresses) > 10
    assert [address for address in addresses if titles.number(address) == address] == []
