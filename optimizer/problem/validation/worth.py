"""Rules on buyers abroad whose price carriage takes whole: law then finds no value to charge on."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.world.hauls import read_hauls
from optimizer.world.network import sale_pairs

# Lanes named in a message.
NAMED = 3


def worthless_at_border(case: Case) -> Iterator[Violation]:
    """Yield a warning per demand abroad for goods that are worth nothing at the border, over whichever lane and at any node.

    Such a sale is made if it is owed or wanted, and bears no duty, levy or royalty on value. A price of 0 where no law charges
    on value is left alone: the case counts costs.
    """
    reaching: dict[int, list[tuple[int, int]]] = {}
    for lane, material, demand in sale_pairs(case):
        if _is_abroad(case, demand):
            reaching.setdefault(demand, []).append((lane, material))
    prices = case.numbers("demands", "price_per_unit")
    charged = _charges_on_value(case)
    for demand, pairs in sorted(reaching.items()):
        best = _best_border_value(case, demand, pairs)
        if best > 0 or np.isneginf(best) or not (charged or (prices[demand] > 0).any()):
            continue
        lanes = [f"'{case['lanes'].keys[lane]}'" for lane, _ in pairs]
        named = ", ".join(lanes[:NAMED]) + (f" and {len(lanes) - NAMED} more" if len(lanes) > NAMED else "")
        problem = f"after carriage over {named} nothing of the price is left at the border, so charges on value come to nothing"
        value = f"{best:.10g}"
        fix = "check price and freight, or switch the row off"
        yield Violation(case["demands"].address(demand, "price_per_unit"), "no-border-value", value, problem, fix, warning=True)


def _is_abroad(case: Case, demand: int) -> bool:
    market = case["markets"].rows.get(str(case["demands"]["market"][demand]))
    return market is not None and case.market_countries[market] != case.home_country


def _charges_on_value(case: Case) -> bool:
    on_sale = any(case["royalties"]["basis"][row] == "sold" for row in case.active_rows("royalties"))
    return on_sale or bool((case.numbers("tariffs", "ad_valorem")[case.active_rows("tariffs")] > 0).any())


def _best_border_value(case: Case, demand: int, pairs: list[tuple[int, int]]) -> float:
    """Return the largest border value per unit arriving, before insurance and before duty in the price; -inf if not known."""
    price = case.numbers("demands", "price_per_unit")[demand]
    if case["demands"]["price_basis"][demand] == "fob":
        return float(np.fmax.reduce(price, initial=-np.inf))
    hauls = read_hauls(case, [(lane, material, 0) for lane, material in pairs])
    with np.errstate(divide="ignore", invalid="ignore"):
        values = price - (hauls.freight - hauls.inland) / hauls.arriving
    return float(np.fmax.reduce(values, axis=None, initial=-np.inf))


RULES = (worthless_at_border,)
