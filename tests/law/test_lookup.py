"""Look-ups of the charges on one shipment, each worked by hand."""

import math
from collections.abc import Mapping

import pytest

from optimizer.domain.case import Case
from optimizer.domain.columns import ORDINARY
from optimizer.domain.errors import InvalidCase
from optimizer.law.charge_stacks import DutyLookup, Stack
from optimizer.law.lookup import look_up
from optimizer.law.preferences import Refusal
from optimizer.law.shipment import Query, read_entry, read_shipment
from tests.domain.rows import edited, sound_case
from tests.law.one_sale import INVENTED, ONE_SALE, programme, programme_rate, tariff
from tests.law.test_stacks import INDIA, INDIAN_BASES, MPF, STACKS
from tests.law.test_stacks import Stack as Worked

Added = list[dict[str, str]]
MFN = tariff("a", "0.05")
SOURCE = {"id": "law", "citation": "The law, chapter 72", "date": "2026-01-31", "link": "https://example.org/law"}
ASKED = {"hs_code": "7202.93.80", "destination": "us", "value_per_tonne": 1000.0}


def case_of(cells: Mapping[str, str] | None = None, **added: Added) -> Case:
    """Return the one sale's case with rows added."""
    return sound_case(edited(ONE_SALE, cells, added))


def asked(case: Case, **query: object) -> DutyLookup:
    """Return what 1000 USD of ferroniobium, one tonne, bears on entry into the US, unless the query says otherwise."""
    return look_up(case, read_shipment(case, Query(**{**ASKED, **query})))  # type: ignore[arg-type]


def amounts(stack: Stack) -> dict[str, float]:
    """Return the charges of a stack by tariff row, those that come to nothing left out."""
    return {line.tariff.split("[")[1].rstrip("]"): line.amount for line in stack.lines if line.amount}


UNDATED = [
    worked
    for worked in STACKS
    if not worked.cells
    and not any("start" in row or "end" in row for rows in (worked.tariffs, *worked.tables.values()) for row in rows)
]


@pytest.mark.parametrize("worked", UNDATED, ids=lambda worked: worked.rule)
def test_a_look_up_charges_what_a_sale_bears(worked: Worked) -> None:
    """The stacks that are worked by hand for sales come out the same, line by line."""
    found = asked(case_of(tariffs=worked.tariffs, **worked.tables), hs_code="", material="femn")
    stacks = {stack.claim: stack for stack in (found.ordinary, *found.preferences)}
    stack = stacks.get(worked.claim, found.ordinary)  # A claim that waives nothing leaves the ordinary stack.

    assert amounts(stack) == pytest.approx(worked.charges)
    assert stack.amount == pytest.approx(sum(worked.charges.values()))


def test_a_line_tells_all_that_it_rests_on() -> None:
    """Row, rate, base, dates and source of 5 % on 1000, within its days."""
    row = {
        **tariff("a", "0.05", start="2025-01-01", end="2027-12-31"),
        "source": "law",
        "confidence": "reported",
        "note": "Alloys",
    }
    rows = edited(ONE_SALE, None, {"tariffs": [row], "sources": [SOURCE, {"id": "invented", "citation": "Invented"}]})
    (line,) = asked(sound_case(rows), entry_date="2026-03-01").ordinary.lines

    assert (line.tariff, line.instrument, line.kind, line.base) == ("tariffs[a]", "mfn", "duty", "customs_value")
    assert (line.base_amount, line.ad_valorem, line.amount, line.share) == (1000.0, 0.05, 50.0, 0.05)
    assert (line.start, line.end, line.preference) == ("2025-01-01", "2027-12-31", "")
    citation = line.citation
    assert (citation.citation, citation.date, citation.link) == ("The law, chapter 72", "2026-01-31", "https://example.org/law")
    assert (citation.source, citation.confidence, citation.note) == ("law", "reported", "Alloys")


def test_duties_on_duties_with_and_without_a_claim() -> None:
    """Bases 1000, 75 and 1082.5: 75 + 7.50 + 194.85 = 277.35; with the basic duty waived 18 % of 1000 = 180 are left."""
    found = asked(case_of(tariffs=INDIA, tariff_base_parts=INDIAN_BASES, programmes=[programme(waives="bcd")]))
    (claimed,) = found.preferences

    assert {line.tariff: line.base_amount for line in found.ordinary.lines} == pytest.approx(
        {"tariffs[bcd]": 1000.0, "tariffs[sws]": 75.0, "tariffs[igst]": 1082.5}
    )
    assert (found.ordinary.amount, claimed.amount, claimed.saved) == pytest.approx((277.35, 180.0, 97.35))
    assert [line.preference for line in claimed.lines] == ["programmes[agoa].waives", "", ""]


def test_a_reduced_rate_and_its_terms() -> None:
    """2 % instead of 5 % saves 30; what proving origin costs, the refund and the days are told, and no sum holds them."""
    terms = programme(claim_cost_per_tonne="3", refund_date="2026-12-01", end="2026-12-31")
    (claimed,) = asked(
        case_of(tariffs=[MFN], programmes=[terms], programme_rates=[programme_rate("7202", ad_valorem="0.02")])
    ).preferences

    assert (claimed.amount, claimed.saved, claimed.claim_cost) == pytest.approx((20.0, 30.0, 3.0))
    assert (claimed.refund_date, claimed.start, claimed.end) == ("2026-12-01", "", "2026-12-31")
    assert claimed.lines[0].preference == "programme_rates[agoa,mfn,7202]"
    assert claimed.lines[0].preference_citation is not None
    assert claimed.lines[0].preference_citation.source == "invented"


@pytest.mark.parametrize(("tonnes", "charge"), [(100.0, 3.464), (5.0, 33.58 / 5), (1000.0, 651.50 / 1000), (None, 3.464)])
def test_bounds_per_entry(tonnes: float | None, charge: float) -> None:
    """0.3464 % of 1000 a tonne between 33.58 and 651.50 an entry; without its size the bounds are left out, and it is said."""
    found = asked(case_of(tariffs=[MPF, MFN]), parcel_tonnes=tonnes)

    assert amounts(found.ordinary)["mpf"] == pytest.approx(charge)
    assert [remark.code for remark in found.remarks] == ([] if tonnes else ["NO_PARCEL"])


@pytest.mark.parametrize(
    ("query", "charge", "remarks"),
    [
        ({"material": "femn", "hs_code": ""}, 120.0, []),
        ({"material": "femn", "hs_code": "", "contained": {"niobium": 0.65}}, 195.0, []),
        ({"contained": {"niobium": 0.1}}, 30.0, []),
        ({}, 0.0, ["NO_CONTENT"]),
    ],
)
def test_amounts_on_contents(query: dict[str, object], charge: float, remarks: list[str]) -> None:
    """300 a tonne of niobium: 0.4 t in the material, what the caller says before that, nothing known of a bare code."""
    found = asked(case_of(tariffs=[tariff("a", specific_per_tonne="300", specific_mineral="niobium")]), **query)

    assert found.ordinary.amount == pytest.approx(charge)
    assert [remark.code for remark in found.remarks] == remarks


KENYA = {"programme": "agoa", "country": "KE", "role": "beneficiary", **INVENTED}
REFUSED: list[tuple[Refusal, dict[str, Added], dict[str, object]]] = [
    (Refusal.SWITCHED_OFF, {"programmes": [programme(waives="mfn", active="false")]}, {}),
    (Refusal.NOT_IN_FORCE, {"programmes": [programme(waives="mfn", end="2026-01-31")]}, {"entry_date": "2026-02-01"}),
    (Refusal.NOT_IN_FORCE, {"programmes": [programme(waives="mfn", start="2026-02-01")]}, {"entry_date": "2026-01-31"}),
    (
        Refusal.NOT_IN_FORCE,
        {"programmes": [programme(waives="mfn")], "programme_countries": [{**KENYA, "end": "2026-01-31"}]},
        {"entry_date": "2026-02-01"},
    ),
    (Refusal.NOT_BENEFICIARY, {"programmes": [programme(waives="mfn")]}, {"origin": "TZ"}),
    (
        Refusal.NOT_BENEFICIARY,
        {"programmes": [programme(waives="mfn")], "programme_countries": [{**KENYA, "country": "TZ"}]},
        {},
    ),
    (Refusal.NOT_COVERED, {"programmes": [programme()], "programme_rates": [programme_rate("2615")]}, {}),
    (Refusal.NOTHING_TO_WAIVE, {"programmes": [programme(waives="s122")]}, {}),
    (Refusal.NOTHING_TO_WAIVE, {"programmes": [programme(waives="free")]}, {}),
]


@pytest.mark.parametrize(("refusal", "tables", "query"), REFUSED)
def test_programmes_that_do_not_apply_say_why(refusal: Refusal, tables: dict[str, Added], query: dict[str, object]) -> None:
    """The one programme of the US changes nothing, for one reason; `s122` reaches other goods and `free` is 0 %."""
    rows = [MFN, tariff("s122", "0.10", "s122", hs_prefix="26"), tariff("free", "0", "free")]
    found = asked(case_of(tariffs=rows, **tables), **query)

    assert [(refused.programme, refused.refusal) for refused in found.not_granted] == [("agoa", refusal)]
    assert found.preferences == ()
    assert found.ordinary.amount == pytest.approx(50.0)


def test_the_last_day_counts_and_the_next_does_not() -> None:
    """A programme that ends on 31 March is claimed on that day, and not on 1 April."""
    case = case_of(tariffs=[MFN], programmes=[programme(waives="mfn", end="2026-03-31")])

    assert [len(asked(case, entry_date=day).preferences) for day in ("2026-03-31", "2026-04-01")] == [1, 0]


def test_rates_are_those_of_the_period_that_holds_the_day() -> None:
    """5 % in 2026 and 8 % in 2027; a day after the horizon takes the last period's, and it is said."""
    nodes = [
        {"id": "a", "start": "2026-01-01", "end": "2026-12-31"},
        {"id": "b", "parent": "a", "start": "2027-01-01", "end": "2027-12-31"},
    ]
    case = case_of(tariffs=[MFN], nodes=nodes, by_node=[{"address": "tariffs[a].ad_valorem", "node": "b", "value": "0.08"}])
    found = {day: asked(case, entry_date=day) for day in ("2026-12-31", "2027-01-01", "2030-01-01")}

    assert [look.ordinary.amount for look in found.values()] == pytest.approx([50.0, 80.0, 80.0])
    assert [[remark.code for remark in look.remarks] for look in found.values()] == [[], [], ["OUTSIDE_HORIZON"]]


def test_rules_of_origin_of_the_goods_are_told() -> None:
    """The rule of the heading goes before that of the chapter."""
    rules = [
        {
            "programme": "agoa",
            "hs_prefix": "7202",
            "alternative": "content",
            "test": "content_min",
            "threshold": "0.35",
            **INVENTED,
        },
        {"programme": "agoa", "hs_prefix": "72", "alternative": "shift", "test": "tariff_shift", "shift_digits": "4", **INVENTED},
    ]
    (claimed,) = asked(case_of(tariffs=[MFN], programmes=[programme(waives="mfn")], origin_rules=rules)).preferences
    (rule,) = claimed.origin_rules

    assert (rule.rule, rule.test, rule.threshold) == ("origin_rules[agoa,7202,content,content_min]", "content_min", 0.35)
    assert math.isnan(rule.shift_digits)


def test_goods_without_a_row_are_not_called_free() -> None:
    """An unknown line bears fees, and the look-up says that there is no row of duty; a short code names the finer ones."""
    case = case_of(
        tariffs=[tariff("a", "0.05", hs_prefix="7202.93.80"), tariff("hmf", "0.00125", "hmf", kind="fee", hs_prefix="")]
    )
    unknown, short = asked(case, hs_code="9999.99"), asked(case, hs_code="7202.93")

    assert amounts(unknown.ordinary) == pytest.approx({"hmf": 1.25})
    assert ["NO_DUTY_ROW"] == [remark.code for remark in unknown.remarks] == [remark.code for remark in short.remarks]
    assert "there is no row of duty for HS 9999.99 into US" in unknown.remarks[0].text
    assert "there are rows for 7202.93.80" in short.remarks[0].text


def test_goods_that_stay_in_their_country_bear_nothing() -> None:
    """American goods cross no border into the US."""
    found = asked(case_of(tariffs=[MFN], programmes=[programme(waives="mfn")]), origin="US")

    assert found.ordinary.lines == ()
    assert [remark.code for remark in found.remarks] == ["NO_BORDER"]


def test_into_the_home_country_goods_bear_import_charges() -> None:
    """Tanzanian goods pay Kenya's 10 % import charge; a duty row of another country is not asked."""
    rows = [MFN, tariff("ke", "0.10", "eac", kind="import_charge", destination="KE")]
    found = asked(case_of(tariffs=rows), origin="TZ", destination="KE")

    assert amounts(found.ordinary) == pytest.approx({"ke": 100.0})
    assert found.ordinary.claim == ORDINARY


def test_every_wrong_field_is_named_at_once() -> None:
    """One error with the address of each field."""
    query = Query(
        hs_code="ore", origin="Kenya", destination="mars", entry_date="2026-02-30", value_per_tonne=-1.0, parcel_tonnes=0.0,
        contained={"gold": 0.1, "niobium": 1.5},
    )  # fmt: skip
    with pytest.raises(InvalidCase) as caught:
        read_shipment(case_of(tariffs=[MFN]), query)

    assert [(violation.address, violation.rule) for violation in caught.value.violations] == [
        ("contained[gold]", "unknown-mineral"),
        ("contained[niobium]", "not-a-share"),
        ("destination", "unknown-destination"),
        ("entry_date", "not-a-date"),
        ("hs_code", "not-an-hs-code"),
        ("origin", "not-a-country"),
        ("parcel_tonnes", "not-positive"),
        ("value_per_tonne", "not-positive"),
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0])
def test_a_value_must_be_a_positive_number(value: float) -> None:
    """NaN and infinity are none."""
    with pytest.raises(InvalidCase, match="value_per_tonne: must be a number above 0"):
        asked(case_of(tariffs=[MFN]), value_per_tonne=value)


def test_what_is_missing_is_named() -> None:
    """Goods, destination and value must be given; origin and day need not."""
    with pytest.raises(InvalidCase) as caught:
        read_shipment(case_of(), Query())

    assert [violation.address for violation in caught.value.violations] == ["destination", "hs_code", "value_per_tonne"]


def test_markets_and_countries_are_destinations() -> None:
    """A market by its id, a country in either case; the day is the horizon's first unless given."""
    case = case_of({"markets[us].country": ""}, tariffs=[MFN])

    assert [
        (read_entry(case, Query(destination=name)).market, read_entry(case, Query(destination=name)).destination)
        for name in ("us", "US")
    ] == [
        ("us", "US"),
        ("", "US"),
    ]
    assert str(read_entry(case, Query(destination="us")).day) == "2026-01-01"
