"""The commands that compare, and their pages."""

import json

import pytest
from google.protobuf import json_format
from rich.cells import cell_len

from optimizer.client.client import Client
from optimizer.client.render_compare import render_comparison
from optimizer.client.tabular_duty import frames_of
from optimizer.v1.compare_pb2 import CompareScenariosResponse
from tests.client.conftest import Madini
from tests.client.golden import check_golden


@pytest.fixture(scope="module")
def response(client: Client) -> CompareScenariosResponse:
    """The loss of a preference, the renewal of others, and a ban, beside a plan with AGOA."""
    return client.compare("kenya", ["", "china-zero-extended", "ban-wide"], scenario="agoa-throughout")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_page(response: CompareScenariosResponse, width: int) -> None:
    """It is read at every width, and no line is too long."""
    page = render_comparison(response, width)

    assert all(cell_len(line) <= width for line in page.splitlines())
    check_golden(f"compare-{width}.txt", page)


def test_frames(response: CompareScenariosResponse) -> None:
    """The bridge of each alternative sums to the difference of the objectives, to the cent."""
    frames = frames_of(response)
    objective = frames["outcomes"].set_index("alternative")["objective"]

    for alternative, change in frames["bridge"].groupby("alternative")["change"].sum().items():
        assert change == pytest.approx(objective[alternative] - objective[0], abs=0.011)
    assert set(frames["sales"]["claim"]) >= {"agoa", "ordinary"}
    assert (frames["periods"].groupby("alternative").size() > 1).all()


def test_json_is_the_answer(madini: Madini) -> None:
    """The same that Python gets, with words for values of enums."""
    done = madini("compare", "tutorial", "", "--json")

    assert done.code == 0
    told = json.loads(done.out)
    assert len(told["alternatives"]) == 1
    assert json_format.ParseDict(told["base"]["plan"], type(CompareScenariosResponse().base.plan)()).objective


def test_the_same_differs_in_nothing(madini: Madini) -> None:
    """Both commands say so."""
    assert "Nothing differs." in madini("compare", "kenya", "", "--against", "").out
    assert madini("diff", "kenya", "kenya").out == "Nothing differs.\n"


def test_an_unknown_scenario_and_case(madini: Madini) -> None:
    """What there is is told."""
    for arguments in (("compare", "kenya", "fame"), ("diff", "kenya", ":fame"), ("diff", "kenya", "fame")):
        done = madini(*arguments)
        assert done.code != 0
        assert "fame" in done.err
