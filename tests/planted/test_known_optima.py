"""Cases whose optimum is known by construction, not by a solver: the program must hold it, and solvers must find it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from optimizer.domain.tables import TABLES
from optimizer.formulation.build import build
from optimizer.formulation.program import LinearProgram
from optimizer.problem.build import build_problem
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import service_pb2
from optimizer.wire.case import case_to_proto
from tests.planted.certified import certify_planted, value_of
from tests.planted.generator import FEATURES, PlantedCase, planted_case, planted_refinery
from tests.planted.sheet import write_folder
from tests.service.serving import RunningServer

SEEDS, BATCH = 200, 20
REFINERIES = 20
"""Seeds of cases with a refinery under rules of origin, of which test_rules_of_origin.py has more."""
CENT = 0.01
FOUND_ONCE = (69, 379)
"""Seeds beside which a refund on branches, or a policy in total with one node of a branch in force, was once wrong."""


@cache
def program(seed: int) -> tuple[PlantedCase, LinearProgram]:
    """Return a small planted case and its program."""
    case = planted_case(seed)
    return case, build(build_problem(case.read())).lp


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A real server in a process of its own."""
    with RunningServer(tmp_path_factory.mktemp("planted"), "--workers=2") as running:
        yield running


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_the_planted_optimum_is_found(first: int) -> None:
    """On 200 cases plan and prices are certified, nothing is missing or added, and HiGHS finds the value to 1e-9 relative."""
    for seed in range(first, first + BATCH):
        case, lp = program(seed)
        certificate = certify_planted(case, lp)

        solution = Session(lp, CENT).solve()

        assert certificate.passed, (seed, certificate)
        assert case.column_count == lp.matrix.shape[1], seed
        assert case.expected_objective == pytest.approx(value_of(case, lp), rel=1e-11), (seed, sorted(case.features))
        assert case.expected_objective == pytest.approx(solution.objective, rel=1e-9), (seed, sorted(case.features))


@pytest.mark.parametrize("seed", FOUND_ONCE)
def test_what_was_wrong_once_is_planted(seed: int) -> None:
    """Cases that showed a mistake in the formulation hold."""
    case, lp = program(seed)

    assert certify_planted(case, lp).passed
    assert case.expected_objective == pytest.approx(Session(lp, CENT).solve().objective, rel=1e-9)


def test_the_second_solver_finds_it_too() -> None:
    """CBC's basis is worth the planted optimum to 1e-9 of the money that moves, with a certificate of its own."""
    for seed in range(20):
        case, lp = program(seed)

        found = solve_with("cbc", lp, CENT)

        assert abs(case.expected_objective - found.objective) <= 1e-9 * case.turnover, seed


def test_the_server_finds_it(server: RunningServer) -> None:
    """Over gRPC the plan is worth what was planted, to the ten digits that are published."""
    for case in (*map(planted_case, range(20, 30)), *map(planted_refinery, range(3))):
        source = service_pb2.ProblemSource(inline_case=case_to_proto(case.read().case))

        response = server.optimizer.Solve(service_pb2.SolveRequest(source=source))

        sign = -1.0 if case.objective.startswith("minimise") else 1.0
        assert response.WhichOneof("outcome") == "plan", case.seed
        assert sign * case.expected_objective == pytest.approx(response.plan.objective, rel=1e-9), case.seed


def test_a_folder_holds_the_same_case(tmp_path: Path) -> None:
    """Written as files and read back, a case is the same problem to the last bit."""
    for seed in range(5):
        case = planted_case(seed)
        write_folder(case.tables, tmp_path / f"{seed}")
        read = read_case_folder(tmp_path / f"{seed}")

        assert build_problem(case.read()).digest == build_problem(read).digest


def test_a_seed_is_a_case() -> None:
    """A seed gives the same rows whenever it is asked."""
    assert planted_case(7) == planted_case(7)


def test_every_table_and_number_is_planted() -> None:
    """Over the seeds every table occurs that is planned with, every number of it, and every feature."""
    seen: set[tuple[str, str]] = set()
    features: set[str] = set()
    cases = [program(seed)[0] for seed in range(SEEDS)]
    for case in cases:
        features |= case.features
    for case in [*cases, *(planted_refinery(seed) for seed in range(REFINERIES))]:
        seen |= {(name, column) for name, rows in case.tables.items() for row in rows for column in row}
    wanted = {(table.name, number.name) for table in TABLES.values() for number in table.numbers}

    assert set(TABLES) == {name for name, _ in seen}
    assert not wanted - seen
    assert features == set(FEATURES)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_large_planted_optima_are_found(seed: int) -> None:
    """Three cases of more than 100,000 columns are certified, and found to 1e-9 relative."""
    case = planted_case(seed, columns=100_000)
    lp = build(build_problem(case.read())).lp

    assert lp.matrix.shape[1] == case.column_count > 100_000
    assert certify_planted(case, lp).passed
    assert case.expected_objective == pytest.approx(Session(lp, CENT).solve().objective, rel=1e-9)
