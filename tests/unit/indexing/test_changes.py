"""The queue of hints, on a clock that the test moves."""

from __future__ import annotations

import threading
import time

import pytest

from desktop_search.indexing.changes import ChangeQueue, Hint


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(clock: Clock) -> ChangeQueue:
    return ChangeQueue(clock, quiet=0.25, longest=1.0, crowd=10)


def everything(queue: ChangeQueue, clock: Clock) -> list[Hint]:
    clock.now += 60
    return queue.take(1_000)


def test_a_path_is_due_when_it_has_been_quiet(queue: ChangeQueue, clock: Clock) -> None:
    queue.add("/d/a")
    assert queue.take(10) == []
    clock.now += 0.24
    assert queue.take(10) == []
    clock.now += 0.02
    assert queue.take(10) == [Hint("/d/a", False)]
    assert queue.take(10) == []
    assert len(queue) == 0


def test_a_path_that_keeps_changing_is_due_after_the_longest_wait(queue: ChangeQueue, clock: Clock) -> None:
    for _ in range(9):
        queue.add("/d/a")
        assert queue.take(10) == []
        clock.now += 0.11
    queue.add("/d/a")
    clock.now = 101.01
    assert queue.take(10) == [Hint("/d/a", False)]


def test_hints_come_in_order_of_arrival_and_no_more_than_asked(queue: ChangeQueue, clock: Clock) -> None:
    for name in "cab":
        queue.add(f"/d/{name}")
    queue.add("/d/c")
    clock.now += 1
    assert [hint.path for hint in queue.take(2)] == ["/d/c", "/d/a"]
    assert [hint.path for hint in queue.take(2)] == ["/d/b"]


def test_a_tree_swallows_what_is_below_it_and_nothing_else(queue: ChangeQueue, clock: Clock) -> None:
    for path in ("/d/x/1", "/d/x/y/2", "/d/xx", "/d/3"):
        queue.add(path)
    queue.add("/d/x", tree=True)
    queue.add("/d/x/y/4")
    queue.add("/d/x/y", tree=True)
    assert everything(queue, clock) == [Hint("/d/xx", False), Hint("/d/3", False), Hint("/d/x", True)]


def test_a_file_hint_becomes_a_tree_hint_and_stays_one(queue: ChangeQueue, clock: Clock) -> None:
    queue.add("/d/x")
    queue.add("/d/x/1")
    queue.add("/d/x", tree=True)
    queue.add("/d/x")
    assert everything(queue, clock) == [Hint("/d/x", True)]


def test_changes_below_a_waiting_tree_put_it_off_but_not_for_ever(queue: ChangeQueue, clock: Clock) -> None:
    queue.add("/d", tree=True)
    for number in range(9):
        clock.now += 0.1
        queue.add(f"/d/{number}")
        assert queue.take(10) == []
    clock.now = 101.01
    assert queue.take(10) == [Hint("/d", True)]


def test_a_crowd_in_one_folder_becomes_one_hint_for_it(queue: ChangeQueue, clock: Clock) -> None:
    for number in range(25):
        queue.add(f"/d/many/{number}")
    queue.add("/d/few")
    assert everything(queue, clock) == [Hint("/d/many", True), Hint("/d/few", False)]


def test_a_crowd_in_many_folders_stays_bounded_and_covered(queue: ChangeQueue, clock: Clock) -> None:
    paths = [f"/d/one{first}/two{second}/three/file" for first in range(4) for second in range(30)]
    for path in [*paths, "/d/plain"]:
        queue.add(path)
        assert len(queue) <= 41
    hints = everything(queue, clock)
    covered = {path for path in paths for hint in hints if hint.tree and path.startswith(hint.path + "/")}
    covered |= {hint.path for hint in hints}
    assert covered >= {*paths, "/d/plain"}
    assert all(hint.path.startswith("/d/") for hint in hints)


def test_a_later_look_waits_for_its_time(queue: ChangeQueue, clock: Clock) -> None:
    queue.add_later("/d/a", 2.0)
    queue.add_later("/d/a", 9.0)
    assert queue.next_due() == 102.0
    clock.now += 1.9
    assert queue.take(10) == []
    clock.now += 0.2
    assert queue.take(10) == [Hint("/d/a", False)]
    assert queue.next_due() is None


def test_a_change_and_a_later_look_stand_beside_each_other(queue: ChangeQueue, clock: Clock) -> None:
    queue.add_later("/d/a", 20.0)
    queue.add("/d/a")
    queue.add("/d", tree=True)
    clock.now += 0.3
    assert queue.take(10) == [Hint("/d", True)]
    assert len(queue) == 1
    queue.request_survey("/d")
    queue.add_later("/d", 20.0, tree=True)
    assert queue.take(10) == [Hint("/d", True)]
    clock.now += 21
    assert queue.take(10) == [Hint("/d", True)]
    assert len(queue) == 0


def test_a_requested_survey_is_due_at_once(queue: ChangeQueue) -> None:
    queue.add("/d/a")
    queue.request_survey("/d")
    assert queue.take(10) == [Hint("/d", True)]
    queue.add("/d", tree=True)
    queue.request_survey("/d/sub")
    assert queue.take(10) == [Hint("/d", True)]


def test_a_forgotten_folder_leaves_nothing(queue: ChangeQueue, clock: Clock) -> None:
    queue.add("/d/x/1")
    queue.add("/d/x", tree=True)
    queue.add_later("/d/y/2", 1.0)
    queue.add("/e")
    queue.forget("/d")
    assert everything(queue, clock) == [Hint("/e", False)]


def test_the_root_of_the_disk_is_a_folder_too(queue: ChangeQueue, clock: Clock) -> None:
    queue.add("/a")
    queue.add("/", tree=True)
    queue.add("/b/c")
    assert everything(queue, clock) == [Hint("/", True)]


def test_waiting_ends_when_a_hint_is_due() -> None:
    queue = ChangeQueue(quiet=0.05, longest=0.2)
    taken: list[Hint] = []

    def consume() -> None:
        deadline = time.monotonic() + 10
        while len(taken) < 3 and time.monotonic() < deadline:
            queue.wait(5)
            taken.extend(queue.take(10))

    consumer = threading.Thread(target=consume)
    consumer.start()
    queue.add_later("/c", 0.3)
    queue.add("/a")
    queue.add("/b")
    consumer.join(10)
    assert [hint.path for hint in taken] == ["/a", "/b", "/c"]


def test_waiting_ends_by_time_or_by_a_call() -> None:
    queue = ChangeQueue()
    assert not queue.wait(0.01)
    queue.wake()
    assert queue.wait(5)
    assert not queue.wait(0.01)
    timer = threading.Timer(0.05, queue.wake)
    timer.start()
    start = time.monotonic()
    assert queue.wait(None)
    assert time.monotonic() - start < 5
    timer.join()


def test_a_storm_from_many_threads_loses_nothing() -> None:
    queue = ChangeQueue(quiet=0.0, longest=0.01)
    wanted = {f"/d/{thread}/{number}" for thread in range(4) for number in range(500)}

    def produce(thread: int) -> None:
        for number in range(500):
            queue.add(f"/d/{thread}/{number}")

    producers = [threading.Thread(target=produce, args=(thread,)) for thread in range(4)]
    for producer in producers:
        producer.start()
    taken: set[str] = set()
    deadline = time.monotonic() + 20
    while taken != wanted and time.monotonic() < deadline:
        queue.wait(0.1)
        taken.update(hint.path for hint in queue.take(64))
    for producer in producers:
        producer.join()
    assert taken == wanted


def test_a_great_storm_is_taken_in_quickly() -> None:
    queue = ChangeQueue()
    start = time.process_time()
    for folder in range(200):
        queue.add(f"/d/{folder}", tree=True)
        for number in range(100):
            queue.add(f"/d/{folder}/{number}")
    for number in range(20_000):
        queue.add(f"/e/{number % 3000}/x/{number}")
    assert time.process_time() - start < 2.0
    assert len(queue) <= 20_001
