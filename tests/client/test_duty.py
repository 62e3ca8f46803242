"""What people see who ask for charges: the texts, the commands, the client's methods and the files."""

import csv
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from optimizer.client.client import Client
from optimizer.client.render_duty import render_duty, render_tariffs
from optimizer.client.tabular_duty import duty_frames, frames_of, tariff_frames
from optimizer.domain.case import Case
from optimizer.domain.errors import InvalidCase
from optimizer.domain.scenario import Change
from optimizer.law.lookup import look_up
from optimizer.law.shipment import Query, read_entry, read_shipment
from optimizer.law.tariff_lines import tariff_schedule
from optimizer.v1 import service_pb2
from optimizer.wire.duty import lookup_to_proto, schedule_to_proto
from tests.client.conftest import Madini
from tests.client.golden import check_golden
from tests.domain.rows import edited, sound_case
from tests.law.one_sale import INVENTED, ONE_SALE, programme, programme_rate, tariff

TUTORIAL = Path(__file__).parents[2] / "data" / "tutorial"
ALLOY = ("duty", "tutorial", "ferroniobium", "--to", "us", "--value", "28000")
HTS = {"source": "hts", "confidence": "reported"}
SOURCES = [
    {"id": "invented", "citation": "Invented for a test", "read": "2026-11-23"},
    {
        "id": "hts",
        "citation": "Harmonized Tariff Schedule of the United States",
        "date": "2026-06-08",
        "link": "https://hts.example.org/a-link-that-is-longer-than-any-line-may-be-so-that-it-has-to-be-folded/chapter/72",
    },
]


def law() -> Case:
    """Return a case whose law has something of everything: bounds, contents, duties on duties, programmes that help or do not."""
    ore = {"id": "ore", "stage": "ore", "raw": "true", "hs_code": "2615.90", **INVENTED}
    tables = {
        "materials": [ore, {"id": "slag", "stage": "intermediate", "hs_code": "2620.99", **INVENTED}],
        "contents": [{"material": name, "mineral": "niobium", "fraction": "0.1", **INVENTED} for name in ("ore", "slag")],
        "tariffs": [
            {**tariff("us-7202.93-mfn", "0.05", hs_prefix="7202.93", end="2029-12-31"), **HTS},
            {**tariff("us-2615-mfn", hs_prefix="2615"), **HTS},
            {**tariff("us-mpf", "0.003464", "mpf", kind="fee", min_per_parcel="33.58", max_per_parcel="651.50"), **HTS},
            tariff("us-nb", "0.01", "niobium-levy", kind="surcharge", specific_per_tonne="300", specific_mineral="niobium"),
            tariff("us-sur", "0.1", "sur", kind="surcharge", base="duty", hs_prefix="72", note="Ten per cent of the duty."),
        ],
        "tariff_base_parts": [{"tariff": "us-sur", "instrument": "mfn", **INVENTED}],
        "programmes": [
            {**programme(claim_cost_per_tonne="1", end="2026-12-31"), "name": "African Growth and Opportunity Act"},
            {**programme("gsp", waives="mfn", end="2025-12-31"), "name": "Generalized System of Preferences"},
            {**programme("treaty", waives="mfn", active="false"), "name": "A treaty under talks"},
        ],
        "programme_rates": [programme_rate("7202", ad_valorem="0.02")],
        "origin_rules": [
            {"programme": "agoa", "hs_prefix": "72", "alternative": "growth", "test": "content_min", "threshold": "0.35",
             "donor_cap": "0.15", **INVENTED},
        ],
        "sources": SOURCES,
    }  # fmt: skip
    return sound_case(edited(ONE_SALE, None, tables))


def lookup() -> service_pb2.LookUpDutyResponse:
    """Return what 20 t of ferroniobium at 25,000 bear."""
    case = law()
    query = Query(material="femn", destination="us", entry_date="2026-03-01", value_per_tonne=25000.0)
    return lookup_to_proto(look_up(case, read_shipment(case, query)), case)


def schedule() -> service_pb2.ListTariffLinesResponse:
    """Return the schedule of the US."""
    case = law()
    found = tariff_schedule(case, read_entry(case, Query(destination="us", entry_date="2026-03-01")))
    return schedule_to_proto(found, found.lines, "", case)


@pytest.mark.parametrize("width", [80, 60, 40])
def test_charges_read_as_they_did(width: int) -> None:
    """The whole text, and no line is too long."""
    text = render_duty(lookup(), width)
    check_golden(f"duty-{width}.txt", text)

    assert all(cell_len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize("width", [80, 60, 40])
def test_a_tariff_schedule_reads_as_it_did(width: int) -> None:
    """The whole text, and no line is too long."""
    text = render_tariffs(schedule(), width)
    check_golden(f"tariffs-{width}.txt", text)

    assert all(cell_len(line) <= width for line in text.splitlines())


def test_the_day_of_reading_is_not_told_as_that_of_publication() -> None:
    """A source of unknown day tells when it was read; one of known day tells that day alone."""
    text = " ".join(render_duty(lookup(), 200).split())

    assert "Invented for a test, read 2026-11-23" in text
    assert "Harmonized Tariff Schedule of the United States, 2026-06-08" in text
    assert list(tariff_frames(schedule())["citations"]["read"]) == ["", "2026-11-23"]


def test_a_text_about_nothing_is_one() -> None:
    """An empty answer of some other server does not upset the client."""
    assert "no charge" in render_duty(service_pb2.LookUpDutyResponse(), 80)
    assert "no material and no tariff row names a line" in render_tariffs(service_pb2.ListTariffLinesResponse(), 80)


def test_goods_that_stay_in_their_country_are_told() -> None:
    """A schedule without any rate says why."""
    case = law()
    found = tariff_schedule(case, read_entry(case, Query(destination="us", origin="US")))
    text = render_tariffs(schedule_to_proto(found, found.lines, "", case), 80)

    assert "goods of US cross no border there" in text


def test_frames_of_charges() -> None:
    """A row per claim and charge with its citation; what is absent is missing."""
    parts = duty_frames(lookup())
    charges = parts["charges"].set_index(["claim", "instrument"])

    assert charges.loc[("ordinary", "mfn"), "amount_per_tonne"] == 1250.0
    assert charges.loc[("agoa", "mfn"), "preference"] == "programme_rates[agoa,mfn,7202]"
    assert charges["min_per_parcel"].isna().sum() == 6
    assert list(parts["not_granted"]["refusal"]) == ["not_in_force", "switched_off"]
    assert list(parts["claims"]["claim"]) == ["ordinary", "agoa"]


def test_frames_of_a_schedule() -> None:
    """A line without a row of duty stands once, without a rate."""
    lines = tariff_frames(schedule())["lines"]

    assert lines[lines["hs_code"] == "2620.99"]["ad_valorem"].isna().tolist() == [True]
    assert lines[lines["hs_code"] == "7202.93.80"]["claim"].tolist() == ["ordinary", "agoa"]
    with pytest.raises(TypeError, match="ListCasesResponse"):
        frames_of(service_pb2.ListCasesResponse())


def test_the_duty_command(madini: Madini) -> None:
    """5 % of 28,000 is 1,400 under no programme and nothing under AGOA; nothing is wider than 80."""
    done = madini(*ALLOY, "--from", "KE", "--on", "2026-03-01", COLUMNS="200")

    assert done.code == 0
    assert "Under no programme: 1,400.00 USD per t, 5 % of value" in done.out
    assert "Under AGOA (agoa): 0.00 USD per t, 0 % of value" in done.out
    assert all(cell_len(line) <= 80 for line in done.out.splitlines())
    assert "\x1b" not in done.out


def test_the_tariffs_command(madini: Madini) -> None:
    """The tutorial's concentrate has no row, so nothing is known of how the rate rises to the alloy's 5 %."""
    done = madini("tariffs", "tutorial", "--market", "us")

    assert done.code == 0
    assert "7202.93  ferroniobium" in done.out
    assert "no row" in done.out


def test_json_is_the_response_and_nothing_else(madini: Madini) -> None:
    """Standard output can be read by programs; it is the message of the contract, with words for values of enums."""
    duty, tariffs = madini(*ALLOY, "--json"), madini("tariffs", "tutorial", "--market", "us", "--json")

    ordinary = json.loads(duty.out)["duty"]["ordinary"]
    assert ordinary["amountPerTonne"] == 1400.0
    assert (ordinary["lines"][0]["kind"], ordinary["lines"][0]["base"]) == ("duty", "customs_value")
    assert json.loads(tariffs.out)["lines"][0]["hsCode"]


def test_csv_is_a_file_per_frame(madini: Madini, tmp_path: Path) -> None:
    """The text is printed all the same."""
    done = madini(*ALLOY, "--csv", str(tmp_path / "duty"))
    schedule_done = madini("tariffs", "tutorial", "--market", "us", "--csv", str(tmp_path / "tariffs"))
    with (tmp_path / "duty" / "charges.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))

    assert [(row["claim"], float(row["amount_per_tonne"])) for row in rows] == [("ordinary", 1400.0), ("agoa", 0.0)]
    assert "5 CSV files written" in done.err
    assert "Under no programme" in done.out
    assert "5 CSV files written" in schedule_done.err
    assert {file.stem for file in (tmp_path / "tariffs").iterdir()} == {"run", "changes", "lines", "escalations", "citations"}


def test_a_folder_and_changes_count(madini: Madini) -> None:
    """A case that is sent along is answered with what is changed in it."""
    done = madini(
        "duty", str(TUTORIAL), "7202.93", "--to", "us", "--value", "1000", "--set", "tariffs[us-7202.93-mfn].ad_valorem=0.08"
    )

    assert "Under no programme: 80.00 USD per t, 8 % of value" in done.out
    assert f"case read from the folder {TUTORIAL}" in done.err


def test_an_unknown_line_has_no_row(madini: Madini) -> None:
    """It is an answer that says so, not an error and not a duty of 0."""
    done = madini("duty", "tutorial", "9999.99", "--to", "us", "--value", "1000")

    assert done.code == 0
    assert "there is no row of duty for HS 9999.99 into US" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["duty", "tutorial", "7202.93", "--to", "mars", "--value", "1"], 2, ["destination", "mars", "us"]),
        (["tariffs", "tutorial", "--market", "mars"], 2, ["destination", "mars", "us"]),
        (["tariffs", "tutorial", "--market", "us", "--on", "soon"], 2, ["entry_date", "soon", "2027-03-01"]),
        ([*ALLOY, "--on", "2027-02-30"], 2, ["entry_date", "2027-02-30"]),
        ([*ALLOY[:-1], "-5"], 2, ["value_per_tonne", "-5", "above 0"]),
        ([*ALLOY[:-1], "much"], 2, ["--value", "valid"]),
        ([*ALLOY, "--from", "Kenya"], 2, ["origin", "Kenya", "use KE"]),
        ([*ALLOY, "--tonnes", "0"], 2, ["parcel_tonnes"]),
        ([*ALLOY, "--content", "niobium"], 2, ["--content", "niobium=0.65"]),
        ([*ALLOY, "--content", "gold=0.1"], 2, ["contained[gold]", "niobium"]),
        (["duty", "tutorial", "unobtainium", "--to", "us", "--value", "1"], 2, ["material", "unobtainium", "ferroniobium"]),
        (["duty", "tutorial", "7202.93", "--value", "1"], 2, ["--to"]),
        (["duty", "tutorial", "7202.93", "--to", "us"], 2, ["--value"]),
        (["tariffs", "tutorial"], 2, ["--market"]),
        (["duty", "nowhere", "7202.93", "--to", "us", "--value", "1"], 3, ["nowhere", "tutorial"]),
        ([*ALLOY, "--scenario", "nowhere"], 3, ["nowhere"]),
        ([*ALLOY, "--server", "127.0.0.1:1"], 6, ["127.0.0.1:1", "madini serve"]),
    ],
)
def test_errors_name_what_is_wrong_and_how_to_mend_it(madini: Madini, arguments: list[str], code: int, said: list[str]) -> None:
    """Every error has its exit code, is on stderr, and is no traceback."""
    done = madini(*arguments)

    assert done.code == code
    assert done.out == ""
    assert all(part in done.err for part in said)
    assert "Traceback" not in done.err


def test_the_client_asks_by_code_or_material(client: Client) -> None:
    """Both are the same goods; a change and a parcel go along; wrong input raises what the server raised."""
    named = client.duty("tutorial", "ferroniobium", "us", 28000.0).duty
    changed = client.duty(
        "tutorial",
        "7202.93",
        "US",
        28000.0,
        parcel_tonnes=20,
        changes=[Change("tariffs[us-7202.93-mfn].ad_valorem", "scale", "2")],
    ).duty

    assert (named.hs_code, named.ordinary.amount_per_tonne) == ("7202.93", 1400.0)
    assert changed.ordinary.amount_per_tonne == 2800.0
    with pytest.raises(InvalidCase, match="contained"):
        client.duty("tutorial", "7202.93", "us", 1.0, contained={"gold": 0.1})


def test_the_client_gets_the_whole_schedule(client: Client) -> None:
    """All pages are one answer."""
    whole = client.tariff_lines("tutorial", "us")

    assert [line.hs_code for line in whole.lines] == sorted(line.hs_code for line in whole.lines)
    assert whole.next_page_token == ""
    assert [found.programme for found in whole.programmes] == ["agoa"]
