"""Wide networks with a known optimum: found in one country and in many, and no column is added for a law that is not there."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.formulation.build import build
from optimizer.problem.build import build_problem
from optimizer.solver.session import Session
from tests.planted.certified import certify_planted, value_of
from tests.planted.wide import wide_network

CENT = 0.01
SMALL, LARGE = 2000, 72_000
"""What is asked of the generator, which gives about 84,000 columns for the larger."""
TABLES_OF_LAW = {"tariffs", "programmes", "programme_rates", "programme_countries", "royalties", "policies", "origin_rules"}


@pytest.mark.parametrize("seed", range(6))
def test_the_planted_optimum_is_found(seed: int) -> None:
    """Plan and values are certified, nothing is missing or added, and HiGHS finds the value to 1e-9 relative."""
    case = wide_network(seed, SMALL)
    lp = build(build_problem(case.read())).lp
    certificate = certify_planted(case, lp)

    assert certificate.passed, certificate
    assert case.column_count == lp.matrix.shape[1]
    assert case.expected_objective == pytest.approx(value_of(case, lp), rel=1e-11)
    assert case.expected_objective == pytest.approx(Session(lp, CENT).solve().objective, rel=1e-9)


def test_networks_are_in_general_position() -> None:
    """They have what the benchmark asks for: freight in `lane_materials`, values in `by_node`, many lanes, no law."""
    case = wide_network(3, 6000, countries=22)
    lanes = case.tables["lanes"]

    assert not TABLES_OF_LAW & set(case.tables)
    assert all("freight_per_unit" in row for row in case.tables["lane_materials"])
    assert not any("freight_per_tonne" in row for row in lanes)
    assert len(lanes) > 4 * len(case.tables["sites"])
    assert len(case.tables["by_node"]) > case.column_count / 5
    assert len({row["country"] for row in case.tables["sites"]}) > 5
    assert {"stocks", "demands", "resources"} <= set(case.tables)


@pytest.mark.parametrize("seed", range(3))
def test_countries_add_no_column(seed: int) -> None:
    """Where no law looks at origin the program in 22 countries is that in one, and the planted plan and values prove it."""
    case = wide_network(seed, SMALL, countries=22)
    lp = build(build_problem(case.read())).lp

    assert case.column_count == lp.matrix.shape[1]
    assert certify_planted(case, lp).passed


@pytest.mark.parametrize("raw", [False, True])
def test_countries_change_no_optimum(raw: bool) -> None:
    """The same network in one country and in 22 is worth the same: no law looks at where anything is from."""
    planted = wide_network(1, SMALL, countries=22, raw=raw)
    result = answer(build_problem(planted.read()), AnswerOptions(rates=True))

    assert planted.expected_objective == wide_network(1, SMALL).expected_objective
    assert result.plan is not None
    assert result.plan.objective == pytest.approx(planted.expected_objective, abs=0.006)
    assert len(result.plan.decisions) == (3 if raw else 0)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("countries", [1, 22])
def test_a_large_optimum_is_found_and_explained(countries: int) -> None:
    """A network of 84,000 columns is solved to the planted value and explained, or says what is missing."""
    planted = wide_network(0, LARGE, countries=countries)
    result = answer(build_problem(planted.read()), AnswerOptions(rates=True))

    assert 80_000 < planted.column_count < 90_000
    assert result.plan is not None
    assert result.plan.objective == pytest.approx(planted.expected_objective, rel=1e-9)
    assert planted.column_count == result.statistics.column_count
    assert sum(limit.left_out for limit in result.plan.limits) == sum(part.count for part in result.not_computed)
