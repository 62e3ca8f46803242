"""What people call everything that an answer names by id or address, so that an answer can be read without its case."""

from collections.abc import Iterator

from optimizer.domain.case import Case
from optimizer.domain.naming import Naming
from optimizer.domain.plan import Name, Plan


def names_in(case: Case, scenario: str, plan: Plan | None) -> tuple[Name, ...]:
    """Return the names of the case, the scenario and all that a plan mentions, in the order of their addresses.

    Rows are named `table[key]`, numbers `table[key].column`. Whatever has no name of its own is left out: its id must do.
    """
    naming = Naming(case)
    rows = {("case", case.id), ("scenarios", scenario), *(_rows_in(plan) if plan else ())}
    found = {f"{table}[{key}]": naming.row(table, key) for table, key in rows if key}
    found |= {address: naming.number(address) for address in (_numbers_in(plan) if plan else ())}
    named = {address: name for address, name in found.items() if name and name != address and f"[{name}]" not in address}
    return tuple(Name(address, named[address]) for address in sorted(named))


def _rows_in(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield (table, key) of the rows that a plan mentions by id; ids of no row do no harm."""
    for decision in plan.decisions:
        yield from (("materials", decision.product), ("markets", decision.market), ("materials", decision.mineral))
        yield from (("processes", process) for process in decision.route)
    for duty in plan.duties:
        yield from (("markets", duty.market), ("programmes", duty.claim))
    yield from (("programmes", total.programme) for total in plan.programmes)
    for test in plan.origin_tests:
        yield from (("processes", test.process), ("programmes", test.programme))


def _numbers_in(plan: Plan) -> Iterator[str]:
    """Yield the addresses of the numbers that a plan mentions."""
    yield from (limit.address for limit in plan.limits)
    yield from (test.address for test in plan.figure_tests)
    for decision in plan.decisions:
        yield from decision.deciding_estimates
