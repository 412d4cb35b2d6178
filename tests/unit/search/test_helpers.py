"""Threads that help with a query: what they do is done, and what fails there is told here."""

from __future__ import annotations

import threading

import pytest

from desktop_search.embedding.hardware import processors
from desktop_search.search import helpers
from desktop_search.search.helpers import Beside, together


def test_work_is_done_beside_and_its_result_is_waited_for() -> None:
    started, go_on = threading.Event(), threading.Event()

    def work() -> str:
        started.set()
        go_on.wait(10)
        return threading.current_thread().name

    with Beside(work) as other:
        assert started.wait(10)
        go_on.set()
        assert other.result().startswith(helpers.NAME)


def test_what_was_begun_has_ended_when_the_block_is_left_by_an_error() -> None:
    started, ended = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        threading.Event().wait(0.2)
        ended.set()

    def fail() -> None:
        with Beside(work):
            assert started.wait(10)
            raise KeyError("something else")

    with pytest.raises(KeyError):
        fail()
    assert ended.is_set()


def test_what_fails_beside_is_told_where_its_result_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("beside")

    with Beside(work) as other, pytest.raises(ValueError, match="beside"):
        other.result()


def test_several_threads_share_the_same_work() -> None:
    left, seen, both = iter(range(20_000)), set[str](), threading.Barrier(2, timeout=10)
    done: list[int] = []

    def work() -> None:
        both.wait()
        seen.add(threading.current_thread().name)
        done.extend(left)

    together(work, 2)
    assert sorted(done) == list(range(20_000))
    assert len(seen) == 2


def test_what_fails_on_one_of_the_threads_is_raised() -> None:
    both = threading.Barrier(2, timeout=10)

    def work() -> None:
        both.wait()
        if threading.current_thread() is not threading.main_thread():
            raise ValueError("on another thread")

    with pytest.raises(ValueError, match="on another"):
        together(work, 2)


def test_nothing_waits_for_threads_that_are_all_busy() -> None:
    go_on = threading.Event()
    busy = [helpers.begin(lambda: go_on.wait(10)) for _ in range(processors() + 4)]
    try:
        done: list[int] = []
        together(lambda: done.append(1), 3)
        assert done == [1]
    finally:
        go_on.set()
    assert all(one.result(10) for one in busy)
