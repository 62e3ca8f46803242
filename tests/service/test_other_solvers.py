"""Solvers by PuLP's names, over real gRPC: which are taken, which are refused, and what an operator may forbid."""

from collections.abc import Callable

import pytest

from optimizer.domain.errors import InvalidCase
from optimizer.v1 import service_pb2
from tests.service.inline_cases import one_mine
from tests.service.serving import RunningServer, failure

SOURCE = service_pb2.ProblemSource(inline_case=one_mine())


def solve(server: RunningServer, **fields: object) -> service_pb2.SolveResponse:
    """Return the answer for one mine."""
    return server.optimizer.Solve(service_pb2.SolveRequest(source=SOURCE, **fields), timeout=60)  # type: ignore[arg-type]


def refused(server: RunningServer, **fields: object) -> tuple[str, str, str]:
    """Return address, rule and fix of the one thing that is wrong with a request."""
    _, error, _ = failure(lambda: solve(server, **fields))
    assert isinstance(error, InvalidCase)
    (violation,) = error.violations
    return violation.address, violation.rule, violation.fix


def test_any_solver_that_pulp_finds_answers(server: RunningServer) -> None:
    """HiGHS by PuLP, and a program of ours by PuLP's name; 100 t are sold at a gain of 20."""
    for name, title in (("HiGHS", "HiGHS by PuLP"), ("PULP_CBC_CMD", "CBC by PuLP")):
        found = solve(server, other_solver=name)

        assert found.plan.objective == pytest.approx(2000)
        assert found.plan.certificate.duality_gap <= 0.01
        assert found.provenance.solver.startswith(title)


def test_what_is_not_there_or_named_twice_is_refused(server: RunningServer) -> None:
    """With what there is."""
    address, rule, fix = refused(server, other_solver="MAGIC_CMD")

    assert (address, rule) == ("other_solver", "unknown-solver")
    assert fix.startswith("use one of highs, cbc")
    assert "HiGHS" in fix
    twice = refused(server, other_solver="HiGHS", solver=service_pb2.SOLVER_CBC)
    assert twice == ("other_solver", "named-twice", "leave one of the two out")


def test_an_operator_may_forbid_them(start_server: Callable[..., RunningServer]) -> None:
    """Then Madini's own are left, by either name; the refusal does not name the others."""
    server = start_server("--workers=1", "--no-other-solvers")
    _, rule, fix = refused(server, other_solver="HiGHS")

    assert rule == "refused-solver"
    assert "HiGHS" not in fix
    assert "--other-solvers" in fix
    assert solve(server, other_solver="PULP_CBC_CMD").plan.objective == pytest.approx(2000)
    assert solve(server).plan.objective == pytest.approx(2000)
