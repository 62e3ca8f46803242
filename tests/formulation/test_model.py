"""What PuLP is told is the program that HiGHS gets: every number of it, on every case."""

from pathlib import Path

import numpy as np
import pulp
import pytest

from optimizer.formulation.build import build
from optimizer.formulation.model import state_model
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.problem.build import build_problem
from optimizer.solver.scaling import ScaledProgram, choose_scales
from optimizer.store.case_files import read_case_folder
from tests.planted.generator import planted_case

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(file.parent for file in (ROOT / "data").glob("*/case.csv"))
PUBLISHED = sorted((ROOT / "tests" / "cases" / "published").glob("*/case"))
SENSES = {pulp.LpConstraintLE: LE, pulp.LpConstraintEQ: EQ, pulp.LpConstraintGE: GE}


def check_stated(lp: LinearProgram) -> None:
    """Fail unless costs, entries, senses and sides that PuLP holds are those of the scaled arrays, bit for bit."""
    scaled = ScaledProgram(lp, *choose_scales(lp))
    model = state_model(lp, scaled.column_scale, scaled.row_scale)
    position = {variable.name: column for column, variable in enumerate(model.variables)}
    costs = np.zeros(len(model.variables))
    for variable, cost in model.lp.objective.items():
        costs[position[variable.name]] = cost

    assert pulp.LpMaximize == model.lp.sense
    assert scaled.costs.tolist() == costs.tolist()
    assert [(0, None)] == sorted({(variable.lowBound, variable.upBound) for variable in model.variables})
    assert lp.senses.tolist() == [SENSES[row.sense] for row in model.constraints]
    assert (lp.sides * scaled.row_scale).tolist() == [-row.constant for row in model.constraints]
    matrix = scaled.matrix
    entries = [(position[variable.name], value) for row in model.constraints for variable, value in row.expr.items()]
    assert np.diff(matrix.start).tolist() == [len(row.expr) for row in model.constraints]
    assert list(zip(matrix.index.tolist(), matrix.value.tolist(), strict=True)) == entries


@pytest.mark.parametrize("folder", [*SHIPPED, *PUBLISHED], ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_shipped_or_published_case_is_stated_as_it_is(folder: Path) -> None:
    """Kenya, the tutorial and the published models."""
    check_stated(build(build_problem(read_case_folder(folder))).lp)


@pytest.mark.parametrize("seed", range(20))
def test_a_planted_case_is_stated_as_it_is(seed: int) -> None:
    """Networks with every table."""
    check_stated(build(build_problem(planted_case(seed).read())).lp)
