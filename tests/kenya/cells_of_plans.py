"""The cells of the pages' tables, one function per column: each solves what its row names."""

from collections.abc import Callable

from optimizer.domain.plan import Plan
from tests.kenya import prices
from tests.kenya.measured import Totals, totals, worth_of
from tests.kenya.pages import Cells, all_commands, printed
from tests.kenya.solving import MILLION, Kenya, Sets, amounts, decision, level
from tests.kenya.turns import PLANTS, THOUSAND

Shows = Callable[[Kenya, Cells], str]
BASE = ("base", "the base", "as it is")
ALL = "all"
PER_MINERAL = {
    "rare-earths": "rare earths",
    "niobium": "niobium",
    "gold": "gold",
    "soda-ash": "soda ash",
    "gemstones": "gemstones",
}
SUPPOSED = {
    "lithium": "lithium-tolling",
    "magnets": "magnets",
}
COMPACT = (("value", ",.1f"), ("state", ",.1f"), ("jobs", ",.0f"), ("outlay", ",.0f"))


def first(cells: Cells) -> str:
    """Return the first cell: what the row is about."""
    return next(iter(cells.values())).strip("`")


def asked(kenya: Kenya, cells: Cells) -> tuple[str, Sets]:
    """Return the scenario and the values set that a row names: the base, a scenario, or the command with its mark."""
    name = first(cells)
    if name in BASE:
        return "", ()
    if name in kenya.read.case["scenarios"].rows:
        return name, ()
    command = all_commands()[name]
    return command.scenario, command.sets


def plan_of(kenya: Kenya, cells: Cells) -> Plan:
    """Return the plan that a row is about."""
    return kenya.plan(*asked(kenya, cells))


def percent(part: float, whole: float) -> str:
    """Return a share as per cent; nothing of nothing is a dash."""
    return f"{100 * part / whole:.0f} %" if whole else "-"


def mineral_id(cells: Cells) -> str:
    """Return the id of the mineral that a row names."""
    return first(cells).lower().replace(" ", "-")


# Totals of a plan.


def npv(kenya: Kenya, cells: Cells) -> str:
    """Return the value of the plan."""
    return printed(plan_of(kenya, cells).objective / MILLION, ",.1f")


def change(kenya: Kenya, cells: Cells) -> str:
    """Return the value beside the base."""
    return printed((plan_of(kenya, cells).objective - kenya.plan().objective) / MILLION, "+,.1f")


def state(kenya: Kenya, cells: Cells) -> str:
    """Return what State and communities receive."""
    return printed(totals(kenya, *asked(kenya, cells)).state, ",.1f")


def jobs(kenya: Kenya, cells: Cells) -> str:
    """Return the job-years of the plan."""
    return printed(totals(kenya, *asked(kenya, cells)).jobs, ",.0f")


def outlay(kenya: Kenya, cells: Cells) -> str:
    """Return the capital of the plan."""
    return printed(totals(kenya, *asked(kenya, cells)).outlay, ",.0f")


# Each mineral, by leaving it out.


def _of_mineral(kenya: Kenya, cells: Cells) -> Totals:
    return totals(kenya) if first(cells) == ALL else worth_of(kenya, mineral_id(cells))


def mineral_npv(kenya: Kenya, cells: Cells) -> str:
    """Return the NPV lost without the mineral; for all, that of the plan."""
    return printed(_of_mineral(kenya, cells).value, ",.1f")


def mineral_share(kenya: Kenya, cells: Cells) -> str:
    """Return the mineral's share of the plan's NPV."""
    return percent(_of_mineral(kenya, cells).value, totals(kenya).value)


def mineral_state(kenya: Kenya, cells: Cells) -> str:
    """Return what State and communities lose without the mineral."""
    return printed(_of_mineral(kenya, cells).state, ",.1f")


def mineral_jobs(kenya: Kenya, cells: Cells) -> str:
    """Return the job-years lost without the mineral."""
    return printed(_of_mineral(kenya, cells).jobs, ",.0f")


def mineral_outlay(kenya: Kenya, cells: Cells) -> str:
    """Return the capital saved without the mineral."""
    return printed(_of_mineral(kenya, cells).outlay, ",.0f")


def four_totals(mineral: str) -> Shows:
    """Return what a scenario loses without a mineral: NPV, State, job-years and outlay in one cell."""

    def show(kenya: Kenya, cells: Cells) -> str:
        worth = worth_of(kenya, mineral, *asked(kenya, cells))
        return " / ".join(printed(getattr(worth, name), form) for name, form in COMPACT)

    return show


# Minerals whose ore is not proven.


def _supposed(kenya: Kenya, cells: Cells) -> Totals:
    name = mineral_id(cells)
    if name in SUPPOSED:
        scenario = SUPPOSED[name]
        before = str(kenya.read.case["scenarios"]["extends"][kenya.read.case["scenarios"].rows[scenario]])
        return totals(kenya, scenario) - totals(kenya, before)
    if name == "titanium-and-zircon":
        name = "titanium"
    return worth_of(kenya, name, "unproven-deposits")


def supposed_verdict(kenya: Kenya, cells: Cells) -> str:
    """Return the verdict where the ore is supposed."""
    name = mineral_id(cells)
    if name in SUPPOSED:
        process = {"lithium": "li-carbonate", "magnets": "magnet-plant"}[name]
        return "build" if level(kenya.plan(SUPPOSED[name]), process) > 0 else "do not build"
    plan = kenya.plan("unproven-deposits")
    return decision(plan, name.split("-and-")[0]).verdict.value.replace("_", " ")


def supposed_npv(kenya: Kenya, cells: Cells) -> str:
    """Return the NPV that the mineral would add."""
    return printed(_supposed(kenya, cells).value, ",.1f")


def supposed_state(kenya: Kenya, cells: Cells) -> str:
    """Return what State and communities would receive of it."""
    return printed(_supposed(kenya, cells).state, ",.1f")


def supposed_jobs(kenya: Kenya, cells: Cells) -> str:
    """Return the job-years it would add."""
    return printed(_supposed(kenya, cells).jobs, ",.0f")


def supposed_outlay(kenya: Kenya, cells: Cells) -> str:
    """Return the capital it would ask for."""
    return printed(_supposed(kenya, cells).outlay, ",.0f")


# Rare earths.


def moved_now(kenya: Kenya, cells: Cells) -> float:
    """Return what the row moves, as it is in the base: USD/kg, or capital per unit."""
    if cells["moved"] == "capital":
        return capital_now(kenya, PLANTS[cells["plant, kt/y"]][1])
    return prices.BASE_OUTSIDE / THOUSAND


def capital_now(kenya: Kenya, expansion: str) -> float:
    """Return the capital per unit of an expansion in the base."""
    table = kenya.read.case["expansions"]
    return float(table["capital_cost_per_unit"][table.rows[expansion]])


def gold_share(kenya: Kenya, cells: Cells) -> str:
    """Return what gold is of the plan's value."""
    scenario, sets = asked(kenya, cells)
    return percent(worth_of(kenya, "gold", scenario, sets).value, totals(kenya, scenario, sets).value)


def rare_earths_npv(kenya: Kenya, cells: Cells) -> str:
    """Return what the rare earths are worth in the plan."""
    return printed(worth_of(kenya, "rare-earths", *asked(kenya, cells)).value, ",.1f")


def _share_run(kenya: Kenya, cells: Cells, process: str) -> str:
    """Return the share of the rare earths in concentrate that goes through a process."""
    plan = plan_of(kenya, cells)
    fed = {"ree-crack": 0.45, "ree-separate": 0.45 / 0.7364}[process]
    made = 0.45 * 0.0924 * level(plan, "ree-concentrate")
    return percent(fed * level(plan, process), made)


def cracked(kenya: Kenya, cells: Cells) -> str:
    """Return the share of the concentrate that is cracked."""
    return _share_run(kenya, cells, "ree-crack")


def separated(kenya: Kenya, cells: Cells) -> str:
    """Return the share of the concentrate whose carbonate is separated."""
    return _share_run(kenya, cells, "ree-separate")


def mined_share(kenya: Kenya, cells: Cells) -> str:
    """Return the share of the base's rare earths that is mined."""
    mined = decision(plan_of(kenya, cells), "rare-earths").mined
    return percent(mined, decision(kenya.plan(), "rare-earths").mined)


def share_of_plant(kenya: Kenya, cells: Cells) -> str:
    """Return what is built of the cracking plant that the scenario may build."""
    scenario, sets = asked(kenya, cells)
    table = kenya.problem(scenario, sets).case["expansions"]
    built = amounts(kenya.plan(scenario, sets), "build")
    offered = [name for name in ("crack-5kt", "crack-17kt5") if table["active"][table.rows[name]]]
    done = sum(amount for (name, *_), amount in built.items() if name in offered)
    return percent(done, sum(table["max_added_per_year"][table.rows[name]] for name in offered))
