"""Numbers for people: thousands, sensible digits, money that adds up as printed."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.client.layout import UNBROKEN
from optimizer.domain.wording import MILLION, amount, price
from optimizer.v1 import plan_pb2

__all__ = [
    "Money",
    "ObjectiveUnit",
    "adding_up",
    "amount",
    "hundredths",
    "money_of",
    "objective_unit",
    "percent",
    "price",
    "with_unit",
]

# Published figures have ten significant digits: below this, cents are known.
COUNTED_IN_MILLIONS = 100 * MILLION
MEASURED_IN_MONEY = "money"
SCALES = {1.0: "", 1e3: "thousand ", 1e6: "million ", 1e9: "billion "}


def with_unit(value: float, unit: str) -> str:
    """Return `1,234 t`, kept on one line."""
    if unit:
        return f"{amount(value)}{UNBROKEN}{unit}"
    return amount(value)


def percent(share: float) -> str:
    """Return a share of one as `71 %`."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def adding_up(values: Sequence[float], total: float) -> list[int]:
    """Return the values in hundredths, rounded so that they add up to the rounded total (largest remainder).

    Every value is off by less than one hundredth. Values that do not add up to the total in the first place are each
    rounded by themselves: rounding must not hide a mistake.
    """
    floors = [math.floor(value * 100) for value in values]
    missing = round(total * 100) - sum(floors)
    if not 0 <= missing <= len(values):
        return [round(value * 100) for value in values]
    remainders = [value * 100 - floor for value, floor in zip(values, floors, strict=True)]
    by_remainder = sorted(range(len(values)), key=lambda position: -remainders[position])
    for position in by_remainder[:missing]:
        floors[position] += 1
    return floors


def hundredths(count: int) -> str:
    """Return a whole number of hundredths as `1,234.50`."""
    sign = ""
    if count < 0:
        sign = "-"
    return f"{sign}{abs(count) // 100:,}.{abs(count) % 100:02}"


@dataclass(frozen=True, slots=True)
class Money:
    """How the money of one answer is printed.

    Attributes:
        currency: ISO 4217 code.
        unit: Units of currency in one unit of money, as the answer counts.
    """

    currency: str
    unit: float

    def scale(self, values: Iterable[float]) -> float:
        """Return what to count these amounts in: currency, or millions of it where one of them is too large for cents."""
        largest = max((abs(value) for value in values), default=0.0) * self.unit
        if largest >= COUNTED_IN_MILLIONS:
            return MILLION
        return 1.0

    def name(self, scale: float) -> str:
        """Return `million USD`."""
        return f"{SCALES.get(scale, f'{scale:g} ')}{self.currency}".strip()

    def scaled(self, values: Iterable[float], scale: float) -> list[float]:
        """Return amounts of the answer in multiples of `scale` units of currency."""
        return [value * self.unit / scale for value in values]

    def total(self, value: float) -> str:
        """Return one amount with its currency: `12.34 million USD`."""
        scale = self.scale([value])
        return f"{price(value * self.unit / scale)} {self.name(scale)}"


@dataclass(frozen=True, slots=True)
class ObjectiveUnit:
    """What the objective of an answer counts, so that rates and margins can be told.

    Attributes:
        name: Currency, or the unit of the one measure that is asked for.
        factor: That unit in one unit of the objective.
        is_money: Whether it is money.
        is_minimised: Whether less of it is better.
    """

    name: str
    factor: float
    is_money: bool = True
    is_minimised: bool = False

    def of(self, value: float) -> str:
        """Return `21,700.00 USD` without a sign."""
        return f"{price(abs(value) * self.factor)}{UNBROKEN}{self.name}"

    def total(self, value: float) -> str:
        """Return the objective of a plan with its unit: `1,845.09 million USD`, `118,623 job-years`."""
        if not self.is_money:
            return with_unit(value * self.factor, self.name)
        return Money(self.name, self.factor).total(value)

    def gain(self, change: float) -> float:
        """Return by how much a change of the objective makes it better; negative if it makes it worse."""
        if self.is_minimised:
            return -change
        return change


OBJECTIVE = re.compile(r"(?P<least>minimise )?(?:- )?(?:(?P<weight>[0-9.e+-]+) )?(?P<measure>[a-z_]+(?:\[[^\]]*\])?)")


def objective_unit(plan: plan_pb2.Plan, money: Money) -> ObjectiveUnit:
    """Return what the objective of a plan counts: the unit of its one measure, whatever its weight, or else money."""
    is_minimised = plan.objective_text.startswith("minimise ")
    only = OBJECTIVE.fullmatch(plan.objective_text)
    weight = 1.0
    if only:
        weight = float(only["weight"] or 1.0)
    name = ""
    if only:
        name = only["measure"]
    for measure in plan.measures:
        if measure.measure == name and measure.unit != MEASURED_IN_MONEY:
            return ObjectiveUnit(measure.unit, 1.0 / weight, is_money=False, is_minimised=is_minimised)
    return ObjectiveUnit(money.currency, money.unit / weight, is_minimised=is_minimised)


def money_of(provenance: plan_pb2.Provenance) -> Money:
    """Return how the money of an answer is printed."""
    return Money(provenance.currency_code or "money", provenance.money_unit or 1.0)
