"""Work grows with the program and not with its square: counted in calls, which no busy machine changes."""

import cProfile
from collections.abc import Callable

from optimizer.analyses.answer import AnswerOptions, answer
from optimizer.formulation.build import build
from optimizer.problem.build import build_problem
from tests.planted.wide import wide_network

SMALL, LARGE = 4000, 10_000
ROOM = 1.35
"""How much faster than the columns the calls may grow: sorting, and what is counted per site."""


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def counted(columns: int) -> tuple[int, dict[str, int]]:
    """Return the columns of a network, and the calls of reading, building and explaining it without the engine's warm runs."""
    planted = wide_network(0, columns, raw=True)
    read = planted.read()
    problem = build_problem(read)
    return planted.column_count, {
        "reading": calls_of(planted.read),
        "validating": calls_of(lambda: build_problem(read)),
        "building": calls_of(lambda: build(problem)),
        "answering": calls_of(lambda: answer(problem, AnswerOptions(rates=True, activities=True, explain_seconds=0.0))),
    }


def test_nothing_grows_with_the_square_of_a_network() -> None:
    """A network more than twice as large is no more than so many times the work, in every part."""
    columns, small = counted(SMALL)
    more_columns, large = counted(LARGE)
    growth = more_columns / columns

    assert growth > 2.0
    assert {part: calls for part, calls in large.items() if calls > ROOM * growth * small[part]} == {}
