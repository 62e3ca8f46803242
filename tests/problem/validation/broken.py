"""A case with one rule broken, and the rows that such cases are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.domain.rows import TUTORIAL, Rows, edited

INVENTED = {"source": "invented"}
YEARS = [
    {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
    {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
]
MINERALS = [{"id": "niobium"}, {"id": "manganese"}]
CONTENTS = [
    {"material": "niobium-concentrate", "mineral": "niobium", "fraction": "0.4", **INVENTED},
    {"material": "ferroniobium", "mineral": "niobium", "fraction": "0.65", **INVENTED},
    {"material": "manganese-ore", "mineral": "manganese", "fraction": "0.45", **INVENTED},
]
SCENARIO = [{"id": "lapse"}]


@dataclass(frozen=True)
class Broken:
    """One rule broken: where, by which cells and rows, what else is reported with it, and what is then doubtful."""

    rule: str
    address: str
    cells: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    besides: frozenset[tuple[str, str]] = frozenset()
    doubts: frozenset[tuple[str, str]] = frozenset()

    def rows(self) -> Rows:
        """Return the tutorial, broken."""
        return edited(TUTORIAL, self.cells, self.added)


def expansion(name: str, **columns: str) -> dict[str, str]:
    """Return a row of `expansions`."""
    return {"id": name, "capital_cost_per_unit": "10", **INVENTED, **columns}


def policy(name: str, **columns: str) -> dict[str, str]:
    """Return a row of `policies`."""
    return {"id": name, **INVENTED, **columns}


def royalty(name: str, **columns: str) -> dict[str, str]:
    """Return a row of `royalties`."""
    return {"id": name, "rate": "0.05", **INVENTED, **columns}


def change(step: str, address: str, value: str, operation: str = "set") -> dict[str, str]:
    """Return a row of `changes` of scenario `lapse`."""
    return {"scenario": "lapse", "step": step, "address": address, "operation": operation, "value": value}


def tier(name: str, price: str, most: str) -> dict[str, str]:
    """Return a tier of a one-price demand for ferroniobium in China, on the quay."""
    terms = {"market": "cn", "material": "ferroniobium", "tier_meaning": "one_price", "price_basis": "fob", **INVENTED}
    return {"id": "thin", "tier": name, "price_per_unit": price, "max_per_year": most, **terms}


LONE_FLOW = {"process": "smelter", "material": "slag", "direction": "in", "amount_per_unit": "1e-10", **INVENTED}
SLAG = {"id": "slag", "stage": "input", **INVENTED}
SLAG_SUPPLY = {"id": "slag", "site": "port", "material": "slag", **INVENTED}
