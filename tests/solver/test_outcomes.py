"""Infeasible and unbounded are proven like plans: from the program's own arrays, against an exact simplex method, or refused."""

from collections import Counter
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.domain.errors import InvalidCase, SolverFailure
from optimizer.domain.plan import Termination
from optimizer.domain.proofs import InfeasibleCertificate, UnboundedCertificate
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.solver.file_solvers import solve_with
from optimizer.solver.highs import LoadedHighs
from optimizer.solver.outcomes import certify_infeasible, certify_unbounded
from optimizer.solver.phases import least_shortfall, some_plan, steepest_gain
from optimizer.solver.scaling import ScaledProgram, choose_scales, even_scales, what_is_lost
from optimizer.solver.session import Session
from optimizer.solver.solution import Solution
from tests.made_cases import make_problem
from tests.solver.exact import ExactOutcome, solve_exactly
from tests.solver.file_solvers_here import HERE
from tests.solver.hostile import KINDS, hostile_program
from tests.solver.random_programs import make_program

CENT = 0.01
MOST_REFUSED = 0.1
"""Share of the hostile programs whose sides are not huge that may be refused; huge sides are refused by rule."""
MANY = 3000


def outcome(lp: LinearProgram) -> Solution | str:
    """Return what the session proves, or the reason why it refuses."""
    try:
        return Session(lp, CENT).solve()
    except SolverFailure as refused:
        return str(refused)


def check(found: Solution, exact: ExactOutcome, lp: LinearProgram, seed: int) -> None:
    """Fail unless a proven outcome is the exact one, its objective within what its own certificate says."""
    assert exact.termination is found.termination, seed
    if exact.objective is not None:
        assert found.certificate is not None
        turnover = float(np.abs(lp.costs * found.x).sum())
        assert abs(found.objective - float(exact.objective)) <= found.certificate.money_bound + 1e-12 * turnover, seed
    else:
        assert found.refutation is not None
        assert found.refutation.passed, seed


def second_outcome(solver: str, lp: LinearProgram) -> Solution | str:
    """Return what is proven of a second solver's answer, or the reason why it is refused."""
    try:
        return solve_with(solver, lp, CENT)
    except SolverFailure as refused:
        return f"refused because {refused}"


def check_hostile(seeds: range, ask: Callable[[LinearProgram], Solution | str] = outcome) -> Counter[str]:
    """Hold every seed against the exact method; return how often each outcome came, and how many were refused."""
    seen: Counter[str] = Counter()
    for seed in seeds:
        lp = hostile_program(seed)
        found = ask(lp)
        if isinstance(found, str):
            assert "because" in found, found
            seen["refused" if KINDS[seed % len(KINDS)].__name__ != "_huge_sides" else "refused by rule"] += 1
        else:
            check(found, solve_exactly(lp), lp, seed)
            seen[found.termination.value] += 1
    return seen


def test_outcomes_of_hostile_programs_are_exact_or_refused() -> None:
    """On 60 programs at hostile scales every outcome is that of the exact simplex method; few are refused."""
    seen = check_hostile(range(60))

    assert min(seen["optimal"], seen["infeasible"], seen["unbounded"]) >= 5, seen
    assert seen["refused"] <= MOST_REFUSED * 60, seen


@pytest.mark.parametrize("solver", HERE)
def test_second_opinions_on_hostile_programs_are_exact_or_refused(solver: str) -> None:
    """The same of every other solver: what it calls infeasible or unbounded is proven, or it is not said."""
    seen = check_hostile(range(200), partial(second_outcome, solver))

    assert min(seen["optimal"], seen["infeasible"], seen["unbounded"]) >= 15, seen
    assert seen["refused"] <= MOST_REFUSED * 200, seen


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_outcomes_of_many_hostile_programs_are_exact_or_refused() -> None:
    """The same on 3,000."""
    seen = check_hostile(range(60, 60 + MANY))

    assert min(seen["optimal"], seen["infeasible"], seen["unbounded"]) >= 0.05 * MANY, seen
    assert seen["refused"] <= MOST_REFUSED * MANY, seen


def _two_goods(lane: float, tonnes: tuple[float, float], iron: float) -> dict:
    """A mine with iron (limited) and gems (not limited), each sold at 1, over one lane."""
    names = ("iron", "gems")
    return {
        "materials": [
            {"id": name, "stage": "ore", "unit": name, "tonnes_per_unit": weight}
            for name, weight in zip(names, tonnes, strict=True)
        ],
        "supplies": [{"id": "iron", "site": "mine", "material": "iron", "max_per_year": iron},
                     {"id": "gems", "site": "mine", "material": "gems"}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "cn", "max_tonnes_per_year": lane}],
        "demands": [{"id": name, "tier": "1", "market": "cn", "material": name, "price_per_unit": 1} for name in names],
    }  # fmt: skip


def _two_plants(use: float) -> dict:
    """Two plants that earn 1 a run; power of 400 is used 1 a run by one and `use` a run by the other."""
    return {
        "materials": [{"id": "ore", "stage": "ore"}, {"id": "metal", "stage": "refined"}],
        "supplies": [{"id": "pit", "site": "mine", "material": "ore"}],
        "processes": [{"id": name, "site": "mine", "feed": "ore"} for name in ("strong", "weak")],
        "process_flows": [
            {"process": name, "material": material, "direction": way, "amount_per_unit": 1}
            for name in ("strong", "weak") for material, way in (("ore", "in"), ("metal", "out"))
        ],
        "resources": [{"id": "power", "unit": "MWh", "max_per_year": 400}],
        "resource_uses": [{"process": "strong", "resource": "power", "amount_per_unit": 1},
                          {"process": "weak", "resource": "power", "amount_per_unit": use}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "cn"}],
        "demands": [{"id": "metal", "tier": "1", "market": "cn", "material": "metal", "price_per_unit": 1}],
    }  # fmt: skip


def _leach(share: float) -> dict:
    """Ore at 0.001 a unit gives `share` of metal a unit; one metal, sold at 1,000, must be delivered."""
    rows = _two_plants(1.0)
    rows["supplies"] = [{"id": "pit", "site": "mine", "material": "ore", "cost_per_unit": 0.001}]
    rows["processes"] = [{"id": "leach", "site": "mine", "feed": "ore"}]
    rows["process_flows"] = [{"process": "leach", "material": "ore", "direction": "in", "amount_per_unit": 1},
                             {"process": "leach", "material": "metal", "direction": "out", "amount_per_unit": share}]  # fmt: skip
    rows["demands"] = [{"id": "metal", "tier": "1", "market": "cn", "material": "metal", "price_per_unit": 1000,
                        "min_per_year": 1, "max_per_year": 1}]  # fmt: skip
    del rows["resources"], rows["resource_uses"]
    return rows


def _share_limit(share: float) -> dict:
    """Two ores sold at 1: of ore a, at least 1 is to be sold and at most `share` of ore b, of which there is 1e12."""
    return {
        "materials": [{"id": name, "stage": "ore"} for name in ("a", "b")],
        "supplies": [{"id": "a", "site": "mine", "material": "a", "min_per_year": 1},
                     {"id": "b", "site": "mine", "material": "b", "max_per_year": 1e12}],
        "lanes": [{"id": "sea", "from_site": "mine", "to": "cn"}],
        "demands": [{"id": name, "tier": "1", "market": "cn", "material": name, "price_per_unit": 1} for name in ("a", "b")],
        "limits": [{"id": "share", "sense": "le", "amount": 0}],
        "limit_terms": [{"limit": "share", "columns": "supply[a]", "coefficient": 1},
                        {"limit": "share", "columns": "supply[b]", "coefficient": -share}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "truth"),
    [
        pytest.param(_two_goods(1e7, (1e6, 2e-7), 100), 5e13, id="iron-in-Mt-and-gems-in-carats-on-one-lane"),
        pytest.param(_two_plants(1e-10), 4e12, id="power-at-1-and-at-1e-10"),
        pytest.param(_leach(1e-9), -999_000.0, id="a-yield-of-1e-9"),
        pytest.param(_leach(1e-10), 1e3 - 1e7, id="a-yield-of-1e-10"),
        pytest.param(_leach(1e-12), 1e3 - 1e9, id="a-yield-of-1e-12"),
        pytest.param(_share_limit(1e-9), 1e12 + 1e3, id="a-limit-of-1e-9"),
    ],
)
def test_what_the_engine_drops_by_default_counts(rows: dict, truth: float) -> None:
    """Cases once called unbounded or infeasible have their plan, whose worth the hand gives."""
    found = answer(make_problem(rows), AnswerOptions())

    assert Termination.OPTIMAL is found.termination, found.text
    assert found.plan is not None
    assert truth == pytest.approx(found.plan.objective, rel=1e-9)


@pytest.mark.parametrize("most", [1e20, 1e22, 1e15])
def test_a_maximum_too_large_to_be_told_from_none_is_refused(most: float) -> None:
    """It was called unbounded. The rules on tables may refuse it before, naming the cell."""
    rows = _two_plants(0.5)
    rows["resources"][0]["max_per_year"] = most

    with pytest.raises((InvalidCase, SolverFailure), match="power"):
        answer(make_problem(rows), AnswerOptions())


def test_the_refusal_of_a_side_names_row_and_value() -> None:
    """So it does for a least amount, which once left the engine without a program and ended in an internal error."""
    lp = make_program(np.array([[1.0]]), np.array([GE]), np.array([1e21]), np.array([-1.0]))

    assert "limit[r0,1] is 1e+21" in str(outcome(lp))


def test_the_refusal_of_an_entry_names_column_and_row() -> None:
    """An entry of 1e-60 beside others of 1 in its row and column cannot be brought into sight by any units."""
    dense = np.array([[1.0, 1e-60], [1.0, 1.0]])
    lp = make_program(dense, np.array([LE, LE]), np.array([1.0, 2.0]), np.array([1.0, 1.0]))

    assert "because run[c1,1] counts 1e-60 in limit[r0,1]" in str(outcome(lp))


def test_equations_that_differ_by_1e_10_in_a_coefficient_have_their_plan() -> None:
    """x + y = 1 and x + (1 + 1e-10) y = 1 hold for y = 0 alone; x is worth 1,000 and y nothing."""
    lp = make_program(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-10]]), np.array([EQ, EQ]), np.array([1.0, 1.0]), np.array([1e3, 0.0]))
    found = outcome(lp)

    assert isinstance(found, Solution)
    assert found.objective == pytest.approx(1e3, rel=1e-9)


def test_sides_that_differ_by_less_than_a_billionth_do_not_contradict() -> None:
    """x = 1 and x = 1 + 1e-10 is a plan that keeps every limit to 1e-9, as the certificate says; at 1e-7 there is none."""
    sides = [np.array([1.0, 1.0 + 1e-10]), np.array([1.0, 1.0 + 1e-7])]
    close, apart = (outcome(make_program(np.array([[1.0], [1.0]]), np.array([EQ, EQ]), side, np.array([1e3]))) for side in sides)

    assert isinstance(close, Solution)
    assert isinstance(apart, Solution)
    assert Termination.OPTIMAL is close.termination
    assert close.certificate is not None
    assert 0.0 < close.certificate.primal_violation <= 1e-9
    assert Termination.INFEASIBLE is apart.termination


@cache
def _proven() -> list[tuple[int, LinearProgram, Solution]]:
    """Return the first hostile programs whose outcome is proven in the units of `choose_scales`."""
    programs = [(seed, hostile_program(seed)) for seed in range(120)]
    found = [(seed, lp, outcome(lp)) for seed, lp in programs if not what_is_lost(ScaledProgram(lp, *choose_scales(lp)))]
    return [(seed, lp, solution) for seed, lp, solution in found if isinstance(solution, Solution)]


def _of(termination: Termination) -> list[tuple[int, LinearProgram, Solution]]:
    return [entry for entry in _proven() if entry[2].termination is termination]


Doctor = Callable[[LinearProgram, np.ndarray], np.ndarray]


@pytest.mark.parametrize(
    "doctor",
    [
        pytest.param(lambda _, y: -y, id="turned"),
        pytest.param(lambda _, y: np.zeros_like(y), id="nothing"),
        pytest.param(lambda _, y: np.where(np.arange(len(y)) == np.argmax(np.abs(y)), 0.0, y), id="without-the-largest"),
        pytest.param(lambda _, y: y * np.where(np.arange(len(y)) == np.argmax(np.abs(y)), 0.5, 1.0), id="half-of-the-largest"),
        pytest.param(lambda _, y: np.full_like(y, np.nan), id="no-numbers"),
    ],
)
def test_doctored_proofs_of_no_plan_are_refused(doctor: Doctor) -> None:
    """The proof that two limits contradict each other proves nothing once it is tampered with."""
    contradictions = [entry for entry in _of(Termination.INFEASIBLE) if KINDS[entry[0] % len(KINDS)].__name__ == "_contradiction"]
    assert len(contradictions) > 5
    for seed, lp, _ in contradictions:
        y = np.zeros(len(lp.sides))  # The last two rows are one line with two sides, each in its own unit.
        first, last = (lp.matrix.value[lp.matrix.start[row]] for row in (len(y) - 2, len(y) - 1))
        y[-2:] = 1.0, -first / last
        assert certify_infeasible(lp, y).passed, seed
        assert not certify_infeasible(lp, doctor(lp, y)).passed, seed


@pytest.mark.parametrize("seed", range(10))
def test_no_multipliers_prove_a_program_that_has_a_plan_infeasible(seed: int) -> None:
    """Whatever multipliers are offered, drawn at random or the duals of the plan."""
    rng = np.random.default_rng(seed)
    _, lp, solution = _of(Termination.OPTIMAL)[seed]
    offered = [rng.normal(size=len(lp.sides)) * 10.0 ** rng.integers(-9, 9) for _ in range(200)]

    assert not any(certify_infeasible(lp, y).passed for y in [*offered, solution.y, -np.asarray(solution.y)])


def test_directions_that_break_a_row_or_earn_nothing_are_refused() -> None:
    """Of max x - y with x - y <= 0 + z the direction (1, 1, 0) earns nothing, (1, 0, 0) breaks the row, (2, 1, 1) is right."""
    lp = make_program(np.array([[1.0, -1.0, -1.0]]), np.array([LE]), np.array([0.0]), np.array([1.0, -1.0, 0.0]))
    point = np.zeros(3)
    passed = [certify_unbounded(lp, point, np.array(ray)).passed for ray in ([1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [2.0, 1.0, 1.0])]

    assert [False, False, True] == passed
    assert not certify_unbounded(lp, np.array([1.0, 0.0, 0.0]), np.array([2.0, 1.0, 1.0])).passed  # No plan to start from.


def test_our_own_programs_prove_what_the_engine_proves() -> None:
    """Without the engine's word on the program itself, least shortfall and steepest gain give certificates that hold."""
    for seed, lp, _ in _of(Termination.INFEASIBLE):
        y = least_shortfall(ScaledProgram(lp, *choose_scales(lp)), None)
        assert y is not None
        assert certify_infeasible(lp, y).passed, seed
    for seed, lp, _ in _of(Termination.UNBOUNDED):
        scaled = ScaledProgram(lp, *choose_scales(lp))
        point, ray = some_plan(scaled, None), steepest_gain(scaled, None)
        assert point is not None
        assert ray is not None
        assert certify_unbounded(lp, point, ray).passed, seed


def test_even_scales_bring_far_units_together() -> None:
    """A column counted in units 1e14 smaller than its neighbours is lost at first, and seen in even units."""
    dense = np.array([[1.0, 1e-14], [2.0, 3e-14]])
    lp = make_program(dense, np.array([LE, LE]), np.array([10.0, 24.0]), np.array([3.0, 0.0]))

    assert what_is_lost(ScaledProgram(lp, *choose_scales(lp)))
    assert not what_is_lost(ScaledProgram(lp, *even_scales(lp)))
    assert outcome(lp).objective == pytest.approx(30.0)  # type: ignore[union-attr]


def test_the_engine_is_asked_only_what_it_does_to_the_letter() -> None:
    """An option it does not know and a program it would change raise, where its own interface goes on in silence."""
    engine = LoadedHighs()
    with pytest.raises(SolverFailure, match="refuses option no-such-option"):
        engine.set_option("no-such-option", 1)
    tiny = make_program(np.array([[1.0, 1e-13]]), np.array([LE]), np.array([1.0]), np.array([1.0, 1.0]))
    with pytest.raises(SolverFailure, match="changes by itself the program"):
        engine.load(tiny.costs, tiny.matrix, *tiny.row_bounds)
    huge = make_program(np.array([[1.0]]), np.array([GE]), np.array([1e21]), np.array([1.0]))
    with pytest.raises(SolverFailure, match="refuses the program"):
        engine.load(huge.costs, huge.matrix, *huge.row_bounds)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        pytest.param(
            {**_leach(0.5), "supplies": [{"id": "pit", "site": "mine", "material": "ore", "max_per_year": 1}]},
            InfeasibleCertificate, id="infeasible",
        ),
        pytest.param({**_two_plants(0.5), "resources": [{"id": "power", "unit": "MWh"}]}, UnboundedCertificate, id="unbounded"),
    ],
)  # fmt: skip
def test_an_answer_without_a_plan_carries_its_proof(rows: dict, kind: type) -> None:
    """One metal of 0.5 at most; metal sold without end."""
    found = answer(make_problem(rows), AnswerOptions())

    assert isinstance(found.refutation, kind)
    assert found.refutation.passed
