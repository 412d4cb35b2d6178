"""Progress on stderr: one line that is rewritten on a terminal, a line now and then in a log."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Self, TextIO

from desktop_search.records import Progress

_TERMINAL_EVERY = 0.2
_LOG_EVERY = 10.0


class ProgressLine:
    """A context manager: the line is ended properly whatever happens."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._every = _TERMINAL_EVERY if self._terminal else _LOG_EVERY
        self._shown_at = 0.0
        self._open = False
        self._said: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()

    def show(self, progress: Progress) -> None:
        """Shows how far it is, if the last time was a while ago."""
        self.show_soon(lambda: progress)

    def show_soon(self, progress: Callable[[], Progress]) -> None:
        """The same, with progress that costs something to find out."""
        now = time.monotonic()
        if now - self._shown_at < self._every:
            return
        self._shown_at = now
        text = describe(progress())
        if self._terminal:
            self._stream.write(f"\r\x1b[K{text}")
            self._open = True
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def say(self, sentence: str) -> None:
        """A sentence on a line of its own, once."""
        if sentence in self._said:
            return
        self._said.add(sentence)
        self._end_line()
        self._stream.write(sentence + "\n")
        self._stream.flush()

    def finish(self, progress: Progress) -> None:
        """The last line."""
        self._end_line()
        self._stream.write(describe(progress) + "\n")
        self._stream.flush()

    def _end_line(self) -> None:
        if self._open:
            self._stream.write("\n")
            self._open = False


def describe(progress: Progress) -> str:
    """Progress in words."""
    parts = [f"{progress.files:,} files", f"{progress.paragraphs:,} paragraphs"]
    if progress.waiting:
        parts.append(f"{progress.waiting:,} files to read")
    if progress.pending:
        parts.append(f"{progress.pending:,} paragraphs still to be found by meaning")
    if progress.failed:
        parts.append(f"{progress.failed:,} files could not be read")
    if progress.encoded:
        parts.append(f"{progress.encoded:,} passages encoded")
    if progress.seconds_left is not None and progress.seconds_left > 1:
        minutes, seconds = divmod(int(progress.seconds_left), 60)
        parts.append(f"about {minutes} min {seconds:02} s left" if minutes else f"about {seconds} s left")
    if progress.phase == "paused":
        parts.append("paused in the running program")
    if progress.problem:
        parts.append(progress.problem)
    return ", ".join(parts)
