"""The queue that serves callers in turn."""

from collections import Counter, deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.service.fair import FairQueue

CALLERS = st.sampled_from("abc")


def test_callers_take_turns() -> None:
    """One who put in five waits for the others after each."""
    queue: FairQueue[str] = FairQueue()
    for item in ("a1", "a2", "a3", "b1", "c1", "b2"):
        queue.push(item[0], item)

    assert [queue.pop() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]
    with pytest.raises(IndexError):
        queue.pop()


def test_who_goes_first_goes_before_all() -> None:
    """One that had its turn before does not wait again."""
    queue: FairQueue[str] = FairQueue()
    for item in ("a1", "a2", "b1"):
        queue.push(item[0], item)
    queue.push_first("b", "b0")

    assert queue.clear() == ["b0", "a1", "b1", "a2"]
    assert len(queue) == 0


def test_room_is_made_by_who_has_the_most() -> None:
    """Its youngest goes, unless the newcomer would then have as much."""
    queue: FairQueue[str] = FairQueue()
    for item in ("a1", "a2", "a3", "b1"):
        queue.push(item[0], item)

    assert queue.make_room("a") is None
    assert queue.make_room("c") == "a3"
    assert queue.make_room("b") is None  # a and b would have two each.
    assert queue.make_room("c") == "a2"
    assert queue.make_room("c") is None  # One against one: nothing would be gained.
    assert FairQueue[str]().make_room("a") is None


@given(st.lists(st.one_of(CALLERS, st.none()), max_size=60))
def test_each_gets_its_own_in_order_and_none_waits_for_two_turns_of_another(steps: list[str | None]) -> None:
    """Against plain lines: whoever is served has waited, and nobody who waits is passed over twice by the same."""
    queue: FairQueue[tuple[str, int]] = FairQueue()
    lines: dict[str, deque[int]] = {name: deque() for name in "abc"}
    passed: dict[str, Counter[str]] = {name: Counter() for name in "abc"}
    for number, caller in enumerate(steps):
        if caller is not None:
            queue.push(caller, (caller, number))
            lines[caller].append(number)
        elif len(queue):
            served, item = queue.pop()
            assert item == lines[served].popleft()
            passed[served].clear()
            for name, line in lines.items():
                if line and name != served:
                    passed[name][served] += 1
                    assert passed[name][served] <= 1
        assert len(queue) == sum(map(len, lines.values())) == len(list(queue))


def test_what_is_taken_out_is_gone() -> None:
    """Whoever leaves is not served, and may leave twice."""
    queue: FairQueue[str] = FairQueue()
    queue.push("a", "a1")
    queue.push("a", "a2")
    queue.remove("a", "a1")
    queue.remove("a", "a1")
    queue.remove("b", "b1")

    assert queue.clear() == ["a2"]
