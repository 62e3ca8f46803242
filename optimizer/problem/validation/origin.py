"""Rules on rules of origin: what a test needs, and the values without which a claim would be tested on nothing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.domain.codes import digits
from optimizer.domain.contents import read_contents, read_flows
from optimizer.domain.errors import Violation
from optimizer.law.origin import Origin
from optimizer.law.schedule import Goods, Schedule
from optimizer.problem.validation.claimed_lots import ClaimedLot, ClaimedLots, has_foreign_places
from optimizer.world.origins.recipe import Ingredient, Recipe

NEEDS = {"content_min": ("threshold",), "foreign_max": ("threshold",), "tariff_shift": ("shift_digits",), "wholly_obtained": ()}
MAY_HAVE = {"content_min": ("donor_cap",), "foreign_max": (), "tariff_shift": ("de_minimis",), "wholly_obtained": ()}
SHIFTS = (2.0, 4.0, 6.0)
TOLERANCE = 1e-9

Floats = NDArray[np.float64]


def lacks(values: Floats) -> bool:
    """Return whether a value is missing at some node."""
    return bool(np.isnan(values).any())


def rule_numbers(case: Case) -> Iterator[Violation]:
    """Yield a violation per number that a test of origin needs and lacks, or that it would ignore."""
    table = case["origin_rules"]
    for column in ("threshold", "shift_digits", "de_minimis", "donor_cap"):
        values = case.numbers("origin_rules", column)
        for row in range(len(table)):
            test = str(table["test"][row])
            address = table.address(row, column)
            if column in NEEDS.get(test, ()):
                if lacks(values[row]):
                    yield Violation(address, "missing-value", "", f"a test {test} needs it", f"give the {column} of the rule")
            elif test in NEEDS and column not in MAY_HAVE[test] and not np.isnan(values[row]).all():
                value = f"{values[row][~np.isnan(values[row])][0]:g}"
                yield Violation(address, "unused-number", value, f"a test {test} does not use it", "leave it blank")
    shifts = case.numbers("origin_rules", "shift_digits")
    for row in range(len(table)):
        wrong = shifts[row][~np.isnan(shifts[row]) & ~np.isin(shifts[row], SHIFTS)]
        if table["test"][row] == "tariff_shift" and len(wrong) and 2.0 <= wrong[0] <= 6.0:
            problem = "a shift is of chapter, heading or subheading"
            yield Violation(table.address(row, "shift_digits"), "bad-shift", f"{wrong[0]:g}", problem, "use 2, 4 or 6 digits")


def direct_costs(case: Case) -> Iterator[Violation]:
    """Yield a violation per direct cost that a content test counts and that exceeds all the process costs.

    All = operation, resources, fixed cost at capacity. Left alone is a process that may be expanded, or uses a resource that may
    be, because depreciation counts; and one whose operating cost is negative, because what is netted in it is not known.
    """
    processes = case["processes"]
    direct = case.numbers("processes", "direct_cost_per_unit")
    counted = _processes_under_content_tests(case)
    cost = _cost_per_unit(case)
    for row in case.active_rows("processes").tolist():
        over = np.flatnonzero(direct[row] > cost[row] * (1.0 + TOLERANCE))
        if len(over) and processes.keys[row] in counted:
            value = f"{direct[row][over[0]]:g} > {cost[row][over[0]]:g}"
            problem = "direct cost is a part of what the process costs, and exceeds the whole"
            fix = "lower it, or enter the cost that is missing"
            yield Violation(processes.address(row, "direct_cost_per_unit"), "direct-cost-above-cost", value, problem, fix)


def _processes_under_content_tests(case: Case) -> set[str]:
    rules = case["origin_rules"]
    flows = case["process_flows"]
    materials = case["materials"]
    tested = [row for row in case.active_rows("origin_rules") if rules["test"][row] == "content_min"]
    prefixes = tuple(digits(str(rules["hs_prefix"][row])) for row in tested)
    covered = {key for key, code in zip(materials.keys, materials["hs_code"], strict=True) if digits(code).startswith(prefixes)}
    return {str(flows["process"][at]) for at in range(len(flows)) if flows["material"][at] in covered}


def _cost_per_unit(case: Case) -> Floats:
    """Return the most that one unit of each process may cost, infinite where that is not known: (processes, nodes)."""
    operating = case.numbers("processes", "operating_cost_per_unit")
    fixed = case.numbers("processes", "fixed_cost_per_year")
    capacity = case.limits("processes", "max_per_year")
    with np.errstate(divide="ignore", invalid="ignore"):
        standing = np.where(fixed > 0, np.where(np.isfinite(capacity), fixed / capacity, np.inf), 0.0)
    cost = np.where(operating < 0, np.inf, operating) + standing
    prices = case.numbers("resources", "cost_per_unit")
    amounts = case.numbers("resource_uses", "amount_per_unit")
    expansions = case["expansions"]
    expanded = {expansions[name][row] for row in case.active_rows("expansions") for name in ("process", "resource")} - {""}
    at = zip(case.position("resource_uses", "process"), case.position("resource_uses", "resource"), strict=True)
    for use, (process, resource) in enumerate(at):
        if process >= 0 and resource >= 0:
            grows = case["resource_uses"]["resource"][use] in expanded
            cost[process] += np.inf if grows else np.maximum(np.nan_to_num(amounts[use] * prices[resource]), 0.0)
    cost[[row for row, key in enumerate(case["processes"].keys) if key in expanded]] = np.inf
    return np.asarray(cost)


def foreign_feed(case: Case) -> Iterator[Violation]:
    """Yield what is wrong or doubtful about claims that lots with foreign feed, or made abroad, may make."""
    if not has_foreign_places(case) or not len(case.active_rows("programmes")):
        return
    lots = ClaimedLots(case)
    found = dict[tuple[str, str], Violation]()
    for lot in lots:
        for violation in (
            *_appraised_values(lots, lot),
            *_input_values(lots, lot),
            *_prices_beyond_appraised(lots, lot),
        ):
            found.setdefault((violation.address, violation.rule), violation)
    yield from found.values()
    yield from _reagents(lots)


def _tests_value(lots: ClaimedLots, rule: int) -> bool:
    return lots.law.rules.is_floor(rule) or lots.law.rules.is_ceiling(rule)


def _appraised_values(lots: ClaimedLots, lot: ClaimedLot) -> Iterator[Violation]:
    """Yield a violation per product whose rule is a share of an appraised value that is not given."""
    materials = lots.case["materials"]
    process = lots.case["processes"].keys[lot.recipe.process]
    fix = "give it, or an appraised value in a demand where the programme is granted"
    for product, rules in lot.rules.items():
        if not any(_tests_value(lots, rule) for rule in rules):
            continue
        if lacks(lots.law.values.appraised_value(lot.programme, product)):
            address = materials.address(materials.rows[product], "reference_value_per_unit")
            problem = f"foreign feed may reach process '{process}', and the rule of origin of '{lot.programme}' is a share of it"
            yield Violation(address, "missing-value", "", problem, fix)


def _input_values(lots: ClaimedLots, lot: ClaimedLot) -> Iterator[Violation]:
    """Yield a violation per input of one origin that a test counts, for or against the lot, and that has no value."""
    site = lots.site(lot.recipe)
    for taken in lot.recipe.constituents:
        name = lots.names[taken.material]
        for origin in lots.origins(lot.recipe, taken):
            country = lots.law.country_of(origin)
            if not lacks(lots.law.values.material_value(lot.programme, name, country, site)):
                continue
            address = f"origin_values[{lot.programme},{name},{country},{site}].value_per_unit"
            what = f"{name} of origin '{origin.name}' can go into lots of '{lots.case['processes'].keys[lot.recipe.process]}'"
            if any(_counts_against(lots, lot, rule, taken, origin, product) for product, rule in lot.tests):
                problem = f"{what}; the rule of origin limits it by value, and none is given"
                fix = "add the row with its value at the plant gate"
                yield Violation(address, "missing-value", "", problem, fix)
            elif any(_counts_for(lots, lot, rule, origin) for _, rule in lot.tests):
                problem = f"{what}; its value counts towards the content that earns origin, and none is given"
                fix = "add the row with its value at the plant gate, or 0 to leave it out of account"
                yield Violation(address, "missing-value", "", problem, fix)


def _counts_against(lots: ClaimedLots, lot: ClaimedLot, rule: int, taken: Ingredient, origin: Origin, product: str) -> bool:
    law = lots.law
    test = lots.law.rules.test(rule)
    if not law.rules.is_ceiling(rule) or law.originates(lot.programme, origin, rolled_up=True).all():
        return False
    codes = lots.hs_code(taken.material), lots.hs_code(lots.case["materials"].rows[product])
    return test == "foreign_max" or not law.rules.shifts(rule, *codes).all()


def _counts_for(lots: ClaimedLots, lot: ClaimedLot, rule: int, origin: Origin) -> bool:
    law = lots.law
    own = law.rules.counts_inputs(rule) and law.originates(lot.programme, origin, rolled_up=False).any()
    return bool(own or (law.rules.takes_donors(rule) and law.is_donated(lot.programme, origin).any()))


def _prices_beyond_appraised(lots: ClaimedLots, lot: ClaimedLot) -> Iterator[Violation]:
    """Yield a warning per price at which goods with foreign feed cannot be claimed, as they were tested at another value.

    A border value is at most the price: a price below the least value tested never reaches it.
    """
    case = lots.case
    demands = lots.case["demands"]
    prices = lots.case.numbers("demands", "price_per_unit")
    in_force = case.shares_in_force("programmes")[case["programmes"].rows[lot.programme]] > 0
    bought = case.shares_in_force("demands") > 0
    for product in lot.rules:
        low, high = lots.law.values.claimable_values(lot.programme, product, kept=False)
        for row in lots.buyers(lot.programme, product):
            address = demands.address(row, "price_per_unit")
            open_at = in_force & bought[row]
            problem = f"appraised under '{lot.programme}', goods with foreign feed claim nothing at this price"
            above = np.flatnonzero((prices[row] > high * (1.0 + TOLERANCE)) & open_at)
            if len(above):
                value = f"{prices[row][above[0]]:g} > {high[above[0]]:g}"
                fix = "raise appraised_value_per_unit to their worth"
                yield Violation(address, "claim-above-appraised", value, f"above the value {problem}", fix, warning=True)
            below = np.flatnonzero((prices[row] < low * (1.0 - TOLERANCE)) & open_at)
            if len(below):
                value = f"{prices[row][below[0]]:g} < {low[below[0]]:g}"
                fix = "lower the appraised or reference value to their worth"
                yield Violation(address, "claim-below-appraised", value, f"below the value {problem}", fix, warning=True)


def _reagents(lots: ClaimedLots) -> Iterator[Violation]:
    """Yield a warning per foreign input without mineral that alone takes a product out of programmes with no rule for it."""
    case = lots.case
    flows = read_flows(lots.case)
    holds = np.asarray(read_contents(case).holds.any(axis=1))
    bought = set(case.position("supplies", "material")[case.active_rows("supplies")].tolist())
    schedule = Schedule(case)
    for recipe in lots.recipes:
        for taken in recipe.constituents:
            origins = lots.origins(recipe, taken)
            foreign = bool(origins) and not any(origin.is_home for origin in origins)
            if holds[taken.material] or not foreign or taken.material not in bought:
                continue
            lost = _unclaimable(lots, schedule, recipe)
            if lost:
                programme, product = lost[0]
                problem = (
                    f"the input is foreign, and '{programme}' has no rule of origin for '{product}', which cannot be claimed"
                )
                fix = "set constituent to false if it does not end up in the product, or add rows to origin_rules"
                address = case["process_flows"].address(int(flows.row[taken.flow]), "constituent")
                yield Violation(address, "unclaimable-product", lots.names[taken.material], problem, fix, warning=True)


def _unclaimable(lots: ClaimedLots, schedule: Schedule, recipe: Recipe) -> list[tuple[str, str]]:
    """Return the (programme, product) pairs that home feed could claim and no rule covers, where the product is bought."""
    programmes = lots.case["programmes"]
    found = []
    for programme in lots.programmes_of(recipe):
        row = programmes.rows[programme]
        for made in recipe.products:
            product = lots.names[made.material]
            goods = Goods(lots.hs_code(made.material), recipe.country, str(programmes["destination"][row]))
            if not lots.buyers(programme, product) or lots.law.rules.alternatives(programme, goods.hs_code):
                continue
            if any(covered == row for covered, _ in schedule.programmes_for(goods, 0.0)):
                found.append((programme, product))
    return found


RULES = (rule_numbers, direct_costs, foreign_feed)
