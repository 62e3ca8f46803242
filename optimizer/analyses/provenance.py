"""What an answer was computed from, whether or not anything was solved."""

from functools import cache
from importlib import metadata

from optimizer.domain.plan import Provenance
from optimizer.domain.scenario import AppliedChange, Change
from optimizer.problem.build import Problem, ReadCase, changes_reached, default_scenario

version = cache(metadata.version)


def provenance_of(problem: Problem, engine: str = "") -> Provenance:
    """Return what a problem was made of; `engine` is the solver with its version, "" if none was asked."""
    case = problem.case
    year = float(case.setting("price_year"))
    return Provenance(
        problem_digest=problem.digest,
        case_id=case.id,
        scenario=problem.scenario,
        version=version("madini"),
        solver=engine,
        currency=str(case.setting("currency")),
        money_unit=float(case.setting("money_unit")),
        price_year=int(year) if year == year else 0,
        horizon_start=str(case.timeline.starts[0]),
        horizon_end=str(case.timeline.ends.max()),
        discount_rate=float(case.setting("real_discount_rate")),
        objective=str(problem.objective) if engine else "",
        objective_asked=problem.objective_asked,
        changes=problem.changes,
    )


def asked_of(read: ReadCase, scenario: str | None, changes: list[Change]) -> Provenance:
    """Return what was asked of a case that may break rules: its id, scenario and what the changes reach.

    Raises:
        NotFound: The case has no such scenario.
    """
    reached: tuple[AppliedChange, ...] = changes_reached(read, scenario, changes)
    return Provenance(
        problem_digest="",
        case_id=read.case.id,
        scenario=default_scenario(read.case) if scenario is None else scenario,
        version=version("madini"),
        solver="",
        currency=str(read.case.setting("currency")),
        money_unit=float(read.case.setting("money_unit")),
        price_year=0,
        horizon_start="",
        horizon_end="",
        changes=reached,
    )
