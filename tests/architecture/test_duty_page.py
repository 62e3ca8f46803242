"""The sale that docs/duty.md follows is the one in the Kenya case."""

import os
from pathlib import Path

import numpy as np

from optimizer.formulation.build import Built, build
from optimizer.problem.build import build_problem
from optimizer.store.case_files import read_case_folder
from optimizer.world.sales import Sales

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "duty.md"
BEGIN, END = "<!-- sale: begin -->\n", "<!-- sale: end -->"
LANE, DEMAND, NODE = "box-us", "us-ferroniobium,1", "2029"
CLAIMS = ("ordinary", "agoa")


def _position(built: Built, claim: str) -> tuple[int, int]:
    """Return the position of the sale under a claim, and of the node."""
    case, sales = built.formulation.case, built.formulation.streams.sales
    sale = next(
        at
        for at, demand in enumerate(sales.demand)
        if case["demands"].keys[demand] == DEMAND
        and sales.claim[at] == claim
        and case["lanes"].keys[sales.hauls.lane[at]] == LANE
        and sales.hauls.origin[at] == 0
    )
    return sale, case.timeline.ids.index(NODE)


def _border_value(built: Built, claim: str) -> float:
    return float(built.formulation.streams.sales.border_value[_position(built, claim)])


def followed(built: Built, claim: str) -> dict[str, float]:
    """Return the lines of one tonne of the sale under a claim."""
    case, sales = built.formulation.case, built.formulation.streams.sales
    sale, node = _position(built, claim)
    lines = _to_the_border(sales, sale, node)
    borne = float(sales.incidence[sale, node])
    keys, kinds = case["tariffs"].keys, case["tariffs"]["kind"]
    for row, amounts in sorted(sales.charges.items(), key=lambda item: keys[item[0]]):
        if amounts[sale, node]:
            lines[f"{'fee' if kinds[row] == 'fee' else 'duty'} `{keys[row]}`, the exporter's {borne:.0%}"] = (
                -borne * amounts[sale, node]
            )
    lines["cost of the claim"] = 0.0 - float(sales.claim_cost[sale, node])
    columns = built.formulation.columns["sell"][sale, node]
    used, _, royalty = built.lp.program.contributions("royalty")
    lines["royalty"] = -float(royalty[used == columns].sum())
    return lines


def _to_the_border(sales: Sales, sale: int, node: int) -> dict[str, float]:
    return {
        "price, CIF": float(sales.revenue[sale, node]),
        "freight": -float(sales.freight[sale, node]),
        "insurance": -float(sales.insurance[sale, node]),
    }


def table(built: Built) -> str:
    """Return the table of the page; the lines that are paid add up to the net price, which the objective agrees with."""
    found = {claim: followed(built, claim) for claim in CLAIMS}
    names = list(dict.fromkeys(name for lines in found.values() for name in lines))
    rows = ["| | " + " | ".join(f"`{claim}`" for claim in CLAIMS) + " |", "|---|---:|---:|"]
    rows += [
        f"| {name} | " + " | ".join(f"{found[claim].get(name, 0.0) + 0.0:,.2f}" for claim in CLAIMS) + " |" for name in names
    ]
    border = " | ".join(f"{_border_value(built, claim):,.2f}" for claim in CLAIMS)
    rows.insert(5, f"| *border value FOB, the customs value in the US* | {border} |")
    net_prices = [sum(found[claim].values()) for claim in CLAIMS]
    rows.append("| **net price** | " + " | ".join(f"**{amount:,.2f}**" for amount in net_prices) + " |")
    for claim, amount in zip(CLAIMS, net_prices, strict=True):
        name = f"sell[{LANE},{DEMAND},{claim},{NODE}]"
        timeline = built.formulation.case.timeline
        weight = timeline.money_weights[timeline.ids.index(NODE)]
        assert np.isclose(built.lp.costs[built.lp.column_names.index(name)], amount * weight, rtol=1e-12)
    return "\n".join(rows) + "\n"


def test_the_sale_on_the_page_is_the_one_in_the_case() -> None:
    """`MADINI_UPDATE_GOLDEN=1` writes the table anew; its net price is the objective's coefficient, undiscounted."""
    built = build(build_problem(read_case_folder(ROOT / "data" / "kenya"), "agoa-throughout"))
    block, text = table(built), PAGE.read_text()
    before, after = text.index(BEGIN) + len(BEGIN), text.index(END)
    if os.environ.get("MADINI_UPDATE_GOLDEN"):
        text = text[:before] + block + text[after:]
        PAGE.write_text(text)

    assert block == text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
