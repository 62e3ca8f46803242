"""What the law must never do to a plan: more preference never makes it worse, and no lot is claimed that fails its rule."""

from collections.abc import Sequence

import numpy as np
import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.analyses.totals import cent_of
from optimizer.domain.scenario import Change
from optimizer.formulation.build import Built, build
from optimizer.problem.build import Problem, ReadCase, build_problem
from optimizer.solver.session import Session
from tests.adds_up import assert_ledger_adds_up
from tests.analyses.mixed_networks import mixed_network
from tests.made_cases import read_rows

CASES = 200
GROUPS = 10
RELATIVE = 1e-8
OFF = Change("programmes[*].active", "set", "false")
ALONE = Change("programme_countries[role=cumulation].active", "set", "false")
STRICT = Change("origin_rules[test=content_min].threshold", "scale", "1.3")
NO_DONOR = Change("origin_rules[test=content_min].donor_cap", "set", "0")


def solved(problem: Problem) -> tuple[Built, float, np.ndarray]:
    """Return the program, its optimum and its amounts."""
    built = build(problem)
    solution = Session(built.lp, cent_of(built)).solve()
    assert solution.x is not None
    return built, float(solution.objective), np.asarray(solution.x)


def optimum(read: ReadCase, changes: Sequence[Change] = ()) -> float:
    """Return the optimum under changes."""
    return solved(build_problem(read, changes=changes))[1]


def applicable(rows: dict[str, list[dict[str, object]]]) -> list[Change]:
    """Return the changes of law that name something in these rows."""
    tests = {row["test"] for row in rows["origin_rules"]}
    return [
        change
        for change, there in ((OFF, rows["programmes"]), (ALONE, rows["programme_countries"]), (STRICT, "content_min" in tests),
                              (NO_DONOR, "content_min" in tests))
        if there
    ]  # fmt: skip


@pytest.mark.parametrize("group", range(GROUPS))
def test_more_preference_is_never_worse(group: int) -> None:
    """Neither programmes, nor cumulation, nor a lower threshold, nor donor content cost anything, on 200 random networks."""
    moved = 0
    for seed in range(group * CASES // GROUPS, (group + 1) * CASES // GROUPS):
        rows = mixed_network(seed)
        read = read_rows(rows)
        full = optimum(read)
        for change in applicable(rows):
            less = optimum(read, [change])
            assert less <= full + RELATIVE * max(1.0, abs(full)), (seed, change.address)
            moved += less < full - RELATIVE * max(1.0, abs(full))
    assert moved > 0


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_is_claimed_has_passed(group: int) -> None:
    """Per node, what is claimed of mixed origin never exceeds what lots that earn it have made so far, counted anew."""
    claimed = 0.0
    for seed in range(group * CASES // GROUPS, (group + 1) * CASES // GROUPS):
        built, _, x = solved(build_problem(read_rows(mixed_network(seed))))
        streams, columns = built.formulation.streams, built.formulation.columns
        amounts = {family: np.where(found >= 0, x[np.maximum(found, 0)], 0.0) for family, found in columns.items()}
        for origin, what in enumerate(streams.origins):
            if what.is_home or not what.earned:
                continue
            hauls = streams.sales.hauls
            for material in np.unique(hauls.material[hauls.origin == origin]):
                sold = amounts["sell"][(hauls.origin == origin) & (hauls.material == material)].sum(axis=0)
                flow = streams.flows.material[streams.modes.flow] == material
                made = (flow & (streams.modes.flow_origin == origin)).nonzero()[0]
                produced = amounts["run"][streams.modes.flow_mode[made]] * streams.flows.amount[streams.modes.flow[made]]
                assert (np.cumsum(sold) <= np.cumsum(produced.sum(axis=0)) + 1e-6).all(), seed
                claimed += float(sold.sum())
    assert claimed > 0


@pytest.mark.parametrize("group", range(GROUPS))
def test_the_ledger_adds_up_and_every_claim_passes_at_invoice_value(group: int) -> None:
    """To the cent, on 200 random networks; what is claimed of mixed lots meets its threshold at appraised and invoice value."""
    entries = tests = 0
    for seed in range(group * CASES // GROUPS, (group + 1) * CASES // GROUPS):
        plan = answer(build_problem(read_rows(mixed_network(seed))), AnswerOptions(ledger=True)).plan
        assert plan is not None
        assert_ledger_adds_up(plan, seed)
        assert all(test.passed for test in plan.origin_tests), (seed, plan.origin_tests)
        entries, tests = entries + len(plan.ledger), tests + len(plan.origin_tests)
    assert entries > 0
    assert tests > 0
