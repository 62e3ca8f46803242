"""Measures and objectives."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.errors import Violation
from optimizer.domain.measure_words import MEANINGS
from optimizer.domain.measures import COMPONENTS, COSTS, GOVERNMENT, INCOMES, PROFIT, Objective, known_measures, parse_objective

MEASURES = known_measures(("niobium", "rare-earths"))


@pytest.mark.parametrize(
    ("text", "weights", "maximise"),
    [
        ("profit", (("profit", 1.0),), True),
        ("maximise profit", (("profit", 1.0),), True),
        ("minimise purchase", (("purchase", 1.0),), False),
        ("profit + 1000 jobs", (("jobs", 1000.0), ("profit", 1.0)), True),
        ("profit - 2.5e1*duty", (("duty", -25.0), ("profit", 1.0)), True),
        ("-capital", (("capital", -1.0),), True),
        ("profit + profit", (("profit", 2.0),), True),
        (".5 profit+.5jobs", (("jobs", 0.5), ("profit", 0.5)), True),
        ("processed[rare-earths]", (("processed[rare-earths]", 1.0),), True),
    ],
)
def test_objectives_are_weighted_sums(text: str, weights: tuple[tuple[str, float], ...], maximise: bool) -> None:
    """Terms in any order, with signs and weights."""
    violations: list[Violation] = []
    assert Objective(weights, maximise) == parse_objective(text, MEASURES, violations)
    assert [] == violations


@pytest.mark.parametrize("text", ["", "+", "profit +", "profit jobs", "1..2 jobs", "profit; jobs", "2 * 3 jobs", "profit + 10 %"])
def test_what_is_no_objective_is_reported(text: str) -> None:
    """The fix shows examples."""
    violations: list[Violation] = []
    parse_objective(text, MEASURES, violations)
    assert [("bad-objective", "write, for example, `profit`, `profit + 1000 jobs` or `minimise purchase`")] == [
        (violation.rule, violation.fix) for violation in violations
    ]


def test_every_unknown_measure_is_reported() -> None:
    """None hides another, and the fix names the known ones."""
    violations: list[Violation] = []
    parse_objective("gain + processed[gold] + profit", MEASURES, violations)
    assert [("unknown-measure", "gain"), ("unknown-measure", "processed[gold]")] == [(v.rule, v.value) for v in violations]
    assert violations[0].fix.startswith("use one of profit, government_revenue")
    assert "did you mean 'processed[niobium]'?" == violations[1].fix


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("npv", "did you mean 'profit', which is the net present value?"),
        ("NPV", "did you mean 'profit', which is the net present value?"),
        ("Profit", "did you mean 'profit'?"),
        ("1000 job", "did you mean 'jobs'?"),
        ("goverment_revenue", "did you mean 'government_revenue'?"),
        ("mined", "did you mean 'mined[niobium]'?"),
        ("mined[Niobium]", "did you mean 'mined[niobium]'?"),
    ],
)
def test_a_measure_by_another_name_is_suggested(written: str, fix: str) -> None:
    """Names of the trade, capitals, a missing letter, a mineral left out."""
    violations: list[Violation] = []
    parse_objective(written, MEASURES, violations)
    assert [("unknown-measure", fix)] == [(violation.rule, violation.fix) for violation in violations]


@pytest.mark.parametrize("word", ["minimise", "minimize", "Minimize", "MINIMISE"])
def test_either_spelling_minimises(word: str) -> None:
    """As in British and in American English."""
    violations: list[Violation] = []
    assert Objective((("purchase", 1.0),), maximise=False) == parse_objective(f"{word} purchase", MEASURES, violations)
    assert [] == violations


@pytest.mark.parametrize(
    "text",
    [
        f"+{' ' * 1900}!",
        f"profit {'+ jobs ' * 270}!",
        f"{'1' * 1900}!",
        f"{'1e' * 950}",
        f"+{' *' * 900}",
        "profit" + " " * 1900 + "-",
        "a" * 2000 + "[",
    ],
)
def test_an_objective_of_any_form_is_read_in_no_time(text: str) -> None:
    """No form makes the reader go over the same letters again and again: 300 times within a second."""
    started = time.process_time()
    for _ in range(300):
        parse_objective(text, MEASURES, [])
    assert time.process_time() - started < 1.0


def test_an_objective_has_a_largest_length() -> None:
    """What is longer is not read at all."""
    violations: list[Violation] = []
    parse_objective("profit + " * 1_000_000 + "jobs", MEASURES, violations)
    assert [("too-long", "9000004 letters")] == [(violation.rule, violation.value) for violation in violations]


weights = st.floats(-1e9, 1e9).filter(bool)


@given(st.dictionaries(st.sampled_from(sorted(MEASURES)), weights, min_size=1, max_size=4), st.booleans())
def test_the_text_of_an_objective_reads_back(terms: dict[str, float], maximise: bool) -> None:
    """No digit of a weight and no sign is lost."""
    objective, violations = Objective(tuple(sorted(terms.items())), maximise), list[Violation]()
    assert objective == parse_objective(str(objective), MEASURES, violations)
    assert [] == violations


def test_an_infinite_weight_is_no_weight() -> None:
    """A weight must be a number that a case can hold."""
    violations: list[Violation] = []
    parse_objective("1e999 jobs", MEASURES, violations)
    assert ["absurd-number"] == [violation.rule for violation in violations]


def test_profit_is_incomes_less_costs() -> None:
    """Every component has its one sign in profit."""
    assert set(COMPONENTS) == set(PROFIT)
    assert {1.0} == {PROFIT[name] for name in INCOMES}
    assert {-1.0} == {PROFIT[name] for name in COSTS}
    assert len(set(COMPONENTS)) == len(COMPONENTS)


def test_foreign_duty_is_no_government_revenue() -> None:
    """Royalty, export levy and home import duty are; what others levy is not."""
    assert ("royalty", "export_levy", "import_duty") == GOVERNMENT


def test_only_money_is_discounted() -> None:
    """Jobs and tonnes are plain sums."""
    money = {measure.name for measure in MEASURES.values() if measure.unit == "money"}
    assert money - {"investment"} == {measure.name for measure in MEASURES.values() if measure.discounted}
    assert {"money", "job-years", "t"} == {measure.unit for measure in MEASURES.values()}


def test_every_measure_is_described_and_nothing_else() -> None:
    """A measure that is added must be told in a sentence, and one that goes takes its sentence along."""
    assert {name.partition("[")[0] for name in known_measures(("k",))} == set(MEANINGS)
