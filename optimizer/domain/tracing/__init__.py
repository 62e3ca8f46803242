"""Arrays that remember the figures of a case that they were computed from: values with derivatives.

A `Traced` stands wherever a formula expects an array: sums, products, choices and indexing carry
the derivatives along by the rules of differentiation, so that a formula is written once and tells
both its value and what it rests on. Where the two sides of a kink differ (a minimum that changes
sides, a charge at its bound) the derivative is that of a rise of the figure (`UP`) or of a fall.

What would lose the figures (a conversion to a plain array or number) raises TypeError; `plain`
asks for the values alone.
"""

from optimizer.domain.tracing.array import DOWN, UP, Traced, alike, is_traced, plain
from optimizer.domain.tracing.rules import added_up, chained, ratio, root
from optimizer.domain.tracing.terms import Term

__all__ = [
    "DOWN",
    "UP",
    "Term",
    "Traced",
    "added_up",
    "alike",
    "chained",
    "is_traced",
    "plain",
    "ratio",
    "root",
]
