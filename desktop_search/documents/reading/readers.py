"""Files read by processes that can be ended: past its time or its memory, a file costs itself and nothing else.

    readers.start(path)  ->  an idle process reads it  ->  readers.collect(...) gives what became of it

Several files are read at a time, so that one that takes long does not hold up the others; small ones may wait behind
another, and go to somebody else where that takes its time. A process is started when there is something to read, kept
for the next file, and replaced when it has died, hung or grown.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from multiprocessing import connection as pipes
from typing import Any

from desktop_search.documents.reading import worker
from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.reading.process import CRASHED, NO_START, ReaderProcess, Task
from desktop_search.documents.source import Limits
from desktop_search.errors import ReaderError

# How often the memory of a busy process is looked at, where the system does not limit it by itself. Seconds.
_LOOK_EVERY = 0.2
_LIMITS_ITSELF = sys.platform.startswith("linux")
# A file up to this size, in bytes, may wait behind another; from so many seconds on, the other one takes long.
_SMALL = 100_000
_LONG = 0.2
_TOO_SLOW = "Reading it took longer than {:g} seconds."


class Readers:
    """At most `count` processes. Stays on one thread; `close` it."""

    def __init__(self, limits: Limits | None = None, count: int = 0, rest_after: float = 30.0) -> None:
        """`count` 0 is as many as suit the machine; `rest_after` is in seconds."""
        self.limits = limits or Limits()
        self._rest_after = rest_after
        self._worked_at = time.monotonic()
        self._suiting = count or max(2, min(4, (os.cpu_count() or 2) // 2))
        self._count = self._suiting
        self._idle: list[ReaderProcess] = []
        self._busy: list[ReaderProcess] = []

    def __len__(self) -> int:
        """How many files are being read, or wait for the one before them."""
        return sum(1 for one in self._busy for task in one.tasks if task is not None)

    @property
    def free(self) -> bool:
        """Can another file be started?"""
        return len(self._busy) < self._count

    def takes(self, size: int) -> bool:
        """Can a file of so many bytes be started, or wait behind another?"""
        if size > _SMALL or len(self._busy) > self._count:
            return self.free
        return self.free or any(one.has_room for one in self._busy)

    def at_once(self, most: int) -> None:
        """From now on at most so many files are read at a time; 0 is as many as at first."""
        self._count = most or self._suiting

    def get_ready(self) -> None:
        """Starts the processes ahead of the first file, so that they are there when it is known. Raises ReaderError."""
        while len(self._idle) + len(self._busy) < self._count:
            self._idle.append(ReaderProcess(self.limits))
        self._worked_at = time.monotonic()

    def start(self, path: str, known: bytes = b"") -> None:
        """Begins to read a file; `known` is the digest of what is known of it. Raises ReaderError."""
        self._begin(Task(path, known, self.limits))

    def collect(self, timeout: float) -> list[Reading]:
        """What has been read by now; waits up to `timeout` seconds for the first. Raises ReaderError."""
        until = time.monotonic() + timeout
        while self._busy:
            deadline = min(until, *(one.deadline for one in self._busy))
            wait = max(0.0, deadline - time.monotonic())
            ready = pipes.wait([one.connection for one in self._busy], min(wait, _LOOK_EVERY))
            found = [reading for one in list(self._busy) if (reading := self._look_at(one, ready)) is not None]
            if found or time.monotonic() >= until:
                return found
        return []

    def rest(self) -> None:
        """Ends the processes that have had nothing to do for a while: they hold memory that others can use."""
        if self._idle and time.monotonic() - self._worked_at > self._rest_after:
            for one in self._idle:
                one.end()
            self._idle = []

    def close(self) -> None:
        """Ends the processes; files that are being read are dropped."""
        for one in (*self._busy, *self._idle):
            one.end()
        self._busy, self._idle = [], []

    def _begin(self, task: Task) -> None:
        """Hands a file to an idle process, to a new one, or to the one with the fewest files."""
        while self._idle and self.free:
            one = self._idle.pop()
            if one.ask(task):
                self._busy.append(one)
                return
            one.end()  # it died while it was idle
        if not self.free and self._put_behind(task, self._busy):
            return
        one = ReaderProcess(self.limits)
        if not one.ask(task):
            one.end()
            raise ReaderError(NO_START)
        self._busy.append(one)

    def _put_behind(self, task: Task, processes: list[ReaderProcess]) -> bool:
        with_room = [one for one in processes if one.has_room]
        return any(one.ask(task) for one in sorted(with_room, key=lambda one: len(one.tasks)))

    def _look_at(self, one: ReaderProcess, ready: list[Any]) -> Reading | None:
        """What a busy process has come to, None while it is still reading."""
        task = one.tasks[0]
        if one.connection in ready:
            if not one.is_ready:
                one.welcome()
                return None
            return self._answer_of(one, task)
        now = time.monotonic()
        limits = task.limits if task else self.limits
        if now >= one.deadline:
            if not one.is_ready:
                raise ReaderError(NO_START)
            reason = _TOO_SLOW.format(limits.max_seconds)
        elif not _LIMITS_ITSELF and one.memory() > limits.max_memory:
            reason = worker.OUT_OF_MEMORY.format(limits.max_memory / 1e6)
        else:
            if one.is_ready and now - one.since > _LONG and len(one.tasks) > 1:
                self._relieve(one)
            return None
        one.tasks.popleft()
        self._end(one)
        return Reading(task.path, "failed", reason) if task else None

    def _answer_of(self, one: ReaderProcess, task: Task | None) -> Reading | None:
        answer = one.answer()
        self._worked_at = time.monotonic()
        if answer is None:
            one.tasks.popleft()
            # Somebody else may have ended it, the system in need of memory for one: only a second time counts.
            first = [replace(task, again=True)] if task and not task.again else []
            self._end(one, first)
            return Reading(task.path, "failed", CRASHED) if task and task.again else None
        if not one.is_fit:
            self._end(one)
        elif not one.tasks:
            self._busy.remove(one)
            self._idle.append(one)
        return answer if task else None

    def _end(self, one: ReaderProcess, first: list[Task] | None = None) -> None:
        """Ends a process; `first`, and the files that waited in it, are read by others."""
        self._busy.remove(one)
        one.end()
        for task in (*(first or ()), *one.tasks):
            if task is not None:
                self._begin(task)

    def _relieve(self, one: ReaderProcess) -> None:
        """Its file takes long: those that wait behind it go to others, as far as there is room."""
        others = [other for other in self._busy if other is not one and time.monotonic() - other.since <= _LONG]
        for place in range(1, len(one.tasks)):
            task = one.tasks[place]
            if task is None:
                continue
            if self.free:
                self._begin(task)
            elif not self._put_behind(task, others):
                return
            one.tasks[place] = None
