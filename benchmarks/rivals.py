"""One rival solves one linear program: it gets arrays, builds its model, solves, and reads back amounts, duals and objective.

    .venv-bench/bin/python benchmarks/rivals.py RIVAL PROGRAM.npz CONSTRAINTS

Runs in an environment of its own, so nothing of Madini is imported. The program is: maximise costs'x, lower <= A x <= upper,
x >= 0, A by rows. Prints one line of JSON: seconds (of the second of two solves; the first, of a tiny program, warms up), the
objective, and how far the duals are from proving it, relative to it. A rival older than the constraints file names is refused.
"""

import json
import re
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

TOLERANCE = 1e-9
HIGHS_OPTIONS = {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE, "threads": 1}


@dataclass(frozen=True)
class Arrays:
    """maximise costs'x, lower <= A x <= upper, x >= 0; entries of row i at start[i]:start[i + 1]."""

    costs: np.ndarray
    start: np.ndarray
    index: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


Found = tuple[np.ndarray, np.ndarray, float]
"""Amounts, duals (of either sign) and objective."""


def raw_highs(given: Arrays) -> Found:
    """Pass the arrays to HiGHS in one call."""
    import highspy

    engine = highspy.Highs()
    engine.silent()
    for name, value in HIGHS_OPTIONS.items():
        engine.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(given.costs), len(given.lower)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = given.costs
    model.col_lower_, model.col_upper_ = np.zeros(len(given.costs)), np.full(len(given.costs), np.inf)
    model.row_lower_, model.row_upper_ = given.lower, given.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = given.start.astype(np.int32), given.index.astype(np.int32)
    model.a_matrix_.value_ = given.value
    engine.passModel(model)
    engine.run()
    solution = engine.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual), engine.getInfo().objective_function_value


def _pulp(given: Arrays, solver: Any) -> Found:
    import pulp

    problem = pulp.LpProblem("race", pulp.LpMaximize)
    x = [problem.add_variable(f"x{column}", 0) for column in range(len(given.costs))]
    problem.setObjective(pulp.LpAffineExpression(zip(x, given.costs.tolist(), strict=True)))
    index, value = given.index.tolist(), given.value.tolist()
    constraints = []
    for row, (first, end) in enumerate(pairwise(given.start.tolist())):
        terms = pulp.LpAffineExpression([(x[index[at]], value[at]) for at in range(first, end)])
        low, high = given.lower[row], given.upper[row]
        sense = 0 if low == high else -1 if high < np.inf else 1
        constraints.append(pulp.LpConstraint(terms, sense, f"r{row}", high if high < np.inf else low))
        problem.addConstraint(constraints[-1])
    problem.solve(solver)
    amounts = np.array([variable.varValue or 0.0 for variable in x])
    return amounts, np.array([constraint.pi or 0.0 for constraint in constraints]), pulp.value(problem.objective)


def pulp_highs(given: Arrays) -> Found:
    """State the model in PuLP and solve it by PuLP's own HiGHS interface."""
    import pulp

    return _pulp(given, pulp.HiGHS(msg=False, **HIGHS_OPTIONS))


def pulp_cbc(given: Arrays) -> Found:
    """State the model in PuLP and solve it by the CBC that comes with it."""
    import pulp

    return _pulp(given, pulp.PULP_CBC_CMD(msg=False, mip=False, threads=1))


def pulp4_highs(given: Arrays) -> Found:
    """State the model in PuLP 4, whose expressions are no longer Python's, and solve it by its own HiGHS interface."""
    import pulp

    problem = pulp.LpProblem("race", pulp.LpMaximize)
    x = list(problem.add_variable_dict("x", range(len(given.costs)), 0).values())
    problem.setObjective(pulp.lpSum_vars_coefs(zip(x, given.costs.tolist(), strict=True)))
    index, value = given.index.tolist(), given.value.tolist()
    constraints = []
    sides = zip(pairwise(given.start.tolist()), given.lower.tolist(), given.upper.tolist(), strict=True)
    for (first, end), low, high in sides:
        terms = pulp.lpSum_vars_coefs([(x[index[at]], value[at]) for at in range(first, end)])
        if low == high:
            row = terms == low
        elif high < np.inf:
            row = terms <= high
        else:
            row = terms >= low
        constraints.append(problem.addConstraint(row))
    problem.solve(pulp.HiGHS(msg=False, **HIGHS_OPTIONS))
    amounts = np.array([variable.varValue or 0.0 for variable in x])
    return amounts, np.array([constraint.pi or 0.0 for constraint in constraints]), pulp.value(problem.objective)


def pyomo_highs(given: Arrays) -> Found:
    """State the model in Pyomo and solve it by APPSI's HiGHS."""
    import pyomo.environ as pyo
    from pyomo.contrib import appsi
    from pyomo.core.expr.numeric_expr import LinearExpression

    model = pyo.ConcreteModel()
    model.x = pyo.Var(range(len(given.costs)), domain=pyo.NonNegativeReals)
    x = [model.x[column] for column in range(len(given.costs))]
    model.objective = pyo.Objective(expr=LinearExpression(linear_coefs=given.costs.tolist(), linear_vars=x), sense=pyo.maximize)
    index, value = given.index.tolist(), given.value.tolist()
    start, lower, upper = given.start.tolist(), given.lower.tolist(), given.upper.tolist()

    def rule(_: Any, row: int) -> Any:
        span = slice(start[row], start[row + 1])
        terms = LinearExpression(linear_coefs=value[span], linear_vars=[x[column] for column in index[span]])
        low, high = lower[row], upper[row]
        return (low if low > -np.inf else None, terms, high if high < np.inf else None) if low != high else terms == low

    model.rows = pyo.Constraint(range(len(lower)), rule=rule)
    solver = appsi.solvers.Highs()
    solver.highs_options = HIGHS_OPTIONS
    result = solver.solve(model)
    amounts = solver.get_primals()
    duals = solver.get_duals()
    return (
        np.array([amounts[variable] for variable in x]),
        np.array([duals[model.rows[row]] for row in range(len(lower))]),
        float(result.best_feasible_objective),
    )


def mathopt_glop(given: Arrays) -> Found:
    """State the model in OR-Tools MathOpt and solve it by GLOP; its wheels bring no HiGHS that MathOpt can call."""
    from datetime import timedelta

    from ortools.math_opt.python import mathopt

    model = mathopt.Model(name="race")
    x = [model.add_variable(lb=0.0) for _ in range(len(given.costs))]
    for variable, cost in zip(x, given.costs.tolist(), strict=True):
        model.objective.set_linear_coefficient(variable, cost)
    model.objective.is_maximize = True
    index, value = given.index.tolist(), given.value.tolist()
    rows = []
    for (first, end), low, high in zip(pairwise(given.start.tolist()), given.lower.tolist(), given.upper.tolist(), strict=True):
        row = model.add_linear_constraint(lb=low, ub=high)
        for at in range(first, end):
            row.set_coefficient(x[index[at]], value[at])
        rows.append(row)
    result = mathopt.solve(
        model, mathopt.SolverType.GLOP, params=mathopt.SolveParameters(threads=1, time_limit=timedelta(minutes=5))
    )
    return np.array(result.variable_values(x)), np.array(result.dual_values(rows)), result.objective_value()


def linopy_highs(given: Arrays) -> Found:
    """State the model in linopy, rows of like length at once, and solve it by HiGHS."""
    import linopy
    import xarray as xr

    model = linopy.Model()
    columns = xr.DataArray(np.arange(len(given.costs)), dims="column")
    x = model.add_variables(lower=0.0, coords=[columns.to_index()], name="x")
    model.add_objective((x * xr.DataArray(given.costs, dims="column")).sum(), sense="max")
    labels = x.labels.values
    lengths = np.diff(given.start)
    width = np.where(lengths > 0, np.exp2(np.ceil(np.log2(np.maximum(lengths, 1)))), 0).astype(int)
    sense = np.where(given.lower == given.upper, "=", np.where(given.upper < np.inf, "<=", ">="))
    side = np.where(given.upper < np.inf, given.upper, given.lower)
    duals = np.zeros(len(lengths))
    kept = {}
    for size in sorted(set(width[width > 0].tolist())):
        rows = np.flatnonzero(width == size)
        at = given.start[rows][:, np.newaxis] + np.arange(size)
        inside = np.arange(size) < lengths[rows][:, np.newaxis]
        at = np.where(inside, at, 0)
        dims, coordinates = ("row", "_term"), {"row": rows}
        terms = xr.Dataset(
            {
                "coeffs": xr.DataArray(np.where(inside, given.value[at], np.nan), dims=dims, coords=coordinates),
                "vars": xr.DataArray(np.where(inside, labels[given.index[at]], -1), dims=dims, coords=coordinates),
            }
        )
        sides = {name: xr.DataArray(part[rows], dims="row", coords=coordinates) for name, part in (("s", sense), ("b", side))}
        kept[f"rows{size}"] = rows
        model.add_constraints(linopy.LinearExpression(terms, model), sides["s"], sides["b"], name=f"rows{size}")
    model.solve(solver_name="highs", io_api="direct", progress=False, output_flag=False, **HIGHS_OPTIONS)
    for name, rows in kept.items():
        duals[rows] = model.constraints[name].dual.values
    return x.solution.values, duals, float(model.objective.value)


RIVALS: dict[str, tuple[str, Callable[[Arrays], Found]]] = {
    "raw": ("highspy", raw_highs),
    "pulp-highs": ("PuLP", pulp_highs),
    "pulp-cbc": ("PuLP", pulp_cbc),
    "pulp4-highs": ("PuLP", pulp4_highs),
    "pyomo": ("pyomo", pyomo_highs),
    "mathopt-glop": ("ortools", mathopt_glop),
    "linopy": ("linopy", linopy_highs),
}
"""Per rival the package whose version is checked, and its solve."""


def check_version(package: str, constraints: Path) -> str:
    """Return the version of a rival; exit if it is missing or older than the constraints file names."""
    named = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", constraints.read_text(), re.MULTILINE))[package]
    try:
        found = version(package)
    except PackageNotFoundError:
        sys.exit(f"{package} is not installed; run make bench, which installs {package} {named}")
    if [int(part) for part in re.findall(r"\d+", found)] < [int(part) for part in re.findall(r"\d+", named)]:
        sys.exit(f"{package} {found} is older than the {named} that {constraints.name} names; racing it would prove nothing")
    return found


def small() -> Arrays:
    """Return a tiny program: maximise 3x + y with x + y <= 5 and x - y >= -2, 15 at (5, 0)."""
    return Arrays(
        np.array([3.0, 1.0]), np.array([0, 2, 4]), np.array([0, 1, 0, 1]), np.array([1.0, 1.0, 1.0, -1.0]),
        np.array([-np.inf, -2.0]), np.array([5.0, np.inf]),
    )  # fmt: skip


def duality_gap(given: Arrays, duals: np.ndarray, objective: float) -> float:
    """Return |c'x - b'y| relative to the objective, with the sign of y that fits better: conventions differ."""
    sides = np.where(given.upper < np.inf, given.upper, given.lower)
    worth = float((sides * duals).sum())
    return min(abs(objective - worth), abs(objective + worth)) / max(1.0, abs(objective))


def main() -> None:
    """Run one rival once."""
    rival, program, constraints = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    package, solve = RIVALS[rival]
    found = check_version(package, constraints)
    warnings.simplefilter("ignore")
    with np.load(program) as file:
        given = Arrays(**{name: file[name] for name in file.files})
    _, _, tiny = solve(small())
    if abs(tiny - 15.0) > 1e-6:
        sys.exit(f"{rival} finds {tiny} where the optimum is 15")
    started, busy = time.perf_counter(), time.process_time()
    amounts, duals, objective = solve(given)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - busy
    nothing = len(amounts) != len(given.costs) or len(duals) != len(given.lower)
    if nothing:
        sys.exit(f"{rival} did not return every amount and dual")
    gap = duality_gap(given, duals, objective)
    figures = {"seconds": seconds, "cpu_seconds": cpu_seconds, "objective": objective, "duality_gap": gap, "version": found}
    print("RESULT " + json.dumps(figures))


if __name__ == "__main__":
    main()
