"""Measures and objectives."""

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
    assert all("profit, government_revenue" in violation.fix for violation in violations)


weights = st.floats(-1e9, 1e9).filter(bool)


@given(st.dictionaries(st.sampled_from(sorted(MEASURES)), weights, min_size=1, max_size=4), st.booleans())
def test_the_text_of_an_objective_reads_back(terms: dict[str, float], maximise: bool) -> None:
    """No digit of a weight and no sign is lost."""
    objective, violations = Objective(tuple(sorted(terms.items())), maximise), list[Violation]()
    assert objective == parse_objective(str(objective), MEASURES, violations)
    assert [] == violations


def test_an_infinite_weight_is_no_weight() -> None:
    """A weight must be a finite number."""
    violations: list[Violation] = []
    parse_objective("1e999 jobs", MEASURES, violations)
    assert ["bad-objective"] == [violation.rule for violation in violations]


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
