"""Lists that must name a new thing too: whoever forgets one is told by a test, not by a reader."""

import inspect

from optimizer.analyses.forced import FAMILIES
from optimizer.client import client, comparing
from optimizer.client.render_money import COMPONENT_NAMES
from optimizer.client.tabular_duty import frames_of
from optimizer.domain.measures import COMPONENTS, COSTS, GOVERNMENT, PRICED_AT
from optimizer.domain.tables.law import POLICY_KINDS
from optimizer.problem.validation.time import UNCOUNTABLE
from optimizer.work.methods import METHODS
from tests.planted import measures as planted

BOUNDS = "measure_bound"
BOUND_ROWS = "measure"
TEXT_ONLY = {"ValidateCase", "ListCases", "GetCase", "ExportProgram"}
"""Methods whose answers are printed as text and JSON alone, or are files."""
OTHERS_RECEIVE = {
    "extraction", "purchase", "processing", "resource", "freight", "insurance", "storage", "disposal", "claim_cost", "duty",
    "fees", "transfer_duty", "capital", "fixed",
}  # fmt: skip
"""Costs that the home State does not receive."""


def test_every_kind_of_policy_can_decide_a_verdict_and_has_dates() -> None:
    """A policy of a kind that is not among these would never be lifted, or be warned of in wrong words."""
    shares = set(POLICY_KINDS) - {BOUNDS}
    assert {BOUND_ROWS, *shares} == set(FAMILIES)
    assert shares == set(UNCOUNTABLE)


def test_every_component_of_money_has_numbers_words_and_a_receiver() -> None:
    """What it is counted at, what it is called, whether the State receives it; the planted cases state that a second time."""
    assert set(COMPONENTS) == set(PRICED_AT)
    assert set(COMPONENTS) == set(COMPONENT_NAMES)
    assert set(COSTS) == OTHERS_RECEIVE | set(GOVERNMENT)
    assert (set(COSTS), set(GOVERNMENT)) == (set(planted.COSTS), set(planted.GOVERNMENT))


def test_every_method_has_a_client_and_frames() -> None:
    """Python callers reach all methods; answers that are tables become frames, also empty ones."""
    source = inspect.getsource(client) + inspect.getsource(comparing)
    assert [] == [method.path for method in METHODS.values() if f'"{method.path}"' not in source]
    for name in METHODS.keys() - TEXT_ONLY:
        assert frames_of(METHODS[name].response()), name
