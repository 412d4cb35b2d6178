"""What every target has, and the notes that some of them read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings, save
from tests.fake_encoder import FakeEncoder
from tests.reliability import corpus


class Problem(Exception):
    """An input did what it must not. `kind`: "crash", "hang" or "lost"."""

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(told)
        self.kind = kind


class Target(Protocol):
    """Made in a folder of its own. `contained` counts what an input did to a process that is there to be harmed."""

    words: Sequence[bytes]
    contained: dict[str, int]

    def seeds(self) -> Sequence[bytes]:
        """Sound inputs to begin with."""
        ...

    def attempt(self, content: bytes) -> None:
        """Tries one input. Raises Problem; whatever else it raises is a crash."""
        ...

    def close(self) -> None:
        """Ends what it has started."""
        ...


def indexed(work: Path, count: int) -> Paths:
    """An index of some notes, made once in this folder."""
    work = work.resolve()
    paths = find_paths(work / "home")
    if paths.database.exists():
        return paths
    corpus.write(work / "notes", count)
    settings = Settings(folders=(str(work / "notes"),))
    paths.create()
    save(paths.settings, settings)
    service = IndexService(paths, settings, ChangeQueue())
    service.use_encoder(FakeEncoder())
    while service.step():
        pass
    service.close()
    return paths
