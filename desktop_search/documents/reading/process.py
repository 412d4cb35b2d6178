"""One reader process, seen from the outside: files are handed to it, and their answers come back in that order.

Files may wait in its pipe while it reads another one, so that it never idles while this side is busy. Only few bytes
wait there: a pipe that is full both ways would hold up both sides for ever.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import psutil

from desktop_search.documents.reading import handing_over, untrusted, worker
from desktop_search.documents.reading.answers import Reading, reading
from desktop_search.documents.source import Limits
from desktop_search.errors import ReaderError

_START_SECONDS = 60.0
_END_SECONDS = 5.0
# So many files, and so many bytes of requests, are at most with one process.
_MOST_WAITING = 16
_MOST_BYTES = 4000
# An answer is never larger than its text in JSON with its passages' places; more is an attack on this process.
_BYTES_A_CHARACTER = 16
_LONGEST_GREETING = 100
NO_START = "The process that reads documents cannot be started."
CRASHED = "Reading it ended the reader: the file is damaged, or made to do harm."


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read; `known` is the digest of what is known of it, `again` tells that a reader died over it."""

    path: str
    known: bytes
    limits: Limits
    again: bool = False


def begin(serve: Callable[[Connection], None], limits: Limits) -> tuple[Connection, BaseProcess]:
    """Starts a process that serves the other end of a pipe, and tells it its limits. Raises ReaderError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), name="desktop-search-reader", daemon=True)
    try:
        process.start()
        ours.send_bytes(json.dumps(asdict(limits)).encode())
    except OSError as error:
        finish(ours, process)
        raise ReaderError(NO_START) from error
    finally:
        theirs.close()
    return ours, process


def finish(connection: Connection, process: BaseProcess) -> None:
    """Ends it at once: it owns nothing that could be harmed."""
    connection.close()
    if process.pid is not None:
        process.kill()
        process.join(_END_SECONDS)


class ReaderProcess:
    """One process and the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        """Starts it; it is ready some tenths of a second later. Raises ReaderError."""
        self.connection, self._process = begin(worker.main, limits)
        # The first is being read; None stands for one that somebody else reads now, so that its answer is dropped.
        self.tasks: deque[Task | None] = deque()
        self._sizes: deque[int] = deque()
        self._limits = limits
        self.is_ready = False
        # What it is confined by, once it is ready: see confinement.confine.
        self.walls: tuple[str, ...] = ()
        self.is_fit = True
        self.since = time.monotonic()
        self.deadline = self.since + _START_SECONDS

    @property
    def has_room(self) -> bool:
        """May one more file wait here?"""
        return len(self.tasks) < _MOST_WAITING and sum(self._sizes) < _MOST_BYTES // 2

    def ask(self, task: Task) -> bool:
        """Hands a file over; False where the process is gone, or has no room for it."""
        request: dict[str, Any] = {"path": task.path, "known": task.known.hex()}
        if task.limits != self._limits:
            request["limits"] = asdict(task.limits)
        room = _MOST_BYTES - sum(self._sizes) if self.tasks else sys.maxsize
        try:
            size = handing_over.send(self.connection, request, room)
        except OSError:
            return False
        if not size:
            return False
        self._limits = task.limits
        self.tasks.append(task)
        self._sizes.append(size)
        if len(self.tasks) == 1 and self.is_ready:
            self._begins()
        return True

    def welcome(self) -> None:
        """It says that it has started, and turns to its first file. Raises ReaderError where it has died instead."""
        try:
            greeting = untrusted.parsed(self.connection.recv_bytes(_LONGEST_GREETING))
            self.walls = untrusted.texts(greeting["walls"])
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ReaderError(NO_START) from error
        self.is_ready = True
        self._begins()

    def answer(self) -> Reading | None:
        """What it has read of its first file, None where it has died or talks nonsense; it turns to the next one."""
        task = self.tasks[0]
        try:
            found = untrusted.parsed(self.connection.recv_bytes(self._limits_of(task).max_text * _BYTES_A_CHARACTER))
            self.is_fit = not found["retired"]
            answer = reading(task.path if task else "", found)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            self.is_fit = False
            return None
        self.tasks.popleft()
        self._sizes.popleft()
        self._begins()
        return answer

    def memory(self) -> int:
        """The bytes of memory that it holds; 0 where it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def end(self) -> None:
        """Ends it at once: it owns nothing that could be harmed."""
        finish(self.connection, self._process)

    def _begins(self) -> None:
        """From now on the first file has its time."""
        self.since = time.monotonic()
        if self.tasks:
            self.deadline = self.since + self._limits_of(self.tasks[0]).max_seconds

    def _limits_of(self, task: Task | None) -> Limits:
        return task.limits if task else self._limits
