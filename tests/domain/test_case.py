"""A case: its tables, completed where absent, and numbers as vectors over nodes."""

import gc
import math
import weakref

import numpy as np
import pytest

from optimizer.domain.case import is_implied
from optimizer.domain.provenance import read_provenance
from tests.domain.rows import TUTORIAL, edited, read_rows, sound_case


def test_absent_tables_stand_for_rows() -> None:
    """One year, the sites and markets that others name, each raw material a mineral."""
    case = read_rows(TUTORIAL).case
    assert ("1",) == case["nodes"].keys
    assert ("2026-01-01", "2026-12-31") == (str(case["nodes"]["start"][0]), str(case["nodes"]["end"][0]))
    assert (("mine", "port"), ("cn", "us")) == (case["sites"].keys, case["markets"].keys)
    assert ("manganese-ore", "niobium-concentrate") == case["minerals"].keys
    assert is_implied(case["contents"])
    assert not is_implied(case["minerals"])


@pytest.mark.parametrize(
    ("price_year", "start"), [("2026", "2026-01-01"), ("", "2000-01-01"), ("1e300", "2000-01-01"), ("0.5", "2000-01-01")]
)
def test_the_implied_year_is_the_year_of_prices(price_year: str, start: str) -> None:
    """A year that is no year does not stop the reading."""
    assert start == str(read_rows(edited(TUTORIAL, {"case.price_year": price_year})).case["nodes"]["start"][0])


def test_a_market_without_a_demand_is_known_by_its_table() -> None:
    """A lane's end counts as a market if `markets` names it, else as a site."""
    added = {"lanes": [{"id": "port-yard", "from_site": "port", "to": "yard"}]}
    assert ("mine", "port", "yard") == read_rows(edited(TUTORIAL, added=added)).case["sites"].keys
    added["markets"] = [{"id": "yard"}, {"id": "us"}, {"id": "cn"}]
    assert ("mine", "port") == read_rows(edited(TUTORIAL, added=added)).case["sites"].keys


def test_numbers_are_vectors_over_nodes() -> None:
    """Every number is read once per node, NaN where it is not given; a limit not given is infinite."""
    years = [
        {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
        {"id": "2027", "parent": "2026", "start": "2027-01-01", "end": "2027-12-31"},
    ]
    varying = [{"address": "lanes[port-us].max_tonnes_per_year", "node": "2027", "value": "70"}]
    case = sound_case(edited(TUTORIAL, added={"nodes": years, "by_node": varying}))
    numbers = dict(zip(case["lanes"].keys, case.numbers("lanes", "max_tonnes_per_year").tolist(), strict=True))
    limits = dict(zip(case["lanes"].keys, case.limits("lanes", "max_tonnes_per_year").tolist(), strict=True))
    assert ([12600.0, 12600.0], 70.0) == (numbers["mine-port"], numbers["port-us"][1])
    assert math.isnan(numbers["port-us"][0])
    assert ([math.inf, 70.0], [math.inf, math.inf]) == (limits["port-us"], limits["port-cn"])


def test_what_is_read_of_a_case_cannot_change_it() -> None:
    """What is read is kept and read-only, whether the column varies over nodes or not."""
    varying = [{"address": "lanes[port-us].max_tonnes_per_year", "node": "1", "value": "70"}]
    case = sound_case(edited(TUTORIAL, added={"by_node": varying}))
    for read in (
        lambda: case.numbers("supplies", "cost_per_unit"),
        lambda: case.numbers("lanes", "max_tonnes_per_year"),
        lambda: case.limits("lanes", "max_tonnes_per_year"),
        lambda: case.position("supplies", "site"),
    ):
        assert read() is read()
        with pytest.raises(ValueError, match="read-only"):
            read()[:] = 0
    assert [60.0, 2000.0] == case["supplies"]["cost_per_unit"].tolist()


def test_nothing_keeps_a_case_that_nobody_holds() -> None:
    """What was found out about a case goes with it: no list of ours keeps it in memory."""
    figures = [{"address": address} for address in ("supplies[mine-ore].cost_per_unit", "supplies[nowhere].cost_per_unit", "x")]
    case = read_rows(edited(TUTORIAL, added={"figures": figures})).case
    read_provenance(case, "supplies")
    gone = weakref.ref(case)
    del case
    gc.collect()
    assert gone() is None


def test_settings_of_a_case() -> None:
    """The one row of `case` is read by column; without it its defaults hold."""
    case, empty = read_rows(TUTORIAL).case, read_rows({}).case
    assert ("tutorial", "KE", "profit") == (case.id, case.home_country, case.setting("objective"))
    assert ("", "", "profit") == (empty.id, empty.home_country, empty.setting("objective"))


def test_positions_follow_references() -> None:
    """A reference is the position of its row, -1 if blank or unknown."""
    case = read_rows(edited(TUTORIAL, {"demands[cn-manganese,1].material": "gold"})).case
    keys = [case["materials"].keys[at] if at >= 0 else "" for at in case.position("demands", "material")]
    assert ["niobium-concentrate", "ferroniobium", "", "ferroniobium"] == keys


def test_rows_without_a_switch_always_take_part() -> None:
    """Tables without `active` have no rows to switch off."""
    case = read_rows(edited(TUTORIAL, {"supplies[niobium].active": "false"})).case
    assert ([0, 1, 2], [0]) == (case.active_rows("materials").tolist(), case.active_rows("supplies").tolist())


def test_windows_become_shares_of_nodes() -> None:
    """A supply from July on is there for 184 of 365 days."""
    case = read_rows(edited(TUTORIAL, {"supplies[niobium].start": "2026-07-01"})).case
    assert [[1.0], [184 / 365]] == case.shares_in_force("supplies").tolist()
    assert np.float64 == case.shares_in_force("supplies").dtype
