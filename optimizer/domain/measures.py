"""Measures: linear totals of a plan. Components of money, what is summed from them, and physical totals.

profit = revenue - extraction - purchase - processing - resource - freight - insurance - storage - disposal
         - claim_cost - duty - fees - transfer_duty - import_duty - export_levy - royalty - capital - fixed + terminal_value
government_revenue = royalty + export_levy + import_duty
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optimizer.domain.cells import ABSURD, number_text
from optimizer.domain.errors import Violation
from optimizer.domain.suggestions import Names

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
    "transfer_duty",
    "import_duty",
    "export_levy",
    "royalty",
    "capital",
    "fixed",
)
# Every amount of money belongs to exactly one of these; amounts are positive, whatever their sign in profit.
COMPONENTS = INCOMES + COSTS

GOVERNMENT = ("royalty", "export_levy", "import_duty")

PROFIT: Mapping[str, float] = {**dict.fromkeys(INCOMES, 1.0), **dict.fromkeys(COSTS, -1.0)}
# Measures that are weighted sums of components.
SUMS: Mapping[str, Mapping[str, float]] = {
    "profit": PROFIT,
    "government_revenue": dict.fromkeys(GOVERNMENT, 1.0),
}

CHARGES = ("tariffs.ad_valorem", "tariffs.specific_per_tonne", "tariffs.min_per_parcel", "tariffs.max_per_parcel",
           "programme_rates.ad_valorem", "programme_rates.specific_per_tonne")  # fmt: skip
# The prices, costs and rates that each component of money is counted at.
PRICED_AT: Mapping[str, tuple[str, ...]] = {
    "revenue": ("demands.price_per_unit",),
    "terminal_value": ("supplies.terminal_value_per_unit",),
    "extraction": ("supplies.cost_per_unit",),
    "purchase": ("supplies.cost_per_unit",),
    "processing": ("processes.operating_cost_per_unit",),
    "resource": ("resources.cost_per_unit",),
    "freight": ("lanes.freight_per_tonne", "lanes.inland_freight_per_tonne", "lane_materials.freight_per_unit"),
    "insurance": ("markets.insurance_rate",),
    "storage": ("stocks.cost_per_unit_year",),
    "disposal": ("materials.discard_cost_per_unit",),
    "claim_cost": ("programmes.claim_cost_per_tonne",),
    "duty": CHARGES,
    "fees": CHARGES,
    "transfer_duty": CHARGES,
    "import_duty": CHARGES,
    "export_levy": CHARGES,
    "royalty": ("royalties.rate",),
    "capital": ("expansions.capital_cost_per_unit", "expansion_points.capital_cost"),
    "fixed": ("processes.fixed_cost_per_year", "expansions.fixed_cost_per_unit_year"),
}

# Discounted measures in money that are not sums of components.
MONEY_TOTALS = ("export_value", "duty_assessed", "local_value_added")
# What plants cost to build, in full and undiscounted, in the node whose start they are decided at, however they are paid.
#
# `capital` beside it is what the plan is charged: less the value left at the horizon, or as an annuity.
INVESTMENT = "investment"

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
            sign = "+"
            if weight < 0:
                sign = "-"
            amount = "" if abs(weight) == 1.0 else f"{number_text(abs(weight))} "
            terms += f" {sign} {amount}{name}"
        terms = terms.removeprefix(" + ").removeprefix(" ")
        if self.maximise:
            return terms
        return f"minimise {terms}"


# Most letters of an objective.
LONGEST_OBJECTIVE = 2000
SENSE = re.compile(r"(minimi[sz]e|maximi[sz]e)\b ?", re.IGNORECASE)
# One term of an objective whose blanks are single; read one after the other, so that a long one takes no longer a letter.
TERM = re.compile(
    r"(?P<sign>[+-]) ?(?P<weight>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?)? ?\*? ?"
    r"(?P<name>[A-Za-z_]+(?:\[[^\[\]]*\])?) ?"
)
EXAMPLES = "write, for example, `profit`, `profit + 1000 jobs` or `minimise purchase`"
# Measures that go by another name here.
MEANT = {"npv": "profit", "net_present_value": "profit", "taxes": "government_revenue", "employment": "jobs"}


def parse_objective(text: str, measures: Mapping[str, Measure], violations: list[Violation]) -> Objective:
    """Read an objective; what is wrong with it is added to `violations`."""
    if len(text) > LONGEST_OBJECTIVE:
        fix = f"write at most {LONGEST_OBJECTIVE} letters"
        violations.append(Violation("objective", "too-long", f"{len(text)} letters", "the objective is too long", fix))
        return Objective((("profit", 1.0),))
    body = " ".join(text.split())
    sense = SENSE.match(body)
    maximise = sense is None or sense[1].lower().startswith("max")
    body = body[sense.end() :] if sense else body
    terms = _terms(body if body.startswith(("+", "-")) else f"+ {body}")
    if terms is None:
        violations.append(Violation("objective", "bad-objective", text, "the objective cannot be read", EXAMPLES))
        return Objective((("profit", 1.0),))
    weights: dict[str, float] = {}
    for name, weight in terms:
        if name not in measures:
            problem = "there is no such measure"
            fix = measure_meant(name, measures)
            violations.append(Violation("objective", "unknown-measure", name, problem, fix))
        weights[name] = weights.get(name, 0.0) + weight
        if abs(weights[name]) >= ABSURD:
            problem = f"a weight must be smaller than {ABSURD:g}"
            violations.append(Violation("objective", "absurd-number", f"{weight:g} {name}", problem, EXAMPLES))
    return Objective(tuple(sorted(weights.items())), maximise)


def _terms(body: str) -> list[tuple[str, float]] | None:
    """Return the (measure, weight) pairs of an objective; None if it cannot be read."""
    terms: list[tuple[str, float]] = []
    at = 0
    while at < len(body):
        term = TERM.match(body, at)
        if term is None:
            return None
        weight = float(term["weight"] or 1.0)
        terms.append((term["name"], -weight if term["sign"] == "-" else weight))
        at = term.end()
    return terms


def measure_meant(name: str, measures: Iterable[str]) -> str:
    """Return how to correct the name of a measure that there is not: what may be meant, else what there is."""
    known = list(measures)
    if (meant := MEANT.get(name.lower().replace(" ", "_"))) in known:
        return f"did you mean '{meant}'{', which is the net present value' if meant == 'profit' else ''}?"
    plain = ", ".join(key for key in known if "[" not in key)
    return Names(known).question(name, f"use one of {plain}")
