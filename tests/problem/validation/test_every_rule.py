"""Every rule of validation, broken once: the smallest change to the tutorial that breaks it, and what is then reported."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import optimizer
from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem, check_case
from optimizer.store.case_files import read_case_folder
from tests.domain.rows import TUTORIAL, edited, read_rows, write_rows
from tests.problem.validation.broken import (
    CONTENTS,
    INVENTED,
    LONE_FLOW,
    MINERALS,
    SCENARIO,
    SLAG,
    SLAG_SUPPLY,
    YEARS,
    Broken,
    change,
    expansion,
    policy,
    royalty,
    tier,
)
from tests.problem.validation.broken_codes import CODE_VIOLATIONS
from tests.problem.validation.broken_origins import ORIGIN_VIOLATIONS, ORIGIN_WARNINGS
from tests.problem.validation.broken_reach import REACH_VIOLATIONS, REACH_WARNINGS
from tests.problem.validation.broken_silently import SILENT_VIOLATIONS, SILENT_WARNINGS

PACKAGE = Path(optimizer.__file__).parent
VIOLATIONS = [
    # Cells.
    Broken("percent-sign", "tariffs[us-7202.93-mfn].ad_valorem", {"tariffs[us-7202.93-mfn].ad_valorem": "25 %"}),
    Broken("not-a-number", "lanes[port-us].freight_per_tonne", {"lanes[port-us].freight_per_tonne": "1,5"}),
    Broken("nan", "supplies[niobium].reserve", {"supplies[niobium].reserve": "NaN"}),
    Broken("infinite", "supplies[niobium].reserve", {"supplies[niobium].reserve": "inf"}),
    Broken("not-a-date", "programmes[agoa].end", {"programmes[agoa].end": "31/12/2026"}),
    Broken("not-a-flag", "materials[ferroniobium].raw", {"materials[ferroniobium].raw": "no"}),
    Broken("unknown-choice", "materials[ferroniobium].stage", {"materials[ferroniobium].stage": "alloy"}),
    Broken("bad-id", "resources[Power]", added={"resources": [{"id": "Power"}]}),
    Broken("missing-value", "demands[cn-manganese,1].price_per_unit", {"demands[cn-manganese,1].price_per_unit": ""}),
    Broken("duplicate-key", "resources[power]", added={"resources": [{"id": "power"}, {"id": "power"}]}),
    # Single values.
    Broken("negative", "processes[smelter].max_per_year", {"processes[smelter].max_per_year": "-400"}),
    Broken("below-range", "materials[ferroniobium].tonnes_per_unit", {"materials[ferroniobium].tonnes_per_unit": "0"}),
    Broken("above-range", "case.price_year", {"case.price_year": "20260"}),
    Broken("rate-above-5", "tariffs[us-7202.93-mfn].ad_valorem", {"tariffs[us-7202.93-mfn].ad_valorem": "25"}),
    Broken(
        "unknown-id",
        "lanes[port-us].to",
        {"lanes[port-us].to": "usa"},
        {"sites": [{"id": "mine"}, {"id": "port"}]},
        doubts=frozenset({("demands[us-ferroniobium,1]", "unreached-demand")}),
    ),
    Broken(
        "unknown-id",
        "lanes[port-us].to",
        {"lanes[port-us].to": "usa"},
        doubts=frozenset({("demands[us-ferroniobium,1]", "unreached-demand")}),
    ),
    Broken("minimum-above-maximum", "supplies[niobium].min_per_year", {"supplies[niobium].min_per_year": "1001"}),
    Broken(
        "ambiguous-id",
        "markets[port]",
        added={"sites": [{"id": "mine"}, {"id": "port"}], "markets": [{"id": i} for i in ("us", "cn", "port")]},
        besides=frozenset({("lanes[mine-port].to", "lane-to-nowhere"), ("markets[port].country", "unknown-country")}),
    ),
    Broken("several-rows", "case", added={"case": [{**TUTORIAL["case"][0], "id": "other"}]}),
    # Time.
    Broken("broken-node-tree", "nodes[2027].parent", added={"nodes": [YEARS[0], {**YEARS[1], "parent": ""}]}),
    Broken("overlapping-nodes", "nodes[2027].start", added={"nodes": [YEARS[0], {**YEARS[1], "start": "2026-12-31"}]}),
    Broken("overlapping-nodes", "nodes[2027].start", added={"nodes": [YEARS[0], {**YEARS[1], "start": "2027-01-02"}]}),
    Broken("broken-node-tree", "nodes[2026].probability", added={"nodes": [{**YEARS[0], "probability": "0.9"}]}),
    Broken("broken-node-tree", "nodes[2027].probability", added={"nodes": [YEARS[0], {**YEARS[1], "probability": "0.5"}]}),
    Broken(
        "broken-node-tree",
        "nodes[2026].parent",
        added={"nodes": [{**YEARS[0], "parent": "2027"}, YEARS[1]]},
        besides=frozenset({("nodes[2027].parent", "broken-node-tree")}),
    ),
    Broken(
        "unknown-id",
        "nodes[2027].parent",
        added={"nodes": [YEARS[0], {**YEARS[1], "parent": "2025"}]},
    ),
    Broken(
        "end-before-start", "programmes[agoa].end", {"programmes[agoa].start": "2027-01-01", "programmes[agoa].end": "2026-12-31"}
    ),
    # Chains.
    Broken("feed-not-a-flow", "processes[smelter].feed", {"processes[smelter].feed": "manganese-ore"}),
    Broken(
        "feed-not-one",
        "process_flows[smelter,niobium-concentrate]",
        {"process_flows[smelter,niobium-concentrate].amount_per_unit": "2"},
    ),
    Broken(
        # 0.65 t of ferroniobium at 65 % hold 0.4225 t of niobium, one t of concentrate 0.4 t.
        "mineral-created",
        "processes[smelter]",
        {"process_flows[smelter,ferroniobium].amount_per_unit": "0.65"},
        {"minerals": MINERALS, "contents": CONTENTS},
    ),
    Broken(
        "unobtainable",
        "process_flows[smelter,slag].material",
        added={"materials": [SLAG], "process_flows": [{**LONE_FLOW, "amount_per_unit": "1"}]},
    ),
    Broken(
        "unobtainable",
        "demands[us-slag,1].material",
        added={
            "materials": [SLAG],
            "demands": [
                {
                    "id": "us-slag",
                    "tier": "1",
                    "market": "us",
                    "material": "slag",
                    "price_per_unit": "1000",
                    "min_per_year": "1",
                    **INVENTED,
                }
            ],
        },
    ),
    Broken(
        "lane-to-nowhere",
        "lanes[port-mine].to",
        added={"lanes": [{"id": "port-mine", "from_site": "port", "to": "port", **INVENTED}]},
    ),
    Broken(
        "lane-to-nowhere",
        "lanes[port-eu].to",
        added={
            "markets": [{"id": i} for i in ("us", "cn", "eu")],
            "lanes": [{"id": "port-eu", "from_site": "port", "to": "eu", **INVENTED}],
        },
    ),
    Broken("expansion-target", "expansions[plant]", added={"expansions": [expansion("plant")]}),
    Broken(
        "expansion-target", "expansions[plant]", added={"expansions": [expansion("plant", process="smelter", lane="port-us")]}
    ),
    Broken(
        "unlimited-capacity-expanded",
        "lanes[port-us].max_tonnes_per_year",
        added={"expansions": [expansion("quay", lane="port-us")]},
    ),
    Broken(
        "capacity-charged-twice",
        "expansions[line].resource",
        added={
            "resources": [{"id": "power", "max_per_year": "100", **INVENTED}],
            "resource_uses": [{"process": "smelter", "resource": "power", "amount_per_unit": "2", **INVENTED}],
            "expansions": [expansion("plant", process="smelter"), expansion("line", resource="power")],
        },
    ),
    Broken(
        "capacity-charged-twice",
        "processes[smelter].fixed_cost_per_year",
        {"processes[smelter].max_per_year": "0", "processes[smelter].fixed_cost_per_year": "7"},
        {"expansions": [expansion("plant", process="smelter")]},
    ),
    Broken(
        "capacity-charged-twice",
        "expansions[plant].capital_cost_per_unit",
        added={
            "expansions": [expansion("plant", process="smelter")],
            "expansion_points": [{"expansion": "plant", "point": "1", "added_per_year": "9", "capital_cost": "90", **INVENTED}],
        },
    ),
    Broken(
        "concave-curve",
        "expansion_points[plant,1]",
        added={
            "expansions": [{**expansion("plant", process="smelter"), "capital_cost_per_unit": ""}],
            "expansion_points": [
                {"expansion": "plant", "point": "1", "added_per_year": "10", "capital_cost": "100", **INVENTED},
                {"expansion": "plant", "point": "2", "added_per_year": "20", "capital_cost": "150", **INVENTED},
            ],
        },
    ),
    Broken(
        "flat-curve",
        "expansion_points[plant,1]",
        added={
            "expansions": [{**expansion("plant", process="smelter"), "capital_cost_per_unit": ""}],
            "expansion_points": [
                {"expansion": "plant", "point": "1", "added_per_year": "10", "capital_cost": "100", **INVENTED},
                {"expansion": "plant", "point": "2", "added_per_year": "10", "capital_cost": "150", **INVENTED},
            ],
        },
    ),
    # Law.
    Broken("royalty-target", "royalties[r]", added={"royalties": [royalty("r")]}),
    Broken(
        "royalty-twice",
        "royalties[second].mineral",
        added={"royalties": [royalty("first", mineral="manganese-ore"), royalty("second", mineral="manganese-ore")]},
    ),
    Broken(
        "missing-value",
        "materials[manganese-ore].reference_value_per_unit",
        added={"royalties": [royalty("r", mineral="manganese-ore", basis="extracted")]},
    ),
    Broken(
        "unknown-measure",
        "policies[p].measure",
        added={"policies": [policy("p", kind="measure_bound", measure="job", minimum="1")]},
    ),
    Broken("empty-policy", "policies[p]", added={"policies": [policy("p", kind="measure_bound", measure="jobs")]}),
    Broken("bad-share", "policies[p].minimum", added={"policies": [policy("p", kind="processed_share", minimum="60")]}),
    Broken("open-tier", "demands[thin,2].max_per_year", added={"demands": [tier("1", "45", "5"), tier("2", "40", "")]}),
    Broken(
        # Tier 2 is the cheaper in the first year, tier 1 in the second.
        "rising-tiers",
        "demands[thin,1].price_per_unit",
        added={
            "nodes": YEARS,
            "demands": [tier("1", "45", "5"), tier("2", "40", "5")],
            "by_node": [{"address": "demands[thin,1].price_per_unit", "node": "2027", "value": "39"}],
        },
    ),
    # Prices fall, marginal revenue does not: 100, 80, then (89.9 x 15 - 90 x 10) / 5 = 89.7.
    Broken(
        "rising-tiers",
        "demands[thin,1].price_per_unit",
        added={"demands": [tier("1", "100", "5"), tier("2", "90", "5"), tier("3", "89.9", "5")]},
    ),
    Broken(
        "mixed-tiers", "demands[thin,1]", added={"demands": [tier("1", "45", "5"), {**tier("2", "40", "5"), "end": "2030-12-31"}]}
    ),
    Broken(
        # Goods leave the country over a lane between sites, and the royalty on sale would find no value there.
        "no-border-value",
        "lanes[dhow].to",
        added={
            "sites": [{"id": "mine"}, {"id": "port"}, {"id": "zanzibar", "country": "TZ"}],
            "lanes": [
                {"id": "dhow", "from_site": "port", "to": "zanzibar", **INVENTED},
                {"id": "onward", "from_site": "zanzibar", "to": "cn", **INVENTED},
            ],
            "lane_materials": [{"lane": "dhow", "material": "manganese-ore", **INVENTED}],
            "royalties": [{"id": "mn", "material": "manganese-ore", "rate": "0.05", **INVENTED}],
        },
    ),
    # Addresses.
    Broken(
        "bad-address",
        "limit_terms[mix,ship femn].columns",
        added={
            "limits": [{"id": "mix", "sense": "le", **INVENTED}],
            "limit_terms": [{"limit": "mix", "columns": "ship femn", "coefficient": "1"}],
        },
    ),
    Broken(
        "unknown-address",
        "limit_terms[mix,move[*]].columns",
        added={
            "limits": [{"id": "mix", "sense": "le", **INVENTED}],
            "limit_terms": [{"limit": "mix", "columns": "move[*]", "coefficient": "1"}],
        },
    ),
    Broken(
        "unknown-address",
        "by_node[demands[uk,1].price_per_unit,1]",
        added={"by_node": [{"address": "demands[uk,1].price_per_unit", "node": "1", "value": "5"}]},
    ),
    Broken(
        "unknown-address",
        "by_node[supplies[niobium].start,1]",
        added={"by_node": [{"address": "supplies[niobium].start", "node": "1", "value": "5"}]},
    ),
    Broken(
        "unchangeable",
        "by_node[case.real_discount_rate,1]",
        added={"by_node": [{"address": "case.real_discount_rate", "node": "1", "value": "0.1"}]},
    ),
    Broken(
        "unknown-address",
        "figures[supplies[gold].reserve]",
        added={"figures": [{"address": "supplies[gold].reserve", "low": "1", "high": "2"}]},
    ),
    Broken(
        "unknown-address",
        "figures[supplies[niobium].start]",
        added={"figures": [{"address": "supplies[niobium].start", "low": "1"}]},
    ),
    # Scenarios.
    Broken("broken-scenario", "scenarios[lapse].extends", added={"scenarios": [{"id": "lapse", "extends": "lapse"}]}),
    Broken(
        "unknown-address",
        "changes[lapse,1]",
        added={"scenarios": SCENARIO, "changes": [change("1", "programmes[egoa].active", "false")]},
    ),
    Broken(
        "bad-address", "changes[lapse,1]", added={"scenarios": SCENARIO, "changes": [change("1", "programmes agoa", "false")]}
    ),
    Broken(
        "unchangeable",
        "changes[lapse,1]",
        added={"scenarios": SCENARIO, "changes": [change("1", "supplies[niobium].id", "gold")]},
    ),
    Broken(
        "unchangeable",
        "changes[lapse,1]",
        added={"scenarios": SCENARIO, "changes": [change("1", "scenarios[lapse].name", "Lapse")]},
    ),
    Broken(
        "set-twice",
        "changes[lapse,2]",
        added={
            "scenarios": SCENARIO,
            "changes": [change("1", "programmes[agoa].active", "false"), change("2", "programmes[*].active", "true")],
        },
    ),
    Broken(
        "not-a-flag", "changes[lapse,1]", added={"scenarios": SCENARIO, "changes": [change("1", "programmes[agoa].active", "0")]}
    ),
    Broken(
        "not-a-number",
        "changes[lapse,1]",
        added={"scenarios": SCENARIO, "changes": [change("1", "programmes[agoa].end", "2", "scale")]},
    ),
    Broken(
        "absurd-number",
        "changes[lapse,1]",
        added={
            "scenarios": SCENARIO,
            "changes": [change("1", "demands[us-ferroniobium,1].price_per_unit", "1e307", "scale")],
        },
    ),
    *CODE_VIOLATIONS,
    *ORIGIN_VIOLATIONS,
    *REACH_VIOLATIONS,
    *SILENT_VIOLATIONS,
]

WARNINGS = [
    Broken("rate-above-1", "tariffs[us-7202.93-mfn].ad_valorem", {"tariffs[us-7202.93-mfn].ad_valorem": "1.5"}),
    Broken("date-inside-period", "programmes[agoa].end", {"programmes[agoa].end": "2026-06-30"}),
    Broken("date-inside-period", "programmes[agoa].end", {"programmes[agoa].end": "2026-12-30"}),
    Broken("date-inside-period", "programmes[agoa].start", {"programmes[agoa].start": "2026-12-31"}),
    Broken(
        "date-inside-period",
        "policies[ban].start",
        added={"policies": [policy("ban", kind="raw_export_ban", start="2026-07-01")]},
    ),
    Broken(
        # 1 per unit of feed beside 1e-10: ten orders of magnitude.
        "coefficient-span",
        "process_flows[smelter,niobium-concentrate].amount_per_unit",
        added={"materials": [SLAG], "supplies": [SLAG_SUPPLY], "process_flows": [LONE_FLOW]},
    ),
    Broken(
        "dead-end",
        "lanes[port-yard].to",
        added={
            "sites": [{"id": "mine"}, {"id": "port"}, {"id": "yard", "kind": "storage"}],
            "lanes": [{"id": "port-yard", "from_site": "port", "to": "yard", **INVENTED}],
        },
    ),
    Broken("no-source", "supplies[niobium]", {"supplies[niobium].source": ""}),
    Broken("estimate-without-range", "supplies[niobium]", {"supplies[niobium].confidence": "estimate"}),
    Broken(
        "outside-own-range",
        "supplies[niobium].cost_per_unit",
        added={"figures": [{"address": "supplies[niobium].cost_per_unit", "low": "2100", "high": "2500"}]},
    ),
    *ORIGIN_WARNINGS,
    *REACH_WARNINGS,
    *SILENT_WARNINGS,
]


def identity(broken: Broken) -> str:
    """Name a test by rule and address."""
    return f"{broken.rule}:{broken.address}"


@pytest.mark.parametrize("broken", VIOLATIONS, ids=identity)
def test_a_broken_rule_is_reported_at_its_address(broken: Broken, tmp_path: Path) -> None:
    """The one broken rule is the one violation, and it tells what is wrong and how to fix it."""
    violations, warnings = check_case(read_case_folder(write_rows(tmp_path / "case", broken.rows())))
    assert {(broken.address, broken.rule), *broken.besides} == {(found.address, found.rule) for found in violations}
    assert broken.doubts == {(found.address, found.rule) for found in warnings}
    assert all(found.problem and found.fix for found in violations)


@pytest.mark.parametrize("broken", WARNINGS, ids=identity)
def test_what_is_doubtful_is_a_warning(broken: Broken, tmp_path: Path) -> None:
    """A doubtful case can be planned with."""
    read = read_case_folder(write_rows(tmp_path / "case", broken.rows()))
    violations, warnings = check_case(read)
    assert () == violations
    assert [(broken.address, broken.rule)] == [(found.address, found.rule) for found in warnings]
    assert warnings == build_problem(read).warnings


EDGES = [("start", "2026-01-01"), ("end", "2026-12-31"), ("start", "2027-01-01"), ("end", "2025-12-31")]


@pytest.mark.parametrize(("column", "day"), EDGES)
def test_a_date_at_the_edge_of_a_period_is_no_warning(column: str, day: str) -> None:
    """A first day that begins a period and a last day that ends one cut through none."""
    assert ((), ()) == check_case(read_rows(edited(TUTORIAL, {f"programmes[agoa].{column}": day})))


FILES = [
    ("unknown-table", "demand.csv", {"demand.csv": b"id\n"}),
    ("unreadable-file", "stocks.csv", {"stocks.csv": b""}),
    ("file-form", "minerals.csv", {"minerals.csv": "id,name\nniobium,é\nmanganese,\n".encode("latin-1")}),
    ("file-form", "minerals.csv", {"minerals.csv": b"id;name\nniobium;Niobium\nmanganese;Manganese\n"}),
    ("unnamed-column", "minerals.csv", {"minerals.csv": b"id,\nniobium,\nmanganese,\nzinc,x\n"}),
    ("unreadable-file", "stocks.csv", {"stocks.csv": b'site,material\nport,"ore\n'}),
    ("too-many-cells", "minerals.csv line 3", {"minerals.csv": b"id,name\nniobium,Niobium\nmanganese,Manganese,ore\n"}),
    ("too-few-cells", "minerals.csv line 3", {"minerals.csv": b"id,name\nniobium,Niobium\nmanganese\n"}),
    ("unknown-column", "minerals.csv", {"minerals.csv": b"id,nmae\nniobium,Niobium\n"}),
    ("duplicate-column", "minerals.csv", {"minerals.csv": b"id,name,name\nniobium,Niobium,Nb\n"}),
    ("missing-column", "resources.csv", {"resources.csv": b"name\nPower\n"}),
    ("missing-table", "case", {"case.csv": None}),
    ("missing-table", "materials", {"materials.csv": None}),
]


@pytest.mark.parametrize(("rule", "address", "files"), FILES)
def test_a_broken_file_is_reported(rule: str, address: str, files: dict[str, bytes | None], tmp_path: Path) -> None:
    """What is wrong with a file as a whole is a violation too, and the other files are read all the same."""
    folder = write_rows(tmp_path / "case", edited(TUTORIAL, {"supplies[niobium].reserve": "-1"}))
    for name, content in files.items():
        path = folder / name
        path.unlink() if content is None else path.write_bytes(content)
    violations, _ = check_case(read_case_folder(folder))
    found = {(violation.address, violation.rule) for violation in violations}
    assert {(address, rule), ("supplies[niobium].reserve", "negative")} <= found


CHANGES = [
    ("unknown-choice", Change("supplies[*].cost_per_unit", "multiply", "2")),
    ("missing-value", Change("demands[us-ferroniobium,1].price_per_unit", "set", "")),
    ("unknown-address", Change("programmes[agoa].end@1", "set", "2026-12-31")),
    ("unchangeable", Change("nodes[1].cash_weight@1", "add", "1")),
    ("negative", Change("supplies[niobium].reserve", "set", "-1")),
    ("unchangeable", Change("lanes[port-us].transit_days@1", "set", "40")),
    ("unchangeable", Change("supplies[niobium].reserve@1", "scale", "2")),
    ("blank-number", Change("lanes[*].parcel_tonnes", "add", "5")),
    ("too-long", Change("supplies[niobium]." + "a" * 1000, "set", "1")),
    ("line-break", Change("lanes[port-us].mode", "set", "sea\nbulk")),
    ("control-character", Change("lanes[port-us].mode", "set", "sea\0bulk")),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES, ids=[f"{rule}:{change.address}" for rule, change in CHANGES])
def test_a_broken_change_is_reported(rule: str, change: Change) -> None:
    """Changes sent along are held to the same rules."""
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(TUTORIAL), changes=[change])
    assert [rule] == [found.rule for found in caught.value.violations]


CHANGE_WARNINGS = [
    ("unlikely-change", "supplies[niobium].cost_per_unit", Change("supplies[niobium].cost_per_unit", "set", "2")),
    ("unlikely-change", "supplies[niobium].cost_per_unit@1", Change("supplies[niobium].cost_per_unit@*1", "set", "200000")),
    ("blank-unchanged", "lanes[mine-port].parcel_tonnes", Change("lanes[*].parcel_tonnes", "scale", "2")),
    ("outside-own-range", "supplies[niobium].cost_per_unit", Change("supplies[niobium].cost_per_unit", "set", "18")),
]


@pytest.mark.parametrize(("rule", "address", "change"), CHANGE_WARNINGS)
def test_a_doubtful_change_is_warned_of_first(rule: str, address: str, change: Change) -> None:
    """What a change of the request makes doubtful is marked and comes before what the case says by itself."""
    added = {"figures": [{"address": "supplies[niobium].cost_per_unit", "low": "1900"}]} if rule == "outside-own-range" else {}
    rows = edited(TUTORIAL, {"demands[cn-manganese,1].source": "", "programmes[agoa].end": "2026-06-30"}, added)
    first, *others = build_problem(read_rows(rows), changes=[change]).warnings
    assert (address, rule, True) == (first.address, first.rule, first.changed)
    assert ["demands[cn-manganese,1]", "programmes[agoa].end"] == [found.address for found in others]
    assert not any(found.changed for found in others)


OBJECTIVES = [
    ("bad-objective", "profit +"),
    ("bad-objective", "1..5 jobs"),
    ("unknown-measure", "profits"),
    ("too-long", "profit " * 300),
]


@pytest.mark.parametrize(("rule", "objective"), OBJECTIVES)
def test_a_broken_objective_is_reported(rule: str, objective: str) -> None:
    """An objective is held to the known measures."""
    with pytest.raises(InvalidCase) as caught:
        build_problem(read_rows(TUTORIAL), objective=objective)
    assert [("objective", rule)] == [(found.address, found.rule) for found in caught.value.violations]


MADE_BY = {"Violation": 1, "Unreadable": 0, "BadAddress": 0, "NotACode": 0}
"""Position of the rule among the arguments."""


def rules_in(path: Path) -> Iterator[str]:
    """Yield the rules that a module can report: literals, or names of them, handed to an error, or assigned to `rule`."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        node.targets[0].id: node.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY:
            sources: list[ast.expr] = node.args[MADE_BY[node.func.id] :][:1]
        elif isinstance(node, ast.Assign) and [ast.dump(target) for target in node.targets] == ["Name(id='rule', ctx=Store())"]:
            sources = [node.value]
        else:
            continue
        for source in sources:
            stated = named.get(source.id, source) if isinstance(source, ast.Name) else source
            choices = [stated.body, stated.orelse] if isinstance(stated, ast.IfExp) else [stated]
            yield from (item.value for item in choices if isinstance(item, ast.Constant) and isinstance(item.value, str))


QUESTIONS = {PACKAGE / "law" / "shipment.py"}
"""Modules whose rules are about a question asked, not about a case."""


ELSEWHERE = {"too-many", "unreadable-folder"}
"""Rules tested with changes (tests/domain/test_scenario.py) and with a lost link (tests/store/test_file_forms.py)."""


def test_every_rule_is_broken_by_some_test() -> None:
    """No rule on data is without a case that breaks it, and no test expects a rule that is gone."""
    floors = ("domain", "law", "world", "problem", "store")
    modules = {module for floor in floors for module in (PACKAGE / floor).rglob("*.py")} - QUESTIONS
    stated = {rule for module in modules for rule in rules_in(module)}
    tried = {broken.rule for broken in (*VIOLATIONS, *WARNINGS)} | {
        row[0] for row in (*FILES, *CHANGES, *CHANGE_WARNINGS, *OBJECTIVES)
    }
    assert stated == tried | ELSEWHERE
    assert len(stated) > 40


def test_the_tutorial_breaks_no_rule() -> None:
    """The case that all these start from is sound."""
    assert ((), ()) == check_case(read_rows(TUTORIAL))


def test_rules_do_not_hide_one_another() -> None:
    """Where the broken rules of many rows meet in one case, all of them are reported."""
    cells = {
        "tariffs[us-7202.93-mfn].ad_valorem": "25 %",
        "lanes[port-us].freight_per_tonne": "1,5",
        "supplies[niobium].min_per_year": "1001",
        "processes[smelter].max_per_year": "-400",
        "materials[ferroniobium].stage": "alloy",
        "demands[cn-manganese,1].market": "",
        "programmes[agoa].end": "soon",
        "lanes[port-cn].from_site": "dock",
    }
    added = {"sites": [{"id": "mine"}, {"id": "port"}], "expansions": [expansion("plant")], "policies": [policy("p", kind="ban")]}
    violations, _ = check_case(read_rows(edited(TUTORIAL, cells, added)))
    found = {(violation.address, violation.rule) for violation in violations}
    assert {
        ("tariffs[us-7202.93-mfn].ad_valorem", "percent-sign"),
        ("lanes[port-us].freight_per_tonne", "not-a-number"),
        ("supplies[niobium].min_per_year", "minimum-above-maximum"),
        ("processes[smelter].max_per_year", "negative"),
        ("materials[ferroniobium].stage", "unknown-choice"),
        ("demands[cn-manganese,1].market", "missing-value"),
        ("programmes[agoa].end", "not-a-date"),
        ("lanes[port-cn].from_site", "unknown-id"),
        ("expansions[plant]", "expansion-target"),
        ("policies[p].kind", "unknown-choice"),
    } <= found


def test_two_hundred_violations_are_all_reported() -> None:
    """Nothing is cut off where a case is checked."""
    demand = TUTORIAL["demands"][0]
    rows = edited(TUTORIAL)
    rows["demands"] = [{**demand, "tier": str(number), "max_per_year": f"-{number}"} for number in range(1, 201)]
    violations, _ = check_case(read_rows(rows))
    expected = {(f"demands[us-ferroniobium,{number}].max_per_year", "negative", f"-{number}") for number in range(1, 201)}
    found = [(violation.address, violation.rule, violation.value) for violation in violations if violation.rule == "negative"]
    assert (200, expected) == (len(found), set(found))


def test_violations_stand_in_the_order_of_their_addresses_once_each() -> None:
    """What the reader and the rules found is one sorted list."""
    rows = edited(TUTORIAL, {"supplies[niobium].reserve": "-1", "demands[cn-manganese,1].price_per_unit": "x"})
    violations, _ = check_case(read_rows(rows))
    assert sorted(set(violations)) == list(violations)
    assert all(isinstance(violation, Violation) and not violation.warning for violation in violations)
