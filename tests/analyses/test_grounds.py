"""What a plan rests on: shares by hand, sums that must agree, and figures that overturn a verdict by brute force."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.analyses.figure_tests import usual_number_of_tests, with_number, yield_figures
from optimizer.analyses.figures import money_counted_at
from optimizer.domain.errors import InvalidCase
from optimizer.domain.measures import COMPONENTS
from optimizer.domain.plan import ConfidenceShare, Overturned, Plan, Verdict
from optimizer.domain.scenario import Change
from optimizer.formulation.build import build
from optimizer.formulation.matrix import SparseMatrix
from optimizer.formulation.measure_sums import measure_by_node
from optimizer.formulation.money_figures import MoneyFigures, Number
from optimizer.formulation.program import LinearProgram, Program
from optimizer.problem.build import Problem, build_problem
from optimizer.solver.session import Session
from tests.analyses.mixed_networks import mixed_network
from tests.made_cases import SETTING, Rows, make_problem, random_case, read_rows
from tests.planted.generator import planted_case

ORE = {
    "case": [SETTING],
    "materials": [{"id": "ore", "stage": "ore", "raw": True}, {"id": "metal", "stage": "refined"}],
    "contents": [
        {"material": "ore", "mineral": "tin", "fraction": 0.5},
        {"material": "metal", "mineral": "tin", "fraction": 1},
    ],
    "supplies": [
        {"id": "pit", "site": "mine", "material": "ore", "reserve": 60, "cost_per_unit": 10, "confidence": "code_compliant"},
        {"id": "river", "site": "mine", "material": "ore", "max_per_year": 20, "cost_per_unit": 5, "confidence": "estimate"},
    ],
    "processes": [{"id": "smelter", "site": "mine", "feed": "ore", "operating_cost_per_unit": 20, "confidence": "derived"}],
    "process_flows": [
        {"process": "smelter", "material": "ore", "direction": "in", "amount_per_unit": 1},
        {"process": "smelter", "material": "metal", "direction": "out", "amount_per_unit": 0.5},
    ],
    "lanes": [{"id": "sea", "from_site": "mine", "to": "us"}],
    "demands": [
        {"id": "ore", "tier": "1", "market": "us", "material": "ore", "price_per_unit": 50, "confidence": "published"},
        {"id": "metal", "tier": "1", "market": "us", "material": "metal", "price_per_unit": 150},
    ],
}
"""80 t of ore: sold raw each earns 50 less 10 or 5, smelted 75 less 20 more. So all is smelted, for 5 a tonne."""


def plan_of(rows: Rows, tests: int | None = None) -> Plan:
    """Return the plan of a case with its figures tried."""
    plan = answer(make_problem(rows), AnswerOptions(rates=True, figure_tests=tests)).plan
    assert plan is not None
    return plan


def shares(found: tuple[ConfidenceShare, ...]) -> dict[str, float]:
    """Return shares by confidence."""
    return {share.confidence: share.share for share in found}


def test_money_is_shared_by_the_figure_it_is_counted_at() -> None:
    """6,000 of revenue at a price that nobody vouches for, 1,600 derived, 600 code-compliant, 100 estimated: 8,300 in all."""
    plan = plan_of(ORE)

    assert shares(plan.money_shares) == pytest.approx(
        {"code_compliant": 600 / 8_300, "derived": 1_600 / 8_300, "estimate": 100 / 8_300, "": 6_000 / 8_300}
    )
    assert list(shares(plan.money_shares)) == ["code_compliant", "derived", "estimate", ""]


def test_ore_is_shared_by_how_sure_the_amounts_are() -> None:
    """60 of 80 t come from a code-compliant reserve; an entry of `figures` goes before the row's own word."""
    figures = [{"address": "supplies[river].max_per_year", "confidence": "derived"}]

    assert shares(plan_of(ORE).decisions[0].ore_shares) == {"code_compliant": 0.75, "estimate": 0.25}
    assert shares(plan_of({**ORE, "figures": figures}).decisions[0].ore_shares) == {"code_compliant": 0.75, "derived": 0.25}


def test_without_ranges_nothing_was_tested_and_without_confidence_nothing_is_vouched_for() -> None:
    """The tutorial's kind of case: not one figure estimated, and not one sure either."""
    bare = {name: [{k: v for k, v in row.items() if k != "confidence"} for row in rows] for name, rows in ORE.items()}
    plan = plan_of(bare)

    assert (plan.figures_ranged, plan.figures_tested, plan.figure_tests) == (0, 0, ())
    assert plan.money_shares == (ConfidenceShare("", 1.0),)


def test_a_figure_that_overturns_is_told_with_the_value_and_what_happens_then() -> None:
    """Smelting earns 5 a tonne: a cost of 20 to 26 or a yield of 0.45 turns it, a price of 48 to 52 does not."""
    figures = [
        {"address": "processes[smelter].operating_cost_per_unit", "low": 18, "high": 26},
        {"address": "process_flows[smelter,metal].amount_per_unit", "low": 0.45, "high": 0.6},
        {"address": "demands[ore,1].price_per_unit", "low": 48, "high": 52},
    ]
    rows = {**ORE, "contents": [{**ORE["contents"][0], "fraction": 0.6}, ORE["contents"][1]], "figures": figures}
    plan = plan_of(rows)
    by_address = {test.address: test for test in plan.figure_tests}

    assert (plan.figures_ranged, plan.figures_tested) == (3, 3)
    assert by_address["processes[smelter].operating_cost_per_unit"].overturned == (Overturned("tin", 26.0, Verdict.EXPORT_RAW),)
    assert by_address["process_flows[smelter,metal].amount_per_unit"].overturned == (Overturned("tin", 0.45, Verdict.EXPORT_RAW),)
    assert by_address["demands[ore,1].price_per_unit"].overturned == ()
    assert plan.decisions[0].deciding_estimates == (
        "process_flows[smelter,metal].amount_per_unit",
        "processes[smelter].operating_cost_per_unit",
    )
    # At the likelier end alone: at a cost of 26 raw ore earns 80 x 5 less than smelting did; at 18 nobody looked.
    cost = by_address["processes[smelter].operating_cost_per_unit"]
    assert (cost.change_low, cost.change_high) == (None, -400.0)


def test_both_ends_are_tried_if_a_number_of_tests_is_asked_for() -> None:
    """At a cost of 18 the plan earns 160 more; no test at all can be asked for, too."""
    figures = [{"address": "processes[smelter].operating_cost_per_unit", "low": 18, "high": 26}]

    (cost,) = plan_of({**ORE, "figures": figures}, tests=5).figure_tests
    assert (cost.change_low, cost.change_high) == (160.0, -400.0)
    none = plan_of({**ORE, "figures": figures}, tests=0)
    assert (none.figures_ranged, none.figures_tested) == (1, 0)


def test_what_no_longer_is_a_case_at_the_end_of_a_range_is_no_test() -> None:
    """A yield of 0.5 to 2 would make more tin than goes in, which `--set` refuses: it cannot be moved alone so far."""
    figures = [{"address": "process_flows[smelter,metal].amount_per_unit", "low": 0.5, "high": 2}]
    ranged = {**ORE, "demands": [{**ORE["demands"][0], "price_per_unit": 60}, ORE["demands"][1]], "figures": figures}
    plan = plan_of(ranged)

    assert plan.decisions[0].verdict is Verdict.EXPORT_RAW
    assert (plan.figures_ranged, plan.figures_tested) == (1, 0)


def ranged_case(seed: int) -> dict:
    """Return a random case in which prices, costs, yields and rates are estimates of half to twice their value."""
    rows = random_case(seed)
    columns = {
        "supplies": "cost_per_unit", "processes": "operating_cost_per_unit", "demands": "price_per_unit",
        "tariffs": "ad_valorem", "royalties": "rate", "resources": "cost_per_unit", "expansions": "capital_cost_per_unit",
    }  # fmt: skip
    rows["figures"] = []
    for table, column in columns.items():
        for row in rows[table]:
            key = ",".join(str(row[name]) for name in (("id", "tier") if table == "demands" else ("id",)))
            value = row.get(column)
            if value:
                address = f"{table}[{key}].{column}"
                rows["figures"].append({"address": address, "low": value * 0.5, "high": value * 2, "confidence": "estimate"})
    return rows


def brute_force(problem_rows: dict, address: str, value: float) -> tuple[float, dict[str, Verdict]] | None:
    """Return objective and verdicts as a user would get them with --set; None if the case is refused."""
    try:
        problem = build_problem(read_rows(problem_rows), changes=[Change(address, "set", repr(value))])
    except InvalidCase:
        return None
    plan = answer(problem, AnswerOptions()).plan
    assert plan is not None
    return plan.objective, {made.mineral: made.verdict for made in plan.decisions}


def test_what_is_said_of_figures_is_what_setting_them_gives() -> None:
    """Every end that was tried: change of the objective and changed verdicts are those of `--set`, and none is left out."""
    assert as_set(ranged_case(2), 3) == 3


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_is_said_of_figures_is_true_on_many_cases() -> None:
    """The same on thirty cases and all that bears on a choice in them: some figure overturns something."""
    assert sum(as_set(ranged_case(seed), 100) for seed in range(30)) > 200


def as_set(rows: dict, tests: int) -> int:
    """Try figures and compare each with `--set`; return how many were tried."""
    base = brute_force(rows, "case.price_year", 2026.0)
    plan = plan_of(rows, tests=tests)
    assert base is not None
    for test in plan.figure_tests:
        told = {(found.mineral, found.value): found.verdict for found in test.overturned}
        for end, change in ((test.low, test.change_low), (test.high, test.change_high)):
            found = brute_force(rows, test.address, end)
            if change is None:
                assert found is None
                continue
            assert found is not None
            assert found[0] - base[0] == pytest.approx(change, rel=1e-7, abs=0.02)
            changed = {(mineral, end): verdict for mineral, verdict in found[1].items() if verdict is not base[1][mineral]}
            assert changed == {spot: verdict for spot, verdict in told.items() if spot[1] == end}
    return len(plan.figure_tests)


def solved(problem: Problem) -> Iterator[tuple[MoneyFigures, np.ndarray]]:
    """Yield the figures of a problem with its optimal plan."""
    built = build(problem)
    solution = Session(built.lp, 0.01).solve()
    if solution.x is not None:
        yield MoneyFigures.read(built.formulation, frozenset(COMPONENTS)), np.asarray(solution.x)


def test_money_counted_at_figures_adds_up_to_every_component() -> None:
    """On a random case each component of money is the sum of what is counted at its prices and rates."""
    adds_up([build_problem(read_rows(random_case(1)))])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_money_counted_at_figures_adds_up_on_many_cases() -> None:
    """The same on forty planted, random and mixed cases each."""
    for seed in range(40):
        adds_up([build_problem(read_rows(random_case(seed))), build_problem(planted_case(seed).read())])
        adds_up([build_problem(read_rows(mixed_network(seed)))])


def adds_up(problems: list[Problem]) -> None:
    """Assert that the components of the plans of some problems are what is counted at their figures."""
    for problem in problems:
        for figures, x in solved(problem):
            for component in COMPONENTS:
                counted = money_counted_at(figures, component, x)
                built = build(problem)
                expected = measure_by_node(built.lp.program, component, x) @ problem.case.timeline.money_weights
                assert sum(counted.values()) == pytest.approx(float(expected), rel=1e-9, abs=1e-6), component
                assert None not in counted


def test_yields_of_inputs_told_apart_by_origin_have_a_price() -> None:
    """In a mixed lot an input stands in the row of its recipe; its stake is what rebuilding and solving again gives."""
    problem = build_problem(read_rows(mixed_network(3)))
    built = build(problem)
    solution = Session(built.lp, 0.01).solve()
    x, y = np.asarray(solution.x), np.asarray(solution.y)
    modes, flows = built.formulation.streams.modes, built.formulation.streams.flows
    royalties = MoneyFigures.read(built.formulation).by_column["process_flows", "amount_per_unit"]
    found = yield_figures(built, y).and_also(royalties)
    mixed = {int(flows.row[flow]) for flow in modes.feed}

    assert mixed
    table = problem.case["process_flows"]
    agreed = 0
    for row in sorted(mixed):
        told = float(found.of_row(row).at(x).sum())
        moved = []
        for step in (1e-6, -1e-6):
            value = float(table["amount_per_unit"][row]) * (1 + step)
            number = Number("process_flows", row, "amount_per_unit")
            other = build(replace(problem, case=with_number(problem.case, number, value)))
            moved.append(
                (Session(other.lp, 0.01).solve().objective - solution.objective) / (value - table["amount_per_unit"][row])
            )
        assert min(moved) - 1e-3 * abs(told) <= told <= max(moved) + 1e-3 * abs(told)
        agreed += bool(told)
    assert agreed


@pytest.mark.parametrize(("columns", "tests"), [(10, 12), (15_000, 4), (60_000, 1), (60_001, 0)])
def test_many_figures_are_tried_only_where_a_solve_is_little_work(columns: int, tests: int) -> None:
    """Twelve of a small program; none where columns and coefficients exceed the work that is allowed."""
    none = np.zeros(0, dtype=np.int64)
    matrix = SparseMatrix(np.zeros(1, dtype=np.int64), none, np.zeros(0), (0, columns))
    lp = LinearProgram(Program(("1",)), matrix, none, np.zeros(0), np.zeros(columns), 0.0)

    assert usual_number_of_tests(lp) == tests
