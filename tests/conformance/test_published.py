"""Other people's models reach their published optimum: every model, solver and door.

Every solver is held to the tolerance of the model, the second opinions of CBC and GLPK as well. Only objectives are compared, and
the certificate that every answer carries (feasibility, duals and gap, recomputed): most models have several optimal plans.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import InvalidCase, SolverFailure
from optimizer.domain.plan import Termination
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem
from optimizer.solver.file_solvers import missing_program, solve_with
from optimizer.store.case_files import read_case_folder
from optimizer.v1 import service_pb2
from optimizer.wire.case import case_to_proto
from tests.cases.convert import PUBLISHED, names
from tests.service.serving import RunningServer, failure
from tests.solver.random_programs import random_program

SOLVERS = {"highs": service_pb2.SOLVER_HIGHS, "cbc": service_pb2.SOLVER_CBC, "glpk": service_pb2.SOLVER_GLPK}


@dataclass(frozen=True)
class Optimum:
    """What one model is known to give under one scenario.

    Attributes:
        model: Its folder.
        scenario: Scenario, or "" for the model itself.
        profit: Objective; a cost is negative profit.
        tolerance: Relative tolerance.
    """

    model: str
    scenario: str
    profit: float
    tolerance: float

    def __str__(self) -> str:
        """Return the name of the test."""
        return f"{self.model}:{self.scenario}" if self.scenario else self.model

    def check(self, profit: float) -> None:
        """Fail unless the profit is the known one."""
        assert abs(profit - self.profit) <= self.tolerance * abs(self.profit), (profit, self.profit)


def known_optima() -> list[Optimum]:
    """Return every optimum that is known, what-ifs included."""
    optima = []
    for name in names():
        known = json.loads((PUBLISHED / name / "expected.json").read_text(encoding="utf-8"))
        sign = {"profit": 1.0, "cost": -1.0}[known["sense"]]
        optima.append(Optimum(name, "", sign * known["optimum"], known["tolerance"]))
        optima += [Optimum(name, key, sign * value, known["what_if_tolerance"]) for key, value in known["what_ifs"].items()]
    return optima


def in_process(optimum: Optimum, solver: str, _: RunningServer) -> float:
    """Return the profit of the certified plan, computed here."""
    problem = build_problem(read_case_folder(PUBLISHED / optimum.model / "case"), optimum.scenario)
    found = answer(problem, AnswerOptions(solver=solver))
    assert found.termination is Termination.OPTIMAL, found.text
    assert found.plan is not None
    assert found.plan.certificate.passed
    return found.plan.objective


def over_grpc(optimum: Optimum, solver: str, server: RunningServer) -> float:
    """Return the profit of the certified plan, computed by a server that holds the case."""
    source = service_pb2.ProblemSource(case_name=f"cases/{optimum.model}", scenario=optimum.scenario)
    return _profit(server.optimizer.Solve(service_pb2.SolveRequest(source=source, solver=SOLVERS[solver])))


def over_grpc_inline(optimum: Optimum, solver: str, server: RunningServer) -> float:
    """Return the profit of the certified plan, computed by a server that is sent the case."""
    case = case_to_proto(read_case_folder(PUBLISHED / optimum.model / "case").case)
    source = service_pb2.ProblemSource(inline_case=case, scenario=optimum.scenario)
    return _profit(server.optimizer.Solve(service_pb2.SolveRequest(source=source, solver=SOLVERS[solver])))


def _profit(response: service_pb2.SolveResponse) -> float:
    assert response.WhichOneof("outcome") == "plan"
    proof = response.plan.certificate  # An answer that fails is never sent.
    assert 0.0 < proof.money_tolerance
    assert proof.money_bound <= proof.money_tolerance
    return response.plan.objective


Door = Callable[[Optimum, str, RunningServer], float]


@pytest.mark.parametrize("optimum", known_optima(), ids=str)
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("door", [in_process, over_grpc], ids=lambda door: door.__name__)
def test_the_published_optimum_is_reached(door: Door, solver: str, optimum: Optimum, server: RunningServer) -> None:
    """The plan's profit is the published one, and the plan is proven optimal."""
    if fix := missing_program(solver):
        pytest.skip(f"{solver} is not on this machine: {fix}")

    optimum.check(door(optimum, solver, server))


@pytest.mark.parametrize("optimum", known_optima(), ids=str)
def test_a_case_sent_along_gives_the_same(optimum: Optimum, server: RunningServer) -> None:
    """A case may come with the request."""
    optimum.check(over_grpc_inline(optimum, "highs", server))


def test_new_capacity_costs_what_the_planted_model_says() -> None:
    """The planted plan builds at exactly the value of what is built: cheaper capital is gain, dearer capital changes nothing."""
    read = read_case_folder(PUBLISHED / "planted_small" / "case")
    known = next(optimum for optimum in known_optima() if optimum.model == "planted_small").profit
    profits = {}
    for factor in ("0.999", "1.001"):
        cheaper_or_dearer = Change("expansion_points[*].capital_cost", "scale", factor)
        plan = answer(build_problem(read, "", [cheaper_or_dearer]), AnswerOptions()).plan
        assert plan is not None
        profits[factor] = plan.objective

    assert profits["0.999"] > known + 1.0
    assert abs(profits["1.001"] - known) <= 1e-9 * known


def test_a_solver_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the program of a solver is missing, both doors say so and how to fix it."""
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("nothing")))
    with pytest.raises(SolverFailure, match="glpk-utils"):
        solve_with("glpk", random_program(1), 0.01)

    with RunningServer(tmp_path_factory.mktemp("server"), "--workers=1") as bare:
        source = service_pb2.ProblemSource(case_name="cases/tutorial")
        request = service_pb2.SolveRequest(source=source, solver=service_pb2.SOLVER_GLPK)
        _, error, _ = failure(lambda: bare.optimizer.Solve(request))

    assert isinstance(error, InvalidCase)
    assert [("solver", "solver-not-installed")] == [(found.address, found.rule) for found in error.violations]
