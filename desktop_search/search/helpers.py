"""Threads that stand by for parts of a query, which are so short that to begin a thread for each would take as long.

They are begun when they are first needed, and sleep while nobody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

from desktop_search.embedding.hardware import processors

Result = TypeVar("Result")

NAME = "search-helper"
_POOL = ThreadPoolExecutor(max(4, processors()), thread_name_prefix=NAME)


def begin(work: Callable[[], Result]) -> Future[Result]:
    """Has some work done on another thread."""
    return _POOL.submit(work)


class Beside(Generic[Result]):
    """`with Beside(work) as other:` does some work on another thread. When the block is left it has ended, or it never
    begins."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._future: Future[Result] = begin(work)

    def result(self) -> Result:
        """Waits for it. Raises what the work raises."""
        return self._future.result()

    @property
    def done(self) -> bool:
        """Would `result` answer at once?"""
        return self._future.done()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._future.cancel():
            self._future.exception()


def together(work: Callable[[], object], threads: int) -> None:
    """Runs the same work on several threads at once, this one being the first. Raises what it raises in any of them."""
    others = [begin(work) for _ in range(1, threads)]
    try:
        work()
    finally:
        # Those that have not begun yet are too late.
        failed = [one.exception() for one in others if not one.cancel()]
    for error in failed:
        if error is not None:
            raise error
