"""Codes of goods and countries: read once, and held in one form from then on.

An HS code is held with a dot before every second digit after the fourth, `7202.93.80`, however it was written. In that form one
code begins with another exactly if its digits do, so that no reader of the law needs to take codes apart.
"""

import re

from optimizer.domain.countries import CODES, SHAPE, likely_code

# Fewest and most digits of the code of goods.
CODE_DIGITS = (4, 10)
# Fewest and most digits of a prefix, which stands for all goods whose code begins so.
PREFIX_DIGITS = (2, 10)

DIGITS = re.compile(r"[0-9]+\Z")
# Pairs of digits, with or without a dot or a blank between two pairs: 72, 72.02, 7202.93, 7202.93.8000, 7202 93 80.
GROUPS = re.compile(r"[0-9]{2}(?:[. ]?[0-9]{2}){0,4}\Z")


class NotACode(ValueError):
    """A text that is no code: the rule, what is wrong and how to fix it."""

    def __init__(self, rule: str, problem: str, fix: str) -> None:
        """Keep the three parts."""
        self.rule = rule
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem}; {fix}")


def read_hs(text: str, least: int, most: int) -> str:
    """Return an HS code or prefix of `least` to `most` digits in the form in which codes are held, `7202.93.80`.

    Raises:
        NotACode: It holds anything but pairs of digits, or too few or too many of them.
    """
    text = text.strip()
    bare = re.sub(r"[. ]", "", text)
    if any(sign in text for sign in ",;|/"):
        raise NotACode(
            "not-an-hs-code", "a cell holds one HS code", "write a row for each code, with a dot and not a comma in it"
        )
    if not bare.isascii() or not DIGITS.match(bare):
        raise NotACode("not-an-hs-code", "not an HS code", "write its digits, for example 7202.93")
    if not least <= len(bare) + len(bare) % 2 <= most:
        problem = f"an HS code has {least} to {most} digits here, and this has {len(bare)}"
        fix = "write it to the heading or further, for example 7202.93" if len(bare) < least else f"keep the first {most}"
        raise NotACode("not-an-hs-code", problem, fix)
    if not GROUPS.match(text):
        raise NotACode("not-an-hs-code", *_dropped_zero(text, bare))
    return _held(bare)


def digits(code: str) -> str:
    """Return a code without its dots: what is compared where a rule counts digits."""
    return code.replace(".", "")


def _held(digits: str) -> str:
    """Return digits in the form in which codes are held."""
    pairs = [digits[at : at + 2] for at in range(4, len(digits), 2)]
    return ".".join([digits[:4], *pairs])


def _dropped_zero(text: str, bare: str) -> tuple[str, str]:
    """Return what is wrong and how to fix it where digits do not come in pairs: mostly a spreadsheet dropped a zero."""
    head, dot, _ = text.partition(".")
    front = head.strip().isdigit() and len(head.strip()) == 3
    if len(bare) % 2 == 0 and not front:
        return "the dots of an HS code stand between pairs of digits", f"write {_held(bare)}"
    whole = f"0{bare}" if front or not dot else f"{bare}0"
    whole += "0" * (len(whole) % 2)
    return "the digits of an HS code come in pairs", f"did a spreadsheet drop a zero? {text} -> {_held(whole[:10])}"


def read_country(text: str) -> str:
    """Return the code of a country, or what could be that of a customs union, which only the case can tell.

    Raises:
        NotACode: It is a name, a code of three letters, in small letters, or otherwise none.
    """
    text = text.strip()
    if text in CODES:
        return text
    meant = likely_code(text, only_sure=bool(SHAPE.match(text)))
    if SHAPE.match(text) and not meant:
        return text
    fix = "use the two capital letters of ISO 3166-1, such as KE"
    if meant:
        fix = f"use {meant}"
    raise NotACode("not-a-country", "not the code of a country", fix)
