"""What was found out a moment ago, for several threads at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_search.search.remembered import Remembered


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


class Key:
    """Compared by Python, so that another thread may come between."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __hash__(self) -> int:
        return hash(self.number % 3)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.number == other.number


def test_the_last_few_are_known() -> None:
    known, found = Remembered[int](2), list[int]()
    for number in (1, 2, 1, 3, 2, 1):
        assert known.get(number, lambda number=number: found.append(number) or -number) == -number
    assert found == [1, 2, 3, 1]
    known.clear()
    assert known.get(1, lambda: 7) == 7


@pytest.mark.usefixtures("hasty")
def test_threads_do_not_disturb_each_other() -> None:
    known = Remembered[int](2)

    def ask(_: int) -> None:
        for number in range(3_000):
            assert known.get(Key(number % 5), lambda number=number: number % 5) == number % 5
            if number % 50 == 0:
                known.clear()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
