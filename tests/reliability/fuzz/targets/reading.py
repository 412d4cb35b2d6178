"""Documents, read by the real reader processes: an input is a suffix, a line end, and the bytes of a file."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop_search.documents.reading.answers import Reading as Answer
from desktop_search.documents.reading.process import CRASHED
from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import Limits
from tests.reliability.fuzz.targets.base import Problem
from tests.unit.documents import hostile_files as hostile

_SECONDS = 15.0
_PATIENCE = 60.0
_LARGEST_SEED = 60_000
_CHECKED_EVERY = 200
_SOUND = "# Lantern\n\nA lantern by the harbour.\n"
# Where other people's documents lie, for who has them; see __main__.py.
SAMPLES = "FUZZ_SAMPLES"


class Reading:
    """Each input is read as the engine reads a file. A reader that ends or asks for too much costs its file alone."""

    def __init__(self, work: Path) -> None:
        self._work = work.resolve()
        self._readers = Readers(replace(Limits(), max_seconds=_SECONDS, max_text=1_000_000), 1)
        self._count = 0
        self._notes = _Notes()
        logging.getLogger("desktop_search").addHandler(self._notes)
        logging.getLogger("desktop_search").propagate = False
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [one.encode() for one in hostile.RUNS]
        self._sound = self._read("sound.md", _SOUND.encode())

    def seeds(self) -> list[bytes]:
        files = [(suffix, content) for suffix, content in hostile.sound().items()]
        samples = os.environ.get(SAMPLES)
        if samples:
            for path in sorted(Path(samples).rglob("*")):
                if path.is_file() and path.stat().st_size <= _LARGEST_SEED and has_reader(path.name):
                    files.append((path.suffix.lower(), path.read_bytes()))
        for files_of in (hostile.cut_off, hostile.odd_pdfs):
            files += [(Path(name).suffix, one) for name, one in files_of().items() if len(one) <= _LARGEST_SEED]
        return [suffix.encode() + b"\n" + content for suffix, content in files]

    def close(self) -> None:
        self._readers.close()
        logging.getLogger("desktop_search").removeHandler(self._notes)
        logging.getLogger("desktop_search").propagate = True

    def attempt(self, content: bytes) -> None:
        suffix, _, body = content.partition(b"\n")
        name = f"input{suffix.decode('ascii', 'replace')}"
        if "/" in name or "\0" in name or not has_reader(name):
            name = "input.txt"
        self._notes.told = ""
        answer = self._read(name, body)
        if self._notes.told:
            raise Problem("crash", f"{Path(name).suffix}: {self._notes.told}")
        if answer.state == "failed" and "took longer" in answer.reason:
            raise Problem("hang", f"{Path(name).suffix}: {answer.reason}")
        if answer.state == "failed" and (answer.reason == CRASHED or "memory" in answer.reason):
            # The process is there for this: it cost its file alone, which is checked at once.
            self.contained[answer.reason] = self.contained.get(answer.reason, 0) + 1
            self._check()
        self._is_kept(answer)
        self._count += 1
        if self._count % _CHECKED_EVERY == 0:
            self._check()

    def _read(self, name: str, content: bytes) -> Answer:
        path = self._work / name
        path.write_bytes(content)
        self._readers.start(str(path))
        found = self._readers.collect(_PATIENCE)
        while not found and len(self._readers):
            found = self._readers.collect(_PATIENCE)
        if len(found) != 1 or found[0].path != str(path):
            raise Problem("lost", "a file has no answer, or that of another one")
        return found[0]

    def _check(self) -> None:
        """A sound file is still read as before."""
        answer = self._read("sound.md", _SOUND.encode())
        if (answer.state, answer.paragraphs) != (self._sound.state, self._sound.paragraphs):
            raise Problem("lost", f"a sound file is not read as before: {answer.state} {answer.reason}")

    @staticmethod
    def _is_kept(answer: Answer) -> None:
        """What is read must be what the store and the window can keep: text, and numbers that fit."""
        texts = (answer.title, answer.author, answer.date, answer.language, answer.note, answer.reason, *answer.tags)
        for text in texts:
            text.encode()
        last = 0
        for one in answer.paragraphs:
            for text in (one.text, one.passage, *one.heading):
                text.encode()
            if not 0 <= one.start <= one.end < 2**31 or one.start < last or not one.text.strip():
                raise Problem("lost", "a paragraph that stands nowhere, or says nothing")
            last = one.start


class _Notes(logging.Handler):
    """The last thing that a reader's own net caught: the error and where it was raised."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told = ""

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().splitlines()
        if "failed" in lines[0] and len(lines) > 2:
            ours = [one for one in lines[1:-1] if "desktop_search" in one]
            place = ours[-1].rpartition("desktop_search/")[2] if ours else ""
            self.told = f"{lines[-1]} at {place}"
