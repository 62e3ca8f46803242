"""All rules that a case must keep; `validate` returns every violation and warning at once."""

from collections.abc import Callable, Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.deadline import in_time
from optimizer.domain.errors import Violation
from optimizer.problem.validation import (
    cells_and_keys,
    chains,
    countries,
    law,
    origin,
    parcels,
    provenance,
    reach,
    royalties,
    signs,
    time,
    worth,
)

Rule = Callable[[Case], Iterator[Violation]]

RULES: tuple[Rule, ...] = (
    *cells_and_keys.RULES,
    *countries.RULES,
    *time.RULES,
    *chains.RULES,
    *royalties.RULES,
    *law.RULES,
    *parcels.RULES,
    *reach.RULES,
    *signs.RULES,
    *worth.RULES,
    *origin.RULES,
    *provenance.RULES,
)


def validate(case: Case, *, scenarios: bool = True) -> list[Violation]:
    """Return what is wrong with a case, violations before warnings, each in the order of addresses.

    Every rule runs over all rows; none relies on another rule having passed.

    Args:
        case: The case, read without regard to rules.
        scenarios: Whether to try every scenario of the case too; false for a case that one has been applied to.
    """
    rules = RULES if scenarios else (rule for rule in RULES if rule is not provenance.scenario_addresses)
    with np.errstate(over="ignore", invalid="ignore"):  # Absurd numbers are reported, not computed with.
        found = [violation for rule in in_time(rules) for violation in rule(case)]
    return sorted(found, key=lambda violation: (violation.warning, violation))


__all__ = ["RULES", "validate"]
