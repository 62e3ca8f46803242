"""Rules of origin in cases with a known optimum: lots that mix feed of many countries earn claims exactly, with room, or not."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.formulation.build import build
from optimizer.formulation.program import LinearProgram
from optimizer.problem.build import build_problem
from optimizer.solver.session import Session
from optimizer.store.case_files import read_case_folder
from tests.planted.certified import certify_planted, value_of
from tests.planted.generator import PlantedCase, planted_refinery
from tests.planted.origins import BUILD_DOWN, BUILD_UP, EXACT, FAILS, ROOM, SHIFT, WHOLLY
from tests.planted.refinery_map import TRAITS
from tests.planted.sheet import write_folder

SEEDS, BATCH = 80, 10
MORE_SEEDS, MORE_BATCH = 300, 50
CENT = 0.01
PLANTS = ("wash", "crack", "refine", "cast")
VERDICTS = {(test, verdict) for test in (BUILD_UP, BUILD_DOWN, SHIFT) for verdict in (EXACT, ROOM, FAILS)}
VERDICTS |= {(WHOLLY, ROOM), (WHOLLY, FAILS), ("donors", ROOM), ("donors", EXACT)}
"""Every test, and how lots with foreign feed meet it; what is wholly obtained knows no threshold."""


@cache
def program(seed: int) -> tuple[PlantedCase, LinearProgram]:
    """Return a planted case with a refinery, and its program."""
    case = planted_refinery(seed)
    return case, build(build_problem(case.read())).lp


def hold(seed: int) -> None:
    """Assert that plan and prices are certified, no column is missing or added, and HiGHS finds the value."""
    case, lp = program(seed)
    certificate = certify_planted(case, lp)

    assert certificate.passed, (seed, certificate)
    assert case.column_count == lp.matrix.shape[1], seed
    assert case.expected_objective == pytest.approx(value_of(case, lp), rel=1e-11), (seed, sorted(case.features))
    assert case.expected_objective == pytest.approx(Session(lp, CENT).solve().objective, rel=1e-9), (seed, sorted(case.features))


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_the_planted_optimum_is_found(first: int) -> None:
    """On 80 refineries plan and prices are certified, nothing is missing or added, and HiGHS finds the value to 1e-9 relative."""
    for seed in range(first, first + BATCH):
        hold(seed)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(SEEDS, SEEDS + MORE_SEEDS, MORE_BATCH))
def test_more_planted_optima_are_found(first: int) -> None:
    """The same on 300 more."""
    for seed in range(first, first + MORE_BATCH):
        hold(seed)


def test_every_test_has_every_verdict() -> None:
    """Lots with foreign feed meet every test exactly and with room; and where they fail it ordinary duty is paid."""
    found = set().union(*(program(seed)[0].verdicts for seed in range(SEEDS)))

    assert found == VERDICTS


def test_every_trait_is_planted() -> None:
    """Every trait of refineries occurs."""
    traits = set().union(*(program(seed)[0].features for seed in range(SEEDS)))

    assert set(TRAITS) <= traits


def test_plans_are_not_simple() -> None:
    """Plants run in several modes at once, feed is mixed, what has earned origin is kept, and all kinds of origin occur."""
    shapes: Counter[str] = Counter()
    for seed in range(SEEDS):
        modes: dict[tuple[str, str], int] = {}
        inputs: Counter[tuple[str, ...]] = Counter()
        for address in program(seed)[0].plan:
            family, key = re.fullmatch(r"(\w+)\[(.*)\]", address).groups()  # type: ignore[union-attr]
            parts = key.split(",")
            if family == "run" and parts[0] in PLANTS:
                modes[parts[0], parts[-1]] = modes.get((parts[0], parts[-1]), 0) + 1
            if family == "feed":
                inputs[(*parts[:3], parts[4])] += 1
                shapes[f"feed {'blend' if parts[3].endswith('-blend') else parts[3].partition('#')[0]}"] += 1
            shapes["kept"] += family == "stock" and "#" in key
            shapes["donor"] += family == "donor"
            shapes["claimed mixed"] += family == "sell" and "#" in key and parts[3] != "ordinary"
        shapes["several modes"] += sum(count > 1 for count in modes.values())
        shapes["mixed input"] += sum(count > 1 for count in inputs.values())
    feeds = [f"feed {origin}" for origin in ("home", "ke", "ke-ore", "blend", "sadc", "tz", "tz-made")]
    wanted = ("several modes", "mixed input", "kept", "donor", "claimed mixed", *feeds)

    assert not [shape for shape in wanted if not shapes[shape]]


@pytest.mark.parametrize("seed", range(6))
def test_an_answer_finds_every_test_to_hold(seed: int) -> None:
    """The answer is worth what was planted, proves it, and its audit finds every rule to hold in every lot."""
    case, _ = program(seed)
    plan = answer(build_problem(case.read()), AnswerOptions(rates=False)).plan
    sign = -1.0 if case.objective.startswith("minimise") else 1.0

    assert plan is not None
    assert sign * case.expected_objective == pytest.approx(plan.objective, rel=1e-9)
    assert all(test.passed for test in plan.origin_tests)


def test_a_folder_holds_the_same_case(tmp_path: Path) -> None:
    """Written as files and read back, a case is the same problem to the last bit."""
    for seed in range(5):
        case, _ = program(seed)
        write_folder(case.tables, tmp_path / f"{seed}")

        assert build_problem(case.read()).digest == build_problem(read_case_folder(tmp_path / f"{seed}")).digest


def test_a_seed_is_a_case() -> None:
    """A seed gives the same rows whenever it is asked."""
    assert planted_refinery(7) == planted_refinery(7)
