"""What the last unit of a plant's capacity is worth, and what the horizon is charged for it."""

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.formulation.build import build
from tests.kenya.solving import Kenya, amounts


def built(kenya: Kenya, scenario: str, expansion: str) -> float:
    """Return the capacity that a plan builds of a plant."""
    plan = kenya.plan(scenario)
    return sum(amount for (name, *_), amount in amounts(plan, "build").items() if name == expansion)


def last_unit(kenya: Kenya, scenario: str, expansion: str) -> float:
    """Return the NPV lost per unit if less could be built: the one-sided rate of the most that can be added."""
    most = f"expansions[{expansion}].max_added_per_year"
    capped = kenya.problem(scenario, ((most, repr(built(kenya, scenario, expansion))),))
    plan = answer(capped, AnswerOptions(rates=True)).plan
    assert plan is not None
    limit = next((limit for limit in plan.limits if limit.address == most), None)
    return -limit.rate_down if limit is not None and limit.rate_down is not None else 0.0


def charged_per_unit(kenya: Kenya, scenario: str, expansion: str) -> float:
    """Return the discounted capital that the horizon is charged for one unit where it was decided."""
    problem = kenya.problem(scenario)
    program = build(problem)
    names, weights = program.lp.column_names, problem.case.timeline.money_weights
    plan = kenya.plan(scenario)
    node = next(key[-1] for key in amounts(plan, "build") if key[0] == expansion)
    column = next(at for at, name in enumerate(names) if name.startswith(f"build[{expansion},") and name.endswith(f",{node}]"))
    columns, nodes, paid = program.lp.program.contributions("capital")
    spread = zip(columns, nodes, paid, strict=True)
    return float(sum(amount * weights[at] for where, at, amount in spread if where == column))
