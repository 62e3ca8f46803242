"""The tariff schedule of a destination, its rates and means worked by hand."""

import math

import pytest

from optimizer.law.shipment import Query, read_entry
from optimizer.law.tariff_lines import Rate, TariffSchedule, tariff_schedule
from tests.domain.rows import edited, sound_case
from tests.law.one_sale import INVENTED, ONE_SALE, programme, programme_rate, tariff
from tests.law.test_stacks import INDIA, INDIAN_BASES

ORE = {"id": "ore", "stage": "ore", "raw": "true", "hs_code": "2615.90", **INVENTED}
CONCENTRATE = {"id": "concentrate", "stage": "concentrate", "raw": "true", "hs_code": "2615", **INVENTED}
OXIDE = {"id": "oxide", "stage": "intermediate", "hs_code": "2825.90", **INVENTED}
METAL = {"id": "metal", "stage": "refined", "hs_code": "8112.92", **INVENTED}
BAR = {"id": "bar", "stage": "manufactured", "hs_code": "8112.99", **INVENTED}
MATERIALS = [ORE, CONCENTRATE, OXIDE, METAL, BAR]
CONTENTS = [{"material": row["id"], "mineral": "niobium", "fraction": "0.5", **INVENTED} for row in MATERIALS]
RATES = [
    tariff("ore", "0.01", hs_prefix="2615.90"),
    tariff("conc", "0.03", hs_prefix="2615"),
    tariff("oxide", "0.04", hs_prefix="2825"),
    tariff("femn", "0.05", hs_prefix="7202"),
    tariff("metal", "0.09", hs_prefix="8112.92"),
    tariff("mpf", "0.002", "mpf", kind="fee"),
]
AGOA = [programme(end="2026-06-30"), programme("old", waives="mfn", end="2025-12-31")]
COVERED = [programme_rate("7202"), programme_rate("2825", ad_valorem="0.01")]


def schedule(day: str = "", **added: list[dict[str, str]]) -> TariffSchedule:
    """Return the schedule of the US on a day, the first of 2026 unless given."""
    case = sound_case(edited(ONE_SALE, None, added))
    return tariff_schedule(case, read_entry(case, Query(destination="us", entry_date=day)))


def whole(day: str = "") -> TariffSchedule:
    """Return the schedule for a chain from ore to bar."""
    return schedule(day, materials=MATERIALS, contents=CONTENTS, tariffs=RATES, programmes=AGOA, programme_rates=COVERED)


def test_lines_are_those_of_materials_and_tariff_rows() -> None:
    """In the order of digits; a code that is written twice is one line; rows for all goods or other markets name none."""
    found = schedule(
        tariffs=[*RATES, tariff("eu", "0.1", hs_prefix="99", destination="EU"), tariff("dots", "0", "x", hs_prefix="720293.80")]
    )

    assert [(line.hs_code, line.materials) for line in found.lines] == [
        ("2615", ()),
        ("2615.90", ()),
        ("2825", ()),
        ("7202", ()),
        ("7202.93.80", ("femn",)),
        ("8112.92", ()),
    ]


def test_rates_without_and_with_a_programme() -> None:
    """Fees stand apart; a line that the programme does not cover has no rate under it; a line without a row has none at all."""
    lines = {line.hs_code: line for line in whole().lines}

    assert lines["7202.93.80"].ordinary == Rate(0.05, 0.0, 0.002)
    assert dict(lines["7202.93.80"].preferential) == {"agoa": Rate(0.0, 0.0, 0.002)}
    assert dict(lines["2825.90"].preferential) == {"agoa": Rate(0.01, 0.0, 0.002)}
    assert dict(lines["8112.92"].preferential) == {}
    assert lines["8112.99"].ordinary is None
    assert lines["8112.99"].tariffs == ("tariffs[mpf]",)


def test_only_programmes_in_force_are_listed() -> None:
    """One ended the year before, the other ends in June."""
    assert [[found.programme for found in whole(day).programmes] for day in ("", "2026-06-30", "2026-07-01")] == [
        ["agoa"],
        ["agoa"],
        [],
    ]


def test_duties_on_duties_are_part_of_the_rate() -> None:
    """7.5 % + 10 % of it + 18 % of 108.25 % = 27.735 %."""
    (line,) = schedule(tariffs=INDIA, tariff_base_parts=INDIAN_BASES).lines

    assert line.ordinary is not None
    assert line.ordinary.ad_valorem == pytest.approx(0.27735)


def test_specific_amounts_are_per_tonne_of_goods() -> None:
    """12.50 on a tonne, and 300 on 0.4 t of niobium in it: 132.50."""
    rows = [
        tariff("a", specific_per_tonne="12.50"),
        tariff("b", "0.02", "b", specific_per_tonne="300", specific_mineral="niobium"),
    ]
    (line,) = schedule(tariffs=rows).lines

    assert line.ordinary == Rate(pytest.approx(0.02), pytest.approx(132.50), 0.0)


def test_escalation_from_raw_to_each_later_stage() -> None:
    """Raw is the mean of 1 % and 3 %, 2 %; oxide 4 % is 2 points above it, the mean of 5 % and 9 % is 5; the bar has no row.

    Under AGOA oxide pays 1 %, ferroniobium nothing and metal its ordinary 9 %: 4.5 % on average, 2.5 points above raw.
    """
    (chain,) = whole().escalations
    stages = {stage.stage: stage for stage in chain.stages}

    assert (chain.mineral, list(stages)) == ("niobium", ["raw", "intermediate", "refined", "manufactured"])
    assert stages["raw"].materials == ("concentrate", "ore")
    assert [stages[name].ordinary for name in ("raw", "intermediate", "refined")] == pytest.approx([0.02, 0.04, 0.07])
    assert [stages[name].points for name in ("raw", "intermediate", "refined")] == pytest.approx([0.0, 2.0, 5.0])
    assert [stages[name].preferential["agoa"] for name in ("raw", "intermediate", "refined")] == pytest.approx(
        [0.02, 0.01, 0.045]
    )
    assert [stages[name].preferential_points["agoa"] for name in ("intermediate", "refined")] == pytest.approx([-1.0, 2.5])
    assert math.isnan(stages["manufactured"].ordinary)
    assert math.isnan(stages["manufactured"].points)


def test_a_mineral_without_raw_goods_has_no_escalation() -> None:
    """One refined good has nothing to be compared with."""
    assert schedule(tariffs=RATES).escalations == ()


def test_goods_of_the_destination_have_no_rates() -> None:
    """American goods cross no border into the US."""
    case = sound_case(edited(ONE_SALE, None, {"tariffs": RATES}))
    found = tariff_schedule(case, read_entry(case, Query(destination="us", origin="US")))

    assert {line.ordinary for line in found.lines} == {None}


def test_what_lines_rest_on_is_cited_once() -> None:
    """Every source of a line is explained."""
    found = whole()

    assert {source for line in found.lines for source in line.sources} == set(found.citations) == {"invented"}
