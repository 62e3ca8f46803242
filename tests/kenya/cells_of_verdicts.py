"""The cells of the tables on verdicts, on the plan of the base, and on capital."""

import csv
from functools import lru_cache

from optimizer.domain.addresses import resolve
from optimizer.domain.scenario import apply_changes, scenario_changes
from tests.kenya import capital
from tests.kenya.cells_of_plans import Shows, capital_now, first, mineral_id, plan_of
from tests.kenya.pages import Cells, Command, all_commands, number, printed
from tests.kenya.solving import FOLDER, MILLION, Kenya, decision, level
from tests.kenya.turns import PROCESS


@lru_cache(maxsize=1)
def _ranges() -> dict[str, tuple[str, str]]:
    with (FOLDER / "figures.csv").open(newline="", encoding="utf-8") as file:
        return {line["address"]: (line["low"], line["high"]) for line in csv.DictReader(file)}


def _figure(kenya: Kenya, cells: Cells) -> tuple[float, str]:
    """Return the deciding figure and its address; of several, the most expensive that takes part."""
    command: Command = all_commands()[first(cells)]
    case = kenya.read.case
    if command.scenario:
        case = apply_changes(case, scenario_changes(case, command.scenario))
    place = resolve(case, cells["the figure that decides it"].strip("`"))
    table = place.table.table.name
    active = set(case.active_rows(table).tolist())
    column = place.column.name
    value, key = max((place.table[column][at], place.table.keys[at]) for at in place.rows if at in active)
    return float(value), f"{table}[{key}].{column}"


def figure(kenya: Kenya, cells: Cells) -> float:
    """Return the deciding figure as it is."""
    return _figure(kenya, cells)[0]


def figure_now(kenya: Kenya, cells: Cells) -> str:
    """Return the deciding figure as it is, in the digits of the tables."""
    return f"{figure(kenya, cells):,.10g}"


def figure_range(kenya: Kenya, cells: Cells) -> str:
    """Return the range of the figure in the sources."""
    low, high = _ranges()[_figure(kenya, cells)[1]]
    return f"{float(low):,.10g} to {float(high):,.10g}"


def figure_in_range(kenya: Kenya, cells: Cells) -> str:
    """Return whether the verdict turns inside the range."""
    low, high = (float(end) for end in _ranges()[_figure(kenya, cells)[1]])
    return "yes" if low <= number(cells["turns at"]) <= high else "no"


def verdict_now(kenya: Kenya, cells: Cells) -> str:
    """Return whether the plan does it."""
    scenario = all_commands()[first(cells)].scenario
    return "yes" if level(kenya.plan(scenario), PROCESS[cells["decision"]]) > 0 else "no"


def plan_verdict(kenya: Kenya, cells: Cells) -> str:
    """Return the verdict on a mineral in the base."""
    return decision(kenya.plan(), mineral_id(cells)).verdict.value.replace("_", " ")


def _plan_amount(name: str) -> Shows:
    return lambda kenya, cells: printed(getattr(decision(kenya.plan(), mineral_id(cells)), name), ",.0f")


plan_mined = _plan_amount("mined")
plan_processed = _plan_amount("processed")
plan_exported = _plan_amount("exported_raw")


def plan_product(kenya: Kenya, cells: Cells) -> str:
    """Return the product of the best sale."""
    return f"`{decision(kenya.plan(), mineral_id(cells)).product}`"


def verdicts_that_change(kenya: Kenya, cells: Cells) -> str:
    """Return the verdicts of a scenario that are not those of the base."""
    base = kenya.plan()
    changed = [
        f"{made.mineral}: {made.verdict.value.replace('_', ' ')}"
        for made in plan_of(kenya, cells).decisions
        if made.verdict is not decision(base, made.mineral).verdict
    ]
    return "; ".join(changed) or "none"


# Capital.


def plant_capacity(kenya: Kenya, cells: Cells) -> str:
    """Return what is built of a plant."""
    return printed(capital.built(kenya, "", first(cells)), ",.0f")


def plant_capital(kenya: Kenya, cells: Cells) -> str:
    """Return the capital of what is built."""
    paid = capital.built(kenya, "", first(cells)) * capital_now(kenya, first(cells))
    return printed(paid / MILLION, ",.1f")


def plant_last_unit(kenya: Kenya, cells: Cells) -> str:
    """Return the NPV of the last unit of capacity."""
    return printed(capital.last_unit(kenya, "", first(cells)), ",.2f")


def plant_per_dollar(kenya: Kenya, cells: Cells) -> str:
    """Return the same per dollar of capital charged."""
    name = first(cells)
    worth = capital.last_unit(kenya, "", name) / capital.charged_per_unit(kenya, "", name)
    return printed(worth, ",.2f")
