"""Everything that the neutral format can say becomes a case with the same optimum: against a program of its own."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.problem.build import build_problem
from tests.cases.convert import Conversion
from tests.cases.made_models import random_model
from tests.cases.reference import Reference
from tests.made_cases import read_rows

ABOUT = {"id": "made", "name": "Made", "currency": "USD", "price_year": 2026, "home_country": "KE", "citation": "Nobody"}
OPTIONS = AnswerOptions(rates=False)


def cost_of(conversion: Conversion, scenario: str = "") -> float | None:
    """Return the least cost of a converted model; None if there is no plan."""
    tables = {name: rows for name, rows in conversion.tables.items() if rows}
    plan = answer(build_problem(read_rows(tables), scenario), OPTIONS).plan
    return None if plan is None else -plan.objective


def check(seed: int) -> None:
    """Fail unless a model and each of its what-ifs cost what the reference says."""
    model = random_model(seed)
    reference, conversion = Reference(model), Conversion(model, ABOUT)
    assert reference.optimum() == pytest.approx(cost_of(conversion), rel=1e-7, abs=1e-6), seed
    for row in model["whatifs"]:
        expected = reference.optimum(row)
        found = cost_of(conversion, row["whatif"].lower())
        assert found == (None if expected is None else pytest.approx(expected, rel=1e-7, abs=1e-6)), (seed, row)


@pytest.mark.parametrize("seed", range(8))
def test_a_model_costs_what_a_program_of_its_own_says(seed: int) -> None:
    """Totals of processes, builds of every form, limits over every kind of column and period, what-ifs on all of them."""
    check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(8, 208, 20))
def test_two_hundred_models_cost_what_programs_of_their_own_say(first: int) -> None:
    """The same for many."""
    for seed in range(first, first + 20):
        check(seed)
