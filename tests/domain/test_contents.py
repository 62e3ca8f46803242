"""What holds which mineral, and the raw line of an ore of two minerals, by hand."""

import numpy as np
import pytest

from optimizer.domain.case import Case
from optimizer.domain.contents import Contents, RawLine, read_contents, read_flows, read_raw_line
from tests.domain.rows import TUTORIAL, Rows, edited, read_rows, sound_case

INVENTED = {"source": "invented"}


def material(name: str, raw: str = "false", stage: str = "intermediate", **columns: str) -> dict[str, str]:
    """Return a row of `materials`."""
    return {"id": name, "stage": stage, "raw": raw, **INVENTED, **columns}


def content(name: str, mineral: str, fraction: str) -> dict[str, str]:
    """Return a row of `contents`."""
    return {"material": name, "mineral": mineral, "fraction": fraction, **INVENTED}


def flow(process: str, name: str, amount: str, direction: str = "out") -> dict[str, str]:
    """Return a row of `process_flows`."""
    return {"process": process, "material": name, "direction": direction, "amount_per_unit": amount, **INVENTED}


# An ore of two minerals: 5 % rare earths, 0.7 % niobium. A mill makes two raw concentrates of it; one plant cracks the rare-earth
# concentrate into carbonate, another smelts the niobium concentrate, a third cracks the ore itself and loses the niobium.
TWO_MINERALS: Rows = {
    "case": [{"id": "two", "name": "Two minerals", "currency": "USD", "home_country": "KE"}],
    "minerals": [{"id": "ree"}, {"id": "nb"}],
    "materials": [
        material("ore", "true", "ore"),
        material("ree-conc", "true", "concentrate"),
        material("nb-conc", "true", "concentrate"),
        material("carbonate"),
        material("femn", stage="refined"),
        material("acid", stage="input"),
    ],
    "contents": [
        content("ore", "ree", "0.05"),
        content("ore", "nb", "0.007"),
        content("ree-conc", "ree", "0.4"),
        content("ree-conc", "nb", "0.01"),
        content("nb-conc", "nb", "0.3"),
        content("carbonate", "ree", "0.6"),
        content("femn", "nb", "0.65"),
    ],
    "supplies": [
        {"id": "ore", "site": "mine", "material": "ore", **INVENTED},
        {"id": "acid", "site": "mine", "material": "acid", "acquisition": "bought", **INVENTED},
    ],
    "processes": [
        {"id": name, "site": "mine", "feed": feed, **INVENTED}
        for name, feed in (
            ("mill", "ore"),
            ("crack", "ree-conc"),
            ("smelt", "nb-conc"),
            ("whole", "ore"),
        )
    ],
    "process_flows": [
        flow("mill", "ore", "1", "in"),
        flow("mill", "ree-conc", "0.1"),
        flow("mill", "nb-conc", "0.01"),
        flow("crack", "ree-conc", "1", "in"),
        flow("crack", "acid", "2", "in"),
        flow("crack", "carbonate", "0.6"),
        flow("smelt", "nb-conc", "1", "in"),
        flow("smelt", "femn", "0.4"),
        flow("whole", "ore", "1", "in"),
        flow("whole", "acid", "3", "in"),
        flow("whole", "carbonate", "0.07"),
    ],
}


def read(rows: Rows) -> tuple[Case, Contents, RawLine]:
    """Return a case, its contents and its raw line."""
    case = sound_case(rows)
    contents = read_contents(case)
    return case, contents, read_raw_line(case, contents, read_flows(case))


@pytest.mark.parametrize(
    ("process", "mineral", "processed", "tailings"),
    [
        # The mill keeps everything raw: 0.05 - 0.1 x 0.4 = 0.01 of rare earths and 0.007 - 0.001 - 0.003 = 0.003 of niobium lost.
        ("mill", "ree", 0.0, 0.01),
        ("mill", "nb", 0.0, 0.003),
        # Cracking carries all rare earths over the line, recovery loss included (0.4 in, 0.36 in carbonate); its niobium is lost.
        ("crack", "ree", 0.4, 0.0),
        ("crack", "nb", 0.0, 0.01),
        ("smelt", "ree", 0.0, 0.0),
        ("smelt", "nb", 0.3, 0.0),
        # The whole ore cracked: its rare earths are processed, its niobium goes to tailings.
        ("whole", "ree", 0.05, 0.0),
        ("whole", "nb", 0.0, 0.007),
    ],
)
def test_the_raw_line_of_an_ore_of_two_minerals(process: str, mineral: str, processed: float, tailings: float) -> None:
    """D = raw in - raw out; processed where a product that is not raw holds the mineral, tailings otherwise."""
    case, _, line = read(TWO_MINERALS)
    at = case["processes"].rows[process], case["minerals"].rows[mineral], 0
    assert (processed, tailings) == (pytest.approx(line.processed[at], abs=1e-15), pytest.approx(line.tailings[at], abs=1e-15))


def test_what_enters_raw_is_processed_lost_or_still_raw() -> None:
    """Per process and mineral: raw in = raw out + processed + tailings."""
    case, contents, line = read(TWO_MINERALS)
    flows = read_flows(case)
    net = np.zeros(line.processed.shape)
    np.subtract.at(net, flows.process, flows.amount[:, np.newaxis, :] * contents.raw_contained[flows.material])
    assert net.ravel().tolist() == pytest.approx((line.processed + line.tailings).ravel().tolist())


def test_contents_are_per_unit_of_material() -> None:
    """One kg of a material that is 90 % gold holds 0.0009 t."""
    rows = edited(TWO_MINERALS)
    rows["materials"].append(material("dore", stage="refined", unit="kg", tonnes_per_unit="0.001"))
    rows["contents"].append(content("dore", "nb", "0.9"))
    case, contents, _ = read(rows)
    assert 0.0009 == pytest.approx(contents.contained[case["materials"].rows["dore"], case["minerals"].rows["nb"], 0])


def test_a_process_switched_off_moves_nothing() -> None:
    """Its line is zero."""
    case, _, line = read(edited(TWO_MINERALS, {"processes[whole].active": "false"}))
    at = case["processes"].rows["whole"]
    assert not line.processed[at].any()
    assert not line.tailings[at].any()


def test_without_contents_every_raw_material_is_a_mineral() -> None:
    """What is made from it holds it, in an amount that is not known."""
    case = read_rows(TUTORIAL).case
    contents = read_contents(case)
    assert ("manganese-ore", "niobium-concentrate") == case["minerals"].keys
    held = {
        (case["materials"].keys[row], case["minerals"].keys[column]): contents.contained[row, column, 0]
        for row, column in zip(*np.nonzero(contents.holds), strict=True)
    }
    assert {
        ("niobium-concentrate", "niobium-concentrate"): 1.0,
        ("ferroniobium", "niobium-concentrate"): 0.0,
        ("manganese-ore", "manganese-ore"): 1.0,
    } == held


def test_implied_contents_follow_the_chain_and_its_loops() -> None:
    """A by-product that returns to the feed holds what the feed holds."""
    rows = edited(TUTORIAL)
    rows["materials"] += [material("dust"), material("alloy", stage="manufactured")]
    rows["processes"] += [{"id": "cast", "site": "port", "feed": "ferroniobium", **INVENTED}]
    rows["process_flows"] += [
        flow("smelter", "dust", "0.1"),
        flow("cast", "ferroniobium", "1", "in"),
        flow("cast", "dust", "0.1", "in"),
        flow("cast", "alloy", "1"),
    ]
    case = sound_case(rows)
    held = {(m, k) for m, k in zip(case["contents"]["material"], case["contents"]["mineral"], strict=True)}
    assert {(name, "niobium-concentrate") for name in ("niobium-concentrate", "ferroniobium", "dust", "alloy")} | {
        ("manganese-ore", "manganese-ore")
    } == held


def test_implied_processing_crosses_the_line_whole() -> None:
    """The smelter of the tutorial processes all the concentrate that it takes in."""
    case, _, line = read(TUTORIAL)
    at = 0, case["minerals"].rows["niobium-concentrate"], 0
    assert (1.0, 0.0) == (line.processed[at], line.tailings[at])


def test_titles_may_be_given_for_implied_minerals() -> None:
    """A table of minerals beside implied contents names some of them; the others are there all the same."""
    added = {
        "minerals": [{"id": "niobium-concentrate", "name": "Niobium"}],
        "sources": [{"id": "invented", "citation": "Nobody"}],
    }
    case = sound_case(edited(TUTORIAL, added=added))
    assert (("manganese-ore", "niobium-concentrate"), ["", "Niobium"]) == (
        case["minerals"].keys,
        case["minerals"]["name"].tolist(),
    )
