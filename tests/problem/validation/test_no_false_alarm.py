"""What looks like a broken rule and is sound: no violation, no warning."""

from collections.abc import Mapping

import pytest

from optimizer.problem.build import check_case
from tests.domain.rows import TUTORIAL, edited, read_rows
from tests.problem.validation.broken import CONTENTS, INVENTED, MINERALS, SLAG, SLAG_SUPPLY, YEARS, expansion, policy, royalty
from tests.problem.validation.broken_origins import CONTENT, FEED, REAGENT, SHIFT, SOUND, UGANDA, VALUE, rule, worth
from tests.problem.validation.broken_silently import PRICE, VALUES, at_node, charge

Added = Mapping[str, list[dict[str, str]]]

FOREIGN_SLAG = {**SLAG_SUPPLY, **UGANDA}
DEAR = {**SOUND, "processes[smelter].direct_cost_per_unit": "9999"}
HALVES = [
    royalty("first", material="manganese-ore", end="2026-12-31"),
    royalty("second", material="manganese-ore", start="2027-01-01"),
]

UNPAID = {
    f"demands[{name},1].price_per_unit": "0" for name in ("us-ferroniobium", "cn-ferroniobium", "cn-concentrate", "cn-manganese")
}

SOUND_CASES: dict[str, tuple[Mapping[str, str], Added]] = {
    "a content test with its values": (
        SOUND,
        {"supplies": [FEED], "origin_rules": [rule(**CONTENT)], "origin_values": [worth("KE", "6000")]},
    ),
    "a least content of nothing counts nothing": (
        SOUND,
        {"supplies": [FEED], "origin_rules": [rule(test="content_min", threshold="0")]},
    ),
    "a shift that every input makes": (SOUND, {"supplies": [FEED], "origin_rules": [rule(**SHIFT, de_minimis="0.1")]}),
    "a content test that no foreign feed reaches": ({**SOUND, VALUE: ""}, {"origin_rules": [rule(**CONTENT)]}),
    "foreign feed into a process that does not transform": ({VALUE: ""}, {"supplies": [FEED], "origin_rules": [rule(**CONTENT)]}),
    "foreign feed and a price at the appraised value where nobody claims": (
        {**SOUND, VALUE: "28000", "demands[cn-ferroniobium,1].price_per_unit": "30000"},
        {"supplies": [FEED], "origin_rules": [rule(**CONTENT)], "origin_values": [worth("KE", "6000")]},
    ),
    "a direct cost that no test counts": (DEAR, {}),
    "a direct cost with the depreciation of a plant to be built": (
        DEAR,
        {"origin_rules": [rule(**CONTENT)], "expansions": [expansion("plant", process="smelter")]},
    ),
    "a foreign reagent that does not end up in the product": (
        {},
        {"materials": [SLAG], "supplies": [FOREIGN_SLAG], "process_flows": [{**REAGENT, "constituent": "false"}]},
    ),
    "a foreign reagent that is also had at home": (
        {},
        {"materials": [SLAG], "supplies": [FOREIGN_SLAG, {**SLAG_SUPPLY, "id": "own"}], "process_flows": [REAGENT]},
    ),
    "a foreign reagent in a product that no programme covers": (
        {"programmes[agoa].active": "false"},
        {"materials": [SLAG], "supplies": [FOREIGN_SLAG], "process_flows": [REAGENT]},
    ),
    "a fee per entry on lanes that tell the size of one": (
        {"lanes[port-us].parcel_tonnes": "20"},
        {"tariffs": [charge("fee", destination="US")]},
    ),
    "a fee per entry on goods that are not sold there": ({}, {"tariffs": [charge("fee", destination="US", hs_prefix="2602")]}),
    "a fee per entry that is over": ({}, {"tariffs": [charge("fee", destination="US", end="2025-12-31")]}),
    "royalties one after the other": ({}, {"nodes": YEARS, "royalties": HALVES}),
    "a levy beside a royalty": (
        {},
        {
            "royalties": [
                royalty("first", material="manganese-ore"),
                royalty("second", material="manganese-ore", instrument="levy"),
                royalty("third", mineral="niobium-concentrate"),
                royalty("fourth", mineral="niobium-concentrate", instrument="levy"),
            ]
        },
    ),
    "a royalty on ore at the value of what it holds": (
        VALUES,
        {
            "minerals": MINERALS,
            "contents": CONTENTS,
            "royalties": [royalty("r", mineral="niobium", basis="extracted", at_material="ferroniobium")],
        },
    ),
    "one value by two rows": (
        {},
        {"nodes": YEARS, "by_node": [at_node("demands[market=us].price_per_unit", "5"), at_node(PRICE, "5")]},
    ),
    "a share that rises": (
        {},
        {
            "nodes": YEARS,
            "policies": [policy("share", kind="processed_share", minimum="0.5")],
            "by_node": [at_node("policies[share].minimum", "0.6")],
        },
    ),
    "a bound given by node alone": (
        {},
        {
            "nodes": YEARS,
            "policies": [policy("work", kind="measure_bound", measure="jobs")],
            "by_node": [at_node("policies[work].minimum", "0")],
        },
    ),
    "buyers who pay nothing in a case that counts costs": (
        {"tariffs[us-7202.93-mfn].active": "false", "programmes[agoa].active": "false", **UNPAID},
        {},
    ),
    "a ban from the first day of a year": (
        {},
        {"nodes": YEARS, "policies": [policy("ban", kind="raw_export_ban", start="2027-01-01")]},
    ),
    "a role in a programme that is switched off": (
        {},
        {
            "programme_countries": [
                {"programme": "agoa", "country": "KE", "role": "beneficiary", **INVENTED},
                {"programme": "agoa", "country": "TZ", "role": "cumulation", "end": "2026-06-30", "active": "false", **INVENTED},
            ]
        },
    ),
}


@pytest.mark.parametrize("name", SOUND_CASES)
def test_what_is_sound_raises_no_alarm(name: str) -> None:
    """The tutorial with rows that keep every rule is reported without a word."""
    cells, added = SOUND_CASES[name]
    assert ((), ()) == check_case(read_rows(edited(TUTORIAL, cells, added)))


def test_a_ban_that_begins_inside_a_period_asks_for_a_boundary() -> None:
    """A ban holds on a day or does not; a bound on jobs is let be."""
    bans = [policy(kind, kind=kind, start="2026-07-01", minimum="0.5") for kind in ("raw_export_ban", "processed_share")]
    work = policy("work", kind="measure_bound", measure="jobs", minimum="0", start="2026-07-01")
    _, warnings = check_case(read_rows(edited(TUTORIAL, added={"policies": [*bans, work]})))
    boundary = "let a period begin on 2026-07-01"
    assert {
        ("policies[processed_share].start", boundary),
        ("policies[raw_export_ban].start", boundary),
        ("policies[work].start", "split the period at that day if the difference matters"),
    } == {(found.address, found.fix) for found in warnings}


def test_feed_made_abroad_is_followed_to_where_it_is_used() -> None:
    """Ugandan ore is smelted at Tororo, goes over a lane to the port, and its metal counts against the rule there."""
    cells = {**SOUND, "processes[smelter].site": "tororo", "materials[ferroniobium].reference_value_per_unit": "28000"}
    added = {
        "sites": [{"id": "mine"}, {"id": "port"}, {"id": "tororo", "country": "UG"}],
        "markets": [{"id": "us"}, {"id": "cn"}],
        "materials": [
            {"id": "master-alloy", "stage": "refined", "hs_code": "7202.99", "reference_value_per_unit": "1", **INVENTED}
        ],
        "supplies": [{**FEED, "site": "tororo"}],
        "lanes": [{"id": "tororo-port", "from_site": "tororo", "to": "port", **INVENTED}],
        "processes": [{"id": "alloying", "site": "port", "feed": "ferroniobium", "substantial": "true", **INVENTED}],
        "process_flows": [
            {"process": "alloying", "material": "ferroniobium", "direction": "in", "amount_per_unit": "1", **INVENTED},
            {"process": "alloying", "material": "master-alloy", "direction": "out", "amount_per_unit": "1", **INVENTED},
        ],
        "origin_rules": [rule(test="foreign_max", threshold="0.5")],
    }
    violations, warnings = check_case(read_rows(edited(TUTORIAL, cells, added)))
    assert [("origin_values[agoa,ferroniobium,UG,port].value_per_unit", "missing-value")] == [
        (found.address, found.rule) for found in violations
    ]
    assert () == warnings
