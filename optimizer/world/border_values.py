"""What goods are worth at borders, from what buyers pay.

For a unit shipped over a lane with share rho arriving, at price P, with freight F of which F_in is inland, b = (F - F_in) / rho
the border-to-border freight per unit arriving, and insurance i = rate x 1.1 x CIF value, none within the country:

    basis cif:  CIF = P                        V = CIF - b - i       exporter pays F and rho i
    basis fob:  CIF = (P + b) / (1 - 1.1 rate) V = P                 exporter pays F_in
    basis ddp:  CIF + duty(CIF or V) = P       V = CIF - b - i       exporter pays F, rho i and all duty

V is the border (FOB) value per unit arriving; duty is charged on V or on CIF as the market's customs basis says.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.tracing import is_traced, plain, root
from optimizer.world.hauls import Haul
from optimizer.world.tiers import marginal_prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INSURED_SHARE = 1.1
DDP_ITERATIONS = 50
DDP_TOLERANCE = 1e-13


@dataclass(frozen=True)
class BorderValues:
    """What buyers pay and on which terms, per sale.

    Attributes:
        price: P per unit arriving: (sales, nodes).
        basis: `cif`, `fob` or `ddp`: (sales,).
        customs_on_cif: Whether customs look at the CIF value: (sales,).
        freight_abroad: b: (sales, nodes).
        insured: Insurance as a share of the CIF value: (sales, nodes).
    """

    price: Floats
    basis: NDArray[np.object_]
    customs_on_cif: NDArray[np.bool_]
    freight_abroad: Floats
    insured: Floats

    @classmethod
    def read(cls, case: Case, hauls: Haul, demand: Ints, abroad: NDArray[np.bool_]) -> "BorderValues":
        """Read the terms of sales: their hauls, their tiers, and whether their buyers are abroad."""
        market = case.position("demands", "market")[demand]
        return cls(
            price=marginal_prices(case)[demand],
            basis=case["demands"]["price_basis"][demand],
            customs_on_cif=case["markets"]["customs_basis"][market] == "cif",
            freight_abroad=(hauls.freight - hauls.inland) / hauls.arriving,
            insured=INSURED_SHARE * case.numbers("markets", "insurance_rate")[market] * abroad[:, np.newaxis],
        )

    @property
    def is_fob(self) -> NDArray[np.bool_]:
        """Whether the buyer pays for carriage from the border: (sales, 1)."""
        return np.asarray(self.basis == "fob")[:, np.newaxis]

    @property
    def is_ddp(self) -> NDArray[np.bool_]:
        """Whether the exporter pays all duty: (sales, 1)."""
        return np.asarray(self.basis == "ddp")[:, np.newaxis]

    def fob_of(self, cif: Floats) -> Floats:
        """Return V for a CIF value."""
        value: Floats = cif - self.freight_abroad - self.insured * cif
        return value

    def customs(self, cif: Floats, border: Floats) -> Floats:
        """Return what duty is charged on: V or CIF, never below 0."""
        return np.maximum(np.where(self.customs_on_cif[:, np.newaxis], cif, border), 0.0)

    def find(self, duty: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """Return CIF and V per unit arriving; `duty` gives all duty on the sales at given customs values."""
        cif = np.where(self.is_fob, (self.price + self.freight_abroad) / (1.0 - self.insured), self.price)
        border = np.where(self.is_fob, self.price, self.fob_of(cif))
        paid = np.flatnonzero(self.is_ddp)
        if len(paid):
            whole = self._duty_paid(paid, duty)
            cif[paid] = whole[paid]
            border[paid] = self.fob_of(whole)[paid]
        return cif, border

    def _duty_paid(self, paid: Ints, duty: Callable[[Floats], Floats]) -> Floats:
        """Solve CIF + duty(CIF) = P; duty rises with value, so the secant steps close in from both sides."""

        def excess(cif: Floats) -> Floats:
            missed: Floats = cif + duty(self.customs(cif, self.fob_of(cif))) - self.price
            return missed

        price = plain(self.price)
        low = np.zeros(price.shape)
        high = price.copy()
        at_low = plain(excess(low))
        at_high = plain(excess(high))
        for _ in range(DDP_ITERATIONS):
            # Where both ends have met, a slope of 1 stays put.
            slope = np.where(high > low, (at_high - at_low) / np.where(high > low, high - low, 1.0), 1.0)
            guess = np.clip(low - at_low / slope, low, high)
            value = plain(excess(guess))
            at_low = np.where(value <= 0, value, at_low)
            low = np.where(value <= 0, guess, low)
            at_high = np.where(value > 0, value, at_high)
            high = np.where(value > 0, guess, high)
            nearest = np.minimum(np.abs(at_low), np.abs(at_high))
            if (nearest[paid] <= DDP_TOLERANCE * np.abs(price[paid])).all():
                break
        cif: Floats = np.where(np.abs(at_low) <= np.abs(at_high), low, high)
        if is_traced(self.price):
            # The derivative of the root by what moves it, at the root that was found.
            cif = root(cif, excess)
        return cif
