"""What somebody may have meant who wrote a name that there is not; bounded in time whatever is asked."""

import difflib
import heapq
from collections.abc import Iterable

# Names looked through; of more, the first ones.
MOST_KNOWN = 5000
# Unknown names of one list that get a suggestion: nobody reads more, and each costs a look through the known ones.
MOST_LOOKED_UP = 50
# Names compared in full, after a cheap comparison of letter pairs.
CANDIDATES = 12
# Letters of a name that are compared.
LONGEST = 100
LEAST_ALIKE = 0.6
# A name that is less like the unknown one than the best by this much is not worth naming beside it.
MUCH_LESS_ALIKE = 0.35
PART_OF = 0.5
# What it adds to the likeness to be a part of a known name, and the fewest letters for which it does.
SHORTEST_PART = 3
SEPARATORS = str.maketrans("", "", "-_. ")


class Names:
    """Known names, ready to be compared with unknown ones: as many as `most`; after that `nearest` returns nothing."""

    def __init__(self, known: Iterable[str], most: float = MOST_LOOKED_UP) -> None:
        """Keep the known names in their order."""
        self._known = [name for _, name in zip(range(MOST_KNOWN), known, strict=False)]
        self._pairs: list[frozenset[str]] = []
        self._left = most

    def nearest(self, name: str, count: int = 1, least: float = LEAST_ALIKE) -> list[str]:
        """Return up to `count` known names that are like `name` at least so much, the most alike first; empty if none is.

        A name that differs in capitals and separators alone (`agoa2028` for `agoa-2028`) comes first, then one of which it is
        a part (`cost` for `cost_per_unit`), then those that share most of their letters in order.
        """
        if not self._left or not name.strip():
            return []
        self._left -= 1
        wanted = _plain(name[:LONGEST])
        if not self._pairs:
            self._pairs = [_letter_pairs(_plain(known[:LONGEST])) for known in self._known]
        pairs = _letter_pairs(wanted)
        rough = heapq.nlargest(
            CANDIDATES,
            range(len(self._known)),
            key=lambda at: (2 * len(pairs & self._pairs[at]) - abs(len(pairs) - len(self._pairs[at])), -at),
        )
        scored = [(_likeness(wanted, _plain(self._known[at][:LONGEST])), -at) for at in rough]
        best = heapq.nlargest(count, scored)
        least = max(least, best[0][0] - MUCH_LESS_ALIKE) if best else least
        return [self._known[-at] for likeness, at in best if likeness >= least]

    def question(self, name: str, otherwise: str, count: int = 1) -> str:
        """Return `did you mean 'x'?` for the nearest names, or `otherwise` if there are none."""
        near = self.nearest(name, count)
        if near:
            return f"did you mean {' or '.join(repr_of(item) for item in near)}?"
        return otherwise


def repr_of(name: str) -> str:
    """Return a name in single quotes."""
    return f"'{name}'"


def _plain(name: str) -> str:
    return name.lower().translate(SEPARATORS)


def _letter_pairs(name: str) -> frozenset[str]:
    padded = f" {name} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _likeness(name: str, known: str) -> float:
    if name == known:
        return 2.0
    ratio = difflib.SequenceMatcher(None, name, known, autojunk=False).ratio()
    if len(name) >= SHORTEST_PART and name in known:
        return ratio + PART_OF
    return ratio
