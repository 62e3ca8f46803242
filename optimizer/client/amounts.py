"""Numbers for people: thousands, sensible digits, money that adds up as printed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.client.layout import UNBROKEN
from optimizer.v1 import plan_pb2

MILLION = 1e6
COUNTED_IN_MILLIONS = 100 * MILLION
"""Published figures have ten significant digits: below this, cents are known."""
MEASURED_IN_MONEY = "money"
SCALES = {1.0: "", 1e3: "thousand ", 1e6: "million ", 1e9: "billion "}


def amount(value: float) -> str:
    """Return an amount: whole above 1000, else about three significant digits."""
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if size == 0:
        return "0"
    decimals = 0 if size >= 999.5 else min(max(2 - math.floor(math.log10(size)), 0), 12)
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def price(value: float) -> str:
    """Return money per unit: to the cent, finer below one."""
    size = abs(value)
    if size == 0 or size >= 1:
        return f"{value:,.2f}"
    return amount(value)


def with_unit(value: float, unit: str) -> str:
    """Return `1,234 t`, kept on one line."""
    return f"{amount(value)}{UNBROKEN}{unit}" if unit else amount(value)


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
    sign = "-" if count < 0 else ""
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
        return MILLION if largest >= COUNTED_IN_MILLIONS else 1.0

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
        name: Currency, or the unit of the one measure that is maximised.
        factor: That unit in one unit of the objective.
    """

    name: str
    factor: float

    def of(self, value: float) -> str:
        """Return `21,700.00 USD` without a sign."""
        return f"{price(abs(value) * self.factor)}{UNBROKEN}{self.name}"


def objective_unit(plan: plan_pb2.Plan, money: Money) -> ObjectiveUnit:
    """Return what the objective of a plan counts: money, unless it is one measure that counts something else."""
    bare = plan.objective_text.removeprefix("minimise ")
    for measure in plan.measures:
        if measure.measure == bare and measure.unit != MEASURED_IN_MONEY:
            return ObjectiveUnit(measure.unit, 1.0)
    return ObjectiveUnit(money.currency, money.unit)


def money_of(provenance: plan_pb2.Provenance) -> Money:
    """Return how the money of an answer is printed."""
    return Money(provenance.currency or "money", provenance.money_unit or 1.0)
