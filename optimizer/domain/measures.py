"""Measures: linear totals of a plan. Components of money, what is summed from them, and physical totals.

profit = revenue - extraction - purchase - processing - resource - freight - insurance - storage - disposal
         - claim_cost - duty - fees - import_duty - export_levy - royalty - capital - fixed + terminal_value
government_revenue = royalty + export_levy + import_duty
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.cells import number_text
from optimizer.domain.errors import Violation

INCOMES = ("revenue", "terminal_value")
COSTS = (
    "extraction",
    "purchase",
    "processing",
    "resource",
    "freight",
    "insurance",
    "storage",
    "disposal",
    "claim_cost",
    "duty",
    "fees",
    "import_duty",
    "export_levy",
    "royalty",
    "capital",
    "fixed",
)
COMPONENTS = INCOMES + COSTS
"""Every amount of money belongs to exactly one of these; amounts are positive, whatever their sign in profit."""

GOVERNMENT = ("royalty", "export_levy", "import_duty")

PROFIT: Mapping[str, float] = {**dict.fromkeys(INCOMES, 1.0), **dict.fromkeys(COSTS, -1.0)}
SUMS: Mapping[str, Mapping[str, float]] = {
    "profit": PROFIT,
    "government_revenue": dict.fromkeys(GOVERNMENT, 1.0),
}
"""Measures that are weighted sums of components."""

MONEY_TOTALS = ("export_value", "duty_assessed", "local_value_added")
"""Discounted measures in money that are not sums of components."""
INVESTMENT = "investment"
"""What plants cost to build, in full and undiscounted, in the node whose start they are decided at, however they are paid.

`capital` beside it is what the plan is charged: less the value left at the horizon, or as an annuity.
"""

PHYSICAL = ("jobs",)
PER_MINERAL = ("mined", "processed", "exported_raw", "sold_raw_at_home", "tailings")


@dataclass(frozen=True, slots=True)
class Measure:
    """What one measure is.

    Attributes:
        name: Name, with the mineral for those that are per mineral: `processed[niobium]`.
        unit: `money`, `job-years` or `t`.
        discounted: Whether the total over the horizon is weighted by cash weights; all money but `investment` is.
    """

    name: str
    unit: str
    discounted: bool


def known_measures(minerals: tuple[str, ...]) -> dict[str, Measure]:
    """Return every measure of a case with these minerals, by name."""
    money = [*SUMS, *COMPONENTS, *MONEY_TOTALS]
    measures = [Measure(name, "money", True) for name in money]
    measures += [Measure(INVESTMENT, "money", False)]
    measures += [Measure("jobs", "job-years", False)]
    measures += [Measure(f"{name}[{mineral}]", "t", False) for name in PER_MINERAL for mineral in minerals]
    return {measure.name: measure for measure in measures}


@dataclass(frozen=True, slots=True)
class Objective:
    """A weighted sum of measures to maximise or minimise.

    Attributes:
        weights: Weight of each measure, in money per unit of the measure (1 for money).
        maximise: Whether more is better.
    """

    weights: tuple[tuple[str, float], ...]
    maximise: bool = True

    def __str__(self) -> str:
        """Return the text that `parse_objective` reads."""
        terms = ""
        for name, weight in self.weights:
            sign = "-" if weight < 0 else "+"
            amount = "" if abs(weight) == 1.0 else f"{number_text(abs(weight))} "
            terms += f" {sign} {amount}{name}"
        terms = terms.removeprefix(" + ").removeprefix(" ")
        return terms if self.maximise else f"minimise {terms}"


TERM = re.compile(
    r"(?P<sign>[+-])\s*(?P<weight>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)?\s*\*?\s*(?P<name>[a-z_]+(?:\[[a-z0-9._-]+\])?)"
)
EXAMPLES = "write, for example, `profit`, `profit + 1000 jobs` or `minimise purchase`"


def parse_objective(text: str, measures: Mapping[str, Measure], violations: list[Violation]) -> Objective:
    """Read an objective; what is wrong with it is added to `violations`."""
    body = text.strip()
    maximise = not body.startswith("minimise ")
    body = body.removeprefix("minimise ").removeprefix("maximise ").strip()
    signed = body if body.startswith(("+", "-")) else f"+ {body}"
    if not re.fullmatch(
        rf"(?:{TERM.pattern}\s*)+".replace("?P<sign>", "?:").replace("?P<weight>", "?:").replace("?P<name>", "?:"), signed
    ):
        violations.append(Violation("objective", "bad-objective", text, "the objective cannot be read", EXAMPLES))
        return Objective((("profit", 1.0),))
    weights: dict[str, float] = {}
    for term in TERM.finditer(signed):
        name = term["name"]
        if name not in measures:
            known = ", ".join(key for key in measures if "[" not in key)
            violations.append(Violation("objective", "unknown-measure", name, "there is no such measure", f"use one of {known}"))
        factor = float(term["weight"] or 1.0) * (-1.0 if term["sign"] == "-" else 1.0)
        weights[name] = weights.get(name, 0.0) + factor
        if math.isinf(weights[name]):
            violations.append(
                Violation("objective", "bad-objective", term["weight"], "a weight is not a finite number", EXAMPLES)
            )
    return Objective(tuple(sorted(weights.items())), maximise)
