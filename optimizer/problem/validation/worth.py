"""Rules on buyers abroad whose price carriage takes whole: law then finds no value to charge on."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.errors import Violation
from optimizer.world.hauls import read_hauls
from optimizer.world.network import sale_pairs

Floats = NDArray[np.float64]

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
    most = _best_border_values(case, reaching)
    for demand, pairs in sorted(reaching.items()):
        best = float(most[demand])
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


def _best_border_values(case: Case, reaching: dict[int, list[tuple[int, int]]]) -> Floats:
    """Return, per demand, the largest border value per unit arriving, before insurance and duty in the price; -inf if not known.

    `reaching` holds the (lane, material) pairs by which each is served. All are read at once: terms of carriage are vectors.
    """
    prices = case.numbers("demands", "price_per_unit")
    best = np.full(len(prices), -np.inf)
    served = [(demand, *pair) for demand, pairs in reaching.items() for pair in pairs]
    demand = np.array([entry[0] for entry in served], dtype=np.int64)
    hauls = read_hauls(case, [(lane, material, 0) for _, lane, material in served])
    with np.errstate(divide="ignore", invalid="ignore"):
        values = prices[demand] - (hauls.freight - hauls.inland) / hauls.arriving
    np.fmax.at(best, demand, np.fmax.reduce(values, axis=1, initial=-np.inf))
    fob = case["demands"]["price_basis"] == "fob"
    best[fob] = np.fmax.reduce(prices[fob], axis=1, initial=-np.inf)
    return best


RULES = (worthless_at_border,)
