"""Rules on numbers that are possible and seldom meant: costs and prices below zero."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.domain.tables import TABLES, Kind

MAY_BE_NEGATIVE = tuple(
    (name, column.name)
    for name, table in TABLES.items()
    for column in table.columns
    if column.kind is Kind.NUMBER and column.low is None and column.dimension.startswith("money")
)


def negative_money(case: Case) -> Iterator[Violation]:
    """Yield a warning per cost or price below zero, at any node: a cost that pays, a buyer who is paid."""
    for name, column in MAY_BE_NEGATIVE:
        values = case.numbers(name, column)
        with np.errstate(invalid="ignore"):
            below = values < 0
        for row in case.active_rows(name).tolist():
            if below[row].any():
                sold = column.startswith("price")
                problem = "a cost below zero earns money for every unit"
                if sold:
                    problem = "a price below zero pays the buyer"
                value = f"{values[row][below[row]][0]:g}"
                yield Violation(case[name].address(row, column), "negative-money", value, problem, "check the sign", warning=True)


RULES = (negative_money,)
