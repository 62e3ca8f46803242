"""Linear programs written as files: readers of their own find in them what Madini solves, to the last bit."""

from pathlib import Path

import numpy as np
import pytest

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.analyses.export import export
from optimizer.domain.program_files import LONGEST_NAME, ProgramForm, address_of_name, name_in_file
from optimizer.formulation.build import build
from optimizer.formulation.program import EQ, GE, LE, LinearProgram
from optimizer.formulation.program_files import CONSTANT, program_text
from optimizer.problem.build import Problem, build_problem
from optimizer.store.case_files import read_case_folder
from tests.formulation.test_model import PUBLISHED, ROOT, SHIPPED
from tests.made_cases import make_problem, random_case
from tests.planted.generator import planted_case
from tests.solver.random_programs import make_program
from tests.solver.read_by_others import READERS, Reader, highs_optimum, names_in, read_by_highs

FORMS = list(ProgramForm)
OFTEN_READ = ("tutorial", "kenya", "mexss_steel", "williams_factory1", "ampl_multi")


def written(problem: Problem, form: ProgramForm, folder: Path) -> tuple[Path, float]:
    """Return the file of a problem, and what its optimum times it is the objective: -1 where the sign is turned."""
    found = export(problem, form)
    file = folder / f"program.{form}"
    file.write_text(found.text)
    return file, -1.0 if found.sign_turned else 1.0


def objective_of(problem: Problem) -> float:
    """Return the objective that Madini answers."""
    plan = answer(problem, AnswerOptions()).plan
    assert plan is not None
    return plan.objective


def case_of(name: str) -> Problem:
    """Return a shipped or published case."""
    folder = next(folder for folder in [*SHIPPED, *PUBLISHED] if name in folder.parts)
    return build_problem(read_case_folder(folder))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", OFTEN_READ)
def test_other_solvers_find_the_same_objective(name: str, form: ProgramForm, reader: Reader, tmp_path: Path) -> None:
    """What they find in the file is what `madini solve` prints, with its sign turned where the file says so."""
    problem = case_of(name)
    file, sign = written(problem, form, tmp_path)

    assert sign * reader(file) == pytest.approx(objective_of(problem), rel=1e-9)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", FORMS)
def test_costs_are_minimised_and_constants_kept(form: ProgramForm, reader: Reader, tmp_path: Path) -> None:
    """Where the objective is a cost, no sign is turned; a standing plant costs 70 a year whatever is done."""
    rows = random_case(3)
    rows["processes"] = [{**row, "fixed_cost_per_year": 70} for row in rows["processes"]]
    for objective, turned in (("profit", form is ProgramForm.MPS), ("minimise fixed - revenue", False)):
        problem = make_problem(rows, objective)
        assert build(problem).lp.constant != 0.0
        file, sign = written(problem, form, tmp_path)

        assert (sign < 0) is turned
        assert sign * reader(file) == pytest.approx(objective_of(problem), rel=1e-9)


def check_read_back(lp: LinearProgram, form: ProgramForm, folder: Path) -> None:
    """Fail unless HiGHS reads costs, entries, senses, sides and names from the file as they are, bit for bit."""
    file = folder / f"program.{form}"
    file.write_text(program_text(lp, form, maximise=True))
    read = read_by_highs(file).getLp()
    sign = -1.0 if form is ProgramForm.MPS else 1.0
    constant = [at for at, name in enumerate(read.col_names_) if name == CONSTANT]
    assert ([1.0] if lp.constant else []) == [read.col_lower_[at] for at in constant] == [read.col_upper_[at] for at in constant]
    assert [sign * read.col_cost_[at] for at in constant] == [lp.constant] * len(constant)
    places = {name: place for place, name in enumerate(lp.column_names)}
    order = np.argsort([places.get(address_of_name(name), len(places)) for name in read.col_names_])[: len(places)]
    assert lp.column_names == [address_of_name(read.col_names_[at]) for at in order]
    assert lp.row_names == [address_of_name(name) for name in read.row_names_]
    assert (sign * lp.costs).tolist() == np.array(read.col_cost_)[order].tolist()
    lower, upper = lp.row_bounds
    assert (lower.tolist(), upper.tolist()) == (list(read.row_lower_), list(read.row_upper_))
    assert {0.0} == set(np.array(read.col_lower_)[order])
    assert {np.inf} == set(np.array(read.col_upper_)[order])
    start, index, value = (list(part) for part in (read.a_matrix_.start_, read.a_matrix_.index_, read.a_matrix_.value_))
    entries = {
        (row, column): entry
        for column, at in enumerate(order)
        for row, entry in zip(index[start[at] : start[at + 1]], value[start[at] : start[at + 1]], strict=True)
    }
    matrix = lp.matrix
    assert dict(
        zip(zip(matrix.row_of_entry.tolist(), matrix.index.tolist(), strict=True), matrix.value.tolist(), strict=True)
    ) == (entries)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("folder", [*SHIPPED, *PUBLISHED], ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_shipped_or_published_case_is_read_back_as_it_is(folder: Path, form: ProgramForm, tmp_path: Path) -> None:
    """Kenya, the tutorial and the published models."""
    check_read_back(build(build_problem(read_case_folder(folder))).lp, form, tmp_path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(6))
def test_a_planted_case_is_read_back_as_it_is(seed: int, form: ProgramForm, tmp_path: Path) -> None:
    """Networks with every table."""
    check_read_back(build(build_problem(planted_case(seed).read())).lp, form, tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_programs_with_next_to_nothing_in_them(form: ProgramForm, tmp_path: Path) -> None:
    """A row of nothing, a column in no row, no rows, no columns: each has its optimum."""
    one, two = np.array([LE]), np.array([LE, GE])
    programs = (
        (make_program(np.array([[1.0, 1.0], [0.0, 0.0]]), two, np.array([3.0, -1.0]), np.array([1.0, 0.0])), 3.0),
        (make_program(np.array([[1.0, 0.0]]), one, np.array([3.0]), np.array([2.0, -1.0])), 6.0),
        (make_program(np.zeros((0, 2)), np.zeros(0, dtype=np.int64), np.zeros(0), np.array([-1.0, 0.0])), 0.0),
        (make_program(np.zeros((1, 0)), one, np.array([1.0]), np.zeros(0)), 0.0),
    )
    for lp, optimum in programs:
        file = tmp_path / f"program.{form}"
        file.write_text(program_text(lp, form, maximise=True))

        assert (-1.0 if form is ProgramForm.MPS else 1.0) * highs_optimum(file) == optimum


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reader", READERS)
def test_a_name_longer_than_readers_take_is_told_in_a_comment(form: ProgramForm, reader: Reader, tmp_path: Path) -> None:
    """Ids may have a hundred letters each: such a column goes by its place, and the head says which it is."""
    long = "a" * 100
    rows = {
        "materials": [{"id": long, "stage": "ore", "raw": True}],
        "supplies": [{"id": "pit", "site": "mine", "material": long, "max_per_year": 10, "cost_per_unit": 1}],
        "lanes": [{"id": "road", "from_site": "mine", "to": "us"}],
        "demands": [{"id": "us", "tier": "1", "market": "us", "material": long, "price_per_unit": 5}],
    }
    problem = make_problem(rows)
    lp = build(problem).lp
    file, sign = written(problem, form, tmp_path)
    columns, named = names_in(file)

    assert max(map(len, [*columns, *named])) <= LONGEST_NAME
    told = dict(line[2:].split(" is ") for line in file.read_text().splitlines() if line[2:].startswith(("column(", "row(")))
    addresses = [told.get(name, address_of_name(name)) for name in (*columns, *named)]
    assert sorted([*lp.column_names, *lp.row_names]) == sorted(addresses)
    assert told
    assert sign * reader(file) == pytest.approx(40.0)


def test_names_go_there_and_back() -> None:
    """The one of the documentation."""
    assert name_in_file("ship[likoni-us,femn,2029]") == "ship(likoni~us,femn,2029)"
    assert address_of_name("ship(likoni~us,femn,2029)") == "ship[likoni-us,femn,2029]"


def test_words_of_a_case_cannot_leave_their_comment(tmp_path: Path) -> None:
    """A line break in a comment would be a line of the program."""
    lp = make_program(np.array([[1.0]]), np.array([EQ]), np.array([2.0]), np.array([3.0]))
    for form in FORMS:
        file = tmp_path / f"program.{form}"
        file.write_text(program_text(lp, form, maximise=True, about=["Öre\nEND\nENDATA"]), encoding="ascii")

        assert abs(highs_optimum(file)) == 6.0
        assert "?re END ENDATA" in file.read_text()
