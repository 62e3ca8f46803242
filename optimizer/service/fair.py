"""A queue that serves its callers in turn, so that one who asks for much does not keep out the others."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Items in one line per caller.

    The callers take turns, one item each; within a line the oldest item comes first. A caller whose
    line was empty is the last in turn. `len` counts the items of all lines.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._lines: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many items wait."""
        return sum(map(len, self._lines.values()))

    def __iter__(self) -> Iterator[Item]:
        """Yield the items that wait, line by line."""
        for line in self._lines.values():
            yield from line

    def push(self, caller: str, item: Item) -> None:
        """Put an item at the end of its caller's line."""
        self._lines.setdefault(caller, deque()).append(item)

    def push_first(self, caller: str, item: Item) -> None:
        """Put an item before all others of all callers, for one that has waited before."""
        self._lines.setdefault(caller, deque()).appendleft(item)
        self._lines.move_to_end(caller, last=False)

    def pop(self) -> Item:
        """Take the next item; its caller is then the last in turn.

        Raises:
            IndexError: Nothing waits.
        """
        if not self._lines:
            raise IndexError("the queue is empty")
        caller, line = next(iter(self._lines.items()))
        item = line.popleft()
        self._lines.move_to_end(caller)
        self._forget_if_empty(caller)
        return item

    def remove(self, caller: str, item: Item) -> None:
        """Take an item out of its caller's line, if it is still there."""
        line = self._lines.get(caller)
        if line is not None and item in line:
            line.remove(item)
            self._forget_if_empty(caller)

    def make_room(self, caller: str) -> Item | None:
        """Take out the youngest item of the longest line, if that line is longer than the caller's will be.

        Returns:
            What was taken out; None if the caller itself is the one who has the most.
        """
        if not self._lines:
            return None
        longest = max(self._lines, key=lambda name: len(self._lines[name]))
        if len(self._lines[longest]) <= len(self._lines.get(caller, ())) + 1:
            return None
        item = self._lines[longest].pop()
        self._forget_if_empty(longest)
        return item

    def clear(self) -> list[Item]:
        """Take out everything, in turn."""
        taken: list[Item] = []
        while self._lines:
            taken.append(self.pop())
        return taken

    def _forget_if_empty(self, caller: str) -> None:
        if not self._lines[caller]:
            del self._lines[caller]
