"""Where figures come from and how far they may be off."""

import math

import pytest

from optimizer.domain.provenance import Figure, read_provenance
from optimizer.problem.build import check_case
from tests.domain.rows import TUTORIAL, edited, read_rows

PRICE = "demands[us-ferroniobium,1].price_per_unit"


def test_a_figure_of_its_own_goes_before_its_row() -> None:
    """`figures` refines one number; the others keep the row's confidence and have no range."""
    rows = edited(
        TUTORIAL,
        {"demands[us-ferroniobium,1].confidence": "reported"},
        {"figures": [{"address": PRICE, "low": "27000", "high": "29000", "confidence": "estimate"}]},
    )
    provenance = read_provenance(read_rows(rows).case, "demands")
    row = 3
    assert Figure("estimate", 27000.0, 29000.0) == provenance.figure(row, "price_per_unit")
    other = provenance.figure(row, "max_per_year")
    assert "reported" == other.confidence
    assert math.isnan(other.low)
    assert ((False, False, False, True), (False,) * 4) == (provenance.ranged, provenance.sourced)


def test_a_pattern_gives_many_figures_one_range() -> None:
    """Filters and `*` reach all that they name."""
    rows = edited(
        TUTORIAL,
        added={"figures": [{"address": "demands[market=cn].price_per_unit", "low": "1", "high": "30000", "source": "guess"}]},
    )
    provenance = read_provenance(read_rows(rows).case, "demands")
    assert (True, True, True, False) == provenance.ranged == provenance.sourced


@pytest.mark.parametrize(
    ("cells", "added", "rules"),
    [
        ({"supplies[niobium].source": ""}, {}, ["no-source"]),
        ({"supplies[niobium].source": ""}, {"figures": [{"address": "supplies[niobium].cost_per_unit", "source": "guess"}]}, []),
        ({"supplies[niobium].confidence": "estimate"}, {}, ["estimate-without-range"]),
        (
            {"supplies[niobium].confidence": "estimate"},
            {"figures": [{"address": "supplies[niobium].cost_per_unit", "low": "1000", "high": "3000"}]},
            [],
        ),
        (
            {"supplies[niobium].confidence": "estimate"},
            {"figures": [{"address": "supplies[niobium].cost_per_unit", "low": "1000"}]},
            ["estimate-without-range"],
        ),
        # A row without any figure owes no source: its material has only defaults.
        ({"materials[ferroniobium].source": ""}, {}, []),
    ],
)
def test_what_is_owed_for_a_figure(cells: dict[str, str], added: dict[str, list[dict[str, str]]], rules: list[str]) -> None:
    """A figure owes a source, an estimate a range; either may stand in `figures`."""
    violations, warnings = check_case(read_rows(edited(TUTORIAL, cells, added)))
    assert ((), rules) == (violations, [warning.rule for warning in warnings])


def test_sources_are_ids_once_there_is_a_table_of_them() -> None:
    """Without `sources` any text is a source; with it, a row's id."""
    violations, _ = check_case(read_rows(edited(TUTORIAL, added={"sources": [{"id": "book", "citation": "A book"}]})))
    assert {"unknown-id"} == {violation.rule for violation in violations}
    assert all(violation.value == "invented" for violation in violations)
