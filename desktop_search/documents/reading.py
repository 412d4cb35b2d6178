"""Files read by processes that can be ended: past its time or its memory, a file costs itself and nothing else.

    readers.start(path)  ->  an idle process reads it  ->  readers.collect(...) gives what became of it

Several files are read at a time, so that one that takes long does not hold up the others. A process is started when
there is something to read, kept for the next file, and replaced when it has died, hung or grown.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from multiprocessing import connection as pipes
from typing import Any, Literal

import psutil

from desktop_search.documents import paragraphs as splitter
from desktop_search.documents import worker
from desktop_search.documents.source import Limits
from desktop_search.errors import ReaderError
from desktop_search.records import Paragraph

logger = logging.getLogger(__name__)
_START_SECONDS = 60.0
_END_SECONDS = 5.0
# How often the memory of a busy process is looked at, where the system does not limit it by itself. Seconds.
_LOOK_EVERY = 0.2
_LIMITS_ITSELF = sys.platform.startswith("linux")
# An answer is never larger than its text in JSON with its passages' places; more is an attack on this process.
_BYTES_A_CHARACTER = 16
_CRASHED = "Reading it ended the reader: the file is damaged, or made to do harm."
_NO_START = "The process that reads documents cannot be started."
_LONGEST_GREETING = 100
_TOO_SLOW = "Reading it took longer than {:g} seconds."


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file.

    "read": `paragraphs` and what the document says of itself; "same": it still has the digest that was known;
    "failed": `reason` says what is wrong with it; "refused": the system did not give it, which may pass.
    `digest` and the stamp (bytes, nanoseconds) belong to exactly the bytes that were read.
    """

    path: str
    state: Literal["read", "same", "failed", "refused"]
    reason: str = ""
    digest: bytes = b""
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    device: int = 0
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


class Readers:
    """At most `count` processes. Stays on one thread; `close` it."""

    def __init__(self, limits: Limits | None = None, count: int = 0, rest_after: float = 30.0) -> None:
        """`count` 0 is as many as suit the machine; `rest_after` is in seconds."""
        self.limits = limits or Limits()
        self._rest_after = rest_after
        self._worked_at = time.monotonic()
        self._suiting = count or max(2, min(4, (os.cpu_count() or 2) // 2))
        self._count = self._suiting
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def __len__(self) -> int:
        """How many files are being read."""
        return len(self._busy)

    @property
    def free(self) -> bool:
        """Can another file be started?"""
        return len(self._busy) < self._count

    def at_once(self, most: int) -> None:
        """From now on at most so many files are read at a time; 0 is as many as at first."""
        self._count = most or self._suiting

    def start(self, path: str, known: bytes = b"") -> None:
        """Begins to read a file; `known` is the digest of what is known of it. Raises ReaderError."""
        self._begin(_Task(path, known, self.limits))

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

    def _begin(self, task: _Task) -> None:
        while self._idle:
            one = self._idle.pop()
            if one.ask(task):
                self._busy.append(one)
                return
            one.end()  # it died while it was idle
        one = _Worker(self.limits)
        self._busy.append(one)
        one.ask(task)

    def _look_at(self, one: _Worker, ready: list[Any]) -> Reading | None:
        """What a busy process has come to, None while it is still reading."""
        assert one.task is not None
        task = one.task
        if one.connection in ready:
            if not one.is_ready:
                one.welcome()
                return None
            answer = one.answer()
            self._worked_at = time.monotonic()
            self._busy.remove(one)
            if answer is not None and one.is_fit:
                self._idle.append(one)
            else:
                one.end()
            if answer is None and not task.again:
                # Somebody else may have ended it, the system in need of memory for one: only a second time counts.
                self._begin(replace(task, again=True))
                return None
            return answer or Reading(task.path, "failed", _CRASHED)
        if time.monotonic() >= one.deadline:
            if not one.is_ready:
                raise ReaderError(_NO_START)
            reason = _TOO_SLOW.format(task.limits.max_seconds)
        elif not _LIMITS_ITSELF and one.memory() > task.limits.max_memory:
            reason = worker.OUT_OF_MEMORY.format(task.limits.max_memory / 1e6)
        else:
            return None
        self._busy.remove(one)
        one.end()
        return Reading(task.path, "failed", reason)


@dataclass(frozen=True, slots=True)
class _Task:
    path: str
    known: bytes
    limits: Limits
    again: bool = False


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        """Starts it; it is ready some tenths of a second later. Raises ReaderError."""
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=worker.main, args=(theirs,), name="desktop-search-reader", daemon=True)
        self.task: _Task | None = None
        self.is_ready = False
        self.is_fit = True
        self.deadline = time.monotonic() + _START_SECONDS
        try:
            self._process.start()
            self._send(asdict(limits))
        except OSError as error:
            self.end()
            raise ReaderError(_NO_START) from error
        finally:
            theirs.close()

    def ask(self, task: _Task) -> bool:
        """Hands a file over; False where the process is gone."""
        self.task = task
        if self.is_ready:
            self.deadline = time.monotonic() + task.limits.max_seconds
        try:
            self._send({"path": task.path, "known": task.known.hex(), "limits": asdict(task.limits)})
        except OSError:
            return False
        return True

    def welcome(self) -> None:
        """It says that it has started, and turns to its file. Raises ReaderError where it has died instead."""
        assert self.task is not None
        try:
            self.connection.recv_bytes(_LONGEST_GREETING)
        except (OSError, EOFError) as error:
            raise ReaderError(_NO_START) from error
        self.is_ready = True
        self.deadline = time.monotonic() + self.task.limits.max_seconds

    def answer(self) -> Reading | None:
        """What it has read, None where it has died or talks nonsense."""
        assert self.task is not None
        try:
            answer = json.loads(self.connection.recv_bytes(self.task.limits.max_text * _BYTES_A_CHARACTER))
            self.is_fit = not answer["retired"]
            return _reading(self.task.path, answer)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def _send(self, message: dict[str, Any]) -> None:
        self.connection.send_bytes(json.dumps(message).encode())

    def memory(self) -> int:
        """The bytes of memory that it holds; 0 where it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def end(self) -> None:
        """Ends it at once: it owns nothing that could be harmed."""
        self.connection.close()
        if self._process.pid is not None:
            self._process.kill()
            self._process.join(_END_SECONDS)


def _reading(path: str, answer: dict[str, Any]) -> Reading:
    """The answer of a reader, taken apart. What it says is data, and may be wrong; it is no more than that."""
    for line in answer["log"]:
        logger.warning("while reading %r: %s", path, line)
    if answer["state"] in ("failed", "refused"):
        return Reading(path, answer["state"], str(answer["reason"]))
    digest = bytes.fromhex(answer["digest"])
    size, mtime_ns, inode, device = (int(answer[name]) for name in ("size", "mtime_ns", "inode", "device"))
    same = Reading(path, "same", "", digest, size, mtime_ns, inode, device)
    if answer["state"] == "same":
        return same
    return replace(
        same,
        state="read",
        title=answer["title"],
        author=answer["author"],
        date=answer["date"],
        language=answer["language"],
        tags=tuple(answer["tags"]),
        note=answer["note"],
        paragraphs=tuple(_paragraphs(answer["title"], answer["sections"])),
    )


def _paragraphs(title: str, sections: list[list[Any]]) -> Iterator[Paragraph]:
    for names, page, unit, rows in sections:
        heading = tuple(names)
        # The passages are made here: the hash of one is the key of a vector, which a reader must not choose.
        prefix = splitter.passage_prefix(title, heading)
        for text, start, end, line in rows:
            yield Paragraph(text, start, end, line, heading, splitter.join(prefix, text), page, unit)
