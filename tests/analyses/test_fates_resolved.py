"""Every margin, average and policy of random cases against the same case solved cold with one more policy, or one less."""

import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.plan import Decision, Fate, Plan, Verdict
from optimizer.domain.scenario import Change
from optimizer.problem.build import build_problem
from tests.made_cases import random_case, read_rows

MEASURE = {Verdict.PROCESS: "processed", Verdict.EXPORT_RAW: "exported_raw", Verdict.SELL_RAW_AT_HOME: "sold_raw_at_home"}
Rows = dict[str, list[dict[str, object]]]


def solved(rows: Rows, *changes: Change) -> Plan | None:
    """Return the plan of a case, None if it has none."""
    return answer(build_problem(read_rows(rows), changes=changes), AnswerOptions(rates=True)).plan


def bounded(rows: Rows, measure: str, side: str, amount: float) -> float | None:
    """Return the objective with a measure bounded over the horizon, in tonnes; None if no plan is left."""
    bound = {"id": "bound", "kind": "measure_bound", "measure": measure, "scope": "total", side: repr(amount)}
    plan = solved({**rows, "policies": [*rows["policies"], bound]})
    return None if plan is None else plan.objective


def case_of(seed: int) -> Rows:
    """Return a random case of which each third has a required share, a ban or neither."""
    rows = random_case(seed)
    share = {"id": "share", "kind": "processed_share", "mineral": "cerium", "minimum": 0.3, "active": seed % 3 == 0}
    ban = {"id": "ban", "kind": "raw_export_ban", "mineral": "niobium", "active": seed % 3 == 1}
    return {**rows, "policies": [share, ban]}


def check_fate(rows: Rows, plan: Plan, decision: Decision, fate: Fate) -> int:
    """Compare the average and the margin of one fate with cold solves; return how many numbers were compared."""
    leave, compared = fate.fate is Verdict.LEAVE, 0
    measure = f"mined[{decision.mineral}]" if leave else f"{MEASURE[fate.fate]}[{decision.mineral}]"
    size = max(abs(plan.objective), 1.0)
    if fate.average_gain is not None and fate.amount:
        without = bounded(rows, measure, "maximum", 0.0)
        assert without is not None
        assert plan.objective - without == pytest.approx(fate.average_gain * fate.amount, rel=1e-6, abs=1e-7 * size)
        compared += 1
    if fate.loss_of_one_more is not None:
        now, step = (decision.mined if leave else fate.amount or 0.0), 1e-5 * max(decision.mined, 1e-3)
        moved = bounded(rows, measure, "maximum" if leave else "minimum", now - step if leave else now + step)
        assert moved is not None
        assert plan.objective - moved == pytest.approx(fate.loss_of_one_more * step, rel=1e-4, abs=0.011)
        compared += 1
    return compared


def check_case(seed: int) -> tuple[int, int]:
    """Compare every number of a random case with cold solves; return how many fates and policies were compared."""
    rows = case_of(seed)
    plan = solved(rows)
    if plan is None:
        return 0, 0
    numbers = policies = 0
    for decision in plan.decisions:
        numbers += sum(check_fate(rows, plan, decision, fate) for fate in decision.fates)
        for reason in (found for found in decision.reasons if found.code == "POLICY_DECIDES"):
            said = dict(reason.parameters)
            changes = [Change(f"{address}.active", "set", "false") for address in str(said["policies"]).split(", ")]
            free = solved(rows, *changes)
            assert free is not None
            assert free.objective - plan.objective == pytest.approx(said["gain"], rel=1e-6, abs=0.011)
            policies += 1
    return numbers, policies


def test_random_cases_agree_with_cold_solves() -> None:
    """A few cases, with shares and bans among them."""
    compared = [check_case(seed) for seed in (0, 1, 3, 4)]

    assert sum(numbers for numbers, _ in compared) > 10
    assert sum(policies for _, policies in compared) > 0


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 100, 10))
def test_a_hundred_random_cases_agree_with_cold_solves(first: int) -> None:
    """The same at length."""
    assert sum(numbers for numbers, _ in map(check_case, range(first, first + 10))) > 30
