"""One good sold over one lane to one buyer: the smallest case in which a duty can be worked by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.contents import read_contents
from optimizer.law.origin import HOME, OriginLaw
from optimizer.world.network import sale_pairs
from optimizer.world.offers import Offer
from optimizer.world.sales import Sales, SalesBook
from tests.domain.rows import Rows, edited, sound_case

INVENTED = {"source": "invented"}
ONE_SALE: Rows = {
    "case": [{"id": "one-sale", "name": "One sale", "currency": "USD", "price_year": "2026", "home_country": "KE"}],
    "sites": [{"id": "port"}],
    "markets": [{"id": "us", "country": "US"}],
    "minerals": [{"id": "niobium"}],
    "materials": [{"id": "femn", "stage": "refined", "hs_code": "7202.93.80", **INVENTED}],
    "contents": [{"material": "femn", "mineral": "niobium", "fraction": "0.4", **INVENTED}],
    "supplies": [{"id": "femn", "site": "port", "material": "femn", **INVENTED}],
    "lanes": [{"id": "sea", "from_site": "port", "to": "us", **INVENTED}],
    "lane_materials": [{"lane": "sea", "material": "femn", "share_arriving": "1", **INVENTED}],
    "demands": [
        {"id": "us", "tier": "1", "market": "us", "material": "femn", "price_per_unit": "1000", "price_basis": "fob", **INVENTED}
    ],
}
"""1000 USD a tonne at the border left, nothing else."""


def tariff(name: str, rate: str = "0", instrument: str = "mfn", **columns: str) -> dict[str, str]:
    """Return a row of `tariffs` on entry into the US."""
    return {"id": name, "instrument": instrument, "ad_valorem": rate, "destination": "US", **INVENTED, **columns}


def programme(name: str = "agoa", **columns: str) -> dict[str, str]:
    """Return a row of `programmes` granted by the US."""
    return {"id": name, "destination": "US", **INVENTED, **columns}


def programme_rate(prefix: str, instrument: str = "mfn", name: str = "agoa", **columns: str) -> dict[str, str]:
    """Return a row of `programme_rates`."""
    return {"programme": name, "instrument": instrument, "hs_prefix": prefix, **INVENTED, **columns}


@dataclass(frozen=True)
class Sold:
    """Every way to make the one sale."""

    case: Case
    sales: Sales

    @property
    def claims(self) -> tuple[str, ...]:
        """Claims under which it can be made."""
        return self.sales.claim

    def charges(self, claim: str = ORDINARY, node: int = 0) -> dict[str, float]:
        """Return the charges per unit by tariff row, those that come to nothing left out."""
        at = self.sales.claim.index(claim)
        keys = self.case["tariffs"].keys
        return {keys[row]: float(amount[at, node]) for row, amount in self.sales.charges.items() if amount[at, node]}

    def money(self, name: str, claim: str = ORDINARY, node: int = 0) -> float:
        """Return one amount per unit shipped."""
        return float(getattr(self.sales, name)[self.sales.claim.index(claim), node])


def sell(cells: Mapping[str, str] | None = None, **added: list[dict[str, str]]) -> Sold:
    """Return the sale in a case with cells exchanged and rows added."""
    case = sound_case(edited(ONE_SALE, cells, added))
    book = SalesBook(case, read_contents(case), OriginLaw(case), (HOME,))
    sales = book.read([Offer(*triple, 0) for triple in sale_pairs(case)])
    assert all(np.isfinite(getattr(sales, name)).all() for name in ("border_value", "revenue", "freight", "insurance"))
    return Sold(case, sales)
