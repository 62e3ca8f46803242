"""Rules on chains of materials: conservation, reach, lanes and capacity."""

from collections.abc import Iterator

import numpy as np

from optimizer.domain.case import Case, is_implied
from optimizer.domain.contents import Flows, read_contents, read_flows
from optimizer.domain.errors import Violation
from optimizer.domain.suggestions import Names
from optimizer.world.network import reachable_materials

CONTENT_TOLERANCE = 1e-9
COEFFICIENT_SPAN = 1e9


def feed_is_a_flow(case: Case) -> Iterator[Violation]:
    """Yield a violation per process whose principal feed does not go in as exactly 1."""
    processes = case["processes"]
    flows = case["process_flows"]
    for row in range(len(processes)):
        feed = processes["feed"][row]
        if not feed:
            continue
        at = flows.rows.get(f"{processes.keys[row]},{feed}")
        address = processes.address(row, "feed")
        if at is None:
            fix = f"add process_flows[{processes.keys[row]},{feed}] with direction in and amount 1"
            yield Violation(address, "feed-not-a-flow", feed, "the feed is not among the process's flows", fix)
        elif flows["direction"][at] != "in" or (case.numbers("process_flows", "amount_per_unit")[at] != 1.0).any():
            value = f"{flows['direction'][at]} {flows['amount_per_unit'][at]:g}"
            yield Violation(
                flows.address(at), "feed-not-one", value, "the principal feed goes in as 1 per unit of itself", "set it to in, 1"
            )


def more_out_than_in(case: Case) -> Iterator[Violation]:
    """Yield a violation per process and mineral of which more comes out than goes in."""
    contents = read_contents(case)
    flows = read_flows(case)
    shape = (len(case["processes"]), *contents.contained.shape[1:])
    incoming = np.zeros(shape)
    outgoing = np.zeros(shape)
    moved = flows.amount[:, np.newaxis, :] * contents.contained[flows.material]
    np.add.at(outgoing, flows.process, np.maximum(moved, 0.0))
    np.add.at(incoming, flows.process, np.maximum(-moved, 0.0))
    excess = (outgoing > incoming * (1.0 + CONTENT_TOLERANCE) + 1e-15).any(axis=2)
    for process, mineral in zip(*np.nonzero(excess), strict=True):
        node = int(np.argmax(outgoing[process, mineral] - incoming[process, mineral]))
        value = f"{outgoing[process, mineral, node]:g} t out, {incoming[process, mineral, node]:g} t in"
        name = case["minerals"].keys[mineral]
        problem = f"more {name} comes out than goes in per unit of feed"
        fix = "lower the yield in process_flows or the fraction"
        if is_implied(case["contents"]):
            problem += ", because without contents.csv each raw material is a mineral of its own"
            fix = f"write in contents.csv what they hold: {_contents_rows(flows, case, int(process))}"
        yield Violation(case["processes"].address(int(process)), "mineral-created", value, problem, fix)


def _contents_rows(flows: Flows, case: Case, process: int) -> str:
    """Return rows of contents, with blanks to fill in, for the materials of a process of which one is made from the other."""
    keys = case["materials"].keys
    raw = case["materials"]["raw"]
    held = sorted({at for at in flows.material[flows.process == process].tolist() if raw[at]})
    rows = [f"'{keys[at]},MINERAL,FRACTION'" for at in held]
    return f"{' and '.join(rows)}, with the same mineral in each and tonnes of it in a tonne"


def can_be_had(case: Case) -> Iterator[Violation]:
    """Yield a violation per material that a process, lane or demand needs and nobody can make or buy."""
    have = reachable_materials(case)
    had = {material for _, material in have}
    needed: dict[str, str] = {}
    flows = case["process_flows"]
    active = set(np.array(case["processes"].keys, dtype=object)[case.active_rows("processes")])
    for row in range(len(flows)):
        if flows["direction"][row] == "in" and flows["process"][row] in active:
            needed.setdefault(str(flows["material"][row]), flows.address(row, "material"))
    demands = case["demands"]
    for row in case.active_rows("demands"):
        if (case.numbers("demands", "min_per_year")[row] > 0).any():
            needed.setdefault(str(demands["material"][row]), demands.address(int(row), "material"))
    for material, address in needed.items():
        if material in case["materials"].rows and material not in had:
            fix = "add a supply, or a process that makes it, or switch the row off"
            yield Violation(address, "unobtainable", material, "nobody can make or buy this material", fix)


def lane_to_nowhere(case: Case) -> Iterator[Violation]:
    """Yield a violation per lane that ends where it starts, where nobody buys, or at a place that nothing else names.

    Networks drawn by others have dead ends; a lane there carries nothing, or what may be thrown away: a warning.
    """
    lanes = case["lanes"]
    demands = case["demands"]
    sites = case["sites"]
    buying = set(demands["market"])
    useful = {str(site) for table in ("processes", "stocks") for site in case[table]["site"]} | set(lanes["from_site"])
    named_by_lanes_alone = "sites" in case.absent
    markets = Names(sorted(buying))
    for row in case.active_rows("lanes"):
        end = lanes["to"][row]
        start = lanes["from_site"][row]
        if end == start:
            yield Violation(
                lanes.address(int(row), "to"), "lane-to-nowhere", end, "the lane ends where it starts", "correct one end"
            )
        elif end in case["markets"].rows and end not in buying:
            yield Violation(
                lanes.address(int(row), "to"),
                "lane-to-nowhere",
                end,
                "nobody buys at this market",
                "add a demand, or delete the lane",
            )
        elif end in sites.rows and end not in useful:
            address = lanes.address(int(row), "to")
            fix = "add a process, a stock or a lane onward there, or delete the lane"
            if named_by_lanes_alone:
                fix = markets.question(str(end), "correct the name, or list the place in sites.csv")
                yield Violation(address, "unknown-id", end, "no market, and no other row than lanes, has this name", fix)
            else:
                yield Violation(address, "dead-end", end, "nothing happens at this site", fix, warning=True)


def expansion_targets(case: Case) -> Iterator[Violation]:
    """Yield a violation per expansion that does not name exactly one target, or one whose capacity has no limit."""
    table = case["expansions"]
    for row in range(len(table)):
        named = [(kind, table[kind][row]) for kind in ("process", "resource", "lane") if table[kind][row]]
        if len(named) != 1:
            value = ", ".join(str(name) for _, name in named)
            fix = "fill exactly one of process, resource and lane"
            yield Violation(table.address(row), "expansion-target", value, "an expansion is of one thing", fix)
            continue
        kind, target = named[0]
        plural = {"process": "processes", "resource": "resources", "lane": "lanes"}[kind]
        column = "max_per_year"
        if kind == "lane":
            column = "max_tonnes_per_year"
        at = case[plural].rows.get(str(target))
        if at is not None and table["active"][row] and np.isnan(case.numbers(plural, column)[at]).any():
            address = case[plural].address(at, column)
            problem = "its capacity has no limit, so there is nothing to expand"
            yield Violation(
                address, "unlimited-capacity-expanded", "", problem, "give the capacity that stands today (0 for a new plant)"
            )


def cost_curves(case: Case) -> Iterator[Violation]:
    """Yield a violation per cost curve that an LP would climb in the wrong order, or that stands beside a cost per unit."""
    table = case["expansions"]
    points = case["expansion_points"]
    own = case.numbers("expansions", "capital_cost_per_unit")
    for row in sorted(set(case.position("expansion_points", "expansion").tolist()) - {-1}):
        if not np.isnan(own[row]).all():
            address = table.address(row, "capital_cost_per_unit")
            fix = "leave it blank, or delete the points"
            yield Violation(address, "capacity-charged-twice", f"{own[row][0]:g}", "the expansion has a cost curve as well", fix)
    added = case.numbers("expansion_points", "added_per_year")
    capital = case.numbers("expansion_points", "capital_cost")
    for expansion in sorted(set(points["expansion"])):
        rows = np.flatnonzero([name == expansion for name in points["expansion"]])
        rows = rows[np.argsort(added[rows, 0], kind="stable")]
        widths = np.diff(np.vstack([np.zeros((1, added.shape[1])), added[rows]]), axis=0)
        rises = np.diff(np.vstack([np.zeros((1, added.shape[1])), capital[rows]]), axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes = rises / widths
        first = points.address(int(rows[0]))
        if (widths <= 0).any():
            fix = "give each point more capacity than the one before, beyond 0"
            yield Violation(first, "flat-curve", expansion, "two points of the curve have the same capacity", fix)
        elif (np.diff(slopes, axis=0) < -CONTENT_TOLERANCE * np.abs(slopes[:-1])).any():
            problem = "the curve gets cheaper with size, so a linear program would take the last unit's cost for the first"
            fix = "enter each plant size as an expansion of its own and compare them by scenario"
            yield Violation(first, "concave-curve", expansion, problem, fix)


def capacity_charged_twice(case: Case) -> Iterator[Violation]:
    """Yield a violation per capacity whose capital would be paid by two expansions, or that is charged though absent.

    A resource that only one process uses is part of that process: expanding both charges one capacity twice.
    """
    table = case["expansions"]
    uses = case["resource_uses"]
    processes = case["processes"]
    active = case.active_rows("expansions")
    expanded = {str(table["process"][row]) for row in active if table["process"][row]}
    users: dict[str, set[str]] = {}
    for process, resource in zip(uses["process"], uses["resource"], strict=True):
        users.setdefault(resource, set()).add(process)
    for row in active:
        resource = str(table["resource"][row])
        only = users.get(resource, set())
        if len(only) == 1 and only <= expanded:
            process = next(iter(only))
            problem = f"only process '{process}' uses this resource, and its own expansion already pays for capacity"
            yield Violation(
                table.address(int(row), "resource"), "capacity-charged-twice", resource, problem, "keep one of the two expansions"
            )
    capacity = case.numbers("processes", "max_per_year")
    fixed = case.numbers("processes", "fixed_cost_per_year")
    for row in case.active_rows("processes"):
        if processes.keys[row] in expanded and (capacity[row] == 0).all() and (fixed[row] > 0).any():
            problem = "a plant that does not stand yet is charged a fixed cost although its expansion pays for it"
            fix = "move the cost to expansions.fixed_cost_per_unit_year"
            yield Violation(
                processes.address(int(row), "fixed_cost_per_year"),
                "capacity-charged-twice",
                f"{fixed[row].max():g}",
                problem,
                fix,
            )


def coefficient_span(case: Case) -> Iterator[Violation]:
    """Yield a warning if the coefficients of flows and uses span more than nine orders of magnitude."""
    spots: list[tuple[float, str]] = []
    for name in ("process_flows", "resource_uses"):
        values = np.abs(case.numbers(name, "amount_per_unit"))
        for row in range(len(case[name])):
            given = values[row][values[row] > 0]
            spots += [(float(value), case[name].address(row, "amount_per_unit")) for value in given[:1]]
    if spots and max(spots)[0] > COEFFICIENT_SPAN * min(spots)[0]:
        low = min(spots)
        high = max(spots)
        fix = f"count the material of {low[1]} in a smaller unit"
        yield Violation(
            high[1], "coefficient-span", f"{low[0]:g} .. {high[0]:g}", "coefficients span more than 1e9", fix, warning=True
        )


RULES = (
    feed_is_a_flow,
    more_out_than_in,
    can_be_had,
    lane_to_nowhere,
    expansion_targets,
    cost_curves,
    capacity_charged_twice,
    coefficient_span,
)
