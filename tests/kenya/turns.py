"""Where a verdict turns: what a plan does as a function of one figure, and the value at which it stops or starts."""

from collections.abc import Callable, Mapping

from tests.kenya import prices
from tests.kenya.pages import Cells, all_commands, number
from tests.kenya.solving import Kenya, Sets, level

NEAR = 0.005
"""How far from the printed figure, as a share of it, the two sides are solved."""
HALVINGS = 20
THOUSAND = 1000.0
ONE_TONNE = 1.0
FLOOR_NOW = 110.0
FAST_VERDICTS = ("1", "3", "4", "6", "9")
MOST = 40.0
"""A figure is looked for between nothing and this many times what it is."""
NO_STEP: Sets = ((prices.price_of("cn-ree-concentrate,2"), "4836"),)

PROCESS = {
    "mine and export as concentrate": "ree-concentrate",
    "crack to carbonate, 5 kt/y plant": "ree-crack",
    "crack to carbonate, 17.5 kt/y plant": "ree-crack",
    "separate to oxides, 17.5 kt/y plant": "ree-separate",
    "mine": "nb-concentrate",
    "smelt to ferroniobium": "ferroniobium",
    "mine Isulu, leach to dore": "isulu-cil",
    "leach artisanal ore": "asm-cil",
    "refine dore": "gold-refine",
    "make ash": "soda-ash",
    "cut": "gem-cut",
    "wash": "mn-wash",
    "smelt to silicomanganese": "simn-smelt",
    "float to acidspar, export it": "acidspar-mill",
    "make hydrofluoric acid": "hf-plant",
    "leach to cathode": "copper-sxew",
    "make billet": "steel-billet",
    "mine sands, export minerals": "sands-plant",
    "smelt to slag": "ti-slag",
    "screen at Larisoro, export": "larisoro-screen",
    "smelt to ferromanganese": "femn-smelt",
    "make manganese flake": "emm-plant",
    "make lithium carbonate from bought concentrate": "li-carbonate",
    "make magnets": "magnet-plant",
    "crack to carbonate": "ree-crack",
    "separate to oxides": "ree-separate",
}
PLANTS: Mapping[str, tuple[str, str]] = {"5": ("", "crack-5kt"), "17.5": ("refinery-17kt5", "crack-17kt5")}
MOVED = {"oxide alone": prices.oxide_outside, "all outside China": prices.all_outside}
Does = Callable[[float], bool]


def verdict_does(kenya: Kenya, cells: Cells) -> Does:
    """Return whether the plan of a row of verdicts does it, by the value of the deciding figure.

    At least half of what the scenario does counts, or anything at all where the scenario does nothing.
    """
    process = PROCESS[cells["decision"]]
    command = all_commands()[cells["#"]]
    address = cells["the figure that decides it"].strip("`")
    enough = 0.5 * level(kenya.plan(command.scenario), process)
    return lambda value: level(kenya.plan(command.scenario, ((address, repr(value)),)), process) > enough


def rare_earths_do(kenya: Kenya, cells: Cells, step: Sets) -> Does:
    """Return whether the plan cracks or separates, by the value of what the row moves, as printed."""
    scenario, cracker = PLANTS[cells["plant, kt/y"]]
    process = PROCESS[cells["decision"]]

    def does(value: float) -> bool:
        if cells["moved"] == "capital":
            sets: Sets = ((f"expansions[{cracker}].capital_cost_per_unit", repr(value)),)
        else:
            sets = MOVED[cells["moved"]](value * THOUSAND)
        return level(kenya.plan(scenario, (*sets, *step)), process) > ONE_TONNE

    return does


def turning_point(does: Does, now: float) -> float | None:
    """Return the value at which what is done changes, searched on the side of `now` where it does; None if nowhere."""
    here = does(now)
    for end in (0.0, MOST * now):
        if does(end) != here:
            return _between(does, now, end)
    return None


def _between(does: Does, same: float, other: float) -> float:
    here = does(same)
    for _ in range(HALVINGS):
        middle = 0.5 * (same + other)
        if does(middle) == here:
            same = middle
        else:
            other = middle
    return 0.5 * (same + other)


def turns_there(does: Does, cell: str) -> bool:
    """Return whether what is done differs half a per cent to the two sides of the figure in a cell."""
    value = number(cell)
    return does(value * (1 - NEAR)) != does(value * (1 + NEAR))


def four_digits(value: float) -> str:
    """Return a figure with four digits, thousands apart, without zeros behind the point."""
    rounded = float(f"{value:.4g}")
    return f"{rounded:,.0f}" if rounded >= THOUSAND else f"{rounded:.4g}"


def is_fast(cells: Cells) -> bool:
    """Return whether a row of the rare earths is tested in the ordinary suite: the one that decides first."""
    return (cells["decision"], cells["plant, kt/y"], cells["moved"]) == ("crack to carbonate", "17.5", "all outside China")


def one_decimal(value: float) -> str:
    """Return a price in USD/kg or a capital in USD: one decimal below a thousand, none above."""
    return f"{value:,.0f}" if value >= THOUSAND else f"{value:.1f}"


def _whole(cracker: str, *, separates: bool) -> tuple[Sets, Sets]:
    """Return the changes that force whole plants, and those that allow none."""
    size = cracker.removeprefix("crack-")
    forced = [f"limits[whole-crack-{size}].active"]
    forced += [f"limits[whole-refinery-{size}].active"] if separates else []
    none: Sets = (
        (f"expansions[{cracker}].active", "false"),
        (f"expansions[refinery-{size}].active", "false"),
    )
    return tuple((address, "true") for address in forced), none


def _promised(cells: Cells, value: float) -> Sets:
    """Return the changes by which America alone takes so many tonnes at a price, USD/kg."""
    floor = "demands[us-ndpr-oxide-floor,1]"
    return (
        (f"{floor}.active", "true"),
        (f"{floor}.max_per_year", repr(number(cells["tonnes a year"]))),
        (f"{floor}.price_per_unit", repr(value * THOUSAND)),
    )


def floor_pays(plant: str) -> Callable[[Kenya, Cells], Does]:
    """Return whether a plan separates, by the price that America promises for the tonnes of a row."""
    scenario = PLANTS[plant][0]

    def does_of(kenya: Kenya, cells: Cells) -> Does:
        return lambda value: level(kenya.plan(scenario, _promised(cells, value)), "ree-separate") > ONE_TONNE

    return does_of


def whole_floor_pays(plant: str) -> Callable[[Kenya, Cells], Does]:
    """Return whether whole plants earn more than none, by the price that America promises."""
    scenario, cracker = PLANTS[plant]
    forced, none = _whole(cracker, separates=True)

    def does_of(kenya: Kenya, cells: Cells) -> Does:
        def pays(value: float) -> bool:
            promised = _promised(cells, value)
            with_plants = kenya.plan(scenario, (*promised, *forced)).objective
            return with_plants > kenya.plan(scenario, (*promised, *none)).objective

        return pays

    return does_of


def whole_plant_pays(kenya: Kenya, cells: Cells) -> Does:
    """Return whether a whole plant beside none is worth more, by the value of what the row moves.

    Separation needs a whole cracking plant before it. Prices as in the base but for what the row moves, so with the step.
    """
    scenario, cracker = PLANTS[cells["plant, kt/y"]]
    forced, none = _whole(cracker, separates=PROCESS[cells["decision"]] == "ree-separate")

    def pays(value: float) -> bool:
        if cells["moved"] == "capital":
            sets: Sets = ((f"expansions[{cracker}].capital_cost_per_unit", repr(value)),)
        else:
            sets = MOVED[cells["moved"]](value * THOUSAND)
        with_plant = kenya.plan(scenario, (*sets, *forced)).objective
        return with_plant > kenya.plan(scenario, (*sets, *none)).objective

    return pays
