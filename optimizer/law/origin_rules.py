"""Rules of origin: what a lot must pass under a programme."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.codes import digits

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Tests in which a material counts only if it has earned origin itself; build-up counts all that is made in the countries.
ROLLED_UP = ("foreign_max", "tariff_shift", "wholly_obtained")
FLOORS = ("content_min",)
CEILINGS = ("foreign_max", "tariff_shift")


class OriginRules:
    """The rows of `origin_rules`."""

    def __init__(self, case: Case) -> None:
        """Read the table once."""
        columns = ("threshold", "de_minimis", "donor_cap", "shift_digits")
        self._rules = case["origin_rules"]
        self._active = case.active_rows("origin_rules")
        self._numbers = {name: case.numbers("origin_rules", name) for name in columns}

    def of_programme(self, programme: str) -> list[int]:
        """Return the active rows of a programme; empty if it has none."""
        return [int(row) for row in self._active if self._rules["programme"][row] == programme]

    def alternatives(self, programme: str, hs_code: str) -> dict[str, tuple[int, ...]]:
        """Return the rule rows of each alternative for goods under a programme, the most specific HS prefix; empty if none."""
        code = digits(hs_code)
        best = -1
        found = dict[str, list[int]]()
        for row in self._active:
            if self._rules["programme"][row] != programme:
                continue
            prefix = digits(str(self._rules["hs_prefix"][row]))
            if not code.startswith(prefix) or len(prefix) < best:
                continue
            if len(prefix) > best:
                best = len(prefix)
                found = {}
            found.setdefault(str(self._rules["alternative"][row]), []).append(int(row))
        return {name: tuple(rows) for name, rows in sorted(found.items())}

    def test(self, rule: int) -> str:
        """Return what a rule row tests."""
        return str(self._rules["test"][rule])

    def is_floor(self, rule: int) -> bool:
        """Return whether a rule row asks for a least share of the appraised value."""
        return self.test(rule) in FLOORS

    def is_ceiling(self, rule: int) -> bool:
        """Return whether a rule row allows a largest share of the appraised value; a shift does if something need not shift."""
        return self.test(rule) in CEILINGS and (self.test(rule) != "tariff_shift" or bool(self.number(rule, "de_minimis").any()))

    def counts_inputs(self, rule: int) -> bool:
        """Return whether a row is a build-up that counts anything: a least share of nothing is passed by lots of no value."""
        return self.is_floor(rule) and bool(self.number(rule, "threshold").any())

    def takes_donors(self, rule: int) -> bool:
        """Return whether a row is a build-up to which donor countries' materials may be added."""
        return self.counts_inputs(rule) and bool(self.number(rule, "donor_cap").any())

    def number(self, rule: int, column: str) -> Floats:
        """Return a number of a rule row per node, 0 where blank."""
        return np.asarray(np.nan_to_num(self._numbers[column][rule]))

    def shifts(self, rule: int, input_hs: str, product_hs: str) -> Flags:
        """Return, per node, whether the HS code of an input differs from the product's in the digits that must change.

        A code that has fewer digits shows no change.
        """
        count = self.number(rule, "shift_digits").astype(int)
        codes = digits(input_hs), digits(product_hs)
        return np.array(
            [min(map(len, codes)) >= length and codes[0][:length] != codes[1][:length] for length in count], dtype=bool
        )
