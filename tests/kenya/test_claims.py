"""Every number in the prose of the pages is solved again, or stands in the tables of the case."""

import re

import pytest

from tests.kenya import pages
from tests.kenya.claims import CLAIMS, Claim
from tests.kenya.pages import PAGES
from tests.kenya.solving import FOLDER, Kenya

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
TABLE_LINE = re.compile(r"^\|.*$", re.MULTILINE)
QUOTED = re.compile(r"`[^`]*`|\]\([^)]*\)")
TOKEN = re.compile(r"(?<![\w.,])[+-]?\d[\d,]*(?:\.\d+)?")
SOLVED_UNIT = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?\s+(?:MUSD|million|job-years)\b")
WORDS_OF_TABLES = " ".join(path.read_text(encoding="utf-8").replace("\u2009", " ") for path in sorted(FOLDER.glob("*.csv")))


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def prose(page: str) -> str:
    """Return a page without its tables, code and what claims state."""
    text = FENCED.sub("", pages.text_of(page))
    text = QUOTED.sub("", TABLE_LINE.sub("", text))
    for claim in CLAIMS:
        if claim.page == page:
            text = claim.pattern.sub("", text)
    return flat(text)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: flat(claim.words)[:60].replace(" ", "_"))
def test_a_clause_states_what_solving_gives(kenya: Kenya, claim: Claim) -> None:
    """The clause with the numbers of solves stands in its page."""
    assert flat(claim.stated(kenya)) in flat(pages.text_of(claim.page))


def known(token: str) -> bool:
    """Return whether a number stands somewhere in the tables of the case, in a value, a note or a citation."""
    plain = token.lstrip("+-").replace(",", "")
    spaced = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", plain)
    value = f"{float(plain):g}"
    share = f"{float(plain) / 100:g}"
    forms = {plain, spaced, value, share}
    return any(re.search(rf"(?<![\d.]){re.escape(form)}(?!\d)", WORDS_OF_TABLES) for form in forms)


@pytest.mark.parametrize("page", PAGES)
def test_every_number_in_prose_is_solved_or_in_the_tables(page: str) -> None:
    """A number that no claim covers stands in the tables: in a value, a note, or the text of a source."""
    assert sorted({token for token in TOKEN.findall(prose(page)) if not known(token)}) == []


@pytest.mark.parametrize("page", ["README.md", "hub.md", "scenarios.md"])
def test_no_sum_of_money_in_prose_goes_unsolved(page: str) -> None:
    """Millions and job-years are results: each is in a claim."""
    assert SOLVED_UNIT.findall(prose(page)) == []
